"""Slips: a unit's, printed by its contact; an appointed leader's, printed by her district."""

from tracker.invitations.views import district, recovering, unit
from tracker.invitations.views.printing import pages

__all__ = ["district", "pages", "recovering", "unit"]
