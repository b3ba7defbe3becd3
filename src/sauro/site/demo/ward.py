"""Phường Đồng Lau, thành phố Lam Giang: a ward that does not exist. Every name in it is invented.

Its make-up is that of a ward after the reform of 2025: four agencies, the offices and divisions of each, residential
groups, party cells, schools. Days are counted from the day of filling, so that posts always begin in the past.
"""

from dataclasses import dataclass

from sauro.organisation.models import Axis, UnitKind

NAME = "Phường Đồng Lau"
SLUG = "dong-lau"
FOUNDED = -900
"""Days from the day of filling to the day on which the agencies of today were founded."""


@dataclass(frozen=True)
class AgencyData:
    key: str
    axis: str
    name: str
    short_name: str
    code: str


@dataclass(frozen=True)
class UnitData:
    key: str
    agency: str
    kind: str
    name: str
    short_name: str = ""
    code: str = ""
    aliases: tuple[str, ...] = ()
    parent: str | None = None


@dataclass(frozen=True)
class PostData:
    agency: str
    unit: str | None
    role: str
    title: str
    begins: int = FOUNDED
    ends: int | None = None


@dataclass(frozen=True)
class PersonData:
    name: str
    posts: tuple[PostData, ...]
    username: str = ""  # with one, he can log in
    aliases: tuple[str, ...] = ()


AGENCIES = (
    AgencyData("party", Axis.PARTY, "Đảng ủy phường Đồng Lau", "Đảng ủy phường", "ĐU"),
    AgencyData("council", Axis.COUNCIL, "Hội đồng nhân dân phường Đồng Lau", "HĐND phường", "HĐND"),
    AgencyData("committee", Axis.COMMITTEE, "Ủy ban nhân dân phường Đồng Lau", "UBND phường", "UBND"),
    AgencyData(
        "front",
        Axis.FRONT,
        "Ủy ban Mặt trận Tổ quốc Việt Nam phường Đồng Lau",
        "UBMTTQ Việt Nam phường",
        "MTTQ",
    ),
)

