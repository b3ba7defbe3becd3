"""Bodies as directives name them: at which level one stands, and which levels a class of them binds.

The levels are those of the two-tier local government in force since 01/7/2025 (Luật Tổ chức chính quyền địa phương số
72/2025/QH15): tỉnh, thành phố above; phường, xã, đặc khu below. Huyện, quận and thị xã stand in older documents only.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from sauro.reading.lexicon import UPPER
from sauro.vietnamese.text import fold, nfc, squeeze

Level = Literal["commune", "district", "department", "province", "ministry", "outside"]
"""commune: phường, xã, đặc khu · department: a sở or the like of a province · province: the province itself · ministry:
a central body · outside: no body of the State, the Party or the Front (a company, a bank)."""

LEVEL_WORDS: dict[str, str] = {
    "commune": "xã, phường, đặc khu",
    "district": "cơ quan cấp huyện",
    "department": "cơ quan cấp tỉnh, thành phố",
    "province": "cơ quan cấp tỉnh, thành phố",
    "ministry": "cơ quan trung ương",
    "outside": "tổ chức ngoài cơ quan nhà nước",
}


class Said:
    """A pattern for lower-case text with its marks; for a text that has none at all, the same pattern without them."""

    def __init__(self, source: str) -> None:
        self._source = source

    @cached_property
    def _marked(self) -> re.Pattern[str]:
        return re.compile(self._source)

    @cached_property
    def _bare(self) -> re.Pattern[str]:
        return re.compile(fold(self._source))

    def search(self, text: str, at: int = 0) -> re.Match[str] | None:
        return (self._bare if text.isascii() else self._marked).search(text, at)

    def finditer(self, text: str) -> "list[re.Match[str]]":
        return list((self._bare if text.isascii() else self._marked).finditer(text))


def plain(text: str) -> str:
    """Lower case, single spaces, signs of emphasis left out, 'uỷ' written as 'ủy': what the patterns here are for."""
    lower = squeeze(nfc(text).replace("*", " ")).lower()
    return re.sub(r"u([ỷỳỵýỹ])", lambda found: _TONE_FIRST[found[1]] + "y", lower)


_TONE_FIRST = {"ỷ": "ủ", "ỳ": "ù", "ỵ": "ụ", "ý": "ú", "ỹ": "ũ"}

# A kind of commune: 'xã hội', 'hợp tác xã', 'thị xã', 'địa phương' are none.
_KIND = r"(?:phường|(?<!tác )(?<!thị )(?<!làng )xã(?! hội| luận| giao)|đặc khu|thị trấn)"
COMMUNE_KIND = Said(rf"\b{_KIND}\b")

_COMMUNES = Said(
    rf"\b{_KIND}\b ?(?:,|/|-|–|và|hoặc) ?(?:các )?\b{_KIND}\b"
    rf"|\b(?:các|những|một số|mọi|từng|mỗi|tất cả|toàn bộ|toàn thể|\d{{2,3}}) (?:\w+ )?{_KIND}\b"
    r"|\bcấp (?:xã|phường|cơ sở)\b"
)
_ALL_LEVELS = Said(r"\b(?:các|mọi|hai|2|02|ba|3|03|tất cả các) cấp\b")
_LOCALITIES = Said(
    r"\b(?:các|từng|mọi|những|với|ngành,?|đơn vị,?|và|tổ chức,?) (?:\w+ )?địa phương\b|^(?:các )?(?:cấp )?(?:chính quyền )?địa phương\b|\bcấp chính quyền địa phương\b"
)
_DISTRICTS = Said(
    r"\b(?:các|cấp|từng) (?:quận|huyện|thị xã)\b|\b(?:quận|huyện)[,/] ?(?:huyện|quận|thị xã)\b|\b(?:ubnd|ủy ban nhân dân|đảng ủy|hđnd)"
    r" (?:quận|huyện|thị xã)\b"
)
_DEPARTMENTS = Said(
    r"\b(?:các|giám đốc|thủ trưởng|lãnh đạo|những) (?:các )?sở\b|\bsở ?, ?(?:ban|ngành)\b|^sở ?[,-]"
    r"|\b(?:các|ban,|ngành,|thủ trưởng|người đứng đầu) (?:\w+,? ){0,3}?(?:ban|ngành|cơ quan|đơn vị|đoàn thể|hội)\b[^.;]{0,40} (?:cấp )?(?:tỉnh|thành phố)$"
    r"|\b(?:các|ban,|ngành,|thủ trưởng|người đứng đầu) (?:\w+,? ){0,3}?(?:ban|ngành|cơ quan|đơn vị|đoàn thể|hội)\b[^.;]{0,30} (?:thuộc|của) (?:(?:ubnd|ủy ban nhân dân) )?(?:cấp )?(?:tỉnh|thành phố)\b"
)
_MINISTRIES = Said(
    r"\b(?:các|bộ trưởng các|thủ trưởng các) bộ\b(?! phận)|\bbộ ?, ?(?:ban|ngành|cơ quan)\b|\bcơ quan ngang bộ\b|\bcơ quan thuộc chính phủ\b"
    r"|\b(?:ban|ngành|cơ quan|đoàn thể)\b[^.;]{0,30} trung ương\b"
)
_PROVINCES = Said(
    r"\b(?:các|từng|mỗi|tất cả|\d{2}) tỉnh\b(?! ủy)|\btỉnh ?[,/] ?thành phố\b|\btỉnh ủy ?[,/] ?thành ủy\b|\bcác (?:tỉnh|thành) ủy\b"
)

_CLASSES: tuple[tuple[Said, Level | Literal["all", "localities"]], ...] = (
    (_COMMUNES, "commune"),
    (_ALL_LEVELS, "all"),
    (_LOCALITIES, "localities"),
    (_PROVINCES, "province"),
    (_MINISTRIES, "ministry"),
    (_DEPARTMENTS, "department"),
    (_DISTRICTS, "district"),
)
ClassLevel = Literal[
    "commune", "district", "department", "province", "ministry", "outside", "all", "localities"
]

# Words that make a class narrower than its name: not each of them is meant.
SOME_OF_THEM = Said(
    r"\b(?:liên quan|trọng điểm|thí điểm|ven (?:sông|biển|đô)|miền núi|(?<!dân )vùng|nơi có|có (?:dự án|tuyến|diện tích|biển|rừng|đất|mỏ|mặt bằng|công trình"
    r"|di tích|chợ|khu công nghiệp|cảng|đê|người|hộ|trụ sở)|được (?:chọn|giao|phân công)|bị ảnh hưởng|chưa|còn lại|thuộc diện|trừ|không bao gồm"
    r"|một số|khác|có tên|sau sắp xếp|giáp ranh|phía (?:đông|tây|nam|bắc))\b"
)

# A group without a level of its own: whose it is follows from the document.
GROUP = Said(
    r"^(?:các|tất cả|toàn thể|toàn bộ|mọi|mỗi|từng|những|\d{1,3}) |^(?:thủ trưởng|người đứng đầu|lãnh đạo|trưởng) (?:các |cơ quan|đơn vị|phòng|ban, )"
    r"|^(?:cấp ủy|tổ chức đảng|cơ quan, |đơn vị, |cán bộ|đảng viên|công chức|viên chức|hệ thống chính trị|ban, ngành|phòng, ban|tổ dân phố$|chi bộ$)"
    r"|\b(?:các|mỗi|toàn thể) (?:cơ quan|đơn vị|tổ chức|phòng|ban|ngành|đoàn thể|chi bộ|đảng bộ|tổ dân phố|trường|cá nhân|đồng chí)"
)
# A group that belongs to a body above: 'các đơn vị trực thuộc Bộ', 'các cơ quan chuyên môn thuộc UBND tỉnh'.
_OF_ABOVE = Said(
    r"\b(?:thuộc|của|trong|tại|tham mưu) (?:\w+ ){0,6}?(?:bộ|sở|tỉnh|thành phố|trung ương|thành ủy|tỉnh ủy|chính phủ|tổng cục|cục|vụ)\b|\b(?:cấp )?(?:tỉnh|thành phố|trung ương)$"
)

_OUTSIDE = Said(
    r"^(?:các |những )?(?:tổng công ty|công ty|tập đoàn|doanh nghiệp|hộ kinh doanh|ngân hàng|hiệp hội|hợp tác xã|liên minh|chủ đầu tư|nhà thầu|nhà đầu tư|báo |hộ )"
    r"|^(?:các |mọi |những )?(?:tổ chức, (?:cá nhân|hộ)|cá nhân|người dân|nhân dân)\b(?!.*liên quan)"
)
# The branches of a province or of the whole State: in our own papers they are ours, elsewhere no ward is one.
BRANCHES = Said(r"\b(?:ban|cơ quan|đơn vị|các|thủ trưởng),? (?:ban, )?ngành\b")
_CENTRAL = Said(
    r"^(?:các )?bộ (?!phận|chỉ huy|đội|máy)|^bộ$|\b(?:chính phủ|thủ tướng|(?<!trực thuộc )trung ương|bộ chính trị|ban bí thư|chủ tịch nước|tối cao|kiểm toán nhà nước|văn phòng bộ)\b"
    r"|^(?:ủy ban thường vụ )?quốc hội\b|^(?:vụ|tổng cục)\b|^vụ trưởng\b|^viện trưởng\b|\bbộ trưởng\b"
)
_PROVINCIAL = Said(
    r"^(?:phó )?(?:giám đốc )?sở\b|\b(?:tỉnh|thành phố|tp\.? ?hcm|thành ủy|tỉnh ủy|thanh tra thành phố)\b(?! hình)|\bvăn phòng sở\b|^tp\.|^ubnd tp\b"
)
_DISTRICT = Said(r"\b(?:huyện ủy|quận ủy|thị ủy|huyện|thị xã|(?<!cơ )(?<!liên )quận)\b")


@dataclass(frozen=True, slots=True)
class Group:
    """A class of bodies in a name: the level that it binds and its words."""

    level: ClassLevel
    words: str


def groups_in(name: str) -> list[Group]:
    """The classes of bodies that a name holds, each level once; [] where it names one body."""
    text = plain(name)
    found = [(pattern.search(text), level) for pattern, level in _CLASSES]
    return [Group(level, match[0]) for match, level in found if match]


def level_of(name: str) -> Level | None:
    """The level at which one body stands, None where its name does not say."""
    text = plain(name)
    tests: tuple[tuple[Callable[[str], object], Level], ...] = (
        (_OUTSIDE.search, "outside"),
        (COMMUNE_KIND.search, "commune"),
        (_DISTRICT.search, "district"),
        (_PROVINCIAL.search, "province"),
        (_CENTRAL.search, "ministry"),
    )
    level = next((level for test, level in tests if test(text)), None)
    if level == "province" and re.match(r"(?:phó )?(?:giám đốc )?s[ởo]\b", text):
        return "department"
    return level


def is_group(name: str) -> bool:
    """Whether the name is a class whose level the document alone tells: 'các cơ quan, đơn vị'."""
    return GROUP.search(plain(name)) is not None


def belongs_above(name: str) -> bool:
    """Whether a class says that it belongs to a body above a commune: 'các đơn vị trực thuộc Bộ'."""
    return _OF_ABOVE.search(plain(name)) is not None


def named_communes(name: str) -> list[str]:
    """The proper names behind 'phường', 'xã', 'đặc khu', as printed: ['Đồng Lau']. A text without capitals has none."""
    text = squeeze(nfc(name).replace("*", " "))
    lower = text.lower()
    if len(lower) != len(text) or text == text.lower():
        return []
    found: list[str] = []
    for match in COMMUNE_KIND.finditer(lower):
        for name_found in _proper_names(text[match.end() :]):
            if name_found.lower() not in found:
                found.append(name_found)
    return found


_PART = rf"(?:[{UPPER}][\w'-]*|\d+)"
_PROPER = re.compile(rf"\s*:?\s*({_PART}(?:\s+{_PART})*)")
# What may stand behind a kind with a capital and is no name of a place; 'Hội An' and 'Đoàn Kết' are.
_NO_NAME = re.compile(
    r"[\s:]*(?:thành phố|tp|tỉnh|huyện|quận|trung ương|chủ tịch|bí thư|xã|phường|đặc khu|và|thuộc|trên|ubnd|hđnd|công an|đảng ủy"
    r"|ủy ban|văn phòng|phòng|phó (?:chủ|bí|trưởng)|trưởng (?:phòng|ban|công)|ban (?:chỉ|xây|quản|văn|kinh|chấp|thường)"
    r"|hội (?:nông|liên|cựu|đồng|phụ)|đoàn (?:thanh|thể|tn))\b",
    re.IGNORECASE,
)


def _proper_names(behind: str) -> list[str]:
    """The name, or the names joined by commas, at the start of what stands behind the kind."""
    names: list[str] = []
    while (match := _PROPER.match(behind)) and not _NO_NAME.match(behind):
        names.append(match[1])
        joined = re.match(r"\s*(?:,|và)\s*", behind[match.end() :])
        if not joined:
            break
        behind = behind[match.end() + joined.end() :]
    return names
