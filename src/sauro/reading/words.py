"""The Vietnamese word for every identifier of a reading, and dates, rhythms and places as a clerk reads them.

One concept has one label. Terminal view and workbook both take their words from here, so that they never differ.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sauro.reading.model import Clarity, Deadline, Duration, Reading, Span, Target, Task, Value

DOCUMENT_TYPE: Final[Mapping[str, str]] = {
    "cong_van": "Công văn",
    "thong_bao": "Thông báo",
    "ke_hoach": "Kế hoạch",
    "chuong_trinh_hanh_dong": "Chương trình hành động",
    "chi_thi": "Chỉ thị",
    "cong_dien": "Công điện",
    "quyet_dinh": "Quyết định",
    "nghi_quyet": "Nghị quyết",
    "bao_cao": "Báo cáo",
    "to_trinh": "Tờ trình",
    "giay_moi": "Giấy mời",
    "huong_dan": "Hướng dẫn",
    "ket_luan": "Kết luận",
    "other": "Văn bản",
}
TASK_KIND: Final[Mapping[str, str]] = {
    "one_off": "một lần",
    "recurring": "định kỳ",
    "standing": "thường xuyên",
}
OWNER_SOURCE: Final[Mapping[str, str]] = {
    "own": "ngay trong câu",
    "heading": "theo tiêu đề mục",
    "document": "nơi nhận chung của văn bản",
}
LAMP: Final[Mapping[str, str]] = {
    "person": "người",
    "work": "việc",
    "time": "thời gian",
    "responsibility": "trách nhiệm",
    "product": "sản phẩm",
    "authority": "thẩm quyền",
}
GAP: Final[Mapping[str, str]] = {
    "heading": "tiêu đề",
    "preamble": "câu dẫn",
    "assessment": "đánh giá việc đã làm",
    "aim": "mục đích, mục tiêu",
    "accountability": "nêu trách nhiệm chung",
    "closing": "câu kết",
    "rule": "quy định chung",
    "data": "số liệu, bảng biểu",
    "unsure": "chưa chắc, cần người xem lại",
}
FIELD: Final[Mapping[str, str]] = {
    "document_type": "Loại văn bản",
    "reference_number": "Số, ký hiệu",
    "issuing_agency": "Cơ quan ban hành",
    "parent_body": "Cơ quan cấp trên",
    "issue_date": "Ngày ban hành",
    "place": "Nơi ban hành",
    "subject": "Trích yếu",
    "urgency": "Độ khẩn",
    "security_classification": "Độ mật",
    "addressees": "Kính gửi",
    "recipients": "Nơi nhận",
    "signatory": "Người ký",
    "task": "Nhiệm vụ",
    "lead_unit": "Đơn vị chủ trì",
    "supporting_unit": "Đơn vị phối hợp",
    "due_date": "Hạn hoàn thành",
    "deliverable": "Sản phẩm",
    "accountable_leader": "Lãnh đạo phụ trách",
    "authority": "Thẩm quyền",
    "resources": "Nguồn lực",
    "report_to": "Báo cáo",
    "section": "Mục",
    "task_kind": "Loại giao việc",
    "target": "Chỉ tiêu",
    "petition": "Kiến nghị",
    "reference": "Văn bản dẫn chiếu",
    "gap": "Đoạn không có nhiệm vụ",
    "scope": "Phạm vi",
}
COMPARATOR: Final[Mapping[str, str]] = {"=": "đạt", ">=": "ít nhất", "<=": "không quá", ">": "vượt"}
SCOPE: Final[Mapping[bool | None, str]] = {
    True: "việc của ta",
    None: "cần xem lại",
    False: "không phải của ta",
}
"""Whether a task binds us, in the order in which tasks are shown."""
RECURRENCE: Final[Mapping[str, str]] = {
    "weekly": "hằng tuần",
    "monthly": "hằng tháng",
    "quarterly": "hằng quý",
    "yearly": "hằng năm",
    "unspecified": "định kỳ",
}
UNIT: Final[Mapping[str, str]] = {
    "hour": "giờ",
    "day": "ngày",
    "week": "tuần",
    "month": "tháng",
    "quarter": "quý",
    "year": "năm",
}
WEEKDAY: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
RULE_DAY: Final = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}

NextWorkingDay = Callable[[date], date]
"""The day itself where it is a working day, else the first working day after it."""


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline in words: what a clerk puts into the register, and what should be known with it ('' where nothing)."""

    words: str
    note: str = ""


