"""Command line of the room: count roll-ups anew, freeze what is due."""

import click
from flask.cli import with_appcontext

from tracker.campaign.store import current_season
from tracker.clock import now, today
from tracker.insights import store


@click.command("rebuild-rollups")
@with_appcontext
def rebuild_rollups() -> None:
    """Throw the open season's roll-ups away and count everything again."""
    season = current_season()
    if season is None:
        raise click.ClickException("No season is open.")
    store.rebuild(season.id)
    click.echo(f"Roll-ups of season {season.name} counted again.")


@click.command("freeze-figures")
@with_appcontext
def freeze_figures() -> None:
    """Freeze the health figures that are due; what is frozen already stays as it is."""
    season = current_season()
    if season is None:
        raise click.ClickException("No season is open.")
    frozen = store.freeze(season, today(), now())
    click.echo(f"{frozen} figures of season {season.name} frozen.")


COMMANDS: tuple[click.Command, ...] = (rebuild_rollups, freeze_figures)
