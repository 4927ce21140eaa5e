"""Doors, codes and weighings, on both databases."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update

from tests.stations.conftest import CLOSES, HERE, NOW, OPENS, TODAY, Hall
from tracker.accounts.rules import Grant, Role, station_scope
from tracker.accounts.store import person
from tracker.campaign.models import ConsentRow, DeedRow, ParticipantRow
from tracker.campaign.rules import ConsentKind, Deed
from tracker.campaign.store import deeds_to
from tracker.database import db
from tracker.stations import store
from tracker.stations.models import AskedAgain, StationDoor, WeighingCode
from tracker.stations.rules import (
    CODE_FRESH,
    CODE_LASTS,
    DOORS_MAX,
    SAVING_LASTS,
    Answer,
    NotOpenError,
    TooManyDoorsError,
    UnknownDoorError,
    UnknownStationError,
    UnusableCodeError,
    Weighed,
)
from tracker.teams.models import StaleTeamDay
from tracker.weight.models import BodyRow, ReadingRow
from tracker.weight.rules import Entry, Source
from tracker.weight.store import entries, readings

pytestmark = pytest.mark.usefixtures("database")
SECOND = timedelta(seconds=1)


def typed(kilograms: float, height_mm: int | None = None, *, again: bool = False) -> Weighed:
    return Weighed(round(kilograms * 1000), height_mm, looked_again=again)


def weigh(hall: Hall, what: Weighed, code: str | None = None, at: datetime = NOW) -> Answer:
    return store.weigh(code or hall.code(), what, hall.staff, hall.station, hall.season, at)


def guest_name(hall: Hall, code: str, since: datetime = NOW) -> str:
    return store.guest(code, hall.staff, hall.season, TODAY, since).hidden_name


def grants(account_id: int, at: datetime) -> tuple[Grant, ...]:
    found = person(account_id, 0, at)
    assert found
    return found.grants


def test_a_door_lets_one_phone_in_until_the_station_closes(hall: Hall) -> None:
    scope = station_scope(hall.station_id)

    assert grants(hall.staff, NOW) == (Grant(Role.STATION, scope, hall.season_id),)
    assert grants(hall.staff, CLOSES - SECOND)
    assert grants(hall.staff, CLOSES) == ()
    found = person(hall.staff, 0)
    assert found
    assert (found.name, found.grants) == ("医务室小张", ())


def test_the_second_phone_finds_the_door_used(hall: Hall) -> None:
    code = store.add_door(hall.station_id, "小李")
    store.claim(code, None, NOW)

    with pytest.raises(UnknownDoorError):
        store.claim(code, None, NOW)
    with pytest.raises(UnknownDoorError):
        store.door_station(code)


def test_who_has_an_account_comes_in_with_it(hall: Hall) -> None:
    nurse = hall.make.account("张护士")
    code = store.add_door(hall.station_id, "张护士")

    assert store.door_station(code)[0].id == hall.station_id
    assert store.claim(code, nurse, NOW) == (hall.station_id, nurse)
    assert [grant.role for grant in grants(nurse, NOW)] == [Role.STATION]


def test_coming_in_by_two_doors_is_one_grant(hall: Hall) -> None:
    code = store.add_door(hall.station_id, "小张")

    store.claim(code, hall.staff, NOW)

    assert len(grants(hall.staff, NOW)) == 1


def test_a_door_can_be_opened_before_the_hours_and_not_after_them(hall: Hall) -> None:
    early, late = (store.add_door(hall.station_id, name) for name in "早晚")

    assert store.claim(early, None, OPENS - timedelta(hours=20))
    with pytest.raises(NotOpenError):
        store.claim(late, None, CLOSES)


def test_a_door_that_is_shut_puts_out_who_came_in_by_it(hall: Hall) -> None:
    (door,) = store.doors(hall.station_id)

    store.shut(hall.station_id, door.id, NOW)
    store.shut(hall.station_id, door.id, NOW + SECOND)

    assert grants(hall.staff, NOW + SECOND) == ()
    assert store.doors(hall.station_id)[0].shut


def test_a_door_of_another_station_cannot_be_named(hall: Hall) -> None:
    other = hall.opened()
    (door,) = store.doors(hall.station_id)

    with pytest.raises(UnknownDoorError):
        store.shut(other, door.id, NOW)
    with pytest.raises(UnknownStationError):
        store.add_door(1, "谁")


def test_a_door_that_was_shut_unused_lets_nobody_in(hall: Hall) -> None:
    code = store.add_door(hall.station_id, "小李")
    (door,) = [each for each in store.doors(hall.station_id) if each.code == code]

    store.shut(hall.station_id, door.id, NOW)

    with pytest.raises(UnknownDoorError):
        store.claim(code, None, NOW)


def test_a_station_has_only_so_many_doors(hall: Hall) -> None:
    for number in range(DOORS_MAX - 1):
        store.add_door(hall.station_id, f"{number} 号")

    with pytest.raises(TooManyDoorsError):
        store.add_door(hall.station_id, "再来一位")


def test_closing_puts_everybody_out_at_once(hall: Hall) -> None:
    store.close(hall.station_id, NOW)
    store.close(hall.station_id, NOW + SECOND)

    assert grants(hall.staff, NOW) == ()
    assert hall.station.closes == NOW


def test_stations_are_listed_for_those_who_may_be_weighed_there(hall: Hall) -> None:
    near = store.near(hall.season_id, HERE, hall.unit_id, NOW)

    assert [each.id for each in near] == [hall.station_id]
    assert store.near(hall.season_id, HERE, 1, NOW) == []
    assert store.near(hall.season_id, HERE, hall.unit_id, CLOSES) == []
    assert [each.id for each in store.stations_of_unit(hall.unit_id, TODAY)] == [hall.station_id]
    assert store.stations_in(hall.season_id, HERE, TODAY) == []
    assert store.stations_of_unit(hall.unit_id, TODAY + timedelta(days=1)) == []


def test_a_code_is_shown_again_until_it_is_nearly_over(hall: Hall) -> None:
    first = store.shown(hall.her, NOW, wants_height=False)

    again = store.shown(hall.her, NOW + CODE_FRESH - SECOND, wants_height=False)
    later = store.shown(hall.her, NOW + CODE_FRESH, wants_height=False)
    taller = store.shown(hall.her, NOW, wants_height=True)

    assert (again, first.expires_at) == (first, NOW + CODE_LASTS)
    assert len({first.code, later.code, taller.code}) == 3
    assert len({first.number, later.number, taller.number}) == 3


def test_a_code_says_nothing_of_her_and_her_old_ones_are_deleted(hall: Hall) -> None:
    for hours in range(3):
        store.shown(hall.her, NOW + timedelta(hours=hours), wants_height=False)

    (row,) = db.session.scalars(select(WeighingCode))
    assert row.number.isdigit()
    assert str(hall.her) not in row.code


def test_a_code_names_her_with_stars_until_it_expires(hall: Hall) -> None:
    code = hall.code()

    assert guest_name(hall, code) == "王**"
    assert guest_name(hall, code, NOW + CODE_LASTS - SECOND) == "王**"
    with pytest.raises(UnusableCodeError):
        guest_name(hall, code, NOW + CODE_LASTS)


def test_the_number_that_is_read_out_leads_to_the_code(hall: Hall) -> None:
    shown = store.shown(hall.her, NOW, wants_height=False)

    assert store.code_of_number(shown.number, NOW) == shown.code
    with pytest.raises(UnusableCodeError):
        store.code_of_number(shown.number, NOW + CODE_LASTS)


def withdraw(hall: Hall) -> None:
    decision = ConsentRow(
        participant_id=hall.her,
        kind=ConsentKind.BODY_DATA,
        decided_at=NOW,
        given=False,
        version=1,
        text_hash="0" * 64,
    )
    db.session.add(decision)


def grow_young(hall: Hall) -> None:
    mine = update(BodyRow).where(BodyRow.participant_id == hall.her)
    db.session.execute(mine.values(birth_year=TODAY.year - 17))


def forget_body(hall: Hall) -> None:
    db.session.execute(delete(BodyRow).where(BodyRow.participant_id == hall.her))


def leave(hall: Hall) -> None:
    mine = update(ParticipantRow).where(ParticipantRow.id == hall.her)
    db.session.execute(mine.values(left_on=TODAY))


def enrol_tomorrow(hall: Hall) -> None:
    mine = update(ParticipantRow).where(ParticipantRow.id == hall.her)
    db.session.execute(mine.values(enrolled_on=TODAY + timedelta(days=1)))


BARS = [withdraw, grow_young, forget_body, leave, enrol_tomorrow]


@pytest.mark.parametrize("happens", BARS)
def test_whoever_may_not_be_weighed_now_is_refused_without_a_reason(
    hall: Hall, happens: Callable[[Hall], None]
) -> None:
    code = hall.code()
    happens(hall)
    db.session.commit()

    with pytest.raises(UnusableCodeError) as shown:
        guest_name(hall, code)
    with pytest.raises(UnusableCodeError) as saved:
        weigh(hall, typed(61.2), code)

    assert (shown.value.args, saved.value.args) == ((), ())
    assert entries(hall.her) == ()


def test_nobody_weighs_herself(hall: Hall) -> None:
    hall.staff = hall.make.account_of(hall.her)

    with pytest.raises(UnusableCodeError):
        weigh(hall, typed(61.2))


def test_after_the_season_nobody_is_weighed(hall: Hall) -> None:
    code = hall.code()
    after = hall.season.calendar.ends + timedelta(days=1)

    with pytest.raises(UnusableCodeError):
        store.guest(code, hall.staff, hall.season, after, NOW)


def test_a_weight_is_the_stations_with_a_mark_and_a_deed(hall: Hall) -> None:
    assert weigh(hall, typed(61.2)) is Answer.NOTED

    (done,) = deeds_to(hall.her)
    assert entries(hall.her) == (Entry(TODAY, 61_200, Source.STATION),)
    assert (done.by, done.deed, done.why) == ("医务室小张", Deed.WEIGHED, "食堂一楼")
    assert db.session.get(StaleTeamDay, (hall.team_id, TODAY)) is not None


def test_hers_stays_beside_it_and_the_stations_counts(hall: Hall) -> None:
    hall.make.reading(hall.her, TODAY, 60_800)

    weigh(hall, typed(61.2))

    sources = [entry.source for entry in entries(hall.her)]
    assert sources == [Source.SELF, Source.STATION]
    assert [reading.grams for reading in readings(hall.her)] == [61_200]


def test_a_save_that_is_sent_three_times_is_stored_once(hall: Hall) -> None:
    code = hall.code()

    answers = {weigh(hall, typed(61.2), code, NOW + n * SECOND) for n in range(3)}

    row = db.session.get_one(ReadingRow, (hall.her, TODAY, Source.STATION))
    assert (answers, row.corrections, len(deeds_to(hall.her))) == ({Answer.NOTED}, 0, 1)


def test_another_weight_with_the_same_code_corrects_and_is_another_deed(hall: Hall) -> None:
    code = hall.code()
    weigh(hall, typed(61.2), code)

    weigh(hall, typed(61.8), code)

    row = db.session.get_one(ReadingRow, (hall.her, TODAY, Source.STATION))
    assert (row.grams, row.corrections, len(deeds_to(hall.her))) == (61_800, 1, 2)


def test_a_page_opened_in_time_can_be_saved_a_little_later(hall: Hall) -> None:
    code = hall.code()
    last = NOW + CODE_LASTS + SAVING_LASTS

    assert weigh(hall, typed(61.2), code, last - SECOND) is Answer.NOTED
    with pytest.raises(UnusableCodeError):
        weigh(hall, typed(61.3), code, last)


def test_the_height_is_taken_only_where_she_wished_it(hall: Hall) -> None:
    weigh(hall, typed(61.2, 1712))
    before = db.session.get_one(BodyRow, hall.her).height_mm
    wished = store.shown(hall.her, NOW, wants_height=True).code
    weigh(hall, typed(61.2, 1712), wished)
    weigh(hall, typed(61.2, 1712), wished)

    db.session.expire_all()
    assert (before, db.session.get_one(BodyRow, hall.her).height_mm) == (1650, 1712)
    assert [done.deed for done in deeds_to(hall.her)].count(Deed.HEIGHT_TAKEN) == 1


def settled(hall: Hall) -> None:
    """Four weeks at about 61 kg."""
    for back in range(1, 28, 3):
        hall.make.reading(hall.her, TODAY - timedelta(days=back), 61_000)


def test_a_doubtful_weight_is_stored_after_a_second_look(hall: Hall) -> None:
    settled(hall)

    first = weigh(hall, typed(122.0))
    stored = [entry for entry in entries(hall.her) if entry.source is Source.STATION]
    second = weigh(hall, typed(122.0, again=True))

    assert (first, stored, second) == (Answer.LOOK_AGAIN, [], Answer.NOTED)
    assert Entry(TODAY, 122_000, Source.STATION) in entries(hall.her)


def test_the_same_request_sent_again_asks_again(hall: Hall) -> None:
    settled(hall)

    assert [weigh(hall, typed(122.0)) for _ in range(3)] == [Answer.LOOK_AGAIN] * 3
    assert db.session.scalar(select(func.count()).select_from(AskedAgain)) == 1


WEIGHTS = st.lists(st.integers(250, 3000), min_size=2, max_size=6)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tries=WEIGHTS)
def test_trying_weights_tells_one_bit_a_day_and_no_more(hall: Hall, tries: list[int]) -> None:
    """Of two people who differ as to the first try alone, all later answers are the same."""
    for model in (ReadingRow, AskedAgain, DeedRow, WeighingCode):
        db.session.execute(delete(model))
    db.session.commit()
    settled(hall)

    first, *later = [weigh(hall, typed(each / 10)) for each in tries]

    assert set(later) <= {first}


def test_a_correction_is_never_asked_about(hall: Hall) -> None:
    settled(hall)
    weigh(hall, typed(61.0))

    assert weigh(hall, typed(122.0)) is Answer.NOTED


def test_the_number_of_a_code_long_over_may_be_taken_again(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = iter([7, 7, 8, 7])
    monkeypatch.setattr(
        "tracker.stations.store.weighing.secrets.randbelow", lambda _: next(numbers)
    )
    other = hall.make.participant(hall.season_id, hall.team_id, name="李四")

    hers = store.shown(hall.her, NOW, wants_height=False)
    theirs = store.shown(other, NOW, wants_height=False)
    later = store.shown(other, NOW + timedelta(hours=1), wants_height=False)

    assert [each.number for each in (hers, theirs, later)] == ["00000007", "00000008", "00000007"]
    assert store.code_of_number("00000007", NOW + timedelta(hours=1)) == later.code


def test_the_station_that_is_open_is_found_among_ones_grants(hall: Hall) -> None:
    other = hall.opened(CLOSES, CLOSES + timedelta(hours=3))
    ids = [hall.station_id, other]

    at = [store.open_now(ids, each) for each in (OPENS - SECOND, NOW, CLOSES)]

    assert [each and each.id for each in at] == [None, hall.station_id, other]


def test_a_door_keeps_who_came_in_for_the_record(hall: Hall, app: Flask) -> None:
    assert app
    row = db.session.scalars(select(StationDoor)).one()

    assert (row.account_id, row.name) == (hall.staff, "医务室小张")