MONTH_OF_QUARTER: Final[Mapping[str, str]] = {
    "1,4,7,10": "tháng đầu",
    "2,5,8,11": "tháng giữa",
    "3,6,9,12": "tháng cuối",
}
EMPHASIS: Final = re.compile(r"\*{2,3}|__|\*(?=[^\W\d])|(?<=[^\W\d])\*")
"""Signs of Markdown emphasis: '**' anywhere, a single '*' beside a letter (not in '5*3')."""


def clean(text: str) -> str:
    """The words for display: white space folded to single spaces, Markdown emphasis left out."""
    return " ".join(EMPHASIS.sub("", text).split())


def values(found: list[Value]) -> str:
    """The names of a list, in order, each once."""
    return "; ".join(dict.fromkeys(clean(value.text) for value in found))


def missing(clarity: Clarity) -> list[str]:
    """The words of the lamps that do not burn, in the fixed order of the six."""
    return [word for name, word in LAMP.items() if not getattr(clarity, name)]


def met(clarity: Clarity) -> int:
    """How many of the six lamps burn."""
    return len(LAMP) - len(missing(clarity))


def date_words(iso: str | None) -> str:
    """'2026-06-16' as '16/06/2026', '2026-06' as 'tháng 6/2026', '2026' as 'năm 2026'; anything else as it is."""
    if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", iso or ""):
        return f"{found[3]}/{found[2]}/{found[1]}"
    if found := re.fullmatch(r"(\d{4})-(\d\d)", iso or ""):
        return f"tháng {int(found[2])}/{found[1]}"
    return f"năm {iso}" if re.fullmatch(r"\d{4}", iso or "") else iso or ""


def parse_date(iso: str | None) -> date | None:
    """The day of a complete ISO date, None for less."""
    try:
        return date.fromisoformat(iso) if iso and len(iso) == 10 else None
    except ValueError:
        return None


def day_words(day: date) -> str:
    """'thứ Hai 17/08/2026'."""
    return f"{WEEKDAY[day.weekday()]} {day:%d/%m}/{day.year:04d}"


def ending(day: date, next_working_day: NextWorkingDay | None) -> Due:
    """A last day, with the working day after it where it is a day off, and what to know of that.

    A term rolls on to the next working day (Bộ luật Dân sự 2015, Điều 148 khoản 5); a fixed date of an order does not by
    itself, so the working day before it is named too.
    """
    working = next_working_day(day) if next_working_day else day
    if working == day:
        return Due(day_words(day))
    before = day_words(last_working_day_before(day, next_working_day))
    note = f"ngày nghỉ (BLDS 2015, Điều 148.5); ngày làm việc trước đó: {before}"
    return Due(f"{day_words(day)} → làm việc: {day_words(working)}", note)


def last_working_day_before(day: date, next_working_day: NextWorkingDay | None) -> date:
    """The last day on which a thing due strictly before the day can still be handed in."""
    for back in range(1, 31):
        earlier = day - timedelta(days=back)
        if next_working_day is None or next_working_day(earlier) == earlier:
            return earlier
    return day - timedelta(days=1)


def duration_words(duration: Duration, anchor: str | None) -> str:
    """'5 ngày làm việc kể từ ngày nhận được văn bản'."""
    words = f"{duration.n} {UNIT[duration.unit]}" + (" làm việc" if duration.working else "")
    return f"{words} kể từ {clean(anchor)}" if anchor else words


def rhythm_words(deadline: Deadline) -> str:
    """A rhythm in words: 'ngày 25 hằng tháng', 'thứ Sáu hằng tuần', 'hằng quý'."""
    rhythm = RECURRENCE[deadline.recurrence or "unspecified"]
    parts = dict(part.split("=", 1) for part in (deadline.rrule or "").split(";") if "=" in part)
    day = parts.get("BYMONTHDAY", "")
    months = [month for month in parts.get("BYMONTH", "").split(",") if month]
    if parts.get("FREQ") == "WEEKLY" and parts.get("BYDAY"):
        days = [WEEKDAY[RULE_DAY[name]] for name in parts["BYDAY"].split(",") if name in RULE_DAY]
        return f"{', '.join(days)} {rhythm}" if days else rhythm
    if day == "-1" and deadline.recurrence in {"monthly", "quarterly", "yearly"}:
        return f"ngày cuối {rhythm.removeprefix('hằng ')}, {rhythm}"
    days_of_month = [int(each) for each in day.split(",") if each.isdecimal()]
    if parts.get("BYSETPOS") == "-1":
        days_of_month = days_of_month[-1:]  # the 30th, or the last day of a shorter month
    if not days_of_month:
        return rhythm
    if deadline.recurrence == "quarterly" and ",".join(months) in MONTH_OF_QUARTER:
        return f"ngày {_listed(days_of_month)} {MONTH_OF_QUARTER[','.join(months)]} quý, {rhythm}"
    if months:
        return f"ngày {', '.join(f'{one:02d}/{int(month):02d}' for month in months for one in days_of_month)} {rhythm}"
    return f"ngày {_listed(days_of_month)} {rhythm}"


