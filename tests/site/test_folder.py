import gc
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from benchmarks.documents import directive

import sauro.reading
from sauro.reading.model import Reading, from_json
from sauro.site.cli import STOPPED, run
from sauro.site.cli.folder import command, crew, plan
from sauro.site.cli.folder.command import SOME_FAILED

ROOT = Path(__file__).resolve().parents[2]
WARD = "UBND phường Đồng Lau"


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three directives, two of one name, and two files that cannot be read."""
    made = tmp_path / "văn bản"
    (made / "tháng 8").mkdir(parents=True)
    (made / "thông báo.txt").write_text(directive(2_000, seed=1), "utf-8")
    (made / "tháng 8" / "thông báo.txt").write_text(directive(2_000, seed=2), "utf-8")
    (made / "tháng 8" / "thông báo.md").write_text(directive(2_000, seed=3), "utf-8")
    (made / "hỏng.docx").write_bytes(b"PK\x03\x04" + bytes(100))
    (made / "trống.txt").write_bytes(b" \n")
    return made


def results(out: Path) -> list[str]:
    """The results in the folder, by their places."""
    return sorted(
        path.relative_to(out).as_posix()
        for path in out.rglob("*")
        if path.is_file() and plan.RECORDS not in path.parts
    )


def read_all(folder: Path, out: Path, *more: str) -> int:
    return run(["read", str(folder), "--out", str(out), *more])


def test_every_file_has_its_result_or_its_failure(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "kết quả"
    assert read_all(folder, out) == SOME_FAILED == 30
    assert results(out) == [
        "tháng 8/thông báo.md.json", "tháng 8/thông báo.txt.json", "thông báo.txt.json", "tong-hop.json",
    ]  # fmt: skip
    for place, seed in (("thông báo.txt", 1), ("tháng 8/thông báo.txt", 2), ("tháng 8/thông báo.md", 3)):
        reading = from_json((out / f"{place}.json").read_bytes())
        assert reading.text == directive(2_000, seed=seed)
        assert reading.tasks
    said = capsys.readouterr()
    assert said.out == ""
    assert "Đã đọc 3/5 tệp" in said.err
    assert "hỏng.docx (mã 20, broken_file): Tệp 'hỏng.docx' bị hỏng" in said.err
    assert "trống.txt (mã 13, empty_file): Tệp 'trống.txt' không có nội dung" in said.err
    told = json.loads((out / "tong-hop.json").read_bytes())
    assert [each["file"] for each in told["files"]] == [
        "tháng 8/thông báo.md",
        "tháng 8/thông báo.txt",
        "thông báo.txt",
    ]
    assert [(each["file"], each["exit_code"]) for each in told["failures"]] == [
        ("hỏng.docx", 20),
        ("trống.txt", 13),
    ]


def test_a_folder_in_which_all_is_well_ends_with_zero(folder: Path, tmp_path: Path) -> None:
    assert read_all(folder / "tháng 8", tmp_path / "out") == 0


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were given to a process to read, run by run."""
    asked: list[str] = []
    work = crew.work

    def counting(jobs: Any, *rest: Any, **more: Any) -> Any:
        jobs = list(jobs)
        asked.extend(job.file for job in jobs)
        return work(jobs, *rest, **more)

    monkeypatch.setattr(crew, "work", counting)
    return asked


