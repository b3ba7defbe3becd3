"""Where results go: bytes to standard output or to a file, notes to standard error."""

import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

CANNOT_WRITE = 73  # EX_CANTCREAT of sysexits.h
PLAIN_WIDTH = 100
"""Columns of a view that goes to a file or a pipe."""


class CannotWriteError(Exception):
    """A result could not be written; the message says where and why."""


def note(message: str) -> None:
    """A line for the person at the terminal, never mixed into the result."""
    click.echo(message, err=True)


def write_out(data: bytes) -> None:
    """Bytes to standard output, whatever the locale."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def write_file(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all (a device or a pipe: as it is). Raises `CannotWriteError`."""
    path = path.resolve()
    special = path.exists() and not path.is_file() and not path.is_dir()
    target = path if special else path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        target.write_bytes(data)
        if not special:
            target.replace(path)
    except OSError as error:
        if not special:
            with suppress(OSError):
                target.unlink()
        raise CannotWriteError(f"Không ghi được {path}: {reason(error)}.") from error


def reason(error: OSError) -> str:
    """Why the system refused, in Vietnamese."""
    causes: tuple[tuple[type[OSError], str], ...] = (
        (FileNotFoundError, "không có thư mục này"),
        (NotADirectoryError, "đường dẫn đi qua một tệp, không phải thư mục"),
        (IsADirectoryError, "đây là thư mục, cần tên một tệp"),
        (PermissionError, "không có quyền ghi"),
    )
    return next((words for kind, words in causes if isinstance(error, kind)), error.strerror or str(error))


def terminal_width() -> int:
    """Columns of the terminal, or a plain width where the output is none (COLUMNS decides where it is set)."""
    return shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns


@contextmanager
def working(message: str) -> Iterator[None]:
    """Shows what is going on while it takes more than a moment; nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield
        return

    def show() -> None:
        sys.stderr.write(f"\r{message}")
        sys.stderr.flush()

    later = threading.Timer(0.4, show)
    later.daemon = True
    later.start()
    try:
        yield
    finally:
        later.cancel()
        later.join()
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
