"""A ticket and a certificate as pictures to keep, and the codes on their pages."""

from tracker.gates.figures.certificate import Certificate, certificate_of, certificate_png
from tracker.gates.figures.ticket import qr, ticket_of, ticket_png

__all__ = ["Certificate", "certificate_of", "certificate_png", "qr", "ticket_of", "ticket_png"]