def test_what_was_read_is_not_read_again(
    folder: Path, tmp_path: Path, counted: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    read_all(folder, out)
    counted.clear()
    capsys.readouterr()
    assert read_all(folder, out) == SOME_FAILED
    assert sorted(counted) == ["hỏng.docx", "trống.txt"]  # a failure is tried again
    said = capsys.readouterr().err
    assert "5 tệp trong" in said
    assert "3 đã đọc từ trước" in said
    assert "Đã đọc 3/5 tệp" in said
    assert len(json.loads((out / "tong-hop.json").read_bytes())["files"]) == 3


@pytest.mark.parametrize("change", ["content", "result", "record", "reader", "agency", "form"])
def test_what_has_changed_is_read_again(
    change: str, folder: Path, tmp_path: Path, counted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out, more = tmp_path / "out", ["--as", "UBND phường Bến Sậy"]
    read_all(folder / "tháng 8", out, *more)
    counted.clear()
    both = ["thông báo.md", "thông báo.txt"]
    expected = ["thông báo.txt"]
    if change == "content":
        (folder / "tháng 8" / "thông báo.txt").write_text(directive(2_000, seed=9), "utf-8")
    elif change == "result":
        (out / "thông báo.txt.json").unlink()
    elif change == "record":
        for record in (out / plan.RECORDS).iterdir():
            record.write_text("{", "utf-8")
        expected = both
    elif change == "reader":
        monkeypatch.setattr(plan, "__version__", "9.9.9")
        expected = both
    else:
        more = ["--as", WARD] if change == "agency" else [*more, "--format", "xlsx"]
        expected = both
    assert read_all(folder / "tháng 8", out, *more) == 0
    assert sorted(counted) == expected


def test_a_file_that_has_the_time_of_another_content_is_not_taken_for_it(
    folder: Path, tmp_path: Path
) -> None:
    source, out = folder / "tháng 8", tmp_path / "out"
    read_all(source, out)
    path = source / "thông báo.txt"
    stamp, size = path.stat().st_mtime_ns, path.stat().st_size
    path.write_bytes(path.read_bytes().replace(b"2026", b"2027"))
    os.utime(path, ns=(stamp, stamp))
    assert path.stat().st_size == size
    read_all(source, out)
    assert "/2027" in from_json((out / "thông báo.txt.json").read_bytes()).text


def broken_reader(monkeypatch: pytest.MonkeyPatch, act: Any) -> None:
    """A reader in which one file does its worst; its processes are copies of this one."""
    if not crew.FORKS:
        pytest.skip("processes are no copies here")
    read = sauro.reading.read

    def worst(path: Path) -> Reading:
        if path.name == "tệ.txt":
            act()
        return read(path)

    monkeypatch.setattr(sauro.reading, "read", worst)


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (lambda: os._exit(3), "dừng đột ngột, mã 3"),
        (lambda: os.kill(os.getpid(), signal.SIGKILL), "dừng đột ngột, mã -9"),
        ([].pop, "IndexError"),
        (lambda: bytearray(1 << 62), "không đủ bộ nhớ"),
    ],
)
def test_a_file_that_kills_its_process_stops_no_other(
    act: Any,
    told: str,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    source = folder / "tháng 8"
    (source / "tệ.txt").write_text("Sở Xây dựng báo cáo.", "utf-8")
    broken_reader(monkeypatch, act)
    assert read_all(source, tmp_path / "out") == SOME_FAILED
    said = capsys.readouterr().err
    assert "Đã đọc 2/3 tệp" in said
    assert "tệ.txt (mã 70, reader_failed)" in said
    assert told in said


def test_a_process_that_never_answers_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "tệ.txt").write_text("Sở Xây dựng báo cáo.", "utf-8")
    broken_reader(monkeypatch, lambda: time.sleep(3600))
    monkeypatch.setattr(crew, "longest", lambda: 0.2)
    assert read_all(source, tmp_path / "out") == SOME_FAILED
    assert "quá thời gian nên đã dừng" in capsys.readouterr().err


def test_processes_that_are_no_copies_do_the_same(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "FORKS", False)
    out = tmp_path / "out"
    assert read_all(folder, out, "--as", WARD) == SOME_FAILED
    told = json.loads((out / "tong-hop.json").read_bytes())
    assert (len(told["files"]), len(told["failures"])) == (3, 2)
    scopes = [task.scope for task in from_json((out / "thông báo.txt.json").read_bytes()).tasks]
    assert all(scope.ours and scope.why for scope in scopes)


