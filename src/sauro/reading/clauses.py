"""Sentences and clauses of a paragraph, and how each of them orders something: to a named party, or by its verb alone."""

import re
from dataclasses import dataclass, field
from typing import Literal

from sauro.reading import lexicon
from sauro.reading.heads import class_head_at, head_at
from sauro.reading.lexicon import UPPER, Phrase
from sauro.reading.outline import MARKUP
from sauro.reading.parties import SHARED_HEAD, Party, list_at, parties_at

LeadKind = Literal["ordered", "party", "verb"]

_ABBREVIATED = Phrase(
    r"(?:\b(?:TP|TT|TS|ThS|PGS|GS|KT|TM|TL|Q|P|v\.v|tr|Tr|Th|Đ|đ|St|vv|TX|H)|/|(?:^|[\n;:(*]\s*|(?:Điều|Khoản|Mục|Phần|Chương|Phụ lục)\s)\d{1,3})\.$"
)
_SENTENCE = Phrase(
    rf"(?<=[.!?…])[*_”\")\]]{{0,12}}\s+(?:[-–]?\d{{1,3}}[-–]?\n\s*)?[*_]{{0,3}}(?=[{UPPER}“\"(])"
)
_CLAUSE = Phrase(r";[*_]{0,12}\s+[*_]{0,3}(?:và\s+|đồng\s+thời,?\s+)?")

# 'theo dõi, kiểm tra và định kỳ sáu tháng báo cáo': the report has a rhythm of its own.
_AND_REGULARLY = Phrase(r"(?<![\s*])\s+và\s+(?=định\s+kỳ\s[^.;]{0,60}?báo\s+cáo)")

