"""What is to be read, where each result goes, and what has been read already."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec

from sauro import __version__
from sauro.reading.share import Profile
from sauro.vietnamese.text import fold

Form = Literal["json", "xlsx"]

RECORDS = ".sauro"
SUMMARY = "tong-hop"
LONGEST_NAME = 200  # bytes; systems allow 255, and a part file needs some for itself
NOT_DOCUMENTS = ("~$", ".")  # lock files of Word, hidden files
OF_THE_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})


class Record(msgspec.Struct):
    """A finished reading: of what, by what, and what a summary says of it."""

    file: str
    sha256: str
    settings: str
    output: str
    tasks: int
    facts: dict[str, Any] = {}
    rows: list[list[Any]] = []


class Failure(msgspec.Struct):
    """A file that gave no reading."""

    file: str
    code: str
    exit_code: int
    message: str


@dataclass(frozen=True, slots=True)
class Job:
    """One file: where it is, its place in the folder, and where its result and its record go."""

    path: Path
    file: str
    output: Path
    record: Path


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole run. `settings` is the fingerprint of all that changes a result: reader, form, who we are."""

    source: Path
    out: Path
    form: Form
    profile: Profile | None
    settings: str

    def jobs(self, broken: list[Failure]) -> list[Job]:
        """The files in the order of their places; folders that cannot be opened go to `broken`."""
        taken: set[str] = {fold(f"{SUMMARY}.{self.form}")}
        made = []
        for path in sorted(self._files(broken), key=lambda path: path.relative_to(self.source).parts):
            place = path.relative_to(self.source)
            file = printable(place)
            mark = hashlib.sha256(os.fsencode(place)).hexdigest()[:16]
            output = place.with_name(f"{printable(Path(place.name))}.{self.form}")
            # Two names that differ in case or accents alone are one on some systems.
            if len(os.fsencode(output.name)) > LONGEST_NAME or fold(str(output)) in taken:
                stem = os.fsencode(place.name)[: LONGEST_NAME - 40].decode("utf-8", "ignore")
                output = place.with_name(f"{stem}-{mark}.{self.form}")
            taken.add(fold(str(output)))
            made.append(Job(path, file, self.out / output, self.out / RECORDS / f"{mark}.json"))
        return made

    def _files(self, broken: list[Failure]) -> Iterator[Path]:
        def cannot_open(error: OSError) -> None:
            place = Path(str(error.filename))
            message = f"Không mở được thư mục '{place.name}'. Hãy cấp quyền đọc rồi chạy lại."
            broken.append(Failure(printable(place.relative_to(self.source)), "no_permission", 12, message))

        for folder, names, files in os.walk(self.source, onerror=cannot_open):
            names[:] = [
                name
                for name in names
                if not name.startswith(".") and Path(folder, name).resolve() != self.out
            ]
            yield from (
                Path(folder, name)
                for name in files
                if not name.startswith(NOT_DOCUMENTS) and name.lower() not in OF_THE_SYSTEM
            )


def plan(source: Path, out: Path, form: Form, profile: Profile | None) -> Plan:
    told = msgspec.json.encode([__version__, form, profile])
    return Plan(source.resolve(), out.resolve(), form, profile, hashlib.sha256(told).hexdigest())


def printable(place: Path) -> str:
    """The place in words that UTF-8 can hold, whatever bytes a name is made of."""
    return os.fsencode(place).decode("utf-8", "replace")


def hash_of(path: Path) -> str:
    """SHA-256 of a file, '' where it cannot be read (its reading will tell why)."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() if path.is_file() else ""
    except OSError:
        return ""


def finished(job: Job, settings: str) -> Record | None:
    """The record of a reading that still holds: same content, same settings, the result where it was put."""
    try:
        found = msgspec.json.decode(job.record.read_bytes(), type=Record)
    except (OSError, msgspec.DecodeError):
        return None
    if found.settings != settings or not job.output.is_file() or found.sha256 != hash_of(job.path):
        return None
    return found


def forget_parts(job: Job, pid: int) -> None:
    """Takes away what a process that was stopped had begun to write."""
    for path in (job.output, job.record):
        with suppress(OSError):
            path.with_name(f".{path.name}.{pid}.part").unlink()
