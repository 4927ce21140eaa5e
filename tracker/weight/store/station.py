"""What a weighing station brings: a file stored in one transaction, or one weight at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from tracker.accounts.models import Account
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import ConsentKind, Season
from tracker.campaign.store import held, latest_consent
from tracker.database import writing
from tracker.teams.store import mark_stale
from tracker.weight.models import BodyRow, ReadingRow
from tracker.weight.rules import Bar, BarredError, Body, Entry, Reading, Source, bar
from tracker.weight.rules.station import Line, Outcome, Verdict, Why, judged
from tracker.weight.store.readings import upsert

BATCH = 500
"""So many at a time: every database takes that many values in one statement."""

BARS = {Bar.NO_CONSENT: Why.NO_CONSENT, Bar.NOT_ADULT: Why.NOT_ADULT}


@dataclass(frozen=True)
class Imported:
    """What became of a file, line by line in its order, and whether it was stored."""

    outcomes: tuple[Outcome, ...]
    stored: bool

    def count(self, verdict: Verdict) -> int:
        """How many lines had this verdict; none was accepted where nothing was stored."""
        if verdict is Verdict.ACCEPTED and not self.stored:
            return 0
        return sum(outcome.verdict is verdict for outcome in self.outcomes)


@dataclass(frozen=True)
class _Weighed:
    """Somebody with this phone in this season: her id and height, or why her lines are refused."""

    participant_id: int
    height_mm: int
    why: Why | None


def import_lines(
    lines: Sequence[Line],
    unreadable: Sequence[Outcome],
    season: Season,
    today: date,
    now: datetime,
    *,
    accept_doubtful: bool,
    strict: bool,
) -> Imported:
    """Judge a file's lines and store what is accepted, under strict only if nothing is refused."""
    outcomes = {outcome.number: outcome for outcome in unreadable}
    with writing() as session:
        hers = _sorted_by_person(session, lines, season, today, outcomes)
        stored = _stored(session, [person.participant_id for person in hers])
        for person, mine in hers.items():
            found = stored[person.participant_id]
            judgement = judged(mine, found, person.height_mm, accept_doubtful=accept_doubtful)
            outcomes |= {outcome.number: outcome for outcome in judgement}
        keep = not (strict and any(each.verdict is Verdict.REFUSED for each in outcomes.values()))
        if keep:
            _keep(session, hers, outcomes, now)
    return Imported(tuple(outcomes[number] for number in sorted(outcomes)), keep)


def add_weighing(
    session: Session, participant_id: int, reading: Reading, now: datetime, *, accept_doubtful: bool
) -> Verdict:
    """Inside a caller's transaction, which holds her: one weight, judged as a file's line is.

    A correction of what a station stored for that day is not judged again, so that trying weights
    tells nothing more of hers than the first one did. Raises BarredError.
    """
    row = session.execute(_who().where(ParticipantRow.id == participant_id)).one()
    body, why = _body(row), _bar(row, reading.day)
    if body is None or why is not None:
        raise BarredError(why or Bar.NOT_ADULT)
    stored = _stored(session, [participant_id])[participant_id]
    corrects = any((e.day, e.source) == (reading.day, Source.STATION) for e in stored)
    line = Line(1, "", reading.day, reading.grams)
    accept = accept_doubtful or corrects
    (outcome,) = judged([line], stored, body.height_mm, accept_doubtful=accept)
    if outcome.verdict is Verdict.ACCEPTED:
        entry = Entry(reading.day, reading.grams, Source.STATION)
        upsert(session, participant_id, [entry], now)
        mark_stale(session, participant_id, [reading.day])
    return outcome.verdict


