"""The three skills taught: movements, guided sets, a metronome."""
