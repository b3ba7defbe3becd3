"""A directive mangled in the ways of copying, scanning and typing is read without an error, and every span holds."""

import functools
import random
import unicodedata
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reading.test_interpret import END, HEAD, assert_sound

from sauro.reading import read_text
from sauro.reading.model import Reading, from_json

FOLDERS = ("directives", "orders", "tables")
MODEST = settings(max_examples=60)

Change = Callable[[random.Random, list[str]], list[str]]


@functools.cache
def texts() -> list[str]:
    here = Path(__file__).resolve().parent
    return [path.read_text("utf-8") for folder in FOLDERS for path in sorted((here / folder).glob("*.txt"))]


def without_accents(line: str) -> str:
    parts = unicodedata.normalize("NFD", line)
    return "".join(c for c in parts if not unicodedata.combining(c)).replace("đ", "d").replace("Đ", "D")


def shuffled(chance: random.Random, lines: list[str]) -> list[str]:
    return chance.sample(lines, len(lines))


def as_row(line: str) -> str:
    return f"| {' | '.join(line.split(' ', 3))} |"


def elsewhere(chance: random.Random, lines: list[str]) -> list[str]:
    other = chance.choice(texts()).split("\n")
    at = chance.randrange(len(other))
    return [*lines, *other[at : at + 12]]


# What one mutation does to a few lines that follow one another.
CHANGES: dict[str, Change] = {
    "lost": lambda _, lines: lines[:0],
    "twice": lambda _, lines: lines * 2,
    "shuffled": shuffled,
    "capitals": lambda _, lines: [line.upper() for line in lines],
    "small": lambda _, lines: [line.lower() for line in lines],
    "without accents": lambda _, lines: [without_accents(line) for line in lines],
    "run together": lambda _, lines: [" ".join(lines)],
    "rows": lambda _, lines: [as_row(line) for line in lines],
    "columns": lambda _, lines: [line.replace(" ", "\t") for line in lines],
    "lists without an end": lambda _, lines: [line.replace(".", ", và ").replace(";", ",") for line in lines],
    "indented": lambda chance, lines: [" " * chance.randrange(60) + line for line in lines],
    "of another directive": elsewhere,
}
STRAYS = [
    "|", "**", "(", ")", "“", "\t", "\n\n", "\n12\n", "…", "- ", "ngày 31/02/2026", "ngày 99/99/9999", "năm 0000", "\x00", "\u0301",
    "\u202e", "\u200b", "\ufeff", "\x85", "\u2028", "İ", "ß", "１２", "٣", "²", "①", "Ⅳ", "99999999999999999999", "Kính gửi:",
    "Nơi nhận:", "Điều 1.", "I.", "a)", "TM.", "PHỤ LỤC", "STT", "Giao", "các", "trước ngày", "quý V", "tháng 13", "24:61",
    "trong 999999999 tháng", "sau 0 ngày", "đến hết", "100%", "-5%", "<br>", "từ", "đến",
]  # fmt: skip


def mangled(text: str, changes: list[str], strays: list[str], chance: random.Random) -> str:
    """The text with each change done to some of its lines and each stray put somewhere."""
    for name in changes:
        lines = text.split("\n")
        first = chance.randrange(len(lines))
        last = first + chance.randint(1, 9)
        text = "\n".join([*lines[:first], *CHANGES[name](chance, lines[first:last]), *lines[last:]])
    for stray in strays:
        at = chance.randrange(len(text) + 1)
        text = text[:at] + stray + text[at:]
    return text


def assert_whole(reading: Reading) -> None:
    """Sound, everything in the order of the text, warnings complete; its JSON is itself again."""
    assert_sound(reading)
    assert [task.at for task in reading.tasks] == sorted(task.at for task in reading.tasks)
    assert [gap.at for gap in reading.gaps] == sorted(gap.at for gap in reading.gaps)
    pages = [task.page for task in reading.tasks if task.page is not None]
    assert pages == sorted(pages)
    document = reading.document
    stated = [
        document.issuer,
        document.parent_body,
        document.symbol,
        document.subject,
        document.place,
        document.date,
    ]
    signed = [document.signature.capacity, document.signature.position, document.signature.name]
    for value in (*stated, *signed, *document.addressees, *document.recipients):
        if value is not None and value.at is not None:
            assert value.text
            assert 0 <= value.at[0] < value.at[1] <= len(reading.text)
    for warning in reading.warnings:
        assert warning.code
        assert warning.message
        assert warning.at is None or 0 <= warning.at[0] < warning.at[1] <= len(reading.text)
    written = msgspec.json.encode(reading)
    assert msgspec.json.encode(from_json(written)) == written


@given(
    which=st.integers(0, len(texts()) - 1),
    changes=st.lists(st.sampled_from(sorted(CHANGES)), max_size=6),
    strays=st.lists(st.sampled_from(STRAYS), max_size=12),
    chance=st.randoms(use_true_random=False),
)
@MODEST
def test_a_mangled_directive_is_read(
    which: int, changes: list[str], strays: list[str], chance: random.Random
) -> None:
    text = mangled(texts()[which], changes, strays, chance) + "x"  # never without a word: that is refused
    assert_whole(read_text(text))


@pytest.mark.parametrize("change", sorted(CHANGES))
@given(chance=st.randoms(use_true_random=False))
@settings(max_examples=1)
def test_a_directive_of_which_every_line_is_changed_is_read(change: str, chance: random.Random) -> None:
    for text in texts()[::6]:
        assert_whole(read_text("\n".join([*CHANGES[change](chance, text.split("\n")), "x"])))


def test_a_table_that_the_recipients_cut_in_two_keeps_its_rows_in_order() -> None:
    row = "|\n{}\n|\nRà soát hồ sơ tồn đọng số {}\n|\nPhòng Kinh tế\n|\nTháng 6/2026\n|\n"
    head = "KẾ HOẠCH\nRà soát hồ sơ\n\n|\nSTT\n|\nNhiệm vụ\n|\nĐơn vị chủ trì\n|\nThời gian\n|\n"
    rows = [row.format(number, number) for number in range(1, 9)]
    assert_whole(read_text(head + "|".join([*rows[:4], "Nơi nhận:\n- Lưu: VT.\n", *rows[4:]])))


def test_a_name_with_markup_inside_is_signed() -> None:
    reading = read_text(HEAD + "1. Phòng Kinh tế lập danh sách.\n" + END.replace("Trần Văn", "Tr**ần** Văn"))
    assert_whole(reading)
    assert reading.document.signature.name is not None
    assert reading.document.signature.name.text == "Trần Văn Cốc"
