"""Who we are: a ward with its four axes and its units, or another body; from a name by rule, or from a small file."""

import json
import re
import tomllib
from pathlib import Path
from typing import Literal

import msgspec

from sauro.reading.share.bodies import COMMUNE_KIND, Level, level_of, named_communes, plain
from sauro.vietnamese.text import fold, nfc, squeeze

Axis = Literal["party", "council", "committee", "front"]


class ProfileError(ValueError):
    """Who we are could not be told; the message, in Vietnamese, says why and what to do."""


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An agency or a unit of ours and the other ways of writing it; `axis`: the agency that it belongs to."""

    name: str
    short: str = ""
    code: str = ""
    aliases: tuple[str, ...] = ()
    axis: Axis | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every way of writing it, the full name first."""
        return tuple(each for each in (self.name, self.short, self.code, *self.aliases) if each.strip())


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An agency as directives speak of it.

    `place` is the commune with its kind ('phường Đồng Lau'), '' where we are none. `agencies` are the legal bodies (the
    four axes of a ward), `units` what is inside them.
    """

    name: str
    level: Level | None = None
    place: str = ""
    aliases: tuple[str, ...] = ()
    agencies: tuple[Body, ...] = ()
    units: tuple[Body, ...] = ()

    @property
    def kind(self) -> str:
        """How we are called in a sentence: 'phường', 'xã', 'đặc khu', 'cơ quan'."""
        found = COMMUNE_KIND.search(plain(self.place))
        return found[0] if found and self.level == "commune" else "cơ quan"


# What a ward of the two-tier government has: the four axes (Quy định 368-QĐ/TW; Luật Tổ chức chính quyền địa phương
# 2025), and the units that Nghị định 150/2025/NĐ-CP and the Party's and the Front's own rules name.
_AXES: tuple[tuple[Axis, str, str, tuple[str, ...]], ...] = (
    ("party", "Đảng ủy {place}", "ĐU", ("Đảng bộ {place}", "Ban Thường vụ", "Ban Thường vụ Đảng ủy {place}", "Ban Chấp hành Đảng bộ {place}", "Thường trực Đảng ủy {place}")),
    ("council", "Hội đồng nhân dân {place}", "HĐND", ("Thường trực Hội đồng nhân dân {place}",)),
    ("committee", "Ủy ban nhân dân {place}", "UBND", ("Chính quyền {place}",)),
    ("front", "Ủy ban Mặt trận Tổ quốc Việt Nam {place}", "MTTQ", ("Mặt trận Tổ quốc {place}", "Mặt trận {place}", "Ban Thường trực", "Ban Thường trực Ủy ban Mặt trận Tổ quốc {place}")),
)  # fmt: skip
_USUAL: tuple[tuple[Axis, str, tuple[str, ...]], ...] = (
    ("party", "Văn phòng Đảng ủy", ()),
    ("party", "Ban Xây dựng Đảng", ("Ban Xây dựng Đảng Đảng ủy",)),
    ("party", "Ủy ban Kiểm tra Đảng ủy", ("Ủy ban Kiểm tra",)),
    ("council", "Ban Kinh tế - Ngân sách", ("Ban Kinh tế - Ngân sách Hội đồng nhân dân",)),
    ("council", "Ban Văn hóa - Xã hội", ("Ban Văn hóa - Xã hội Hội đồng nhân dân",)),
    ("committee", "Văn phòng HĐND và UBND", ("Văn phòng UBND", "Văn phòng")),
    ("committee", "Phòng Kinh tế, Hạ tầng và Đô thị", ("Phòng Kinh tế",)),
    ("committee", "Phòng Văn hóa - Xã hội", ("Phòng Văn hóa",)),
    ("committee", "Trung tâm Phục vụ hành chính công", ("Bộ phận Một cửa",)),
    ("committee", "Công an {place}", ()),
    ("committee", "Ban Chỉ huy Quân sự {place}", ()),
    ("committee", "Trạm Y tế {place}", ()),
    ("front", "Đoàn Thanh niên {place}", ("Đoàn {place}",)),
    ("front", "Hội Liên hiệp Phụ nữ {place}", ("Hội Phụ nữ {place}",)),
    ("front", "Hội Nông dân {place}", ()),
    ("front", "Hội Cựu chiến binh {place}", ()),
    ("front", "Công đoàn {place}", ()),
)


def commune(name: str, place: str, units: tuple[Body, ...] = (), aliases: tuple[str, ...] = ()) -> Profile:
    """The profile of a ward by rule; `units` instead of the usual ones where it tells its own."""
    agencies = tuple(
        Body(full.format(place=place), "", code, tuple(each.format(place=place) for each in others), axis)
        for axis, full, code, others in _AXES
    )
    usual = tuple(
        Body(unit.format(place=place), aliases=tuple(each.format(place=place) for each in others), axis=axis)
        for axis, unit, others in _USUAL
    )
    return Profile(name, "commune", place, aliases, agencies, units or usual)


def profile_of(name: str) -> Profile:
    """The profile that follows from a name: 'UBND phường Đồng Lau', 'xã Đồi Cọ', 'Sở Xây dựng thành phố Lam Giang'.

    The name of any body of a ward gives the whole ward. Raises `ProfileError` for a name without a word.
    """
    named = squeeze(nfc(name))
    if not re.search(r"[^\W\d_]", named):
        raise ProfileError("Chưa có tên cơ quan. Ví dụ: --as “UBND phường Đồng Lau”.")
    place = place_in(named)
    if place:
        return commune(named, place)
    level = level_of(named)
    if level == "commune":
        raise ProfileError(
            f"“{named}” chưa có tên phường, xã, đặc khu. Viết cả tên riêng, ví dụ: --as “UBND phường Đồng Lau”."
        )
    return Profile(named, level, agencies=(Body(named),))


def place_in(name: str) -> str:
    """'phường Đồng Lau' in a name, with or without capitals; '' where it names no commune."""
    lower = plain(name)
    kinds = COMMUNE_KIND.finditer(lower)
    if not kinds:
        return ""
    named = named_communes(name)
    # Typed without capitals, all that stands behind the kind is the name.
    proper = named[0] if named else squeeze(lower[kinds[-1].end() :])
    kind = next(
        (each[0] for each in kinds if fold(lower[each.end() :].strip()).startswith(fold(proper.lower()))), ""
    )
    return f"{kind} {proper}" if kind and proper else ""


def profile_from(path: Path) -> Profile:
    """The profile that a TOML or JSON file tells. Raises `ProfileError`.

    It holds `name` and what else there is: `aliases`, `agencies`, `units` (each `name`, `short`, `code`, `aliases`, `axis`:
    party, council, committee or front). What it does not tell follows from the name.
    """
    try:
        data = path.read_text("utf-8-sig")
        told = json.loads(data) if path.suffix.lower() == ".json" else tomllib.loads(data)
        given = msgspec.convert(told, Profile)
    except OSError as error:
        raise ProfileError(f"Không mở được tệp đơn vị “{path}”: {error.strerror}.") from error
    except (ValueError, msgspec.ValidationError) as error:
        raise ProfileError(f"Tệp đơn vị “{path}” chưa đúng: {error}.") from error
    by_rule = profile_of(given.name)
    return Profile(
        name=by_rule.name,
        level=given.level or by_rule.level,
        place=given.place or by_rule.place,
        aliases=given.aliases,
        agencies=given.agencies or by_rule.agencies,
        units=given.units or by_rule.units,
    )
