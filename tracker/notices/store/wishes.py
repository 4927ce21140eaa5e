"""Who likes to be thanked in the group; nobody does unless she said so."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select

from tracker.campaign.store import hold, limited_people
from tracker.database import db, insert, writing
from tracker.notices.models import ThanksWish


def wishes_thanks(participant_id: int) -> bool:
    """Whether she said so."""
    return db.session.get(ThanksWish, participant_id) is not None


def wish_thanks(participant_id: int, now: datetime) -> None:
    """From now on her name may stand among the thanks; saying so twice is saying so once."""
    wish = insert(ThanksWish).values(participant_id=participant_id, wished_at=now)
    with writing() as session:
        hold(session, participant_id)
        session.execute(wish.on_conflict_do_nothing())


def take_back_wish(participant_id: int) -> None:
    """From now on it does not stand there."""
    with writing() as session:
        session.execute(delete(ThanksWish).where(ThanksWish.participant_id == participant_id))


def wishing(participant_ids: Collection[int]) -> list[int]:
    """Those of these who wish to be thanked, in the order given."""
    query = select(ThanksWish.participant_id).where(
        ThanksWish.participant_id.in_(list(participant_ids)),
        ThanksWish.participant_id.not_in(limited_people()),
    )
    found = set(db.session.scalars(query))
    return [each for each in participant_ids if each in found]
