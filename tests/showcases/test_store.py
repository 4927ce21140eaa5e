"""Nominating, asking, answering, confirming, rehearsing: what is written and read back."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.factories import Factory
from tests.showcases.conftest import NOW, TODAY, Stage
from tracker.campaign.rules import Deed
from tracker.campaign.store import deeds_to
from tracker.database import db
from tracker.showcases import store
from tracker.showcases.models import SquadMemberRow
from tracker.showcases.rules import (
    AlreadyNominatedError,
    Cues,
    DistrictInUseError,
    Held,
    ItemInUseError,
    ItemKind,
    NewItem,
    NewShowcase,
    NewSquad,
    NotFullError,
    NotInvitedError,
    NotNowError,
    SquadConfirmedError,
    SquadFullError,
    SquadInUseError,
    State,
    TooManyTeamsError,
    UnknownItemError,
    UnknownMemberError,
    UnknownRehearsalError,
    preset,
)
from tracker.teams.rules import UnknownTeamError
from tracker.teams.store import leave_season, merge_team

pytestmark = pytest.mark.usefixtures("database")

HERE = "110112"
DAY = date(2024, 10, 19)
TITLES = {kind: kind.value for kind in ItemKind}


def event(day: date = DAY) -> NewShowcase:
    opens = datetime.combine(day, datetime.min.time(), NOW.tzinfo)
    starts, closes = opens + timedelta(hours=1), opens + timedelta(hours=3)
    return NewShowcase("展示", "体育馆", day, opens, starts, closes)


def agreed(stage: Stage) -> set[int]:
    return {member.participant_id for member in store.members(stage.squad_id)}


def test_an_event_is_made_with_its_programme_and_invitations(make: Factory) -> None:
    season_id = make.season()

    found = store.create(season_id, None, event(), preset(TITLES), {HERE: 2, "110105": 2})

    made = store.showcase(found)
    assert (made.state, made.day, made.district_code) == (State.DRAFT, DAY, None)
    assert [item.together for item in store.items(found)] == [False, True, False, False]
    assert {each.district_code: each.teams for each in store.invited_districts(found)} == {
        HERE: 2,
        "110105": 2,
    }


def test_an_event_goes_from_state_to_state_and_is_over_on_its_day(stage: Stage) -> None:
    store.step(stage.showcase_id, State.CONFIRMED, TODAY)

    with pytest.raises(NotNowError):
        store.step(stage.showcase_id, State.OVER, DAY - timedelta(days=1))
    store.step(stage.showcase_id, State.OVER, DAY)

    assert store.showcase(stage.showcase_id).state is State.OVER
    with pytest.raises(NotNowError):
        store.change(stage.showcase_id, event())


def test_items_are_added_moved_changed_and_taken_out(stage: Stage) -> None:
    free = NewItem(ItemKind.FREE, "跳绳", 3, together=False, squad_size=8)
    added = store.add_item(stage.showcase_id, free)

    store.move_item(stage.showcase_id, added, -1)
    store.change_item(stage.showcase_id, added, replace(free, title="花样跳绳"))

    assert [item.title for item in store.items(stage.showcase_id)] == ["花样跳绳", "超慢跑"]
    with pytest.raises(ItemInUseError):
        store.remove_item(stage.showcase_id, stage.item_id)
    store.remove_item(stage.showcase_id, added)
    with pytest.raises(UnknownItemError):
        store.remove_item(stage.showcase_id, added)


def test_a_district_keeps_room_for_the_teams_it_nominated(stage: Stage) -> None:
    with pytest.raises(DistrictInUseError):
        store.invite(stage.showcase_id, {HERE: 0})

    store.invite(stage.showcase_id, {HERE: 1, "110105": 3})

    teams = {each.district_code: each.teams for each in store.invited_districts(stage.showcase_id)}
    assert teams == {HERE: 1, "110105": 3}


def test_a_district_nominates_its_own_teams_and_no_more_than_it_may(stage: Stage) -> None:
    make = stage.make
    second, third = (make.team(stage.season_id, name) for name in ("二组", "三组"))
    elsewhere = make.team(stage.season_id, "外区", "110105")

    def wanted(team_id: int) -> NewSquad:
        return NewSquad(stage.item_id, team_id, "二队", 12, 2)

    with pytest.raises(AlreadyNominatedError):
        store.nominate(stage.showcase_id, HERE, wanted(stage.team_id), TODAY)
    with pytest.raises(UnknownTeamError):
        store.nominate(stage.showcase_id, HERE, wanted(elsewhere), TODAY)
    with pytest.raises(NotInvitedError):
        store.nominate(stage.showcase_id, "110105", wanted(elsewhere), TODAY)
    store.nominate(stage.showcase_id, HERE, wanted(second), TODAY)
    with pytest.raises(TooManyTeamsError):
        store.nominate(stage.showcase_id, HERE, wanted(third), TODAY)

    assert len(store.squads(stage.showcase_id, HERE)) == 2


def test_nobody_is_nominated_for_what_all_do_together_or_after_sign_up(stage: Stage) -> None:
    together = stage.make.item(stage.showcase_id, ItemKind.BADUANJIN, together=True)
    other = stage.make.team(stage.season_id, "二组")

    with pytest.raises(UnknownItemError):
        store.nominate(stage.showcase_id, HERE, NewSquad(together, other, "二队", 12, 2), TODAY)
    wanted = NewSquad(stage.item_id, other, "二队", 12, 2)
    with pytest.raises(NotNowError):
        store.nominate(stage.showcase_id, HERE, wanted, date(2024, 10, 28))


def test_teams_are_found_by_words_of_their_name_or_unit(stage: Stage) -> None:
    stage.make.team(stage.season_id, "飞毛腿")

    found, more = store.nominable(stage.season_id, HERE, "飞毛")

    assert ([team.name for team in found], more) == (["飞毛腿"], False)
    assert len(store.nominable(stage.season_id, HERE, "机械")[0]) == 2
    assert store.nominable(stage.season_id, HERE, "100%")[0] == []


def test_a_nomination_is_taken_back_until_somebody_was_asked(stage: Stage) -> None:
    other = stage.make.squad(stage.item_id, stage.make.team(stage.season_id, "二组"))
    store.drop(other)
    stage.ask(stage.people[0])

    with pytest.raises(SquadInUseError):
        store.drop(stage.squad_id)

    assert [squad.id for squad in store.squads(stage.showcase_id)] == [stage.squad_id]


def test_who_is_asked_reads_it_and_agrees_or_not(stage: Stage) -> None:
    her, other, *_ = stage.people
    stage.ask()

    waits = store.unanswered(her, TODAY)
    store.agree(her, stage.squad_id, TODAY, as_substitute=False, height_cm=168)
    store.decline(other, stage.squad_id)

    assert waits == (stage.squad_id, "运动技能展示")
    assert [(member.participant_id, member.height_cm) for member in store.members(stage.squad_id)]
    assert agreed(stage) == {her}
    assert store.unanswered(her, TODAY) is None
    assert store.unanswered(other, TODAY) is None
    assert [asked.agreed for _, asked in store.invitations(other)] == [False]


def test_an_answer_changes_until_the_squad_is_confirmed_and_stepping_back_always(
    stage: Stage,
) -> None:
    her = stage.people[0]
    stage.ask()
    stage.agree(her)
    store.decline(her, stage.squad_id)
    stage.agree(her)
    store.confirm(stage.squad_id, NOW, smaller=True)

    with pytest.raises(SquadConfirmedError):
        stage.agree(stage.people[1])
    store.decline(her, stage.squad_id)

    assert agreed(stage) == set()


def test_nobody_who_was_not_asked_agrees(stage: Stage) -> None:
    with pytest.raises(NotInvitedError):
        stage.agree(stage.people[0])
    with pytest.raises(NotInvitedError):
        store.invitation(stage.people[0], stage.squad_id)
    with pytest.raises(NotInvitedError):
        store.agree(stage.people[0], 1, TODAY, as_substitute=False, height_cm=None)


def test_places_end_and_substitutes_take_the_rest(stage: Stage) -> None:
    first, second, third, fourth = stage.people
    stage.ask()
    stage.agree(first)
    stage.agree(second)

    with pytest.raises(SquadFullError) as full:
        stage.agree(third)
    stage.agree(third, as_substitute=True)
    with pytest.raises(SquadFullError) as fuller:
        stage.agree(fourth, as_substitute=True)

    assert (full.value.substitutes_free, fuller.value.substitutes_free) == (1, 0)
    assert [member.is_substitute for member in store.members(stage.squad_id)].count(True) == 1


def test_the_leader_asks_only_her_own_team_and_nobody_twice(stage: Stage) -> None:
    elsewhere = stage.make.team(stage.season_id, "二组")
    stranger = stage.make.participant(stage.season_id, elsewhere)

    counts = [stage.ask(*stage.people, stranger), stage.ask()]

    assert counts == [4, 0]
    assert store.invitations(stranger) == []
    assert [deed.deed for deed in deeds_to(stage.people[0])] == [Deed.SQUAD_ASKED]


def test_a_refusal_stays_one_however_often_she_is_asked(stage: Stage) -> None:
    her = stage.people[0]
    stage.ask()
    store.decline(her, stage.squad_id)
    mine = {each.participant_id: each.member_id for each in store.asked(stage.squad_id)}[her]
    assert mine

    store.withdraw(stage.squad_id, mine, stage.leader, TODAY, NOW)
    stage.ask(her)

    assert store.unanswered(her, TODAY) is None
    assert [asked.agreed for _, asked in store.invitations(her)] == [False]


def test_a_place_taken_away_is_free_and_hers_to_take_again(stage: Stage) -> None:
    her = stage.people[0]
    stage.ask()
    stage.agree(her)
    member_id = store.members(stage.squad_id)[0].id

    store.withdraw(stage.squad_id, member_id, stage.leader, TODAY, NOW)
    stage.ask(her)

    assert agreed(stage) == set()
    assert store.unanswered(her, TODAY) is not None
    with pytest.raises(UnknownMemberError):
        store.withdraw(stage.squad_id, 1, stage.leader, TODAY, NOW)


def test_with_a_place_taken_away_the_height_she_entered_for_it_is_gone(stage: Stage) -> None:
    her = stage.people[0]
    stage.ask()
    store.agree(her, stage.squad_id, TODAY, as_substitute=False, height_cm=168)

    store.withdraw(stage.squad_id, store.members(stage.squad_id)[0].id, stage.leader, TODAY, NOW)

    heights = select(SquadMemberRow.height_cm).where(SquadMemberRow.participant_id == her)
    assert db.session.scalars(heights).all() == [None]


def test_a_member_moves_between_a_place_and_a_substitutes(stage: Stage) -> None:
    her, other, *_ = stage.people
    stage.ask()
    stage.agree(her)
    stage.agree(other)
    members = {each.participant_id: each.id for each in store.members(stage.squad_id)}

    store.move(stage.squad_id, members[her], stage.leader, TODAY, NOW)
    with pytest.raises(SquadFullError):
        store.move(stage.squad_id, members[other], stage.leader, TODAY, NOW)

    found = {each.participant_id: each.is_substitute for each in store.members(stage.squad_id)}
    assert found == {her: True, other: False}
    assert Deed.SQUAD_PLACE_CHANGED in {done.deed for done in deeds_to(her)}


def test_a_squad_is_confirmed_when_full_or_when_smaller_is_meant(stage: Stage) -> None:
    stage.ask()
    with pytest.raises(NotFullError):
        store.confirm(stage.squad_id, NOW, smaller=True)
    stage.agree(stage.people[0])
    with pytest.raises(NotFullError):
        store.confirm(stage.squad_id, NOW, smaller=False)

    store.confirm(stage.squad_id, NOW, smaller=True)
    assert store.squad(stage.squad_id).is_confirmed
    with pytest.raises(SquadConfirmedError):
        stage.ask()
    with pytest.raises(SquadConfirmedError):
        store.resize(stage.squad_id, "新名", 3, 1)
    store.unconfirm(stage.squad_id)

    store.resize(stage.squad_id, "新名", 3, 1)
    assert store.squad(stage.squad_id).name == "新名"


def test_a_squad_goes_with_its_people_when_their_team_is_merged(stage: Stage) -> None:
    her = stage.people[0]
    stage.ask()
    stage.agree(her)
    into = stage.make.team(stage.season_id, "合并后")
    actor = stage.make.organizer(stage.season_id)

    merge_team(stage.team_id, into, "合并", actor, TODAY, NOW, far=True)

    moved = store.squad(stage.squad_id)
    assert (moved.team_id, moved.team_name) == (into, "合并后")
    assert agreed(stage) == {her}


def test_rehearsals_are_planned_attended_and_taken_back(stage: Stage) -> None:
    her, other, *_ = stage.people
    stage.ask()
    stage.agree(her)
    stage.agree(other)
    rehearsal_id = store.add_rehearsal(stage.squad_id, NOW, "操场")
    missed = store.add_rehearsal(stage.squad_id, NOW + timedelta(days=1), "操场")

    store.note_attendance(stage.squad_id, rehearsal_id, [her, 1], NOW)
    store.remove_rehearsal(stage.squad_id, missed)

    ready = store.readiness(store.squad(stage.squad_id))
    assert (ready.held, ready.came, ready.came_shown) == (1, (1, 2), None)
    assert store.attended(stage.squad_id, rehearsal_id)[1] == {her}
    assert (store.came_to(her, stage.squad_id), store.came_to(other, stage.squad_id)) == (1, 0)
    with pytest.raises(UnknownRehearsalError):
        store.attended(stage.squad_id, missed)


def test_readiness_counts_who_agreed_and_is_still_there(stage: Stage) -> None:
    first, second, third, _ = stage.people
    stage.ask()
    stage.agree(first)
    stage.agree(second)
    stage.agree(third, as_substitute=True)
    leave_season(second, TODAY)

    ready = store.readiness_in(stage.showcase_id, HERE)[0]

    assert (ready.agreed, ready.substitutes, ready.free, ready.is_asked) == (1, 1, 1, True)


def test_what_took_place_is_counted_for_a_report(stage: Stage) -> None:
    for each in stage.people[:2]:
        stage.ask(each)
        stage.agree(each)
    store.confirm(stage.squad_id, NOW, smaller=False)
    before = store.held(stage.season_id, DAY, DAY)
    store.step(stage.showcase_id, State.CONFIRMED, TODAY)
    store.step(stage.showcase_id, State.OVER, DAY)

    found = store.held(stage.season_id, DAY, DAY)

    assert before == []
    place = ("运动技能展示", "通州体育馆", DAY)
    assert found == [Held(stage.showcase_id, None, *place, squads=1, people=2)]
    assert store.held(stage.season_id, DAY + timedelta(days=1), DAY + timedelta(days=9)) == []


def test_clothes_and_music_are_noted_and_a_leader_finds_her_squads(stage: Stage) -> None:
    store.note_cues(stage.squad_id, Cues("白T恤", "轻快", "周教练"))

    found = store.squads_of_teams([stage.team_id])

    assert [(squad.clothes, squad.music, squad.coach) for squad in found] == [
        ("白T恤", "轻快", "周教练")
    ]
    assert store.squads_of_teams([]) == []


def test_a_district_sees_its_invitations_but_no_drafts_of_others(stage: Stage) -> None:
    stage.make.showcase(stage.season_id, state=State.DRAFT)
    own = stage.make.showcase(stage.season_id, district=HERE, state=State.DRAFT)

    found = store.showcases_inviting(stage.season_id, HERE)

    assert {each.id for each in found} == {stage.showcase_id, own}
    assert store.showcases_inviting(stage.season_id, "110105") == []
