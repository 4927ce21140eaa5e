"""Nine in the evening: everybody saves within a quarter of an hour while organizers browse."""

from collections.abc import Sequence
from itertools import cycle, islice
from typing import TypedDict

from bench.addresses import CONNECTIONS, Users, browsing, city_figures
from bench.generator import Generator, Lane, closed_loop
from bench.people import Saver
from bench.rounds import percentile
from bench.servers import Server

QUARTER_SECONDS = 900.0
PATIENCE = 3.0
"""After so many times the planned time no more saves are sent; what is missing is lost."""

LOOKERS, LOOKS_A_SECOND = 4, 2.0
"""17 organizers, one of the city and one of each district, who open something every 8 seconds."""

IDLE_SAVES = 200


class Crowd(TypedDict):
    """What became of the saves."""

    saves: int
    lost: int
    doubled: int
    p99_over_idle_p50: float


def crowd(server: Server, users: Users, number: int, most: int, seconds: float) -> Crowd:
    """So many saves arrive evenly over the time, by as many different people as there are."""
    savers = users.people.savers(server.port, min(number, most))
    figures = city_figures(server.port, users.people)
    idle = idle_p50(server, users.savers)
    saving = (saver.ask() for saver in islice(cycle(savers), number))
    arriving = Lane(server.port, [saving], CONNECTIONS, rate=number / seconds)
    browsers = Lane(server.port, [browsing(users.people, figures)], LOOKERS, rate=LOOKS_A_SECOND)
    saved, _ = Generator([arriving, browsers], seconds * PATIENCE).run()
    lost, doubled = users.people.kept(savers)
    return {
        "saves": len(saved.latencies),
        "lost": lost + number - len(saved.latencies),
        "doubled": doubled,
        "p99_over_idle_p50": round(percentile(saved.latencies, 0.99) / idle, 2),
    }


def idle_p50(server: Server, savers: Sequence[Saver]) -> float:
    """Seconds that a save takes while nobody else does anything."""
    source = (saver.ask() for saver in islice(savers, IDLE_SAVES))
    return percentile(closed_loop(server.port, [source], QUARTER_SECONDS).latencies, 0.50)
