"""Which of the times named in a task bind it.

In a sentence a date binds the task only where words make a deadline of it ('trước ngày', 'chậm nhất', 'trong quý I',
'hoàn thành…'); the date of a cited document, of an event or of a stage does not. In a cell of a column 'Thời gian', or
after such a label, every date counts.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from sauro.reading.lexicon import Pattern
from sauro.reading.model import Deadline, Duration, Span
from sauro.vietnamese.times import TimeExpression, scan

_LOOK_BACK: Final = 1000
PageOf = Callable[[int], int | None]

# Every time has a figure or one of these words in it; `text` in lower case.
_MAY_HOLD_TIME = Pattern(
    r"\d|ngày|tuần|tháng|năm|qu[ýí]|giờ|thường|định|họp|hội nghị|hôm|thứ|chủ|nhiệm|giai|nay|buổi|kỳ|sáng|chiều|tối|tết|mùa|rằm|khai giảng"
)
_AFTER_EVENT = Pattern(r"(?:ngay\s+)?(?:sau|trước)\s+khi\s[^\n|;]*[^\s|;.,]", re.IGNORECASE)
_QUOTED = Pattern(r"“[^“”]*”|\"[^\"\n]*\"")
_WORD = Pattern(r"[^\W_]+|%")
_CLAUSE_BREAK = Pattern(r"[.;:|•](?=\s|$)|\n\s*\n|\n\s*[-+*•]\s")

_DONE: Final = (
    r"(?:hoàn thành|hoàn tất|hoàn thiện|xong|kết thúc|thời hạn|thời gian|hạn|thực hiện|triển khai|vào)"
)
_ENDS_WITH_DONE = Pattern(rf"(?:^|\W){_DONE}[\s*:]*$")
_PAST = Pattern(
    r"(?:^|\W)(?:đã|phát sinh|tồn đọng|hiệu lực|không có khả năng|(?<=\w )tiếp nhận|chưa được)(?:\W|$)"
)
# of a day to come only these tell that it is no last day
_PAST_FOR_SURE = Pattern(r"(?:^|\W)(?:đã|hiệu lực|không có khả năng|chưa được)(?:\W|$)")
_EVENT = Pattern(
    r"(?:^|\W)(?:hội nghị|cuộc họp|phiên họp|buổi họp|buổi làm việc|buổi lễ|lễ|dịp|kỷ niệm|nhân|văn bản|nghị quyết|"
    r"quyết định|công văn|thông báo|kế hoạch|số|ngày sinh|sự kiện|đợt|giấy mời)[\s*(,]*$"
)
# things that an earlier day marks off: 'giấy phép cấp trước ngày 01/7/2025' names permits, not a deadline
_MARKED_OFF = Pattern(
    r"(?:^|\W)(?:hồ sơ|giấy phép|giấy chứng nhận|công trình|văn bản|quyết định|dự án|trường hợp|đơn|vụ việc|hộ|người|đối tượng|nhà|thủ tục|kiến nghị|phản ánh"
    r"|trẻ(?: em)?|cán bộ|hợp đồng|tài sản|số liệu|dữ liệu|cơ sở|doanh nghiệp|vi phạm)(?: [^\W\d_]+){0,4}? "
    r"(?:nộp|cấp|ban hành|sinh|thành lập|xây dựng|phát hành|đăng ký|ký|ký kết|tiếp nhận|khởi công|công nhận|bổ nhiệm|tuyển dụng|vi phạm|xảy ra|lập|hoạt động"
    r"|phê duyệt|bàn giao|mua|tồn tại|hình thành|sử dụng|phát sinh|hoàn thành)[\s*(]*$"
)
_REACHED = Pattern(r"\W*(?:[^\W\d_]+ ){0,7}?(?:đã|mới chỉ|vẫn còn|còn|chưa)(?:\W|$)")
_TO_FINISH = Pattern(
    r"(?:^|\W)(?:hoàn thành|hoàn tất|hoàn thiện|xong|kết thúc|thời hạn|thời gian|báo cáo|gửi|trình|ban hành|trả lời|khắc phục|đưa vào)(?:\W|$)"
)
_HANDED_OVER = Pattern(
    r"(?:^|\W)(?:hoàn thành|hoàn tất|kết thúc|gửi|báo cáo|trình|nộp|bàn giao|sơ kết|tổng kết|khởi công|khai mạc|khánh thành|bắt đầu|thông xe)(?: (?!theo |tại |của |số )[\w/]+,?){0,12} ?$"
)
# figures are taken at that day: 'số liệu chốt đến ngày 15/8', 'thời điểm lấy số liệu: từ ngày 15/12 …'
_DATA_UNTIL = Pattern(r"(?:^|\W)(?:chốt|số liệu|thời điểm lấy|kỳ số liệu)(?: [^\W\d_]+){0,4}[\s*:,]*$")
_STRIVES = Pattern(r"(?:^|\W)phấn đấu(?: [^\W\d_]+){0,4}[\s*]*$")
_SEASON = re.compile(r"tết|năm học|khai giảng|ngày khai|lễ khai|mùa")
_PLANNED = Pattern(
    r"(?:^|\W)(?:kế hoạch|khả năng|nhiệm vụ|chỉ tiêu|dự toán|kinh phí|nhu cầu|kết quả)(?:\W|$)"
)
_AIMED = Pattern(
    r"(?:^|\W)(?:phấn đấu|tầm nhìn|định hướng|mục tiêu|chỉ tiêu|đạt|tăng trưởng|tăng|giảm|tỷ lệ|tỉ lệ)(?! (?:thu|cường|ca|chi)(?:\W|$))(?:\W|$)|\d\s*%"
)
_STRIVES_FOR = Pattern(r"(?:^|\W)phấn đấu[\s*,:]*$")
_LIES_IN = Pattern(r"vào|lúc|trong")
_NOT_FROM = Pattern(r"(?:^|\W)(?:hiệu lực|hiệu lực thi hành|tính|kể|\d tuổi|được)[\s*]*$")
# doings that come back: a rhythm after them is theirs, not that of a noun between
_DOING_AGAIN = Pattern(
    r"\W*(?:(?:và|phải|tiếp tục|chủ động|thực hiện|tiến hành|tổ chức|chỉ đạo|yêu cầu|bảo đảm|duy trì|tham mưu)\s+)*"
    r"(?:báo cáo|gửi báo cáo|kiểm tra|giám sát|đánh giá|sơ kết|tổng kết|rà soát|cập nhật|tổng hợp|công khai|khảo sát|"
    r"thống kê|tập huấn|bồi dưỡng|theo dõi|kiểm kê|giao ban|đối thoại|tiếp công dân|công bố|gửi|tổ chức|xét|bình xét|"
    r"lấy ý kiến|kiểm điểm|nhận xét|họp|khám|chi trả|chấm điểm|vệ sinh|tổng vệ sinh|quan trắc|nạo vét|nộp|đối chiếu|thông tin)(?:\W|$)"
)
_LEAST = re.compile(r"(?:^|\s)(?:tối thiểu|ít nhất|khoảng)[\s*:]*$")
# so many in each length: 'phát tối thiểu 02 chuyên mục mỗi tuần', 'phát hành bản tin mỗi tháng 01 số'
_COUNTED_BEFORE = Pattern(r"(?:^|\W)\d+ [^\W\d_]+(?: [^\W\d_]+){0,3}\W*$")
_COUNTED_BEHIND = Pattern(r"\W*\d+ [^\W\d_]")
# the last of several doings, alone before its rhythm: 'lập danh sách theo dõi … và cập nhật hằng quý'
_LAST_DOING = Pattern(
    r"(?:^|\W)(?:và|,) (?:cập nhật|báo cáo|công khai|chấm điểm|đối chiếu|công bố|thông báo)\W*$"
)
# a figure that is to be reached by then: the day is the figure's
_IS_REACHED = Pattern(
    r"\W*(?:(?:phải|phấn đấu|ước|có) )*(?:đạt(?: [^\W\d_]+){0,4} \d|(?:tối thiểu|ít nhất|trên|dưới|không dưới|không quá|từ)? ?\d+(?:[.,]\d+)? ?%)"
)
# an aim named before in the clause, with its figure: the days that follow are those of its figures
_AIMS_AT_FIGURES = Pattern(r"(?:^|\W)phấn đấu(?:\W.*)?\d(?:[.,]\d+)? ?%")
_BARELY_DONE = Pattern(r"\W*(?:được )?(?:thực hiện|tổ chức|tiến hành|duy trì|triển khai)\W*")
_OF_A_NOUN = Pattern(
    r"[\s*]*(?:của|cho|và (?:trung hạn|dài hạn|toàn khóa|\d)|được|phục vụ|phải|đã|nhằm)(?:\W|$)"
)
_REGULAR_NOUN = Pattern(
    r"(?:^|\W)(?:sinh hoạt(?: chi bộ| đảng)?|chế độ báo cáo|chế độ|giao ban|cuộc họp|phiên họp|họp|hội nghị|"
    r"chương trình(?: [^\W\d_]+){0,2}|kiểm tra|thanh tra|duy tu|bảo dưỡng|khám sức khỏe|kế hoạch|lịch)"
    r"(?: [^\W\d_]+)?[\s*\"”]*$"
)
_VERB_AFTER = Pattern(
    r"\W*(?:báo cáo|gửi|sơ kết|tổng kết|tổng hợp|kiểm tra|giám sát|đánh giá|rà soát|cập nhật|tổ chức|theo dõi|"
    r"kiểm điểm|thông tin|thông báo|công khai|nghe|làm việc|đối thoại|tham mưu|xây dựng|lập|trình|thống kê|đôn đốc|"
    r"nhận xét|phân tích|tiến hành|thực hiện|phối hợp|họp|giao ban|tập huấn|khảo sát|công bố|đối chiếu)(?:\W|$)"
)
_VERB_BEFORE_NOUN = Pattern(
    r"^\W*(?:thực hiện|chấp hành|duy trì|bảo đảm|xây dựng|đưa|lồng ghép|tham gia)(?:\W|$)"
)


def deadlines_of(text: str, at: Span, *, year: int | None, page: PageOf) -> list[Deadline]:
    """The deadlines among the words ``text[at[0]:at[1]]`` of a task, in order: `Times.of` for one span."""
    return Times(text, year=year, page=page).of(at)


def deadlines_in_cell(text: str, at: Span, *, year: int | None, page: PageOf, why: str) -> list[Deadline]:
    """The deadlines of one cell or label line: `Times.in_cell` for one span."""
    return Times(text, year=year, page=page).in_cell(at, why)


class Times:
    """The times of one text. What a paragraph names is scanned once, however often its clauses are asked for.

    `year` stands in for a year that is not printed ('20/4'); `page` gives the page of an offset; `issued`, the day of
    the document, tells what was over when it was written.
    """

    def __init__(self, text: str, *, year: int | None, page: PageOf, issued: date | None = None) -> None:
        self.text = text
        self.year = year
        self.page = page
        self.issued = issued
        self.impossible: list[Span] = []  # days that no calendar has, as far as they were asked for
        self._lower = _lowered(text)
        self._paragraphs: dict[int, Span] = {}
        self._starts: list[int] = []
        self._scanned: dict[Span, list[TimeExpression]] = {}

    def over(self, paragraphs: Iterable[Span]) -> None:
        """Tell where paragraphs stand: a span inside one is answered from the scan of the whole paragraph."""
        for span in paragraphs:
            self._paragraphs[span[0]] = span
        self._starts = sorted(self._paragraphs)

    def of(self, at: Span) -> list[Deadline]:
        """The deadlines among the words ``text[at[0]:at[1]]`` of a task, in order."""
        found = self._expressions(at)
        if not found:
            return []
        sentence = _Sentence(self._lower, at, self.year, self.issued)
        bound: list[TimeExpression] = []
        for each in found:
            if sentence.binds(each) or (bound and self._goes_with(bound[-1], each)):
                bound.append(each)
        return [self._deadline(each, f"trong câu: “{_shown(each.text)}”") for each in bound]

    def _goes_with(self, before: TimeExpression, found: TimeExpression) -> bool:
        """'định kỳ 6 tháng và hằng năm': the second rhythm binds as the first does."""
        return before.kind == found.kind == "recurring" and (
            self._lower[before.end : found.start].strip(" ,;()\n") in ("", "và", "hoặc")
        )

    def in_cell(self, at: Span, why: str) -> list[Deadline]:
        """The deadlines of a cell or label line ``text[at[0]:at[1]]`` that says when and nothing else.

        'Tháng 12/2025', 'Quí IV-2025', 'Thường xuyên', 'Ngày 12, 13/5/2026', 'Sau khi kế hoạch được phê duyệt'. `why` is
        the reason to give ('cột Thời gian, hàng 3').
        """
        found = scan(self.text, *at, year=self.year, since=self.issued)
        if any(each.kind == "recurring" and each.relation != "thường xuyên" for each in found):
            found = [each for each in found if each.relation != "thường xuyên"]
        if found:
            return [self._deadline(each, why) for each in found]
        after = _AFTER_EVENT.search(self.text, *at)
        if after is None:
            return []
        words = " ".join(after.group().split())
        return [Deadline(after.group(), after.span(), self.page(after.start()), why, "offset", anchor=words)]

    def _expressions(self, at: Span) -> list[TimeExpression]:
        """What `scan` finds in the span."""
        index = bisect_right(self._starts, at[0]) - 1
        whole = self._paragraphs[self._starts[index]] if index >= 0 else at
        if at[1] > whole[1]:
            return self._scan(at)
        inside = [each for each in self._scan(whole) if each.start < at[1] and each.end > at[0]]
        if not inside or _MAY_HOLD_TIME.search(self._lower, *at) is None:
            return []
        if any(each.start < at[0] or each.end > at[1] for each in inside):
            return self._scan(at)
        return inside

    def _scan(self, at: Span) -> list[TimeExpression]:
        if at not in self._scanned:
            timed = _MAY_HOLD_TIME.search(self._lower, *at) is not None
            self._scanned[at] = scan(self.text, *at, year=self.year, since=self.issued) if timed else []
        return self._scanned[at]

    def _deadline(self, found: TimeExpression, why: str) -> Deadline:
        length = found.duration
        if found.impossible:
            self.impossible.append((found.start, found.end))
        return Deadline(
            text=found.text,
            at=(found.start, found.end),
            page=self.page(found.start),
            why=why,
            kind=found.kind,
            start_date=found.start_date,
            end_date=found.end_date,
            time=found.time,
            strict=found.strict,
            recurrence=found.recurrence,
            rrule=found.rrule,
            duration=Duration(length.n, length.unit, length.working) if length else None,
            anchor=found.anchor,
        )


def _lowered(text: str) -> str:
    """The text in lower case, letter for letter."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _shown(words: str) -> str:
    return " ".join(words.replace("*", "").split())


