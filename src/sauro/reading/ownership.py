"""Who must do a task: named in its own words, in a heading above it, or only by the document as a whole."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sauro.reading.clauses import clauses_of, lead_of, skip_markup
from sauro.reading.heads import head_at, heads_in
from sauro.reading.labels import label_at
from sauro.reading.lexicon import ORDERING, UPPER, Phrase
from sauro.reading.model import OwnerSource, Span
from sauro.reading.obligations import Draft
from sauro.reading.outline import Paragraph
from sauro.reading.parties import Party, parties_at, split_parties
from sauro.reading.zones import zone_of

# '…, phối hợp với Sở B; hoàn thành trong quý III': the date behind the parties is not a party.
_ENDS_A_LABEL = Phrase(
    r"[;,.] (?:hoàn thành|thời gian|thời hạn|xong|trong quý|trong năm|trước ngày)", re.IGNORECASE
)
_TOWARDS = Phrase(
    r"(?:Đối với|Về phía|Giao(?: cho)?|Đề nghị|Yêu cầu|Trách nhiệm(?: của)?|Nhiệm vụ(?: của)?|Phân công|Kính đề nghị)"
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
_SOFT_ORDER = Phrase(
    r"(?<!sự\s)(?<!được\s)\b(?:chỉ đạo|chỉ thị|lưu ý|nhắc nhở|hướng dẫn|phân công|thông báo (?:đến|tới)|quán triệt (?:đến|tới)|có ý kiến (?:đối )?với) (?!của|tại)",
    re.IGNORECASE,
)
_ORDERS = Phrase(
    r"(?<!theo\s)(?<!được\s)(?<![\w])(?:yêu cầu|đề nghị|giao)(?:,| (?!của|tại|phải|thông|dịch|ban\b))|(?<![\w])như sau$"
)
_NOTIFIES = Phrase(
    r"(?:thông báo|gửi)\b.{0,120}?(?:để|đến|tới|cho) (?=.{3,300}?(?:biết|thực hiện))", re.DOTALL
)
_BODY = r"(?:Sở|Bộ|Ban|Phòng|UBND|Ủy\s+ban|HĐND|Hội\s+đồng|Văn\s+phòng|Công\s+an|Các|Trung\s+tâm|Hội|Đoàn|MTTQ|Đảng\s+ủy|Trạm|Trường|Thanh\s+tra|Công\s+ty|Chi\s+cục|Tổ)(?![\w])"
# Where a line of a cell ends: a bullet, or a break before another body's head; never inside 'Văn phòng HĐND và⏎UBND phường'.
_LINES_OF_PARTIES = Phrase(
    rf"<br\s*/?>|(?:^|\n)\s*[-+•]\s+(?=[{UPPER}])|\s[-+•]\s+(?={_BODY})|(?<!và)(?<!với)(?<!của)(?<!các)(?<!thuộc)(?<!phòng)\n(?={_BODY})"
)
_WITH_VERB = Phrase(r"(?<![\w])(?:chủ trì|tham mưu|triển khai|tổ chức thực|phối hợp với|chịu trách) ")
_BRACKET = Phrase(
    r"[\s*]*(?:[(\[]|(?:=>|→|⇒)\s*)(?P<label>(?:[Gg]iao|[Tt]hực hiện|[Cc]hủ trì|(?:[Đđ]ơn vị|[Cc]ơ quan) (?:chủ trì|thực hiện)|[Tt]rách nhiệm|[Pp]hân công)\s*:?\s*)?"
    r"(?P<inside>[^()\[\]]{4,240}?)[)\]]?[\s.;*]*(?:$|\n)"
)
_WATCHES = Phrase(r"(?:theo dõi|đôn đốc|kiểm tra|hướng dẫn|tham mưu|thông báo)")
_THIS_DOCUMENT = Phrase(
    r"(?:thực hiện|triển khai|thi hành|chấp hành|căn cứ|nhận được).{0,60}?(?:kế hoạch|chương trình|chỉ thị|quyết định|hướng dẫn|nghị quyết|thông báo|công văn|công điện|kết luận|quy chế) này",
    re.IGNORECASE | re.DOTALL,
)
_CLASS_OF_ALL = Phrase(
    r"(?:các|thủ trưởng các|giám đốc các) (?:sở|phòng|ban|ngành|cơ quan,|đơn vị,|xã|phường|đoàn thể|chi bộ)",
    re.IGNORECASE,
)
_CARRIES_OUT = Phrase(
    r"chủ trì.{0,60}(?:triển khai|thực hiện).{0,20}(?:kế hoạch|chương trình)",
    re.IGNORECASE | re.DOTALL,
)
_EXECUTES = Phrase(
    r"(?:(?:chịu|có) trách nhiệm|căn cứ (?:quyết định|nghị quyết|kế hoạch)[^.;]{0,30}?) (?:tổ chức )?(?:thi hành|thực hiện|triển khai)"
    r"|(?:tổ chức )?thi hành (?:quyết định|nghị quyết|chỉ thị) này",
    re.IGNORECASE,
)
# The purpose behind a recipient: 'Các chi bộ trực thuộc (để thực hiện)'.
_TO_EXECUTE = Phrase(
    r"\s*\((?:để )?(?:t/h|thực hiện|triển khai|tổ chức thực hiện|phối hợp thực hiện)[^()]{0,40}\)",
    re.IGNORECASE,
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
            return Owners(draft.lead.parties, "own", f"trong câu: “{_words(draft.lead.parties[0].text)}”")
        label = draft.labels.get("lead")
        if label:
            parties = parties_of_label(self.text, label.start, label.end)
            if parties:
                return Owners(parties, "own", f"dòng “{label.name}”")
        bracket = self._bracket(draft)
        if bracket:
            return Owners(bracket, "own", "trong ngoặc ở cuối nhiệm vụ")
        if draft.inherited:
            return Owners(draft.inherited, "own", f"câu trước: “{_words(draft.inherited[0].text)}”")
        above = self._above(draft.node, siblings)
        if above:
            return above
        return self.fallback or Owners([], "document", "văn bản không nêu")

    def _bracket(self, draft: Draft) -> list[Party]:
        """'… (Sở Nội vụ chủ trì)' or '(Thực hiện: Phòng Kinh tế)' at the end of a task or right behind it."""
        until = min(len(self.text), draft.end + 220)
        match = _BRACKET.search(self.text, max(draft.start, draft.end - 260), until)
        if not match or match.end() < draft.end - 1:
            return []
        inside, close = match.span("inside")
        parties = parties_at(self.text, skip_markup(self.text, inside, close), close, classes=True)
        said = match.group("label") or "chủ trì" in match.group() or "thực hiện" in match.group()
        apart = "(" not in self.text[match.start() : inside] or self.text[match.start() - 1] in ".;"
        alone = apart and bool(parties) and parties[-1].end >= close - 1
        return parties if said or alone else []

    def _yields_to_heading(self, draft: Draft) -> bool:
        """Under a heading that names a party, 'Yêu cầu chủ đầu tư nộp…' is what that party does."""
        lead = draft.lead
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
            preamble = self._preamble_before(below, siblings)
            if preamble:
                return preamble
            if above is None:
                return None
            parties = self.heading_parties(above)
            if parties and _is_preamble(self.text, above):
                return Owners(parties, "document", f"đoạn mở đầu: “{_words(parties[0].text)}”")
            if parties:
                return Owners(
                    parties, "heading", f"tiêu đề mục: “{_words(self.text[above.body : above.end])[:60]}”"
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
                    return Owners(parties, "document", f"đoạn mở đầu: “{_words(parties[0].text)}”")
        return None

    def heading_parties(self, node: Paragraph) -> list[Party]:
        """The parties that a heading or an order above names, [] where it names none."""
        if node.start not in self._headings:
            self._headings[node.start] = self._find_heading_parties(node)
        return self._headings[node.start]

    def _find_heading_parties(self, node: Paragraph) -> list[Party]:
        text, end = self.text, node.end
        at = skip_markup(text, node.body, end)
        towards = _TOWARDS.match(text, at, end)
        at = skip_markup(text, towards.end(), end) if towards else at
        parties = parties_at(text, at, end, classes=True)
        if parties and _AFTER.match(text, parties[-1].end, end) and end - node.body < 600:
            return parties
        whole = _last_word(text, at, end)
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
            return ordered_parties(text, node.body, end)
        if end - node.body > 60:
            first = clauses_of(text, node.body, end)[0]
            lead = lead_of(text, first.start, first.end)
            if lead and lead.parties:
                return lead.parties
        return []


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


def ordered_by_document(text: str, nodes: Sequence[Paragraph], first_task: int) -> Owners | None:
    """Whom the document as a whole orders: its preamble, its closing, the article of execution; None where nobody."""
    before = [node for node in nodes if node.end <= first_task]
    after = [node for node in nodes if node.start >= first_task]
    for node in reversed(before):
        words = text[node.body : node.end].rstrip("* \n.")
        if words.endswith((":", "sau", "sau đây")):
            parties = ordered_parties(text, node.body, node.end, soft=node.marker is None)
            if parties:
                return Owners(parties, "document", f"đoạn mở đầu: “{_words(parties[0].text)}”")
    for node in nodes:
        if node.marker is not None and node.marker.style == "article":
            parties = _executing_parties(text, node)
            if parties:
                return Owners(parties, "document", f"{node.marker.label}: thi hành")
    for node in [*reversed(after), *reversed(before)]:
        if node.marker is not None or label_at(text, node.body, node.end):
            continue
        parties = ordered_parties(text, node.body, node.end)
        notifies = None if parties else _NOTIFIES.search(text, node.body, node.end)
        if notifies:
            parties = parties_at(text, skip_markup(text, notifies.end(), node.end), node.end, classes=True)
        if parties:
            if not re.search(r"\bnếu\b", text[node.body : node.end]):
                return Owners(parties, "document", f"đoạn kết: “{_words(parties[0].text)}”")
    return None


def owners_of_document(
    text: str,
    nodes: Sequence[Paragraph],
    first_task: int,
    body: Sequence[Paragraph],
    addressed: Owners | None,
    recipients: Sequence[Span] = (),
) -> Owners | None:
    """Whom a document orders as a whole, seen from the part with the paragraphs `nodes`; None where it names nobody.

    The part's own preamble or closing decides; then, in an attachment, the bodies that its organising section charges;
    then the body above it, the addressees, and whoever is said to carry the document out.
    """
    attached = bool(nodes) and not any(node.start == nodes[0].start for node in body)
    return (
        ordered_by_document(text, nodes, first_task)
        or (_charged_with_the_whole(text, nodes, classes_only=True) if attached else None)
        or (ordered_by_document(text, body, 0) if attached else None)
        or addressed
        or _implied_by_document(text, nodes)
        or _implied_by_document(text, body)
        or _sent_to_execute(text, recipients)
    )


def _sent_to_execute(text: str, recipients: Sequence[Span]) -> Owners | None:
    parties: list[Party] = []
    for start, end in recipients:
        if _TO_EXECUTE.match(text, end, min(len(text), end + 80)):
            parties += parties_of_label(text, start, end)
    return Owners(parties, "document", "nơi nhận của văn bản: để thực hiện") if parties else None


def _implied_by_document(text: str, nodes: Sequence[Paragraph]) -> Owners | None:
    """Whom a document without an order to all must mean: those charged with it, or asked to speak up about it."""
    return (
        _charged_with_the_whole(text, nodes) or _asked_to_speak_up(text, nodes) or _last_resort(text, nodes)
    )


def _asked_to_speak_up(text: str, nodes: Sequence[Paragraph]) -> Owners | None:
    """'Trong quá trình thực hiện nếu có vướng mắc, đề nghị các cơ quan … phản ánh'."""
    for node in reversed(nodes):
        parties = ordered_parties(text, node.body, node.end) if node.marker is None else []
        if parties and re.search(r"\bnếu\b", text[node.body : node.end]):
            return Owners(parties, "document", f"đoạn kết: “{_words(parties[0].text)}”")
    return None


def _last_resort(text: str, nodes: Sequence[Paragraph]) -> Owners | None:
    """Whoever is said to carry out this very document, else the first party that its organising part names."""
    reader = Ownership(text, None)
    for node in reversed(nodes):
        if not _THIS_DOCUMENT.search(text, node.body, node.end):
            continue
        for clause in clauses_of(text, node.body, node.end):
            lead = lead_of(text, clause.start, clause.end)
            if lead is None or not lead.parties or _WATCHES.match(text, lead.verb):
                continue
            if _THIS_DOCUMENT.search(text, clause.start, clause.end):
                return Owners(
                    lead.parties, "document", f"câu về tổ chức thực hiện: “{_words(lead.parties[0].text)}”"
                )
    for node in nodes:
        parties = _executing_parties(text, node)
        if parties:
            return Owners(parties, "document", f"câu về trách nhiệm thi hành: “{_words(parties[0].text)}”")
    organising = [
        node
        for node in nodes
        if node.marker
        and any("tổ chức thực hiện" in _words(text[a.body : a.end]).lower() for a in node.ancestors())
    ]
    for node in organising:
        parties = reader.heading_parties(node)
        if parties:
            return Owners(parties, "document", f"phần tổ chức thực hiện: “{_words(parties[0].text)}”")
    return None


def _executing_parties(text: str, node: Paragraph) -> list[Party]:
    """The subjects of '… chịu trách nhiệm thi hành': courtesy ('Các ông, bà: …') before them is passed over."""
    match = _EXECUTES.search(text, node.body, node.end)
    if match is None:
        return []
    begin = max(node.body, text.rfind(". ", node.body, match.start()) + 2)
    for head in heads_in(text, begin, match.start()):
        parties = parties_at(text, head, match.start(), classes=True)
        if parties:
            return parties
    return []


def _charged_with_the_whole(
    text: str, nodes: Sequence[Paragraph], *, classes_only: bool = False
) -> Owners | None:
    """The heading under 'Tổ chức thực hiện' that names a class of all, or the one charged to carry out the plan."""
    reader = Ownership(text, None)
    for node in nodes:
        parties = reader.heading_parties(node) if node.marker and zone_of(text, node) == "tasks" else []
        if not parties:
            continue
        said = " ".join(text[child.body : child.end] for child in node.children[:1])
        if _CLASS_OF_ALL.match(parties[0].text) or (not classes_only and _CARRIES_OUT.search(said[:200])):
            return Owners(
                parties,
                "document",
                f"mục {node.marker.label if node.marker else ''}: “{_words(parties[0].text)}”",
            )
    return None


def _words(quote: str) -> str:
    return " ".join(quote.replace("*", "").split())
