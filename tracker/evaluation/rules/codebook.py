"""What every column of the file means, and what a reader must know before using it."""

import csv
from pathlib import Path

PEOPLE, CLUSTERS = "people.csv", "clusters.csv"
_ROOM = Path(__file__).parent.parent


def codebook_rows() -> list[tuple[str, ...]]:
    """Table, column, meaning in both languages, unit, values, missing; the header first."""
    with (_ROOM / "codebook.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)]


def codebook_text() -> str:
    """The same to read."""
    _, *columns = codebook_rows()
    parts = ["# 编码手册 · Codebook", ""]
    for table, name, chinese, english, unit, values, missing in columns:
        parts += [
            f"## `{table}` · `{name}`",
            "",
            f"{chinese} · {english}",
            "",
            f"- unit: {unit}",
            f"- values: {values}",
            f"- missing: {missing}",
            "",
        ]
    return "\n".join(parts)


def readme() -> str:
    """What the file is, what was done to it, and what must not be done with it."""
    return (_ROOM / "readme.md").read_text(encoding="utf-8")
