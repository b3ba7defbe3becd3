import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from tests.site.example import build, weekend_only

from sauro.reading import words
from sauro.reading.model import Clarity, Reading, Value
from sauro.site.cli.card import brief_card, card, lamps, origin, sentence
from sauro.site.cli.layout import chop
from sauro.site.cli.view import WIDEST, print_reading, view

LAMPS = ["người", "việc", "thời gian", "trách nhiệm", "sản phẩm", "thẩm quyền"]
SYLLABLES = [
    "Phòng",
    "Kinh",
    "tế,",
    "Hạ",
    "tầng",
    "và",
    "Đô",
    "thị",
    "Nghiêng",
    "Ủy",
    "ban",
    "nhân",
    "dân",
    "phường",
]


def page(reading: Reading, width: int = 100, *, brief: bool = False) -> str:
    out = io.StringIO()
    print_reading(reading, out, seconds=0.2134, width=width, brief=brief, next_working_day=weekend_only)
    return out.getvalue()


def block(text: str, order: int) -> str:
    """The card of a task."""
    cards = re.split(r"^ {2}(?=\d+ mục|\d+ ngoài)", text, flags=re.MULTILINE)
    return cards[order]


def test_the_header_names_the_document_its_issuer_its_date_and_its_addressees(reading: Reading) -> None:
    head = page(reading).split("Nhiệm vụ ━")[0]
    assert "Thông báo 41/TB-UBND" in head
    assert "Kết luận giao ban tháng 8 năm 2026" in head
    assert re.search(r"Cơ quan ban hành +ỦY BAN NHÂN DÂN PHƯỜNG ĐỒNG LAU", head)
    assert re.search(r"Ngày ban hành +thứ Hai 03/08/2026 · Đồng Lau", head)
    assert re.search(r"Kính gửi +Các phòng, đơn vị thuộc phường", head)


def test_a_month_without_a_day_is_said_as_a_month(reading: Reading) -> None:
    reading.document.date = Value("2026-08", None, 1, "")
    assert re.search(r"Ngày ban hành +tháng 8/2026 · Đồng Lau", page(reading))


def test_every_card_has_its_section_sentence_and_kind(reading: Reading) -> None:
    first = block(page(reading), 1)
    assert first.startswith("1 mục 2.1.a · trang 1 ─")
    assert first.splitlines()[0].endswith("một lần · 6/6 rõ")
    folded = " ".join(first.split())
    assert "rà soát các điểm họp chợ tạm trên phố Hàng Lau, lập danh mục điểm vi phạm" in folded
    assert "**" not in first


def test_the_headings_stand_once_above_the_tasks_that_share_them(reading: Reading) -> None:
    reading.tasks[1].heading = "2. Nhiệm vụ trong tháng 8 › 2.2. Văn phòng"
    reading.tasks[2].heading = "2. Nhiệm vụ trong tháng 8"
    lines = [line.strip() for line in page(reading).split("Nhiệm vụ ━")[1].splitlines()]
    told = [line for line in lines if line.startswith(("2.", "› ", "1 mục", "2 mục", "3 mục"))]
    assert [line.partition(" ─")[0] for line in told] == [
        "2. Nhiệm vụ trong tháng 8",
        "› 2.1. Phòng Kinh tế, Hạ tầng và Đô thị",
        "1 mục 2.1.a · trang 1",
        "› 2.2. Văn phòng",
        "2 mục 2.1.b · trang 1",
        "2. Nhiệm vụ trong tháng 8",
        "3 mục 3 · trang 1",
    ]


def test_owners_say_where_they_come_from(reading: Reading) -> None:
    text = page(reading)
    assert "Phòng Kinh tế, Hạ tầng và Đô thị · theo tiêu đề mục 2.1" in block(text, 1)
    assert "Các đơn vị · nơi nhận chung của văn bản" in block(text, 3)


@pytest.mark.parametrize(
    ("source", "why", "told"),
    [
        ("own", "trong câu: “Công an phường”", "ngay trong câu"),
        ("own", "cột Chủ trì, hàng 3", "theo cột Chủ trì, hàng 3"),
        ("heading", "tiêu đề mục: “Công an phường”", "theo tiêu đề mục"),
        ("heading", "", "theo tiêu đề mục"),
        ("document", "đoạn kết: “các đơn vị”", "theo đoạn kết của văn bản"),
        ("document", "kính gửi", "nơi nhận chung của văn bản"),
    ],
)
def test_the_reader_s_reason_is_told_where_it_says_more(
    reading: Reading, source: Any, why: str, told: str
) -> None:
    task = msgspec.structs.replace(reading.tasks[0], owner_source=source)
    task.owners = [Value("Công an phường", None, 1, why)]
    assert origin(task) == told


