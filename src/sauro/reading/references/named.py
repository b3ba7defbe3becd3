"""Documents cited by name: laws, resolutions of Party congresses, strategies, master plans, programmes."""

import re
from collections.abc import Iterator

from sauro.reading.lexicon import Pattern
from sauro.reading.model import Span
from sauro.reading.references.citation import Citation
from sauro.reading.references.laws import CODES, LAWS
from sauro.reading.references.numbered import date_after, issuer_after
from sauro.vietnamese.text import fold, squeeze


def _names(names: tuple[str, ...]) -> str:
    ordered = sorted((fold(name) for name in names), key=len, reverse=True)
    return "|".join(re.escape(name).replace(r"\ ", r"\s+").replace(",", ",?") for name in ordered)


_LAW = Pattern(
    rf"\b(?:(?P<code>bo\s+luat)\s+(?P<code_name>{_names(CODES)})|(?P<law>luat)\s+(?P<law_name>{_names(LAWS)})"
    r"|(?P<act>phap\s+lenh|hien\s+phap)(?P<act_name>\s+(?:\w+\s+){0,11}\w+)?)\b"
)
_AMENDING = Pattern(
    r"\bluat\s+sua\s+doi(?:,\s*bo\s+sung)?\s+(?:mot\s+so\s+)?dieu\s+cua\s+[^.;()]{3,260}?(?=\s*(?:,?\s+ngay\s+\d|[.;()]|\n\s*\n|\Z))"
)
_OTHER_LAW = Pattern(
    r"\bluat\s+(?P<name>\w+(?:,?\s+\w+){1,8}?)(?=\s+(?:ngay|nam|so|quy\s+dinh|va\s+cac|duoc|da|co|tren|theo|de|khi|tai|cho|trong|nay"
    r"|hien\s+hanh|den|ma|do|thi|doi|cung)\b|\s*[.;:()“”|]|,\s|\Z)"
)
_YEAR = Pattern(r"[\s*,(]+n[ăa]m\s+(?P<year>(?:19|20)\d\d)\b")
_DRAFT_BEFORE = Pattern(r"\b(?:du\s+an|du\s+thao|ngay|cac|mot\s+so|phap)\s+\Z")

_CONGRESS = Pattern(
    r"\bnghi\s+quyet\s+(?P<name>(?:cua\s+)?(?:lan\s+thu\s+\w+\s+)?dai\s+hoi\s+(?:dai\s+bieu\s+)?(?:toan\s+quoc\s+)?"
    r"(?:lan\s+thu\s+\w+\s+|[xvi]{1,6}\s+)?(?:,?\s*(?:cua\s+)?(?P<level>dang\s+bo\s+(?:thanh\s+pho|tinh|huyen|quan|phuong|xa|cac)?|dang)\b)?"
    r"(?P<rest>(?:[^.,;()\n]|\n(?!\s*(?:\n|[-+•*#|]|\d+[.)]|[ivx]{1,5}\.))){0,200}?(?:lan\s+thu\s+\w+|\bxiv|\bxiii)?)(?P<term>,?\s+nhiem\s+ky\s+\d{4}\s*[-–]\s*\d{4})?)"
    r"(?=[.,;:()]|\n\s*(?:\n|[-+•*#|]|\d+[.)]|[ivx]{1,5}\.)|\s+(?:va|nham|gan|theo|ve|trong|de|vao|tai|cua\s+phuong|dam|tren)\b|\Z)"
)
_PLENUM = Pattern(
    r"\bnghi\s+quyet\s+(?:hoi\s+nghi\s+)?(?:lan\s+thu\s+\w+\s+)?(?:trung\s+uong|bchtw)\s*\d{0,2}\s*,?\s*\(?khoa\s+[xvi]{1,5}\)?"
)

