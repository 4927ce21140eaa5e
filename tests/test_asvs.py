"""The checklist of the ASVS names what is there: files, names in them, and how many rows."""

import re
from collections import Counter
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
PAGE = (PROJECT / "docs" / "asvs.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d[\d.–]*) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
COUNT = re.compile(r"^\| ([a-z ]+) \| (\d+) \|$", re.MULTILINE)
NUMBER = re.compile(r"\d+[.]\d+[.]\d+(?:–\d+[.]\d+[.]\d+)?")
NAMED = re.compile(r"`((?:[\w.-]+/)*[\w.-]+[.]\w+)(?:::([^`]+))?`")
STATES = {"met", "partly", "not met", "not applicable"}
CHAPTERS = 17
ROWS = ROW.findall(PAGE)


def paths(why: str) -> list[tuple[Path, str]]:
    """The files that a row names, each with the name in it, if there is one."""
    return [(PROJECT / path, name) for path, name in NAMED.findall(why)]


def test_every_chapter_has_rows_and_every_line_of_a_table_is_one() -> None:
    lines = re.findall(r"^\| \d.*$", PAGE, re.MULTILINE)

    assert {int(number.split(".")[0]) for number, *_ in ROWS} == set(range(1, CHAPTERS + 1))
    assert len(lines) == len(ROWS)


def test_numbers_are_numbers_and_none_is_there_twice() -> None:
    counted = Counter(number for number, *_ in ROWS)

    assert [number for number in counted if not NUMBER.fullmatch(number)] == []
    assert [number for number, times in counted.items() if times > 1] == []


def test_the_counts_at_the_top_are_those_of_the_rows() -> None:
    told = {state: int(count) for state, count in COUNT.findall(PAGE)}

    assert set(told) == STATES
    assert told == Counter(state for _, _, state, _ in ROWS)


@pytest.mark.parametrize(("number", "why"), [(row[0], row[3]) for row in ROWS])
def test_what_a_row_names_exists(number: str, why: str) -> None:
    missing = [
        f"{path.relative_to(PROJECT)}::{name}"
        for path, name in paths(why)
        if not path.is_file() or name not in path.read_text(encoding="utf-8")
    ]

    assert missing == [], number


def test_whatever_is_met_says_by_what() -> None:
    assert [row[0] for row in ROWS if row[2] == "met" and not paths(row[3])] == []


def test_what_is_missing_is_told_at_the_end() -> None:
    end = PAGE.partition("## What is missing")[2]

    assert [row[0] for row in ROWS if row[2] == "not met" and row[0] not in end] == []
