"""Parties that name a class of bodies: 'các phòng, ban, đơn vị', '24 tổ dân phố', 'các chi bộ trực thuộc'."""

import re
from dataclasses import dataclass

from sauro.organisation.models import Axis, UnitKind
from sauro.reading.lexicon import UPPER
from sauro.reading.share.bodies import groups_in
from sauro.vietnamese.text import fold, nfc, squeeze

_MANY = re.compile(
    r"\b(?:cac|tat ca|toan the|toan bo|moi (?=to dan pho|don vi|co quan|phong)|\d{1,3} (?=to dan pho|tdp|chi bo|truong|phong|don vi|hoi))\b"
)
# With their marks: 'trừ' is not 'trú', 'khác' is not 'khắc'.
_VAGUE = re.compile(r"\b(?:liên quan|được giao|được phân công|khác|trừ|không bao gồm)\b")
# The whole country's or city's bodies: the ward itself is one of them at most.
_ABOVE = re.compile(
    r"\b(?:(?<!co )so(?! ?\d)|bo, nganh|bo nganh|(?<!chi )(?<!dang )(?<!can )(?<!dai )bo,|(?<!co )(?<!lien )quan|huyen|tinh|thanh pho|trung uong|thanh uy|tinh uy|cuc|vu|tong cong ty|doanh nghiep)\b"
)
_NUMBERS = re.compile(r"\b(?:so )?(\d{1,3}(?: ?(?:,|;|va|-|den) ?(?:so )?\d{1,3})*)\b")

_OFFICES = (UnitKind.DIVISION, UnitKind.OFFICE, UnitKind.CENTRE)
_BODY_AXIS = {
    "ubnd": Axis.COMMITTEE,
    "uy ban nhan dan": Axis.COMMITTEE,
    "hdnd": Axis.COUNCIL,
    "hoi dong nhan dan": Axis.COUNCIL,
    "dang uy": Axis.PARTY,
}
# Which body leads where several of all wards are named: the one that executes.
_WARD_BODIES = (
    ("ubnd|uy ban nhan dan|chinh quyen", Axis.COMMITTEE),
    ("dang uy|cap uy|to chuc dang|dang bo|bi thu", Axis.PARTY),
    ("mttq|ubmttq|mat tran(?: to quoc)?", Axis.FRONT),
    ("hdnd|hoi dong nhan dan", Axis.COUNCIL),
)


@dataclass(frozen=True, slots=True)
class Class:
    """A class found in a name: units of these kinds, of one axis (None: of all), those with these numbers (none: all)."""

    label: str
    kinds: tuple[str, ...]
    axis: str | None = None
    numbers: tuple[int, ...] = ()


# Folded words of a class, its Vietnamese name, its kinds of unit, its axis.
_KINDS: tuple[tuple[re.Pattern[str], str, tuple[str, ...], str | None], ...] = (
    (
        re.compile(r"\b(?:to dan pho|tdp|to truong dan pho)\b"),
        "tổ dân phố",
        (UnitKind.RESIDENTIAL_GROUP,),
        None,
    ),
    (re.compile(r"\bchi bo\b"), "chi bộ", (UnitKind.PARTY_CELL,), None),
    (
        re.compile(
            r"\b(?:to chuc (?:co so )?dang|dang bo(?: co so| bo phan| truc thuoc)?|tccsd|tcd|(?:cap|dang) uy (?:co so|truc thuoc)|chi uy)\b"
        ),
        "tổ chức đảng",
        (UnitKind.PARTY_CELL,),
        None,
    ),
    (
        re.compile(
            r"\b(?:truong (?:hoc|mam non|tieu hoc|thcs|trung hoc)|nha truong|co so giao duc|hieu truong|cac truong)\b"
        ),
        "trường học",
        (UnitKind.SCHOOL,),
        None,
    ),
    (
        re.compile(r"\b(?:doan the|to chuc chinh tri|hoi doan the|cac hoi|to chuc thanh vien)\b"),
        "đoàn thể, hội",
        (UnitKind.MASS_ORGANISATION,),
        None,
    ),
    (
        re.compile(
            r"\b(?:ban (?:xay dung )?dang|(?:ban|co quan) (?:tham muu|chuyen trach)[^.;]{0,30}\bdang uy|ban cua dang uy)\b"
        ),
        "cơ quan tham mưu của Đảng ủy",
        (UnitKind.PARTY_BOARD, UnitKind.OFFICE),
        Axis.PARTY,
    ),
    (
        re.compile(r"\bban (?:cua )?(?:hdnd|hoi dong nhan dan)\b"),
        "ban của HĐND",
        (UnitKind.COUNCIL_BOARD,),
        Axis.COUNCIL,
    ),
    (re.compile(r"\bphong chuyen mon\b"), "phòng chuyên môn", (UnitKind.DIVISION,), Axis.COMMITTEE),
    (
        re.compile(r"\b(?:don vi|co quan|nganh)\b"),
        "phòng, đơn vị",
        (*_OFFICES, UnitKind.ARMED_FORCE, UnitKind.OTHER),
        Axis.COMMITTEE,
    ),
    (re.compile(r"\b(?:phong|(?<!dia )ban)\b"), "phòng, ban", _OFFICES, Axis.COMMITTEE),
)
_BARE = re.compile(
    r"^(?:to dan pho|chi bo)$|^phong, (?:ban|don vi)\b|^(?:thu truong|truong|lanh dao) (?:phong, )?(?:ban, )?don vi\b"
)


