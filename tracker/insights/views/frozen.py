"""What the pages share that are only ever as of a snapshot, since weights are in them."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext

from tracker.accounts.rules import CITY_SCOPE, district_scope
from tracker.insights import figures, rules, store
from tracker.insights.rules import Group, SnapshotOf
from tracker.insights.views.desks import asked_snapshot, open_season
from tracker.teams.guards import district_or_404
from tracker.web.charts import Chart


class Frozen:
    """One area as of the snapshot asked for, or of the latest; each page draws its own charts."""

    def __init__(self, group: Group, subject: str) -> None:
        self.season, self.group, self.subject = open_season(), group, subject
        self.frozen = {each.as_of: each for each in store.snapshots(self.season.id)}
        asked = asked_snapshot(self.season)
        self.is_latest = asked is None
        self.which: SnapshotOf | None = asked or next(reversed(self.frozen.values()), None)

    @property
    def scope(self) -> str:
        """The area as a key of what was frozen."""
        code = self.group.district_code
        return district_scope(code) if code else CITY_SCOPE

    def context(self, name: str, charts: Mapping[str, Chart]) -> dict[str, Any]:
        """What every such page says: its charts, its moment and the moments before."""
        as_of = None if self.is_latest or self.which is None else self.which.as_of.isoformat()
        calendar, code = self.season.calendar, self.group.district_code
        address: dict[str, Any] = {"code": code} if code else {}
        area = "district" if code else "city"
        figure = f"insights.{area}_{name}_figure"
        return {
            "told": self,
            "above": url_for(f"insights.{area}_page", **address),
            "here": url_for(f"insights.{area}_{name}", **address),
            "charts": [
                (chart, url_for(figure, name=each, kind="json", as_of=as_of, **address))
                for each, chart in charts.items()
            ],
            "is_final": self.which is not None and self.which.is_final(calendar),
            "snapshots": [
                (each, each.is_final(calendar)) for each in reversed(self.frozen.values())
            ],
            "first_snapshot": rules.first_snapshot_monday(calendar),
        }


def area(code: str | None = None) -> tuple[Group, str]:
    """The city, or a district with its name; 404 when there is no such district."""
    season = open_season()
    if code is None:
        return Group(season.id), gettext("全市")
    return Group(season.id, code), figures.district_name(district_or_404(code))
