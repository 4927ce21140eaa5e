"""What every answer carries, where no form leads, and what guessing meets."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import PASSWORD
from tests.security.test_matrix import LINES
from tests.security.town import ROLES, Town, ask
from tracker import create_app
from tracker.config import PROJECT
from tracker.database import db
from tracker.web.guards import limiter

MOST = 1200
"""Requests a minute from one address, where a test counts them."""

ELSEWHERE = [
    "https://evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\r\nSet-Cookie: a=b",
    "http:evil.example",
    "javascript:alert(1)",
    "evil.example",
]
PHONE = "13811112222"
WORKER = "/gates/worker.js"
"""A script that says nothing of anybody; a phone without a network needs the one it has."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}

GATE = "/gates/<key:showcase_id>"
AT_GATE = HEADERS | {"Permissions-Policy": "geolocation=(), camera=(self), microphone=()"}
"""The one page that scans, and only for whoever stands at a gate."""


def assert_safe(answer: TestResponse, headers: Mapping[str, str] = HEADERS) -> None:
    """Every header that keeps a browser from doing more than the page says."""
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert {name: answer.headers.get(name) for name in headers} == headers


def test_the_gates_worker_is_asked_for_anew_each_time(client: FlaskClient) -> None:
    assert client.get(WORKER).headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("role", ["anonymous", "member", "city"])
def test_no_answer_is_kept_by_anybody_on_the_way(town: Town, role: str) -> None:
    for method, rule in LINES:
        line = LINES[method, rule]
        if rule in {"/sign-out-everywhere", WORKER}:
            continue
        answer = ask(town.browser(role), method, town.address(line.address))
        assert answer.headers["Cache-Control"] == "no-store", rule
        scans = rule == GATE and answer.status_code in {200, 422}
        assert_safe(answer, AT_GATE if scans else HEADERS)


@pytest.mark.parametrize("path", ["/healthz", "/static/css/base.css"])
def test_production_tells_browsers_to_come_by_https_alone(path: str) -> None:
    served = {}
    for environment in ("production", "testing"):
        app = create_app(
            {
                "TRACKER_ENV": environment,
                "SECRET_KEY": "k" * 32,
                "DATA_KEY": "d1" * 32,
                "DATABASE_URL": "sqlite:///:memory:",
            }
        )
        answer = app.test_client().get(path, buffered=True)
        served[environment] = answer.headers.get("Strict-Transport-Security")

    assert served == {
        "production": "max-age=31536000; includeSubDomains",
        "testing": None,
    }


def test_cookies_of_production_are_for_this_host_and_https_alone() -> None:
    app = create_app(
        {
            "TRACKER_ENV": "production",
            "SECRET_KEY": "k" * 32,
            "DATA_KEY": "d1" * 32,
            "DATABASE_URL": "sqlite:///:memory:",
        }
    )

    answer = app.test_client().post("/language/en", base_url="https://weight.example.cn")
    page = app.test_client().get("/sign-in", base_url="https://weight.example.cn")

    cookies = [*answer.headers.getlist("Set-Cookie"), *page.headers.getlist("Set-Cookie")]
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-session=")
        for word in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
            assert word in cookie
        assert "Domain" not in cookie


@pytest.mark.parametrize("number", ["9" * 17, "9" * 40])
@pytest.mark.parametrize(
    "address",
    [
        "/team/{}/join-codes",
        "/team/{}/join-codes/abc.svg",
        "/units/{}",
        "/districts/110112/teams/{}",
        "/districts/110112/teams/{}/active.json",
    ],
)
def test_a_number_that_no_database_holds_is_no_key(town: Town, address: str, number: str) -> None:
    assert town.browser("city").get(address.format(number)).status_code == 404


