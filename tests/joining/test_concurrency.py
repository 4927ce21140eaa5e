import os
import subprocess
import sys

from flask import Flask
from sqlalchemy import func, select

from tests.factories import Factory
from tracker.accounts.models import Account
from tracker.campaign.models import ConsentRow, ParticipantRow
from tracker.campaign.rules import ConsentKind
from tracker.database import db

PROCESSES = 2
JOINER = """
import sys
from tracker import create_app

app = create_app()
app.config["WTF_CSRF_ENABLED"] = False
client = app.test_client()
data = {"phone": "13900000001", "name": "王芳", "password": "healthy-weight",
        "terms": "y", "birth_year": "1984"}
print("ready", flush=True)
sys.stdin.readline()
answer = client.post(sys.argv[1], data=data)
print(answer.status_code, "已经有账号了" in answer.text, flush=True)
"""


def joiner(app: Flask, path: str) -> "subprocess.Popen[str]":
    """A process of its own that joins when told to."""
    environ = {
        **os.environ,
        "TRACKER_ENV": "testing",
        "SECRET_KEY": "t" * 32,
        "TRACKER_TODAY": "2024-07-20",
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
    }
    return subprocess.Popen(  # noqa: S603 - our own interpreter, and a program from this file
        [sys.executable, "-c", JOINER, path],
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def outcome(process: "subprocess.Popen[str]") -> str:
    said, _ = process.communicate(timeout=60)
    return said.strip()


def test_processes_joining_with_one_phone_make_one_account(app: Flask, make: Factory) -> None:
    path = f"/join/{make.join_code(make.team(make.season()))}"
    joiners = [joiner(app, path) for _ in range(PROCESSES)]
    for each in joiners:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"

    for each in joiners:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    outcomes = sorted(outcome(each) for each in joiners)

    assert outcomes == ["303 False"] + ["422 True"] * (PROCESSES - 1)
    with app.app_context():
        found = [
            db.session.scalar(select(func.count()).select_from(table))
            for table in (Account, ParticipantRow, ConsentRow)
        ]
    assert found == [1, 1, len(ConsentKind)]
