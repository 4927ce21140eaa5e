"""A ticket to show, a phone at the gate, the organizers' page, and the certificate afterwards."""

import re
from datetime import timedelta
from io import BytesIO

import orjson
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from tests.gates.conftest import NOW, Gate, later
from tests.queries import counted
from tracker.accounts.models import Account
from tracker.database import db
from tracker.gates import store
from tracker.gates.rules import is_signed_text, milliseconds
from tracker.home.store import looks_at
from tracker.showcases.rules import State
from tracker.web.pictures import paper

pytestmark = pytest.mark.usefixtures("clock")
HEALTH = re.compile(r"公斤|千卡|BMI|腰围|身高|目标|医生|kg|kcal|6[0-9][.][0-9]")
DOOR = re.compile(r"/gates/door/\w+")
KEY = "0123456789abcdef"


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    """What a page says; not its forms' tokens, in which any letters may stand."""
    answer = client.get(address)
    assert answer.status_code == status
    return re.sub(r'name="csrf_token" value="[^"]*"', "", answer.get_data(as_text=True))


def at(gate: Gate, rest: str = "") -> str:
    """An address of the organizers' page."""
    return f"/showcases/{gate.showcase_id}/gate{rest}"


def ticket_of(gate: Gate, person: int = 0) -> str:
    """Somebody's number."""
    with gate.app.app_context():
        return gate.number(person)


def send(gate: Gate, *numbers: str, phone: int = 0, since: int = 0) -> dict[str, object]:
    """What a phone is answered to its notes."""
    entries = [
        {"key": f"{number:>16}".replace(" ", "0"), "at": milliseconds(NOW), "number": number}
        for number in numbers
    ]
    answer = gate.phone(phone).post(
        f"/gates/{gate.showcase_id}/passages", json={"since": since, "entries": entries}
    )
    assert answer.status_code == 200
    return dict(orjson.loads(answer.data))


def test_her_ticket_is_a_picture_from_an_address_of_ours_and_a_number(gate: Gate) -> None:
    her = gate.her()
    number = ticket_of(gate)

    shown = page(her, f"/showcases/{gate.showcase_id}/ticket")
    picture = her.get(f"/showcases/{gate.showcase_id}/ticket.png")

    assert f"{number[:3]} {number[3:]}" in shown
    assert f'src="/showcases/{gate.showcase_id}/ticket.png"' in shown
    assert picture.mimetype == "image/png"
    assert Image.open(BytesIO(picture.data)).size == (900, 1400)