_PLAN_TYPES = (
    r"(?P<type>chuong\s+trinh\s+hanh\s+dong|chuong\s+trinh|ke\s+hoach|de\s+an|quy\s+hoach|chien\s+luoc)"
)
_IMPLEMENTING = Pattern(
    rf"\b{_PLAN_TYPES}(?:\s+(?:cua|so)\s+[\w\s]{{2,40}}?)?\s+(?:trien\s+khai\s+)?thuc\s+hien\s+(?:nghi\s+quyet|chi\s+thi|ket\s+luan|quy\s+dinh)"
    r"\s+so\s+\d[^\s,;.()]*"
)
_WITH_PERIOD = Pattern(
    rf"\b{_PLAN_TYPES}\s+(?P<name>[^.;:()\d“”|\n]{{8,170}}?)\s+"
    r"(?P<period>(?:(?:thoi\s+ky|giai\s+doan|nam|den\s+nam|\d{1,2}\s+nam)\s+(?:19|20)\d\d(?:\s*[-–]\s*20\d\d)?|\d{1,2}\s+nam\b)"
    r"(?:\s*[;,]\s*(?:dinh\s+huong|tam\s+nhin)(?:\s+den)?\s+(?:nam\s+)?20\d\d)?)",
)
_PROJECT = Pattern(
    r"\b(?P<type>de\s+an)\s+(?P<name>[^.;:()\d“”|]{12,110}?)(?=\s+(?:sang|chieu)?\s*ngay\b|[.;:()\n]|\Z)"
)
_TO_BE_WRITTEN = Pattern(
    r"(?:\bphe\s+duyet|\bban\s+hanh|\bve|\bve\s+viec|\bxay\s+dung|\btham\s+muu|\blap|\bdu\s+thao|\bso|\bvu|\bphong|\bla|\bdieu\s+chinh|\bvien"
    r"|\bhoan\s+thien|\btrinh|\bkem\s+theo|\bcac|\bbo\s+sung|\bdinh\s+nay|\bthuoc|\bnhung|\bcu\s+the\s+hoa|\bquyet|\bcong\s+bo|[“\"(:-])[\s*]*\Z"
)
_CITED = Pattern(
    r"\b(?:theo|thuc\s+hien|trien\s+khai|hieu\s+qua|quy\s+dinh\s+tai|can\s+cu|voi|tai|va|quan\s+triet|,|;)[\s*]*\Z"
)


def named_in(text: str, folded: str, start: int, end: int, taken: list[Span]) -> Iterator[Citation]:
    """Every citation by name in ``text[start:end]`` that does not touch a span of `taken`."""
    for found in (
        *_laws(text, folded, start, end),
        *_resolutions(text, folded, start, end),
        *_plans(text, folded, start, end),
        *_others(text, folded, start, end),
    ):
        first = found.at[0]
        if not any(a <= first < b for a, b in taken):
            yield found


def _capital(text: str, at: int) -> bool:
    return text[at].isupper()


def _laws(text: str, folded: str, start: int, end: int) -> Iterator[Citation]:
    amended: list[Span] = []
    for match in _AMENDING.finditer(folded, start, end):
        if _capital(text, match.start()):
            amended.append(match.span())
            yield _law(text, match.start(), match.end(), "Luật", squeeze(match.group()[5:]))
    for match in _LAW.finditer(folded, start, end):
        at = match.start()
        inside = any(first <= at < last for first, last in amended)
        if inside or not _capital(text, at) or _DRAFT_BEFORE.search(folded[max(0, at - 12) : at]):
            continue
        if match["act"]:
            year = _YEAR.match(text, match.end("act")) if match["act"].startswith("hien") else None
            if match["act"].startswith("phap") and not match["act_name"]:
                continue
            stop = (
                year.end()
                if year
                else match.end("act")
                if match["act"].startswith("hien")
                else _name_end(folded, match)
            )
            kind = squeeze(text[at : match.end("act")])
            yield _law(text, at, stop, kind, squeeze(folded[match.end("act") : stop]) or "hien phap")
            continue
        group = "code" if match["code"] else "law"
        kind = squeeze(text[at : match.end(group)])
        yield _law(text, at, match.end(), kind, squeeze(match[f"{group}_name"]))
    for match in _OTHER_LAW.finditer(folded, start, end):
        if (
            _capital(text, match.start())
            and _capital(text, match.start("name"))
            and not _LAW.match(folded, match.start())
        ):
            if not any(first <= match.start() < last for first, last in amended):
                yield _law(text, match.start(), match.end(), "Luật", squeeze(match["name"]))


_NAME_STOP = Pattern(
    r"\b(?:ngay|nam|so|quy\s+dinh|va\s+cac|va\s+(?:nghi|luat|thong|phap)|da|duoc|tai|theo|ve|tren|cho|de|khi|trong|do)\b|[,.;()]|\n\s*\n"
)


def _name_end(folded: str, match: re.Match[str]) -> int:
    stop = _NAME_STOP.search(folded, match.end("act"), match.end())
    return len(folded[: stop.start()].rstrip()) if stop is not None else match.end()


def _law(text: str, start: int, end: int, kind: str, name: str) -> Citation:
    date = date_after(text, end)
    if date is not None:
        return Citation((start, date[1]), kind, None, date[0], None, name)
    year = _YEAR.match(text, end)
    if year is not None:
        return Citation((start, year.end()), kind, None, year["year"], None, name)
    return Citation((start, end), kind, None, None, None, name)


