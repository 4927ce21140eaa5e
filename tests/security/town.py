"""A small town with somebody in every role, and whoever looks around in it as one of them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from http import HTTPStatus

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.factories import LONG_AGO, Factory
from tracker import clock
from tracker.accounts.rules import CITY_SCOPE, Role, district_scope, unit_scope
from tracker.campaign.models import ParticipantRow
from tracker.database import db
from tracker.gates import store as gates
from tracker.lectures import store as lectures
from tracker.showcases import store as showcases
from tracker.stations import store as stations
from tracker.stations.rules import NewStation
from tracker.teams.models import TeamRow
from tracker.timetables import store as timetables
from tracker.timetables.rules import EntryKind, Settings

HERE, ELSEWHERE = "110112", "110105"
CODE = "abcdefgh2345"

ROLES = (
    "anonymous",
    "member",
    "outsider",
    "station",
    "gate",
    "leader",
    "deputy",
    "contact",
    "educator",
    "organizer",
    "other_organizer",
    "city",
    "statistician",
)
"""Everybody but the person whose data it is; the outsider is in a team of another district."""

LIMITS = re.compile(r"(?<=<[a-z]{3})\([^)]*\)|(?<=<string)\([^)]*\)")
LINK = re.compile(r'(?:href|action|data-chart|src)="(/[^"#]*)')
PAGES_MAX = 150


@dataclass
class Town:
    """Keys of what is in the town, and a browser for each role."""

    app: Flask
    make: Factory
    season_id: int
    team_id: int
    other_team_id: int
    unit_id: int
    herself_id: int
    station_id: int = 0
    showcase_id: int = 0
    lecture_id: int = 0
    squad_id: int = 0
    entry_id: int = 0
    rehearsal_id: int = 0
    item_id: int = 0
    accounts: dict[str, int] = field(default_factory=dict)

    def address(self, pattern: str) -> str:
        """An address with the town's keys filled in."""
        return pattern.format(
            team=self.team_id,
            other_team=self.other_team_id,
            unit=self.unit_id,
            station=self.station_id,
            showcase=self.showcase_id,
            lecture=self.lecture_id,
            squad=self.squad_id,
            entry=self.entry_id,
            rehearsal=self.rehearsal_id,
            item=self.item_id,
            here=HERE,
            elsewhere=ELSEWHERE,
            code=CODE,
        )

    def browser(self, role: str) -> FlaskClient:
        """A browser signed in as this role, its password given a moment ago."""
        if role == "anonymous":
            return self.app.test_client()
        client = self.make.signed_in(self.accounts[role])
        with self.app.app_context():
            now = int(clock.now().timestamp())
        with client.session_transaction() as session:
            session["password_at"] = session["seen_at"] = now
        return client

    def herself(self) -> FlaskClient:
        """The browser of the person whose data it is."""
        return self.make.signed_in(self.make.account_of(self.herself_id))


def build(app: Flask, person: str = "王芳", team: str = "一组") -> Town:
    """One team of a district with its people, another team elsewhere, organizers above."""
    make = Factory(app)
    season_id = make.season()
    team_id, other_team_id = make.team(season_id, team), make.team(season_id, "二组", ELSEWHERE)
    make.join_code(team_id, CODE)
    with app.app_context():
        unit_id = db.session.get_one(TeamRow, team_id).unit_id
    herself_id = make.participant(season_id, team_id, name=person)
    town = Town(app, make, season_id, team_id, other_team_id, unit_id, herself_id)
    town.accounts |= {
        "member": make.account_of(make.participant(season_id, team_id, name="同事")),
        "outsider": make.account_of(make.participant(season_id, other_team_id, name="外人")),
        "leader": make.leader(season_id, team_id),
        "deputy": make.leader(season_id, team_id, Role.DEPUTY),
        "organizer": make.organizer(season_id, HERE),
        "other_organizer": make.organizer(season_id, ELSEWHERE),
        "city": make.organizer(season_id),
    }
    for role, scope in (
        (Role.CONTACT, unit_scope(unit_id)),
        (Role.EDUCATOR, district_scope(HERE)),
        (Role.STATISTICIAN, CITY_SCOPE),
    ):
        town.accounts[role.value] = make.account("办事员")
        make.grant(town.accounts[role.value], season_id, role, scope)
    open_station(town)
    announce_showcase(town)
    plan_timetable(town)
    announce_lecture(town)
    return town


