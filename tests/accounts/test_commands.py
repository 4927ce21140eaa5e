"""The command line: the first city organizer, granting and revoking."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.accounts.browsing import PHONE
from tests.factories import Factory
from tracker.accounts import commands, store
from tracker.accounts.models import Account
from tracker.accounts.rules import Grant, Role
from tracker.clock import now
from tracker.database import db


def run(app: Flask, *words: str, typed: str = "") -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=words, input=typed)
    return result.exit_code, result.output


def grants(app: Flask, account_id: int) -> tuple[Grant, ...]:
    with app.app_context():
        found = store.person(account_id, 0)
        assert found is not None
        return found.grants


def test_the_first_city_organizer_can_sign_in_with_the_printed_password(
    app: Flask, make: Factory
) -> None:
    make.season()

    code, said = run(app, "create-city-organizer", "--phone", "138 1234 5678", "--name", "赵敏")

    assert code == 0
    password = said.split("Password: ")[1].strip()
    with app.app_context():
        found = store.sign_in(PHONE, password, "", now())
    assert found.name == "赵敏"
    assert found.holds([Role.CITY], "city")


def test_at_a_terminal_the_password_is_asked_for_and_a_weak_one_refused(
    app: Flask, make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.season()
    monkeypatch.setattr(commands, "_at_terminal", lambda: True)
    typed = "12345678\n12345678\nsix-green-bicycles\nsix-green-bicycles\n"

    code, said = run(app, "create-city-organizer", "--phone", PHONE, "--name", "赵敏", typed=typed)

    assert code == 0
    assert "refused (obvious)" in said
    assert "six-green" not in said
    with app.app_context():
        assert store.sign_in(PHONE, "six-green-bicycles", "", now()).name == "赵敏"


def test_who_has_an_account_keeps_it(app: Flask, make: Factory) -> None:
    season = make.season()
    account_id = make.account("王芳", PHONE)

    code, said = run(app, "create-city-organizer", "--phone", PHONE, "--name", "别名")

    assert code == 0
    assert "Password" not in said
    assert grants(app, account_id) == (Grant(Role.CITY, "city", season),)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Account)) == 1


@pytest.mark.parametrize("command", ["create-city-organizer", "grant"])
def test_without_a_season_there_is_no_role(app: Flask, make: Factory, command: str) -> None:
    make.account("王芳", PHONE)
    named = ["--name", "王芳"] if command == "create-city-organizer" else ["--role", "city"]

    code, said = run(app, command, "--phone", PHONE, *named)

    assert code == 1
    assert "No season is open" in said


@pytest.mark.parametrize("name", ["", "   ", "名" * 31])
def test_an_organizer_needs_a_name(app: Flask, make: Factory, name: str) -> None:
    make.season()

    code, said = run(app, "create-city-organizer", "--phone", PHONE, "--name", name)

    assert code == 2
    assert "1 to 30 characters" in said


def test_a_role_is_granted_and_revoked(app: Flask, make: Factory) -> None:
    season, account_id = make.season(), make.account("王芳", PHONE)
    words = ("--phone", PHONE, "--role", "district", "--scope", "district:110112")

    granted = run(app, "grant", *words)
    held = grants(app, account_id)
    revoked = run(app, "revoke", *words)

    assert granted == (0, "138****5678 is district of district:110112 now.\n")
    assert held == (Grant(Role.DISTRICT, "district:110112", season),)
    assert revoked == (0, "138****5678 is no longer district of district:110112.\n")
    assert grants(app, account_id) == ()


def test_revoking_what_is_not_held_fails(app: Flask, make: Factory) -> None:
    make.account("王芳", PHONE)

    code, said = run(app, "revoke", "--phone", PHONE, "--role", "city")

    assert code == 1
    assert "138****5678 is not city of city" in said


@pytest.mark.parametrize("command", ["grant", "revoke"])
def test_an_unknown_phone_fails(app: Flask, make: Factory, command: str) -> None:
    make.season()

    code, said = run(app, command, "--phone", PHONE, "--role", "city")

    assert code == 1
    assert "Nobody has an account with 138****5678" in said


@pytest.mark.parametrize("command", ["grant", "revoke"])
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--phone", "12345", "--role", "city"), "mobile number"),
        (("--phone", PHONE, "--role", "king"), "is not one of"),
        (("--phone", PHONE, "--role", "leader"), "does not suit leader"),
        (("--phone", PHONE, "--role", "district", "--scope", "team:1"), "does not suit district"),
        (("--role", "city"), "Missing option '--phone'"),
    ],
)
def test_words_that_make_no_sense_are_explained(
    app: Flask, command: str, words: tuple[str, ...], says: str
) -> None:
    code, said = run(app, command, *words)

    assert code == 2
    assert says in said
