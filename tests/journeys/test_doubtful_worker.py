"""王芳 doubts: who can see me, what do you have, and let me go. Down to the certificate."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import TODAY, Site
from tests.journeys.visitor import PASSWORD, PHONE, Visitor, visiting
from tests.server import Server, serve
from tracker import create_app
from tracker.database.encryption import blind_index
from tracker.privacy.tasks import keep_promises

HERS, HER_LEADERS, NAME = "13900000001", "13900000002", "王芳"
TOMORROW, IN_SIX_DAYS, IN_EIGHT_DAYS = "2024-10-17", "2024-10-22", "2024-10-24"
HEALTH_WORDS = re.compile(r"公斤|千卡|BMI|腰围|身高|\bkg\b|kcal")
EYES = ("组长", "单位联系人", "区级管理员", "市级管理员")
LEADER_SEES = "我同意组长和副组长看到我哪天有记录"


@dataclass
class Town:
    """A season of its own, a clock that may be moved, and what is in the file."""

    server: Server
    environ: dict[str, str]
    day: Path
    file: Path

    def move_to(self, day: str) -> None:
        """It is this day now, for every worker process."""
        self.day.write_text(day, encoding="utf-8")

    def keep_promises(self) -> None:
        """What the night's job does, on the day it is."""
        today = self.day.read_text(encoding="utf-8")
        with create_app(self.environ | {"TRACKER_TODAY": today}).app_context():
            keep_promises.call_local()

    def weight_on_disk(self, grams: int) -> bytes:
        """How the one weight of so many grams lies in the file: its day, its source, itself."""
        query = "SELECT day, source, grams FROM reading WHERE grams = ?"
        with closing(sqlite3.connect(self.file)) as connection:
            ((day, source, found),) = connection.execute(query, [grams]).fetchall()
        return int(day).to_bytes(2) + str(source).encode() + int(found).to_bytes(3)

    def phone_on_disk(self, phone: str) -> str:
        """By what a number is found."""
        with create_app(self.environ).app_context():
            return blind_index(phone)

    def bytes(self) -> bytes:
        """The file with its log, as somebody who copies the disk has it."""
        return b"".join(each.read_bytes() for each in self.file.parent.glob("season.db*"))


