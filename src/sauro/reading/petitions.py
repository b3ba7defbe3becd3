"""Petitions: the rows of a table of what citizens and units ask for ('Biểu tổng hợp kiến nghị').

The columns come in any order and under many names (`columns.header_of`); petitioner and post may share a cell or have
one each; a row may be carried on by the next one, over a page break or under a merged cell.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sauro.reading.cells import Row, Table
from sauro.reading.columns import Header, Role, header_of, repeats_header
from sauro.reading.lexicon import Pattern
from sauro.reading.model import Petition, Task
from sauro.vietnamese.text import fold

_CONTEXT = Pattern(r"\b(?:kien\s+nghi|cu\s+tri|phan\s+anh|de\s+xuat)\b")
_CONTEXT_LENGTH = 500  # characters above a table in which its title stands

_ADDRESS = Pattern(
    r"\A(?:(?:các|những)\s+)?(?:đ/\s?c|đ\.c|đc|đồng\s+chí|ông\s*/\s*bà|ông\s*\(\s*bà\s*\)|ông|bà|anh|chị|cử\s+tri)\b[.:]?\s+(?=\S)",
    re.IGNORECASE,
)
_DELEGATE = Pattern(r"(?:đại\s+biểu)\s+(?=\S)", re.IGNORECASE)
_NAME = Pattern(r"[^\W\d_]+(?:\s+[^\W\d_]+){1,5}\Z")
_POST = Pattern(
    r"\b(?:tổ\s+trưởng|tổ\s+phó|bí\s+thư|phó\s+(?:bí|chủ|trưởng|giám|chánh|hiệu|tổ|tổng|ban|phòng|ngành|viện)|trưởng\s|chủ\s+tịch|chi\s+hội|chi\s+bộ|tổ\s+dân\s+phố|tdp|đại\s+biểu|ủy\s+viên|giám\s+đốc"
    r"|hiệu\s+trưởng|cử\s+tri|thôn|xóm|ấp|khu\s+phố|khối|công\s+dân|đảng\s+viên|đại\s+diện|cụm|người\s+dân|hội\s+viên|ban\s+quản)",
    re.IGNORECASE,
)
_SEPARATOR = Pattern(r"\s+[-–—]\s+|\s*[,;:]\s+|\s*\((?=[^()]*\)\s*\Z)")

_NUMBER = Pattern(r"\d{1,4}")
_TOTAL = Pattern(r"\A(?:tổng(?: cộng| số)?|cộng)\b", re.IGNORECASE)
_BULLET = r"[-–—+•▪◦●]"
_BULLETED = re.compile(rf"\A{_BULLET}\s*(?=\S)")
_BULLET_CUT = Pattern(rf"\s{_BULLET}\s+(?=(?P<word>\S+)\s+(?P<next>\S+))|(?<=[.;:,])\s*{_BULLET}\s+(?=\S)")
_NUMBERED_CUT = Pattern(r"(?:\A|(?<=[\s;.,:]))(?:\((?P<a>\d{1,2})\)|(?P<b>\d{1,2})[.)/](?!\d))\s*(?=\D)")
_LETTERED_CUT = Pattern(r"(?:\A|(?<=[\s;.,:]))(?P<a>[a-hđ])\)\s*(?=\S)")
_ASKS = Pattern(
    r"\A(?:đề\s+nghị|kiến\s+nghị|phản\s+ánh|tình\s+trạng|mong|cần\s|xem\s+xét|quan\s+tâm|sớm\s|việc\s)",
    re.IGNORECASE,
)


def petitions_in(
    text: str, tables: Sequence[Table], page: Callable[[int], int | None] = lambda _: None
) -> list[Petition]:
    """The petitions of every table of petitions, in order; `items` are squeezed, without bullet and final stop."""
    found: list[Petition] = []
    for table in tables:
        header = header_of(table, text)
        if header is not None and holds_petitions(text, table, header):
            found.extend(_of_table(text, table, header, page))
    return found


def holds_petitions(text: str, table: Table, header: Header) -> bool:
    """Whether the rows of the table are petitions: a column of them, or works of petitioners under such a title."""
    columns = header.columns
    if "petition" in columns:
        return True
    if "task" not in columns:
        return False
    above = fold(text[max(0, table.start - _CONTEXT_LENGTH) : table.start])
    return "petitioner" in columns and ("lead" in columns or _CONTEXT.search(above) is not None)


def _of_table(text: str, table: Table, header: Header, page: Callable[[int], int | None]) -> list[Petition]:
    header = _with_petitioner(header)
    content = header.columns.get("petition", header.columns.get("task", 0))
    found: list[Petition] = []
    group = _Group()
    width = table.width
    for row in table.rows[header.rows :]:
        cells = _aligned(text, row, width)
        if cells is None or _is_group(cells, header):
            if filled := [words for cell in row.cells if (words := cell.words(text))]:
                group = _group_of(filled, row.start)
            continue
        if repeats_header(row, text, table, header) or not cells[content]:
            continue
        number = _number(cells, header)
        first = next(words for words in cells if words)
        if _TOTAL.match(first):
            continue
        above = found[-1] if found and found[-1].at[0] >= group.start else None
        starts = number is not None or "stt" not in header.columns or bool(_cell(cells, header, "petitioner"))
        if not starts:
            if found and row.start >= found[-1].at[1]:
                _carry_on(found[-1], row, cells, content, header)
            continue
        petitioner, post = _petitioner(cells, header)
        if petitioner is None and group.petitioner:
            petitioner = group.petitioner
        elif petitioner is None and above is not None and "petitioner" in header.columns:
            petitioner, post = above.petitioner, post or above.role  # one cell over several numbers
        if found and number is not None and (number, petitioner) == (found[-1].no, found[-1].petitioner):
            _carry_on(found[-1], row, cells, content, header)  # a merged cell that is repeated in each row
            continue
        found.append(
            Petition(
                no=number if "stt" in header.columns else len(found) + 1,
                at=(row.start, row.end),
                petitioner=petitioner,
                role=post,
                items=items_of(cells[content]),
                lead_agency=_agency(cells, header) or group.agency,
                note=_cell(cells, header, "note"),
                page=page(row.start),
            )
        )
    return found


def _with_petitioner(header: Header) -> Header:
    """The same header with the column of those who ask.

    Of 'Tổ đại biểu' and 'Cử tri' it is the second; a bare 'Đơn vị' left of the petitions where another column says who
    solves them.
    """
    columns = header.columns
    asking = header.all_of("petitioner")
    voters = [column for column in asking if not _DELEGATES.search(header.labels[column])]
    if len(asking) > 1 and voters:
        return Header(header.rows, {**columns, "petitioner": voters[0]}, header.labels)
    asks, content = columns.get("agency"), columns.get("petition")
    if asks is None or content is None or asks > content or "petitioner" in columns:
        return header
    if not {"lead", "authority"} & set(columns):
        return header
    others: dict[Role, int] = {role: column for role, column in columns.items() if role != "agency"}
    return Header(header.rows, {**others, "petitioner": asks}, header.labels)


def _is_group(cells: list[str], header: Header) -> bool:
    """Whether a row has a Roman numeral or a letter and a title, and nothing else."""
    number = _cell(cells, header, "stt") or ""
    return _GROUP_NUMBER.match(number.strip(" .)")) is not None and sum(map(bool, cells)) == 2


# --- groups -------------------------------------------------------------------------------------------------------

_MARK = Pattern(r"\A[\W_]*(?:(?:[IVX]+|[A-HĐ]|\d{1,2}(?:\.\d+)*)[.):]?\s+)?")
_DELEGATES = Pattern(r"đại\s+biểu", re.IGNORECASE)
_GROUP_NUMBER = Pattern(r"(?:[IVX]+|[A-HĐ])\Z")
_BY_COMPETENCE = Pattern(
    r"thẩm\s+quyền(?:\s+(?:giải\s+quyết|xem\s+xét|trả\s+lời|xử\s+lý))*(?:\s+của)?\s+(?P<agency>.+)",
    re.IGNORECASE,
)
_OF_PETITIONERS = Pattern(
    r"(?:(?:các\s+)?(?:ý\s+kiến,?\s+)?(?:kiến\s+nghị|phản\s+ánh)(?:,\s*(?:kiến\s+nghị|phản\s+ánh))?\s+của\s+)?"
    r"(?P<who>(?:cử\s+tri|tổ\s+đại\s+biểu|đại\s+biểu|tổ\s+dân\s+phố|tdp|chi\s+bộ|chi\s+hội|thôn|xóm|ấp|khu\s+phố|khu\s+dân\s+cư|khối"
    r"|ông|bà|đồng\s+chí|đ/c|hội|đoàn|ban\s+công\s+tác)\s(?!.*\b(?:kiến\s+nghị|lĩnh\s+vực)\b).+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Group:
    """What the heading over a group of rows says of them: who asks, or who is to solve."""

    petitioner: str | None = None
    agency: str | None = None
    start: int = 0


def _group_of(words: list[str], start: int) -> _Group:
    """'I. CỬ TRI TỔ DÂN PHỐ SỐ 4' or 'B. KIẾN NGHỊ THUỘC THẨM QUYỀN UBND PHƯỜNG'."""
    whole = " ".join(words)
    mark = match.end() if (match := _MARK.match(whole)) else 0
    title = whole[mark:].strip(" :.;")
    decides = _BY_COMPETENCE.search(title)
    if decides is not None:
        return _Group(agency=decides["agency"], start=start)
    asks = _OF_PETITIONERS.fullmatch(title)
    return _Group(petitioner=asks["who"] if asks else None, start=start)


# --- rows ---------------------------------------------------------------------------------------------------------


def _aligned(text: str, row: Row, width: int) -> list[str] | None:
    """The words of the cells, one a column. A row that lacks cells under merged ones is filled on the left; a row of
    one cell is the heading of a group."""
    cells = [cell.words(text) for cell in row.cells]
    if len(cells) == 1 or not any(cells) or len(cells) > width + 1:
        return None
    filled = [column for column, words in enumerate(cells) if words]
    if len(filled) == 1 and filled[0] < 2 and width > 2:
        return None
    return [""] * (width - len(cells)) + cells[: max(width, 1)]


def _cell(cells: list[str], header: Header, role: Role) -> str | None:
    column = header.columns.get(role)
    return cells[column] or None if column is not None and column < len(cells) else None


def _number(cells: list[str], header: Header) -> int | None:
    match = _NUMBER.match(_cell(cells, header, "stt") or "")
    return int(match.group()) if match is not None else None


def _agency(cells: list[str], header: Header) -> str | None:
    return _cell(cells, header, "lead") or _cell(cells, header, "agency") or _cell(cells, header, "authority")


def _carry_on(petition: Petition, row: Row, cells: list[str], content: int, header: Header) -> None:
    """A row without a number goes on with the one above: its items, and what the other cells had left open."""
    words = cells[content]
    if petition.items and words[:1].islower() and not _BULLETED.match(words):
        more = items_of(words)
        petition.items[-1] = f"{petition.items[-1]} {more[0]}"
        petition.items += more[1:]
    else:
        petition.items += items_of(words)
    petition.at = (petition.at[0], row.end)
    petition.lead_agency = petition.lead_agency or _agency(cells, header)
    petition.note = petition.note or _cell(cells, header, "note")


# --- who solves ---------------------------------------------------------------------------------------------------

_SOLVES = Pattern(
    r"(?:giai quyet|xu ly|tra loi|xem xet|tiep thu|ra soat)\b[^.;]{0,160}?\b(?:kien nghi|phan anh|y kien|de xuat)\b"
    r"|\b(?:kien nghi|phan anh|y kien|de xuat)\b[^.;]{0,160}?\b(?:giai quyet|xu ly|tra loi|xem xet)"
)
_ABOUT = Pattern(r"\b(?:kien nghi|phan anh|y kien (?:cua )?(?:cu tri|nguoi dan|nhan dan|cong dan|cac))\b")
_SENDS = Pattern(r"^\W*(?:\w+ ){0,3}?(?:giao|de nghi|yeu cau|chi dao)\b|\bchi dao\b")
_APPENDED = Pattern(r"phu luc|kem theo|danh muc|bieu tong hop|bang tong hop|gui kem")


class Orders:
    """The tasks of a reading that are about petitions: one of them sends the petitions of the tables to be solved."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self._tasks = [(points, task) for task in tasks if (points := _points(task)) is not None]

    def that_solves(self, petition: Petition) -> str | None:
        """The task that sends the petition to be solved, None where no task is about petitions.

        The one that orders somebody to have them solved, names the appendix, has a date; of equals the nearest above.
        """
        best: tuple[int, int, str] | None = None
        for points, task in self._tasks:
            near = task.at[0] if task.at[0] < petition.at[0] else -task.at[0]
            if best is None or (points, near) > best[:2]:
                best = (points, near, task.id)
        return best[2] if best else None


