"""A team with its leader and people who were silent for a while."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import Factory
from tracker.accounts.rules import Role
from tracker.campaign.rules import ConsentKind

HIDDEN = frozenset({ConsentKind.LEADER_SEES})
DAY = timedelta(days=1)


def ago(days: int) -> date:
    """The day with so many whole days between it and today."""
    return TODAY - (days + 1) * DAY


@dataclass
class Led:
    """A team, who leads it, and the people in it."""

    app: Flask
    make: Factory
    season_id: int
    team_id: int
    leader: int
    deputy: int

    def member(self, name: str, *days: int, refused: bool = False, weighs: bool = False) -> int:
        """Somebody who noted something so many days ago, by weight or by exercise."""
        hidden = HIDDEN if refused else frozenset[ConsentKind]()
        her = self.make.participant(self.season_id, self.team_id, name=name, refused=hidden)
        for each in days:
            if weighs:
                self.make.reading(her, ago(each), 66_610)
            else:
                self.make.exercise(her, ago(each))
        return her

    def browser(self, role: Role = Role.LEADER) -> FlaskClient:
        """A browser of the leader or the deputy."""
        return self.make.signed_in(self.leader if role is Role.LEADER else self.deputy)

    def page(self, role: Role = Role.LEADER) -> str:
        """What the first screen says."""
        return self.browser(role).get("/lead").get_data(as_text=True)

    def post(self, what: str, role: Role = Role.LEADER, **fields: str | int) -> int:
        """Press a button of the screen; the status that came."""
        address = f"/lead/{self.team_id}/{what}"
        return self.browser(role).post(address, data=fields).status_code


def led(make: Factory) -> Led:
    """A team with nobody in it yet."""
    season_id = make.season()
    team_id = make.team(season_id)
    leader, deputy = make.account("李伟"), make.account("孙丽")
    led = Led(make.app, make, season_id, team_id, leader, deputy)
    scope = f"team:{team_id}"
    make.grant(leader, season_id, Role.LEADER, scope)
    make.grant(deputy, season_id, Role.DEPUTY, scope)
    return led
