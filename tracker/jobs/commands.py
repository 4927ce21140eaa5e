"""Command line of the room: the runner."""

import logging

import click
from flask.cli import with_appcontext

from tracker.jobs import tasks
from tracker.queue import queue

LOG = "%(asctime)s %(levelname)s %(name)s: %(message)s"


@click.command("work")
@with_appcontext
def work() -> None:
    """Do what is due by the clock until told to stop; several runners share the work."""
    if queue.immediate:
        raise click.ClickException("Set QUEUE_URL: in tests nothing waits to be done.")
    logging.basicConfig(format=LOG)
    logging.getLogger("tracker").setLevel(logging.INFO)
    tasks.catch_up()
    click.echo("The job runner works.", err=True)
    queue.work()
    click.echo("The job runner has stopped.", err=True)


COMMANDS: tuple[click.Command, ...] = (work,)
