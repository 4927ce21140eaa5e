"""Slips of the finger, told from changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.weight.rules.histories import histories, on
from tracker.weight.rules import (
    Reading,
    Unit,
    doubted,
    expected,
    grams_of,
    is_near_all,
    likely_meant,
)


@pytest.mark.parametrize(
    ("typed", "unit", "meant"),
    [
        ("76.5", Unit.KG, 67_500),
        ("65.7", Unit.KG, None),
        ("135", Unit.KG, 67_500),
        ("67.5", Unit.JIN, 67_500),
        ("153", Unit.JIN, 67_500),
        ("70.8", Unit.KG, None),
        ("72", Unit.KG, None),
        ("45", Unit.KG, None),
    ],
)
def test_a_slip_is_told_from_a_change(typed: str, unit: Unit, meant: int | None) -> None:
    assert likely_meant(grams_of(typed, unit), unit, expected(67.5, 1650)) == meant


@pytest.mark.parametrize(("grams", "meant"), [(6_750, 67_500), (675_000, 67_500)])
def test_a_displaced_point_is_recognised_beyond_the_limits(grams: int, meant: int) -> None:
    assert likely_meant(grams, Unit.KG, expected(67.5, 1650)) == meant


@pytest.mark.parametrize(
    ("trend_kg", "typed", "meant"),
    [
        (69.588, "76.5", None),
        (69.587, "76.5", "67.5"),
        (71.715, "75.3", None),
        (71.714, "75.3", "73.5"),
    ],
)
def test_five_and_three_percent_are_the_edges(
    trend_kg: float, typed: str, meant: str | None
) -> None:
    found = likely_meant(grams_of(typed, Unit.KG), Unit.KG, expected(trend_kg, 1650))

    assert found == (grams_of(meant, Unit.KG) if meant else None)


@pytest.mark.parametrize(
    ("grams", "meant"),
    [
        (76_500, None),
        (93_400, None),
        (103_455, None),
        (103_456, 51_728),
        (135_000, 67_500),
        (170_000, 85_000),
        (38_115, None),
        (38_114, 76_228),
        (33_700, 67_400),
        (6_750, 67_500),
    ],
)
def test_without_history_only_what_is_hardly_anybodys_weight_is_asked_about(
    grams: int, meant: int | None
) -> None:
    assert likely_meant(grams, Unit.KG, expected(None, 1650)) == meant


@given(histories(), st.integers(25_000, 300_000), st.sampled_from(Unit))
def test_what_is_near_every_earlier_weight_is_never_doubted(
    readings: list[Reading], grams: int, unit: Unit
) -> None:
    extent = min(each.grams for each in readings), max(each.grams for each in readings)

    if is_near_all(grams, extent):
        assert doubted(on(200, grams), unit, readings, 1650) is None


@given(st.lists(st.integers(67_000, 68_000), min_size=1, max_size=20))
def test_a_quiet_history_is_near_its_own_weights(grams: list[int]) -> None:
    assert is_near_all(67_500, (min(grams), max(grams)))
