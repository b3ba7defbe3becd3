"""`sauro demo`: a filled workspace of an invented ward, on this machine alone."""

import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import click

from sauro.site.cli.develop import checkout
from sauro.site.cli.output import CannotWriteError, note, reason, write_out
from sauro.site.cli.vietnamese_click import Command

HOST = "127.0.0.1"
FORMAT = 1
"""Counted up when what a filled folder holds changes, so that an older one is filled anew."""
MARK = "du-lieu-mau.json"
PORTS_TRIED = 50
NOT_OURS, NO_PORT = 74, 71  # EX_IOERR, EX_OSERR of sysexits.h


class Whole(click.ParamType):  # type: ignore[type-arg]
    """A whole number within limits."""

    name = "N"

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            number = int(str(value))
        except ValueError:
            number = self.least - 1
        if not self.least <= number <= self.most:
            self.fail(f"“{value}” không phải số nguyên từ {self.least} đến {self.most}.", param, ctx)
        return number


@click.command(
    "demo",
    cls=Command,
    short_help="Mở một phường mẫu (hư cấu) có đủ dữ liệu để xem thử.",
    options_metavar="[TÙY CHỌN]",
    add_help_option=False,
)
@click.option("--port", type=Whole(0, 65_535), default=8000, metavar="CỔNG", help="Cổng, mặc định 8000.")
@click.option(
    "--tasks",
    type=Whole(0, 5_000_000),
    default=0,
    metavar="N",
    help="Làm thêm một thành phố mẫu 200 đơn vị, 5.000 người, N nhiệm vụ, để thử với dữ liệu lớn.",
)
@click.option("--fresh", is_flag=True, help="Xóa dữ liệu mẫu cũ và làm lại từ đầu.")
@click.option("--no-serve", is_flag=True, help="Chỉ làm dữ liệu, không mở trang.")
@click.option(
    "--data", metavar="THƯ_MỤC", type=click.Path(path_type=Path), help="Thư mục dữ liệu, mặc định .demo."
)
@click.help_option("-h", "--help", help="In trang hướng dẫn này rồi thoát.")
def demo_command(port: int, tasks: int, fresh: bool, no_serve: bool, data: Path | None) -> int:
    """Mở phường Đồng Lau, một phường không có thật: bốn cơ quan, hơn bốn mươi người, văn bản đã đọc và nhiệm vụ.

    Lần đầu mất chưa tới một phút để làm dữ liệu; từ lần sau mở ngay. Chỉ máy này vào được (127.0.0.1).

    \b
    Ví dụ:
      sauro demo
      sauro demo --port 9000
      sauro demo --fresh
      sauro demo --tasks 100000
    """
    folder = (data or default_folder()).resolve()
    try:
        status = prepare(folder, tasks, fresh=fresh)
    except NotOurs as error:
        note(f"Lỗi: {error}")
        return NOT_OURS
    except OSError as error:
        raise CannotWriteError(f"Không làm được dữ liệu mẫu trong {folder}: {reason(error)}.") from error
    if status:
        note(f"Lỗi: chưa làm xong dữ liệu mẫu. Thử lại: sauro demo --fresh (mã {status})")
        return status
    if no_serve:
        write_out((welcome(None, data, large=large(folder)) + "\n").encode("utf-8"))
        return 0
    return serve(port, large=large(folder))


def large(folder: Path) -> int:
    """How many tasks the large workspace of a folder has; 0 where there is none."""
    return int(str((read_mark(folder) or {}).get("tasks", 0)))


def serve(port: int, *, large: int = 0) -> int:
    """Serves the folder in use at the first free port from `port` on; gives the exit code."""
    from sauro.site.server.supervisor import CannotListen, Supervisor, listen

    for tried in range(port, min(port + PORTS_TRIED, 65_536)):
        try:
            listener = listen(HOST, tried)
        except CannotListen:
            continue
        if tried != port:
            note(f"Cổng {port} đang bận, dùng cổng {tried}.")
        supervisor = Supervisor(HOST, listener, note)
        write_out((welcome(supervisor.port, large=large) + "\n").encode("utf-8"))
        return supervisor.run()
    note(
        f"Lỗi: các cổng từ {port} đến {port + PORTS_TRIED - 1} đều bận. Chọn cổng khác: sauro demo --port 9000"
    )
    return NO_PORT


