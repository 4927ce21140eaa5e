"""One open request a person, answered once by either team's leaders, by the calendar's rules."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.conftest import TODAY
from tests.factories import Factory
from tracker.accounts.rules import HashedPassword, PhoneTakenError, Role
from tracker.campaign.rules import (
    BEIJING_2024,
    AlreadyJoinedError,
    ClosedError,
    Deed,
    Participant,
    Season,
    TransferredAlreadyError,
)
from tracker.campaign.store import deeds_to, participant_of
from tracker.database import db, writing
from tracker.moves import store
from tracker.moves.models import MoveRequest
from tracker.moves.rules import (
    ASKS_MAX,
    EXPIRES_AFTER,
    WAITING_MAX,
    AnsweredAlreadyError,
    AskedTooOftenError,
    DeclinedLatelyError,
    ManyWaitingError,
    MoveKind,
    OpenRequestError,
    Outcome,
    OwnRequestError,
    UnknownRequestError,
    Waiting,
)
from tracker.teams.models import JoinCode, TeamRow
from tracker.teams.rules import SameTeamError, TeamClosedError, TeamFullError, UnknownTeamError
from tracker.teams.store import leave_season, team_of

NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
ENROLLING = date(2024, 7, 20)
THEN = datetime(2024, 7, 20, 4, tzinfo=UTC)
DAY = timedelta(days=1)
NO_PASSWORD = HashedPassword("-")


@dataclass
class Two:
    """Two teams of one unit, each with a leader, and a member of the first."""

    make: Factory
    season: Season
    old: int
    new: int
    old_leader: int
    new_leader: int
    her: Participant

    def ask(self, now: datetime = NOW) -> None:
        """She asks to change into the other."""
        store.ask_transfer(self.her, self.new, TODAY, now)

    def waiting(self, team_id: int, leader: int, now: datetime = NOW) -> list[Waiting]:
        """What a leader reads."""
        return store.waiting_at(team_id, leader, TODAY, now)

    def request_id(self) -> int:
        """Her latest request."""
        query = select(MoveRequest.id).order_by(MoveRequest.asked_at.desc())
        return db.session.scalars(query).first() or 0

    def outcome(self) -> Outcome | None:
        """What came of what she asked last."""
        asked = store.latest_request(self.her.account_id, self.season.id)
        return asked.outcome if asked else None


def made(make: Factory) -> Two:
    """The two teams; only inside an application's context."""
    season_id = make.season()
    season = Season(season_id, "2024", BEIJING_2024)
    old = make.team(season_id)
    new = make.team_in(db.session.get_one(TeamRow, old).unit_id, "二组")
    participant_id = make.participant(season_id, old)
    db.session.rollback()  # so that SQLite does not go on reading what was before
    her = participant_of(make.account_of(participant_id), season)
    assert her
    return Two(
        make, season, old, new, make.leader(season_id, old), make.leader(season_id, new), her
    )


@pytest.fixture
def two(make: Factory, database: Flask) -> Two:
    assert database
    return made(make)


def test_a_request_is_read_by_both_teams_leaders_as_a_name_and_a_masked_phone(two: Two) -> None:
    two.ask()

    coming, going = two.waiting(two.new, two.new_leader), two.waiting(two.old, two.old_leader)

    assert coming == going
    (found,) = coming
    assert (found.kind, found.name, found.team, found.comes_from) == (
        MoveKind.TRANSFER,
        "王芳",
        "二组",
        "一组",
    )
    assert "****" in found.phone_masked


@pytest.mark.parametrize("side", ["old", "new"])
def test_either_teams_leader_may_approve_and_she_moves_today(two: Two, side: str) -> None:
    two.ask()
    team_id, actor = getattr(two, side), getattr(two, f"{side}_leader")

    store.approve(actor, team_id, two.request_id(), "欢迎", TODAY, NOW)

    found = team_of(two.her.id, TODAY)
    assert found
    assert found.id == two.new
    assert [(each.deed, each.why) for each in deeds_to(two.her.id)] == [
        (Deed.REQUEST_APPROVED, "欢迎")
    ]
    assert two.outcome() is Outcome.APPROVED


