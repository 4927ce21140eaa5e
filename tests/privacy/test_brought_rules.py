"""Reading a former copy: what was copied comes back, and nothing anybody made of it crashes."""

import io
import json
import stat
from base64 import urlsafe_b64encode
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.exercise.rules import Effort, activities
from tracker.privacy.rules.brought import (
    FILE_MAX,
    ROWS_MAX,
    Trouble,
    UnreadableError,
    carried,
    carried_back,
    read_file,
)
from tracker.privacy.rules.files import EVERYTHING, about_of_tables, data_files, zipped
from tracker.privacy.rules.history import (
    BroughtEntry,
    BroughtReading,
    History,
    months,
    there_already,
)
from tracker.weight.rules.quantities import Source

TODAY = date(2024, 10, 16)
NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
KEY = "a" * 32
WEIGHT = {"day": "2023-09-01", "source": "self", "grams": 66_600, "waist_mm": None}
WALK = {"day": "2023-09-02", "key": KEY, "kind": "brisk_walking", "effort": "light", "minutes": 30}

days = st.dates(date(2000, 1, 1), TODAY)
readings = st.builds(
    BroughtReading,
    days,
    st.sampled_from(Source),
    st.integers(25_000, 300_000),
    st.none() | st.integers(400, 2_000),
)
entries = st.builds(
    BroughtEntry,
    days,
    st.text("0123456789abcdef", min_size=32, max_size=32),
    st.sampled_from(sorted(activities())),
    st.sampled_from(Effort),
    st.integers(1, 600),
)
histories = st.builds(
    lambda some, more: History(
        tuple(sorted(some, key=lambda each: (each.day, each.source))), tuple(sorted(more))
    ),
    st.lists(readings, max_size=8, unique_by=lambda each: (each.day, each.source)),
    st.lists(entries, max_size=8, unique_by=lambda each: each.key),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def copied(**tables: Any) -> dict[str, Any]:
    return {"format": "healthy-weight-copy", "version": 1, "tables": tables}


def as_json(whole: Any) -> bytes:
    return json.dumps(whole).encode()


def trouble(content: bytes) -> Trouble:
    with pytest.raises(UnreadableError) as caught:
        read_file(content, TODAY)
    return caught.value.trouble


def packed(*names: str, content: bytes = b"{}") -> bytes:
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return held.getvalue()


@given(histories, st.booleans())
def test_what_was_copied_comes_back(history: History, brought: bool) -> None:  # noqa: FBT001
    names = ("brought_reading", "brought_entry") if brought else ("reading", "exercise_entry")
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in about_of_tables()}
    tables[names[0]] = [{"participant_id": 7, **vars(each)} for each in history.readings]
    tables[names[1]] = [{"participant_id": 7, **vars(each)} for each in history.entries]

    files = data_files(tables, {}, NOW)

    assert read_file(zipped(files, NOW), TODAY) == history
    assert read_file(files[EVERYTHING], TODAY) == history
    assert carried_back(carried(history), TODAY) == history


@given(histories)
def test_all_of_it_is_there_after_it_was_brought_and_every_row_has_its_month(
    history: History,
) -> None:
    found = months(history)

    rows = len(history.readings) + len(history.entries)
    assert there_already(history, history) == rows
    assert there_already(history, History()) == 0
    assert sum(len(each.readings) + len(each.entries) for each in found) == rows
    assert [each.first for each in found] == sorted({each.first for each in found}, reverse=True)


@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda rest: b"PK\3\4" + rest))
def test_arbitrary_bytes_are_refused(content: bytes) -> None:
    trouble(content)


@given(anything)
def test_arbitrary_json_is_refused(whole: Any) -> None:
    trouble(as_json(whole))


@given(
    st.sampled_from(["reading", "brought_reading", "exercise_entry", "brought_entry"]),
    st.sampled_from(sorted(WEIGHT.keys() | WALK.keys())),
    anything,
)
def test_a_row_with_anything_in_it_is_read_whole_or_refused(
    table: str, column: str, value: Any
) -> None:
    row = (WEIGHT if "reading" in table else WALK) | {column: value}

    try:
        history = read_file(as_json(copied(**{table: [row]})), TODAY)
    except UnreadableError:
        return
    assert len(history.readings) + len(history.entries) == 1


