import json
from collections.abc import Iterator
from datetime import date

import plotly.graph_objects as go
import pytest
from flask import Flask

from tests.insights import MONDAY
from tracker.insights import figures, rules
from tracker.insights.rules import (
    AreaFigures,
    DayCount,
    Enrolment,
    Part,
    Share,
    Shown,
    State,
    WeekCount,
    WeekState,
)
from tracker.insights.rules.overview import Change, Order, Overview, PartOverview
from tracker.teams.rules import Team, districts
from tracker.web.charts import Chart

DAY = date(2024, 9, 3)
TODAY = date(2024, 9, 4)
WEEK = date(2024, 9, 2)
NAME = "一组"
HIDDEN = Shown(State.TOO_FEW)
SHOWN = Shown(State.SHOWN, "1234", -1.5, Share(76), Share(60), 2000, 1500)


@pytest.fixture(params=["zh", "en"], autouse=True)
def asked(sqlite_app: Flask, request: pytest.FixtureRequest) -> Iterator[str]:
    """A request in each language in turn; figures ask nothing of a database."""
    with sqlite_app.test_request_context(headers={"Accept-Language": request.param}):
        yield request.param


def parts() -> tuple[Part, ...]:
    counts = {place.code: (place.sort, 20) for place in districts()[1:]}
    return tuple(
        Part(each.code, each.name, *counts.get(each.code, (None, None))) for each in districts()
    )


