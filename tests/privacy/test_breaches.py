"""A breach: whom it reached, the list that only leaves on record, and its moments."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import Factory
from tracker import clock
from tracker.accounts.guards import PASSWORD_AT
from tracker.accounts.models import AccessLook
from tracker.accounts.rules import participant_scope, team_scope
from tracker.accounts.store import note_look
from tracker.campaign.models import DeedRow
from tracker.campaign.rules import ConsentKind, Deed
from tracker.compliance.models import BreachRow, ReleaseRow
from tracker.compliance.rules import Part, Step
from tracker.database import db

TYPED = {
    **{each.value: f"写了{each.value}" for each in Part},
    "kinds": ["account", "body"],
    "since": "2024-10-01T00:00",
    "until": "2024-10-15T12:00",
    "found": "2024-10-15T13:00",
}


class Town:
    """Two teams of two units, and a city organizer's desk."""

    def __init__(self, make: Factory) -> None:
        self.make = make
        self.season_id = make.season()
        self.team = make.team(self.season_id, "一组")
        self.other = make.team(self.season_id, "二组", district="110105")
        self.her = make.participant(self.season_id, self.team, name="王芳")
        self.him = make.participant(self.season_id, self.other, name="李强")
        self.organizer = make.organizer(self.season_id)
        self.desk = make.signed_in(self.organizer)
        with make.app.app_context(), self.desk.session_transaction() as session:
            session[PASSWORD_AT] = int(clock.now().timestamp())

    def noted(self, **fields: object) -> str:
        """The address of a breach that was put on record."""
        answer = self.desk.post("/city/breaches", data={**TYPED, **fields})
        assert answer.status_code == 303, answer.text
        return answer.location

    def listed(self, address: str) -> str:
        """The list of a breach, as it is downloaded."""
        return self.desk.post(f"{address}/people").text


@pytest.fixture
def town(make: Factory) -> Town:
    """Two teams."""
    return Town(make)


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"reach": "season"}, {"王芳", "李强"}),
        ({"reach": "district", "district": "110112"}, {"王芳"}),
        ({"reach": "unit", "district": "110105", "unit": "机械厂"}, {"李强"}),
        ({"reach": "team", "district": "110112", "unit": "机械厂", "team": "一组"}, {"王芳"}),
        ({"reach": "season", "since": "2024-07-11T00:00", "until": "2024-07-12T00:00"}, set()),
    ],
)
def test_whom_it_reached_is_whoever_was_there_then(
    town: Town, fields: dict[str, str], names: set[str]
) -> None:
    address = town.noted(**fields)

    page, listed = town.desk.get(address).text, town.listed(address)

    assert f"{len(names)} 人" in page
    assert {name for name in ("王芳", "李强") if name in listed} == names
    assert "王芳" not in page


def test_a_file_reaches_whoever_agreed_to_be_in_it(town: Town) -> None:
    town.make.participant(
        town.season_id, town.team, name="不同意", refused=frozenset({ConsentKind.EVALUATION})
    )

    listed = town.listed(town.noted(reach="file"))

    assert "王芳" in listed
    assert "不同意" not in listed


def test_an_account_reaches_whom_it_looked_at_within_the_time(town: Town, app: Flask) -> None:
    leader = town.make.account("冒用", phone="13712345678")
    with app.app_context():
        now = datetime(2024, 10, 10, 4, tzinfo=UTC)
        note_look(leader, team_scope(town.team), "roster", now.date(), now)

    listed = town.listed(town.noted(reach="looks", phone="137 1234 5678"))

    assert "王芳" in listed
    assert "李强" not in listed


def test_the_list_leaves_only_on_record(town: Town, app: Flask) -> None:
    address = town.noted(reach="team", district="110112", unit="机械厂", team="一组")

    town.listed(address)

    with app.app_context():
        look = db.session.scalars(select(AccessLook)).one()
        deed = db.session.scalars(select(DeedRow)).one()
        release = db.session.scalars(select(ReleaseRow)).one()
    assert (look.viewer_id, look.scope) == (town.organizer, participant_scope(town.her))
    assert (deed.participant_id, deed.deed) == (town.her, Deed.BREACH_LISTED)
    assert (release.kind, release.account_id) == ("breach_list", town.organizer)


def test_the_texts_say_what_the_law_asks_for(town: Town) -> None:
    page = town.desk.get(town.noted(reach="season")).text

    assert all(page.count(f"写了{each.value}") == 2 for each in Part if each is not Part.CAUSE)
    assert "身体数据" in page


def test_each_step_keeps_its_first_moment(town: Town, app: Flask) -> None:
    address = town.noted(reach="season")

    answers = [town.desk.post(f"{address}/steps/{step.value}") for step in (*Step, *Step)]

    with app.app_context():
        row = db.session.scalars(select(BreachRow)).one()
    assert {answer.status_code for answer in answers} == {303}
    assert row.decided_at
    assert row.authority_at
    assert row.people_at


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"reach": "district"},
        {"reach": "unit", "district": "110112", "unit": "没有"},
        {"reach": "team", "district": "110112", "unit": "机械厂", "team": "没有"},
        {"reach": "looks", "phone": "13799999999"},
        {"reach": "season", "kinds": []},
        {"reach": "season", "until": "2024-09-01T00:00"},
    ],
)
def test_what_is_not_whole_keeps_what_was_typed(town: Town, fields: dict[str, object]) -> None:
    answer = town.desk.post("/city/breaches", data={**TYPED, **fields})

    assert answer.status_code == 422
    assert str(TYPED["what"]) in answer.text


def test_the_password_is_asked_for_again(town: Town, client: FlaskClient) -> None:
    address = town.noted(reach="season")
    with town.desk.session_transaction() as session:
        session[PASSWORD_AT] = 1

    answer = town.desk.post(f"{address}/people")

    assert answer.location.startswith("/confirm-password")
    assert client.get(address).location.startswith("/sign-in")


def test_records_are_counted_and_come_as_tables(town: Town) -> None:
    town.listed(town.noted(reach="season"))

    page = town.desk.get("/city/records").text
    consents = town.desk.get("/city/records/consents.csv").text
    releases = town.desk.get("/city/records/releases.csv").text

    assert "同意 2 次" in page
    assert len(consents.splitlines()) == 1 + 2 * len(ConsentKind)
    assert "王芳" not in consents
    assert "breach_list" in releases
