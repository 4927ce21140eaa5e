"""Joining happens while people enrol, through the code of a team."""

import pytest
from flask import Flask

from tests.factories import Factory
from tests.joining.filling import CODE, ENROLMENT


@pytest.fixture(autouse=True)
def enrolment(app: Flask) -> None:
    """Everything here happens while people enrol, unless a test says otherwise."""
    app.config["TRACKER_TODAY"] = ENROLMENT


@pytest.fixture
def path(make: Factory) -> str:
    """The address in a team's QR code."""
    return f"/join/{make.join_code(make.team(make.season()), CODE)}"
