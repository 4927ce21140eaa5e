"""Copying and erasing a person, for whoever runs the server at her request."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from tracker import clock
from tracker.accounts.rules import masked, phone_of
from tracker.privacy import figures, store
from tracker.privacy.rules import NotNotedError, UnknownPersonError
from tracker.privacy.store import rotating
from tracker.web.sealing import UnsealedError, resealed

SEALED = {
    ("robot", "sealed_address"): "robots",
    ("robot", "sealed_secret"): "robots",
    ("gate_key", "sealed"): "gate",
    ("recovery_slip", "sealed_name"): "recovery slips",
}
"""What SECRET_KEY seals, and for what."""
LANGUAGE = "zh"
"""Of the page in a file that is asked for at the server; its tables are in both."""


@click.command("export-person")
@click.option("--phone", required=True, help="The person's mobile number.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The file to write.")
@with_appcontext
def export_person(phone: str, out: Path) -> None:
    """Write everything kept about a person into one ZIP, the same that she can fetch herself."""
    digits = _digits(phone)
    try:
        copy = store.copy_of(digits)
    except UnknownPersonError:
        raise click.ClickException(f"Nobody has the phone {masked(digits)}.") from None
    out.touch(mode=0o600)
    out.write_bytes(figures.file_of(copy, LANGUAGE, clock.now()))
    rows = sum(len(found) for found in copy.tables.values())
    click.echo(f"{rows} rows of {len(copy.tables)} tables are in {out}.")


@click.command("erase-person")
@click.option("--phone", required=True, help="The person's mobile number.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
def erase_person(phone: str, yes: bool) -> None:  # noqa: FBT001 (click hands it over by name)
    """Erase a person for good, and print the certificate."""
    digits = _digits(phone)
    if not yes:
        click.confirm(f"Erase everything kept about {masked(digits)} for good?", abort=True)
    try:
        certificate = store.erase(digits, clock.today(), clock.now())
    except UnknownPersonError:
        raise click.ClickException(f"Nobody has the phone {masked(digits)}.") from None
    except NotNotedError as error:
        raise click.ClickException(f"Nothing was erased. {error}") from None
    moment = certificate.erased_at.isoformat(timespec="seconds")
    click.echo(f"Certificate {certificate.number}, {moment}.")
    click.echo(f"{certificate.rows_deleted} rows are gone; a number without a name is left.")
    if certificate.left_on_disk:
        click.echo("Somebody was reading: copies leave the log at its next checkpoint.")


@click.command("leftover-report")
@click.option("--season", default="", help="Only of the season of this name.")
@with_appcontext
def leftover_report(season: str) -> None:
    """Say per table how much personal data is left after its date; fail unless it is none."""
    today = clock.today()
    over = store.seasons_over(today)
    names = store.season_names()
    chosen = [key for key in names if not season or names[key] == season]
    if season and not chosen:
        raise click.ClickException(f"There is no season {season}.")
    for key in chosen:
        state = "is past its date" if key in over else "is not past its date"
        click.echo(f"{names[key]} {state}.")
    found = store.left_over(today, [key for key in chosen if key in over])
    for table, rows in found.items():
        click.echo(f"{rows:>9} {table}")
    total = sum(found.values())
    click.echo(f"{total:>9} rows in all that should be gone.")
    if total:
        raise SystemExit(1)


def _digits(phone: str) -> str:
    digits = phone_of(phone)
    if digits is None:
        raise click.BadParameter("Write 11 digits, like 13812345678.", param_hint="--phone")
    return digits


@click.command("rotate-data-key")
@with_appcontext
def rotate_data_key() -> None:
    """Write phones, names and sealed secrets anew with the keys in force, while the site runs.

    Cut off, it goes on where it was when it is run again.
    """
    try:
        for name, done, of in rotating.rotate():
            click.echo(f"{name}: {done} of {of}")
        for name, done, of in rotating.reseal(SEALED, resealed):
            click.echo(f"{name}: {done} of {of}")
    except (rotating.UnreadableError, UnsealedError) as error:
        raise click.ClickException(str(error) or "A secret was sealed with a lost key.") from None
    behind = rotating.left()
    if behind:
        raise click.ClickException(f"Still with a former key: {behind}. Run it again.")
    click.echo("Nothing has a former key any more: take it out of DATA_KEY_FALLBACKS.")


COMMANDS: tuple[click.Command, ...] = (
    rotate_data_key,
    export_person,
    erase_person,
    leftover_report,
)
