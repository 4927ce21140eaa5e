"""Command line of the room."""

import click

COMMANDS: tuple[click.Command, ...] = ()
