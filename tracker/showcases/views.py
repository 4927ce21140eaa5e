"""Pages of the room."""

from flask import Blueprint

pages = Blueprint("showcases", __name__)
