"""Documents cited by number: 'Công văn số 12-CV/TU ngày 1/6/2026 của Thành ủy', 'Chỉ thị số 3 ngày 1/6/2026'."""

import re
from collections.abc import Iterator

from sauro.reading.frame.letters import LOWER, UPPER
from sauro.reading.lexicon import Pattern
from sauro.reading.model import Span
from sauro.reading.references.citation import Citation
from sauro.reading.references.laws import CODES, LAWS
from sauro.vietnamese.text import fold, squeeze

# Folded, the longer before the shorter that ends or begins it.
TYPES = (
    "thong bao ket luan", "thong bao", "chuong trinh hanh dong", "chuong trinh phoi hop", "chuong trinh cong tac", "chuong trinh",
    "ke hoach lien tich", "ke hoach phoi hop", "ke hoach hanh dong", "ke hoach", "nghi quyet lien tich", "nghi quyet", "quyet dinh",
    "thong tu lien tich", "thong tu", "nghi dinh", "chi thi", "cong dien", "cong van", "van ban hop nhat", "van ban", "to trinh",
    "bao cao", "huong dan", "ket luan", "quy dinh", "quy che", "quy chuan", "thong tri", "de an", "bo luat", "luat", "phap lenh",
    "giay moi", "bien ban", "phieu chuyen", "phieu trinh", "phuong an", "lenh", "quy trinh", "sac lenh", "giay uy quyen",
)  # fmt: skip
_TYPE = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in TYPES)

# The code of a type inside a symbol, for citations that leave the type out ('…, số 3/2026/NĐ-CP').
_CODES = {
    "NĐ": "Nghị định", "QĐ": "Quyết định", "TT": "Thông tư", "TTLT": "Thông tư liên tịch", "NQ": "Nghị quyết",
    "CT": "Chỉ thị", "KH": "Kế hoạch", "TB": "Thông báo", "CV": "Công văn", "TTR": "Tờ trình", "BC": "Báo cáo",
    "HD": "Hướng dẫn", "KL": "Kết luận", "QYĐ": "Quy định", "QĐI": "Quy định", "CTR": "Chương trình", "CĐ": "Công điện",
    "ĐA": "Đề án", "TTG": "Quyết định", "PL": "Pháp lệnh", "L": "Luật",
}  # fmt: skip

_SEPARATOR = r"(?:\s?[-–/](?=\S)|[-–/]\s(?=\S))"
_SYMBOL = Pattern(
    rf"(?<![\w/.,:-])\d{{1,5}}(?:\.\d{{1,2}})?[a-z]?(?:\s?/\s?\d{{4}}(?=\s?/))?{_SEPARATOR}[{UPPER}][\w&]*"
    rf"(?:{_SEPARATOR}[{UPPER}][\w&]*)*"
)
_STANDARD = Pattern(
    r"\b(?P<type>(?:tiêu|quy)\s+chuẩn\s+(?:quốc\s+gia\s+)?)?(?P<symbol>(?:TCVN|QCVN)\s*\d[\d:/.A-Z-]*\d(?:/[A-ZĐ]{2,})?)(?!\w)"
)
_OTHER_TYPE = Pattern(rf"(?P<type>[{UPPER}][{LOWER}]+(?:\s+[{LOWER}]+){{0,4}})\s*\Z")
_LAW_NAMES = {fold(name) for name in LAWS + CODES}
_NUMBER_BEFORE = Pattern(r"\bso\s*:?\s*(?:\S{1,2}\s+)?\Z")
_TYPE_BEFORE = Pattern(rf"\b(?P<type>{_TYPE})[\s*]*\Z")
_LAW_BEFORE = Pattern(
    r"\b(?P<type>bo\s+luat|luat|phap\s+lenh|thong\s+bao)\s+(?P<name>[^.;:()\d]{3,70}?)\s*\Z"
)
_HEAD_BEFORE = Pattern(rf"\b(?:cac|nhung|hai|\d+)\s+(?P<type>{_TYPE})\b(?P<between>[^.]*)\Z")
_NOT_CITED = Pattern(
    r"\b(?:mau|bieu|phu\s+luc|bang|to|chi\s+bo|hop\s+dong|lo|nha|duong|khoan|muc|hoa\s+don)\s+(?:so\s*:?\s*)?\Z"
)
_BARE = Pattern(
    rf"\b(?P<type>{_TYPE})\s+(?P<so>so\s*:?\s+)?(?P<symbol>\d{{1,4}})(?![\w/.,%:]*\d)(?!\s*[-–/%])(?!\w)"
    r"(?!\s+(?:nam|thang|ngay(?!\s*\d{1,2}[/.])|quy|tuan|nhiem|giai|muc|diem|dong|nguoi|don\s+vi|to|bo|so|van|ban|trang|noi|chi|cau|lan|chuong|de|du)\b)"
)
_BARE_WITHOUT_SO = {"chi thi", "nghi quyet", "de an", "ket luan", "quy dinh"}