def _points(task: Task) -> int | None:
    """How much the task says that it has petitions solved; None where it is not about them."""
    words = " ".join(fold(task.quote).split())
    solves = _SOLVES.search(words) is not None
    if not solves and not _ABOUT.search(words):
        return None
    sent = 4 * solves + 2 * (_APPENDED.search(words) is not None) + 2 * (_SENDS.search(words) is not None)
    return sent + bool(task.deadlines) + (task.owner_source != "document")


# --- who asks -----------------------------------------------------------------------------------------------------


def _petitioner(cells: list[str], header: Header) -> tuple[str | None, str | None]:
    """The petitioner without form of address, and the post that stands beside the name or in a column of its own."""
    own_post = _cell(cells, header, "petitioner_role")
    words = _cell(cells, header, "petitioner")
    if words is None and own_post and "petitioner" not in header.columns and _is_place(header):
        return own_post, None
    if words is None:
        return None, own_post
    name, post = split_petitioner(words)
    return name, own_post or post


def _is_place(header: Header) -> bool:
    """Whether the column beside the petitions says where they were heard: who asks are those who live there."""
    label = fold(header.labels[header.columns["petitioner_role"]])
    return re.search(r"\b(?:noi|dia ban|dia chi)\b", label) is not None


def split_petitioner(words: str) -> tuple[str, str | None]:
    """'Đ/c Phạm Văn Lúa - Tổ trưởng TDP số 4' as name and post; a body ('Chi bộ 5') is a name without a post."""
    plain = _without_address(words)
    for separator in _SEPARATOR.finditer(plain):
        left, right = plain[: separator.start()], plain[separator.end() :].strip(" .;,")
        if separator.group().endswith("("):
            right = right.rstrip(")").strip()
        if _is_name(left):
            return left, right or None
        if _ADDRESS.match(right) and _is_name(_without_address(right)):
            return _without_address(right), left
    post = _POST.search(plain)
    if post is not None and post.start() > 0 and _is_name(plain[: post.start()].strip()):
        return plain[: post.start()].strip(), plain[post.start() :].strip(" .;")
    return plain.strip(" .;,"), None