GROUPS = tuple(
    UnitData(
        f"group-{number}",
        "committee",
        UnitKind.RESIDENTIAL_GROUP,
        f"Tổ dân phố số {number}",
        f"TDP số {number}",
        f"TDP{number}",
    )
    for number in range(1, 25)
)
CELLS = tuple(
    UnitData(f"cell-{number}", "party", UnitKind.PARTY_CELL, f"Chi bộ {number}", "", f"CB{number}")
    for number in range(1, 16)
)
SCHOOLS = tuple(
    UnitData(f"school-{number}", "committee", UnitKind.SCHOOL, name)
    for number, name in enumerate(
        (
            "Trường Mầm non Hoa Súng",
            "Trường Mầm non Bến Sậy",
            "Trường Tiểu học Đồng Lau",
            "Trường Tiểu học Cống Trắng",
            "Trường Tiểu học Bờ Đê",
            "Trường THCS Đồng Lau",
            "Trường THCS Cống Trắng",
        ),
        1,
    )
)
UNITS = (
    UnitData("party-office", "party", UnitKind.OFFICE, "Văn phòng Đảng ủy", "VP Đảng ủy", "VPĐU"),
    UnitData(
        "party-building",
        "party",
        UnitKind.PARTY_BOARD,
        "Ban Xây dựng Đảng",
        "Ban XDĐ",
        "BXDĐ",
        ("Ban Xây dựng Đảng Đảng ủy phường",),
    ),
    UnitData(
        "inspection",
        "party",
        UnitKind.PARTY_BOARD,
        "Ủy ban Kiểm tra Đảng ủy",
        "UBKT Đảng ủy",
        "UBKT",
        ("Ủy ban Kiểm tra",),
    ),
    UnitData(
        "party-committee",
        "party",
        UnitKind.PARTY_CELL,
        "Đảng bộ UBND phường",
        aliases=("Đảng ủy UBND phường",),
    ),
    *CELLS,
    UnitData(
        "council-standing",
        "council",
        UnitKind.COUNCIL_BOARD,
        "Thường trực Hội đồng nhân dân phường",
        "Thường trực HĐND",
        aliases=("TT. HĐND phường", "Thường trực Hội đồng nhân dân"),
    ),
    UnitData("council-economy", "council", UnitKind.COUNCIL_BOARD, "Ban Kinh tế - Ngân sách", "Ban KT-NS"),
    UnitData("council-culture", "council", UnitKind.COUNCIL_BOARD, "Ban Văn hóa - Xã hội", "Ban VH-XH"),
    UnitData(
        "office",
        "committee",
        UnitKind.OFFICE,
        "Văn phòng HĐND và UBND phường",
        "Văn phòng",
        "VP",
        ("Văn phòng UBND phường", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân phường"),
    ),
    UnitData(
        "economy",
        "committee",
        UnitKind.DIVISION,
        "Phòng Kinh tế, Hạ tầng và Đô thị",
        "Phòng KTHTĐT",
        "KTHTĐT",
        ("Phòng Kinh tế", "Phòng KT, HT và ĐT"),
    ),
    UnitData(
        "culture",
        "committee",
        UnitKind.DIVISION,
        "Phòng Văn hóa - Xã hội",
        "Phòng VHXH",
        "VHXH",
        ("Phòng Văn hóa",),
    ),
    UnitData(
        "service",
        "committee",
        UnitKind.CENTRE,
        "Trung tâm Phục vụ hành chính công phường",
        "TT PVHCC",
        "PVHCC",
        ("Trung tâm Phục vụ hành chính công", "Bộ phận Một cửa"),
    ),
    UnitData("police", "committee", UnitKind.ARMED_FORCE, "Công an phường", "", "CA"),
    UnitData(
        "military",
        "committee",
        UnitKind.ARMED_FORCE,
        "Ban Chỉ huy Quân sự phường",
        "Ban CHQS",
        "CHQS",
        ("Ban Chỉ huy Quân sự",),
    ),
    UnitData("health", "committee", UnitKind.CENTRE, "Trạm Y tế phường", "Trạm Y tế", "YT"),
    UnitData(
        "projects",
        "committee",
        UnitKind.OTHER,
        "Ban Quản lý dự án đầu tư xây dựng phường",
        "Ban QLDA",
        "BQLDA",
        ("Ban Quản lý dự án phường",),
    ),
    UnitData("market", "committee", UnitKind.OTHER, "Ban Quản lý chợ Cống Trắng", "BQL chợ"),
    *SCHOOLS,
    *GROUPS,
    UnitData(
        "front-standing", "front", UnitKind.OFFICE, "Cơ quan Ủy ban MTTQ Việt Nam phường", "Cơ quan MTTQ"
    ),
    UnitData("youth", "front", UnitKind.MASS_ORGANISATION, "Đoàn Thanh niên phường", "Đoàn TN", "ĐTN"),
    UnitData(
        "women",
        "front",
        UnitKind.MASS_ORGANISATION,
        "Hội Liên hiệp Phụ nữ phường",
        "Hội LHPN",
        "LHPN",
        ("Hội Phụ nữ phường",),
    ),
    UnitData("veterans", "front", UnitKind.MASS_ORGANISATION, "Hội Cựu chiến binh phường", "Hội CCB", "CCB"),
    UnitData("farmers", "front", UnitKind.MASS_ORGANISATION, "Hội Nông dân phường", "Hội ND", "ND"),
    UnitData(
        "trade-union",
        "front",
        UnitKind.MASS_ORGANISATION,
        "Công đoàn phường",
        aliases=("Công đoàn cơ sở phường",),
    ),
)

FIELDS = (
    "Kinh tế, ngân sách",
    "Đô thị, xây dựng, môi trường",
    "Đất đai, giải phóng mặt bằng",
    "Văn hóa, xã hội",
    "Giáo dục, y tế",
    "Chuyển đổi số, cải cách hành chính",
    "An ninh trật tự",
    "Quốc phòng, phòng chống thiên tai",
    "Xây dựng Đảng",
    "Kiểm tra, giám sát",
    "Dân vận, Mặt trận",
)
