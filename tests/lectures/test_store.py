"""Registering, giving back, moving up, the door, and what is counted of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.lectures.conftest import (
    AT_THE_DOOR,
    ELSEWHERE,
    ENDS,
    HERE,
    MORNING,
    STARTS,
    TODAY,
    Hall,
)
from tracker.campaign.rules import Deed
from tracker.campaign.store import deeds_to
from tracker.database import db
from tracker.lectures import store
from tracker.lectures.rules import (
    Arrival,
    CancelledError,
    DoorClosedError,
    Held,
    Host,
    How,
    InsideAlreadyError,
    NewLecture,
    NotRegisteredError,
    Place,
    StaleCodeError,
    TooFewSeatsError,
)
from tracker.teams.models import UnitRow
from tracker.teams.store import leave_season, team_of

pytestmark = pytest.mark.usefixtures("database")


def typed(hall: Hall) -> NewLecture:
    """The lecture as the form would send it."""
    found = hall.lecture
    names = NewLecture.__dataclass_fields__
    return NewLecture(**{name: getattr(found, name) for name in names})


def places(hall: Hall) -> list[Place | None]:
    """Where everybody stands."""
    key = hall.lecture_id
    return [store.mine(each, [key])[key].place for each in hall.people]


def test_seats_go_in_the_order_of_registering(hall: Hall) -> None:
    found = [store.register(hall.lecture_id, each, MORNING) for each in hall.people]

    assert found == [Place(is_seated=True), Place(is_seated=True), Place(is_seated=False)]
    assert places(hall) == found


def test_registering_twice_keeps_the_place(hall: Hall) -> None:
    for each in (*hall.people, hall.people[0]):
        store.register(hall.lecture_id, each, MORNING)

    assert [guest.name for guest in store.guests(hall.lecture_id, 2)] == ["王芳", "李静", "张丽"]


def test_the_first_who_waits_moves_up_when_a_seat_is_given_back(hall: Hall) -> None:
    for each in hall.people:
        store.register(hall.lecture_id, each, MORNING)

    store.give_back(hall.lecture_id, hall.people[0], MORNING)

    assert places(hall) == [None, Place(is_seated=True), Place(is_seated=True)]
    assert store.mine(hall.people[2], [hall.lecture_id])[hall.lecture_id].moved_up


def test_she_also_moves_up_when_somebody_leaves_the_season(hall: Hall) -> None:
    for each in hall.people:
        store.register(hall.lecture_id, each, MORNING)

    leave_season(hall.people[1], TODAY)

    assert places(hall)[2] == Place(is_seated=True)
    assert len(store.guests(hall.lecture_id, 2)) == 2


def test_whoever_gave_her_seat_back_and_comes_again_is_last(hall: Hall) -> None:
    for each in hall.people:
        store.register(hall.lecture_id, each, MORNING)

    store.give_back(hall.lecture_id, hall.people[0], MORNING)
    store.register(hall.lecture_id, hall.people[0], MORNING)

    assert places(hall)[0] == Place(is_seated=False)


def test_who_is_not_on_the_list_gives_nothing_back(hall: Hall) -> None:
    with pytest.raises(NotRegisteredError):
        store.give_back(hall.lecture_id, hall.people[0], MORNING)


def test_once_it_has_begun_nobody_registers_or_gives_back(hall: Hall) -> None:
    store.register(hall.lecture_id, hall.people[0], MORNING)

    with pytest.raises(CancelledError):
        store.register(hall.lecture_id, hall.people[1], STARTS)
    with pytest.raises(CancelledError):
        store.give_back(hall.lecture_id, hall.people[0], STARTS)


def test_more_seats_move_people_up_and_fewer_than_are_taken_are_refused(hall: Hall) -> None:
    for each in hall.people:
        store.register(hall.lecture_id, each, MORNING)

    store.change(hall.lecture_id, replace(typed(hall), capacity=3), MORNING)

    assert places(hall)[2] == Place(is_seated=True)
    with pytest.raises(TooFewSeatsError) as refused:
        store.change(hall.lecture_id, replace(typed(hall), capacity=2), MORNING)
    assert refused.value.taken == 3


def test_a_change_of_place_is_news_to_who_registered_before_it(hall: Hall) -> None:
    store.register(hall.lecture_id, hall.people[0], MORNING)
    later = MORNING + timedelta(minutes=1)

    store.change(hall.lecture_id, replace(typed(hall), place="二楼"), later)
    store.register(hall.lecture_id, hall.people[1], later)

    title = hall.lecture.title
    assert store.news(hall.people[0], later) == [(hall.lecture_id, title, False)]
    assert store.news(hall.people[1], later) == []
    assert store.news(hall.people[0], ENDS) == []


def test_another_number_of_seats_is_news_to_nobody(hall: Hall) -> None:
    store.register(hall.lecture_id, hall.people[0], MORNING)

    store.change(hall.lecture_id, replace(typed(hall), capacity=5), AT_THE_DOOR)

    assert store.news(hall.people[0], AT_THE_DOOR) == []


def test_a_cancelled_lecture_is_news_and_takes_nobody(hall: Hall) -> None:
    store.register(hall.lecture_id, hall.people[0], MORNING)

    store.cancel(hall.lecture_id, MORNING)

    title = hall.lecture.title
    assert store.news(hall.people[0], MORNING) == [(hall.lecture_id, title, True)]
    with pytest.raises(CancelledError):
        store.register(hall.lecture_id, hall.people[1], MORNING)
    with pytest.raises(CancelledError):
        store.change(hall.lecture_id, typed(hall), MORNING)
    with pytest.raises(DoorClosedError):
        store.check_in(hall.lecture_id, hall.people[0], hall.code(), AT_THE_DOOR)


def test_a_code_counts_once_per_person(hall: Hall) -> None:
    store.register(hall.lecture_id, hall.people[0], MORNING)
    code = hall.code()

    answers = [store.check_in(hall.lecture_id, hall.people[0], code, AT_THE_DOOR) for _ in range(3)]

    assert answers == [Arrival.IN, Arrival.IN_ALREADY, Arrival.IN_ALREADY]
    assert store.inside(hall.lecture_id) == 1


def test_a_code_of_a_minute_ago_or_of_another_lecture_is_refused(hall: Hall) -> None:
    other = hall.make.lecture(hall.season_id)
    codes = hall.code(AT_THE_DOOR - timedelta(seconds=61)), hall.code(lecture_id=other), "a" * 16

    for code in codes:
        with pytest.raises(StaleCodeError):
            store.check_in(hall.lecture_id, hall.people[0], code, AT_THE_DOOR)
    assert store.inside(hall.lecture_id) == 0


@pytest.mark.parametrize("at", [MORNING, ENDS])
def test_outside_its_hours_nobody_is_counted(hall: Hall, at: object) -> None:
    with pytest.raises(DoorClosedError):
        store.check_in(hall.lecture_id, hall.people[0], hall.code(at), at)  # type: ignore[arg-type]


def test_who_comes_without_a_seat_takes_a_free_one_and_nobody_elses(hall: Hall) -> None:
    store.register(hall.lecture_id, hall.people[0], MORNING)
    code = hall.code()

    came = [store.check_in(hall.lecture_id, each, code, AT_THE_DOOR) for each in hall.people[1:]]

    assert came == [Arrival.IN, Arrival.FULL]
    assert places(hall) == [Place(is_seated=True), Place(is_seated=True), None]


def test_once_it_has_begun_the_seats_of_who_did_not_come_are_free(hall: Hall) -> None:
    for each in hall.people:
        store.register(hall.lecture_id, each, MORNING)

    waits = hall.people[2]
    before = store.check_in(hall.lecture_id, waits, hall.code(), AT_THE_DOOR)
    after = store.check_in(hall.lecture_id, waits, hall.code(STARTS), STARTS)

    assert (before, after) == (Arrival.FULL, Arrival.IN)


def test_where_more_are_let_in_nobody_is_sent_away(hall: Hall) -> None:
    store.change(hall.lecture_id, replace(typed(hall), lets_more_in=True), MORNING)
    for each in hall.people:
        store.register(hall.lecture_id, each, MORNING)

    came = store.check_in(hall.lecture_id, hall.people[2], hall.code(), AT_THE_DOOR)

    assert came is Arrival.IN
    assert places(hall)[2] == Place(is_seated=False)


def test_whoever_is_inside_keeps_her_seat(hall: Hall) -> None:
    store.register(hall.lecture_id, hall.people[0], MORNING)
    store.check_in(hall.lecture_id, hall.people[0], hall.code(), AT_THE_DOOR)

    with pytest.raises(InsideAlreadyError):
        store.give_back(hall.lecture_id, hall.people[0], AT_THE_DOOR)


def test_by_name_she_is_counted_and_reads_who_did_it(hall: Hall) -> None:
    store.register(hall.lecture_id, hall.people[0], MORNING)

    answers = [
        store.admit(hall.lecture_id, hall.people[0], hall.organizer, AT_THE_DOOR) for _ in range(2)
    ]

    assert answers == [Arrival.IN, Arrival.IN_ALREADY]
    assert store.guests(hall.lecture_id, 2)[0].how is How.NAME
    done = deeds_to(hall.people[0])
    assert [(each.deed, each.why) for each in done] == [
        (Deed.LECTURE_CHECKED_IN, hall.lecture.title)
    ]


def test_by_name_only_who_is_on_the_list(hall: Hall) -> None:
    with pytest.raises(NotRegisteredError):
        store.admit(hall.lecture_id, hall.people[0], hall.organizer, AT_THE_DOOR)


def test_what_was_done_by_name_is_taken_back_and_a_scan_is_not(hall: Hall) -> None:
    for each in hall.people[:2]:
        store.register(hall.lecture_id, each, MORNING)
    store.admit(hall.lecture_id, hall.people[0], hall.organizer, AT_THE_DOOR)
    store.check_in(hall.lecture_id, hall.people[1], hall.code(), AT_THE_DOOR)

    store.take_back(hall.lecture_id, hall.people[0], hall.organizer, AT_THE_DOOR)

    assert store.inside(hall.lecture_id) == 1
    assert {each.deed for each in deeds_to(hall.people[0])} == {
        Deed.LECTURE_CHECKED_IN,
        Deed.LECTURE_CHECK_IN_UNDONE,
    }
    with pytest.raises(NotRegisteredError):
        store.take_back(hall.lecture_id, hall.people[1], hall.organizer, AT_THE_DOOR)


def test_everybody_sees_what_is_for_her_and_what_is_hers(hall: Hall) -> None:
    make, season_id = hall.make, hall.season_id
    everybodys = make.lecture(season_id)
    units = make.lecture(season_id, district=HERE, unit_id=hall.unit_id, for_unit=hall.unit_id)
    make.lecture(season_id, for_district=ELSEWHERE)
    over = make.lecture(season_id, day=TODAY - timedelta(days=1))

    team = team_of(hall.people[0], TODAY)
    hers = store.lectures_for(season_id, team, [over], MORNING)
    nobodys = store.lectures_for(season_id, None, [], MORNING)

    assert {each.id for each in hers} == {hall.lecture_id, everybodys, units, over}
    assert [each.id for each in nobodys] == [everybodys]


def test_a_unit_that_became_part_of_another_takes_its_lectures_along(hall: Hall) -> None:
    team_id = hall.make.team(hall.season_id, "二组", HERE)
    person = hall.make.participant(hall.season_id, team_id)
    team = team_of(person, TODAY)
    assert team
    units = hall.make.lecture(
        hall.season_id, district=HERE, unit_id=hall.unit_id, for_unit=hall.unit_id
    )
    db.session.get_one(UnitRow, hall.unit_id).merged_into = team.unit_id
    db.session.commit()

    assert units in [each.id for each in store.lectures_for(hall.season_id, team, [], MORNING)]
    held = store.lectures_by(Host(hall.season_id, HERE, team.unit_id))
    assert [(each.id, each.for_unit_name) for each in held] == [(units, team.unit_name)]


def test_attendance_by_day_is_there_once(hall: Hall) -> None:
    later = hall.make.lecture(hall.season_id, hours=(14, 16))
    her = hall.people[0]
    for key in (hall.lecture_id, later):
        store.check_in(key, her, hall.code(lecture_id=key), AT_THE_DOOR)

    assert store.done_days(her, TODAY, TODAY) == [TODAY]
    assert store.done_days(her, date(2024, 8, 1), TODAY - timedelta(days=1)) == []
    assert store.done_between(hall.season_id, TODAY, TODAY) == [(her, TODAY)]


def test_what_was_held_counts_lectures_and_who_came(hall: Hall) -> None:
    citys = hall.make.lecture(hall.season_id)
    cancelled = hall.make.lecture(hall.season_id, district=HERE)
    hall.make.lecture(hall.season_id, day=TODAY + timedelta(days=1))
    store.cancel(cancelled, MORNING)
    for key, people in ((hall.lecture_id, hall.people[:2]), (citys, hall.people[:1])):
        for each in people:
            store.check_in(key, each, hall.code(lecture_id=key), AT_THE_DOOR)

    assert store.held(hall.season_id, AT_THE_DOOR) == []
    found = {each.district_code: each for each in store.held(hall.season_id, ENDS)}
    assert found == {None: Held(None, 1, 1, 1), HERE: Held(HERE, 1, 2, 2)}
