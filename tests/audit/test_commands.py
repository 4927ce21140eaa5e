"""The check by hand, and the minute's job that seals."""

import logging

import pytest
from flask import Flask
from sqlalchemy import delete, select

from tests.factories import Factory
from tracker import clock
from tracker.accounts.models import RoleGrant
from tracker.audit.models import AuditLink
from tracker.audit.tasks import seal_trail
from tracker.campaign.models import DeedRow
from tracker.campaign.rules import Deed
from tracker.campaign.store import add_deed
from tracker.database import db, writing


@pytest.fixture
def deeds(database: Flask, make: Factory) -> list[int]:
    """Two deeds, sealed by the job."""
    assert database.testing
    season_id = make.season()
    team_id = make.team(season_id)
    leader, her = make.leader(season_id, team_id), make.participant(season_id, team_id)
    with writing() as session:
        for _ in range(2):
            add_deed(session, leader, her, Deed.CONTACTED, "", clock.now())
    seal_trail()
    return list(db.session.scalars(select(DeedRow.id)))


def run(app: Flask, *words: str) -> tuple[int, str]:
    """The command, as whoever runs the server types it."""
    result = app.test_cli_runner().invoke(args=["check-audit", *words])
    return result.exit_code, result.output


@pytest.mark.usefixtures("deeds")
def test_the_head_it_prints_can_be_given_back(app: Flask) -> None:
    code, said = run(app)
    head = said.split()[-1]

    again, _ = run(app, "--head", head)
    other, why = run(app, "--head", head[:-4] + "0000")

    assert (code, again, other) == (0, 0, 1)
    assert "3 links hold, of which 0 have content erased." in said
    assert "kept elsewhere" in why


def test_it_names_the_first_broken_record_and_fails(app: Flask, deeds: list[int]) -> None:
    with writing() as session:
        session.execute(delete(DeedRow).where(DeedRow.id == deeds[0]))

    code, said = run(app)

    assert code == 1
    assert f"(deed {deeds[0]}): the record is missing and no erasure took it." in said


def test_an_empty_trail_holds_and_what_is_no_head_is_refused(database: Flask) -> None:
    code, said = run(database)
    odd, _ = run(database, "--head", "nonsense")

    assert (code, odd) == (0, 2)
    assert "0 links hold" in said


def test_the_job_puts_the_head_into_the_log_once(
    database: Flask, make: Factory, caplog: pytest.LogCaptureFixture
) -> None:
    season_id = make.season()
    make.leader(season_id, make.team(season_id))
    caplog.set_level(logging.INFO, logger="tracker.audit.tasks")

    seal_trail()
    seal_trail()

    bound = db.session.scalars(select(AuditLink.bound)).one()
    lines = [each.message for each in caplog.records if each.name == "tracker.audit.tasks"]
    assert lines == [f"the audit trail is sealed up to 1:{bound}"]
    assert database.testing
    assert db.session.scalars(select(RoleGrant.id)).one()