_W = r"(?![\w])"
_LONGEST_MARKUP = 3  # signs that open or close bold and italic
_VERB_START = Phrase(rf"(?:{lexicon.VERB}){_W}", re.IGNORECASE)
_MANNER_START = Phrase(rf"(?:{lexicon.MANNER}){_W}[\s,*]*", re.IGNORECASE)
_MEETING = Phrase(r"[Gg]iao ban(?![\w])")
# 'giao ban' is a meeting; 'Giao Ban Tổ chức' an order.
_ORDER_START = Phrase(rf"(?!(?-i:[Gg]iao ban){_W})(?:{lexicon.ORDERING}){_W}\s*:?\s*", re.IGNORECASE)
_LONG_VERB_START = Phrase(rf"(?:{lexicon.LONG_VERB}){_W}", re.IGNORECASE)
_VERB_INSIDE = Phrase(rf"[\s,:*](?:{lexicon.VERB}|{lexicon.MANNER}){_W}")
_JOINT = Phrase(r"(?:phối hợp|chủ trì|tham gia|thống nhất)\b", re.IGNORECASE)
_ASIDE = Phrase(r"[\s,;:*]*(?:\([^)]{0,160}\)[\s,:*]*)?")
_ORDERS_OTHERS = Phrase(
    rf"(?:{lexicon.MANNER}|[\s,])*(?:yêu cầu|đề nghị|giao|phân công){_W}\s*", re.IGNORECASE
)
_IS_CHARGED = Phrase(
    r"(?:là (?:(?:cơ quan|đơn vị|bộ phận) )?(?:đầu mối|thường trực|chủ trì|tham mưu)|(?:làm|chịu trách nhiệm|có trách nhiệm|có nhiệm vụ|thực hiện|được giao)\b)"
)
# 'Là cơ quan thường trực, chủ trì …' under the heading that names the body.
_IS_THE_BODY = Phrase(
    r"là (?:cơ quan|đơn vị|đầu mối|thành viên|bộ phận)[^,;:.]{0,60}[,;] (?=[\w])", re.IGNORECASE
)
_TIME_FIRST = Phrase(
    r"(?:định kỳ|(?:hằng|hàng|mỗi) (?:ngày|tuần|tháng|quý|năm)|(?:trước|chậm nhất|muộn nhất)(?: là)?(?: trước)? (?:ngày|\d|giờ)|(?:vào )?ngày \d+)(?![\w])",
    re.IGNORECASE,
)
_TOWARDS = Phrase(r"(?:Riêng )?(?:đối với|về phía|trách nhiệm của|nhiệm vụ của) ", re.IGNORECASE)
_OPENING = Phrase(
    r"(?:(?:đồng thời|bên cạnh đó|ngoài ra|đặc biệt|song song(?: với)? đó|cùng với đó|mặt khác|tiếp đó|sau đó|ngay sau đó|trước hết|nhân dịp này|dịp này|từ nay|trước mắt|từ đó|trên cơ sở đó|do đó|vì vậy|theo đó|trong đó|và|tuy nhiên"
    rf"|các nội dung khác|về lâu dài|riêng(?= (?:(?-i:[{UPPER}])|các )))[\s,:]+)+",
    re.IGNORECASE,
)
_CIRCUMSTANCE = Phrase(
    r"(?:trên cơ sở|căn cứ|trong (?:quá trình|thời gian|vòng|thời hạn|trường hợp|khi|tháng|quý|năm|phạm vi|đó)|quá trình|nếu|khi|sau khi|trước khi"
    r"|trường hợp|để|nhằm|đối với|riêng|với|qua|từ|trước|chậm nhất|hằng|hàng|định kỳ|theo|tại|sau|đến|bám sát|tùy|ngay|thông qua|năm|tháng|quý"
    r"|chiều|sáng|tối|thứ|ngày|cuối|đầu|mỗi|về|vào|khi có|(?:nếu )?(?:có|gặp) (?:khó khăn|vướng mắc|phát sinh|vấn đề|sự cố)|xuất phát|tiếp theo|kể từ|xét|do|thực hiện (?:chỉ đạo|ý kiến|kế hoạch|công văn|chỉ thị|nghị quyết|thông báo))\b",
    re.IGNORECASE,
)
# 'Đồng ý chủ trương …, giao X …': what is agreed to comes first, then the order.
_AGREES = Phrase(r"(?:cơ bản )?(?:đồng ý|nhất trí|thống nhất|chấp thuận|cho phép)(?![\w])", re.IGNORECASE)
# 'Thực hiện Công văn số …, Phòng Kinh tế chủ trì …': what it rests on comes first, then who does something.
_CARRIES_OUT = Phrase(
    r"(?:tổ chức |triển khai )*(?:thực hiện|triển khai) (?:nội dung |ý kiến |chỉ đạo |các )*(?:kế hoạch|công văn|chỉ thị|nghị quyết|nghị định|thông báo|quyết định|kết luận|chương trình|hướng dẫn|văn bản|công điện|luật|thông tư|đề án|quy định)(?![\w])",
    re.IGNORECASE,
)
# 'Trong quý III, Mặt trận đã có nhiều cố gắng, bám sát …' tells what was done.
_PRAISED = Phrase(
    r"(?<![\w])đã (?:có (?:nhiều|những)|tích cực|nỗ lực|chủ động|cố gắng|quan tâm|được quan tâm)(?![\w])"
)
# A body's name has ended behind its level: 'Trung tâm Phục vụ hành chính công tỉnh | <does something>'.
_WHOLE_NAME = Phrase(
    rf"(?:[^,;:.()\n]|\n(?!\s*\n)){{3,90}}? (?:phường|xã|tỉnh|thành phố|Thành phố|thị trấn|đặc khu)(?= (?!(?:hội|viên|ủy|đoàn|lỵ|đội|nơi|mới|này|khác|trực|thuộc|có|là|và|cùng|liên|lân|khóa|nhiệm|bạn|trọng|loại|văn|nông|quản|trưởng|còn|chưa|đã|đang|cũ|kết|giáp|trên|ven)(?![\w]))(?=[^\W\d_])[^{UPPER}])"
)
# A comma inside 'các cơ quan, đơn vị' or 'các sở, ban, ngành' does not end a circumstance.
_LIST_GOES_ON = Phrase(
    r"(?:cơ quan|đơn vị|tổ chức|sở|ban|ngành|xã|phường|cá nhân|cán bộ|khó khăn|công chức)$", re.IGNORECASE
)
# What the issuer thinks or agrees to, or who chaired a meeting, is not an order.
_ASSESSES = Phrase(
    r"(?:đã )?(?:chủ trì|dự|phát biểu|kết luận)(?: và [^.;,]{0,30}?)? (?:Hội nghị|hội nghị|cuộc họp|Cuộc họp|buổi (?:họp|làm việc)|phiên họp|Phiên họp)\W*(?:$|với|có|cùng)|(?:cơ bản\s+)?(?:đánh giá cao|ghi nhận|hoan nghênh|thống nhất|đồng ý|nhất trí|biểu dương|nhận thấy|cho rằng|tán thành|trân trọng|thông báo(?= (?:để|đến|tới|cho|kết luận|ý kiến|nội dung)\b[^.;]{0,200}(?:biết|thực hiện|kết luận)))\b"
)
_SOMEBODY = Phrase(
    r"(?:cán bộ|công chức|đảng viên|cấp ủy viên|ủy viên|giáo viên|nhân viên|từng|mỗi|bộ phận|đầu mối|lãnh đạo|một|các đồng chí|người|thành viên)\b",
    re.IGNORECASE,
)
_SUBJECT = Phrase(
    r"(?:cơ quan|đơn vị|tổ chức|cá nhân|chủ đầu tư|người đứng đầu|thủ trưởng|lãnh đạo|địa phương)\b"
)
_RESULT_SENT = Phrase(
    rf"(?:kết quả|báo cáo|văn bản|hồ sơ|ý kiến|danh sách|nội dung|biên bản|số liệu|tài liệu|tờ trình|phiếu)\b[^.;:]{{0,160}}?\s(?P<verb>(?:đề nghị\s+)?(?:(?:gửi|báo cáo|chuyển|nộp)\s+(?:về|cho|đến|tới)|lập thành|thể hiện bằng|(?:báo cáo|gửi|trình)(?= (?-i:[{UPPER}]))))\b",
    re.IGNORECASE,
)
_LATE_ORDER = Phrase(r"(?<!theo\s)(?<!được\s)(?<!của\s)\b([Đđ]ề nghị|[Yy]êu cầu|[Gg]iao) (?!của|theo|ban\b)")
_CUT = Phrase(r",[\s*]+|\s+thì\s+|:[\s*]+")
_LONGEST_LABEL = 700
_LABEL = Phrase(rf"(?:[^:;.!?]|\.(?=\S)){{2,{_LONGEST_LABEL}}}?:(?=[\s*])")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a paragraph between sentence ends or semicolons, without its final punctuation."""

    start: int
    end: int
    sentence: bool


@dataclass(frozen=True, slots=True)
class Lead:
    """How a clause orders: to whom (`parties`, empty for a bare verb), by which verb, where it begins."""

    kind: LeadKind
    verb: int
    parties: list[Party] = field(default_factory=list)
    by: str = ""
    orders: "Lead | None" = None  # what the party orders another to do: counts where the party is the issuer


def clauses_of(text: str, start: int, end: int) -> list[Clause]:
    """The clauses of ``text[start:end]`` in order; brackets and quotation marks are not cut."""
    cuts: list[tuple[int, int, bool]] = []
    for match in _SENTENCE.finditer(text, start, end):
        before = text[max(start, match.start() - 16) : match.start()].rstrip('*_ ”")]')
        if not _ABBREVIATED.search(before) or before.endswith("/."):
            cuts.append((match.start(), match.end(), True))
    cuts += [(match.start(), match.end(), False) for match in _CLAUSE.finditer(text, start, end)]
    cuts += [(match.start(), match.end(), False) for match in _AND_REGULARLY.finditer(text, start, end)]
    cuts.sort()
    clauses: list[Clause] = []
    begin, sentence = start, True
    for at, after, ends_sentence in cuts:
        if at < begin or _inside_brackets(text, start, at):
            continue
        clauses.append(Clause(begin, trim_end(text, begin, at), sentence))
        begin, sentence = after, ends_sentence
    clauses.append(Clause(begin, trim_end(text, begin, end), sentence))
    return _join_lists(text, [clause for clause in clauses if clause.end > clause.start])


def _join_lists(text: str, clauses: list[Clause]) -> list[Clause]:
    """A semicolon between two parties of one list ('yêu cầu A; B thực hiện') cuts no clause."""
    joined: list[Clause] = []
    for clause in clauses:
        if joined and not clause.sentence and class_head_at(text, clause.start, clause.end) is not None:
            lead = lead_of(text, joined[-1].start, clause.end)
            lead = lead.orders or lead if lead else None
            if lead and lead.parties and lead.parties[-1].end > clause.start:
                joined[-1] = Clause(joined[-1].start, clause.end, joined[-1].sentence)
                continue
        joined.append(clause)
    return joined


def _inside_brackets(text: str, start: int, at: int) -> bool:
    before = text[max(start, at - 600) : at]
    return before.count("(") > before.count(")") or before.count("“") > before.count("”")


def trim_end(text: str, start: int, end: int) -> int:
    """The end without final punctuation, white space and markup; a closing bracket or quotation mark is kept."""
    while end > start:
        char = text[end - 1]
        if char.isspace() or char in ".;,:…/|" or (char in "*_" and _dangling(text, start, end)):
            end -= 1
        else:
            break
    return end


def _dangling(text: str, start: int, end: int) -> bool:
    """Markup at the end belongs to the words where it was opened inside them ('*(gửi kèm)*')."""
    if end - start > _LONGEST_MARKUP and not text[end - _LONGEST_MARKUP - 1 : end].strip("*_"):
        return True  # a line drawn with stars
    tail = text[max(start, end - _LONGEST_MARKUP - 1) : end]
    run = len(tail) - len(tail.rstrip("*_"))
    opened = text[start : end - run].count("*" * run)
    return opened % 2 == 0


def skip_markup(text: str, at: int, end: int) -> int:
    while at < end and (text[at] in MARKUP or text[at] in "“\"'"):
        at += 1
    return at


def lead_of(text: str, start: int, end: int) -> Lead | None:
    """How the clause ``text[start:end]`` orders, or None where it orders nothing."""
    at = skip_markup(text, start, end)
    if _MEETING.match(text, at, end):
        return None
    opening = _OPENING.match(text, at, end)
    if opening:
        at = opening.end()
    label = None
    if text.find(":", at, min(end, at + _LONGEST_LABEL + 1)) >= 0 and not SHARED_HEAD.match(text, at, end):
        label = _LABEL.match(text, at, end)
    behind = skip_markup(text, label.end(), end) if label else end
    if (
        label
        and behind < end
        and (head_at(text, behind, end) is not None or _ORDER_START.match(text, behind, end))
    ):
        found = _label_lead(text, at, label.end(), end)
        if found and found.parties:
            return found
    if _AGREES.match(text, at, end) and not _ORDER_START.match(text, at, end):
        agreed = _late_lead(text, at, end)
        if agreed and agreed.kind in ("ordered", "party"):
            return agreed
    if _CARRIES_OUT.match(text, at, end):
        named = _late_lead(text, at, end)
        if named and named.kind == "party":
            return named
    direct = _direct_lead(text, at, end)
    if direct:
        return direct
    if label:
        found = _label_lead(text, at, label.end(), end)
        if found:
            return found
    if _CIRCUMSTANCE.match(text, at, end):
        return _late_lead(text, at, end) or _timed_lead(text, at, end)
    sent = _RESULT_SENT.match(text, at, end)
    return Lead("verb", sent.start("verb"), by="sent") if sent else None


def does_something(text: str, at: int, end: int) -> bool:
    """Whether a verb stands behind `at`, or what says how something is to be done."""
    while at < end and (text[at] in ":," or text[at] in MARKUP):
        at += 1
    return _VERB_START.match(text, at, end) is not None or _MANNER_START.match(text, at, end) is not None


def ordered_at(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` begins with an order to somebody: 'Yêu cầu các chủ đầu tư …'."""
    order = _ORDER_START.match(text, skip_markup(text, start, end), end)
    return order is not None and bool(
        parties_at(text, skip_markup(text, order.end(), end), end, classes=True)
    )


