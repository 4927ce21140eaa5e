"""Inviting happens while people enrol."""

import pytest
from flask import Flask

from tests.factories import Factory
from tests.invitations.inviting import OTHER_PHONE, PHONE, Inviting
from tests.joining.filling import ENROLMENT
from tracker.invitations.rules import Invited


@pytest.fixture
def inviting(app: Flask, make: Factory) -> Inviting:
    """A unit that invited 王芳 into its team, and 李伟 to choose one, while people enrol."""
    app.config["TRACKER_TODAY"] = ENROLMENT
    found = Inviting.begin(app, make)
    found.invite(
        Invited("王芳", PHONE, found.team_id, 1),
        Invited("李伟", OTHER_PHONE, None, 2),
    )
    return found
