"""The simulated gate as columns of plain values, table by table."""

from collections.abc import Iterator

from tracker.database import Base
from tracker.database.encryption import encrypted
from tracker.gates.models import GateDoor, PassageRow, TicketRow
from tracker.gates.rules import How
from tracker.simulation.rules import World
from tracker.simulation.rules.gates import DOORS
from tracker.simulation.store.columns import Columns, moments


def gate_tables(world: World) -> Iterator[tuple[type[Base], Columns]]:
    """Every table of the room, parents before children; keys are made when they are needed."""
    yield GateDoor, _doors(world)
    yield TicketRow, _tickets(world)
    yield PassageRow, _passages(world)


def _doors(world: World) -> Columns:
    gates = world.gates
    staff = gates.staff.tolist()
    return {
        "id": gates.door_id.tolist(),
        "showcase_id": [world.show.showcase_id] * len(DOORS),
        "code": [f"demodoor{at:04}" for at in range(len(DOORS))],
        "name": [encrypted(name, "gate_door.name") for name in DOORS],
        "account_id": [int(world.people.account_id[each]) for each in staff],
        "ended_at": [None] * len(DOORS),
    }


def _tickets(world: World) -> Columns:
    gates = world.gates
    return {
        "participant_id": world.people.id[gates.person].tolist(),
        "showcase_id": [world.show.showcase_id] * len(gates.person),
        "ticket_number": gates.numbers,
    }


def _passages(world: World) -> Columns:
    gates = world.gates
    count = len(gates.noted)
    at = moments(gates.noted_minute)
    return {
        "participant_id": world.people.id[gates.person[gates.noted]].tolist(),
        "key": [f"{each:032x}" for each in range(count)],
        "showcase_id": [world.show.showcase_id] * count,
        "door_id": gates.door_id[gates.noted_door].tolist(),
        "how": [How.SCAN.value] * count,
        "at": at,
        "received_at": at,
        "undone_at": [None] * count,
        "why": [""] * count,
    }
