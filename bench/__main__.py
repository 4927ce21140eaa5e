"""`python -m bench [--long]`: measures, writes `bench/results.json`; see docs/performance.md."""

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import results
from bench.evening import grown, in_turn, whole_crowd
from bench.generator import RefusedError
from bench.seasons import Databases, databases

PEOPLE, LARGE = 26_000, 10
"""So many people, and so many times more in the large season."""

SHARE = 0.1
"""Of everybody in the crowd that does not take long."""

PARTS = ("crowd", "large")


def main() -> None:
    """Measure one database after the other, write each down at once, and hold it to the goals."""
    asked = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    started = time.perf_counter()
    for kind in () if asked.show else asked.databases:
        print(f"\n{kind}")
        with _folder(asked.keep) as folder, databases(kind, folder) as places:
            try:
                found = _long(places, asked) if asked.long else _short(places, asked)
            except RefusedError as error:
                sys.exit(f"\nNot what was asked for: {error}")
        results.write({kind: found}, asked.results)
    if not asked.show:
        print(f"\nIt took {(time.perf_counter() - started) / 60:.1f} minutes.\n")
    if asked.results == results.PATH:
        results.publish(results.read())
    print(*results.page(results.read(asked.results)), sep="\n")


def arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument(
        "--long", nargs="*", choices=PARTS, help="what takes longer, or parts of it"
    )
    parser.add_argument("--show", action="store_true", help="print the last results alone")
    parser.add_argument("--databases", nargs="+", choices=results.KINDS, default=results.KINDS)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--keep", type=Path, help="a folder whose seasons serve the next run too")
    parser.add_argument("--results", type=Path, default=results.PATH)
    asked = parser.parse_args()
    asked.long = PARTS if asked.long == [] else asked.long
    return asked


def _short(places: Databases, asked: argparse.Namespace) -> dict[str, Any]:
    return in_turn(places, asked.people, asked.rounds, SHARE)


def _long(places: Databases, asked: argparse.Namespace) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "crowd" in asked.long:
        found |= whole_crowd(places, asked.people)
    if "large" in asked.long and places.kind == "postgresql":
        found |= grown(places, asked.people, LARGE, asked.rounds)
    return found


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    """Where the seasons are: a folder that goes with the run, or one to keep."""
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        yield Path(folder)


if __name__ == "__main__":
    main()
