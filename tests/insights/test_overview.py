"""The six numbers, parts in order, pages as of a snapshot, and a unit's page."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import LONG_AGO, Factory
from tests.insights import MONDAY
from tests.queries import counted
from tracker.accounts.rules import Role, district_scope, unit_scope
from tracker.campaign.store import current_season
from tracker.clock import now
from tracker.database import db, writing
from tracker.insights import store
from tracker.insights.rules import DayCount, Enrolment, State, WeekCount, WeekState
from tracker.insights.rules.overview import (
    Change,
    Order,
    Overview,
    PartOverview,
    in_order,
    overview_of,
)
from tracker.insights.rules.targets import DistrictWishes
from tracker.teams.store import mark_stale, teams_in
from tracker.web.kept import forget
from tracker.weight.models import ReadingRow
from tracker.weight.rules.quantities import Source

HOME = "110112"
TODAY = date(2024, 10, 16)
HEADERS = {"Accept-Language": "zh"}


def week(monday: date, state: WeekState, active: int = 5) -> WeekCount:
    return WeekCount(monday, active, 2, 20, 1, state)


# What comes first ----------------------------------------------------------------------------


def test_the_week_that_is_running_is_not_among_the_six_numbers() -> None:
    over = week(date(2024, 10, 7), WeekState.PROVISIONAL)
    running = week(MONDAY, WeekState.RUNNING)

    found = overview_of([Enrolment(MONDAY, 0, 20)], [DayCount(MONDAY, 7, 20)], [over, running])

    assert (found.enrolled, found.week, found.check_ins) == (20, over, 7)


def test_the_last_value_that_may_be_shown_stays_and_the_newer_reason_is_said() -> None:
    shown = Change(date(2024, 9, 9), State.SHOWN, "10-14", -1.5)
    similar = Change(date(2024, 10, 7), State.TOO_SIMILAR)

    found = overview_of([], [], [], [shown, similar])

    assert (found.change, found.latest) == (shown, similar)


def test_without_a_value_there_is_the_newest_reason_alone() -> None:
    early, few = Change(MONDAY, State.NOT_YET), Change(TODAY, State.TOO_FEW)

    found = overview_of([], [], [], [early, few])

    assert (found.change, found.latest) == (few, None)


@pytest.mark.parametrize(
    ("enrolled", "target", "reached"), [(30, 40, 75.0), (30, None, None), (None, 40, None)]
)
def test_a_percentage_needs_a_target(
    enrolled: int | None, target: int | None, reached: float | None
) -> None:
    assert Overview(enrolled=enrolled, target=target).reached == reached


@given(counts=st.lists(st.none() | st.integers(0, 9), max_size=9))
def test_parts_are_ordered_by_value_then_as_they_stood_and_the_unknown_come_last(
    counts: list[int | None],
) -> None:
    parts = [
        PartOverview(f"{place}", "", Overview(check_ins=count))
        for place, count in enumerate(counts)
    ]

    found = in_order(parts, Order.CHECK_INS)

    keys = [
        (each.overview.check_ins is None, -(each.overview.check_ins or 0), int(each.key))
        for each in found
    ]
    assert keys == sorted(keys)
    assert in_order(parts, None) == parts


# Pages as of a snapshot ----------------------------------------------------------------------


@pytest.fixture
def season(app: Flask, make: Factory) -> int:
    """A team of 32 completers at home, frozen on the Monday."""
    season_id = make.season()
    team_id = make.team(season_id, "一组")
    people = [make.participant(season_id, team_id, name=f"成员{place}") for place in range(32)]
    with app.app_context():
        db.session.add_all(
            ReadingRow(
                participant_id=person,
                day=day,
                source=Source.SELF,
                grams=90_000 if day.month == 8 else 88_000,
                noted_at=LONG_AGO,
                corrections=0,
            )
            for person in people
            for day in (date(2024, 8, 1), date(2024, 8, 3), date(2024, 10, 1), date(2024, 10, 5))
        )
        db.session.commit()
    for person in people[:12]:
        make.exercise(person, date(2024, 10, 8))
    frozen(app)
    late(app, make, season_id, people[20])
    return season_id


def late(app: Flask, make: Factory, season_id: int, person: int) -> None:
    """Somebody notes something for the week before, and the job runner counts it."""
    day = date(2024, 10, 9)
    make.exercise(person, day)
    with app.app_context():
        with writing() as session:
            mark_stale(session, person, [day])
        store.refresh(season_id)


def frozen(app: Flask) -> None:
    with app.app_context():
        known = current_season()
        assert known
        store.freeze(known, TODAY, now())


def organizer(make: Factory, season_id: int, district: str | None = HOME) -> FlaskClient:
    return make.signed_in(make.organizer(season_id, district))


def text(client: FlaskClient, address: str) -> str:
    answer = client.get(address, headers=HEADERS)
    assert answer.status_code == 200, address
    page = answer.get_data(as_text=True)
    return page[page.index("<main") : page.index("</main>")]


@pytest.mark.parametrize("address", ["/city", f"/districts/{HOME}"])
def test_a_page_as_of_a_snapshot_stays_what_it_was(
    app: Flask, make: Factory, season: int, address: str
) -> None:
    client = organizer(make, season, None)
    before = text(client, f"{address}?as_of={MONDAY}")
    late(app, make, season, make.participant(season, make.team(season, "二组", HOME)))
    app.config["TRACKER_TODAY"] = TODAY + timedelta(days=20)

    after = text(organizer(make, season, None), f"{address}?as_of={MONDAY}")

    assert after == before
    assert "周一已报名 32 人的 37.5 %" in before


def test_a_late_entry_is_in_the_live_page_and_not_in_the_snapshot(
    make: Factory, season: int
) -> None:
    client = organizer(make, season)

    live, then = (text(client, f"/districts/{HOME}{more}") for more in ("", f"?as_of={MONDAY}"))

    assert "的 40.6 %" in live
    assert "的 37.5 %" in then
    assert "这一页停在截至 10月14日 的定格" in then
    assert "这一页停在" not in live


def test_charts_and_files_of_a_page_as_of_a_snapshot_are_as_of_it(
    make: Factory, season: int
) -> None:
    client = organizer(make, season)

    page = text(client, f"/districts/{HOME}?as_of={MONDAY}")
    figure = client.get(f"/districts/{HOME}/active.json?as_of={MONDAY}").get_json()

    assert f'data-chart="/districts/{HOME}/active.json?as_of={MONDAY}"' in page
    assert figure["data"][1]["y"][-1] == 12


@pytest.mark.parametrize("asked", ["2024-10-07", "2024-10-15", "20241014", "x", "", "2024-W42-1"])
@pytest.mark.parametrize(
    "address", ["/city", f"/districts/{HOME}", "/city/map.json", f"/districts/{HOME}/teams.csv"]
)
def test_a_day_that_was_not_frozen_is_not_found(
    make: Factory, season: int, address: str, asked: str
) -> None:
    client = organizer(make, season, None)

    assert client.get(f"{address}?as_of={asked}").status_code == 404


def test_snapshots_are_listed_with_their_version_and_why_there_is_another(
    app: Flask, make: Factory, season: int
) -> None:
    with app.app_context():
        known = current_season()
        assert known
        store.freeze_as_of(known, MONDAY, now(), "补录了两台秤的数据")
        hashes = [each.data_hash[:10] for each in store.snapshots(season)]

    page = text(organizer(make, season), f"/districts/{HOME}")

    assert "看以前的定格（1 次）" in page
    assert "第 2 版" in page
    assert "替换的原因：补录了两台秤的数据" in page
    assert "暂定" in page
    assert hashes[1] in page
    assert hashes[0] not in page


def test_before_the_first_snapshot_a_page_says_when_it_comes(app: Flask, make: Factory) -> None:
    client = organizer(make, make.season(), None)
    app.config["TRACKER_TODAY"] = date(2024, 7, 20)

    assert "第一次定格在 8月12日" in text(client, "/city")


def test_targets_are_as_they_were_at_the_snapshot(app: Flask, make: Factory, season: int) -> None:
    with app.app_context():
        known = current_season()
        assert known
        store.set_targets(season, {district_scope(HOME): 64})
        store.freeze_as_of(known, MONDAY, now(), "目标")
        store.set_targets(season, {district_scope(HOME): 40})
    client = organizer(make, season)

    live, then = (text(client, f"/districts/{HOME}{more}") for more in ("", f"?as_of={MONDAY}"))

    assert "目标 40 人，已到 80.0 %" in live
    assert "目标 64 人，已到 50.0 %" in then


def test_districts_stand_by_name_and_on_asking_by_value(make: Factory, season: int) -> None:
    far = make.team(season, "三组", "110101")
    for _ in range(11):
        make.participant(season, far)
    client = organizer(make, season, None)

    pages = [text(client, f"/city{asked}") for asked in ("", "?sort=enrolled", "?sort=nothing")]

    places = [
        page.index(">通州区</a>") < page.index(">东城区</a>")
        for page in (page[page.index('id="districts-rows"') :] for page in pages)
    ]
    assert places == [False, True, False]


# A unit --------------------------------------------------------------------------------------


@pytest.fixture
def unit_id(app: Flask, season: int) -> int:
    """The unit of the team of 32."""
    with app.app_context():
        return teams_in(season, HOME)[0].unit_id


def contact(make: Factory, season_id: int, unit_id: int) -> FlaskClient:
    account_id = make.account()
    make.grant(account_id, season_id, Role.CONTACT, unit_scope(unit_id))
    return make.signed_in(account_id)


def agree(app: Flask, season_id: int) -> None:
    with app.app_context():
        store.set_district(season_id, HOME, DistrictWishes({}, units_see=True))


def test_a_unit_sees_no_change_until_its_district_agrees(
    app: Flask, make: Factory, season: int, unit_id: int
) -> None:
    client, address = contact(make, season, unit_id), f"/units/{unit_id}/figures"

    before = text(client, address)
    agree(app, season)
    after = text(client, address)

    assert "由所在的区决定" in before
    assert "体重的平均变化" not in before
    assert "\N{MINUS SIGN}2.0 %" in after
    assert "由所在的区决定" not in after


def test_a_unit_under_thirty_contributors_sees_why_it_has_no_change(
    app: Flask, make: Factory, season: int
) -> None:
    small = make.team(season, "二组")
    for _ in range(12):
        make.participant(season, small)
    agree(app, season)
    with app.app_context():
        unit_id = next(each.unit_id for each in teams_in(season, HOME) if each.id == small)

    page = text(contact(make, season, unit_id), f"/units/{unit_id}/figures")

    assert "资料完整不足 30 人，不显示" in page


def test_a_unit_names_its_teams_and_counts_those_of_ten(
    make: Factory, season: int, unit_id: int
) -> None:
    make.participant(season, make.team_in(unit_id, "<i>三组</i>"))

    page = text(contact(make, season, unit_id), f"/units/{unit_id}/figures")

    assert "&lt;i&gt;三组" in page
    assert "不足 10 人，不显示" in page
    assert "40.6 %" in page


def test_a_contact_comes_to_the_figures_from_the_units_page(
    make: Factory, season: int, unit_id: int
) -> None:
    page = text(contact(make, season, unit_id), f"/units/{unit_id}")

    assert f'href="/units/{unit_id}/figures"' in page


def test_nobody_else_opens_a_units_figures(make: Factory, season: int, unit_id: int) -> None:
    others = [
        contact(make, season, 1),
        organizer(make, season, "110101"),
        make.signed_in(make.account()),
    ]
    addresses = [f"/units/{unit_id}/figures", f"/units/{unit_id}/figures/active.json"]

    answers = {client.get(address).status_code for client in others for address in addresses}

    assert answers == {403}


def test_a_figure_no_unit_has_is_not_found(make: Factory, season: int, unit_id: int) -> None:
    client = contact(make, season, unit_id)

    assert client.get(f"/units/{unit_id}/figures/change.json").status_code == 404


def test_pages_ask_the_database_as_often_as_they_must(
    app: Flask, make: Factory, season: int, unit_id: int
) -> None:
    # Person, season, participant, teams, unit; what is due; then one query each for what is counted
    # by day and week, of the parts, and minutes; for snapshots, what is frozen, and targets. As of
    # a snapshot nothing is counted: each section of it is one query.
    city, own = organizer(make, season, None), contact(make, season, unit_id)
    agree(app, season)
    pages = {
        f"/city?as_of={MONDAY}": (city, 11),
        f"/districts/{HOME}?as_of={MONDAY}": (city, 12),
        f"/units/{unit_id}/figures": (own, 20),
        "/city/targets": (city, 4),
        f"/districts/{HOME}/targets": (city, 6),
    }
    found = {}
    for address, (client, _) in pages.items():
        client.get(address)
        forget()

        with counted(app) as statements:
            client.get(address)

        found[address] = len(statements)

    assert found == {address: queries for address, (_, queries) in pages.items()}
