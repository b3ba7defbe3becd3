"""A browser, and a real server with a real worker on a filled demo ward.

Every page of a test is watched: an error in the console, a script that fails, a breach of the Content-Security-Policy or
an answer of 500 fails the test that caused it.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.browser.folders import ROOT, address, free_port

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

SERVER_SECONDS = 240
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One process of pytest-xdist takes them all: they share one server."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def chromium(require: Callable[[str], str]) -> str:
    """The path of the browser: SAURO_CHROMIUM, else the one of the system."""
    return os.environ.get("SAURO_CHROMIUM") or require("chromium")


@dataclass
class Server:
    """A running `sauro demo`, and the file that holds what it says."""

    address: str
    folder: Path
    process: subprocess.Popen[bytes]
    output: Path

    def said(self) -> str:
        return self.output.read_text("utf-8")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> Iterator[Server]:
    """`sauro demo` on a folder of its own, with web process and worker; stopped by what Ctrl-C sends."""
    folder = tmp_path_factory.mktemp("demo")
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("SAURO_", "DJANGO_"))
    }
    environment["PYTHONPATH"] = str(ROOT / "src")
    port = free_port()
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "sauro", "demo", "--data", str(folder / "data"), "--port", str(port)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
    running = Server(f"http://127.0.0.1:{port}", folder / "data", process, folder / "output.txt")
    try:
        _wait_for(running)
        yield running
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _wait_for(running: Server) -> None:
    """Until the first page answers, which the server says."""
    until = time.monotonic() + SERVER_SECONDS
    while f"đang chạy tại {running.address}" not in running.said():
        assert running.process.poll() is None, running.said()
        assert time.monotonic() < until, running.said()
        time.sleep(0.1)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Root has no sandbox of Chromium; CI runs as root.
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        running = playwright.chromium.launch(executable_path=chromium, args=options)
        yield running
        running.close()


@dataclass
class Watch:
    """What went wrong in the pages of a test."""

    faults: list[str] = field(default_factory=list)
    # A search that is typed on replaces the one that is on its way; htmx writes that to the console as an error.
    expected: list[str] = field(default_factory=lambda: ["htmx:sendAbort", "htmx:afterRequest"])

    def look_at(self, page: "Page") -> None:
        page.on("console", lambda message: self._add(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self._add(f"script: {error}"))
        page.on(
            "response",
            lambda answer: self._add(f"{answer.status} {answer.url}") if answer.status >= 500 else None,
        )

    def _add(self, words: str) -> None:
        self.faults.append(words)

    def unexpected(self) -> list[str]:
        return [fault for fault in self.faults if not any(words in fault for words in self.expected)]


@pytest.fixture
def watch() -> Iterator[Watch]:
    kept = Watch()
    yield kept
    assert kept.unexpected() == []


Open = Callable[..., "Page"]


@pytest.fixture(scope="session")
def sessions() -> dict[str, Any]:
    """Username → the cookies of a login, so that each account logs in once."""
    return {}


@pytest.fixture
def open_page(browser: "Browser", server: Server, watch: Watch, sessions: dict[str, Any]) -> Iterator[Open]:
    """`open_page()` or `open_page("vanthu", viewport=PHONE)`: a page of a fresh browser, logged in as that account."""
    contexts: list[BrowserContext] = []

    def opened(
        username: str | None = None, *, viewport: dict[str, int] | None = None, **options: Any
    ) -> "Page":
        context = browser.new_context(
            viewport=viewport or DESKTOP,
            locale="vi-VN",
            base_url=server.address,
            storage_state=sessions.get(username or ""),
            **options,
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        watch.look_at(page)
        if username and username not in sessions:
            _log_in(page, username)
            sessions[username] = context.storage_state()
        return page

    yield opened
    for context in contexts:
        context.close()


def arrive(page: "Page", selector: str) -> None:
    """Waits until the page that has `selector` is there and its scripts answer keys."""
    page.wait_for_selector(selector)
    page.wait_for_load_state()


def _log_in(page: "Page", username: str) -> None:
    from sauro.site.demo.accounts import PASSWORD

    page.goto(address("identity:login"))
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(lambda url: address("identity:login") not in url)
