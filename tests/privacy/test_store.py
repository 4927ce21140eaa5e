"""A copy holds every listed table; an erasure leaves nothing of her and touches nobody else."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Table, select

from tests.conftest import TODAY, app_on
from tests.factories import Factory
from tracker.accounts.models import AccessLook, Account, RoleGrant, SignInFailure, SignInLock
from tracker.accounts.rules import Role, district_scope, participant_scope, team_scope
from tracker.accounts.store import add_look
from tracker.announcements.models import AnnouncementReader, AnnouncementRow
from tracker.announcements.rules import Audience
from tracker.calls.models import DoctorRequest
from tracker.campaign.models import DeedRow, ParticipantRow
from tracker.campaign.rules import ConsentKind, Deed
from tracker.database import db, random_key, writing
from tracker.evaluation.models import FileDecision, FileDownload, FileRequest
from tracker.exercise.models import ExerciseUndo
from tracker.exercise.rules import Effort
from tracker.followup.models import FollowUp, MuteRow, NudgeRow, ReminderRow
from tracker.followup.rules import NudgeKind, Outcome
from tracker.formations.models import FormationPlace, FormationRow, FormationStandIn
from tracker.formations.rules import Shape
from tracker.gates.models import GateDoor, PassageRow, TicketRow
from tracker.gates.rules import How as Passed
from tracker.insights.models import Release, ReleaseContributor, Snapshot
from tracker.invitations.models import Invitation, RoleSlip
from tracker.invitations.rules import new_handle
from tracker.learning.models import LessonRead, LessonVersion, QuestionAnswer, QuizRow
from tracker.lectures.models import AttendanceRow, LectureRow, RegistrationRow
from tracker.lectures.rules import SECRET_LENGTH
from tracker.lectures.rules import How as Came
from tracker.moves.models import MoveRequest, PauseProposal
from tracker.moves.rules import MoveKind
from tracker.notices.models import ThanksWish
from tracker.photographs.models import PersonInPhotograph, PhotographRow
from tracker.privacy import store
from tracker.privacy.models import Erasure
from tracker.privacy.rules import BARE_NAME, COLUMNS, KEPT, Fate, UnknownPersonError
from tracker.rosters.models import Upload
from tracker.standings.models import MarkContributor, PointsChoice
from tracker.stations.models import AskedAgain, StationDoor, StationRow, WeighingCode
from tracker.teams.models import Leave, Membership, StaleRoster, StaleTeamDay, TeamRow
from tracker.weight.models import GoalRow, WeightUndo
from tracker.weight.rules.quantities import GoalKind

NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
HERS = "13899991234"
COLLEAGUES = "13899995678"
NAME = "欧阳翡翠"
FRIDAY = date(2024, 10, 11)
AS_OF = date(2024, 10, 6)


def rows_for(participant_id: int, account_id: int, phone: str, team_id: int) -> list[Any]:
    """A row in each listed table that the factory does not fill."""
    scope = team_scope(team_id)
    return [
        *file_rows(account_id, db.session.get_one(ParticipantRow, participant_id).season_id),
        SignInFailure(phone=phone, address="203.0.113.7", at=NOW),
        SignInLock(phone=phone, until=NOW),
        AccessLook(viewer_id=account_id, scope=scope, what="roster", day=FRIDAY, last_at=NOW),
        *log_rows(participant_id),
        ThanksWish(participant_id=participant_id, wished_at=NOW),
        *group_rows(participant_id, account_id, scope),
        *followup_rows(participant_id, account_id),
        *station_rows(participant_id, account_id, team_id),
        *moves_rows(participant_id, account_id, team_id),
        *invitations_rows(account_id, phone, team_id),
        *rosters_rows(account_id),
        *standings_rows(participant_id, team_id),
        *learning_rows(participant_id, account_id),
    ]


def learning_rows(participant_id: int, account_id: int) -> list[Any]:
    """A card read and one edited, a question missed, and a quiz begun."""
    return [
        LessonVersion(
            card_id="canary",
            version=account_id % 1_000_000 + 1,
            text="canary-lesson",
            edited_by=account_id,
            edited_at=NOW,
        ),
        LessonRead(participant_id=participant_id, card_id="canary", read_on=FRIDAY),
        QuestionAnswer(
            participant_id=participant_id,
            question_id="canary-1",
            first_on=FRIDAY,
            first_version=0,
            first_right=False,
            last_on=FRIDAY,
            last_version=0,
            last_option=1,
            last_right=False,
            box=1,
            due_on=FRIDAY,
        ),
        QuizRow(participant_id=participant_id, day=FRIDAY, paper="canary-1@0:1-", finished_at=NOW),
    ]


def standings_rows(participant_id: int, team_id: int) -> list[Any]:
    """Her wish about points, and a mark of her team that hers are in."""
    return [
        PointsChoice(participant_id=participant_id, hidden=True),
        MarkContributor(participant_id=participant_id, team_id=team_id, as_of=AS_OF),
    ]


def rosters_rows(account_id: int) -> list[Any]:
    """A list that she uploaded and has not confirmed."""
    values = {"scope": "unit:1", "file_name": "canary.xlsx", "uploaded_at": NOW, "draft": b"{}"}
    return [Upload(account_id=account_id, **values)]


def file_rows(account_id: int, season_id: int) -> list[Any]:
    """The statistician's file: asked for, approved and fetched."""
    request_id = random_key()
    return [
        FileRequest(
            id=request_id,
            account_id=account_id,
            season_id=season_id,
            as_of=AS_OF,
            version=1,
            purpose="canary-purpose",
            asked_at=NOW,
        ),
        FileDecision(
            request_id=request_id,
            account_id=account_id,
            approved=True,
            decided_at=NOW,
            expires_at=NOW,
        ),
        FileDownload(
            request_id=request_id, account_id=account_id, at=NOW, sha256="c" * 64, rows=10
        ),
    ]


