import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Factory
from tests.teams.test_figures import expected, read_png, read_svg
from tracker.accounts.rules import Role, unit_scope
from tracker.campaign.rules import BEIJING_2024, with_late_joining
from tracker.campaign.store import end_season
from tracker.clock import now
from tracker.teams import store

MARKUP = "<script>alert(1)</script>"
FORM = {
    "unit_name": "第一医院",
    "unit_kind": "hospital",
    "name": "护士站",
    "leader_phone": "13900000002",
    "leader_name": "李伟",
    "deputy_phone": "13900000005",
    "deputy_name": "赵敏",
}


def confirmed(client: FlaskClient) -> FlaskClient:
    """The same browser, its password given just now."""
    with client.session_transaction() as session:
        session["password_at"] = 4_000_000_000
    return client


def unit_of(app: Flask, team_id: int) -> int:
    with app.app_context():
        return store.team(team_id).unit_id


def test_the_leader_sees_codes_with_link_and_picture(make: Factory) -> None:
    season_id = make.season()
    team_id = make.team(season_id)
    code = make.join_code(team_id)
    client = make.signed_in(make.leader(season_id, team_id))

    page = client.get(f"/team/{team_id}/join-codes")

    assert page.status_code == 200
    assert f"http://localhost/join/{code}" in page.text
    assert f"/team/{team_id}/join-codes/{code}.png" in page.text


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_the_picture_holds_the_whole_join_link(make: Factory, kind: str) -> None:
    season_id = make.season()
    team_id = make.team(season_id)
    code = make.join_code(team_id)
    client = make.signed_in(make.leader(season_id, team_id, Role.DEPUTY))

    answer = client.get(f"/team/{team_id}/join-codes/{code}.{kind}")

    read = {"png": read_png, "svg": read_svg}[kind]
    assert answer.status_code == 200
    assert read(answer.data) == expected(f"http://localhost/join/{code}")


def test_the_sheet_for_the_wall_names_team_unit_and_link(make: Factory) -> None:
    season_id = make.season()
    team_id = make.team(season_id, "一组")
    code = make.join_code(team_id)
    client = make.signed_in(make.leader(season_id, team_id))

    page = client.get(f"/team/{team_id}/join-codes/{code}/print").text

    for words in ("一组", "机械厂", f"http://localhost/join/{code}", f"{code}.svg"):
        assert words in page


def test_the_leader_makes_and_revokes_a_code(app: Flask, make: Factory) -> None:
    season_id = make.season()
    team_id = make.team(season_id)
    client = make.signed_in(make.leader(season_id, team_id))

    made = client.post(f"/team/{team_id}/join-codes")
    with app.app_context():
        code = store.codes_of(team_id)[0].code
    revoked = client.post(f"/team/{team_id}/join-codes/{code}/revoke")

    assert (made.status_code, revoked.status_code) == (303, 303)
    assert client.get(f"/join/{code}").status_code == 404
    assert client.get(f"/team/{team_id}/join-codes/{code}.svg").status_code == 404
    assert client.get(f"/team/{team_id}/join-codes/{code}/print").status_code == 404
    assert client.post(f"/team/{team_id}/join-codes/{code}/revoke").status_code == 404
    assert "现在没有可用的二维码" in client.get(f"/team/{team_id}/join-codes").text


def test_an_organizer_gives_the_password_again_before_changing_codes(make: Factory) -> None:
    season_id = make.season()
    team_id = make.team(season_id)
    client = make.signed_in(make.organizer(season_id, "110112"))

    asked = client.post(f"/team/{team_id}/join-codes")

    assert asked.status_code == 302
    assert client.get(f"/team/{team_id}/join-codes").text.count("/join/") == 0


def test_anonymous_visitors_are_sent_to_sign_in(client: FlaskClient, make: Factory) -> None:
    team_id = make.team(make.season())

    for path in (f"/team/{team_id}/join-codes", f"/units/{team_id}"):
        answer = client.get(path)

        assert answer.status_code == 302
        assert answer.location.startswith("/sign-in?next=")


@pytest.mark.parametrize(
    "path",
    ["join-codes", "join-codes/{code}.svg", "join-codes/{code}.png", "join-codes/{code}/print"],
)
def test_members_and_other_teams_leaders_get_no_codes(make: Factory, path: str) -> None:
    season_id = make.season()
    team_id, other = make.team(season_id), make.team(season_id)
    code = make.join_code(team_id)
    member = make.account_of(make.participant(season_id, team_id))
    address = f"/team/{team_id}/{path.format(code=code)}"

    statuses = [
        make.signed_in(account).get(address).status_code
        for account in (member, make.leader(season_id, other), make.organizer(season_id, "110101"))
    ]

    assert statuses == [403, 403, 403]


@pytest.mark.parametrize("path", ["join-codes", "join-codes/abcdefgh2345/revoke"])
def test_others_change_no_codes(make: Factory, path: str) -> None:
    season_id = make.season()
    team_id, other = make.team(season_id), make.team(season_id)
    code = make.join_code(team_id)
    client = make.signed_in(make.leader(season_id, other))

    answer = client.post(f"/team/{team_id}/{path}")

    assert answer.status_code == 403
    assert client.get(f"/join/{code}").status_code == 200


