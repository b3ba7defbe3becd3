"""Marks over a text: the words stay as they are, and marks nest."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sauro.intake.marks import Mark, bars_in, blocks_of, markup_in, runs_of
from sauro.intake.sheet import Found, SheetItem, sheet_html

WORDS = st.text(alphabet=st.sampled_from("ab ơỗ𠀀\n\t|*#-1.;:&<>\"'"), max_size=120)


def marks(text: str) -> st.SearchStrategy[list[Mark]]:
    place = st.integers(0, max(len(text), 1))
    return st.lists(
        st.builds(
            Mark,
            place,
            place,
            st.sampled_from(["task", "owner", "due", "target", "ref", "bold"]),
            st.integers(1, 3),
        ),
        max_size=12,
    )


@given(WORDS.flatmap(lambda text: st.tuples(st.just(text), marks(text))))
def test_runs_give_the_text_again_and_tile_it(given_: tuple[str, list[Mark]]) -> None:
    text, found = given_
    blocks = blocks_of(text)
    assert [block.start for block in blocks] == [0, *(block.end for block in blocks)][: len(blocks)]
    said = "".join(
        piece.words for _, runs in runs_of(text, blocks, found) for run in runs for piece in run.pieces
    )
    assert said == text


class Words(HTMLParser):
    """The words of a sheet without its numbers and notes; fails where tags cross or a mark stands in a mark."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, bool]] = []
        self.words = ""
        self.blocks: list[tuple[int, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "mark":
            assert "mark" not in [name for name, _ in self.open]
        if "data-at" in given:
            self.blocks.append((int(str(given["data-at"])), len(self.words)))
        self.open.append((tag, "data-aside" in given))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if not any(aside for _, aside in self.open):
            self.words += data


def sheet_of(text: str, found: list[Mark]) -> str:
    inner = [mark for mark in found if mark.kind != "task" and mark.start < mark.end]
    items = [
        SheetItem(f"u{number}", number, (mark.start, mark.end), "pending")
        for number, mark in enumerate((m for m in found if m.kind == "task" and m.start < m.end), start=1)
    ]
    blocks = tuple(blocks_of(text))
    skeleton = Found(text, blocks, (*markup_in(text), *bars_in(text, blocks), *inner), (), {})
    return sheet_html(skeleton, items, may_add=True)


@given(WORDS.flatmap(lambda text: st.tuples(st.just(text), marks(text))))
def test_the_visible_text_is_the_text_and_tags_never_cross(given_: tuple[str, list[Mark]]) -> None:
    text, found = given_
    parser = Words()
    parser.feed(sheet_of(text, found))
    parser.close()
    assert parser.open == []
    assert parser.words == text
    assert all(said == at for said, at in parser.blocks)


@given(WORDS)
def test_markup_is_hidden_in_pairs_and_never_eats_words(text: str) -> None:
    for mark in markup_in(text):
        if mark.kind == "hidden":
            assert set(text[mark.start : mark.end]) <= set("*#| \t")


def test_overlapping_tasks_share_their_words() -> None:
    text = "Rà soát hồ sơ; báo cáo kết quả"
    html = sheet_of(text, [Mark(0, 20, "task"), Mark(15, 30, "task")])
    assert 'data-items="u1 u2"' in html
    assert html.count("<mark") == 3


def test_a_row_of_a_table_keeps_its_bars_inside_the_cells() -> None:
    text = "| Việc | Đơn vị |"
    (block,) = blocks_of(text)
    assert [text[a:b] for a, b in block.cells] == ["| Việc ", "| Đơn vị |"]


def cells_shown(text: str) -> list[list[str]]:
    """The visible words of every cell of the sheet, row by row."""
    html = sheet_of(text, [])
    html = re.sub(r"<tr hidden.*?</tr>|<span class=\"markup\">[^<]*</span>", "", html)
    return [
        [
            " ".join(re.sub(r"<[^>]+>", "", cell).split())
            for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    ]


TABLES = {
    "one line a row": "| TT | Việc | Đơn vị |\n|---|---|---|\n| 1 | Rà soát hộ nghèo | Phòng Văn hóa |\n| 2 | Dọn rác | Tổ 1 |\n",
    "one cell a line": "|\nTT\n|\nViệc\n|\nĐơn vị\n|\n|\n1\n|\nRà soát\nhộ nghèo\n|\nPhòng Văn hóa\n|\n|\n2\n|\nDọn rác\n|\nTổ 1\n|\n",
    "tabs": "TT\tViệc\tĐơn vị\n1\tRà soát hộ nghèo\tPhòng Văn hóa\n2\tDọn rác\tTổ 1\n",
}


@pytest.mark.parametrize("form", TABLES)
def test_a_table_of_every_form_is_shown_in_rows_and_cells(form: str) -> None:
    text = f"Giao các đơn vị như sau:\n\n{TABLES[form]}\nCác đơn vị báo cáo kết quả.\n"
    assert cells_shown(text) == [
        ["TT", "Việc", "Đơn vị"],
        ["1", "Rà soát hộ nghèo", "Phòng Văn hóa"],
        ["2", "Dọn rác", "Tổ 1"],
    ]
    html = sheet_of(text, [])
    assert html.count("<table") == 1
    assert (
        html.index("như sau") < html.index("<table") < html.index("</table>") < html.index("báo cáo kết quả")
    )


def test_the_title_of_a_group_reaches_over_all_columns() -> None:
    text = (
        "TT\tViệc\tĐơn vị\n1\tRà soát\tPhòng Văn hóa\nII. MÔI TRƯỜNG\n2\tDọn rác\tTổ 1\n3\tTrồng cây\tTổ 2\n"
    )
    assert "colspan=3" in sheet_of(text, [])
    assert ["II. MÔI TRƯỜNG"] in cells_shown(text)


def test_a_task_over_the_cells_of_a_row_is_marked_in_each() -> None:
    text = TABLES["one cell a line"]
    start, end = text.index("Rà soát"), text.index("Phòng Văn hóa") + 5
    html = sheet_of(text, [Mark(start, end, "task")])
    assert html.count("<mark") == 2
    assert html.count('id="t-u1"') == 1


def test_code_points_beyond_the_first_plane_count_as_one() -> None:
    text = "𠀀𠀀 Rà soát"
    html = sheet_of(text, [Mark(3, 10, "task")])
    assert ">Rà soát</mark>" in html
