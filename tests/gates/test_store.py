"""Notes are kept once, in whatever order phones find a network; tickets are few and one's own."""

from datetime import timedelta
from itertools import permutations

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.gates.conftest import NOW, TODAY, Gate, later
from tracker.accounts.models import Account
from tracker.campaign.rules import Deed
from tracker.campaign.store import deeds_to
from tracker.database import db, random_key
from tracker.gates import store
from tracker.gates.models import PassageRow
from tracker.gates.rules import (
    DOORS_MAX,
    Entry,
    GateOverError,
    How,
    NotInsideError,
    TooManyDoorsError,
    Twice,
    UnknownDoorError,
    UnknownTicketError,
    hours,
    is_number,
    new_keys,
    token,
)
from tracker.privacy.store import erase

pytestmark = pytest.mark.usefixtures("database")


def result(gate: Gate) -> tuple[object, object]:
    """Who is in since when and by which gate, and who was noted twice."""
    inside = {each: (first.at, first.key) for each, first in store.inside(gate.showcase_id).items()}
    doubles = [(each.first.key, [late.key for late in each.later]) for each in twice(gate)]
    return inside, doubles


def twice(gate: Gate) -> list[Twice]:
    """Who was noted more than once."""
    return store.overview(gate.showcase_id).twice


def empty(gate: Gate) -> None:
    """Nobody has come yet."""
    mine = PassageRow.showcase_id == gate.showcase_id
    db.session.execute(PassageRow.__table__.delete().where(mine))  # type: ignore[attr-defined]
    db.session.commit()


def test_everybody_confirmed_has_a_number_of_her_own(gate: Gate) -> None:
    numbers = store.tickets(gate.showcase_id, gate.people)

    assert len(set(numbers.values())) == len(gate.people)
    assert all(is_number(each) for each in numbers.values())
    assert store.tickets(gate.showcase_id, gate.people) == numbers


def test_a_ticket_is_for_who_is_confirmed_alone(gate: Gate) -> None:
    stranger = gate.make.participant(gate.season_id, gate.team_id)
    declined = gate.make.participant(gate.season_id, gate.team_id)
    gate.make.squad_member(gate.squad_id, declined, agreed=False)

    for each in (stranger, declined):
        with pytest.raises(UnknownTicketError):
            store.ticket(each, gate.showcase_id)


def test_the_pair_that_is_there_stays(gate: Gate) -> None:
    assert store.keep_keys(gate.showcase_id, "another", "sealed")[0] == gate.pair.public


def test_a_note_sent_again_is_kept_once(gate: Gate) -> None:
    entry = gate.entry(0)

    for _ in range(3):
        gate.take(0, entry, now=later(5))

    assert list(store.inside(gate.showcase_id)) == [gate.people[0]]
    assert twice(gate) == []


def test_the_first_moment_wins_and_the_later_one_is_shown_with_its_gate(gate: Gate) -> None:
    gate.take(0, gate.entry(0, later(10)), now=later(10))
    gate.take(1, gate.entry(0, later(2)), now=later(30))

    [double] = twice(gate)

    assert (double.first.gate, double.first.at) == ("西门", later(2))
    assert [(each.gate, each.at) for each in double.later] == [("东门", later(10))]
    assert store.passage_of(gate.people[0], gate.showcase_id) == double.first


def test_three_batches_in_any_order_give_the_same(gate: Gate) -> None:
    batches = [
        (0, [gate.entry(0, later(1)), gate.entry(1, later(2))]),
        (1, [gate.entry(1, later(1)), gate.entry(2, later(3))]),
        (1, [gate.entry(0, later(1)), gate.entry(3, later(9))]),
    ]

    found = []
    for order in permutations(batches):
        empty(gate)
        for phone, entries in order:
            gate.take(phone, *entries, now=later(20))
        found.append(result(gate))

    assert all(each == found[0] for each in found)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_order_and_any_repetition_of_batches_give_the_same(
    gate: Gate, data: st.DataObject
) -> None:
    notes = data.draw(
        st.lists(st.tuples(st.integers(0, 1), st.integers(0, 3), st.integers(0, 60)), max_size=12)
    )
    entries = [(phone, gate.entry(who, later(minute))) for phone, who, minute in notes]
    sent = data.draw(
        st.permutations(entries + data.draw(st.lists(st.sampled_from(entries))))
        if entries
        else st.just([])
    )

    empty(gate)
    for phone, entry in entries:
        gate.take(phone, entry, now=later(90))
    plain = result(gate)
    empty(gate)
    for at in range(0, len(sent), 3):
        for phone in (0, 1):
            gate.take(
                phone, *(entry for who, entry in sent[at : at + 3] if who == phone), now=later(90)
            )

    assert result(gate) == plain


def test_a_scanned_token_is_checked_again_by_the_server(gate: Gate) -> None:
    good = token(gate.pair.private, gate.showcase_id, gate.number(0))
    forged = token(new_keys().private, gate.showcase_id, gate.number(1))
    elsewhere = token(gate.pair.private, gate.showcase_id + 1, gate.number(2))
    entries = [
        Entry(f"{at:016}", NOW, text, "") for at, text in enumerate((good, forged, elsewhere))
    ]

    refused = gate.take(0, *entries)

    assert refused == {f"{1:016}", f"{2:016}"}
    assert [each.how for each in store.inside(gate.showcase_id).values()] == [How.SCAN]