def test_a_no_leaves_her_where_she_is_with_the_reason(two: Two) -> None:
    two.ask()

    store.decline(two.new_leader, two.new, two.request_id(), "月底再来", TODAY, NOW)

    found = team_of(two.her.id, TODAY)
    asked = store.latest_request(two.her.account_id, two.season.id)
    assert found
    assert found.id == two.old
    assert asked
    assert (asked.outcome, asked.by, asked.why) == (Outcome.DECLINED, "李伟", "月底再来")
    assert [each.deed for each in deeds_to(two.her.id)] == [Deed.REQUEST_DECLINED]


@pytest.mark.parametrize("second", ["approve", "decline"])
def test_who_answers_second_is_told_that_it_is_done(two: Two, second: str) -> None:
    two.ask()
    store.approve(two.new_leader, two.new, two.request_id(), "", TODAY, NOW)

    with pytest.raises(AnsweredAlreadyError) as told:
        getattr(store, second)(two.old_leader, two.old, two.request_id(), "不", TODAY, NOW)

    assert told.value.outcome is Outcome.APPROVED
    assert len(deeds_to(two.her.id)) == 1


def test_nobody_beside_the_two_teams_finds_it(two: Two) -> None:
    two.ask()
    elsewhere = two.make.team(two.season.id, "三组", "110105")
    stranger = two.make.leader(two.season.id, elsewhere)

    with pytest.raises(UnknownRequestError):
        store.approve(stranger, elsewhere, two.request_id(), "", TODAY, NOW)

    assert two.waiting(elsewhere, stranger) == []


def test_a_leader_does_not_answer_her_own_request(two: Two) -> None:
    two.make.grant(two.her.account_id, two.season.id, Role.DEPUTY, f"team:{two.new}")
    two.ask()

    assert two.waiting(two.new, two.her.account_id) == []
    with pytest.raises(OwnRequestError):
        store.approve(two.her.account_id, two.new, two.request_id(), "", TODAY, NOW)


def test_she_has_one_open_request_and_may_take_it_back(two: Two) -> None:
    two.ask()
    with pytest.raises(OpenRequestError):
        two.ask()

    store.withdraw(two.her.account_id, NOW)

    assert two.waiting(two.new, two.new_leader) == []
    with pytest.raises(UnknownRequestError):
        store.withdraw(two.her.account_id, NOW)
    with pytest.raises(AnsweredAlreadyError) as told:
        store.approve(two.new_leader, two.new, two.request_id(), "", TODAY, NOW)
    assert told.value.outcome is Outcome.WITHDRAWN


def test_a_request_nobody_answered_expires_and_may_be_asked_anew(two: Two) -> None:
    two.ask()
    later = NOW + EXPIRES_AFTER

    with pytest.raises(AnsweredAlreadyError) as told:
        store.approve(two.new_leader, two.new, two.request_id(), "", TODAY, later)

    asked = store.latest_request(two.her.account_id, two.season.id)
    assert told.value.outcome is Outcome.EXPIRED
    assert asked
    assert (asked.state(later - DAY), asked.state(later)) == (None, Outcome.EXPIRED)
    two.ask(later)
    assert len(two.waiting(two.new, two.new_leader, later)) == 1


def test_three_requests_in_two_weeks_are_enough(two: Two) -> None:
    for _ in range(ASKS_MAX):
        two.ask()
        store.withdraw(two.her.account_id, NOW)

    with pytest.raises(AskedTooOftenError) as told:
        two.ask()

    assert told.value.until == NOW + EXPIRES_AFTER
    two.ask(NOW + EXPIRES_AFTER)


def test_a_team_that_said_no_is_not_asked_again_for_two_weeks(two: Two) -> None:
    two.ask()
    store.decline(two.new_leader, two.new, two.request_id(), "满了", TODAY, NOW)

    with pytest.raises(DeclinedLatelyError):
        two.ask(NOW + DAY)

    two.ask(NOW + EXPIRES_AFTER)


def test_a_second_transfer_of_a_phase_and_one_after_the_season_are_refused(two: Two) -> None:
    two.ask()
    store.approve(two.new_leader, two.new, two.request_id(), "", TODAY, NOW)

    with pytest.raises(TransferredAlreadyError):
        store.ask_transfer(two.her, two.old, TODAY + DAY, NOW + DAY)
    with pytest.raises(ClosedError):
        store.ask_transfer(two.her, two.old, date(2024, 11, 12), NOW)


