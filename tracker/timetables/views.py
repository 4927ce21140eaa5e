"""Pages of the room."""

from flask import Blueprint

pages = Blueprint("timetables", __name__)