def test_a_day_off_names_the_working_day_it_falls_on(reading: Reading) -> None:
    assert "Chủ nhật 16/08/2026 → làm việc: thứ Hai 17/08/2026" in block(page(reading), 1)


def test_a_working_day_stands_alone(reading: Reading) -> None:
    reading.tasks[0].deadlines[0].end_date = "2026-08-18"
    text = block(page(reading), 1)
    assert "Hạn hoàn thành      thứ Ba 18/08/2026\n" in text
    assert "→" not in text


def test_a_rhythm_is_said_in_words(reading: Reading) -> None:
    assert re.search(r"Hạn hoàn thành +trước ngày 25 hằng tháng\n", block(page(reading), 2))


@pytest.mark.parametrize("order", [1, 2, 3])
def test_there_are_always_six_lamps_in_their_order_each_with_word_and_mark(
    reading: Reading, order: int
) -> None:
    text = block(page(reading), order)
    found = re.findall(r"(━━|╌╌) ((?:người|việc|thời gian|trách nhiệm|sản phẩm|thẩm quyền))", text)
    assert [word for _, word in found] == LAMPS
    clarity = reading.tasks[order - 1].clarity
    assert [mark == "━━" for mark, _ in found] == [getattr(clarity, name) for name in words.LAMP]


def test_what_is_missing_is_said_and_nothing_is_said_where_all_six_are_clear(reading: Reading) -> None:
    text = page(reading)
    assert "còn thiếu" not in block(text, 1)
    assert "còn thiếu: trách nhiệm, sản phẩm, thẩm quyền" in block(text, 2)


@given(flags=st.tuples(*[st.booleans()] * 6))
def test_marks_words_count_and_missing_agree(flags: tuple[bool, ...]) -> None:
    clarity = Clarity(*flags)
    plain = lamps(clarity).plain
    assert plain.count("━━") == sum(flags) == words.met(clarity)
    assert words.missing(clarity) == [word for word, lit in zip(LAMPS, flags, strict=True) if not lit]


def test_the_act_the_owners_and_the_dates_are_marked_inside_the_sentence(reading: Reading) -> None:
    text = sentence(reading.tasks[0])
    marked = {text.plain[part.start : part.end] for part in text.spans}
    assert marked == {"rà soát", "chậm nhất ngày 16/8/2026"}


def test_a_quiet_label_leaves_its_value_alone(reading: Reading) -> None:
    line = next(line for line in card(reading.tasks[0], 1, 100, None) if "Phối hợp  " in line.plain)
    start = line.plain.index("Công an phường")
    assert str(line.style) == ""
    assert all(part.end <= start for part in line.spans)


def test_targets_petitions_and_references_are_listed(reading: Reading) -> None:
    text = page(reading)
    assert re.search(r"ít nhất 95% +30/09/2026 +1 +Phấn đấu 95% hộ kinh doanh", text)
    assert re.search(r"Lò Văn Mây, Tổ trưởng.* UBND phường +\(1\) Sửa đèn ngõ 4", text)
    assert "- Kế hoạch số 9/KH-UBND ngày 05/01/2026 · Ủy ban nhân dân phường" in text
    assert re.search(r"Văn bản dẫn chiếu ━+ 1\n", text)


def test_gaps_are_counted_by_reason_and_warnings_come_last(reading: Reading) -> None:
    text = page(reading)
    assert "tiêu đề 2 · số liệu, bảng biểu 1" in text
    places = [
        text.index(part) for part in ("Nhiệm vụ ━", "Chỉ tiêu ━", "Kiến nghị ━", "Đoạn không có", "Lưu ý ━")
    ]
    assert places == sorted(places)
    assert "Chưa có lịch nghỉ lễ" in text[places[-1] :]


def test_the_summary_counts_what_the_cards_show(reading: Reading) -> None:
    last = page(reading).rstrip().splitlines()[-1]
    assert last == "3 nhiệm vụ · 2 có người · 2 có hạn · 1 có sản phẩm · 1 đủ 6 rõ · đọc 0,21 giây"


