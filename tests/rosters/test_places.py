"""A district's sheet: units, contacts, teams and who leads them."""

from dataclasses import dataclass
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.factories import Factory
from tests.queries import counted
from tests.rosters.conftest import confirmed
from tracker.accounts.models import Account, RoleGrant
from tracker.accounts.rules import Role, team_scope, unit_scope
from tracker.accounts.store.passwords import matches
from tracker.database import db
from tracker.rosters.documents.writing import PLACES_HEADER, Kind, file_of
from tracker.rosters.rules.cells import key_of
from tracker.rosters.rules.columns import draft_of
from tracker.rosters.rules.files import Sheet
from tracker.rosters.rules.headers import PLACES
from tracker.rosters.rules.places import (
    PlaceFate,
    TeamThere,
    There,
    UnitThere,
    phones_in,
    wanted,
)
from tracker.rosters.rules.places import counted as fates
from tracker.teams.models import JoinCode, TeamRow, UnitRow

CONTACT, LEADER, DEPUTY = "13811110001", "13811110002", "13811110003"
FULL = ("纺织厂", "企业", "孙洁", CONTACT, "一组", "李伟", LEADER, "赵敏", DEPUTY)


def row(**changed: str) -> list[str]:
    """A full row with some cells changed."""
    names = ("unit", "kind", "contact", "contact_phone", "team", "leader", "leader_phone")
    cells = dict(zip((*names, "deputy", "deputy_phone"), FULL, strict=True))
    return list((cells | changed).values())


def fates_of(*rows: list[str], there: There = There()) -> list[PlaceFate]:  # noqa: B008 - frozen
    sheet = Sheet("名单", [list(PLACES_HEADER), *rows])
    return [each.fate for each in wanted(draft_of([sheet], PLACES), there)]


@pytest.mark.parametrize(
    ("changed", "fate"),
    [
        ({}, PlaceFate.NEW),
        ({"kind": ""}, PlaceFate.NEW),
        ({"contact": "", "contact_phone": ""}, PlaceFate.NEW),
        ({"kind": "部队"}, PlaceFate.KIND_UNKNOWN),
        ({"unit": ""}, PlaceFate.UNIT_MISSING),
        ({"unit": "长" * 61}, PlaceFate.NAME_LONG),
        ({"team": "长" * 41}, PlaceFate.NAME_LONG),
        ({"leader": "长" * 31}, PlaceFate.NAME_LONG),
        ({"leader_phone": "1.38E+10"}, PlaceFate.PHONE_WRONG),
        ({"leader_phone": ""}, PlaceFate.PHONE_WRONG),
        ({"deputy": "", "deputy_phone": ""}, PlaceFate.LEADER_MISSING),
        ({"leader": "", "leader_phone": ""}, PlaceFate.LEADER_MISSING),
        ({"deputy_phone": LEADER}, PlaceFate.SAME_LEADER),
        ({"leader": ""}, PlaceFate.PERSON_UNNAMED),
        ({"team": ""}, PlaceFate.ADDS),
    ],
)
def test_a_row_says_what_becomes_of_it(changed: dict[str, str], fate: PlaceFate) -> None:
    assert fates_of(row(**changed)) == [fate]


@pytest.mark.parametrize(
    ("unit", "team", "fate"),
    [
        ((False, True), (False, True, True), PlaceFate.KNOWN),
        ((False, False), (False, True, True), PlaceFate.ADDS),
        ((False, True), (False, True, False), PlaceFate.ADDS),
        ((False, True), (False, False, True), PlaceFate.ADDS),
        ((True, True), (False, True, True), PlaceFate.CLOSED),
        ((False, True), (True, True, True), PlaceFate.CLOSED),
    ],
)
def test_what_is_there_stays_and_only_gaps_are_filled(
    unit: tuple[bool, bool], team: tuple[bool, bool, bool], fate: PlaceFate
) -> None:
    units = {key_of("纺织厂"): UnitThere(1, "纺织厂", *unit)}
    there = There(units, {(key_of("纺织厂"), key_of("一 组")): TeamThere(2, *team)})

    assert fates_of(row(), there=there) == [fate]


def test_a_unit_is_written_once_for_its_teams() -> None:
    second = ["", "", "", "", "二组", "周文", "13811110004", "吴刚", "13811110005"]

    sheet = Sheet("名单", [list(PLACES_HEADER), row(), second])
    found = wanted(draft_of([sheet], PLACES), There())

    assert [(each.unit, each.team, each.fate) for each in found] == [
        ("纺织厂", "一组", PlaceFate.NEW),
        ("纺织厂", "二组", PlaceFate.NEW),
    ]


def test_a_team_written_twice_is_opened_once() -> None:
    assert fates_of(row(), row(team="一 组")) == [PlaceFate.NEW, PlaceFate.REPEATED]


def test_whoever_has_an_account_or_was_named_above_needs_no_name() -> None:
    known = There(phones=frozenset({LEADER}))

    assert fates_of(row(leader=""), there=known) == [PlaceFate.NEW]
    assert fates_of(row(), row(team="二组", leader="")) == [PlaceFate.NEW, PlaceFate.NEW]


@given(st.lists(st.lists(st.text(max_size=12), min_size=9, max_size=9), max_size=6))
def test_whatever_is_written_every_row_gets_one_fate(rows: list[list[str]]) -> None:
    draft = draft_of([Sheet("表", [list(PLACES_HEADER), *rows])], PLACES)

    found = wanted(draft, There())

    assert sum(fates(found).values()) == len(draft.lines)
    assert all(len(phone) == 11 for phone in phones_in(draft))


