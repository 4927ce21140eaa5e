"""Pages of the room."""

from flask import Blueprint

pages = Blueprint("skills", __name__)