@pytest.fixture(scope="module")
def town(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The season as it is, in a file of its own: the other stories keep their 王芳."""
    folder: Path = tmp_path_factory.mktemp("doubt")
    file, day = folder / "season.db", folder / "day"
    theirs = site.environ["DATABASE_URL"].removeprefix("sqlite:///")
    with (
        closing(sqlite3.connect(theirs)) as source,
        closing(sqlite3.connect(file)) as target,
    ):
        source.backup(target)
    day.write_text(TODAY, encoding="utf-8")
    url = f"sqlite:///{file}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAY_FILE", str(day))
        server = serve(url, TODAY, folder / "server.log", "tests.journeys.moving:app")
    yield Town(server, site.environ | {"DATABASE_URL": url}, day, file)
    server.kill()


@pytest.fixture
def her(chromium: Browser, town: Town) -> Iterator[Visitor]:
    """On her phone, signed in."""
    with ExitStack() as stack:
        expected = frozenset({401, 422})
        visitor = stack.enter_context(visiting(chromium, town.server, PHONE, expected=expected))
        visitor.sign_in(HERS)
        yield visitor


@pytest.fixture
def leader(chromium: Browser, town: Town) -> Iterator[Visitor]:
    """Her leader, on his own phone."""
    with visiting(chromium, town.server, PHONE) as visitor:
        visitor.sign_in(HER_LEADERS)
        yield visitor


def notes_an_odd_weight(her: Visitor) -> str:
    """What nobody else weighs, beside what she weighed last: told apart by its last digits."""
    her.visit("/weight")
    field = her.page.locator("input.number-big")
    weight = f"{float(field.input_value()):.1f}7"
    field.fill(weight)
    her.go(her.button("为王芳记录"))
    assert weight in her.saved()
    return weight


def reads_who_sees_her(her: Visitor, weight: str) -> None:
    """From her own page: names, looks, and the very pages that others get."""
    her.go(her.place("我"))
    her.go(her.link("我的数据"))
    her.go(her.link("谁能看到我"))
    assert "组长（" in her.read()
    assert "谁看过" in her.read()
    for name in EYES:
        her.go(her.link(f"以{name}身份看我"))
        assert weight not in her.page.content()
        assert not HEALTH_WORDS.search(her.read()), name
        her.page.go_back()


def takes_a_consent_back(her: Visitor, leader: Visitor) -> None:
    """Her leader sees it at his next look, and nobody asks her again."""
    leader.visit("/lead")
    row = leader.page.locator(".roster li", has_text=NAME)
    before = row.inner_text()

    her.visit("/me/consents")
    card = her.page.locator("section", has_text=LEADER_SEES)
    her.go(card.get_by_role("button", name="收回同意"))
    leader.visit("/lead")

    assert "不显示" not in before
    assert "不显示" in row.inner_text()
    for place in ("今天", "体重", "运动", "我", "团队"):
        her.go(her.place(place))
        assert LEADER_SEES not in her.read()


def downloads_everything(her: Visitor, weight: str, folder: Path) -> None:
    """Her password again, a file at once, and all of it readable."""
    her.visit("/me/data")
    her.go(her.link("下载我的数据"))
    her.page.get_by_label("密码").fill("somebody-elses")
    her.go(her.button("确认"))
    assert "密码不对" in her.read()
    her.page.get_by_label("密码").fill(PASSWORD)
    her.go(her.button("确认"))
    her.go(her.button("做一份我的数据"))
    with her.page.expect_download() as download:
        her.link("下载文件").click()
    download.value.save_as(folder / "mine.zip")
    with ZipFile(folder / "mine.zip") as mine:
        everything = json.loads(mine.read("everything.json"))
        page = mine.read("index.html").decode()
        readings = mine.read("csv/reading.csv").decode("utf-8-sig")
    grams = [row["grams"] for row in everything["tables"]["reading"]]
    assert round(float(weight) * 1000) in grams
    assert everything["tables"]["account"][0]["phone"] == HERS
    assert readings.count("\n") == len(grams) + 1
    assert NAME in page
    assert "data:image/png;base64," in page


def leaves(her: Visitor) -> str:
    """In two taps; the number of the certificate to come."""
    her.visit("/me/data")
    before = her.taps
    her.go(her.link("退出并删除"))
    her.go(her.button("退出并删除我的数据"))
    assert her.taps - before == 2
    assert "别人已经看不到您" in her.read()
    return re.sub(r"\D", "", her.page.locator(".number").inner_text())


def test_from_who_can_see_me_to_the_certificate(
    her: Visitor, leader: Visitor, town: Town, tmp_path: Path
) -> None:
    weight = notes_an_odd_weight(her)
    reads_who_sees_her(her, weight)
    takes_a_consent_back(her, leader)
    town.move_to(TOMORROW)
    downloads_everything(her, weight, tmp_path)
    needle = town.weight_on_disk(round(float(weight) * 1000))
    index = town.phone_on_disk(HERS).encode()
    assert [needle in town.bytes(), index in town.bytes()] == [True, True]

    leaves(her)
    leader.visit("/lead")
    assert NAME not in leader.read(".roster")
    her.visit("/")
    her.go(her.page.get_by_role("button", name="我要回来"))
    her.visit("/weight")
    assert weight in her.read()
    leader.visit("/lead")
    assert NAME in leader.read(".roster")

    number = leaves(her)
    town.move_to(IN_SIX_DAYS)
    town.keep_promises()
    her.visit(f"/certificates/{number}")
    assert "还没有做" in her.read()
    town.move_to(IN_EIGHT_DAYS)
    town.keep_promises()
    her.visit(f"/certificates/{number}")
    certificate = her.read()
    assert "删除了什么" in certificate
    assert "法律要求留到什么时候" in certificate
    assert not re.search(rf"{HERS}|{NAME}|{re.escape(weight)}", certificate)

    left = town.bytes()
    traces = {"phone": HERS.encode(), "name": NAME.encode(), "weight": needle, "index": index}
    assert [what for what, trace in traces.items() if trace in left] == []
    her.sign_in(HERS)
    assert her.page.url.endswith("/sign-in")
