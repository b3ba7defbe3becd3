"""What is proposed where an order prints no date, no product, nobody who answers: 'đề xuất', with its reason.

A proposal is never applied by itself: a person takes it, and the task then names the field in `proposed`. The default
rules of dates are data with a date of effect: those of the workspace (`DueRule`), else the ones below.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sauro.identity.models import Workspace
from sauro.organisation.queries import Leaders
from sauro.tasks.models import DueRule, TaskKind
from sauro.vietnamese.calendar import WorkingCalendar
from sauro.vietnamese.text import fold, nfc, squeeze


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value for a field of a task: a date, a text, or the id of a person; `text` is the value as it is shown."""

    field: str
    value: date | str | int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class DefaultRule:
    """Working days for a kind of document and urgency ('' is any), in force from a day."""

    document_type: str
    urgency: str
    working_days: int
    valid_from: date
    source: str


_OURS = "mặc định của Sáu Rõ, phường có thể thay bằng quy định của mình"
_FROM = date(2025, 7, 1)  # the two-tier local government
PACKAGED = (
    DefaultRule("", "hoa toc", 1, _FROM, _OURS),
    DefaultRule("", "thuong khan", 2, _FROM, _OURS),
    DefaultRule("", "khan", 5, _FROM, _OURS),
    DefaultRule("cong_dien", "", 2, _FROM, _OURS),
    DefaultRule("cong_van", "", 10, _FROM, _OURS),
    DefaultRule("thong_bao", "", 10, _FROM, _OURS),
    DefaultRule("ket_luan", "", 10, _FROM, _OURS),
    DefaultRule("ke_hoach", "", 20, _FROM, _OURS),
    DefaultRule("chuong_trinh_hanh_dong", "", 30, _FROM, _OURS),
    DefaultRule("", "", 15, _FROM, _OURS),
)

# The first words of an order, folded, and what they bring into being. The first that fits holds; {0} is the matched
# verb as it is printed.
_PRODUCTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), product)
    for pattern, product in (
        (r"(?:xay dung|ban hanh|lap|hoan thien|tham muu)\b.{0,24}?\bke hoach\b", "Kế hoạch"),
        (r"(?:xay dung|ban hanh|lap|hoan thien|tham muu)\b.{0,24}?\bphuong an\b", "Phương án"),
        (r"(?:xay dung|ban hanh|lap|hoan thien|tham muu)\b.{0,24}?\bde an\b", "Đề án"),
        (r"(?:xay dung|ban hanh|lap|hoan thien|tham muu)\b.{0,24}?\bquy che\b", "Quy chế"),
        (r"(?:xay dung|ban hanh|lap|hoan thien|tham muu)\b.{0,24}?\bchuong trinh\b", "Chương trình"),
        (r"(?:xay dung|ban hanh|tham muu)\b.{0,24}?\bquyet dinh\b", "Dự thảo quyết định"),
        (r"(?:xay dung|ban hanh|tham muu)\b.{0,24}?\bnghi quyet\b", "Dự thảo nghị quyết"),
        (r"lap\b.{0,16}?\bdanh sach\b", "Danh sách"),
        (r"lap\b.{0,16}?\bdanh muc\b", "Danh mục"),
        (r"lap\b.{0,16}?\bdu toan\b", "Dự toán"),
        (r"(?:lap|hoan thien|chuan bi)\b.{0,16}?\bho so\b", "Hồ sơ"),
        (r"thanh lap\b|kien toan\b", "Quyết định {0}"),
        (
            r"to chuc\b.{0,12}?\b(?:hoi nghi|hop|toa dam|doi thoai|tiep xuc cu tri)\b",
            "Biên bản và báo cáo kết quả hội nghị",
        ),
        (
            r"to chuc\b.{0,12}?\b(?:tap huan|boi duong|quan triet|hoc tap)\b",
            "Báo cáo kết quả lớp học, kèm danh sách người dự",
        ),
        (r"to chuc\b", "Báo cáo kết quả tổ chức"),
        (r"ky ket\b", "Văn bản ký kết"),
        (r"ban giao\b|tiep nhan\b", "Biên bản {0}"),
        (r"niem yet\b|cong khai\b", "Biên bản {0}"),
        (r"tra loi\b|phan hoi\b", "Văn bản {0}"),
        (r"huong dan\b|tham dinh\b|gop y\b|de xuat\b|kien nghi\b", "Văn bản {0}"),
        (r"tham muu\b", "Dự thảo văn bản tham mưu"),
        (r"phe duyet\b", "Quyết định phê duyệt"),
        (r"tong hop\b", "Báo cáo tổng hợp"),
        (r"thong ke\b", "Bảng thống kê"),
        (r"dang ky\b", "Bản đăng ký"),
        (r"bao cao\b", "Báo cáo"),
        (
            r"ra soat|kiem tra|giam sat|thanh tra|doi chieu|danh gia|so ket|tong ket|tuyen truyen|van dong|khac phuc|xu ly"
            r"|giai quyet|thao go|trien khai|thuc hien|theo doi|don doc|phoi hop|cap nhat|so hoa|bo tri|chi tra|ho tro|tham hoi"
            r"|ra quan|tuan tra|cham soc|phong chong|dau tu|sua chua|cai tao|nang cap|chinh trang|thu gom|giai ngan|quan ly"
            r"|chan chinh|duy tri|tang cuong|day manh|nang cao|bao dam|quan triet|pho bien|hoan thanh",
            "Báo cáo kết quả {0}",
        ),
    )
)
# What stands before the verb of an order and says nothing about its product.
_OPENING = re.compile(
    r"^(?:[-+*•\s]+|phoi hop voi [^,;:]{1,80},|(?:chu tri|khan truong|tiep tuc|chu dong|kip thoi|thuong xuyen|nghiem tuc|dong thoi"
    r"|tap trung)\b,?)+\s*"
)