def test_her_own_team_a_closed_one_and_one_of_another_season_are_refused(two: Two) -> None:
    other = two.make.team(two.make.season())
    with writing() as session:
        session.execute(update(TeamRow).where(TeamRow.id == two.new).values(closed_at=NOW))

    for team_id, error in (
        (two.old, SameTeamError),
        (two.new, TeamClosedError),
        (other, UnknownTeamError),
    ):
        with pytest.raises(error):
            store.ask_transfer(two.her, team_id, TODAY, NOW)


def test_a_full_team_takes_nobody_and_the_request_stays_open(two: Two) -> None:
    two.ask()
    with writing() as session:
        session.execute(update(TeamRow).where(TeamRow.id == two.new).values(places=0))

    with pytest.raises(TeamFullError):
        store.approve(two.new_leader, two.new, two.request_id(), "", TODAY, NOW)

    assert two.outcome() is None
    assert deeds_to(two.her.id) == []


def test_who_left_waits_nowhere(two: Two) -> None:
    two.ask()
    leave_season(two.her.id, TODAY)

    assert two.waiting(two.new, two.new_leader) == []
    assert two.waiting(two.old, two.old_leader) == []


# Newcomers -----------------------------------------------------------------------------------


def newcomer(two: Two, phone: str = "13911112222") -> int:
    """Somebody without an account asks while people may join."""
    who = (phone, "新人", NO_PASSWORD)
    return store.ask_as_newcomer(who, two.season, two.new, "0" * 64, ENROLLING, THEN)


def test_a_newcomer_is_let_in_by_a_code_and_enrolled_by_nobody(two: Two) -> None:
    account_id = newcomer(two)

    store.approve(two.new_leader, two.new, two.request_id(), "", ENROLLING, THEN)

    assert store.latest_request(account_id, two.season.id)
    assert store.code_in_force(two.new)
    assert participant_of(account_id, two.season) is None


def test_a_code_there_is_already_is_the_one_she_gets(two: Two) -> None:
    code = two.make.join_code(two.new)
    newcomer(two)

    store.approve(two.new_leader, two.new, two.request_id(), "", ENROLLING, THEN)

    assert store.code_in_force(two.new) == code
    assert len(db.session.scalars(select(JoinCode)).all()) == 1


def test_a_newcomers_request_is_not_for_the_other_teams_leader(two: Two) -> None:
    newcomer(two)

    assert len(two.waiting(two.new, two.new_leader, THEN)) == 1
    assert two.waiting(two.old, two.old_leader, THEN) == []


def test_who_joined_by_another_way_meanwhile_waits_no_more(two: Two) -> None:
    account_id = newcomer(two)
    two.make.participant(two.season.id, two.old, account_id=account_id, enrolled_on=ENROLLING)

    assert two.waiting(two.new, two.new_leader, THEN) == []
    with pytest.raises(AnsweredAlreadyError):
        store.approve(two.new_leader, two.new, two.request_id(), "", ENROLLING, THEN)
    with pytest.raises(AlreadyJoinedError):
        store.ask_to_join(account_id, two.season, two.new, "", ENROLLING, THEN)


def test_nothing_is_opened_for_a_taken_phone_or_when_nobody_may_join(two: Two) -> None:
    newcomer(two)

    with pytest.raises(PhoneTakenError):
        newcomer(two)
    with pytest.raises(ClosedError):
        store.ask_as_newcomer(
            ("13911113333", "新人", NO_PASSWORD), two.season, two.new, "", TODAY, NOW
        )


def test_only_so_many_newcomers_wait_at_a_team(two: Two) -> None:
    for number in range(WAITING_MAX):
        newcomer(two, f"1391111{number:04d}")

    with pytest.raises(ManyWaitingError):
        newcomer(two)


def test_units_are_found_by_a_part_of_their_name_within_a_district(two: Two) -> None:
    def found(text: str, district: str = "110112") -> list[str]:
        units = store.units_called(two.season.id, district, text)
        return [team.name for teams in units.values() for team in teams]

    assert sorted(found("机械")) == ["一组", "二组"]
    assert found("机械", "110105") == []
    assert found("%%") == []
