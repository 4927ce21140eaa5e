"""The pages of running a team: what each reader sees, what each step says."""

import re
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import Factory
from tests.queries import counted
from tests.security.town import Town, build
from tracker.accounts.models import Account
from tracker.database import db
from tracker.teams import store
from tracker.teams.models import TeamRow

pytestmark = pytest.mark.usefixtures("nobody_greeted")

NAMES = ("王芳", "李伟")
TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')


@dataclass(frozen=True)
class Here:
    """A town with its settings page."""

    town: Town
    settings: str
    unit: str


@pytest.fixture
def here(app: Flask) -> Here:
    town = build(app)
    return Here(town, f"/team/{town.team_id}/settings", f"/units/{town.unit_id}")


def read(app: Flask, team_id: int) -> TeamRow:
    with app.app_context():
        return db.session.get_one(TeamRow, team_id)


def second(here: Here) -> int:
    return here.town.make.team_in(here.town.unit_id, "三组")


@pytest.mark.parametrize("address", ["settings", "unit"])
def test_a_contact_reads_no_name(here: Here, address: str) -> None:
    page = here.town.browser("contact").get(getattr(here, address)).text

    assert not [name for name in NAMES if name in page]


def test_a_contact_reads_that_a_leader_may_need_help_and_no_day(here: Here) -> None:
    page = here.town.browser("contact").get(here.unit).text

    assert "组长可能需要帮忙" in page
    assert "10 天" not in page


def test_a_team_without_a_deputy_is_shown_as_such(here: Here) -> None:
    team_id = second(here)
    here.town.make.leader(here.town.season_id, team_id)

    page = here.town.browser("contact").get(here.unit).text

    assert page.count("这支队伍还没有副组长") == 1


def test_the_leader_asks_and_the_member_answers_on_her_first_page(here: Here) -> None:
    town = here.town
    leader, member = town.browser("leader"), town.herself()
    data = {"role": "leader", "who": str(town.herself_id)}

    asked = leader.post(f"/team/{town.team_id}/lead/ask", data=data, follow_redirects=True)
    card = member.get("/").text
    answer = member.post(
        f"/team/{town.team_id}/lead/answer",
        data={"role": "leader", "answer": "yes"},
        follow_redirects=True,
    )

    assert "已经请 王芳 接任组长" in asked.text
    assert "想请您当这支队伍的组长" in card
    assert "已经生效" in answer.text
    assert member.get(here.settings).status_code == 200


def test_a_deputy_takes_over_and_the_leader_reads_it_on_her_next_visit(here: Here) -> None:
    town = here.town
    deputy, leader = town.browser("deputy"), town.browser("leader")
    offered = deputy.get(f"/lead?team={town.team_id}").text

    taken = deputy.post(f"/team/{town.team_id}/lead/take-over", follow_redirects=True).text

    assert "您愿意接手吗" in offered
    assert "您现在是组长了" in taken
    assert "已经接手当组长" in leader.get(f"/lead?team={town.team_id}").text
    leader.post(f"/team/{town.team_id}/lead/read")
    assert "已经接手当组长" not in leader.get(f"/lead?team={town.team_id}").text


def test_a_contacts_invitation_says_the_same_to_whoever_is_there_or_not(
    app: Flask, here: Here
) -> None:
    town = here.town
    with app.app_context():
        query = select(Account.phone).where(Account.id == town.accounts["member"])
        known = db.session.scalars(query).one()
    contact = town.browser("contact")
    pages = []

    for phone in (known, "13912345678"):
        data = {"role": "leader", "phone": phone}
        answer = contact.post(
            f"/team/{town.team_id}/lead/appoint", data=data, follow_redirects=True
        )
        pages.append(TOKEN.sub("", " ".join(answer.text.split())))

    assert pages[0] == pages[1]
    assert "同意以后生效" in pages[0]


def test_an_organizer_names_a_deputy_at_once(app: Flask, here: Here) -> None:
    town = here.town
    data = {"role": "deputy", "phone": "13912345678", "person": "新人"}

    page = town.browser("organizer").post(
        f"/team/{town.team_id}/lead/appoint", data=data, follow_redirects=True
    )

    assert "初始密码" in page.text
    assert "副组长：新人" in page.text
    with app.app_context():
        assert store.lead_of(town.team_id).deputy


