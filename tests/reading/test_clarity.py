"""The six lamps and the kind of a task are derived from its fields."""

import pytest

from sauro.reading.clarity import clarity_of, is_named
from sauro.reading.model import Deadline, OwnerSource, Recurrence, Value
from sauro.reading.task_kind import kind_of


def value(text: str) -> Value:
    return Value(text, None, None, "trong câu")


def deadline(
    end: str | None = None, start: str | None = None, recurrence: Recurrence | None = None
) -> Deadline:
    kind = "recurring" if recurrence else "by" if end else "from" if start else "offset"
    return Deadline("…", (0, 1), None, "trong câu", kind, start, end, recurrence=recurrence)


def lamps(owners: list[str], source: OwnerSource = "own", **fields: object) -> dict[str, bool]:
    known = {
        "action": None,
        "deadlines": [],
        "accountable": None,
        "deliverable": None,
        "authority": None,
        **fields,
    }
    found = clarity_of(owners=[value(name) for name in owners], source=source, **known)  # type: ignore[arg-type]
    return {name: getattr(found, name) for name in found.__struct_fields__}


def test_a_named_owner_lights_person_and_alone_responsibility() -> None:
    assert lamps(["Phòng Kinh tế"])["person"]
    assert lamps(["Phòng Kinh tế"])["responsibility"]
    assert lamps(["Phòng Kinh tế", "Công an phường"])["person"]
    assert not lamps(["Phòng Kinh tế", "Công an phường"])["responsibility"]


def test_a_class_or_the_addressees_light_no_person() -> None:
    assert not lamps(["các phòng, ban, đơn vị"])["person"]
    assert not lamps(["Phòng Kinh tế"], "document")["person"]
    assert not lamps(["các đơn vị"])["responsibility"]
    assert lamps(["các đơn vị"], accountable=value("Chủ tịch UBND phường"))["responsibility"]


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("UBND phường Đồng Lau", True),
        ("Các tổ dân phố", False),
        ("cán bộ, công chức", False),
        ("Trưởng thôn Gò", True),
    ],
)
def test_a_class_names_nobody(name: str, named: bool) -> None:
    assert is_named(name) is named


def test_time_needs_what_can_be_computed() -> None:
    assert lamps([], deadlines=[deadline(end="2026-05-01")])["time"]
    assert lamps([], deadlines=[deadline(recurrence="monthly")])["time"]
    assert not lamps([], deadlines=[deadline()])["time"]
    assert not lamps([])["time"]


def test_work_product_and_authority_are_lit_by_their_fields() -> None:
    dark = lamps([])
    assert not any(dark.values())
    lit = lamps([], action=value("lập"), deliverable=value("danh sách"), authority=value("UBND phường"))
    assert {name for name, on in lit.items() if on} == {"work", "product", "authority"}


@pytest.mark.parametrize(
    ("words", "deadlines", "product", "expected"),
    [
        ("tổng hợp kết quả", [deadline(recurrence="monthly")], "báo cáo", "recurring"),
        ("tuyên truyền về phân loại rác", [deadline(end="2026-06-30")], None, "one_off"),
        ("dừng hoạt động bến đò", [deadline(start="2026-09-19")], None, "one_off"),
        ("xây dựng phương án phân luồng", [], "phương án phân luồng", "one_off"),
        ("nâng cao ý thức giữ gìn vệ sinh; " + "phát huy vai trò của Nhân dân; " * 9 + "ra thông báo", [], "thông báo", "standing"),
        ("khắc phục các điểm lún trên đường Bờ Đê", [], None, "one_off"),
        ("tổ chức hội nghị đối thoại", [], None, "one_off"),
        ("tăng cường kiểm tra vỉa hè", [], None, "standing"),
        ("theo dõi, đôn đốc các tổ dân phố", [], None, "standing"),
        ("rà soát hộ nghèo", [], None, "one_off"),
        ("rà soát các điểm nghẽn; " + "tập trung tháo gỡ khó khăn cho người dân; " * 5, [], None, "standing"),
    ],
)  # fmt: skip
def test_the_kind_of_a_task_follows_from_rhythm_date_product_and_act(
    words: str, deadlines: list[Deadline], product: str | None, expected: str
) -> None:
    assert kind_of(words, deadlines, value(product) if product else None) == expected
