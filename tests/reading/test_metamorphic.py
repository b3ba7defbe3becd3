"""A directive with other names, other dates, other line ends and other list marks is read the same."""

import functools
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reading.directives import NAMES, text_of
from tests.reading.variants import (
    BODIES,
    OTHER_PEOPLE,
    PEOPLE,
    PLACES,
    differences,
    each_string,
    essence,
    other_bullets,
    other_numbers,
    rename,
    rename_over_lines,
    rewrap,
    shift_days,
    shift_years,
)

from sauro.reading import read_text

FEW = settings(max_examples=3)
every_directive = pytest.mark.parametrize("name", NAMES)


@functools.cache
def essence_of(text: str) -> dict[str, Any]:
    return essence(read_text(text))


def reads_the_same(text: str, variant: str, change: Callable[[str], str] = str) -> None:
    """The variant is read as the text is, but for the change in every string."""
    assert variant != text, "the variant is the text itself: this proves nothing"
    found = list(differences(each_string(essence_of(text), change), essence_of(variant)))
    assert not found, "\n".join(found)


names = st.fixed_dictionaries(
    {old: st.sampled_from(others) for old, others in (PLACES | BODIES).items()}
).flatmap(
    lambda bodies: st.permutations(OTHER_PEOPLE).map(
        lambda people: bodies | dict(zip(PEOPLE, people, strict=True))
    )
)


@every_directive
@given(mapping=names)
@FEW
def test_other_bodies_and_people_change_nothing_but_their_names(name: str, mapping: dict[str, str]) -> None:
    text = text_of(name)
    together = {"".join(old.split()): "".join(new.split()) for old, new in mapping.items()}
    reads_the_same(text, rename_over_lines(text, mapping), lambda words: rename(words, together))


@every_directive
@given(years=st.integers(-9, 9).filter(bool))
@FEW
def test_other_years_change_nothing_but_the_dates(name: str, years: int) -> None:
    text = text_of(name)
    reads_the_same(text, shift_years(text, years), lambda words: shift_years(words, years))


@every_directive
@given(days=st.integers(1, 10))
@FEW
def test_other_days_change_nothing_but_the_dates(name: str, days: int) -> None:
    """So few days that 'trong tháng 6/2026', which stays, is not over when the document is issued."""
    text = text_of(name)
    variant = shift_days(text, days)
    assert variant != text
    found = list(differences(moved_by(days, essence_of(text)), essence_of(variant)))
    assert not found, "\n".join(found)


def moved_by(days: int, whole: dict[str, Any]) -> dict[str, Any]:
    """The full dates moved; the end of a month, a quarter or a year stays where it is."""
    moved: dict[str, Any] = each_string(whole, lambda words: shift_days(words, days))
    for task, before in zip(moved["tasks"], whole["tasks"], strict=True):
        task["deadlines"] = [
            deadline if deadline["text"] != old["text"] else old
            for deadline, old in zip(task["deadlines"], before["deadlines"], strict=True)
        ]
    moved["targets"] = whole["targets"]
    return moved


@every_directive
@given(width=st.integers(62, 130))
@FEW
def test_lines_broken_at_another_width_change_nothing(name: str, width: int) -> None:
    text = text_of(name)
    variant = rewrap(name, text, width)
    if variant != text:
        reads_the_same(text, variant)


@every_directive
def test_one_line_a_paragraph_changes_nothing(name: str) -> None:
    text = text_of(name)
    variant = rewrap(name, text, None)
    if variant != text:
        reads_the_same(text, variant)


@every_directive
@pytest.mark.parametrize("mark", ["-", "+", "•"])
def test_other_bullets_change_nothing(name: str, mark: str) -> None:
    text = text_of(name)
    variant = other_bullets(text, mark)
    if variant != text:
        reads_the_same(text, variant)


@every_directive
def test_numbers_with_a_bracket_change_nothing(name: str) -> None:
    text = text_of(name)
    variant = other_numbers(text)
    if variant != text:
        reads_the_same(text, variant)


@every_directive
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "  \n"),
        lambda text: text.replace("\n", "\t\n"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\n\n" + text + "\n\n\n",
        lambda text: unicodedata.normalize("NFD", text),
    ],
    ids=["spaces at line ends", "tabs at line ends", "CRLF", "empty lines around", "decomposed letters"],
)
def test_white_space_and_the_form_of_letters_change_nothing(name: str, change: Callable[[str], str]) -> None:
    reads_the_same(text_of(name), change(text_of(name)))
