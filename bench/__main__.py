"""`python -m bench [--people N]`: a short table of ratios; see docs/benchmarks.md."""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import orjson
import plotly.graph_objects as go

from bench import evening, yardsticks
from bench import season as product
from bench.evening import Evening
from bench.season import CITY, PARTICIPANT, TODAY, Season
from bench.yardsticks import seconds
from tracker.simulation.rules.staff import accounts
from tracker.weight import store as weight
from tracker.weight.figures import weight_over_time

Line = tuple[str, str, str, float]
"""What, how fast it is, how fast the yardstick is, and the ratio of the two."""


def main() -> None:
    """Measure everything on a season of its own and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--people", type=int, default=5_000)
    people = parser.parse_args().people
    with tempfile.TemporaryDirectory() as folder:
        print(f"A season of {people:,} people on SQLite; each line against its yardstick.\n")
        print(f"{'what':<44}{'product':>16}{'yardstick':>16}{'ratio':>9}")
        for what, ours, other, ratio in measured(Path(folder), people):
            print(f"{what:<44}{ours:>16}{other:>16}{ratio:>9.2f}")


def measured(folder: Path, people: int) -> Iterator[Line]:
    """Every line of the table."""
    season = product.filled(folder, people)
    yield rows_written(season, folder)
    with season.app.test_request_context():
        upsert = seconds(yardsticks.bare_upsert(folder))
        verb = seconds(product.save_by_verb(season))
        yield line("save a weight: verb / bare upsert", verb, upsert)
    view = seconds(yardsticks.empty_view())
    by_form = seconds(product.save_by_form(season))
    yield line("save a weight: request / empty view", by_form, view)
    yield line("save a weight: request / bare upsert", by_form, upsert)
    yield from readings_listed(season)
    recounted = seconds(yardsticks.recount(season.path))
    for name, url in (("page", "/city"), ("figure", "/city/participation.json")):
        yield line(f"city {name} / raw recount", seconds(product.city(season, url)), recounted)
    for name, url in (("today", "/"), ("weight form", "/weight"), ("my way", "/me")):
        opened = seconds(product.opened(season, PARTICIPANT, url))
        yield line(f"{name} page / empty view", opened, view)
    yield worker_memory(season)
    yield from evenings(season, folder)


def rows_written(season: Season, folder: Path) -> Line:
    """Rows of the logs per second, drawn and written, against a bare executemany of readings."""
    ours = season.rows / season.seconds
    bare = yardsticks.bare_rows_per_second(folder, product.log_rows(season))
    return (
        "simulate: rows a second / bare executemany",
        f"{ours:,.0f}/s",
        f"{bare:,.0f}/s",
        ours / bare,
    )


def readings_listed(season: Season) -> Iterator[Line]:
    """A person's 120 readings, and the chart made of them."""
    with season.app.test_request_context():
        product.fill_list(season)
        listed = seconds(lambda: weight.readings(season.participant_id))
        prepared = seconds(yardsticks.prepared_list(season.path, season.participant_id))
        yield line("list 120 readings / the same SQL prepared", listed, prepared)
        readings = weight.readings(season.participant_id)
        chart = weight_over_time(readings, (66_000, 68_000), TODAY)
        filling = seconds(
            lambda: orjson.dumps(weight_over_time(readings, (66_000, 68_000), TODAY).figure)
        )
        building = seconds(lambda: go.Figure(chart.figure).to_json())
        yield line("weight figure with its table / go.Figure", filling, building)


def worker_memory(season: Season) -> Line:
    """Resident memory of a process that has served every kind of page, against a fresh one."""
    wanted = {PARTICIPANT, CITY}
    cookies = [f"{each.id}:0" for each in accounts(season.world) if each.phone in wanted]
    command = [sys.executable, "-m", "bench.memory", f"sqlite:///{season.path}", *cookies]
    printed = subprocess.run(command, capture_output=True, check=True, text=True).stdout  # noqa: S603 - ours
    fresh, served = (int(kilobytes) / 1024 for kilobytes in printed.split())
    return (
        "memory of a worker: served / fresh",
        f"{served:.0f} MB",
        f"{fresh:.0f} MB",
        served / fresh,
    )


def evenings(season: Season, folder: Path) -> Iterator[Line]:
    """Saves a second over HTTP while several people save, against looks at an empty view."""
    log = folder / "server.log"
    empty = evening.empty(season, log)
    yield saves("SQLite", evening.saved(season, f"sqlite:///{season.path}", log), empty)
    with evening.on_postgresql(folder / "postgresql", season.world) as url:
        yield saves("PostgreSQL", evening.saved(season, url, log), empty)


def saves(database: str, ours: Evening, empty: Evening) -> Line:
    """A line about an evening; an answer that was not wanted ends the measuring."""
    if ours.refused or empty.refused:
        raise SystemExit(f"{ours.refused} of the saves on {database} were refused.")
    return (
        f"{evening.SAVERS} save at once, {database} / empty view",
        f"{ours.a_second:,.0f}/s, {ours.longest * 1e3:,.0f} ms",
        f"{empty.a_second:,.0f}/s",
        ours.a_second / empty.a_second,
    )


def line(what: str, ours: float, yardstick: float) -> Line:
    """A line about seconds: how many times the yardstick's time the product takes."""
    return what, duration(ours), duration(yardstick), ours / yardstick


def duration(taken: float) -> str:
    """Seconds as milliseconds."""
    return f"{taken * 1e3:,.2f} ms"


if __name__ == "__main__":
    main()