@dataclass
class Office:
    """A district's organizer at her desk."""

    app: Flask
    make: Factory
    season_id: int
    client: FlaskClient

    def preview(self, *rows: list[str]) -> str:
        """Upload a sheet: where its preview is."""
        content = file_of(Kind.XLSX, PLACES_HEADER, rows)
        answer = self.client.post(
            "/districts/110112/roster", data={"file": (BytesIO(content), "队伍.xlsx")}
        )
        assert answer.status_code == 303, answer.text
        return answer.location

    def count(self, model: type) -> int:
        """How many rows a table has."""
        with self.app.app_context():
            return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def office(app: Flask, make: Factory) -> Office:
    season_id = make.season()
    client = confirmed(app, make.signed_in(make.organizer(season_id, "110112")))
    return Office(app, make, season_id, client)


def test_a_sheet_opens_units_teams_and_roles_at_once(office: Office) -> None:
    preview = office.preview(row())
    page = office.client.get(preview).text

    answer = office.client.post(f"{preview}/confirm")

    assert "新建队伍" in page
    assert answer.location == "/districts/110112/roster"
    said = office.client.get(answer.location).text
    assert "新增 1 个单位、1 支队伍、3 个账号" in said
    with office.app.app_context():
        unit = db.session.scalars(select(UnitRow)).one()
        team = db.session.scalars(select(TeamRow)).one()
        query = select(Account.phone, RoleGrant.role, RoleGrant.scope).join(
            RoleGrant, RoleGrant.account_id == Account.id
        )
        held = {tuple(each) for each in db.session.execute(query)}
        hashes = db.session.scalars(select(Account.password_hash).where(Account.phone == LEADER))
        (password_hash,) = hashes
    assert {
        (CONTACT, Role.CONTACT, unit_scope(unit.id)),
        (LEADER, Role.LEADER, team_scope(team.id)),
        (DEPUTY, Role.DEPUTY, team_scope(team.id)),
    } < held
    assert (unit.name, team.name) == ("纺织厂", "一组")
    assert office.count(JoinCode) == 1
    assert not matches(password_hash, "-")


def test_new_accounts_begin_with_a_slip_of_their_own(office: Office) -> None:
    office.client.post(office.preview(row()) + "/confirm")

    page = office.client.get("/districts/110112/leader-slips").text

    assert all(name in page for name in ("孙洁", "李伟", "赵敏"))


def test_the_same_sheet_again_changes_nothing(office: Office) -> None:
    office.client.post(office.preview(row()) + "/confirm")
    before = [office.count(each) for each in (UnitRow, TeamRow, Account, RoleGrant, JoinCode)]

    preview = office.preview(row())
    page = office.client.get(preview).text
    answer = office.client.post(preview + "/confirm")

    assert "这份表里没有可以新增的" in page
    assert answer.location == preview
    assert before == [
        office.count(each) for each in (UnitRow, TeamRow, Account, RoleGrant, JoinCode)
    ]


def test_a_teams_leader_stays_and_a_missing_deputy_is_filled_in(office: Office) -> None:
    team_id = office.make.team(office.season_id, "一组")
    leader = office.make.leader(office.season_id, team_id)

    office.client.post(office.preview(row(unit="机械厂")) + "/confirm")

    with office.app.app_context():
        query = select(RoleGrant.role, RoleGrant.account_id).where(
            RoleGrant.scope == team_scope(team_id)
        )
        roles = {each.role: each.account_id for each in db.session.execute(query)}
    assert roles[Role.LEADER] == leader
    assert set(roles) == {Role.LEADER, Role.DEPUTY}
    assert office.count(TeamRow) == 1


def test_a_row_that_is_wrong_is_left_out_and_said(office: Office) -> None:
    preview = office.preview(row(), row(unit="毛巾厂", leader_phone="1.38E+10"))

    page = office.client.get(f"{preview}?show=wrong").text
    office.client.post(f"{preview}/confirm")

    assert "手机号读不出来" in page
    assert "确认 1 行" in page
    assert office.count(UnitRow) == 1


def test_columns_of_a_sheet_can_be_understood_otherwise(office: Office) -> None:
    preview = office.preview(row())

    answer = office.client.post(f"{preview}/columns", data={"column-unit": "0"})

    assert answer.status_code == 303
    assert "缺组长或副组长" not in office.client.get(preview).text


def test_a_sheet_can_be_discarded_and_a_wrong_file_is_refused(office: Office) -> None:
    preview = office.preview(row())

    gone = office.client.post(f"{preview}/discard")
    refused = office.client.post(
        "/districts/110112/roster", data={"file": (BytesIO(b"<html>"), "a.xls")}
    )

    assert (gone.status_code, office.client.get(preview).status_code) == (303, 404)
    assert refused.status_code == 422
    assert "另存为 .xlsx" in refused.text


def test_a_hundred_teams_are_opened_by_few_queries_before(office: Office) -> None:
    rows = [
        row(team=f"{number}组", leader_phone=f"139{number:08d}", deputy_phone=f"137{number:08d}")
        for number in range(100)
    ]
    preview = office.preview(*rows)
    office.client.get(preview)

    with counted(office.app) as page:
        office.client.get(preview)
    office.client.post(f"{preview}/confirm")

    assert len(page) == 8  # of these 3 say who asks, in which season
    assert office.count(TeamRow) == 100


def test_the_template_holds_no_team(office: Office) -> None:
    content = office.client.get("/districts/110112/roster-template.xlsx").data

    answer = office.client.post(
        "/districts/110112/roster", data={"file": (BytesIO(content), "模板.xlsx")}
    )

    assert "这份表里没有可以新增的" in office.client.get(answer.location).text