def log_rows(participant_id: int) -> list[Any]:
    """What she noted and may take back."""
    return [
        GoalRow(
            participant_id=participant_id, kind=GoalKind.LOSE, target_grams=61_307, set_on=FRIDAY
        ),
        WeightUndo(participant_id=participant_id, day=FRIDAY, grams=66_613, noted_at=NOW),
        DoctorRequest(participant_id=participant_id, asked_at=NOW),
        ExerciseUndo(
            participant_id=participant_id,
            key="f" * 32,
            deleted=True,
            day=FRIDAY,
            kind="tai_chi",
            effort=Effort.LIGHT,
            minutes=37,
            noted_at=NOW,
        ),
    ]


def followup_rows(participant_id: int, account_id: int) -> list[Any]:
    """That her leader asked how it goes, and how she wants to be reminded."""
    at = NOW + timedelta(microseconds=account_id % 1_000_000)  # two people's are never alike
    marked = {"outcome": Outcome.CONTACTED, "actor_id": account_id, "at": at}
    return [
        FollowUp(participant_id=participant_id, day=FRIDAY, until=TODAY, **marked),
        NudgeRow(participant_id=participant_id, at=NOW, kind=NudgeKind.COMEBACK),
        MuteRow(participant_id=participant_id, muted_until=TODAY),
        ReminderRow(participant_id=participant_id, weekday=4, at_time=time(7, 30)),
    ]


def invitations_rows(account_id: int, phone: str, team_id: int) -> list[Any]:
    """The slip she joined with, and the one she began to lead with."""
    slip = {"made_at": NOW, "last_day": TODAY}
    unit_id = db.session.get_one(TeamRow, team_id).unit_id
    return [
        Invitation(
            unit_id=unit_id, name="canary-name", phone=phone, line=1, handle=new_handle(), **slip
        ),
        RoleSlip(account_id=account_id, handle=new_handle(), **slip),
    ]


