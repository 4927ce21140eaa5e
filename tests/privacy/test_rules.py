"""The list of tables that point at a person, and what stands where one was."""

import pytest

from tracker.accounts.rules import no_phone, phone_of
from tracker.database import random_key
from tracker.privacy.rules import KEPT, Fate, Kept, codebook


def test_no_table_is_listed_twice_by_the_same_column() -> None:
    listed = [(kept.table, kept.column) for kept in KEPT]

    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.name)
def test_whatever_is_left_has_a_reason_and_whatever_is_deleted_needs_none(kept: Kept) -> None:
    assert bool(kept.why) == (kept.fate is not Fate.DELETED)


def test_what_stands_for_an_erased_phone_is_no_phone_and_fits_its_column() -> None:
    found = {no_phone(random_key()) for _ in range(200)}

    assert len(found) == 200
    assert all(phone_of(each) is None and len(each) == 11 for each in found)


def test_the_codebook_says_of_each_table_what_erasure_does() -> None:
    assert set(codebook()["tables"]) == {kept.name for kept in KEPT}
