"""A participant who may ask for a call."""

import pytest
from flask import Flask

from tests.factories import Factory
from tests.weight.browsing import Her, at_her_weight


@pytest.fixture
def her(app: Flask, make: Factory) -> Her:
    return at_her_weight(app, make)
