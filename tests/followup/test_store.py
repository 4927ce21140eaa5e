"""What is read of a team for its leader, what is marked, and how seldom the system speaks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from tests.conftest import TODAY
from tests.followup.people import DAY, Led, ago
from tests.queries import counted
from tracker.campaign.rules import BEIJING_2024, Deed, NotTakingPartError
from tracker.campaign.store import deeds_to
from tracker.database import db, writing
from tracker.followup import store
from tracker.followup.models import FollowUp, MuteRow
from tracker.followup.rules import (
    FOREVER,
    AlreadyAskedError,
    Mark,
    NothingToUndoError,
    NudgeKind,
    Outcome,
    Reason,
    Reminder,
    UnknownMemberError,
    reminder_from,
)
from tracker.moves.store import proposal_to
from tracker.teams.models import Leave
from tracker.teams.store import leave_season

NOON = datetime(2024, 10, 16, 4, tzinfo=UTC)
NIGHT = datetime(2024, 10, 16, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def context(database: Flask) -> Flask:
    return database


def names(team: Led, day: date = TODAY) -> dict[str, Reason | None]:
    """Today's people with their reasons."""
    return {each.name: each.reason for each in store.todays(team.team_id, BEIJING_2024, day)}


def mark(team: Led, her: int, outcome: Outcome, until: date | None = None, by: int = 0) -> None:
    wanted = Mark(her, outcome, until)
    store.mark(by or team.leader, team.team_id, wanted, BEIJING_2024, TODAY, NOON)


def test_the_days_of_both_logs_are_put_together(team: Led) -> None:
    her = team.member("王芳", 20, weighs=True)
    team.make.exercise(her, ago(15))
    team.make.exercise(her, ago(1))
    team.make.reading(her, TODAY, 66_610)

    (found,) = store.logged(team.team_id, TODAY)

    assert (found.last, found.recent, found.earlier) == (TODAY, ago(1), ago(15))
    assert names(team) == {}


def test_everybody_is_there_for_her_own_reason(team: Led) -> None:
    team.member("七天", 8)
    team.member("很久", 30, weighs=True)
    team.member("回来", 20, 0)

    assert names(team) == {
        "七天": Reason.SILENT_7,
        "很久": Reason.SILENT_14,
        "回来": Reason.BACK,
    }


def test_of_whoever_did_not_agree_nothing_is_asked(team: Led) -> None:
    team.member("赵静", 30, refused=True)
    her = team.member("王芳", 30)

    found = store.logged(team.team_id, TODAY)

    assert [each.participant_id for each in found] == [her]


def test_leaders_and_people_of_other_teams_are_left_out(team: Led) -> None:
    for account_id in (team.leader, team.deputy):
        team.make.participant(team.season_id, team.team_id, account_id=account_id)
    elsewhere = team.make.team(team.season_id, "二组")
    team.make.participant(team.season_id, elsewhere, name="别处")
    left = team.member("走了")
    leave_season(left, TODAY)

    assert names(team) == {}
    assert len(store.logged(team.team_id, TODAY)) == 2


def test_todays_people_cost_one_query(app: Flask, team: Led) -> None:
    for number in range(5):
        team.member(f"成员{number}", 8)

    with counted(app) as statements:
        names(team)

    assert len(statements) == 1


def test_pauses_and_wishes_are_kept(team: Led) -> None:
    away, quiet = team.member("暂停", 30), team.member("静音", 30)
    db.session.add(Leave(participant_id=away, first=ago(2), last=TODAY))
    db.session.add(MuteRow(participant_id=quiet, muted_until=FOREVER))
    db.session.commit()

    assert names(team) == {}
    assert names(team, TODAY + 8 * DAY) == {"暂停": Reason.SILENT_7}


def test_a_mark_is_written_with_its_deed(team: Led) -> None:
    her = team.member("王芳", 8)

    mark(team, her, Outcome.CONTACTED)

    (found,) = store.todays(team.team_id, BEIJING_2024, TODAY)
    assert found.done
    assert (found.done.outcome, found.done.by) == (Outcome.CONTACTED, "李伟")
    assert [(each.deed, each.by) for each in deeds_to(her)] == [(Deed.CONTACTED, "李伟")]
    assert names(team, TODAY + DAY) == {}


def test_the_same_mark_twice_is_one(team: Led) -> None:
    her = team.member("王芳", 8)

    mark(team, her, Outcome.CONTACTED)
    mark(team, her, Outcome.CONTACTED)

    assert len(deeds_to(her)) == 1


@pytest.mark.parametrize("outcome", [Outcome.CONTACTED, Outcome.NUMBER_WRONG])
def test_who_comes_second_is_told_who_was_first(team: Led, outcome: Outcome) -> None:
    her = team.member("王芳", 8)
    mark(team, her, Outcome.CONTACTED)

    with pytest.raises(AlreadyAskedError) as told:
        mark(team, her, outcome, by=team.deputy)

    assert told.value.by == "李伟"
    assert len(deeds_to(her)) == 1


