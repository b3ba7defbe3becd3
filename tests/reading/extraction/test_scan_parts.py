"""The parts of reading a picture, one by one: which way is level, where lines and blocks are, what is doubted."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image
from tests.reading.extraction.scanned import BODY, DPI, TABLE, Paper, letter, noise, worn

from sauro.reading.child import _Clock, _read_until
from sauro.reading.extraction.limits import MOST_PIXELS, Limits, dpi_for
from sauro.reading.extraction.scans import (
    agree,
    blocks,
    counting,
    ruling,
    second,
    sheet,
    straighten,
    tesseract,
)
from sauro.reading.extraction.scans.tesseract import Seen
from sauro.reading.extraction.straight import Turn


@pytest.mark.parametrize("degrees", [-4.0, -2.0, -0.5, 0.0, 1.3, 3.0])
def test_the_tilt_of_a_page_is_found(degrees: float) -> None:
    assert straighten.tilt_of(worn(letter().picture, degrees)) == pytest.approx(-degrees, abs=0.15)


def test_a_white_page_has_no_tilt_and_a_level_one_is_not_touched() -> None:
    assert straighten.tilt_of(Paper().picture) == 0.0
    picture = letter().picture
    level, clean, tilt = straighten.levelled(picture)
    assert level is clean is picture
    assert tilt == 0.0


@given(
    some.integers(0, 3),
    some.floats(-5, 5),
    some.floats(200, 300),
    some.floats(300, 500),
)
def test_a_turn_and_its_way_back_meet(quarters: int, tilt: float, x: float, y: float) -> None:
    turn = Turn(595.0, 842.0, quarters, tilt)
    there = turn.onto((x, y, x, y))
    assert turn.back(there) == pytest.approx((x, y, x, y), abs=1e-6)


@given(some.integers(0, 3), some.floats(-9, 9), some.tuples(*[some.floats(-50, 900)] * 4))
def test_no_box_leaves_its_page(quarters: int, tilt: float, box: tuple[float, float, float, float]) -> None:
    x0, y0, x1, y1 = Turn(595.0, 842.0, quarters, tilt).back(box)
    assert 0 <= x0 <= x1 <= 595
    assert 0 <= y0 <= y1 <= 842


def test_ruled_lines_are_found_and_writing_is_none() -> None:
    paper = letter().table(60, 320, TABLE, (40, 190, 140, 105))
    level, upright = ruling.strokes_of(ruling.ink_of(paper.picture, DPI), DPI)
    assert len(level) == len(TABLE) + 1
    assert len(upright) == len(TABLE[0]) + 1
    assert {round(stroke.x0 * 72 / DPI) for stroke in level} == {60}
    assert ruling.strokes_of(ruling.ink_of(letter().picture, DPI), DPI) == ([], [])


def test_a_shadow_is_no_ink() -> None:
    shade = Image.linear_gradient("L").resize((800, 800)).point(lambda value: 120 + value // 2)
    assert ruling.ink_of(shade, DPI).getextrema() == (255, 255)


def test_blocks_side_by_side_are_apart_and_a_paragraph_is_whole() -> None:
    ink = ruling.ink_of(letter().picture, DPI)
    left, right, body = [[side * 72 / DPI for side in box] for box in blocks.blocks_of(ink, DPI)]
    assert left[2] == pytest.approx(right[0], abs=2)
    assert 180 < left[2] < 290
    assert max(left[3], right[3]) <= body[1]  # a short line below may go with the left block
    assert body[2] > 590


def test_the_number_of_an_item_is_no_block() -> None:
    paper = Paper().text(60, 100, "1.").text(120, 100, BODY[2]).text(60, 130, "2.").text(120, 130, BODY[2])
    assert len(blocks.blocks_of(ruling.ink_of(paper.picture, DPI), DPI)) == 1


def line(*words: str, sure: float = 96) -> list[Seen]:
    return [Seen(60 * place, 0, 60 * place + 50, 20, word, sure) for place, word in enumerate(words)]


def doubted(words: list[Seen], other: str | None = None) -> list[tuple[str, str, str]]:
    return [(words[doubt.word].text, doubt.reason, doubt.other) for doubt in agree.doubts_in(words, other)]


def test_a_number_that_two_recognisers_read_otherwise_is_doubted() -> None:
    words = line("trước", "ngày", "15/8/2026,", "Tổ", "3")
    assert doubted(words, "trước ngày 15/8/2026, Tổ 3") == []
    assert doubted(words, "trước ngày 16/8/2026, Tổ 3") == [("15/8/2026,", "number", "16/8/2026,")]
    assert doubted(words, "trước ngày Tổ 3") == [("15/8/2026,", "number", "")]
    assert doubted(words, "truoc ngay 15/8/2026 To 3.") == []


def test_a_number_that_runs_into_the_next_word_is_the_same() -> None:
    assert doubted(line("2.1.", "Đảng", "ủy"), "2.1.Đảng ủy") == []
    assert doubted(line("2.1.", "Đảng", "ủy"), "2.7.Đảng ủy") == [("2.1.", "number", "2.7.Đảng")]


@pytest.mark.parametrize("number", ["15/8/2026", "57/UBND-VP", "98%", "3.250,5", "III/2026", "17h00", "2.1."])
def test_alone_a_number_is_doubted_where_the_recogniser_was_not_sure(number: str) -> None:
    assert doubted(line("số", number)) == []
    assert doubted(line("số", number, sure=80)) == [(number, "number", "")]


@pytest.mark.parametrize("number", ["II1/2026", "S11", "2gg)", "IH/2026"])
def test_letters_and_digits_mixed_as_in_no_number_are_doubted(number: str) -> None:
    assert doubted(line("quý", number)) == [(number, "number", "")]


def test_a_word_that_is_no_syllable_is_doubted_unless_it_was_read_for_certain() -> None:
    assert doubted(line("Nguyễn", "UBND", "báo-cáo", sure=50)) == []
    assert doubted(line("Ñguyên", "phường", sure=50)) == [("Ñguyên", "word", "")]
    assert doubted(line("online", sure=97)) == []


def test_a_second_recogniser_alone_reads_and_every_page_is_flagged(monkeypatch: pytest.MonkeyPatch) -> None:
    from sauro.reading.extraction.assemble import LoadedPage
    from sauro.reading.extraction.scans import Scan, available, recognise
    from sauro.reading.extraction.scans.outcome import outcome

    words = "Giao Công an phường kiểm tra các chợ trước ngày 15/8/2026".split()
    monkeypatch.setattr(tesseract, "find", lambda: None)
    monkeypatch.setattr(second, "installed", lambda: True)
    monkeypatch.setattr(second, "quarters", lambda _: 0)
    monkeypatch.setattr(second, "read_page", lambda _: [line(*words)])
    assert available()
    page = LoadedPage(595, 842)
    done = recognise([Scan(1, page, lambda: (letter().picture, DPI))], lambda: None)
    found = outcome(
        [page], textless=[1], damaged=0, recognised=done, warnings=[], why="", name="a.pdf", limits=Limits()
    )
    assert found.text.split() == words
    assert found.warnings[0].code == "pages_recognised"
    assert "soát lại cả trang" in found.warnings[0].message


def test_a_page_of_any_size_is_drawn_within_bounds() -> None:
    assert dpi_for(595, 842) == 250
    dpi = dpi_for(2384, 3370)
    assert (2384 / 72 * dpi) * (3370 / 72 * dpi) == pytest.approx(MOST_PIXELS)


def test_a_noisy_page_is_given_up_before_anything_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "find", lambda: "/usr/bin/tesseract")
    monkeypatch.setattr(tesseract, "read", lambda *_: pytest.fail("it was recognised"))
    found = sheet.read(noise(), DPI)
    assert (found.words, found.legible) == ([], False)


def test_each_page_that_is_recognised_gives_time_for_another() -> None:
    clock = _Clock(Limits(seconds=0, page_seconds=500))
    assert clock.left == 0
    clock.page_is_done()
    assert 400 < clock.left <= 500
    last = _Clock(Limits(seconds=0, page_seconds=500, longest_seconds=100))
    last.page_is_done()
    assert last.left <= 100
    closed = _Clock(Limits(seconds=0, page_seconds=500, scans=False))
    closed.page_is_done()
    assert closed.left == 0


@pytest.mark.parametrize(("told", "most"), [(b"progress 1 2 recognised\n", 5000), (b"progress 1 2\n", 60)])
def test_only_a_page_that_was_a_picture_gives_time(told: bytes, most: int) -> None:
    reading, writing = os.pipe()
    os.write(writing, told + b"reading\n{}")
    os.close(writing)
    heard: list[tuple[int, int]] = []
    clock = _Clock(Limits(seconds=60, page_seconds=5000))
    answer = _read_until(reading, clock, lambda done, total: heard.append((done, total)))
    os.close(reading)
    assert (answer, heard) == (b"reading\n{}", [(1, 2)])
    assert most / 2 < clock.left <= most


def test_a_piece_of_a_stamp_beside_a_line_is_left_out_and_the_mark_of_an_item_is_not() -> None:
    def beside(text: str, sure: float) -> list[str]:
        words = [
            Seen(0, 0, 20, 20, text, sure),
            *[one._replace(x0=one.x0 + 90, x1=one.x1 + 90) for one in line(*"Sở Giao thông vận tải".split())],
        ]
        return [word.text for kept in sheet._without_stains([words]) for word in kept]

    assert beside("«S", 65)[0] == "Sở"
    assert beside("a)", 65)[0] == "a)"
    assert beside("«S", 95)[0] == "«S"


def test_strokes_of_a_signature_are_no_lines_and_a_doubted_number_stays() -> None:
    assert sheet._without_stains([line("Z", "Ä", "lu", sure=25), line("“.-", "ù", sure=5)]) == []
    words = [*line("trước", "ngày", "nộp", "báo"), Seen(400, 0, 450, 20, "15/8", 12)]
    assert [word.text for word in sheet._without_stains([words])[0]][-1] == "15/8"


def test_in_a_column_of_numbers_what_is_none_is_read_again_as_digits() -> None:
    texts = ("STT", "1", "LÀ", "3", "", "Cộng", "6")
    cells = [(100, 50 * row, 140, 50 * row + 50) for row in range(len(texts))]
    found = [[line(text)] if text else [] for text in texts]
    assert [texts[place] for place in counting.doubtful(cells, found, step=10)] == ["LÀ", ""]
    words = [[line("Báo cáo")], [line("Tổ")], [line("1")]]
    assert counting.doubtful(cells[:3], words, step=10) == []


def test_what_was_read_again_is_taken_where_it_is_a_number_and_is_doubted() -> None:
    assert [word.text for word in counting.taken([line("2", sure=96)])[0]] == ["2"]
    assert doubted(counting.taken([line("2", sure=96)])[0]) == [("2", "number", "")]
    assert counting.taken([line("2", "3")]) == []
    assert counting.taken([]) == []
