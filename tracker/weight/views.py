"""The room's pages."""

from flask import Blueprint

pages = Blueprint("weight", __name__)
