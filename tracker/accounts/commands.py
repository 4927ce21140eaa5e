"""Command line: the first city organizer, granting and revoking."""

import click

COMMANDS: tuple[click.Command, ...] = ()
