"""How long sixty people take at one weighing station, and what each asks of the server.

Run against a demo season that is being served, with its database in DATABASE_URL:
`PYTHONPATH=. .venv/bin/python scripts/measure_station.py URL`. Each person is a scan, a weight and
a save, with nobody's fingers and no queue between them: what is left of 20 seconds is for those.
"""

import argparse
import re
import statistics
import time
from http import HTTPStatus

import httpx
from sqlalchemy import select

from tracker import create_app
from tracker.campaign.models import ParticipantRow
from tracker.campaign.store import current_season
from tracker.clock import now, today
from tracker.database import db
from tracker.stations import store
from tracker.stations.rules import UnusableCodeError

STAFF, PASSWORD = "13900000007", "healthy-weight"
PEOPLE = 60
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", nargs="?", default="http://127.0.0.1:5000")
    site = parser.parse_args().site
    codes = codes_of(PEOPLE)
    with httpx.Client(base_url=site, follow_redirects=True) as phone:
        sign_in(phone)
        sent: list[httpx.Response] = []
        phone.event_hooks["response"] = [sent.append]
        waits = sorted(weighed(phone, code) for code in codes)
    bytes_sent = sum(int(answer.headers.get("content-length", 0)) for answer in sent)
    print(
        f"{len(codes)} people: {len(sent) / len(codes):.1f} requests, "
        f"{bytes_sent / len(codes) / 1000:.1f} kB and {statistics.median(waits):.3f} s each "
        f"(slowest {waits[-1]:.3f} s); {sum(waits):.1f} s of 20 minutes are the server's"
    )
    return 0


def codes_of(count: int) -> list[str]:
    """The codes of so many people who may be weighed."""
    with create_app().app_context():
        season = current_season()
        if season is None:
            raise SystemExit("No season is open.")
        ids = db.session.scalars(select(ParticipantRow.id).order_by(ParticipantRow.id))
        found: list[str] = []
        for participant_id in ids:
            code = store.shown(participant_id, now(), wants_height=False).code
            try:
                store.guest(code, 0, season, today(), now())
            except UnusableCodeError:
                continue
            found.append(code)
            if len(found) == count:
                break
        return found


def sign_in(phone: httpx.Client) -> None:
    """As the staff of the demo's station."""
    token = TOKEN.findall(phone.get("/sign-in").text)[0]
    phone.post("/sign-in", data={"phone": STAFF, "password": PASSWORD, "csrf_token": token})


def weighed(phone: httpx.Client, code: str) -> float:
    """Seconds that one person waits for the server: scan, save and, if asked, save again."""
    began = time.perf_counter()
    page = phone.get(f"/stations/scan/{code}")
    for looked_again in ("", "1"):
        fields = {
            "weight": "66.6",
            "looked_again": looked_again,
            "csrf_token": TOKEN.findall(page.text)[0],
        }
        page = phone.post(f"/stations/scan/{code}", data=fields)
        if "noted=yes" in str(page.url):
            break
    took = time.perf_counter() - began
    if page.status_code != HTTPStatus.OK or "noted=yes" not in str(page.url):
        raise SystemExit(f"{page.status_code} {page.url}")
    return took


if __name__ == "__main__":
    raise SystemExit(main())