def test_a_number_that_nobody_has_is_refused_and_the_rest_is_kept(gate: Gate) -> None:
    refused = gate.take(0, Entry("0" * 16, NOW, "", ""), gate.entry(1))

    assert refused == {"0" * 16}
    assert list(store.inside(gate.showcase_id)) == [gate.people[1]]


def test_a_phone_with_a_wrong_clock_is_put_on_the_day(gate: Gate) -> None:
    when = hours(gate.event)
    gate.take(0, gate.entry(0, NOW - timedelta(days=400)), gate.entry(1, NOW + timedelta(days=400)))

    inside = store.inside(gate.showcase_id)

    assert inside[gate.people[0]].at == when.first
    assert inside[gate.people[1]].at == NOW


def test_a_squad_is_counted_by_who_is_in(gate: Gate) -> None:
    gate.take(0, gate.entry(0), gate.entry(1))

    [squad] = store.present(gate.showcase_id)

    assert (squad.squad.id, squad.present, squad.confirmed) == (gate.squad_id, 2, 4)


def test_an_organizer_ticks_a_name_once_and_she_reads_it(gate: Gate) -> None:
    store.tickets(gate.showcase_id, gate.people)

    for _ in range(2):
        store.check_in_by_hand(gate.event, gate.people[0], gate.city, NOW)

    assert [each.deed for each in deeds_to(gate.people[0])] == [Deed.CHECKED_IN]
    assert twice(gate) == []


def test_what_was_undone_does_not_count_and_a_late_copy_does_not_bring_it_back(gate: Gate) -> None:
    entry = gate.entry(0)
    gate.take(0, entry)
    store.undo(gate.event, gate.people[0], gate.city, "点错了人", later(1))

    gate.take(0, entry, now=later(2))

    assert store.inside(gate.showcase_id) == {}
    assert deeds_to(gate.people[0])[0].why == "点错了人"
    with pytest.raises(NotInsideError):
        store.undo(gate.event, gate.people[0], gate.city, "再一次", later(3))
    gate.take(1, gate.entry(0, later(4)), now=later(4))
    assert list(store.inside(gate.showcase_id)) == [gate.people[0]]


def test_a_phone_hears_what_others_noted_and_what_was_undone(gate: Gate) -> None:
    gate.take(0, gate.entry(0), now=later(1))
    gate.take(1, gate.entry(1), now=later(3))
    store.undo(gate.event, gate.people[0], gate.city, "点错了人", later(4))

    everything = dict(store.changed_since(gate.showcase_id, None))
    lately = dict(store.changed_since(gate.showcase_id, later(3.9)))

    assert everything.keys() == {gate.number(0), gate.number(1)}
    assert lately == {gate.number(0): None}


def test_coming_is_a_day_that_counts(gate: Gate) -> None:
    gate.take(0, gate.entry(0), gate.entry(1))
    gate.take(1, gate.entry(0, later(3)))
    store.undo(gate.event, gate.people[1], gate.city, "点错了人", later(1))
    week = TODAY - timedelta(days=6), TODAY

    assert store.done_days(gate.people[0], *week) == [TODAY]
    assert store.done_days(gate.people[1], *week) == []
    assert store.done_between(gate.season_id, *week) == [(gate.people[0], TODAY)]
    assert store.done_between(random_key(), *week) == []
    assert (
        store.done_days(gate.people[0], TODAY + timedelta(days=1), TODAY + timedelta(days=2)) == []
    )


def test_a_door_lets_one_phone_in_and_shuts_it_out(gate: Gate) -> None:
    code = store.add_door(gate.showcase_id, "南门")
    assert store.door_showcase(code)[1] == "南门"
    _, account_id = store.claim(code, None, NOW)

    with pytest.raises(UnknownDoorError):
        store.claim(code, None, NOW)

    door_id = store.door_of(gate.showcase_id, account_id)
    assert door_id
    store.shut(gate.showcase_id, door_id, NOW)
    assert store.door_of(gate.showcase_id, account_id) is None
    with pytest.raises(UnknownDoorError):
        store.shut(gate.showcase_id, 1, NOW)


def test_whoever_stood_at_a_gate_and_was_erased_is_named_there_no_more(gate: Gate) -> None:
    account_id = gate.make.account_of(gate.people[0])
    store.claim(store.add_door(gate.showcase_id, "王小芳0"), account_id, NOW)

    erase(db.session.get_one(Account, account_id).phone, TODAY, NOW)

    assert "王小芳0" not in {each.name for each in store.doors(gate.showcase_id)}


def test_no_door_opens_when_nothing_is_taken_any_more(gate: Gate) -> None:
    code = store.add_door(gate.showcase_id, "南门")

    with pytest.raises(GateOverError):
        store.claim(code, None, NOW + timedelta(days=4))


def test_a_gate_has_only_so_many_doors(gate: Gate) -> None:
    for at in range(DOORS_MAX - len(gate.doors)):
        store.add_door(gate.showcase_id, f"门{at}")

    with pytest.raises(TooManyDoorsError):
        store.add_door(gate.showcase_id, "多出来的门")


def test_keys_of_a_gate_say_nothing_to_who_has_the_database(gate: Gate, app: Flask) -> None:
    found = store.keys(gate.showcase_id)

    assert found
    assert gate.pair.private not in found[1]
    assert app.config["SECRET_KEY"] not in found[1]