def _direct_lead(text: str, at: int, end: int) -> Lead | None:
    order = _ORDER_START.match(text, at, end)
    if order:
        parties, after = list_at(text, skip_markup(text, order.end(), end), end, classes=True)
        by = " ".join(order.group().lower().split()).strip(" :")
        if parties and by.startswith("phân công") and _SOMEBODY.match(parties[0].text):
            return Lead("verb", order.start())
        if parties:
            return Lead("ordered", _verb_after(text, after, end), parties, by)
    if head_at(text, at, end) is not None:
        return _party_lead(text, at, end)
    if _VERB_START.match(text, at, end):
        return Lead("verb", _skip_manner(text, at, end))
    body = _IS_THE_BODY.match(text, at, end)
    if body:
        return _direct_lead(text, body.end(), end)
    manner = _MANNER_START.match(text, at, end)
    if manner:
        after = _skip_manner(text, at, end)
        if _VERB_START.match(text, after, end):
            return Lead("verb", after)
        joint = _JOINT.search(text, at, after)
        if joint:
            return Lead("verb", joint.start())
        order = _ORDER_START.match(text, after, end)
        return _direct_lead(text, after, end) if order else None
    return None


def _party_lead(text: str, at: int, end: int) -> Lead | None:
    parties, after = list_at(text, at, end)
    if not parties:
        return None
    rest = _ASIDE.match(text, after, end)
    begin = rest.end() if rest else after
    order = _ORDERS_OTHERS.match(text, begin, end)
    if order:
        ordered, behind = list_at(text, skip_markup(text, order.end(), end), end, classes=True)
        verb = skip_markup(text, order.start(), end)
        if ordered:
            orders = Lead("ordered", _verb_after(text, behind, end), ordered, "issuer")
            return Lead("party", verb, parties, orders=orders)
    if _ASSESSES.match(text, begin, end):
        return None
    if _acts(text, begin, end):
        return Lead("party", _verb_after(text, after, end), parties)
    whole = _WHOLE_NAME.match(text, at, parties[0].end) if begin >= end else None
    if whole and whole.end() < parties[0].end:  # a verb that no list holds took part in the name
        named = Party(at, whole.end(), text[at : whole.end()])
        return Lead("party", skip_markup(text, whole.end(), end), [named])
    return None


