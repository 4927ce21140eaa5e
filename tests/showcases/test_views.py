"""The pages: who is told what, from an event's first draft to a squad's last rehearsal."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Factory
from tests.queries import counted
from tests.showcases.conftest import NOW, TODAY, Stage
from tracker.showcases import store
from tracker.showcases.rules import ItemKind, State
from tracker.teams.rules import districts

HERE = "110112"
DETAILS = {
    "name": "技能展示",
    "venue": "体育馆",
    "day": "2024-10-26",
    "opens": "08:00",
    "starts": "09:00",
    "closes": "12:00",
}
AGREES = {"answer": "yes", "doctor": "no", "height_cm": ""}


def browser_of(stage: Stage, participant_id: int) -> FlaskClient:
    return stage.make.signed_in(stage.make.account_of(participant_id))


def plain(text: str) -> str:
    """A page without its forms' tokens, which name the second they were made in."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", text)


@pytest.fixture
def leader(stage: Stage) -> FlaskClient:
    return stage.make.signed_in(stage.leader)


@pytest.fixture
def organizer(stage: Stage) -> FlaskClient:
    return stage.make.signed_in(stage.make.organizer(stage.season_id, HERE))


@pytest.fixture
def city(stage: Stage) -> FlaskClient:
    return stage.make.signed_in(stage.make.organizer(stage.season_id))


@pytest.fixture
def squad(stage: Stage) -> str:
    """The address of the squad's page."""
    return f"/squads/{stage.squad_id}"


def test_an_event_with_the_usual_programme_takes_one_form(
    app: Flask, city: FlaskClient, stage: Stage
) -> None:
    answer = city.post("/city/showcases", data=DETAILS)

    page = city.get(answer.location)
    with app.app_context():
        made = store.showcases(stage.season_id)[-1]
        items = [(item.kind, item.together, item.squad_size) for item in store.items(made.id)]
        invited = sum(each.teams for each in store.invited_districts(made.id))
    assert (answer.status_code, page.status_code) == (303, 200)
    assert (made.state, made.name, invited) == (State.DRAFT, "技能展示", 2 * len(districts()))
    assert (ItemKind.BADUANJIN, True, 12) in items
    assert (ItemKind.SLOW_JOG, False, 12) in items


def test_an_event_that_ends_before_it_starts_keeps_what_was_typed(city: FlaskClient) -> None:
    answer = city.post("/city/showcases", data=DETAILS | {"closes": "08:30"})

    assert answer.status_code == 422
    assert "结束要比开演晚" in answer.text
    assert 'value="体育馆"' in answer.text


def test_a_district_makes_an_event_of_its_own_that_others_do_not_run(
    app: Flask, organizer: FlaskClient, stage: Stage
) -> None:
    place = organizer.post(f"/districts/{HERE}/showcases", data=DETAILS).location
    elsewhere = stage.make.signed_in(stage.make.organizer(stage.season_id, "110105"))

    with app.app_context():
        made = store.showcases(stage.season_id)[-1]
    assert made.district_code == HERE
    assert organizer.get(place).status_code == 200
    assert elsewhere.get(place).status_code == 403
    assert organizer.get(f"/showcases/{stage.showcase_id}/settings").status_code == 403


def test_a_programme_is_edited_item_by_item(app: Flask, city: FlaskClient, stage: Stage) -> None:
    items = f"/showcases/{stage.showcase_id}/items"
    rope = {"kind": "warm_up", "title": "跳绳", "minutes": "5", "squad_size": "8"}

    added = city.post(items, data=rope)
    with app.app_context():
        item = store.items(stage.showcase_id)[-1]
    moved = city.post(f"{items}/{item.id}", data={"do": "earlier"})
    wrong = city.post(f"{items}/{item.id}", data=rope | {"minutes": "0"})
    used = city.post(f"{items}/{stage.item_id}", data={"do": "remove"}, follow_redirects=True)

    with app.app_context():
        assert [each.title for each in store.items(stage.showcase_id)] == ["跳绳", "超慢跑"]
    assert (added.status_code, moved.status_code, wrong.status_code) == (303, 303, 422)
    assert "请先收回它们的提名" in used.text


def test_invitations_are_numbers_and_not_fewer_than_are_nominated(
    city: FlaskClient, stage: Stage
) -> None:
    place = f"/showcases/{stage.showcase_id}/invited"

    wrong = city.post(place, data={f"teams-{HERE}": "两"})
    fewer = city.post(place, data={f"teams-{HERE}": "0"})
    right = city.post(place, data={f"teams-{HERE}": "3"})

    assert "队数请填 0 到 20" in wrong.text
    assert "已经提名了 1 支队" in fewer.text
    assert right.status_code == 303


