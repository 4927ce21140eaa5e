"""Who stands where in a squad, and who stands in."""