def station_rows(participant_id: int, account_id: int, team_id: int) -> list[Any]:
    """A weighing station she opened, was let in at, and had herself weighed at."""
    station_id = random_key()
    team = db.session.get_one(TeamRow, team_id)
    season_id = db.session.get_one(ParticipantRow, participant_id).season_id
    station = StationRow(
        id=station_id,
        season_id=season_id,
        district_code="110112",
        unit_id=team.unit_id,
        place="食堂一楼",
        day=FRIDAY,
        opens=NOW,
        closes=NOW,
        opened_by=account_id,
    )
    code = f"{station_id % 10**12:012d}"
    door = StationDoor(station_id=station_id, code=code, name=NAME, account_id=account_id)
    shown = WeighingCode(
        number=code[:8],
        code=code,
        participant_id=participant_id,
        wants_height=False,
        expires_at=NOW,
    )
    return [station, door, shown, AskedAgain(participant_id=participant_id, day=FRIDAY)]


def group_rows(participant_id: int, account_id: int, scope: str) -> list[Any]:
    """What she is to her team, and what was done there."""
    return [
        Leave(participant_id=participant_id, first=FRIDAY, last=TODAY),
        DeedRow(
            participant_id=participant_id,
            actor_id=account_id,
            deed=Deed.CONTACTED,
            why="她说下周回来",
            at=NOW,
        ),
        ReleaseContributor(participant_id=participant_id, scope=scope, as_of=AS_OF),
    ]


def moves_rows(participant_id: int, account_id: int, team_id: int) -> list[Any]:
    """What she asked of a team and was asked by one."""
    return [
        MoveRequest(
            account_id=account_id,
            team_id=team_id,
            kind=MoveKind.TRANSFER,
            asked_at=NOW,
            expires_at=NOW,
            actor_id=account_id,
            why="canary-reason",
        ),
        PauseProposal(
            participant_id=participant_id,
            actor_id=account_id,
            first=FRIDAY,
            last=TODAY,
            at=NOW + timedelta(microseconds=account_id % 1_000_000),  # nobody else's is the same
        ),
        AnnouncementReader(account_id=account_id, opened_at=NOW),
        AnnouncementRow(
            season_id=db.session.get_one(ParticipantRow, participant_id).season_id,
            author_id=account_id,
            audience=Audience.MEMBERS,
            team_id=team_id,
            text="canary-announcement",
            posted_at=NOW,
            valid_until=TODAY,
        ),
    ]


def photograph_rows(participant_id: int, account_id: int, squad_id: int) -> list[Any]:
    """A photograph that she uploaded and was named in."""
    photograph_id = random_key()
    return [
        PhotographRow(
            id=photograph_id,
            squad_id=squad_id,
            uploaded_by=account_id,
            uploaded_at=NOW,
            caption="canary-caption",
            people=1,
            width=1600,
            height=1200,
            sha256=f"{photograph_id:064x}",
        ),
        PersonInPhotograph(photograph_id=photograph_id, participant_id=participant_id),
    ]


def formation_rows(participant_id: int, squad_id: int) -> list[Any]:
    """Her place in a formation, and one she stood in at."""
    at = {"squad_id": squad_id, "revision": 1}
    return [
        FormationRow(**at, shape=Shape.FREE, cells="1.1 1.2", saved_at=NOW),
        FormationPlace(**at, number=1, participant_id=participant_id, remark="领操"),
        FormationStandIn(**at, number=2, participant_id=participant_id),
    ]


def gate_rows(participant_id: int, account_id: int, showcase_id: int) -> list[Any]:
    """Her ticket, her coming in, and a gate that she stood at."""
    door_id = random_key()
    return [
        GateDoor(
            id=door_id,
            showcase_id=showcase_id,
            code=f"{account_id % 10**12:012d}",
            name="canary-gate",
            account_id=account_id,
        ),
        TicketRow(participant_id=participant_id, showcase_id=showcase_id, number="123456"),
        PassageRow(
            participant_id=participant_id,
            key=f"{door_id:032x}",
            showcase_id=showcase_id,
            door_id=door_id,
            how=Passed.SCAN,
            at=NOW,
            received_at=NOW,
        ),
    ]


