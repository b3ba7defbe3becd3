"""Petitions: the rows of a table of what citizens and units ask for ('Biểu tổng hợp kiến nghị').

The columns come in any order and under many names (`tables.header_of`); petitioner and post may share a cell or have
one each; a row may be carried on by the next one, over a page break or under a merged cell.
"""

import re
from collections.abc import Callable, Sequence

from sauro.reading.lexicon import Pattern
from sauro.reading.model import Petition, Task
from sauro.reading.tables import Header, Role, Row, Table, header_of
from sauro.vietnamese.text import fold

_CONTEXT = Pattern(r"\b(?:kien\s+nghi|cu\s+tri|phan\s+anh|de\s+xuat)\b")
_CONTEXT_LENGTH = 500  # characters above a table in which its title stands

_ADDRESS = Pattern(
    r"\A(?:(?:các|những)\s+)?(?:đ/\s?c|đ\.c|đc|đồng\s+chí|ông\s*/\s*bà|ông\s*\(\s*bà\s*\)|ông|bà|anh|chị|cử\s+tri)\b[.:]?\s+(?=\S)",
    re.IGNORECASE,
)
_NAME = Pattern(r"[^\W\d_]+(?:\s+[^\W\d_]+){1,5}\Z")
_POST = Pattern(
    r"\b(?:tổ\s+trưởng|tổ\s+phó|bí\s+thư|phó\s+(?:bí|chủ|trưởng|giám|chánh|hiệu|tổ|tổng|ban|phòng|ngành|viện)|trưởng\s|chủ\s+tịch|chi\s+hội|chi\s+bộ|tổ\s+dân\s+phố|tdp|đại\s+biểu|ủy\s+viên|giám\s+đốc"
    r"|hiệu\s+trưởng|cử\s+tri|thôn|xóm|ấp|khu\s+phố|khối|công\s+dân|đảng\s+viên|đại\s+diện|cụm|người\s+dân|hội\s+viên|ban\s+quản)",
    re.IGNORECASE,
)
_SEPARATOR = Pattern(r"\s+[-–—]\s+|\s*[,;:]\s+|\s*\((?=[^()]*\)\s*\Z)")

_NUMBER = Pattern(r"\d{1,4}")
_TOTAL = Pattern(r"\A(?:tong(?:\s+cong|\s+so)?|cong)\b")
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
        if header is not None and _holds_petitions(text, table, header):
            found.extend(_of_table(text, table, header, page))
    return found


def _holds_petitions(text: str, table: Table, header: Header) -> bool:
    columns = header.columns
    if "petition" in columns:
        return True
    if "task" not in columns:
        return False
    above = fold(text[max(0, table.start - _CONTEXT_LENGTH) : table.start])
    return "petitioner" in columns and ("lead" in columns or _CONTEXT.search(above) is not None)


def _of_table(text: str, table: Table, header: Header, page: Callable[[int], int | None]) -> list[Petition]:
    content = header.columns.get("petition", header.columns.get("task", 0))
    labels = [cell.words(text) for cell in table.rows[header.rows - 1].cells]
    found: list[Petition] = []
    for row in table.rows[header.rows :]:
        cells = _aligned(text, row, table.width)
        if cells is None or cells == labels or not cells[content]:
            continue
        number = _number(cells, header)
        first = next(words for words in cells if words)
        if _TOTAL.match(fold(first)):
            continue
        starts = number is not None or "stt" not in header.columns or bool(_cell(cells, header, "petitioner"))
        if not starts:
            if found and row.start >= found[-1].at[1]:
                _carry_on(found[-1], row, cells, content, header)
            continue
        petitioner, post = _petitioner(cells, header)
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
                lead_agency=_agency(cells, header),
                note=_cell(cells, header, "note"),
                page=page(row.start),
            )
        )
    return found


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


def order_that_solves(petition: Petition, tasks: Sequence[Task]) -> str | None:
    """The task that sends the petition to be solved, None where no task is about petitions.

    The one that orders somebody to have them solved, names the appendix, has a date; of equals the nearest above.
    """
    best: tuple[int, int, str] | None = None
    for task in tasks:
        words = " ".join(fold(task.quote).split())
        solves = _SOLVES.search(words) is not None
        if not solves and not _ABOUT.search(words):
            continue
        points = (
            4 * solves + 2 * (_APPENDED.search(words) is not None) + 2 * (_SENDS.search(words) is not None)
        )
        points += (bool(task.deadlines)) + (task.owner_source != "document")
        near = task.at[0] if task.at[0] < petition.at[0] else -task.at[0]
        if best is None or (points, near) > best[:2]:
            best = (points, near, task.id)
    return best[2] if best else None


# --- who asks -----------------------------------------------------------------------------------------------------


def _petitioner(cells: list[str], header: Header) -> tuple[str | None, str | None]:
    """The petitioner without form of address, and the post that stands beside the name or in a column of its own."""
    own_post = _cell(cells, header, "petitioner_role")
    words = _cell(cells, header, "petitioner")
    if words is None:
        return None, own_post
    name, post = split_petitioner(words)
    return name, own_post or post


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
