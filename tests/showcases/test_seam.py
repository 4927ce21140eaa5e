"""What the rooms above read of squads."""

from datetime import date

import pytest

from tests.factories import Factory
from tracker.showcases import store
from tracker.showcases.rules import UnknownShowcaseError, UnknownSquadError
from tracker.teams.store import leave_season, transfer

pytestmark = pytest.mark.usefixtures("database")

TODAY = date(2024, 10, 16)


def test_only_who_agreed_is_a_member(make: Factory) -> None:
    season_id = make.season()
    team_id = make.team(season_id)
    squad_id = make.squad(make.item(make.showcase(season_id)), team_id)
    for name, agreed in (("王芳", True), ("李娜", False), ("张敏", None)):
        who = make.participant(season_id, team_id, name=name)
        make.squad_member(squad_id, who, agreed=agreed)

    found = store.members(squad_id)

    assert [member.name for member in found] == ["王芳"]


def test_who_leaves_or_changes_teams_vanishes_from_her_squad(make: Factory) -> None:
    season_id = make.season()
    team_id, other_id = make.team(season_id), make.team(season_id, "二组")
    showcase_id = make.showcase(season_id)
    squad_id = make.squad(make.item(showcase_id), team_id)
    stays, leaves, moves = [make.participant(season_id, team_id) for _ in range(3)]
    for each in (stays, leaves, moves):
        make.squad_member(squad_id, each)

    leave_season(leaves, TODAY)
    transfer(moves, other_id, TODAY, TODAY)

    assert [member.participant_id for member in store.members_of(showcase_id)] == [stays]
    assert [squad.id for squad in store.squads_of(stays)] == [squad_id]
    assert store.squads_of(moves) == []


def test_what_there_is_not_is_unknown() -> None:
    with pytest.raises(UnknownShowcaseError):
        store.showcase(1)
    with pytest.raises(UnknownSquadError):
        store.squad(1)
