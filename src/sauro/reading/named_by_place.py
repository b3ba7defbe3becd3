"""Parties that are known by the place where they stand, whatever the kind of body: headings, labels, 'phối hợp với …'."""

import re

from sauro.reading.lexicon import VERB, Phrase
from sauro.reading.parties import Party, list_at, name_end, split_parties

_LONGEST = 14  # words of a name that only its place makes one
_LONGEST_PARTNER = 6
_STARTS_WITH_A_VERB = Phrase(rf"(?:{VERB})(?![\w])", re.IGNORECASE)
_ACRONYM = re.compile(
    r"\b(?:ubnd|hđnd|mttq|ubmttq|chqs|bchqs|bch|tncs|lhpn|bhxh|qlda|cand|ttpvhcc|đbqh|vnpt)\b", re.IGNORECASE
)
_PIECE_START = re.compile(r"(?:\A|[,;/]\s+|\svà\s+)(?!các|toàn|mỗi)(?=(\w))")
_ASIDE = re.compile(r"\s[-–]\s|\s\(")
_CLOSE = re.compile(r"[\s*]*[-–][\s*]+")
# What a heading is about, where it names nobody.
_TOPIC = Phrase(
    r"(?:(?:[Cc]ác |[Mm]ột số |[Nn]hững )?(?:[Cc]ông tác|[Nn]ội dung|[Tt]hời gian|[Tt]hời hạn|[Đđ]ịa điểm|[Kk]inh phí|[Nn]guồn|[Mm]ục|[Yy]êu cầu|[Nn]hiệm vụ"
    r"|[Gg]iải pháp|[Bb]iện pháp|[Cc]hỉ tiêu|[Ll]ĩnh vực|[Hh]oạt động|[Cc]hương trình|[Kk]ế hoạch|[Đđ]ề án|[Dd]ự án|[Cc]hế độ|[Tt]hông tin|[Bb]áo cáo|[Tt]iến độ|[Ss]ản phẩm"
    r"|[Kk]ết quả|[Hh]ình thức|[Pp]hương|[Đđ]ối|[Tt]hành phần|[Ss]ố|[Tt]ài liệu|[Hh]ồ sơ|[Gg]iai đoạn|[Nn]ăm|[Qq]uý|[Tt]háng|[Nn]gày|[Tt]uần|[Bb]uổi|[Đđ]ợt|[Bb]ước|[Tt]ừ|[Đđ]ến"
    r"|[Tt]rước|[Ss]au|[Tt]rong|[Kk]hi|[Nn]ếu|[Tt]iêu chí|[Đđ]iều|[Qq]uy|[Ll]ưu ý|[Vv]ề|[Vv]iệc|[Vv]ới|[Tt]heo|[Cc]ăn cứ|[Tt]rên cơ sở|[Đđ]ể|[Nn]hằm|[Cc]ó|[Kk]hông|[Hh]ệ thống"
    r"|[Cc]ơ sở vật|[Vv]ăn bản|[Vv]ấn đề|[Tt]ình hình|[Ll]ộ trình|[Pp]hạm vi|[Hh]ạ tầng|[Nn]guyên tắc|[Cc]ơ chế|[Cc]hính sách|[Tt]ổng kinh|[Kk]hen|[Pp]hần|[Xx]ã hội|[Tt]ruyền thông)(?![\w]))"
)


def partners_at(text: str, at: int, end: int) -> list[Party]:
    """Whoever stands behind 'phối hợp với' under a name of no known kind: 'với gia đình', 'với thư viện các tỉnh'."""
    if not text[at : at + 1].isalpha() or _TOPIC.match(text, at, end):
        return []
    stop = name_end(text, at, end)
    if not 1 <= len(text[at:stop].split()) <= _LONGEST_PARTNER:
        return []
    return split_parties(text, at, stop)


def in_sentence_case(words: str) -> str:
    """A heading in capitals as it would be written in a sentence, letter for letter: 'CÁC SỞ, BAN' is 'các sở, ban'."""
    lower = words.lower()
    if len(lower) != len(words):
        return words
    letters = list(lower)
    for match in _PIECE_START.finditer(lower):
        letters[match.start(1)] = words[match.start(1)]
    return _ACRONYM.sub(lambda match: match.group().upper(), "".join(letters))


def loose_parties(text: str, start: int, end: int) -> list[Party]:
    """The parties named by ``text[start:end]`` where the place says that it names some, whatever their heads are.

    Empty where the words say what is done, or are a topic ('Công tác tuyên truyền').
    """
    if _TOPIC.match(text, start, end) or not text[start:end][:1].isalpha():
        return []
    found, stop = list_at(text, start, end, classes=True)
    if found:
        return found if stop >= end - 2 or _CLOSE.match(text, stop, end) else []
    words = text[start:end]
    if not words[0].isupper() or any(sign in words for sign in ".;:") or len(words.split()) > _LONGEST:
        return []
    verb = _STARTS_WITH_A_VERB.match(text, start, end)
    if verb and text[verb.end() : end].strip():
        return []
    aside = _ASIDE.search(words)
    return split_parties(text, start, start + aside.start() if aside else end)
