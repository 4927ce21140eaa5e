"""Invitations: a phone and a printed code let one person into a team, once."""

from flask import Blueprint

pages = Blueprint("invitations", __name__)
