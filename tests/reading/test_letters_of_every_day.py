"""What letters have that no order is made of: stamps, praise, addressees in one line, parts given to parties."""

import pytest

from sauro.reading import read_text
from sauro.reading.model import Reading

HEAD = (
    "ỦY BAN NHÂN DÂN\nPHƯỜNG ĐỒNG LAU\n{stamp}Số: 45/UBND-VP\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
    "Đồng Lau, ngày 04 tháng 6 năm 2026\nV/v phòng, chống thiên tai\n\nKính gửi: Các phòng, ban, đơn vị; Trưởng các thôn\n"
)


def letter(items: str, stamp: str = "") -> Reading:
    return read_text(HEAD.format(stamp=stamp) + items)


@pytest.mark.parametrize("stamp", ["ĐẾN Số: 1234\n", "ĐẾN\nSố đến: 1234\n"])
def test_a_stamp_of_receipt_is_no_part_of_the_name(stamp: str) -> None:
    document = letter("1. Rà soát nhà ở không an toàn.\n", stamp).document
    assert document.issuer is not None
    assert " ".join(document.issuer.text.split()) == "ỦY BAN NHÂN DÂN PHƯỜNG ĐỒNG LAU"


def test_items_right_under_kinh_gui_are_no_addressees() -> None:
    found = letter("1. Rà soát nhà ở không an toàn.\n2. Lập danh sách hộ cần sơ tán.\n")
    assert [value.text for value in found.document.addressees] == ["Các phòng, ban, đơn vị; Trưởng các thôn"]
    assert [task.section for task in found.tasks] == ["1", "2"]


@pytest.mark.parametrize(
    "words",
    [
        "Biểu dương Công an phường đã hoàn thành tốt đợt cao điểm.",
        "Ghi nhận Trạm Y tế đã chủ động tiêm chủng cho 300 trẻ.",
        "Phê bình các đơn vị chậm gửi báo cáo.",
        "Hoan nghênh đồng chí Trưởng thôn đã vận động các hộ hiến đất.",
        "Biểu dương, khen ngợi Phòng Kinh tế đã thu vượt dự toán.",
    ],
)
def test_praise_and_blame_for_what_was_done_order_nothing(words: str) -> None:
    found = letter(f"1. {words}\n2. Lập danh sách hộ cần sơ tán.\n")
    assert [task.section for task in found.tasks] == ["2"]


def test_a_threat_is_no_task() -> None:
    found = letter(
        "1. Các thôn tuyên truyền bà con. Thôn nào để phát sinh điểm mới thì bị trừ điểm thi đua.\n"
    )
    assert len(found.tasks) == 1


def test_praise_that_is_to_be_given_is_an_order() -> None:
    found = letter("1. Phòng Nội vụ kịp thời biểu dương, khen thưởng tập thể làm tốt.\n")
    assert len(found.tasks) == 1


def test_the_part_of_a_party_is_not_its_name() -> None:
    found = letter(
        "1. Rà soát hạ tầng.\n2. Giao Phòng Kinh tế (nội dung a), Trạm Y tế (nội dung b) lập báo cáo.\n"
    )
    assert [value.text for value in found.tasks[-1].owners] == ["Phòng Kinh tế", "Trạm Y tế"]


def test_a_programme_is_a_programme() -> None:
    text = "ĐẢNG ỦY PHƯỜNG ĐỒNG LAU\n*\nSố 12-CTr/ĐU\nĐẢNG CỘNG SẢN VIỆT NAM\nĐồng Lau, ngày 04 tháng 6 năm 2026\nCHƯƠNG TRÌNH\ncông tác kiểm tra năm 2026\n"
    assert read_text(text).document.type == "chuong_trinh_hanh_dong"


def test_the_chair_orders_the_office_that_tells_of_it() -> None:
    text = (
        "ỦY BAN NHÂN DÂN PHƯỜNG ĐỒNG LAU\nVĂN PHÒNG HĐND VÀ UBND\nSố: 96/TB-VP\nĐồng Lau, ngày 14 tháng 7 năm 2026\nTHÔNG BÁO\n"
        "Kết luận của Chủ tịch UBND phường\n\nChủ tịch UBND phường kết luận:\n1. Văn phòng HĐND và UBND theo dõi, đôn đốc các đơn vị.\n"
    )
    assert [value.text for task in read_text(text).tasks for value in task.owners] == [
        "Văn phòng HĐND và UBND"
    ]
