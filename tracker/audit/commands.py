"""Command line of the room: the check."""

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.audit import store
from tracker.audit.rules import Head, head_of
from tracker.clock import now


@click.command("check-audit")
@click.option("--head", "kept", default="", help="A head that was printed before.")
@with_appcontext
def check_audit(kept: str) -> None:
    """Follow the audit trail from its first link; fail at the first that is broken."""
    dated = current_app.config["TRACKER_TODAY"] is None
    try:
        verdict = store.check(now(), _head(kept), dated=dated)
    except store.UnreadableError as error:
        raise click.ClickException(str(error)) from None
    if verdict.broken:
        raise click.ClickException(f"At {verdict.broken}: {verdict.broken.fault}.")
    click.echo(f"{verdict.head.number} links hold, of which {verdict.erased} have content erased.")
    click.echo(f"{verdict.unsealed} records wait to be sealed.")
    click.echo(f"Keep this elsewhere: {verdict.head}")


def _head(text: str) -> Head | None:
    found = head_of(text)
    if text and found is None:
        raise click.BadParameter("Give a head as it was printed.", param_hint="--head")
    return found


COMMANDS: tuple[click.Command, ...] = (check_audit,)
