"""Command line of the room: count roll-ups anew, freeze what is due."""

import sys
from datetime import date, datetime

import click
from flask.cli import with_appcontext

from tracker.campaign.rules import Season
from tracker.campaign.store import current_season
from tracker.clock import now, today
from tracker.insights import rules, store


@click.command("rebuild-rollups")
@with_appcontext
def rebuild_rollups() -> None:
    """Throw the open season's roll-ups away and count everything again."""
    season = current_season()
    if season is None:
        raise click.ClickException("No season is open.")
    teams = store.team_count(season.id)
    with click.progressbar(length=teams, label="Teams", file=sys.stderr) as progress:
        store.rebuild(season.id, progress.update)
    click.echo(f"Roll-ups of season {season.name} counted again.")


@click.command("freeze-figures")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Areas as of this Monday.")
@click.option("--note", default="", help="Why a snapshot is superseded; needed where there is one.")
@with_appcontext
def freeze_figures(as_of: datetime | None, note: str) -> None:
    """Freeze the figures that are due; what is frozen already stays as it is.

    With a Monday, freeze the areas as of it; a snapshot that is there is superseded, never revised.
    """
    season = current_season()
    if season is None:
        raise click.ClickException("No season is open.")
    if as_of is None:
        frozen = store.freeze(season, today(), now())
    else:
        frozen = _freeze_as_of(season, as_of.date(), note)
    click.echo(f"{frozen} figures of season {season.name} frozen.")


def _freeze_as_of(season: Season, as_of: date, note: str) -> int:
    if as_of not in rules.snapshot_mondays(season.calendar, today()):
        raise click.ClickException("Areas are frozen as of Mondays of the season that have come.")
    try:
        return store.freeze_as_of(season, as_of, now(), note)
    except rules.NoteNeededError:
        raise click.ClickException("That is frozen already: say with --note why again.") from None


COMMANDS: tuple[click.Command, ...] = (rebuild_rollups, freeze_figures)