def test_a_result_that_cannot_be_written_is_a_failure_of_its_file(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    (out / "thông báo.txt.json").mkdir(parents=True)
    assert read_all(folder / "tháng 8", out) == SOME_FAILED
    assert results(out) == ["thông báo.md.json", "tong-hop.json"]
    assert "thông báo.txt (mã 73, cannot_write)" in capsys.readouterr().err


def test_a_place_for_results_that_is_a_file_is_said(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", "utf-8")
    assert read_all(folder, tmp_path / "out") == 73


def test_results_inside_the_folder_are_not_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = folder / "tháng 8"
    for name in (".an", "~$thông báo.docx", "Thumbs.db", "desktop.ini"):
        (source / name).write_text("x", "utf-8")
    (source / ".git").mkdir()
    (source / ".git" / "config").write_text("x", "utf-8")
    for _ in range(2):
        assert read_all(source, source / "kết quả") == 0
        assert "2 tệp trong" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ([], "thêm --out"),
        (["--out", "."], "phải nằm ngoài"),
        (["--out", ".."], "phải nằm ngoài"),
        (["--out", "out", "--format", "table"], "json hoặc xlsx"),
        (["--out", "out", "--as", "UBND phường"], "chưa có tên phường"),
    ],
)
def test_a_wrong_call_reads_nothing(
    more: list[str],
    told: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(folder)
    before = sorted(folder.rglob("*"))
    assert run(["read", ".", *more]) == 2
    assert told in capsys.readouterr().err
    assert sorted(folder.rglob("*")) == before


def test_no_two_files_share_a_result(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    (source / "a").mkdir(parents=True)
    names = [
        "Báo cáo.txt",
        "Bao cao.txt",
        "BÁO CÁO.TXT",
        "tong-hop",
        f"{'ế' * 80}.txt",
        f"{'ế' * 79}ề.txt",
        "a/Báo cáo.txt",
    ]
    for name in names:
        (source / name).write_text(directive(2_000), "utf-8")
    made = plan.plan(source, out, "json", None)
    jobs = made.jobs([])
    assert (
        len({plan.fold(str(job.output)) for job in jobs}) == len({job.record for job in jobs}) == len(names)
    )
    assert all(len(os.fsencode(job.output.name)) < 240 for job in jobs)
    assert read_all(source, out) == 0
    assert len(results(out)) == len(names) + 1


def test_a_folder_that_cannot_be_opened_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = os.scandir

    def closed(path: Any) -> Any:
        if Path(os.fsdecode(path)).name == "tháng 8":
            raise PermissionError(13, "no", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", closed)
    broken: list[plan.Failure] = []
    jobs = plan.plan(folder, folder / "out", "json", None).jobs(broken)
    assert [job.file for job in jobs] == ["hỏng.docx", "thông báo.txt", "trống.txt"]
    assert [(failure.file, failure.code) for failure in broken] == [("tháng 8", "no_permission")]


def test_one_workbook_holds_all_tasks(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (folder / "=1+1.txt").write_text(directive(2_000, seed=4), "utf-8")
    assert read_all(folder, out, "--format", "xlsx", "--as", WARD) == SOME_FAILED
    book = openpyxl.load_workbook(out / "tong-hop.xlsx")
    assert book.sheetnames == ["Nhiệm vụ", "Văn bản", "Không đọc được"]
    sheet = book["Nhiệm vụ"]
    heads = [cell.value for cell in sheet[1]]
    assert heads[:5] == ["STT", "Văn bản", "Ngày ban hành", "Nội dung nhiệm vụ", "Đơn vị chủ trì"]
    assert heads[-3:] == ["Phạm vi", "Vì sao", "Tệp"]
    single = 0
    for name in ("=1+1.txt", "thông báo.txt", "tháng 8/thông báo.txt", "tháng 8/thông báo.md"):
        single += openpyxl.load_workbook(out / f"{name}.xlsx")["Nhiệm vụ"].max_row - 1
    assert sheet.max_row - 1 == single
    assert {sheet.cell(row, len(heads)).value for row in range(2, sheet.max_row + 1)} == {
        "=1+1.txt", "thông báo.txt", "tháng 8/thông báo.txt", "tháng 8/thông báo.md",
    }  # fmt: skip
    assert sheet.cell(2, 2).value == "Kế hoạch 57/KH-UBND"
    assert sheet.cell(2, 3).number_format == "dd/mm/yyyy"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert book["Văn bản"].max_row == 5
    assert [book["Không đọc được"].cell(row, 2).value for row in (2, 3)] == ["hỏng.docx", "trống.txt"]
    # A second run, which reads nothing, makes the same book.
    assert read_all(folder, out, "--format", "xlsx", "--as", WARD) == SOME_FAILED
    assert openpyxl.load_workbook(out / "tong-hop.xlsx")["Nhiệm vụ"].max_row == sheet.max_row


def test_an_interruption_leaves_whole_results_and_the_next_run_goes_on(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for number in range(24):
        (source / f"{number}.txt").write_text(directive(20_000, seed=number), "utf-8")
    command = [sys.executable, "-m", "sauro", "read", str(source), "--out", str(out)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, env=environment, start_new_session=True)
    while process.poll() is None and len(list(out.glob("*.txt.json"))) < 2:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[1].decode()
    assert process.returncode == STOPPED
    assert "Đã dừng" in said
    assert "Traceback" not in said
    done = list(out.glob("*.txt.json"))
    assert 2 <= len(done) < 24
    assert not list(out.rglob("*.part"))
    assert all(from_json(path.read_bytes()).tasks for path in done)
    again = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert again.returncode == 0
    assert "đã đọc từ trước" in again.stderr
    assert len(list(out.glob("*.txt.json"))) == 24


def test_who_watches_sees_a_bar(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "100")
    shown: list[Any] = []
    with command._shown(5, 1) as bar:
        bar.tick()
        bar.done(2)
        bar.tick()
        shown.append(capsys.readouterr().err)
    assert "2/5" in shown[0]
    assert "2 tệp lỗi" in shown[0]