@pytest.mark.parametrize("path", ["/nowhere", "/static/nowhere.css", "/static/../app.py"])
def test_what_is_not_there_is_answered_safely(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"
    assert_safe(answer)


def test_a_wrong_method_and_a_huge_form_are_answered_safely(client: FlaskClient) -> None:
    answers = [
        client.delete("/"),
        client.open("/", method="TRACE"),
        client.post("/sign-in", data={"phone": "1" * 2_000_000}),
    ]

    assert [answer.status_code for answer in answers] == [405, 405, 413]
    for answer in answers:
        assert_safe(answer)


@pytest.mark.parametrize("path", ["css/base.css", "js/charts.js", "icon.svg"])
def test_files_are_kept_for_a_year_under_their_fingerprint(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/static/{path}", buffered=True)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "max-age=31536000, public, immutable"
    assert "Set-Cookie" not in answer.headers
    assert_safe(answer)


def test_pages_name_files_with_their_fingerprint_and_from_here_alone(client: FlaskClient) -> None:
    page = client.get("/sign-in").text

    named = [part.partition('"')[0] for part in page.split('"/static/')[1:]]
    assert named
    assert all("?v=" in each for each in named)
    assert "//" not in page.replace("<!DOCTYPE", "").replace("http://www.w3.org", "")


def test_two_people_on_one_phone_never_see_each_others_page(town: Town) -> None:
    with town.app.app_context():
        db.session.expire_all()
    hers, colleagues = town.herself(), town.browser("member")

    pages = [hers.get("/weight"), colleagues.get("/weight"), hers.get("/weight")]

    assert ["王芳" in page.text for page in pages] == [True, False, True]
    assert ["同事" in page.text for page in pages] == [False, True, False]
    assert all("Cookie" in page.headers["Vary"] for page in pages)


def local(address: str | None) -> bool:
    """Whether an address is one of this site."""
    target = address or ""
    return target.startswith("/") and target[1:2] not in {"/", "\\"} and not urlsplit(target).netloc


def led_to(town: Town, target: str) -> list[str | None]:
    """Where each form and page that knows a way back leads when told to go to this target."""
    member = town.browser("member")
    typed = {"phone": PHONE, "password": PASSWORD}
    answers = [
        member.get("/sign-in", query_string={"next": target}),
        town.browser("anonymous").post("/sign-in", data={**typed, "next": target}),
        town.browser("anonymous").post("/sign-in", query_string={"next": target}, data=typed),
        member.post("/language/en", data={"next": target}),
        member.post("/display/large", data={"next": target}),
        member.post("/weight/contact-me", data={"next": target}),
    ]
    return [answer.headers.get("Location") for answer in answers]


def test_no_next_leads_to_another_site(town: Town) -> None:
    town.make.account("李伟", PHONE, PASSWORD)

    found = {target: led_to(town, target) for target in ELSEWHERE}

    assert {target: where for target, where in found.items() if not all(map(local, where))} == {}
    assert all(None not in where for where in found.values())


def test_the_way_back_after_signing_in_is_kept(town: Town) -> None:
    town.make.account("李伟", PHONE, PASSWORD)
    browser = town.browser("anonymous")
    sent_to = browser.get("/team?team=7").headers["Location"]

    answer = browser.post(sent_to, data={"phone": PHONE, "password": PASSWORD})

    assert answer.headers["Location"] == "/team?team=7"


def test_nobody_deletes_what_another_noted(town: Town) -> None:
    key, day = "a" * 32, town.app.config["TRACKER_TODAY"].isoformat()
    hers = town.herself()
    hers.post("/exercise", data={"kind": "tai_chi", "minutes": "30", "day": day, "key": key})
    hers.post("/weight", data={"weight": "62.4", "unit": "kg", "day": day})
    others = [town.browser(role) for role in ROLES if role != "anonymous"]

    codes = {
        other.post(path, data={"key": key, "day": day}).status_code
        for other in others
        for path in ("/exercise/delete", "/exercise/undo", "/weight/delete")
    }

    assert codes == {403, 404}
    assert "62.4" in hers.get("/weight").text
    assert key in hers.get("/exercise").text


@pytest.fixture
def limited(app: Flask) -> Iterator[FlaskClient]:
    """A browser of a second application on the same database, which counts its visitors."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    counting = create_app(
        {"SECRET_KEY": "t" * 32, "DATABASE_URL": url, "TRACKER_FLOOD_PER_MINUTE": str(MOST)}
    )
    yield counting.test_client()
    limiter.enabled = False
    with counting.app_context():
        db.engine.dispose()


def test_a_flood_from_one_address_is_told_to_wait(limited: FlaskClient) -> None:
    company, home = {"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": "203.0.113.8"}

    with time_machine.travel(0, tick=False):
        codes = [
            limited.get("/healthz", environ_overrides=company).status_code for _ in range(MOST + 1)
        ]
        others = limited.get("/healthz", environ_overrides=home).status_code

    assert set(codes[:MOST]) == {200}
    assert codes[MOST] == 429
    assert others == 200


def test_a_proxy_nobody_told_of_is_not_everybodys_flood(limited: FlaskClient) -> None:
    codes = {limited.get("/healthz").status_code for _ in range(MOST + 1)}

    assert codes == {200}


def test_an_error_page_needs_no_database(tmp_path: Path) -> None:
    app = create_app(
        {"TRACKER_ENV": "testing", "SECRET_KEY": "t" * 32, "DATABASE_URL": f"sqlite:///{tmp_path}"}
    )
    app.config["PROPAGATE_EXCEPTIONS"] = False

    answer = app.test_client().get("/season")

    assert answer.status_code == 500
    assert "<h1>出错了</h1>" in answer.text
    assert_safe(answer)


def test_the_sources_name_no_other_site() -> None:
    """Nothing is fetched from anywhere but the own origin; namespaces are names, not addresses."""
    named = [
        path.name
        for path in [*(PROJECT / "templates").rglob("*"), *(PROJECT / "static" / "js").rglob("*")]
        if path.suffix in {".html", ".js"}
        and "://" in path.read_text(encoding="utf-8").replace("http://www.w3.org", "")
    ]

    assert named == []
