"""The room's pages."""

from flask import Blueprint

pages = Blueprint("privacy", __name__)
