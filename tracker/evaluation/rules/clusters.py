"""Teams as clusters for intervals: how many have a result and their mean, and nothing of anybody.

Teams stand in a table of their own. In the people's rows a team's number would let a colleague who
finds herself find everybody else in her team by sex and age; and whoever of a district had been
moved to "other" would be moved back by her team.
"""

from dataclasses import dataclass

import numpy as np

from tracker.evaluation.rules.coarsening import OTHER
from tracker.evaluation.rules.requests import TooFewError
from tracker.insights.rules import K
from tracker.insights.rules.population import Floats, Population

CLUSTER_MIN = K + 1
"""People with a result behind a cluster: one of them may know her own, and 10 remain."""


@dataclass(frozen=True)
class Cluster:
    """One team, or several of a district with too few people, and their mean change in percent."""

    district: str
    teams: int
    people: int
    mean_change: float


@dataclass(frozen=True)
class _Pile:
    """Teams put together, with the changes of their completers."""

    district: str
    teams: int
    changes: Floats

    def __add__(self, other: "_Pile") -> "_Pile":
        same = self.district == other.district
        changes = np.concatenate([self.changes, other.changes])
        return _Pile(self.district if same else OTHER, self.teams + other.teams, changes)


def clusters_of(people: Population) -> tuple[Cluster, ...]:
    """Every completer in one cluster, by district and then as the people come.

    Raises TooFewError when even all of them together are too few.
    """
    piles = [
        pile
        for code in np.unique(people.district[people.completer]).tolist()
        for pile in _gathered(_teams(people, code))
    ]
    large = [pile for pile in piles if len(pile.changes) >= CLUSTER_MIN]
    small = [pile for pile in piles if len(pile.changes) < CLUSTER_MIN]
    return tuple(_cluster(pile) for pile in large + _rest(large, small))


def _teams(people: Population, code: str) -> list[_Pile]:
    """A district's teams with completers, in the order in which their people come."""
    inside = people.completer & (people.district == code)
    teams, change = people.team[inside], people.change[inside]
    keys, first = np.unique(teams, return_index=True)
    ordered = keys[np.argsort(first)]
    return [_Pile(code, 1, change[teams == key]) for key in ordered]


def _gathered(piles: list[_Pile]) -> list[_Pile]:
    """Teams that are large enough alone, the others put together as they come."""
    found = [pile for pile in piles if len(pile.changes) >= CLUSTER_MIN]
    open_: _Pile | None = None
    for pile in piles:
        if len(pile.changes) >= CLUSTER_MIN:
            continue
        open_ = pile if open_ is None else open_ + pile
        if len(open_.changes) >= CLUSTER_MIN:
            found.append(open_)
            open_ = None
    if open_ is None:
        return found
    return [*found[:-1], found[-1] + open_] if found else [open_]


def _rest(large: list[_Pile], small: list[_Pile]) -> list[_Pile]:
    """Districts too small for a cluster of their own, together; `large` gives one up if needed."""
    if not small:
        return []
    rest, *others = small
    rest = _Pile(OTHER, rest.teams, rest.changes)
    for pile in others:
        rest += pile
    while len(rest.changes) < CLUSTER_MIN:
        if not large:
            raise TooFewError(len(rest.changes))
        rest += large.pop()
    return [rest]


def _cluster(pile: _Pile) -> Cluster:
    return Cluster(pile.district, pile.teams, len(pile.changes), float(pile.changes.mean()))
