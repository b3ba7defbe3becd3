"""Letterheads of every kind of body, as extraction brings them: stacked, in columns, run together, with blanks."""

import pytest

from sauro.reading import read_text
from sauro.reading.model import Document

BODY = """

Đề nghị các đơn vị thực hiện:
1. Phòng Kinh tế lập danh sách các hộ kinh doanh, gửi Văn phòng trước ngày 20/8/2026.

Nơi nhận:
- Như trên;
- Lưu: VT.
"""
STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"


def document(text: str) -> Document:
    return read_text(text).document


def facts(found: Document) -> dict[str, str | None]:
    names = ("issuer", "parent_body", "symbol", "subject", "place", "date")
    values = {name: getattr(found, name) for name in names}
    return {name: value.text if value else None for name, value in values.items()}


CASES = {
    "a ministry, the subject cites a dated resolution": (
        "BỘ NÔNG NGHIỆP XANH\n-------\n" + STATE + "Số: 1234/BNX-VP\nV/v báo cáo tình hình thực hiện\n"
        "Nghị quyết số 45/NQ-CP ngày 03/6/2026\ncủa Chính phủ\nHà Nội, ngày 10 tháng 7 năm 2026\n\n"
        "Kính gửi: Ủy ban nhân dân các tỉnh",
        {
            "issuer": "BỘ NÔNG NGHIỆP XANH",
            "symbol": "1234/BNX-VP",
            "subject": "V/v báo cáo tình hình thực hiện Nghị quyết số 45/NQ-CP ngày 03/6/2026 của Chính phủ",
            "place": "Hà Nội",
            "date": "2026-07-10",
        },
    ),
    "the subject ends with the date of what it cites": (
        "ỦY BAN NHÂN DÂN\nXÃ GÒ MÍT\nSố: 12/UBND-VP\nV/v triển khai Kế hoạch số 45/KH-UBND ngày 03/6/2026 của UBND thành phố\n"
        + STATE
        + "Gò Mít, ngày 10 tháng 7 năm 2026\n\nKính gửi: Các đơn vị thuộc xã.",
        {
            "issuer": "ỦY BAN NHÂN DÂN XÃ GÒ MÍT",
            "symbol": "12/UBND-VP",
            "subject": "V/v triển khai Kế hoạch số 45/KH-UBND ngày 03/6/2026 của UBND thành phố",
            "place": "Gò Mít",
            "date": "2026-07-10",
        },
    ),
    "two columns with a blank number and day": (
        "UBND TỈNH LAM GIANG                    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "SỞ NỘI VỤ                                       Độc lập - Tự do - Hạnh phúc\n"
        "Số:      /SNV-CCHC                    Lam Giang, ngày      tháng 7 năm 2026\n"
        "V/v đẩy mạnh cải cách hành chính\n\nKính gửi: Các sở, ban, ngành.",
        {
            "issuer": "SỞ NỘI VỤ",
            "parent_body": "UBND TỈNH LAM GIANG",
            "symbol": "/SNV-CCHC",
            "place": "Lam Giang",
            "date": "2026-07",
        },
    ),
    "a Party committee with its star": (
        "ĐẢNG BỘ THÀNH PHỐ LAM GIANG\nĐẢNG ỦY PHƯỜNG ĐỒNG LAU\n*\nSố 56-CV/ĐU\nV/v tăng cường tuyên truyền\n"
        "ĐẢNG CỘNG SẢN VIỆT NAM\nĐồng Lau, ngày 10 tháng 7 năm 2026\n\nKính gửi: - Các chi bộ trực thuộc,",
        {
            "issuer": "ĐẢNG ỦY PHƯỜNG ĐỒNG LAU",
            "parent_body": "ĐẢNG BỘ THÀNH PHỐ LAM GIANG",
            "symbol": "56-CV/ĐU",
            "subject": "V/v tăng cường tuyên truyền",
        },
    ),
    "run together by an extraction without columns": (
        "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nPHƯỜNG ĐỒNG LAU Độc lập - Tự do - Hạnh phúc\n"
        "Số: 45/KH-UBND Đồng Lau, ngày 10 tháng 7 năm 2026\nKẾ HOẠCH\nChỉnh trang các tuyến phố trên địa bàn phường\n"
        "giai đoạn 2026 - 2030",
        {
            "issuer": "ỦY BAN NHÂN DÂN PHƯỜNG ĐỒNG LAU",
            "symbol": "45/KH-UBND",
            "subject": "Chỉnh trang các tuyến phố trên địa bàn phường giai đoạn 2026 - 2030",
            "date": "2026-07-10",
        },
    ),
    "a union": (
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH LAM GIANG\nCÔNG ĐOÀN PHƯỜNG ĐỒNG LAU\nSố: 12/HD-CĐ\n"
        + STATE
        + "Đồng Lau, ngày 10 tháng 7 năm 2026\nHƯỚNG DẪN\nVề việc tổ chức Tháng Công nhân năm 2026",
        {"issuer": "CÔNG ĐOÀN PHƯỜNG ĐỒNG LAU", "parent_body": "LIÊN ĐOÀN LAO ĐỘNG TỈNH LAM GIANG"},
    ),
    "an abbreviated place": (
        "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ LAM GIANG\nSố: 1234/UBND-ĐT\nV/v giao nhiệm vụ\n"
        + STATE
        + "TP. Lam Giang, ngày 08 tháng 7 năm 2026\n\nKính gửi: Các đơn vị.",
        {"place": "TP. Lam Giang", "date": "2026-07-08"},
    ),
    "the mark of an electronic signature below the subject": (
        "BỘ NỘI CHÍNH\nSố: 12/BNC-VP\nV/v góp ý dự thảo\nNgười ký: BỘ NỘI CHÍNH\nThời gian ký: 08/07/2026 15:30:12 +07:00\n"
        + STATE
        + "Hà Nội, ngày 08 tháng 7 năm 2026\n\nKính gửi: Các đơn vị.",
        {"issuer": "BỘ NỘI CHÍNH", "subject": "V/v góp ý dự thảo", "date": "2026-07-08"},
    ),
    "cells with the rule below a name": (
        "| ỦY BAN NHÂN DÂN PHƯỜNG ĐỒNG LAU ------- | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc --------------- |\n"
        "| Số: 12/UBND-KT V/v kiểm tra an toàn thực phẩm | Đồng Lau, ngày 08 tháng 7 năm 2026 |\n\nKính gửi: Các đơn vị.",
        {"issuer": "ỦY BAN NHÂN DÂN PHƯỜNG ĐỒNG LAU", "subject": "V/v kiểm tra an toàn thực phẩm"},
    ),
    "a joint plan": (
        "BỘ TÀI LỰC - BỘ NỘI CHÍNH\nSố: 01/2026/KHLT-BTL-BNC\n"
        + STATE
        + "Hà Nội, ngày 10 tháng 7 năm 2026\n\nKẾ HOẠCH LIÊN TỊCH\nPhối hợp thực hiện công tác dân vận",
        {"issuer": "BỘ TÀI LỰC - BỘ NỘI CHÍNH", "subject": "Phối hợp thực hiện công tác dân vận"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_letterhead_is_read_as_printed(name: str) -> None:
    head, expected = CASES[name]
    found = facts(document(head + BODY))
    assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nPhùng Thị Hạ Lan", ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "Phùng Thị Hạ Lan")),
        ("T/M BAN THƯỜNG VỤ\nK/T BÍ THƯ\nPHÓ BÍ THƯ\nLê Hoàng Ấn", ("T/M BAN THƯỜNG VỤ K/T BÍ THƯ", "PHÓ BÍ THƯ", "Lê Hoàng Ấn")),
        ("TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\nTôn Nữ Cẩm Vân", ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Tôn Nữ Cẩm Vân")),
        ("TUQ. CHỦ TỊCH\nTRƯỞNG PHÒNG KINH TẾ\nÔng Ích Thiện", ("TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG KINH TẾ", "Ông Ích Thiện")),
        ("Q. GIÁM ĐỐC\nTrịnh Khắc Dương", (None, "Q. GIÁM ĐỐC", "Trịnh Khắc Dương")),
        ("CHỦ TỊCH\n\n\nQuản Trọng Hiếu", (None, "CHỦ TỊCH", "Quản Trọng Hiếu")),
    ],
)  # fmt: skip
def test_who_signs_in_whose_place(lines: str, expected: tuple[str | None, str, str]) -> None:
    head, _ = CASES["a union"]
    signature = document(head + BODY + lines + "\n").signature
    values = (signature.capacity, signature.position, signature.name)
    assert tuple(value.text if value else None for value in values) == expected
