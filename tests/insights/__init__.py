from datetime import date

MONDAY = date(2024, 10, 14)
"""The Monday of the tests' week 10."""
