"""A leader's first screen, the guide, and a person's own reminders."""

from tracker.followup.views import lead, reminders
from tracker.followup.views.lead import pages

__all__ = ["lead", "pages", "reminders"]
