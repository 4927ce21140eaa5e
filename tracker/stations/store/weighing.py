"""A person's code, and what is typed at the scales for whoever it names."""

import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from tracker.accounts.models import Account
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import (
    ClosedError,
    ConsentKind,
    Deed,
    NotTakingPartError,
    Season,
    entry_days,
)
from tracker.campaign.store import add_deed, hold, latest_consent
from tracker.database import db, insert, writing
from tracker.stations.models import AskedAgain, WeighingCode
from tracker.stations.rules import (
    CODE_ALPHABET,
    CODE_FRESH,
    CODE_LASTS,
    CODE_LENGTH,
    NUMBER_DIGITS,
    SAVING_LASTS,
    Answer,
    Guest,
    Shown,
    Station,
    UnusableCodeError,
    Weighed,
    hidden_name,
)
from tracker.weight import store as weight
from tracker.weight.models import BodyRow
from tracker.weight.rules import BarredError, Body, Reading, bar
from tracker.weight.rules.station import Verdict

TRIES = 20
"""Numbers tried until one is free; even with a city in line the first nearly always is."""


def shown(participant_id: int, now: datetime, *, wants_height: bool) -> Shown:
    """Her code with some minutes left; a new one where there is none, and her old ones go."""
    hers = WeighingCode.participant_id == participant_id
    same = hers & (WeighingCode.wants_height == wants_height)
    fresh = same & (WeighingCode.expires_at > now + CODE_FRESH)
    latest = select(WeighingCode).where(fresh).order_by(WeighingCode.expires_at.desc()).limit(1)
    row = db.session.scalar(latest)
    if row is not None:
        return Shown(row.code, row.number, row.wants_height, row.expires_at)
    with writing() as session:
        over = hers & (WeighingCode.expires_at <= now - SAVING_LASTS)
        session.execute(delete(WeighingCode).where(over))
        return _added(session, participant_id, now, wants_height=wants_height)


def code_of_number(number: str, now: datetime) -> str:
    """The code that goes with a number as it was read out; raises UnusableCodeError."""
    living = (WeighingCode.number == number) & (WeighingCode.expires_at > now)
    code: str | None = db.session.scalar(select(WeighingCode.code).where(living))
    if code is None:
        raise UnusableCodeError
    return code


def guest(code: str, staff_id: int, season: Season, today: date, since: datetime) -> Guest:
    """Who stands on the scales, by a code that was alive then; raises UnusableCodeError.

    It is raised whatever the reason: no such code, no consent, too young, the season's days over.
    """
    row = db.session.execute(_named().where(_living(code, season, since))).one_or_none()
    if row is None or not _may_be_weighed(row, staff_id, season, today):
        raise UnusableCodeError
    return Guest(row.id, hidden_name(row.name), row.wants_height)


def weigh(
    code: str,
    typed: Weighed,
    staff_id: int,
    station: Station,
    season: Season,
    now: datetime,
) -> Answer:
    """Store what was typed as the station's weight of the day, once however often it is sent.

    Her consent, her age and the season's days are looked at inside. What was noted before is used
    for one question a person and day, and the question says nothing but to look at the scales.
    Raises UnusableCodeError.
    """
    day = station.day
    with writing() as session:
        living = _living(code, season, now - SAVING_LASTS)
        row = session.execute(_named().where(living)).one_or_none()
        if row is None or not _may_be_weighed(row, staff_id, season, day):
            raise UnusableCodeError
        try:
            hold(session, row.id)
            verdict = _judged(session, row.id, typed, day, now)
        except (BarredError, NotTakingPartError):
            raise UnusableCodeError from None
        if verdict is Verdict.REFUSED:
            return Answer.LOOK_AGAIN
        if verdict is Verdict.ACCEPTED:
            add_deed(session, staff_id, row.id, Deed.WEIGHED, station.place, now)
        if row.wants_height and typed.height_mm not in {None, row.height_mm}:
            weight.add_height(session, row.id, typed.height_mm)
            add_deed(session, staff_id, row.id, Deed.HEIGHT_TAKEN, station.place, now)
    return Answer.NOTED


def _judged(
    session: Session, participant_id: int, typed: Weighed, day: date, now: datetime
) -> Verdict:
    """Once asked, always asked until somebody looked again, whatever is typed: one bit, not two."""
    asked = session.get(AskedAgain, (participant_id, day), populate_existing=True) is not None
    if asked and not typed.looked_again:
        return Verdict.REFUSED
    reading = Reading(day, typed.grams)
    verdict = weight.add_weighing(
        session, participant_id, reading, now, accept_doubtful=typed.looked_again
    )
    if verdict is Verdict.REFUSED:
        session.add(AskedAgain(participant_id=participant_id, day=day))
    return verdict


def _added(session: Session, participant_id: int, now: datetime, *, wants_height: bool) -> Shown:
    """A new code; the number of one that is long over may be taken again."""
    code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    expires_at = now + CODE_LASTS
    for _ in range(TRIES):
        number = f"{secrets.randbelow(10**NUMBER_DIGITS):0{NUMBER_DIGITS}}"
        values = {
            "code": code,
            "participant_id": participant_id,
            "wants_height": wants_height,
            "expires_at": expires_at,
        }
        taken = (
            insert(WeighingCode)
            .values(number=number, **values)
            .on_conflict_do_update(
                index_elements=["number"],
                set_=values,
                where=WeighingCode.expires_at <= now - SAVING_LASTS,
            )
            .returning(WeighingCode.number)
        )
        if session.scalar(taken) is not None:
            return Shown(code, number, wants_height, expires_at)
    raise RuntimeError("no number is free")


def _named() -> Any:
    """Whom a code names, and what decides whether she can be weighed."""
    return (
        select(
            ParticipantRow.id,
            ParticipantRow.account_id,
            ParticipantRow.enrolled_on,
            ParticipantRow.left_on,
            Account.name,
            WeighingCode.wants_height,
            latest_consent(ConsentKind.BODY_DATA).label("consents"),
            BodyRow.height_mm,
            BodyRow.sex,
            BodyRow.birth_year,
            BodyRow.doctor_first,
        )
        .join(WeighingCode, WeighingCode.participant_id == ParticipantRow.id)
        .join(Account, Account.id == ParticipantRow.account_id)
        .outerjoin(BodyRow, BodyRow.participant_id == ParticipantRow.id)
    )


def _living(code: str, season: Season, since: datetime) -> ColumnElement[bool]:
    return (
        (WeighingCode.code == code)
        & (WeighingCode.expires_at > since)
        & (ParticipantRow.season_id == season.id)
    )


def _may_be_weighed(row: Any, staff_id: int, season: Season, today: date) -> bool:
    """By the staff member, who is somebody else, and today."""
    body = None
    if row.height_mm is not None:
        body = Body(row.height_mm, row.sex, row.birth_year, row.doctor_first)
    if bar(consents=bool(row.consents), body=body, today=today) is not None:
        return False
    try:
        _, last = entry_days(season.calendar, row.enrolled_on, today)
    except ClosedError:
        return False
    return row.left_on is None and row.account_id != staff_id and last == today
