"""What is true of the statistician's file: who may have it when, and what may be in it."""

from tracker.evaluation.rules.clusters import CLUSTER_MIN, Cluster, clusters_of
from tracker.evaluation.rules.coarsening import coarsened
from tracker.evaluation.rules.file import Built, built
from tracker.evaluation.rules.people import rows_of, shuffled
from tracker.evaluation.rules.requests import (
    PURPOSE_MAX,
    PURPOSE_MIN,
    VALID,
    Agreed,
    DecidedAlreadyError,
    Download,
    NotApprovedError,
    OwnRequestError,
    Request,
    Standing,
    TooFewError,
    UnknownRequestError,
    moments,
    standing,
)

__all__ = [
    "CLUSTER_MIN",
    "PURPOSE_MAX",
    "PURPOSE_MIN",
    "VALID",
    "Agreed",
    "Built",
    "Cluster",
    "DecidedAlreadyError",
    "Download",
    "NotApprovedError",
    "OwnRequestError",
    "Request",
    "Standing",
    "TooFewError",
    "UnknownRequestError",
    "built",
    "clusters_of",
    "coarsened",
    "moments",
    "rows_of",
    "shuffled",
    "standing",
]
