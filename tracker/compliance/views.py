"""The room's pages."""

from flask import Blueprint

pages = Blueprint("compliance", __name__)
