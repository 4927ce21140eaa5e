"""Backups: made whole, encrypted, verified; restored without bringing anybody back."""
