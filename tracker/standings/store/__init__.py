"""Settled standings, points from entries, switches: all of the room's SQL."""
