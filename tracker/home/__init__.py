"""A person's own two pages over both logs: today, and her way so far."""
