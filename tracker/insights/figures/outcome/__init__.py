"""Charts of what became of weights, from figures that passed their release before."""

from tracker.insights.figures.outcome.flow import flow, stages
from tracker.insights.figures.outcome.means import populations, split_changes
from tracker.insights.figures.outcome.shares import bands, distribution, shares
from tracker.insights.figures.outcome.stayed import missingness

__all__ = [
    "bands",
    "distribution",
    "flow",
    "missingness",
    "populations",
    "shares",
    "split_changes",
    "stages",
]
