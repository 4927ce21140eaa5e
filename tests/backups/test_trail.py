"""The audit trail comes back from a backup whole, and as closed to changes as it was."""

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import DBAPIError

from tests.backups.conftest import House
from tracker.audit.models import AuditLink
from tracker.audit.tasks import seal_trail
from tracker.campaign.rules import Deed
from tracker.campaign.store import add_deed
from tracker.clock import now
from tracker.database import db, writing


def test_a_restored_trail_holds_and_still_refuses_changes(house: House) -> None:
    her, other = house.people()
    with house.app.app_context():
        with writing() as session:
            for each in (her, other):
                add_deed(session, house.make.account_of(her), each, Deed.CONTACTED, "", now())
        seal_trail()
    file = house.back_up()

    result = house.run(
        "restore", str(file), "--replace", "--without-ledger", answer="replace\nwithout ledger"
    )

    assert result.exit_code == 0, result.output
    said = house.run("check-audit")
    assert said.exit_code == 0, said.output
    assert "2 links hold" in said.output
    with (
        house.app.app_context(),
        pytest.raises(DBAPIError, match="append-only"),
        db.engine.begin() as connection,
    ):
        connection.execute(delete(AuditLink))
