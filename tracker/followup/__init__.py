"""Whom a leader asks how it goes: at most three today, outcomes, nudges, reminders."""
