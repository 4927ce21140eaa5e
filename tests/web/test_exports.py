"""A chart's table as a file: what a spreadsheet makes of its cells, and what it is called."""

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tracker.web.charts import Chart, dated
from tracker.web.exports import FORMULA, NUMBER, Kind, cell_text, chart_file, csv_of, file_address

DAY = date(2024, 10, 14)
BOM = b"\xef\xbb\xbf"
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)


@pytest.fixture(autouse=True)
def asked(sqlite_app: Flask) -> Iterator[None]:
    """A request in Chinese; a file asks nothing of a database."""
    with sqlite_app.test_request_context("/city/change.csv", headers={"Accept-Language": "zh"}):
        yield


def chart(*rows: tuple[str, ...], header: tuple[str, ...] = ("名称", "变化")) -> Chart:
    return Chart(
        title="平均变化",
        caption="=全市，截至 10月14日。",
        figure={"data": [], "layout": {}},
        header=header,
        rows=rows,
        definition="变化 = 100 ×（现在 ÷ 基线 − 1）",
        subject="通州区",
        as_of=DAY,
    )


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        # Numbers stay numbers, as a spreadsheet types them.
        ("−1.4", "-1.4"),
        ("-1.4", "-1.4"),
        ("−1.5 %", "-1.5%"),
        ("+0.8 %", "0.8%"),
        ("63.2 %", "63.2%"),
        ("1,234", "1234"),
        ("1,234,567.5", "1234567.5"),
        ("0", "0"),
        ("–", "–"),
        ("<10 %", "<10 %"),
        ("10–14", "10–14"),
        # Everything that could be computed is text.
        ("=1+1", "'=1+1"),
        ("+8613900000000+1", "'+8613900000000+1"),
        ("-1+1", "'-1+1"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ('@SUM(A1:A9)*HYPERLINK("x")', '\'@SUM(A1:A9)*HYPERLINK("x")'),
        ("＝1+1", "'＝1+1"),
        ("  =1+1", "'  =1+1"),
        ("\t=1+1", "'\t=1+1"),
        ("\r=1+1", "'\r=1+1"),
        ("\n一组", "'\n一组"),
        ("-", "'-"),
        # Names are what they are.
        ("一组", "一组"),
        ("A=B", "A=B"),
        ("1,2", "1,2"),
        ("1,234组", "1,234组"),
        ("−组", "−组"),
        ("", ""),
    ],
)
def test_a_cell_is_a_number_or_a_text_and_never_a_formula(cell: str, written: str) -> None:
    assert cell_text(cell) == written


def test_a_day_is_written_with_its_year() -> None:
    assert str(dated(DAY)) == "10月14日"
    assert cell_text(dated(DAY)) == "2024-10-14"


@given(TEXT)
def test_no_text_comes_out_as_a_formula(text: str) -> None:
    written = cell_text(text)

    assert NUMBER.fullmatch(written) or not FORMULA.match(written)
    assert NUMBER.fullmatch(text) or written.removeprefix("'") == text.removeprefix("'")


@given(st.lists(st.tuples(TEXT, TEXT), max_size=6))
def test_a_table_is_read_back_as_it_was_written(rows: list[tuple[str, str]]) -> None:
    content = csv_of(chart(*rows))

    header, *found = read(content)
    assert header == ["名称", "变化"]
    assert found[: len(rows)] == [[cell_text(cell) for cell in row] for row in rows]


def test_the_table_comes_first_and_what_it_is_about_below_an_empty_line() -> None:
    content = csv_of(chart(("东城区", "−1.4 %")))

    assert content.startswith(BOM)
    assert b"\r\n" in content
    assert read(content) == [
        ["名称", "变化"],
        ["东城区", "-1.4%"],
        [],
        ["通州区：平均变化"],
        ["'=全市，截至 10月14日。"],
        ["变化 = 100 ×（现在 ÷ 基线 − 1）"],
        ["健康体重行动 · 截至 2024-10-14"],
    ]


def test_a_file_has_a_name_for_old_programs_and_its_own() -> None:
    table = chart_file(chart(), Kind.CSV)

    assert table.mimetype == "text/csv"
    assert table.headers["Content-Disposition"] == (
        "attachment; filename=city-change-2024-10-14.csv; filename*=UTF-8''"
        "%E9%80%9A%E5%B7%9E%E5%8C%BA%EF%BC%9A%E5%B9%B3%E5%9D%87%E5%8F%98%E5%8C%96%202024-10-14.csv"
    )


def test_a_name_of_a_file_has_nothing_that_a_folder_or_a_header_would_read() -> None:
    bad = Chart('..\\/"<b>\r\nX: y', "", {"data": [], "layout": {}}, (), ())

    disposition = chart_file(bad, Kind.CSV).headers["Content-Disposition"]

    assert disposition == (
        "attachment; filename=city-change.csv; filename*=UTF-8''..____b___X_%20y.csv"
    )


@pytest.mark.parametrize(
    ("address", "table"),
    [
        ("/city/change.json", "/city/change.csv"),
        ("/team/change.json?team=7", "/team/change.csv?team=7"),
        ("/city/change.json?as_of=2024-10-14", "/city/change.csv?as_of=2024-10-14"),
        ("/city/json.json", "/city/json.csv"),
    ],
)
def test_a_file_is_beside_the_json_with_the_same_arguments(address: str, table: str) -> None:
    assert file_address(address, "csv") == table