def rules_of(workspace: Workspace) -> list[DefaultRule]:
    """The rules of a workspace: its own first, then those of this package. One query."""
    own = DueRule.objects.filter(workspace=workspace).order_by("-valid_from")
    return [
        *(
            DefaultRule(rule.document_type, rule.urgency, rule.working_days, rule.valid_from, rule.source)
            for rule in own
        ),
        *PACKAGED,
    ]


def rule_for(rules: Iterable[DefaultRule], document_type: str, urgency: str, on: date) -> DefaultRule | None:
    """The rule in force on a day: urgency says more than the type, both say more than none; then the earlier in the list."""
    asked = squeeze(fold(nfc(urgency)))
    fitting = [
        rule
        for rule in rules
        if rule.valid_from <= on and rule.urgency in ("", asked) and rule.document_type in ("", document_type)
    ]
    return max(fitting, key=lambda rule: (bool(rule.urgency), bool(rule.document_type)), default=None)


def propose_due_date(
    *,
    rules: Sequence[DefaultRule],
    document_type: str,
    urgency: str = "",
    kind: str = TaskKind.ONE_OFF,
    issued_on: date | None,
    received_on: date,
    calendar: WorkingCalendar | None = None,
) -> Proposal | None:
    """A date for an order without one, counted in working days from the day of receipt. None for a standing duty.

    Receipt, not issue, sets the clock: a directive that was long on its way would be overdue on arrival.
    """
    if kind != TaskKind.ONE_OFF:
        return None
    rule = rule_for(rules, document_type, urgency, received_on)
    if rule is None:
        return None
    due = (calendar or WorkingCalendar()).add_working_days(received_on, rule.working_days)
    begin = f"ngày nhận {received_on:%d/%m/%Y}"
    if issued_on is not None and issued_on != received_on:
        begin += f" (ban hành {issued_on:%d/%m/%Y})"
    why = f"văn bản không ghi hạn: {rule.working_days} ngày làm việc kể từ {begin}; {rule.source}, áp dụng từ {rule.valid_from:%d/%m/%Y}"
    return Proposal("due_date", due, f"{due:%d/%m/%Y}", why)


def propose_deliverable(order: str) -> Proposal | None:
    """The product that the verb of an order brings into being; None where the verb says too little."""
    text = squeeze(nfc(order))
    plain = fold(text)
    opening = _OPENING.match(plain)
    start = opening.end() if opening else 0
    for pattern, product in _PRODUCTS:
        found = pattern.match(plain, start)
        if found:
            verb = text[found.start() : found.end()].lower()
            value = product.format(verb)
            said = verb if len(verb) <= 40 else f"{verb[:40]}…"
            return Proposal("deliverable", value, value, f"suy ra từ động từ “{said}”")
    return None


def propose_leader(
    leaders: Leaders, unit_id: int | None, work_field_id: int | None = None
) -> Proposal | None:
    """The leader who answers for the unit or the field."""
    found = leaders.of(unit_id, work_field_id)
    if found is None:
        return None
    return Proposal("accountable_leader_id", found.person.pk, found.person.full_name, found.why)
