"""Weighing stations: a grant for one place and day, a person's code, a weight that disappears."""

from flask import Blueprint

pages = Blueprint("stations", __name__)
