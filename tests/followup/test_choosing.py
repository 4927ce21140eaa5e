"""Whom a leader may ask today: a table at its edges, and what holds whatever was noted."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.campaign.rules import BEIJING_2024
from tracker.followup.rules import AT_MOST, Asked, Logged, Outcome, Reason, chosen, reason_for
from tracker.followup.rules.choosing import ASKS_MAX

TODAY = date(2024, 10, 16)
JOINED = date(2024, 7, 15)
START, END = BEIJING_2024.starts, BEIJING_2024.ends


def ago(days: int) -> date:
    """The day with so many whole days between it and today."""
    return TODAY - timedelta(days=days + 1)


def her(**known: object) -> Logged:
    """A member who joined long ago and last noted something three weeks ago."""
    return replace(Logged(1, "王芳", JOINED, earlier=ago(21)), **known)  # type: ignore[arg-type]


def asked(days_ago: int, outcome: Outcome = Outcome.CONTACTED, until: date | None = None) -> Asked:
    return Asked(TODAY - timedelta(days=days_ago), outcome, "李伟", until)


@pytest.mark.parametrize(
    ("member", "reason"),
    [
        (her(earlier=ago(6)), None),
        (her(earlier=ago(7)), Reason.SILENT_7),
        (her(earlier=ago(13)), Reason.SILENT_7),
        (her(earlier=ago(14)), Reason.SILENT_14),
        (her(earlier=ago(60)), Reason.SILENT_14),
        (her(earlier=None), Reason.NEVER),
        (her(earlier=None, joined=ago(2)), None),
        (her(earlier=None, joined=ago(3)), Reason.NEVER),
        # What is dated today changes nothing.
        (her(earlier=ago(7), last=TODAY), Reason.SILENT_7),
        # Coming back: two weeks between the entry before and the first of the last three days.
        (her(earlier=ago(16), recent=ago(1)), Reason.BACK),
        (her(earlier=ago(15), recent=ago(1)), None),
        (her(earlier=ago(15), recent=ago(0)), Reason.BACK),
        (her(earlier=None, recent=ago(1)), None),
        # Days of a pause are no silence, and silence begins anew after it.
        (her(pause_ends=ago(6)), None),
        (her(pause_ends=ago(7)), Reason.SILENT_7),
        (her(earlier=None, pause_ends=ago(2)), None),
        (her(earlier=ago(30), recent=ago(0), pause_ends=ago(2)), None),
    ],
)
def test_the_reason_is_told_by_logging_alone(member: Logged, reason: Reason | None) -> None:
    found = reason_for(member, BEIJING_2024, TODAY)

    assert (found[0] if found else None) is reason


@pytest.mark.parametrize(
    ("member", "appears"),
    [
        (her(), True),
        (her(leads=True), False),
        (her(pause_ends=TODAY), False),
        (her(muted_until=TODAY), False),
        (her(muted_until=TODAY - timedelta(days=1)), True),
        (her(muted_until=date.max), False),
        (her(asked=(asked(6),)), False),
        (her(asked=(asked(7),)), True),
        (her(asked=(asked(90, Outcome.NUMBER_WRONG),)), False),
        (her(asked=(asked(9, Outcome.PAUSE, TODAY),)), False),
        (her(asked=(asked(9, Outcome.PAUSE, TODAY - timedelta(days=1)),)), True),
        (her(asked=tuple(asked(7 * each) for each in range(1, ASKS_MAX))), True),
        (her(earlier=ago(40), asked=tuple(asked(8 * each) for each in (1, 2, 3))), False),
        # Asked often, but before she last noted something.
        (her(earlier=ago(8), asked=tuple(asked(8 + 8 * each) for each in (1, 2, 3))), True),
        # Marked today: she stays where she was.
        (her(asked=(asked(0),)), True),
        (her(asked=(asked(0, Outcome.NUMBER_WRONG),)), True),
    ],
)
def test_who_was_asked_lately_pauses_or_wants_quiet_is_left_alone(
    member: Logged, *, appears: bool
) -> None:
    assert bool(chosen([member], BEIJING_2024, TODAY)) is appears


@pytest.mark.parametrize(
    ("day", "anybody"),
    [
        (START - timedelta(days=1), False),
        (START + timedelta(days=2), False),
        (START + timedelta(days=3), True),
        (END, True),
        (END + timedelta(days=1), False),
    ],
)
def test_nobody_is_asked_before_self_management_or_after_it(day: date, *, anybody: bool) -> None:
    never = Logged(1, "王芳", JOINED)

    assert bool(chosen([never], BEIJING_2024, day)) is anybody


DAYS_AGO = st.integers(0, 60).map(ago)
MARKS = st.builds(
    asked,
    st.integers(1, 40),
    st.sampled_from(Outcome),
    st.none() | DAYS_AGO,
)


@st.composite
def members(draw: st.DrawFn) -> list[Logged]:
    """A team of any people."""
    recent = st.none() | st.sampled_from([ago(0), ago(1), ago(2)])
    return [
        Logged(
            number,
            f"成员{number}",
            draw(DAYS_AGO),
            last=draw(st.none() | st.just(TODAY)),
            recent=draw(recent),
            earlier=draw(st.none() | st.integers(3, 60).map(ago)),
            pause_ends=draw(st.none() | st.integers(-20, 20).map(ago)),
            muted_until=draw(st.none() | st.just(date.max)),
            leads=draw(st.booleans()),
            asked=tuple(draw(st.lists(MARKS, max_size=3))),
        )
        for number in range(draw(st.integers(0, 12)))
    ]


@given(members(), st.randoms())
def test_there_are_three_at_most_and_the_same_for_leader_and_deputy(
    team: list[Logged], random: object
) -> None:
    first = chosen(team, BEIJING_2024, TODAY)
    random.shuffle(team)  # type: ignore[attr-defined]

    again = chosen(team, BEIJING_2024, TODAY)

    free = [each for each in team if chosen([each], BEIJING_2024, TODAY)]
    assert first == again
    assert len(first) == min(AT_MOST, len(free))
    assert {each.participant_id for each in first} <= {each.participant_id for each in free}


@given(members(), st.data())
def test_marking_them_or_noting_something_today_brings_nobody_new(
    team: list[Logged], data: st.DataObject
) -> None:
    before = chosen(team, BEIJING_2024, TODAY)
    keys = [each.participant_id for each in before]
    marked = data.draw(st.sets(st.sampled_from(keys)) if keys else st.just(set()))
    noted = data.draw(st.sets(st.integers(0, 12)))
    later = [
        replace(
            each,
            asked=(*each.asked, asked(0)) if each.participant_id in marked else each.asked,
            last=TODAY if each.participant_id in noted else each.last,
        )
        for each in team
    ]

    after = chosen(later, BEIJING_2024, TODAY)

    assert [each.participant_id for each in after] == keys
    assert {each.participant_id for each in after if each.done} == marked


@given(members())
def test_nobody_is_asked_without_a_reason_or_while_she_pauses(team: list[Logged]) -> None:
    by_key = {each.participant_id: each for each in team}

    for each in chosen(team, BEIJING_2024, TODAY):
        found = by_key[each.participant_id]
        assert reason_for(found, BEIJING_2024, TODAY)
        assert (found.leads, found.muted_until, found.number_wrong) == (False, None, False)
        assert found.pause_ends is None or found.pause_ends < TODAY


def test_who_was_marked_and_then_noted_days_before_stays_on_the_list() -> None:
    marked = her(earlier=ago(1), asked=(asked(0),))
    others = [replace(her(), participant_id=number) for number in (2, 3, 4)]

    found = chosen([marked, *others], BEIJING_2024, TODAY)

    assert len(found) == AT_MOST
    assert [each.reason for each in found if each.done] == [None]


def test_each_reason_has_its_turn_and_within_it_each_person() -> None:
    silent = [replace(her(earlier=ago(8)), participant_id=number) for number in range(8)]
    long = [replace(her(earlier=ago(30)), participant_id=number) for number in range(8, 16)]
    never = [replace(her(earlier=None), participant_id=number) for number in range(16, 24)]
    team, seen = [*silent, *long, *never], set[int]()

    for days in range(28):
        day = TODAY + timedelta(days=days % 4)
        shifted = [replace(each, participant_id=each.participant_id + days * 100) for each in team]
        found = chosen(shifted, BEIJING_2024, day)
        assert {each.reason for each in found} == {Reason.SILENT_7, Reason.SILENT_14, Reason.NEVER}
        seen |= {each.participant_id % 100 for each in found}

    assert len(seen) > len(team) / 2


def test_of_one_reason_the_one_asked_least_lately_comes_first() -> None:
    lately = [
        replace(her(earlier=ago(60)), participant_id=number, asked=(asked(7 + number),))
        for number in range(6)
    ]

    found = chosen(lately, BEIJING_2024, TODAY)

    assert [each.participant_id for each in found] == [5, 4, 3]
