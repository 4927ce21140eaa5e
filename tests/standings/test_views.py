"""Pages of standings: who sees which teams, names and points, and what each switch does."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Factory
from tests.queries import counted
from tests.standings.season import NOW, SEPTEMBER, TEAMS, Teams, make_teams
from tracker.accounts.rules import Role, unit_scope
from tracker.announcements.rules import Audience, Place
from tracker.announcements.store import announce
from tracker.campaign.rules import ConsentKind
from tracker.campaign.store import current_season
from tracker.database import db
from tracker.standings import store
from tracker.standings.models import SettledWeek
from tracker.standings.tasks import settle_standings

TODAY = SEPTEMBER


@pytest.fixture
def settled(app: Flask) -> Teams:
    """Everything settled that is due, with every unit's switch on."""
    return settle(app, on=True)


def settle(app: Flask, *, on: bool) -> Teams:
    teams = make_teams(app)
    app.config["TRACKER_TODAY"] = TODAY
    with app.app_context():
        season = current_season()
        assert season
        store.settle(season, TODAY, NOW)
        if on:
            scopes = {unit_scope(each): True for each in teams.units}
            store.set_switches(teams.season_id, scopes, NOW)
    return teams


def member(make: Factory, teams: Teams, team: int = 3) -> FlaskClient:
    return make.signed_in(make.account_of(teams.people[team][0]))


def test_teams_are_listed_by_band_without_a_score_or_a_place(make: Factory, settled: Teams) -> None:
    page = member(make, settled).get("/standings").text

    assert all(f"{number} 组" in page for number in range(TEAMS))
    assert "领先" in page
    assert "我的队" in page
    assert "第 1 名" not in page


def test_by_default_no_employer_is_compared(app: Flask, make: Factory) -> None:
    teams = settle(app, on=False)

    page = member(make, teams).get("/standings").text

    assert "您的单位没有打开" in page
    assert "5 组" not in page


@pytest.mark.parametrize("scope", ["city", "district:110112"])
def test_the_city_or_a_district_switches_everybody_off(
    app: Flask, make: Factory, settled: Teams, scope: str
) -> None:
    with app.app_context():
        store.set_switches(settled.season_id, {scope: False}, NOW)

    page = member(make, settled).get("/standings").text

    assert "5 组" not in page


@pytest.mark.parametrize(("of", "others"), [("unit", False), ("district", True), ("season", True)])
def test_a_list_is_of_the_own_unit_the_district_or_the_season(
    make: Factory, settled: Teams, of: str, *, others: bool
) -> None:
    page = member(make, settled).get(f"/standings?of={of}").text

    assert ("9 组" in page) is others
    assert "3 组" in page


def test_an_organizer_sees_her_district(make: Factory, settled: Teams) -> None:
    here = make.signed_in(make.organizer(settled.season_id, "110112"))
    elsewhere = make.signed_in(make.organizer(settled.season_id, "110105"))

    assert "5 组" in here.get("/standings").text
    assert "5 组" not in elsewhere.get("/standings").text
    assert "5 组" in elsewhere.get("/standings?of=season").text


def test_before_anything_is_settled_the_page_says_when(app: Flask, make: Factory) -> None:
    teams = make_teams(app)

    assert "还没有定稿的一周" in member(make, teams).get("/standings").text


def test_points_for_exercise_are_named_among_those_who_agreed(
    make: Factory, settled: Teams
) -> None:
    agreed = make.participant(settled.season_id, settled.ids[3], name="李雷")
    make.exercise(agreed, date(2024, 9, 10))
    make.participant(settled.season_id, settled.ids[3], name="安静")
    refused = frozenset({ConsentKind.NAME_IN_STANDINGS})
    shy = make.participant(settled.season_id, settled.ids[3], name="韩梅", refused=refused)

    seen = member(make, settled).get("/standings/members").text
    hers = make.signed_in(make.account_of(shy)).get("/standings/members").text

    assert "李雷" in seen
    assert "韩梅" not in seen
    assert "安静" not in seen
    assert "李雷" not in hers
    assert "只有同意公开自己名字的队员和组长看得到" in hers


def test_a_leader_sees_the_same_names_and_it_is_logged(make: Factory, settled: Teams) -> None:
    leader = make.signed_in(make.leader(settled.season_id, settled.ids[3]))

    page = leader.get(f"/standings/members?team={settled.ids[3]}").text

    assert "王芳" in page
    assert leader.get(f"/standings/members?team={settled.ids[4]}").status_code == 403


def test_without_the_units_switch_there_is_no_list_of_names(app: Flask, make: Factory) -> None:
    teams = settle(app, on=False)

    page = member(make, teams).get("/standings/members").text

    assert "王芳" not in page
    assert "没有打开" in page


def test_every_point_opens_to_its_entry_its_rule_and_its_cap(make: Factory, settled: Teams) -> None:
    person = settled.people[3][0]
    for day in range(9, 13):
        make.reading(person, date(2024, 9, day), 70_000)
    make.exercise(person, date(2024, 9, 12), 90)

    page = member(make, settled).get("/me/points").text

    assert "规则：一次 10 分" in page
    assert "称重每周最多算 3 次，原来 10 分" in page
    assert "运动每天最多算 60 分钟，原来 90 分" in page


