"""Command line of the room: settle, check a season's settings, tell how fair the rules are."""

import click
from flask.cli import with_appcontext

from tracker.campaign.rules import Season
from tracker.campaign.store import current_season
from tracker.clock import now, today
from tracker.config import PROJECT
from tracker.standings import store
from tracker.standings.rules.fairness import FAIR, report, scene_of
from tracker.standings.rules.linter import check, settings_of
from tracker.standings.rules.scoring import latest
from tracker.standings.rules.shipped import shipped_texts


@click.command("settle-standings")
@with_appcontext
def settle_standings() -> None:
    """Settle every final week that is not settled; what is settled stays as it is."""
    season = _season()
    click.echo(f"{store.settle(season, today(), now())} weeks of season {season.name} settled.")


@click.command("check-season")
@with_appcontext
def check_season() -> None:
    """Name every setting and text that forces check-ins, ranks use or tells rates of use."""
    season = _season()
    settings = settings_of(latest(), store.switches(season.id))
    texts = (*store.texts(season.id), *shipped_texts(PROJECT / "templates"))
    found = check(settings, texts)
    for problem in found:
        click.echo(f"{problem.setting}: {problem.found}\n  {problem.sentence}")
    click.echo(f"{len(settings) + len(texts)} settings, {len(found)} problems")
    if found:
        click.get_current_context().exit(1)


@click.command("fairness")
@click.option("--seasons", type=click.IntRange(1, 500), default=30)
@with_appcontext
def fairness(seasons: int) -> None:
    """The chance of a top band by size, sex mix and baseline BMI, over made-up seasons."""
    season, rules = _season(), latest()
    found = report(rules, scene_of(rules, store.latest_sums(season.id)), seasons)
    for by, chances in found.chances.items():
        for each in chances:
            click.echo(f"{by:<7} {each.group:>6g} {each.share:7.1%} of {each.teams} teams")
        click.echo(f"{by:<7}  ratio {found.ratio(by):.2f}")
    click.echo(f"within {FAIR}: {'yes' if found.is_fair else 'no'}")


def _season() -> Season:
    season = current_season()
    if season is None:
        raise click.ClickException("No season is open.")
    return season


COMMANDS: tuple[click.Command, ...] = (settle_standings, check_season, fairness)
