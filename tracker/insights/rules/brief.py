"""What a district sends upward, and the city at the end: one value, written as text or workbook."""

from dataclasses import dataclass

ACTIVITIES_MAX = 2_000
"""Letters of what an organizer writes about activities held."""


@dataclass(frozen=True)
class Number:
    """One of the six numbers: what it is called, how it reads, and what it is out of."""

    name: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Listing:
    """A table of a brief."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    """How wide the columns are beside each other; without them the first is the widest."""


@dataclass(frozen=True)
class Brief:
    """Everything a brief says, in the words of one language; numbers are released ones."""

    title: str
    office: str
    period: str
    dated: str
    """When counts were taken, and which snapshot the health figures are from."""
    numbers: tuple[Number, ...]
    held: tuple[str, ...]
    """What was held, as counted; beside it `activities`, in the organizer's own words."""
    activities: tuple[str, ...]
    listings: tuple[Listing, ...]
    method: tuple[str, ...]
    missing: tuple[str, ...]
    fingerprint: str = ""
    """The snapshot's hash: the same one stands for the same health figures."""


def paragraphs(text: str) -> tuple[str, ...]:
    """What was typed as lines without blank ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
