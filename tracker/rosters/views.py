"""Rosters from spreadsheets as they arrive, previewed and confirmed whole; teams from one sheet."""

from flask import Blueprint

pages = Blueprint("rosters", __name__)