def _acts(text: str, at: int, end: int) -> bool:
    """Whether what follows a party is something it does."""
    if _VERB_START.match(text, at, end) or _MANNER_START.match(text, at, end):
        return True
    if _IS_CHARGED.match(text, at, end):
        return True
    if _CIRCUMSTANCE.match(text, at, end):
        return _verb_within(text, at, end, 260) is not None
    return False


def _verb_within(text: str, at: int, end: int, reach: int) -> int | None:
    match = _VERB_INSIDE.search(text, at, min(end, at + reach))
    return match.start() + 1 if match else None


def _label_lead(text: str, at: int, colon: int, end: int) -> Lead | None:
    """'Văn phòng: …' names the party; 'Về dự án X: giao Y …' only what it is about."""
    after = skip_markup(text, colon, end)
    towards = _TOWARDS.match(text, at, colon)
    parties, named = list_at(text, towards.end() if towards else at, colon)
    if parties and colon - named <= 3:
        inner = _direct_lead(text, after, end) if head_at(text, after, end) is not None else None
        if (
            inner and inner.kind == "party"
        ):  # 'Thanh tra khoa học: Ủy ban nhân dân … làm đầu mối': a topic, then a party
            return inner
        return Lead("party", _skip_manner(text, after, end), parties) if after < end else None
    return _direct_lead(text, after, end) or (
        _late_lead(text, after, end) if _CIRCUMSTANCE.match(text, after, end) else None
    )


