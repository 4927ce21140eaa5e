"""A leader's notice, digest and poster; a person's own wish; cards and hints on public pages."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from tests.factories import Factory
from tests.notices.conftest import MONDAY, Group, group_of
from tests.queries import counted
from tracker.campaign.rules import ConsentKind
from tracker.campaign.store import current_season
from tracker.config import PROJECT
from tracker.notices import figures, store
from tracker.notices.figures import Poster
from tracker.notices.rules import Tone
from tracker.teams.store import team
from tracker.web.pictures import paper

HEALTH = re.compile(r"公斤|千卡|BMI|腰围|身高|\bkg\b|kcal|66[.]6|%|第 ?\d+ ?名|排名")
WECHAT = {"User-Agent": "Mozilla/5.0 MicroMessenger/8.0.49"}
AREA = re.compile(r"<textarea[^>]*>(.*?)</textarea>", re.DOTALL)


def text_of(page: str) -> str:
    """What is ready to be copied."""
    found = AREA.search(page)
    assert found
    return found.group(1)


def wish(group: Group, participant_id: int) -> None:
    """Somebody says that she may be thanked."""
    browser = group.make.signed_in(group.make.account_of(participant_id))
    assert browser.post("/me/thanks", data={"wish": "yes"}).status_code == 303


def test_a_notice_says_how_many_and_how_long(group: Group) -> None:
    text = text_of(group.leader.get(f"/team/{group.team_id}/notice").text)

    assert "10月14日至10月16日：12 人有记录，打卡 12 人次，运动 240 分钟。" in text
    assert "八段锦 240 分钟" in text
    assert "http://localhost/" in text


@pytest.mark.parametrize("tone", Tone)
def test_in_every_tone_nobody_is_named_who_did_not_ask_for_it(group: Group, tone: Tone) -> None:
    wish(group, group.people[3])
    for each in group.people:
        group.make.reading(each, MONDAY, 66_613)

    text = text_of(group.leader.get(f"/team/{group.team_id}/notice?tone={tone}").text)

    assert [name for name in (f"王{n}" for n in range(12)) if name in text] == ["王3"]
    assert not HEALTH.search(text)


def test_a_tone_that_nobody_has_is_no_page(group: Group) -> None:
    assert group.leader.get(f"/team/{group.team_id}/notice?tone=rude").status_code == 404


def test_whoever_noted_nothing_or_agreed_to_nothing_is_not_thanked(
    app: Flask, group: Group
) -> None:
    make, refused = group.make, frozenset({ConsentKind.LEADER_SEES})
    quiet = make.participant(group.season_id, group.team_id, name="赵静")
    unseen = make.participant(group.season_id, group.team_id, name="钱默", refused=refused)
    make.exercise(unseen, MONDAY)
    for each in (quiet, unseen, group.people[5]):
        wish(group, each)

    with app.app_context():
        season = current_season()
        assert season
        told = store.team_week(season, team(group.team_id), MONDAY, date(2024, 10, 16))
        names = store.to_thank(group.team_id, told)

    assert names == ["王5"]


def test_who_takes_her_wish_back_is_not_named_again(group: Group) -> None:
    wish(group, group.people[3])
    browser = group.make.signed_in(group.make.account_of(group.people[3]))

    browser.post("/me/thanks", data={"wish": "no"})

    assert "王3" not in group.leader.get(f"/team/{group.team_id}/notice").text
    assert "不写您的名字" in browser.get("/me/thanks").text


def test_on_a_monday_the_digest_has_three_numbers_and_two_people_at_most(
    app: Flask, group: Group
) -> None:
    app.config["TRACKER_TODAY"] = date(2024, 10, 21)
    for n in range(5):
        group.make.participant(group.season_id, group.team_id, name=f"孙{n}")
    wish(group, group.people[3])

    page = group.leader.get(f"/team/{group.team_id}/digest").text

    assert "10月14日至10月20日" in page
    assert len(re.findall("孙[0-9]", page)) == 2
    assert not re.search("孙[0-9]", text_of(page))
    assert "王3" in text_of(page)
    assert "12 人有记录" in text_of(page)


def test_before_anybody_noted_anything_a_notice_is_kind(make: Factory) -> None:
    season_id = make.season()
    team_id = make.team(season_id)
    leader = make.signed_in(make.leader(season_id, team_id))

    text = text_of(leader.get(f"/team/{team_id}/notice").text)

    assert "刚刚开始" in text
    assert "0" not in text.replace("http://localhost/", "")


def poster_words(group: Group, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Everything that is written on the poster when it is drawn."""
    written: list[str] = []
    drawn = paper.Sheet.text

    def note(sheet: object, at: object, words: str, *rest: object, **more: object) -> None:
        written.append(words)
        drawn(sheet, at, words, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(paper.Sheet, "text", note)
    answer = group.leader.get(f"/team/{group.team_id}/poster.png")
    assert answer.status_code == 200
    return written


def test_a_poster_is_a_picture_for_a_long_press(group: Group) -> None:
    answer = group.leader.get(f"/team/{group.team_id}/poster.png")

    picture = Image.open(BytesIO(answer.data))
    assert (picture.format, picture.size) == ("PNG", (1080, 1440))
    assert picture.info == {} or set(picture.info) <= {"palette", "transparency"}
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(answer.data) < 200_000


def test_a_poster_has_three_numbers_and_nobody(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = poster_words(group, monkeypatch)

    assert {"晨光三组", "12", "240", "10月14日至10月16日"} <= set(words)
    assert not HEALTH.search(" ".join(words))
    assert not [name for name in (f"王{n}" for n in range(12)) if name in " ".join(words)]


def test_a_poster_of_nine_has_no_number(make: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    small = group_of(make, 9)

    words = poster_words(small, monkeypatch)

    assert not re.search(r"\d", " ".join(words))
    assert "不到 10 人" in small.leader.get(f"/team/{small.team_id}/poster").text


def test_without_a_join_code_there_is_no_poster(make: Factory) -> None:
    season_id = make.season()
    team_id = make.team(season_id)
    leader = make.signed_in(make.leader(season_id, team_id))

    assert leader.get(f"/team/{team_id}/poster.png").status_code == 404
    assert "先要有一个入队二维码" in leader.get(f"/team/{team_id}/poster").text


@pytest.mark.parametrize(
    ("team", "unit"),
    [
        ("一", "二"),
        ("健" * 40, "康" * 60),
        ("W" * 40, "W" * 60),
        ("😀👨‍👩‍👧一组", "\u202e厂"),
        ("a b " * 10, "（" * 60),
    ],
)
def test_any_name_fits_on_a_poster(team: str, unit: str) -> None:
    numbers = (("9,999,999", "人有记录"), ("1", "x" * 60), ("0", ""))
    for shown, promises in ((numbers, ()), ((), ("承诺" * 40,) * 3)):
        poster = Poster(
            "健康体重行动",
            team,
            unit,
            "10月14日",
            shown,
            promises,
            ("微信扫一扫", "加入" * 20),
            "小字",
            "http://x/",
        )

        assert Image.open(BytesIO(figures.poster_png(poster))).size == (1080, 1440)


@pytest.mark.parametrize(
    ("address", "most"), [("notice", 16), ("digest", 18), ("poster", 16), ("robots", 7)]
)
def test_a_page_asks_a_bounded_number_of_questions(
    app: Flask, group: Group, address: str, most: int
) -> None:
    wish(group, group.people[3])
    group.leader.get(f"/team/{group.team_id}/{address}")

    with counted(app) as few:
        group.leader.get(f"/team/{group.team_id}/{address}")
    for n in range(10):
        group.make.participant(group.season_id, group.team_id, name=f"周{n}")
    group.leader.get(f"/team/{group.team_id}/{address}")
    with counted(app) as many:
        group.leader.get(f"/team/{group.team_id}/{address}")

    assert len(few) == len(many) <= most


@pytest.mark.parametrize(
    "typed",
    [
        {"kind": "wecom", "address": "http://169.254.169.254/"},
        {"kind": "wecom", "address": "x" * 400},
        {
            "kind": "fax",
            "address": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + "a" * 36,
        },
        {},
    ],
)
def test_what_is_no_robots_address_is_refused_with_a_sentence(
    group: Group, typed: dict[str, str]
) -> None:
    answer = group.leader.post(f"/team/{group.team_id}/robots", data=typed)

    assert answer.status_code == 422
    assert 'class="error"' in answer.text


def test_a_shared_link_has_a_card_without_anybody_on_it(client: FlaskClient, make: Factory) -> None:
    season_id = make.season()
    code = make.join_code(make.team(season_id, "晨光三组"))
    make.app.config["TRACKER_TODAY"] = date(2024, 7, 15)

    for address in ("/", f"/join/{code}"):
        page = client.get(address).text

        assert re.search(r'og:image"\s+content="http://localhost/static/card.png', page)
        assert 'property="og:title"' in page
        assert page.index("first-picture") < page.index("<h1")


def test_the_card_is_a_square_picture() -> None:
    with Image.open(PROJECT / "static" / "card.png") as picture:
        assert picture.size == (600, 600)


def test_inside_wechat_a_page_with_files_says_where_they_open(group: Group) -> None:
    person = group.make.signed_in(group.make.account_of(group.people[0]))

    inside, outside = person.get("/me", headers=WECHAT).text, person.get("/me").text

    assert "在浏览器中打开" in inside
    assert "在浏览器中打开" not in outside


def test_a_day_later_the_turn_is_still_the_same(group: Group, app: Flask) -> None:
    wish(group, group.people[3])
    wish(group, group.people[4])
    app.config["TRACKER_TODAY"] = MONDAY + timedelta(days=7)
    first = text_of(group.leader.get(f"/team/{group.team_id}/digest").text)

    app.config["TRACKER_TODAY"] = MONDAY + timedelta(days=8)

    assert text_of(group.leader.get(f"/team/{group.team_id}/digest").text) == first