def test_a_step_that_does_not_follow_is_explained(city: FlaskClient, stage: Stage) -> None:
    place = f"/showcases/{stage.showcase_id}/state"

    early = city.post(place, data={"to": "over"})
    settled = city.post(place, data={"to": "confirmed"})

    assert (early.status_code, settled.status_code) == (409, 303)
    assert "现在不能改" in early.text


def test_a_district_finds_and_nominates_a_team(
    app: Flask, organizer: FlaskClient, stage: Stage
) -> None:
    team_id = stage.make.team(stage.season_id, "飞毛腿")
    place = f"/showcases/{stage.showcase_id}/districts/{HERE}"
    typed = {"team": team_id, "item": stage.item_id, "name": "通州二队", "size": "12"}

    found = organizer.get(f"{place}?find=飞毛")
    answer = organizer.post(f"{place}?find=飞毛", data=typed | {"substitutes": "2"})
    again = organizer.post(place, data=typed | {"substitutes": "2"})

    with app.app_context():
        names = [each.name for each in store.squads(stage.showcase_id, HERE)]
    assert "飞毛腿" in found.text
    assert (answer.status_code, again.status_code) == (303, 422)
    assert sorted(names) == ["一队", "通州二队"]


def test_the_leader_asks_and_each_answers_on_her_phone(
    leader: FlaskClient, stage: Stage, squad: str
) -> None:
    her = browser_of(stage, stage.people[0])
    stage.make.exercise(stage.people[0], TODAY)  # by day, who was silent is greeted first
    asked = leader.post(f"{squad}/ask", data={"all": "1"}, follow_redirects=True)

    today, page = her.get("/"), her.get(f"{squad}/answer")
    answer = her.post(f"{squad}/answer", data=AGREES | {"height_cm": "166"})

    assert "又邀请了 4 位组员" in asked.text
    assert f"{squad}/answer" in today.text
    assert "同意参加" in page.text
    assert answer.status_code == 303
    assert "王芳" in leader.get(squad).text.partition("邀请组员")[0]
    assert f"{squad}/answer" not in her.get("/").text


def test_the_doctor_question_is_put_to_her_and_decides_nothing(
    app: Flask, stage: Stage, squad: str
) -> None:
    stage.make.squad_member(stage.squad_id, stage.people[0], agreed=None)
    her = browser_of(stage, stage.people[0])

    unasked = her.post(f"{squad}/answer", data={"answer": "yes"})
    advised = her.post(f"{squad}/answer", data=AGREES | {"doctor": "yes"})
    with app.app_context():
        before = store.members(stage.squad_id)
    hers = her.post(f"{squad}/answer", data=AGREES | {"doctor": "yes", "understood": "1"})

    assert unasked.status_code == 422
    assert "先问问您的医生" in advised.text
    assert before == []
    assert hers.status_code == 303


def test_whoever_is_second_at_the_last_place_reads_what_she_can_do(
    stage: Stage, squad: str
) -> None:
    first, second, third, fourth = stage.people
    for each in (first, second):
        stage.make.squad_member(stage.squad_id, each)
    for each in (third, fourth):
        stage.make.squad_member(stage.squad_id, each, agreed=None)

    late = browser_of(stage, third).post(f"{squad}/answer", data=AGREES)
    spare = browser_of(stage, third).post(f"{squad}/answer", data=AGREES | {"answer": "substitute"})
    none = browser_of(stage, fourth).post(f"{squad}/answer", data=AGREES)

    assert (late.status_code, spare.status_code, none.status_code) == (409, 303, 409)
    assert "您愿意的话可以做替补" in late.text
    assert "有人腾出位置时" in none.text


def test_a_squad_is_confirmed_by_its_district_when_smaller_only_if_meant(
    app: Flask, organizer: FlaskClient, stage: Stage, squad: str
) -> None:
    stage.make.squad_member(stage.squad_id, stage.people[0])

    asked = organizer.post(f"{squad}/confirm", follow_redirects=True)
    organizer.post(f"{squad}/confirm", data={"smaller": "1"})

    with app.app_context():
        assert store.squad(stage.squad_id).is_confirmed
    assert "少于 2 人" in asked.text
    assert "重新打开" in organizer.get(f"/showcases/{stage.showcase_id}/districts/{HERE}").text


def test_a_rehearsal_is_planned_attended_and_counted(
    leader: FlaskClient, organizer: FlaskClient, stage: Stage, squad: str
) -> None:
    stage.make.squad_member(stage.squad_id, stage.people[0])
    typed = {"day": "2024-10-15", "at": "18:30", "place": "操场"}

    leader.post(f"{squad}/rehearsals", data=typed)
    link = re.findall(rf"{squad}/rehearsals/\d+", leader.get(squad).text)[0]
    noted = leader.post(link, data={"came": stage.people[0]})

    assert noted.status_code == 303
    assert "1 次，到场 100%" in leader.get(squad).text
    assert "1 次，到场 –" in organizer.get(squad).text
    assert organizer.get(link).status_code == 403
    own = browser_of(stage, stage.people[0]).get(f"{squad}/answer")
    assert "您来过 1 次" in own.text


