"""Pictures of the product for docs/screenshots/, taken from a demo season that is being served.

`.venv/bin/python scripts/screenshots.py [URL]`: phones at 360 x 740, desks at 1280 x 800, some in
light and some in dark, and `readme.png`, which lays four of them side by side.
"""

import argparse
import base64
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
PASSWORD = "healthy-weight"  # noqa: S105 (the demo people's, in the README too)
PARTICIPANT, LEADER, DISTRICT, CITY = "13900000001", "13900000002", "13900000003", "13900000004"
PHONE, DESK = ViewportSize(width=360, height=740), ViewportSize(width=1280, height=800)
LARGEST_BYTES = 250_000

Scheme = Literal["light", "dark"]
COHORTS = "[data-chart='/city/keeping-up/retention.json']"


@dataclass(frozen=True)
class Shot:
    """One page as one person sees it, scrolled to something."""

    name: str
    path: str
    phone: str | None = None
    at: str = "h1"
    desk: bool = False
    scheme: Scheme = "light"


SHOTS = (
    Shot("landing", "/"),
    Shot("today", "/", PARTICIPANT),
    Shot("weight", "/weight", PARTICIPANT, scheme="dark"),
    Shot("exercise", "/exercise", PARTICIPANT),
    Shot("me", "/me", PARTICIPANT, at="[data-chart='/me/weight.json']"),
    Shot("me-exercise", "/me", PARTICIPANT, at="[data-chart='/me/exercise.json']", scheme="dark"),
    Shot("team", "/team", LEADER),
    Shot("roster", "/lead", LEADER, at=".roster", scheme="dark"),
    Shot("district", "/", DISTRICT, desk=True, scheme="dark"),
    Shot("city", "/city", CITY, desk=True),
    Shot("city-phone", "/city", CITY, at="#districts"),
    Shot("city-map", "/city", CITY, at="[data-chart='/city/map.json']", desk=True),
    Shot("outcome", "/city/outcome", CITY, desk=True, scheme="dark"),
    Shot("outcome-phone", "/city/outcome", CITY, at="[data-chart='/city/outcome/bands.json']"),
    Shot("keeping-up", "/city/keeping-up", CITY, desk=True),
    Shot("keeping-up-phone", "/city/keeping-up", CITY, at=COHORTS, scheme="dark"),
    Shot("brief", "/city/brief", CITY, desk=True),
)
README = ("today-light", "me-light", "me-exercise-dark", "city-map-light")
README_PAGE = """<!doctype html><style>
body {{ margin: 0; padding: 28px; display: flex; gap: 20px; background: #dfe9e2; }}
img {{ height: 520px; border-radius: 14px; box-shadow: 0 2px 20px rgb(20 50 30 / 18%); }}
</style>{}"""


def main() -> int:
    """Take every picture; 1 if one is larger than a repository likes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", nargs="?", default="http://127.0.0.1:5000")
    site = parser.parse_args().site
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-background-networking"],
        )
        for shot in SHOTS:
            take(browser, site, shot)
        lay_out(browser)
        browser.close()
    large = [path.name for path in FOLDER.glob("*.png") if path.stat().st_size > LARGEST_BYTES]
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER}", *large)
    return 1 if large else 0


def take(browser: Browser, site: str, shot: Shot) -> None:
    """One picture, once everything on it is drawn."""
    with opened(browser, shot) as page:
        if shot.phone:
            page.goto(f"{site}/sign-in")
            page.locator("[name=phone]").fill(shot.phone)
            page.locator("[name=password]").fill(PASSWORD)
            page.locator("main form button").first.click()
            page.wait_for_selector("nav")
        page.goto(site + shot.path)
        if shot.name == "district":
            page.locator("nav a").first.click()
        settle(page, shot.at)
        page.screenshot(path=FOLDER / f"{shot.name}-{shot.scheme}.png")


@contextmanager
def opened(browser: Browser, shot: Shot) -> Iterator[Page]:
    """A page of a new browser context, on the right screen."""
    context = browser.new_context(
        viewport=DESK if shot.desk else PHONE,
        device_scale_factor=1 if shot.desk else 2,
        is_mobile=not shot.desk,
        has_touch=not shot.desk,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        color_scheme=shot.scheme,
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


def settle(page: Page, at: str) -> None:
    """Draw every chart, then scroll the place to be shown below the page's top."""
    for chart in page.locator("[data-chart]").all():
        chart.scroll_into_view_if_needed()
        page.wait_for_function("chart => 'drawn' in chart.dataset", arg=chart.element_handle())
    page.locator(at).first.evaluate(
        "place => scrollTo(0, place.tagName === 'H1' ? 0 :"
        " (place.closest('figure, section') ?? place).getBoundingClientRect().top + scrollY - 16)"
    )
    page.wait_for_timeout(300)


def lay_out(browser: Browser) -> None:
    """The README's picture: a few of the others side by side."""
    pictures = [base64.b64encode((FOLDER / f"{name}.png").read_bytes()) for name in README]
    images = [f'<img src="data:image/png;base64,{each.decode()}">' for each in pictures]
    page = browser.new_page(viewport=ViewportSize(width=1720, height=576))
    page.set_content(README_PAGE.format("".join(images)))
    page.wait_for_function("[...document.images].every((image) => image.complete)")
    page.locator("body").screenshot(path=FOLDER / "readme.png")


if __name__ == "__main__":
    sys.exit(main())
