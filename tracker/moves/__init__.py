"""Asking to join or to change teams, and pausing."""
