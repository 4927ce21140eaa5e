"""Pages of the room."""

from flask import Blueprint

pages = Blueprint("lectures", __name__)
