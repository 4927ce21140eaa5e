"""Pages of the room."""

from flask import Blueprint

pages = Blueprint("photographs", __name__)
