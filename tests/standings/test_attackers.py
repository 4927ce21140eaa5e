"""Whoever knows everything but one person's weight points: what standings tell of them."""

from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.factories import Factory
from tests.standings.season import FIRST, NOW, Teams, make_teams
from tracker.accounts.models import Account
from tracker.accounts.rules import Role, team_scope, unit_scope
from tracker.campaign.models import ConsentRow
from tracker.campaign.rules import ConsentKind
from tracker.campaign.store import current_season
from tracker.database import db
from tracker.privacy.store import erase
from tracker.standings import store
from tracker.standings.models import MarkContributor, TeamMark
from tracker.standings.rules.scoring import latest
from tracker.standings.rules.teams import MARK_STEP, TeamWeek, released_mark, standings
from tracker.weight.models import BodyRow, GoalRow, ReadingRow
from tracker.weight.rules import GoalKind

SHARES = st.lists(st.floats(0, 1), min_size=10, max_size=40)
HALF = 0.5
ROUND_2 = date(2024, 10, 7)
"""The day after the second round, which is the first whose marks may be released."""
SETTLED = date(2024, 10, 16)
CANARY_GRAMS = 118_310
HERS = ("118.3", "115.4", "115.37", "109.4", "109.37", "2.5 %")
"""Her weights, her goal and her change, however they may be written."""
PAGES = (
    "/standings",
    "/standings?of=unit",
    "/standings?of=season",
    "/standings/members",
    "/units/{unit}/standings",
    "/districts/110112/standings",
    "/city/standings",
    "/city/standings/fairness.json",
    "/city/standings/fairness.csv",
)
"""All there is; whoever may not open one gets a refusal, which has nothing of hers either."""


def feasible(mark: int, known: list[float], people: int) -> tuple[float, float]:
    """What a victim's marks may be for whoever knows the released mean and others' marks."""
    low = (mark - MARK_STEP / 2) / 100 * people
    high = (mark + MARK_STEP / 2) / 100 * people
    free = people - len(known) - 1
    return max(0.0, low - sum(known) - free), min(1.0, high - sum(known))


@given(SHARES)
def test_the_mean_itself_and_two_colluders_bound_nobodys_marks(shares: list[float]) -> None:
    """Even the rounded mean, which no page shows, with two people's own marks beside it.

    Where all others together have less than half of one person's marks, or lack less, the mean
    would tell as much of each of them: that is why pages show bands.
    """
    rest, free = sum(shares[3:]), len(shares) - 3
    assume(HALF <= rest <= free - HALF)
    mark = released_mark(shares, may=True)
    assert mark is not None

    low, high = feasible(mark, shares[1:3], len(shares))

    assert high - low >= HALF - 1e-9
    assert low - 1e-9 <= shares[0] <= high + 1e-9


@given(SHARES)
def test_without_colluders_the_mean_bounds_nobody_at_all(shares: list[float]) -> None:
    mark = released_mark(shares, may=True)
    assert mark is not None

    assert feasible(mark, [], len(shares)) == (0.0, 1.0)


@given(SHARES, st.floats(0, 1))
def test_one_persons_marks_move_her_teams_mark_by_a_step_at_most(
    shares: list[float], other: float
) -> None:
    first = released_mark(shares, may=True)
    second = released_mark([other, *shares[1:]], may=True)

    assert first is not None
    assert second is not None
    assert abs(first - second) <= MARK_STEP


def test_where_no_mean_is_released_nobodys_marks_move_anything() -> None:
    weeks = {team: TeamWeek(9, 9, 300 + 20 * team) for team in range(12)}

    assert released_mark([1.0] * 9, may=True) is None
    assert standings(latest(), weeks, weeks, {}) == standings(latest(), weeks, weeks, {})


@pytest.fixture
def weighed(app: Flask) -> Teams:
    """Teams of 14 with weights through two rounds, settled to the second's end."""
    teams = make_teams(app, weeks=8, people=14)
    app.config["TRACKER_TODAY"] = SETTLED
    with app.app_context():
        scopes = {unit_scope(each): True for each in teams.units}
        store.set_switches(teams.season_id, scopes, NOW)
        for group in teams.people:
            for place, person in enumerate(group):
                weigh(person, 60_000, 0 if place % 2 else 1_800)
        weigh_canary(teams.people[3][0])
        db.session.commit()
    return teams


def weigh(participant_id: int, grams: int, gains: int) -> None:
    """Four weights at the start and four at the end of the second round."""
    for first, more in ((date(2024, 8, 13), 0), (date(2024, 9, 24), gains)):
        db.session.add_all(
            ReadingRow(
                participant_id=participant_id,
                day=first + timedelta(days=3 * number),
                source="self",
                grams=grams + more,
                noted_at=NOW,
                corrections=0,
            )
            for number in range(4)
        )


def weigh_canary(participant_id: int) -> None:
    db.session.flush()
    for row in db.session.scalars(
        select(ReadingRow).where(ReadingRow.participant_id == participant_id)
    ):
        row.grams = CANARY_GRAMS + (row.day > ROUND_2 - timedelta(days=20)) * -2_940
    db.session.add(
        GoalRow(
            participant_id=participant_id, kind=GoalKind.LOSE, target_grams=109_370, set_on=FIRST
        )
    )


def settle(today: date = SETTLED) -> None:
    season = current_season()
    assert season
    store.settle(season, today, NOW)


