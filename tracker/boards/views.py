"""Pages of the room."""

from flask import Blueprint

pages = Blueprint("boards", __name__)
