"""Asking to join or to change teams, and pausing."""

from flask import Blueprint

pages = Blueprint("moves", __name__)
