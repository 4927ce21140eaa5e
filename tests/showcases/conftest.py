"""A team with people in a city's event, for tests of squads."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest

from tests.factories import Factory
from tracker.showcases import store

TODAY = date(2024, 10, 16)
NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)


@dataclass
class Stage:
    """Keys of what a test plays with."""

    make: Factory
    season_id: int
    team_id: int
    showcase_id: int
    item_id: int
    squad_id: int
    leader: int
    people: list[int] = field(default_factory=list)

    def ask(self, *participants: int, as_substitute: bool = False) -> int:
        """The leader asks them."""
        asked = participants or tuple(self.people)
        return store.ask(self.squad_id, asked, self.leader, TODAY, NOW, as_substitute=as_substitute)

    def agree(self, participant_id: int, *, as_substitute: bool = False) -> None:
        """She agrees."""
        store.agree(
            participant_id, self.squad_id, TODAY, as_substitute=as_substitute, height_cm=None
        )


@pytest.fixture
def stage(make: Factory) -> Stage:
    """A squad of two with one substitute, in a team of four."""
    season_id = make.season()
    team_id = make.team(season_id)
    showcase_id = make.showcase(season_id)
    item_id = make.item(showcase_id)
    squad_id = make.squad(item_id, team_id, size=2, substitutes=1)
    leader = make.leader(season_id, team_id)
    names = ("王芳", "李娜", "张敏", "刘洋")
    people = [make.participant(season_id, team_id, name=name) for name in names]
    return Stage(make, season_id, team_id, showcase_id, item_id, squad_id, leader, people)
