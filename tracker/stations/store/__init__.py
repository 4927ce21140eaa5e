"""Stations, their doors, codes and weighings, written and read back."""

from tracker.stations.store.doors import add_door, claim, door_station, doors, shut
from tracker.stations.store.opening import (
    close,
    last_opened,
    near,
    open_now,
    open_station,
    station,
    stations_in,
    stations_of_unit,
)
from tracker.stations.store.weighing import code_of_number, guest, shown, weigh

__all__ = [
    "add_door",
    "claim",
    "close",
    "code_of_number",
    "door_station",
    "doors",
    "guest",
    "last_opened",
    "near",
    "open_now",
    "open_station",
    "shown",
    "shut",
    "station",
    "stations_in",
    "stations_of_unit",
    "weigh",
]
