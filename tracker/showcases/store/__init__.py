"""Events, their squads and people, written and read back."""

from tracker.showcases.store.events import invited_districts, items, showcase, showcases
from tracker.showcases.store.squads import (
    members,
    members_of,
    squad,
    squads,
    squads_of,
)

__all__ = [
    "invited_districts",
    "items",
    "members",
    "members_of",
    "showcase",
    "showcases",
    "squad",
    "squads",
    "squads_of",
]