def _late_lead(text: str, at: int, end: int) -> Lead | None:
    """After a circumstance: an order to a party within it, else the first comma behind which somebody does something."""
    for order in _LATE_ORDER.finditer(text, at, min(end, at + 500)):
        parties = parties_at(text, skip_markup(text, order.end(), end), end, classes=True)
        if parties:
            subject = _subject_before(text, at, order.start(), end)
            if subject:
                return subject
            return Lead(
                "ordered",
                _verb_after(text, parties[-1].end, end),
                parties,
                " ".join(order.group(1).lower().split()),
            )
    fallback: Lead | None = None
    for cut in _CUT.finditer(text, at, min(end, at + 700)):
        begin = skip_markup(text, cut.end(), end)
        opening = _OPENING.match(text, begin, end)
        begin = opening.end() if opening else begin
        goes_on = cut.group().startswith(",") and not text.startswith("các ", begin)
        if goes_on and _LIST_GOES_ON.search(text, max(at, cut.start() - 24), cut.start()):
            continue
        if head_at(text, begin, end) is not None or _SUBJECT.match(text, begin, end):
            parties, rest = list_at(text, begin, end, classes=True)
            if parties and _acts(text, skip_markup(text, rest, end) + (text[rest : rest + 1] == ","), end):
                return Lead("party", _verb_after(text, rest, end), parties)
            continue
        lead = _direct_lead(text, begin, end)
        if lead and lead.kind == "ordered":
            return lead
        praised = _PRAISED.search(text, at, cut.start()) is not None
        if lead and fallback is None and not praised and _is_long_verb(text, lead.verb, end):
            fallback = lead
    return fallback


