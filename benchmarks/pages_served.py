"""Measures a real server with its worker from outside: start, memory, an upload, a clerk at the keyboard."""

import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.batch import family
from benchmarks.documents import write_pdf

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[1]
PAGES = 14
# What was swapped in answers to keys; before that a button would send its form without htmx, as it may.
SETTLED = """() => {
    const form = document.getElementById('open-form');
    return !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')
        && (!form || Boolean(form['htmx-internal-data']));
}"""
FIGURES = ("upload_to_review_s", "accept_seconds_per_task", "accept_keys_per_task")
UPLOAD = "/doc-van-ban/"
REVIEWED = ("217-UBND-VHXH.page", "946-UBND-KTHTDT.txt", "27-KH-UBND.word", "655-QD-UBND.txt")
"""Fictional directives of the demo that the clerk accepts, each sent in once more."""


def served(folder: Path, skipped: dict[str, str]) -> dict[str, Any]:
    """The figures of a running `sauro demo` in the folder."""
    figures: dict[str, Any] = {}
    start = time.perf_counter()
    command = [sys.executable, "-m", "sauro", "demo", "--data", str(folder / "data"), "--no-serve"]
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("SAURO_", "DJANGO_"))
    }
    environment["PYTHONPATH"] = str(ROOT / "src")
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    figures["demo_first_s"] = round(time.perf_counter() - start, 1)
    starts = []
    for _ in range(3):
        with running(folder / "data", environment) as (_, _, took):
            starts.append(took)
    figures["demo_start_s"] = round(statistics.median(starts), 2)
    with running(folder / "data", environment) as (address, process, _):
        figures.update(in_browser(address, folder, skipped))
        figures["server_rss_mb"] = resident_megabytes(process.pid)
    if figures["server_rss_mb"] is None:
        skipped["server_rss_mb"] = "hệ thống không có /proc"
    return figures


@contextmanager
def running(
    data: Path, environment: dict[str, str]
) -> Iterator[tuple[str, "subprocess.Popen[bytes]", float]]:
    """A server on a free port: its address, its process, and the seconds until its first page answered."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "sauro", "demo", "--data", str(data), "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    try:
        yield f"http://127.0.0.1:{port}", process, answered(port, process) - start
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def answered(port: int, process: "subprocess.Popen[bytes]") -> float:
    """When the first page answered. Raises `RuntimeError` where the server ended instead."""
    while process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=30) as asked:
                asked.sendall(b"HEAD / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                if asked.recv(12).startswith(b"HTTP/"):
                    return time.perf_counter()
        except OSError:
            pass
        time.sleep(0.01)
    raise RuntimeError(f"the server ended with {process.returncode}")


def resident_megabytes(pid: int) -> float | None:
    """Megabytes that a process and its descendants share out among them (PSS), so that nothing is counted twice."""
    if not Path("/proc/self/smaps_rollup").exists():
        return None
    total = 0
    for each in family(pid):
        try:
            rollup = Path(f"/proc/{each}/smaps_rollup").read_text()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
    return round(total / 1000, 1)


def in_browser(address: str, folder: Path, skipped: dict[str, str]) -> dict[str, Any]:
    """What needs a browser; None with a reason where there is none."""
    chromium = (
        os.environ.get("SAURO_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )
    reason = None if chromium else "không có Chromium (đặt SAURO_CHROMIUM)"
    reason = reason or write_pdf(PAGES, folder / "ke-hoach.pdf")
    if reason:
        skipped.update(dict.fromkeys(FIGURES, reason))
        return dict.fromkeys(FIGURES)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        page = browser.new_context(
            base_url=address, locale="vi-VN", viewport={"width": 1366, "height": 768}
        ).new_page()
        page.set_default_timeout(60_000)
        log_in(page)
        figures = {"upload_to_review_s": upload_to_review(page, folder / "ke-hoach.pdf")}
        figures |= clerk(page, folder)
        browser.close()
    return figures


def log_in(page: "Page") -> None:
    from sauro.site.demo.accounts import PASSWORD

    page.goto("/")
    page.get_by_label("Tên đăng nhập").fill("vanthu")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.locator("#rail").wait_for(state="attached")


def upload_to_review(page: "Page", path: Path) -> float:
    """Seconds from the choice of the file until its review stands on the screen, in the middle of three files."""
    took = []
    for number in range(3):
        copy = path.with_name(f"Kế hoạch {number}.pdf")
        copy.write_bytes(path.read_bytes() + b"\n" * (number + 1))  # another file each time
        page.goto(UPLOAD)
        start = time.perf_counter()
        page.locator("#files").set_input_files(copy)
        page.get_by_role("listitem").filter(has_text=copy.name).get_by_role(
            "link", name="Duyệt nhiệm vụ"
        ).click()
        page.locator("[data-card]").first.wait_for()
        took.append(time.perf_counter() - start)
    return round(statistics.median(took), 2)


def send_in_again(page: "Page", source: str, folder: Path) -> None:
    """Sends a paper of the demo in and opens its review."""
    from datetime import date

    from sauro.site.demo.papers import PAPERS, bytes_of

    paper = next(paper for paper in PAPERS if paper.source == source)
    copy = folder / f"Bản sao {paper.name}"
    copy.write_bytes(bytes_of(paper, date.today()))  # noqa: DTZ011 - the day of the machine, as the server sees it
    page.goto(UPLOAD)
    page.get_by_label("Cơ quan của văn bản").select_option(label="Ủy ban nhân dân phường Đồng Lau")
    page.locator("#files").set_input_files(copy)
    page.get_by_role("listitem").filter(has_text=copy.name).get_by_role("link", name="Duyệt nhiệm vụ").click()
    page.locator(".card.selected").wait_for()
    page.wait_for_function(SETTLED)


def clerk(page: "Page", folder: Path) -> dict[str, float]:
    """A scripted clerk accepts what waits, by keyboard: takes the first suggestion where one is offered, a proposed date
    where none is printed, and accepts. He does not read: his seconds are the product's, not a person's.
    """
    keys = tasks = 0
    spent = 0.0
    for source in REVIEWED:
        send_in_again(page, source, folder)
        start = time.perf_counter()
        while page.locator(".card.selected [data-key=a]").count():
            left = page.locator("[data-card]:not(.accepted)").count()
            for key in ("p", "1"):
                if page.locator(f".card.selected [data-key='{key}']").count():
                    pressed(page, key)
                    keys += 1
            pressed(page, "a")
            keys += 1
            tasks += 1
            page.wait_for_function(
                "(left) => document.querySelectorAll('[data-card]:not(.accepted)').length < left", arg=left
            )
        spent += time.perf_counter() - start
    if not tasks:
        raise RuntimeError("nothing waited to be accepted")
    return {
        "accept_seconds_per_task": round(spent / tasks, 2),
        "accept_keys_per_task": round(keys / tasks, 2),
    }


def pressed(page: "Page", key: str) -> None:
    """Presses a key and waits for the answer of the server."""
    with page.expect_response(
        lambda answer: answer.request.method == "POST" and bool(re.search("/viec/", answer.url))
    ):
        page.keyboard.press(key)
    page.wait_for_function(SETTLED)