def announce_lecture(town: Town) -> None:
    """The district's lecture for everybody, on the day after the test day; she is on its list."""
    town.lecture_id = town.make.lecture(town.season_id, district=HERE, day=date(2024, 10, 17))
    with town.app.app_context():
        lectures.register(town.lecture_id, town.herself_id, LONG_AGO)


def announce_showcase(town: Town) -> None:
    """The city's event with a squad of the team, in which she is; the member was asked."""
    make = town.make
    town.showcase_id = make.showcase(town.season_id)
    town.item_id = make.item(town.showcase_id)
    town.squad_id = make.squad(town.item_id, town.team_id)
    make.squad_member(town.squad_id, town.herself_id)
    with town.app.app_context():
        account_id, season_id = town.accounts["member"], town.season_id
        where = (ParticipantRow.account_id == account_id) & (ParticipantRow.season_id == season_id)
        member = db.session.scalars(select(ParticipantRow.id).where(where)).one()
        town.rehearsal_id = showcases.add_rehearsal(town.squad_id, clock.now(), "操场")
    make.squad_member(town.squad_id, member, agreed=None)
    with town.app.app_context():
        door = gates.add_door(town.showcase_id, "东门")
        _, town.accounts["gate"] = gates.claim(door, None, clock.now())


def plan_timetable(town: Town) -> None:
    """The event's timetable with a break in it, published."""
    with town.app.app_context():
        begins = showcases.showcase(town.showcase_id).starts
        timetables.plan_all(town.showcase_id, 0, Settings(begins, 2, 15))
        town.entry_id = timetables.add_own(
            town.showcase_id, 1, EntryKind.BREAK, "茶歇", minutes=10, pinned=None
        )
        timetables.publish(town.showcase_id, 2, begins, shown=True)


def open_station(town: Town) -> None:
    """A weighing station of the unit, open all day, with somebody at its scales."""
    with town.app.app_context():
        day = clock.today()
        opens = datetime.combine(day, time(), clock.BEIJING)
        wanted = NewStation(
            town.season_id, HERE, town.unit_id, "食堂", day, opens, opens + timedelta(days=1)
        )
        town.station_id = stations.open_station(wanted, town.accounts["contact"])
        door = stations.add_door(town.station_id, "张护士")
        _, town.accounts["station"] = stations.claim(door, None, clock.now())


def crawl(browser: FlaskClient, *starts: str) -> dict[str, str]:
    """Pages and figures a browser reaches by links from these, the nearest first, by address.

    An organizer's links lead on and on (every day of a season, every order), so there is an end.
    """
    waiting, seen = list(starts), set(starts)
    found: dict[str, str] = {}
    while waiting and len(found) < PAGES_MAX:
        address = waiting.pop(0)
        answer = browser.get(address)
        if answer.status_code == HTTPStatus.FOUND:
            links = [answer.headers["Location"]]
        else:
            found[address] = read(answer)
            links = LINK.findall(found[address].replace("&amp;", "&"))
        fresh = [link for link in links if is_page(link) and link not in seen]
        waiting += fresh
        seen.update(fresh)
    return found


def read(answer: TestResponse) -> str:
    """What an answer says, whatever kind it is."""
    return answer.get_data().decode(errors="replace")


def is_page(link: str) -> bool:
    """Whether a link leads to a page, figure or table of ours; a picture has no text to look at."""
    return link.startswith("/") and not link.startswith(("/static/", "//")) and ".png" not in link


def routes(app: Flask) -> Iterator[tuple[str, str]]:
    """Every method and address pattern that is answered, without files and converters' limits."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield method, LIMITS.sub("", rule.rule)


def ask(
    browser: FlaskClient, method: str, address: str, fields: Mapping[str, str] | None = None
) -> TestResponse:
    """One request, with the fields of a form if it has some."""
    return browser.open(address, method=method, data=dict(fields or {}))
