"""The title of a task: the work itself, without who does it, who helps and by when."""

import pytest

from sauro.intake.values import title_of
from sauro.reading import read_text

HEAD = "ỦY BAN NHÂN DÂN\nPHƯỜNG ĐỒNG LAU\n\nKính gửi: Các đơn vị\n\nUBND phường yêu cầu thực hiện các việc sau:\n1. "


@pytest.mark.parametrize(
    ("order", "title"),
    [
        (
            "Phòng Văn hóa - Xã hội chủ trì, phối hợp với Công an phường, Trạm Y tế phường kiểm tra bếp ăn của 100% trường học, hoàn thành trước ngày 02/12/2026.",
            "Kiểm tra bếp ăn của 100% trường học",
        ),
        (
            "Công an phường phối hợp với Phòng Kinh tế xử lý vi phạm trật tự đô thị trên đường Bờ Đê.",
            "Xử lý vi phạm trật tự đô thị trên đường Bờ Đê",
        ),
        (
            "Giao Phòng Kinh tế chủ trì, tham mưu UBND phường ban hành kế hoạch chỉnh trang đô thị trước ngày 05/12/2026.",
            "Tham mưu UBND phường ban hành kế hoạch chỉnh trang đô thị",
        ),
        (
            "Giao Văn phòng chủ trì, phối hợp các đơn vị liên quan để rà soát, tổng hợp danh sách hộ nghèo.",
            "Rà soát, tổng hợp danh sách hộ nghèo",
        ),
        ("Công an phường tuần tra khu chợ vào ban đêm.", "Tuần tra khu chợ vào ban đêm"),
    ],
)
def test_it_says_what_is_to_be_done(order: str, title: str) -> None:
    (task,) = read_text(f"{HEAD}{order}\n").tasks
    assert title_of(task) == title
