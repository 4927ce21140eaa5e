"""At most three people today, from logging alone.

The day is read as of its beginning: what is dated today changes nobody's place on the list. So
leader and deputy see the same list in the morning and in the evening, whatever they mark on it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import blake2b
from itertools import zip_longest

from tracker.campaign.rules import Calendar

AT_MOST = 3
NEVER_DAYS, SHORT_DAYS, LONG_DAYS = 3, 7, 14
"""Whole days without an entry after which somebody may need a word."""
RECENT_DAYS = 3
"""So long ago at most she came back, for a word of thanks."""
BETWEEN_ASKS = timedelta(days=7)
ASKS_MAX = 3
"""Whoever was asked so often and noted nothing since is left in peace: she knows."""
DAY = timedelta(days=1)


class Reason(StrEnum):
    """Why somebody may be asked today."""

    SILENT_7 = "silent_7"
    NEVER = "never"
    BACK = "back"
    SILENT_14 = "silent_14"


class Outcome(StrEnum):
    """What a leader says came of it."""

    CONTACTED = "contacted"
    PAUSE = "pause"
    NUMBER_WRONG = "number_wrong"


@dataclass(frozen=True)
class Asked:
    """That a leader or deputy marked somebody on a day, and how."""

    day: date
    outcome: Outcome
    by: str
    until: date | None = None
    """Until when a pause was proposed."""


@dataclass(frozen=True)
class Logged:
    """What may be known of a member who agreed that her leader sees when she noted something."""

    participant_id: int
    name: str
    joined: date
    last: date | None = None
    """The last day with an entry, today's included; for the roster."""
    recent: date | None = None
    """The first day with an entry in the three days before today."""
    earlier: date | None = None
    """The last day with an entry before those."""
    pause_ends: date | None = None
    """The last day of her latest pause that has begun."""
    muted_until: date | None = None
    leads: bool = False
    asked: tuple[Asked, ...] = ()

    def asked_on(self, day: date) -> Asked | None:
        """What was marked on a day."""
        return next((each for each in self.asked if each.day == day), None)

    @property
    def number_wrong(self) -> bool:
        """Whether a leader said that her number is wrong, and did not take it back."""
        return any(each.outcome is Outcome.NUMBER_WRONG for each in self.asked)


@dataclass(frozen=True)
class Chosen:
    """One of today's people."""

    participant_id: int
    name: str
    reason: Reason | None
    """None for somebody marked today who has noted something for a day before since then."""
    days: int
    """Whole days without an entry; for one who came back, before she did."""
    since: date | None
    """The last day with an entry before that."""
    turn: int
    """Which of several messages, told by person and day."""
    noted_today: bool
    done: Asked | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether there is something left to do: nobody marked her, and she noted nothing today."""
        return self.done is None and not self.noted_today


def chosen(members: Iterable[Logged], calendar: Calendar, today: date) -> tuple[Chosen, ...]:
    """Today's people, at most three; whoever was marked today stays where she was."""
    known = sorted(members, key=lambda each: each.participant_id)
    if not calendar.starts <= today <= calendar.ends:
        return ()
    first = _in_turn([each for each in known if _is_free(each, calendar, today)], calendar, today)
    done = [each for each in known if each.asked_on(today)]
    late = [each for each in done if each not in first[:AT_MOST]]
    open_places = AT_MOST - len(done)
    kept: list[Logged] = []
    for each in first[:AT_MOST]:
        if each in done:
            kept.append(each)
        elif open_places > 0:
            kept.append(each)
            open_places -= 1
    return tuple(_chosen(each, calendar, today) for each in (*kept, *late))


def reason_for(member: Logged, calendar: Calendar, today: date) -> tuple[Reason, int] | None:
    """Why she may be asked, with the whole days without an entry; None without a reason."""
    floor = calendar.starts - DAY
    if member.recent:
        quiet = _between(_latest(member.earlier, member.pause_ends, floor), member.recent)
        return (Reason.BACK, quiet) if member.earlier and quiet >= LONG_DAYS else None
    if member.earlier is None:
        quiet = _between(_latest(member.joined, member.pause_ends, floor), today)
        return (Reason.NEVER, quiet) if quiet >= NEVER_DAYS else None
    quiet = _between(_latest(member.earlier, member.pause_ends, floor), today)
    if quiet < SHORT_DAYS:
        return None
    return Reason.SILENT_14 if quiet >= LONG_DAYS else Reason.SILENT_7, quiet


def _is_free(member: Logged, calendar: Calendar, today: date) -> bool:
    """Whether she may be asked: there is a reason, nothing speaks against it."""
    return (
        not member.leads
        and not _covers(member.pause_ends, today)
        and not _covers(member.muted_until, today)
        and not _was_asked(member, today)
        and reason_for(member, calendar, today) is not None
    )


def _was_asked(member: Logged, today: date) -> bool:
    """Whether she was asked lately or often enough, is offered a pause, or cannot be reached."""
    before = [each for each in member.asked if each.day < today]
    since = _latest(member.recent, member.earlier, date.min)
    return (
        any(each.outcome is Outcome.NUMBER_WRONG for each in before)
        or any(each.day > today - BETWEEN_ASKS for each in before)
        or any(_covers(each.until, today) for each in before)
        or sum(each.day > since for each in before) >= ASKS_MAX
    )


def _in_turn(members: Sequence[Logged], calendar: Calendar, today: date) -> list[Logged]:
    """One of each reason, then a second of each; every day another reason comes first.

    Of one reason, whoever was asked least lately comes first, and among equals a number decides
    that is another one every day: nobody waits for ever behind the same colleagues.
    """
    by_reason: dict[Reason, list[Logged]] = defaultdict(list)
    for each in members:
        found = reason_for(each, calendar, today)
        if found:
            by_reason[found[0]].append(each)
    turn = today.toordinal() % len(Reason)
    reasons = [*Reason][turn:] + [*Reason][:turn]
    rows = [sorted(by_reason[reason], key=lambda each: _place(each, today)) for reason in reasons]
    return [each for row in zip_longest(*rows) for each in row if each]


def _place(member: Logged, today: date) -> tuple[date, int]:
    asked = [each.day for each in member.asked if each.day < today]
    return max(asked, default=date.min), _lot(member, today)


def _lot(member: Logged, today: date) -> int:
    """A number that person and day decide alone."""
    text = f"{today.isoformat()} {member.participant_id}"
    return int.from_bytes(blake2b(text.encode(), digest_size=6).digest())


def _chosen(member: Logged, calendar: Calendar, today: date) -> Chosen:
    reason, days = reason_for(member, calendar, today) or (None, 0)
    return Chosen(
        participant_id=member.participant_id,
        name=member.name,
        reason=reason,
        days=days,
        since=member.recent if reason is Reason.BACK else member.earlier,
        turn=_lot(member, today),
        noted_today=member.last == today,
        done=member.asked_on(today),
    )


def _between(since: date, until: date) -> int:
    """How many whole days lie between two."""
    return (until - since).days - 1


def _latest(*days: date | None) -> date:
    return max(day for day in days if day)


def _covers(last: date | None, today: date) -> bool:
    return last is not None and today <= last
