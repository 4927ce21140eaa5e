"""Pages of pausing, changing teams, asking to be let in, and answering."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import PASSWORD, Factory
from tests.moves.test_pauses import NOW
from tests.queries import counted
from tracker.database import db, writing
from tracker.moves.store import propose_pause
from tracker.teams.models import TeamRow

DAY = timedelta(days=1)
ENROLLING = date(2024, 7, 20)


class Scene:
    """Two teams of one unit, a leader of each, a member of the first."""

    def __init__(self, app: Flask, make: Factory) -> None:
        self.app, self.make = app, make
        self.season_id = make.season()
        self.old = make.team(self.season_id)
        with app.app_context():
            unit_id = db.session.get_one(TeamRow, self.old).unit_id
        self.new = make.team_in(unit_id, "二组")
        self.code = make.join_code(self.new)
        self.old_leader = make.leader(self.season_id, self.old)
        self.new_leader = make.leader(self.season_id, self.new)
        self.her = make.participant(self.season_id, self.old, name="欧阳翡翠")
        self.browser = make.signed_in(make.account_of(self.her))

    def leader(self, team: str) -> FlaskClient:
        """A browser of a team's leader."""
        return self.make.signed_in(getattr(self, f"{team}_leader"))

    def ask(self) -> None:
        """She asks for the other team."""
        self.browser.post("/me/transfer", data={"team": str(self.new)})

    def answer(self, team: str, decision: str, why: str = "") -> str:
        """A leader answers what is on top of the list, and reads what came of it."""
        browser, address = self.leader(team), f"/team/{getattr(self, team)}/requests"
        target = re.findall(rf'action="({address}/\d+)"', browser.get(address).text)[0]
        return browser.post(
            target, data={"decision": decision, "why": why}, follow_redirects=True
        ).text


@pytest.fixture
def scene(app: Flask, make: Factory) -> Scene:
    return Scene(app, make)


def test_she_pauses_for_two_weeks_unless_she_says_otherwise_and_comes_back(scene: Scene) -> None:
    page = scene.browser.get("/me/pause").text
    assert 'value="2024-10-16"' in page
    assert 'value="2024-10-29"' in page

    days = {"first": "2024-10-16", "last": "2024-10-29"}
    paused = scene.browser.post("/me/pause", data=days, follow_redirects=True).text
    back = scene.browser.post(
        "/me/pause/end", data={"first": "2024-10-16"}, follow_redirects=True
    ).text

    assert "正在暂停，到 10月29日 为止" in paused
    assert "正在暂停" not in back


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2024-10-15", "2024-10-20", "暂停从今天起最早"),
        ("2024-10-20", "2024-10-19", "结束的日子要在开始的日子以后"),
        ("2024-10-20", "2024-11-20", "这一季到 11月10日 结束"),
        ("", "", "请选一天"),
    ],
)
def test_days_that_cannot_be_a_pause_are_explained(
    scene: Scene, first: str, last: str, said: str
) -> None:
    answer = scene.browser.post("/me/pause", data={"first": first, "last": last})

    assert answer.status_code == 422
    assert said in answer.text


@pytest.mark.usefixtures("nobody_greeted")
@pytest.mark.parametrize(("decision", "pauses"), [("confirm", True), ("refuse", False)])
def test_a_proposed_pause_is_answered_by_one_tap_on_the_first_page(
    scene: Scene, decision: str, *, pauses: bool
) -> None:
    with scene.app.app_context(), writing() as session:
        propose_pause(session, scene.old_leader, scene.her, TODAY, TODAY + 6 * DAY, NOW)
    assert "李伟 建议您从 10月16日 暂停到 10月22日" in scene.browser.get("/").text

    days = {"decision": decision, "first": "2024-10-16", "last": "2024-10-22"}
    home = scene.browser.post("/me/pause/answer", data=days, follow_redirects=True).text

    assert "建议您" not in home
    assert ("正在暂停" in scene.browser.get("/me/pause").text) is pauses


def test_a_leader_sees_a_name_and_a_masked_phone_and_answers(scene: Scene) -> None:
    scene.ask()
    page = scene.leader("new").get(f"/team/{scene.new}/requests").text
    assert "欧阳翡翠" in page
    assert "想从 一组 转到本队。" in page

    said = scene.answer("new", "approve", "欢迎")

    assert "已经同意，今天起换队" in said
    assert "二组" in scene.browser.get("/team").text
    seen = scene.browser.get("/me/seen").text
    assert "李伟 同意了您换队的申请" in seen
    assert "欢迎" in seen


def test_a_no_needs_a_reason_which_stays_typed(scene: Scene) -> None:
    scene.ask()
    assert "请写一句为什么" in scene.answer("old", "decline")

    scene.answer("old", "decline", "月底再说")

    page = scene.browser.get("/me/transfer").text
    assert "李伟 这次没有同意" in page
    assert "月底再说" in page


