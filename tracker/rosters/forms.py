"""What somebody says of a file: which column is what, and which team is meant."""

from collections.abc import Collection, Iterable, Mapping

from tracker.rosters.rules.headers import Field
from tracker.rosters.rules.people import HERSELF
from tracker.web.links import key_of

PLACE_DIGITS = 2


def column_name(field: Field) -> str:
    """What the select of a column is called."""
    return f"column-{field}"


def team_name(number: int) -> str:
    """What the select of the team with an unknown name is called: by its number on the page."""
    return f"team-{number}"


def columns_in(typed: Mapping[str, str], fields: Iterable[Field]) -> dict[Field, int]:
    """Which column is what; none where none was chosen, and one column is one thing."""
    found: dict[Field, int] = {}
    for field in fields:
        place = typed.get(column_name(field), "")
        fits = place.isascii() and place.isdigit() and len(place) <= PLACE_DIGITS
        if fits and int(place) not in found.values():
            found[field] = int(place)
    return found


def teams_in(
    typed: Mapping[str, str], names: Iterable[str], teams: Collection[int]
) -> dict[str, int]:
    """Which of the unit's teams each unknown name means, or that whoever it is chooses herself."""
    found = {}
    for number, name in enumerate(names):
        team_id = key_of(typed.get(team_name(number), ""))
        found[name] = team_id if team_id in teams else HERSELF
    return found