def test_an_empty_result_says_what_was_looked_for_and_what_to_do(reading: Reading) -> None:
    reading.tasks = []
    text = page(reading)
    assert "Không tìm thấy nhiệm vụ nào" in text
    assert "Đã tìm:" in text
    assert "Nên làm:" in text
    assert "0 nhiệm vụ" in text


def test_only_the_brief_view_cuts_a_sentence(reading: Reading) -> None:
    assert "…" not in page(reading, 60)
    brief = page(reading, 60, brief=True)
    assert re.search(r"^ {2}1 Chủ trì, phối hợp với .* …$", brief, re.MULTILINE)
    assert "━━━╌╌╌ 3/6 · Phòng Kinh tế" in brief
    assert "Chỉ tiêu" not in brief


def test_a_sentence_that_fits_is_not_cut_in_the_brief_view(reading: Reading) -> None:
    lines = [line.plain for line in brief_card(reading.tasks[2], 3, 100, None)]
    assert lines[0] == "  3 Các đơn vị tiếp tục giữ gìn vệ sinh nơi làm việc"


def test_there_are_no_colour_codes_where_no_terminal_is(reading: Reading) -> None:
    assert "\x1b" not in page(reading)


def test_a_terminal_gets_colours_and_none_of_them_is_red(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, color_system="truecolor", width=120)
    for line in view(reading, 100, seconds=0.1):
        console.print(line)
    colours = {tuple(map(int, found)) for found in re.findall(r"38;2;(\d+);(\d+);(\d+)", out.getvalue())}
    assert colours
    assert not [colour for colour in colours if colour[0] > 170 and max(colour[1:]) < 90]


def test_the_colours_stand_out_on_white_and_on_black() -> None:
    from sauro.site.cli.layout import BRAND, MISSING, QUIET

    for colour in (BRAND, MISSING, QUIET):
        channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
        light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        assert 1.05 / (light + 0.05) >= 4.5
        assert (light + 0.05) / 0.05 >= 4.5


names = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=40).map(" ".join)
odd = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=200)


@settings(max_examples=60, deadline=None)
@given(width=st.integers(60, 200), name=names, strange=odd, brief=st.booleans(), section=st.none() | names)
def test_no_line_is_ever_wider_than_the_terminal(
    width: int, name: str, strange: str, brief: bool, section: str | None
) -> None:
    reading = build()
    task = reading.tasks[0]
    reading.tasks[0] = msgspec.structs.replace(
        task,
        owners=[Value(name, None, 1, name)],
        heading=f"{name} › {strange}",
        section=section,
        quote=strange,
    )
    reading.document.subject = Value(strange, None, 1, "")
    reading.petitions[0].items = [name, strange]
    reading.petitions[0].petitioner = name
    reading.targets[0].unit = name
    reading.references[0].quote = strange
    reading.warnings[0].message = strange
    for line in page(reading, width, brief=brief).split("\n"):
        assert cell_len(line) <= min(width, WIDEST)


@settings(max_examples=60, deadline=None)
@given(width=st.integers(60, 200), name=names)
def test_no_word_of_a_task_is_ever_lost(width: int, name: str) -> None:
    task = build().tasks[0]
    task.owners = [Value(name, None, 1, "tiêu đề mục 1")]
    shown = " ".join(" ".join(line.plain for line in card(task, 1, min(width, WIDEST), None)).split())
    assert words.clean(task.quote) in shown
    assert name in shown


@given(word=st.text(min_size=1, max_size=60), width=st.integers(2, 20))
def test_a_chopped_word_keeps_all_its_letters(word: str, width: int) -> None:
    parts = chop(word, width)
    assert "".join(word[start:end] for start, end in parts) == word
    assert all(cell_len(word[start:end]) <= width for start, end in parts)


def test_the_working_day_is_asked_of_the_calendar(reading: Reading) -> None:
    asked: list[date] = []

    def calendar(day: date) -> date:
        asked.append(day)
        return day

    list(view(reading, 80, seconds=0.1, next_working_day=calendar))
    assert asked == [date(2026, 8, 16)]


def test_a_view_without_a_calendar_still_names_the_weekday(
    reading: Reading, next_working_day: Callable[[date], date]
) -> None:
    lines = "\n".join(line.plain for line in view(reading, 100, seconds=0.1))
    assert "Chủ nhật 16/08/2026\n" in lines
    assert next_working_day(date(2026, 8, 16)) == date(2026, 8, 17)
