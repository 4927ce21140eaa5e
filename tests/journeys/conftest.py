"""The real server over a simulated season, and one Chromium for all stories."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.visitor import Screen, Visitor, visiting
from tests.server import Server, serve
from tracker.config import PROJECT

TODAY = "2024-10-16"
PEOPLE = 1000
QUIET = ("--no-sandbox", "--disable-background-networking", "--disable-component-update")

Visitors = Callable[..., Visitor]


@dataclass(frozen=True)
class Site:
    """A server that is up, and how to talk to its database from the command line."""

    server: Server
    environ: dict[str, str]

    def command(self, *words: str) -> str:
        """What one of the product's commands prints."""
        return told(self.environ, *words)


def told(environ: dict[str, str], *words: str) -> str:
    """Run one of the product's commands in this environment; what it prints."""
    program = [sys.executable, "-m", "flask", "--app", "app", *words]
    return subprocess.run(  # noqa: S603 (our own command)
        program, cwd=PROJECT, env=environ, check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Several worker processes over a file of their own, with a season in its week 10."""
    folder: Path = tmp_path_factory.mktemp("journeys")
    url = f"sqlite:///{folder / 'season.db'}"
    environ = {
        **os.environ,
        "TRACKER_ENV": "development",
        "TRACKER_TODAY": TODAY,
        "DATABASE_URL": url,
    }
    told(environ, "db", "upgrade")
    told(environ, "simulate", "--people", str(PEOPLE), "--seed", "1")
    server = serve(url, TODAY, folder / "server.log")
    yield Site(server, environ)
    server.kill()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium where there is one, else the one that Playwright installed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(QUIET)
        )
        yield browser
        browser.close()


@pytest.fixture
def visitors(chromium: Browser, site: Site) -> Iterator[Visitors]:
    """Makes visitors; each may be given a screen, a colour scheme, and statuses she expects."""
    with ExitStack() as stack:

        def make(screen: Screen, **wishes: Any) -> Visitor:
            return stack.enter_context(visiting(chromium, site.server, screen, **wishes))

        yield make
