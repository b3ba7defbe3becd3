"""The same directive in other words and another layout, and what has to stay the same in its reading."""

import itertools
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from sauro.reading.model import Deadline, Reading, Task, Value

# Words of the directives and, for each, others of the same kind that may stand in their place.
PLACES = {
    "Đồng Lau": ("Gò Mít", "Tân Hồng", "Vạn Xuân Thượng"),
    "Lam Giang": ("Hoàng Thạch", "Bình Nguyên", "Trà Lý"),
    "Bãi Cát": ("Bến Dừa", "Phú Lương", "Mỹ Hòa Đông"),
}
BODIES = {
    "Phòng Kinh tế, Hạ tầng và Đô thị": (
        "Phòng Nông nghiệp, Đất đai và Xây dựng",
        "Phòng Tài chính, Giao thông và Môi trường",
    ),
    "Phòng Văn hóa - Xã hội": ("Phòng Giáo dục - Dân tộc", "Phòng Tư pháp - Hộ tịch"),
    "Phòng Kinh tế": ("Phòng Nông nghiệp", "Phòng Tài chính"),
    "Trung tâm Phục vụ hành chính công": ("Trung tâm Dịch vụ tổng hợp", "Trung tâm Văn hóa và Thể thao"),
    "Trạm Y tế": ("Trạm Khuyến nông", "Trạm Thú y"),
    "Sở Xây dựng": ("Sở Công Thương", "Sở Tư pháp"),
    "Sở Tài chính": ("Sở Nội vụ", "Sở Du lịch"),
    "Hội Nông dân": ("Hội Phụ nữ", "Hội Chữ thập đỏ"),
    "Hội Cựu chiến binh": ("Hội Người cao tuổi", "Hội Làm vườn"),
}
PEOPLE = (
    "Trịnh Khắc Dương", "Phùng Thị Hạ Lan", "Đoàn Minh Thước", "Hồ Thị Mộc Miên", "Lê Hoàng Ấn", "Vi Bách Khoa",
    "Giáp Văn Cừ", "Nông Thị Vàng Anh", "Mạc Tường Lân", "Thạch Ngọc Đan", "Tôn Nữ Cẩm Vân", "Quản Trọng Hiếu",
    "Ngụy Thị Lài", "Hạ Đình Quát", "Ông Ích Thiện", "Lương Hải Yến Nhi", "Vũ Thị Hải Đường", "Cao Xuân Lĩnh",
    "Vương Thị Sáu", "Lục Văn Thời", "Khúc Thị Nhàn",
)  # fmt: skip
OTHER_PEOPLE = (
    "Bế Thị Nguyệt Thu", "Chử Đức Hòa", "Đặng Như Ý", "Kiều Văn Tấn", "Nghiêm Thị Bạch Tuyết", "Phó Đức Thành",
    "Sầm Văn Tài", "Triệu Quang Vinh", "Ung Thị Hồng Hạnh", "Xa Văn Lợi", "Yên Thị Ngà", "Đinh Công Tráng",
    "La Thị Kim Oanh", "Hà Văn Quế", "Tạ Thị Thùy", "Bạch Long Hải", "Âu Dương Minh", "Lê Thị Tú Uyên",
    "Nhữ Đình Toàn", "Cù Thị Hậu", "Trương Gia Bảo",
)  # fmt: skip

# The width at which the text of a directive was broken into lines. The others have a paragraph on a line.
BROKEN_AT = {"02": 80, "07": 84, "08": 90, "11": 80, "17": 82, "18": 80}

MARKER = re.compile(r"[-+•*|#]|\d+(\.\d+)*[.)]|\(\w+\)|[a-zđ]\)|[IVX]+\.")


def cased(names: Mapping[str, str]) -> dict[str, str]:
    """The names as they are, in capitals, and with a small first letter ('Trưởng phòng Kinh tế')."""
    capitals = {old.upper(): new.upper() for old, new in names.items()}
    small = {old[0].lower() + old[1:]: new[0].lower() + new[1:] for old, new in names.items()}
    return {**small, **capitals, **names}


def rename(text: str, names: Mapping[str, str]) -> str:
    """Every name of the mapping replaced by its other name, longer names first."""
    pairs = cased(names)
    pattern = "|".join(map(re.escape, sorted(pairs, key=len, reverse=True)))
    return re.sub(pattern, lambda found: pairs[found.group()], text)


def rename_over_lines(text: str, names: Mapping[str, str]) -> str:
    """As `rename`; where a name was broken over two lines, the break stands behind the new name."""
    for old, new in sorted(cased(names).items(), key=lambda pair: -len(pair[0])):
        words = old.split()
        for cut in range(1, len(words)):
            broken = " ".join(words[:cut]) + "\n" + " ".join(words[cut:])
            text = text.replace(broken + " ", new + "\n").replace(broken, new)
    return rename(text, names)


def shift_years(text: str, years: int) -> str:
    """Every year from 2000 to 2099, wherever it stands, moved by so many years."""
    return re.sub(r"(?<!\d)20\d\d(?!\d)", lambda found: str(int(found.group()) + years), text)


def shift_days(text: str, days: int) -> str:
    """Every full date ('25/6/2026', 'ngày 06 tháng 7 năm 2026', '2026-06-25') moved by so many days."""

    def printed(found: re.Match[str]) -> str:
        day, between, month, before, year = found.groups()
        moved = date(int(year), int(month), int(day)) + timedelta(days)
        return f"{moved.day:02d}{between}{moved.month}{before}{moved.year}"

    def iso(found: re.Match[str]) -> str:
        return (date.fromisoformat(found.group()) + timedelta(days)).isoformat()

    text = re.sub(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)", iso, text)
    return re.sub(r"(?<!\d)(\d{1,2})(/|\s*tháng\s*)(\d{1,2})(/|\s*năm\s*)(20\d\d)(?!\d)", printed, text)


