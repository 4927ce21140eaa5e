"""Reading announcements, and writing them for those below."""

from tracker.announcements.views import authors
from tracker.announcements.views.readers import pages

__all__ = ["authors", "pages"]
