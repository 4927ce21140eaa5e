"""Announcements downwards, with read marks kept as counts only."""

from flask import Blueprint

pages = Blueprint("announcements", __name__)
