"""Writing, the card on the first page, the list, and taking back."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import Factory
from tests.queries import counted
from tracker.accounts.rules import Role, team_scope, unit_scope
from tracker.announcements.rules import Audience, Place
from tracker.announcements.store import announce
from tracker.database import db
from tracker.teams.models import TeamRow

pytestmark = pytest.mark.usefixtures("nobody_greeted")

TEXT = "周五下午四点体育馆见，报名 https://example.org/a"
FIELDS = {"text": TEXT, "audience": "members", "valid_until": "2024-10-30"}


class Team:
    """A leader and a member, each with a browser."""

    def __init__(self, make: Factory) -> None:
        self.make = make
        self.season_id = make.season()
        self.id = make.team(self.season_id)
        self.leader_id = make.leader(self.season_id, self.id)
        self.leader = make.signed_in(self.leader_id)
        self.her = make.participant(self.season_id, self.id)
        self.member = make.signed_in(make.account_of(self.her))
        self.desk = f"/team/{self.id}/announcements"


@pytest.fixture
def team(make: Factory) -> Team:
    return Team(make)


def test_a_leader_writes_and_a_member_finds_it_on_her_first_page(team: Team) -> None:
    team.leader.post(team.desk, data=FIELDS)

    home = team.member.get("/").text
    page = team.member.get("/announcements").text

    assert "新通知" in home
    assert "周五下午四点体育馆见" in home
    assert "李伟 · 一组" in page
    assert '<a href="https://example.org/a" rel="noopener nofollow">' in page
    assert "新通知" not in team.member.get("/").text


def test_words_are_words_and_never_markup(team: Team) -> None:
    team.leader.post(team.desk, data=FIELDS | {"text": "<script>x</script> https://a.b/'\"><b>"})

    page = team.member.get("/announcements").text

    assert "<script>x" not in page
    assert "&lt;script&gt;" in page
    assert "<b>" not in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": ""}, "请写几句话"),
        ({"text": "好" * 501}, "最多 500 个字"),
        ({"valid_until": "2024-10-15"}, "请选今天到"),
        ({"valid_until": "2024-12-31"}, "请选今天到"),
        ({"audience": "leaders"}, ""),
    ],
)
def test_what_is_wrong_is_explained_and_nothing_is_sent(
    team: Team, wrong: dict[str, str], said: str
) -> None:
    answer = team.leader.post(team.desk, data=FIELDS | wrong)

    assert answer.status_code == 422
    assert said in answer.text
    assert "现在没有给您的通知" in team.member.get("/announcements").text


def test_an_author_takes_it_back(team: Team) -> None:
    team.leader.post(team.desk, data=FIELDS)
    (key,) = re.findall(r'name="take_back"\s+value="(\d+)"', team.leader.get(team.desk).text)

    page = team.leader.post(team.desk, data={"take_back": key}, follow_redirects=True).text

    assert "已收回" in page
    assert "现在没有给您的通知" in team.member.get("/announcements").text
    assert team.leader.post(team.desk, data={"take_back": key}).status_code == 404


def test_an_author_of_few_recipients_learns_nothing_of_who_read(team: Team) -> None:
    team.leader.post(team.desk, data=FIELDS, follow_redirects=True)
    before = team.leader.get(team.desk).text

    team.member.get("/announcements")

    assert re.sub(r'value="[^"]+"', "", team.leader.get(team.desk).text) == re.sub(
        r'value="[^"]+"', "", before
    )
    assert "不显示有多少人读过" in before


def test_the_card_shows_two_at_most(team: Team) -> None:
    for number in range(3):
        team.leader.post(team.desk, data=FIELDS | {"text": f"第{number}条"})

    home = team.member.get("/").text

    assert len(re.findall("第[0-2]条", home)) == 2
    assert "看全部通知" in home


def test_a_contact_writes_to_leaders_and_a_district_to_both(app: Flask, team: Team) -> None:
    contact = team.make.account("办事员")
    with app.app_context():
        unit_id = db.session.get_one(TeamRow, team.id).unit_id
    team.make.grant(contact, team.season_id, Role.CONTACT, unit_scope(unit_id))
    organizer = team.make.organizer(team.season_id, "110112")

    team.make.signed_in(contact).post(
        f"/units/{unit_id}/announcements", data=FIELDS | {"audience": "leaders", "text": "单位说"}
    )
    team.make.signed_in(organizer).post(
        "/districts/110112/announcements", data=FIELDS | {"audience": "below", "text": "区里说"}
    )

    found = team.leader.get("/announcements").text
    assert "单位说" in found
    assert "区里说" in found
    assert "区里说" in team.make.signed_in(contact).get("/announcements").text
    assert "现在没有给您的通知" in team.member.get("/announcements").text


def test_the_pages_ask_few_questions(app: Flask, team: Team) -> None:
    team.leader.post(team.desk, data=FIELDS)

    with counted(app) as first:
        team.member.get("/announcements")
    with counted(app) as second:
        team.member.get("/announcements")
    with counted(app) as desk:
        team.leader.get(team.desk)

    # Person, season, participant, the list, what is new, and once her own marker.
    assert [len(first), len(second)] == [6, 5]
    # Person, team, season, the list and its recipients; the header asks whether she takes part.
    assert len(desk) == 6


def test_a_leader_who_takes_part_finds_both_her_teams_and_her_districts_words(
    app: Flask, team: Team
) -> None:
    team.make.grant(
        team.make.account_of(team.her), team.season_id, Role.DEPUTY, team_scope(team.id)
    )
    with app.app_context():
        for place, audience in (
            (Place(team.season_id, team_id=team.id), Audience.MEMBERS),
            (Place(team.season_id, district_code="110112"), Audience.LEADERS),
        ):
            now = datetime(2024, 10, 16, 4, tzinfo=UTC)
            announce(team.leader_id, place, audience, "好", TODAY, TODAY, now)

    page = team.member.get("/").text

    assert page.count("announcement") >= 1
    assert page.count('<p class="break">好</p>') == 2


def test_who_is_not_signed_in_is_sent_to_sign_in(client: FlaskClient, team: Team) -> None:
    assert team.id
    assert client.get("/announcements").location == "/sign-in?next=/announcements"
