"""Whatever is done to the audit trail behind the program's back is found, and erasures are not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from tests.audit.guarded import unguarded
from tests.conftest import TODAY
from tests.factories import Factory
from tracker.accounts.models import RoleGrant
from tracker.audit.models import AuditGone, AuditLink, AuditState
from tracker.audit.rules import Fault, Kind, Verdict
from tracker.audit.store import BrokenTrailError, check, seal
from tracker.campaign.models import DeedRow
from tracker.campaign.rules import Deed
from tracker.campaign.store import add_deed
from tracker.compliance.models import BreachRow, ReleaseRow
from tracker.database import db, writing
from tracker.privacy import store as privacy

NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HERS = "13899991234"
DEEDS = 6


@dataclass
class Trail:
    """A leader and a member to whom she did a few things, sealed in three turns."""

    make: Factory
    season_id: int
    team_id: int
    leader: int
    her: int
    other: int

    def do(self, at: datetime, to: int | None = None, why: str = "") -> None:
        """One more deed."""
        with writing() as session:
            add_deed(session, self.leader, to or self.her, Deed.NUMBER_WRONG, why, at)

    def check(self) -> Verdict:
        """A day later."""
        return check(NOW + timedelta(days=1))


@pytest.fixture
def trail(database: Flask, make: Factory) -> Trail:
    assert database.testing
    season_id = make.season()
    team_id = make.team(season_id)
    leader = make.leader(season_id, team_id)
    her = make.participant(season_id, team_id, account_id=make.account("王芳", HERS))
    found = Trail(make, season_id, team_id, leader, her, make.participant(season_id, team_id))
    for step in range(DEEDS):
        found.do(NOW + step * 90 * MINUTE, (found.her, found.other)[step % 2], why=f"第{step}次")
        if step % 2:
            seal(NOW + step * 90 * MINUTE + MINUTE)
    return found


def tamper(*statements: Any) -> None:
    """What somebody does who owns the database."""
    db.session.commit()
    with db.engine.begin() as connection, unguarded(connection):
        for statement in statements:
            connection.execute(statement)
    db.session.expire_all()


def numbers(kind: Kind = Kind.DEED) -> list[int]:
    """The links of a kind."""
    db.session.commit()
    query = select(AuditLink.number).where(AuditLink.kind == kind).order_by(AuditLink.number)
    return list(db.session.scalars(query))


def record_at(number: int) -> int:
    """The record that a link is of."""
    return db.session.scalars(select(AuditLink.record).where(AuditLink.number == number)).one()


def links() -> int:
    """How many there are."""
    db.session.commit()
    return db.session.scalar(select(func.count()).select_from(AuditLink)) or 0


def test_what_was_done_is_sealed_once_and_holds(trail: Trail) -> None:
    again = seal(NOW + timedelta(days=1))

    verdict = trail.check()

    assert again is None
    assert verdict.broken is None
    assert (verdict.head.number, verdict.erased, verdict.unsealed) == (links(), 0, 0)
    assert len(numbers()) == DEEDS
    assert len(numbers(Kind.GRANT)) == 1


def test_records_of_one_turn_are_sealed_in_the_order_they_came_to_be(trail: Trail) -> None:
    later = NOW + timedelta(hours=12)
    for minute in (3, 1, 2):
        trail.do(later + minute * MINUTE, why=str(minute))

    seal(later + 5 * MINUTE)

    deeds = {row.id: row.why for row in db.session.scalars(select(DeedRow))}
    assert [deeds[record_at(number)] for number in numbers()[-3:]] == ["1", "2", "3"]


def test_what_is_to_come_is_sealed_when_it_has_come(trail: Trail) -> None:
    until = NOW + timedelta(days=2)
    tamper(update(RoleGrant).values(ended_at=until))

    seal(until - MINUTE)
    before = len(numbers(Kind.GRANT_ENDED))
    seal(until + MINUTE)

    assert (before, len(numbers(Kind.GRANT_ENDED))) == (0, 1)
    assert check(until + MINUTE).broken is None
    assert trail.season_id


def test_the_database_refuses_to_change_or_delete_a_link(trail: Trail) -> None:
    statements: list[Any] = [update(AuditLink).values(part=7), delete(AuditLink)]
    if db.engine.dialect.name == "postgresql":
        statements.append(text("TRUNCATE audit_link"))

    for statement in statements:
        with pytest.raises(DBAPIError, match="append-only"), db.engine.begin() as connection:
            connection.execute(statement)

    assert trail.check().broken is None


@pytest.mark.parametrize(
    "values", [{"why": "别的"}, {"at": NOW - MINUTE}, {"deed": Deed.CONTACTED}], ids=str
)
def test_an_edited_deed_is_found(trail: Trail, values: dict[str, Any]) -> None:
    third = numbers()[2]
    tamper(update(DeedRow).where(DeedRow.id == record_at(third)).values(**values))

    broken = trail.check().broken

    assert broken is not None
    assert (broken.fault, broken.number) == (Fault.CHANGED, third)


def test_a_deed_given_to_somebody_else_is_found(trail: Trail) -> None:
    stranger = trail.make.account("李强")
    tamper(update(DeedRow).values(actor_id=stranger))

    broken = trail.check().broken

    assert broken is not None
    assert (broken.fault, broken.number) == (Fault.CHANGED, numbers()[0])


def test_a_grant_taken_back_in_silence_is_found(trail: Trail) -> None:
    trail.make.end_grants(f"team:{trail.team_id}")
    tamper(update(RoleGrant).values(ended_at=NOW))
    seal(NOW + timedelta(days=1))
    ended = trail.check()

    tamper(update(RoleGrant).values(ended_at=None))

    broken = trail.check().broken
    assert ended.broken is None
    assert broken is not None
    assert broken.place is not None
    assert (broken.fault, broken.place.kind) == (Fault.CHANGED, Kind.GRANT_ENDED)


def test_a_deleted_deed_is_found(trail: Trail) -> None:
    last = numbers()[-1]
    tamper(delete(DeedRow).where(DeedRow.id == record_at(last)))

    broken = trail.check().broken

    assert broken is not None
    assert (broken.fault, broken.number) == (Fault.LOST, last)


@pytest.mark.parametrize("is_sealed", [True, False])
def test_a_deed_put_in_after_its_time_is_found(trail: Trail, *, is_sealed: bool) -> None:
    trail.do(NOW + MINUTE, why="补上的")
    if is_sealed:
        seal(NOW + timedelta(hours=12))

    broken = trail.check().broken

    assert broken is not None
    assert broken.fault is Fault.LATE
    assert check(NOW + timedelta(days=1), dated=False).broken is None


def edited(number: int) -> list[Any]:
    """Another commitment in a link."""
    changed = update(AuditLink).where(AuditLink.number == number)
    return [changed.values(commitment="1" * 64)]


def deleted(number: int) -> list[Any]:
    """A link taken out."""
    return [delete(AuditLink).where(AuditLink.number == number)]


def closed_up(number: int) -> list[Any]:
    """A link taken out and the next ones moved up, one by one."""
    last = links()
    moved = [
        update(AuditLink).where(AuditLink.number == each).values(number=each - 1)
        for each in range(number + 1, last + 1)
    ]
    return [*deleted(number), *moved, update(AuditState).values(links=last - 1)]


def swapped(number: int) -> list[Any]:
    """Two links in each other's place."""
    steps = [(number, -1), (number + 1, number), (-1, number + 1)]
    return [
        update(AuditLink).where(AuditLink.number == old).values(number=new) for old, new in steps
    ]


