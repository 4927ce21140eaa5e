"""The leader's pages: what they say, to whom, and what no one can read off them."""

import re
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from flask import Flask

from tests.conftest import TODAY
from tests.followup.people import DAY, Led, ago
from tests.queries import counted
from tracker.accounts.models import AccessLook
from tracker.accounts.rules import Role, team_scope
from tracker.campaign.rules import Deed
from tracker.campaign.store import deeds_to
from tracker.database import db
from tracker.exercise.models import EntryRow
from tracker.teams.models import Membership

KEYS = ["1", "", "x", "9" * 40, "-1", "１"]
CHANGING = re.compile(r'value="[^"]{16,}"|\d{16}|1\d\d\*{4}\d{4}')
"""Tokens, keys and masked phones: another one for another person."""
REMINDER = {"weekdays": ["0", "4"], "at": "07:30"}


def looks(app: Flask) -> list[tuple[str, str, int]]:
    with app.app_context():
        rows = db.session.query(AccessLook).order_by(AccessLook.scope).all()
        return [(row.scope, row.what, row.looks) for row in rows]


def deeds(team: Led, her: int) -> list[Deed]:
    with team.app.app_context():
        return [each.deed for each in deeds_to(her)]


# Whom to ask today ---------------------------------------------------------------------------


def test_a_team_without_silence_asks_for_nobody(team: Led) -> None:
    team.member("王芳", 0)

    page = team.page()

    assert "<h1>今天没有人需要联系</h1>" in page
    assert "data-copy-next" not in page.split("chain-title")[0]


def test_the_screen_says_who_and_why_and_what_to_write(team: Led) -> None:
    team.member("王芳", 8)

    page = team.page()

    assert "<h1>今天可以联系 1 个人</h1>" in page
    assert "一周多没有记录了，上一次是 10月7日。" in page
    assert re.search(r"<textarea[^>]*>王芳，", page)


def test_there_are_never_more_than_three(team: Led) -> None:
    for number in range(8):
        team.member(f"成员{number}", 8 + 3 * number)

    page = team.page()

    assert page.count("已联系</button>") == 3
    assert "今天可以联系 3 个人" in page


def test_leader_and_deputy_read_the_same(team: Led) -> None:
    for number in range(6):
        team.member(f"成员{number}", 8)

    pages = [CHANGING.sub("", team.page(role)) for role in (Role.LEADER, Role.DEPUTY)]

    assert pages[0] == pages[1].replace("孙丽", "李伟")


def test_a_mark_stays_on_the_screen_and_in_the_audit_trail(team: Led) -> None:
    her = team.member("王芳", 8)

    status = team.post("marks", participant=her, outcome="contacted")

    page = team.page(Role.DEPUTY)
    assert status == 303
    assert "李伟联系过了" in page
    assert "<h1>今天都联系好了</h1>" in page
    assert deeds(team, her) == [Deed.CONTACTED]


def test_who_marks_second_is_told_and_nothing_is_written_twice(team: Led) -> None:
    her = team.member("王芳", 8)
    team.post("marks", participant=her, outcome="contacted")

    team.post("marks", Role.DEPUTY, participant=her, outcome="number_wrong")

    assert deeds(team, her) == [Deed.CONTACTED]


def test_a_mark_can_be_taken_back(team: Led) -> None:
    her = team.member("王芳", 8)
    team.post("marks", participant=her, outcome="number_wrong")

    team.post("marks/undo", participant=her)

    assert "今天可以联系 1 个人" in team.page()
    assert team.post("marks/undo", participant=her) == 303


def test_wrong_numbers_wait_on_the_screen_until_they_are_right(app: Flask, team: Led) -> None:
    her = team.member("王芳", 8)
    team.post("marks", participant=her, outcome="number_wrong")
    app.config["TRACKER_TODAY"] = TODAY + DAY
    before = team.page()

    team.post("marks/undo", participant=her)

    assert 'id="wrong-title"' in before
    assert 'id="wrong-title"' not in team.page()


def test_a_pause_is_proposed_until_a_day_within_limits(team: Led) -> None:
    her = team.member("王芳", 8)
    pause = partial(team.post, "marks", participant=her, outcome="pause")
    days = [TODAY - DAY, TODAY + timedelta(days=26), TODAY + timedelta(days=13)]

    statuses = [pause(until=day.isoformat()) for day in days]

    assert statuses == [422, 422, 303]
    assert pause() == 422
    assert deeds(team, her) == [Deed.PAUSE_PROPOSED]
    assert "李伟建议暂停到 10月29日，等本人确认" in team.page()


def test_a_refused_day_stands_under_its_person_with_a_sentence(team: Led) -> None:
    her = team.member("王芳", 8)
    fields = {"participant": her, "outcome": "pause", "until": "2025-01-01"}

    answer = team.browser().post(f"/lead/{team.team_id}/marks", data=fields)

    page = answer.get_data(as_text=True)
    assert "请选 10月16日 到 11月10日 之间的一天。" in page
    assert 'value="2025-01-01"' in page