def _sorted_by_person(
    session: Session,
    lines: Sequence[Line],
    season: Season,
    today: date,
    outcomes: dict[int, Outcome],
) -> dict[_Weighed, list[Line]]:
    """Lines that may be judged, by person; the others are refused among the outcomes."""
    found = _people(session, season, {line.phone for line in lines}, today)
    here = held(session, [person.participant_id for person in found.values()])
    people = {
        phone: person if person.participant_id in here else replace(person, why=Why.LEFT)
        for phone, person in found.items()
    }
    hers: dict[_Weighed, list[Line]] = defaultdict(list)
    for line in lines:
        person = people.get(line.phone)
        why = _refusal(line, person, season, today)
        if person is None or why is not None:
            outcomes[line.number] = Outcome(line.number, Verdict.REFUSED, why)
        else:
            hers[person].append(line)
    return hers


def _refusal(line: Line, person: _Weighed | None, season: Season, today: date) -> Why | None:
    if person is None:
        return Why.UNKNOWN
    if person.why is not None:
        return person.why
    inside = season.calendar.logging_starts <= line.day <= today
    return None if inside else Why.OUTSIDE


def _people(
    session: Session, season: Season, phones: Iterable[str], today: date
) -> dict[str, _Weighed]:
    """Everybody in the season who has one of these phones."""
    query = _who().where(ParticipantRow.season_id == season.id)
    rows = (
        row
        for batch in _batches(sorted(phones))
        for row in session.execute(query.where(Account.phone.in_(batch)))
    )
    return {row.phone: _weighed(row, today) for row in rows}


def _who() -> Any:
    """Whom a station may weigh: what has to be known of her."""
    return (
        select(
            Account.phone,
            ParticipantRow.id,
            latest_consent(ConsentKind.BODY_DATA).label("consents"),
            BodyRow.height_mm,
            BodyRow.sex,
            BodyRow.birth_year,
            BodyRow.doctor_first,
        )
        .join(ParticipantRow, ParticipantRow.account_id == Account.id)
        .outerjoin(BodyRow, BodyRow.participant_id == ParticipantRow.id)
    )


def _body(row: Row[*tuple[Any, ...]]) -> Body | None:
    if row.height_mm is None:
        return None
    return Body(row.height_mm, row.sex, row.birth_year, row.doctor_first)


def _bar(row: Row[*tuple[Any, ...]], today: date) -> Bar | None:
    return bar(consents=bool(row.consents), body=_body(row), today=today)


def _weighed(row: Row[*tuple[Any, ...]], today: date) -> _Weighed:
    barred = _bar(row, today)
    return _Weighed(row.id, row.height_mm or 0, BARS[barred] if barred else None)


def _stored(session: Session, participant_ids: Iterable[int]) -> dict[int, list[Entry]]:
    """What is noted already, by participant."""
    query = select(
        ReadingRow.participant_id,
        ReadingRow.day,
        ReadingRow.grams,
        ReadingRow.source,
        ReadingRow.waist_mm,
    )
    found: dict[int, list[Entry]] = defaultdict(list)
    for batch in _batches(sorted(participant_ids)):
        for row in session.execute(query.where(ReadingRow.participant_id.in_(batch))):
            entry = Entry(row.day, row.grams, row.source, row.waist_mm)
            found[row.participant_id].append(entry)
    return found


def _keep(
    session: Session,
    hers: dict[_Weighed, list[Line]],
    outcomes: dict[int, Outcome],
    now: datetime,
) -> None:
    """Store the accepted lines and mark their days; by participant, so that runs meet in order."""
    for person in sorted(hers, key=lambda each: each.participant_id):
        accepted = [
            line for line in hers[person] if outcomes[line.number].verdict is Verdict.ACCEPTED
        ]
        if accepted:
            entries = [Entry(line.day, line.grams, Source.STATION) for line in accepted]
            upsert(session, person.participant_id, entries, now)
            mark_stale(session, person.participant_id, [line.day for line in accepted])


def _batches(values: Sequence[str] | Sequence[int]) -> Iterator[Sequence[str] | Sequence[int]]:
    return (values[place : place + BATCH] for place in range(0, len(values), BATCH))
