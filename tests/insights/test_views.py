import json
import time
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import LONG_AGO, Factory
from tests.queries import counted
from tracker.accounts.models import AccessLook
from tracker.accounts.rules import Role, team_scope
from tracker.campaign.models import ParticipantRow
from tracker.campaign.store import current_season
from tracker.clock import now
from tracker.database import db
from tracker.insights.store.snapshots import freeze_areas
from tracker.teams.rules import districts
from tracker.web.kept import forget
from tracker.weight.models import ReadingRow
from tracker.weight.rules.quantities import Source

HOME, AWAY = "110112", "110101"
TODAY = date(2024, 10, 16)
CANARY_G = 87_654
KEYS = ("x", "1", "", "-1", "٣", "9" * 40)
"""What nobody has for a key."""
HEADERS = {"Accept-Language": "zh"}


@dataclass(frozen=True)
class Town:
    """A season with a team of twelve completers at home, and a team of two far away."""

    make: Factory
    season_id: int
    team_id: int
    other_id: int
    people: list[int]
    leader: int
    deputy: int

    def by(self, account_id: int) -> FlaskClient:
        """A browser signed in as this account."""
        return self.make.signed_in(account_id)

    def member(self, place: int = 0) -> FlaskClient:
        """A browser of one of the team's members."""
        return self.by(self.make.account_of(self.people[place]))

    def organizer(self, district: str | None = None) -> FlaskClient:
        """A browser of a district's organizer, or the city's."""
        return self.by(self.make.organizer(self.season_id, district))


@pytest.fixture
def town(app: Flask, make: Factory) -> Town:
    assert app.config["TRACKER_TODAY"] == TODAY
    season_id = make.season()
    team_id = make.team(season_id, "<b>一组</b>")
    other_id = make.team(season_id, "二组", district=AWAY)
    people = [make.participant(season_id, team_id, name=f"成员{place}") for place in range(12)]
    completers(app, {each: CANARY_G - 400 * place for place, each in enumerate(people)})
    make.exercise(people[0], TODAY, 33)
    for _ in range(2):
        make.participant(season_id, other_id)
    frozen(app)
    return Town(
        make,
        season_id,
        team_id,
        other_id,
        people,
        make.leader(season_id, team_id),
        make.leader(season_id, team_id, Role.DEPUTY),
    )


def frozen(app: Flask) -> None:
    """What the job runner does of areas on a Monday."""
    with app.app_context():
        season = current_season()
        assert season
        freeze_areas(season, TODAY, now())


def completers(app: Flask, closing: dict[int, int]) -> None:
    """Everybody's readings in one transaction: baseline 90 kg, and what each closes with."""
    rows = [
        ReadingRow(
            participant_id=participant_id,
            day=day,
            source=Source.SELF,
            grams=grams,
            noted_at=LONG_AGO,
            corrections=0,
        )
        for participant_id, last in closing.items()
        for day, grams in (
            (date(2024, 8, 1), 90_000),
            (date(2024, 8, 3), 90_000),
            (date(2024, 10, 1), last),
            (date(2024, 10, 5), last),
        )
    ]
    with app.app_context():
        db.session.add_all(rows)
        db.session.commit()


def looks(app: Flask) -> list[tuple[str, str, int]]:
    with app.app_context():
        rows = db.session.query(AccessLook).order_by(AccessLook.scope).all()
        return [(row.scope, row.what, row.looks) for row in rows]


TEAM_FIGURES = ("participation", "active", "minutes", "change")
AREA_FIGURES = (*TEAM_FIGURES, "enrolment")


# Who may open what ---------------------------------------------------------------------------


def addresses(town: Town) -> list[str]:
    home, away = f"/districts/{HOME}", f"/districts/{AWAY}"
    return [
        f"/team?team={town.team_id}",
        f"/team/minutes.json?team={town.team_id}",
        f"/team?team={town.other_id}",
        f"/team/minutes.json?team={town.other_id}",
        home,
        f"{home}/minutes.json",
        f"{home}/teams/{town.team_id}",
        f"{home}/teams/{town.team_id}/minutes.json",
        away,
        f"{away}/change.json",
        f"{away}/teams/{town.other_id}",
        f"{away}/teams/{town.other_id}/active.json",
        "/city",
        "/city/map.json",
    ]