def test_the_second_of_two_answers_gets_a_sentence(scene: Scene) -> None:
    scene.ask()
    second = scene.leader("old")
    target = re.findall(
        r'action="(/team/\d+/requests/\d+)"', second.get(f"/team/{scene.old}/requests").text
    )[0]
    scene.answer("new", "approve")

    said = second.post(target, data={"decision": "approve"}, follow_redirects=True).text

    assert "已经有人同意了" in said


def test_she_takes_a_request_back(scene: Scene) -> None:
    scene.ask()

    page = scene.browser.post("/requests/withdraw", follow_redirects=True).text

    assert "申请已经收回" in page
    assert "现在没有等待答复的申请" in scene.leader("new").get(f"/team/{scene.new}/requests").text


def test_a_code_of_another_team_offers_to_ask_for_it(scene: Scene) -> None:
    page = scene.browser.get(f"/join/{scene.code}").text
    assert "申请转到这个队" in page

    asked = scene.browser.post("/me/transfer", data={"code": scene.code}, follow_redirects=True)

    assert "正在等答复" in asked.text


def test_a_team_of_another_unit_is_not_asked_without_its_code(scene: Scene) -> None:
    other = scene.make.team(scene.season_id, "三组", "110105")

    assert scene.browser.post("/me/transfer", data={"team": str(other)}).status_code == 404


def test_after_the_season_nobody_changes_teams(scene: Scene) -> None:
    scene.app.config["TRACKER_TODAY"] = date(2024, 11, 12)

    page = scene.browser.get("/me/transfer").text

    assert "这一季到 11月10日 为止" in page
    assert "申请转去" not in page


def test_the_pages_ask_few_questions(scene: Scene) -> None:
    scene.ask()
    pages = {
        "/me/pause": scene.browser,
        "/me/transfer": scene.browser,
        f"/team/{scene.new}/requests": scene.leader("new"),
        "/me/seen": scene.browser,
    }

    found = {}
    for address, browser in pages.items():
        with counted(scene.app) as asked:
            browser.get(address)
        found[address.split("/")[-1]] = len(asked)

    # Person, season, participant, and: pauses, the proposal; team, request, stays, merged teams
    # and the other teams; team and list; team, leaders, four for looks, deeds, two of a roster.
    assert found == {"pause": 5, "transfer": 8, "requests": 5, "seen": 16}


# Newcomers -----------------------------------------------------------------------------------

WHO = {"phone": "13911112222", "name": "新人", "password": PASSWORD, "terms": "y"}


@pytest.fixture
def enrolling(scene: Scene) -> Scene:
    """The same while people may join."""
    scene.app.config["TRACKER_TODAY"] = ENROLLING
    return scene


def test_somebody_without_a_code_finds_her_unit_by_a_part_of_its_name(
    enrolling: Scene, client: FlaskClient
) -> None:
    page = client.get("/ask-to-join?district=110112&unit=机械").text

    assert f"/ask-to-join/{enrolling.new}" in page
    assert "没有找到" in client.get("/ask-to-join?district=110105&unit=机械").text
    assert "/ask-to-join/" not in client.get("/ask-to-join?district=110112&unit=机").text


def test_she_asks_is_let_in_and_is_nobody_until_she_has_filled_in_the_form(
    enrolling: Scene, client: FlaskClient
) -> None:
    asked = client.post(f"/ask-to-join/{enrolling.new}", data=WHO, follow_redirects=True).text
    assert "正在等答复" in asked
    page = enrolling.leader("new").get(f"/team/{enrolling.new}/requests").text
    assert "139****2222" in page
    assert "13911112222" not in page

    said = enrolling.answer("new", "approve")

    assert "填完报名表才算加入" in said
    assert f"/join/{enrolling.code}" in client.get("/ask-to-join").text
    assert "新人" not in enrolling.leader("new").get("/lead").text
    form = client.get(f"/join/{enrolling.code}")
    assert form.status_code == 200
    assert "六项同意" in form.text


def test_a_phone_that_is_taken_and_a_missing_tick_are_explained(
    enrolling: Scene, client: FlaskClient
) -> None:
    enrolling.make.account("李伟", "13911112222")
    address = f"/ask-to-join/{enrolling.new}"

    taken = client.post(address, data=WHO)
    unticked = client.post(address, data=WHO | {"terms": ""})

    assert (taken.status_code, unticked.status_code) == (422, 422)
    assert "已经有账号了" in taken.text
    assert "请先读告知书" in unticked.text


def test_whoever_takes_part_is_sent_to_change_teams(enrolling: Scene) -> None:
    assert enrolling.browser.get("/ask-to-join").location == "/me/transfer"


def test_when_nobody_may_join_the_page_says_until_when(scene: Scene, client: FlaskClient) -> None:
    assert "报名已经结束" in client.get("/ask-to-join").text
    assert client.post(f"/ask-to-join/{scene.new}", data=WHO).status_code == 409
