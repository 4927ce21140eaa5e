"""Pages of the room."""

from flask import Blueprint

pages = Blueprint("gates", __name__)
