"""A participant's body and goal, written and read back."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.calls.models import DoctorRequest
from tracker.campaign.models import ParticipantRow
from tracker.campaign.store import hold
from tracker.database import db, insert, writing
from tracker.weight.models import BodyRow, GoalRow, WeightUndo
from tracker.weight.rules import Body, Goal, Profile


def profile(participant_id: int) -> Profile:
    """What the room knows of her besides readings, in one query."""
    query = (
        select(BodyRow, GoalRow, DoctorRequest, WeightUndo.day)
        .select_from(ParticipantRow)
        .outerjoin(BodyRow, BodyRow.participant_id == ParticipantRow.id)
        .outerjoin(GoalRow, GoalRow.participant_id == ParticipantRow.id)
        .outerjoin(DoctorRequest, DoctorRequest.participant_id == ParticipantRow.id)
        .outerjoin(WeightUndo, WeightUndo.participant_id == ParticipantRow.id)
        .where(ParticipantRow.id == participant_id)
        .execution_options(populate_existing=True)
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        return Profile(None, None, None, None)
    found, wanted, request, undoable = row
    waiting = request is not None and request.called_at is None
    return Profile(
        body=_body(found) if found else None,
        goal=Goal(wanted.kind, wanted.target_grams, wanted.set_on) if wanted else None,
        doctor_asked_at=request.asked_at if waiting else None,
        undoable=undoable,
    )


def body(participant_id: int) -> Body | None:
    """What joining asked about her body, if it asked."""
    return profile(participant_id).body


def goal(participant_id: int) -> Goal | None:
    """Her goal, if she has set one."""
    return profile(participant_id).goal


def set_goal(participant_id: int, wanted: Goal) -> None:
    """Store her goal in place of the one before; raises NotTakingPartError."""
    with writing() as session:
        hold(session, participant_id)
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


def _body(row: BodyRow) -> Body:
    return Body(
        height_mm=row.height_mm,
        sex=row.sex,
        birth_year=row.birth_year,
        doctor_first=row.doctor_first,
        recalled_grams=row.recalled_grams,
    )
