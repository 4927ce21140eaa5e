"""The order in which people registered: whoever left the season is in nobody's way."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import Session, aliased

from tracker.campaign.models import ParticipantRow
from tracker.lectures.models import RegistrationRow

Other, Her = aliased(RegistrationRow), aliased(ParticipantRow)


def people_on(lecture_id: Any) -> ScalarSelect[int]:
    """SQL for how many people are on a lecture's list."""
    return _counted(Other.lecture_id == lecture_id)


def people_before() -> ScalarSelect[int]:
    """SQL for how many are before a registration on its list."""
    same = Other.lecture_id == RegistrationRow.lecture_id
    return _counted(same & (Other.turn < RegistrationRow.turn))


def taken_of(session: Session, lecture_id: int, capacity: int) -> int:
    """Inside a caller's transaction: how many seats are taken."""
    return min(session.scalar(select(people_on(lecture_id))) or 0, capacity)


def _counted(where: ColumnElement[bool]) -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(Other)
        .join(Her, Her.id == Other.participant_id)
        .where(where, Her.left_on.is_(None))
        .correlate(RegistrationRow)
        .scalar_subquery()
    )
