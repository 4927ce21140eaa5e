"""Checking in at the gate, with and without a network; certificates."""
