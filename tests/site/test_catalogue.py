"""The words of the interface: all collected, all translated, all compiled."""

import gettext
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sauro.site import catalogue

ROOMS = catalogue.rooms()
# Names of the law and ours, and the signs of good typesetting: the same in every language.
NAMES = re.compile("Sáu Rõ|Tối mật|Tuyệt mật|Mật|[…’‘“”–·→×]")


@pytest.fixture(params=ROOMS, ids=lambda room: room.name)
def room(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_the_catalogue_is_what_the_sources_say(room: Path, require: Callable[[str], str]) -> None:
    require("gettext")
    kept = catalogue.catalogue_of(room)
    assert kept.exists(), f"{room.name} has no catalogue: run ./sauro catalogue"
    assert kept.read_text(encoding="utf-8") == catalogue.collect(room), "run ./sauro catalogue"


def test_every_word_is_translated_and_none_is_a_guess(room: Path) -> None:
    entries = catalogue.messages(catalogue.catalogue_of(room))
    assert entries
    assert [entry.msgid for entry in entries if "" in entry.translations] == []
    assert [entry.msgid for entry in entries if entry.fuzzy] == []


def test_the_same_words_are_translated_alike_in_every_room() -> None:
    """The catalogues become one when the program runs: of two translations, the one that came first would be shown."""
    found: dict[tuple[str, str], dict[tuple[str, ...], list[str]]] = {}
    for folder in ROOMS:
        for entry in catalogue.messages(catalogue.catalogue_of(folder)):
            kept = found.setdefault((entry.context, entry.msgid), {})
            kept.setdefault(entry.translations, []).append(folder.name)
    assert {words: told for words, told in found.items() if len(told) > 1} == {}


def test_the_compiled_catalogue_is_the_same(room: Path) -> None:
    po = catalogue.catalogue_of(room)
    with po.with_suffix(".mo").open("rb") as stream:
        compiled = gettext.GNUTranslations(stream)
    for entry in catalogue.messages(po):
        # A message with a plural is found by `ngettext` alone before Python 3.11.4.
        if entry.context:
            found = {
                compiled.pgettext(entry.context, entry.msgid),
                compiled.npgettext(entry.context, entry.msgid, entry.msgid, 1),
            }
        else:
            found = {compiled.gettext(entry.msgid), compiled.ngettext(entry.msgid, entry.msgid, 1)}
        assert entry.translations[0] in found, f"{entry.msgid}: run ./sauro catalogue"


def test_words_in_the_sources_are_english(room: Path) -> None:
    for entry in catalogue.messages(catalogue.catalogue_of(room)):
        assert NAMES.sub("", entry.msgid).isascii(), entry.msgid


def test_a_translation_keeps_what_is_filled_in(room: Path) -> None:
    for entry in catalogue.messages(catalogue.catalogue_of(room)):
        wanted = set(re.findall(r"%\(\w+\)[sd]|\{\w+\}", entry.msgid))
        for translation in entry.translations:
            assert set(re.findall(r"%\(\w+\)[sd]|\{\w+\}", translation)) == wanted, entry.msgid


def test_an_english_screen_has_the_words_of_the_sources() -> None:
    from django.utils import translation

    with translation.override("en"):
        assert translation.pgettext("button", "Log in") == "Log in"
    with translation.override("vi"):
        assert translation.pgettext("button", "Log in") == "Đăng nhập"


def test_a_stale_and_a_missing_word_are_found(tmp_path: Path, require: Callable[[str], str]) -> None:
    require("gettext")
    room = tmp_path / "attic"
    (room / "templates").mkdir(parents=True)
    page = room / "templates" / "page.html"
    page.write_text('{% load i18n %}{% translate "Old" context "attic" %}', encoding="utf-8")
    (room / "words.py").write_text(
        "from x import pgettext_lazy\nA = pgettext_lazy('attic', 'Roof')\n", encoding="utf-8"
    )
    po = catalogue.catalogue_of(room)
    po.parent.mkdir(parents=True)
    po.write_text(catalogue.collect(room), encoding="utf-8")
    assert {entry.msgid for entry in catalogue.messages(po)} == {"Old", "Roof"}
    assert all(entry.translations == ("",) for entry in catalogue.messages(po))
    page.write_text('{% load i18n %}{% translate "New" context "attic" %}', encoding="utf-8")
    fresh = catalogue.collect(room)
    assert "Old" not in fresh
    assert fresh != po.read_text(encoding="utf-8")
    assert catalogue.collect(room) == fresh
