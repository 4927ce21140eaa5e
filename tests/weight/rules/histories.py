"""People and readings that the tests of rules are about."""

from datetime import date, timedelta

from hypothesis import strategies as st

from tracker.weight.rules import Body, Reading, Sex

START = date(2024, 8, 11)


END = date(2024, 11, 10)


BODY = Body(height_mm=1650, sex=Sex.FEMALE, birth_year=1984, doctor_first=False)


DOCTOR_FIRST = Body(height_mm=1650, sex=Sex.FEMALE, birth_year=1984, doctor_first=True)


def on(days: int, grams: int) -> Reading:
    """A reading so many days after the start of self-management."""
    return Reading(START + timedelta(days=days), grams)


@st.composite
def histories(draw: st.DrawFn) -> list[Reading]:
    days = draw(st.lists(st.integers(0, 120), unique=True, min_size=1, max_size=25))
    return [on(day, draw(st.integers(25_000, 300_000))) for day in sorted(days)]
