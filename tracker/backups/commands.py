"""Command line of the room: back up, look at a backup, restore one."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker import clock
from tracker.backups import store
from tracker.backups.rules import BackupError, Contents

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("back-up")
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), help="Else BACKUP_FOLDER.")
@with_appcontext
def back_up(to: Path | None) -> None:
    """Write an encrypted backup of the database, and read it back."""
    configured = current_app.config["BACKUP_FOLDER"]
    folder = to or configured
    if folder is None:
        raise click.ClickException("Set BACKUP_FOLDER, or say --to and a folder.")
    keep = current_app.config["BACKUP_KEEP"]
    try:
        file, contents = store.back_up(folder.absolute(), _key(), keep, clock.now())
    except BackupError as error:
        raise click.ClickException(f"No backup was made. {error}") from None
    click.echo(f"{file}: {_in_words(contents)}")
    if configured is None:
        click.echo("BACKUP_FOLDER is not set: erasures from now on are noted nowhere else.")


@click.command("check-backup")
@click.argument("file", type=FILE)
@with_appcontext
def check_backup(file: Path) -> None:
    """Read a backup to its end and look whether the database in it is whole.

    And whether the data keys are here that its phones and names need.
    """
    try:
        contents = store.check(file, _key())
        click.echo(f"{file}: {_in_words(contents)}")
        store.find_keys(contents)
    except BackupError as error:
        raise click.ClickException(str(error)) from None


@click.command("restore")
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Put it in place of a database that has rows.")
@click.option("--without-ledger", is_flag=True, help="Although nothing says who was erased since.")
@with_appcontext
def restore(file: Path, replace: bool, without_ledger: bool) -> None:  # noqa: FBT001 (click hands it over by name)
    """Put a backup in place of the database; the server and the job runner are stopped meanwhile.

    Whoever was erased since the backup is erased again, and everybody signs in anew.
    """
    if replace:
        _ask("What the database has now will be gone.", "replace")
    if without_ledger:
        _ask("People who were erased after the backup will be back.", "without ledger")
    folders = {
        file.absolute().parent,
        current_app.config["BACKUP_FOLDER"] or file.absolute().parent,
    }
    try:
        done = store.restore(
            file, _key(), clock.now(), folders, replace=replace, without_ledger=without_ledger
        )
    except BackupError as error:
        raise click.ClickException(f"Nothing was changed. {error}") from None
    click.echo(f"Restored {_in_words(done.contents)}")
    click.echo(f"Revision {done.revision}. Erased again: {done.erased_again}. Everybody signs in.")


def _key() -> bytes:
    key: bytes | None = current_app.config["BACKUP_KEY"]
    if key is None:
        raise click.ClickException(
            "Set BACKUP_KEY, or BACKUP_KEY_FILE to a file with it: openssl rand -hex 32 makes one."
            " Keep it where the backups are not; without it they are worth nothing."
        )
    return key


def _ask(warning: str, words: str) -> None:
    typed = click.prompt(f'{warning} Type "{words}" to go on', default="", show_default=False)
    if typed != words:
        raise click.ClickException("Nothing was changed.")


def _in_words(contents: Contents) -> str:
    made = contents.made_at.astimezone(clock.BEIJING).strftime("%Y-%m-%d %H:%M:%S")
    return (
        f"{contents.row_count} rows of {len(contents.rows)} tables as of {made} (Beijing), "
        f"revision {contents.revision}, SHA-256 {contents.sha256[:16]}…"
    )


COMMANDS: tuple[click.Command, ...] = (back_up, check_backup, restore)
