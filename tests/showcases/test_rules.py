"""Events, readiness and rights as values."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.accounts.rules import Grant, Person, Role, district_scope, team_scope
from tracker.campaign.rules import BEIJING_2024
from tracker.showcases.forms import WrongNumberError, typed_teams
from tracker.showcases.rules import (
    NEXT,
    ItemKind,
    Open,
    Readiness,
    Rehearsal,
    Showcase,
    Squad,
    State,
    by_district,
    may_answer_for,
    may_plan_squad,
    may_run_showcase,
    preset,
    signs_up,
)

NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
DAY = date(2024, 10, 19)
HERE, ELSEWHERE = "110112", "110105"


def event(state: State = State.OPEN, district_code: str | None = None) -> Showcase:
    hours = NOW, NOW + timedelta(hours=1), NOW + timedelta(hours=4)
    return Showcase(1, 1, district_code, "展示", "体育馆", DAY, *hours, state)


def squad(district_code: str = HERE, size: int = 12, confirmed: datetime | None = None) -> Squad:
    return Squad(
        1, 1, 1, 7, "一组", district_code, "一队", size, 2, "", "", "", confirmed_at=confirmed
    )


def rehearsal(days: int, came: int | None) -> Rehearsal:
    held = None if came is None else NOW
    return Rehearsal(days, 1, NOW + timedelta(days=days), "操场", held, came or 0)


def person(role: Role, scope: str) -> Person:
    return Person(1, "赵敏", 0, (Grant(role, scope, 1),))


@pytest.mark.parametrize(
    ("state", "day", "open_"),
    [
        (State.OPEN, date(2024, 10, 16), True),
        (State.OPEN, date(2024, 9, 22), False),
        (State.OPEN, date(2024, 9, 23), True),
        (State.OPEN, DAY, True),
        (State.OPEN, DAY + timedelta(days=1), False),
        (State.DRAFT, date(2024, 10, 16), False),
        (State.CONFIRMED, date(2024, 10, 16), False),
    ],
)
def test_sign_up_is_open_inside_its_phase_until_the_day(
    state: State, day: date, *, open_: bool
) -> None:
    assert signs_up(event(state), BEIJING_2024, day) is open_


def test_every_state_has_a_way_on_or_back() -> None:
    assert set(NEXT) == set(State)
    assert all(to in State and to is not state for state, after in NEXT.items() for to in after)


def test_the_usual_programme_has_one_item_for_all() -> None:
    programme = preset({kind: kind.value for kind in ItemKind})

    assert [item.kind for item in programme if item.together] == [ItemKind.BADUANJIN]
    assert {item.kind for item in programme} == set(ItemKind)


def test_a_squad_lacks_what_nobody_has_done_yet() -> None:
    unasked = Readiness(squad(), is_asked=False, agreed=0, substitutes=0, rehearsals=())
    halfway = Readiness(
        squad(), is_asked=True, agreed=8, substitutes=2, rehearsals=(rehearsal(-2, None),)
    )
    done = Readiness(
        squad(confirmed=NOW),
        is_asked=True,
        agreed=12,
        substitutes=2,
        rehearsals=(
            rehearsal(-2, 14),
            rehearsal(2, None),
        ),
    )

    assert unasked.open_points(NOW) == (Open.NOBODY_ASKED, Open.REHEARSAL)
    assert halfway.open_points(NOW) == (Open.PLACES, Open.ATTENDANCE, Open.CONFIRMING)
    assert done.open_points(NOW) == ()


def test_a_smaller_squad_that_is_confirmed_lacks_no_places() -> None:
    meant = Readiness(squad(confirmed=NOW), True, 8, 2, (rehearsal(-1, 9),))  # noqa: FBT003

    assert meant.open_points(NOW) == ()


@given(
    agreed=st.integers(0, 12),
    substitutes=st.integers(0, 2),
    shares=st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=5),
)
def test_attendance_is_never_more_than_there_could_be_and_hidden_of_few(
    agreed: int, substitutes: int, shares: list[float | None]
) -> None:
    people = agreed + substitutes
    rehearsals = tuple(
        rehearsal(-at, None if share is None else int(share * people))
        for at, share in enumerate(shares)
    )

    ready = Readiness(
        squad(), is_asked=True, agreed=agreed, substitutes=substitutes, rehearsals=rehearsals
    )

    assert ready.came is None or 0 <= ready.came[0] <= ready.came[1]
    assert (ready.came_shown is None) == (people < 10 or ready.came is None)
    assert ready.free + ready.agreed == 12


def test_districts_add_up_their_squads_in_the_customary_order() -> None:
    full = Readiness(
        squad(size=3, confirmed=NOW),
        is_asked=True,
        agreed=5,
        substitutes=1,
        rehearsals=(rehearsal(-1, 4),),
    )

    found = by_district({HERE: 2, ELSEWHERE: 1}, [full])

    assert [each.district_code for each in found] == [ELSEWHERE, HERE]
    here = found[1]
    assert (here.agreed, here.needed, here.substitutes) == (3, 3, 1)
    assert (here.confirmed, here.rehearsed, here.lacking) == (1, 1, 1)


def test_who_runs_an_event_and_plans_a_squad() -> None:
    city, here = person(Role.CITY, "city"), person(Role.DISTRICT, district_scope(HERE))
    leader = person(Role.LEADER, team_scope(7))

    assert may_run_showcase(city, event())
    assert not may_run_showcase(here, event())
    assert may_run_showcase(here, event(district_code=HERE))
    assert may_plan_squad(here, squad())
    assert not may_plan_squad(here, squad(ELSEWHERE))
    assert may_plan_squad(leader, squad(ELSEWHERE))
    assert not may_answer_for(city, squad())


@given(st.dictionaries(st.sampled_from([HERE, ELSEWHERE]), st.integers(0, 20)))
def test_numbers_of_teams_are_read_as_typed(wanted: dict[str, int]) -> None:
    typed = {f"teams-{code}": f" {count} " for code, count in wanted.items()}

    assert typed_teams(typed, (HERE, ELSEWHERE)) == {HERE: 0, ELSEWHERE: 0} | wanted


@pytest.mark.parametrize("text", ["-1", "21", "2.5", "两"])
def test_what_is_no_number_of_teams_is_refused(text: str) -> None:
    with pytest.raises(WrongNumberError):
        typed_teams({f"teams-{HERE}": text}, (HERE,))
