"""Pictures of the twelve real people's pages on a phone, for docs/real-people.md.

    .venv/bin/python -m scripts.real_people build/real-people.db
    .venv/bin/python -m scripts.real_people_pictures build/real-people.db

Needs what `make test` installs: the browser's visitor also reviews each page it photographs.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from scripts.krone import people
from scripts.real_people import TODAY
from tests.journeys.conftest import QUIET
from tests.journeys.visitor import PHONE, visiting
from tests.server import serve
from tracker.config import PROJECT

FOLDER = PROJECT / "docs" / "screenshots"
PICTURES = (
    ("real-gaps", 3, "/me", "[data-chart='/me/weight.json']"),
    ("real-stopped", 6, "/me", "[data-chart='/me/weight.json']"),
    ("real-outlier", 12, "/me", "[data-chart='/me/weight.json']"),
    ("real-team", 5, "/team", "h1"),
    ("real-team-change", 5, "/team", "[data-chart*='change.json']"),
    ("real-team-contributor", 1, "/team", "h1"),
)
"""Name, whose, which page, and what stands at the top."""

HIGHER = 90
"""Pixels left above it, so that a chart keeps its title."""


def main() -> int:
    """Photograph each page of the database named."""
    name = sys.argv[1] if len(sys.argv) > 1 else "build/real-people.db"
    database = Path(name).resolve()
    FOLDER.mkdir(parents=True, exist_ok=True)
    phones = {each.number: each.phone for each in people()}
    server = serve(f"sqlite:///{database}", str(TODAY), database.with_suffix(".log"))
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=list(QUIET)
            )
            for name, number, path, top in PICTURES:
                with visiting(chromium, server, PHONE) as visitor:
                    visitor.sign_in(phones[number])
                    visitor.visit(path)
                    visitor.charts()
                    visitor.page.locator(top).first.evaluate(
                        "(what, higher) => scrollTo(0, what.getBoundingClientRect().top"
                        " + scrollY - higher)",
                        HIGHER,
                    )
                    visitor.page.wait_for_timeout(300)
                    picture = visitor.page.screenshot(path=FOLDER / f"{name}.png")
                    print(f"{name}.png {len(picture) // 1000} kB")
            chromium.close()
    finally:
        server.kill()
    return 0


if __name__ == "__main__":
    sys.exit(main())
