"""Pages of the room."""

from flask import Blueprint

pages = Blueprint("formations", __name__)
