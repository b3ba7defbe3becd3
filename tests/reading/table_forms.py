"""Fictional directives with tables, from compact descriptions (`tables/*.txt`) to every form in which a table comes.

A description, of one document:

    ## name
    lines of text above, between and below the tables      @forms piped tabbed    only these forms
                                                           @lined                 a table by its lines alone
    [table]                                                @landscape             on a page across
    a row a line, its cells between bars                   @signed                recipients and signature stand here
    [end]                                                  @page (in a table)     a new page, for forms of text
    [tasks], [targets] or [petitions]: what is expected

In a row `<` is a cell that belongs to the one at its left, `^` to the one above (empty in a text), `"` likewise (said
again in a text, as our own extraction does), `¶` a new paragraph, `= words` one cell across the table.
"""

import re
import subprocess
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "tables"
HEAD = """ỦY BAN NHÂN DÂN
PHƯỜNG ĐỒNG LAU

Số: 41/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Đồng Lau, ngày 05 tháng 01 năm 2026

KẾ HOẠCH
Triển khai công tác năm 2026
"""
FOOT = """Nơi nhận:
- UBND thành phố;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Đoàn Minh Thước
"""
TEXT_FORMS = ("piped", "markdown", "tabbed", "bars", "stacked", "lines", "wrapped")
FORMS = (*TEXT_FORMS, "docx", "pdf")
PAGE = ["@page"]

Rows = list[list[str]]


@dataclass(slots=True)
class Sample:
    """A document: its blocks (a text or the rows of a table) and the lines of what is expected, by kind."""

    name: str
    blocks: list[str | Rows] = field(default_factory=list)
    expected: dict[str, list[str]] = field(default_factory=dict)
    forms: tuple[str, ...] = FORMS
    landscape: bool = False
    lined: bool = False

    @property
    def slug(self) -> str:
        return self.name.split()[0]


def samples_of(file: str) -> list[Sample]:
    """The documents described in ``tables/<file>``."""
    parts = re.split(r"(?m)^## ", (FOLDER / file).read_text(encoding="utf-8"))
    return [_sample(part) for part in parts[1:]]


def _sample(part: str) -> Sample:
    name, *lines = part.rstrip().split("\n")
    sample = Sample(name)
    rows: Rows | None = None
    wanted: list[str] | None = None
    for line in lines:
        if match := re.fullmatch(r"\[(tasks|targets|petitions)\]", line):
            wanted = sample.expected.setdefault(match.group(1), [])
        elif wanted is not None:
            wanted += [line] if line else []
        elif line == "[table]":
            rows = []
        elif line == "[end]":
            assert rows is not None
            sample.blocks.append(rows)
            rows = None
        elif rows is not None:
            rows.append(_cells(line))
        elif line.startswith("@forms "):
            sample.forms = tuple(line.split()[1:])
        elif line in ("@landscape", "@lined"):
            setattr(sample, line[1:], True)
        elif line:
            sample.blocks.append(FOOT if line == "@signed" else line)
    return sample


def _cells(line: str) -> list[str]:
    if line.startswith("= "):
        return [line[2:]]
    return [cell.strip() for cell in line.split("|")]


def whole(sample: Sample) -> list[str | Rows]:
    """The blocks with the letterhead above and recipients and signature below."""
    foot = [] if FOOT in sample.blocks else [FOOT]
    return [HEAD, *sample.blocks, *foot]


# --- forms of text -----------------------------------------------------------------------------------------------


def _said(rows: Rows, paragraph: str) -> Rows:
    """Rows as a text has them: the signs of merged cells gone."""
    said: Rows = []
    for row in rows:
        above = next((other for other in reversed(said) if len(other) == len(row)), row)
        cells = [above[at] if cell == '"' else cell for at, cell in enumerate(row)]
        said.append(["" if cell in ("<", "^") else cell.replace("¶", paragraph) for cell in cells])
    return said


def piped(rows: Rows) -> str:
    lines = [f"| {' | '.join(row)} |" if row != PAGE else "\n4\n" for row in _said(rows, " ")]
    return "\n".join(lines)


def markdown(rows: Rows) -> str:
    said = _said(rows, "<br>")
    width = max(len(row) for row in said)
    head = "| " + " | ".join(f"**{cell}**" if cell else "" for cell in said[0]) + " |"
    return "\n".join(
        [head, "|---" * width + "|", piped([row + [""] * (width - len(row)) for row in said[1:]])]
    )


