"""The twelve people of Krone et al. 2020, and what the definitions make of their readings.

Weights and sexes are from PLOS ONE 15(5): e0232680, supplement S1, CC BY 4.0
(tests/data/weighins_krone2020.csv); the phones are invented.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from tracker.accounts.store import account_id_of
from tracker.campaign.rules import Calendar, Season
from tracker.campaign.store import participant_of
from tracker.config import PROJECT
from tracker.insights.rules import is_early, team_moments
from tracker.weight.rules import Body, Reading, SeasonResult, season_result, trend
from tracker.weight.rules.result import baseline_days, closing_days
from tracker.weight.rules.safety import safety_reasons
from tracker.weight.rules.slip import AWAY
from tracker.weight.store import body, readings

SOURCE = PROJECT / "tests" / "data" / "weighins_krone2020.csv"
SLIP = 10
"""Which of her readings is typed in the wrong unit."""

HEADER = "| person | readings | baseline days | baseline kg | closing kg | completer | change |"

ON_A_LINE = 0.0101
"""Kilograms by which the second difference may be off for three days to be called a line."""


@dataclass(frozen=True)
class Person:
    """One participant of the file: what is real of her, and a phone that is not."""

    number: int
    sex: str
    weights: tuple[tuple[int, str], ...]
    """Day of the study and kilograms, as the file writes them."""

    @property
    def phone(self) -> str:
        """An invented mobile number."""
        return f"139000001{self.number:02d}"


def people(source: Path = SOURCE) -> list[Person]:
    """Everybody in the file."""
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Person(
            number,
            next(row["sex"] for row in rows if row["participant"] == str(number)),
            tuple(
                (int(row["day"]), row["weight_kg"])
                for row in rows
                if row["participant"] == str(number)
            ),
        )
        for number in sorted({int(row["participant"]) for row in rows})
    ]


def write_station_file(path: Path, everybody: Iterable[Person], *, slips: bool = False) -> None:
    """The weights as a weighing station would send them, days counted from 0.

    With slips, everybody's tenth weight was typed in jin, twice the kilograms, as can happen.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["phone", "day", "weight_kg"])
        for each in everybody:
            for place, (day, weight) in enumerate(each.weights, 1):
                typed = 2 * Decimal(weight) if slips and place == SLIP else weight
                writer.writerow((each.phone, day, typed))


def readings_of(person: Person, season: Season) -> tuple[Reading, ...]:
    """What is stored of her; needs an application context, as all that follows."""
    found = participant_of(account_id_of(person.phone) or 0, season)
    return readings(found.id) if found else ()


def body_of(person: Person, season: Season) -> Body | None:
    """Her (invented) body as she typed it when joining."""
    found = participant_of(account_id_of(person.phone) or 0, season)
    return body(found.id) if found else None


def verdict(known: Sequence[Reading], result: SeasonResult, season: Season, as_of: date) -> str:
    """Why somebody is a completer or not, in the definitions' words."""
    begins, ends = closing_days(season.calendar.ends, as_of)
    inside = sum(begins <= each.day <= ends for each in known)
    first = baseline_days(known, season.calendar.starts)
    if first is None or result.baseline is None:
        return "no: no baseline"
    if result.closing is None:
        return f"no: {inside} reading{'' if inside == 1 else 's'} since {begins}"
    apart = (begins - first[1]).days
    return f"{'yes' if result.completer else 'no'}: closing begins {apart} d after baseline ended"


def table(everybody: Iterable[Person], season: Season, as_of: date) -> list[str]:
    """Each person's result as of a day, computed by the product from what it has stored."""
    begins, ends = closing_days(season.calendar.ends, as_of)
    changes: list[float] = []
    lines = [f"as of {as_of}, closing {begins} to {ends}", HEADER, "|---" * 7 + "|"]
    for each in everybody:
        known = [one for one in readings_of(each, season) if one.day < as_of]
        result = season_result(known, season.calendar.starts, season.calendar.ends, as_of)
        first = baseline_days(known, season.calendar.starts)
        cells = (
            f"{each.number} ({each.sex[0]})",
            f"{len(known)}",
            f"{first[0]:%m-%d} to {first[1]:%m-%d}" if first else "-",
            f"{result.baseline:.2f}" if result.baseline else "-",
            f"{result.closing:.2f}" if result.closing else "-",
            verdict(known, result, season, as_of),
            f"{result.change_percent:+.2f} %" if result.completer else "-",
        )
        lines.append(f"| {' | '.join(cells)} |")
        changes += [result.change_percent] if result.completer and result.change_percent else []
    mean = f"{sum(changes) / len(changes):+.3f} %" if changes else "none"
    lines[0] += f"; mean of {len(changes)} completers: {mean}"
    return lines


def straight(everybody: Iterable[Person]) -> list[str]:
    """Of each person, how many readings lie on the line between yesterday's and tomorrow's."""
    lines = ["on the straight line between the day before and the day after:"]
    for each in everybody:
        known = {day: float(weight) for day, weight in each.weights}
        inside = [day for day in known if {day - 1, day + 1} <= known.keys()]
        bends = [abs(known[day - 1] + known[day + 1] - 2 * known[day]) for day in inside]
        on_line = sum(bend < ON_A_LINE for bend in bends)
        lines.append(f"  {each.number}: {on_line} of {len(inside)}")
    return lines


def cards(everybody: Iterable[Person], season: Season, until: date) -> list[str]:
    """Of each person with a safety card, on how many days, from when to when, and why."""
    lines = ["safety card, as she alone would have seen it:"]
    for each in everybody:
        known, own = readings_of(each, season), body_of(each, season)
        days = [known[0].day + timedelta(days=n) for n in range((until - known[0].day).days + 1)]
        starts = season.calendar.starts
        why = {day: safety_reasons(known, own, starts, day) for day in days} if own else {}
        held = [day for day in days if why.get(day)]
        if held:
            reasons = sorted({str(reason) for day in held for reason in why[day]})
            what = f"{len(held)} days from {held[0]} to {held[-1]}, {', '.join(reasons)}"
            lines.append(f"  {each.number}: {what}")
    return lines


def farthest(everybody: Iterable[Person], season: Season) -> list[str]:
    """Of each person, the reading farthest from the trend of the days before it."""
    lines = ["farthest from the trend before it:"]
    for each in everybody:
        known = readings_of(each, season)
        off = [
            (abs(one.grams / 1000 / before - 1), one, before)
            for one, before in zip(known[1:], trend(known), strict=False)
        ]
        if off:
            share, one, before = max(off, key=lambda found: found[0])
            what = f"{one.day}, {one.grams / 1000} kg after {before:.2f}"
            beyond = sum(found[0] > AWAY for found in off)
            lines.append(f"  {each.number}: {share:.1%} ({what}); {beyond} beyond {AWAY:.0%}")
    return lines


def moments(calendar: Calendar, today: date) -> list[date]:
    """The days as of which a team is released: after each round that is over, from day 42 on."""
    return [each for each in team_moments(calendar, today) if not is_early(calendar, each)]
