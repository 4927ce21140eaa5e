"""What is typed plainly needs no form, and says the same as the form would."""

from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import ImmutableMultiDict

from tracker.weight.forms import WeightForm, plainly_typed

WINDOW = (date(2024, 10, 10), date(2024, 10, 16))
PLAIN = {"unit": "kg", "weight": "67.5", "day": "2024-10-16", "waist": "", "confirmed": ""}

typed_forms = st.fixed_dictionaries(
    {},
    optional={
        "unit": st.sampled_from(["kg", "jin", "", "pound"]),
        "weight": st.sampled_from(["67.5", "135", "６７。５", " 67.5 ", "", "abc", "999", "6,5"]),
        "day": st.sampled_from(["2024-10-16", "2024-10-10", "2024-10-09", "20241016", "", "today"]),
        "waist": st.sampled_from(["", "  ", "83", "83.5", "8", "wide"]),
        "confirmed": st.sampled_from(["", "1", "yes"]),
    },
)


@pytest.mark.parametrize("more", [{}, {"waist": "83"}, {"confirmed": "1"}, {"unit": "jin"}])
def test_a_plain_weight_needs_no_form(more: dict[str, str]) -> None:
    assert plainly_typed(PLAIN | more, WINDOW) is not None


@given(typed_forms)
def test_what_is_plainly_typed_is_what_the_form_hands_over(
    sqlite_app: Flask, typed: dict[str, str]
) -> None:
    with sqlite_app.test_request_context(method="POST"):
        form = WeightForm(WINDOW, formdata=ImmutableMultiDict(typed), meta={"csrf": False})
        valid = form.validate()
        plain = plainly_typed(typed, WINDOW)

        assert plain is None or (valid and plain == form.typed())
