"""Names and phones as people and spreadsheets write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rosters.documents.child import text_of
from tracker.rosters.rules.cells import (
    PhoneProblem,
    UnreadablePhoneError,
    key_of,
    name_in,
    phone_in,
    plain_cell,
)

PHONE = "13812345678"
phones = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@pytest.mark.parametrize(
    "typed",
    [
        "13812345678",
        " 138 1234 5678 ",
        "138-1234-5678",
        "138.1234.5678",
        "+86 13812345678",
        "8613812345678",
        "１３８１２３４５６７８",
        "'13812345678",
        "13812345678.0",
        "13,812,345,678",
        "1.3812345678E+10",
        "1.3812345678e10",
        "8.613812345678E+12",
        "13812345678（微信同号）",
        "手机：13812345678",
        "13812345678/13812345678",
        "\u202d13812345678\u202c",
    ],
)
def test_a_phone_is_read_however_it_is_written(typed: str) -> None:
    assert phone_in(typed) == PHONE


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", PhoneProblem.MISSING),
        ("无", PhoneProblem.MISSING),
        (" / ", PhoneProblem.MISSING),
        ("1.38E+10", PhoneProblem.ROUNDED),
        ("1.38123E+10", PhoneProblem.ROUNDED),
        ("1.381234567E+10", PhoneProblem.ROUNDED),
        ("１.３８Ｅ＋１０", PhoneProblem.ROUNDED),
        ("13812345678、13912345678", PhoneProblem.SEVERAL),
        ("1381234567", PhoneProblem.LENGTH),
        ("138123456789", PhoneProblem.LENGTH),
        ("12812345678", PhoneProblem.NOT_MOBILE),
        ("010-62345678", PhoneProblem.NOT_MOBILE),
        ("见附件", PhoneProblem.NOT_MOBILE),
        ("２０２４", PhoneProblem.LENGTH),
    ],
)
def test_a_phone_that_cannot_be_read_says_why(typed: str, problem: PhoneProblem) -> None:
    with pytest.raises(UnreadablePhoneError) as error:
        phone_in(typed)

    assert error.value.problem is problem


@given(phones)
def test_every_phone_survives_spaces_width_and_being_a_number(phone: str) -> None:
    wide = phone.translate({ord(each): ord(each) + 0xFEE0 for each in "0123456789"})

    written = [f"{phone[:3]} {phone[3:7]} {phone[7:]}", wide, f"{phone}.0", f"+86{phone}"]

    assert {phone_in(each) for each in written} == {phone}


@given(phones)
def test_a_number_is_recovered_whole_or_said_to_be_rounded(phone: str) -> None:
    cell = text_of(float(phone))

    if phone.endswith("00000"):
        with pytest.raises(UnreadablePhoneError) as error:
            phone_in(cell)
        assert error.value.problem is PhoneProblem.ROUNDED
    else:
        assert phone_in(cell) == phone


@given(st.text(max_size=60))
def test_no_text_is_read_as_a_phone_that_does_not_stand_in_it(text: str) -> None:
    try:
        found = phone_in(text)
    except UnreadablePhoneError:
        return

    digits = "".join(each for each in plain_cell(text) if each.isdigit())
    assert found in digits


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("王 芳", "王芳"),
        ("  王　芳 ", "王芳"),
        ("王\u200b芳", "王芳"),
        ("欧 阳 翡 翠", "欧阳翡翠"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("John  Smith", "John Smith"),
        ("Ｊｏｈｎ Smith", "John Smith"),
        ("J. R. Smith", "J. R. Smith"),
        ("-", ""),
        ("=1+1", "=1+1"),
    ],
)
def test_a_name_loses_its_padding_and_nothing_else(typed: str, name: str) -> None:
    assert name_in(typed) == name


@given(st.text(max_size=40))
def test_a_name_read_again_is_the_same(text: str) -> None:
    once = name_in(text)

    assert name_in(once) == once


@pytest.mark.parametrize("typed", ["第 一组", "第一组 ", "第一组\n", "第　一组"])
def test_a_team_is_the_same_however_spaced(typed: str) -> None:
    assert key_of(typed) == key_of("第一组")
