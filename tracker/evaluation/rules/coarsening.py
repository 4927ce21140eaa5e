"""Small groups coarsened, until every combination of what others may know has 10 people."""

from collections.abc import Callable, Mapping

import numpy as np

from tracker.evaluation.rules.requests import TooFewError
from tracker.insights.rules import K
from tracker.insights.rules.population import Flags, Integers, Texts

ANY = "any"
"""Stands for a value that was taken away because too few people share it."""
OTHER = "other"
"""The same for a district."""
UNKNOWN = "unknown"
"""Stands for what the person never said."""

AGES = ("18-29", "30-39", "40-49", "50+")
"""The age bands of the published figures, by their cell."""
WIDER_AGES = {"18-29": "18-39", "30-39": "18-39", "40-49": "40+", "50+": "40+"}

Known = Mapping[str, Texts]
"""By column what somebody who knows the person may know of her too, a place a person."""

Step = tuple[str, Callable[[Texts], Texts]]


def _wider(ages: Texts) -> Texts:
    return np.array([WIDER_AGES.get(each, each) for each in ages.tolist()], ages.dtype)


def _all(value: str) -> Callable[[Texts], Texts]:
    return lambda column: np.full(len(column), value, column.dtype)


STEPS: tuple[Step, ...] = (
    ("age", _wider),
    ("age", _all(ANY)),
    ("district", _all(OTHER)),
    ("sex", _all(ANY)),
    ("baseline_band", _all(ANY)),
)
"""What is taken from the people of a combination below 10, until it has 10.

First what the published figures need least, last what most of them are made of.
"""
COLUMNS = ("district", "sex", "age", "baseline_band")


def coarsened(known: Known, k: int = K) -> Known:
    """The same people, no combination of columns with fewer than k; raises TooFewError.

    Whoever ends with nothing but "any" must not be alone in that either: the smallest other
    combinations give up everything too, until these are k.
    """
    found = {name: known[name].astype("U12") for name in COLUMNS}
    people = len(found["sex"])
    if 0 < people < k:
        raise TooFewError(people)
    for name, wider in STEPS:
        small = _sizes(found) < k
        found[name][small] = wider(found[name][small])
    while np.any((sizes := _sizes(found)) < k):
        bare = sizes < k
        found = _stripped(found, bare | _smallest(found, sizes, ~bare))
    return found


def _sizes(known: Known) -> Integers:
    """For each person, how many share her combination."""
    _, place, counts = np.unique(_codes(known), return_inverse=True, return_counts=True)
    sizes: Integers = counts[place]
    return sizes


def _codes(known: Known) -> Integers:
    """One number for each combination."""
    codes = np.zeros(len(known["sex"]), np.int64)
    for column in known.values():
        values, place = np.unique(column, return_inverse=True)
        codes = codes * len(values) + place
    return codes


def _smallest(known: Known, sizes: Integers, among: Flags) -> Flags:
    """The people of the smallest combination that is large enough."""
    codes = _codes(known)
    least = codes[among][np.argmin(sizes[among])]
    same: Flags = codes == least
    return same


def _stripped(known: Known, who: Flags) -> dict[str, Texts]:
    return {
        name: np.where(who, OTHER if name == "district" else ANY, column)
        for name, column in known.items()
    }