def test_a_pause_is_proposed_and_nothing_is_paused(team: Led) -> None:
    her = team.member("王芳", 8)
    until = TODAY + 14 * DAY

    mark(team, her, Outcome.PAUSE, until)

    proposal = proposal_to(her, TODAY)
    assert proposal
    assert proposal.last == until
    assert [each.deed for each in deeds_to(her)] == [Deed.PAUSE_PROPOSED]
    assert db.session.query(Leave).count() == 0
    assert names(team, until) == {}
    assert names(team, until + DAY) == {"王芳": Reason.SILENT_14}


def test_only_todays_people_can_be_marked(team: Led) -> None:
    others = [team.member("刚记过", 0), team.member("赵静", 30, refused=True), 1]

    for each in others:
        with pytest.raises(UnknownMemberError):
            mark(team, each, Outcome.CONTACTED)

    assert db.session.query(FollowUp).count() == 0


def test_a_mark_can_be_taken_back_and_the_trail_says_so(team: Led) -> None:
    her = team.member("王芳", 8)
    mark(team, her, Outcome.PAUSE, TODAY + DAY)

    store.undo(team.deputy, team.team_id, her, TODAY, NOON + timedelta(minutes=1))

    assert proposal_to(her, TODAY) is None
    assert [each.deed for each in deeds_to(her)] == [Deed.MARK_TAKEN_BACK, Deed.PAUSE_PROPOSED]
    assert names(team) == {"王芳": Reason.SILENT_7}
    with pytest.raises(NothingToUndoError):
        store.undo(team.leader, team.team_id, her, TODAY, NOON)


def test_a_wrong_number_stays_wrong_until_it_is_taken_back(team: Led) -> None:
    her = team.member("王芳", 8)
    mark(team, her, Outcome.NUMBER_WRONG)
    later = TODAY + 20 * DAY
    before = names(team, later)

    store.undo(team.leader, team.team_id, her, later, NOON)

    assert (before, names(team, later)) == ({}, {"王芳": Reason.SILENT_14})


def test_an_older_mark_of_another_kind_is_not_taken_back(team: Led) -> None:
    her = team.member("王芳", 8)
    mark(team, her, Outcome.CONTACTED)

    with pytest.raises(NothingToUndoError):
        store.undo(team.leader, team.team_id, her, TODAY + DAY, NOON)
    with pytest.raises(UnknownMemberError):
        store.undo(team.leader, team.team_id, 1, TODAY, NOON)


# The system itself ---------------------------------------------------------------------------


def test_the_question_after_silence_counts_as_the_weeks_message(team: Led) -> None:
    her = team.member("王芳")
    moments = [NOON, NOON + timedelta(hours=1), NIGHT, NOON + DAY, NOON + 7 * DAY]

    shown = [store.comeback_shown(her, moment) for moment in moments]

    assert shown == [True, True, False, False, True]


def test_whoever_wants_quiet_is_asked_nothing_until_she_wishes(team: Led) -> None:
    her = team.member("王芳")
    store.mute(her, NOON, forever=True)
    forever = store.muted_until(her, TODAY)
    muted = store.comeback_shown(her, NOON)
    store.mute(her, NOON, forever=False)
    month = store.muted_until(her, TODAY)

    store.unmute(her)

    assert (forever, muted, month) == (FOREVER, False, TODAY + 30 * DAY)
    assert store.muted_until(her, TODAY) is None
    assert store.comeback_shown(her, NOON)


def test_a_second_message_in_a_transaction_is_not_said(team: Led) -> None:
    her = team.member("王芳")

    with writing() as session:
        said = [store.add_nudge(session, her, NudgeKind.COMEBACK, NOON) for _ in range(2)]

    assert said == [True, False]


def test_nothing_is_written_for_whoever_left(team: Led) -> None:
    her = team.member("王芳")
    leave_season(her, TODAY)

    for verb in (
        lambda: store.mute(her, NOON, forever=True),
        lambda: store.unmute(her),
        lambda: store.set_reminder(her, Reminder(frozenset({1}), NOON.time())),
        lambda: store.comeback_shown(her, NOON),
    ):
        with pytest.raises(NotTakingPartError):
            verb()


def test_a_reminder_replaces_the_one_before(team: Led) -> None:
    her = team.member("王芳")
    before = store.reminder_of(her)

    for text in ("mon-wed-0730", "sat-sun-2100"):
        wanted = reminder_from(text)
        assert wanted
        store.set_reminder(her, wanted)

    assert (before, store.reminder_of(her)) == (None, reminder_from("sat-sun-2100"))
