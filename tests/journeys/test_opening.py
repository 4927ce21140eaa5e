"""Two organizers open a season that enrols nobody yet: from locked to open, desk and phone."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import TODAY, told
from tests.journeys.visitor import DESK, PASSWORD, PHONE, Screen, Visitor, visiting
from tests.server import SECRET_KEY, Server, serve
from tracker import clock, create_app
from tracker.accounts.store import add_city_organizer, hashed
from tracker.campaign.store import current_season

AUTHOR, APPROVER = "13900000041", "13900000042"
ENROLMENT_SHIFT = "12"
"""So many weeks later than in 2024, so that the tests' day lies within enrolment."""
HANDLERS = ("甲委员会", "乙局", "丙工会")


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def screen(request: pytest.FixtureRequest) -> Screen:
    """What the organizers sit at."""
    found: Screen = request.param
    return found


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Server, str]]:
    """A server that asks for the gate, with keys and a backup, and the way into its one team.

    Cookies are for HTTPS alone; Chromium takes its own machine for as safe.
    """
    url = f"sqlite:///{tmp_path / 'season.db'}"
    for name, value in {
        "TRACKER_GATE": "1",
        "TRACKER_TODAY": TODAY,
        "SECRET_KEY": SECRET_KEY,
        "DATA_KEY": "ab" * 32,
        "PUBLIC_ORIGIN": "https://jkt.example.cn",
        "BACKUP_KEY": "cd" * 32,
        "BACKUP_FOLDER": str(tmp_path / "backups"),
        "DATABASE_URL": url,
    }.items():
        monkeypatch.setenv(name, value)
    environ = dict(os.environ)
    told(environ, "db", "upgrade")
    told(environ, "open-season", "--preset", "beijing-2024", "--shift-weeks", ENROLMENT_SHIFT)
    with create_app(environ).app_context():
        season = current_season()
        assert season
        for phone, name in ((AUTHOR, "赵敏"), (APPROVER, "钱进")):
            key = hashed(PASSWORD)
            add_city_organizer(phone, name, key, season.id, clock.now(), must_change=False)
    people = ["--leader", "13900000043", "--leader-name", "李伟"]
    people += ["--deputy", "13900000044", "--deputy-name", "孙丽"]
    where = ["--district", "110112", "--unit", "机械厂", "--kind", "enterprise", "--name", "一组"]
    team = told(environ, "create-team", *where, *people)
    told(environ, "back-up")
    server = serve(url, TODAY, tmp_path / "server.log")
    found = re.search(r"/join/[a-z0-9]+", team)
    assert found, team
    yield server, found.group(0)
    server.kill()


def why(server: Server) -> list[str]:
    """What `/readyz` says is missing; a load balancer lets people through all the while."""
    answer = httpx.get(f"http://127.0.0.1:{server.port}/readyz")
    assert answer.status_code == httpx.codes.OK
    return [each["reason"] for each in answer.json()["missing"]]


def fill(visitor: Visitor, **fields: str) -> None:
    """Type into fields by their names."""
    for name, text in fields.items():
        visitor.page.locator(f"[name={name}]").fill(text)


def put_facts_on_record(organizer: Visitor) -> None:
    """Who handles data, and whom to ask."""
    organizer.go(organizer.link("去办 共同处理者"))
    for number, name in enumerate(HANDLERS, 1):
        fill(organizer, **{f"name_{number}": name, f"name_en_{number}": f"Handler {number}"})
        fill(organizer, **{f"contact_{number}": f"010-1234567{number}"})
    fill(organizer, processor_name="运营公司", processor_name_en="Operator Ltd")
    fill(organizer, processor_contact="某路 1 号", contact_name="信息保护岗")
    fill(organizer, contact_name_en="Data desk", contact_phone="010-12345678")
    fill(organizer, contact_email="privacy@example.com", site="https://jkt.example.cn")
    organizer.go(organizer.button("保存"))


def write_assessment(organizer: Visitor) -> None:
    """A draft first, which is there again, and then the whole of it."""
    organizer.go(organizer.link("去办 影响评估"))
    organizer.go(organizer.link("开始写"))
    fill(organizer, purpose="只为参加者自己看变化。")
    organizer.go(organizer.button("存草稿"))
    assert organizer.page.locator("[name=purpose]").input_value() == "只为参加者自己看变化。"
    for name in ("occasion", "impact", "measures", "consulted", "conclusion", "made_by"):
        fill(organizer, **{name: f"写了 {name}"})
    organizer.go(organizer.button("提交，请别人批准"))
    assert "要由另一位市级管理员批准" in organizer.read()


def test_a_season_goes_from_locked_to_open(
    chromium: Browser, locked: tuple[Server, str], screen: Screen
) -> None:
    server, door = locked
    with (
        visiting(chromium, server, screen) as author,
        visiting(chromium, server, screen, scheme="dark") as approver,
        visiting(chromium, server, PHONE) as worker,
    ):
        worker.visit(door)
        assert "报名还没有开始" in worker.read()
        author.sign_in(AUTHOR)
        author.visit("/city/opening")
        assert "还差 7 项" in author.read()
        assert len(why(server)) == 7

        put_facts_on_record(author)
        author.go(author.link("去办 保存期限"))
        author.go(author.button("确认这些期限"))
        write_assessment(author)
        author.visit("/city/opening")
        author.go(author.link("去办 告知书"))
        author.go(author.button("公布下面的文字"))
        assert why(server) == ["assessment"]

        approver.sign_in(APPROVER)
        approver.visit("/city/opening/assessment/1")
        fill(approver, signed="钱进，法规处处长")
        approver.go(approver.button("批准这一版"))

        assert "报名已开放" in approver.read()
        assert why(server) == []
        worker.visit(door)
        assert "六项同意" in worker.read()
        worker.visit("/notice")
        assert "运营公司" in worker.read()