OPEN = {
    "member": (0, 1),
    "leader": (0, 1),
    "deputy": (0, 1),
    "home": (4, 5, 6, 7),
    "away": (8, 9, 10, 11),
    "city": tuple(range(4, 14)),
    "educator": (),
    "contact": (),
    "nobody": (),
}


def browser(town: Town, who: str) -> FlaskClient:
    roles = {"educator": (Role.EDUCATOR, f"district:{HOME}"), "contact": (Role.CONTACT, "unit:1")}
    if who in roles:
        account_id = town.make.account()
        town.make.grant(account_id, town.season_id, *roles[who])
        return town.by(account_id)
    if who in {"home", "away", "city"}:
        return town.organizer({"home": HOME, "away": AWAY, "city": None}[who])
    if who == "member":
        return town.member()
    accounts = {"leader": town.leader, "deputy": town.deputy}
    return town.by(accounts.get(who) or town.make.account())


@pytest.mark.parametrize("who", OPEN)
def test_each_role_opens_its_own_scope_and_nothing_else(town: Town, who: str) -> None:
    client = browser(town, who)

    answers = [client.get(address).status_code for address in addresses(town)]

    assert answers == [200 if place in OPEN[who] else 403 for place in range(14)]


def test_nobody_signed_in_is_sent_to_sign_in(town: Town, client: FlaskClient) -> None:
    for address in addresses(town):
        answer = client.get(address)

        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in?next=")


@pytest.mark.parametrize(
    "address",
    [
        "/city/nothing.json",
        "/districts/999999",
        "/districts/999999/change.json",
        f"/districts/{HOME}/nothing.json",
        f"/districts/{HOME}/teams/1",
        f"/districts/{HOME}/teams/1/minutes.json",
        f"/districts/{HOME}/teams/{'9' * 40}",
    ],
)
def test_what_does_not_exist_is_not_found(town: Town, address: str) -> None:
    assert town.organizer().get(address).status_code == 404


def test_a_team_of_another_district_is_not_found_under_this_one(town: Town) -> None:
    address = f"/districts/{HOME}/teams/{town.other_id}"

    answers = [town.organizer(code).get(address).status_code for code in (HOME, None)]

    assert answers == [404, 404]


def test_a_figure_no_team_has_is_not_found(town: Town) -> None:
    assert town.member().get("/team/enrolment.json").status_code == 404


def test_a_teams_change_is_no_figure_of_its_districts_team_page(town: Town) -> None:
    address = f"/districts/{HOME}/teams/{town.team_id}/change.json"

    assert town.organizer(HOME).get(address).status_code == 404


def test_whoever_left_opens_the_team_no_more(town: Town) -> None:
    client = town.member()
    with town.make.app.app_context():
        db.session.get_one(ParticipantRow, town.people[0]).left_on = TODAY
        db.session.commit()

    assert client.get("/team").status_code == 403


def test_a_grant_of_another_season_opens_no_team(town: Town) -> None:
    past, account_id = town.make.season(name="2023"), town.make.account()
    town.make.end_grants(team_scope(town.team_id))
    town.make.grant(account_id, past, Role.LEADER, team_scope(town.team_id))
    town.make.season()

    assert town.by(account_id).get(f"/team?team={town.team_id}").status_code == 403


# Pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TEAM_FIGURES)
def test_a_team_has_its_figures_as_plotly_json(town: Town, name: str) -> None:
    answer = town.member().get(f"/team/{name}.json")

    assert answer.mimetype == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert set(json.loads(answer.data)) == {"data", "layout"}


@pytest.mark.parametrize("name", [*AREA_FIGURES, "teams"])
def test_a_district_has_its_figures_as_plotly_json(town: Town, name: str) -> None:
    answer = town.organizer(HOME).get(f"/districts/{HOME}/{name}.json")

    assert set(json.loads(answer.data)) == {"data", "layout"}


