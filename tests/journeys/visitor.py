"""A person at a browser: every page that she opens is reviewed before she goes on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response

from tests.server import Server

PASSWORD = "healthy-weight"
REVIEW = (Path(__file__).parent / "review.js").read_text(encoding="utf-8")
VOID = frozenset(["br", "hr", "img", "input", "link", "meta", "source", "wbr"])
TARGET, TARGET_LARGE = 44, 60
TEXT = 16
ANSWER_MILLISECONDS = 15_000
SWIPE_STEPS = 10

Scheme = Literal["light", "dark"]

TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`securitypolicyviolation ${event.violatedDirective} ${event.blockedURI}`));
"""


@dataclass(frozen=True)
class Screen:
    """What a page is looked at on."""

    width: int
    height: int
    touch: bool


PHONE = Screen(360, 740, touch=True)
DESK = Screen(1280, 800, touch=False)


class Balance(HTMLParser):
    """Whether every tag that a page opens is closed, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember what must be closed; an attribute may be written once."""
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.wrong.append(f"an attribute twice in <{tag}> in line {self.getpos()[0]}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, _tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        """Opened and closed at once, as drawings do."""

    def handle_endtag(self, tag: str) -> None:
        """Close the last one opened, which must be this one."""
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> in line {self.getpos()[0]} closes something else")


class Visitor:
    """Opens pages, presses buttons, and fails where a page breaks what all pages keep to."""

    def __init__(self, page: Page, server: Server, *, scripts: bool, expected: set[int]) -> None:
        self.page = page
        self.site = f"http://127.0.0.1:{server.port}"
        self.scripts = scripts
        self.expected = expected
        self.noise: list[str] = []
        self.taps = 0
        page.set_default_timeout(ANSWER_MILLISECONDS)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.noise.append(str(error)))
        if scripts:
            page.add_init_script(TELL_VIOLATIONS)

    def visit(self, path: str) -> None:
        """Open an address of the site."""
        self._judge(self.page.goto(self.site + path))

    def tap(self, what: Locator) -> None:
        """Press something that stays on the page."""
        self.taps += 1
        what.click()

    def go(self, what: Locator) -> None:
        """Press something that opens a page."""
        self.taps += 1
        with self.page.expect_navigation() as navigation:
            what.click()
        self._judge(navigation.value)

    def swipe(self, where: Locator, *, up: int) -> None:
        """Draw a finger over something, upwards."""
        x, y = middle(where)
        before = self.page.evaluate("scrollY")
        session = self.page.context.new_cdp_session(self.page)
        for kind, height in (
            ("touchStart", y),
            *(("touchMove", y - up * part // SWIPE_STEPS) for part in range(1, SWIPE_STEPS + 1)),
        ):
            point = {"x": x, "y": height}
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        self.page.wait_for_function("at => scrollY !== at", arg=before)

    def tap_middle(self, where: Locator) -> None:
        """Touch something in its middle, whatever lies there."""
        self.page.touchscreen.tap(*middle(where))

    def sign_in(self, phone: str) -> None:
        """Sign in through the page, as one of the demo people."""
        self.visit("/sign-in")
        self.page.locator("[name=phone]").fill(phone)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.go(self.button("登录"))

    def button(self, name: str) -> Locator:
        """The first button of the page with this in its name."""
        return self.page.locator("main").get_by_role("button", name=name).first

    def link(self, name: str) -> Locator:
        """The first link of the page's content with this in its name."""
        return self.page.locator("main").get_by_role("link", name=name).first

    def radio(self, name: str) -> Locator:
        """One of several choices."""
        return self.page.locator("main").get_by_role("radio", name=name, exact=True)

    def place(self, name: str) -> Locator:
        """One of the places in the header."""
        return self.page.locator("nav").get_by_role("link", name=name, exact=True)

    def footer(self, name: str) -> Locator:
        """One of the switches in the footer."""
        return self.page.locator("footer").get_by_role("button", name=name)

    def read(self, where: str = "main") -> str:
        """What a part of the page says."""
        return self.page.locator(where).inner_text()

    def saved(self) -> str:
        """What the page says it has just stored."""
        return self.read("[role=status]")

    def charts(self) -> dict[str, int]:
        """How many traces each chart of the page draws, by address, once all are drawn."""
        found = self.page.locator("[data-chart]")
        for chart in found.all():
            chart.scroll_into_view_if_needed()
            self.page.wait_for_function(
                "chart => 'drawn' in chart.dataset", arg=chart.element_handle()
            )
        counts = "all => all.map(each => [each.dataset.chart, each.data.length])"
        drawn: dict[str, int] = dict(found.evaluate_all(counts))
        self.review()
        return drawn

    def review(self) -> None:
        """Fail with everything that the page breaks, now."""
        large = self.page.locator("html").get_attribute("data-size") == "large"
        limits = {"target": TARGET_LARGE if large else TARGET, "text": TEXT}
        problems: list[str] = self.page.evaluate(REVIEW, limits)
        if self.scripts:
            result = Axe().run(self.page)
            problems += [result.generate_report()] if result.violations_count else []
        broken = [*problems, *self.noise]
        assert not broken, "\n".join([self.page.url, *broken])

    def _judge(self, response: Response | None) -> None:
        assert response is not None
        assert response.ok or response.status in self.expected, f"{response.status} {response.url}"
        assert response.header_value("cache-control") == "no-store"
        balance = Balance()
        balance.feed(response.text())
        assert (balance.wrong, balance.open) == ([], []), response.url
        self.review()

    def _hear(self, message: ConsoleMessage) -> None:
        refused = any(f"status of {status} " in message.text for status in self.expected)
        if message.type in {"error", "warning"} and not refused:
            self.noise.append(message.text)


def middle(where: Locator) -> tuple[float, float]:
    """The middle of something on the screen."""
    box = where.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@contextmanager
def visiting(
    chromium: Browser,
    server: Server,
    screen: Screen,
    *,
    scheme: Scheme = "light",
    scripts: bool = True,
    expected: frozenset[int] = frozenset(),
) -> Iterator[Visitor]:
    """A visitor with cookies of her own, in Beijing, reading Chinese."""
    context = chromium.new_context(
        viewport={"width": screen.width, "height": screen.height},
        device_scale_factor=2 if screen.touch else 1,
        is_mobile=screen.touch,
        has_touch=screen.touch,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        color_scheme=scheme,
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    visitor = Visitor(context.new_page(), server, scripts=scripts, expected=set(expected))
    yield visitor
    assert visitor.noise == []
    context.close()
