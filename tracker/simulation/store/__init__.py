"""Whether there is a season, and writing a simulated one."""

from tracker.simulation.store.season import (
    NotEmptyError,
    demo_join_code,
    has_tables,
    is_empty,
    write,
)
from tracker.simulation.store.station import open_demo_station

__all__ = [
    "NotEmptyError",
    "demo_join_code",
    "has_tables",
    "is_empty",
    "open_demo_station",
    "write",
]
