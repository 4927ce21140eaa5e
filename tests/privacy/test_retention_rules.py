"""Every table that points at a person has its line in the one source of retention."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.campaign.rules import BEIJING_2024
from tracker.compliance.rules.retention import (
    RETENTIONS,
    Group,
    Term,
    groups_of,
    is_over,
    kept_until,
    oldest_log,
    oldest_record,
    season_ends,
)
from tracker.privacy.rules import KEPT

ENDS = date(2024, 11, 30)


def test_every_table_that_points_at_a_person_has_its_line_and_no_other_has() -> None:
    lines = [line.table for line in RETENTIONS]

    assert len(lines) == len(set(lines))
    assert set(lines) - {kept.table for kept in KEPT} == {"consent_proof"}, "points at nobody"
    assert {kept.table for kept in KEPT} - set(lines) == set(), "say in retention.py how long"


@pytest.mark.parametrize(
    ("term", "until"),
    [
        (Term.SEASON, ENDS + timedelta(days=180)),
        (Term.BRIEF, ENDS + timedelta(days=180)),
        (Term.LOG, ENDS + timedelta(days=180 + 184)),
        (Term.RECORD, ENDS + timedelta(days=3 * 366)),
    ],
)
def test_each_term_ends_a_fixed_time_after_the_season(term: Term, until: date) -> None:
    assert season_ends(BEIJING_2024) == ENDS
    assert kept_until(term, BEIJING_2024) == until


def test_a_season_is_over_on_the_day_after_its_date() -> None:
    last = ENDS + timedelta(days=180)

    assert not is_over(BEIJING_2024, last)
    assert is_over(BEIJING_2024, last + timedelta(days=1))


@given(st.dates(date(2024, 1, 1), date(2040, 1, 1)))
def test_logs_last_six_months_and_records_three_years_whatever_the_calendar(written: date) -> None:
    months = written.month + 6
    half_a_year = date(written.year + (months - 1) // 12, (months - 1) % 12 + 1, 1)
    half_a_year += timedelta(days=min(written.day, 28) - 1)
    three_years = date(written.year + 3, written.month, min(written.day, 28))

    assert oldest_log(half_a_year) <= written
    assert oldest_record(three_years) <= written


def test_every_group_is_told_under_some_term() -> None:
    told = {group for term in Term for group in groups_of(term)}

    assert told == set(Group)
