"""A formation with its people: what a page, a sheet and the day itself need of it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from tracker.formations.rules.merging import Merged
from tracker.formations.rules.placing import Formation, Place, begun, waiting
from tracker.formations.rules.shapes import Shape, Slot, board
from tracker.showcases.rules import Member


@dataclass(frozen=True)
class Absence:
    """Somebody who does not come, and who stands in; either may be nobody."""

    squad_id: int
    number: int
    absent: Member | None
    stand_in: Member | None


@dataclass(frozen=True)
class Cell:
    """What lies on one spot of a drawn formation: a numbered place, or nothing."""

    slot: Slot
    number: int = 0
    place: Place | None = None
    person: Member | None = None
    stand_in: Member | None = None

    @property
    def present(self) -> Member | None:
        """Who stands here today."""
        absent = self.place is not None and self.place.absent
        return self.stand_in or (None if absent else self.person)


@dataclass(frozen=True)
class Row:
    """One row as the audience sees it, and how many half cells it is moved in."""

    cells: tuple[Cell, ...]
    indent: int


@dataclass(frozen=True)
class Plan:
    """A version of a squad's formation; version 0 is the suggestion that nobody saved yet."""

    squad_id: int
    version: int
    formation: Formation
    members: tuple[Member, ...]
    saved_at: datetime | None = None

    @cached_property
    def by_person(self) -> dict[int, Member]:
        """Everybody of the squad by her key."""
        return {each.participant_id: each for each in self.members}

    @property
    def substitutes(self) -> frozenset[int]:
        """Who is in the squad as a substitute."""
        return frozenset(each.participant_id for each in self.members if each.is_substitute)

    @property
    def regulars(self) -> tuple[int, ...]:
        """Who is in the squad for a place, by name."""
        return tuple(each.participant_id for each in self.members if not each.is_substitute)

    @property
    def heights(self) -> dict[int, int]:
        """The heights that people entered for this formation."""
        return {
            each.participant_id: each.height_cm
            for each in self.members
            if each.height_cm is not None
        }

    @property
    def waiting(self) -> tuple[Member, ...]:
        """Who has no place and stands in for nobody, substitutes last."""
        return tuple(self.by_person[each] for each in waiting(self.formation, self.by_person))

    @property
    def unplaced(self) -> tuple[Member, ...]:
        """Who waits for a place of her own."""
        return tuple(each for each in self.waiting if not each.is_substitute)

    @property
    def empty(self) -> tuple[int, ...]:
        """The numbers of places without anybody."""
        numbered = enumerate(self.formation.places, 1)
        return tuple(number for number, place in numbered if not place.people)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The numbered places with their people, number 1 first."""
        return tuple(
            Cell(
                place.slot,
                number,
                place,
                self.by_person.get(place.person or 0),
                self.by_person.get(place.stand_in or 0),
            )
            for number, place in enumerate(self.formation.places, 1)
        )

    @property
    def rows(self) -> tuple[Row, ...]:
        """The formation as the audience sees it: the last row on top, the first next to it."""
        at = {cell.slot: cell for cell in self.cells}
        is_free = self.formation.shape is Shape.FREE
        spots = board(len(at)).slots if is_free else tuple(at)
        by_row: dict[int, list[Cell]] = {}
        for slot in sorted(spots):
            by_row.setdefault(slot.row, []).append(at.get(slot) or Cell(slot))
        widest = max(map(len, by_row.values()), default=0)
        return tuple(
            Row(tuple(cells), widest - len(cells)) for _, cells in sorted(by_row.items())[::-1]
        )

    @property
    def absences(self) -> tuple[Absence, ...]:
        """Who does not come, and each stand-in, by number."""
        return tuple(
            Absence(
                self.squad_id,
                number,
                self.by_person.get(place.person or 0),
                self.by_person.get(place.stand_in or 0),
            )
            for number, place in enumerate(self.formation.places, 1)
            if place.absent or place.stand_in
        )

    @staticmethod
    def suggested(squad_id: int, size: int, members: tuple[Member, ...]) -> "Plan":
        """What a squad begins with."""
        regulars = [each.participant_id for each in members if not each.is_substitute]
        return Plan(squad_id, 0, begun(size, regulars), members)


@dataclass(frozen=True)
class Saved:
    """What became of a change: its version, and whether somebody else's is in it as well."""

    version: int
    with_others: bool = False
    is_new: bool = True
    """Not for what changed nothing."""


class ContradictionError(Exception):
    """Somebody else changed the same meanwhile: nothing is stored until it is decided."""

    def __init__(self, current: Plan, mine: Formation, merged: Merged) -> None:
        super().__init__(current.version)
        self.current = current
        self.mine = mine
        self.merged = merged


class NobodyYetError(Exception):
    """Nobody agreed to be in the squad yet, so there is nothing to arrange."""
