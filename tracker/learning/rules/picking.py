"""Which card is today's: a pure rule from what she is living through."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from tracker.learning.rules.cards import Card, Moment

FIRST_DAYS = 7
SILENT_DAYS = 10
"""After a gap of more days than these, whoever is here is back."""
BACK_DAYS = 3
"""For so many days she is."""
FINAL_DAYS = 21
FRIDAY = 4


@dataclass(frozen=True)
class Living:
    """What a card may be chosen by, on a day; it is known to herself alone and kept nowhere."""

    today: date
    enrolled_on: date
    ends: date
    """The season's last day."""
    noted: frozenset[date] = frozenset()
    """Days on which she noted something."""
    stands_still: bool = False
    """Her own trend does, though she wants to lose; never without her consent to body data."""
    falls_fast: bool = False


def moments(living: Living) -> tuple[Moment, ...]:
    """What she is living through, the most pressing first; any day comes last."""
    return tuple(_moments(living))


def card_of_the_day(
    cards: Sequence[Card], read: Mapping[str, date], living: Living, shift: int = 0
) -> Card | None:
    """The first card she has not read that fits best; the same all day, also once it is read.

    Whoever has read them all meets them again one after the other, beginning somewhere of her own.
    """
    if not cards:
        return None
    new = [card for card in cards if read.get(card.id, living.today) >= living.today]
    for moment in moments(living):
        fitting = next((card for card in new if moment in card.moments), None)
        if fitting:
            return fitting
    return new[0] if new else cards[(living.today.toordinal() + shift) % len(cards)]


def _moments(living: Living) -> Iterator[Moment]:
    if living.falls_fast:
        yield Moment.FASTER_THAN_SAFE
    if _is_back(living):
        yield Moment.COMEBACK
    if (living.today - living.enrolled_on).days < FIRST_DAYS:
        yield Moment.FIRST_WEEK
    if living.stands_still:
        yield Moment.PLATEAU
    if timedelta() <= living.ends - living.today < timedelta(days=FINAL_DAYS):
        yield Moment.FINAL_WEEKS
    if living.today.weekday() >= FRIDAY:
        yield Moment.WEEKEND
    yield Moment.ANY


def _is_back(living: Living) -> bool:
    days = sorted(day for day in living.noted if day <= living.today)
    if not days:
        return False
    if (living.today - days[-1]).days > SILENT_DAYS:
        return True
    return any(
        (later - earlier).days > SILENT_DAYS and (living.today - later).days < BACK_DAYS
        for earlier, later in pairwise(days)
    )
