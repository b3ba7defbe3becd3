"""What the columns of a table are for, told by their labels: 'Đơn vị thực hiện', 'Tiến độ', 'Sản phẩm đầu ra'.

Offices name one column in many ways, in any order, in headers of one, two or three rows. `header_of` gives the roles.
"""

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, cast

from sauro.reading.cells import Row, Table
from sauro.vietnamese.text import fold

Role = Literal[
    "stt",
    "task",
    "lead",
    "support",
    "time",
    "begin",
    "product",
    "note",
    "petitioner",
    "petitioner_role",
    "petition",
    "agency",
    "target",
    "authority",
    "accountable",
    "resources",
    "cost",
    "money",
    "score",
    "status",
    "unit",
    "place",
    "session",
    "other",
]

_LONGEST_LABEL = 90
_SHORT_LABEL = 40  # characters of a label without a role that may stand under a wide one
_HEADER_ROWS = 3
_RUNNING = re.compile(r"\d{1,4}[.)]?\Z")


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table: `rows` at its top hold no data, `columns` has the first column of each role."""

    rows: int
    columns: dict[Role, int]
    labels: tuple[str, ...] = ()  # of each column, those of several header rows joined

    def all_of(self, role: Role) -> list[int]:
        """Every column of the role, from left to right."""
        return [column for column, label in enumerate(self.labels) if role_of(label) == role]


# The label of a column, folded, and its role: the first pattern that is found decides.
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (cast(Role, role), re.compile(pattern))
    for role, pattern in (
        ("stt", r"\A(?:s\s*t\s*t|t\s*t|so (?:thu tu|tt)|no)\b\.?\Z"),
        ("unit", r"\bdon vi (?:tinh|do)\b|\A(?:dvt|d v t)\Z"),
        (
            "other",
            r"\bvan ban (?:giao|tra loi|lien quan|phan cong)\b|\bky hieu\b|\btrich yeu\b|\A(?:ma|ma so|ma nhiem vu)\Z|\A(?:nhom|linh vuc|loai)\b"
            r"|\bqua han\b|\bngay (?:den|chuyen|tao|giao|nhan)\b|\bky nhan\b|\bmuc do (?:uu tien|khan)\b|\bchi tieu lien quan\b",
        ),
        ("score", r"(?<!thoi )(?<!dia )(?<!quan )\bdiem\b(?! (?:nghen|moi))|\bhe so\b|\bxep loai\b"),
        ("money", r"\bthanh tien\b|\bdon gia\b|\bso tien\b"),
        ("resources", r"\bnguon (?:von|luc|kinh phi)\b"),
        ("cost", r"\bkinh phi\b|\bdu toan\b|\btong muc\b"),
        ("note", r"\bghi chu\b|\bcan cu\b|\bly do\b|\bnguyen nhan\b"),
        ("status", r"\btinh trang\b|\btrang thai\b|\btien do giai quyet\b|\btien do %"),
        ("lead", r"\bchu tri\b.*\bphoi hop\b"),
        ("support", r"\bphoi hop\b"),
        (
            "accountable",
            r"\b(?:lanh dao|dong chi|uy vien|thuong truc|chu tich)\b.*\b(?:phu trach|chi dao|theo doi)\b"
            r"|\bnguoi (?:chi dao|chiu trach nhiem)\b|\bro trach nhiem\b",
        ),
        (
            "authority",
            r"\btham quyen\b|\b(?:cap|co quan|noi|nguoi) (?:trinh|ban hanh|phe duyet|quyet dinh|ky)\b",
        ),
        ("begin", r"\bbat dau\b|\bkhoi cong\b|\btu ngay\b|\bngay khoi dong\b"),
        (
            "session",
            r"\Athu(?: ?,? ?ngay)?\Z|\bngay gio\b|\A(?:ngay|gio|buoi)\Z|\bbuoi (?:sang|chieu)\b|\A(?:sang|chieu)\Z",
        ),
        (
            "time",
            r"\bthoi (?:gian|han|diem|luong)\b|\bhan(?! che)\b|\btien do\b|\blo trinh\b|\bngay hoan thanh\b|\bket thuc\b"
            r"|\A(?:du kien )?hoan thanh\Z",
        ),
        ("place", r"\bdia diem\b|\bthanh phan\b"),
        (
            "petitioner_role",
            r"\bchuc (?:vu|danh)\b|\bdia chi\b|\bnoi (?:kien nghi|cu tru|tiep xuc)\b|\Adia ban\Z",
        ),
        (
            "petition",
            r"\b(?:noi dung|y kien|tom tat|cac)\b.*\b(?:kien nghi|phan anh|de xuat|cu tri)\b"
            r"|\A(?:y kien\s*,?\s*)?kien nghi(?: ?, (?:phan anh|de xuat))?\Z|\A(?:kien nghi|phan anh)\b.*\bcu tri\b",
        ),
        (
            "petitioner",
            r"\b(?:ca nhan|to chuc|nguoi|cu tri|don vi|ho (?:va )?ten|dai bieu|to dai bieu)\b"
            r".*\b(?:kien nghi|phan anh|de xuat|phat bieu|cu tri|tiep xuc)\b"
            r"|\Aho ?(?:va|,)? ?ten\b|\A(?:cu tri|dai bieu|to dai bieu)\b",
        ),
        (
            "lead",
            r"\bchu tri\b|\b(?:co quan|don vi|bo phan|nguoi|ca nhan|phong ?,? ?ban|can bo|dau moi)\b"
            r".*\b(?:thuc hien|giai quyet|phu trach|xu ly|tham muu|tra loi|trien khai|duoc giao|nhan viec|chiu trach nhiem)\b"
            r"|\bdau moi\b|\bxu ly chinh\b|\bro nguoi\b|\Aphan cong\b|\bdon vi phan cong\b|\Ato chuc thuc hien\Z",
        ),
        ("product", r"\bsan pham\b|\bket qua\b|\bdau ra\b|\bhinh thuc van ban\b|\bhoan thanh\b"),
        ("target", r"\bchi tieu\b|\bmuc (?:tieu|phan dau)\b|\bke hoach nam\b"),
        (
            "task",
            r"\bnhiem vu\b|\bnoi dung\b|\bcong viec\b|\bdau viec\b|\bro viec\b|\A(?:ten )?viec\b|\bhoat dong\b|\bgiai phap\b|\bten van ban\b",
        ),
        ("agency", r"\bco quan\b|\bdon vi\b|\bto chuc\b"),
    )
)


def role_of(label: str) -> Role | None:
    """What a column with this label is for; None where the label says nothing known."""
    words = re.sub(r"[^\w,%]+", " ", fold(label)).strip()
    if not words or len(words) > _LONGEST_LABEL:
        return None
    for role, pattern in _ROLES:
        if pattern.search(words):
            return role
    return None


def header_of(table: Table, text: str) -> Header | None:
    """The header of a data table: its roles by column. None for a layout table or one without a known header.

    A header of two rows (a wide cell 'Phân công' over 'Chủ trì' and 'Phối hợp') and a row of column numbers
    ('(1)', '(2)') count as header rows.
    """
    if table.layout or not table.rows:
        return None
    for index, row in enumerate(table.rows[:_HEADER_ROWS]):
        labels = [cell.words(text) for cell in row.cells]
        if any(map(_RUNNING.match, labels)):
            return None
        used = index + 1
        while used < min(len(table.rows), index + _HEADER_ROWS):
            below = [cell.words(text) for cell in table.rows[used].cells]
            joined = _two_rows(labels, below, table.width)
            if joined is None:
                break
            labels, used = joined, used + 1
        columns = _columns(labels)
        if len(columns) < 2 or not ({"stt", "task", "petition", "target"} & set(columns)):
            continue
        if used < len(table.rows) and numbers_columns(table.rows[used], text):
            used += 1
        return Header(used, columns, tuple(labels))
    return None


def repeats_header(row: Row, text: str, table: Table, header: Header) -> bool:
    """Whether a row below is the header again, as on a new page, or its row of column numbers."""
    words = [cell.words(text) for cell in row.cells]
    heads = ([cell.words(text) for cell in above.cells] for above in table.rows[: header.rows])
    return words in heads or numbers_columns(row, text)


def _columns(labels: Iterable[str]) -> dict[Role, int]:
    columns: dict[Role, int] = {}
    for column, label in enumerate(labels):
        role = role_of(label)
        if role is not None and role not in columns:
            columns[role] = column
    return columns


def _two_rows(above: list[str], below: list[str], width: int) -> list[str] | None:
    """The labels of a header of two rows, one a column; None where the second row is no header."""
    filled = [label for label in below if label]
    if not filled or any(len(label) > _LONGEST_LABEL or _RUNNING.match(label) for label in filled):
        return None
    if len(below) == len(above):
        return _under_wide_cells(above, below)
    known = all(role_of(label) is not None for label in filled)
    if known and below[0] and len(above) - 1 + len(below) == width > len(above):
        spread = [[*above[:at], *below, *above[at + 1 :]] for at in range(len(above))]
        return max(spread, key=lambda labels: (len(_columns(labels)), -_stray(labels, above)))
    return None


def _under_wide_cells(above: list[str], below: list[str]) -> list[str] | None:
    """Labels below a wide cell, the cells beside them empty or said again."""
    wide = [""] * len(above)  # the label that reaches over each column of a wide cell
    for column, (label, following) in enumerate(itertools.pairwise([*above, "-"])):
        if label and not following:
            wide[column] = label
        elif not label and column and wide[column - 1]:
            wide[column] = wide[column - 1]
    own = [column for column, label in enumerate(below) if label and label != above[column]]
    if not own or any(not wide[column] for column in own):
        return None
    joined = list(above)
    for column in own:
        if role_of(below[column]) is None and len(below[column]) > _SHORT_LABEL:
            return None
        known = role_of(below[column]) not in (None, "agency", "begin")
        joined[column] = below[column] if known else f"{wide[column]} {below[column]}"
    return joined


def _stray(labels: list[str], above: list[str]) -> int:
    """How many labels with a role of their own a spread loses (the wide cell should be the one without)."""
    return sum(1 for label in above if label not in labels and role_of(label) not in (None, "agency", "lead"))


def numbers_columns(row: Row, text: str) -> bool:
    """Whether the row only numbers the columns: '(1)', '(2)', '(3)', also '(A)', '(B)' before them."""
    words = [cell.words(text).strip("()[] ") for cell in row.cells]
    if len(words) < 3:
        return False
    first = next((at for at, word in enumerate(words) if word.isdigit()), len(words))
    rest = words[first:]
    return (
        first < len(words) - 1
        and all(len(word) == 1 and word.isalpha() for word in words[:first])
        and [re.split(r"\s*=", word)[0] for word in rest]
        == [str(number) for number in range(1, len(rest) + 1)]
    )
