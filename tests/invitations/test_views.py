"""The contact's pages: slips printed, renewed and taken back."""

import re

from flask import Flask

from tests.factories import Factory
from tests.invitations.inviting import OTHER_PHONE, PHONE, Inviting
from tests.queries import counted
from tracker.invitations.rules import Invited, readable


def test_a_contact_finds_her_slips_by_team(inviting: Inviting) -> None:
    page = inviting.contact().get(f"/units/{inviting.unit_id}/slips").text

    assert "一组" in page
    assert "还没有定队伍的人" in page
    assert page.count("上传了 1 人") == 2


def test_the_unit_page_leads_its_contact_to_the_slips(inviting: Inviting) -> None:
    contacts = inviting.contact().get(f"/units/{inviting.unit_id}").text
    organizer = inviting.organizing(inviting.make.organizer(inviting.season_id))

    assert f"/units/{inviting.unit_id}/slips" in contacts
    assert "/slips" not in organizer.get(f"/units/{inviting.unit_id}").text


def test_nobody_above_a_unit_sees_its_people(inviting: Inviting) -> None:
    city = inviting.organizing(inviting.make.organizer(inviting.season_id))
    district = inviting.organizing(inviting.make.organizer(inviting.season_id, "110112"))

    for browser in (city, district):
        assert browser.get(f"/units/{inviting.unit_id}/slips").status_code == 403
        sheet = f"/units/{inviting.unit_id}/slips/team/{inviting.team_id}/print"
        assert browser.get(sheet).status_code == 403


def test_a_sheet_has_each_slip_with_its_code_and_no_phone(inviting: Inviting) -> None:
    sheet = f"/units/{inviting.unit_id}/slips/team/{inviting.team_id}/print"

    page = inviting.contact().get(sheet).text

    assert page.count('<section class="slip">') == page.count("<svg viewBox") == 1
    assert f"localhost/claim/{readable(inviting.code())}" in page
    assert "王芳" in page
    assert "自愿参加" in page
    assert PHONE not in page
    assert PHONE[-4:] not in re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL)


def test_namesakes_are_told_apart_by_the_end_of_their_phones(inviting: Inviting) -> None:
    inviting.invite(Invited("王芳", "13800007777", inviting.team_id, 3))
    sheet = f"/units/{inviting.unit_id}/slips/team/{inviting.team_id}/print"

    page = inviting.contact().get(sheet).text

    assert "尾号 0001" in page
    assert "尾号 7777" in page


def test_the_pile_shows_phones_masked_and_one_slip_prints_again(inviting: Inviting) -> None:
    contact = inviting.contact()

    pile = contact.get(f"/units/{inviting.unit_id}/slips/team/0").text
    again = contact.get(f"/units/{inviting.unit_id}/slips/{inviting.ids[OTHER_PHONE]}/print").text

    assert "138****0002" in pile
    assert OTHER_PHONE not in pile
    assert readable(inviting.code(OTHER_PHONE)) in again


def test_a_revoked_slip_is_not_printed_and_a_renewed_one_has_another_code(
    inviting: Inviting,
) -> None:
    contact, code = inviting.contact(), inviting.code()
    steps = f"/units/{inviting.unit_id}/slips/{inviting.ids[PHONE]}"
    sheet = f"/units/{inviting.unit_id}/slips/team/{inviting.team_id}/print"

    assert contact.post(f"{steps}/revoke").status_code == 303
    revoked = contact.get(sheet).text
    assert contact.post(f"{steps}/renew").status_code == 303
    renewed = contact.get(sheet).text

    assert readable(code) not in revoked
    assert "有 1 张已停用或过期" in revoked
    assert inviting.code() != code
    assert readable(inviting.code()) in renewed


def test_another_units_slips_are_nowhere(inviting: Inviting, app: Flask, make: Factory) -> None:
    other = Inviting(app, make, inviting.season_id, 0, 0)
    other.team_id = make.team(inviting.season_id)
    contact = inviting.contact()
    mine = f"/units/{inviting.unit_id}/slips"

    for address in (f"{mine}/1/print", f"{mine}/team/{other.team_id}", f"{mine}/team/1/print"):
        assert contact.get(address).status_code == 404
    for step in ("revoke", "renew"):
        assert contact.post(f"{mine}/1/{step}").status_code == 404


def test_two_hundred_slips_a_page_and_few_queries(inviting: Inviting, app: Flask) -> None:
    inviting.invite(
        *(Invited("王芳", f"139{each:08d}", inviting.team_id, each + 9) for each in range(250))
    )
    contact = inviting.contact()
    sheet = f"/units/{inviting.unit_id}/slips/team/{inviting.team_id}/print"

    with counted(app) as queries:
        first = contact.get(sheet).text
    second = contact.get(f"{sheet}?page=2").text

    assert first.count('<section class="slip">') == 200
    assert second.count('<section class="slip">') == 51
    assert contact.get(f"{sheet}?page=3").status_code == 404
    assert len(queries) == 6  # person, unit, piles, slips, season, her part
