"""Command line: writing a simulated season, and saying how to sign in to it."""

import time
from datetime import datetime
from datetime import time as time_of_day
from pathlib import Path

import click
import flask_migrate
import orjson
from flask import current_app
from flask.cli import with_appcontext

from tracker import clock
from tracker.accounts.store import account_id_of
from tracker.campaign.rules import Season
from tracker.campaign.store import current_season
from tracker.compliance import store as compliance
from tracker.compliance.documents import words_of
from tracker.compliance.rules import dates_hash
from tracker.config import Environment
from tracker.insights import store as insights
from tracker.insights.rules import is_early, snapshot_mondays
from tracker.simulation import store
from tracker.simulation.rules import FEWEST_PEOPLE, Plan, make_world
from tracker.simulation.rules import truth as truth_of
from tracker.simulation.rules.record import DEMO_ANSWERS, DEMO_FACTS, DEMO_SIGNED
from tracker.simulation.rules.staff import (
    CITY,
    CONTACT,
    DEMO_PASSWORD,
    DEPUTY,
    DISTRICT,
    LEADER,
    PARTICIPANT,
    STATION,
)

FREEZES_AT = time_of_day(3)
DEMO_SNAPSHOTS = 3
"""So many Mondays are frozen of a demo season: enough to leaf through, in under a minute."""
EMPTY = 3
"""Exit code of `demo` where nobody is in the database."""

PEOPLE = click.IntRange(FEWEST_PEOPLE, 200_000)
DEMO_SEED = 1
DEMO_ROLES = {
    PARTICIPANT: "参与者 · participant",
    LEADER: "组长 · team leader",
    DEPUTY: "副组长 · deputy",
    CONTACT: "单位联系人 · unit contact",
    DISTRICT: "区级管理员 · district organizer",
    CITY: "市级管理员 · city organizer",
}


@click.command("simulate")
@click.option("--people", type=PEOPLE, required=True)
@click.option("--seed", type=click.IntRange(0), required=True, help="Same seed, same season.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day in week 10.")
@click.option(
    "--truth",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Where to write every figure as JSON, from the simulation's own arrays.",
)
@with_appcontext
def simulate(people: int, seed: int, today: datetime | None, truth: Path | None) -> None:
    """Fill an empty database with an invented season: people and their entries, no figures."""
    if current_app.config["TRACKER_ENV"] is Environment.PRODUCTION:
        raise click.ClickException("A production database takes no invented people.")
    if not store.has_tables():
        raise click.ClickException("There are no tables yet: run `flask --app app db upgrade`.")
    if not store.is_empty():
        raise click.ClickException("There are people or a season in this database already.")
    started = time.perf_counter()
    world = make_world(Plan(people, seed, today.date() if today else clock.today()))
    try:
        store.write(world, _progress)
    except store.NotEmptyError:
        raise click.ClickException("Somebody filled this database meanwhile.") from None
    _put_on_record()
    if truth:
        truth.write_bytes(orjson.dumps(truth_of(world)))
    click.echo(f"Simulated a season of {people:,} people in {time.perf_counter() - started:.1f} s.")


def _put_on_record() -> None:
    """What real people would have to find before they come, on the day before they could."""
    season, author = current_season(), account_id_of(DISTRICT)
    approver = account_id_of(CITY)
    if season is None or author is None or approver is None:
        return
    first = min(phase.first for phase in season.calendar.phases)
    at = datetime.combine(first, FREEZES_AT, clock.BEIJING)
    compliance.save_facts(season.id, DEMO_FACTS, approver, at)
    compliance.confirm_retention(season.id, dates_hash(season.calendar), approver, at)
    compliance.save_assessment(season.id, 1, DEMO_ANSWERS, author, at, hand_in=True)
    compliance.approve(season.id, 1, approver, DEMO_SIGNED, at)
    compliance.publish(season.id, words_of(season, DEMO_FACTS), approver, at)


def _progress(table: str, rows: int) -> None:
    click.echo(f"  {table:<16} {rows:>10,} rows", err=True)


@click.command("demo")
@click.option("--port", type=int, default=5000, envvar="PORT")
@click.option("--upgrade", is_flag=True, help="Bring the tables up to date first.")
@click.option("--people", type=PEOPLE, help="How many to invent where the database is empty.")
@with_appcontext
def demo(port: int, people: int | None, *, upgrade: bool) -> None:
    """Say where the product is and who can sign in; exit 3 while the database is empty."""
    if upgrade:
        flask_migrate.upgrade()
    if store.is_empty() and people:
        _fill(people)
    if store.is_empty():
        click.get_current_context().exit(EMPTY)
    home = f"http://127.0.0.1:{port}"
    click.echo(f"\n  健康体重行动 · Healthy weight   {home}/")
    code = store.demo_join_code()
    if code is None:
        return
    click.echo(f"  加入小组 · Join a team         {home}/join/{code}\n")
    roles = dict(DEMO_ROLES)
    if store.open_demo_station(clock.today(), clock.now()):
        roles[STATION] = "体重站（今天） · weighing station (today)"
    for phone, role in roles.items():
        click.echo(f"    {phone}   {role}")
    click.echo(f"    密码 · password  {DEMO_PASSWORD}\n")
    click.echo("  按 Ctrl-C 停止 · Ctrl-C stops it\n")


def _fill(people: int) -> None:
    """A season with its figures ready, so that the first to look at the city does not wait."""
    click.echo(
        "准备演示数据，约需一分钟…… · Preparing the demo season, about a minute...", err=True
    )
    click.get_current_context().invoke(simulate, people=people, seed=DEMO_SEED)
    season = current_season()
    if season:
        _freeze(season)


def _freeze(season: Season) -> None:
    """The last Mondays from day 42 on, each as the job runner would have frozen it that night."""
    told = [
        monday
        for monday in snapshot_mondays(season.calendar, clock.today())
        if not is_early(season.calendar, monday)
    ]
    for monday in told[-DEMO_SNAPSHOTS:-1]:
        at = datetime.combine(monday, FREEZES_AT, clock.BEIJING)
        insights.freeze_as_of(season, monday, at)
    insights.freeze(season, clock.today(), clock.now())


COMMANDS: tuple[click.Command, ...] = (simulate, demo)
