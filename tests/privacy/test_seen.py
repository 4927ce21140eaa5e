"""Who sees her, by role and name; and the pages of others as they have her, by the same code."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.conftest import TODAY
from tests.factories import Factory
from tracker.accounts.models import AccessLook, Account
from tracker.accounts.rules import CITY_SCOPE, Role, district_scope, team_scope, unit_scope
from tracker.campaign.rules import ConsentKind
from tracker.database import db
from tracker.insights.rules.veiled import BLANK, veiled
from tracker.privacy.rules.watchers import Held, Reach, by_role
from tracker.teams.models import TeamRow

DISTRICT = "110112"
PAGES = ["leader", "contact", "district", "city"]
CANARIES = ("66.6", "66617", "165", "66.7", "请医生", "体重指数")
"""Her weight, her height, and what is said of her health alone."""


@dataclass
class Scene:
    """A team of twelve with a leader, a contact above it, and organizers."""

    make: Factory
    season: int
    team: int
    unit: int
    her: int
    browser: FlaskClient
    leader: int
    others: list[int]

    def seen(self, what: str = "") -> str:
        """One of her pages."""
        answer = self.browser.get(f"/me/seen/{what}" if what else "/me/seen")
        assert answer.status_code == 200, what
        return answer.text

    def as_leader(self) -> str:
        """The page that whoever leads her team really gets."""
        return self.make.signed_in(self.leader).get("/lead").text


@pytest.fixture
def scene(make: Factory) -> Scene:
    season = make.season()
    team = make.team(season, district=DISTRICT)
    with make.app.app_context():
        unit = db.session.get_one(TeamRow, team).unit_id
    her = make.participant(season, team, name="王芳", doctor_first=True)
    for back in range(40, 20, -1):
        make.reading(her, TODAY - timedelta(days=back), 66_617)
    others = [make.participant(season, team, name=f"组员{one}") for one in "甲乙丙丁戊己庚辛壬癸子"]
    for each in others:
        make.exercise(each, TODAY)
        make.reading(each, TODAY, 70_000)
    return Scene(
        make,
        season,
        team,
        unit,
        her,
        make.signed_in(make.account_of(her)),
        make.leader(season, team),
        others,
    )


def lines(page: str, what: str) -> list[str]:
    """The items, or the sections, of a page without the tokens of its forms."""
    plain = re.sub(r'<input type="hidden" name="csrf_token"[^>]*>', "", page)
    return re.findall(rf"<{what}\b.*?</{what}>", plain, re.DOTALL)


@pytest.mark.parametrize("refused", [frozenset(), frozenset({ConsentKind.LEADER_SEES})])
def test_what_the_leader_gets_of_her_is_what_she_reads_character_by_character(
    make: Factory, scene: Scene, refused: frozenset[ConsentKind]
) -> None:
    her = make.participant(scene.season, scene.team, name="赵小兰", refused=refused)
    make.exercise(her, TODAY - timedelta(days=1))
    browser = make.signed_in(make.account_of(her))

    theirs = [each for each in lines(scene.as_leader(), "li") if "赵小兰" in each]
    hers = [each for each in lines(browser.get("/me/seen/leader").text, "li") if "赵小兰" in each]

    assert len(theirs) == 1
    assert theirs == hers
    assert ("不显示" in hers[0]) == bool(refused)


def test_whom_the_leader_is_asked_to_call_reads_the_same_card(scene: Scene) -> None:
    theirs = [each for each in lines(scene.as_leader(), "section") if 'id="person-' in each]
    hers = [each for each in lines(scene.seen("leader"), "section") if 'id="person-' in each]

    mine = [each for each in theirs if f'id="person-{scene.her}"' in each]
    assert mine
    assert mine == hers


@pytest.mark.parametrize("page", PAGES)
def test_nothing_of_anybody_else_is_on_a_page_of_hers(app: Flask, scene: Scene, page: str) -> None:
    shown = scene.seen(page)

    with app.app_context():
        others = [each for each in db.session.scalars(select(Account)) if each.name != "王芳"]
    for each in others:
        if each.name != "李伟":  # who leads her, and is named in the words she would send
            assert each.name not in shown
        assert each.phone not in shown
        assert f"{each.phone[:3]}****{each.phone[-4:]}" not in shown


@pytest.mark.parametrize("page", PAGES)
def test_no_health_value_of_hers_is_on_any(scene: Scene, page: str) -> None:
    shown = re.sub(r'(?:value|id|href|src|action|for)="[^"]*"', "", scene.seen(page))

    for canary in CANARIES:
        assert canary not in shown, canary


@pytest.mark.parametrize("page", PAGES)
def test_her_page_says_that_it_is_another_s_and_is_for_reading(scene: Scene, page: str) -> None:
    shown = scene.seen(page)

    assert "由同一段程序做成" in shown
    assert re.search(r"<main[^>]*data-only-shown", shown)


@pytest.mark.parametrize(
    ("page", "address", "role"),
    [
        ("contact", "/units/{unit}", Role.CONTACT),
        ("district", f"/districts/{DISTRICT}", Role.DISTRICT),
        ("city", "/city", Role.CITY),
    ],
)
def test_a_desk_has_the_same_headings_and_not_a_word_of_her(
    make: Factory, scene: Scene, page: str, address: str, role: Role
) -> None:
    account, scope = (
        make.account("赵敏"),
        {
            Role.CONTACT: unit_scope(scene.unit),
            Role.DISTRICT: district_scope(DISTRICT),
            Role.CITY: CITY_SCOPE,
        }[role],
    )
    make.grant(account, scene.season, role, scope)

    theirs = make.signed_in(account).get(address.format(unit=scene.unit)).text
    hers = scene.seen(page)

    def headings(shown: str) -> list[str]:
        found = lines(shown, "h1") + lines(shown, "h2")
        return [veiled(re.sub(r"<[^h/][^>]*>|\s", "", each)) for each in found]

    assert headings(hers) == headings(theirs)
    assert "王芳" not in theirs
    assert "王芳" not in hers


def test_a_desk_tells_her_no_number(scene: Scene) -> None:
    for page in ("district", "city"):
        body = re.search(r"<main.*</main>", scene.seen(page), re.DOTALL)
        assert body is not None
        words = re.sub(r"<[^>]*>", "", body[0])
        assert BLANK in words
        assert not re.search(r"\d", words), re.findall(r".{20}\d.{20}", words)
        assert "data-chart" not in body[0]
        assert "<svg" not in body[0]


@pytest.mark.parametrize("asked", ["sort=change", "show=change", "as_of=2024-10-14"])
def test_no_order_or_moment_can_be_asked_of_a_desk(scene: Scene, asked: str) -> None:
    assert scene.browser.get(f"/me/seen/city?{asked}").status_code == 404
    assert scene.browser.get(f"/me/seen/district?{asked}").status_code == 404


def test_her_own_look_is_nobodys(app: Flask, scene: Scene) -> None:
    for page in PAGES:
        scene.seen(page)

    with app.app_context():
        assert not db.session.scalars(select(AccessLook)).all()


def test_every_grant_over_her_is_named_with_what_it_sees(make: Factory, scene: Scene) -> None:
    grants = {
        "陈静": (Role.DEPUTY, team_scope(scene.team)),
        "孙丽": (Role.CONTACT, unit_scope(scene.unit)),
        "周强": (Role.DISTRICT, district_scope(DISTRICT)),
        "吴敏": (Role.EDUCATOR, district_scope(DISTRICT)),
        "郑洁": (Role.CITY, CITY_SCOPE),
        "冯涛": (Role.STATISTICIAN, CITY_SCOPE),
        "外区人": (Role.DISTRICT, district_scope("110105")),
        "被邀请": (Role.DEPUTY_OFFERED, team_scope(scene.team)),
    }
    for name, (role, scope) in grants.items():
        make.grant(make.account(name), scene.season, role, scope)

    page = scene.seen()

    for name in ("李伟", "陈静", "孙丽", "周强", "吴敏", "郑洁", "冯涛"):
        assert name in page, name
    assert "外区人" not in page
    assert "被邀请" not in page
    assert "您同意了，所以也看到最近哪天有记录。" in page


def test_what_they_see_follows_her_consents_at_once(scene: Scene) -> None:
    for kind in (ConsentKind.LEADER_SEES, ConsentKind.NAME_IN_STANDINGS):
        scene.browser.post("/me/consents", data={"kind": kind.value, "given": "no"})

    page = scene.seen()

    assert "看不到您哪天有记录" in page
    assert "看不到您的积分" in page


def test_looks_are_grouped_by_viewer_and_day(scene: Scene) -> None:
    scene.as_leader()

    page = scene.seen()

    assert page.count("<p>李伟</p>") == 1
    assert "名册" in page


def test_whoever_is_in_no_team_is_told_so(make: Factory, scene: Scene) -> None:
    lone = make.participant(scene.season, scene.team, enrolled_on=TODAY + timedelta(days=1))
    browser = make.signed_in(make.account_of(lone))

    assert "没有组长看得到您" in browser.get("/me/seen").text
    assert browser.get("/me/seen/leader").status_code == 404
    assert browser.get("/me/seen/contact").status_code == 404
    assert browser.get("/me/seen/district").status_code == 404


held = st.builds(
    Held, st.sampled_from(Role), st.sampled_from(["a", "b", "c"]), st.sampled_from(["", "甲", "乙"])
)


@given(st.lists(held))
def test_grants_elsewhere_her_own_and_those_without_rights_are_not_told(found: list[Held]) -> None:
    told = by_role(Reach({"a": "", "b": "某处"}), found)

    pairs = {(each.role, each.scope, name) for each in told for name in each.names}
    assert all((role, scope) != ("", "c") and name for role, scope, name in pairs)
    assert {scope for _, scope, _ in pairs} <= {"a", "b"}
    assert not {role for role, _, _ in pairs} & {Role.LEADER_OFFERED, Role.FORMER_LEADER}


@given(
    st.lists(st.sampled_from(["<p>", "</p>", "<dd>", "12 人", "<td>7</td>", "<br>", "&lt;b&gt;"]))
)
def test_a_veiled_page_has_no_digit_whatever_it_is(parts: list[str]) -> None:
    opened = [part for part in parts if part != "</p>"]

    assert not re.search(r"\d", veiled("".join(opened)))


def test_a_veiled_page_keeps_what_it_is_called() -> None:
    page = '<h2 id="t1">16 个区</h2><dl class="figures"><dt>已报名</dt><dd><b>26,000</b></dd></dl>'

    assert veiled(page) == (
        f'<h2 id="t1">{BLANK} 个区</h2><dl class="figures"><dt>已报名</dt><dd>{BLANK}</dd></dl>'
    )