def lecture_rows(participant_id: int, account_id: int, season_id: int) -> list[Any]:
    """A lecture that she announced, registered for and came to."""
    lecture_id = random_key()
    key = {"participant_id": participant_id, "lecture_id": lecture_id}
    return [
        LectureRow(
            id=lecture_id,
            season_id=season_id,
            title="canary-lecture",
            speaker="张医生",
            place="礼堂",
            day=FRIDAY,
            starts=NOW,
            ends=NOW + timedelta(hours=1),
            capacity=100,
            lets_more_in=False,
            secret="s" * SECRET_LENGTH,
            made_by=account_id,
        ),
        RegistrationRow(**key, turn=1, waited=False, registered_at=NOW),
        AttendanceRow(**key, at=NOW, how=Came.CODE),
    ]


def fill(make: Factory, season_id: int, team_id: int, phone: str, name: str) -> int:
    """A person with a row in every listed table; her participant's key."""
    account_id = make.account(name, phone, password="canary-password")
    participant_id = make.participant(season_id, team_id, account_id=account_id)
    role = Role.LEADER if phone == HERS else Role.DEPUTY
    make.grant(account_id, season_id, role, team_scope(team_id))
    make.reading(participant_id, FRIDAY, 66_617)
    make.exercise(participant_id, date(2024, 10, 9), 43)
    showcase_id = make.showcase(season_id)
    squad_id = make.squad(make.item(showcase_id), team_id)
    make.squad_member(squad_id, participant_id, height_cm=163)
    make.rehearsal(squad_id, participant_id)
    with make.app.app_context():
        kept = {"season_id": season_id, "as_of": AS_OF, "version": 1, "note": ""}
        db.session.merge(Snapshot(**kept, frozen_at=NOW, data_hash="0" * 64))
        shown = (
            *photograph_rows(participant_id, account_id, squad_id),
            *formation_rows(participant_id, squad_id),
            *gate_rows(participant_id, account_id, showcase_id),
            *lecture_rows(participant_id, account_id, season_id),
        )
        for row in (*rows_for(participant_id, account_id, phone, team_id), *shown):
            db.session.add(row)
            db.session.flush()
        db.session.commit()
    return participant_id


@pytest.fixture
def team_id(make: Factory) -> int:
    """A team with her and a colleague, and a frozen figure both are in."""
    season_id = make.season()
    team_id = make.team(season_id)
    with make.app.app_context():
        db.session.add(
            Release(
                season_id=season_id,
                scope=team_scope(team_id),
                as_of=AS_OF,
                figures={"mean": -1.5},
                frozen_at=NOW,
                forgotten=1,
            )
        )
        db.session.commit()
    fill(make, season_id, team_id, HERS, NAME)
    fill(make, season_id, team_id, COLLEAGUES, "小红")
    return team_id


@pytest.fixture
def filled(database: Flask, team_id: int) -> Flask:
    """The application with both of them in it."""
    assert team_id
    return database


def table_of(name: str) -> Table:
    return db.metadata.tables[name]


def everything(name: str) -> set[tuple[Any, ...]]:
    """All rows of a table."""
    return {tuple(row) for row in db.session.execute(select(table_of(name)))}


@pytest.mark.usefixtures("filled")
def test_the_list_is_filled_for_her_in_every_table() -> None:
    copy = store.copy_of(HERS)

    assert {table for table, rows in copy.tables.items() if rows} == {kept.name for kept in KEPT}


@pytest.mark.usefixtures("filled")
def test_a_copy_has_her_values_and_none_of_her_colleagues() -> None:
    hers, others = store.copy_of(HERS), store.copy_of(COLLEAGUES)

    assert hers.tables["account"][0]["name"] == NAME
    assert hers.tables["reading"][0]["grams"] == 66_617
    assert hers.tables["membership"][0]["team"] == "机械厂 · 一组"
    for table, rows in hers.tables.items():
        assert not [row for row in rows if row in others.tables[table]], table


