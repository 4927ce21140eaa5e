"""The room's pages."""

from tracker.compliance.views import notice
from tracker.compliance.views.room import pages

__all__ = ["notice", "pages"]
