"""Nothing in the file leads to anybody: no phone, name, key, date or kilogram of hers."""

import io
import json
import re
import zipfile

import pytest
from sqlalchemy import select

from tests.evaluation.conftest import Desk
from tracker.accounts.models import Account
from tracker.campaign.models import ParticipantRow
from tracker.database import db
from tracker.teams.models import TeamRow, UnitRow
from tracker.weight.models import ReadingRow

DATE = re.compile(r"(19|20)\d\d[-/.年]\d{1,2}|\b\d{1,2}月\d{1,2}日")


@pytest.fixture
def texts(desk: Desk) -> dict[str, str]:
    """What is in an approved file, and what it is called."""
    answer = desk.browser(desk.statistician).post(f"/evaluation/{desk.approved()}/file")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        found = {each.filename: archive.read(each).decode() for each in archive.infolist()}
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    return found


def test_no_phone_name_or_key_is_in_it(desk: Desk, texts: dict[str, str]) -> None:
    with desk.app.app_context():
        secrets = {
            str(value)
            for query in (
                select(Account.id, Account.phone, Account.name),
                select(ParticipantRow.id),
                select(TeamRow.id, TeamRow.unit_id, TeamRow.name),
                select(UnitRow.id, UnitRow.name),
            )
            for row in db.session.execute(query)
            for value in row
        } | {str(desk.season_id)}

    whole = "\n".join(texts.values())

    assert [each for each in secrets if each in whole] == []


def test_no_date_is_in_it(texts: dict[str, str]) -> None:
    assert {name: DATE.findall(text) for name, text in texts.items() if DATE.search(text)} == {}


def test_no_weight_is_in_it(desk: Desk, texts: dict[str, str]) -> None:
    with desk.app.app_context():
        grams = set(db.session.scalars(select(ReadingRow.grams)))
    weights = {f"{each / 1000:.{digits}f}" for each in grams for digits in (1, 2, 3)}
    weights |= {str(each) for each in grams}

    found = set(re.findall(r"[0-9]+(?:\.[0-9]+)?", texts["people.csv"] + texts["clusters.csv"]))

    assert weights & found == set()


def test_rows_are_numbered_in_their_own_order_and_hold_no_team(texts: dict[str, str]) -> None:
    header, first, *_ = texts["people.csv"].splitlines()

    assert first.startswith("p000001,")
    assert "team" not in header
    assert "cluster" not in header


def test_nothing_random_that_decides_the_order_is_in_it(texts: dict[str, str]) -> None:
    about = json.loads(texts["release.json"])

    assert set(about) == {
        "cluster_min",
        "coarsened",
        "format",
        "k",
        "late_joiners",
        "people",
        "season_day",
        "season_days",
        "seed",
        "snapshot_hash",
        "snapshot_version",
        "teams",
        "whole_districts",
    }
    assert int(about["snapshot_hash"][:16], 16) == about["seed"]