def test_unknown_teams_and_units_are_not_found(make: Factory) -> None:
    season_id = make.season()
    client = make.signed_in(make.organizer(season_id))

    assert client.get("/team/1/join-codes").status_code == 404
    assert client.get("/units/1").status_code == 404


def test_a_place_of_an_ended_season_is_not_found(app: Flask, make: Factory) -> None:
    old_team = make.team(make.season(name="2023"))
    with app.app_context():
        end_season(store.team(old_team).season_id, now())
    client = make.signed_in(make.organizer(make.season()))

    assert client.get(f"/team/{old_team}/join-codes").status_code == 404


def test_the_contact_sees_the_units_teams_and_no_person(app: Flask, make: Factory) -> None:
    season_id = make.season()
    team_id = make.team(season_id, "一组")
    code = make.join_code(team_id)
    make.participant(season_id, team_id, name="罕见的名字")
    unit_id = unit_of(app, team_id)
    contact = make.account("单位联系人")
    make.grant(contact, season_id, Role.CONTACT, unit_scope(unit_id))

    page = make.signed_in(contact).get(f"/units/{unit_id}")

    assert page.status_code == 200
    assert "一组" in page.text
    assert f"http://localhost/join/{code}" in page.text
    assert "罕见的名字" not in page.text


def test_another_units_contact_is_refused(app: Flask, make: Factory) -> None:
    season_id = make.season()
    mine, other = make.team(season_id), make.team(season_id)
    contact = make.account()
    make.grant(contact, season_id, Role.CONTACT, unit_scope(unit_of(app, mine)))

    answer = make.signed_in(contact).get(f"/units/{unit_of(app, other)}")

    assert answer.status_code == 403


def test_an_organizer_opens_a_team_and_sees_the_passwords_once(app: Flask, make: Factory) -> None:
    season_id = make.season()
    client = confirmed(make.signed_in(make.organizer(season_id, "110112")))

    answer = client.post("/districts/110112/teams/new", data=FORM)
    first, second = client.get(answer.location).text, client.get(answer.location).text

    assert answer.status_code == 303
    assert "139****0002 的初始密码" in first
    assert "初始密码" not in second
    with app.app_context():
        assert [team.name for team in store.teams_in(season_id, "110112")] == ["护士站"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"deputy_phone": "139 0000 0002"}, "组长和副组长必须是两个人"),
        ({"deputy_name": ""}, "请填写姓名"),
        ({"leader_name": ""}, "请填写姓名"),
        ({"leader_phone": "12345"}, "请输入 11 位手机号"),
        ({"name": " "}, "请填写队名"),
        ({"name": "一" * 41}, "队名最多 40 个字"),
        ({"unit_name": ""}, "请填写单位名称"),
    ],
)
def test_a_team_that_cannot_be_opened_says_why_and_keeps_what_was_typed(
    app: Flask, make: Factory, change: dict[str, str], sentence: str
) -> None:
    season_id = make.season()
    client = confirmed(make.signed_in(make.organizer(season_id, "110112")))

    answer = client.post(
        "/districts/110112/teams/new", data=FORM | {"unit_name": "独一无二厂"} | change
    )

    assert answer.status_code == 422
    assert sentence in answer.text
    assert change.get("unit_name", "独一无二厂") in answer.text
    with app.app_context():
        assert store.teams_in(season_id, "110112") == []


def test_a_second_team_of_the_same_name_is_refused(make: Factory) -> None:
    client = confirmed(make.signed_in(make.organizer(make.season(), "110112")))
    client.post("/districts/110112/teams/new", data=FORM)

    answer = client.post("/districts/110112/teams/new", data=FORM)

    assert answer.status_code == 422
    assert "已经有同名的队伍" in answer.text


def test_only_the_districts_organizer_opens_teams_in_it(make: Factory) -> None:
    season_id = make.season()
    other = confirmed(make.signed_in(make.organizer(season_id, "110101")))
    city = confirmed(make.signed_in(make.organizer(season_id)))

    assert other.get("/districts/110112/teams/new").status_code == 403
    assert other.post("/districts/110112/teams/new", data=FORM).status_code == 403
    assert city.get("/districts/110112/teams/new").status_code == 200
    assert city.get("/districts/999999/teams/new").status_code == 404


def test_markup_in_names_is_shown_as_text_everywhere(app: Flask, make: Factory) -> None:
    season_id = make.season(with_late_joining(BEIJING_2024))
    client = confirmed(make.signed_in(make.organizer(season_id, "110112")))
    data = FORM | {"unit_name": MARKUP, "name": MARKUP, "leader_name": MARKUP}
    client.post("/districts/110112/teams/new", data=data)
    with app.app_context():
        team = store.teams_in(season_id, "110112")[0]
        code = store.codes_of(team.id)[0].code
    addresses = (
        f"/team/{team.id}/join-codes",
        f"/team/{team.id}/join-codes/{code}/print",
        f"/units/{team.unit_id}",
        f"/join/{code}",
    )

    pages = [client.get(address).text for address in addresses]

    for page in pages:
        assert MARKUP not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
