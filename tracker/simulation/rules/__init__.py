"""A season made up from a seed: people, their logs, and what is true of them."""

from tracker.simulation.rules.plan import FEWEST_PEOPLE, Plan
from tracker.simulation.rules.season import World, make_world, whole_season
from tracker.simulation.rules.truth import truth

__all__ = ["FEWEST_PEOPLE", "Plan", "World", "make_world", "truth", "whole_season"]
