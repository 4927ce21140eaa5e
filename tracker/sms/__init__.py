"""Text messages: a sender by name, and what it may cost."""
