"""Spreadsheets as they arrive: limits, columns, cells, and what becomes of each row."""
