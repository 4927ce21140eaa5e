"""Pages of the room."""

from flask import Blueprint

pages = Blueprint("learning", __name__)
