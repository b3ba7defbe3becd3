"""The paragraphs that gave no task, each with its reason: what a clerk checks last."""

import itertools
from bisect import bisect_left
from collections.abc import Sequence

from sauro.reading.labels import label_at
from sauro.reading.lexicon import Pattern
from sauro.reading.model import Gap, GapReason, Span
from sauro.reading.outline import Paragraph
from sauro.reading.zones import zone_of
from sauro.vietnamese.text import fold

_ACCOUNTABILITY = Pattern(r"chiu (?:hoan toan )?trach nhiem")
_CLOSING = Pattern(
    r"^(?:tren day la|trong qua trinh|yeu cau|de nghi|nhan duoc|van phong .{0,60} thong bao|thua lenh|nay,? thong bao)"
)
_PREAMBLE = Pattern(
    r"^(?:can cu|thuc hien|trien khai|de |nham|sau khi|tiep theo|xet|theo|thoi gian qua|tren co so|phat huy|quan triet|huong ung|qua theo doi)\b"
)
_RULE = Pattern(
    r"co hieu luc|thay the|bai bo|ban hanh kem theo|nghiem cam|phai tuan thu|duoc (?:thuc hien|quy dinh) theo|thuc hien theo"
)


def gaps_in(
    text: str, nodes: Sequence[Paragraph], tasks: Sequence[Span], data: Sequence[Span], *, first_task: int
) -> list[Gap]:
    """A gap for every paragraph outside every task, and one for every table that gave none; `tasks` in their order."""
    starts = [start for start, _ in tasks]
    reached = [0, *itertools.accumulate((end for _, end in tasks), max)]  # by the tasks before each of them
    found = [
        Gap(at=(node.body, node.end), reason=_reason(text, node, starts, first_task=first_task))
        for node in nodes
        if reached[bisect_left(starts, node.end)] <= node.body
    ]
    found += [Gap(at=span, reason="data") for span in data]
    return sorted(found, key=lambda gap: gap.at)


def _reason(text: str, node: Paragraph, starts: Sequence[int], *, first_task: int) -> GapReason:
    words = " ".join(fold(text[node.body : node.end].replace("*", " ")).split())
    if label_at(text, node.body, node.end):
        return "data"
    if node.marker is None and node.end <= first_task and len(words) > 60 and _PREAMBLE.match(words):
        return "preamble"
    last = max((below.end for below in node.descendants()), default=node.end)
    following = bisect_left(starts, node.end)
    gives_below = following < len(starts) and starts[following] < last
    if gives_below or (len(words) < 160 and not words.endswith((".", ";"))):
        return "heading"
    zone = zone_of(text, node)
    if zone in {"assessment", "aim", "data", "rule"}:
        return zone
    if _ACCOUNTABILITY.search(words):
        return "accountability"
    if node.end <= first_task:
        return "preamble"
    if _CLOSING.match(words) or words.endswith("./."):
        return "closing"
    return "rule" if _RULE.search(words) else "unsure"
