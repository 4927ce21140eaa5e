"""Formations kept: versions, people who leave, two at once, and who is missing on the day."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.factories import Factory
from tests.formations.conftest import NOW, TODAY, Troupe
from tracker.accounts.models import Account
from tracker.campaign.models import ParticipantRow
from tracker.database import db
from tracker.formations import store
from tracker.formations.models import FormationPlace, FormationRow, FormationStandIn
from tracker.formations.rules import (
    ContradictionError,
    Formation,
    NobodyYetError,
    Plan,
    Shape,
    Slot,
    begun,
    missed,
    moved,
    remarked,
    shaped,
    stood_in,
    swapped,
)
from tracker.privacy.rules import KEPT
from tracker.privacy.store import erase
from tracker.showcases.rules import UnknownSquadError
from tracker.showcases.store import squad as squad_of
from tracker.teams.store import leave_season

pytestmark = pytest.mark.usefixtures("database")

Change = Callable[[Plan], Formation]


def plan_of(troupe: Troupe) -> Plan:
    """Its formation now."""
    return store.plan(squad_of(troupe.squad_id))


def swap(one: int, other: int) -> Change:
    """Two numbers change places."""
    return lambda plan: swapped(plan.formation, one, other)


def test_nobody_saved_yet_so_a_suggestion_stands_in_order_of_names(troupe: Troupe) -> None:
    found = plan_of(troupe)

    assert found.version == 0
    assert set(found.formation.people) == set(troupe.people)
    assert {each.participant_id for each in found.waiting} == set(troupe.substitutes)
    assert found.formation == begun(12, found.regulars)


def test_what_is_saved_is_read_back_whole(troupe: Troupe) -> None:
    def change(plan: Plan) -> Formation:
        free = moved(shaped(plan.formation, Shape.FREE), 7, Slot(4, 6))
        return remarked(
            missed(stood_in(free, 3, troupe.substitutes[0]), 4), {5: "领操"}, "左边上场\n右边下"
        )

    saved = store.save(troupe.squad_id, 0, change, NOW)

    found = plan_of(troupe)
    assert (saved.version, saved.with_others, found.version) == (1, False, 1)
    assert found.formation == change(replace(found, formation=begun(12, found.regulars)))
    assert found.saved_at == NOW
    assert store.plans(troupe.showcase_id) == {troupe.squad_id: found}


def test_absences_are_told_with_who_stands_in(troupe: Troupe) -> None:
    store.save(
        troupe.squad_id, 0, lambda plan: stood_in(plan.formation, 7, troupe.substitutes[0]), NOW
    )

    absence = store.plans(troupe.showcase_id)[troupe.squad_id].absences[0]

    assert absence.number == 7
    assert absence.stand_in
    assert absence.stand_in.participant_id == troupe.substitutes[0]
    assert absence.absent == plan_of(troupe).cells[6].person


def test_others_swaps_meanwhile_are_put_together(troupe: Troupe) -> None:
    store.save(troupe.squad_id, 0, swap(1, 2), NOW)

    saved = store.save(troupe.squad_id, 0, swap(3, 4), NOW)

    found = plan_of(troupe).formation
    first = begun(12, plan_of(troupe).regulars)
    assert (saved.version, saved.with_others) == (2, True)
    assert found == swapped(swapped(first, 1, 2), 3, 4)


def test_a_contradiction_stores_nothing_and_carries_both(troupe: Troupe) -> None:
    store.save(troupe.squad_id, 0, swap(1, 2), NOW)

    with pytest.raises(ContradictionError) as raised:
        store.save(troupe.squad_id, 0, swap(1, 3), NOW)

    first = begun(12, plan_of(troupe).regulars)
    assert plan_of(troupe).version == 1
    assert raised.value.merged.theirs == swapped(first, 1, 2)
    assert raised.value.merged.mine == swapped(first, 1, 3)


def test_undo_takes_back_one_step_and_leaves_what_came_after(troupe: Troupe) -> None:
    store.save(troupe.squad_id, 0, swap(1, 2), NOW)
    store.save(troupe.squad_id, 1, swap(3, 4), NOW)

    store.undo(troupe.squad_id, 1, NOW)

    found = plan_of(troupe)
    assert found.formation == swapped(begun(12, found.regulars), 3, 4)
    assert found.version == 3
    assert store.undo(troupe.squad_id, 99, NOW).version == 3


def test_what_changes_nothing_is_no_new_version(troupe: Troupe) -> None:
    store.save(troupe.squad_id, 0, swap(1, 2), NOW)

    saved = store.save(troupe.squad_id, 1, lambda plan: plan.formation, NOW)

    assert saved.version == 1


def test_a_page_from_long_ago_is_a_question(
    troupe: Troupe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "KEPT_VERSIONS", 2)
    for version in range(4):
        store.save(troupe.squad_id, version, swap(1, 2 + version), NOW)

    with pytest.raises(ContradictionError):
        store.save(troupe.squad_id, 1, swap(7, 8), NOW)

    kept = db.session.scalars(select(FormationRow.revision)).all()
    assert sorted(kept) == [3, 4]


def test_who_leaves_or_declines_leaves_an_empty_place(troupe: Troupe) -> None:
    store.save(troupe.squad_id, 0, swap(1, 2), NOW)
    at = plan_of(troupe)
    gone = at.formation.place(5).person or 0

    leave_season(gone, TODAY)

    found = plan_of(troupe)
    assert found.empty == (5,)
    assert gone not in found.by_person
    assert len(found.formation.places) == 12


def test_erasing_somebody_takes_her_out_of_every_version(troupe: Troupe) -> None:
    store.save(
        troupe.squad_id, 0, lambda plan: stood_in(plan.formation, 3, troupe.substitutes[0]), NOW
    )
    store.save(troupe.squad_id, 1, lambda plan: remarked(plan.formation, {4: "膝盖"}, ""), NOW)
    erased = [plan_of(troupe).formation.place(4).person or 0, troupe.substitutes[0]]

    for each in erased:
        erase(phone_of(each), TODAY, NOW)

    found = plan_of(troupe)
    assert found.empty == (4,)
    assert found.formation.place(4).remark == ""
    assert found.formation.place(3).absent
    for table in (FormationPlace, FormationStandIn):
        query = select(func.count()).where(table.participant_id.in_(erased))
        assert db.session.scalar(query) == 0
    assert {"formation_place", "formation_stand_in"} <= {kept.table for kept in KEPT}


def phone_of(participant_id: int) -> str:
    """By which somebody is erased."""
    query = select(Account.phone).join(ParticipantRow, ParticipantRow.account_id == Account.id)
    return db.session.scalars(query.where(ParticipantRow.id == participant_id)).one()


def test_a_squad_of_nobody_has_nothing_to_arrange(make: Factory) -> None:
    season_id = make.season()
    squad_id = make.squad(make.item(make.showcase(season_id)), make.team(season_id))

    with pytest.raises(NobodyYetError):
        store.save(squad_id, 0, swap(1, 2), NOW)
    with pytest.raises(UnknownSquadError):
        squad_of(1)


PEOPLE = 4


def at_once(app: Flask, doing: Callable[[int], object]) -> list[object]:
    """What each of some people gets who do something in the same moment."""
    start = Barrier(PEOPLE)
    db.session.rollback()  # a reader of SQLite would keep an erasure from rewriting the file

    def run(person: int) -> object:
        with app.app_context():
            start.wait()
            try:
                return doing(person)
            except ContradictionError as error:
                return error

    with ThreadPoolExecutor(PEOPLE) as people:
        return list(people.map(run, range(PEOPLE)))


def test_swaps_of_different_people_at_once_are_all_kept(app: Flask, troupe: Troupe) -> None:
    def save(person: int) -> int:
        return store.save(troupe.squad_id, 0, swap(2 * person + 1, 2 * person + 2), NOW).version

    answers = at_once(app, save)

    found = plan_of(troupe)
    wanted = begun(12, found.regulars)
    for person in range(PEOPLE):
        wanted = swapped(wanted, 2 * person + 1, 2 * person + 2)
    assert sorted(map(str, answers)) == ["1", "2", "3", "4"]
    assert found.formation == wanted


def test_of_contradicting_swaps_at_once_one_is_kept_and_the_others_are_asked(
    app: Flask, troupe: Troupe
) -> None:
    def save(person: int) -> int:
        return store.save(troupe.squad_id, 0, swap(1, 2 + person), NOW).version

    answers = at_once(app, save)

    asked = [each for each in answers if isinstance(each, ContradictionError)]
    assert (len(asked), plan_of(troupe).version) == (PEOPLE - 1, 1)
    for each in asked:
        assert each.merged.theirs == plan_of(troupe).formation
        assert each.merged.mine not in (each.merged.theirs, begun(12, plan_of(troupe).regulars))


def test_somebody_erased_while_a_formation_is_saved_is_in_none(app: Flask, troupe: Troupe) -> None:
    phone = phone_of(troupe.people[0])

    def do(person: int) -> object:
        if person == 0:
            return erase(phone, TODAY, NOW)
        return store.save(troupe.squad_id, 0, swap(2 * person + 1, 2 * person + 2), NOW)

    at_once(app, do)

    left = select(func.count()).where(FormationPlace.participant_id == troupe.people[0])
    assert db.session.scalar(left) == 0
    assert troupe.people[0] not in plan_of(troupe).formation.people
