"""Two phones check 400 people in, one without a network; nobody is lost, nobody counted twice."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import TODAY, Site
from tests.journeys.visitor import DESK, PHONE, Visitor, visiting
from tests.server import SECRET_KEY, Server, serve
from tracker import create_app
from tracker.gates import store
from tracker.gates.rules import new_keys, token
from tracker.gates.views.room import token_of

CITY, PARTICIPANT = "13900000004", "13900000001"
DOOR = re.compile(r"/gates/door/\w+")
PEOPLE, BOTH = 400, 20
HALF = PEOPLE // 2
CHECK_ALL = """
async (texts) => {
  const form = document.querySelector("[data-form]");
  const field = document.querySelector("[data-number]");
  const verdict = document.querySelector("[data-verdict]");
  const kinds = {};
  for (const text of texts) {
    field.value = text;
    const shown = new Promise((done) => {
      const seen = new MutationObserver(() => { seen.disconnect(); done(); });
      seen.observe(verdict, { attributes: true, attributeFilter: ["data-kind"] });
    });
    form.requestSubmit();
    await shown;
    kinds[verdict.dataset.kind] = (kinds[verdict.dataset.kind] ?? 0) + 1;
  }
  return kinds;
}
"""


@dataclass(frozen=True)
class Event:
    """A showcase at whose gate nobody was yet, and the tickets of 400 people."""

    server: Server
    app: Flask
    showcase_id: int
    numbers: list[str]
    tokens: list[str]

    def inside(self) -> dict[int, str]:
        """Whose tickets are in, by the database."""
        with self.app.app_context():
            return {each: found.gate for each, found in store.inside(self.showcase_id).items()}


@pytest.fixture(scope="module")
def event(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Event]:
    """A copy of the season in which the gate has just opened, on a server of its own."""
    folder: Path = tmp_path_factory.mktemp("gate")
    path = folder / "gate.db"
    source = site.environ["DATABASE_URL"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(source)) as whole, closing(sqlite3.connect(path)) as copy:
        whole.backup(copy)
        copy.execute("DELETE FROM gate_passage")
        query = "SELECT id FROM showcase WHERE district_code IS NULL AND state = 'confirmed'"
        [[showcase_id]] = copy.execute(query).fetchall()
        copy.commit()
    url = f"sqlite:///{path}"
    app = create_app({**site.environ, "DATABASE_URL": url, "SECRET_KEY": SECRET_KEY})
    with app.test_request_context():
        _, members = store.confirmed(showcase_id)
        people = sorted({each.participant_id for each in members})[:PEOPLE]
        numbers = list(store.tickets(showcase_id, people).values())
        tokens = [token_of(showcase_id, each) for each in numbers]
    server = serve(url, TODAY, folder / "server.log")
    yield Event(server, app, showcase_id, numbers, tokens)
    server.kill()


@pytest.fixture
def phones(chromium: Browser, event: Event) -> Iterator[list[Visitor]]:
    """The city makes two doors, and two phones come in by them."""
    with (
        visiting(chromium, event.server, DESK) as city,
        visiting(chromium, event.server, PHONE) as east,
        visiting(chromium, event.server, PHONE, scheme="dark") as west,
    ):
        city.sign_in(CITY)
        for name, phone in (("东门", east), ("西门", west)):
            city.visit(f"/showcases/{event.showcase_id}/gate/doors")
            city.page.locator("[name=name]").fill(name)
            city.go(city.button("做一个门码"))
            phone.visit(str(DOOR.findall(city.page.content())[0]))
            phone.go(phone.button("明白了，开始"))
            phone.page.locator("[data-ready]").wait_for()
        city.visit(f"/showcases/{event.showcase_id}/gate")
        yield [east, west]


def check(page: Page, texts: list[str]) -> dict[str, int]:
    """Type or scan one after the other, as fast as the phone says what it thinks."""
    counted: dict[str, int] = page.evaluate(CHECK_ALL, texts)
    return counted


def all_sent(phone: Visitor) -> None:
    """Wait until nothing waits on the phone any more."""
    phone.page.locator("[data-state][data-waiting='0']").wait_for()


def test_four_hundred_come_in_by_two_gates_one_without_a_network(
    event: Event, phones: list[Visitor]
) -> None:
    east, west = phones
    west.page.context.set_offline(True)
    quarter = HALF + HALF // 2

    # Half of them by what a camera reads, half by the number that they read out.
    by_east = check(east.page, event.tokens[: HALF // 2] + event.numbers[HALF // 2 : HALF])
    by_west = check(west.page, event.tokens[HALF - BOTH : quarter])
    waiting = west.read("[data-state]")
    killed(west, event)
    kept = west.read("[data-state]")
    by_west_again = check(west.page, event.numbers[quarter:])
    told = check(west.page, [event.numbers[-1], forged(event), "000000", "123456"])
    all_sent(east)
    before = event.inside()
    west.noise.clear()  # the browser said that there was no network
    west.page.context.set_offline(False)
    all_sent(west)
    west.review()

    inside = event.inside()
    with event.app.app_context():
        doubles = store.overview(event.showcase_id).twice
    assert (by_east, by_west, by_west_again) == (
        {"good": HALF},
        {"good": BOTH + HALF // 2},
        {"good": HALF // 2},
    )
    assert waiting.startswith(f"{BOTH + HALF // 2} 条")
    assert kept == waiting
    assert told["again"] == 1
    assert told["forged"] == 1
    assert len(before) == HALF
    assert len(inside) == PEOPLE
    assert len(doubles) == BOTH
    assert all(len(each.later) == 1 for each in doubles)
    assert {each.first.gate for each in doubles} == {"东门"}
    hears_of_the_other(east, event)


def killed(phone: Visitor, event: Event) -> None:
    """The page is gone, and comes back without a network."""
    phone.page.close(run_before_unload=False)
    phone.page = phone.page.context.new_page()
    phone.page.goto(f"{phone.site}/gates/{event.showcase_id}")
    phone.page.locator("[data-number][data-begun]").wait_for()


def hears_of_the_other(phone: Visitor, event: Event) -> None:
    """Once both had a network, each knows whom the other let in."""
    phone.page.get_by_text(f"知道已进的 {PEOPLE} 人").wait_for(timeout=30_000)
    assert check(phone.page, [event.tokens[-1]]) == {"elsewhere": 1}
    assert "西门" in phone.read("[data-verdict]")
    phone.review()


def forged(event: Event) -> str:
    """A ticket that somebody else signed."""
    return token(new_keys().private, event.showcase_id, event.numbers[0])


def test_a_picture_of_her_ticket_is_read_by_the_phone(
    event: Event, phones: list[Visitor], chromium: Browser, tmp_path: Path
) -> None:
    east, _west = phones
    with visiting(chromium, event.server, PHONE) as her:
        her.sign_in(PARTICIPANT)
        her.visit(f"/showcases/{event.showcase_id}/ticket")
        picture = tmp_path / "ticket.png"
        answer = her.page.request.get(f"{her.site}/showcases/{event.showcase_id}/ticket.png")
        picture.write_bytes(answer.body())

    east.page.locator("[data-picture]").set_input_files(picture)
    east.page.locator("[data-verdict]").wait_for()

    assert re.search("好，请进|进过|别处已进", east.read("[data-verdict]"))
