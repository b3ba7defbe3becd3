"""A small writer of Word files: paragraphs, a letterhead without lines, tables with lines.

A description is a text, a paragraph a line; at the beginning of a line `[letterhead]` a table without lines follows,
`[table]` a table with lines, `| cell | cell |` a row of it (`<br>` parts paragraphs in a cell, a row of one cell spans
the table), `= words` centred and bold, `/ words` centred and italic. An empty line is nothing.
"""

import io
import zipfile
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
TYPES = (
    f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
FONT = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
WIDTH = 9_400
"""Of the text on an A4 page, in twentieths of a point."""


def docx(description: str) -> bytes:
    """The Word file of a description; the same description gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in (
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", RELATIONS),
            ("word/document.xml", _document(description)),
        ):
            package.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _document(description: str) -> str:
    body: list[str] = []
    rows: list[list[str]] = []
    lines = False
    for line in [*description.splitlines(), ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
            continue
        if rows:
            body.append(_table(rows, lines))
            rows = []
        if line in {"[letterhead]", "[table]"}:
            lines = line == "[table]"
        elif line.startswith(("= ", "/ ")):
            style = "<w:b/>" if line[0] == "=" else "<w:i/>"
            body.append(_paragraph(line[2:], '<w:jc w:val="center"/>', style))
        elif line.strip():
            body.append(_paragraph(line.strip(), '<w:spacing w:after="120"/><w:jc w:val="both"/>'))
    page = (
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701"/>'
    )
    return f"{HEAD}<w:document {W}><w:body>{''.join(body)}<w:sectPr>{page}</w:sectPr></w:body></w:document>"


def _paragraph(words: str, layout: str = "", style: str = "") -> str:
    return (
        f"<w:p><w:pPr>{layout}</w:pPr><w:r><w:rPr>{FONT}{style}<w:sz w:val='28'/></w:rPr>"
        f'<w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p>'
    )


def _table(rows: list[list[str]], lines: bool) -> str:
    columns = max(map(len, rows))
    width = WIDTH // columns
    border = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in SIDES)
    grid = f'<w:gridCol w:w="{width}"/>' * columns
    layout = "" if lines else '<w:jc w:val="center"/>'
    body = ""
    for row in rows:
        span = f'<w:gridSpan w:val="{columns}"/>' if len(row) == 1 else ""
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width * columns // len(row)}" w:type="dxa"/>{span}</w:tcPr>'
            + "".join(_paragraph(part.strip(), layout) for part in cell.split("<br>"))
            + "</w:tc>"
            for cell in row
        )
        body += f"<w:tr>{cells}</w:tr>"
    borders = f"<w:tblBorders>{border}</w:tblBorders>" if lines else ""
    return f'<w:tbl><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/>{borders}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'
