"""What a board shows: now, the next three, some of what is later; and when it is a new one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.timetables.rules import EntryKind, Live, Phase, Row

NEXT = 3
LATER = 8
OPEN = frozenset({Phase.WAITING, Phase.CALLED})
DONE = frozenset({Phase.OVER, Phase.SKIPPED})
LATE = 2
"""From so many minutes on a delay is said at all."""

Shown = tuple[Row, Live]


@dataclass(frozen=True)
class Board:
    """Everything on it, as of a moment."""

    as_of: datetime
    on: Shown | None
    next: tuple[Shown, ...]
    later: tuple[Shown, ...]
    more: int
    """How many come after those."""
    done: int
    total: int
    late: int
    """Minutes by which the next squad is behind its time; 0 where it is hardly any."""

    @property
    def is_over(self) -> bool:
        """Whether everything has been on."""
        return self.on is None and not self.next

    @property
    def has_begun(self) -> bool:
        """Whether anything is on or has been."""
        return self.on is not None or self.done > 0


def board(lives: Sequence[Shown], as_of: datetime) -> Board:
    """What was agreed and nothing else: squads that are confirmed, and what belongs to nobody."""
    shown = [each for each in lives if each[0].is_agreed]
    coming = [each for each in shown if each[1].phase in OPEN]
    on = next((each for each in shown if each[1].phase is Phase.ON), None)
    return Board(
        as_of=as_of,
        on=on,
        next=tuple(coming[:NEXT]),
        later=tuple(coming[NEXT : NEXT + LATER]),
        more=max(0, len(coming) - NEXT - LATER),
        done=sum(each[1].phase in DONE for each in shown),
        total=len(shown),
        late=_late(coming or ([on] if on else [])),
    )


def _late(coming: Sequence[Shown]) -> int:
    """Of the next that is no break: a break may be late without anybody waiting."""
    turns = [live for row, live in coming if row.kind is not EntryKind.BREAK]
    late = turns[0].late if turns else 0
    return late if late >= LATE else 0


def event_key(version: int, now: datetime) -> str:
    """What a board is as of: another after every change, and with every minute of the clock."""
    return f"{version}-{int(now.timestamp()) // 60}"