def overviews() -> tuple[PartOverview, ...]:
    """The first district hides everything, and the second has fewer regular people than active."""
    known = {
        place.code: Overview(
            enrolled=24,
            target=30,
            week=WeekCount(WEEK, place.sort, place.sort // 2, 20, 1, WeekState.FINAL),
            check_ins=1_234,
            change=Change(MONDAY, State.SHOWN, "1234", -0.1 * place.sort),
        )
        for place in districts()[1:]
    }
    return tuple(
        PartOverview(each.code, each.name, known.get(each.code, Overview())) for each in districts()
    )


def charts() -> dict[str, Chart]:
    week = WeekCount(WEEK, 5, 2, 12, 1, WeekState.FINAL)
    frozen = AreaFigures(
        MONDAY, SHOWN, {each.code: HIDDEN if each.sort == 1 else SHOWN for each in districts()}
    )
    minutes = {
        WEEK: dict.fromkeys(["yoga", "tai_chi", "swimming", "hiking", "jogging", "stairs"], 5)
    }
    return {
        "participation": figures.participation_by_day(
            NAME, [DayCount(DAY, 3, 4), DayCount(TODAY, 1, 4)], TODAY
        ),
        "active": figures.active_by_week(NAME, [week], DAY),
        "minutes": figures.minutes_by_kind(NAME, minutes, DAY),
        "enrolment": figures.enrolment_by_day(NAME, [Enrolment(DAY, 2, 14)], DAY),
        "teams": figures.active_by_part(NAME, NAME, parts(), WEEK),
        "districts": figures.districts_by_number(parts(), overviews(), WEEK),
        "map": figures.district_map(overviews(), Order.ACTIVE, WEEK),
        "map-regular": figures.district_map(overviews(), Order.REGULAR, WEEK),
        "map-change": figures.district_map(overviews(), Order.CHANGE, WEEK),
        "team_change": figures.team_change(NAME, [(MONDAY, HIDDEN), (MONDAY, SHOWN)]),
        "change": figures.area_change(NAME, [(MONDAY, SHOWN)]),
        "changes": figures.districts_change(frozen),
        "no days": figures.participation_by_day(NAME, [], DAY),
        "no weeks": figures.active_by_week(NAME, [], DAY),
        "no minutes": figures.minutes_by_kind(NAME, {}, DAY),
        "no enrolment": figures.enrolment_by_day(NAME, [], DAY),
        "no teams": figures.active_by_part(NAME, NAME, [], WEEK),
        "no change": figures.area_change(NAME, []),
        "no changes": figures.districts_change(None),
    }


def test_every_figure_is_one_that_plotly_accepts_and_the_basic_bundle_draws() -> None:
    for name, chart in charts().items():
        figure = go.Figure(chart.figure)

        assert {trace.type for trace in figure.data} <= {"scatter", "bar"}, name


def test_every_figure_is_plain_lists() -> None:
    for name, chart in charts().items():
        assert json.loads(json.dumps(chart.figure)) == chart.figure, name


def test_every_figure_has_a_title_a_caption_and_a_table_as_wide_as_its_header() -> None:
    for name, chart in charts().items():
        assert chart.title, name
        assert chart.caption, name
        assert all(len(row) == len(chart.header) for row in chart.rows), name


def test_participation_is_a_share_of_that_days_members() -> None:
    chart = charts()["participation"]

    assert chart.figure["data"][0]["y"] == [75.0]
    assert chart.rows[0][1:] == ("75.0 %", "3", "4")


def test_a_day_that_is_not_over_is_in_the_table_and_not_in_the_line() -> None:
    chart = charts()["participation"]

    assert chart.figure["data"][0]["x"] == [DAY.isoformat()]
    assert chart.rows[-1][1:] == ("25.0 %", "1", "4")


def test_a_week_that_is_not_over_is_in_the_table_and_not_in_the_lines() -> None:
    week = WeekCount(WEEK, 1, 0, 12, 0, WeekState.RUNNING)

    chart = figures.active_by_week(NAME, [week], DAY)

    assert [trace["x"] for trace in chart.figure["data"]] == [[], [], []]
    assert len(chart.rows) == 1


def test_only_five_kinds_have_a_bar_of_their_own() -> None:
    chart = charts()["minutes"]

    assert [trace["y"] for trace in chart.figure["data"]] == [[5]] * 6
    assert len(chart.header) == 8
    assert chart.rows[0][-1] == "30"


def test_a_part_that_may_not_be_counted_has_no_bar_and_no_number() -> None:
    chart = charts()["teams"]

    assert len(chart.figure["data"][0]["x"]) == 15
    assert chart.rows[0][1:] == ("–", "–", "–")


def test_bars_of_parts_stand_in_their_own_order_from_the_top() -> None:
    chart = charts()["teams"]

    names = [place.name for place in districts()[1:]]
    assert chart.figure["data"][0]["y"] == names[::-1]


def test_the_tile_map_has_sixteen_places_and_two_ends_of_one_scale() -> None:
    tiles = charts()["map"].figure["data"][0]

    colors = tiles["marker"]["color"]
    assert len(set(zip(tiles["x"], tiles["y"], strict=True))) == 16
    assert colors[0] not in colors[1:]
    assert {colors[1], colors[-1]} == {"#e6f3ea", "#7cc397"}


def test_a_hidden_figure_leaves_no_number_in_the_chart_or_its_table() -> None:
    chart = figures.area_change(NAME, [(MONDAY, HIDDEN)])

    assert chart.figure["data"][0]["y"] == []
    assert set(chart.rows[0][1:-1]) == {"–"}
    assert chart.rows[0][-1] == figures.state_text(State.TOO_FEW)


def test_a_released_figure_stands_with_its_n_and_both_shares() -> None:
    chart = charts()["change"]

    change, people, baseline, enrolled, of_completers, of_enrolled, why = chart.rows[0][1:]
    assert (change, why) == ("\N{MINUS SIGN}1.5 %", "")
    assert (people, baseline, enrolled) == ("1,234", "1,500", "2,000")
    assert (of_completers, of_enrolled) == ("76 %", "60 %")


def test_a_bound_is_printed_as_a_bound() -> None:
    assert figures.share_text(Share(90, ">")) == ">90 %"
    assert figures.share_text(None) == "–"


def test_every_state_but_shown_says_why_there_is_no_number() -> None:
    assert [state for state in State if not figures.state_text(state)] == [State.SHOWN]


def test_a_name_typed_as_markup_is_drawn_as_text() -> None:
    part = rules.Part("1", "<b>一组</b>", 3, 12)

    chart = figures.active_by_part(NAME, NAME, [part], WEEK)

    assert chart.figure["data"][0]["y"] == ["&lt;b&gt;一组&lt;/b&gt;"]


def test_filling_a_figure_leaves_the_next_one_clean() -> None:
    first = charts()["participation"].figure

    second = charts()["no days"].figure

    assert second["data"][0]["x"] == []
    assert first["data"][0]["x"] == [DAY.isoformat()]


def test_teams_of_one_name_are_told_apart_by_their_units() -> None:
    first = Team(1, "一组", 11, "机械厂", "110112", 5)
    second = Team(2, "一组", 12, "医院", "110112", 5)
    third = Team(3, "二组", 12, "医院", "110112", 5)

    names = figures.team_names([first, second, third])

    assert list(names.values()) == ["机械厂 一组", "医院 一组", "二组"]