def _listed(days: list[int]) -> str:
    return ", ".join(f"{day:02d}" for day in days)


def due(deadline: Deadline, next_working_day: NextWorkingDay | None = None) -> Due:
    """A deadline in words with weekday and working day, a strict 'trước ngày' said as such."""
    start, end = parse_date(deadline.start_date), parse_date(deadline.end_date)
    hour = f"{deadline.time} " if deadline.time else ""
    if deadline.kind == "recurring":
        until = f", đến hết {date_words(deadline.end_date)}" if end else ""
        since = f", từ {date_words(deadline.start_date)}" if start and not end else ""
        before = "trước " if deadline.strict and re.search(r"\d", rhythm_words(deadline)) else ""
        return Due(before + hour + rhythm_words(deadline) + since + until)
    if deadline.duration and (deadline.kind == "offset" or not end):
        return Due(clean(deadline.text), duration_words(deadline.duration, deadline.anchor))
    if start and end and deadline.kind == "between":
        last = ending(end, next_working_day)
        return Due(f"từ {date_words(deadline.start_date)} đến {last.words}", last.note)
    if end and deadline.kind == "within_period":
        last = ending(end, next_working_day)
        return Due(f"{clean(deadline.text)}, đến hết {last.words}", last.note)
    if end and deadline.strict and deadline.time:
        last = ending(end, next_working_day)
        return Due(f"trước {hour}{last.words}", last.note)
    if end and deadline.strict:
        before = day_words(last_working_day_before(end, next_working_day))
        return Due(f"trước {day_words(end)}", f"ngày làm việc cuối trước đó: {before}")
    if end:
        last = ending(end, next_working_day)
        return Due(f"{hour}{last.words}", last.note)
    if start:
        return Due(f"từ {day_words(start)}", "văn bản không ghi ngày kết thúc")
    return Due(clean(deadline.text), f"tính từ {clean(deadline.anchor)}" if deadline.anchor else "")


def figure(target: Target) -> str:
    """What a target asks for: 'ít nhất 98%', 'đạt 12 tuyến phố'."""
    unit = clean(target.unit or "")
    return f"{COMPARATOR[target.comparator]} {target.value}" + (
        unit if unit == "%" else f" {unit}" if unit else ""
    )


def signatory(reading: Reading) -> str:
    """'Chủ tịch Trần Thị Lụa': position and name as printed, whatever is there."""
    signature = reading.document.signature
    return ", ".join(clean(value.text) for value in (signature.name, signature.position) if value)


def title(reading: Reading) -> str:
    """The document in a few words: 'Thông báo 214/TB-UBND ngày 13/11/2026'."""
    document = reading.document
    words = [DOCUMENT_TYPE[document.type], clean(document.symbol.text) if document.symbol else ""]
    if document.date:
        day = date_words(document.date.text)
        words.append(f"ngày {day}" if day[:1].isdigit() else day)
    return " ".join(word for word in words if word)


def place(page: int | None, at: Span) -> str:
    """Where words stand in the source: 'trang 2, ký tự 1830 đến 2010' (characters count from 1)."""
    words = f"ký tự {at[0] + 1} đến {at[1]}"
    return f"trang {page}, {words}" if page else words


def counts(tasks: list[Task]) -> list[str]:
    """How many tasks there are and how many are clear in what: the words of a summary line."""
    shares = [f"{len(share)} {SCOPE[ours]}" for ours, share in by_scope(tasks).items()]
    lit = {name: sum(bool(getattr(task.clarity, name)) for task in tasks) for name in LAMP}
    full = sum(met(task.clarity) == len(LAMP) for task in tasks)
    return [
        f"{len(tasks)} nhiệm vụ",
        *shares,
        f"{lit['person']} có người",
        f"{lit['time']} có hạn",
        f"{lit['product']} có sản phẩm",
        f"{full} đủ 6 rõ",
    ]


def by_scope(tasks: list[Task]) -> dict[bool | None, list[tuple[int, Task]]]:
    """The tasks with their running numbers, ours first; {} where nobody asked whose they are."""
    if not any(task.scope.why for task in tasks):
        return {}
    numbered = list(enumerate(tasks, 1))
    shares = {
        ours: [(number, task) for number, task in numbered if task.scope.ours is ours] for ours in SCOPE
    }
    return {ours: share for ours, share in shares.items() if share}


def number(value: float, digits: int = 0) -> str:
    """A number as Vietnamese write it: 1.482 and 0,21."""
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))