@pytest.mark.usefixtures("filled")
def test_a_copy_explains_every_column_and_keeps_the_password_hash_back() -> None:
    copy = store.copy_of(HERS)

    named = {column for rows in copy.tables.values() for row in rows for column in row}
    named |= {column for row in copy.looked_at_you for column in row}
    assert named == set(COLUMNS)
    assert "password_hash" not in named


@pytest.mark.usefixtures("filled")
def test_a_copy_says_who_looked_at_her_team() -> None:
    assert [look["viewer"] for look in store.copy_of(HERS).looked_at_you] == ["小红"]


@pytest.mark.usefixtures("filled")
def test_a_copy_says_who_had_her_phone_and_who_read_her_wish_to_be_called() -> None:
    colleague = store.copy_of(COLLEAGUES).tables["account"][0]["id"]
    hers = store.copy_of(HERS).tables["participant"][0]["id"]
    looks = [
        (participant_scope(hers), "phone", FRIDAY),
        (district_scope("110112"), "contact_requests", FRIDAY),  # before she asked
        (district_scope("110112"), "contact_requests", TODAY),
        (district_scope("110105"), "contact_requests", TODAY),
    ]
    with writing() as session:
        for scope, what, day in looks:
            add_look(session, colleague, scope, what, day, NOW)

    found = store.copy_of(HERS).looked_at_you

    assert [(look["what"], look["day"]) for look in found] == [
        ("phone", FRIDAY),
        ("roster", FRIDAY),
        ("contact_requests", TODAY),
    ]


@pytest.mark.usefixtures("filled")
def test_erasure_leaves_no_row_in_any_table_that_promises_it() -> None:
    before = {kept.table: everything(kept.table) for kept in KEPT}
    hers = store.copy_of(HERS).tables

    certificate = store.erase(HERS, TODAY, NOW)

    db.session.remove()
    gone = [kept.table for kept in KEPT if kept.fate is Fate.DELETED]
    for table in gone:
        assert len(before[table]) - len(everything(table)) == len(hers[table]), table
    assert certificate.rows_deleted == sum(len(hers[table]) for table in gone)


@pytest.mark.usefixtures("filled")
def test_erasure_touches_no_row_of_a_colleague() -> None:
    before = store.copy_of(COLLEAGUES).tables

    store.erase(HERS, TODAY, NOW)

    db.session.remove()
    assert store.copy_of(COLLEAGUES).tables == before


@pytest.mark.usefixtures("filled")
def test_what_is_left_is_a_number_without_a_name() -> None:
    account_id = store.copy_of(HERS).tables["account"][0]["id"]

    store.erase(HERS, TODAY, NOW)

    db.session.remove()
    account = db.session.get_one(Account, account_id)
    part = db.session.scalars(select(ParticipantRow).where(ParticipantRow.account_id == account_id))
    stay = db.session.scalars(select(Membership).where(Membership.last.is_not(None))).one()
    grant = db.session.scalars(select(RoleGrant).where(RoleGrant.account_id == account_id)).one()
    assert (account.name, account.epoch, account.password_hash) == ("—", 1, "-")
    assert part.one().left_on == TODAY
    assert stay.last == date(2024, 10, 15)
    assert grant.ended_at == NOW


def test_a_stay_that_began_today_never_was(make: Factory, filled: Flask, team_id: int) -> None:
    with filled.app_context():
        season_id = db.session.scalars(select(ParticipantRow.season_id)).first()
    account_id = make.account("陈晨", "13811112222")
    assert season_id
    participant_id = make.participant(season_id, team_id, account_id=account_id, enrolled_on=TODAY)

    store.erase("13811112222", TODAY, NOW)

    db.session.remove()
    stays = select(Membership).where(Membership.participant_id == participant_id)
    assert db.session.scalars(stays).all() == []


