"""One database measured: the targets in turn, the crowd, and the memory of a worker."""

import os
import platform
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from bench.addresses import (
    CITY_PAGE,
    SAVERS_OF_A_LOAD,
    SIZED,
    TARGETS,
    Sources,
    Target,
    Users,
    hello,
    slowest_figure,
)
from bench.crowd import QUARTER_SECONDS, Crowd, crowd
from bench.generator import Load, closed_loop
from bench.people import People, looks
from bench.rounds import Round, summary
from bench.seasons import Databases, Season
from bench.servers import FLOOR, PRODUCT, Server, runner, served

SLICE_SECONDS, LONGEST_SECONDS = 1.5, 5.0
LEAST_ANSWERS = 48
"""A slice of a slow page goes on until there are so many, or until the longest time."""

WARM_SECONDS = 1.0
WHO_SAVE = 0.85
"""Of everybody; the others left, gave no weight, or load the servers meanwhile."""

SMALLER = 10
"""So many times fewer people has the season that costs are compared with."""


@dataclass
class House:
    """The servers of one database, and who loads them."""

    product: Server
    floor: Server
    users: Users
    small: Server | None = None
    small_users: Users | None = None
    rounds: dict[str, list[Round]] = field(default_factory=dict)

    def turn(self, target: Target) -> Round:
        """The empty view, then the target, then what else it is compared with."""
        empty = load(self.floor, hello())
        own = load(self.product, target.sources(self.users))
        floor = load(self.floor, target.floor(self.users)) if target.floor else None
        small = None
        if target.small and self.small and self.small_users:
            small = load(self.small, target.sources(self.small_users))
        return Round(empty, own, floor, small)

    def go_round(self, targets: Sequence[Target], rounds: int) -> None:
        """Every target in turn, as many times as there are rounds."""
        for number in range(rounds):
            print(f"  round {number + 1} of {rounds} ...", flush=True)
            for target in targets:
                self.rounds.setdefault(target.name, []).append(self.turn(target))
            self.settle()

    def warm(self, targets: Sequence[Target]) -> None:
        """Let every worker of every server meet every page before anything counts."""
        for target in targets:
            closed_loop(self.product.port, target.sources(self.users), WARM_SECONDS)
            if target.floor:
                closed_loop(self.floor.port, target.floor(self.users), WARM_SECONDS)
            if target.small and self.small and self.small_users:
                closed_loop(self.small.port, target.sources(self.small_users), WARM_SECONDS)
        self.settle()

    def settle(self) -> None:
        """Open the city once, so that no measured page counts again what the saves made stale."""
        source = looks([CITY_PAGE], [self.users.people.city()])
        closed_loop(self.product.port, [source], seconds=0.0, least=1)


def load(server: Server, sources: Sources) -> Load:
    """One slice of a round."""
    return closed_loop(server.port, sources, SLICE_SECONDS, LEAST_ANSWERS, LONGEST_SECONDS)


def in_turn(places: Databases, people: int, rounds: int, share: float) -> dict[str, Any]:
    """Everything that `make bench` finds on one database; the crowd is a share of everybody."""
    season, small = places.season(people), places.season(people // SMALLER)
    with opened(places.folder, season, small) as house:
        house.warm(TARGETS)
        before = house.product.worker_megabytes()
        house.go_round(TARGETS, rounds)
        lost = house.users.people.kept(house.users.savers)
        if any(lost):
            raise SystemExit(f"{lost[0]} acknowledged weights are lost, {lost[1]} are doubled.")
        found: dict[str, Any] = {name: summary(each) for name, each in house.rounds.items()}
        found["crowd"] = crowd_of(house, people, share)
        found["worker_rss_mb"] = round(house.product.worker_megabytes(), 1)
    return found | {
        "simulate_s": round(season.simulate_s, 1),
        "rebuild_s": round(season.rebuild_s, 1),
        "machine": machine() | notes(house, rounds, before),
    }


def whole_crowd(places: Databases, people: int) -> dict[str, Any]:
    """Everybody saves within a quarter of an hour."""
    with opened(places.folder, places.season(people)) as house:
        house.warm(TARGETS)
        found = crowd_of(house, people, 1.0)
    return {"crowd": found}


def grown(places: Databases, people: int, times: int, rounds: int) -> dict[str, Any]:
    """What pages of areas cost with so many times the people, over what they cost before."""
    season, large = places.season(people), places.season(people * times)
    with opened(places.folder, large, season) as house:
        house.warm(SIZED)
        house.go_round(SIZED, rounds)
        found = {name: summary(each) for name, each in house.rounds.items()}
    return {name: {"ratio_large": line["ratio_small"]} for name, line in found.items()}


def crowd_of(house: House, people: int, share: float) -> Crowd:
    """This share of everybody, within the same share of a quarter of an hour."""
    number, seconds = int(people * share), QUARTER_SECONDS * share
    print(f"  {number:,} people save within {seconds / 60:g} minutes ...", flush=True)
    return crowd(house.product, house.users, number, int(people * WHO_SAVE), seconds)


@contextmanager
def opened(folder: Path, season: Season, small: Season | None = None) -> Iterator[House]:
    """The servers of a season, its floor, and a smaller season's, and their users."""
    with ExitStack() as stack:
        log = folder / "server.log"
        product = stack.enter_context(served(PRODUCT, season.url, log))
        stack.enter_context(runner(season.url, folder))
        floor = stack.enter_context(served(FLOOR, season.url, log))
        people = People(season)
        stack.callback(people.close)
        figure = slowest_figure(product.port, people)
        savers = people.savers(product.port, SAVERS_OF_A_LOAD)
        house = House(product, floor, Users(people, savers, figure))
        if small:
            fewer = People(small)
            stack.callback(fewer.close)
            house.small = stack.enter_context(served(PRODUCT, small.url, log))
            house.small_users = Users(fewer, [], figure)
        yield house


def notes(house: House, rounds: int, before: float) -> dict[str, Any]:
    """What a reader of the numbers wants to know beside them."""
    rounds_of = house.rounds.values()
    return {
        "rounds": rounds,
        "connections": len(hello()),
        "hello_rps": round(median(each.hello.rate for found in rounds_of for each in found), 1),
        "floor_rps": round(median(e.floor.rate for f in rounds_of for e in f if e.floor), 1),
        "generator_cpu_share_hello": round(cpu([e.hello for f in rounds_of for e in f]), 3),
        "generator_cpu_share_post_weight": round(
            cpu([e.own for e in house.rounds["post_weight"]]), 3
        ),
        "city_figure": house.users.figure,
        "worker_rss_before_mb": round(before, 1),
    }


def machine() -> dict[str, Any]:
    """Where this was measured, and when."""
    with Path("/proc/cpuinfo").open(encoding="utf-8") as file:
        models = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    return {
        "processor": models[0] if models else platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "python": platform.python_version(),
        "load_average": round(os.getloadavg()[2], 2),
        "measured_on": time.strftime("%Y-%m-%d", time.gmtime()),
    }


def cpu(loads: Sequence[Load]) -> float:
    """The generator's share of one core, the median of some loads."""
    return median(each.cpu for each in loads)