@pytest.mark.parametrize("key", KEYS)
def test_strange_keys_and_outcomes_change_nothing(team: Led, key: str) -> None:
    her = team.member("王芳", 8)

    statuses = [
        team.post("marks", participant=key, outcome="contacted"),
        team.post("marks", participant=her, outcome=key),
        team.post("marks/undo", participant=key),
        team.post("phone", participant=key),
    ]

    assert statuses == [404, 422, 404, 404]
    assert deeds(team, her) == []


def test_another_teams_people_cannot_be_marked_or_called(team: Led) -> None:
    elsewhere = team.make.team(team.season_id, "二组")
    stranger = team.make.participant(team.season_id, elsewhere, name="别处")

    statuses = [
        team.post(what, participant=stranger, outcome="contacted")
        for what in ("marks", "marks/undo", "phone")
    ]

    assert statuses == [404, 404, 404]
    assert team.browser().get(f"/lead?team={elsewhere}").status_code == 403
    assert team.browser().post(f"/lead/{elsewhere}/marks").status_code == 403


def test_who_leads_two_teams_chooses(team: Led) -> None:
    second = team.make.team(team.season_id, "二组")
    team.make.grant(team.leader, team.season_id, Role.DEPUTY, team_scope(second))
    browser = team.browser()

    first, other = browser.get("/lead"), browser.get(f"/lead?team={second}")

    assert f'href="/lead?team={second}"' in first.text
    assert "二组 · 10月16日" in other.text


def test_who_only_leads_lands_here_after_signing_in(team: Led) -> None:
    assert team.browser().get("/").location == "/lead"


def test_a_leader_who_takes_part_finds_the_way_on_her_own_page(app: Flask, team: Led) -> None:
    hers = team.make.participant(team.season_id, team.team_id, account_id=team.leader)
    team.make.exercise(hers, TODAY)
    team.member("王芳", 8)
    browser = team.browser()
    other = team.make.signed_in(team.make.account_of(team.member("同事", -1)))

    with counted(app) as one:
        page = browser.get("/").text
    with counted(app) as another:
        other.get("/")

    assert "带队：今天可以联系 1 个人" in page
    assert len(one) == len(another) + 1


def test_the_screen_asks_the_database_as_often_as_it_must(app: Flask, team: Led) -> None:
    # Person, season, participant, team, whether this look was noted, members, what they noted.
    for number in range(12):
        team.member(f"成员{number}", 8)
    browser = team.browser()
    browser.get("/lead")

    with counted(app) as statements:
        browser.get("/lead")

    assert len(statements) == 7


# The roster ----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.LEADER, Role.DEPUTY])
def test_leader_and_deputy_see_the_roster_and_their_look_is_logged(
    app: Flask, team: Led, role: Role
) -> None:
    for name in ("王芳", "陈晨"):
        team.member(name, 2)
    team.page(role)

    page = team.page(role)

    assert page.count("最近记录：10月13日") == 2
    assert looks(app) == [(team_scope(team.team_id), "roster", 1)]


def test_the_longest_silent_stand_first_and_who_is_not_shown_last(team: Led) -> None:
    team.member("不给看", 30, refused=True)
    team.member("常记", 0)
    team.member("从来", weighs=True)
    team.member("很久", 20)

    roster = team.page().split('id="roster-title"')[1]

    places = [roster.index(name) for name in ("从来", "很久", "常记", "不给看")]
    assert places == sorted(places)
    assert "不显示" in roster[places[-1] :]


def test_phones_are_masked_until_a_logged_tap(app: Flask, team: Led) -> None:
    account_id = team.make.account("陈晨", "13812345678")
    her = team.make.participant(team.season_id, team.team_id, account_id=account_id)

    page = team.page()
    answer = team.browser().post(f"/lead/{team.team_id}/phone", data={"participant": her})

    assert "13812345678" not in page
    assert "138****5678" in page
    assert "13812345678" in answer.text
    assert (f"participant:{her}", "phone", 1) in looks(app)


# What nobody can read off the page -----------------------------------------------------------


def test_the_screen_is_the_same_whether_they_weighed_or_exercised(team: Led) -> None:
    days = ((8,), (30, 0), (), (20,), (1,))
    people = {team.member(f"成员{place}", *each): each for place, each in enumerate(days)}
    exercised = team.page()

    with team.app.app_context():
        db.session.query(EntryRow).delete()
        db.session.commit()
    for her, noted in people.items():
        for each in noted:
            team.make.reading(her, ago(each), 118_310)

    assert normal(team.page()) == normal(exercised)
    assert "成员1" in exercised


