"""Teams' means, who is compared, bands and ties."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.campaign.rules import BEIJING_2024
from tracker.standings.rules.boards import Placed, by_band, compared
from tracker.standings.rules.scoring import latest
from tracker.standings.rules.switches import Switches
from tracker.standings.rules.teams import (
    TEAMS_FOR_BANDS,
    Band,
    MemberWeek,
    State,
    TeamWeek,
    band_of,
    due_weeks,
    eligible,
    frozen_on,
    means,
    mondays_of,
    released_mark,
    scores,
    spread,
    standings,
    team_week,
)
from tracker.teams.rules import Team

RULES = latest()
TEAMS = st.dictionaries(
    st.integers(1, 60),
    st.builds(TeamWeek, st.integers(8, 50), st.integers(8, 50), st.integers(0, 4000)),
    min_size=TEAMS_FOR_BANDS,
    max_size=60,
)


def members(*points: int, paused: int = 0, silent: int = 0) -> list[MemberWeek]:
    active = [MemberWeek(each, reports=True, paused=False) for each in points]
    away = [MemberWeek(0, reports=False, paused=True)] * paused
    return active + away + [MemberWeek(0, reports=False, paused=False)] * silent


def placed(number: int, band: Band | None, unit: int = 1) -> Placed:
    team = Team(number, f"{number} 组", unit, f"{unit} 厂", "110112", 1)
    return Placed(team, State.RANKED, band)


def test_rounds_have_4_4_and_5_weeks_and_freeze_after_their_second() -> None:
    rounds = BEIJING_2024.rounds

    assert [len(mondays_of(each)) for each in rounds] == [4, 4, 5]
    assert [frozen_on(each) for each in rounds] == [
        date(2024, 8, 25),
        date(2024, 9, 22),
        date(2024, 10, 20),
    ]


def test_a_week_is_due_two_weeks_after_its_monday_when_its_roster_is_frozen() -> None:
    last_round = BEIJING_2024.rounds[2]
    due = last_round.first + timedelta(days=14)

    assert last_round.first not in due_weeks(BEIJING_2024, due - timedelta(days=1))
    assert due_weeks(BEIJING_2024, due)[-1] == last_round.first
    assert frozen_on(last_round) < due


@pytest.mark.parametrize(
    ("paused", "counted"), [(0, 10), (1, 10), (2, 10), (3, 11), (10, 16)], ids=str
)
def test_at_most_a_fifth_of_a_roster_counts_as_paused(paused: int, counted: int) -> None:
    assert team_week(RULES, members(*[90] * 10, paused=paused)).counted == counted


def test_of_those_who_pause_the_ones_with_points_stay_in() -> None:
    people = [MemberWeek(points, reports=points > 0, paused=True) for points in (0, 0, 50, 60, 70)]

    found = team_week(RULES, people)

    assert (found.counted, found.doing, found.reporting) == (4, 180, 3)


@pytest.mark.parametrize(
    ("counted", "reporting", "state"),
    [
        (7, 7, State.FEW_MEMBERS),
        (8, 8, State.RANKED),
        (10, 6, State.RANKED),
        (10, 5, State.FEW_REPORTING),
        (15, 9, State.RANKED),
        (15, 8, State.FEW_REPORTING),
    ],
)
def test_eight_members_and_60_percent_reporting(counted: int, reporting: int, state: State) -> None:
    week = TeamWeek(counted, reporting, 100)

    assert eligible(RULES, week, week) is state


@given(TEAMS)
def test_equal_teams_share_a_band_and_no_mean_above_another_has_a_lower_score(
    weeks: dict[int, TeamWeek],
) -> None:
    sizes = dict.fromkeys(weeks, 20)
    found = means(RULES, weeks, {})

    score = scores(RULES, found, sizes)

    order = sorted(found, key=lambda team: found[team])
    assert [score[team] for team in order] == sorted(score.values())
    assert len({score[team] for team in weeks if found[team] == found[order[0]]}) == 1


@given(st.integers(-400, 400))
def test_bands_are_thirds_of_a_spread_and_equal_scores_share_one(score: int) -> None:
    assert (
        band_of(score)
        is {1: Band.LEADING, 0: Band.STEADY, -1: Band.CHEER}[(score >= 43) - (score < -43)]
    )


def test_teams_that_are_all_alike_are_all_steady() -> None:
    weeks = dict.fromkeys(range(20), TeamWeek(10, 10, 700))

    assert {each.band for each in standings(RULES, weeks, weeks, {}).values()} == {Band.STEADY}


def test_with_few_teams_there_are_no_bands() -> None:
    weeks = {team: TeamWeek(10, 10, 100 * team) for team in range(TEAMS_FOR_BANDS - 1)}

    found = standings(RULES, weeks, weeks, {})

    assert {(each.state, each.band) for each in found.values()} == {(State.FEW_TEAMS, None)}


def test_a_small_teams_distance_is_measured_by_what_small_teams_vary() -> None:
    rng = np.random.default_rng(1)
    size = np.repeat([8.0, 40.0], 400)
    value = rng.normal(50, 40 / np.sqrt(size))

    usual = spread(value, size)

    assert usual[0] / usual[-1] == pytest.approx(np.sqrt(5), rel=0.2)


def test_a_team_whose_marks_are_not_released_is_placed_by_doing_alone() -> None:
    weeks = {team: TeamWeek(10, 10, 600 + 10 * team) for team in range(10)}

    found = means(RULES, weeks, {0: 80, 1: 40})

    assert found[3] - found[2] == pytest.approx(0.75 * 100 * 10 / 1500)
    assert found[3] == pytest.approx(0.75 * 100 * 630 / 1500 + 0.25 * 60)


@pytest.mark.parametrize(
    ("shares", "percent"),
    [([0.5] * 9, None), ([0.5] * 10, 60), ([0.49] * 10, 40), ([1.0] * 10, 100), ([0.0] * 12, 0)],
)
def test_marks_are_rounded_to_fifths_from_ten_people(
    shares: list[float], percent: int | None
) -> None:
    assert released_mark(shares, may=True) == percent
    assert released_mark(shares, may=False) is None


@pytest.mark.parametrize(
    ("switches", "on"),
    [
        ({}, False),
        ({"unit:1": True}, True),
        ({"unit:1": True, "city": False}, False),
        ({"unit:1": True, "district:110112": False}, False),
        ({"city": True, "district:110112": True}, False),
        ({"unit:1": False}, False),
    ],
)
def test_an_employer_is_off_until_it_says_yes_and_any_switch_above_it_is_enough(
    switches: dict[str, bool], *, on: bool
) -> None:
    assert bool(compared([placed(1, Band.STEADY)], Switches(switches))) is on


def test_a_team_without_a_band_is_in_no_list() -> None:
    assert compared([placed(1, None)], Switches({"unit:1": True})) == []


def test_inside_a_band_teams_are_listed_by_name() -> None:
    found = by_band(
        [placed(3, Band.LEADING), placed(1, Band.LEADING, unit=2), placed(2, Band.LEADING)]
    )

    assert [each.team.id for each in found[Band.LEADING]] == [2, 3, 1]


def test_nobody_is_alone_in_the_last_band() -> None:
    alone = by_band([placed(1, Band.CHEER), placed(2, Band.STEADY)])
    two = by_band([placed(1, Band.CHEER), placed(2, Band.CHEER)])

    assert (len(alone[Band.STEADY]), len(alone[Band.CHEER])) == (2, 0)
    assert len(two[Band.CHEER]) == 2
