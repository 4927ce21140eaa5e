"""What is measured: each address with who opens it. New pages of the product are added here."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.request import Request, urlopen

from bench.generator import Ask, closed_loop
from bench.people import ADDRESSES, People, Saver, looks

CITY_PAGE, CITY_FIGURES = "/city", re.compile(r'"(/city/[a-z-]+\.json)"')
CONNECTIONS = 16
SAVERS_OF_A_LOAD = 320
LOOKS = 8
"""So often is each figure of the city opened to find the slowest."""

Sources = list[Iterator[Ask]]


@dataclass(frozen=True)
class Target:
    """One line of the results: how its requests are made, and what it is compared with."""

    name: str
    sources: Callable[["Users"], Sources]
    floor: Callable[["Users"], Sources] | None = None
    small: bool = False
    """Whether its cost is compared with that in a season of another size."""


@dataclass
class Users:
    """Who loads the servers of one season, and which of the city's figures is the slowest."""

    people: People
    savers: list[Saver]
    figure: str

    def each(self, path: str, cookies: Sequence[str]) -> Sources:
        """A source for each connection; together they go round everybody."""
        return [
            looks([path], cookies[place % len(cookies) :: CONNECTIONS], place * ADDRESSES)
            for place in range(CONNECTIONS)
        ]

    def by_turns(self, ask: Callable[[Saver], Ask]) -> Sources:
        """Saves on every connection, by people of its own, one after another."""
        return [_endless(self.savers[place::CONNECTIONS], ask) for place in range(CONNECTIONS)]


TARGETS: tuple[Target, ...] = (
    Target("today_page", lambda users: users.each("/", [one.cookie for one in users.savers])),
    Target("weight_figure", lambda users: users.each("/me/weight.json", users.people.listed(16))),
    Target("team_page", lambda users: users.each("/team", users.people.leaders(16)), small=True),
    Target(
        "district_page",
        lambda users: users.each(
            f"/districts/{users.people.district}", [users.people.district_organizer()]
        ),
        small=True,
    ),
    Target("city_page", lambda users: users.each(CITY_PAGE, [users.people.city()]), small=True),
    Target(
        "city_figure", lambda users: users.each(users.figure, [users.people.city()]), small=True
    ),
    Target(
        "post_weight",
        lambda users: users.by_turns(Saver.ask),
        floor=lambda users: users.by_turns(Saver.bare_ask),
    ),
)
SIZED = tuple(target for target in TARGETS if target.small)


def hello() -> Sources:
    """An empty view, asked with a cookie as long as a session's."""
    return [looks(["/hello"], ["h" * 200]) for _ in range(CONNECTIONS)]


def city_figures(port: int, people: People) -> list[str]:
    """The addresses of all figures that the city's page draws."""
    asked = Request(
        f"http://127.0.0.1:{port}{CITY_PAGE}", headers={"Cookie": f"session={people.city()}"}
    )
    with urlopen(asked, timeout=60) as answer:  # noqa: S310
        found = CITY_FIGURES.findall(answer.read().decode())
    if not found:
        raise SystemExit(f"{CITY_PAGE} names no figures: have their addresses changed?")
    return sorted(set(found))


def slowest_figure(port: int, people: People) -> str:
    """The one of the city's figures that takes the longest, opened alone."""
    return max(city_figures(port, people), key=lambda path: _alone(port, people, path))


def browsing(people: People, figures: Sequence[str]) -> Iterator[Ask]:
    """What organizers open: the city with its figures, a district; on and on."""
    of_district = f"/districts/{people.district}"
    city = [CITY_PAGE, *figures, CITY_PAGE]
    while True:
        yield from _once(city, people.city())
        yield from _once([of_district] * 2, people.district_organizer())


def _once(paths: Sequence[str], cookie: str) -> Iterator[Ask]:
    found = looks(paths, [cookie])
    return (next(found) for _ in paths)


def _alone(port: int, people: People, path: str) -> float:
    source = looks([path], [people.city()])
    load = closed_loop(port, [source], seconds=0.0, least=LOOKS)
    return sorted(load.latencies)[LOOKS // 2]


def _endless(savers: Sequence[Saver], ask: Callable[[Saver], Ask]) -> Iterator[Ask]:
    while True:
        for saver in savers:
            yield ask(saver)
