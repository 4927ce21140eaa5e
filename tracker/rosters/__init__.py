"""Rosters from spreadsheets as they arrive, previewed and confirmed whole; teams from one sheet."""
