"""Who leads a team, who is asked to, and when a leader has been away for so long that it matters.

What is read of a leader is the last day on which she opened a page about her team, and nobody is
shown that day: a deputy is asked to step in, a contact reads that somebody may need help.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.campaign.rules import Calendar, open_on

ABSENT_AFTER = timedelta(days=10)


@dataclass(frozen=True)
class Holder:
    """Somebody who leads a team, stands in, or was asked to."""

    account_id: int
    name: str
    since: date
    last_look: date | None = None
    """The last day she opened a page about the team, for the rule alone."""


@dataclass(frozen=True)
class Lead:
    """Who leads a team, who stands in, and who was asked and has not answered."""

    leader: Holder | None = None
    deputy: Holder | None = None
    asked_to_lead: Holder | None = None
    asked_to_deputize: Holder | None = None


class CardKind(StrEnum):
    """What about a team's lead waits for its reader."""

    LEADER_OFFERED = "leader_offered"
    DEPUTY_OFFERED = "deputy_offered"
    FORMER_LEADER = "former_leader"
    TAKE_OVER = "take_over"


@dataclass(frozen=True)
class LeadCard:
    """One thing about a team's lead that waits for its reader."""

    kind: CardKind
    team_id: int
    team_name: str
    leader: str | None
    """Who leads now, by name, if anybody does."""


class LeadChangedError(Exception):
    """Who leads, or who was asked to, is not any more as it was on the page."""


class NotAMemberError(Exception):
    """Who is asked to lead must be in the team, or be its deputy."""


class DeputyThereError(Exception):
    """The team has a deputy; only after that one steps down another is asked."""


def is_away(calendar: Calendar, leader: Holder, today: date) -> bool:
    """Whether a leader has not opened a page about her team for ten days.

    Counted from her last look, or from the day she was given the role, but from no day before
    people could join; outside the days of the season nobody is away.
    """
    if not open_on(calendar, today).logging:
        return False
    begun = max(leader.since, calendar.logging_starts)
    return today - max(leader.last_look or begun, begun) >= ABSENT_AFTER


def needs_help(calendar: Calendar, lead: Lead, today: date) -> bool:
    """Whether nobody leads a team, or its leader is away."""
    return lead.leader is None or is_away(calendar, lead.leader, today)
