"""Rows with defaults, so that a test states only what matters to it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from tracker import clock
from tracker.accounts.models import Account, RoleGrant, SessionRow
from tracker.accounts.rules import (
    CookieId,
    Device,
    Role,
    district_scope,
    new_token,
    team_scope,
    token_hash,
)
from tracker.accounts.store import NewSession, add_session, hashed
from tracker.campaign.models import ConsentRow, ParticipantRow, PhaseRow, SeasonRow
from tracker.campaign.rules import BEIJING_2024, Calendar, ConsentKind
from tracker.clock import BEIJING
from tracker.database import db, random_key, writing
from tracker.exercise.models import EntryRow
from tracker.exercise.rules import Effort
from tracker.lectures.models import LectureRow
from tracker.showcases.models import (
    InvitedDistrictRow,
    ItemRow,
    RehearsalAttendance,
    RehearsalRow,
    ShowcaseRow,
    SquadMemberRow,
    SquadRow,
)
from tracker.showcases.rules import ItemKind, State
from tracker.teams.models import JoinCode, Membership, TeamRow, UnitRow
from tracker.teams.rules import UnitKind
from tracker.weight.models import BodyRow, ReadingRow
from tracker.weight.rules.quantities import Sex, Source

PASSWORD = "healthy-weight"
LONG_AGO = datetime(2024, 7, 11, tzinfo=UTC)
NUMBERS = count(1)


def _decisions(participant_id: int, refused: frozenset[ConsentKind]) -> list[ConsentRow]:
    """All six consents, each given but the refused ones."""
    return [
        ConsentRow(
            participant_id=participant_id,
            kind=kind,
            decided_at=LONG_AGO,
            given=kind not in refused,
            version=1,
            text_hash="0" * 64,
        )
        for kind in ConsentKind
    ]


class Factory:
    """Makes rows in the database of one application; every method returns ids or a client."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def _add(self, *rows: object) -> None:
        with self.app.app_context():
            for row in rows:
                db.session.add(row)
                db.session.flush()
            db.session.commit()

    def account(self, name: str = "王芳", phone: str | None = None, password: str = "") -> int:
        """An account; give a password only to whoever signs in through the page."""
        account_id = random_key()
        with self.app.app_context():  # whose keys the phone and the name are sealed with
            account = Account(
                id=account_id,
                phone=phone or f"137{next(NUMBERS):08d}",
                name=name,
                password_hash=hashed(password).encoded if password else "-",
                created_at=LONG_AGO,
            )
        self._add(account)
        return account_id

    def season(self, calendar: Calendar = BEIJING_2024, name: str = "2024") -> int:
        """The open season, in place of one made before."""
        season_id, opened_at = random_key(), LONG_AGO + timedelta(seconds=next(NUMBERS))
        phases = [
            PhaseRow(season_id=season_id, kind=phase.kind, first=phase.first, last=phase.last)
            for phase in calendar.phases
        ]
        self._add(SeasonRow(id=season_id, name=name, opened_at=opened_at), *phases)
        return season_id

    def team(self, season_id: int, name: str = "一组", district: str = "110112") -> int:
        """A team in a unit of its own."""
        unit_id, team_id = random_key(), random_key()
        self._add(
            UnitRow(
                id=unit_id,
                season_id=season_id,
                district_code=district,
                name=self._unit_name(season_id, district),
                kind=UnitKind.ENTERPRISE,
            ),
            TeamRow(id=team_id, unit_id=unit_id, name=name, created_at=LONG_AGO),
        )
        return team_id

    def team_in(self, unit_id: int, name: str) -> int:
        """One more team of a unit."""
        team_id = random_key()
        self._add(TeamRow(id=team_id, unit_id=unit_id, name=name, created_at=LONG_AGO))
        return team_id

    def _unit_name(self, season_id: int, district: str) -> str:
        with self.app.app_context():
            units = select(func.count()).where(
                UnitRow.season_id == season_id, UnitRow.district_code == district
            )
            others = db.session.scalar(units)
        return f"机械厂{others}" if others else "机械厂"

    def join_code(self, team_id: int, code: str = "abcdefgh2345") -> str:
        """A code that lets people into a team."""
        self._add(JoinCode(code=code, team_id=team_id, created_at=LONG_AGO))
        return code

    def participant(
        self,
        season_id: int,
        team_id: int,
        *,
        account_id: int | None = None,
        name: str = "王芳",
        enrolled_on: date = date(2024, 7, 15),
        refused: frozenset[ConsentKind] = frozenset(),
        height_mm: int | None = 1650,
        doctor_first: bool = False,
    ) -> int:
        """Somebody who takes part: member of the team, all consents given but the refused ones."""
        participant_id = random_key()
        account_id = account_id or self.account(name)
        body = ConsentKind.BODY_DATA not in refused and height_mm is not None
        self._add(
            ParticipantRow(
                id=participant_id,
                account_id=account_id,
                season_id=season_id,
                enrolled_on=enrolled_on,
            ),
            Membership(participant_id=participant_id, team_id=team_id, first=enrolled_on),
            *_decisions(participant_id, refused),
        )
        if body:
            self._add(
                BodyRow(
                    participant_id=participant_id,
                    height_mm=height_mm,
                    sex=Sex.FEMALE,
                    birth_year=1984,
                    doctor_first=doctor_first,
                )
            )
        return participant_id

    def grant(self, account_id: int, season_id: int, role: Role, scope: str) -> None:
        """A role over a scope."""
        self._add(
            RoleGrant(
                account_id=account_id,
                season_id=season_id,
                role=role,
                scope=scope,
                granted_at=LONG_AGO,
            )
        )

    def end_grants(self, scope: str) -> None:
        """Nobody holds a role over this scope any more; a team has one leader at a time."""
        with self.app.app_context():
            db.session.execute(
                update(RoleGrant).where(RoleGrant.scope == scope).values(ended_at=LONG_AGO)
            )
            db.session.commit()

    def leader(self, season_id: int, team_id: int, role: Role = Role.LEADER) -> int:
        """An account that leads a team."""
        account_id = self.account("李伟")
        self.grant(account_id, season_id, role, team_scope(team_id))
        return account_id

    def organizer(self, season_id: int, district: str | None = None) -> int:
        """An account that organizes a district, or without one the city."""
        account_id = self.account("赵敏")
        role = Role.DISTRICT if district else Role.CITY
        self.grant(account_id, season_id, role, district_scope(district) if district else "city")
        return account_id

    def reading(
        self, participant_id: int, day: date, grams: int, source: Source = Source.SELF
    ) -> None:
        """A weight on a day."""
        self._add(
            ReadingRow(
                participant_id=participant_id,
                day=day,
                source=source,
                grams=grams,
                noted_at=LONG_AGO,
                corrections=0,
            )
        )

    def exercise(
        self, participant_id: int, day: date, minutes: int = 30, kind: str = "brisk_walking"
    ) -> None:
        """A stretch of exercise on a day."""
        self._add(
            EntryRow(
                participant_id=participant_id,
                key=f"{next(NUMBERS):032x}",
                day=day,
                kind=kind,
                effort=Effort.MODERATE,
                minutes=minutes,
                noted_at=LONG_AGO,
            )
        )

    def showcase(
        self,
        season_id: int,
        *,
        district: str | None = None,
        day: date = date(2024, 10, 19),
        state: State = State.OPEN,
        invited: Mapping[str, int] | None = None,
    ) -> int:
        """An event, the city's unless a district is named; it invites 110112 with two teams."""
        showcase_id = random_key()
        opens = datetime.combine(day, time(8), BEIJING)
        self._add(
            ShowcaseRow(
                id=showcase_id,
                season_id=season_id,
                district_code=district,
                name="运动技能展示",
                venue="通州体育馆",
                day=day,
                opens=opens,
                starts=opens + timedelta(hours=1),
                closes=opens + timedelta(hours=4),
                state=state,
            ),
            *(
                InvitedDistrictRow(showcase_id=showcase_id, district_code=code, teams=teams)
                for code, teams in (invited or {district or "110112": 2}).items()
            ),
        )
        return showcase_id

    def item(
        self,
        showcase_id: int,
        kind: ItemKind = ItemKind.SLOW_JOG,
        *,
        title: str = "超慢跑",
        minutes: int = 4,
        together: bool = False,
        squad_size: int = 12,
        position: int = 1,
    ) -> int:
        """An item of an event's programme."""
        item_id = random_key()
        self._add(
            ItemRow(
                id=item_id,
                showcase_id=showcase_id,
                kind=kind,
                title=title,
                minutes=minutes,
                together=together,
                squad_size=squad_size,
                position=position,
            )
        )
        return item_id

    def squad(
        self,
        item_id: int,
        team_id: int,
        *,
        name: str = "一队",
        size: int = 12,
        substitutes: int = 2,
        coach: str = "",
        confirmed: bool = False,
    ) -> int:
        """A team nominated for an item."""
        squad_id = random_key()
        with self.app.app_context():
            showcase_id = db.session.get_one(ItemRow, item_id).showcase_id
            unit_id = db.session.get_one(TeamRow, team_id).unit_id
            district_code = db.session.get_one(UnitRow, unit_id).district_code
        self._add(
            SquadRow(
                id=squad_id,
                showcase_id=showcase_id,
                item_id=item_id,
                team_id=team_id,
                district_code=district_code,
                name=name,
                size=size,
                substitutes=substitutes,
                coach=coach,
                confirmed_at=LONG_AGO if confirmed else None,
            )
        )
        return squad_id

    def squad_member(
        self,
        squad_id: int,
        participant_id: int,
        *,
        agreed: bool | None = True,
        is_substitute: bool = False,
        height_cm: int | None = None,
    ) -> int:
        """Somebody of the squad's team who was asked, and agreed unless said otherwise."""
        member_id = random_key()
        self._add(
            SquadMemberRow(
                id=member_id,
                squad_id=squad_id,
                participant_id=participant_id,
                is_substitute=is_substitute,
                asked_at=LONG_AGO,
                agreed=agreed,
                height_cm=height_cm,
            )
        )
        return member_id

    def lecture(
        self,
        season_id: int,
        *,
        district: str | None = None,
        unit_id: int | None = None,
        for_district: str | None = None,
        for_unit: int | None = None,
        day: date = date(2024, 10, 16),
        hours: tuple[int, int] = (14, 15),
        capacity: int = 60,
        lets_more_in: bool = False,
        title: str = "怎样看食物标签",
    ) -> int:
        """A lecture of the city, a district or a unit, on the test day from two to three."""
        lecture_id = random_key()
        self._add(
            LectureRow(
                id=lecture_id,
                season_id=season_id,
                district_code=district,
                unit_id=unit_id,
                title=title,
                speaker="王医生",
                place="三楼会议室",
                day=day,
                starts=datetime.combine(day, time(hours[0]), BEIJING),
                ends=datetime.combine(day, time(hours[1]), BEIJING),
                capacity=capacity,
                lets_more_in=lets_more_in,
                for_district=for_district,
                for_unit=for_unit,
                secret=f"{lecture_id:064x}",
                made_by=self.account("周敏"),
            )
        )
        return lecture_id

    def rehearsal(self, squad_id: int, *came: int) -> int:
        """A rehearsal that these participants came to; planned if nobody did."""
        rehearsal_id = random_key()
        self._add(
            RehearsalRow(
                id=rehearsal_id,
                squad_id=squad_id,
                starts=LONG_AGO,
                place="操场",
                held_at=LONG_AGO if came else None,
            ),
            *(RehearsalAttendance(rehearsal_id=rehearsal_id, participant_id=each) for each in came),
        )
        return rehearsal_id

    def signed_in(self, account_id: int, *, confirmed: bool = False) -> FlaskClient:
        """A browser signed in as this account, without the cost of a password.

        Each is a device of its own; this is the only place where tests make a session by hand.
        """
        with self.app.app_context():
            account = db.session.get_one(Account, account_id)
            token = new_token()
            begun = NewSession(account.id, account.epoch, token, Device(), token_hash(f"d{token}"))
            with writing() as session:
                session_id = add_session(session, begun, clock.now(), clock.today())
                if confirmed:
                    at = {"confirmed_at": clock.now()}
                    session.execute(
                        update(SessionRow).where(SessionRow.id == session_id).values(at)
                    )
            cookie = CookieId(account.id, account.epoch, token)
        client = self.app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = cookie.text
            session["_fresh"] = True
        return client

    def account_of(self, participant_id: int) -> int:
        """The account behind a participant."""
        with self.app.app_context():
            return db.session.get_one(ParticipantRow, participant_id).account_id
