"""`sauro serve` as somebody at a terminal has it: real processes on a real port."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sauro.site.server import preparation, supervisor

READY = "Sáu Rõ đang chạy tại http://127.0.0.1:"


class Site:
    """A running `sauro serve`."""

    def __init__(self, data: Path, *arguments: str, **environment: str) -> None:
        self.log = data.with_suffix(".log")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "sauro", "serve", *arguments],
                env=environment_of(data, **environment),
                stderr=log,
            )

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def address(self) -> str:
        """Waits for the line with the address."""
        wait_for(lambda: READY in self.said or self.process.poll() is not None)
        assert self.process.poll() is None, self.said
        return "http://127.0.0.1:" + self.said.split(READY)[1].split()[0]

    def children(self) -> dict[str, int]:
        """Process ids by their part: web, worker."""
        found = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(path.read_text().rsplit(")", 1)[1].split()[1])
                command = path.with_name("cmdline").read_bytes().split(b"\0")
            except (OSError, ValueError, IndexError):
                continue
            if parent == self.process.pid and b"sauro.site.server.children" in command:
                found[command[command.index(b"sauro.site.server.children") + 1].decode()] = int(
                    path.parent.name
                )
        return found


def environment_of(data: Path, **more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "SAURO_HOSTS")}
    return {**kept, "SAURO_DATA": str(data), "PYTHONPATH": os.pathsep.join(sys.path), **more}


def wait_for(what: Callable[[], object], seconds: float = 40) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address + "/", timeout=20):  # noqa: S310 - the address of our own site
            return True
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose tables are up to date."""
    data = tmp_path_factory.mktemp("migrated") / "data"
    subprocess.run([sys.executable, "-m", "sauro", "migrate"], env=environment_of(data), check=True)
    return data


@pytest.fixture
def data(migrated: Path, tmp_path: Path) -> Path:
    import shutil

    shutil.copytree(migrated, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def start() -> Iterator[Callable[..., Site]]:
    sites: list[Site] = []

    def begin(data: Path, *arguments: str, **environment: str) -> Site:
        sites.append(Site(data, *arguments, **environment))
        return sites[-1]

    yield begin
    for site in sites:
        pids = list(site.children().values())
        if site.process.poll() is None:
            site.process.terminate()
            try:
                site.process.wait(20)
            except subprocess.TimeoutExpired:
                site.process.kill()
                site.process.wait()
        for pid in pids:
            if not is_gone(pid):
                os.kill(pid, signal.SIGKILL)


def in_database(data: Path, statement: str) -> list[tuple[object, ...]]:
    import sqlite3

    with sqlite3.connect(data / "sauro.sqlite3", timeout=20) as database:
        found = database.execute(statement).fetchall()
    database.close()
    return found


@pytest.mark.slow
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_it_migrates_serves_and_ends_whole(tmp_path: Path, start: Callable[..., Site], end: int) -> None:
    site = start(tmp_path / "data", "--port", "0")
    assert answers(site.address())
    children = site.children()
    assert sorted(children) == ["web", "worker"]
    wait_for(lambda: in_database(tmp_path / "data", "SELECT name FROM files_workerbeat"))
    site.process.send_signal(end)
    assert site.process.wait(20) == 0
    assert all(is_gone(pid) for pid in children.values())
    assert in_database(tmp_path / "data", "SELECT name FROM files_workerbeat") == []


@pytest.mark.slow
def test_a_part_that_falls_is_started_again(data: Path, start: Callable[..., Site]) -> None:
    site = start(data, "--port", "0")
    address = site.address()
    before = site.children()
    for part in ("web", "worker"):
        os.kill(before[part], signal.SIGKILL)
    wait_for(lambda: len(site.children()) == 2 and not set(site.children().values()) & set(before.values()))
    wait_for(lambda: answers(address))
    assert "Tiến trình web đã dừng" in site.said
    assert "Tiến trình worker đã dừng" in site.said


@pytest.mark.slow
def test_nothing_is_left_when_the_supervisor_itself_is_killed(data: Path, start: Callable[..., Site]) -> None:
    site = start(data, "--port", "0")
    site.address()
    children = site.children()
    site.process.kill()
    site.process.wait()
    wait_for(lambda: all(is_gone(pid) for pid in children.values()))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "environment"),
    [(["--host", "0.0.0.0"], {}), ([], {"SAURO_HOSTS": "sauro.example"})],  # noqa: S104 - it must be refused
)
def test_demo_accounts_are_not_served_where_others_reach_them(
    data: Path, start: Callable[..., Site], arguments: list[str], environment: dict[str, str]
) -> None:
    in_database(
        data,
        "INSERT INTO identity_workspace (uid, version, created_at, changed_at, name, slug, is_demo)"
        " VALUES ('0', 1, '2026-01-01', '2026-01-01', 'Phường Đồng Lau', 'dong-lau', 1)",
    )
    site = start(data, "--port", "0", *arguments, **environment)
    assert site.process.wait(30) == preparation.DEMO_IN_PUBLIC
    assert "tài khoản dùng thử (Phường Đồng Lau)" in site.said
    assert READY not in site.said
    assert answers(start(data, "--port", "0").address())


@pytest.mark.slow
def test_a_port_that_is_taken_is_told_at_once(tmp_path: Path, start: Callable[..., Site]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        site = start(tmp_path / "data", "--port", str(taken.getsockname()[1]))
        assert site.process.wait(30) == supervisor.PORT_TAKEN
    assert "Chọn cổng khác" in site.said
    assert not (tmp_path / "data").exists()


@pytest.mark.slow
def test_a_database_that_cannot_be_reached_is_told(tmp_path: Path, start: Callable[..., Site]) -> None:
    address = "postgres://nobody@127.0.0.1:1/none?connect_timeout=2"
    site = start(tmp_path / "data", "--port", "0", DATABASE_URL=address)
    assert site.process.wait(30) == preparation.NO_DATABASE
    assert "DATABASE_URL" in site.said
    assert "Traceback" not in site.said


@pytest.mark.slow
def test_check_says_what_is_missing(data: Path, tmp_path: Path) -> None:
    def check(folder: Path) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "sauro", "check"],
            env=environment_of(folder),
            capture_output=True,
            text=True,
            check=False,
        )

    sound = check(data)
    assert (sound.returncode, "các bảng đúng bản này" in sound.stdout) == (0, True)
    empty = check(tmp_path / "empty")
    assert (empty.returncode, "sauro migrate" in empty.stdout) == (1, True)


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("localhost", True),
        ("::1", True),
        ("[::1]", True),
        ("0.0.0.0", False),  # noqa: S104
        ("::", False),
        ("10.0.0.7", False),
        ("localhost.example", False),
        ("", False),
    ],
)
def test_what_counts_as_this_machine_alone(host: str, loopback: bool) -> None:
    assert preparation.is_loopback(host) is loopback


def test_a_part_that_keeps_falling_waits_longer_each_time() -> None:
    child = supervisor.Child("web", [])
    waits = []
    for _ in range(4):
        child.started = time.monotonic()
        waits.append(child.put_off())
    assert waits == [0.25, 0.5, 1.0, 2.0]
    child.started = time.monotonic() - supervisor.SETTLED - 1
    assert (child.put_off(), child.falls) == (0.25, 1)


def test_the_supervisor_needs_neither_the_framework_nor_the_web_server() -> None:
    code = "import sys, sauro.site.cli, sauro.site.server.supervisor; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert not {"django", "gunicorn"} & set(done.stdout.split())
