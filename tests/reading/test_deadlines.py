"""Which times bind a task: invented orders of an invented ward, dated 2026."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.reading.deadlines import Times, deadlines_in_cell, deadlines_of
from sauro.reading.model import Deadline

KEPT_ASIDE = frozenset({"105", "118", "127", "139", "145", "151", "155"})


def read(text: str, year: int | None = 2026) -> list[Deadline]:
    return deadlines_of(text, (0, len(text)), year=year, page=lambda _: 1)


def cell(text: str, year: int | None = 2026) -> list[Deadline]:
    return deadlines_in_cell(text, (0, len(text)), year=year, page=lambda _: 2, why="cột Thời gian, hàng 3")


BINDING = [
    ("Hoàn thành việc rà soát, báo cáo UBND phường trước ngày 15/5/2026", "by", None, "2026-05-15", None),
    ("Gửi kết quả về Văn phòng trước 16h30 ngày 20/4 để tổng hợp", "by", None, "2026-04-20", None),
    ("Báo cáo Chủ tịch UBND phường trong ngày 12/5/2026", "by", None, "2026-05-12", None),
    ("Trình dự thảo vào 8 giờ ngày 12/5/2026", "by", None, "2026-05-12", None),
    ("Hoàn thành ngày 12/5/2026", "by", None, "2026-05-12", None),
    ("Đến ngày 30/6/2026 hoàn thành 100% việc số hóa hồ sơ", "by", None, "2026-06-30", None),
    ("Hoàn thành trong tháng 6", "within_period", None, "2026-06-30", None),
    ("Ban hành quy chế xong trong quý III/2026", "within_period", None, "2026-09-30", None),
    ("Hoàn thành quý II/2026", "within_period", None, "2026-06-30", None),
    ("Quý III/2026: tổ chức hội nghị sơ kết", "within_period", None, "2026-09-30", None),
    ("Năm 2027 - 2028: nhân rộng mô hình", "between", "2027-01-01", "2028-12-31", None),
    ("Áp dụng biểu mẫu mới từ tháng 7/2026", "from", "2026-07-01", None, None),
    ("Niêm yết từ ngày 01/5/2026 đến ngày 31/5/2026", "between", "2026-05-01", "2026-05-31", None),
    ("Trong thời hạn 05 ngày làm việc kể từ ngày nhận được văn bản, gửi ý kiến", "offset", None, None, None),
    ("Gửi tài liệu chậm nhất 02 ngày trước ngày họp", "offset", None, None, None),
    ("Trình HĐND phường tại kỳ họp gần nhất", "offset", None, None, None),
    ("Khắc phục xong trong 10 ngày", "within_period", None, None, None),
    ("Báo cáo kết quả thực hiện trước ngày 25 hằng tháng", "recurring", None, None, "monthly"),
    ("Định kỳ hằng quý báo cáo kết quả về UBND phường", "recurring", None, None, "quarterly"),
    ("Báo cáo định kỳ hằng tháng về Văn phòng", "recurring", None, None, "monthly"),
    ("Hằng năm, tổ chức tập huấn cho tổ trưởng tổ dân phố", "recurring", None, None, "yearly"),
    ("Rà soát danh sách hộ nghèo hằng năm", "recurring", None, None, "yearly"),
    ("Định kỳ kiểm tra việc trực tiếp công dân", "recurring", None, None, "unspecified"),
    ("Trong quá trình triển khai thường xuyên báo cáo Chủ tịch", "recurring", None, None, "unspecified"),
    ("Gửi báo cáo trước 15h00 thứ Năm hằng tuần", "recurring", None, None, "weekly"),
    ("Báo cáo năm trước ngày 15/12 hằng năm", "recurring", None, None, "yearly"),
    ("Đăng danh sách vi phạm đã có quyết định xử phạt, xong trước 17 giờ 00 ngày 12/6/2026", "by", None, "2026-06-12", None),
    ("Lập danh sách cho toàn bộ người cao tuổi trước ngày 30/11/2026", "by", None, "2026-11-30", None),
    ("Gửi về Phòng Nội vụ trước 16h00' ngày 20/6/2026", "by", None, "2026-06-20", None),
    ("Thời hạn hoàn thành: 20/5/2026", "by", None, "2026-05-20", None),
    ("Nạo vét cống (hoàn thành trong tháng 8/2026)", "within_period", None, "2026-08-31", None),
    ("Tiếp nhận hồ sơ từ 8h00 ngày 10/6/2026 đến 17h00 ngày 20/6/2026", "between", "2026-06-10", "2026-06-20", None),
    ("Báo cáo tình hình về Văn phòng 02 lần/ngày", "recurring", None, None, "unspecified"),
    ("Kiểm tra định kỳ hằng tháng việc chấp hành nội quy", "recurring", None, None, "monthly"),
    ("Rà soát định kỳ 6 tháng một lần danh sách hộ nghèo", "recurring", None, None, "unspecified"),
    ("Thực hiện chế độ báo cáo định kỳ hằng quý về Sở Xây dựng", "recurring", None, None, "quarterly"),
    ("Tối thiểu mỗi quý một lần, kiểm tra việc chấp hành", "recurring", None, None, "quarterly"),
    ("Tổ chức tập huấn; hội thảo về dinh dưỡng cho trẻ em hằng năm", "recurring", None, None, "yearly"),
    ("Báo cáo Thường trực Đảng ủy tại hội nghị giao ban quý sau", "offset", None, None, None),
    ("Trình Ban Chấp hành tại kỳ họp cuối năm", "offset", None, None, None),
    ("Gửi báo cáo chậm nhất ngày 31 tháng 3 năm sau năm quyết toán", "offset", None, None, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "start", "end", "recurrence"), BINDING, ids=[row[0] for row in BINDING]
)
def test_a_time_that_binds_is_a_deadline(
    text: str, kind: str, start: str | None, end: str | None, recurrence: str | None
) -> None:
    [found] = read(text)
    assert (found.kind, found.start_date, found.end_date, found.recurrence) == (kind, start, end, recurrence)


@pytest.mark.parametrize(
    "text",
    [
        "Triển khai Quyết định số 12/QĐ-UBND ngày 03/4/2026 của UBND phường Đồng Lau",
        "Tổ chức các hoạt động nhân dịp 27/7",
        "Tuyên truyền kỷ niệm ngày thành lập phường 01/7/2026",
        "Chuẩn bị phòng họp cho Hội nghị ngày 12/5/2026",
        "Phục vụ Hội nghị vào lúc 8h00 ngày 12/5/2026",
        "Xây dựng kế hoạch chỉnh trang đô thị năm 2027",
        "Triển khai Chương trình trồng cây giai đoạn 2026 - 2030",
        "Rà soát nhà ở xuống cấp trong giai đoạn 2026 - 2028",
        "Phấn đấu đến hết quý III/2026 giải ngân đạt 70% kế hoạch",
        "đến năm 2030 có 90% hộ dân phân loại rác",
        "Thường xuyên kiểm tra, đôn đốc các tổ dân phố",
        "Kịp thời xử lý, giải quyết ngay phản ánh của người dân",
        "Nâng cao chất lượng sinh hoạt chi bộ hằng tháng",
        "Xây dựng kế hoạch kiểm tra hằng năm của phường",
        "Đưa nội dung vào chương trình công tác hằng năm",
        "Thực hiện chế độ báo cáo định kỳ",
        "Giải quyết dứt điểm hồ sơ đã tiếp nhận trước ngày 01/6/2026",
        "Tính đến ngày 31/3/2026 thu đạt 25% dự toán, tiếp tục đôn đốc",
        "Báo cáo tình hình từ năm 2024 đến nay",
        "Trực 24/7 trong các ngày nghỉ",
        "Triển khai phong trào “Hoàn thành trước ngày 30/4/2026” tại các tổ",
        "Giảm thời gian giải quyết xuống còn 03 ngày làm việc",
        "Xây dựng chương trình công tác tháng, quý, năm",
    ],
)
def test_a_time_that_belongs_to_something_else_is_none(text: str) -> None:
    assert read(text) == []


def test_two_dates_under_one_verb_are_two_deadlines() -> None:
    found = read("Trình dự thảo trước ngày 20/5/2026 và báo cáo HĐND phường trong tháng 6/2026")
    assert [(each.kind, each.end_date) for each in found] == [
        ("by", "2026-05-20"),
        ("within_period", "2026-06-30"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Định kỳ 6 tháng và hằng năm, tổng hợp, báo cáo UBND thành phố", ["unspecified", "yearly"]),
        ("Giám sát, đánh giá định kỳ 6 tháng và hằng năm", ["unspecified", "yearly"]),
        ("Hằng tháng, hằng quý tổng hợp báo cáo", ["monthly", "quarterly"]),
        ("Định kỳ sáu tháng một lần (trước ngày 15/6 và trước ngày 15/12), báo cáo", ["yearly", "yearly"]),
    ],
)
def test_several_rhythms_under_one_verb_are_several_deadlines(text: str, expected: list[str]) -> None:
    assert [each.recurrence for each in read(text)] == expected


def test_a_clause_is_answered_from_the_scan_of_its_paragraph() -> None:
    text = "Lập danh sách trước ngày 20/5/2026; định kỳ hằng quý báo cáo. Năm 2026, cắm mốc."
    times = Times(text, year=2026, page=lambda _: None)
    times.over([(0, len(text))])
    for start, end in ((0, len(text)), (0, 34), (36, 60), (62, len(text)), (14, 30), (40, 50)):
        assert times.of((start, end)) == deadlines_of(text, (start, end), year=2026, page=lambda _: None)


def test_a_deadline_says_where_it_stands_and_why() -> None:
    text = "Mở đầu ngày 01/01/2026. Gửi báo cáo **trước\nngày 30/4/2026** về Văn phòng"
    start = text.index("Gửi")
    [found] = deadlines_of(text, (start, len(text)), year=2026, page=lambda at: 3 if at > start else 1)
    assert text[found.at[0] : found.at[1]] == found.text == "trước\nngày 30/4/2026"
    assert found.page == 3
    assert found.why == "trong câu: “trước ngày 30/4/2026”"
    assert found.strict


def test_an_impossible_day_stays_a_deadline_without_a_date() -> None:
    [found] = read("Báo cáo trước ngày 31/02/2026")
    assert (found.kind, found.end_date) == ("by", None)


def test_duration_and_anchor_are_kept() -> None:
    [found] = read("Trả lời trong vòng 03 ngày làm việc kể từ ngày nhận được kiến nghị, không để quá hạn")
    assert found.duration is not None
    assert (found.duration.n, found.duration.unit, found.duration.working) == (3, "day", True)
    assert found.anchor == "ngày nhận được kiến nghị"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tháng 12/2025", [("within_period", None, "2025-12-31", None)]),
        ("Thời gian hoàn thành: Tháng 9", [("within_period", None, "2026-09-30", None)]),
        ("Quí IV-2025", [("within_period", None, "2025-12-31", None)]),
        ("Thường xuyên", [("recurring", None, None, "unspecified")]),
        ("Thường xuyên, hằng quý", [("recurring", None, None, "quarterly")]),
        ("Hằng năm", [("recurring", None, None, "yearly")]),
        ("Ngày 12, 13/5/2026", [("between", "2026-05-12", "2026-05-13", None)]),
        ("20/4", [("by", None, "2026-04-20", None)]),
        ("15/5/2026", [("by", None, "2026-05-15", None)]),
        ("2026", [("within_period", None, "2026-12-31", None)]),
        ("2026 - 2028", [("between", "2026-01-01", "2028-12-31", None)]),
        ("Cả năm", [("within_period", None, "2026-12-31", None)]),
        ("Giai đoạn 2026 - 2030", [("between", "2026-01-01", "2030-12-31", None)]),
        ("Năm 2026 và những năm tiếp theo", [("from", "2026-01-01", None, None)]),
        ("Sau khi kế hoạch được phê duyệt", [("offset", None, None, None)]),
        ("Theo yêu cầu", []),
        ("", []),
    ],
)
def test_in_a_cell_every_time_counts(
    text: str, expected: list[tuple[str, str | None, str | None, str | None]]
) -> None:
    found = cell(text)
    assert [(each.kind, each.start_date, each.end_date, each.recurrence) for each in found] == expected
    assert all(each.why == "cột Thời gian, hàng 3" and each.page == 2 for each in found)
    assert all(text[each.at[0] : each.at[1]] == each.text for each in found)


def test_a_cell_is_read_in_its_place_in_the_text() -> None:
    text = "| Lát hè | Tháng 8/2026 | 31/12/2026 |"
    start, end = text.index("Tháng"), text.index(" | 31")
    [found] = deadlines_in_cell(text, (start, end), year=2026, page=lambda _: None, why="cột Thời gian")
    assert (found.at, found.end_date) == ((start, end), "2026-08-31")


@given(st.text(), st.integers(0, 40), st.integers(0, 40))
def test_spans_lie_inside_the_task_for_any_text(noise: str, before: int, after: int) -> None:
    head = noise[:before]
    task = f"Gửi báo cáo {noise}, trước ngày 30/4/2026"
    text = head + task + noise[:after]
    at = (len(head), len(head) + len(task))
    for found in deadlines_of(text, at, year=2026, page=lambda _: None):
        assert at[0] <= found.at[0] < found.at[1] <= at[1]
        assert text[found.at[0] : found.at[1]] == found.text


def inside(quote: str, deadline: dict[str, Any]) -> bool:
    return "".join(deadline["text"].split()) in "".join(quote.split())


def test_deadlines_in_the_sentences_of_real_tasks_are_read_as_people_read_them(corpus: Path) -> None:
    hits = gold_count = read_count = 0
    for path in sorted((corpus / "gold").glob("*.json")):
        if path.stem in KEPT_ASIDE:
            continue
        gold = json.loads(path.read_text("utf-8"))
        issued = gold["document"].get("date")
        for task in gold["tasks"]:
            quote = unicodedata.normalize("NFC", task["quote"])
            found = read(quote, int(issued[:4]) if issued else None)
            left = [(each.kind, each.start_date, each.end_date) for each in found]
            read_count += len(left)
            for each in task["deadlines"]:
                if not inside(task["quote"], each):
                    continue
                gold_count += 1
                key = (each["kind"], each.get("start"), each.get("end"))
                if key in left:
                    left.remove(key)
                    hits += 1
    assert 2 * hits / (gold_count + read_count) >= 0.92
