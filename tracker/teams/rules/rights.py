"""Who may do what with a team or a unit: one table of pure predicates, read by the guards."""

from tracker.accounts.rules import (
    CITY_SCOPE,
    Person,
    Role,
    district_scope,
    team_scope,
    unit_scope,
)
from tracker.teams.rules.places import Team, Unit


def may_lead(person: Person, team: Team) -> bool:
    """Whether somebody is this team's leader or deputy."""
    return person.holds([Role.LEADER, Role.DEPUTY], team_scope(team.id))


def may_hand_over(person: Person, team: Team) -> bool:
    """Whether somebody asks another to lead or to stand in: the leader alone."""
    return person.holds([Role.LEADER], team_scope(team.id))


def may_take_over(person: Person, team: Team) -> bool:
    """Whether somebody steps in for a leader who stays away, or steps down: the deputy alone."""
    return person.holds([Role.DEPUTY], team_scope(team.id))


def may_invite(person: Person, team: Team) -> bool:
    """Whether somebody hands out a team's join codes: its leaders, its contact, the organizers."""
    return may_lead(person, team) or may_run(person, team)


def may_run(person: Person, team: Team) -> bool:
    """Whether somebody renames, merges and sizes a team: its unit's contact, the organizers."""
    return person.holds([Role.CONTACT], unit_scope(team.unit_id)) or may_oversee(person, team)


def may_see_unit(person: Person, unit: Unit) -> bool:
    """Whether somebody sees a unit's teams, opens one and renames it."""
    return person.holds([Role.CONTACT], unit_scope(unit.id)) or may_oversee(person, unit)


def may_oversee(person: Person, place: Team | Unit) -> bool:
    """Whether somebody closes a team or a unit and names who leads: the organizers.

    That a team cannot be closed says that somebody is in it, which a contact does not learn.
    """
    return person.holds([Role.DISTRICT], district_scope(place.district_code)) or person.holds(
        [Role.CITY], CITY_SCOPE
    )