def tabbed(rows: Rows) -> str:
    return "\n".join("\t".join(row) if row != PAGE else "\n4\n" for row in _said(rows, " "))


def bars(rows: Rows) -> str:
    """Every cell on lines of its own between lines of one bar, two bars between rows."""
    lines: list[str] = []
    for row in _said(rows, "\n"):
        if row == PAGE:
            continue
        lines.append("|")
        for cell in row:
            lines += [*([cell] if cell else []), "|"]
    return "\n".join(lines) + "\n"


def stacked(rows: Rows) -> str:
    """Every cell that has words a paragraph of its own, as some programs take a table out of a PDF."""
    return "\n\n".join(cell for row in _said(rows, "\n") for cell in row if cell and row != PAGE)


def wrapped(rows: Rows) -> str:
    """As `stacked`, the lines of a cell broken where its narrow column ends."""
    cells = (cell for row in _said(rows, "\n") for cell in row if cell and row != PAGE)
    return "\n\n".join("\n".join(textwrap.wrap(cell, 24)) for cell in cells)


def one_a_line(rows: Rows) -> str:
    """Every cell that has words a line of its own, no blank line between."""
    return "\n".join(cell for row in _said(rows, " ") for cell in row if cell and row != PAGE)


TEXT_WRITERS: dict[str, Callable[[Rows], str]] = {
    "piped": piped,
    "markdown": markdown,
    "tabbed": tabbed,
    "bars": bars,
    "stacked": stacked,
    "lines": one_a_line,
    "wrapped": wrapped,
}


def text_of(sample: Sample, form: str) -> str:
    """The whole document as a text with its tables in that form."""
    write = TEXT_WRITERS[form]
    return "\n\n".join(block if isinstance(block, str) else write(block) for block in whole(sample)) + "\n"


# --- Word and PDF ------------------------------------------------------------------------------------------------


def write_docx(sample: Sample, path: Path, style: str = "Table Grid") -> Path:
    """The document as a Word file, cells merged as described; `style` is that of its tables."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt

    document = Document()
    font = document.styles["Normal"].font
    font.name, font.size = "Times New Roman", Pt(12)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if sample.landscape or any(len(row) > 9 for row in _rows(sample)):
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
    for block in whole(sample):
        if isinstance(block, str):
            for part in block.strip("\n").split("\n"):
                document.add_paragraph(part)
        else:
            _add_table(document, [row for row in block if row != PAGE], style)
    document.save(str(path))
    return path


def _rows(sample: Sample) -> Rows:
    return [row for block in sample.blocks if not isinstance(block, str) for row in block]


def _add_table(document: Any, rows: Rows, style: str) -> None:
    width = max(len(row) for row in rows)
    table = document.add_table(rows=len(rows), cols=width)
    table.style = document.styles[style]
    for at, row in enumerate(rows):
        if len(row) == 1:
            _fill(table.cell(at, 0).merge(table.cell(at, width - 1)), row[0])
            continue
        for column, words in enumerate(row):
            if words in ("<", "^", '"'):
                continue
            right = column
            while right + 1 < width and row[right + 1] == "<":
                right += 1
            down = at
            while (
                down + 1 < len(rows) and len(rows[down + 1]) == width and rows[down + 1][column] in ("^", '"')
            ):
                down += 1
            cell = table.cell(at, column)
            _fill(cell if (right, down) == (column, at) else cell.merge(table.cell(down, right)), words)


def _fill(cell: Any, words: str) -> None:
    for extra in cell.paragraphs[1:]:
        extra._element.getparent().remove(extra._element)
    first, *others = words.split("¶")
    cell.paragraphs[0].text = first
    for other in others:
        cell.add_paragraph(other)


def write_pdfs(samples: Sequence[Sample], folder: Path, converter: str) -> dict[str, Path]:
    """All documents as PDF by one run of LibreOffice, by name."""
    sources = [write_docx(sample, folder / f"{sample.slug}.docx") for sample in samples]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [converter, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, sources)], check=True, capture_output=True, timeout=300)
    return {sample.name: folder / f"{sample.slug}.pdf" for sample in samples}
