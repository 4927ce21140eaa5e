"""A server, a queue worker or a command is killed in the middle of its work, at any moment."""

import random
import time

from tests.faults.crew import Crew
from tests.faults.house import House

CUTS = 3


def test_no_answered_entry_is_lost_doubled_or_half_stored_when_the_server_is_killed(
    house: House,
) -> None:
    crew = Crew(house)
    cuts = max(CUTS, crew.total // 2500)

    def cut_power() -> None:
        for cut in range(cuts):
            crew.wait_for(crew.total * (cut + 1) // (cuts + 1))
            time.sleep(random.random() / 50)  # noqa: S311 (no secret)
            house.started().kill()
            house.started()

    crew.save_all(cut_power)

    found = crew.outcome()
    assert found.answered == crew.total
    assert found.is_clean, found