def inserted(number: int) -> list[Any]:
    """A link of somebody's own, everything after it moved down."""
    last = links()
    moved = [
        update(AuditLink).where(AuditLink.number == each).values(number=each + 1)
        for each in range(last, number - 1, -1)
    ]
    row = {"number": number, "kind": Kind.DEED, "record": 1, "part": 0, "commitment": "2" * 64}
    own = insert(AuditLink).values(**row, sealed_at=NOW, bound="3" * 64)
    return [*moved, own, update(AuditState).values(links=last + 1)]


@pytest.mark.parametrize(
    ("how", "fault"),
    [
        (edited, Fault.BROKEN),
        (deleted, Fault.NO_LINK),
        (closed_up, Fault.BROKEN),
        (swapped, Fault.BROKEN),
        (inserted, Fault.BROKEN),
    ],
)
def test_a_chain_tampered_with_is_found_where_it_was(
    trail: Trail, how: Callable[[int], list[Any]], fault: Fault
) -> None:
    tamper(*how(3))

    broken = trail.check().broken

    assert broken is not None
    assert (broken.fault, broken.number) == (fault, 3)


def test_links_cut_off_or_put_behind_the_end_are_found(trail: Trail) -> None:
    last = links()
    own = {"kind": Kind.DEED, "record": 1, "part": 0, "commitment": "2" * 64, "bound": "3" * 64}
    tamper(delete(AuditLink).where(AuditLink.number > last - 2))
    cut = trail.check().broken
    tamper(update(AuditState).values(links=last - 2))
    ended = trail.check().broken
    tamper(insert(AuditLink).values(number=last - 1, sealed_at=NOW, **own))
    surplus = trail.check().broken

    found = [each and (each.fault, each.number) for each in (cut, ended, surplus)]

    assert found == [
        (Fault.NO_LINK, last - 1),
        (Fault.HEAD, last - 2),
        (Fault.BROKEN, last - 1),
    ]


