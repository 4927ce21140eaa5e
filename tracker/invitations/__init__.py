"""Invitations: a phone and a printed code let one person into a team, once."""
