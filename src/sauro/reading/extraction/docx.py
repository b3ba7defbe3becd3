"""Word documents: a walk over word/document.xml in the order of the document.

Kept: tracked insertions, text boxes (after the paragraph that anchors them), content controls, printed list numbers,
tabs, line breaks. Dropped: deletions, hidden text, field codes, headers and footers, and footnotes: they are sources,
never orders, and in the middle of the text they would break the sentence that cites them (a warning says how many).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sauro.reading.errors import unreadable
from sauro.reading.extraction import tables
from sauro.reading.extraction.limits import Limits
from sauro.reading.extraction.numbering import Numbering, W, is_on, value_of
from sauro.reading.extraction.package import Package
from sauro.reading.model import Warning
from sauro.vietnamese.text import nfc

if TYPE_CHECKING:
    from lxml.etree import _Element

_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DROPPED = frozenset(
    W + tag for tag in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sdtPr", "sdtEndPr")
)
_WRITTEN = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
_CLEANED = str.maketrans(
    {"\xa0": " ", "\u2007": " ", "\u202f": " ", "\u200b": None, "\ufeff": None, "\xad": None}
)


def read_docx(path: Path, limits: Limits) -> tuple[str, list[Warning]]:
    """The text of a .docx: a blank line between paragraphs, one line for each row of a data table."""
    name = path.name
    with Package(path, limits) as package:
        document = package.xml("word/document.xml")
        if document is None:
            raise unreadable("broken_file", name, "không có word/document.xml")
        walker = _Walker(package)
        body = document.find(W + "body")
        try:
            parts = [] if body is None else list(walker.blocks(body))
        except RecursionError as error:
            raise unreadable("broken_file", name, "các phần lồng nhau quá sâu") from error
        notes = len([1 for reference in document.iter(W + "footnoteReference", W + "endnoteReference")])
    text = nfc("\n\n".join(parts)).strip("\n")
    if not text.strip():
        raise unreadable("empty_file", name)
    warnings = []
    if walker.encodings:
        fonts = ", ".join(sorted(walker.encodings))
        message = f"Một số đoạn dùng bảng mã cũ {fonts}, đã chuyển sang Unicode; hãy soát lại dấu và chữ hoa."
        warnings.append(Warning("legacy_encoding", message))
    if notes:
        warnings.append(
            Warning("footnotes_left_out", f"{notes} chú thích cuối trang không được đưa vào bản đọc.")
        )
    return text + "\n", warnings


class _Walker:
    def __init__(self, package: Package) -> None:
        styles = package.xml("word/styles.xml")
        self._numbering = Numbering(package.xml("word/numbering.xml"), styles)
        self._borders = tables.StyleBorders(styles)
        self._fonts = _default_fonts(styles)
        self.encodings: set[str] = set()

    def blocks(self, parent: "_Element") -> Iterator[str]:
        """The texts of the paragraphs and tables below a body, a cell or a text box, without empty ones."""
        for element in _flow(parent):
            if element.tag == W + "p":
                yield from self._paragraph(element)
            else:
                yield from self._table(element)

    def _paragraph(self, paragraph: "_Element") -> Iterator[str]:
        boxes: list[_Element] = []
        style = value_of(paragraph, "pPr", "pStyle") or ""
        pieces = list(self._pieces(paragraph, boxes, self._fonts.get(style, self._fonts.get("", ""))))
        text = "".join(pieces).translate(_CLEANED)
        mark = self._numbering.mark(paragraph.find(W + "pPr"))
        text = "\n".join(line.strip(" \r") for line in text.split("\n")).strip("\n\t ")
        if text:
            yield f"{mark} {text}" if mark else text
        for box in boxes:
            yield from self.blocks(box)

    def _pieces(self, parent: "_Element", boxes: "list[_Element]", font: str) -> Iterator[str]:
        for element in parent:
            tag = element.tag
            if tag in _DROPPED:
                continue
            if tag == W + "r":
                properties = element.find(W + "rPr")
                if not is_on(properties, "vanish"):
                    yield self._run("".join(self._pieces(element, boxes, font)), properties, font)
            elif tag == W + "t":
                yield (element.text or "").replace("\n", " ")
            elif tag in _WRITTEN:
                yield _WRITTEN[tag]
            elif tag == W + "br":
                yield "\n" if element.get(W + "type", "textWrapping") == "textWrapping" else ""
            elif tag == W + "txbxContent":
                boxes.append(element)
            elif tag == _ALTERNATE + "AlternateContent":
                choice = element.find(_ALTERNATE + "Choice")
                chosen = element.find(_ALTERNATE + "Fallback") if choice is None else choice
                if chosen is not None:
                    yield from self._pieces(chosen, boxes, font)
            else:
                yield from self._pieces(element, boxes, font)

    def _run(self, text: str, properties: "_Element | None", font: str) -> str:
        """The text of a run, converted where its font is one of the old Vietnamese encodings."""
        fonts = None if properties is None else properties.find(W + "rFonts")
        if fonts is not None:
            font = fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or font
        if not font.lower().startswith((".vn", "vni")) or not text.strip():
            return text
        from sauro.vietnamese import legacy

        encoding = legacy.encoding_of_font(font)
        if encoding is None or any(character > "\u1e9f" for character in text):
            return text
        converted = legacy.convert(text, encoding)
        if converted != text:
            self.encodings.add(legacy.ENCODING_NAMES[encoding])
        return converted.upper() if encoding == "tcvn3" and font.lower().endswith("h") else converted

    def _table(self, table: "_Element") -> Iterator[str]:
        grid = tables.grid_of(table, self._cell)
        if not grid.rows:
            return
        if tables.is_layout(table, grid, self._borders):
            yield from tables.layout_blocks(grid)
        else:
            yield tables.data_lines(grid)

    def _cell(self, cell: "_Element") -> list[str]:
        return list(self.blocks(cell))


def _flow(parent: "_Element") -> "Iterator[_Element]":
    """The paragraphs and tables below a parent, through content controls and tracked insertions around them."""
    for element in parent:
        tag = element.tag
        if tag in (W + "p", W + "tbl"):
            yield element
        elif tag == _ALTERNATE + "AlternateContent":
            choice = element.find(_ALTERNATE + "Choice")
            if choice is not None:
                yield from _flow(choice)
        elif tag not in _DROPPED and tag != W + "sectPr":
            yield from _flow(element)


def _default_fonts(styles: "_Element | None") -> dict[str, str]:
    """The font of each paragraph style, its parents' where it names none; '' is the default of the document."""
    fonts: dict[str, str] = {}
    if styles is None:
        return fonts
    default = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")
    fonts[""] = default.get(W + "ascii", "") if default is not None else ""
    parents: dict[str, str] = {}
    for style in styles.iterfind(W + "style"):
        name = style.get(W + "styleId")
        if name is None or style.get(W + "type", "paragraph") != "paragraph":
            continue
        element = style.find(f"{W}rPr/{W}rFonts")
        if element is not None and element.get(W + "ascii"):
            fonts[name] = element.get(W + "ascii", "")
        else:
            parents[name] = value_of(style, "basedOn") or ""
        if style.get(W + "default") in ("1", "true"):
            parents.setdefault("", name)
    for name, parent in parents.items():
        ancestor, steps = parent, 0
        while ancestor and ancestor not in fonts and steps < 20:
            ancestor, steps = parents.get(ancestor, ""), steps + 1
        if name or fonts.get(ancestor):
            fonts[name] = fonts.get(ancestor, fonts[""])
    return fonts
