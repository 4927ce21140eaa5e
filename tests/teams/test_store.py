from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.factories import Factory
from tests.queries import counted
from tracker.accounts.models import Account, RoleGrant
from tracker.accounts.rules import Role, team_scope
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import ConsentKind
from tracker.database import db, writing
from tracker.teams import store
from tracker.teams.models import Membership, StaleTeamDay, TeamRow, UnitRow
from tracker.teams.rules import (
    Appointed,
    NameNeededError,
    NewTeam,
    SameLeaderError,
    TeamNameTakenError,
    UnitKind,
    UnknownCodeError,
    UnknownTeamError,
    UnknownUnitError,
)

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2024, 7, 20, 4, tzinfo=UTC)
TODAY = date(2024, 7, 20)
LEADER = Appointed("13900000002", "李伟")
DEPUTY = Appointed("13900000005", "赵敏")
AT_ONCE = ("一组", "一组", "二组", "三组")


def wanted(season_id: int, name: str = "一组", unit: str = "机械厂") -> NewTeam:
    return NewTeam(season_id, "110112", unit, UnitKind.ENTERPRISE, name)


def mark(participant_id: int, days: Iterable[date]) -> None:
    with writing() as session:
        store.mark_stale(session, participant_id, days)


def marks() -> set[tuple[int, date]]:
    return {(row.team_id, row.day) for row in db.session.scalars(select(StaleTeamDay))}


def move(participant_id: int, to_team: int, day: date) -> None:
    with writing() as session:
        stay = session.scalars(
            select(Membership).where(Membership.participant_id == participant_id)
        ).one()
        stay.last = day - timedelta(days=1)
        session.add(Membership(participant_id=participant_id, team_id=to_team, first=day))


def test_a_team_knows_its_unit_district_and_season(make: Factory) -> None:
    season_id = make.season()
    team_id = make.team(season_id, "一组")

    team = store.team(team_id)

    assert (team.id, team.name, team.unit_name) == (team_id, "一组", "机械厂")
    assert (team.district_code, team.season_id) == ("110112", season_id)
    assert store.unit(team.unit_id).kind is UnitKind.ENTERPRISE
    assert store.teams_of_unit(team.unit_id) == [team]


def test_unknown_places_raise() -> None:
    with pytest.raises(UnknownTeamError):
        store.team(1)
    with pytest.raises(UnknownUnitError):
        store.unit(1)


def test_a_districts_teams_are_listed_and_no_others(make: Factory) -> None:
    season_id = make.season()
    second, first = make.team(season_id, "二组"), make.team(season_id, "一组")
    make.team(season_id, "三组", district="110101")
    make.team(make.season(name="2025"), "四组")

    found = store.teams_in(season_id, "110112")

    assert {team.id for team in found} == {first, second}


def test_a_join_code_leads_to_its_team_until_it_is_revoked(make: Factory) -> None:
    team_id = make.team(make.season())
    code = store.create_code(team_id, NOW)
    assert store.team_by_code(code).id == team_id

    store.revoke_code(team_id, code, NOW)

    with pytest.raises(UnknownCodeError):
        store.team_by_code(code)
    with pytest.raises(UnknownCodeError):
        store.code_of(team_id, code)


def test_a_code_that_never_was_leads_nowhere() -> None:
    with pytest.raises(UnknownCodeError):
        store.team_by_code("zzzzzzzzzzzz")


def test_another_teams_code_cannot_be_revoked_or_shown(make: Factory) -> None:
    season_id = make.season()
    mine, other = make.team(season_id), make.team(season_id)
    code = make.join_code(other)

    with pytest.raises(UnknownCodeError):
        store.revoke_code(mine, code, NOW)

    assert store.team_by_code(code).id == other
    with pytest.raises(UnknownCodeError):
        store.code_of(mine, code)


def test_a_code_is_revoked_once(make: Factory) -> None:
    team_id = make.team(make.season())
    code = make.join_code(team_id)
    store.revoke_code(team_id, code, NOW)

    with pytest.raises(UnknownCodeError):
        store.revoke_code(team_id, code, NOW)


def test_codes_in_force_come_first_and_newest_first(make: Factory) -> None:
    team_id = make.team(make.season())
    codes = [store.create_code(team_id, NOW + timedelta(hours=hour)) for hour in range(3)]
    store.revoke_code(team_id, codes[2], NOW)

    found = store.codes_of(team_id)

    assert [each.code for each in found] == [codes[1], codes[0], codes[2]]
    assert [each.revoked_at for each in found] == [None, None, NOW]


