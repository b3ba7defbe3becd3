"""Of what kind a task is: by its rhythm, its dates, its verb, and what the document is about."""

import pytest

from sauro.reading import read_text
from sauro.reading.model import Deadline, Document, Recurrence, Value
from sauro.reading.task_kind import is_about_an_event, kind_of


def value(text: str) -> Value:
    return Value(text, None, None, "trong câu")


def deadline(
    end: str | None = None, start: str | None = None, recurrence: Recurrence | None = None
) -> Deadline:
    kind = "recurring" if recurrence else "by" if end else "from" if start else "offset"
    return Deadline("…", (0, 1), None, "trong câu", kind, start, end, recurrence=recurrence)


@pytest.mark.parametrize(
    ("words", "product", "expected"),
    [
        ("tăng cường tuần tra, kiểm soát", None, "standing"),
        ("tiếp tục rà soát, hoàn thiện quy chế làm việc", "quy chế làm việc", "standing"),
        ("chỉ đạo các tổ dân phố giữ gìn vệ sinh", None, "standing"),
        ("phát huy vai trò của Nhân dân; hoàn thiện quy chế phối hợp", "quy chế phối hợp", "standing"),
        ("xây dựng và triển khai các cơ chế hỗ trợ người yếu thế", "cơ chế hỗ trợ", "standing"),
        ("hoàn thiện và vận hành các nền tảng số", None, "standing"),
        ("xây dựng và thực hiện Kế hoạch tặng quà", "Kế hoạch tặng quà", "one_off"),
        ("Nâng cao chất lượng tổ chức đảng: Sửa đổi quy chế làm việc", "quy chế làm việc", "one_off"),
        ("nghiên cứu, đề xuất giải pháp thoát nước", None, "one_off"),
        ("rà soát, sửa đổi chính sách hỗ trợ học phí", None, "one_off"),
        ("cung cấp các dịch vụ hỗ trợ người già", None, "standing"),
        ("trồng hoa, giữ gìn các tuyến phố", None, "standing"),
        ("bố trí kinh phí hoạt động", None, "standing"),
        ("tổ chức lễ ra quân", None, "one_off"),
        ("xác minh, làm rõ phản ánh của công dân", None, "one_off"),
        ("thực hiện chi trả chế độ cho người có công", None, "one_off"),
        ("đầu tư xây dựng trạm y tế mới", None, "one_off"),
        ("tham mưu UBND phường chỉ đạo, điều hành công tác thu ngân sách", None, "standing"),
    ],
)
def test_the_first_verb_says_whether_it_ends(words: str, product: str | None, expected: str) -> None:
    assert kind_of(words, [], value(product) if product else None) == expected


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("Trường hợp vượt thẩm quyền, Phòng Kinh tế ", "tổng hợp, báo cáo UBND phường"),
        ("Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị ", "gửi Phòng Kinh tế để tổng hợp"),
        ("Khi phát hiện vi phạm, các tổ dân phố ", "lập biên bản"),
        ("Phòng Kinh tế tiếp tục ", "rà soát, hoàn thiện hồ sơ địa chính"),
        ("Công an phường thường xuyên ", "lập danh sách người tạm trú"),
    ],
)
def test_a_duty_that_waits_for_a_case_or_goes_on_has_no_end(before: str, words: str) -> None:
    assert kind_of(words, [], value("báo cáo"), before=before) == "standing"


def test_dates_and_rhythms_come_before_words() -> None:
    assert kind_of("tăng cường kiểm tra", [deadline(recurrence="monthly")], None) == "recurring"
    assert kind_of("tăng cường kiểm tra", [deadline(end="2026-08-01")], None) == "one_off"
    assert kind_of("thực hiện đồng bộ mô hình", [deadline(start="2026-08-01")], None) == "standing"
    assert kind_of("dừng thu phí", [deadline(start="2026-08-01")], None) == "one_off"


@pytest.mark.parametrize(
    ("subject", "event"),
    [
        ("Tổ chức Ngày hội Đại đoàn kết toàn dân tộc năm 2026", True),
        ("Về việc kiểm kê tài sản công tại các đơn vị thuộc phường", True),
        ("V/v khắc phục hậu quả bão số 9", False),
        ("tổ chức đón Tết Nguyên đán Đinh Mùi năm 2027", False),
        ("V/v phục vụ bầu cử đại biểu Hội đồng nhân dân phường", True),
        ("Tuyển quân năm 2027", True),
        ("Tổ chức Liên hoan đàn hát dân ca lần thứ V", True),
        ("V/v tổ chức thực hiện Luật Đất đai", False),
        ("Về tổ chức bộ máy các phòng chuyên môn", False),
        ("Về tăng cường quản lý trật tự đô thị", False),
        ("thực hiện Nghị quyết Đại hội Đảng bộ phường lần thứ I", False),
        ("Triển khai Chương trình kỷ niệm và phát triển đô thị", False),
        ("Phát triển kinh tế tư nhân giai đoạn 2026 - 2030", False),
    ],
)
def test_what_the_document_is_about(subject: str, event: bool) -> None:
    assert is_about_an_event(Document(subject=value(subject))) is event


def test_in_a_plan_for_one_event_a_duty_ends_with_it_unless_it_is_to_watch() -> None:
    def kinds(title: str) -> list[str]:
        text = f"""ỦY BAN NHÂN DÂN
PHƯỜNG ĐỒNG LAU
Số: 45/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Đồng Lau, ngày 10 tháng 7 năm 2026

KẾ HOẠCH
{title}

II. TỔ CHỨC THỰC HIỆN
1. Trạm Y tế phường: Bảo đảm công tác y tế, cấp cứu tại các điểm tập trung đông người.
2. Công an phường: Bảo đảm an ninh trật tự, hướng dẫn giao thông quanh khu vực sân vận động.
3. Văn phòng HĐND và UBND phường: Theo dõi, đôn đốc các đơn vị thực hiện Kế hoạch.
"""
        return [task.task_kind for task in read_text(text).tasks]

    assert kinds("Tổ chức Lễ hội đình Đồng Lau năm 2026") == ["one_off", "one_off", "standing"]
    assert kinds("Nâng cao chất lượng sống của Nhân dân") == ["standing"] * 3
