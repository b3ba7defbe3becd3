"""Names of bodies as they are compared: one form for all the ways in which offices write them."""

import re
from collections.abc import Iterable, Sequence

from sauro.vietnamese.text import fold, nfc, squeeze

_WORD = re.compile(r"[^\W\d_]+|\d+")
# Abbreviations that are no initials of the whole name, or stand within one.
_LONG = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "mttq": "mat tran to quoc",
    "ubmttq": "uy ban mat tran to quoc",
    "ubmttqvn": "uy ban mat tran to quoc viet nam",
    "mttqvn": "mat tran to quoc viet nam",
    "ubkt": "uy ban kiem tra",
    "bchqs": "ban chi huy quan su",
    "tdp": "to dan pho",
    "tncs": "thanh nien cong san",
    "tncshcm": "thanh nien cong san ho chi minh",
    "tccsd": "to chuc co so dang",
}
# 'VPUBND', 'TTHĐND', 'VPĐU' are written as one word too.
_GLUED = re.compile(r"(vp|tt|ct|pct|cvp)(ubnd|hdnd|ubmttq|mttq|du)")
_GLUED_LONG = {"du": "dang uy"}
# Words that a name may carry or leave out without meaning another body.
_LOOSE = {"va", "cua", "thuoc"}
_PLACE_KINDS = {"phuong", "xa", "khu"}
# What 'phương' and 'xã' belong to where they are no kind of place.
_NO_WARD_BEHIND = {"dia", "da", "song", "doi"}
_NO_WARD_BEFORE = {"phap", "an", "tien", "huong", "cham"}
_NO_COMMUNE_BEHIND = {"tac", "thi"}
# The Youth Union bears a name of honour that is seldom written out.
_HONOURS = (("cong", "san"), ("ho", "chi", "minh"), ("cs",), ("hcm",))
_HONORIFIC = re.compile(r"^(?:(?:cac )?dong chi|d/c|ong/ba|ong \(ba\)|ong|ba)[ :,]+", re.IGNORECASE)


def alias_key(text: str) -> str:
    """What two spellings of one alias have in common: words without case, diacritics and punctuation."""
    return " ".join(re.findall(r"\w+", fold(nfc(text))))[:200]


def without_honorific(text: str) -> str:
    """The name without 'đồng chí', 'ông', 'bà' before it."""
    plain = squeeze(nfc(text))
    found = _HONORIFIC.match(fold(plain))
    return plain[found.end() :] if found else plain


def _left_out(before: str, word: str, after: str) -> bool:
    """Whether a name may go without the word; 'xã' of 'xã hội' and 'sở' of 'Sở Xây dựng' stay."""
    if word == "so":
        return after.isdigit()
    if word == "xa":
        return after != "hoi" and before not in _NO_COMMUNE_BEHIND
    if word == "phuong":
        return before not in _NO_WARD_BEHIND and after not in _NO_WARD_BEFORE
    if word == "dac":
        return after == "khu"
    if word == "khu":
        return before == "dac"
    return word in _LOOSE or (word, after) == ("viet", "nam") or (before, word) == ("viet", "nam")


def _spelt_out(word: str) -> list[str]:
    """The words that an abbreviation stands for, else the word; numbers without their zeros in front."""
    glued = _GLUED.fullmatch(word)
    if glued:
        return [glued[1], *(_LONG.get(glued[2]) or _GLUED_LONG[glued[2]]).split(" ")]
    return _LONG.get(word, word.lstrip("0") or word).split(" ")


class Words:
    """Turns names into words to compare, for one ward: its own name counts as a place that may be left out."""

    def __init__(self, place: str) -> None:
        words = _WORD.findall(fold(nfc(place)))
        while words and words[0] in {*_PLACE_KINDS, "dac"}:
            words = words[1:]
        self.place = tuple(words)

    def of(self, name: str) -> tuple[str, ...]:
        """The words that tell a body apart: abbreviations spelt out, place and small words left out."""
        words: list[str] = []
        for word in _WORD.findall(fold(nfc(name))):
            words.extend(_spelt_out(word))
        kept = ["", *_without_honour(self._without_place(words)), ""]
        return tuple(
            word
            for before, word, after in zip(kept, kept[1:], kept[2:], strict=False)
            if not _left_out(before, word, after)
        )

    def _without_place(self, words: list[str]) -> list[str]:
        size = len(self.place)
        for at in range(1, len(words) - size + 1):
            if not size or tuple(words[at : at + size]) != self.place:
                continue
            kind = 2 if words[max(at - 2, 0) : at] == ["dac", "khu"] else 1
            short = words[at - 1] in {"p", "x"} and at > 1  # 'UBND P. Đồng Lau'
            if short or words[at - 1] in _PLACE_KINDS:
                return words[: at - kind] + words[at + size :]
        return words


def _without_honour(words: list[str]) -> list[str]:
    """'Đoàn Thanh niên Cộng sản Hồ Chí Minh' is 'Đoàn Thanh niên', 'Đoàn TNCS HCM' too."""
    for at in range(1, len(words)):
        if words[at - 1] != "tn" and words[max(at - 2, 0) : at] != ["thanh", "nien"]:
            continue
        for honour in _HONOURS:
            if tuple(words[at : at + len(honour)]) == honour:
                return _without_honour(words[:at] + words[at + len(honour) :])
    return words


def same(asked: Sequence[str], name: Sequence[str]) -> bool:
    """Whether both are the same words in order, where a word asked may be the initials of several ('kthtdt')."""
    return _match(asked, name, gaps=False)


def shortened(asked: Sequence[str], name: Sequence[str]) -> bool:
    """Whether `asked` is `name` with words left out behind the first: 'văn phòng ủy ban', 'phòng kinh tế'."""
    return len("".join(asked)) > 3 and len(asked) > 1 and _match(asked, name, gaps=True)


def _match(asked: Sequence[str], name: Sequence[str], *, gaps: bool) -> bool:
    """Where each word asked stands for one word of the name or for the initials of several that follow each other."""
    reached = {0}  # how many words of the name are used up
    for number, word in enumerate(asked):
        further: set[int] = set()
        for at in reached:
            starts = range(at, len(name)) if gaps and number else [at]
            for start in starts:
                further.update(start + length for length in _lengths(word, name, start))
        reached = further
    return bool(reached) if gaps else len(name) in reached


def _lengths(word: str, name: Sequence[str], start: int) -> list[int]:
    """For how many words of the name, from `start`, the word may stand."""
    if start >= len(name):
        return []
    if word == name[start]:
        return [1]
    size = len(word)
    following = name[start : start + size]
    if len(following) == size and all(
        each[0] == letter for each, letter in zip(following, word, strict=True)
    ):
        # One letter is an initial for 'P. Kinh tế' alone: elsewhere it says too little.
        return [size] if size > 1 or (word, name[start]) == ("p", "phong") else []
    return []


def likeness(asked: Iterable[str], name: Iterable[str]) -> float:
    """How much two names have in common, 0 to 1: words of both over words of either."""
    first, second = set(asked), set(name)
    return len(first & second) / len(first | second) if first and second else 0.0