def test_a_units_teams_come_with_their_codes_in_force(make: Factory) -> None:
    team_id = make.team(make.season())
    kept, revoked = store.create_code(team_id, NOW), store.create_code(team_id, NOW)
    store.revoke_code(team_id, revoked, NOW)
    team = store.team(team_id)

    found = store.unit_board(team.unit_id)

    assert [(each.team, [code.code for code in each.codes]) for each in found] == [(team, [kept])]


def test_a_person_is_in_the_team_of_the_day(make: Factory) -> None:
    season_id = make.season()
    old, new = make.team(season_id, "一组"), make.team(season_id, "二组")
    participant_id = make.participant(season_id, old, enrolled_on=TODAY)
    move(participant_id, new, TODAY + timedelta(days=3))

    teams = [store.team_of(participant_id, TODAY + timedelta(days=n)) for n in (-1, 0, 2, 3)]

    assert [team and team.id for team in teams] == [None, old, old, new]


def test_members_are_shown_without_phone_and_with_what_they_agreed_to(make: Factory) -> None:
    season_id = make.season()
    team_id = make.team(season_id)
    make.participant(season_id, team_id, account_id=make.account("王芳", phone="13800001234"))
    shy = make.participant(
        season_id, team_id, name="陈静", refused=frozenset({ConsentKind.LEADER_SEES})
    )

    found = {member.name: member for member in store.members(team_id, TODAY)}

    assert found["王芳"].phone_masked == "138****1234"
    assert found["王芳"].shows_entries
    assert (found["陈静"].participant_id, found["陈静"].shows_entries) == (shy, False)


def test_who_left_or_has_not_come_yet_is_no_member(make: Factory) -> None:
    season_id = make.season()
    team_id = make.team(season_id)
    make.participant(season_id, team_id, enrolled_on=TODAY + timedelta(days=1))
    left = make.participant(season_id, team_id)
    db.session.get_one(ParticipantRow, left).left_on = TODAY
    db.session.commit()

    assert store.members(team_id, TODAY) == []
    assert len(store.members(team_id, TODAY - timedelta(days=1))) == 1


def test_listing_members_never_touches_a_health_table(app: Flask, make: Factory) -> None:
    season_id = make.season()
    team_id = make.team(season_id)
    make.participant(season_id, team_id)

    with counted(app) as statements:
        store.members(team_id, TODAY)

    seen = " ".join(statements).lower()
    assert "membership" in seen
    assert not any(table in seen for table in ("body", "reading", "goal", "exercise_entry"))


def test_leader_and_deputy_are_named(make: Factory) -> None:
    season_id = make.season()
    team_id = make.team(season_id)
    make.leader(season_id, team_id)
    make.leader(season_id, team_id, Role.DEPUTY)

    found = store.leaders(team_id)

    assert (found.leader, found.deputy) == ("李伟", "李伟")


def test_a_team_without_leaders_has_none(make: Factory) -> None:
    found = store.leaders(make.team(make.season()))

    assert (found.leader, found.deputy) == (None, None)


def test_marks_are_set_for_the_team_of_each_day(make: Factory) -> None:
    season_id = make.season()
    old, new = make.team(season_id, "一组"), make.team(season_id, "二组")
    participant_id = make.participant(season_id, old, enrolled_on=TODAY)
    move(participant_id, new, TODAY + timedelta(days=2))
    days = [TODAY + timedelta(days=n) for n in range(-1, 4)]

    mark(participant_id, days)

    assert marks() == {(old, days[1]), (old, days[2]), (new, days[3]), (new, days[4])}


def test_marking_again_changes_nothing(make: Factory) -> None:
    season_id = make.season()
    team_id = make.team(season_id)
    participant_id = make.participant(season_id, team_id)
    mark(participant_id, [TODAY])

    mark(participant_id, [TODAY, TODAY, TODAY + timedelta(days=1)])

    assert marks() == {(team_id, TODAY), (team_id, TODAY + timedelta(days=1))}


def test_no_days_and_no_team_leave_no_mark(make: Factory) -> None:
    season_id = make.season()
    participant_id = make.participant(season_id, make.team(season_id), enrolled_on=TODAY)

    mark(participant_id, [])
    mark(participant_id, [TODAY - timedelta(days=1)])
    mark(1, [TODAY])

    assert marks() == set()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.integers(-10, 100).map(lambda n: TODAY + timedelta(days=n))))
