"""A squad of twelve with two substitutes, and its leader."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Factory

TODAY = date(2024, 10, 16)
NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
NAMES = tuple("安一 白二 曹三 丁四 方五 高六 韩七 江八 孔九 李十 马十一 欧阳十二三四".split())  # noqa: SIM905 (a list of names reads as a line)
SUBSTITUTES = ("王芳", "张敏")


@dataclass(frozen=True)
class Troupe:
    """Keys of a squad and its people, in the order of their names above."""

    make: Factory
    season_id: int
    team_id: int
    showcase_id: int
    squad_id: int
    people: tuple[int, ...]
    substitutes: tuple[int, ...]

    @property
    def address(self) -> str:
        """The page of its formation."""
        return f"/squads/{self.squad_id}/formation"

    def leader(self) -> FlaskClient:
        """A browser of the leader of its team."""
        return self.make.signed_in(self.make.leader(self.season_id, self.team_id))


@pytest.fixture
def troupe(app: Flask, make: Factory) -> Troupe:
    """Twelve who agreed, two substitutes, and somebody who declined."""
    with app.app_context():
        season_id = make.season()
        team_id = make.team(season_id)
        showcase_id = make.showcase(season_id)
        squad_id = make.squad(make.item(showcase_id), team_id)
        people = tuple(make.participant(season_id, team_id, name=name) for name in NAMES)
        substitutes = tuple(make.participant(season_id, team_id, name=name) for name in SUBSTITUTES)
        for each in people:
            make.squad_member(squad_id, each)
        for each in substitutes:
            make.squad_member(squad_id, each, is_substitute=True)
        refuses = make.participant(season_id, team_id, name="赵不来")
        make.squad_member(squad_id, refuses, agreed=False)
    return Troupe(make, season_id, team_id, showcase_id, squad_id, people, substitutes)
