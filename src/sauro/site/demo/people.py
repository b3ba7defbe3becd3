"""The invented people of the demo ward, their posts over time, and who answers for what."""

from dataclasses import dataclass

from sauro.organisation.models import Role
from sauro.site.demo.ward import FOUNDED, GROUPS, PersonData, PostData

CLERK, LEADER, HEAD = Role.RECORDS_CLERK, Role.LEADER, Role.DIVISION_HEAD
SPECIALIST, AUDITOR, ADMINISTRATOR = Role.SPECIALIST, Role.AUDITOR, Role.ADMINISTRATOR


@dataclass(frozen=True)
class AnswersFor:
    """A leader answers for fields of work and for units, from one day to another (counted from the day of filling)."""

    leader: str
    fields: tuple[str, ...]
    units: tuple[str, ...]
    begins: int = FOUNDED
    ends: int | None = None


def _head_of_group(number: int, name: str) -> PersonData:
    unit = GROUPS[number - 1].key
    return PersonData(name, (PostData("committee", unit, HEAD, "Tổ trưởng"),))


PEOPLE = (
    # Đảng ủy, HĐND: one secretary who chairs the council as well.
    PersonData(
        "Lê Hoàng Ấn",
        (
            PostData("party", None, LEADER, "Bí thư Đảng ủy"),
            PostData("council", None, LEADER, "Chủ tịch HĐND"),
        ),
        "bithu",
    ),
    PersonData("Trịnh Khắc Dương", (PostData("party", None, LEADER, "Phó Bí thư Thường trực Đảng ủy"),)),
    PersonData(
        "Hồ Thị Mộc Miên",
        (
            PostData("party", "party-office", HEAD, "Chánh Văn phòng Đảng ủy", begins=-420),
            PostData("party", "party-building", SPECIALIST, "Chuyên viên", ends=-421),
        ),
    ),
    PersonData(
        "Đặng Thị Lụa", (PostData("party", "party-office", CLERK, "Văn thư Đảng ủy"),), "vanthu.danguy"
    ),
    PersonData("Nông Thị Vàng Anh", (PostData("party", "party-building", HEAD, "Phó Trưởng ban"),)),
    PersonData("Kim Văn Chài", (PostData("party", "party-building", SPECIALIST, "Chuyên viên"),)),
    PersonData("Doãn Thế Khơi", (PostData("party", "inspection", HEAD, "Chủ nhiệm UBKT"),)),
    PersonData(
        "La Thị Vó", (PostData("party", "inspection", SPECIALIST, "Ủy viên UBKT"),), "chuyenvien.danguy"
    ),
    PersonData("Vương Thị Sáu", (PostData("party", "cell-9", HEAD, "Bí thư chi bộ"),)),
    PersonData("Khúc Thị Nhàn", (PostData("party", "cell-15", HEAD, "Bí thư chi bộ"),)),
    PersonData(
        "Mã Thị Bần",
        (
            PostData("council", None, LEADER, "Phó Chủ tịch HĐND"),
            PostData("council", "council-economy", HEAD, "Trưởng Ban Kinh tế - Ngân sách"),
        ),
    ),
    PersonData("Tạ Đình Sứ", (PostData("council", "council-culture", HEAD, "Trưởng Ban Văn hóa - Xã hội"),)),
    # UBND.
    PersonData(
        "Đoàn Minh Thước",
        (
            PostData("committee", None, LEADER, "Chủ tịch UBND"),
            PostData("party", None, LEADER, "Phó Bí thư Đảng ủy"),
        ),
        "chutich",
        ("Chủ tịch UBND phường",),
    ),
    PersonData("Phùng Thị Hạ Lan", (PostData("committee", None, LEADER, "Phó Chủ tịch UBND"),), "phochutich"),
    PersonData("Vũ Thị Hải Đường", (PostData("committee", None, LEADER, "Phó Chủ tịch UBND", begins=-300),)),
    PersonData("Thân Trọng Vạc", (PostData("committee", None, LEADER, "Phó Chủ tịch UBND", ends=-301),)),
    PersonData("Âu Văn Cần", (PostData("committee", "office", HEAD, "Chánh Văn phòng"),), "chanhvanphong"),
    PersonData("Ngụy Thị Lài", (PostData("committee", "office", HEAD, "Phó Chánh Văn phòng"),)),
    PersonData(
        "Bạch Thị Sen",
        (
            PostData("committee", "office", CLERK, "Văn thư"),
            PostData("council", None, CLERK, "Văn thư"),
        ),
        "vanthu",
    ),
    PersonData("Chu Thị Dâu", (PostData("committee", "office", CLERK, "Văn thư"),), "vanthu2"),
    PersonData("Giang Văn Nơm", (PostData("committee", "office", SPECIALIST, "Chuyên viên tổng hợp"),)),
    PersonData("Lỗ Thị Thia", (PostData("committee", "office", AUDITOR, "Kiểm soát viên"),), "kiemsoat"),
    PersonData(
        "Ninh Văn Guồng", (PostData("committee", "office", ADMINISTRATOR, "Quản trị hệ thống"),), "quantri"
    ),
    PersonData(
        "Quách Đình Kè", (PostData("committee", "economy", HEAD, "Trưởng phòng"),), "truongphong.kinhte"
    ),
    PersonData(
        "Tống Văn Bè",
        (
            PostData("committee", "economy", HEAD, "Phó Trưởng phòng"),
            PostData("committee", "projects", HEAD, "Giám đốc Ban Quản lý dự án"),
        ),
    ),
    PersonData(
        "Từ Thị Ngò",
        (PostData("committee", "economy", SPECIALIST, "Chuyên viên đô thị"),),
        "chuyenvien.kinhte",
    ),
    PersonData("Hà Văn Đó", (PostData("committee", "economy", SPECIALIST, "Chuyên viên địa chính"),)),
    PersonData(
        "Lương Thị Bông",
        (PostData("committee", "culture", HEAD, "Trưởng phòng", begins=-500),),
        "truongphong.vanhoa",
    ),
    PersonData(
        "Mai Thị Thoi", (PostData("committee", "culture", SPECIALIST, "Chuyên viên"),), "chuyenvien.vanhoa"
    ),
    PersonData("Cù Xuân Đăng", (PostData("committee", "culture", SPECIALIST, "Chuyên viên"),)),
    PersonData("Ứng Thị Xuyến", (PostData("committee", "service", HEAD, "Giám đốc Trung tâm"),)),
    PersonData("Đinh Văn Vạn", (PostData("committee", "service", SPECIALIST, "Chuyên viên"),)),
    PersonData("Lâm Quốc Trấn", (PostData("committee", "police", HEAD, "Trưởng Công an phường"),)),
    PersonData("Phan Bá Thành", (PostData("committee", "military", HEAD, "Chỉ huy trưởng"),)),
    PersonData("Đào Thị Cúc Tần", (PostData("committee", "health", HEAD, "Trưởng Trạm Y tế"),)),
    PersonData("Ôn Thị Mần", (PostData("committee", "health", SPECIALIST, "Y sĩ"),), "chuyenvien.yte"),
    PersonData("Kha Văn Bến", (PostData("committee", "market", HEAD, "Trưởng ban"),)),
    PersonData("Bành Thị Phấn", (PostData("committee", "school-3", HEAD, "Hiệu trưởng"),)),
    _head_of_group(4, "Cao Xuân Lĩnh"),
    _head_of_group(7, "Tiêu Văn Đụt"),
    _head_of_group(11, "Lục Văn Thời"),
    # MTTQ.
    PersonData(
        "Nhâm Thị Cói", (PostData("front", None, LEADER, "Chủ tịch Ủy ban MTTQ Việt Nam phường"),), "mattran"
    ),
    PersonData(
        "Hứa Văn Trẹt",
        (
            PostData("front", "veterans", HEAD, "Chủ tịch Hội"),
            PostData("front", None, LEADER, "Phó Chủ tịch Ủy ban MTTQ Việt Nam phường"),
        ),
    ),
    PersonData("Tô Thị Lưới", (PostData("front", "women", HEAD, "Chủ tịch Hội"),)),
    PersonData(
        "Viên Ngọc Thuyền",
        (
            PostData("front", "youth", HEAD, "Bí thư Đoàn phường"),
            PostData("committee", "culture", SPECIALIST, "Chuyên viên", ends=-200),
        ),
    ),
    PersonData("Trà Thị Mạn", (PostData("front", "front-standing", CLERK, "Văn thư"),), "vanthu.mattran"),
)