def _subject_before(text: str, at: int, order: int, end: int) -> Lead | None:
    """'Trường hợp …, Sở A yêu cầu chủ đầu tư …': Sở A does it."""
    for cut in _CUT.finditer(text, at, order):
        begin = skip_markup(text, cut.end(), end)
        if head_at(text, begin, end) is not None:
            parties, stop = list_at(text, begin, end)
            if parties and not text[stop:order].strip(" \n*"):
                return _party_lead(text, begin, end)
    return None


def _timed_lead(text: str, at: int, end: int) -> Lead | None:
    """'định kỳ ngày 05 hằng tháng gửi báo cáo': a time, then at once what is done."""
    time = _TIME_FIRST.match(text, at, end)
    if not time:
        return None
    verb = _VERB_INSIDE.search(text, time.end(), min(end, time.end() + 40))
    return Lead("verb", _skip_manner(text, verb.start() + 1, end)) if verb else None


def _is_long_verb(text: str, at: int, end: int) -> bool:
    return _LONG_VERB_START.match(text, at, end) is not None


def _skip_manner(text: str, at: int, end: int) -> int:
    while True:
        manner = _MANNER_START.match(text, at, end)
        if not manner or manner.end() >= end:
            return at
        at = manner.end()


def _verb_after(text: str, at: int, end: int) -> int:
    """Where the content verb after a party stands: circumstances and manner skipped."""
    begin = skip_markup(text, at, end)
    while begin < end and text[begin] in ",: ":
        begin = skip_markup(text, begin + 1, end)
    if _CIRCUMSTANCE.match(text, begin, end) and not _VERB_START.match(text, begin, end):
        found = _verb_within(text, begin, end, 400)
        begin = found if found is not None else begin
    return _skip_manner(text, begin, end)