_DATE = Pattern(
    r"[\s*]*,?[\s*]*(?:ban\s+h[àa]nh\s+)?ng[àa]y\s*(?:(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>(?:19|20)\d\d)"
    r"|(?P<d2>\d{1,2})\s+th[áa]ng\s+(?P<m2>\d{1,2})(?:\s+n[ăa]m\s+|\s*/\s*)(?P<y2>(?:19|20)\d\d))",
    re.IGNORECASE,
)
_LATER_DATE = Pattern(
    r"(?P<issuer>\s+của\s+[^.;,()\d]{3,60}?)\s+ng[àa]y\s*(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>(?:19|20)\d\d)"
)


def date_after(text: str, at: int) -> tuple[str, int] | None:
    """The date that stands right after an offset ('ngày 1/6/2026', ', ngày 1 tháng 6 năm 2026') and where it ends."""
    match = _DATE.match(text, at)
    if match is None:
        return None
    parts = (match["d"], match["m"], match["y"]) if match["d"] else (match["d2"], match["m2"], match["y2"])
    day, month, year = (int(part) for part in parts)
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return f"{year}-{month:02}-{day:02}", match.end()


def numbered_in(text: str, folded: str, start: int, end: int) -> Iterator[Citation]:
    """Every citation by number in ``text[start:end]``, repeated mentions too; `folded` is ``fold(text)``."""
    taken: list[Span] = []
    for match in _SYMBOL.finditer(text, start, end):
        found = _with_symbol(text, folded, start, match)
        if found is not None:
            taken.append(found.at)
            yield found
    for match in _STANDARD.finditer(text, start, end):
        kind = squeeze(match["type"] or "") or (
            "Quy chuẩn" if match["symbol"].startswith("Q") else "Tiêu chuẩn"
        )
        yield Citation(match.span(), kind, squeeze(match["symbol"]), None, None)
    for match in _BARE.finditer(folded, start, end):
        at = match.span()
        if any(first < at[1] and at[0] < last for first, last in taken):
            continue
        kind = " ".join(match["type"].split())
        if not text[at[0]].isupper() or (match["so"] is None and kind not in _BARE_WITHOUT_SO):
            continue
        if match["so"] is None and len(match["symbol"]) == 4:
            continue  # 'Nghị quyết 2025' is a year
        yield _dated(
            text, at[0], at[1], squeeze(text[match.start("type") : match.end("type")]), match["symbol"], end
        )