@pytest.mark.parametrize("key", ["9" * 30, "9" * 5000, "-1", "²"])
def test_a_number_that_is_no_key_asks_nobody_and_breaks_nothing(
    leader: FlaskClient, squad: str, key: str
) -> None:
    answer = leader.post(f"{squad}/ask", data={"member": key})

    assert answer.status_code == 303


def test_who_came_reads_who_looked_at_the_list(
    leader: FlaskClient, stage: Stage, app: Flask
) -> None:
    stage.make.squad_member(stage.squad_id, stage.people[0])
    with app.app_context():
        rehearsal_id = store.add_rehearsal(stage.squad_id, NOW, "操场")
    her = browser_of(stage, stage.people[0])
    before = her.get("/me/seen").text

    leader.get(f"/squads/{stage.squad_id}/rehearsals/{rehearsal_id}")

    after = her.get("/me/seen").text
    assert [page.count("展示队的名单") for page in (before, after)] == [1, 2]


def test_all_squads_are_seen_at_a_look(city: FlaskClient, stage: Stage) -> None:
    page = city.get(f"/showcases/{stage.showcase_id}/readiness")

    assert "组长还没有邀请组员" in page.text
    assert "还没有安排排练" in page.text


@pytest.mark.parametrize("role", ["leader", "organizer", "city"])
def test_a_refusal_looks_like_silence_on_every_page(
    app: Flask, request: pytest.FixtureRequest, stage: Stage, squad: str, role: str
) -> None:
    viewer: FlaskClient = request.getfixturevalue(role)
    for each in stage.people:
        stage.make.squad_member(stage.squad_id, each, agreed=None)
    pages = [
        squad,
        f"/showcases/{stage.showcase_id}/districts/{HERE}",
        f"/showcases/{stage.showcase_id}/readiness",
        "/showcases",
    ]
    before = [plain(viewer.get(page).text) for page in pages]

    with app.app_context():
        for each in stage.people[:2]:
            store.decline(each, stage.squad_id)

    assert [plain(viewer.get(page).text) for page in pages] == before


def test_a_refusal_is_like_silence_when_she_is_asked_again(
    app: Flask, leader: FlaskClient, stage: Stage
) -> None:
    her = stage.people[0]
    other = stage.make.squad(stage.make.item(stage.showcase_id), stage.team_id, size=2)
    keys = {
        each: stage.make.squad_member(each, her, agreed=None) for each in (stage.squad_id, other)
    }
    with app.app_context():
        store.resize(other, "一队", 2, 1)
        store.decline(her, other)

    def told(squad_id: int, place: str, data: dict[str, object]) -> str:
        place = f"/squads/{squad_id}/{place}"
        text = leader.post(place, data=data, follow_redirects=True).text
        return re.sub(r"\d{10,}", "", plain(text))

    def again(squad_id: int) -> list[str]:
        member = f"members/{keys[squad_id]}"
        return [
            told(squad_id, "ask", {"member": her}),
            told(squad_id, member, {"do": "withdraw"}),
            told(squad_id, "ask", {"member": her, "as": "substitute"}),
            told(squad_id, member, {"do": "move"}),
        ]

    assert again(stage.squad_id) == again(other)


def test_who_was_not_asked_finds_no_invitation(stage: Stage, squad: str) -> None:
    assert browser_of(stage, stage.people[0]).get(f"{squad}/answer").status_code == 404


def test_pages_ask_few_questions(
    app: Flask, leader: FlaskClient, city: FlaskClient, make: Factory, stage: Stage, squad: str
) -> None:
    stage.make.squad_member(stage.squad_id, stage.people[0])
    make.rehearsal(stage.squad_id, stage.people[0])
    leader.get(squad)

    def asked(browser: FlaskClient, page: str) -> int:
        with counted(app) as found:
            assert browser.get(page).status_code == 200
        return len(found)

    # Person, season, squad, event, whether the look is noted; then items, the squad's readiness
    # in four, its members, for the leader whom she may ask, and her own part for the head.
    assert asked(leader, squad) == 13
    # Person, season, event, participant; invited districts, items, squads, and readiness in four.
    assert asked(city, f"/showcases/{stage.showcase_id}/readiness") == 11
    # Person, season, participant; events, invitations, squads she leads.
    assert asked(leader, "/showcases") == 5
