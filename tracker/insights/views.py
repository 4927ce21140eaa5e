"""The room's pages."""

from flask import Blueprint

pages = Blueprint("insights", __name__)
