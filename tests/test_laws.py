"""A law nobody saw broken is no law: each is broken once, in a copy, and seen to be caught."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tracker.config import PROJECT

FLOORS = "Floor plan: a room may use the rooms below it"
INSIDE = "Inside a room: pages over forms, figures and store over tables over rules"
PURE = "Rules are pure"
SQL = "SQL lives in models and store"
VALUES = "Forms and figures get values"
NO_WEB = "Store, tables and figures know no web"
CHARTS = "Charts are drawn in figures"
PICTURES = "Pictures are drawn on one sheet"
PAGES = "Only create_app opens the pages"
CYCLES = "No cycles anywhere"

PLANTED = [
    (FLOORS, "accounts/rules/roles.py", "import tracker.teams.rules"),
    (FLOORS, "exercise/rules.py", "import tracker.weight.models"),
    (FLOORS, "web/charts.py", "import tracker.campaign"),
    (FLOORS, "utils.py", ""),
    (FLOORS, "queue.py", "import tracker.config"),
    (FLOORS, "insights/tasks.py", "import tracker.jobs.tasks"),
    (FLOORS, "jobs/tasks.py", "import tracker.simulation.store"),
    (FLOORS, "gossip/__init__.py", ""),
    (INSIDE, "teams/models.py", "import tracker.teams.store"),
    (INSIDE, "privacy/rules/kept.py", "import tracker.privacy.models"),
    (INSIDE, "teams/forms.py", "import tracker.teams.store"),
    (INSIDE, "accounts/helpers.py", ""),
    (INSIDE, "insights/store/pages.py", "import tracker.insights.tasks"),
    (INSIDE, "jobs/tasks.py", "import tracker.jobs.commands"),
    (PURE, "accounts/rules/roles.py", "import flask"),
    (PURE, "weight/rules/quantities.py", "from sqlalchemy import select"),
    (PURE, "campaign/rules/planted.py", "import tracker.clock"),
    (SQL, "accounts/views/signing_in.py", "from sqlalchemy import select"),
    (SQL, "teams/views.py", "import tracker.teams.models"),
    (SQL, "campaign/guards.py", "from tracker.database import db"),
    (SQL, "privacy/commands.py", "from tracker.database import db"),
    (SQL, "jobs/tasks.py", "from tracker.database import db"),
    (VALUES, "exercise/figures.py", "import tracker.accounts.store"),
    (VALUES, "accounts/forms/passwords.py", "import tracker.accounts.store"),
    (NO_WEB, "privacy/store/erasing.py", "from flask import request"),
    (NO_WEB, "teams/models.py", "import click"),
    (NO_WEB, "exercise/figures.py", "import flask"),
    (CHARTS, "exercise/views.py", "import plotly.graph_objects"),
    (CHARTS, "insights/tasks.py", "import plotly"),
    (CHARTS, "web/charts.py", "import plotly"),
    (PICTURES, "insights/figures/planted.py", "import matplotlib.pyplot"),
    (PICTURES, "web/pictures/page.py", "from matplotlib.figure import Figure"),
    (PAGES, "privacy/store/erasing.py", "import tracker.accounts.views"),
    (PAGES, "simulation/store.py", "import tracker.teams.commands"),
    (CYCLES, "web/charts.py", "import tracker.accounts.rules"),
]
"""Which law, in which file, and the line that breaks it; a new file is enough for some."""


def lint_imports(folder: Path) -> "subprocess.CompletedProcess[str]":
    """What import-linter says of the package in this folder."""
    program = str(Path(sys.executable).with_name("lint-imports"))
    return subprocess.run(  # noqa: S603 (our own tool)
        [program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


def laws() -> set[str]:
    """The names of the contracts in force."""
    with (PROJECT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    return {contract["name"] for contract in contracts}


def test_each_law_is_seen_broken() -> None:
    assert {law for law, _, _ in PLANTED} == laws()


@pytest.mark.parametrize(("law", "file", "line"), PLANTED)
def test_a_planted_violation_is_caught(law: str, file: str, line: str, tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "tracker", tmp_path / "tracker", ignore=only_python)
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    planted = tmp_path / "tracker" / file
    planted.parent.mkdir(exist_ok=True)
    with planted.open("a", encoding="utf-8") as target:
        target.write(f"\n{line}\n")

    result = lint_imports(tmp_path)

    assert f"{law} BROKEN" in result.stdout, result.stdout + result.stderr


def only_python(folder: str, names: list[str]) -> list[str]:
    """What of a folder is not needed to read imports."""
    return [name for name in names if not (name.endswith(".py") or (Path(folder) / name).is_dir())]