def test_every_day_since_joining_and_no_other_is_marked(make: Factory, days: list[date]) -> None:
    season_id = make.season()
    team_id = make.team(season_id)
    participant_id = make.participant(season_id, team_id, enrolled_on=TODAY)

    mark(participant_id, days)

    mine = {day for team, day in marks() if team == team_id}
    assert mine == {day for day in days if day >= TODAY}


def test_joining_a_team_makes_its_day_stale(make: Factory) -> None:
    season_id = make.season()
    old, new = make.team(season_id), make.team(season_id)
    participant_id = make.participant(season_id, old, enrolled_on=TODAY - timedelta(days=9))

    with writing() as session:
        store.add_membership(session, participant_id, new, TODAY)

    assert (new, TODAY) in marks()


def test_a_team_is_opened_with_two_leaders_and_a_code(make: Factory) -> None:
    season_id = make.season()

    opened = store.open_team(wanted(season_id), LEADER, DEPUTY, NOW)

    assert store.team_by_code(opened.code).id == opened.team_id
    found = store.leaders(opened.team_id)
    assert (found.leader, found.deputy) == ("李伟", "赵敏")
    assert set(opened.first_passwords) == {LEADER.phone, DEPUTY.phone}


def test_who_has_an_account_keeps_its_name_and_password(make: Factory) -> None:
    season_id = make.season()
    account_id = make.account("李建国", phone=LEADER.phone)

    opened = store.open_team(wanted(season_id), LEADER, DEPUTY, NOW)

    assert store.leaders(opened.team_id).leader == "李建国"
    assert set(opened.first_passwords) == {DEPUTY.phone}
    account = db.session.get_one(Account, account_id)
    assert account.password_hash == "-"


def test_leader_and_deputy_must_be_two_people(make: Factory) -> None:
    season_id = make.season()

    with pytest.raises(SameLeaderError):
        store.open_team(wanted(season_id), LEADER, Appointed(LEADER.phone, "李伟"), NOW)

    assert store.teams_in(season_id, "110112") == []


def test_a_new_phone_needs_a_name_and_nothing_is_stored_without(make: Factory) -> None:
    season_id = make.season()

    with pytest.raises(NameNeededError) as caught:
        store.open_team(wanted(season_id), LEADER, Appointed(DEPUTY.phone, ""), NOW)

    assert caught.value.phone == DEPUTY.phone
    assert store.teams_in(season_id, "110112") == []
    assert db.session.scalars(select(Account)).all() == []


def test_two_teams_share_a_unit_but_not_a_name(make: Factory) -> None:
    season_id = make.season()
    first = store.open_team(wanted(season_id), LEADER, DEPUTY, NOW)
    second = store.open_team(wanted(season_id, "二组"), LEADER, DEPUTY, NOW)

    with pytest.raises(TeamNameTakenError):
        store.open_team(wanted(season_id), LEADER, DEPUTY, NOW)

    assert store.team(first.team_id).unit_id == store.team(second.team_id).unit_id


def test_organizers_who_open_teams_at_once_share_the_unit(app: Flask, make: Factory) -> None:
    season_id, start = make.season(), Barrier(len(AT_ONCE))

    def opened(name: str) -> str:
        with app.app_context():
            start.wait()
            try:
                store.open_team(wanted(season_id, name), LEADER, DEPUTY, NOW)
            except TeamNameTakenError:
                return f"{name} taken"
            return name

    with ThreadPoolExecutor(len(AT_ONCE)) as pool:
        outcomes = sorted(pool.map(opened, AT_ONCE))

    assert outcomes == ["一组", "一组 taken", "三组", "二组"]
    for table, rows in ((UnitRow, 1), (TeamRow, 3), (Account, 2)):
        assert db.session.scalar(select(func.count()).select_from(table)) == rows


def test_leading_a_second_team_is_a_second_grant(make: Factory) -> None:
    season_id = make.season()
    teams = [
        store.open_team(wanted(season_id, name), LEADER, DEPUTY, NOW).team_id
        for name in ("一组", "二组")
    ]

    scopes = db.session.scalars(select(RoleGrant.scope).where(RoleGrant.role == Role.LEADER)).all()

    assert set(scopes) == {team_scope(team_id) for team_id in teams}