def one_line_a_paragraph(text: str, width: int) -> str:
    """Joins the lines that were broken because the next word did not fit into the width."""
    joined: list[str] = []
    last = ""
    for line in text.split("\n"):
        full = len(last) + 1 + len((line.split() or [""])[0]) > width
        if last.strip() and line.strip() and full and not line.startswith(" ") and not MARKER.match(line):
            joined[-1] += " " + line
        else:
            joined.append(line)
        last = line
    return "\n".join(joined)


def broken_lines(text: str, width: int) -> str:
    """Breaks longer lines at the width, as a PDF has them, but never so that a line begins like a list item.

    Rows of tables, headings of Markdown and lines in columns stay as they are. Where the last line of a paragraph is
    nearly full, nobody could tell whether the next paragraph belongs to it: an empty line says that it does not.
    """
    broken: list[str] = []
    for line, after in itertools.zip_longest(lines := text.split("\n"), lines[1:], fillvalue=""):
        if line.startswith(("|", "#")) or "\t" in line or re.search(r"\S {3}", line):
            broken.append(line)
            continue
        parts = textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [line]
        whole = [parts[0]]
        for part in parts[1:]:
            if MARKER.match(part):
                whole[-1] += " " + part
            else:
                whole.append(part)
        broken += whole
        if len(whole[-1]) > 0.75 * width and after.strip() and not MARKER.match(after.strip()):
            broken.append("")
    return "\n".join(broken)


def rewrap(name: str, text: str, width: int | None) -> str:
    """The text with lines of that width; None: one line a paragraph."""
    original = BROKEN_AT.get(name[:2])
    whole = one_line_a_paragraph(text, original) if original else text
    return broken_lines(whole, width) if width else whole


def other_bullets(text: str, mark: str) -> str:
    return re.sub(r"^([ \t]*)[-+•] (?=\S)", rf"\g<1>{mark} ", text, flags=re.MULTILINE)


def other_numbers(text: str) -> str:
    """'1.' in front of a paragraph becomes '1)'."""
    return re.sub(r"^([ \t]*\d{1,2})\.(?= \S)", r"\g<1>)", text, flags=re.MULTILINE)


def squeezed(text: str | None) -> str | None:
    """A line feed more or less, or a page break, does not make another quote."""
    return None if text is None else "".join(text.split())


def plain(value: Value | None) -> str | None:
    return squeezed(value.text) if value else None


def of_deadline(deadline: Deadline) -> dict[str, Any]:
    return {
        "text": squeezed(deadline.text),
        "kind": deadline.kind,
        "start": deadline.start_date,
        "end": deadline.end_date,
        "time": deadline.time,
        "strict": deadline.strict,
        "recurrence": deadline.recurrence,
    }


def of_task(task: Task) -> dict[str, Any]:
    return {
        "section": task.section,
        "quote": squeezed(task.quote),
        "action": plain(task.action),
        "owners": [plain(owner) for owner in task.owners],
        "owner_source": task.owner_source,
        "coordinators": [plain(party) for party in task.coordinators],
        "accountable": plain(task.accountable),
        "authority": plain(task.authority),
        "deliverable": plain(task.deliverable),
        "report_to": plain(task.report_to),
        "deadlines": [of_deadline(deadline) for deadline in task.deadlines],
        "kind": task.task_kind,
        "lamps": [getattr(task.clarity, lamp) for lamp in task.clarity.__struct_fields__],
    }


def essence(reading: Reading) -> dict[str, Any]:
    """What a reading says, without offsets, reasons and the layout of its text."""
    document = reading.document
    return {
        "document": {
            **{
                key: plain(getattr(document, key))
                for key in ("issuer", "parent_body", "symbol", "subject", "place", "date", "urgency")
            },
            "type": document.type,
            "addressees": [plain(one) for one in document.addressees],
            "recipients": [plain(one) for one in document.recipients],
            "signature": [plain(getattr(document.signature, key)) for key in ("capacity", "position", "name")],
        },
        "tasks": [of_task(task) for task in reading.tasks],
        "references": [(one.type, squeezed(one.symbol), one.date, squeezed(one.quote)) for one in reading.references],
        "targets": [(one.value, one.unit, one.comparator, one.period_end) for one in reading.targets],
        "petitions": [
            (one.no, squeezed(one.petitioner), squeezed(one.role), [squeezed(item) for item in one.items],
             squeezed(one.lead_agency), one.task)
            for one in reading.petitions
        ],
    }  # fmt: skip


def each_string(value: Any, change: Callable[[str], str]) -> Any:
    """The same structure with every string changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: each_string(one, change) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(each_string(one, change) for one in value)
    return value


def differences(expected: Any, found: Any, path: str = "") -> Iterator[str]:
    """Every place where two structures differ, a line each."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in expected:
            yield from differences(expected[key], found.get(key), f"{path}.{key}" if path else str(key))
    elif isinstance(expected, list | tuple) and isinstance(found, list | tuple):
        if len(expected) != len(found):
            yield from (f"{path}: lost: {one!r}" for one in expected if one not in found)
            yield from (f"{path}: new: {one!r}" for one in found if one not in expected)
            return
        for number, (one, other) in enumerate(zip(expected, found, strict=True)):
            yield from differences(one, other, f"{path}[{number}]")
    elif expected != found:
        yield f"{path}: {expected!r} has become {found!r}"
