"""Cited documents: each once, with its type, number, date and issuer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sauro.reading.frame import read_frame
from sauro.reading.lines import split_lines
from sauro.reading.model import Reference
from sauro.reading.references import references_in


def read(text: str) -> list[Reference]:
    return references_in(text, read_frame(text, split_lines(text), lambda _: None))


def brief(text: str) -> list[tuple[str | None, str | None, str | None, str | None]]:
    return [(one.type, one.symbol, one.date, one.issuer) for one in read(text)]


def test_number_date_and_issuer() -> None:
    text = "Thực hiện Công văn số 12-CV/TU ngày 11/6/2026 của Thành ủy Lam Giang về việc dọn kênh, Phòng rà soát."
    assert brief(text) == [("Công văn", "12-CV/TU", "2026-06-11", "Thành ủy Lam Giang")]
    [found] = read(text)
    assert found.quote == "Công văn số 12-CV/TU ngày 11/6/2026" == text[found.at[0] : found.at[1]]


def test_symbols_of_every_kind() -> None:
    text = (
        "Căn cứ Nghị quyết số 31.2/2026/NQ-CP; Nghị định số 7/2026/NĐ-CP, ngày 02 tháng 01 năm 2026 của Chính phủ; "
        "Thông tư liên tịch số 5/2024/TTLT-BTC-BNV; Chương trình hành động 07 -CTr/ĐU ngày 05/8/2025; "
        "Chỉ thị số 61/TTg ngày 3/5/2023; Luật số 86/2026/QH15; tiêu chuẩn TCVN 99999:2026."
    )
    assert [one.symbol for one in read(text)] == [
        "31.2/2026/NQ-CP", "7/2026/NĐ-CP", "5/2024/TTLT-BTC-BNV", "07 -CTr/ĐU", "61/TTg", "86/2026/QH15", "TCVN 99999:2026",
    ]  # fmt: skip
    assert [one.type for one in read(text)][3] == "Chương trình hành động"


def test_a_number_broken_over_lines_is_whole() -> None:
    assert [one.symbol for one in read("Theo Công văn số 731-\nCV/TU ngày 1/2/2026 thì làm.")] == [
        "731-CV/TU"
    ]


def test_a_bare_number_counts_with_its_type() -> None:
    text = "Triển khai Chỉ thị số 08 ngày 21/4/2026 của Ban Thường vụ Thành ủy và Đề án 19; Kế hoạch 05 năm."
    assert brief(text)[:2] == [
        ("Chỉ thị", "08", "2026-04-21", "Ban Thường vụ Thành ủy"),
        ("Đề án", "19", None, None),
    ]
    assert len(brief(text)) == 2


def test_a_list_under_one_type_gives_each() -> None:
    text = "Các Nghị định của Chính phủ: số 11/2024/NĐ-CP ngày 17/9/2024, số 12/2025/NĐ-CP ngày 14/8/2025."
    assert brief(text) == [
        ("Nghị định", "11/2024/NĐ-CP", "2024-09-17", None),
        ("Nghị định", "12/2025/NĐ-CP", "2025-08-14", None),
    ]


def test_the_same_symbol_counts_once_at_its_first_mention() -> None:
    text = "Thực hiện Kế hoạch số 5/KH-UBND. Sau đó, theo Kế hoạch số 5/KH-UBND ngày 3/4/2026, Phòng báo cáo."
    [found] = read(text)
    assert found.at[0] == text.index("Kế hoạch")
    assert found.date == "2026-04-03"


def test_a_short_number_after_the_full_one_is_the_same_document() -> None:
    assert (
        len(read("Nghị quyết số 83-NQ/TW ngày 2/12/2025 của Bộ Chính trị. Quán triệt Nghị quyết số 83.")) == 1
    )


def test_the_document_itself_and_the_line_that_ties_an_appendix_are_none() -> None:
    text = """ỦY BAN NHÂN DÂN XÃ BÃI CÁT
Số: 7/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM

KẾ HOẠCH
Dọn kênh

Căn cứ Kế hoạch số 9/KH-UBND ngày 1/2/2026 của UBND thành phố; Kế hoạch số 7/KH-UBND này thay kế hoạch cũ./.

Nơi nhận:
- Lưu: VT.

CHỦ TỊCH

Hồ Thị Sen

PHỤ LỤC
(Kèm theo Kế hoạch số 7/KH-UBND ngày 3/4/2026 của UBND xã)