def test_her_ticket_has_neither_her_name_nor_her_key(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    drawn, coded = paper.Sheet.text, paper.draw_code

    def note(
        sheet: paper.Sheet, place: paper.Point, words: str, *rest: object, **how: object
    ) -> None:
        written.append(words)
        drawn(sheet, place, words, *rest, **how)  # type: ignore[arg-type]

    def note_code(sheet: paper.Sheet, link: str, *rest: object) -> None:
        written.append(link)
        coded(sheet, link, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(paper.Sheet, "text", note)
    monkeypatch.setattr("tracker.gates.figures.ticket.draw_code", note_code)
    gate.her().get(f"/showcases/{gate.showcase_id}/ticket.png")

    words = " ".join(written)
    assert "王小芳" not in words
    assert str(gate.people[0]) not in words
    assert re.search(r"\b[A-Z2-7]{120}\b", words)


def test_who_is_in_no_confirmed_squad_has_no_ticket(gate: Gate) -> None:
    stranger = gate.make.participant(gate.season_id, gate.team_id)
    client = gate.make.signed_in(gate.make.account_of(stranger))

    for kind in ("ticket", "ticket.png"):
        page(client, f"/showcases/{gate.showcase_id}/{kind}", 404)


def test_without_the_secret_that_sealed_the_key_the_number_still_works(gate: Gate) -> None:
    gate.app.config["SECRET_KEY"] = "u" * 32
    try:
        with gate.app.app_context():
            account = db.session.get_one(Account, gate.make.account_of(gate.people[0]))
        her = gate.make.signed_in(account.id)
        shown = page(her, f"/showcases/{gate.showcase_id}/ticket")
        page(her, f"/showcases/{gate.showcase_id}/ticket.png", 404)
    finally:
        gate.app.config["SECRET_KEY"] = "t" * 32

    assert "念下面的六位数字" in shown


def test_a_door_lets_a_phone_in_and_its_page_may_use_the_camera(gate: Gate) -> None:
    organizer = gate.organizer()
    organizer.post(at(gate, "/doors"), data={"name": "南门"})
    [door] = DOOR.findall(page(organizer, at(gate, "/doors")))
    phone = gate.app.test_client()

    asked = page(phone, door)
    answer = phone.post(door, follow_redirects=True)

    assert "南门" in asked
    assert answer.request.path == f"/gates/{gate.showcase_id}"
    assert "camera=(self)" in answer.headers["Permissions-Policy"]
    assert "camera=()" in phone.get("/").headers["Permissions-Policy"]
    page(gate.app.test_client(), door, 404)


def test_the_worker_looks_after_the_gates_alone_and_is_never_kept(client: FlaskClient) -> None:
    answer = client.get("/gates/worker.js")

    assert answer.mimetype == "text/javascript"
    assert answer.headers["Service-Worker-Allowed"] == "/gates/"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_phones_list_is_signed_and_says_as_little_as_it_can(gate: Gate) -> None:
    answer = orjson.loads(gate.phone().get(f"/gates/{gate.showcase_id}/tickets.json").data)

    found = orjson.loads(answer["body"])

    assert is_signed_text(gate.pair.public, answer["body"], answer["signature"])
    assert found["squads"] == ["一队"]
    assert {(name, tuple(at)) for _, name, at in found["tickets"]} == {("王**", (0,))}
    assert len(found["tickets"]) == len(gate.people)
    assert not any(str(each) in answer["body"] for each in gate.people)


def test_what_a_phone_sends_is_kept_and_others_hear_of_it(gate: Gate) -> None:
    number = ticket_of(gate)

    mine = send(gate, number, number)
    theirs = send(gate, phone=1)

    assert (mine["refused"], mine["changed"]) == ([], [[number, milliseconds(NOW), ""]])
    assert theirs["changed"] == [[number, milliseconds(NOW), "东门"]]
    with gate.app.app_context():
        assert store.overview(gate.showcase_id).twice == []


def test_a_number_of_nobody_is_named_as_refused(gate: Gate) -> None:
    assert len(send(gate, "000000")["refused"]) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize("sent", [b"", b"[]", b'{"since": 0}', b'{"entries": [], "since": "x"}'])
def test_what_no_phone_would_send_is_a_bad_request(gate: Gate, sent: bytes) -> None:
    address = f"/gates/{gate.showcase_id}/passages"

    answer = gate.phone().post(address, data=sent, content_type="application/json")

    assert answer.status_code == 400


def test_late_notes_are_taken_for_two_days_and_then_the_phone_forgets(
    gate: Gate, clock: time_machine.Traveller
) -> None:
    phone = gate.phone()
    gate.app.config["TRACKER_TODAY"] = None
    try:
        clock.move_to(NOW + timedelta(days=2))
        late = send(gate, ticket_of(gate))
        clock.move_to(NOW + timedelta(days=3))
        gone = phone.get(f"/gates/{gate.showcase_id}")
        organizer = gate.organizer().get(f"/gates/{gate.showcase_id}")
        refused = gate.organizer().post(f"/gates/{gate.showcase_id}/passages", json={})
    finally:
        gate.app.config["TRACKER_TODAY"] = NOW.date()

    assert late["refused"] == []
    assert gone.status_code == 403
    assert (organizer.status_code, b"data-gate-over" in organizer.data) == (200, True)
    assert refused.status_code == 410


def test_a_phone_that_was_shut_out_hears_so_at_once(gate: Gate) -> None:
    gate.organizer().post(at(gate, f"/doors/{gate.doors[0]}/shut"))

    answers = [
        gate.phone().get(f"/gates/{gate.showcase_id}").status_code,
        gate.phone().get(f"/gates/{gate.showcase_id}/tickets.json").status_code,
        gate.phone().post(f"/gates/{gate.showcase_id}/passages", json={}).status_code,
    ]

    assert answers == [403, 403, 403]


def test_without_a_script_the_same_form_asks_the_server(
    gate: Gate, clock: time_machine.Traveller
) -> None:
    number = ticket_of(gate)
    gate.app.config["TRACKER_TODAY"] = None
    form = {"number": f"{number[:3]} {number[3:]}"}
    try:
        first = gate.phone().post(f"/gates/{gate.showcase_id}", data=form, follow_redirects=True)
        clock.shift(timedelta(minutes=20))
        second = gate.phone(1).post(f"/gates/{gate.showcase_id}", data=form, follow_redirects=True)
    finally:
        gate.app.config["TRACKER_TODAY"] = NOW.date()

    assert "好，请进" in first.text
    assert "09:00 已经进过（东门）" in second.text


@pytest.mark.parametrize("typed", ["123", "123456789", "000000", ""])
def test_without_a_script_a_number_of_nobody_is_said_to_be_so(gate: Gate, typed: str) -> None:
    answer = gate.phone().post(f"/gates/{gate.showcase_id}", data={"number": typed})

    assert answer.status_code == 422
    assert "好，请进。" not in answer.text


def test_the_organizers_see_squads_gates_and_whoever_was_noted_twice(gate: Gate) -> None:
    with gate.app.app_context():
        gate.take(0, gate.entry(0), gate.entry(1), now=later(20))
        gate.take(1, gate.entry(0, later(12)), now=later(20))

    shown = page(gate.organizer(), at(gate))

    assert "2 人已进场" in shown
    assert re.search(r"王小芳0 \d{6}.*09:00 东门.*09:12 西门", shown, re.DOTALL)
    assert re.search(r">2</td>\s*<td[^>]*>4</td>", shown)
    assert not HEALTH.search(shown)
    with gate.app.app_context():
        looks = [len(looks_at(0, [each])) for each in gate.people[:2]]
    assert looks == [1, 0]


def test_somebody_is_ticked_by_hand_and_taken_back_with_a_reason(gate: Gate) -> None:
    organizer = gate.organizer()
    page(organizer, at(gate, f"/squads/{gate.squad_id}"))
    mine = at(gate, f"/squads/{gate.squad_id}/{gate.people[0]}")

    organizer.post(mine)
    ticked = page(organizer, at(gate, f"/squads/{gate.squad_id}"))
    silent = organizer.post(f"{mine}/undo", data={"why": " "})
    organizer.post(f"{mine}/undo", data={"why": "点错了人"})
    back = page(organizer, at(gate, f"/squads/{gate.squad_id}"))

    assert ticked.count("已到") == 1
    assert (silent.status_code, "请写原因" in silent.text) == (422, True)
    assert back.count("已到") == 0
    assert "点错了人" in page(gate.her(), "/me/seen")
    assert organizer.post(f"{mine}/undo", data={"why": "再来"}).status_code == 404
    assert organizer.post(at(gate, f"/squads/{gate.squad_id}/1")).status_code == 404
    assert organizer.post(at(gate, f"/squads/1/{gate.people[0]}")).status_code == 404


def test_the_list_on_paper_has_every_name_with_a_box_and_a_number(gate: Gate) -> None:
    shown = page(gate.organizer(), at(gate, "/list"))

    assert [f"王小芳{each}" in shown for each in range(4)] == [True] * 4
    assert shown.count('class="gate-box"') == 4
    assert not HEALTH.search(shown)


@pytest.mark.parametrize("address", ["/squads/{squad}", "/list"])
def test_who_is_on_a_list_reads_that_an_organizer_looked(gate: Gate, address: str) -> None:
    before = page(gate.her(), "/me/seen")

    page(gate.organizer(), at(gate, address.format(squad=gate.squad_id)))

    after = page(gate.her(), "/me/seen")
    assert [each.count("展示队的名单") for each in (before, after)] == [1, 2]


def test_a_certificate_is_hers_once_it_is_over_and_she_came(gate: Gate) -> None:
    with gate.app.app_context():
        gate.take(0, gate.entry(0))
    address = f"/showcases/{gate.showcase_id}/certificate"

    before = page(gate.her(), address)
    page(gate.her(), f"{address}.png", 404)
    gate.set(State.OVER)
    hers, absent = page(gate.her(), address), page(gate.her(1), address)
    picture = gate.her().get(f"{address}.png")
    page(gate.her(1), f"{address}.png", 404)

    assert "结束以后" in before
    assert "入场记录里没有您" in absent
    for words in ("王小芳0", "运动技能展示", "通州区", "2024年10月16日", "八段锦", "超慢跑"):
        assert words in hers
    assert not HEALTH.search(hers)
    assert Image.open(BytesIO(picture.data)).size == (1240, 1754)


def test_nothing_of_a_draft_or_of_another_season_is_shown(gate: Gate) -> None:
    gate.set(State.DRAFT)

    for address in ("ticket", "certificate", "ticket.png", "certificate.png"):
        page(gate.her(), f"/showcases/{gate.showcase_id}/{address}", 404)
    assert gate.phone().get(f"/gates/{gate.showcase_id}").status_code == 404


@pytest.mark.parametrize(
    ("address", "queries"),
    [("", 9), ("/squads/{squad}", 10), ("/list", 9), ("/doors", 5)],
)
def test_pages_ask_no_more_than_they_need(
    app: Flask, gate: Gate, address: str, queries: int
) -> None:
    organizer = gate.organizer()
    where = at(gate, address.format(squad=gate.squad_id))
    page(organizer, where)

    with counted(app) as asked:
        page(organizer, where)

    assert len(asked) == queries


def test_a_phone_asks_for_as_little(app: Flask, gate: Gate) -> None:
    phone, her = gate.phone(), gate.her()
    page(phone, f"/gates/{gate.showcase_id}")
    send(gate, ticket_of(gate))
    found = []

    for client, address in (
        (phone, f"/gates/{gate.showcase_id}"),
        (her, f"/showcases/{gate.showcase_id}/ticket"),
    ):
        page(client, address)
        with counted(app) as asked:
            page(client, address)
        found.append(len(asked))

    assert found == [5, 9]
