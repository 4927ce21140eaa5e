"""At most one message from the system in seven days, none at night, none to whoever wants quiet."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.followup.rules import (
    BETWEEN_NUDGES,
    FOREVER,
    Nudge,
    NudgeKind,
    Wish,
    is_quiet,
    may_nudge,
    still_shown,
)

BEIJING = ZoneInfo("Asia/Shanghai")
NOON = datetime(2024, 10, 16, 12, tzinfo=BEIJING)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
FREE = Wish()


def said(moment: datetime) -> Nudge:
    return Nudge(moment, NudgeKind.COMEBACK)


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"),
    [(7, 59, True), (8, 0, False), (20, 59, False), (21, 0, True), (0, 0, True), (12, 0, False)],
)
def test_the_night_is_from_nine_to_eight_in_beijing(hour: int, minute: int, *, quiet: bool) -> None:
    moment = datetime(2024, 10, 16, hour, minute, tzinfo=BEIJING)

    assert is_quiet(moment) is quiet
    assert is_quiet(moment.astimezone(UTC)) is quiet


@pytest.mark.parametrize(
    ("last", "wish", "allowed"),
    [
        (None, FREE, True),
        (said(NOON - BETWEEN_NUDGES), FREE, True),
        (said(NOON - BETWEEN_NUDGES + SECOND), FREE, False),
        (said(NOON + DAY), FREE, False),
        (None, Wish(NOON.date()), False),
        (None, Wish(NOON.date() - DAY), True),
        (None, Wish(FOREVER), False),
    ],
)
def test_one_message_a_week_and_none_while_she_wants_quiet(
    last: Nudge | None, wish: Wish, *, allowed: bool
) -> None:
    assert may_nudge(NOON, last, wish) is allowed


def test_what_a_page_said_today_it_may_go_on_saying_today() -> None:
    shown = [
        still_shown(NOON, NudgeKind.COMEBACK, said(NOON - SECOND), FREE),
        still_shown(NOON + DAY, NudgeKind.COMEBACK, said(NOON), FREE),
        still_shown(NOON, NudgeKind.COMEBACK, said(NOON - SECOND), Wish(FOREVER)),
        still_shown(NOON + 10 * timedelta(hours=1), NudgeKind.COMEBACK, said(NOON), FREE),
    ]

    assert shown == [True, False, False, False]


MOMENTS = st.datetimes(
    datetime(2024, 8, 11),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2024, 11, 10),  # noqa: DTZ001
    timezones=st.just(UTC),
)
WISHES = st.none() | st.just(FOREVER) | st.dates(date(2024, 8, 11), date(2024, 11, 10))


@given(st.lists(st.tuples(MOMENTS, st.none() | st.tuples(WISHES)), max_size=60))
def test_whatever_she_wishes_and_whenever_we_would_like_to_speak(
    steps: list[tuple[datetime, tuple[date | None] | None]],
) -> None:
    wish, sent = Wish(), list[tuple[datetime, Wish]]()

    for moment, wished in steps:
        if wished is not None:
            wish = Wish(wished[0])
        last = max((said(each) for each, _ in sent), key=lambda each: each.at, default=None)
        if may_nudge(moment, last, wish):
            sent.append((moment, wish))

    moments = [moment for moment, _ in sent]
    assert all(later - earlier >= BETWEEN_NUDGES for earlier, later in pairwise(moments))
    assert not [moment for moment in moments if is_quiet(moment)]
    for moment, then in sent:
        day = moment.astimezone(BEIJING).date()
        assert then.muted_until is None or then.muted_until < day