def test_an_older_state_put_back_is_found_by_a_head_kept_elsewhere(trail: Trail) -> None:
    db.session.commit()
    with db.engine.connect() as connection:
        old = dict(connection.execute(AuditState.__table__.select()).mappings().one())
    trail.do(NOW + timedelta(hours=12))
    kept = seal(NOW + timedelta(hours=12))
    whole = check(NOW + timedelta(days=1), kept)
    gone = numbers()[-1]
    tamper(
        delete(DeedRow).where(DeedRow.id == record_at(gone)),
        delete(AuditLink).where(AuditLink.number == gone),
        update(AuditState).values(**old),
    )

    alone, compared = trail.check().broken, check(NOW + timedelta(days=1), kept).broken

    assert whole.broken is None
    assert alone is None  # as it was once: only what is kept elsewhere knows better
    assert compared is not None
    assert (compared.fault, compared.number) == (Fault.CUT_OFF, gone)


def test_without_its_state_nothing_is_added_and_the_check_says_so(trail: Trail) -> None:
    trail.do(NOW + timedelta(hours=12))
    tamper(delete(AuditState))

    with pytest.raises(BrokenTrailError):
        seal(NOW + timedelta(hours=13))

    broken = trail.check().broken
    assert broken is not None
    assert broken.fault is Fault.NO_STATE


def test_an_erasure_takes_the_content_and_leaves_the_chain_whole(trail: Trail) -> None:
    before = links()

    privacy.erase(HERS, TODAY, NOW + timedelta(hours=12))

    seal(NOW + timedelta(hours=13))
    verdict = trail.check()
    assert verdict.broken is None
    assert (verdict.erased, verdict.head.number) == (DEEDS // 2, before)
    left = db.session.scalars(select(DeedRow.participant_id)).all()
    assert set(left) == {trail.other}


def test_an_erasure_before_the_sealing_leaves_the_chain_whole(trail: Trail) -> None:
    trail.do(NOW + timedelta(hours=12))
    privacy.erase(HERS, TODAY, NOW + timedelta(hours=12))

    seal(NOW + timedelta(hours=13))

    assert trail.check().broken is None
    assert len(numbers()) == DEEDS


def test_nobody_calls_a_deletion_an_erasure(trail: Trail) -> None:
    last = numbers()[-1]
    record = record_at(last)
    forged = {"kind": Kind.DEED, "record": record, "part": 0, "proof": "4" * 64}
    tamper(delete(DeedRow).where(DeedRow.id == record), insert(AuditGone).values(**forged))

    broken = trail.check().broken

    assert broken is not None
    assert (broken.fault, broken.number) == (Fault.FORGED, last)


def test_a_season_past_its_date_leaves_the_chain_whole(trail: Trail) -> None:
    long_after = datetime(2030, 1, 1, 4, tzinfo=UTC)

    privacy.keep_to_dates(long_after.date(), long_after)

    seal(long_after)
    verdict = check(long_after)
    assert verdict.broken is None
    assert verdict.erased >= DEEDS
    assert db.session.scalar(select(func.count()).select_from(DeedRow)) == 0
    assert trail.season_id


def test_releases_and_the_steps_of_a_breach_are_sealed_as_they_come(trail: Trail) -> None:
    at = NOW + timedelta(hours=12)
    same = {"season_id": trail.season_id, "account_id": trail.leader}
    with writing() as session:
        session.add(
            ReleaseRow(kind="brief", scope="city", detail="", sha256="0" * 64, at=at, **same)
        )
        moments = {"since": NOW, "until": NOW, "found_at": NOW, "noted_at": at}
        session.add(BreachRow(reach="season", key="", kinds="[]", answers="{}", **moments, **same))
    seal(at + MINUTE)
    tamper(update(BreachRow).values(authority_at=at + 2 * MINUTE))
    seal(at + 3 * MINUTE)

    verdict = trail.check()

    kinds = (Kind.RELEASE, Kind.BREACH, Kind.BREACH_AUTHORITY, Kind.BREACH_PEOPLE)
    assert verdict.broken is None
    assert [len(numbers(kind)) for kind in kinds] == [1, 1, 1, 0]


def test_two_jobs_at_once_seal_once(app: Flask, trail: Trail) -> None:
    at = NOW + timedelta(hours=12)
    for step in range(40):
        trail.do(at + step * timedelta(seconds=1))

    def work(_: int) -> None:
        with app.app_context():
            seal(at + MINUTE)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    assert trail.check().broken is None
    assert len(numbers()) == DEEDS + 40
