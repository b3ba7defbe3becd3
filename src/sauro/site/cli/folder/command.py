"""The command over a whole folder: from the plan to the report, with a progress bar for who watches."""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

import click
import msgspec

from sauro.reading.share import Profile
from sauro.reading.words import number
from sauro.site.cli.folder import crew
from sauro.site.cli.folder.plan import SUMMARY, Failure, Form, Job, Plan, Record, finished, plan
from sauro.site.cli.folder.summary import write_list, write_workbook
from sauro.site.cli.output import CannotWriteError, note, reason

SOME_FAILED = 30
"""The exit code of a folder in which at least one file could not be read."""


class Shows(Protocol):
    """What tells the person how far it is."""

    def tick(self) -> None: ...
    def done(self, failed: int) -> None: ...


def read_folder(source: Path, out: Path | None, form: str | None, profile: Profile | None) -> int:
    """Reads every file of `source` into `out`; gives the exit code. Raises `click.UsageError`, `CannotWriteError`."""
    made = plan(source, *_wanted(source, out, form), profile)
    _open(made)
    broken: list[Failure] = []
    jobs = made.jobs(broken)
    old = [job for job in jobs if finished(job, made.settings)]
    fresh = {job.file for job in old}
    waiting = [job for job in jobs if job.file not in fresh]
    note(
        f"{number(len(jobs))} tệp trong {source}"
        + (f", {number(len(old))} đã đọc từ trước" if old else "")
        + "."
    )
    tasks = sum(record.tasks for job in old if (record := _record(job)))
    read = 0
    try:
        if waiting:
            crew.prepare(made)
        with _shown(len(jobs), len(old)) as shows, closing(crew.work(waiting, made, shows.tick)) as answers:
            for answer in answers:
                if isinstance(answer, Failure):
                    broken.append(answer)
                else:
                    read, tasks = read + 1, tasks + answer.tasks
                shows.done(len(broken))
    except KeyboardInterrupt:
        note(
            f"Đã dừng: {number(len(old) + read)}/{number(len(jobs))} tệp đã đọc xong. Gọi lại lệnh này để đọc tiếp."
        )
        raise
    broken.sort(key=lambda failure: failure.file)
    _summarise(made, jobs, broken)
    note(
        f"Đã đọc {number(len(old) + read)}/{number(len(jobs))} tệp, {number(tasks)} nhiệm vụ; kết quả ở {out}"
    )
    _tell(broken)
    return SOME_FAILED if broken else 0


def _wanted(source: Path, out: Path | None, form: str | None) -> tuple[Path, Form]:
    if out is None:
        raise click.UsageError(
            f"Đọc cả thư mục cần có chỗ ghi: thêm --out, ví dụ: sauro read {source} --out ket-qua/"
        )
    if form not in (None, "json", "xlsx"):
        raise click.UsageError("Đọc cả thư mục thì kết quả là json hoặc xlsx.")
    if source.resolve().is_relative_to(out.resolve()):
        raise click.UsageError(
            "Thư mục kết quả phải nằm ngoài thư mục văn bản, hoặc là một thư mục con của nó."
        )
    return out, "xlsx" if form == "xlsx" else "json"


def _open(made: Plan) -> None:
    """The folder of results, ready to be written to. Raises `CannotWriteError`."""
    from sauro.site.cli.folder.plan import RECORDS

    try:
        (made.out / RECORDS).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWriteError(f"Không ghi được vào {made.out}: {reason(error)}.") from error


def _record(job: Job) -> Record | None:
    """The record of a reading, as it was written."""
    try:
        return msgspec.json.decode(job.record.read_bytes(), type=Record)
    except (OSError, msgspec.DecodeError):
        return None


def _summarise(made: Plan, jobs: list[Job], broken: list[Failure]) -> None:
    failed = {failure.file for failure in broken}

    def records() -> Iterator[Record]:
        for job in jobs:
            record = None if job.file in failed else _record(job)
            if record is not None and record.settings == made.settings:
                yield record

    path = made.out / f"{SUMMARY}.{made.form}"
    if made.form == "xlsx":
        write_workbook(path, records, broken)
    else:
        write_list(path, records(), broken)


def _tell(broken: list[Failure]) -> None:
    if not broken:
        return
    note(f"Không đọc được {number(len(broken))} tệp:")
    for failure in broken:
        note(f"  {failure.file} (mã {failure.exit_code}, {failure.code}): {failure.message}")


class _Silent:
    """Nobody watches."""

    def tick(self) -> None: ...
    def done(self, failed: int) -> None: ...


@contextmanager
def _shown(total: int, already: int) -> Iterator[Shows]:
    """A bar on standard error while somebody looks at it."""
    if not sys.stderr.isatty():
        yield _Silent()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("Đang đọc"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[failed]}"),
        TextColumn("còn"),
        TimeRemainingColumn(),
    )
    # No thread of its own: a process of one thread alone may be copied for the next file.
    with Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True) as progress:
        task = progress.add_task("", total=total, completed=already, failed="")

        class Bar:
            def tick(self) -> None:
                progress.refresh()

            def done(self, failed: int) -> None:
                said = f"· {failed} tệp lỗi ·" if failed else "·"
                progress.update(task, advance=1, failed=said)

        yield Bar()