@pytest.mark.usefixtures("filled")
def test_her_teams_days_are_counted_again(team_id: int) -> None:
    store.erase(HERS, TODAY, NOW)

    marks = {(mark.team_id, mark.day) for mark in db.session.scalars(select(StaleTeamDay))}
    days = {date(2024, 10, 9), FRIDAY, TODAY}
    mondays = {date(2024, 10, 7), date(2024, 10, 14)}
    assert marks == {(team_id, day) for day in days | mondays}
    assert db.session.scalars(select(StaleRoster.team_id)).all() == [team_id]


@pytest.mark.usefixtures("filled")
def test_a_frozen_figure_stays_and_counts_one_more_forgotten_contributor() -> None:
    store.erase(HERS, TODAY, NOW)

    db.session.remove()
    release = db.session.scalars(select(Release)).one()
    assert (release.figures, release.forgotten) == ({"mean": -1.5}, 2)


@pytest.mark.usefixtures("filled")
def test_the_record_of_an_erasure_names_nobody() -> None:
    certificate = store.erase(HERS, TODAY, NOW)

    record = db.session.scalars(select(Erasure)).one()
    assert (record.id, record.erased_at) == (certificate.number, NOW)
    assert db.session.get_one(Account, record.account_key).name == BARE_NAME
    columns = {column.name for column in table_of("erasure").c}
    assert columns == {"id", "erased_at", "rows_deleted", "account_key"}


@pytest.mark.usefixtures("filled")
def test_an_erased_phone_is_unknown_and_can_be_used_again(make: Factory) -> None:
    store.erase(HERS, TODAY, NOW)

    with pytest.raises(UnknownPersonError):
        store.copy_of(HERS)
    assert make.account("新人", HERS)


@pytest.mark.usefixtures("database")
def test_somebody_who_takes_no_part_can_be_copied_and_erased(make: Factory) -> None:
    make.account("李伟", "13811112222")

    copy = store.copy_of("13811112222")
    store.erase("13811112222", TODAY, NOW)

    assert [len(copy.tables[table]) for table in ("account", "participant", "reading")] == [1, 0, 0]


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[tuple[Flask, Path]]:
    """A SQLite file of its own, so that nobody else's connection keeps its log."""
    path = tmp_path / "alone.db"
    app = app_on(f"sqlite:///{path}")
    yield app, path
    with app.app_context():
        db.engine.dispose()


def bytes_on_disk(path: Path) -> bytes:
    """The database file with its log, as somebody who copies the disk has it."""
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(path.name + "*")))


CANARIES = {
    "phone": HERS.encode(),
    "name": NAME.encode(),
    "weight": (66_617).to_bytes(3),
    "weight before": (66_613).to_bytes(3),
    "goal": (61_307).to_bytes(3),
}


def test_nothing_of_her_is_left_in_the_bytes_of_a_sqlite_file(alone: tuple[Flask, Path]) -> None:
    app, path = alone
    make = Factory(app)
    season_id = make.season()
    fill(make, season_id, make.team(season_id), HERS, NAME)
    before = bytes_on_disk(path)

    with app.app_context():
        certificate = store.erase(HERS, TODAY, NOW)

    after = bytes_on_disk(path)
    assert [name for name in CANARIES if CANARIES[name] in before] == list(CANARIES)
    assert [name for name in CANARIES if CANARIES[name] in after] == []
    assert not certificate.left_on_disk


def test_a_reader_at_that_moment_is_named_as_the_reason_for_what_is_left(tmp_path: Path) -> None:
    app = app_on(f"sqlite:///{tmp_path / 'read.db'}?timeout=0.1")
    Factory(app).account("李伟", "13811112222")

    with app.app_context():
        with db.engine.connect() as reader:
            reader.exec_driver_sql("SELECT count(*) FROM account")
            certificate = store.erase("13811112222", TODAY, NOW)
        db.engine.dispose()

    assert certificate.left_on_disk


@pytest.mark.usefixtures("filled")
def test_the_consents_of_a_person_are_each_in_her_copy() -> None:
    assert {row["kind"] for row in store.copy_of(HERS).tables["consent"]} == set(ConsentKind)
