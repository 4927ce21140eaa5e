"""The room's pages."""

from flask import Blueprint

pages = Blueprint("exercise", __name__)
