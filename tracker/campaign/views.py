"""The room's pages."""

from flask import Blueprint

pages = Blueprint("campaign", __name__)
