"""A pause is proposed by a leader and taken by nobody but the person herself."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conftest import TODAY
from tests.factories import Factory
from tracker.campaign.rules import Deed, NotTakingPartError
from tracker.campaign.store import deeds_to
from tracker.database import db, writing
from tracker.moves import store
from tracker.moves.rules import PAUSE_DAYS_MAX, PauseTooLongError, Proposal
from tracker.teams.models import Leave
from tracker.teams.rules import BackwardsError
from tracker.teams.store import leave_season

NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
DAY = timedelta(days=1)
LAST = TODAY + 13 * DAY


class Team:
    """A leader and a member."""

    def __init__(self, make: Factory) -> None:
        self.season_id = make.season()
        self.team_id = make.team(self.season_id)
        self.leader_id = make.leader(self.season_id, self.team_id)
        self.her = make.participant(self.season_id, self.team_id)


@pytest.fixture
def team(make: Factory, database: Flask) -> Team:
    """The team, inside the application's context."""
    assert database
    return Team(make)


def propose(team: Team, first: date = TODAY, last: date = LAST) -> None:
    with writing() as session:
        store.propose_pause(session, team.leader_id, team.her, first, last, NOW)


def test_a_proposal_pauses_nothing_and_is_written_down_for_her(team: Team) -> None:
    propose(team)

    assert store.proposal_to(team.her, TODAY) == Proposal(TODAY, LAST, "李伟")
    assert db.session.scalars(select(Leave)).all() == []
    assert [(each.deed, each.by) for each in deeds_to(team.her)] == [(Deed.PAUSE_PROPOSED, "李伟")]


def test_the_latest_proposal_counts(team: Team) -> None:
    propose(team)
    propose(team, TODAY + DAY, LAST + DAY)

    found = store.proposal_to(team.her, TODAY)
    assert found is not None
    assert (found.first, found.last) == (TODAY + DAY, LAST + DAY)


def test_a_proposal_is_forgotten_when_its_days_are_over(team: Team) -> None:
    propose(team)

    assert store.proposal_to(team.her, LAST) is not None
    assert store.proposal_to(team.her, LAST + DAY) is None


@pytest.mark.parametrize(
    ("last", "error"),
    [(TODAY - DAY, BackwardsError), (TODAY + PAUSE_DAYS_MAX * DAY, PauseTooLongError)],
)
def test_what_cannot_be_a_pause_is_not_proposed(
    team: Team, last: date, error: type[Exception]
) -> None:
    with pytest.raises(error):
        propose(team, TODAY, last)

    assert deeds_to(team.her) == []


def test_nothing_is_proposed_to_whoever_left(team: Team) -> None:
    leave_season(team.her, TODAY)

    with pytest.raises(NotTakingPartError):
        propose(team)
