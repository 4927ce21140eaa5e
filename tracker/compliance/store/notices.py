"""Notices as versions: the one in force, former ones, and publishing another."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.campaign.store import add_notice_version
from tracker.compliance.models import NoticeRow
from tracker.compliance.rules import Language, Notice, Words, words_hash
from tracker.compliance.store.order import one_at_a_time
from tracker.database import db, writing


def current_notice(season_id: int) -> Notice | None:
    """The season's notice in force: the one published last, or None before the first."""
    query = (
        select(NoticeRow)
        .where(NoticeRow.season_id == season_id)
        .order_by(NoticeRow.version.desc())
        .limit(1)
    )
    row = db.session.scalar(query)
    return _value(row) if row else None


def notice_version(season_id: int, version: int) -> Notice | None:
    """One published version, former or in force."""
    row = db.session.get(NoticeRow, (season_id, version))
    return _value(row) if row else None


def notices(season_id: int) -> list[Notice]:
    """Every published version, the latest first."""
    query = select(NoticeRow).where(NoticeRow.season_id == season_id)
    return [_value(row) for row in db.session.scalars(query.order_by(NoticeRow.version.desc()))]


def publish(season_id: int, words: Mapping[Language, Words], account_id: int, now: datetime) -> int:
    """Put these words in force: the number of their version.

    Words that are in force already stay the version they are, so that nobody is asked again.
    """
    with writing() as session:
        return add_notice(session, season_id, words, account_id, now)


def add_notice(
    session: Session,
    season_id: int,
    words: Mapping[Language, Words],
    account_id: int,
    now: datetime,
) -> int:
    """Inside a caller's transaction: the same."""
    one_at_a_time(session, season_id)
    latest = session.scalar(
        select(func.max(NoticeRow.version)).where(NoticeRow.season_id == season_id)
    )
    sha256 = words_hash(words)
    if latest and session.get_one(NoticeRow, (season_id, latest)).sha256 == sha256:
        return int(latest)
    version = (latest or 0) + 1
    zh, en = words[Language.CHINESE], words[Language.ENGLISH]
    session.add(
        NoticeRow(
            season_id=season_id,
            version=version,
            sha256=sha256,
            notice_zh=zh.notice,
            notice_en=en.notice,
            terms_zh=zh.terms,
            terms_en=en.terms,
            account_id=account_id,
            published_at=now,
        )
    )
    add_notice_version(session, season_id, version)
    return version


def _value(row: NoticeRow) -> Notice:
    words = {
        Language.CHINESE: Words(row.notice_zh, row.terms_zh),
        Language.ENGLISH: Words(row.notice_en, row.terms_en),
    }
    return Notice(row.season_id, row.version, row.published_at, words)
