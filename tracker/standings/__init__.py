"""Standings: points for doing, their caps, explanations, bands."""
