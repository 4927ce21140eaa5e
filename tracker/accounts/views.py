"""Signing in and out, and changing a password."""

from flask import Blueprint

pages = Blueprint("accounts", __name__)
