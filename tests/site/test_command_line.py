import io
import json
import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from benchmarks.documents import directive
from tests.site.example import TEXT, build

import sauro.reading
from sauro import __version__
from sauro.reading.errors import EXIT_CODES, unreadable
from sauro.reading.model import Reading, Value, from_json
from sauro.site.cli import CLOSED_PIPE, STOPPED, develop, program, run
from sauro.site.cli.output import CANNOT_WRITE

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A reader that gives the invented reading of any file, so that the command line is tested alone."""
    asked: list[Any] = []

    def read(path: Path) -> Reading:
        asked.append(path)
        return build()

    def read_text(text: str, name: str = "text") -> Reading:
        asked.append(text)
        return build()

    monkeypatch.setattr(sauro.reading, "read", read)
    monkeypatch.setattr(sauro.reading, "read_text", read_text)
    return asked


def paste(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_help_names_every_command_and_its_pages_are_vietnamese(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    overview = capsys.readouterr().out
    for command in ("read", "test", "bench"):
        assert f"\n  {command} " in overview
        assert run([command, "--help"]) == 0
        page = capsys.readouterr().out
        assert page.startswith(f"Cách dùng: sauro {command}")
        assert "Ví dụ:" in page
        assert "Mã thoát" in page
        for english in ("Usage", "Options", "Show this", "Commands", "Arguments"):
            assert english not in page


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert "Lệnh:" in capsys.readouterr().out


def test_the_help_of_read_names_every_exit_code_of_an_unreadable_file(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(["read", "--help"])
    told: set[int] = set()
    for first, last in re.findall(r"^ {4}(\d+)(?:-(\d+))?  ", capsys.readouterr().out, re.MULTILINE):
        told |= set(range(int(first), int(last or first) + 1))
    assert set(EXIT_CODES.values()) <= told
    assert {0, 2, CANNOT_WRITE, STOPPED} <= told


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"Sáu Rõ {__version__}\n"


def test_read_shows_the_view(capsys: pytest.CaptureFixture[str], reader: list[Any]) -> None:
    assert run(["read", "thong-bao.txt"]) == 0
    out = capsys.readouterr().out
    assert reader == [Path("thong-bao.txt")]
    assert "Thông báo 41/TB-UBND" in out
    assert "1 mục 2.1.a · trang 1 ─" in out
    assert "3 nhiệm vụ ·" in out
    assert "\x1b" not in out
    assert out == unicodedata.normalize("NFC", out)


def test_read_cuts_sentences_when_brief(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", "x.txt", "--brief"]) == 0
    assert re.search(r"^ {2}1 Chủ trì, phối hợp .* …$", capsys.readouterr().out, re.MULTILINE)


def test_json_is_the_reading_in_utf8_and_nothing_else(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["read", "x.txt", "--format", "json"]) == 0
    out, err = capfdbinary.readouterr()
    assert from_json(out) == build()
    assert "Phòng Kinh tế".encode() in out
    assert out.endswith(b"}\n")
    assert err == b""


def test_xlsx_goes_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "nhiệm vụ.xlsx"
    assert run(["read", "x.txt", "--format", "xlsx", "--out", str(target)]) == 0
    assert openpyxl.load_workbook(target)["Nhiệm vụ"].max_row == 4
    out, err = capsys.readouterr()
    assert out == ""
    assert "Đã ghi 3 nhiệm vụ vào" in err


@pytest.mark.parametrize(
    ("name", "start"), [("a.json", b'{"source"'), ("a.xlsx", b"PK"), ("a.txt", "\nThông".encode())]
)
def test_the_name_of_the_file_says_the_format(tmp_path: Path, name: str, start: bytes) -> None:
    assert run(["read", "x.txt", "--out", str(tmp_path / name)]) == 0
    assert (tmp_path / name).read_bytes().startswith(start)
    assert list(tmp_path.iterdir()) == [tmp_path / name]


def test_a_format_that_is_asked_for_wins_over_the_name(tmp_path: Path) -> None:
    assert run(["read", "x.txt", "--format", "json", "--out", str(tmp_path / "a.xlsx")]) == 0
    assert json.loads((tmp_path / "a.xlsx").read_bytes())["schema"] == "sauro.reading/1"


def test_a_workbook_never_goes_to_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], reader: list[Any]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run(["read", "x.txt", "--format", "xlsx"]) == 2
    assert "--out nhiem-vu.xlsx" in capsys.readouterr().err
    assert reader == []


def test_a_workbook_goes_to_a_pipe(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["read", "x.txt", "--format", "xlsx"]) == 0
    assert capfdbinary.readouterr().out.startswith(b"PK")


def test_an_old_result_stays_when_the_new_one_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "a.json"
    old.write_text("cũ", "utf-8")

    def broken(path: Path) -> Reading:
        raise unreadable("broken_file", path.name)

    monkeypatch.setattr(sauro.reading, "read", broken)
    assert run(["read", "x.docx", "--out", str(old)]) == EXIT_CODES["broken_file"]
    assert old.read_text("utf-8") == "cũ"


def test_a_missing_folder_for_the_result_is_said_plainly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["read", "x.txt", "--out", str(tmp_path / "không có" / "a.json")]) == CANNOT_WRITE
    assert "không có thư mục này" in capsys.readouterr().err


def test_a_folder_is_no_place_for_a_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.json").mkdir()
    assert run(["read", "x.txt", "--out", str(tmp_path / "a.json")]) == CANNOT_WRITE
    assert "cần tên một tệp" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [tmp_path / "a.json"]


def test_a_device_is_written_to_and_not_replaced() -> None:
    assert run(["read", "x.txt", "--format", "json", "--out", os.devnull]) == 0
    assert not Path(os.devnull).is_file()


WARD = "UBND phường Đồng Lau"


def test_as_says_of_every_task_whether_it_is_ours(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", "x.txt", "--as", WARD, "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    scopes = [task["scope"] for task in json.loads(out)["tasks"]]
    assert [scope["ours"] for scope in scopes] == [True, True, True]
    assert (
        scopes[0]["why"] == "ghi đích danh Phòng Kinh tế, Hạ tầng và Đô thị, đơn vị của UBND phường Đồng Lau"
    )


def test_without_as_nothing_is_said_of_whose_the_tasks_are(capsys: pytest.CaptureFixture[str]) -> None:
    run(["read", "x.txt", "--format", "json"])
    assert all(
        task["scope"] == {"ours": None, "why": ""} for task in json.loads(capsys.readouterr().out)["tasks"]
    )
    run(["read", "x.txt"])
    assert "Phạm vi" not in capsys.readouterr().out


def test_as_of_another_ward_shows_that_nothing_is_ours(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", "x.txt", "--as", "UBND phường Bến Sậy"]) == 0
    out = capsys.readouterr().out
    assert re.search(r"^Không phải của ta ━+ 3$", out, re.MULTILINE)
    assert "không phải của phường Bến Sậy" in " ".join(out.split())


def test_ours_stand_first_in_the_view(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = build()
    reading.tasks[0].owners = [Value("Sở Xây dựng", None, None, "")]
    reading.tasks[0].coordinators = []
    monkeypatch.setattr(sauro.reading, "read", lambda _path: reading)
    assert run(["read", "x.txt", "--as", WARD]) == 0
    out = capsys.readouterr().out
    assert (
        out.index("Việc của ta ━")
        < out.index("\n  2 mục")
        < out.index("Không phải của ta ━")
        < out.index("\n  1 ")
    )
    assert "giao cho “Sở Xây dựng”, cơ quan cấp tỉnh, thành phố" in out
    assert "3 nhiệm vụ · 2 việc của ta · 1 không phải của ta · " in out


def test_as_takes_a_file_that_tells_the_units(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = tmp_path / "don-vi.toml"
    told.write_text(
        f'name = "{WARD}"\n[[units]]\nname = "Tổ đô thị"\naliases = ["Phòng Kinh tế, Hạ tầng và Đô thị"]\n',
        "utf-8",
    )
    assert run(["read", "x.txt", "--as", str(told), "--format", "json"]) == 0
    assert "ghi đích danh Tổ đô thị" in json.loads(capsys.readouterr().out)["tasks"][0]["scope"]["why"]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("UBND phường", "chưa có tên phường"),
        ("...", "Chưa có tên cơ quan"),
        ("khong-co.toml", "Không mở được tệp đơn vị"),
    ],
)
def test_as_that_cannot_be_understood_is_explained(
    told: str, words: str, capsys: pytest.CaptureFixture[str], reader: list[Any]
) -> None:
    assert run(["read", "x.txt", "--as", told]) == 2
    assert words in capsys.readouterr().err
    assert reader == []


@pytest.mark.parametrize("code", sorted(EXIT_CODES))
def test_an_unreadable_file_gives_its_message_and_its_exit_code(
    code: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(path: Path) -> Reading:
        raise sauro.reading.errors.UnreadableFile(code, "Tệp này không đọc được.")

    monkeypatch.setattr(sauro.reading, "read", broken)
    assert run(["read", "x.pdf"]) == EXIT_CODES[code]
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "Lỗi: Tệp này không đọc được.\n"


def test_pasted_text_is_read_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], reader: list[Any]
) -> None:
    paste(monkeypatch, b"\xef\xbb\xbf" + TEXT.encode())
    assert run(["read", "-"]) == 0
    assert reader == [TEXT]
    assert "41/TB-UBND" in capsys.readouterr().out


def test_pasted_bytes_that_are_no_text_are_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], reader: list[Any]
) -> None:
    paste(monkeypatch, b"\xff\xfe\x00\x01")
    assert run(["read", "-"]) == EXIT_CODES["binary_text"]
    assert "không phải UTF-8" in capsys.readouterr().err
    assert reader == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["reed", "x"], f"Không có lệnh “reed”. Các lệnh: {', '.join(program.commands)}."),
        (["read"], "Thiếu TỆP."),
        (["read", "a", "b"], "Thừa tham số (b)"),
        (["read", "a", "--fomat", "json"], "Không có tùy chọn --fomat. Có phải là --format"),
        (["read", "a", "--format", "pdf"], "“pdf” không có trong: table, json, xlsx."),
        (["read", "a", "--out"], "Tùy chọn --out cần một giá trị đi kèm."),
        (["read", "a", "--brief=1"], "Tùy chọn --brief không nhận giá trị."),
        (["--nothing"], "Không có tùy chọn --nothing."),
        (["bench", "nothing"], "Không có phép đo “nothing”. Hiện có: pages, procedures, reading, tasks."),
    ],
)
def test_a_wrong_call_is_explained(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err
    assert "--help" in err


def test_ctrl_c_ends_quietly(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stopped(path: Path) -> Reading:
        raise KeyboardInterrupt

    monkeypatch.setattr(sauro.reading, "read", stopped)
    assert run(["read", "x.txt"]) == STOPPED == 130
    assert capsys.readouterr() == ("", "")


def test_test_hands_its_arguments_to_pytest(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[Any] = []

    def fake(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        called.append((command, options["cwd"]))
        return subprocess.CompletedProcess(command, 5)

    monkeypatch.setattr(subprocess, "run", fake)
    assert run(["test", "tests/site", "-x", "-k", "lamps"]) == 5
    assert called == [([sys.executable, "-m", "pytest", "tests/site", "-x", "-k", "lamps"], ROOT)]


@pytest.mark.parametrize("command", ["test", "bench"])
def test_outside_a_checkout_that_is_said(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(develop, "HERE", tmp_path / "a" / "b" / "c" / "d" / "e" / "develop.py")
    assert run([command]) == develop.NO_CHECKOUT
    assert f"./sauro {command}" in capsys.readouterr().err


def program(*arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    """The real program, in a process of its own."""
    environment = {"PYTHONPATH": str(ROOT / "src"), "PATH": os.environ["PATH"], **options.pop("env", {})}
    return subprocess.Popen([sys.executable, "-m", "sauro", *arguments], env=environment, **options)


@pytest.mark.parametrize("locale", [{"LANG": "C"}, {"LC_ALL": "POSIX"}, {"PYTHONIOENCODING": "ascii"}])
def test_vietnamese_comes_out_whole_whatever_the_locale(locale: dict[str, str]) -> None:
    process = program("--help", stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=locale)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Sáu Rõ: từ văn bản chỉ đạo" in out.decode("utf-8")
    assert err == b""


def test_a_closed_pipe_is_no_error_to_tell_of() -> None:
    process = program("--help", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=30) == CLOSED_PIPE
    assert err == b""


def test_a_directive_goes_through_the_whole_program_under_a_plain_locale(tmp_path: Path) -> None:
    source = tmp_path / "thông báo.txt"
    source.write_text(directive(4_000), "utf-8")
    process = program("read", str(source), "--format", "json", stdout=subprocess.PIPE, env={"LC_ALL": "C"})
    reading = from_json(process.communicate(timeout=60)[0])
    assert process.returncode == 0
    assert reading.source.name == "thông báo.txt"
    assert len(reading.tasks) > 3
    assert all(reading.text[slice(*task.at)] == task.quote for task in reading.tasks)


def test_a_view_whose_reader_goes_away_ends_quietly(tmp_path: Path) -> None:
    source = tmp_path / "thông báo.txt"
    source.write_text(directive(30_000), "utf-8")
    process = program("read", str(source), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == CLOSED_PIPE
    assert err == b""


def test_start_up_imports_nothing_heavy() -> None:
    code = "import sys, sauro.site.cli; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {
        "rich",
        "openpyxl",
        "msgspec",
        "lxml",
        "pypdfium2",
        "pdfplumber",
        "holidays",
        "viparse",
        "django",
    }
    assert not heavy & set(ran.stdout.split())
