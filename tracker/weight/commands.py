"""Command line: a weighing station's file."""

from datetime import date, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from tracker import clock
from tracker.campaign.rules import Season
from tracker.campaign.store import current_season
from tracker.weight import store
from tracker.weight.rules import Unit, text_of
from tracker.weight.rules.station import (
    Outcome,
    UnreadableFileError,
    Verdict,
    Why,
    read_lines,
    text_of_file,
)

WORDS = {
    Why.PHONE: "the phone is not an 11-digit mobile number; write it like 13812345678",
    Why.DAY: "the day cannot be read; write it like 2024-08-01, or use --first-day for counts",
    Why.NUMBER: "the weight is not a plain number; write kilograms like 67.5",
    Why.LIMITS: "the weight is not between 25 and 300 kg",
    Why.UNKNOWN: "nobody in the open season has this phone",
    Why.LEFT: "this person has left the season",
    Why.NO_CONSENT: "this person has not agreed to body data being processed",
    Why.NOT_ADULT: "weight is for adults whose height is known",
    Why.OUTSIDE: "the day is not between {first} and {last}",
    Why.DOUBTFUL: "doubtful, {typed} or {meant} kg?",
    Why.TWO_VALUES: "line {other} has another weight for the same person and day",
    Why.REPEATED: "the same as line {other}, which was refused",
}


@click.command("import-weights")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--first-day", type=click.DateTime(["%Y-%m-%d"]), help="The day that 0 stands for.")
@click.option("--accept-doubtful", is_flag=True, help="Store doubtful weights as they are.")
@click.option("--strict", is_flag=True, help="Store nothing if any line is refused.")
@with_appcontext
def import_weights(
    file: Path, first_day: datetime | None, *, accept_doubtful: bool, strict: bool
) -> None:
    """Store a weighing station's CSV FILE with the columns phone,day,weight_kg."""
    season, today = current_season(), clock.today()
    if season is None:
        raise click.ClickException("No season is open.")
    try:
        text = text_of_file(file.read_bytes())
        lines, unreadable = read_lines(text, first_day.date() if first_day else None)
    except UnreadableFileError as error:
        raise click.ClickException(str(error)) from error
    found = store.import_lines(
        lines,
        unreadable,
        season,
        today,
        clock.now(),
        accept_doubtful=accept_doubtful,
        strict=strict,
    )
    _report(found, season, today)


def _report(found: store.Imported, season: Season, today: date) -> None:
    for outcome in found.outcomes:
        if outcome.why is not None:
            click.echo(f"line {outcome.number}: {_sentence(outcome, season, today)}")
    if not found.stored:
        click.echo("Nothing was stored: a line was refused, and --strict is all or nothing.")
    click.echo(", ".join(f"{found.count(verdict)} {verdict}" for verdict in Verdict))
    if found.count(Verdict.REFUSED):
        raise SystemExit(1)


def _sentence(outcome: Outcome, season: Season, today: date) -> str:
    if outcome.why is None:
        return ""
    words = WORDS[outcome.why].format(
        first=season.calendar.logging_starts,
        last=today,
        typed=text_of(outcome.grams or 0, Unit.KG),
        meant=text_of(outcome.meant or 0, Unit.KG),
        other=outcome.other,
    )
    if outcome.why is Why.DOUBTFUL and outcome.verdict is Verdict.REFUSED:
        return f"{words} Not stored; if it is right, run again with --accept-doubtful."
    return f"{words} Stored as it is." if outcome.why is Why.DOUBTFUL else f"{words}."


COMMANDS: tuple[click.Command, ...] = (import_weights,)
