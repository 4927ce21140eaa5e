"""A person's ticket and certificate, the phones at a gate, and the organizers' page."""

from tracker.gates.views import doors, organizing, own, phones
from tracker.gates.views.room import pages

__all__ = ["doors", "organizing", "own", "pages", "phones"]