class _Sentence:
    """The words of one task and what stands around a time in them."""

    def __init__(self, lower: str, at: Span, year: int | None, issued: date | None) -> None:
        self.start, self.end = at
        self.year = year
        self.issued = issued.isoformat() if issued is not None else None
        self.lower = lower[at[0] : at[1]]
        self.quoted = [match.span() for match in _QUOTED.finditer(self.lower)]
        self.breaks = [match.end() for match in _CLAUSE_BREAK.finditer(self.lower)]

    def binds(self, found: TimeExpression) -> bool:
        """Whether this time is a deadline of the task."""
        start, end = found.start - self.start, found.end - self.start
        quote = bisect_right(self.quoted, (start, 0)) - 1
        if quote >= 0 and start < self.quoted[quote][1]:
            return False
        breaks = bisect_right(self.breaks, start)
        clause = self.breaks[breaks - 1] if breaks else 0
        before = self._words(max(clause, start - _LOOK_BACK), start)
        after = self._words(end, end + 120)
        if found.kind == "recurring":
            last = not self.lower[end:].strip(" *_.;\n")
            return self._rhythm_binds(found, before, after, end_of_task=last)
        if found.kind == "offset":
            return self._offset_binds(found, before, after)
        if found.relation == "giai đoạn" or self._is_past(found, before) or _is_anniversary(found):
            return False
        if found.relation is None or found.kind == "within_period" or _LIES_IN.match(found.relation):
            return self._period_binds(found, start, before, after)
        coming = self.issued is not None and (found.end_date or "") > self.issued
        over = _PAST_FOR_SURE if coming else _PAST
        past = not found.timed and over.search(_last_words(before.rsplit(",", 1)[-1], 7))
        if past or _DATA_UNTIL.search(before):
            return False
        if found.kind in ("from", "between"):
            if found.kind == "between" and _in_brackets(self.lower, start):
                fills = _fills_brackets(self.lower, start, found.end - self.start)
                return fills and not _EVENT.search(before.rstrip(" ("))
            if "đến nay" in found.relation or _NOT_FROM.search(before):
                return False
            return "năm" not in found.text.lower().split()[1:2] or not _trimmed(before)
        return self._by_binds(found, before, after)

    def _is_past(self, found: TimeExpression, before: str) -> bool:
        """Whether it was over when the document was issued: history, no deadline.

        A last day that is ordered stays, even of the year before: a misprint should be seen by somebody.
        """
        day = found.end_date or found.start_date
        if day is None:
            return False
        ordered = found.kind == "by" and found.relation is not None
        if self.year is not None and int(day[:4]) < self.year - ordered:
            return True
        if self.issued is None or day >= self.issued or found.time is not None:
            return False
        return _MARKED_OFF.search(before) is not None or (found.kind != "from" and not ordered)

    def _words(self, start: int, end: int) -> str:
        """The words there without markup, white space folded."""
        return " ".join(self.lower[start:end].replace("*", "").split())

    def _by_binds(self, found: TimeExpression, before: str, after: str) -> bool:
        """'trước ngày 30/4' binds; 'đến năm 2030' and 'đến hết quý II đạt 59%' are the period of a target."""
        words = found.text.lower()
        if _STRIVES_FOR.search(before) and re.search(r"\d", _to_clause_end(after)):
            return False  # 'phấn đấu đến 31/12/2026 số hóa ít nhất 80% hồ sơ': the period of the figure
        if _AIMS_AT_FIGURES.search(before):
            return False
        if (found.relation or "").startswith(("đến", "tới")) and _REACHED.match(_to_clause_end(after)):
            return False  # 'Đến ngày 30/6 đã đạt 45%'
        if (found.relation or "").startswith(("đến", "tới")) and _IS_REACHED.match(after):
            return False
        if re.search(r"\bngày\b|\d\s*[/.]\s*\d+\s*[/.]\s*\d", words) or found.timed:
            return _NOT_FROM.search(before) is None
        clause = _to_clause_end(after)
        if _AIMED.search(clause) or (
            _AIMED.search(_last_words(before, 8)) and not _strives_to_act(before, clause)
        ):
            return False
        if found.relation in ("đến", "tới") and "năm" in words and "tháng" not in words:
            return re.search(r"hoàn thành|hoàn tất|xong|kết thúc", before + " " + clause) is not None
        return True

    def _period_binds(self, found: TimeExpression, start: int, before: str, after: str) -> bool:
        """A period led by 'trong' or standing at the head of the clause; a bare day only with an hour or 'hoàn thành'."""
        clause = _to_clause_end(after)
        if not before and self.lower[:start].rstrip(" *\n").endswith(":"):  # 'Thời hạn hoàn thành: 20/5/2026'
            before = self._words(max(0, start - 40), start)
        head = not _trimmed(before) and after[:1] in (":", ",", "-", "–", "")
        if found.kind == "by":
            led = found.timed or found.relation is not None or _ENDS_WITH_DONE.search(before) is not None
            aims = found.relation is not None and _AIMS_AT_FIGURES.search(before) is not None
            return (led or self._is_handed_over_then(found, before, after)) and not (
                aims or _EVENT.search(before)
            )
        # a bracket that says when: 'Tổ chức tập huấn … (trong tháng 8/2026)'
        if _fills_brackets(self.lower, start, found.end - self.start):
            return not _EVENT.search(before.rstrip(" ("))
        if found.relation is None:
            return head or _ENDS_WITH_DONE.search(_last_words(before, 3)) is not None
        if _in_brackets(self.lower, start) and not _ENDS_WITH_DONE.search(before):
            return False
        if _AIMED.search(_last_words(before, 4)) and not _strives_to_act(before, clause):
            return False
        if found.duration is not None:
            return True
        if re.fullmatch(r"trong\s+năm(?:\s+\d+)?", found.text.lower().replace("*", "")):
            near = _last_words(before, 7)
            if found.text.lower().endswith("năm"):
                return _ENDS_WITH_DONE.search(before) is not None
            return not (_PLANNED.search(near) or _PAST.search(near)) and not _AIMED.search(clause)
        return not _PAST.search(_last_words(before, 4)) and not re.search(r"\d\s*%", clause)

    def _is_handed_over_then(self, found: TimeExpression, before: str, after: str) -> bool:
        """'gửi Sở Tài chính ngày 20/7/2026 để cân đối': a coming day on which something is finished or handed over."""
        coming = found.end_date is not None and self.issued is not None and found.end_date > self.issued
        coming = coming and any(char.isdigit() for char in found.text)
        ends = after[:1] in ("", ",", ";", ".") or after.startswith(("để ", "và "))
        return coming and ends and _HANDED_OVER.search(before) is not None

    def _offset_binds(self, found: TimeExpression, before: str, after: str) -> bool:
        if found.duration is None and _SEASON.match((found.anchor or "").lower()):
            return _TO_FINISH.search(before) is not None or not after[:1].isalnum()
        if found.duration is None and len((found.anchor or "").split()) == 1:  # 'trong tuần', 'trong ngày'
            return _TO_FINISH.search(before) is not None
        if found.duration is not None and found.relation is None:
            return True
        if found.duration is not None and "trong" not in (found.relation or "") and found.anchor is None:
            return "trước" in (found.relation or "") or "chậm nhất" in (found.relation or "")
        return found.relation is not None and not _PAST.search(_last_words(before, 4))

    def _rhythm_binds(self, found: TimeExpression, before: str, after: str, *, end_of_task: bool) -> bool:
        """A rhythm of the task's own doing; one that only qualifies a noun ('kế hoạch hằng năm') is none."""
        if found.relation == "thường xuyên":
            alone = self.lower[: found.start - self.start].rstrip("*_ \n").endswith("(")
            return alone or re.match(r"\W*báo cáo\b", after) is not None
        if found.relation is not None:  # 'trước ngày 25 hằng tháng'
            return not found.relation.startswith("sau")
        words = found.text.lower().split()
        segment = _LEAST.sub("", re.split(r"[,(]", before)[-1]) if before else ""
        periodic = words[0] == "định"
        if _so_many_each(words[0], segment, after):
            return True
        if not _trimmed(segment) and not _OF_A_NOUN.match(after):
            return True
        if _OF_A_NOUN.match(after) and not (periodic and after.startswith("phải")):
            return False
        if words[-1].endswith("lần") or (not after and _BARELY_DONE.fullmatch(segment)):
            return True
        held = self.lower.lstrip("*_ ").startswith("tổ chức") and end_of_task
        if held and not _PLANNED.search(segment):  # 'Tổ chức tập huấn …; hội thảo … hằng năm'
            return True
        if not periodic:
            return _comes_back(segment, before, after)
        if segment.strip() == "theo":
            return True
        if found.rrule is not None and re.search(r"kế hoạch|chương trình|sinh hoạt", segment) is None:
            if _DOING_AGAIN.match(segment) or re.search(r"(?:^|\W)báo cáo\W*$", segment):
                return True
        if _trimmed(segment).endswith("theo"):
            return (
                re.search(r"kiểm tra|thanh tra|giám sát|báo cáo|đánh giá|rà soát|cập nhật", before)
                is not None
            )
        if _REGULAR_NOUN.search(segment):
            return False
        if re.search(r"(?:^|\W)báo cáo(?:\W|$)", before):
            return _VERB_BEFORE_NOUN.match(before) is None
        return _VERB_AFTER.match(after) is not None