1. Kênh Cầu Đá
"""
    assert [one.symbol for one in read(text)] == ["9/KH-UBND"]


def test_laws_are_cited_by_name() -> None:
    text = (
        "Căn cứ Luật Ngân sách nhà nước và các quy định hiện hành; Luật Đất đai năm 2024; Bộ luật Lao động; "
        "Luật Quản lý, sử dụng tài sản công ngày 21/6/2017; Luật Cây xanh quy định về trồng cây; pháp luật về đất đai."
    )
    assert [(one.quote, one.date) for one in read(text)] == [
        ("Luật Ngân sách nhà nước", None),
        ("Luật Đất đai năm 2024", "2024"),
        ("Bộ luật Lao động", None),
        ("Luật Quản lý, sử dụng tài sản công ngày 21/6/2017", "2017-06-21"),
        ("Luật Cây xanh", None),
    ]


def test_a_law_with_its_number_is_the_law_of_that_name() -> None:
    text = "Luật Đấu thầu số 44/2026/QH15 ngày 20/6/2026. Các đơn vị thực hiện Luật Đấu thầu đúng quy định."
    assert brief(text) == [("Luật", "44/2026/QH15", "2026-06-20", None)]


def test_resolutions_of_congresses_count_once_a_level() -> None:
    text = (
        "Quán triệt Nghị quyết Đại hội XIV của Đảng, Nghị quyết Đại hội Đảng bộ phường lần thứ I và "
        "Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIV của Đảng."
    )
    assert [one.quote for one in read(text)] == [
        "Nghị quyết Đại hội XIV của Đảng",
        "Nghị quyết Đại hội Đảng bộ phường lần thứ I",
    ]


def test_named_plans_count_where_they_are_cited_not_where_they_are_to_be_written() -> None:
    cited = "Các đơn vị thực hiện theo Quy hoạch mạng lưới chợ thời kỳ 2021 - 2030, tầm nhìn đến năm 2050."
    assert [one.quote for one in read(cited)] == [
        "Quy hoạch mạng lưới chợ thời kỳ 2021 - 2030, tầm nhìn đến năm 2050"
    ]
    assert read("Phòng xây dựng Kế hoạch chỉnh trang ngõ xóm năm 2026.") == []
    assert read("Căn cứ các văn bản hướng dẫn, Kế hoạch này được triển khai trong năm 2026.") == []


def test_forms_telephone_numbers_and_ratios_are_none() -> None:
    text = "Báo cáo theo Mẫu số 07/DKK, điện thoại 024-3825/KT, đạt 12/15 tiêu chí; TDP số 4/Đồng Lau."
    assert read(text) == []


@given(st.text("Luật Nghịquyếtsố 12/-KHUBNDTWngày.,;\n của Đảng", max_size=160) | st.text(max_size=100))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_quotes_that_stand_in_it(text: str) -> None:
    found = read(text)
    assert [one.at for one in found] == sorted(one.at for one in found)
    for one in found:
        assert text[one.at[0] : one.at[1]] == one.quote != ""


def test_a_line_feed_beside_va_parts_two_citations_as_a_space_does() -> None:
    for gap in (" và ", "\nvà ", " và\n"):
        text = f"Căn cứ Luật Tiếp công dân{gap}Phiếu chuyển đơn số 26/PC-BTCD ngày 10/8/2026, Phòng xử lý."
        assert brief(text) == [
            ("Luật", None, None, None),
            ("Phiếu chuyển đơn", "26/PC-BTCD", "2026-08-10", None),
        ], gap


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Công văn số 345/SNV-TCBC ngày 05 tháng 6/2026 của Sở Nội vụ", ("345/SNV-TCBC", "2026-06-05")),
        ("Quyết định 1719/QĐ-TTg ngày 14-10-2021", ("1719/QĐ-TTg", "2021-10-14")),
        ("QCVN 01:2021/BXD", ("QCVN 01:2021/BXD", None)),
        ("Công văn hỏa tốc số 99/UBND-NC ngày 09/7/2026", ("99/UBND-NC", "2026-07-09")),
    ],
)
def test_forms_of_symbols_and_dates(text: str, expected: tuple[str, str | None]) -> None:
    [found] = read(f"Kính gửi: Các tổ dân phố.\n\nThực hiện {text}, phường yêu cầu:\n")
    assert (found.symbol, found.date) == expected


@pytest.mark.parametrize("line_end", [" ", "\n"])
def test_a_name_goes_on_over_the_end_of_a_line(line_end: str) -> None:
    text = (
        "Kính gửi: Các chi bộ.\n\nQuán triệt Nghị quyết Đại hội Đảng bộ phường"
        f"{line_end}Đồng Lau lần thứ I, nhiệm kỳ 2025 - 2030 và Pháp lệnh Ưu đãi người có"
        f"{line_end}công với cách mạng, phường yêu cầu:\n"
    )
    quotes = [" ".join(found.quote.split()) for found in read(text)]
    assert quotes == [
        "Nghị quyết Đại hội Đảng bộ phường Đồng Lau lần thứ I, nhiệm kỳ 2025 - 2030",
        "Pháp lệnh Ưu đãi người có công với cách mạng",
    ]
