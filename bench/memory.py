"""What a worker's process takes once it has served every kind of page; run as a process."""

import sys
from pathlib import Path

from bench.season import TODAY
from tracker import create_app

PAGES = ("/", "/me", "/me/weight.json", "/weight", "/exercise", "/team", "/city", "/city/map.json")


def main() -> None:
    """Print the resident kilobytes before and after serving."""
    address, *cookies = sys.argv[1:]
    app = create_app({"TRACKER_ENV": "testing", "SECRET_KEY": "b" * 32, "DATABASE_URL": address})
    app.config["TRACKER_TODAY"] = TODAY
    before = resident()
    for cookie in cookies:
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = cookie
            session["_fresh"] = True
        for page in PAGES:
            client.get(page)
    print(before, resident())


def resident() -> int:
    """Kilobytes of this process that are in memory."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


if __name__ == "__main__":
    main()