def _numbers_in(plain: str) -> tuple[int, ...]:
    found = _NUMBERS.search(plain)
    if found is None:
        return ()
    listed = found.group(1)
    ends = [int(number) for number in re.findall(r"\d+", listed)]
    if re.search(r"-|den", listed) and len(ends) == 2 and ends[0] < ends[1]:
        return tuple(range(ends[0], ends[1] + 1))
    return tuple(ends)


def classes_in(name: str) -> list[Class]:
    """The classes that a name holds, in order; none where it names one body, or bodies above the ward."""
    printed = squeeze(nfc(name).replace("/", ", "))
    plain = fold(printed)
    many = _MANY.search(plain)
    numbered = re.search(r"\b(?:to dan pho|tdp|chi bo)\b(?: so)? \d+ ?(?:,|;|va|-|den) ?(?:so )?\d", plain)
    if not (many or numbered or _BARE.search(plain)) or _ABOVE.search(plain):
        return []
    found: list[Class] = []
    taken: list[tuple[int, int]] = []
    for pattern, label, kinds, axis in _KINDS:
        match = next((one for one in pattern.finditer(plain) if not _names_one(printed, one.end())), None)
        if match is None or any(start < match.end() and match.start() < end for start, end in taken):
            continue
        if any(set(kinds) <= set(each.kinds) and not each.numbers for each in found):
            continue  # 'các phòng, ban, đơn vị' and 'các chi bộ, đảng bộ' are one class each
        taken.append(match.span())
        numbers = _numbers_in(plain[match.end() :]) if label in ("tổ dân phố", "chi bộ") else ()
        found.append(
            Class(label, kinds, _axis_named(plain) or axis if label == "phòng, đơn vị" else axis, numbers)
        )
    return found


def _names_one(printed: str, end: int) -> bool:
    """Whether a kind is followed by a proper name: 'Phòng Kinh tế' is one body and no class."""
    return re.match(rf" [{UPPER}]", printed[end:]) is not None and not printed[:end].isupper()


def _axis_named(plain: str) -> str | None:
    return next((axis for body, axis in _BODY_AXIS.items() if re.search(rf"\b{body}\b", plain)), None)


def is_vague(name: str) -> bool:
    """Whether the class leaves open who belongs to it: 'liên quan', 'trừ …'."""
    return bool(_VAGUE.search(nfc(name).lower()))


def ward_body(name: str, *, from_above: bool = False) -> str | None:
    """The axis of the ward's own agency that 'UBND các xã, phường' binds; 'các xã, phường' binds the committee.

    'các địa phương' are the wards in a document `from_above` alone.
    """
    levels = {group.level for group in groups_in(name)}
    if not levels & ({"commune", "all", "localities"} if from_above else {"commune", "all"}):
        return None
    plain = squeeze(fold(nfc(name)))
    return next((axis for body, axis in _WARD_BODIES if re.search(rf"\b(?:{body})\b", plain)), Axis.COMMITTEE)
