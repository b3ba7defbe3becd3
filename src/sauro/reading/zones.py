"""What a part of a document is about, told by its headings: tasks, an assessment, aims, data, a rule."""

import re
from functools import lru_cache
from typing import Literal

from sauro.reading.clauses import ordered_at
from sauro.reading.lexicon import Phrase
from sauro.reading.outline import Paragraph
from sauro.vietnamese.text import fold

Zone = Literal["tasks", "assessment", "aim", "data", "rule"]

# Matched on folded headings, first hit wins.
_ZONES: tuple[tuple[Zone, re.Pattern[str]], ...] = (
    (
        "assessment",
        re.compile(
            r"^(?:ve )?(?:danh gia(?!,)|nhan dinh)\b|^(?:ve )?(?:tinh hinh|ket qua|mot so ket qua|nhung ket qua|ton tai|han che|mot so ton tai"
            r"|mot so han che|kho khan|thuan loi|nguyen nhan|uu diem|khuyet diem|thuc trang|boi canh|dac diem)\b|ket qua dat duoc"
            r"|^thanh phan|thanh phan tham du|^tham du|^chu tri\W*$|^thoi gian, dia diem|^dia diem"
        ),
    ),
    (
        "tasks",
        re.compile(
            r"\bnhiem vu\b|\bgiai phap\b|to chuc thuc hien|trach nhiem cua|\bphan cong\b|yeu cau chung|noi dung thuc hien"
        ),
    ),
    (
        "aim",
        re.compile(
            r"^(?:muc dich|muc tieu|quan diem|dinh huong|tam nhin|phuong cham|nguyen tac|y nghia|chi tieu)\b|muc dich,? yeu cau|(?:thong qua|phe duyet|giao|mot so|cac) (?:cac )?(?:muc tieu|chi tieu)\b|^yeu cau(?: |$|:)(?!chung)"
        ),
    ),
    (
        "data",
        re.compile(
            r"^(?:kinh phi|nguon (?:von|kinh phi|luc)|pham vi|doi tuong|can cu|co so|hieu luc|giai thich|thoi gian|dia diem|thanh phan"
            r"|noi nhan|ho so|so lieu|(?:ke hoach|nhu cau) su dung dat|phu luc|co cau|thoi luong)\b"
        ),
    ),
)
# 'Hạn chế: còn 11 hộ chưa …', 'Đánh giá chung' itself
_ASSESSES = re.compile(
    r"[*_ ]*(?:(?:danh gia|nhan dinh) chung[\s*_.:]*$|(?:han che|ton tai|nguyen nhan|ket qua dat duoc|uu diem|khuyet diem|kho khan)[^:.;]{0,24}:[\s*])"
)
_ORDER = Phrase(r"[\s*_]*Yêu cầu(?![\w])")
_REGULATION = re.compile(r"(?:quy che|quy dinh|noi quy|dieu le|quy tac)\b")
# Words that make a list of what something contains: its items describe and order nothing.
_CONTENT = re.compile(
    r"(?:bao gom|gom|cac nhom noi dung|noi dung sau day la|nhu sau la|cu the gom|tieu chi|(?:tap trung|uu tien)[^.:]{0,40} (?:cac )?linh vuc(?: sau)?(?: day)?)\W*$"
)


@lru_cache(maxsize=1024)  # asked once for each paragraph under a heading
def zone_of_heading(words: str) -> Zone | None:
    """The zone that a heading opens, None where it does not say."""
    folded = " ".join(fold(words.replace("*", " ").replace("#", " ")).split())
    if _CONTENT.search(folded):
        return "rule"
    for zone, pattern in _ZONES:
        if pattern.search(folded[:160]):
            return zone
    return None


def zone_of(text: str, paragraph: Paragraph) -> Zone:
    """The zone of a paragraph: that of the nearest heading above it that says one, unless it assesses itself."""
    opening = text[paragraph.body : min(paragraph.end, paragraph.body + 60)]
    if _ASSESSES.match(" ".join(fold(opening).split())):
        return "assessment"
    for node in paragraph.ancestors():
        words = text[node.body : min(node.end, node.body + 400)]
        if len(words) > 330 or (node.marker is None and not node.hashes and _is_sentence(words)):
            continue
        if _ORDER.match(words) and ordered_at(text, node.body, node.end):
            return (
                "tasks"  # 'Yêu cầu các chủ đầu tư:' orders; 'Yêu cầu' alone opens how the work is to be done
            )
        zone = zone_of_heading(words.split(":")[0] if ":" in words[:-2] else words)
        if zone:
            return zone
    return "tasks"


def _is_sentence(words: str) -> bool:
    """'Thời gian qua, …, yêu cầu các đơn vị:' introduces a list, but is no heading."""
    return len(words) > 60 and any(char.islower() for char in words) and _CONTENT.search(fold(words)) is None


def is_regulation(title: str | None) -> bool:
    """Whether an attachment with this title lays down rules of conduct ('QUY CHẾ …'), which are no tasks."""
    return title is not None and _REGULATION.match(fold(title).strip(" *")) is not None