@given(st.data())
def test_a_copy_cut_off_or_flipped_anywhere_never_crashes(data: st.DataObject) -> None:
    whole = zipped({EVERYTHING: as_json(copied(reading=[WEIGHT]))}, NOW)
    at = data.draw(st.integers(0, len(whole) - 1))
    flipped = bytes([*whole[:at], whole[at] ^ data.draw(st.integers(1, 255)), *whole[at + 1 :]])

    trouble(whole[:at])
    with suppress(UnreadableError):
        read_file(flipped, TODAY)


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: b"", Trouble.EMPTY),
        (lambda: b"x" * (FILE_MAX + 1), Trouble.TOO_LARGE),
        (lambda: packed(EVERYTHING, content=b" " * (FILE_MAX + 1)), Trouble.TOO_LARGE),
        (lambda: packed(EVERYTHING, "../../etc/passwd"), Trouble.PATHS),
        (lambda: packed(EVERYTHING, "/etc/passwd"), Trouble.PATHS),
        (lambda: packed(EVERYTHING, "c:\\x"), Trouble.PATHS),
        (lambda: packed(EVERYTHING, *(f"{number}" for number in range(1_000))), Trouble.PATHS),
        (lambda: packed("other.json"), Trouble.NOT_OURS),
        (lambda: packed(f"folder/{EVERYTHING}"), Trouble.NOT_OURS),
        (lambda: packed(EVERYTHING), Trouble.NOT_OURS),
        (lambda: packed(EVERYTHING, content=b"\xff"), Trouble.BROKEN),
        (lambda: b"[" * 1_000_000, Trouble.BROKEN),
        (lambda: b"9" * 100_000, Trouble.BROKEN),
        (lambda: as_json([]), Trouble.NOT_OURS),
        (lambda: as_json(copied() | {"version": 2}), Trouble.OTHER_VERSION),
        (lambda: as_json(copied() | {"version": True}), Trouble.OTHER_VERSION),
        (lambda: as_json(copied() | {"tables": []}), Trouble.CHANGED),
        (lambda: as_json(copied(reading={})), Trouble.CHANGED),
        (lambda: as_json(copied(reading=[None])), Trouble.CHANGED),
        (lambda: as_json(copied(reading=[WEIGHT | {"grams": float("nan")}])), Trouble.CHANGED),
        (lambda: as_json(copied(reading=[WEIGHT | {"grams": 66_600.0}])), Trouble.CHANGED),
        (lambda: as_json(copied(reading=[WEIGHT | {"grams": True}])), Trouble.CHANGED),
        (lambda: as_json(copied(reading=[WEIGHT | {"grams": 10**30}])), Trouble.CHANGED),
        (lambda: as_json(copied(reading=[WEIGHT | {"grams": 24_999}])), Trouble.CHANGED),
        (lambda: as_json(copied(reading=[WEIGHT | {"waist_mm": 5}])), Trouble.CHANGED),
        (lambda: as_json(copied(reading=[WEIGHT | {"day": "1999-12-31"}])), Trouble.CHANGED),
        (lambda: as_json(copied(reading=[WEIGHT | {"day": "2023-02-30"}])), Trouble.CHANGED),
        (lambda: as_json(copied(reading=[WEIGHT | {"day": "2024-10-17"}])), Trouble.FUTURE),
        (lambda: as_json(copied(reading=[WEIGHT] * (ROWS_MAX + 1))), Trouble.TOO_MANY),
        (lambda: as_json(copied(exercise_entry=[WALK | {"minutes": 601}])), Trouble.CHANGED),
        (lambda: as_json(copied(exercise_entry=[WALK | {"kind": "flying"}])), Trouble.CHANGED),
        (lambda: as_json(copied(exercise_entry=[WALK | {"key": "../x"}])), Trouble.CHANGED),
    ],
)
def test_each_trouble_has_its_name(make: Callable[[], bytes], why: Trouble) -> None:
    assert trouble(make()) is why


def test_a_link_is_not_followed() -> None:
    held = io.BytesIO()
    link = ZipInfo(EVERYTHING)
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with ZipFile(held, "w") as archive:
        archive.writestr(link, "/etc/passwd")

    assert trouble(held.getvalue()) is Trouble.BROKEN


def test_what_was_noted_goes_before_what_had_been_brought() -> None:
    former = WEIGHT | {"grams": 70_000}

    history = read_file(as_json(copied(reading=[WEIGHT], brought_reading=[former])), TODAY)

    assert [each.grams for each in history.readings] == [66_600]


@pytest.mark.parametrize("field", ["", "é", "=", "AAAA", urlsafe_b64encode(b"PK").decode()])
def test_a_field_that_was_not_ours_is_refused(field: str) -> None:
    with pytest.raises(UnreadableError):
        carried_back(field, TODAY)
