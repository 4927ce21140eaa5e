"""Command line of the room: files whose approval has expired are deleted."""

import click
from flask.cli import with_appcontext

from tracker.clock import now
from tracker.evaluation import store


@click.command("forget-evaluation-files")
@with_appcontext
def forget_evaluation_files() -> None:
    """Delete the statisticians' files whose approval has expired; the log of copies stays."""
    click.echo(f"{store.forget_expired(now())} expired files deleted.")


COMMANDS: tuple[click.Command, ...] = (forget_evaluation_files,)
