"""What a person said of herself when she joined, corrected by herself."""

from sqlalchemy import select, update

from tracker.accounts.models import Account
from tracker.campaign.store import hold
from tracker.database import db, writing
from tracker.privacy.rules import Said
from tracker.weight.models import BodyRow
from tracker.weight.store import body


def said_by(account_id: int, participant_id: int) -> Said:
    """What she said: her name, and where she agreed to it her body."""
    name = db.session.scalar(select(Account.name).where(Account.id == account_id)) or ""
    found = body(participant_id)
    if found is None:
        return Said(name)
    return Said(name, found.height_mm, found.sex, found.birth_year, found.doctor_first)


def correct(account_id: int, participant_id: int, said: Said) -> None:
    """All of it or nothing; a body that is not there is not begun here.

    Raises NotTakingPartError.
    """
    with writing() as session:
        hold(session, participant_id)
        account = session.get_one(Account, account_id, populate_existing=True)
        account.name = said.name
        if said.height_mm is not None:
            session.execute(
                update(BodyRow)
                .where(BodyRow.participant_id == participant_id)
                .values(
                    height_mm=said.height_mm,
                    sex=said.sex,
                    birth_year=said.birth_year,
                    doctor_first=said.doctor_first,
                )
            )
