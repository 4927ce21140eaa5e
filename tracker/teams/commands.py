"""Command line: opening a team and listing teams."""

import click
from flask.cli import with_appcontext

from tracker import clock
from tracker.accounts.rules import NAME_MAX, phone_of
from tracker.campaign.rules import Season
from tracker.campaign.store import current_season
from tracker.teams import store
from tracker.teams.rules import (
    TEAM_NAME_MAX,
    UNIT_NAME_MAX,
    Appointed,
    NameNeededError,
    NewTeam,
    OpenedTeam,
    SameLeaderError,
    TeamNameTakenError,
    UnitKind,
    districts,
    plain_name,
)

DISTRICT_CODES = click.Choice([each.code for each in districts()])


@click.command("create-team")
@click.option("--district", "district_code", type=DISTRICT_CODES, required=True)
@click.option("--unit", "unit_name", required=True, help="Made if the district has none so called.")
@click.option("--kind", type=click.Choice([kind.value for kind in UnitKind]), required=True)
@click.option("--name", required=True, help="The team's name.")
@click.option("--leader", required=True, help="Phone of the leader.")
@click.option("--deputy", required=True, help="Phone of the deputy, somebody else.")
@click.option("--leader-name", default="", help="Needed for a phone without an account.")
@click.option("--deputy-name", default="", help="Needed for a phone without an account.")
@with_appcontext
def create_team(
    district_code: str,
    unit_name: str,
    kind: str,
    name: str,
    leader: str,
    deputy: str,
    leader_name: str,
    deputy_name: str,
) -> None:
    """Open a team with its leader, its deputy and a join code."""
    wanted = NewTeam(
        season_id=_season().id,
        district_code=district_code,
        unit_name=_name("--unit", unit_name, UNIT_NAME_MAX),
        unit_kind=UnitKind(kind),
        name=_name("--name", name, TEAM_NAME_MAX),
    )
    opened = _open(
        wanted,
        _appointed("--leader", leader, leader_name),
        _appointed("--deputy", deputy, deputy_name),
    )
    click.echo(f"Opened team {wanted.name} of {wanted.unit_name} ({opened.team_id}).")
    for phone, password in opened.first_passwords.items():
        click.echo(f"First password of {phone}: {password}")
    click.echo(f"/join/{opened.code}")


@click.command("list-teams")
@click.option("--district", "district_code", type=DISTRICT_CODES)
@with_appcontext
def list_teams(district_code: str | None) -> None:
    """The open season's teams with their leaders and join paths."""
    season = _season()
    for each in districts():
        if district_code in {None, each.code}:
            for team in store.teams_in(season.id, each.code):
                _show(each.name, team.id, f"{team.unit_name} / {team.name}")


def _show(place: str, team_id: int, called: str) -> None:
    leaders = store.leaders(team_id)
    led_by = f"{leaders.leader or '-'}, {leaders.deputy or '-'}"
    paths = [f"/join/{code.code}" for code in store.codes_of(team_id) if code.revoked_at is None]
    click.echo(f"{team_id}  {place}  {called}  ({led_by})  {' '.join(paths)}")


def _open(wanted: NewTeam, leader: Appointed, deputy: Appointed) -> OpenedTeam:
    try:
        return store.open_team(wanted, leader, deputy, clock.now())
    except SameLeaderError:
        raise click.ClickException("Leader and deputy must be two people.") from None
    except TeamNameTakenError:
        raise click.ClickException(f"{wanted.unit_name} has a team {wanted.name}.") from None
    except NameNeededError as error:
        option = "--leader-name" if error.phone == leader.phone else "--deputy-name"
        raise click.ClickException(f"Nobody has {error.phone} yet: add {option}.") from None


def _season() -> Season:
    season = current_season()
    if season is None:
        raise click.ClickException("No season is open; run open-season first.")
    return season


def _name(option: str, text: str, longest: int) -> str:
    name = plain_name(text)
    if not 1 <= len(name) <= longest:
        raise click.ClickException(f"{option} needs 1 to {longest} characters.")
    return name


def _appointed(option: str, phone: str, name: str) -> Appointed:
    digits = phone_of(phone)
    if digits is None:
        raise click.ClickException(f"{option} needs a mobile number of 11 digits: {phone!r}.")
    name = plain_name(name)
    if len(name) > NAME_MAX:
        raise click.ClickException(f"{option}-name has at most {NAME_MAX} characters.")
    return Appointed(digits, name)


COMMANDS: tuple[click.Command, ...] = (create_team, list_teams)