def _with_symbol(text: str, folded: str, floor: int, match: re.Match[str]) -> Citation | None:
    at = match.start()
    window = max(floor, at - 160)
    before = folded[window:at]
    number = _NUMBER_BEFORE.search(before)
    head = before[: number.start()] if number is not None else before
    symbol = _symbol_words(match.group())
    if _NOT_CITED.search(before):
        return None
    kind = _TYPE_BEFORE.search(head)
    if kind is None and number is not None:
        kind = _LAW_BEFORE.search(head)
        if kind is not None and not _names_one(kind["type"], kind["name"]):
            kind = None
    if kind is not None:
        first = window + kind.start("type")
        name = squeeze(text[first : window + kind.end("type")])
        found = _dated(text, first, match.end(), name, symbol, len(text))
        found.name = squeeze(kind["name"]) if "name" in kind.groupdict() else None
        return found
    code = _code(symbol)
    if code is None:
        return _of_other_type(text, window, number, head, match)
    listed = _HEAD_BEFORE.search(folded, max(floor, at - 600), at)
    name = squeeze(text[listed.start("type") : listed.end("type")]) if listed is not None else code
    first = window + number.start() if number is not None else at
    return _dated(text, first, match.end(), name if _fits(name, code) else code, symbol, len(text))


def _names_one(kind: str, name: str) -> bool:
    """Whether the words between 'Luật' or 'Thông báo' and 'số' are the name of that very document."""
    if kind == "thong bao":
        return name.startswith("ket luan")
    name = squeeze(name)
    return " va " not in f" {name} " or name in _LAW_NAMES


def _of_other_type(
    text: str, window: int, number: re.Match[str] | None, head: str, match: re.Match[str]
) -> Citation | None:
    """A document of a type that the list does not know: a phrase with a capital before 'số' ('Phiếu chuyển đơn số …')."""
    phrase = _OTHER_TYPE.search(text, window, window + len(head)) if number is not None else None
    if phrase is None or phrase.end() != window + len(head):
        return None
    name = squeeze(phrase["type"])
    return _dated(text, phrase.start("type"), match.end(), name, _symbol_words(match.group()), len(text))


def _fits(name: str, code: str) -> bool:
    return fold(code).startswith(fold(name)) or fold(name).startswith(fold(code))


def _symbol_words(symbol: str) -> str:
    return squeeze(symbol.replace("\n", " ")) if "\n" not in symbol else re.sub(r"\s*\n\s*", "", symbol)


def _code(symbol: str) -> str | None:
    for part in re.split(r"[-–/\s]+", symbol)[1:]:
        found = _CODES.get(part.upper())
        if found is not None:
            return found
    return None


def _dated(text: str, start: int, end: int, kind: str, symbol: str, limit: int) -> Citation:
    """The citation with its date and issuer, where they follow."""
    date = date_after(text, end)
    iso = None
    if date is not None and date[1] <= limit:
        iso, end = date
    else:
        later = _LATER_DATE.match(text, end)
        if later is not None and 1 <= int(later["m"]) <= 12 and 1 <= int(later["d"]) <= 31:
            iso = f"{later['y']}-{int(later['m']):02}-{int(later['d']):02}"
    if kind.isupper():
        kind = kind.capitalize()
    return Citation((start, end), kind, symbol, iso, issuer_after(text, end))


_ISSUER = Pattern(r"[\s*]+(?:cua)\s+")
_ISSUER_END = Pattern(
    rf"[.;:()“”\"|\[\]]|,\s|\s-\s|\n\s*\n|\b(?:ve|v/v|quy\s+dinh|ban\s+hanh|phe\s+duyet|thuc\s+hien|huong\s+dan|sua\s+doi|trien\s+khai"
    rf"|tiep\s+tuc|cong\s+bo|ngay|toi|den|tai|duoc|da|se|theo|la|nham|de|trong|gan|doi|va\s+(?:cac|{_TYPE}))\b"
)


def issuer_after(text: str, at: int) -> str | None:
    """The body named after 'của', right behind a citation."""
    folded = fold(text[at : at + 200])
    label = _ISSUER.match(folded)
    if label is None:
        return None
    end = _ISSUER_END.search(folded, label.end())
    words = squeeze(
        text[at + label.end() : at + (end.start() if end is not None else len(folded))].replace("*", "")
    )
    if not words or (not words[0].isupper() and not words.startswith(("ban", "chính", "liên"))):
        return None
    return words if len(words) <= 110 else None
