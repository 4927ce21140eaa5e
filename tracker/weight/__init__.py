"""A person's weight: readings, trend, rate, goal, safety and season result."""
