"""Every form and every address with anything at all in it: no error of ours, no harm, no markup."""

from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.conftest import TODAY, app_on
from tests.security.forms import FoundForm, forms_met
from tests.security.season import live_through
from tests.security.town import ROLES, Town, build, routes
from tracker.database import db

MARK = "<i id=fz>\"'&{{7*7}}"
STARTS = (
    "/",
    "/me",
    "/account",
    "/weight",
    "/exercise",
    "/learn",
    "/lectures",
    "/showcases",
    "/team",
    "/lead",
    "/city",
    "/sign-in",
    "/join/{code}",
    "/units/{unit}",
    "/units/{unit}/roster",
    "/districts/{here}",
    "/districts/{here}/teams/{team}",
    "/squads/{squad}",
    "/stations/{station}",
    "/gates/{showcase}",
)
ENDS = {"/sign-out", "/sign-out-everywhere"}
NOTED = {"access_look", "sign_in_failure", "sign_in_lock", "sign_in_session"}
"""What is written down of whoever is turned away."""

NASTY = (
    "",
    " ",
    "\x00",
    "\x1b[31m\x07\r\n\t",
    "\u202egpj.exe",
    "\ufeff\u200b\u2066",
    "👨‍👩‍👧‍👦🏳️‍🌈",
    "e\u0301\u0327" * 20,
    "１２３．５",
    "١٢٣",
    "1e309",
    "NaN",
    "-1",
    "0",
    "9" * 30,
    "9" * 5_000,
    "2024-02-30",
    "0001-01-01",
    "9999-12-31",
    "24:61",
    "' OR 1=1 --",
    "=cmd|' /C calc'!A0",
    "../../../etc/passwd",
    "%00%ff",
    "{{7*7}}${7*7}#{7*7}",
    MARK,
    "王" * 4_000,
    "true",
    "[]",
    '{"a": [1]}',
)
VALUES = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=60),
    st.integers(-(2**70), 2**70).map(str),
    st.floats().map(str),
    st.dates().map(str),
)
PIECES = st.one_of(
    st.sampled_from(("0", "1", "-1", "110105", "999999", "9" * 17, "9" * 40, "..", "a.b", MARK)),
    st.integers(0, 2**70).map(str),
    st.text(min_size=1, max_size=20),
)
FILES = st.one_of(
    st.binary(max_size=300),
    st.sampled_from((b"", b"PK\x03\x04", b"\xff\xfe", b"\x89PNG\r\n\x1a\n", b"a,b\n1", b"GIF89a")),
)


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town of its own, in which anything may be typed."""
    app = app_on(f"sqlite:///{tmp_path_factory.mktemp('fuzzed') / 'x.db'}")
    app.config["TRACKER_TODAY"] = TODAY
    town = build(app)
    live_through(town, 10)
    yield town
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def met(fuzzed: Town) -> dict[str, list[FoundForm]]:
    """The forms each role meets."""
    starts = [fuzzed.address(pattern) for pattern in STARTS]
    found = {role: forms_met(fuzzed.browser(role), *starts) for role in ROLES}
    found["herself"] = forms_met(fuzzed.herself(), *starts)
    return {
        role: [each for each in forms.values() if each.action not in ENDS]
        for role, forms in found.items()
    }


def assert_sane(answer: TestResponse, asked: str) -> None:
    """No error of ours, and nothing that was typed is markup."""
    assert answer.status_code < 500, asked
    if answer.mimetype == "text/html":
        assert "<i id=fz>" not in answer.text, asked


def test_there_are_forms_to_fill_in(met: Mapping[str, list[FoundForm]]) -> None:
    kinds = {form.shape for forms in met.values() for form in forms}

    assert len(kinds) >= 40
    assert all(met[role] for role in ("anonymous", "herself", "leader", "organizer", "city"))


@pytest.mark.parametrize("role", ["herself", *ROLES])
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_form_takes_anything_without_an_error_of_ours(
    fuzzed: Town, met: Mapping[str, list[FoundForm]], role: str, data: st.DataObject
) -> None:
    browser = fuzzed.herself() if role == "herself" else fuzzed.browser(role)
    for form in met[role]:
        fields: dict[str, Any] = dict(form.fields)
        changed = data.draw(st.lists(st.sampled_from(sorted(fields) or [""]), max_size=3))
        fields |= {name: data.draw(VALUES) for name in changed if name}
        fields |= {name: (BytesIO(data.draw(FILES)), data.draw(VALUES)) for name in form.files}
        assert_sane(browser.post(form.action, data=fields), f"{form.action} {fields}")


@cache
def patterns(app: Flask) -> tuple[tuple[str, str], ...]:
    """Every address that takes something in it."""
    return tuple((method, rule) for method, rule in routes(app) if "<" in rule)


def filled(rule: str, draw: Any) -> str:
    """An address with anything where keys and codes belong."""
    words = rule.split("<")
    found = words[0]
    for word in words[1:]:
        found += quote(draw(PIECES), safe="") + word.partition(">")[2]
    return found


@pytest.mark.parametrize("role", ["anonymous", "herself", "leader", "contact", "city"])
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_address_takes_any_key_without_an_error_of_ours(
    fuzzed: Town, role: str, data: st.DataObject
) -> None:
    browser = fuzzed.herself() if role == "herself" else fuzzed.browser(role)
    for method, rule in patterns(fuzzed.app):
        address = filled(rule, data.draw)
        assert_sane(browser.open(address, method=method), f"{method} {address}")


@pytest.mark.parametrize(
    "body", [b"%ff%fe=%00&phone=%c3%28", b"phone=" + b"\xff" * 50, b"=&&=;", b"\x00" * 100]
)
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data", "x"])
def test_a_body_that_is_no_text_is_no_error_of_ours(fuzzed: Town, body: bytes, kind: str) -> None:
    browser = fuzzed.herself()

    answers = {
        address: browser.post(address, data=body, content_type=kind).status_code
        for address in ("/sign-in", "/weight", "/exercise", "/account/password", "/language/en")
    }

    assert {each: code for each, code in answers.items() if code >= 500} == {}


def kept(town: Town) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but those that note who was turned away."""
    with town.app.app_context(), db.engine.connect() as connection:
        names = [table.name for table in db.metadata.sorted_tables if table.name not in NOTED]
        return {
            name: sorted(map(tuple, connection.execute(text(f"SELECT * FROM {name}"))), key=repr)  # noqa: S608 - our own names
            for name in names
        }


@pytest.mark.parametrize("role", ["anonymous", "outsider", "member", "leader", "other_organizer"])
def test_whoever_may_not_send_a_form_changes_nothing_with_it(
    fuzzed: Town, met: Mapping[str, list[FoundForm]], role: str
) -> None:
    browser = fuzzed.browser(role)
    own = {form.shape for form in met[role]}
    others = {form.shape: form for forms in met.values() for form in forms}
    before = kept(fuzzed)

    for shape, form in others.items():
        if shape in own:
            continue
        answer = browser.post(form.action, data=form.fields)
        if answer.status_code in {302, 403, 404}:
            assert kept(fuzzed) == before, f"{form.action} {answer.status_code}"
        before = kept(fuzzed)