ANSWERS = (
    AnswersFor("Lê Hoàng Ấn", ("Xây dựng Đảng",), ("party-building", "party-office")),
    AnswersFor("Trịnh Khắc Dương", ("Kiểm tra, giám sát", "Dân vận, Mặt trận"), ("inspection",)),
    AnswersFor("Mã Thị Bần", (), ("council-economy", "council-culture", "council-standing")),
    AnswersFor(
        "Đoàn Minh Thước",
        ("Kinh tế, ngân sách", "An ninh trật tự", "Quốc phòng, phòng chống thiên tai"),
        ("office", "police", "military"),
    ),
    AnswersFor(
        "Phùng Thị Hạ Lan",
        ("Đô thị, xây dựng, môi trường", "Đất đai, giải phóng mặt bằng"),
        ("economy", "projects", "market"),
    ),
    AnswersFor("Thân Trọng Vạc", ("Văn hóa, xã hội", "Giáo dục, y tế"), ("culture", "health"), ends=-301),
    AnswersFor(
        "Vũ Thị Hải Đường",
        ("Văn hóa, xã hội", "Giáo dục, y tế", "Chuyển đổi số, cải cách hành chính"),
        ("culture", "service", "health"),
        begins=-300,
    ),
    AnswersFor(
        "Nhâm Thị Cói", (), ("front-standing", "youth", "women", "veterans", "farmers", "trade-union")
    ),
)
"""Who answers for which fields and units, now and before."""
