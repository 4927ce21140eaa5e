"""What became of a formation between two versions, for whoever is told of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tracker.formations.rules.placing import Formation, Place


class What(StrEnum):
    """One kind of change."""

    SHAPE = "shape"
    SPOT = "spot"
    PLACED = "placed"
    OUT = "out"
    STANDS_IN = "stands_in"
    MISSING = "missing"
    CAME = "came"
    REMARK = "remark"
    REMARKS = "remarks"


@dataclass(frozen=True)
class Change:
    """One change: at which number, and about whom."""

    what: What
    number: int = 0
    person: int | None = None
    """Who is at the place now; of those who are out, who she is."""
    instead_of: int | None = None


def changes(before: Formation, after: Formation) -> tuple[Change, ...]:
    """Everything that differs, the shape first; both are of the same size."""
    return tuple(_changes(before, after))


def _changes(before: Formation, after: Formation) -> Iterator[Change]:
    pairs = list(enumerate(zip(before.places, after.places, strict=True), 1))
    if before.shape is not after.shape:
        yield Change(What.SHAPE)
    else:
        for number, (old, new) in pairs:
            if old.slot != new.slot:
                yield Change(What.SPOT, number, new.person)
    for number, (old, new) in pairs:
        yield from _people(number, old, new)
    yield from (Change(What.OUT, person=each) for each in before.people if each not in after.people)
    yield from (
        Change(What.REMARK, number) for number, (old, new) in pairs if old.remark != new.remark
    )
    if before.remarks != after.remarks:
        yield Change(What.REMARKS)


def _people(number: int, old: Place, new: Place) -> Iterator[Change]:
    if new.person != old.person and new.person is not None:
        yield Change(What.PLACED, number, new.person)
    if new.stand_in is not None and new.stand_in != old.stand_in:
        yield Change(What.STANDS_IN, number, new.stand_in, new.person)
    elif new.absent and not new.stand_in and (not old.absent or old.stand_in):
        yield Change(What.MISSING, number, new.person)
    elif old.absent and not new.absent and new.person == old.person:
        yield Change(What.CAME, number, new.person)
