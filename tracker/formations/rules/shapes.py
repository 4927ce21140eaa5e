"""The shapes a squad stands in: which place lies where on the field.

Row 1 is the one next to the audience and column 1 is on the audience's left. Number 1 stands there:
on the squad's own right, where a row begins when it counts off.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from math import ceil, sqrt

BOARD_COLUMNS, BOARD_ROWS = 6, 4
"""The smallest board of a free formation."""
CELLS_MAX = 400
"""How long the spots of the largest squad are as text."""
ROOMY = 1.5
"""How much wider than deep a larger board is."""


class Shape(StrEnum):
    """How the places lie."""

    THREE_ROWS = "three_rows"
    FOUR_ROWS = "four_rows"
    TWO_ROWS = "two_rows"
    WEDGE = "wedge"
    FREE = "free"


ROWS = {Shape.TWO_ROWS: 2, Shape.THREE_ROWS: 3, Shape.FOUR_ROWS: 4}


@dataclass(frozen=True, order=True)
class Slot:
    """A spot on the field."""

    row: int
    column: int


@dataclass(frozen=True)
class Board:
    """How many rows and columns of spots a free formation has."""

    rows: int
    columns: int

    def __contains__(self, slot: Slot) -> bool:
        """Whether a spot is on it."""
        return 1 <= slot.row <= self.rows and 1 <= slot.column <= self.columns

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Every spot, from the audience's left to right and from front to back."""
        return tuple(
            Slot(row, column)
            for row in range(1, self.rows + 1)
            for column in range(1, self.columns + 1)
        )


def row_lengths(shape: Shape, size: int) -> tuple[int, ...]:
    """How many stand in each row, the front row first; the last rows may be shorter."""
    if shape is Shape.WEDGE:
        return _wedge(size)
    columns = ceil(size / ROWS[shape])
    full, rest = divmod(size, columns)
    return (columns,) * full + ((rest,) if rest else ())


def slots(shape: Shape, size: int) -> tuple[Slot, ...]:
    """Where each number stands; a free formation begins as the first shape that its board holds."""
    if shape is Shape.FREE:
        return board(size).slots[:size]
    return tuple(
        Slot(row, column)
        for row, length in enumerate(row_lengths(shape, size), 1)
        for column in range(1, length + 1)
    )


def board(size: int) -> Board:
    """The board of a free formation, with room left to move."""
    columns = max(BOARD_COLUMNS, ceil(sqrt(size * ROOMY)))
    return Board(max(BOARD_ROWS, ceil(size / columns) + 1), columns)


def loosened(fixed: tuple[Slot, ...]) -> tuple[Slot, ...]:
    """The spots of a shape put on the middle of a free board, if they all fit there."""
    free = board(len(fixed))
    widths = {slot.row: sum(each.row == slot.row for each in fixed) for slot in fixed}
    moved = tuple(
        Slot(slot.row, slot.column + (free.columns - widths[slot.row]) // 2) for slot in fixed
    )
    return moved if all(slot in free for slot in moved) else slots(Shape.FREE, len(fixed))


def cells(spots: Iterable[Slot]) -> str:
    """Spots as text, number 1 first."""
    return " ".join(f"{slot.row}.{slot.column}" for slot in spots)


def spots(text: str) -> tuple[Slot, ...]:
    """The spots that `cells` made a text of."""
    return tuple(Slot(*map(int, cell.split("."))) for cell in text.split())


def _wedge(size: int) -> tuple[int, ...]:
    """One in front, one more in each row behind; whoever is left over widens the last rows."""
    depth = next(rows for rows in count(1) if (rows + 1) * (rows + 2) // 2 > size)
    spare = size - depth * (depth + 1) // 2
    widened = min(spare, max(depth - 1, 0))
    rows = [row + (row > depth - widened) for row in range(1, depth + 1)]
    rows[-1] += spare - widened
    return tuple(rows)
