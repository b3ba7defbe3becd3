"""Label lines: 'Đơn vị chủ trì: …', 'Thời gian hoàn thành: …' under the work that they belong to."""

import re
from dataclasses import dataclass
from typing import Literal

from sauro.reading.heads import class_head_at
from sauro.vietnamese.text import fold

LabelRole = Literal["lead", "support", "time", "product", "work", "leader", "resources", "place", "other"]

# On the folded text, at the beginning of a paragraph or of a sentence.
_BODY = r"(?:cac )?(?:co quan|don vi|bo phan|ca nhan|nguoi|can bo|to chuc|phong|ban|dau moi)(?:(?:,| va|/) ?(?:co quan|don vi|to chuc|ca nhan|bo phan|dia phuong))*"
_LABELS: tuple[tuple[LabelRole, str], ...] = (
    (
        "lead",
        rf"(?:{_BODY})?(?: |,)*(?:duoc (?:giao|phan cong))?(?: |,)*(?:chu tri|thuc hien|dau moi|duoc giao)(?:(?:,| va)? (?:thuc hien|chinh|tham muu|chu tri|trien khai|theo doi))*"
        rf"|phan cong(?: thuc hien| nhiem vu)?|trach nhiem(?: thuc hien| chinh)?|(?:{_BODY}) (?:chiu trach nhiem|tham muu|phu trach)(?: chinh| thuc hien)?|giao cho|don vi dau moi|phu trach(?: chinh| chung| thuc hien)?|chiu trach nhiem(?: chinh| thuc hien)?",
    ),
    (
        "support",
        rf"(?:{_BODY})?(?: |,)*(?:cung |tham gia )?phoi hop(?:(?:,| va)? (?:thuc hien|tham gia|trien khai))*",
    ),
    (
        "time",
        r"(?:thoi gian|lo trinh|du kien|du kien thoi gian|hoan thanh|thoi han|tien do|han|ky han|moc thoi gian)(?: (?:thuc hien|hoan thanh|du kien|to chuc|trien khai|bao cao|xu ly|dao tao|ket thuc))*",
    ),
    (
        "product",
        r"(?:san pham|ket qua|san pham dau ra|ket qua dau ra|dau ra|san pham, ket qua|ket qua, san pham)(?: (?:dau ra|du kien|can dat|thuc hien))*",
    ),
    (
        "work",
        r"(?:noi dung|nhiem vu|cong viec|noi dung nhiem vu|noi dung cong viec)(?: (?:thuc hien|cong viec|nhiem vu))*",
    ),
    (
        "leader",
        r"(?:lanh dao|nguoi)(?: uy ban nhan dan| ubnd)?(?: phuong| xa)? (?:phu trach|chi dao)|chi dao",
    ),
    ("resources", r"(?:kinh phi|nguon kinh phi|nguon luc|nguon von)(?: thuc hien)?"),
    (
        "place",
        r"(?:dia diem|thanh phan|luc luong|phuong tien|quy mo|so nguoi|hinh thuc|so luong|doi tuong|phuong thuc|ghi chu|tai lieu)(?: [a-z]+){0,3}",
    ),
)
_COMPILED = [(role, re.compile(rf"(?:{pattern})\s*\**\s*:")) for role, pattern in _LABELS]
_BLANK = re.compile(r"\s")
_REACH = 90  # characters within which a label has its colon


@dataclass(frozen=True, slots=True)
class Label:
    """A label with the words that it gives: ``text[start:end]``."""

    role: LabelRole
    name: str
    start: int
    end: int


def label_at(text: str, start: int, end: int) -> Label | None:
    """The label that stands at ``text[start:end]``, or None. White space inside the label may be a line break."""
    if text.find(":", start, min(end, start + _REACH)) < 0:
        return None
    window = _BLANK.sub(" ", fold(text[start : min(end, start + _REACH)]))
    for role, pattern in _COMPILED:
        match = pattern.match(window)
        if match:
            begin = start + match.end()
            while begin < end and (text[begin].isspace() or text[begin] in "*_"):
                begin += 1
            if role == "time" and class_head_at(text, begin, end) is not None:
                return None  # 'Thời hạn báo cáo: Các đơn vị báo cáo …' orders somebody
            return Label(
                role,
                " ".join(text[start : start + match.end()].replace("*", "").split()).rstrip(" :"),
                begin,
                end,
            )
    return None


_NEXT = re.compile(r"[;.,]?[\s*]+(?:[-+•][\s*]+)?(?=[^\W\d_][^:;.]{3,40}:)")


def labels_at(text: str, start: int, end: int) -> list[Label]:
    """All labels of a line that holds several: 'Chủ trì: Sở A; phối hợp: Sở B; thời gian: quý I'."""
    found: list[Label] = []
    label = label_at(text, start, end)
    while label:
        following: Label | None = None
        stop = end
        for cut in _NEXT.finditer(text, label.start, end):
            following = label_at(text, cut.end(), end)
            if following and following.role != "work":
                stop = cut.start()
                break
            following = None
        found += _with_support(text, Label(label.role, label.name, min(label.start, stop), stop))
        label = following
    return found


_SUPPORT_INSIDE = re.compile(r"(?:\s*,)?(?:\s+chủ\s+trì\s*,?)?\s+(?:và\s+)?phối\s+hợp\s+(?:với|cùng)\s+")
# The second half of 'Sở A chủ trì; Sở B, Sở C phối hợp.'
_SUPPORT_BEHIND = re.compile(
    r"[;.]\s+(?P<who>[^;.:]+?)\s+(?:tham\s+gia\s+)?phối\s+hợp(?:\s+thực\s+hiện)?[\s*.;]*$"
)


def _with_support(text: str, label: Label) -> list[Label]:
    """'Phân công: Sở A chủ trì, phối hợp với Sở B' and '…: Sở A chủ trì; Sở B phối hợp' hold two labels."""
    behind = _SUPPORT_BEHIND.search(text, label.start, label.end) if label.role == "lead" else None
    if behind is not None:
        return [
            Label("lead", label.name, label.start, behind.start()),
            Label("support", label.name, *behind.span("who")),
        ]
    inside = _SUPPORT_INSIDE.search(text, label.start, label.end) if label.role == "lead" else None
    if inside is None or inside.start() <= label.start:
        return [label]
    return [
        Label("lead", label.name, label.start, inside.start()),
        Label("support", label.name, inside.end(), label.end),
    ]