def test_marks_enter_at_the_end_of_the_second_round_and_no_other_week(
    app: Flask, weighed: Teams
) -> None:
    with app.app_context():
        settle(date(2024, 10, 13))
        before = db.session.scalars(select(TeamMark)).all()
        settle()
        marks = db.session.scalars(select(TeamMark)).all()

    assert before == []
    assert {each.as_of for each in marks} == {ROUND_2}
    assert {each.team_id for each in marks} == set(weighed.ids)
    assert {each.percent % MARK_STEP for each in marks} == {0}


@pytest.mark.parametrize("exempt", ["doctor", "refused", "young"])
def test_exempt_people_are_in_no_mean_and_their_team_is_settled_like_any(
    app: Flask, weighed: Teams, exempt: str
) -> None:
    person = weighed.people[3][0]
    with app.app_context():
        if exempt == "doctor":
            db.session.get_one(BodyRow, person).doctor_first = True
        elif exempt == "young":
            db.session.delete(db.session.get_one(BodyRow, person))
        else:
            from_now_refused(person)
        db.session.commit()
        settle()
        inside = set(db.session.scalars(select(MarkContributor.participant_id)))

    assert person not in inside
    assert weighed.people[3][1] in inside


def from_now_refused(participant_id: int) -> None:
    db.session.add(
        ConsentRow(
            participant_id=participant_id,
            kind=ConsentKind.BODY_DATA,
            decided_at=NOW + timedelta(days=1),
            given=False,
            version=1,
            text_hash="0" * 64,
        )
    )


def test_leader_and_deputy_are_in_no_mean(app: Flask, make: Factory, weighed: Teams) -> None:
    leads = weighed.people[3][0]
    make.grant(make.account_of(leads), weighed.season_id, Role.LEADER, team_scope(weighed.ids[3]))
    with app.app_context():
        settle()
        inside = set(db.session.scalars(select(MarkContributor.participant_id)))

    assert leads not in inside


def test_nine_contributors_are_no_mean(app: Flask, weighed: Teams) -> None:
    with app.app_context():
        for person in weighed.people[3][:5]:
            db.session.get_one(BodyRow, person).doctor_first = True
        db.session.commit()
        settle()
        marked = set(db.session.scalars(select(TeamMark.team_id)))

    assert marked == set(weighed.ids) - {weighed.ids[3]}


@pytest.mark.parametrize(("out", "released"), [(0, True), (1, False), (2, False), (3, True)])
def test_a_later_mean_needs_the_same_people_or_three_others(
    app: Flask, weighed: Teams, out: int, *, released: bool
) -> None:
    team_id = weighed.ids[3]
    earlier = date(2024, 9, 9)
    with app.app_context():
        db.session.add(TeamMark(team_id=team_id, as_of=earlier, percent=60))
        db.session.flush()
        db.session.add_all(
            MarkContributor(participant_id=each, team_id=team_id, as_of=earlier)
            for each in weighed.people[3][out:]
        )
        db.session.commit()
        settle()
        found = db.session.get(TeamMark, {"team_id": team_id, "as_of": ROUND_2})

    assert (found is not None) is released


def test_whoever_was_erased_counts_as_a_difference(
    app: Flask, make: Factory, weighed: Teams
) -> None:
    account_id = make.account_of(weighed.people[3][0])
    with app.app_context():
        settle()
        phone = db.session.get_one(Account, account_id).phone
        erase(phone, SETTLED, NOW)
        key = {"team_id": weighed.ids[3], "as_of": ROUND_2}
        mark = db.session.get_one(TeamMark, key)

    assert mark.forgotten == 1


def test_no_page_of_anybody_else_holds_a_number_of_hers(
    app: Flask, make: Factory, weighed: Teams
) -> None:
    with app.app_context():
        settle()
    season_id, team_id = weighed.season_id, weighed.ids[3]
    contact = make.account("办事员")
    make.grant(contact, season_id, Role.CONTACT, unit_scope(weighed.units[3]))
    viewers = [
        make.account_of(weighed.people[3][1]),
        make.leader(season_id, team_id),
        contact,
        make.organizer(season_id, "110112"),
        make.organizer(season_id),
    ]

    for viewer in viewers:
        browser = make.signed_in(viewer)
        seen = "".join(browser.get(each.format(unit=weighed.units[3])).text for each in PAGES)

        assert "领先" in seen
        assert not [each for each in HERS if each in seen]


def test_bands_and_names_are_the_same_whatever_she_weighed(
    app: Flask, make: Factory, weighed: Teams
) -> None:
    """Two worlds that differ in whether she ever stood on a scale, seen by her leader."""
    leader = make.signed_in(make.leader(weighed.season_id, weighed.ids[3]))
    address = f"/standings/members?team={weighed.ids[3]}"
    with app.app_context():
        app.config["TRACKER_TODAY"] = date(2024, 10, 2)
    first = members_of(leader.get(address).text)
    with app.app_context():
        her = weighed.people[3][0]
        for row in db.session.scalars(select(ReadingRow).where(ReadingRow.participant_id == her)):
            db.session.delete(row)
        db.session.commit()

    assert members_of(leader.get(address).text) == first


def members_of(page: str) -> str:
    """The list of names in a page."""
    return page[
        page.index('<ul class="list">') : page.index("</ul>", page.index('<ul class="list">'))
    ]
