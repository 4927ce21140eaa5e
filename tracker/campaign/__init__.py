"""Seasons, phases, what is open on a day, participants and their consents."""
