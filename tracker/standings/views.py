"""Standings: points for doing, their caps, explanations, bands."""

from flask import Blueprint

pages = Blueprint("standings", __name__)