@pytest.mark.parametrize("typed", ["", "9", "501", "-1", "1e2", "很多"])
def test_places_have_limits(here: Here, typed: str) -> None:
    contact = here.town.browser("contact")

    answer = contact.post(here.settings + "/places", data={"places": typed})

    assert answer.status_code == 422
    assert "10 到 500" in answer.text


def test_places_and_name_are_changed(app: Flask, here: Here) -> None:
    contact = here.town.browser("contact")

    contact.post(here.settings + "/places", data={"places": "６０"})
    contact.post(here.settings + "/name", data={"team-name": "新名"})

    found = read(app, here.town.team_id)
    assert (found.places, found.name) == (60, "新名")


def merge(client: FlaskClient, here: Here, into: int, why: str = "人少") -> str:
    data = {"into": str(into), "why": why}
    return client.post(f"/team/{here.town.team_id}/merge", data=data, follow_redirects=True).text


def test_a_contact_merges_teams_without_reading_how_few_they_are(app: Flask, here: Here) -> None:
    team_id, contact = second(here), here.town.browser("contact")
    before = contact.get(f"/team/{here.town.team_id}/merge").text

    after = merge(contact, here, team_id)

    assert "队里不到 10 人，人数不显示" in before
    assert "已经并入" in after
    assert "已并入 三组" in after
    assert read(app, here.town.team_id).merged_into == team_id


def test_a_merge_wants_a_reason_and_a_team_of_the_unit(app: Flask, here: Here) -> None:
    team_id, contact = second(here), here.town.browser("contact")

    answers = [merge(contact, here, team_id, ""), merge(contact, here, here.town.other_team_id)]

    assert "请写一句原因" in answers[0]
    assert "队里不到 10 人" in answers[1]
    assert read(app, here.town.team_id).closed_at is None


def test_a_team_with_people_in_it_is_not_closed(here: Here) -> None:
    organizer = here.town.browser("organizer")

    pages = [
        organizer.post(f"/team/{here.town.team_id}/close", follow_redirects=True).text,
        organizer.post(here.unit + "/close", follow_redirects=True).text,
    ]

    assert "队里还有人，不能停用" in pages[0]
    assert "这个单位的队里还有人" in pages[1]


def test_an_empty_team_is_closed_and_listed_as_such(here: Here) -> None:
    team_id, organizer = second(here), here.town.browser("organizer")

    page = organizer.post(f"/team/{team_id}/close", follow_redirects=True).text

    assert "已经停用的队伍" in page


def test_a_contact_opens_a_team_of_a_name_once(here: Here) -> None:
    contact = here.town.browser("contact")

    pages = [
        contact.post(here.unit + "/teams", data={"new-name": "四组"}, follow_redirects=True).text
        for _ in range(2)
    ]

    assert "队伍已经建好" in pages[0]
    assert "已经有同名的队伍" in pages[1]


def test_a_unit_gets_another_name_that_is_free(here: Here) -> None:
    here.town.make.team(here.town.season_id)
    contact = here.town.browser("contact")

    pages = [
        contact.post(here.unit + "/name", data={"unit-name": name}, follow_redirects=True).text
        for name in ("机械厂1", "新厂")
    ]

    assert "本区已经有同名的单位" in pages[0]
    assert "<h1>新厂</h1>" in pages[1]


@pytest.mark.parametrize(("address", "expected"), [("settings", 8), ("unit", 8)])
def test_pages_of_running_ask_few_questions(
    app: Flask, here: Here, address: str, expected: int
) -> None:
    for number in range(3):
        here.town.make.team_in(here.town.unit_id, f"{number}组")
    contact = here.town.browser("contact")
    contact.get(here.unit)

    with counted(app) as sent:
        contact.get(getattr(here, address))

    assert len(sent) <= expected, sent


def test_nobody_answers_what_nobody_asked(make: Factory, here: Here) -> None:
    page = here.town.browser("member").post(
        f"/team/{here.town.team_id}/lead/answer",
        data={"role": "leader", "answer": "yes"},
        follow_redirects=True,
    )

    assert "刚刚有人先做了决定" in page.text
    assert make.app.testing
