"""How columns of plain values are spelled for a driver that is handed them as they are."""

from typing import Any

import numpy as np

from tracker.database import db
from tracker.simulation.rules import World
from tracker.simulation.rules.plan import Flags, Integers, number

Column = list[Any]
Columns = dict[str, Column]


def season_id(world: World) -> int:
    """The season's key."""
    return int(world.spare_keys[0])


def opened(world: World) -> str:
    """The moment before anybody enrols: midnight in Beijing as logging starts."""
    start = number(world.plan.calendar.logging_starts) * 1440 - 480
    return str(moments(np.array([start]))[0])


def labels(names: tuple[str, ...], codes: Integers) -> Column:
    """Names in place of their positions."""
    labels: Column = np.array([str(name) for name in names], dtype=object)[codes].tolist()
    return labels


def or_none(values: Integers, there: Flags) -> Column:
    """Values, and None where there is none."""
    pairs = zip(values.tolist(), there.tolist(), strict=True)
    return [value if known else None for value, known in pairs]


def moments(minutes: Integers) -> Column:
    """Minutes since 1970 in UTC as the text both databases read; few differ, so each once."""
    distinct, position = np.unique(minutes, return_inverse=True)
    texts = np.datetime_as_string(distinct.astype("datetime64[m]"), unit="s")
    suffix = "+00" if db.engine.dialect.name == "postgresql" else ".000000"
    spelled = [moment.replace("T", " ") + suffix for moment in texts.tolist()]
    column: Column = np.array(spelled, dtype=object)[position].tolist()
    return column
