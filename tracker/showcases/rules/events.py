"""An event, its items in their order, the districts it invites, and the state it is in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tracker.accounts.rules import CITY_SCOPE, Person, Role, district_scope
from tracker.campaign.rules import Calendar, open_on

NAME_MAX = 40
VENUE_MAX = 60
ITEM_TITLE_MAX = 30
MINUTES_MAX = 120
SQUAD_SIZE_MAX = 40
SUBSTITUTES = 2
"""Substitutes beside every squad, unless its district says otherwise."""
TEAMS_PRESET = 2
"""Teams that each district is invited with: 16 districts make 32."""
TEAMS_MAX = 20


class State(StrEnum):
    """Where an event is, from its first draft to the day after."""

    DRAFT = "draft"
    OPEN = "open"
    CONFIRMED = "confirmed"
    OVER = "over"
    CANCELLED = "cancelled"


NEXT: Mapping[State, tuple[State, ...]] = {
    State.DRAFT: (State.OPEN, State.CANCELLED),
    State.OPEN: (State.CONFIRMED, State.CANCELLED),
    State.CONFIRMED: (State.OVER, State.OPEN, State.CANCELLED),
    State.OVER: (State.CONFIRMED,),
    State.CANCELLED: (State.DRAFT,),
}
"""What an event may become; every step but none can be taken back."""


class ItemKind(StrEnum):
    """What is shown."""

    BADUANJIN = "baduanjin"
    SLOW_JOG = "slow_jog"
    WARM_UP = "warm_up"
    FREE = "free"


class UnknownShowcaseError(Exception):
    """No such event for whoever asks."""


class UnknownItemError(Exception):
    """No such item in this event."""


class ItemInUseError(Exception):
    """Squads are nominated for this item, so it stays, and stays theirs."""


class DistrictInUseError(Exception):
    """A district has nominated more teams than it would be invited with."""

    def __init__(self, district_code: str, squads: int) -> None:
        super().__init__(district_code, squads)
        self.district_code = district_code
        self.squads = squads


class NotNowError(Exception):
    """What was asked does not go with the state the event is in, or with the day."""


@dataclass(frozen=True)
class NewShowcase:
    """An event about to be made or changed; without a district it is the city's."""

    name: str
    venue: str
    day: date
    opens: datetime
    """When the gate opens."""
    starts: datetime
    closes: datetime
    """When the gate closes; the programme is over by then."""


@dataclass(frozen=True)
class Showcase:
    """An event as a value."""

    id: int
    season_id: int
    district_code: str | None
    name: str
    venue: str
    day: date
    opens: datetime
    starts: datetime
    closes: datetime
    state: State

    @property
    def is_published(self) -> bool:
        """Whether anybody but its organizers knows of it."""
        return self.state in {State.OPEN, State.CONFIRMED, State.OVER}


@dataclass(frozen=True)
class NewItem:
    """An item about to be added or changed."""

    kind: ItemKind
    title: str
    minutes: int
    together: bool
    squad_size: int


@dataclass(frozen=True)
class Item:
    """One item: performed by all squads together, or by the squads nominated for it."""

    id: int
    showcase_id: int
    kind: ItemKind
    title: str
    minutes: int
    together: bool
    squad_size: int
    position: int


Programme = tuple[NewItem, ...]


@dataclass(frozen=True)
class InvitedDistrict:
    """A district and the number of teams it may bring."""

    district_code: str
    teams: int


@dataclass(frozen=True)
class Held:
    """An event that took place, for whoever reports it."""

    id: int
    district_code: str | None
    name: str
    venue: str
    day: date
    squads: int
    people: int


def preset(titles: Mapping[ItemKind, str]) -> Programme:
    """The programme most events begin with; its titles are the page's business."""
    return (
        NewItem(ItemKind.WARM_UP, titles[ItemKind.WARM_UP], 5, together=False, squad_size=8),
        NewItem(ItemKind.BADUANJIN, titles[ItemKind.BADUANJIN], 12, together=True, squad_size=12),
        NewItem(ItemKind.SLOW_JOG, titles[ItemKind.SLOW_JOG], 4, together=False, squad_size=12),
        NewItem(ItemKind.FREE, titles[ItemKind.FREE], 4, together=False, squad_size=12),
    )


def signs_up(showcase: Showcase, calendar: Calendar, today: date) -> bool:
    """Whether teams are nominated, members asked and answers given on a day."""
    in_time = open_on(calendar, today).showcase_sign_up and today <= showcase.day
    return showcase.state is State.OPEN and in_time


def may_run_showcase(person: Person, showcase: Showcase) -> bool:
    """Whether somebody organizes an event: the city, or the district whose own it is."""
    own = showcase.district_code
    return person.holds([Role.CITY], CITY_SCOPE) or (
        own is not None and person.holds([Role.DISTRICT], district_scope(own))
    )


def may_show_district(person: Person, district_code: str) -> bool:
    """Whether somebody nominates and confirms for a district: its organizers and the city."""
    return person.holds([Role.CITY], CITY_SCOPE) or person.holds(
        [Role.DISTRICT], district_scope(district_code)
    )
