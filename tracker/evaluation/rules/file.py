"""The file as bytes: a ZIP that is the same whenever it is made of the same people and secret."""

import csv
import hashlib
import json
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from typing import Any

from tracker.campaign.rules import Calendar
from tracker.evaluation.rules.clusters import CLUSTER_MIN, Cluster, clusters_of
from tracker.evaluation.rules.codebook import CLUSTERS, PEOPLE, codebook_rows, codebook_text, readme
from tracker.evaluation.rules.people import Rows, rows_of, shuffled
from tracker.insights.rules import K, SnapshotOf
from tracker.insights.rules.population import Population
from tracker.insights.rules.snapshots import seed_of

NO_DATE = (1980, 1, 1, 0, 0, 0)
"""The first moment a ZIP can say: when the file was made is in the log, not in the file."""
READABLE = 0o644 << 16
UNIX = 3
FORMULA = re.compile(r"[\s\x00-\x1f]*[=+\-@＝＋－＠]|[\t\r\n]")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class Built:
    """The file with its fingerprint."""

    content: bytes
    rows: int

    @property
    def sha256(self) -> str:
        """The hash of the whole file."""
        return hashlib.sha256(self.content).hexdigest()


def built(people: Population, snapshot: SnapshotOf, calendar: Calendar, secret: int) -> Built:
    """The file of these people, all of whom agreed; raises TooFewError.

    The secret, which never leaves the server, decides the order of people and clusters.
    """
    drawn = shuffled(people, secret)
    clusters = clusters_of(drawn)
    rows = rows_of(drawn)
    parts = {
        "README.md": readme(),
        "codebook.csv": _csv(codebook_rows()),
        "codebook.md": codebook_text(),
        PEOPLE: _csv(_table(rows)),
        CLUSTERS: _csv(_cluster_table(clusters)),
        "release.json": _json(_about(rows, clusters, snapshot, calendar)),
    }
    return Built(_zipped(parts), len(people))


def _about(
    rows: Rows, clusters: Sequence[Cluster], snapshot: SnapshotOf, calendar: Calendar
) -> dict[str, Any]:
    """Which snapshot, without a date, and what a script must know to compute its figures."""
    return {
        "format": 1,
        "season_day": _season_day(calendar, snapshot.as_of),
        "season_days": _season_day(calendar, calendar.ends),
        "snapshot_version": snapshot.version,
        "snapshot_hash": snapshot.data_hash,
        "seed": seed_of(snapshot.data_hash),
        "k": K,
        "cluster_min": CLUSTER_MIN,
        "people": len(rows.columns["id"]),
        "late_joiners": rows.late_joiners,
        "teams": sum(cluster.teams for cluster in clusters),
        "coarsened": dict(rows.coarsened),
        "whole_districts": list(rows.whole_districts),
    }


def _season_day(calendar: Calendar, day: date) -> int:
    """Days since self-management began, its first being 1."""
    return (day - calendar.starts).days + 1


def _table(rows: Rows) -> list[tuple[str, ...]]:
    names = tuple(rows.columns)
    return [names, *zip(*rows.columns.values(), strict=True)]


def _cluster_table(clusters: Iterable[Cluster]) -> list[tuple[str, ...]]:
    header = ("cluster", "district", "teams", "completers", "mean_change_percent")
    cells = [
        (
            f"c{place:04d}",
            each.district,
            str(each.teams),
            str(each.people),
            f"{each.mean_change:.2f}",
        )
        for place, each in enumerate(clusters, 1)
    ]
    return [header, *cells]


def cell(text: str) -> str:
    """A cell that no spreadsheet computes: a number as it is, anything else as text."""
    return text if NUMBER.fullmatch(text) or not FORMULA.match(text) else f"'{text}"


def _csv(rows: Iterable[Sequence[str]]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows([cell(each) for each in row] for row in rows)
    return text.getvalue()


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, sort_keys=True) + "\n"


def _zipped(parts: dict[str, str]) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, NO_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = UNIX, READABLE
            archive.writestr(entry, text.encode())
    return held.getvalue()
