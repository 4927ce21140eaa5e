"""The blueprint of a team's and a unit's pages."""

from flask import Blueprint

pages = Blueprint("teams", __name__)
