"""The child process: what it answers, and what ends it."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.reading.extraction.documents import PdfMaker, paragraph, write_docx

from sauro.reading import child
from sauro.reading.child import extract_in_child
from sauro.reading.errors import UnreadableFile, unreadable
from sauro.reading.extraction import Limits, extract, office

MESSAGE = "Phường Đồng Lau giao Tổ dân phố số 3 rà soát danh sách hộ nghèo trước ngày 15/8/2026."


@pytest.fixture(params=["fork", "spawn"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of having a child keep every promise."""
    monkeypatch.setattr(child, "_may_fork", lambda: request.param == "fork")
    return str(request.param)


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    path = tmp_path / "văn bản.txt"
    path.write_text(MESSAGE, encoding="utf-8")
    return path


def processes_with(words: str) -> list[int]:
    """The processes whose command line holds the words (on Linux)."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().decode("utf-8", "replace")
        except OSError:
            continue
        if words in command:
            found.append(int(folder.name))
    return found


def test_the_child_gives_the_same_extraction_as_this_process(text_file: Path, tmp_path: Path) -> None:
    assert extract_in_child(text_file) == extract(text_file)
    path = PdfMaker().page().lines(80, 100, [MESSAGE[:40], MESSAGE[40:]]).write(tmp_path / "a.pdf")
    there, here = extract_in_child(path), extract(path)
    # The boxes of a font without a program depend a little on what PDFium has drawn in a process before.
    boxes = [
        [side for word in one.pages[0].words for side in (word.x0, word.y0, word.x1, word.y1)]
        for one in (there, here)
    ]
    assert boxes[0] == pytest.approx(boxes[1], abs=0.6)
    for one in (there, here):
        one.pages[0].words = []
    assert there == here


def test_an_error_of_the_child_is_the_same_error_here(tmp_path: Path) -> None:
    path = tmp_path / "trống.txt"
    path.touch()
    with pytest.raises(UnreadableFile) as caught:
        extract_in_child(path)
    assert (caught.value.code, caught.value.exit_code) == ("empty_file", 13)
    assert caught.value.message == unreadable("empty_file", "trống.txt").message


def test_a_relative_path_is_found_by_the_child(text_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(text_file.parent)
    assert extract_in_child(text_file.name).text == MESSAGE


def test_it_works_from_a_thread(text_file: Path) -> None:
    texts: list[str] = []
    thread = threading.Thread(target=lambda: texts.append(extract_in_child(text_file).text))
    thread.start()
    thread.join()
    assert texts == [MESSAGE]


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.path[:] = sys.argv[1:]; import sauro.reading\n"
        "print(sorted({'msgspec', 'lxml', 'subprocess', 'json', 'pypdfium2_raw', 'zipfile'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code, *sys.path], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_reading_that_is_too_slow_is_ended_and_leaves_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = f"# {tmp_path}"
    monkeypatch.setattr(child, "_START", f"{child._START} {mark}")
    maker = PdfMaker()
    for _ in range(1500):
        maker.page().lines(60, 60, [MESSAGE] * 40)
    path = maker.write(tmp_path / "dày.pdf")
    with pytest.raises(UnreadableFile) as caught:
        extract_in_child(path, Limits(seconds=0.4))
    assert caught.value.code == "time_limit"
    assert "0.4 giây" in caught.value.message
    assert processes_with(mark) == []


def test_processor_time_is_bounded_as_well() -> None:
    code = (
        "import sys; sys.path[:] = sys.argv[1:]\nfrom sauro.reading.child import _confine\n"
        "from sauro.reading.extraction import Limits\n_confine(Limits(seconds=1))\nwhile True: pass"
    )
    done = subprocess.run([sys.executable, "-c", code, *sys.path], timeout=60, check=False)
    assert done.returncode < 0
    death = child._error_of_death(done.returncode, "a.pdf", Limits(seconds=1))
    assert death.code == "time_limit"


@pytest.mark.skipif(sys.platform != "linux", reason="the address space is bounded on Linux alone")
def test_a_file_that_needs_too_much_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lớn.txt"
    path.write_text((MESSAGE + "\n") * 600_000, encoding="utf-8")
    with pytest.raises(UnreadableFile) as caught:
        extract_in_child(path, Limits(memory_bytes=200_000_000))
    assert caught.value.code == "memory_limit"
    assert "200 MB" in caught.value.message


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (b"error\n" + json.dumps({"code": "made_up", "message": "x"}).encode(), 0),
        (b"error\n[]", 0),
        (b"error\nnot json", 0),
        (b"", 0),
        (b"nonsense\n{}", 0),
        (b"extraction\n{", 3),
    ],
)
def test_a_child_that_answers_nonsense_is_an_error_with_a_name(
    text_file: Path, monkeypatch: pytest.MonkeyPatch, answer: bytes, status: int
) -> None:
    script = f"import sys; sys.stdin.read(); sys.stdout.buffer.write({answer!r}); sys.stdout.flush(); sys.exit({status})"
    monkeypatch.setattr(child, "_START", script)

    def answer_nonsense(_order: bytes, out: int) -> None:
        os.write(out, answer)
        os._exit(status)

    monkeypatch.setattr(child, "_answer", answer_nonsense)
    with pytest.raises(UnreadableFile) as caught:
        extract_in_child(text_file)
    assert caught.value.code == "reader_failed"


@pytest.mark.parametrize(
    ("number", "code"), [("SIGKILL", "memory_limit"), ("SIGSEGV", "broken_file"), ("SIGXCPU", "time_limit")]
)
def test_a_child_that_is_killed_is_explained(
    text_file: Path, monkeypatch: pytest.MonkeyPatch, number: str, code: str
) -> None:
    monkeypatch.setattr(child, "_START", f"import os, signal; os.kill(os.getpid(), signal.{number})")
    monkeypatch.setattr(child, "_answer", lambda *_: os.kill(os.getpid(), getattr(signal, number)))
    with pytest.raises(UnreadableFile) as caught:
        extract_in_child(text_file)
    assert caught.value.code == code


def test_the_child_has_no_network() -> None:
    code = (
        "import socket, sys; sys.path[:] = sys.argv[1:]\nserver = socket.create_server(('127.0.0.1', 0))\n"
        "address = server.getsockname()\nfrom sauro.reading.child import _isolate\n"
        "import os; before = os.readlink('/proc/self/ns/net'); _isolate()\n"
        "if os.readlink('/proc/self/ns/net') == before: print('forbidden'); sys.exit()\n"
        "try: socket.create_connection(address, 2); print('open')\nexcept OSError: print('closed')"
    )
    if sys.platform != "linux":
        pytest.skip("namespaces are there on Linux alone")
    done = subprocess.run([sys.executable, "-c", code, *sys.path], capture_output=True, text=True, check=True)
    if done.stdout.strip() == "forbidden":
        pytest.skip("this system forbids namespaces to users")
    assert done.stdout.strip() == "closed"


def test_a_document_without_a_converter_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(rb"{\rtf1 Ke hoach}")
    monkeypatch.setattr(office, "find_converter", lambda: None)
    with pytest.raises(UnreadableFile) as caught:
        extract(path)
    assert caught.value.code == "no_converter"
    assert "LibreOffice" in caught.value.message


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A folder for temporary files that no other test uses: what runs in it was started by this test."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path.as_uri()


def test_a_converter_that_is_too_slow_is_ended_with_all_it_started(
    tmp_path: Path, own_folder: str, require: Callable[[str], str]
) -> None:
    require("libreoffice")
    path = tmp_path / "a.rtf"
    path.write_bytes(rb"{\rtf1 Ke hoach}")
    with pytest.raises(UnreadableFile) as caught:
        extract(path, Limits(converter_seconds=0.2))
    assert caught.value.code == "time_limit"
    assert processes_with(own_folder) == []
    assert list(tmp_path.iterdir()) == [path]


def test_the_child_converts_within_its_own_small_memory(
    tmp_path: Path, require: Callable[[str], str]
) -> None:
    require("libreoffice")
    path = tmp_path / "a.rtf"
    path.write_bytes(rb"{\rtf1 Ke hoach nam 2026}")
    assert extract_in_child(path, Limits(memory_bytes=400_000_000)).text == "Ke hoach nam 2026\n"


def test_a_reading_that_is_ended_ends_its_converter_too(
    tmp_path: Path, own_folder: str, require: Callable[[str], str]
) -> None:
    require("libreoffice")
    path = tmp_path / "a.rtf"
    path.write_bytes(rb"{\rtf1 Ke hoach}")
    with pytest.raises(UnreadableFile) as caught:
        extract_in_child(path, Limits(seconds=0.7))
    assert caught.value.code == "time_limit"
    assert processes_with(own_folder) == []
    assert list(tmp_path.iterdir()) == [path]


def test_a_word_document_is_read_in_the_child(tmp_path: Path) -> None:
    assert extract_in_child(write_docx(tmp_path / "a.docx", paragraph(MESSAGE))).text == MESSAGE + "\n"


def test_a_copy_of_the_program_keeps_none_of_its_open_files(
    text_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    with (tmp_path / "open").open("wb") as held:
        held.write(b"x")
        held.flush()
        number = held.fileno()

        def answer(_order: bytes, out: int) -> None:
            try:
                os.fstat(number)
                os.write(out, b"error\n" + json.dumps({"code": "empty_file", "message": "open"}).encode())
            except OSError:
                os.write(out, b"error\n" + json.dumps({"code": "empty_file", "message": "closed"}).encode())
            os._exit(0)

        monkeypatch.setattr(child, "_answer", answer)
        if way == "spawn":
            assert extract_in_child(text_file).text == MESSAGE
            return
        with pytest.raises(UnreadableFile) as caught:
            extract_in_child(text_file)
    assert caught.value.message == "closed"


def test_a_program_with_threads_is_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert not child._may_fork()
    finally:
        done.set()
        thread.join()


def test_the_pages_are_told_one_by_one_while_they_are_extracted(tmp_path: Path) -> None:
    maker = PdfMaker()
    for _ in range(4):
        maker.page().lines(80, 100, [MESSAGE[:40], MESSAGE[40:]])
    told: list[tuple[int, int]] = []
    extract_in_child(maker.write(tmp_path / "a.pdf"), progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (4, 4)
    assert told == sorted(set(told))
    assert {total for _, total in told} == {4}


def test_a_format_without_pages_tells_of_none(text_file: Path) -> None:
    told: list[tuple[int, int]] = []
    assert extract_in_child(text_file, progress=lambda *pages: told.append(pages)).text == MESSAGE
    assert told == []


def test_what_the_listener_raises_ends_the_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Lost(Exception):
        pass

    def lose(done: int, total: int) -> None:
        raise Lost

    mark = f"# {tmp_path}"
    monkeypatch.setattr(child, "_START", f"{child._START} {mark}")
    maker = PdfMaker()
    for _ in range(60):
        maker.page().lines(60, 60, [MESSAGE] * 40)
    path = maker.write(tmp_path / "dày.pdf")
    with pytest.raises(Lost):
        extract_in_child(path, progress=lose)
    assert processes_with(mark) == []


@pytest.mark.parametrize(
    ("said", "left", "told"),
    [
        (b"progress 1 4\nprogress 2 4\nreading\n{}", b"reading\n{}", [(2, 4)]),
        (b"progress 1 4\nprog", b"prog", [(1, 4)]),
        (b"progress x 4\nprogress -1 4\nreading\n", b"reading\n", []),
        (b"progress " + b"1" * 99, b"progress " + b"1" * 99, []),
        (b"reading\nprogress 1 4\n", b"reading\nprogress 1 4\n", []),
    ],
)
def test_lines_of_progress_are_taken_off_the_front_alone(
    said: bytes, left: bytes, told: list[tuple[int, int]]
) -> None:
    heard: list[tuple[int, int]] = []
    answer = bytearray(said)
    child._take_progress(answer, lambda done, total: heard.append((done, total)))
    assert (bytes(answer), heard) == (left, told)
