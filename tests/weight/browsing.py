"""A participant, and what she does in a browser without JavaScript."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import Factory
from tracker.database import db
from tracker.weight.models import ReadingRow

TODAY = date(2024, 10, 16)


YESTERDAY = TODAY - timedelta(days=1)


@dataclass
class Her:
    """A participant, her id, and a browser she has signed in with."""

    app: Flask
    make: Factory
    season: int
    team: int
    id: int
    client: FlaskClient

    def rows(self) -> list[tuple[date, int, int | None]]:
        """What is stored of her readings."""
        with self.app.app_context():
            found = db.session.query(ReadingRow).filter_by(participant_id=self.id)
            return sorted((row.day, row.grams, row.waist_mm) for row in found)

    def post(self, weight: str, day: date = TODAY, **more: str) -> TestResponse:
        """Send the form."""
        data = {"weight": weight, "unit": "kg", "day": day.isoformat(), **more}
        return self.client.post("/weight", data=data)

    def page(self, address: str = "/weight") -> str:
        """A page as text."""
        answer = self.client.get(address)
        assert answer.status_code == 200
        return answer.text


def at_her_weight(app: Flask, make: Factory) -> Her:
    """A participant of the open season, signed in."""
    season = make.season()
    team = make.team(season)
    participant_id = make.participant(season, team)
    return Her(
        app, make, season, team, participant_id, make.signed_in(make.account_of(participant_id))
    )


def other_browser(her: Her, **more: object) -> tuple[int, FlaskClient]:
    participant_id = her.make.participant(her.season, her.team, name="赵丽", **more)  # type: ignore[arg-type]
    return participant_id, her.make.signed_in(her.make.account_of(participant_id))


def history(her: Her, *grams: int, last: date = YESTERDAY) -> None:
    for back, each in enumerate(reversed(grams)):
        her.make.reading(her.id, last - timedelta(days=2 * back), each)


def value_of(page: str, name: str) -> str:
    """What a field holds; of several, the one that can be typed into."""
    fields = [tag for tag in re.findall(r"<input[^>]*>", page) if f'name="{name}"' in tag]
    field = min(fields, key=lambda tag: 'type="hidden"' in tag)
    found = re.search(r'value="([^"]*)"', field)
    return found[1] if found else ""


def doubt_values(page: str) -> list[str]:
    forms = re.findall(r"<form.*?</form>", page, re.DOTALL)
    return [value_of(form, "weight") for form in forms if 'name="confirmed"' in form]
