"""Command line: whether every lesson's file is as it should be."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from tracker.learning.rules import FOLDER, Flaw, checked

WORDS = {
    Flaw.NO_FRONT: "begin with a line ---, then the card's data, then another line {about}",
    Flaw.NOT_YAML: "the data between the lines --- is no YAML: {about}",
    Flaw.MISSING: "{about} is missing",
    Flaw.UNKNOWN: "nothing is called {about!r} here",
    Flaw.WRONG_KIND: "{about} is of another kind: a text, a list, or names with values",
    Flaw.EMPTY: "{about} is empty",
    Flaw.TOO_LONG: "{about} is too long",
    Flaw.BAD_ID: "an id has small letters, digits and hyphens, not {about!r}",
    Flaw.BAD_MOMENT: "there is no moment {about!r}",
    Flaw.BAD_LINK: "a link is https:// or begins with /, not {about!r}",
    Flaw.MARKUP: "write Markdown, not HTML: {about}",
    Flaw.NO_ENGLISH: "there is no line {about} between the two languages",
    Flaw.OPTION_COUNT: "a question has 3 or 4 options, not {about}",
    Flaw.ONE_RIGHT: "exactly one option is right, not {about}",
    Flaw.SAME_OPTIONS: "two of the options are the same",
    Flaw.QUESTION_COUNT: "a card has 1 to 6 questions, not {about}",
    Flaw.REPEATED: "{about} is there already",
    Flaw.BAD_PLACE: "a lesson is at <1-8>-<chapter>/<nn>-<name>.md",
}


@click.command("check-lessons")
@click.argument(
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=FOLDER,
)
@with_appcontext
def check_lessons(folder: Path) -> None:
    """Check every lesson's file; each mistake with its file and line."""
    bank = checked(folder)
    for each in bank.mistakes:
        click.echo(f"{each.file}:{each.line}: {WORDS[each.flaw].format(about=each.about)}")
    click.echo(
        f"{len(bank.cards)} cards, {len(bank.questions)} questions, {len(bank.mistakes)} mistakes"
    )
    if bank.mistakes:
        raise click.exceptions.Exit(1)


COMMANDS = (check_lessons,)
