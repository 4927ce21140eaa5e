"""Command line: opening and ending a season."""

import click
from flask.cli import with_appcontext

from tracker import clock
from tracker.campaign import store
from tracker.campaign.rules import (
    BEIJING_2024,
    SEASON_NAME_MAX,
    Calendar,
    shifted,
    with_late_joining,
)

PRESETS: dict[str, Calendar] = {"beijing-2024": BEIJING_2024}


@click.command("open-season")
@click.option("--preset", type=click.Choice(list(PRESETS)), required=True)
@click.option("--shift-weeks", type=int, default=0, help="Move the calendar by whole weeks.")
@click.option("--late-joining", is_flag=True, help="Let people join during self-management too.")
@click.option("--name", default="", help="What people read; the year by default.")
@with_appcontext
def open_season(preset: str, shift_weeks: int, name: str, *, late_joining: bool) -> None:
    """Open a season from a preset calendar."""
    running = store.current_season()
    if running is not None:
        raise click.ClickException(f"Season {running.name} is open; run end-season first.")
    calendar = shifted(PRESETS[preset], shift_weeks)
    if late_joining:
        calendar = with_late_joining(calendar)
    name = name.strip() or str(calendar.starts.year)
    if len(name) > SEASON_NAME_MAX:
        raise click.ClickException(f"A season's name has at most {SEASON_NAME_MAX} characters.")
    season_id = store.open_season(name, calendar, clock.now())
    click.echo(f"Opened season {name} ({season_id}).")
    for phase in calendar.phases:
        click.echo(f"  {phase.first} to {phase.last}  {phase.kind}")


@click.command("end-season")
@click.confirmation_option(prompt="End the open season and every role granted for it?")
@with_appcontext
def end_season() -> None:
    """End the open season; the roles granted for it end with it."""
    running = store.current_season()
    if running is None:
        raise click.ClickException("No season is open.")
    store.end_season(running.id, clock.now())
    click.echo(f"Ended season {running.name} and the roles granted for it.")


COMMANDS: tuple[click.Command, ...] = (open_season, end_season)
