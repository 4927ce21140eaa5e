"""The room's pages."""

from flask import Blueprint

pages = Blueprint("joining", __name__)
