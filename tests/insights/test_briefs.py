"""A brief says what the pages say, as text and as a workbook; one snapshot always says the same."""

import zipfile
from datetime import UTC, date, datetime
from io import BytesIO

import docx
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from tests.insights.test_views import HOME, Town, town
from tracker.campaign.store import current_season
from tracker.database import db
from tracker.insights.rules.brief import ACTIVITIES_MAX, paragraphs
from tracker.insights.rules.overview import Tally, unit_count
from tracker.insights.rules.participation import Activity, Roster
from tracker.insights.store import snapshots
from tracker.lectures import store as lectures
from tracker.teams.models import UnitRow
from tracker.teams.rules import district, districts

__all__ = ["town"]

MONDAY = date(2024, 10, 14)
PAGE = f"/districts/{HOME}/brief"
HEADERS = {"Accept-Language": "zh"}


def paper(client: FlaskClient, address: str = f"{PAGE}.docx") -> tuple[str, list[list[str]]]:
    """The text of a document, and all rows of its tables."""
    answer = client.get(address, headers=HEADERS)
    assert answer.status_code == 200
    found = docx.Document(BytesIO(answer.data))
    rows = [[cell.text for cell in row.cells] for table in found.tables for row in table.rows]
    return "\n".join(each.text for each in found.paragraphs), rows


def book(client: FlaskClient, address: str = f"{PAGE}.xlsx") -> CalamineWorkbook:
    """A workbook as it is read back."""
    answer = client.get(address, headers=HEADERS)
    assert answer.status_code == 200
    return CalamineWorkbook.from_filelike(BytesIO(answer.data))


def pictures(client: FlaskClient) -> int:
    with zipfile.ZipFile(BytesIO(client.get(f"{PAGE}.docx").data)) as parts:
        return sum(name.startswith("word/media/") for name in parts.namelist())


def test_a_document_has_the_six_numbers_three_pictures_and_the_snapshots_hash(town: Town) -> None:
    client = town.organizer(HOME)

    text, rows = paper(client)

    with town.make.app.app_context():
        season = current_season()
        assert season
        (which,) = snapshots(season.id)
    names = [row[0] for row in rows[1:7]]
    assert names[0] == "已报名人数"
    assert names[-1] == "累计打卡人次"
    assert rows[1][1] == "12"
    assert which.data_hash in text
    assert "体重数字截至 2024年10月14日（暂定，第 1 版）" in text
    assert pictures(client) == 3


def test_a_workbook_holds_numbers_as_numbers_and_charts_of_its_own(town: Town) -> None:
    client = town.organizer(HOME)

    front = book(client).get_sheet_by_name("简报").to_python()

    with zipfile.ZipFile(BytesIO(client.get(f"{PAGE}.xlsx").data)) as parts:
        charts = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
    (enrolled,) = [row for row in front if row[0] == "已报名人数"]
    assert enrolled[1] == 12.0
    assert len(charts) == 2  # no mean is shown of this district, so none is drawn


def test_the_same_snapshot_gives_the_same_document_later_on(town: Town) -> None:
    client = town.organizer(HOME)
    files = [f"{PAGE}.{kind}?as_of={MONDAY}" for kind in ("docx", "xlsx")]
    with time_machine.travel("2024-10-16 12:00"):
        before = [client.get(each).data for each in files]
    town.make.exercise(town.people[3], MONDAY, 40)
    town.make.participant(town.season_id, town.team_id, name="新来的")

    with time_machine.travel("2024-10-16 12:20"):
        after = [client.get(each).data for each in files]

    assert after == before


def test_units_are_listed_by_name_without_rates_and_small_ones_without_counts(town: Town) -> None:
    small = town.make.team(town.season_id, "三组")
    town.make.participant(town.season_id, small)

    _, rows = paper(town.organizer(HOME))

    first = rows.index(["单位", "队伍", "周一已报名", "最近一周参与"])
    units = rows[first + 1 : first + 3]
    assert [row[0] for row in units] == sorted(row[0] for row in units)
    assert ["不足 10 人", "–"] in [row[2:] for row in units]
    assert not any("%" in cell for row in units for cell in row)


def test_what_is_said_of_activities_is_in_the_file(town: Town) -> None:
    client = town.organizer(HOME)

    answer = client.post(PAGE, data={"activities": "健康讲座 2 场\n\n=1+1 场八段锦"})

    text, _ = paper(client)
    cells = [cell for row in book(client).get_sheet_by_name("简报").to_python() for cell in row]
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert "健康讲座 2 场\n=1+1 场八段锦" in text
    assert "=1+1 场八段锦" in cells


def test_too_long_a_text_is_said_so_and_kept(town: Town) -> None:
    typed = "讲" * (ACTIVITIES_MAX + 1)

    answer = town.organizer(HOME).post(PAGE, data={"activities": typed}, headers=HEADERS)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert typed in page
    assert f"最多 {ACTIVITIES_MAX} 字" in page