def _resolutions(text: str, folded: str, start: int, end: int) -> Iterator[Citation]:
    for match in _CONGRESS.finditer(folded, start, end):
        if not _capital(text, match.start()):
            continue
        level = squeeze(match["level"] or "")
        if not level:
            level = "dang bo phuong" if "dang bo phuong" in match["rest"] else squeeze(match["rest"])
        last = match.end()
        issuer = squeeze(text[match.start("name") : last])
        issuer = re.sub(r"^(?:của\s+)?(?:lần\s+thứ\s+\w+\s+(?=Đại))?", "", issuer)
        yield Citation((match.start(), last), "Nghị quyết", None, None, issuer, f"dai hoi {level}")
    for match in _PLENUM.finditer(folded, start, end):
        if _capital(text, match.start()):
            yield Citation(
                match.span(),
                "Nghị quyết",
                None,
                None,
                "Ban Chấp hành Trung ương Đảng",
                squeeze(match.group()),
            )


_NOT_A_NAME = Pattern(
    r"(?:nay|tai|neu\s+tren|tu|bang|theo|duoc|la|va|den|cho|phai|dung|o|khi|nhu|voi|hang\s+nam|hang\s+thang|co)\b"
)
_REPORT = Pattern(r"\bbao\s+cao\s+chinh\s+tri\b")
_CONCLUSION = Pattern(
    r"\bket\s+luan\s+cua\s+(?:dong\s+chi\s+)?(?P<issuer>[^.;:()\d]{4,90}?)\s+tai\s+(?:buoi|cuoc|hoi\s+nghi|phien)\s[^.;:()\d]{0,80}?"
    r"\bngay\s+\d{1,2}/\d{1,2}/\d{4}"
)
_OWN_CONCLUSION = Pattern(r"\b(?:ve|tren\s+day\s+la|y\s+kien|thong\s+bao)[\s*]*\Z")


def _others(text: str, folded: str, start: int, end: int) -> Iterator[Citation]:
    """The political report of a congress, and a leader's conclusion at a dated meeting."""
    for match in _REPORT.finditer(folded, start, end):
        if _capital(text, match.start()):
            yield Citation(match.span(), "Báo cáo", None, None, None, "chinh tri")
    for match in _CONCLUSION.finditer(folded, start, end):
        if not _OWN_CONCLUSION.search(folded[max(0, match.start() - 20) : match.start()]):
            issuer = squeeze(text[match.start("issuer") : match.end("issuer")])
            kind = squeeze(text[match.start() : match.start("issuer")]).split(" của")[0]
            yield Citation(match.span(), kind, None, None, issuer, squeeze(match.group()))


def _plans(text: str, folded: str, start: int, end: int) -> Iterator[Citation]:
    approved = _approved_names(folded)
    spans: list[Span] = []
    for pattern in (_IMPLEMENTING, _WITH_PERIOD, _PROJECT):
        for match in pattern.finditer(folded, start, end):
            at = match.start()
            before = folded[max(0, at - 40) : at]
            if not _capital(text, at) or _TO_BE_WRITTEN.search(before) or not _CITED.search(before):
                continue
            if any(first < match.end() and at < last for first, last in spans):
                continue
            kind = squeeze(text[at : match.end("type")])
            name = squeeze(folded[match.end("type") : match.end()])
            if pattern is not _IMPLEMENTING and (
                _key(name) in approved or not text[match.start("name")].islower()
            ):
                continue
            if "\n\n" in text[at : match.end()] or _NOT_A_NAME.match(name):
                continue
            if pattern is _PROJECT and not re.search(r"\b(?:thuc hien|trien khai)\s+\Z", before):
                continue
            spans.append(match.span())
            yield Citation(match.span(), kind, None, None, issuer_after(text, match.end("type")), name)


def _key(name: str) -> str:
    return " ".join(re.findall(r"\w+", name)[:4])


def _approved_names(folded: str) -> set[str]:
    """How the names begin that a numbered document is said to approve or to be about: they are cited by its number."""
    found = re.finditer(
        rf"\b(?:phe\s+duyet|ban\s+hanh|ve|dieu\s+chinh|thuc\s+hien\s+quyet\s+dinh)\s+{_PLAN_TYPES}\s+(?P<name>[^.;]{{4,80}})",
        folded,
    )
    return {_key(match["name"]) for match in found}
