"""Spreadsheets read as they arrive, and written so that they come back as they went."""
