"""The contact's roster, from a messy spreadsheet to confirmed rows."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests.factories import Factory
from tests.queries import counted
from tests.rosters.conftest import Desk, confirmed, desk_of, people_file
from tracker import clock
from tracker.accounts.rules import unit_scope
from tracker.database import db
from tracker.invitations.models import Invitation
from tracker.rosters import store
from tracker.rosters.documents.writing import Kind
from tracker.rosters.models import Upload
from tracker.rosters.tasks import forget_uploads

FANG, WEI, MIN = ("王芳", "13812345678"), ("李伟", "13912345678"), ("赵敏", "13712345678")

TOKEN = re.compile(rb'value="[^"]{16,}"')


def invited(desk: Desk) -> list[tuple[str, str, int | None]]:
    with desk.app.app_context():
        query = select(Invitation.name, Invitation.phone, Invitation.team_id).where(
            Invitation.unit_id == desk.unit_id
        )
        rows = db.session.execute(query.order_by(Invitation.line))
        return [(row.name, row.phone, row.team_id) for row in rows]


def waiting(desk: Desk) -> int:
    with desk.app.app_context():
        return db.session.scalar(select(func.count()).select_from(Upload)) or 0


def test_a_roster_is_uploaded_previewed_and_confirmed(desk: Desk) -> None:
    preview = desk.uploaded(people_file((*FANG, "第 一组"), WEI))
    page = desk.client.get(preview).text
    before = invited(desk)

    answer = desk.client.post(f"{preview}/confirm")

    assert before == []
    assert re.search(r"确认，邀请 2 人", page)
    assert (answer.status_code, answer.location) == (303, desk.address)
    assert invited(desk) == [(*FANG, desk.team_id), (*WEI, None)]
    assert waiting(desk) == 0
    assert "新增 2 人" in desk.client.get(desk.address).text


def test_the_same_file_again_changes_nothing(desk: Desk) -> None:
    content = people_file(FANG, WEI)
    desk.client.post(desk.uploaded(content) + "/confirm")
    before = invited(desk)

    preview = desk.uploaded(content)
    page = desk.client.get(preview).text
    answer = desk.client.post(preview + "/confirm")

    assert "没有可以新增的人" in page
    assert answer.location == preview
    assert invited(desk) == before


def test_each_row_is_told_what_becomes_of_it(desk: Desk) -> None:
    desk.client.post(desk.uploaded(people_file(WEI)) + "/confirm")
    rows = (FANG, WEI, FANG, ("", "13612345678"), ("孙洁", "1.38E+10"), ("周文", ""), ("吴刚", "1"))

    page = desk.client.get(desk.uploaded(people_file(*rows))).text

    for words in (
        "已经在名单里，不变",
        "和第 2 行是同一个手机号",
        "没有姓名",
        "后几位已经丢了",
        "没有手机号",
        "手机号不是 11 位",
        "有问题的 5 行",
        "确认，邀请 1 人",
    ):
        assert words in page, words


def test_columns_can_be_understood_otherwise(desk: Desk) -> None:
    content = "甲,乙,手机号\n王芳,李伟,13812345678\n".encode()
    preview = desk.uploaded(content, "名单.csv")
    first = desk.client.get(preview).text

    fields = {"column-name": "1", "column-phone": "2", "column-team": ""}
    answer = desk.client.post(f"{preview}/columns", data=fields)
    desk.client.post(f"{preview}/confirm")

    assert "没有姓名" in first
    assert (answer.status_code, answer.location) == (303, preview)
    assert invited(desk) == [("李伟", "13812345678", None)]


@pytest.mark.parametrize("place", ["7", "-1", "x", "1" * 30, "１"])
def test_a_column_that_is_none_is_left_out(desk: Desk, place: str) -> None:
    preview = desk.uploaded(people_file(FANG))

    answer = desk.client.post(f"{preview}/columns", data={"column-name": place})

    assert answer.status_code == 303
    assert desk.client.get(preview).status_code == 200


def test_a_team_with_an_unknown_name_is_asked_for_and_matched(desk: Desk) -> None:
    preview = desk.uploaded(people_file((*FANG, "甲队"), (*WEI, "甲队"), (*MIN, "乙队")))
    page = desk.client.get(preview).text

    fields = {"column-name": "0", "column-phone": "1", "column-team": "2"}
    said = {"team-0": str(desk.team_id), "team-1": "4503599627370497"}
    desk.client.post(f"{preview}/columns", data=fields | said)
    desk.client.post(f"{preview}/confirm")

    assert "甲队（2 人）" in page
    assert [team for *_who, team in invited(desk)] == [desk.team_id, desk.team_id, None]


def test_body_columns_are_named_and_stored_nowhere(desk: Desk) -> None:
    content = "姓名,手机号,体重(kg),身高\n王芳,13812345678,61.37,1719\n".encode("gb18030")

    page = desk.client.get(desk.uploaded(content, "名单.csv")).text

    assert "没有读取，也没有保存：体重(kg)、身高" in page
    assert "61.37" not in page
    with desk.app.app_context():
        (draft,) = db.session.scalars(select(Upload.draft))
    assert b"61.37" not in draft
    assert b"1719" not in draft


def test_a_long_roster_is_shown_by_pages(desk: Desk) -> None:
    people = [(f"王{number}", f"138{number:08d}") for number in range(401)]
    preview = desk.uploaded(people_file(*people))

    pages = [desk.client.get(f"{preview}?page={number}") for number in range(5)]

    assert [page.status_code for page in pages] == [404, 200, 200, 200, 404]
    assert "王400" in pages[3].text
    assert "王400" not in pages[1].text


def test_a_refused_file_says_why(desk: Desk) -> None:
    for content, name, words in (
        (b"", "a.xlsx", "请先选一个有内容的文件"),
        (b"<html>", "a.xls", "只读 .xlsx、.xls 和 .csv"),
        ("甲,乙\n1,2\n".encode(), "a.csv", "没有找到名单"),
        (people_file(FANG), "a.xlsm", "文件里有宏"),
    ):
        answer = desk.upload(content, name)

        assert answer.status_code == 422, words
        assert words in answer.text


def test_a_file_far_over_the_limit_is_refused_before_it_is_read(desk: Desk) -> None:
    answer = desk.client.post(
        desk.address,
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": "6500000"},
    )

    assert answer.status_code == 413


def test_no_file_at_all_is_asked_for(desk: Desk) -> None:
    answer = desk.client.post(desk.address)

    assert answer.status_code == 422


def test_an_upload_can_be_discarded(desk: Desk) -> None:
    preview = desk.uploaded(people_file(FANG))

    answer = desk.client.post(f"{preview}/discard")

    assert (answer.status_code, waiting(desk)) == (303, 0)
    assert desk.client.get(preview).status_code == 404


def test_an_upload_waits_for_a_day(desk: Desk) -> None:
    preview = desk.uploaded(people_file(FANG))
    with desk.app.app_context():
        day_before = clock.now() - timedelta(days=1, minutes=1)
        db.session.execute(update(Upload).values(uploaded_at=day_before))
        db.session.commit()

    answers = [desk.client.get(preview), desk.client.post(f"{preview}/confirm")]
    with desk.app.app_context():
        forget_uploads()

    assert [answer.status_code for answer in answers] == [404, 303]
    assert (invited(desk), waiting(desk)) == ([], 0)


def test_another_units_upload_does_not_exist_here(app: Flask, make: Factory, desk: Desk) -> None:
    preview = desk.uploaded(people_file(FANG))
    key = preview.rsplit("/", 1)[1]
    other = make.team(desk.season_id, "二组")
    with app.app_context():
        assert store.names_waiting(unit_scope(other), clock.now()) == []
        with pytest.raises(store.UnknownUploadError):
            store.waiting(unit_scope(other), int(key), clock.now())


def test_organizers_above_do_not_see_a_units_people(desk: Desk) -> None:
    preview = desk.uploaded(people_file(FANG))

    for account_id in (
        desk.make.organizer(desk.season_id),
        desk.make.organizer(desk.season_id, "110112"),
        desk.make.leader(desk.season_id, desk.team_id),
    ):
        client = confirmed(desk.app, desk.make.signed_in(account_id))
        for address in (desk.address, preview, f"{desk.address}.csv"):
            assert client.get(address).status_code == 403


def test_the_contact_is_asked_for_her_password_again(desk: Desk) -> None:
    with desk.client.session_transaction() as session:
        del session["password_at"]

    answer = desk.client.get(desk.address)

    assert answer.status_code == 302
    assert answer.location.startswith("/confirm-password")


@pytest.mark.parametrize("kind", list(Kind))
def test_an_export_comes_back_byte_for_byte(app: Flask, make: Factory, kind: Kind) -> None:
    first, rows = desk_of(app, make), [(*WEI, "第一组"), (*FANG, ""), ("=1+1", "13612345678", "")]
    first.client.post(first.uploaded(people_file(*rows)) + "/confirm")
    first.client.post(first.uploaded(people_file(MIN)) + "/confirm")
    exported = first.client.get(f"{first.address}.{kind}").data
    again = desk_of(app, make)

    again.client.post(again.uploaded(exported, f"名单.{kind}") + "/confirm")

    assert [name for name, *_ in invited(first)] == ["李伟", "王芳", "=1+1", "赵敏"]
    assert again.client.get(f"{again.address}.{kind}").data == exported
    assert exported.startswith(b"\xef\xbb\xbf" if kind is Kind.CSV else b"PK")


def test_an_export_neutralises_formulas_and_says_what_it_is_called(desk: Desk) -> None:
    rows = [("=HYPERLINK(1)", "13612345678"), ("@x", "13612345679"), ("+1", "13612345670")]
    desk.client.post(desk.uploaded(people_file(*rows)) + "/confirm")

    answer = desk.client.get(f"{desk.address}.csv")

    assert answer.data.decode("utf-8-sig").splitlines()[1] == '"\'=HYPERLINK(1)","13612345678",""'
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_template_is_a_roster_without_people(desk: Desk) -> None:
    content = desk.client.get(f"/units/{desk.unit_id}/roster-template.xlsx").data

    page = desk.client.get(desk.uploaded(content)).text

    assert "没有可以新增的人" in page


def test_nothing_the_contact_opens_differs_by_who_claimed(desk: Desk) -> None:
    content = people_file(FANG, WEI)
    desk.client.post(desk.uploaded(content) + "/confirm")
    preview = desk.uploaded(content)

    def seen() -> list[bytes]:
        addresses = (desk.address, preview, f"{desk.address}.csv", f"{desk.address}.xlsx")
        return [TOKEN.sub(b"", desk.client.get(address).data) for address in addresses]

    seen()  # what was said once
    before = seen()
    with desk.app.app_context():
        hers = Invitation.phone == FANG[1]
        db.session.execute(update(Invitation).where(hers).values(used=True))
        db.session.commit()

    assert seen() == before


def test_pages_ask_the_database_little(desk: Desk) -> None:
    people = [(f"王{number}", f"138{number:08d}") for number in range(500)]
    preview = desk.uploaded(people_file(*people))
    desk.client.get(desk.address)

    with counted(desk.app) as roster:
        desk.client.get(desk.address)
    with counted(desk.app) as page:
        desk.client.get(preview)

    assert (len(roster), len(page)) == (6, 7)  # of these 3 say who asks, in which season
