"""Places of one text found again in another text of the same document."""

from hypothesis import given
from hypothesis import strategies as st
from tests.intake import handmade

from sauro.intake.anchors import Anchors

TEXT = handmade.TEXT


def span_of(text: str, words: str) -> tuple[int, int]:
    at = text.index(words)
    return at, at + len(words)


def found(old: str, new: str, words: str) -> str | None:
    place = Anchors(old, new).at(span_of(old, words))
    return new[place[0] : place[1]] if place else None


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_in_an_equal_text_every_span_stays(a: int, b: int) -> None:
    span = (min(a, b), max(a, b))
    assert Anchors(TEXT, TEXT).at(span) == span


def test_other_spaces_lines_and_case_do_not_matter() -> None:
    new = "TRANG 1\n\n" + TEXT.replace(" ", "\n  ").upper()
    words = "Tổng vệ sinh môi trường trước ngày 20/6/2026"
    assert (found(TEXT, new, words) or "").split() == words.upper().split()


def test_a_word_that_was_read_wrong_does_not_matter() -> None:
    new = TEXT.replace("danh mục điểm úng ngập", "danh muc diem úng ngập").replace("cống", "cổng")
    words = "Lập danh mục điểm úng ngập, trình UBND phường trước ngày 25/6/2026; tổ chức khơi thông cống trước ngày 30/6/2026"
    assert found(TEXT, new, words) == words.replace("danh mục điểm", "danh muc diem").replace("cống", "cổng")


def test_of_equal_words_the_one_at_the_expected_place_is_taken() -> None:
    line = "- Báo cáo kết quả trước ngày 20/6/2026.\n\n"
    middle = "Nhiều chữ khác nhau ở giữa hai dòng giống hệt nhau để chúng đứng xa nhau.\n\n" * 3
    old = line + middle + line
    new = "Thêm một dòng đầu trang.\n\n" + old
    second = old.rindex("Báo cáo")
    place = Anchors(old, new).at((second, second + 30))
    assert place is not None
    assert place[0] == new.rindex("Báo cáo")


def test_words_that_are_gone_are_not_found() -> None:
    new = TEXT.replace("Xây dựng kế hoạch tổ chức Ngày Gia đình Việt Nam", "Việc này đã hoàn thành")
    assert found(TEXT, new, "Xây dựng kế hoạch tổ chức Ngày Gia đình Việt Nam") is None
    assert Anchors(TEXT, "").at((10, 60)) is None
    assert Anchors(TEXT, "").near(10) == 0


def test_a_span_without_words_is_not_found_in_another_text() -> None:
    assert Anchors("a . b", "a b").at((2, 3)) is None


@given(st.data())
def test_what_is_found_is_a_span_of_the_new_text(data: st.DataObject) -> None:
    words = TEXT.split(" ")
    keep = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    new = " ".join(word for word, kept in zip(words, keep, strict=True) if kept)
    start = data.draw(st.integers(0, len(TEXT) - 1))
    place = Anchors(TEXT, new).at((start, min(len(TEXT), start + 80)))
    assert place is None or 0 <= place[0] < place[1] <= len(new)
