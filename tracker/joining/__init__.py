"""Joining a team: one form, one transaction over accounts, campaign, teams and weight."""
