"""Files as they arrive, and files that mean harm."""

import struct
import time
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.rosters.conftest import people_file
from tracker.rosters.documents import child
from tracker.rosters.documents.reading import sheets_in
from tracker.rosters.rules.columns import draft_of
from tracker.rosters.rules.files import (
    FILE_MAX,
    ROWS_MAX,
    Trouble,
    UnreadableError,
    plain_file_name,
)
from tracker.rosters.rules.headers import PEOPLE, Field

DATA = Path(__file__).parent.parent / "data"
HEADER, FANG = ["姓名", "手机号", "队伍"], ["王芳", "13812345678", "一组"]
TEXT = "姓名,手机号,队伍\r\n王芳,13812345678,一组\r\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def workbook(fill: Any) -> bytes:
    """A workbook with one sheet that was filled in."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        fill(book.add_worksheet("名单"))
    return file.getvalue()


def rows_of(content: bytes, name: str = "a.xlsx") -> list[list[str]]:
    """What is read as name, phone and team."""
    draft = draft_of(sheets_in(content, name), PEOPLE)
    return [[draft.cell(line, field) for field in PEOPLE] for line in draft.lines]


def trouble_of(content: bytes, name: str = "a.xlsx") -> Trouble:
    """Why a file is refused."""
    with pytest.raises(UnreadableError) as error:
        sheets_in(content, name)
    return error.value.trouble


def zipped(**parts: bytes) -> bytes:
    """A zip with a workbook's first part and others."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"<workbook/>")
        for name, content in parts.items():
            packed.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_is_read_in_every_coding_and_with_every_separator(
    coding: str, separator: str
) -> None:
    content = TEXT.replace(",", separator).encode(coding)

    assert rows_of(content, "名单.csv") == [FANG]


def test_a_csv_of_rare_characters_is_read_from_gb18030() -> None:
    content = TEXT.replace("王芳", "王𠀀").encode("gb18030")

    assert rows_of(content, "名单.csv")[0][0] == "王𠀀"


def test_a_workbook_with_titles_merged_cells_and_phones_as_numbers_is_read() -> None:
    def fill(sheet: Any) -> None:
        sheet.merge_range(0, 0, 0, 3, "参赛人员名单")
        sheet.write_row(2, 1, HEADER)
        sheet.write_row(3, 1, ["王 芳", 13812345678])
        sheet.write_row(4, 1, ["李伟", "１３９１２３４５６７８"])
        sheet.merge_range(3, 3, 4, 3, "一组")
        sheet.write_row(6, 1, ["赵敏", 13800000000])

    assert rows_of(workbook(fill)) == [
        ["王 芳", "13812345678", "一组"],
        ["李伟", "13912345678", "一组"],
        ["赵敏", "1.38000E+10", ""],
    ]


def test_formulas_give_what_they_were_last_seen_as() -> None:
    def fill(sheet: Any) -> None:
        sheet.write_row(0, 0, HEADER)
        sheet.write_formula(1, 0, '=HYPERLINK("http://evil.example")', None, "王芳")
        sheet.write_formula(1, 1, "=13812345678+0", None, 13812345678)

    assert rows_of(workbook(fill)) == [["王芳", "13812345678", ""]]


def test_hidden_sheets_are_not_read() -> None:
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.add_worksheet("看得见").write_row(0, 0, HEADER)
        hidden = book.add_worksheet("看不见")
        hidden.write_row(0, 0, FANG)
        hidden.hide()

    assert [sheet.name for sheet in sheets_in(file.getvalue(), "a.xlsx")] == ["看得见"]


@pytest.mark.parametrize("name", ["roster.xlsx", "roster.xls"])
def test_a_roster_that_libreoffice_wrote_is_read(name: str) -> None:
    found = draft_of(sheets_in((DATA / name).read_bytes(), name), PEOPLE)

    rows = [[found.cell(line, field) for field in PEOPLE] for line in found.lines]
    assert rows == [
        ["王 芳", "13812345678", "第一组"],
        ["李伟", "13912345678", "第一组"],
        ["赵 敏", "13712345678", "第二组"],
        ["孙洁", "1.36000E+10", "第二组"],
        ["周文", "", "第二组"],
    ]  # fmt: skip
    assert found.body == ("身高(cm)", "体重(kg)")


def test_what_a_file_is_called_does_not_count() -> None:
    assert rows_of(people_file(("王芳", "13812345678")), "a.csv")[0][0] == "王芳"
    assert rows_of(TEXT.encode(), "a.xls")[0][0] == "王芳"


