"""`sauro read`: one file, or pasted text, to a view in the terminal, JSON or a workbook; or a whole folder."""

import io
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sauro.site.cli.agency import profile_asked
from sauro.site.cli.output import note, terminal_width, working, write_file, write_out
from sauro.site.cli.vietnamese_click import Choice, Command

if TYPE_CHECKING:
    from sauro.reading.model import Reading
    from sauro.reading.words import NextWorkingDay

FORMATS = ("table", "json", "xlsx")
PASTED = "-"


@click.command(
    "read",
    cls=Command,
    short_help="Đọc một văn bản (hoặc cả thư mục) và liệt kê nhiệm vụ.",
    options_metavar="[TÙY CHỌN]",
    add_help_option=False,
)
@click.argument("file", metavar="TỆP")
@click.option(
    "--format",
    "form",
    type=Choice(FORMATS),
    metavar="table|json|xlsx",
    help="Cách trình bày: table (mặc định) để xem trong cửa sổ dòng lệnh, json để phần mềm khác dùng, xlsx để mở "
    "bằng Excel. Không ghi thì lấy theo đuôi của tệp trong --out.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="TỆP",
    help="Ghi kết quả vào tệp này; khi đọc cả thư mục thì vào thư mục này.",
)
@click.option("--brief", is_flag=True, help="Mỗi nhiệm vụ hai dòng; câu dài được cắt bằng dấu …")
@click.option(
    "--as",
    "agency",
    metavar="TÊN|TỆP",
    help="Cơ quan của bạn: tên (“UBND phường Đồng Lau”), hoặc tệp .toml, .json ghi các đơn vị. Nhiệm vụ nào là của ta "
    "thì đứng trước, mỗi nhiệm vụ có lý do.",
)
@click.help_option("-h", "--help", help="In trang hướng dẫn này rồi thoát.")
def read_command(file: str, form: str | None, out: Path | None, brief: bool, agency: str | None) -> int:
    """Đọc một văn bản chỉ đạo và liệt kê mọi nhiệm vụ trong đó.

    TỆP là .txt, .md, .docx, .pdf; .doc và .odt khi máy có LibreOffice; bản quét (.pdf, .png, .jpg, .tif) khi máy có
    Tesseract với tiếng Việt. Dấu - để dán nội dung từ bàn phím hoặc nhận từ lệnh khác. Văn bản chỉ được đọc trên máy
    này, không gửi đi đâu.

    TỆP là một thư mục thì đọc mọi tệp trong đó, mỗi tệp một kết quả trong thư mục --out, cùng bản tổng hợp (tong-hop).
    Bị dừng giữa chừng thì gọi lại: tệp đã đọc và không đổi không phải đọc lại.

    \b
    Ví dụ:
      sauro read thong-bao.docx
      sauro read ke-hoach.pdf --out nhiem-vu.xlsx
      sauro read cong-van.pdf --format json > cong-van.json
      sauro read cong-van.pdf --as "UBND phường Đồng Lau"
      sauro read van-ban/ --out ket-qua/ --format xlsx
      cat thong-bao.txt | sauro read -

    \b
    Mã thoát:
      0      đã đọc xong, kể cả khi không có nhiệm vụ nào
      2      gọi lệnh sai
      10-12  không mở được tệp
      13     tệp không có nội dung
      14-15  tệp quá lớn hoặc quá nhiều trang
      16-17  không phải định dạng đọc được, hoặc sai đuôi tệp
      18-19  tệp có mật khẩu
      20-23  tệp hỏng hoặc không an toàn
      24     bản quét mà máy không nhận dạng được
      25-26  thiếu LibreOffice, hoặc LibreOffice không chuyển được tệp
      27-28  quá thời gian hoặc bộ nhớ cho phép
      29     tệp có dấu chỉ độ mật
      30     đọc cả thư mục: có tệp không đọc được
      70     phần đọc gặp lỗi
      73     không ghi được kết quả
      130    dừng bằng Ctrl-C
    """
    if file != PASTED and Path(file).is_dir():
        from sauro.site.cli.folder.command import read_folder

        return read_folder(Path(file), out, form, profile_asked(agency))
    return one(file, form, out, brief, agency)


def one(file: str, form: str | None, out: Path | None, brief: bool, agency: str | None) -> int:
    """Reads one file or what is pasted; gives the exit code."""
    form = form or (out.suffix.lstrip(".").lower() if out else "table")
    if form not in FORMATS:
        form = "table"
    if form == "xlsx" and out is None and sys.stdout.isatty():
        raise click.UsageError("Tệp Excel cần có chỗ ghi: thêm --out, ví dụ --out nhiem-vu.xlsx.")
    profile = profile_asked(agency)

    from sauro.reading.errors import UnreadableFile

    started = time.perf_counter()
    try:
        reading = pasted() if file == PASTED else from_file(file)
    except UnreadableFile as error:
        note(f"Lỗi: {error.message}")
        return error.exit_code
    if profile is not None:
        from sauro.reading.share import mark

        mark(reading, profile)
    seconds = time.perf_counter() - started
    if form == "table" and out is None:
        show(reading, seconds, brief)
        return 0
    data = rendered(reading, form, seconds, brief)
    if out is None:
        write_out(data)
    else:
        write_file(out, data)
        note(f"Đã ghi {len(reading.tasks)} nhiệm vụ vào {out}")
    return 0


def from_file(name: str) -> "Reading":
    """The reading of a file. Raises `UnreadableFile`."""
    from sauro.reading import read

    with working(f"Đang đọc “{Path(name).name}”…"):
        return read(Path(name))


def pasted() -> "Reading":
    """The reading of what comes in at standard input. Raises `UnreadableFile`."""
    from sauro.reading import read_text
    from sauro.reading.errors import unreadable

    if sys.stdin.isatty():
        note("Dán nội dung văn bản, xuống dòng rồi bấm Ctrl-D để đọc.")
    name = "nội dung dán vào"
    try:
        text = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise unreadable("binary_text", name, "không phải UTF-8") from None
    with working("Đang đọc nội dung dán vào…"):
        return read_text(text, name=name)


def rendered(reading: "Reading", form: str, seconds: float, brief: bool) -> bytes:
    """The result as bytes of a file."""
    if form == "json":
        from sauro.reading.model import to_json

        return to_json(reading) + b"\n"
    if form == "xlsx":
        from sauro.reading.workbook import to_workbook

        return to_workbook(reading)
    from sauro.site.cli.output import PLAIN_WIDTH
    from sauro.site.cli.view import print_reading

    page = io.StringIO()
    print_reading(
        reading, page, seconds=seconds, width=PLAIN_WIDTH, brief=brief, next_working_day=calendar(reading)
    )
    return page.getvalue().encode("utf-8")


def show(reading: "Reading", seconds: float, brief: bool) -> None:
    """The view on standard output."""
    from sauro.site.cli.view import print_reading

    width, days = terminal_width(), calendar(reading)
    print_reading(reading, sys.stdout, seconds=seconds, width=width, brief=brief, next_working_day=days)


def calendar(reading: "Reading") -> "NextWorkingDay | None":
    """Working days, loaded only where a task has a date to be told about."""
    if not any(deadline.end_date for task in reading.tasks for deadline in task.deadlines):
        return None
    from sauro.vietnamese.calendar import WorkingCalendar

    return WorkingCalendar().next_working_day
