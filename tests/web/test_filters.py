"""How numbers read on a page."""

from datetime import date

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tracker.web.filters import day, kilograms, number, signed, weighed

numbers = st.integers(-(10**7), 10**7) | st.floats(-(10**6), 10**6, allow_nan=False)


@pytest.mark.parametrize(
    ("grams", "shown"), [(67_500, "67.5"), (74_150, "74.15"), (70_000, "70.0"), (67_123, "67.123")]
)
def test_a_weight_is_said_exactly_as_it_was_noted(
    sqlite_app: Flask, grams: int, shown: str
) -> None:
    with sqlite_app.test_request_context():
        assert weighed(grams) == shown


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [(23.0, 1, "23.0"), (26_000, 0, "26,000"), (1_234.56, 2, "1,234.56")],
)
def test_a_number_keeps_its_decimals(
    sqlite_app: Flask, value: float, decimals: int, shown: str
) -> None:
    with sqlite_app.test_request_context():
        assert number(value, decimals) == shown


@pytest.mark.parametrize(("value", "shown"), [(-0.04, "0.0"), (-0.3, "\u22120.3"), (0.3, "+0.3")])
def test_a_change_carries_its_sign_and_zero_has_none(
    sqlite_app: Flask, value: float, shown: str
) -> None:
    with sqlite_app.test_request_context():
        assert signed(value) == shown


@given(numbers, st.integers(0, 3), st.sampled_from(["zh", "en"]))
def test_numbers_read_as_babel_would_write_them(value: float, decimals: int, code: str) -> None:
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"

    assert number(value, decimals) == format_decimal(value, pattern, locale=code)


@given(st.integers(25_000, 300_000), st.sampled_from(["zh", "en"]))
def test_weights_read_as_babel_would_write_them(grams: int, code: str) -> None:
    assert weighed(grams) == format_decimal(grams / 1000, "0.0##", locale=code)
    assert kilograms(grams) == format_decimal(round(grams / 1000, 1), "0.0", locale=code)


@pytest.mark.parametrize(("code", "pattern"), [("zh", "M月d日"), ("en", "d MMM")])
def test_a_day_reads_in_the_language_of_the_answer(
    sqlite_app: Flask, code: str, pattern: str
) -> None:
    with sqlite_app.test_request_context(headers={"Accept-Language": code}):
        assert day(date(2024, 10, 16)) == format_date(date(2024, 10, 16), pattern, code)
