"""Headers, the rows above them, and what is not kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rosters.rules.columns import draft_of
from tracker.rosters.rules.files import ROWS_MAX, Sheet, Trouble, UnreadableError
from tracker.rosters.rules.headers import PEOPLE, PLACES, SYNONYMS, Field, field_of

ROW = ["王芳", "13812345678", "一组"]


def sheet(*rows: list[str], name: str = "名单") -> Sheet:
    width = max(map(len, rows))
    return Sheet(name, [[*row, *[""] * (width - len(row))] for row in rows])


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("姓名", Field.NAME),
        (" 姓 名 ", Field.NAME),
        ("姓名*", Field.NAME),
        ("姓名（必填）", Field.NAME),
        ("Name", Field.NAME),
        ("手机", Field.PHONE),
        ("手机号码：", Field.PHONE),
        ("联系方式", Field.PHONE),
        ("ＰＨＯＮＥ", Field.PHONE),
        ("组别", Field.TEAM),
        ("所在小组", Field.TEAM),
        ("体重管理小组", Field.TEAM),
        ("体重(kg)", None),
        ("备注", None),
        ("组长姓名", None),
        ("", None),
    ],
)
def test_a_header_says_what_its_column_is(title: str, field: Field | None) -> None:
    found = field_of(title, PEOPLE)

    assert (found[0] if found else None) is field


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("组长", Field.LEADER_NAME),
        ("组长电话", Field.LEADER_PHONE),
        ("副组长姓名", Field.DEPUTY_NAME),
        ("联系人手机号", Field.CONTACT_PHONE),
        ("单位性质", Field.KIND),
    ],
)
def test_a_districts_sheet_has_columns_of_its_own(title: str, field: Field) -> None:
    found = field_of(title, PLACES)

    assert found is not None
    assert found[0] is field


@given(
    st.sampled_from(SYNONYMS[Field.NAME]),
    st.sampled_from(SYNONYMS[Field.PHONE]),
    st.sampled_from(SYNONYMS[Field.TEAM]),
    st.integers(0, 5),
    st.permutations(range(3)),
)
def test_the_header_is_found_below_titles_in_any_order(
    name: str, phone: str, team: str, above: int, order: list[int]
) -> None:
    titles = [["北京市健康体重行动报名表"], ["填表日期：2024.8.1"], []] * 2
    header = [(name, phone, team)[place] for place in order]

    draft = draft_of([sheet(*titles[:above], header, [ROW[place] for place in order])], PEOPLE)

    (line,) = draft.lines
    assert [draft.cell(line, field) for field in PEOPLE] == ROW
    assert line.number == above + 2


def test_of_two_columns_of_phones_the_better_header_wins() -> None:
    draft = draft_of([sheet(["姓名", "电话", "手机号"], ["王芳", "010-62345678", ROW[1]])], PEOPLE)

    assert draft.cell(draft.lines[0], Field.PHONE) == ROW[1]


def test_of_two_rows_of_headers_the_lower_one_counts() -> None:
    draft = draft_of([sheet(["姓名", "联系方式"], ["姓名", "手机"], ROW[:2])], PEOPLE)

    assert [line.number for line in draft.lines] == [3]


def test_without_a_header_phones_and_names_are_told_by_themselves() -> None:
    draft = draft_of([sheet(["1", *ROW], ["2", "李伟", "13912345678", "二组"])], PEOPLE)

    assert [draft.cell(draft.lines[0], field) for field in PEOPLE] == [ROW[0], ROW[1], ""]
    assert len(draft.lines) == 2


def test_blank_rows_sums_and_headers_printed_again_are_no_rows() -> None:
    header = ["姓名", "手机号", "队伍"]

    draft = draft_of([sheet(header, ROW, [], header, ["合计", "1 人"], ROW)], PEOPLE)

    assert [line.number for line in draft.lines] == [2, 6]


def test_columns_about_bodies_are_named_and_not_one_cell_of_them_is_kept() -> None:
    header = ["姓名", "手机号", "身高(cm)", "体重", "BMI", "净重", "性别", "身份证号", "部门"]
    row = [*ROW[:2], "165.4", "67.8", "24.8", "66.6", "女", "110101198401011234", "车间"]

    draft = draft_of([sheet(header, row)], PEOPLE)

    assert draft.body == ("身高(cm)", "体重", "BMI")
    assert draft.unused == ("净重", "性别", "身份证号")
    assert draft.titles == ("姓名", "手机号", "部门")
    assert draft.lines[0].cells == (*ROW[:2], "车间")


def test_the_sheet_that_holds_people_is_read_and_the_others_are_named() -> None:
    cover, people = sheet(["说明"], name="封面"), sheet(["姓名", "手机号"], ROW[:2], name="人员")

    draft = draft_of([cover, people], PEOPLE)

    assert (draft.sheet, draft.other_sheets) == ("人员", ("封面",))


@pytest.mark.parametrize("rows", [[["说明", "无"]], [[""]], [["王芳", "李伟"]]])
def test_a_file_without_people_is_refused(rows: list[list[str]]) -> None:
    with pytest.raises(UnreadableError) as error:
        draft_of([sheet(*rows)], PEOPLE)

    assert error.value.trouble is Trouble.NO_TABLE


def test_more_rows_than_may_be_are_refused() -> None:
    with pytest.raises(UnreadableError) as error:
        draft_of([sheet(["姓名", "手机号"], *[ROW[:2]] * (ROWS_MAX + 1))], PEOPLE)

    assert error.value.trouble is Trouble.TOO_MANY_ROWS


@given(st.lists(st.lists(st.text(max_size=8), min_size=4, max_size=4), max_size=8))
def test_whatever_is_in_a_file_it_is_understood_or_refused(rows: list[list[str]]) -> None:
    try:
        draft = draft_of([Sheet("表", rows)], PEOPLE)
    except UnreadableError:
        return

    assert all(len(line.cells) == len(draft.titles) for line in draft.lines)
