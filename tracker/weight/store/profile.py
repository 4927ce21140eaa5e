"""A participant's body and goal, written and read back."""

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from tracker.calls.models import DoctorRequest
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import ConsentKind
from tracker.campaign.store import hold, latest_consent
from tracker.database import Prepared, insert, reader, writing
from tracker.weight.models import BodyRow, GoalRow, WeightUndo
from tracker.weight.rules import Bar, BarredError, Body, Goal, Profile

PROFILE = Prepared(
    lambda: (
        select(
            BodyRow.height_mm,
            BodyRow.sex,
            BodyRow.birth_year,
            BodyRow.doctor_first,
            BodyRow.recalled_grams,
            GoalRow.kind,
            GoalRow.target_grams,
            GoalRow.set_on,
            DoctorRequest.asked_at,
            WeightUndo.day,
        )
        .select_from(ParticipantRow)
        .outerjoin(BodyRow, BodyRow.participant_id == ParticipantRow.id)
        .outerjoin(GoalRow, GoalRow.participant_id == ParticipantRow.id)
        .outerjoin(
            DoctorRequest,
            (DoctorRequest.participant_id == ParticipantRow.id) & DoctorRequest.called_at.is_(None),
        )
        .outerjoin(WeightUndo, WeightUndo.participant_id == ParticipantRow.id)
        .where(ParticipantRow.id == bindparam("participant_id"))
    )
)


def profile(participant_id: int) -> Profile:
    """What the room knows of her besides readings, in one query."""
    row = PROFILE.row(reader(), participant_id=participant_id)
    if row is None:
        return Profile(None, None, None, None)
    height, sex, birth_year, doctor_first, recalled, kind, target, set_on, asked_at, undoable = row
    return Profile(
        body=Body(height, sex, birth_year, doctor_first, recalled) if height else None,
        goal=Goal(kind, target, set_on) if kind else None,
        doctor_asked_at=asked_at,
        undoable=undoable,
    )


def body(participant_id: int) -> Body | None:
    """What joining asked about her body, if it asked."""
    return profile(participant_id).body


def goal(participant_id: int) -> Goal | None:
    """Her goal, if she has set one."""
    return profile(participant_id).goal


def set_goal(participant_id: int, wanted: Goal) -> None:
    """Store her goal in place of the one before; raises NotTakingPartError or BarredError."""
    agrees = select(latest_consent(ConsentKind.BODY_DATA)).select_from(ParticipantRow)
    with writing() as session:
        hold(session, participant_id)
        if not session.scalar(agrees.where(ParticipantRow.id == participant_id)):
            raise BarredError(Bar.NO_CONSENT)
        add_goal(session, participant_id, wanted)


def add_goal(session: Session, participant_id: int, wanted: Goal) -> None:
    """Inside a caller's transaction: her goal, in place of one before."""
    values = {
        "kind": wanted.kind,
        "target_grams": wanted.target_grams,
        "set_on": wanted.set_on,
    }
    session.execute(
        insert(GoalRow)
        .values(participant_id=participant_id, **values)
        .on_conflict_do_update(index_elements=["participant_id"], set_=values)
    )


def add_height(session: Session, participant_id: int, height_mm: int) -> None:
    """Inside a caller's transaction: her height measured anew, in place of the one she typed."""
    hers = update(BodyRow).where(BodyRow.participant_id == participant_id)
    session.execute(hers.values(height_mm=height_mm))


def add_body(session: Session, participant_id: int, found: Body) -> None:
    """Inside a caller's transaction: the body of an adult who gave consent (2)."""
    session.add(
        BodyRow(
            participant_id=participant_id,
            height_mm=found.height_mm,
            sex=found.sex,
            birth_year=found.birth_year,
            doctor_first=found.doctor_first,
            recalled_grams=found.recalled_grams,
        )
    )
    session.flush()
