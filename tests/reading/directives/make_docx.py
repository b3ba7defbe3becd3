"""Makes the Word files of the fictional directives from their descriptions in docx/: `python make_docx.py`.

A description is a text, a paragraph a line, with marks at the beginning of a line:

    [letterhead]        a table without borders follows          | cell | cell |   a row of the table;
    [table]             a table with borders follows                               <br>: a new paragraph in the cell;
    [list 1. | a)]      a new list: the numbers of its levels                      a row of one cell spans the table
    #1 words, #2 words  numbered by Word, on level 1, 2          - words           a bullet of Word
    = words             centred and bold                         / words           centred and italic

Everything else is a paragraph as it stands; an empty line is nothing.
"""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

FOLDER = Path(__file__).resolve().parent
FORMATS = {"1": "decimal", "a": "lowerLetter", "I": "upperRoman", "•": "bullet"}
A_DAY = datetime(2026, 1, 1, tzinfo=UTC)


class Writer:
    """Writes the blocks of one description into one Word file."""

    def __init__(self) -> None:
        self.document = Document()
        style = self.document.styles["Normal"]
        style.font.name = "Times New Roman"
        style.font.size = Pt(14)
        properties = self.document.core_properties
        properties.author = properties.comments = ""
        properties.created = properties.modified = A_DAY
        # Of python-docx's template: a picture of the empty page, and styles that Word 2007 alone asks for.
        for part in (self.document.part.package, self.document.part):
            for key, one in list(part.rels.items()):
                if one.reltype.endswith(("/thumbnail", "/stylesWithEffects")):
                    del part.rels[key]
        self.numbering = self.document.part.numbering_part.element
        for old in list(self.numbering):
            self.numbering.remove(old)
        self.lists = 0
        self.bullets = self.new_list(["•"])
        self.current = self.bullets
        self.table: Any = None
        self.bordered = False

    def new_list(self, levels: list[str]) -> int:
        """A list whose levels are numbered like '1.', 'a)' or '1.1.'; gives its number for the paragraphs."""
        self.lists += 1
        abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{self.lists}"/>')
        for depth, pattern in enumerate(levels):
            signs = re.findall(r"[1aI•]", pattern)
            template = pattern
            if signs != ["•"]:
                places = iter(range(depth + 2 - len(signs), depth + 2))
                template = re.sub(r"[1aI]", lambda _, places=places: f"%{next(places)}", pattern)
            abstract.append(
                parse_xml(
                    f'<w:lvl {nsdecls("w")} w:ilvl="{depth}"><w:start w:val="1"/>'
                    f'<w:numFmt w:val="{FORMATS[signs[-1]]}"/><w:lvlText w:val="{template}"/><w:lvlJc w:val="left"/>'
                    f'<w:pPr><w:ind w:left="{360 * (depth + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
                )
            )
        # The schema wants every abstract list before the first list.
        self.numbering.insert(self.lists - 1, abstract)
        self.numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{self.lists}"><w:abstractNumId w:val="{self.lists}"/></w:num>'
            )
        )
        return self.lists

    def numbered(self, words: str, list_number: int, depth: int) -> None:
        properties = self.document.add_paragraph(words)._p.get_or_add_pPr()
        properties.append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{list_number}"/></w:numPr>'
            )
        )

    def row(self, line: str) -> None:
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if self.table is None:
            self.table = self.document.add_table(rows=0, cols=len(cells))
            if self.bordered:
                self.table.style = "Table Grid"
        row = self.table.add_row().cells
        target = [row[0].merge(row[-1])] if len(cells) == 1 else row
        for cell, words in zip(target, cells, strict=True):
            first, *others = words.split("<br>")
            cell.paragraphs[0].text = first.strip()
            for other in others:
                cell.add_paragraph(other.strip())

    def line(self, line: str) -> None:
        if line.startswith("|"):
            self.row(line)
            return
        self.table = None
        if line in ("[letterhead]", "[table]"):
            self.bordered = line == "[table]"
        elif found := re.fullmatch(r"\[list (.+)\]", line):
            self.current = self.new_list([level.strip() for level in found[1].split("|")])
        elif found := re.fullmatch(r"#([1-9]) (.+)", line):
            self.numbered(found[2], self.current, int(found[1]) - 1)
        elif line.startswith("- "):
            self.numbered(line[2:], self.bullets, 0)
        elif line.startswith(("= ", "/ ")):
            paragraph = self.document.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run = paragraph.add_run(line[2:])
            run.bold, run.italic = line[0] == "=", line[0] == "/"
        elif line.strip():
            self.document.add_paragraph(line)


def make(description: Path, target: Path) -> None:
    """Writes the Word file that the description describes."""
    writer = Writer()
    for line in description.read_text("utf-8").splitlines():
        writer.line(line)
    writer.document.save(str(target))


def main() -> int:
    for description in sorted((FOLDER / "docx").glob("*.txt")):
        make(description, FOLDER / f"{description.stem}.docx")
    return 0


if __name__ == "__main__":
    sys.exit(main())
