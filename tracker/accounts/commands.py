"""Command line: the first city organizer, granting and revoking."""

import secrets
import sys
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.accounts import store
from tracker.accounts.rules import (
    CITY_SCOPE,
    NAME_MAX,
    WITHOUT_RIGHTS,
    NotGrantedError,
    Role,
    RoleTakenError,
    UnknownPhoneError,
    masked,
    password_problem,
    phone_of,
    scope_fits,
)
from tracker.clock import now

GRANTABLE = [role for role in Role if role not in WITHOUT_RIGHTS]
SCOPE_HELP = "team:<id>, unit:<id>, district:<code> or city"


class Phone(click.ParamType[str]):
    """A mobile number, however typed."""

    name = "phone"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The 11 digits, or a usage error."""
        return phone_of(value) or self.fail("that is not a mobile number of 11 digits", param, ctx)


class RoleName(click.ParamType[Role]):
    """A role by its name."""

    name = "role"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Role:
        """The role, or a usage error."""
        if value in GRANTABLE:
            return Role(value)
        return self.fail(f"{value!r} is not one of {', '.join(GRANTABLE)}", param, ctx)


def _name(_context: click.Context, _option: click.Parameter, value: str) -> str:
    name = value.strip()
    if not 0 < len(name) <= NAME_MAX:
        raise click.BadParameter(f"a name has 1 to {NAME_MAX} characters")
    return name


phone_option = click.option("--phone", type=Phone(), required=True, help="Mobile number.")
role_option = click.option("--role", type=RoleName(), required=True, help=", ".join(GRANTABLE))
scope_option = click.option("--scope", default=CITY_SCOPE, show_default=True, help=SCOPE_HELP)


@click.command("create-city-organizer")
@phone_option
@click.option("--name", required=True, callback=_name, help="As others should read it.")
@with_appcontext
def create_city_organizer(phone: str, name: str) -> None:
    """Give the city role to a phone, with a new account if it has none.

    At a terminal it asks for the password (leave it empty and one is made); otherwise it makes
    one and prints it.
    """
    season_id = _season_id()
    if store.account_id_of(phone) is not None:
        store.grant(phone, season_id, Role.CITY, CITY_SCOPE, now())
        click.echo(f"{masked(phone)} has an account already and organizes the city now.")
        return
    chosen = _asked_password() if _at_terminal() else ""
    password = chosen or secrets.token_urlsafe(12)
    made = store.add_city_organizer(
        phone, name, store.hashed(password), season_id, now(), must_change=not chosen
    )
    click.echo(f"{masked(phone)} organizes the city now.")
    if made and not chosen:
        click.echo("It is asked to be changed at the first sign-in.")
        click.echo(f"Password: {password}")


@click.command("grant")
@phone_option
@role_option
@scope_option
@with_appcontext
def grant(phone: str, role: Role, scope: str) -> None:
    """Give somebody a role over a scope until the open season ends."""
    _check_scope(role, scope)
    try:
        store.grant(phone, _season_id(), role, scope, now())
    except UnknownPhoneError:
        raise _unknown(phone) from None
    except RoleTakenError:
        raise click.ClickException(
            f"{scope} has a {role} already: revoke that one first."
        ) from None
    click.echo(f"{masked(phone)} is {role} of {scope} now.")


@click.command("revoke")
@phone_option
@role_option
@scope_option
@with_appcontext
def revoke(phone: str, role: Role, scope: str) -> None:
    """Take a role over a scope away; it is gone with the next page that is opened."""
    _check_scope(role, scope)
    try:
        store.revoke(phone, role, scope, now())
    except UnknownPhoneError:
        raise _unknown(phone) from None
    except NotGrantedError:
        raise click.ClickException(f"{masked(phone)} is not {role} of {scope}.") from None
    click.echo(f"{masked(phone)} is no longer {role} of {scope}.")


@click.command("reset-second-factor")
@phone_option
@with_appcontext
def reset_second_factor(phone: str) -> None:
    """Take passkeys and recovery codes from whoever lost them all, once you know it is her.

    She registers a new one after her password; her devices are told, and it stays on record.
    """
    try:
        store.reset_factor(phone, now())
    except UnknownPhoneError:
        raise _unknown(phone) from None
    click.echo(f"{masked(phone)} has no passkey and no recovery code now, and is told so.")


def _at_terminal() -> bool:
    return sys.stdin.isatty()


def _asked_password() -> str:
    while True:
        password: str = click.prompt(
            "Password (empty: make one)", default="", hide_input=True, confirmation_prompt=True
        )
        problem = password and password_problem(password)
        if not problem:
            return password
        click.echo(f"That password is refused ({problem}): 8 to 128 characters, hard to guess.")


def _season_id() -> int:
    season = current_app.config["OPEN_SEASON"]()
    if season is None:
        raise click.ClickException("No season is open, and roles are held in one: run open-season.")
    return int(season.id)


def _check_scope(role: Role, scope: str) -> None:
    if not scope_fits(role, scope):
        raise click.BadParameter(
            f"{scope!r} does not suit {role}; scopes are {SCOPE_HELP}", param_hint="--scope"
        )


def _unknown(phone: str) -> click.ClickException:
    return click.ClickException(f"Nobody has an account with {masked(phone)}.")


COMMANDS: tuple[click.Command, ...] = (create_city_organizer, grant, revoke, reset_second_factor)