def _without_address(words: str) -> str:
    while (match := _ADDRESS.match(words)) is not None:
        words = words[match.end() :]
    delegate = _DELEGATE.match(words)
    if delegate is not None and _is_name(re.split(r"\s*[-–—,(]", words[delegate.end() :])[0].strip()):
        words = words[delegate.end() :]
    return words.strip()


def _is_name(words: str) -> bool:
    """Whether the words are a person's name: two to six words, each with a capital, none a post."""
    return (
        _NAME.match(words) is not None
        and all(word[0].isupper() for word in words.split())
        and _POST.match(words) is None
    )


# --- what is asked ------------------------------------------------------------------------------------------------


def items_of(words: str) -> list[str]:
    """The single petitions of a cell: parted at bullets, at running numbers or letters, else at ';'."""
    words = words.strip()
    for parts in (_numbered(words, _NUMBERED_CUT), _numbered(words, _LETTERED_CUT), _bulleted(words)):
        if len(parts) > 1:
            break
    else:
        parts = [words] if _BULLETED.match(words) else re.split(r";\s*", words)
    items = (_BULLETED.sub("", part.strip()).strip(" ;.,") for part in parts)
    return [item for item in items if item]


def _bulleted(words: str) -> list[str]:
    """Parted at bullets inside the line: one after a stop, or one before a phrase ('- Đề nghị …'), but not the dash
    between two names ('Lúa Vàng - Đồng Xanh')."""
    listed = _BULLETED.match(words) is not None
    cuts = [0]
    for match in _BULLET_CUT.finditer(words):
        after_stop = match["word"] is None or words[: match.start()].rstrip().endswith((".", ";", ":"))
        phrase = (
            match["word"] is not None
            and match["word"][0].isupper()
            and match["next"][0].islower()
            and (listed or _ASKS.match(words[match.end() :]) is not None)
        )
        if after_stop or phrase:
            cuts.append(match.start())
    return [words[a:b] for a, b in zip(cuts, [*cuts[1:], len(words)], strict=True)]


def _numbered(words: str, pattern: Pattern) -> list[str]:
    """Parted at running marks 1, 2, 3… or a, b, c… that begin the words; one part where they do not run."""
    order = "abcdđeghi"
    cuts: list[tuple[int, int]] = []
    for match in pattern.finditer(words):
        mark = next(group for group in match.groups() if group)
        place = int(mark) if mark.isdigit() else order.find(mark) + 1
        if place == len(cuts) + 1:
            cuts.append((match.start(), match.end()))
    if len(cuts) < 2 or words[: cuts[0][0]].strip(" -:"):
        return [words]
    return [words[start:end] for (_, start), (end, _) in zip(cuts, [*cuts[1:], (len(words), 0)], strict=True)]