def _is_anniversary(found: TimeExpression) -> bool:
    """'51 năm ngày Giải phóng miền Nam (30/4/1975 - 30/4/2026)': one day of two years."""
    return bool(found.start_date and found.end_date and found.start_date[4:] == found.end_date[4:])


def _comes_back(segment: str, before: str, after: str) -> bool:
    """Whether what stands before 'hằng tháng' is a doing that comes back, not a noun with its rhythm."""
    if _LAST_DOING.search(before) and not after:
        return True
    if re.search(r"sinh hoạt|cam kết", segment):
        return False
    doing = _DOING_AGAIN.match(segment) or (_DOING_AGAIN.match(before) and not _PLANNED.search(segment))
    return doing is not None


def _so_many_each(first: str, before: str, after: str) -> bool:
    """'phát tối thiểu 02 chuyên mục mỗi tuần', 'phát hành bản tin mỗi tháng 01 số': the length counts what is done."""
    if first != "mỗi":
        return False
    return _COUNTED_BEFORE.search(before) is not None or _COUNTED_BEHIND.match(after) is not None


def _trimmed(words: str) -> str:
    """The words without bullets, numbers and joining words at both ends."""
    return re.sub(r"^[\W\d_]+|[\W_]+$", "", re.sub(r"(?:^|\s)(?:và|;|,)\s*$", "", words))


def _last_words(words: str, count: int) -> str:
    return " ".join(words.split()[-count:])


def _to_clause_end(words: str) -> str:
    return re.split(r"[;.|](?:\s|$)", words, maxsplit=1)[0]


def _strives_to_act(before: str, clause: str) -> bool:
    """'phấn đấu khởi công trong quý III' aims at an act, 'phấn đấu đạt 70% trong quý III' at a figure."""
    strives = _STRIVES.search(before)
    if strives is None:
        return False
    rest = strives.group().replace("phấn đấu", "") + " " + clause.split(",", maxsplit=1)[0]
    return _AIMED.search(rest) is None and re.search(r"\d", rest) is None


def _fills_brackets(words: str, start: int, end: int) -> bool:
    """Whether a bracket at the end of a clause holds the time and nothing else."""
    rest = words[end:].lstrip("*_ \n")
    return (
        words[:start].rstrip("*_ \n").endswith("(")
        and rest[:1] == ")"
        and rest[1:].lstrip("*_ \n")[:1] in ("", ".", ";", ",")
    )


def _in_brackets(words: str, at: int) -> bool:
    since = max(0, at - _LOOK_BACK)
    return words.rfind("(", since, at) > words.rfind(")", since, at)
