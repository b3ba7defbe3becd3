"""`sauro verify-journal`: is the journal what was sealed? Says in Vietnamese what was changed, and where."""

import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sauro.site.cli.output import note, write_out
from sauro.site.cli.serve import NOT_SOUND, start_django
from sauro.site.cli.vietnamese_click import Command

if TYPE_CHECKING:
    from sauro.identity.models import Workspace
    from sauro.journal.verification import Fault, Verdict

NO_WORKSPACE = 2
SHOWN = 20  # faults of a workspace told on the screen; --json has up to a thousand
EVERY = 100_000  # entries between two lines of progress

# What each fault says: of an entry, of a head or of nothing in particular.
WORDS = {
    "missing": "mục số {number}: bị mất (một hay nhiều mục từ số này không còn)",
    "previous": "mục số {number}: không nối với mục trước; có mục bị đổi chỗ, chen vào hoặc bỏ đi",
    "hash": "mục số {number}: bị sửa (ai, lúc nào, việc gì hoặc dấu của nội dung)",
    "payload": "mục số {number}: nội dung bị sửa",
    "payload_missing": "mục số {number}: nội dung bị xóa mà không có mục nào ghi việc xóa theo quy định",
    "head": "dấu chốt ngày {detail}: ghi mục số {number} khác với nhật ký, hoặc mục hay dấu chốt ấy không còn",
    "head_signature": "dấu chốt ngày {detail}: chữ ký không phải của khóa nhật ký này",
    "head_file": "dấu chốt {detail}: tệp lưu ngoài cơ sở dữ liệu bị mất hoặc không đọc được",
    "unsigned": "từ mục số {number}: chưa có dấu chốt nào, bị chèn vào sau khi niêm phong",
    "key": "khóa công khai không có hoặc khác với khóa của nhật ký này: {detail}",
}


@click.command(
    "verify-journal",
    cls=Command,
    short_help="Kiểm tra nhật ký có bị sửa, xóa hay chèn thêm không.",
    options_metavar="[TÙY CHỌN]",
    add_help_option=False,
)
@click.option("--workspace", metavar="TÊN", help="Chỉ một không gian làm việc (tên ngắn, ví dụ dong-lau).")
@click.option(
    "--heads",
    metavar="THƯ_MỤC",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="So thêm với bản sao thư mục heads cất ở nơi khác.",
)
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@click.help_option("-h", "--help", help="In trang hướng dẫn này rồi thoát.")
def verify_journal_command(workspace: str | None, heads: Path | None, as_json: bool) -> int:
    """Tính lại toàn bộ nhật ký: số thứ tự, chuỗi băm, dấu của nội dung, dấu chốt từng ngày trong và ngoài cơ sở dữ liệu.

    Nội dung đã xóa theo quy định vẫn kiểm tra được. Kết quả được ghi lại để người kiểm soát nhật ký thấy.

    \b
    Ví dụ:
      sauro verify-journal
      sauro verify-journal --workspace dong-lau
      sauro verify-journal --heads /media/usb/heads
      sauro verify-journal --json

    Mã thoát: 0 không mục nào bị sửa; 1 có chỗ bị sửa; 2 không có không gian làm việc tên đó; 69 không có cơ sở dữ liệu;
    78 cấu hình sai.
    """
    status = start_django()
    if status:
        return status
    from django.db import DatabaseError

    from sauro.site.server.preparation import NO_DATABASE

    try:
        return _verify_all(workspace, heads, as_json=as_json)
    except DatabaseError as error:
        note(f"Lỗi: không đọc được cơ sở dữ liệu ({str(error).strip()}).")
        return NO_DATABASE