@pytest.mark.parametrize(
    ("content", "name", "trouble"),
    [
        (b"", "a.xlsx", Trouble.EMPTY),
        (b" \r\n", "a.csv", Trouble.EMPTY),
        (b"x" * (FILE_MAX + 1), "a.csv", Trouble.TOO_LARGE),
        (TEXT.encode(), "a.xlsm", Trouble.MACROS),
        (TEXT.encode(), "A.XLSB", Trouble.MACROS),
        (zipped(**{"xl/vbaProject.bin": b"x"}), "a.xlsx", Trouble.MACROS),
        (zipped(**{"XL/VBAPROJECT.BIN": b"x"}), "a.xlsx", Trouble.MACROS),
        (zipped(**{"../../etc/passwd": b"x"}), "a.xlsx", Trouble.PATHS),
        (zipped(**{"/etc/passwd": b"x"}), "a.xlsx", Trouble.PATHS),
        (zipped(**{"xl\\..\\..\\x": b"x"}), "a.xlsx", Trouble.PATHS),
        (zipped(**{"C:x": b"x"}), "a.xlsx", Trouble.PATHS),
        (zipped(), "a.xlsx", Trouble.BROKEN),
        (zipped(**{str(number): b"" for number in range(2001)}), "a.xlsx", Trouble.BOMB),
        (b"PK\x03\x04" + b"\x00" * 60, "a.xlsx", Trouble.BROKEN),
        (people_file(("王芳", "1"))[:-40], "a.xlsx", Trouble.BROKEN),
        (OLE + b"\x00" * 2000, "a.xls", Trouble.BROKEN),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", Trouble.LOCKED),
        (OLE + "_VBA_PROJECT".encode("utf-16-le"), "a.xls", Trouble.MACROS),
        (b"<html><table>", "a.xls", Trouble.OTHER_KIND),
        (b"<?xml version='1.0'?><Workbook>", "a.xls", Trouble.OTHER_KIND),
        (b"\x00\x01\x02\x03", "a.csv", Trouble.OTHER_KIND),
        (b"\xff\xff\xff\xff\x80", "a.csv", Trouble.OTHER_KIND),
        (b'"' + b"x" * 200_000, "a.csv", Trouble.BROKEN),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(
    content: bytes, name: str, trouble: Trouble
) -> None:
    assert trouble_of(content, name) is trouble


def test_an_open_document_is_not_read() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("content.xml", b"<x/>")

    assert trouble_of(file.getvalue()) is Trouble.OTHER_KIND


def test_a_bomb_that_says_how_large_it_is_is_not_unpacked() -> None:
    bomb = zipped(**{"xl/worksheets/sheet1.xml": b"\x00" * 120_000_000})

    assert len(bomb) < 200_000
    assert trouble_of(bomb) is Trouble.BOMB


def test_a_bomb_that_lies_about_its_size_is_found_out() -> None:
    content = b"\x00" * 120_000_000
    bomb = zipped(**{"xl/sharedStrings.xml": content})
    lying = bomb.replace(struct.pack("<L", len(content)), struct.pack("<L", 1000))

    assert trouble_of(lying) is Trouble.BOMB


def test_a_part_with_a_password_is_said_to_be_locked() -> None:
    content = bytearray(zipped())
    content[6] |= 1  # the flag of the first part, and of its line in the directory
    directory = content.index(b"PK\x01\x02")
    content[directory + 8] |= 1

    assert trouble_of(bytes(content)) is Trouble.LOCKED


def test_a_cell_in_the_last_corner_ends_the_reader_and_nobody_else() -> None:
    def fill(sheet: Any) -> None:
        sheet.write_row(0, 0, HEADER)
        sheet.write(1_048_575, 16_383, "x")

    assert trouble_of(workbook(fill)) is Trouble.BOMB


def test_rows_beyond_the_limit_are_refused() -> None:
    def fill(sheet: Any) -> None:
        sheet.write_row(0, 0, HEADER)
        for row in range(ROWS_MAX + 1):
            sheet.write_row(row + 1, 0, FANG)

    with pytest.raises(UnreadableError) as error:
        draft_of(sheets_in(workbook(fill), "a.xlsx"), PEOPLE)
    assert error.value.trouble is Trouble.TOO_MANY_ROWS


def test_five_thousand_people_are_read_within_two_seconds() -> None:
    content = people_file(*((f"王{number}", f"138{number:08d}") for number in range(5000)))
    began = time.monotonic()

    draft = draft_of(sheets_in(content, "a.xlsx"), PEOPLE)

    assert len(draft.lines) == 5000
    assert draft.cell(draft.lines[-1], Field.PHONE) == "13800004999"
    assert time.monotonic() - began < 2


def test_cells_read_as_the_spreadsheet_shows_them() -> None:
    cells = [True, 1.0, 1.5, 13812345678.0, 13800000000.0, 13812300000.0, "", 1e300]

    assert [child.text_of(cell) for cell in cells] == [
        "TRUE", "1", "1.5", "13812345678", "1.38000E+10", "1.38123E+10", "", "1e+300",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("名单.xlsx", "名单.xlsx"),
        ("C:\\temp\\..\\名单.xlsx", "名单.xlsx"),
        ("../../etc/名单.xlsx", "名单.xlsx"),
        ("名单\u202excod.xlsx", "名单xcod.xlsx"),
        ("长" * 200 + ".xlsx", "长" * 75 + ".xlsx"),
        ("..", ".."),
    ],
)
def test_a_files_name_is_shown_without_its_path(typed: str, name: str) -> None:
    assert plain_file_name(typed) == name