def test_who_refused_looks_the_same_whatever_she_noted(team: Led) -> None:
    team.member("王芳", 8)
    pages = []
    for days in ((), (0,), (8,), (30,)):
        her = team.member("赵静", *days, refused=True)
        pages.append(normal(team.page()))
        forget_people(team, [her])

    assert len(set(pages)) == 1


def test_the_list_to_pass_around_tells_nothing_of_anybody(team: Led) -> None:
    team.member("陈晨", 0)
    team.member("王芳", 30)
    team.member("赵静", 0, refused=True)

    found = re.search(r'<textarea id="chain"[^>]*>(.*?)</textarea>', team.page(), re.DOTALL)

    assert found
    lines = found[1].splitlines()
    assert lines[0] == "#接龙 一组 · 10月16日 今天动一动"
    assert [line.strip() for line in lines[2:]] == ["1. 王芳", "2. 赵静", "3. 陈晨"]


def test_no_query_of_the_screen_reads_a_number_of_a_body(app: Flask, team: Led) -> None:
    team.member("王芳", 8, weighs=True)

    with counted(app) as statements:
        team.page()

    words = ("grams", "waist", "height", "minutes", "goal", "doctor", "body")
    assert not [each for each in statements for word in words if word in each.lower()]


def test_the_guide_is_there_for_who_leads(team: Led) -> None:
    guide = team.browser().get("/lead/guide").text

    assert "<h1>组长指南</h1>" in guide
    assert "单位能看到我体重吗？" in guide


# A person's own reminders --------------------------------------------------------------------


def test_a_person_sets_a_reminder_and_fetches_its_file(app: Flask, team: Led) -> None:
    browser = team.make.signed_in(team.make.account_of(team.member("王芳")))

    set_it = browser.post("/me/reminders", data=REMINDER)
    page = browser.get("/me/reminders").text
    file = app.test_client().get("/reminders/mon-fri-0730.ics")

    assert set_it.status_code == 303
    assert 'href="/reminders/mon-fri-0730.ics"' in page
    assert (file.status_code, file.mimetype) == (200, "text/calendar")
    assert "SUMMARY:记一下今天" in file.text
    assert "UNTIL=20241110T155959Z" in file.text


def test_a_reminder_needs_a_day_and_a_time(team: Led) -> None:
    browser = team.make.signed_in(team.make.account_of(team.member("王芳")))

    answers = [
        browser.post("/me/reminders", data=data).status_code
        for data in ({}, {"at": "07:30"}, {"weekdays": ["0"]}, REMINDER | {"weekdays": ["9"]})
    ]

    assert answers == [422] * 4


@pytest.mark.parametrize("when", ["mon-2400", "x", "mon", "mon-mon-0730"])
def test_other_addresses_hold_no_file(app: Flask, team: Led, when: str) -> None:
    assert team.season_id
    assert app.test_client().get(f"/reminders/{when}.ics").status_code == 404


def test_one_tap_keeps_the_system_quiet_and_another_lets_it_speak(team: Led) -> None:
    browser = team.make.signed_in(team.make.account_of(team.member("王芳")))
    said = []

    for button, fields in (("mute", {}), ("mute", {"forever": "1"}), ("unmute", {})):
        browser.post(f"/me/reminders/{button}", data=fields)
        page = browser.get("/me/reminders").text
        said.append(("静音到 11月15日" in page, "以后都不问" in page))

    assert said == [(True, False), (False, True), (False, False)]


@pytest.mark.parametrize(("hour", "asked"), [(4, True), (14, False), (23, False)])
def test_the_question_after_silence_is_not_asked_at_night(
    team: Led, hour: int, *, asked: bool
) -> None:
    her = team.make.account_of(team.member("王芳", 30))

    with time_machine.travel(f"2024-10-16T{hour:02}:00:00Z", tick=False):
        page = team.make.signed_in(her).get("/").text

    assert ("<h1>今天想记一笔吗？</h1>" in page) is asked


def test_the_question_is_asked_once_a_week_and_muted_on_one_tap(app: Flask, team: Led) -> None:
    her = team.make.account_of(team.member("王芳", 30))
    asked = []

    with time_machine.travel("2024-10-16T04:00:00Z", tick=False):
        browser = team.make.signed_in(her)
        for days, muted in ((0, False), (1, False), (7, True), (14, False)):
            app.config["TRACKER_TODAY"] = TODAY + timedelta(days=days)
            asked.append("今天想记一笔吗" in browser.get("/").text)
            if muted:
                browser.post("/me/reminders/mute")

    assert asked == [True, False, True, False]


def normal(page: str) -> str:
    """A page without what is another one for another person or another request."""
    return CHANGING.sub("", page)


def forget_people(team: Led, keys: list[int]) -> None:
    """Take people out of the team again."""
    with team.app.app_context():
        db.session.query(Membership).where(Membership.participant_id.in_(keys)).delete()
        db.session.commit()
