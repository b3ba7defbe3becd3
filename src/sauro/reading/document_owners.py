"""Whom a document orders as a whole: for the tasks that name nobody, neither themselves nor in a heading above."""

import re
from collections.abc import Sequence

from sauro.reading.clauses import clauses_of, lead_of, skip_markup
from sauro.reading.heads import heads_in
from sauro.reading.labels import label_at
from sauro.reading.lexicon import Phrase
from sauro.reading.model import Span
from sauro.reading.outline import Paragraph
from sauro.reading.ownership import Owners, Ownership, ordered_parties, parties_of_label, plain_words
from sauro.reading.parties import Party, parties_at, split_parties
from sauro.reading.zones import zone_of

_NOTIFIES = Phrase(
    r"(?:thông báo|gửi)\b.{0,120}?(?:để|đến|tới|cho) (?=.{3,300}?(?:biết|thực hiện))", re.DOTALL
)
# Told along with somebody named: each of them has an item of its own.
_CONCERNED = Phrase(r"^[Cc]ác .*liên quan$", re.DOTALL)
# 'Nếu có vướng mắc, đề nghị các đơn vị phản ánh về …' names everybody in passing.
_ASKS_TO_SPEAK_UP = Phrase(r"(?<![\w])(?:nếu|vướng mắc|khó khăn)(?![\w])")
# The purpose behind a recipient: 'Các chi bộ trực thuộc (để thực hiện)'.
_TO_EXECUTE = Phrase(
    r"\s*\((?:để )?(?:t/h|thực hiện|triển khai|tổ chức thực hiện|phối hợp thực hiện)[^()]{0,40}\)",
    re.IGNORECASE,
)
_ASKS = Phrase(r"(?<![\w])(?:yêu cầu|đề nghị|giao|chỉ đạo)(?![\w])", re.IGNORECASE)
_WATCHES = Phrase(r"(?:theo dõi|đôn đốc|kiểm tra|hướng dẫn|tham mưu|thông báo)")
_THIS_DOCUMENT = Phrase(
    r"(?:thực hiện|triển khai|thi hành|chấp hành|căn cứ|nhận được).{0,60}?(?:kế hoạch|chương trình|chỉ thị|quyết định|hướng dẫn|nghị quyết|thông báo|công văn|công điện|kết luận|quy chế) này",
    re.IGNORECASE | re.DOTALL,
)
_CLASS_OF_ALL = Phrase(
    r"(?:các|thủ trưởng các|giám đốc các) (?:(?:sở|phòng|ban|ngành|xã|phường|đoàn thể|chi bộ|đảng bộ|đảng bộ bộ phận|cấp ủy|chi ủy|thôn|tổ dân phố|trường|địa phương)(?:,| và| ban| trực thuộc|[\s*]*$)|cơ quan,|đơn vị,)",
    re.IGNORECASE,
)
_CARRIES_OUT = Phrase(
    r"chủ trì.{0,60}(?:triển khai|thực hiện).{0,20}(?:kế hoạch|chương trình)",
    re.IGNORECASE | re.DOTALL,
)
_EXECUTES = Phrase(
    r"(?:(?:chịu|có) trách nhiệm|căn cứ (?:quyết định|nghị quyết|kế hoạch|chỉ thị|chương trình|công văn|công điện|thông báo|chức năng)[^.;]{0,60}?) (?:tổ chức |nghiêm túc |khẩn trương )*(?:thi hành|thực hiện|triển khai)"
    r"|(?:tổ chức )?thi hành (?:quyết định|nghị quyết|chỉ thị) này",
    re.IGNORECASE,
)
# 'Giám đốc Sở A, Chủ tịch UBND các xã tập trung thực hiện các nhiệm vụ sau:': a preamble that begins with whom it orders.
_DOES_THE_FOLLOWING = Phrase(
    r"(?:(?:tập trung|khẩn trương|nghiêm túc|tổ chức|tiếp tục|chủ động|phối hợp|có trách nhiệm|cần|phải)[,\s]+)*(?:thực hiện|triển khai|làm)[^:;.]{0,70}(?:sau đây|sau|trọng tâm)[:\s]*$"
    r"|(?:có trách nhiệm|có nhiệm vụ)[:\s]*$",
    re.IGNORECASE,
)


