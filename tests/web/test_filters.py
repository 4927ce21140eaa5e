"""How numbers read on a page."""

import pytest
from flask import Flask

from tracker.web.filters import number, signed, weighed


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
