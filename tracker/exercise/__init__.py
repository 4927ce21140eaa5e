"""A person's exercise: kinds, minutes, intensity, energy for herself."""