def ordered_by_document(text: str, nodes: Sequence[Paragraph], first_task: int) -> Owners | None:
    """Whom the document as a whole orders: its preamble, its closing, the article of execution; None where nobody."""
    before = [node for node in nodes if node.end <= first_task]
    after = [node for node in nodes if node.start >= first_task]
    for node in reversed(before):
        words = text[node.body : node.end].rstrip("* \n.")
        if words.endswith((":", "sau", "sau đây")):
            parties = ordered_parties(text, node.body, node.end, soft=node.marker is None)
            if not parties and node.marker is None:
                parties = _subjects_of(text, node, _DOES_THE_FOLLOWING)
            if parties:
                return Owners(parties, "document", f"đoạn mở đầu: “{plain_words(parties[0].text)}”")
    for node in nodes:
        if node.marker is not None and node.marker.style == "article":
            parties = _executing_parties(text, node)
            if parties:
                return Owners(parties, "document", f"{node.marker.label}: thi hành")
    for node in [*reversed(after), *reversed(before)]:
        if node.marker is not None or label_at(text, node.body, node.end):
            continue
        asked = _ASKS.search(text, node.body, node.end)
        parties = [] if asked else _executing_parties(text, node)
        parties = parties or ordered_parties(text, node.body, node.end)
        notifies = None if parties else _NOTIFIES.search(text, node.body, node.end)
        if notifies:
            told = parties_at(text, skip_markup(text, notifies.end(), node.end), node.end, classes=True)
            parties = [party for party in told if not _CONCERNED.search(party.text)] or told
        if parties:
            if not _ASKS_TO_SPEAK_UP.search(text, node.body, node.end):
                return Owners(parties, "document", f"đoạn kết: “{plain_words(parties[0].text)}”")
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
    """'Trong quá trình thực hiện nếu có vướng mắc, đề nghị các cơ quan … phản ánh', or '…, các đơn vị phản ánh'."""
    for node in reversed(nodes):
        if node.marker is not None or not _ASKS_TO_SPEAK_UP.search(text, node.body, node.end):
            continue
        parties = ordered_parties(text, node.body, node.end)
        for clause in [] if parties else clauses_of(text, node.body, node.end):
            lead = lead_of(text, clause.start, clause.end)
            if lead and lead.kind == "party" and _ASKS_TO_SPEAK_UP.search(text, clause.start, lead.verb):
                parties = lead.parties
        if parties:
            return Owners(parties, "document", f"đoạn kết: “{plain_words(parties[0].text)}”")
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
                    lead.parties,
                    "document",
                    f"câu về tổ chức thực hiện: “{plain_words(lead.parties[0].text)}”",
                )
    for node in nodes:
        parties = _executing_parties(text, node)
        if parties:
            return Owners(
                parties, "document", f"câu về trách nhiệm thi hành: “{plain_words(parties[0].text)}”"
            )
    organising = [
        node
        for node in nodes
        if node.marker
        and any("tổ chức thực hiện" in plain_words(text[a.body : a.end]).lower() for a in node.ancestors())
    ]
    for node in organising:
        parties = reader.heading_parties(node)
        if parties:
            return Owners(parties, "document", f"phần tổ chức thực hiện: “{plain_words(parties[0].text)}”")
    return None


def _executing_parties(text: str, node: Paragraph) -> list[Party]:
    """The subjects of '… chịu trách nhiệm thi hành': courtesy ('Các ông, bà: …') before them is passed over."""
    return _subjects_of(text, node, _EXECUTES, passing=True)


def _subjects_of(text: str, node: Paragraph, does: Phrase, *, passing: bool = False) -> list[Party]:
    """All that stands in its sentence before what `does` finds, if it begins with a party, or, `passing`, has one."""
    match = does.search(text, node.body, node.end)
    if match is None:
        return []
    begin = max(skip_markup(text, node.body, node.end), text.rfind(". ", node.body, match.start()) + 2)
    for head in heads_in(text, begin, match.start()) if passing else [begin]:
        if parties_at(text, head, match.start(), classes=True):
            return split_parties(text, head, match.start())
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
                f"mục {node.marker.label if node.marker else ''}: “{plain_words(parties[0].text)}”",
            )
    return None
