"""A formation and what may be done to it: every move gives a new one and loses nobody."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from tracker.formations.rules.shapes import Shape, Slot, board, loosened, slots

REMARK_MAX = 40
REMARKS_MAX = 500


class UnknownPlaceError(Exception):
    """No such place, spot or person in this formation."""


class NoMoveError(Exception):
    """Two things were named between which nobody can move."""


@dataclass(frozen=True)
class Place:
    """A numbered place: where it lies, whose it is, and who stands there today."""

    slot: Slot
    person: int | None = None
    remark: str = ""
    absent: bool = False
    stand_in: int | None = None

    @property
    def present(self) -> int | None:
        """Who stands here today."""
        return self.stand_in or (None if self.absent else self.person)

    @property
    def people(self) -> tuple[int, ...]:
        """Everybody who is spoken for by this place."""
        return tuple(each for each in (self.person, self.stand_in) if each is not None)


@dataclass(frozen=True)
class Formation:
    """Numbered places, number 1 first, and remarks for all of them."""

    shape: Shape
    places: tuple[Place, ...]
    remarks: str = ""

    @property
    def people(self) -> tuple[int, ...]:
        """Everybody who has a place or stands in."""
        return tuple(each for place in self.places for each in place.people)

    def place(self, number: int) -> Place:
        """The place of a number; raises UnknownPlaceError."""
        if not 1 <= number <= len(self.places):
            raise UnknownPlaceError(number)
        return self.places[number - 1]


@dataclass(frozen=True)
class At:
    """Whoever stands at a number."""

    number: int


@dataclass(frozen=True)
class Waiting:
    """Somebody without a place."""

    person: int


Pick = At | Waiting | Slot
"""What a finger can be put on."""


def begun(size: int, people: Iterable[int]) -> Formation:
    """The first suggestion: three rows, filled in the order given."""
    empty = tuple(Place(slot) for slot in slots(Shape.THREE_ROWS, size))
    return filled(Formation(Shape.THREE_ROWS, empty), people)


def fitted(formation: Formation, people: Collection[int], size: int) -> Formation:
    """The same for whoever is still in the squad: others leave their places empty."""
    kept = [_without_others(place, people) for place in formation.places[:size]]
    is_free = formation.shape is Shape.FREE
    spots = _free_spots(kept, size) if is_free else slots(formation.shape, size)
    kept += [Place(slot) for slot in spots[len(kept) :]]
    places = tuple(replace(place, slot=slot) for place, slot in zip(kept, spots, strict=True))
    return replace(formation, places=places)


def filled(formation: Formation, people: Iterable[int]) -> Formation:
    """Whoever waits takes the empty places, number by number."""
    waiting = iter([each for each in people if each not in formation.people])
    return replace(
        formation,
        places=tuple(
            replace(place, person=next(waiting, None)) if not place.people else place
            for place in formation.places
        ),
    )


def shaped(formation: Formation, shape: Shape) -> Formation:
    """Everybody with the same number in another shape; loosened, they stay where they are."""
    old = tuple(place.slot for place in formation.places)
    if shape is formation.shape:
        spots = old
    else:
        spots = loosened(old) if shape is Shape.FREE else slots(shape, len(old))
    places = tuple(
        replace(place, slot=slot) for place, slot in zip(formation.places, spots, strict=True)
    )
    return replace(formation, shape=shape, places=places)


def exchange(
    formation: Formation, first: Pick, second: Pick, substitutes: Collection[int]
) -> Formation:
    """What a move from one to the other does, whichever was named first."""
    match first, second:
        case At(one), At(other):
            return swapped(formation, one, other)
        case (At(number), Waiting(person)) | (Waiting(person), At(number)):
            if person in substitutes:
                return stood_in(formation, number, person)
            return put(formation, number, person)
        case (At(number), Slot() as slot) | (Slot() as slot, At(number)):
            return moved(formation, number, slot)
    raise NoMoveError(first, second)


def swapped(formation: Formation, one: int, other: int) -> Formation:
    """Two change places; remarks stay with the place."""
    first, second = formation.place(one), formation.place(other)
    return _with(formation, {one: _taking(first, second), other: _taking(second, first)})


def put(formation: Formation, number: int, person: int) -> Formation:
    """Somebody who waited takes a place; whoever had it waits."""
    _must_wait(formation, person)
    place = formation.place(number)
    return _with(formation, {number: replace(place, person=person, absent=False, stand_in=None)})


def moved(formation: Formation, number: int, slot: Slot) -> Formation:
    """In a free formation a place moves to an empty spot, with its number."""
    free = formation.shape is Shape.FREE and slot in board(len(formation.places))
    if not free or any(place.slot == slot for place in formation.places):
        raise UnknownPlaceError(slot)
    return _with(formation, {number: replace(formation.place(number), slot=slot)})


def stood_in(formation: Formation, number: int, person: int) -> Formation:
    """Whoever has the place does not come, and somebody who waits stands in."""
    _must_wait(formation, person)
    place = formation.place(number)
    stands = replace(place, absent=place.person is not None, stand_in=person)
    return _with(formation, {number: stands})


def missed(formation: Formation, number: int) -> Formation:
    """Whoever has the place does not come, and nobody stands in."""
    place = formation.place(number)
    if place.person is None:
        raise UnknownPlaceError(number)
    return _with(formation, {number: replace(place, absent=True, stand_in=None)})


def came(formation: Formation, number: int) -> Formation:
    """Whoever has the place comes after all, and who stood in waits again."""
    place = formation.place(number)
    return _with(formation, {number: replace(place, absent=False, stand_in=None)})


def remarked(formation: Formation, by_number: Mapping[int, str], remarks: str) -> Formation:
    """Other words beside the places named, and for the whole."""
    changed = {
        number: replace(formation.place(number), remark=words)
        for number, words in by_number.items()
    }
    return replace(_with(formation, changed), remarks=remarks)


def by_height(formation: Formation, heights: Mapping[int, int]) -> Formation:
    """Shorter in front and taller in the middle of a row, among those whose height is known.

    Everybody else stays where she is.
    """
    known = [
        (place, number)
        for number, place in enumerate(formation.places, 1)
        if _who(place) in heights
    ]
    people = sorted(known, key=lambda each: (heights[_who(each[0]) or 0], each[1]))
    spots = _outside_in(known)
    changed = {
        number: _taking(formation.place(number), place)
        for number, (place, _) in zip(spots, people, strict=True)
    }
    return _with(formation, changed)


def waiting(formation: Formation, people: Iterable[int]) -> tuple[int, ...]:
    """Who of these has no place and stands in for nobody."""
    return tuple(each for each in people if each not in formation.people)


def is_sound(formation: Formation) -> bool:
    """Whether nobody is in two places, no two places share a spot, and each stand-in has cause."""
    people, spots = formation.people, [place.slot for place in formation.places]
    excused = all(
        (place.absent or not place.stand_in) if place.person else not place.absent
        for place in formation.places
    )
    return len(set(people)) == len(people) and len(set(spots)) == len(spots) and excused


def _with(formation: Formation, changed: Mapping[int, Place]) -> Formation:
    places = tuple(changed.get(number, place) for number, place in enumerate(formation.places, 1))
    return replace(formation, places=places)


def _taking(place: Place, other: Place) -> Place:
    """A place with the people of another."""
    return replace(place, person=other.person, absent=other.absent, stand_in=other.stand_in)


def _who(place: Place) -> int | None:
    return place.stand_in or place.person


def _free_spots(places: list[Place], size: int) -> tuple[Slot, ...]:
    """Every place on its spot, and what has none on the board on the first empty one."""
    free = board(size)
    taken = {place.slot for place in places if place.slot in free}
    empty = iter([slot for slot in free.slots if slot not in taken])
    held = [place.slot if place.slot in free else next(empty) for place in places]
    return (*held, *empty)[:size]


def _must_wait(formation: Formation, person: int) -> None:
    if person in formation.people:
        raise NoMoveError(person)


def _without_others(place: Place, people: Collection[int]) -> Place:
    person = place.person if place.person in people else None
    stand_in = place.stand_in if place.stand_in in people else None
    absent = place.absent and person is not None
    return replace(place, person=person, absent=absent, stand_in=stand_in)


def _outside_in(known: list[tuple[Place, int]]) -> list[int]:
    """Their numbers from the front row to the last, in each row from its ends to its middle."""
    by_row = sorted(known, key=lambda each: each[0].slot)
    found: list[int] = []
    for _, row in groupby(by_row, key=lambda each: each[0].slot.row):
        left = [number for _, number in row]
        while left:
            found.append(left.pop(0 if len(found) % 2 else -1))
    return found
