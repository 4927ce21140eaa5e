"""Two people at one formation: what both changed since the same version is put together.

Places that exchanged people belong together, so either all of such a group is hers or all of it is
the other's: nobody is doubled or lost, whoever is preferred.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from tracker.formations.rules.placing import Formation, Place
from tracker.formations.rules.shapes import Shape, Slot

Value = TypeVar("Value")
Node = tuple[str, int]


@dataclass(frozen=True)
class Merged:
    """Both sides in one; where they contradict each other, with the one or the other preferred."""

    mine: Formation
    """As I wish it where we differ."""
    theirs: Formation
    """As the other saved it where we differ."""

    @property
    def is_clear(self) -> bool:
        """Whether nothing contradicts."""
        return self.mine == self.theirs


def merge(base: Formation, mine: Formation, theirs: Formation) -> Merged:
    """What both made of `base`; all three are of the same size and the same people."""
    groups = list(_groups(base, mine, theirs))
    return Merged(
        _merged(base, mine, theirs, groups, prefer_mine=True),
        _merged(base, mine, theirs, groups, prefer_mine=False),
    )


def _merged(
    base: Formation,
    mine: Formation,
    theirs: Formation,
    groups: list[list[int]],
    *,
    prefer_mine: bool,
) -> Formation:
    shape, spots = _shape(base, mine, theirs, prefer_mine=prefer_mine)
    people = _people(base, mine, theirs, groups, prefer_mine=prefer_mine)
    places = tuple(
        replace(
            people[index],
            slot=spots[index],
            remark=_picked(before.remark, one.remark, other.remark, prefer_mine=prefer_mine),
        )
        for index, (before, one, other) in enumerate(
            zip(base.places, mine.places, theirs.places, strict=True)
        )
    )
    remarks = _picked(base.remarks, mine.remarks, theirs.remarks, prefer_mine=prefer_mine)
    return Formation(shape, places, remarks)


def _picked(base: Value, mine: Value, theirs: Value, *, prefer_mine: bool) -> Value:
    if theirs in (base, mine):
        return mine
    return mine if prefer_mine and mine != base else theirs


def _shape(
    base: Formation, mine: Formation, theirs: Formation, *, prefer_mine: bool
) -> tuple[Shape, tuple[Slot, ...]]:
    """The shape with its spots; in one free formation each place moves for itself, if it can."""
    sides = [
        (each.shape, tuple(place.slot for place in each.places)) for each in (base, mine, theirs)
    ]
    if all(shape is Shape.FREE for shape, _ in sides):
        spots = tuple(
            _picked(*three, prefer_mine=prefer_mine)
            for three in zip(*(slots for _, slots in sides), strict=True)
        )
        if len(set(spots)) == len(spots):
            return Shape.FREE, spots
    before, one, other = sides
    return _picked(before, one, other, prefer_mine=prefer_mine)


def _people(
    base: Formation,
    mine: Formation,
    theirs: Formation,
    groups: list[list[int]],
    *,
    prefer_mine: bool,
) -> dict[int, Place]:
    found: dict[int, Place] = {}
    for group in groups:
        three = [
            [_occupied(side.places[index]) for index in group] for side in (base, mine, theirs)
        ]
        found |= zip(group, _picked(*three, prefer_mine=prefer_mine), strict=True)
    return found


def _occupied(place: Place) -> Place:
    """A place's people alone."""
    return replace(place, slot=Slot(0, 0), remark="")


def _groups(*sides: Formation) -> Iterator[list[int]]:
    """Places between which somebody moved in any of these, each place in one group."""
    parent: dict[Node, Node] = {}

    def root(node: Node) -> Node:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    for side in sides:
        for index, place in enumerate(side.places):
            root(("place", index))
            for person in place.people:
                parent[root(("person", person))] = root(("place", index))
    found: dict[Node, list[int]] = {}
    for index in range(len(sides[0].places)):
        found.setdefault(root(("place", index)), []).append(index)
    yield from found.values()