class NotOurs(Exception):
    """The folder holds something that the demo did not make."""


def default_folder() -> Path:
    """`.demo` in a checkout that can be written, else a folder of the user's cache."""
    root = checkout()
    if root is not None and os.access(root, os.W_OK):
        return root / ".demo"
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(cache) / "sauro" / "demo"


def prepare(folder: Path, tasks: int, *, fresh: bool) -> int:
    """Fills the folder unless it is filled; adds tasks where there are fewer than asked for. Gives an exit code."""
    kept = read_mark(folder)
    if folder.exists() and kept is None and any(folder.iterdir()):
        raise NotOurs(f"thư mục {folder} có dữ liệu khác; chọn thư mục trống: sauro demo --data THƯ_MỤC")
    if kept is not None and (fresh or kept.get("format") != FORMAT or not kept.get("filled")):
        shutil.rmtree(folder)
        kept = None
    use(folder)
    if kept is not None and tasks <= int(str(kept.get("tasks", 0))):
        return 0
    if kept is None:
        folder.mkdir(parents=True, exist_ok=True)
        write_mark(folder, filled="", tasks=0)
        note("Đang làm dữ liệu mẫu (chỉ lần đầu)…")
    start = time.monotonic()
    from sauro.site.server.supervisor import environment

    # In a process of its own: what serves afterwards needs neither Django nor the reader.
    filling = [sys.executable, "-m", "sauro.site.demo", str(folder), str(tasks)]
    status = subprocess.run(filling, env=environment(), stdin=subprocess.DEVNULL, check=False).returncode
    if status == 0:
        note(f"Xong sau {time.monotonic() - start:.0f} giây.")
    return status


def use(folder: Path) -> None:
    """From here on this process and its children work on the folder; a database of the office is never touched."""
    os.environ["SAURO_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "sauro.site.settings"
    for name in ("DATABASE_URL", "SAURO_HOSTS", "SAURO_HTTPS", "SAURO_JOURNAL_KEY"):
        os.environ.pop(name, None)


def read_mark(folder: Path) -> dict[str, object] | None:
    """What the demo wrote of the folder, None where it did not make it."""
    try:
        found = json.loads((folder / MARK).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def write_mark(folder: Path, *, filled: str, tasks: int) -> None:
    (folder / MARK).write_text(
        json.dumps({"format": FORMAT, "filled": filled, "tasks": tasks}) + "\n", encoding="utf-8"
    )


def welcome(port: int | None, data: Path | None = None, *, large: int = 0) -> str:
    """Address, accounts, and what to try first; without a port, how to open the page of the folder `data`.

    `large`: the tasks of the large workspace, whose accounts are told as well.
    """
    from sauro.reading.words import number
    from sauro.site.demo.accounts import ACCOUNTS, PASSWORD, TRY_FIRST
    from sauro.site.demo.city import CITY_ACCOUNTS, NAME

    opening = "sauro demo" + (f" --data {shlex.quote(str(data))}" if data else "")
    width = max(len(account.username) for account in ACCOUNTS)
    lines = [
        "",
        "Phường Đồng Lau: mọi người, số hiệu và văn bản đều hư cấu.",
        "",
        f"  Địa chỉ:  http://{HOST}:{port}" if port else f"  Mở trang:  {opening}",
        f"  Mật khẩu: {PASSWORD} (chung cho mọi tài khoản mẫu, chỉ vào được từ máy này)",
        "",
        *(f"  {account.username:<{width}}  {account.role}" for account in ACCOUNTS),
        "",
        "Nên thử trước:",
        *(f"  {place}. {line}" for place, line in enumerate(TRY_FIRST, 1)),
    ]
    if large:
        lines += ["", f"{NAME}, không gian làm việc riêng có {number(large, 0)} nhiệm vụ (cùng mật khẩu):"]
        lines += [f"  {account.username:<{width}}  {account.role}" for account in CITY_ACCOUNTS]
    return "\n".join([*lines, ""])
