"""Links in plain words, what an author learns of her readers, and who a reader is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.accounts.rules import Grant, Person, Role
from tracker.announcements.rules import parts, plain_text, reader_of, shown_reads


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("看 https://example.org/a?b=1。谢谢", ["https://example.org/a?b=1"]),
        ("(http://example.org).", ["http://example.org"]),
        ("javascript:alert(1) 和 ftp://example.org", []),
        ('https://example.org/"onclick=x', ["https://example.org/"]),
        ("没有网址", []),
    ],
)
def test_only_web_addresses_are_links(text: str, links: list[str]) -> None:
    assert [part for part, is_link in parts(text) if is_link] == links


@given(st.text())
def test_the_pieces_of_a_text_are_the_text(text: str) -> None:
    assert "".join(part for part, _ in parts(text)) == text


def test_invisible_characters_go_and_lines_stay() -> None:
    assert plain_text("周五\u200b下午\r\n\r\n\r\n\r\n体育馆  见\x00") == "周五下午\n\n体育馆 见"


@pytest.mark.parametrize(
    ("opened", "recipients", "shown"),
    [
        (2, 2, None),
        (9, 9, None),
        (0, 10, 0),
        (4, 10, 0),
        (9, 10, 5),
        (10, 10, 5),
        (10, 11, 10),
        (23, 24, 20),
        (99, 20, 15),
    ],
)
def test_an_author_learns_a_round_number_from_ten_recipients(
    opened: int, recipients: int, shown: int | None
) -> None:
    assert shown_reads(opened, recipients) == shown


@given(st.integers(0, 2000), st.integers(0, 1500))
def test_what_is_shown_never_says_that_all_have_read(opened: int, recipients: int) -> None:
    shown = shown_reads(opened, recipients)

    assert shown is None or (shown % 5 == 0 and shown < recipients and shown <= opened)


def test_a_reader_is_what_she_does_in_this_season() -> None:
    grants = (
        Grant(Role.LEADER, "team:7", 1),
        Grant(Role.DEPUTY, "team:8", 2),
        Grant(Role.CONTACT, "unit:9", 1),
        Grant(Role.DISTRICT, "district:110112", 1),
        Grant(Role.CITY, "city", 1),
    )

    found = reader_of(Person(5, "李伟", 0, grants), 1, None)

    assert (found.teams, found.units, found.districts) == ((7,), (9,), ("110112",))
