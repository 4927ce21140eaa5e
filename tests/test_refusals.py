"""An encrypted column is neither sorted, told apart nor changed without its index by SQL."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import String, func, literal, select, union, union_all, update
from sqlalchemy.orm import aliased

from tests.factories import Factory
from tracker.accounts.models import Account
from tracker.accounts.store import account_id_of
from tracker.database import db
from tracker.database.encryption import blind_index
from tracker.gates.models import GateDoor
from tracker.invitations.models import Invitation

OTHER = aliased(Account)
PHONE = "13812345678"
WRONG: dict[str, Any] = {
    "ordered": select(Account.id).order_by(Account.id, Account.name),
    "ordered under another name": select(OTHER.name.label("by")).order_by(OTHER.name.label("by")),
    "ordered in a subquery": select(func.count()).select_from(
        select(Account.id).order_by(Account.phone).limit(3).subquery()
    ),
    "grouped": select(func.count()).group_by(Account.name),
    "distinct": select(Account.name).distinct(),
    "the greatest": select(func.max(Account.name)),
    "shortened": select(func.substr(Account.name, 1, 1)),
    "a union": union(select(Account.name), select(Account.name)),
    "beside a text": union_all(select(Account.name), select(literal("王芳"))),
    "after a text": union_all(select(literal("王芳", String)), select(Account.name)),
    "beside another column": union_all(select(Account.name), select(GateDoor.name)),
    "a phone alone": update(Account)
    .values(phone=PHONE)
    .execution_options(synchronize_session=False),
    "a phone alone, by its table": update(Account.__table__).values({"phone": PHONE}),  # type: ignore[arg-type]
    "an invitation's phone alone": update(Invitation)
    .values({Invitation.phone: PHONE})
    .execution_options(synchronize_session=False),
}
RIGHT: dict[str, Any] = {
    "counted": select(func.count(Account.name)),
    "whichever is there": select(func.coalesce(Account.name, "")),
    "one after the other": union_all(select(Account.name), select(OTHER.name)),
    "ordered by what is in the clear": select(Account.name).order_by(Account.created_at),
    "a name": update(Account).values(name="李明").execution_options(synchronize_session=False),
}


@pytest.mark.parametrize("how", WRONG)
def test_what_would_be_wrong_is_refused_before_it_is_done(sqlite_app: Flask, how: str) -> None:
    with sqlite_app.app_context(), pytest.raises(TypeError, match="is encrypted"):
        db.session.execute(WRONG[how])


@pytest.mark.parametrize("how", RIGHT)
def test_what_is_right_is_done(sqlite_app: Flask, how: str) -> None:
    with sqlite_app.app_context():
        db.session.execute(RIGHT[how])


def test_many_rows_at_once_are_looked_at_too(sqlite_app: Flask) -> None:
    with sqlite_app.app_context(), pytest.raises(TypeError, match="changed without phone_index"):
        db.session.execute(update(Account), [{"id": 1, "phone": PHONE}])


@pytest.mark.usefixtures("database")
def test_a_phone_changed_in_either_right_way_is_found(make: Factory) -> None:
    first, second = make.account(), make.account()

    db.session.get_one(Account, first).phone = PHONE
    changed = update(Account).where(Account.id == second)
    both = changed.values(phone="13812345679", phone_index=blind_index("13812345679"))
    db.session.execute(both.execution_options(synchronize_session=False))
    db.session.commit()

    assert account_id_of(PHONE) == first
    assert account_id_of("13812345679") == second
