"""Lectures offline: places, waiting list, attendance at the door."""
