"""When a group's health figure is frozen, and what of it may be shown to whom.

`for_team`, `for_areas`, `for_outcomes` and `for_units` are pure functions from exact figures of all
groups together, and what the viewer knows anyway, to what is shown: rounded, merged, or withheld
with its reason. Every page, chart and file gets its numbers from one of them and nowhere else.
"""

from tracker.insights.rules.releases.areas import (
    AreaFigures,
    area_state,
    for_areas,
    shares_of,
)
from tracker.insights.rules.releases.hiding import (
    common_partition,
    finest_partition,
    hidden_areas,
    hidden_rows,
    merged,
)
from tracker.insights.rules.releases.holding import (
    BINS,
    LOST,
    SHARES,
    WAITING,
    Earlier,
    Held,
    held,
    people_apart,
)
from tracker.insights.rules.releases.outcomes import MEAN, MEDIAN, for_outcomes
from tracker.insights.rules.releases.rounding import (
    CELL_FINE_FROM,
    COARSE_STEP,
    COUNT_STEP,
    FINE_FROM,
    FINE_STEP,
    MEDIAN_STEPS,
    SHARE_STEPS,
    K,
    Share,
    about,
    mean_step,
    people_range,
    rounded_cell,
    rounded_change,
    rounded_median,
    shown_share,
    widened,
)
from tracker.insights.rules.releases.shown import Outcomes, ShownCell, ShownOutcome, ShownTable
from tracker.insights.rules.releases.tables import CELL_FROM, PARTITIONS, STATION, TABLES
from tracker.insights.rules.releases.teams import (
    for_team,
    team_moments,
    team_state,
)
from tracker.insights.rules.releases.units import UNIT_FROM, ShownUnit, for_units
from tracker.insights.rules.releases.values import (
    FIRST_DAY_SHOWN,
    GroupFigures,
    Shown,
    State,
    Viewer,
    figures_of,
    is_early,
)

__all__ = [
    "BINS",
    "CELL_FINE_FROM",
    "CELL_FROM",
    "COARSE_STEP",
    "COUNT_STEP",
    "FINE_FROM",
    "FINE_STEP",
    "FIRST_DAY_SHOWN",
    "LOST",
    "MEAN",
    "MEDIAN",
    "MEDIAN_STEPS",
    "PARTITIONS",
    "SHARES",
    "SHARE_STEPS",
    "STATION",
    "TABLES",
    "UNIT_FROM",
    "WAITING",
    "AreaFigures",
    "Earlier",
    "GroupFigures",
    "Held",
    "K",
    "Outcomes",
    "Share",
    "Shown",
    "ShownCell",
    "ShownOutcome",
    "ShownTable",
    "ShownUnit",
    "State",
    "Viewer",
    "about",
    "area_state",
    "common_partition",
    "figures_of",
    "finest_partition",
    "for_areas",
    "for_outcomes",
    "for_team",
    "for_units",
    "held",
    "hidden_areas",
    "hidden_rows",
    "is_early",
    "mean_step",
    "merged",
    "people_apart",
    "people_range",
    "rounded_cell",
    "rounded_change",
    "rounded_median",
    "shares_of",
    "shown_share",
    "team_moments",
    "team_state",
    "widened",
]