@pytest.mark.parametrize("name", [*AREA_FIGURES, "districts", "map", "changes"])
def test_the_city_has_its_figures_as_plotly_json(town: Town, name: str) -> None:
    answer = town.organizer().get(f"/city/{name}.json")

    assert set(json.loads(answer.data)) == {"data", "layout"}


def test_a_page_names_the_address_of_each_of_its_charts(town: Town) -> None:
    pages = {
        "/city": (town.organizer(), "/city/"),
        f"/districts/{HOME}": (town.organizer(HOME), f"/districts/{HOME}/"),
    }
    for address, (client, under) in pages.items():
        text = client.get(address).get_data(as_text=True)

        for name in AREA_FIGURES:
            assert f'data-chart="{under}{name}.json"' in text


def test_a_teams_name_is_text_wherever_it_stands(town: Town) -> None:
    pages = [
        town.member().get("/team"),
        town.organizer(HOME).get(f"/districts/{HOME}"),
        town.organizer(HOME).get(f"/districts/{HOME}/teams/{town.team_id}"),
    ]

    for answer in pages:
        text = answer.get_data(as_text=True)
        assert "&lt;b&gt;一组" in text
        assert "<b>一组" not in text


def test_an_entry_is_in_the_teams_figures_at_once(town: Town) -> None:
    client = town.member()
    before = json.loads(client.get("/team/minutes.json").data)["data"]

    client.post(
        "/exercise",
        data={"kind": "yoga", "minutes": "20", "day": TODAY.isoformat(), "key": "a" * 32},
    )

    after = json.loads(client.get("/team/minutes.json").data)["data"]
    assert sum(sum(trace["y"]) for trace in before) == 33
    assert sum(sum(trace["y"]) for trace in after) == 53


def test_someone_in_two_teams_chooses_between_them(town: Town) -> None:
    account_id = town.make.account_of(town.people[0])
    town.make.grant(account_id, town.season_id, Role.LEADER, team_scope(town.other_id))
    client = town.by(account_id)

    first, second = client.get("/team"), client.get(f"/team?team={town.other_id}")

    for answer in (first, second):
        assert f'href="/team?team={town.other_id}"' in answer.get_data(as_text=True)
    assert "<h1>二组</h1>" in second.get_data(as_text=True)


def test_a_team_that_is_not_a_number_is_refused(town: Town) -> None:
    answers = [town.member().get(f"/team?team={team}").status_code for team in KEYS]

    assert answers == [403] * len(KEYS)


def test_before_the_season_there_are_pages_without_numbers(app: Flask, make: Factory) -> None:
    season_id = make.season()
    client = make.signed_in(make.organizer(season_id))
    app.config["TRACKER_TODAY"] = date(2024, 7, 1)

    answer = client.get("/city", headers=HEADERS)

    assert answer.status_code == 200
    assert "还不到时候" in answer.get_data(as_text=True)


def test_without_a_season_there_is_nothing_to_show(app: Flask, make: Factory) -> None:
    assert app.config["TRACKER_TODAY"] == TODAY
    account_id = make.account()

    assert make.signed_in(account_id).get("/team").status_code == 403


@pytest.mark.parametrize("role", ["member", "leader", "deputy"])
def test_nobody_is_named_on_a_teams_page_and_no_look_is_logged(
    app: Flask, town: Town, role: str
) -> None:
    text = browser(town, role).get("/team").get_data(as_text=True)

    assert "成员1" not in text
    assert looks(app) == []
    assert (f'href="/lead?team={town.team_id}"' in text) is (role != "member")


# What may be shown of health -----------------------------------------------------------------


def test_a_teams_change_is_rounded_in_the_page_and_in_its_figure(town: Town) -> None:
    client = town.by(town.leader)

    figure = json.loads(client.get("/team/change.json").data)["data"][0]
    text = client.get("/team", headers=HEADERS).get_data(as_text=True)

    # The twelve lost 4.98 % on average.
    assert (figure["y"], figure["customdata"]) == ([-5.0], ["10-14"])
    assert "\N{MINUS SIGN}5.0 %" in text
    assert "10-14" in text


