"""Numbers as people type them, limits, and bands at their exact edges."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.weight.rules.histories import START
from tracker.weight.rules import (
    Band,
    Entry,
    NotANumberError,
    OutOfRangeError,
    Reading,
    Sex,
    Source,
    Unit,
    WaistBand,
    band,
    bmi,
    decimal_of,
    effective,
    grams_of,
    height_mm_of,
    text_of,
    waist_band,
    waist_mm_of,
    waist_over_half,
)
from tracker.weight.rules.quantities import bmi_tenths_shown


@pytest.mark.parametrize("typed", ["67.5", "67,5", "67。5", "６７．５", " 67.5 ", "67，5"])
def test_every_form_of_a_decimal_is_read(typed: str) -> None:
    assert decimal_of(typed) == Decimal("67.5")


@pytest.mark.parametrize(
    "typed",
    ["", " ", "1e3", "NaN", "inf", "+67", "-67", "６七", "6.7.5", "1,067.5", "67²", "٦٧", ".5"],
)
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(NotANumberError):
        decimal_of(typed)


@pytest.mark.parametrize(
    ("typed", "unit", "grams"),
    [
        ("25", Unit.KG, 25_000),
        ("300", Unit.KG, 300_000),
        ("50", Unit.JIN, 25_000),
        ("600", Unit.JIN, 300_000),
        ("135.1", Unit.JIN, 67_550),
    ],
)
def test_a_weight_becomes_whole_grams(typed: str, unit: Unit, grams: int) -> None:
    assert grams_of(typed, unit) == grams


@pytest.mark.parametrize(
    ("typed", "unit"),
    [("24.999", Unit.KG), ("300.001", Unit.KG), ("49.9", Unit.JIN), ("600.1", Unit.JIN)],
)
def test_a_weight_nobody_has_is_refused(typed: str, unit: Unit) -> None:
    with pytest.raises(OutOfRangeError):
        grams_of(typed, unit)


@pytest.mark.parametrize(("typed", "millimetres"), [("100", 1000), ("165.5", 1655), ("230", 2300)])
def test_a_height_becomes_whole_millimetres(typed: str, millimetres: int) -> None:
    assert height_mm_of(typed) == millimetres


@pytest.mark.parametrize("typed", ["99.9", "230.1", "1.65"])
def test_a_height_nobody_has_is_refused(typed: str) -> None:
    with pytest.raises(OutOfRangeError):
        height_mm_of(typed)


def test_a_waist_is_typed_in_centimetres() -> None:
    assert waist_mm_of("83.5") == 835


@given(st.integers(25_000, 300_000), st.sampled_from(Unit))
def test_what_is_written_is_read_back(grams: int, unit: Unit) -> None:
    tens = grams // 10 * 10

    assert grams_of(text_of(tens, unit), unit) == tens


@pytest.mark.parametrize(
    ("grams", "text"),
    [(67_500, "67.5"), (67_000, "67.0"), (100_000, "100.0"), (67_550, "67.55")],
)
def test_a_weight_is_written_with_at_least_one_decimal(grams: int, text: str) -> None:
    assert text_of(grams, Unit.KG) == text


@pytest.mark.parametrize(
    ("grams", "found"),
    [
        (47_359, Band.UNDERWEIGHT),
        (47_360, Band.NORMAL),
        (61_439, Band.NORMAL),
        (61_440, Band.OVERWEIGHT),
        (71_679, Band.OVERWEIGHT),
        (71_680, Band.OBESE),
    ],
)
def test_bands_begin_at_exact_grams(grams: int, found: Band) -> None:
    assert band(grams, 1600) is found


def test_bmi_is_not_rounded() -> None:
    assert bmi(67_500, 1650) == pytest.approx(24.793388, abs=1e-6)


@given(st.integers(25_000, 300_000), st.integers(1_000, 2_300))
def test_the_bmi_shown_lies_in_the_band_beside_it(grams: int, height_mm: int) -> None:
    shown = bmi_tenths_shown(grams, height_mm)

    edges = {Band.UNDERWEIGHT: 0, Band.NORMAL: 185, Band.OVERWEIGHT: 240, Band.OBESE: 280}
    beside = max((edge, name) for name, edge in edges.items() if shown >= edge)[1]
    assert beside is band(grams, height_mm)


def test_the_bmi_shown_is_rounded() -> None:
    assert bmi_tenths_shown(67_500, 1650) == 248


@pytest.mark.parametrize(
    ("millimetres", "sex", "found"),
    [
        (799, Sex.FEMALE, WaistBand.NORMAL),
        (800, Sex.FEMALE, WaistBand.WARNING),
        (850, Sex.FEMALE, WaistBand.CENTRAL_OBESITY),
        (849, Sex.MALE, WaistBand.NORMAL),
        (850, Sex.MALE, WaistBand.WARNING),
        (899, Sex.MALE, WaistBand.WARNING),
        (900, Sex.MALE, WaistBand.CENTRAL_OBESITY),
    ],
)
def test_waist_bands_begin_at_exact_millimetres(
    millimetres: int, sex: Sex, found: WaistBand
) -> None:
    assert waist_band(millimetres, sex) is found


def test_half_the_height_is_too_much() -> None:
    assert waist_over_half(825, 1650)
    assert not waist_over_half(824, 1650)


def test_a_stations_reading_counts_where_a_day_has_both() -> None:
    day, next_day = START, START + timedelta(days=1)
    found = effective(
        [
            Entry(next_day, 68_000, Source.SELF),
            Entry(day, 67_000, Source.STATION),
            Entry(day, 67_500, Source.SELF),
        ]
    )

    assert found == (Reading(day, 67_000), Reading(next_day, 68_000))
