"""Whom a leader asks how it goes: at most three today, outcomes, nudges, reminders."""

from flask import Blueprint

pages = Blueprint("followup", __name__)
