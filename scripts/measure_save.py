"""How long a participant waits for a saved weight: 4x slower processor, slow network, real browser.

Run against a demo season that is being served: `.venv/bin/python scripts/measure_save.py URL`.
Prints, over several saves, the time from the tap to the answer on the screen, and what a first
visit to the daily page weighs.
"""

import argparse
import shutil
import statistics
import sys

from playwright.sync_api import CDPSession, Page, sync_playwright

PARTICIPANT, PASSWORD = "13900000001", "healthy-weight"
SLOWER = 4
LATENCY_MS = 150
DOWN_BYTES, UP_BYTES = 1_600_000 // 8, 750_000 // 8
"""What browsers call slow 4G: 150 ms there and back, 1.6 Mbit/s down, 0.75 up."""

NOTE_TAP = 'addEventListener("submit", () => { sessionStorage.tapped = Date.now(); }, true);'
PAINTED = (
    "performance.timeOrigin + performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", nargs="?", default="http://127.0.0.1:5000")
    parser.add_argument("--saves", type=int, default=10)
    chosen = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-background-networking"],
        )
        context = browser.new_context(
            viewport={"width": 360, "height": 740}, locale="zh-CN", is_mobile=True, has_touch=True
        )
        page = context.new_page()
        page.add_init_script(NOTE_TAP)
        sign_in(page, chosen.site)
        session = context.new_cdp_session(page)
        slow_down(session)
        print(f"first visit to today's page: {weight_of(session, page, chosen.site) / 1000:.1f} kB")
        waits = sorted(saved_within(page, chosen.site) for _ in range(chosen.saves))
        browser.close()
    print(
        f"saved answer at {SLOWER}x slower CPU, {LATENCY_MS} ms latency, over {len(waits)} saves: "
        f"median {statistics.median(waits):.2f} s, slowest {waits[-1]:.2f} s"
    )
    return 0


def sign_in(page: Page, site: str) -> None:
    """Sign in as the demo participant."""
    page.goto(f"{site}/sign-in")
    page.locator("[name=phone]").fill(PARTICIPANT)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_selector("nav")


def slow_down(session: CDPSession) -> None:
    """Make this page's processor and network slow from now on."""
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": DOWN_BYTES,
            "uploadThroughput": UP_BYTES,
        },
    )


def weight_of(session: CDPSession, page: Page, site: str) -> float:
    """Bytes that today's page takes over the wire with nothing kept from before."""
    received: list[float] = []
    session.send("Network.clearBrowserCache")
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(f"{site}/", wait_until="networkidle")
    return sum(received)


def saved_within(page: Page, site: str) -> float:
    """Seconds from the tap on the save button to the answer being painted."""
    page.goto(f"{site}/", wait_until="networkidle")
    page.locator("[data-step='1']").tap()
    page.locator("form[data-weight] button[type=submit]").tap()
    page.wait_for_selector(".notice-good")
    page.wait_for_function(PAINTED)
    milliseconds: float = page.evaluate(f"{PAINTED} - Number(sessionStorage.tapped)")
    return milliseconds / 1000


if __name__ == "__main__":
    sys.exit(main())
