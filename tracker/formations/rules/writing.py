"""A formation as text, for a page that must carry one which is not stored."""

import json
from typing import Any

from tracker.formations.rules.placing import (
    REMARK_MAX,
    REMARKS_MAX,
    Formation,
    Place,
    is_sound,
)
from tracker.formations.rules.shapes import Shape, Slot

PLACES_MAX = 100


class UnreadableError(Exception):
    """The text is no formation."""


def written(formation: Formation) -> str:
    """A formation as text."""
    places = [
        [each.slot.row, each.slot.column, each.person, each.absent, each.stand_in, each.remark]
        for each in formation.places
    ]
    return json.dumps([formation.shape, places, formation.remarks], ensure_ascii=False)


def read(text: str) -> Formation:
    """The formation that `written` made a text of; raises UnreadableError for any other."""
    try:
        shape, places, remarks = json.loads(text)
        found = Formation(
            Shape(shape), tuple(_place(each) for each in places), _words(remarks, REMARKS_MAX)
        )
    except (ValueError, TypeError, RecursionError) as error:
        raise UnreadableError from error
    if len(found.places) > PLACES_MAX or not is_sound(found):
        raise UnreadableError
    return found


def _place(given: Any) -> Place:
    row, column, person, absent, stand_in, remark = given
    return Place(
        Slot(_whole(row), _whole(column)),
        None if person is None else _whole(person),
        _words(remark, REMARK_MAX),
        absent is True,
        None if stand_in is None else _whole(stand_in),
    )


def _whole(given: Any) -> int:
    if type(given) is not int or not 0 < given < 1 << 53:
        raise ValueError(given)
    return given


def _words(given: Any, longest: int) -> str:
    if not isinstance(given, str) or len(given) > longest:
        raise ValueError(given)
    return given
