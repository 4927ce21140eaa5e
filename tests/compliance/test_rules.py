"""What must be there before people enrol, versions of a notice, and what a purpose keeps."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.campaign.rules import BEIJING_2024, shifted
from tracker.compliance.documents.purposes import PURPOSES, register
from tracker.compliance.rules import (
    BY_OPERATORS,
    FIRST_FACTS,
    Contact,
    Facts,
    Heading,
    Language,
    Machine,
    OnRecord,
    Party,
    Reason,
    Words,
    added_and_gone,
    answers_from,
    answers_text,
    dates_hash,
    facts_from,
    missing,
    words_hash,
)
from tracker.compliance.rules.retention import RETENTIONS, Group

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
DATES = "d" * 64
FACTS = Facts(
    tuple(Party(f"处理者{each}", f"Handler {each}", "电话") for each in "123"),
    Party("运营", "Operator", "电话"),
    Contact("岗位", "Desk", "010-12345678", "privacy@example.com"),
    "https://jkt.example.cn",
    DATES,
)
MACHINE = Machine(
    own_secret_key=True,
    own_data_key=True,
    secure_cookies=True,
    proxies=1,
    origin="https://jkt.example.cn",
    backups=True,
    last_backup=NOW - timedelta(hours=5),
)
WHOLE = OnRecord(FACTS, assessed=True, published=True)


def without(facts: Facts) -> OnRecord:
    """Everything else is there."""
    return replace(WHOLE, facts=facts)


def test_nothing_is_missing_when_everything_is_there() -> None:
    assert missing(WHOLE, MACHINE, DATES, NOW) == ()


@pytest.mark.parametrize(
    ("found", "machine", "reasons"),
    [
        (replace(WHOLE, assessed=False), MACHINE, {Reason.ASSESSMENT}),
        (replace(WHOLE, published=False), MACHINE, {Reason.NOTICE}),
        (without(replace(FACTS, handlers=FACTS.handlers[:2])), MACHINE, {Reason.HANDLERS}),
        (without(replace(FACTS, handlers=FIRST_FACTS.handlers)), MACHINE, {Reason.HANDLERS}),
        (without(replace(FACTS, processor=Party("运营", ""))), MACHINE, {Reason.PROCESSOR}),
        (without(replace(FACTS, contact=Contact("岗位"))), MACHINE, {Reason.CONTACT}),
        (without(replace(FACTS, retention="")), MACHINE, {Reason.RETENTION}),
        (without(replace(FACTS, retention="e" * 64)), MACHINE, {Reason.RETENTION}),
        (without(replace(FACTS, site="http://jkt.example.cn")), MACHINE, {Reason.HTTPS}),
        (WHOLE, replace(MACHINE, secure_cookies=False), {Reason.HTTPS}),
        (WHOLE, replace(MACHINE, proxies=0), {Reason.HTTPS}),
        (WHOLE, replace(MACHINE, origin=""), {Reason.ORIGIN}),
        (WHOLE, replace(MACHINE, origin="http://jkt.example.cn"), {Reason.ORIGIN}),
        (WHOLE, replace(MACHINE, own_secret_key=False), {Reason.SECRET_KEY}),
        (WHOLE, replace(MACHINE, own_data_key=False), {Reason.DATA_KEY}),
        (WHOLE, replace(MACHINE, backups=False), {Reason.BACKUP}),
        (WHOLE, replace(MACHINE, last_backup=None), {Reason.RECENT_BACKUP}),
        (
            replace(WHOLE, facts=None),
            MACHINE,
            {
                Reason.HANDLERS,
                Reason.PROCESSOR,
                Reason.CONTACT,
                Reason.RETENTION,
                Reason.HTTPS,
            },
        ),
    ],
)
def test_each_thing_that_is_missing_is_a_reason(
    found: OnRecord, machine: Machine, reasons: set[Reason]
) -> None:
    assert set(missing(found, machine, DATES, NOW)) == reasons


@pytest.mark.parametrize(("hours", "recent"), [(48, True), (49, False)])
def test_a_backup_is_recent_for_two_nights(*, hours: int, recent: bool) -> None:
    machine = replace(MACHINE, last_backup=NOW - timedelta(hours=hours))

    assert (missing(WHOLE, machine, DATES, NOW) == ()) is recent


@given(st.sets(st.sampled_from(list(Reason))))
def test_reasons_come_in_the_order_in_which_they_are_seen_to(gone: set[Reason]) -> None:
    facts = replace(
        FACTS,
        handlers=() if Reason.HANDLERS in gone else FACTS.handlers,
        processor=Party("", "") if Reason.PROCESSOR in gone else FACTS.processor,
        contact=Contact() if Reason.CONTACT in gone else FACTS.contact,
        retention="" if Reason.RETENTION in gone else DATES,
    )
    found = OnRecord(facts, Reason.ASSESSMENT not in gone, Reason.NOTICE not in gone)
    machine = Machine(
        Reason.SECRET_KEY not in gone,
        Reason.DATA_KEY not in gone,
        Reason.HTTPS not in gone,
        1,
        "" if Reason.ORIGIN in gone else "https://jkt.example.cn",
        Reason.BACKUP not in gone,
        None if Reason.RECENT_BACKUP in gone else NOW,
    )

    told = missing(found, machine, DATES, NOW)

    assert set(told) == gone
    assert [each for each in told if each in BY_OPERATORS] == list(told)[
        len([each for each in told if each not in BY_OPERATORS]) :
    ]


def test_other_dates_are_confirmed_anew() -> None:
    assert dates_hash(BEIJING_2024) == dates_hash(BEIJING_2024)
    assert dates_hash(BEIJING_2024) != dates_hash(shifted(BEIJING_2024, 1))


@given(st.builds(Party, st.text(), st.text(), st.text()), st.text(), st.text())
def test_facts_come_back_as_they_were_stored(party: Party, site: str, email: str) -> None:
    facts = Facts((party,) * 3, party, Contact(email=email), site)

    assert facts_from(facts.as_text()) == facts


@given(st.dictionaries(st.sampled_from(list(Heading)), st.text()))
def test_answers_come_back_with_every_heading(answers: dict[Heading, str]) -> None:
    found = answers_from(answers_text(answers))

    assert set(found) == set(Heading)
    assert all(found[each] == text for each, text in answers.items())


def test_a_fingerprint_is_of_every_word_in_both_languages() -> None:
    words = {each: Words(f"<p>{each}</p>", "<p>约定</p>") for each in Language}
    hashes = {words_hash(words)}

    for each in Language:
        for name in ("notice", "terms"):
            hashes.add(words_hash(words | {each: replace(words[each], **{name: "<p>另</p>"})}))

    assert len(hashes) == 1 + 2 * len(Language)


def test_what_was_added_and_what_is_gone_is_told_line_by_line() -> None:
    before = Words("<h2>谁</h2><p>甲 &amp; 乙</p>", "<ul><li>自愿</li><li>旧</li></ul>")
    after = Words("<h2>谁</h2><p>甲 &amp; 乙</p>", "<ul><li>自愿</li><li>新</li></ul>")

    assert before.lines() == ["谁", "甲 & 乙", "自愿", "旧"]
    assert added_and_gone(before, after) == (["新"], ["旧"])


def test_every_table_that_is_kept_has_a_purpose_people_are_told() -> None:
    told = register(BEIJING_2024)

    assert set(PURPOSES) == set(Group)
    assert sorted(table for each in told for table in each.tables) == sorted(
        {each.table for each in RETENTIONS}
    )
    assert [each.group for each in told if each.sensitive] == [Group.BODY]
