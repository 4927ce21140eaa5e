"""The day itself: what was called, begun and ended, and when everything else will be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tracker.timetables.rules.entries import Timed, minutes_between


class Step(StrEnum):
    """What is noted about an entry with one tap."""

    CALLED = "called"
    STARTED = "started"
    ENDED = "ended"
    SKIPPED = "skipped"


class Phase(StrEnum):
    """Where an entry is."""

    WAITING = "waiting"
    CALLED = "called"
    ON = "on"
    OVER = "over"
    SKIPPED = "skipped"


class NotItsTurnError(Exception):
    """Another entry is on, or has to be first."""


@dataclass(frozen=True)
class Marks:
    """What was noted about an entry, each with its moment."""

    called: datetime | None = None
    started: datetime | None = None
    ended: datetime | None = None
    skipped: datetime | None = None

    @property
    def phase(self) -> Phase:
        """Where the entry is by these."""
        if self.ended:
            return Phase.OVER
        if self.started:
            return Phase.ON
        if self.skipped:
            return Phase.SKIPPED
        return Phase.CALLED if self.called else Phase.WAITING

    @property
    def is_open(self) -> bool:
        """Whether it is still to come."""
        return self.phase in {Phase.WAITING, Phase.CALLED}

    def latest(self) -> tuple[Step, datetime] | None:
        """What was noted last, and when."""
        noted = {
            Step.ENDED: self.ended,
            Step.STARTED: self.started,
            Step.SKIPPED: self.skipped,
            Step.CALLED: self.called,
        }
        found = [(step, at) for step, at in noted.items() if at]
        return max(found, key=lambda each: each[1]) if found else None


@dataclass(frozen=True)
class Live:
    """An entry of the day: when it was to be, and when it was, is, or will be."""

    slot: Timed
    phase: Phase
    starts: datetime
    ends: datetime

    @property
    def late(self) -> int:
        """Minutes after its time; below zero before it."""
        return minutes_between(self.slot.starts, self.starts)


def slide(
    slots: Sequence[Timed], marks: Sequence[Marks], now: datetime, *, early: bool
) -> tuple[Live, ...]:
    """The running order as of now.

    What is late pushes what follows. Nothing begins before its published time, so minutes that are
    saved go to the changeover; only if `early` is wished everything moves up, but never a pinned
    entry, which waits for its time. What was skipped takes no time.
    """
    found: list[Live] = []
    floor: datetime | None = None
    for slot, mark in zip(slots, marks, strict=True):
        live = _live(slot, mark, floor, now, early=early)
        found.append(live)
        if mark.phase is not Phase.SKIPPED:
            after = live.ends + slot.entry.clearing
            floor = max(floor, after) if floor else after
    return tuple(found)


def may(step: Step, place: int, marks: Sequence[Marks]) -> bool:
    """Whether a step is next for the entry at a place: one on the floor, and in order."""
    mine = marks[place]
    if step is Step.ENDED:
        return mine.phase is Phase.ON
    if step is Step.STARTED:
        nobody_on = all(each.phase is not Phase.ON for each in marks)
        return nobody_on and place == first_open(marks)
    if step is Step.CALLED:
        return mine.phase is Phase.WAITING
    return mine.is_open


def first_open(marks: Sequence[Marks]) -> int | None:
    """The place of the entry that is next, if there is one."""
    return next((place for place, each in enumerate(marks) if each.is_open), None)


def last_step(marks: Sequence[Marks]) -> tuple[int, Step] | None:
    """Of all entries, the place and the step that were noted last: what an undo takes back."""
    found = [(each.latest(), place) for place, each in enumerate(marks)]
    noted = [(latest[1], place, latest[0]) for latest, place in found if latest]
    if not noted:
        return None
    _at, place, step = max(noted, key=lambda each: each[:2])
    return place, step


def _live(slot: Timed, mark: Marks, floor: datetime | None, now: datetime, *, early: bool) -> Live:
    phase = mark.phase
    if mark.started:
        due = mark.started + slot.entry.length
        return Live(slot, phase, mark.started, mark.ended or max(due, now))
    if phase is Phase.SKIPPED:
        at = max(floor or slot.starts, slot.starts)
        return Live(slot, phase, at, at)
    soonest = max(floor, now) if floor else now
    if early and floor:
        starts = max(soonest, slot.entry.pinned) if slot.entry.pinned else soonest
    else:
        starts = max(soonest, slot.starts)
    return Live(slot, phase, starts, starts + slot.entry.length)
