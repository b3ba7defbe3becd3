"""Makes files for the tests of extraction: Word packages from raw WordprocessingML, PDF from placed words and lines."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
GRID_COLUMN = '<w:gridCol w:w="2400"/>'
CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
)


def document_xml(body: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document {NAMESPACES}><w:body>{body}</w:body></w:document>'
    )


def paragraph(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def cell(text: str, properties: str = "") -> str:
    content = "".join(paragraph(line) for line in text.split("\n"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(part if part.startswith('<') else cell(part) for part in cells)}</w:tr>"


def table(*rows: str, borders: bool = True) -> str:
    sides = "".join(
        f'<w:{side} w:val="single"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    properties = f"<w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr>" if borders else "<w:tblPr/>"
    columns = max(part.count("<w:tc>") for part in rows)
    grid = f"<w:tblGrid>{GRID_COLUMN * columns}</w:tblGrid>"
    return f"<w:tbl>{properties}{grid}{''.join(rows)}</w:tbl>"


def write_docx(path: Path, body: str, **parts: str) -> Path:
    """A .docx with that body; `parts` are further parts of word/ (numbering, styles) as XML."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", CONTENT_TYPES)
        package.writestr("word/document.xml", document_xml(body))
        for name, content in parts.items():
            package.writestr(f"word/{name}.xml", content)
    return path


class PdfMaker:
    """A PDF of placed words: a font without a program, known only by its map to Unicode, each letter half as wide as
    it is high. Places are in points from the top left corner."""

    def __init__(self, width: float = 595, height: float = 842) -> None:
        self.width, self.height = width, height
        self.pages: list[list[str]] = []
        self._codes: dict[str, int] = {}

    def page(self) -> "PdfMaker":
        self.pages.append([])
        return self

    def text(self, x: float, y: float, words: str, size: float = 14) -> "PdfMaker":
        """The words with their feet at y."""
        codes = "".join(f"{self._codes.setdefault(letter, len(self._codes) + 1):04x}" for letter in words)
        self.pages[-1].append(f"BT /F1 {size} Tf 1 0 0 1 {x} {self.height - y} Tm <{codes}> Tj ET")
        return self

    def lines(self, x: float, y: float, rows: Iterable[str], pitch: float = 18) -> "PdfMaker":
        for number, words in enumerate(rows):
            self.text(x, y + number * pitch, words)
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> "PdfMaker":
        self.pages[-1].append(f"0.5 w {x0} {self.height - y0} m {x1} {self.height - y1} l S")
        return self

    def grid(self, columns: Sequence[float], levels: Sequence[float]) -> "PdfMaker":
        for y in levels:
            self.rule(columns[0], y, columns[-1], y)
        for x in columns:
            self.rule(x, levels[0], x, levels[-1])
        return self

    def _objects(self) -> list[bytes]:
        kids = " ".join(f"{7 + 2 * index} 0 R" for index in range(len(self.pages)))
        pairs = [f"<{code:04x}> <{letter.encode('utf-16-be').hex()}>" for letter, code in self._codes.items()]
        blocks = "".join(
            f"{len(pairs[at : at + 100])} beginbfchar\n" + "\n".join(pairs[at : at + 100]) + "\nendbfchar\n"
            for at in range(0, len(pairs), 100)
        )
        cmap = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "1 begincodespacerange <0000> <ffff> endcodespacerange\n" + blocks + "endcmap end end"
        )
        objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Count {len(self.pages)} /Kids [{kids}] >>",
            "<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H /DescendantFonts [4 0 R] "
            "/ToUnicode 6 0 R >>",
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /DW 500 /FontDescriptor 5 0 R "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
            "<< /Type /FontDescriptor /FontName /Plain /Flags 32 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
            "/Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >>",
            f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
        ]
        for index, content in enumerate(self.pages):
            drawn = "\n".join(content)
            objects += [
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {self.width} {self.height}] "
                f"/Resources << /Font << /F1 3 0 R >> >> /Contents {8 + 2 * index} 0 R >>",
                f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
            ]
        return [part.encode("latin-1") for part in objects]

    def bytes(self, trailer: str = "") -> bytes:
        """The file; `trailer` is what stands in the trailer besides size and root."""
        out = io.BytesIO()
        out.write(b"%PDF-1.7\n")
        places = []
        objects = self._objects()
        for number, content in enumerate(objects, 1):
            places.append(out.tell())
            out.write(f"{number} 0 obj\n".encode() + content + b"\nendobj\n")
        start = out.tell()
        out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
        for place in places:
            out.write(f"{place:010d} 00000 n \n".encode())
        size = len(objects) + 1
        out.write(f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode())
        return out.getvalue()

    def write(self, path: Path) -> Path:
        path.write_bytes(self.bytes())
        return path
