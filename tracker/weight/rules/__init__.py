"""What is true of weight: quantities, trend, safety, goals, results."""
