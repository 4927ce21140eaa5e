"""Squads, their people, and what may stand in the way of an answer or of confirming."""

from dataclasses import dataclass
from datetime import datetime

from tracker.accounts.rules import Person, Role, team_scope
from tracker.showcases.rules.events import may_show_district

SQUAD_NAME_MAX = 30
CUE_MAX = 60
HEIGHT_CM = (100, 230)
"""What a person may enter as her own height for a formation."""


@dataclass(frozen=True)
class NewSquad:
    """A team about to be nominated for an item."""

    item_id: int
    team_id: int
    name: str
    size: int
    substitutes: int


@dataclass(frozen=True)
class Squad:
    """A team in one item; after a merger the team is the one its people went to."""

    id: int
    showcase_id: int
    item_id: int
    team_id: int
    team_name: str
    district_code: str
    name: str
    size: int
    substitutes: int
    clothes: str
    music: str
    coach: str
    confirmed_at: datetime | None

    @property
    def is_confirmed(self) -> bool:
        """Whether its people and its place in the programme are settled."""
        return self.confirmed_at is not None


@dataclass(frozen=True)
class Member:
    """Somebody who agreed to be in a squad; whoever did not is no Member to anybody."""

    id: int
    squad_id: int
    participant_id: int
    name: str
    is_substitute: bool
    height_cm: int | None
    """Entered by herself, for the formation alone; never the height of her body profile."""


@dataclass(frozen=True)
class Invitation:
    """What a person was asked and what she answered: for herself alone."""

    id: int
    squad: Squad
    as_substitute: bool
    agreed: bool | None
    height_cm: int | None


@dataclass(frozen=True)
class Asked:
    """A member of the squad's team as her leader sees her: asked or not, and whether she agreed.

    Whoever declined, did not answer, or took her answer back looks the same: asked.
    """

    participant_id: int
    name: str
    member_id: int | None
    is_substitute: bool
    agreed: bool


@dataclass(frozen=True)
class Cues:
    """What a squad wears, its music, and who rehearses it."""

    clothes: str
    music: str
    coach: str


@dataclass(frozen=True)
class Room:
    """Places left in a squad."""

    places: int
    substitutes: int


class UnknownSquadError(Exception):
    """No such squad for whoever asks."""


class SquadInUseError(Exception):
    """Somebody was asked for this squad already, so it stays."""


class UnknownRehearsalError(Exception):
    """This squad has no such rehearsal."""


class UnknownMemberError(Exception):
    """Nobody of this key in the squad's team, or nobody was asked."""


class NotInvitedError(Exception):
    """The event does not invite this district, or she was not asked to be in this squad."""


class TooManyTeamsError(Exception):
    """A district brings only as many teams as it was invited with."""


class AlreadyNominatedError(Exception):
    """The team is nominated for this item already."""


class SquadConfirmedError(Exception):
    """A confirmed squad is not changed until it is opened again."""


class SquadFullError(Exception):
    """No place of this kind is left in the squad; how many of the other kind are."""

    def __init__(self, substitutes_free: int) -> None:
        super().__init__(substitutes_free)
        self.substitutes_free = substitutes_free


class NotFullError(Exception):
    """Fewer agreed than there are places, and nobody said that this is meant."""

    def __init__(self, agreed: int, size: int) -> None:
        super().__init__(agreed, size)
        self.agreed = agreed
        self.size = size


def may_plan_squad(person: Person, squad: Squad) -> bool:
    """Whether somebody plans a squad: leader and deputy of its team, and the organizers above."""
    return may_answer_for(person, squad) or may_show_district(person, squad.district_code)


def may_answer_for(person: Person, squad: Squad) -> bool:
    """Whether somebody asks her own team's members: its leader and deputy alone."""
    return person.holds([Role.LEADER, Role.DEPUTY], team_scope(squad.team_id))
