"""Showcases: events, items, nominated squads and who agreed to be in them."""