def test_a_contributing_member_needs_ten_others(town: Town) -> None:
    town.make.end_grants(team_scope(town.team_id))
    for place, role in ((10, Role.LEADER), (11, Role.DEPUTY)):
        account_id = town.make.account_of(town.people[place])
        town.make.grant(account_id, town.season_id, role, team_scope(town.team_id))

    of_leader = json.loads(town.member(10).get("/team/change.json").data)["data"][0]
    of_member = json.loads(town.member(0).get("/team/change.json").data)["data"][0]

    assert of_leader["customdata"] == ["10-14"]
    assert of_member["y"] == []


def test_the_only_district_with_completers_is_the_citys_difference_to_nobody(town: Town) -> None:
    """The other district's two people would be city minus home: home goes too."""
    home = json.loads(town.organizer(HOME).get(f"/districts/{HOME}/change.json").data)["data"][0]
    city = json.loads(town.organizer().get("/city/change.json").data)["data"][0]

    assert home["y"] == []
    assert city["y"] == [-5.0]


def test_an_organizer_who_is_a_member_does_not_count_her_team_towards_ten(town: Town) -> None:
    account_id = town.make.account_of(town.people[0])
    town.make.grant(account_id, town.season_id, Role.CITY, "city")
    client = town.by(account_id)
    client.get("/team")

    figure = json.loads(client.get("/city/change.json").data)["data"][0]

    assert figure["y"] == []


def test_nobodys_own_numbers_are_on_any_page_or_figure_of_others(town: Town) -> None:
    canaries = [f"{grams / 1000:.1f}" for grams in (CANARY_G, CANARY_G - 400, 90_000)]
    canaries += [str(CANARY_G), "87.654", "\N{MINUS SIGN}2.6 %"]
    clients = [town.by(town.leader), town.member(5), town.organizer(HOME), town.organizer()]

    for client in clients:
        for address in addresses(town):
            text = client.get(address).get_data(as_text=True)
            assert not [canary for canary in canaries if canary in text]


def test_a_small_teams_counts_are_its_own(town: Town) -> None:
    text = town.organizer(AWAY).get(f"/districts/{AWAY}/teams/{town.other_id}", headers=HEADERS)
    figure = town.organizer(AWAY).get(f"/districts/{AWAY}/teams/{town.other_id}/participation.json")

    assert "不足 10 人" in text.get_data(as_text=True)
    assert json.loads(figure.data)["data"][0]["y"] == []


def test_a_frozen_figure_stays_when_readings_are_corrected(town: Town) -> None:
    client = town.organizer()
    before = client.get("/city/change.json").data
    for day in (2, 3, 4):
        town.make.reading(town.people[0], date(2024, 10, 5) + timedelta(days=day), 60_000)

    after = client.get("/city/change.json").data

    assert after == before


# What a page costs ---------------------------------------------------------------------------


def test_pages_ask_the_database_as_often_as_they_must(app: Flask, town: Town) -> None:
    # Kept: person, season, participant, team, the group's version; for a team also its leaders, and
    # what of her is in the figures. Made anew: what is due, and one query each for stays, days,
    # weeks, minutes, parts, snapshots, releases.
    pages = {
        "/team": (town.by(town.leader), 15, 6),
        f"/districts/{HOME}": (town.organizer(HOME), 13, 4),
        f"/districts/{HOME}/teams/{town.team_id}": (town.organizer(HOME), 12, 5),
        "/city": (town.organizer(), 13, 4),
        "/team/minutes.json": (town.member(), 12, 6),
    }
    found = {}
    with time_machine.travel(time.time(), tick=False):  # pieces are kept for a minute
        for address, (client, *_) in pages.items():
            client.get(address)
            forget()
            found[address] = [asked(app, client, address), asked(app, client, address)]

    assert found == {address: queries for address, (_, *queries) in pages.items()}


def asked(app: Flask, client: FlaskClient, address: str) -> int:
    """How often a page asks the database."""
    with counted(app) as statements:
        client.get(address)
    return len(statements)


def test_districts_and_tiles_agree_on_their_names(town: Town) -> None:
    text = town.organizer().get("/city", headers=HEADERS).get_data(as_text=True)

    assert all(place.name in text for place in districts())
