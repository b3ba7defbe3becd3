"""Who must do a task: named in its own words, in a heading above it, or only by the document as a whole."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sauro.reading.brackets import charge_at
from sauro.reading.clauses import clauses_of, lead_of, skip_markup
from sauro.reading.draft import Draft
from sauro.reading.heads import head_at
from sauro.reading.labels import Label, LabelRole, label_at, labels_at
from sauro.reading.lexicon import ORDERING, UPPER, Phrase
from sauro.reading.model import OwnerSource
from sauro.reading.named_by_place import in_sentence_case, loose_parties
from sauro.reading.outline import Paragraph
from sauro.reading.parties import Party, list_at, parties_at, split_parties
from sauro.vietnamese.text import fold

# '…, phối hợp với Sở B; hoàn thành trong quý III': the date behind the parties is not a party.
_ENDS_A_LABEL = Phrase(
    r"[;,.] (?:hoàn thành|thời gian|thời hạn|xong|trong quý|trong năm|trước ngày)", re.IGNORECASE
)
_TOWARDS = Phrase(
    r"(?:Đối với|Về phía|Giao(?: cho)?|Đề nghị|Yêu cầu|Trách nhiệm(?: của)?|Nhiệm vụ(?: của)?|Phân công|Kính đề nghị|(?:Đề xuất, )?Kiến nghị(?: với| đối với)?)"
    r"(?![\w])[\s:*]*",
    re.IGNORECASE,
)
_AFTER = Phrase(
    r"[\s*:;.,]*(?:\([^)]*\)?[\s*:;.]*)?(?:[-–][^:\n]{0,60})?"
    r"(?:(?:có|chịu) (?:trách nhiệm|nhiệm vụ).*|(?:chủ trì|chủ động|tập trung|căn cứ|trong phạm vi|theo|thực hiện|chỉ đạo|phối hợp).*:)?[\s*:;.]*$",
    re.DOTALL | re.IGNORECASE,
)
_ORDER = Phrase(rf"(?<!theo\s)(?<!được\s)\b(?:{ORDERING})[\s*:]+(?!của|tại|phải|ban\b)", re.IGNORECASE)
_MUST = Phrase(
    r",? (?:cần|phải|tập trung|chủ động|khẩn trương|nghiêm túc|có trách nhiệm|thực hiện tốt|triển khai)(?![\w])"
)
_CLASS = Phrase(
    r"(?:(?:thủ trưởng|trưởng|giám đốc|chủ tịch|lãnh đạo|người đứng đầu) )?(?:các|toàn thể|mọi|mỗi|từng) ",
    re.IGNORECASE,
)
_SOFT_ORDER = Phrase(
    r"(?<!sự\s)(?<!được\s)\b(?:chỉ đạo|chỉ thị|lưu ý|nhắc nhở|hướng dẫn|phân công|thông báo (?:đến|tới)|quán triệt (?:đến|tới)|có ý kiến (?:đối )?với) (?!của|tại)",
    re.IGNORECASE,
)
_ORDERS = Phrase(
    r"(?<!theo\s)(?<!được\s)(?<![\w])(?:yêu cầu|đề nghị|giao)(?:,|[\s*]*$| (?!của|tại|phải|thông|dịch|ban\b))|(?<![\w])(?:như sau|sau|sau đây|một số (?:nội dung|việc|nhiệm vụ)|thông báo (?:đến|tới)|có ý kiến|kết luận|chỉ đạo)[\s*]*$"
)
_BODY = r"(?:Sở|Bộ|Ban|Phòng|UBND|Ủy\s+ban|HĐND|Hội\s+đồng|Văn\s+phòng|Công\s+an|Các|Trung\s+tâm|Hội|Đoàn|MTTQ|Đảng\s+ủy|Trạm|Trường|Thanh\s+tra|Công\s+ty|Chi\s+cục|Tổ)(?![\w])"
# Where a line of a cell ends: a bullet, or a break before another body's head; never inside 'Văn phòng HĐND và⏎UBND phường'.
_LINES_OF_PARTIES = Phrase(
    rf"<br\s*/?>|(?:^|\n)\s*[-+•]\s+(?=[{UPPER}])|\s[-+•]\s+(?={_BODY})|(?<!và)(?<!với)(?<!của)(?<!các)(?<!thuộc)(?<!phòng)(?<!\bban)(?<!\bủy)\n(?={_BODY})"
)
_WITH_VERB = Phrase(
    r"(?<![\w])(?:chủ trì|tham mưu|triển khai|tổ chức thực|phối hợp với|chịu trách|lãnh đạo|chỉ đạo)(?: |$)"
)
# 'Đảng ủy UBND phường lãnh đạo UBND phường:': who leads is ordered, not whom it leads.
_LEADS = Phrase(r"[\s*,]+(?:lãnh đạo|chỉ đạo)(?![\w])")
_PARTY_COMMITTEE = re.compile(
    r"(?:cac )?(?:dang uy|dang bo|chi bo|chi uy|cap uy|tinh uy|thanh uy|ban thuong vu|ban chap hanh|thuong truc)\b"
)
# A few words and a colon at the beginning of an item, and what is said of it.
_RUN_IN = re.compile(r"[\s*_]*(?P<name>[^:;.\n]{2,90}?)[\s*_]*:[\s*_]+(?=\S)")
_WHO_DOES_WHAT = re.compile(
    r"\bphan cong\b|\btrach nhiem (?:cua|to chuc|thuc hien|cac)|\bto chuc thuc hien\b|giao nhiem vu|nhiem vu (?:cua cac|cu the cua)"
)
_ARROW = Phrase(
    r"[\s*]*(?:=>|→|⇒)\s*(?:(?:giao|thực hiện|chủ trì|phân công)\s*:?\s*)?(?P<inside>[^()\[\]]{4,240}?)[\s.;*]*(?:$|\n)",
    re.IGNORECASE,
)
# A heading may say in brackets whose work it is: 'Nông nghiệp (Phòng Kinh tế tham mưu)'.
_CHARGED_IN_BRACKETS = Phrase(
    r"\((?:[Gg]iao|[Cc]hủ trì:)?[\s*]*(?P<inside>[^()]{4,140}?) (?:chủ trì|tham mưu|phụ trách|thực hiện|chịu trách nhiệm)[^()]{0,60}\)[\s*:.]*$"
)
_DONE_BY = Phrase(r"(?:[,;] giao|(?<![\w])do) ")
_DOES_IT = Phrase(
    r"[\s,*]*(?:chủ trì|thực hiện|phụ trách|tham mưu|triển khai|đảm nhiệm|làm đầu mối)(?![\w])[^.;]{0,60}?[\s*:.;]*$"
)


@dataclass(frozen=True, slots=True)
class Owners:
    parties: list[Party]
    source: OwnerSource
    why: str
    joined: bool = True


class Ownership:
    """Finds the owners of the drafts of one part; `fallback` gives those that the document as a whole names."""

    def __init__(self, text: str, fallback: Owners | None) -> None:
        self.text = text
        self.fallback = fallback
        self._headings: dict[int, list[Party]] = {}

    def of(self, draft: Draft, siblings: Sequence[Paragraph]) -> Owners:
        if draft.lead and draft.lead.parties and not self._yields_to_heading(draft):
            return Owners(
                draft.lead.parties, "own", f"trong câu: “{plain_words(draft.lead.parties[0].text)}”"
            )
        label = draft.labels.get("lead")
        if label:
            parties = parties_of_label(self.text, label.start, label.end)
            if parties:
                return Owners(parties, "own", f"dòng “{label.name}”")
        bracket = self._bracket(draft)
        if bracket:
            return Owners(bracket, "own", "trong ngoặc ở cuối nhiệm vụ")
        last = self._at_its_end(draft)
        if last:
            return Owners(last, "own", f"cuối câu: “{plain_words(last[0].text)}”")
        run_in = self._run_in(draft)
        if run_in:
            return Owners(run_in, "own", f"đầu mục: “{plain_words(run_in[0].text)}”")
        if draft.inherited:
            return Owners(draft.inherited, "own", f"câu trước: “{plain_words(draft.inherited[0].text)}”")
        above = self._above(draft.node, siblings)
        if above:
            return above
        return self.fallback or Owners([], "document", "văn bản không nêu")

    def _bracket(self, draft: Draft) -> list[Party]:
        """'… (Sở Nội vụ chủ trì)' at the end of a task or right behind it, or '=> Phòng Kinh tế'."""
        charge = charge_at(self.text, draft.start, draft.end)
        if charge:
            return charge.owners
        until = min(len(self.text), draft.end + 220)
        match = _ARROW.search(self.text, max(draft.start, draft.end - 260), until)
        if not match or match.end() < draft.end - 1 or self.text[draft.end : match.start()].strip(" .;,*\n"):
            return []
        inside, close = match.span("inside")
        parties = parties_at(self.text, skip_markup(self.text, inside, close), close, classes=True)
        return parties if parties and parties[-1].end >= close - 1 else []

    def _at_its_end(self, draft: Draft) -> list[Party]:
        """'Rà soát …, giao Phòng Kinh tế thực hiện', '… do Phòng Kinh tế chủ trì'."""
        for match in _DONE_BY.finditer(self.text, draft.start, draft.end):
            parties, after = list_at(self.text, match.end(), draft.end, classes=True)
            if parties and _DOES_IT.match(self.text, after, draft.end):
                return parties
        return []

    def _run_in(self, draft: Draft) -> list[Party]:
        """'Bảo vệ: sắp xếp xe của khách' where the place says that somebody must stand before the colon."""
        label = _RUN_IN.match(self.text, draft.node.body, draft.node.end)
        if label is None or draft.start > draft.node.body + 3 or not self._assigns(draft.node):
            return []
        return loose_parties(self.text, *label.span("name"))

    def _assigns(self, node: Paragraph) -> bool:
        """Whether an item at this place begins with who is to do it: its section says so, or the items beside it do."""
        if node.marker is None:
            return False
        above = next((one for one in node.ancestors() if one.marker or one.hashes or one.children), None)
        if above and _WHO_DOES_WHAT.search(fold(self.text[above.body : min(above.end, above.body + 160)])):
            return True
        if above is None:
            return False
        beside = [one for one in above.children if one is not node and one.marker]
        named = [
            one
            for one in beside
            if parties_at(self.text, skip_markup(self.text, one.body, one.end), one.end, classes=True)
        ]
        return len(named) >= 2 and len(named) >= 0.6 * len(beside)

    def _yields_to_heading(self, draft: Draft) -> bool:
        """Under a heading that names a party, 'Yêu cầu chủ đầu tư nộp…' is what that party does.

        Under one that names a Party committee so is 'Lãnh đạo Sở A làm …': it leads, and is not somebody's leaders.
        """
        lead = draft.lead
        if lead and lead.kind == "party" and lead.parties[0].text.startswith("Lãnh đạo "):
            above = next(
                (found for node in draft.node.ancestors() if (found := self.heading_parties(node))), []
            )
            return bool(above) and _PARTY_COMMITTEE.match(fold(above[0].text)) is not None
        if (
            lead is None
            or lead.kind != "ordered"
            or not lead.by.startswith(("yêu cầu", "phân công", "ủy quyền"))
        ):
            return False
        return any(
            self.heading_parties(node) for node in draft.node.ancestors() if node.marker or node.hashes
        )

    def _above(self, node: Paragraph, roots: Sequence[Paragraph]) -> Owners | None:
        below = node
        for above in [*node.ancestors(), None]:
            siblings = above.children if above else roots
            line = assigning_line(self.text, below, "lead")
            parties = parties_of_label(self.text, line.start, line.end) if line else []
            if line and parties:
                return Owners(parties, "heading", f"dòng “{line.name}” ở đầu mục")
            preamble = self._preamble_before(below, siblings)
            if preamble:
                return preamble
            if above is None:
                return None
            parties = self.heading_parties(above)
            if parties and _is_preamble(self.text, above):
                return Owners(parties, "document", f"đoạn mở đầu: “{plain_words(parties[0].text)}”")
            if parties:
                return Owners(
                    parties,
                    "heading",
                    f"tiêu đề mục: “{plain_words(self.text[above.body : above.end])[:60]}”",
                )
            below = above
        return None

    def _preamble_before(self, node: Paragraph, siblings: Sequence[Paragraph]) -> Owners | None:
        """The nearest sentence before the node on its level that ends with ':' and orders a party."""
        for sibling in reversed([one for one in siblings if one.start < node.start and one is not node]):
            words = self.text[sibling.body : sibling.end].rstrip("* \n.")
            if sibling.marker is None and words.endswith(":"):
                parties = ordered_parties(self.text, sibling.body, sibling.end, soft=True)
                if parties:
                    return Owners(parties, "document", f"đoạn mở đầu: “{plain_words(parties[0].text)}”")
        return None

    def heading_parties(self, node: Paragraph) -> list[Party]:
        """The parties that a heading or an order above names, [] where it names none."""
        if node.start not in self._headings:
            self._headings[node.start] = self._find_heading_parties(node)
        return self._headings[node.start]

    def _in_capitals(self, at: int, end: int) -> list[Party]:
        """The parties of a heading in capitals, whose words could not be told apart."""
        cased = in_sentence_case(self.text[at:end])
        towards = _TOWARDS.match(cased)
        first = towards.end() if towards else 0
        first += 1 if cased[first : first + 1] == " " else 0
        found = parties_at(
            cased[:first] + cased[first : first + 1].upper() + cased[first + 1 :],
            first,
            len(cased),
            classes=True,
        )
        return [Party(at + p.start, at + p.end, self.text[at + p.start : at + p.end]) for p in found]

    def _find_heading_parties(self, node: Paragraph) -> list[Party]:
        text, end = self.text, node.end
        at = skip_markup(text, node.body, end)
        towards = _TOWARDS.match(text, at, end)
        at = skip_markup(text, towards.end(), end) if towards else at
        parties = parties_at(text, at, end, classes=True)
        if not parties and text[at:end].isupper():
            parties = self._in_capitals(at, end)
            if parties and parties[-1].end >= _last_word(text, at, end):
                return parties
            parties = []
        if parties and _AFTER.match(text, parties[-1].end, end) and end - node.body < 600:
            return parties
        whole = _last_word(text, at, end)
        if parties and text[whole:end].startswith(":") and _LEADS.match(text, parties[-1].end, end):
            return parties
        if not parties and node.children and whole - at < 90 and self._assigns(node):
            parties = loose_parties(text, at, whole)
            if parties:
                return parties
        if (
            parties
            and node.children
            and whole - at < 100
            and head_at(text, at, end)
            and not re.search(r"[.;:]\s", text[at:whole])
            and not _ORDERS.search(text, at, whole)
        ):
            return split_parties(text, at, whole)  # a short heading that begins with a body is its name
        if text[node.body : end].rstrip("* \n").endswith(":") and end - node.body < 700:
            within = node.parent is not None
            return ordered_parties(text, node.body, end) or (
                _class_that_must(text, node.body, end) if within else []
            )
        for done in _DONE_BY.finditer(text, node.body, end) if end - node.body < 160 else ():
            parties, after = list_at(text, done.end(), end, classes=True)
            if parties and _DOES_IT.match(text, after, end):
                return parties
        charged = _CHARGED_IN_BRACKETS.search(text, node.body, end) if end - node.body < 160 else None
        if charged:
            return parties_at(text, charged.start("inside"), charged.end(), classes=True)
        if end - node.body > 60:
            first = clauses_of(text, node.body, end)[0]
            lead = lead_of(text, first.start, first.end)
            if lead and lead.parties:
                return lead.parties
        return []


def assigning_line(text: str, item: Paragraph, role: LabelRole) -> Label | None:
    """What a line right under a heading gives to the items behind it: 'Phân công thực hiện: Sở A chủ trì; Sở B phối hợp'."""
    first = item.parent.children[0] if item.parent else item
    if item.marker is None or first.marker is not None or first.start >= item.start:
        return None
    label = label_at(text, first.body, first.end)
    if label is None or label.role not in ("lead", "support"):
        return None
    return next((one for one in labels_at(text, first.body, first.end) if one.role == role), None)


def _class_that_must(text: str, start: int, end: int) -> list[Party]:
    """'Các phòng, đơn vị trên địa bàn phường thực hiện tốt các nội dung sau:': a class is never the one who speaks."""
    lead = lead_of(text, start, end)
    return lead.parties if lead and lead.kind == "party" and _CLASS.match(lead.parties[0].text) else []


def _is_preamble(text: str, node: Paragraph) -> bool:
    """A sentence above every section that orders somebody to do what follows."""
    at_top = node.parent is None and node.marker is None and not node.hashes
    return at_top and node.end - node.body > 60 and _ORDER.search(text, node.body, node.end) is not None


def _last_word(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip(" *_#:;.\n"))


def ordered_parties(text: str, start: int, end: int, *, soft: bool = False) -> list[Party]:
    """The parties of the last 'yêu cầu / đề nghị / giao …' in a sentence that introduces tasks.

    In a preamble (`soft`) 'chỉ đạo / hướng dẫn / lưu ý …' order too.
    """
    orders = list(_ORDER.finditer(text, start, end))
    if soft:
        orders = [*_SOFT_ORDER.finditer(text, start, end), *orders]
    for match in reversed(orders):
        parties = parties_at(text, skip_markup(text, match.end(), end), end, classes=True)
        if parties:
            return parties
    lead = lead_of(text, start, end) if soft else None
    if lead and lead.kind == "party" and _MUST.match(text, lead.parties[-1].end, end):
        return lead.parties  # '…, các chi bộ cần tập trung một số nhiệm vụ sau:'
    return []


def parties_of_label(text: str, start: int, end: int) -> list[Party]:
    """The parties of a label or a cell: 'Sở A chủ trì tham mưu…; Sở B và các phòng' or bare names joined by ';' or ','."""
    towards = _TOWARDS.match(
        text, skip_markup(text, start, end), end
    )  # 'Phân công thực hiện: Giao Sở A chủ trì'
    start = towards.end() if towards else start
    closing = _ENDS_A_LABEL.search(text, start, end)
    end = closing.start() if closing else end
    end = start + len(text[start:end].rstrip(" \n\t.;,*|"))
    lines = _split(text, start, end)
    if len(lines) > 1 and all(len(line) < 160 for line in lines):
        return _parties_of_lines(text, start, lines)
    found = parties_at(text, start, end, classes=True)
    if found and found[-1].end >= end - 2:
        return found
    named: list[Party] = list(found)
    position = found[-1].end if found else start
    for clause in clauses_of(text, position, end) if found else []:
        named += [
            party
            for party in parties_at(text, clause.start, clause.end, classes=True)
            if party.start >= position
        ]
    if not _WITH_VERB.search(text, start, end):
        return split_parties(text, skip_markup(text, start, end), end)
    return named or split_parties(text, start, end)


def _split(text: str, start: int, end: int) -> list[str]:
    lines: list[str] = []
    for cut in _LINES_OF_PARTIES.finditer(text, start, end):
        lines.append(text[start : cut.start()])
        start = cut.end()
    return [*lines, text[start:end]]


def _parties_of_lines(text: str, start: int, lines: list[str]) -> list[Party]:
    """A cell with a party on each line, or bulleted: 'Sở A<br>Sở B', '- Sở A - Sở B'."""
    parties: list[Party] = []
    position = start
    for line in lines:
        begin = text.index(line, position)
        position = begin + len(line)
        inside = begin + len(line) - len(line.lstrip(" -+•*\n"))
        until = begin + len(line.rstrip(" ;,.\n*"))
        if until > inside:
            parties += split_parties(text, inside, until)
    return parties


def plain_words(quote: str) -> str:
    """The words of a quote without bold marks and line breaks, as a reason quotes them."""
    return " ".join(quote.replace("*", "").split())