def test_whoever_hides_points_sees_none_and_is_on_no_list(make: Factory, settled: Teams) -> None:
    browser = member(make, settled)

    answer = browser.post("/me/points", data={"points": "hidden"})

    assert answer.status_code == 303
    assert "都关着" in browser.get("/me/points").text
    assert "连续记录</h2>" not in browser.get("/me").text
    assert "您没有在名单里" in browser.get("/standings/members").text


def test_hiding_can_be_undone(make: Factory, settled: Teams) -> None:
    browser = member(make, settled)
    browser.post("/me/points", data={"points": "hidden"})

    browser.post("/me/points", data={"points": "shown"})

    assert "第 2 轮" in browser.get("/me/points").text


def test_a_contact_switches_her_unit_on(app: Flask, make: Factory) -> None:
    teams = settle(app, on=False)
    contact = make.account("办事员")
    make.grant(contact, teams.season_id, Role.CONTACT, unit_scope(teams.units[3]))
    browser = make.signed_in(contact)

    answer = browser.post(f"/units/{teams.units[3]}/standings", data={"state": "on"})

    assert answer.status_code == 303
    assert "3 组" in browser.get("/standings").text
    assert browser.get(f"/units/{teams.units[4]}/standings").status_code == 403


def test_a_switch_needs_an_answer(make: Factory, settled: Teams) -> None:
    city = make.signed_in(make.organizer(settled.season_id))

    assert city.post("/city/standings", data={"state": "perhaps"}).status_code == 422
    assert city.post("/city/standings", data={"state": "off"}).status_code == 303


def test_the_city_reads_what_goes_against_policy_and_how_fair_it_is(
    make: Factory, settled: Teams
) -> None:
    city = make.signed_in(make.organizer(settled.season_id))
    city.post("/city/brief", data={"activities": "通报各单位打卡率"})

    page = city.get("/city/standings").text

    assert "不得通报下载率" in page
    assert "进“领先”的机会" in page
    assert city.get("/city/standings/fairness.json").get_json()["data"][0]["type"] == "bar"


def test_a_district_reads_which_units_are_on(make: Factory, settled: Teams) -> None:
    organizer = make.signed_in(make.organizer(settled.season_id, "110112"))

    page = organizer.get("/districts/110112/standings").text

    assert f"/units/{settled.units[0]}/standings" in page


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        # Whoever asks (4: account, season, part, team), the switches, the week, its teams.
        ("/standings", 7),
        ("/standings?of=season", 7),
        ("/standings/members", 9),
        # Both logs, pauses and choices (9), and what is counted by times from three rooms.
        ("/me/points", 12),
    ],
)
def test_pages_ask_the_database_a_few_times_however_many_teams_there_are(
    app: Flask, make: Factory, settled: Teams, address: str, queries: int
) -> None:
    browser = member(make, settled)
    browser.get(address)

    with counted(app) as found:
        browser.get(address)

    assert len(found) <= queries, found


def test_the_command_checks_a_season(app: Flask, make: Factory, settled: Teams) -> None:
    runner = app.test_cli_runner()

    good = runner.invoke(args=["check-season"])
    make.signed_in(make.organizer(settled.season_id)).post(
        "/city/brief", data={"activities": "各单位排名公布"}
    )
    bad = runner.invoke(args=["check-season"])

    assert good.exit_code == 0
    assert good.output.strip().endswith("settings, 0 problems")
    assert bad.exit_code == 1
    assert "brief.city" in bad.output
    assert bad.output.strip().endswith("settings, 1 problems")


def test_the_command_reads_announcements_but_not_what_a_leader_says_to_her_team(
    app: Flask, make: Factory, settled: Teams
) -> None:
    words = "未打卡人员将被通报批评，各单位排名公布"
    author, team_id = make.organizer(settled.season_id), make.team(settled.season_id, "话多")
    with app.app_context():
        for place, to in (
            (Place(settled.season_id), Audience.LEADERS),
            (Place(settled.season_id, team_id=team_id), Audience.MEMBERS),
        ):
            announce(author, place, to, words, TODAY, TODAY, NOW)

    said = app.test_cli_runner().invoke(args=["check-season"]).output

    assert "announcement.city." in said
    assert said.count("announcement.") == said.count("announcement.city.")


@pytest.mark.usefixtures("settled")
def test_the_commands_settle_and_tell_how_fair_it_is(app: Flask) -> None:
    runner = app.test_cli_runner()

    assert "0 weeks of season 2024 settled." in runner.invoke(args=["settle-standings"]).output
    assert "within 1.5: " in runner.invoke(args=["fairness", "--seasons", "3"]).output


def test_commands_without_a_season_say_so(app: Flask) -> None:
    for command in ("settle-standings", "check-season", "fairness"):
        assert "No season is open" in app.test_cli_runner().invoke(args=[command]).output


def test_the_task_settles_what_is_due(app: Flask) -> None:
    make_teams(app)
    app.config["TRACKER_TODAY"] = TODAY
    with app.app_context():
        settle_standings()

        assert db.session.query(SettledWeek).count() == 4