def test_activities_belong_to_one_period(town: Town) -> None:
    client = town.organizer(HOME)
    client.post(PAGE, data={"activities": "第九周的讲座"})
    town.make.app.config["TRACKER_TODAY"] = date(2024, 10, 23)

    text, _ = paper(town.organizer(HOME))
    as_of_then, _ = paper(town.organizer(HOME), f"{PAGE}.docx?as_of={MONDAY}")

    assert "第九周的讲座" not in text
    assert "第九周的讲座" in as_of_then


def test_the_citys_brief_lists_the_districts_in_their_order(town: Town) -> None:
    _, rows = paper(town.organizer(), "/city/brief.docx")

    first = next(place for place, row in enumerate(rows) if row[0] == "区")
    assert [row[0] for row in rows[first + 1 : first + 3]] == ["东城区", "西城区"]


def give_lectures(town: Town, came: int) -> None:
    """A lecture of the district on the day before, with so many there, and one yet to come."""
    make, day = town.make, date(2024, 10, 15)
    lecture_id = make.lecture(town.season_id, district=HOME, day=day)
    make.lecture(town.season_id, district=HOME, day=date(2024, 10, 20))
    at = datetime(2024, 10, 15, 6, 5, tzinfo=UTC)
    people = [make.participant(town.season_id, town.team_id) for _ in range(came)]
    with make.app.app_context():
        code = lectures.code_now(lecture_id, at)
        for each in people:
            lectures.check_in(lecture_id, each, code, at)


def test_lectures_held_are_counted_in_the_offices_words(town: Town) -> None:
    give_lectures(town, 10)

    text, _ = paper(town.organizer(HOME))
    cells = [
        cell
        for row in book(town.organizer(HOME)).get_sheet_by_name("简报").to_python()
        for cell in row
    ]

    held = [line for line in text.splitlines() if "讲座" in line]
    assert len(held) == 1
    assert held[0].startswith("举办线下健康讲座 1 场，参加 10 人次（一人一场计一次，截至 ")
    assert "本期没有填写活动" not in text
    assert any(str(cell).startswith("举办线下健康讲座 1 场") for cell in cells)
    assert "举办线下健康讲座 1 场" in town.organizer(HOME).get(PAGE, headers=HEADERS).text


def test_fewer_than_ten_people_at_lectures_are_not_counted_to_a_district(town: Town) -> None:
    give_lectures(town, 9)

    text, _ = paper(town.organizer(HOME))

    assert "举办线下健康讲座 1 场，参加不足 10 人" in text


def test_what_another_district_held_is_in_the_citys_brief_alone(town: Town) -> None:
    give_lectures(town, 10)
    other = next(each.code for each in districts() if each.code != HOME)

    text, _ = paper(town.organizer(other), f"/districts/{other}/brief.docx")
    citys, rows = paper(town.organizer(), "/city/brief.docx")

    assert "讲座" not in text
    assert "举办线下健康讲座 1 场，参加 10 人次" in citys
    first = rows.index(["区", "讲座场数", "参加人次", "展示场数"])
    counts = {row[0]: row[1:] for row in rows[first + 1 : first + 18]}
    assert counts[district(HOME).name] == ["1", "10", "0"]
    assert counts["市级"] == ["0", "0", "0"]


def test_a_snapshots_document_knows_no_lecture_held_after_it(town: Town) -> None:
    town.make.lecture(town.season_id, district=HOME, day=date(2024, 10, 20))
    paper(town.organizer(HOME))  # freezes the week that began on the Monday
    town.make.app.config["TRACKER_TODAY"] = date(2024, 10, 23)

    live, _ = paper(town.organizer(HOME))
    as_of_then, _ = paper(town.organizer(HOME), f"{PAGE}.docx?as_of={MONDAY}")

    assert "举办线下健康讲座 1 场" in live
    assert "举办线下健康讲座" not in as_of_then


def test_a_unit_name_cannot_become_a_formula(town: Town, app: Flask) -> None:
    with app.app_context():
        db.session.query(UnitRow).update({"name": UnitRow.name + "=HYPERLINK()"})
        db.session.commit()

    answer = town.organizer(HOME).get(f"{PAGE}.xlsx")

    with zipfile.ZipFile(BytesIO(answer.data)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name]
    assert not any(b"<f>" in sheet for sheet in sheets)


@pytest.mark.parametrize(("people", "enrolled"), [(9, None), (10, 10)])
def test_a_unit_is_counted_from_ten_people(people: int, enrolled: int | None) -> None:
    roster = Roster(members={}, joined={}, enrolled={MONDAY: people}, on_leave={})
    tally = Tally("1", 0, 0, {MONDAY: Activity(active=4)}, roster)

    found = unit_count("某单位", [tally], MONDAY)

    assert (found.teams, found.enrolled) == (1, enrolled)


def test_blank_lines_are_no_activities() -> None:
    assert paragraphs(" 讲座 \n\n  \n八段锦") == ("讲座", "八段锦")
