"""A sentence of a thousand equal phrases is read: a pattern that tries all its partitions would never come back."""

import pytest

from sauro.reading import read_text

PHRASES = [
    "tổng hợp, ", "hoặc ", "trước ngày ", "kết quả ", "rà soát và ", "báo cáo ", "Nghị quyết Đại hội ", "hằng tháng ",
    "định kỳ 6 tháng, ", "tham mưu UBND ", "100% tổ ", "do UBND ", "vượt thẩm quyền ", "công tác và ", "số liệu a ",
    "giấy phép a ", "phấn đấu a ", "phối hợp với ",
    "trình UBND phường phê duyệt, ", "tham mưu Sở A báo cáo ", "chủ trì, Sở A ", "để Sở A ", "vào thứ Hai, ", "; phê duyệt", "biểu dương các ",
]  # fmt: skip


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_thousand_equal_phrases_are_read(phrase: str) -> None:
    text = "Kính gửi: Các tổ dân phố.\n\n1. Phòng Kinh tế lập " + phrase * 1000 + "danh sách.\n"
    reading = read_text(text)
    assert reading.text == text
    assert all(text[task.at[0] : task.at[1]] == task.quote for task in reading.tasks)


# A run of signs, a pile of marks, a list or a table without end, each as an extraction gone wrong may leave it.
WITHOUT_END = {
    "stars": "." + "*" * 60_000,
    "stars and spaces": ". *" * 30_000,
    "lines of signs": "*_" * 30_000,
    "blanks": " " * 100_000 + "và",
    "marks": "a" + "\u0301\u0323" * 100_000,
    "bars": "| a | b |\n" * 8_000,
    "rules": "|---|---|\n" * 8_000,
    "lines": "- Làm sạch.\n" * 8_000,
    "clauses": "lập; " * 8_000,
}


@pytest.mark.parametrize("signs", WITHOUT_END)
def test_what_has_no_end_is_read(signs: str) -> None:
    text = f"Kính gửi: Các tổ dân phố.\n\n1. Phòng Kinh tế lập sổ{WITHOUT_END[signs]} danh sách.\n"
    reading = read_text(text)
    assert all(reading.text[task.at[0] : task.at[1]] == task.quote for task in reading.tasks)
