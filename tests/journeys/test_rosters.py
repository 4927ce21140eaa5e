"""A unit's contact, from a messy spreadsheet that LibreOffice wrote to people who are invited."""

import re
from pathlib import Path

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import DESK, PHONE, Visitor

CONTACT, DISTRICT = "13900000006", "13900000003"
DATA = Path(__file__).parent.parent / "data"


def uploaded(visitor: Visitor, name: str) -> None:
    """Choose a file and upload it."""
    visitor.page.locator("[name=file]").set_input_files(DATA / name)
    visitor.go(visitor.button("上传并预览"))


def test_a_messy_spreadsheet_becomes_invitations(visitors: Visitors) -> None:
    contact = visitors(DESK)
    contact.sign_in(CONTACT)
    contact.go(contact.place("本单位"))
    contact.go(contact.link("花名册"))

    uploaded(contact, "roster.xlsx")
    preview = contact.read()
    contact.page.get_by_label("第二组").select_option(index=1)
    contact.go(contact.button("按我选的再看一次"))
    contact.go(contact.button("确认，邀请 3 人"))
    said = contact.saved()
    uploaded(contact, "roster.xls")
    again = contact.read()

    assert "身高(cm)、体重(kg)" in preview
    assert "后几位已经丢了" in preview
    assert "新增 3 人" in said
    assert "没有可以新增的人" in again


def test_a_phone_shows_why_a_file_is_refused(visitors: Visitors) -> None:
    contact = visitors(PHONE, expected=frozenset({422}), scripts=False)
    contact.sign_in(CONTACT)
    contact.go(contact.place("本单位"))
    contact.go(contact.link("花名册"))

    uploaded(contact, "weighins_krone2020.csv")

    assert "没有找到名单" in contact.read("[role=alert]")


def test_a_district_finds_its_sheet_of_teams(visitors: Visitors) -> None:
    organizer = visitors(DESK)
    organizer.sign_in(DISTRICT)
    organizer.go(organizer.place("本区"))

    organizer.go(organizer.link("批量建队"))

    assert re.search(r"/districts/\d{6}/roster$", organizer.page.url)
