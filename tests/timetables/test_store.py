"""Timetables in the database: planned, moved, kept apart, and run."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from tests.timetables.conftest import NINE, SETTINGS, Fair, after
from tracker.database import db
from tracker.showcases.models import SquadMemberRow, SquadRow
from tracker.timetables import store
from tracker.timetables.rules import (
    BegunError,
    ChangedMeanwhileError,
    EntryKind,
    Move,
    NoTimetableError,
    NotItsTurnError,
    Phase,
    Settings,
    Step,
    UnknownEntryError,
    conflicts,
)


def test_one_tap_plans_everybodys_item_and_all_confirmed_squads(fair: Fair) -> None:
    fair.make.squad(fair.item_id, fair.make.team(fair.season_id, "未确认"), name="未确认队")

    rows = fair.plan().rows

    assert sorted(fair.order()) == ["八段锦", "第1队", "第2队", "第3队"]
    assert [row.kind for row in rows] == [EntryKind.TOGETHER, *[EntryKind.SQUAD] * 3]
    assert [row.timed.starts for row in rows] == [after(each) for each in (0, 14, 20, 26)]


def test_what_nobody_published_is_seen_by_nobody(fair: Fair) -> None:
    fair.plan(publish=False)

    with fair.app.app_context():
        assert not store.has_published(fair.showcase_id)
        with pytest.raises(NoTimetableError):
            store.published(fair.showcase_id)


def test_an_entry_moves_and_all_times_follow(fair: Fair) -> None:
    rows = fair.plan().rows

    with fair.app.app_context():
        store.move(fair.showcase_id, 2, Move(rows[3].id, 0))

    found = fair.read()
    assert [row.id for row in found.rows] == [rows[place].id for place in (3, 0, 1, 2)]
    assert [row.timed.starts for row in found.rows] == [after(each) for each in (0, 6, 20, 26)]


def test_whoever_saw_an_older_plan_changes_nothing(fair: Fair) -> None:
    rows = fair.plan().rows

    with fair.app.app_context():
        store.move(fair.showcase_id, 2, Move(rows[3].id, 0))
        with pytest.raises(ChangedMeanwhileError):
            store.move(fair.showcase_id, 2, Move(rows[2].id, 0))
        with pytest.raises(ChangedMeanwhileError):
            store.plan_all(fair.showcase_id, 0, SETTINGS)

    assert fair.read().rows[0].id == rows[3].id


def test_an_entry_with_a_time_goes_there_and_waits(fair: Fair) -> None:
    rows = fair.plan().rows

    with fair.app.app_context():
        store.change(fair.showcase_id, 2, rows[1].id, minutes=5, changeover=1, pinned=after(40))

    last = fair.read().rows[-1]
    assert (last.id, last.timed.starts, last.timed.entry.minutes) == (rows[1].id, after(40), 5)


def test_breaks_and_pins_outlive_a_new_plan(fair: Fair) -> None:
    fair.plan()
    with fair.app.app_context():
        speech = store.add_own(
            fair.showcase_id, 2, EntryKind.SPEECH, "开幕致辞", minutes=5, pinned=NINE
        )
        store.add_own(fair.showcase_id, 3, EntryKind.BREAK, "休息", minutes=10, pinned=None)
        store.plan_all(fair.showcase_id, 4, SETTINGS)

    rows = fair.read().rows
    assert (rows[0].id, rows[0].timed.starts) == (speech, NINE)
    assert rows[-1].title == "休息"
    assert rows[1].timed.starts == after(5)


def test_only_breaks_and_speeches_are_taken_out_by_hand(fair: Fair) -> None:
    rows = fair.plan().rows

    with fair.app.app_context():
        own = store.add_own(
            fair.showcase_id, 2, EntryKind.BREAK, "休息", minutes=10, pinned=after(1)
        )
        with pytest.raises(UnknownEntryError):
            store.remove_own(fair.showcase_id, 3, rows[0].id)
        store.remove_own(fair.showcase_id, 3, own)

    assert [row.id for row in fair.read().rows] == [row.id for row in rows]


def test_a_squad_confirmed_later_is_added_behind_its_item(fair: Fair) -> None:
    fair.plan()
    with fair.app.app_context():
        store.add_own(fair.showcase_id, 2, EntryKind.SPEECH, "闭幕", minutes=5, pinned=None)
    late = fair.make.team(fair.season_id, "晚到")
    fair.make.squad(fair.item_id, late, name="晚到队", confirmed=True)

    with fair.app.app_context():
        added = store.add_missing(fair.showcase_id, 3)

    assert added == 1
    assert fair.order()[-2:] == ["晚到队", "闭幕"]


def test_a_squad_that_is_taken_away_takes_its_slot_along(fair: Fair) -> None:
    fair.plan()

    with fair.app.app_context():
        squad = fair.squads[1]
        db.session.execute(delete(SquadMemberRow).where(SquadMemberRow.squad_id == squad))
        db.session.execute(delete(SquadRow).where(SquadRow.id == squad))
        db.session.commit()

    assert len(fair.order()) == 3


def test_one_person_in_two_squads_is_kept_apart_where_an_order_can(fair: Fair) -> None:
    again = fair.make.item(fair.showcase_id, title="自选", position=3)
    second = fair.make.squad(again, fair.teams[0], name="又来", confirmed=True)
    fair.make.squad_member(second, fair.her)

    found = fair.plan()

    assert fair.order()[1] == "第1队"
    (told,) = conflicts(found.slots, 30, after(300))
    assert told.people == {fair.her}
    assert conflicts(found.slots, 5, after(300)) == ()


def test_a_plan_is_as_of_its_settings(fair: Fair) -> None:
    fair.plan()

    with fair.app.app_context():
        store.plan_all(fair.showcase_id, 2, Settings(after(60), 5, 0))

    assert [row.timed.starts for row in fair.read().rows] == [
        after(60 + each) for each in (0, 17, 26, 35)
    ]


def test_every_step_of_the_day_counts_once_and_the_last_can_be_taken_back(fair: Fair) -> None:
    first, second, *_ = fair.plan().rows
    showcase_id = fair.showcase_id

    with fair.app.app_context():
        assert store.note(showcase_id, first.id, Step.CALLED, NINE)
        assert store.note(showcase_id, first.id, Step.STARTED, after(1))
        assert not store.note(showcase_id, first.id, Step.STARTED, after(2))
        with pytest.raises(NotItsTurnError):
            store.note(showcase_id, second.id, Step.STARTED, after(2))
        assert store.note(showcase_id, first.id, Step.ENDED, after(13))
        assert not store.undo(showcase_id, first.id, Step.STARTED)
        assert store.undo(showcase_id, first.id, Step.ENDED)
        assert not store.undo(showcase_id, first.id, Step.ENDED)

    assert fair.read().marks[0].phase is Phase.ON
    assert fair.read().marks[0].started == after(1)


def test_each_change_and_tap_is_a_new_version_but_a_tap_is_no_new_plan(fair: Fair) -> None:
    before = fair.plan()

    with fair.app.app_context():
        store.note(fair.showcase_id, before.rows[0].id, Step.CALLED, NINE)
        store.begin_early(fair.showcase_id, wished=True)
        store.begin_early(fair.showcase_id, wished=True)
        assert store.version(fair.showcase_id) == before.version + 2

    assert fair.read().edition == before.edition
    assert fair.read().early


def test_what_is_on_keeps_its_place_and_the_rest_is_not_planned_anew(fair: Fair) -> None:
    rows = fair.plan().rows
    with fair.app.app_context():
        store.note(fair.showcase_id, rows[0].id, Step.STARTED, NINE)

        with pytest.raises(BegunError):
            store.plan_all(fair.showcase_id, 2, SETTINGS)
        with pytest.raises(BegunError):
            store.move(fair.showcase_id, 2, Move(rows[0].id, 2))
        store.move(fair.showcase_id, 2, Move(rows[3].id, 0))

    assert [row.id for row in fair.read().rows][:2] == [rows[0].id, rows[3].id]


def test_the_day_slides(fair: Fair) -> None:
    rows = fair.plan().rows
    with fair.app.app_context():
        store.note(fair.showcase_id, rows[0].id, Step.STARTED, after(8))
        store.note(fair.showcase_id, rows[0].id, Step.ENDED, after(20))

    lives = [live for _row, live in fair.read().live(after(20))]

    assert [each.late for each in lives] == [8, 8, 8, 8]
    assert lives[-1].ends == after(38)


def test_an_event_without_a_timetable_has_none(fair: Fair) -> None:
    with fair.app.app_context():
        with pytest.raises(NoTimetableError):
            store.timetable(fair.showcase_id)
        with pytest.raises(NoTimetableError):
            store.note(fair.showcase_id, 1, Step.CALLED, NINE + timedelta(minutes=1))
        assert store.version(fair.showcase_id) is None
