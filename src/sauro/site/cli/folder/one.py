"""One file in a process of its own: read, written, recorded; the answer goes back through a pipe as JSON."""

import os
import signal
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

import msgspec

from sauro.reading.errors import EXIT_CODES, UnreadableFile, unreadable
from sauro.reading.model import Reading
from sauro.site.cli.folder.plan import Failure, Job, Plan, Record
from sauro.site.cli.output import CANNOT_WRITE, CannotWriteError, write_file

MADE = b"+"
FAILED = b"-"


def run(job: Job, plan: Plan, pipe: Connection) -> None:
    """The whole life of the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C at the terminal is for the one who leads
    with suppress(AttributeError, OSError):
        os.setpgid(0, 0)
    try:
        answer = MADE + msgspec.json.encode(_without_rows(read_one(job, plan)))
    except UnreadableFile as error:
        answer = FAILED + msgspec.json.encode(Failure(job.file, error.code, error.exit_code, error.message))
    except CannotWriteError as error:
        answer = FAILED + msgspec.json.encode(Failure(job.file, "cannot_write", CANNOT_WRITE, str(error)))
    except MemoryError:
        answer = FAILED + msgspec.json.encode(crashed(job, "không đủ bộ nhớ"))
    except Exception as error:  # noqa: BLE001 - one file must never end the others
        answer = FAILED + msgspec.json.encode(crashed(job, f"{type(error).__name__}: {error}"[:200]))
    with suppress(BrokenPipeError):
        pipe.send_bytes(answer)
    pipe.close()


def read_one(job: Job, plan: Plan) -> Record:
    """Reads, writes and records a file. Raises `UnreadableFile`, `CannotWriteError`."""
    from sauro.reading import read

    reading = read(job.path)
    if plan.profile is not None:
        from sauro.reading.share import mark

        mark(reading, plan.profile)
    made = Record(
        job.file,
        reading.source.sha256,
        plan.settings,
        job.output.relative_to(plan.out).as_posix(),
        len(reading.tasks),
    )
    if plan.form == "xlsx":
        from sauro.reading.workbook import to_workbook
        from sauro.site.cli.folder.summary import facts_of, rows_of

        made.facts, made.rows = facts_of(reading), rows_of(reading)
        put(job, to_workbook(reading))
    else:
        put(job, json_of(reading))
    write_file(job.record, msgspec.json.encode(made))
    return made


def put(job: Job, data: bytes) -> None:
    try:
        job.output.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWriteError(f"Không tạo được thư mục {job.output.parent}: {error.strerror}.") from error
    write_file(job.output, data)


def json_of(reading: Reading) -> bytes:
    from sauro.reading.model import to_json

    return to_json(reading) + b"\n"


def crashed(job: Job, detail: str) -> Failure:
    error = unreadable("reader_failed", job.path.name, detail)
    return Failure(job.file, error.code, EXIT_CODES[error.code], error.message)


def answer_of(data: bytes) -> Record | Failure:
    """What `run` sent."""
    kind: Any = Record if data[:1] == MADE else Failure
    found: Record | Failure = msgspec.json.decode(data[1:], type=kind)
    return found


def _without_rows(made: Record) -> Record:
    return msgspec.structs.replace(made, rows=[])
