"""The room's blueprint."""

from flask import Blueprint

pages = Blueprint("compliance", __name__)
