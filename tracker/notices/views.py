"""What a team's group is told: the week's notice, a poster, a digest, messages of robots."""

from flask import Blueprint

pages = Blueprint("notices", __name__)
