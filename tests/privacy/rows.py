"""A row in every listed table, for two people whose words and values are told apart."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tests.conftest import TODAY
from tests.factories import Factory
from tracker.accounts.models import (
    AccessLook,
    AccountNews,
    CodeNumber,
    OwnCode,
    PasskeyRow,
    RecoveryCode,
    SessionRow,
    SignInFailure,
    SignInLock,
    TextCode,
)
from tracker.accounts.rules import News, Program, Purpose, Role, System, team_scope
from tracker.announcements.models import AnnouncementReader, AnnouncementRow
from tracker.announcements.rules import Audience
from tracker.calls.models import DoctorRequest
from tracker.campaign.models import DeedRow, ParticipantRow
from tracker.campaign.rules import Deed
from tracker.compliance.models import (
    ApprovalRow,
    AssessmentRow,
    BreachRow,
    FactsRow,
    NoticeRow,
    ReleaseRow,
)
from tracker.database import db, insert, random_key
from tracker.database.numbers import number_index
from tracker.evaluation.models import FileDecision, FileDownload, FileRequest
from tracker.exercise.models import ExerciseUndo
from tracker.exercise.rules import Effort
from tracker.followup.models import FollowUp, MuteRow, NudgeRow, ReminderRow
from tracker.followup.rules import NudgeKind, Outcome
from tracker.formations.models import FormationPlace, FormationRow, FormationStandIn
from tracker.formations.rules import Shape
from tracker.gates.models import GateDoor, PassageRow, TicketRow
from tracker.gates.rules import How as Passed
from tracker.insights.models import OutsideRow, ReleaseContributor, Snapshot
from tracker.invitations.models import Invitation, RecoverySlip, RoleSlip
from tracker.invitations.rules import new_handle
from tracker.learning.models import LessonRead, LessonVersion, QuestionAnswer, QuizRow
from tracker.lectures.models import AttendanceRow, LectureRow, RegistrationRow
from tracker.lectures.rules import SECRET_LENGTH
from tracker.lectures.rules import How as Came
from tracker.moves.models import MoveRequest, PauseProposal
from tracker.moves.rules import MoveKind
from tracker.notices.models import ThanksWish
from tracker.photographs.models import PersonInPhotograph, PhotographRow
from tracker.privacy.models import (
    BroughtEntryRow,
    BroughtReadingRow,
    CopiedFile,
    LeavingPart,
    LeavingRow,
)
from tracker.rosters.models import Upload
from tracker.standings.models import MarkContributor, PointsChoice
from tracker.stations.models import AskedAgain, StationDoor, StationRow, WeighingCode
from tracker.teams.models import Leave, TeamRow, UnitRow
from tracker.weight.models import GoalRow, WeightUndo
from tracker.weight.rules.quantities import GoalKind, Source

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
        *compliance_rows(account_id, db.session.get_one(ParticipantRow, participant_id).season_id),
        SignInFailure(phone=phone, address="203.0.113.7", at=NOW),
        SignInLock(phone=phone, until=NOW),
        AccessLook(viewer_id=account_id, scope=scope, what="roster", day=FRIDAY, last_at=NOW),
        LeavingRow(account_id=account_id, asked_at=NOW),
        CopiedFile(account_id=account_id, language="zh", asked_at=NOW),
        LeavingPart(participant_id=participant_id, team_id=team_id, left_on=FRIDAY),
        *account_rows(account_id),
        *code_rows(account_id, phone),
        *log_rows(participant_id),
        *brought_rows(participant_id),
        ThanksWish(participant_id=participant_id, wished_at=NOW),
        OutsideRow(participant_id=participant_id, departed_id=None, waits=True),
        *group_rows(participant_id, account_id, scope),
        *followup_rows(participant_id, account_id),
        *station_rows(participant_id, account_id, team_id),
        *moves_rows(participant_id, account_id, team_id),
        *invitations_rows(account_id, phone, team_id),
        *rosters_rows(account_id),
        *standings_rows(participant_id, team_id),
        *learning_rows(participant_id, account_id),
    ]


def account_rows(account_id: int) -> list[Any]:
    """A device she is signed in on, her passkey and a code, and what she was told of them."""
    return [
        SessionRow(
            account_id=account_id,
            token_hash=f"{account_id:064x}",
            epoch=0,
            device_hash="d" * 64,
            program=Program.WECHAT,
            system=System.IPHONE,
            began_at=NOW,
            seen_on=FRIDAY,
        ),
        PasskeyRow(
            account_id=account_id,
            credential=f"canary-{account_id}",
            public_key=b"canary",
            sign_count=1,
            name="canary-passkey",
            added_at=NOW,
        ),
        RecoveryCode(account_id=account_id, code_hash="c" * 64, made_at=NOW),
        OwnCode(account_id=account_id, code_hash="c" * 64, made_at=NOW),
        AccountNews(account_id=account_id, kind=News.PASSKEY_ADDED, at=NOW),
    ]


def brought_rows(participant_id: int) -> list[Any]:
    """A weight and a walk of a former season."""
    day = date(2023, 9, 1)
    return [
        BroughtReadingRow(participant_id=participant_id, day=day, source=Source.SELF, grams=68_123),
        BroughtEntryRow(
            participant_id=participant_id,
            key="b" * 32,
            day=day,
            kind="brisk_walking",
            effort=Effort.MODERATE,
            minutes=41,
        ),
    ]


def code_rows(account_id: int, phone: str) -> list[Any]:
    """A code that her number was asked for, and when."""
    at = NOW + timedelta(microseconds=account_id % 1_000_000)  # two people's are never alike
    number = number_index(phone)
    return [
        CodeNumber(number_hash=number, asked_at=at, day=FRIDAY, codes=1, network="203.0.113.7"),
        TextCode(number_hash=number, purpose=Purpose.SIGN_IN, code_hash="c" * 64, sent_at=at),
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


def compliance_rows(account_id: int, season_id: int) -> list[Any]:
    """What an organizer put on record before people came, and what left the system by her."""
    key = {"season_id": season_id, "version": account_id % 1_000_000 + 1}
    moments = {"since": NOW, "until": NOW, "found_at": NOW, "noted_at": NOW}
    texts = dict.fromkeys(("notice_zh", "notice_en", "terms_zh", "terms_en"), "canary-notice")
    return [
        FactsRow(**key, facts="{}", account_id=account_id, saved_at=NOW),
        NoticeRow(**key, sha256="0" * 64, **texts, account_id=account_id, published_at=NOW),
        AssessmentRow(**key, answers="{}", account_id=account_id, saved_at=NOW),
        ApprovalRow(**key, account_id=account_id, signed="canary", approved_at=NOW),
        BreachRow(
            season_id=season_id,
            reach="team",
            key="1",
            kinds="",
            answers="{}",
            account_id=account_id,
            **moments,
        ),
        ReleaseRow(
            season_id=season_id,
            kind="brief",
            scope="city",
            detail="canary",
            sha256="0" * 64,
            account_id=account_id,
            at=NOW,
        ),
    ]


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
    """The slip she joined with, the one she began to lead with, and one for a new password."""
    slip = {"made_at": NOW, "last_day": TODAY}
    unit_id = db.session.get_one(TeamRow, team_id).unit_id
    unit = db.session.get_one(UnitRow, unit_id)
    recovery = RecoverySlip(
        season_id=unit.season_id,
        unit_id=unit_id,
        district_code=unit.district_code,
        handle=new_handle(),
        number_hash=number_index(phone),
        sealed_name="canary-sealed",
        made_at=NOW,
        expires_at=NOW,
    )
    return [
        recovery,
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
            if isinstance(row, SignInLock):  # its key is read back as a hash, so it is not kept
                values = {"phone": row.phone, "until": row.until}
                db.session.execute(insert(SignInLock).values(values))
                continue
            db.session.add(row)
            db.session.flush()
        db.session.commit()
    return participant_id
