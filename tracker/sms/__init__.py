"""Text messages: what is said, and who sends it."""