def _verify_all(slug: str | None, outside: Path | None, *, as_json: bool) -> int:
    from sauro.identity.models import Workspace
    from sauro.journal import heads

    every = Workspace.objects.order_by("name")
    wanted = list(every.filter(slug=slug) if slug else every)
    if slug and not wanted:
        known = ", ".join(every.values_list("slug", flat=True)) or "chưa có không gian nào"
        note(f"Lỗi: không có không gian làm việc “{slug}”. Hiện có: {known}.")
        return NO_WORKSPACE
    results = [_verify_one(each, outside) for each in wanted]
    known_uids = {str(uid) for uid in every.values_list("uid", flat=True)}
    strangers = sorted((heads.workspaces() | (heads.workspaces(outside) if outside else set())) - known_uids)
    if as_json:
        write_out((json.dumps(_as_json(results, strangers), ensure_ascii=False, indent=2) + "\n").encode())
    else:
        for each, verdict, seconds in results:
            write_out(_told(each, verdict, seconds).encode())
        for uid in strangers:
            write_out(
                f"LỖI    có dấu chốt của không gian làm việc {uid}, mà cơ sở dữ liệu không còn\n".encode()
            )
        if not results:
            write_out("Chưa có không gian làm việc nào.\n".encode())
    sound = not strangers and all(verdict.holds for _, verdict, _ in results)
    return 0 if sound else NOT_SOUND


Result = tuple["Workspace", "Verdict", float]


def _verify_one(workspace: "Workspace", outside: Path | None) -> Result:
    from sauro.journal.verification import keep, verify

    told = 0

    def progress(entries: int) -> None:
        nonlocal told
        if entries - told >= EVERY:
            note(f"  {workspace.name}: {number(entries)} mục…")
            told = entries

    start = time.monotonic()
    verdict = verify(workspace, outside=outside, progress=progress)
    seconds = time.monotonic() - start
    keep(workspace, verdict, seconds)
    return workspace, verdict, seconds


def number(value: float, decimals: int = 0) -> str:
    """As Vietnamese write it."""
    from sauro.reading import words

    return words.number(value, decimals)


def sentence(fault: "Fault") -> str:
    """A fault in Vietnamese: what, and where."""
    return WORDS[fault.code].format(number=fault.number, detail=_day(fault.detail)).rstrip(": ")


def _day(detail: str) -> str:
    """A day as people write it; anything else as it is."""
    year, _, rest = detail.partition("-")
    month, _, day = rest.partition("-")
    return f"{day}/{month}/{year}" if len(detail) == 10 and (year + month + day).isdigit() else detail


def _told(workspace: "Workspace", verdict: "Verdict", seconds: float) -> str:
    pace = f"{number(verdict.entries / seconds)} mục/giây" if seconds > 1 else f"{number(seconds, 1)} giây"
    facts = f"{number(verdict.entries)} mục, {number(verdict.heads)} dấu chốt"
    if verdict.erased:
        facts += f", {number(verdict.erased)} nội dung đã xóa theo quy định"
    if verdict.holds:
        return f"đạt    {workspace.name}: {facts}; không mục nào bị sửa ({pace})\n"
    lines = [f"LỖI    {workspace.name}: {facts}; {number(verdict.found)} chỗ không khớp"]
    lines += [f"       {sentence(fault)}" for fault in verdict.faults[:SHOWN]]
    if verdict.found > SHOWN:
        lines.append(f"       … và {number(verdict.found - SHOWN)} chỗ khác (xem --json)")
    return "\n".join([*lines, ""])


def _as_json(results: list[Result], strangers: list[str]) -> dict[str, Any]:
    return {
        "holds": not strangers and all(verdict.holds for _, verdict, _ in results),
        "workspaces": [
            {
                "workspace": workspace.slug,
                "holds": verdict.holds,
                "entries": verdict.entries,
                "last_number": verdict.number,
                "erased": verdict.erased,
                "heads": verdict.heads,
                "seconds": round(seconds, 2),
                "faults_found": verdict.found,
                "faults": [asdict(fault) | {"words": sentence(fault)} for fault in verdict.faults],
            }
            for workspace, verdict, seconds in results
        ],
        "heads_of_unknown_workspaces": strangers,
    }
