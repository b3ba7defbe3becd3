"""Word documents: what is printed is read, in the order of the document; what is not printed is not."""

import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import mammoth
import pytest
from tests.reading.extraction.documents import (
    NAMESPACES,
    W,
    cell,
    document_xml,
    paragraph,
    row,
    table,
    write_docx,
)

from sauro.reading.extraction import extract

Require = Callable[[str], str]


def text_of(path: Path) -> str:
    return extract(path).text


def read(tmp_path: Path, body: str, **parts: str) -> str:
    return text_of(write_docx(tmp_path / "a.docx", body, **parts))


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_paragraphs_are_lines_with_a_blank_line_between_them(tmp_path: Path) -> None:
    body = paragraph("KẾ HOẠCH") + paragraph("") + paragraph("Tổ dân phố rà soát hộ nghèo.")
    assert read(tmp_path, body) == "KẾ HOẠCH\n\nTổ dân phố rà soát hộ nghèo.\n"


def test_a_document_of_python_docx_holds_the_words_that_mammoth_finds(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("KẾ HOẠCH năm 2026", 1)
    document.add_paragraph("Ủy ban nhân dân phường Đồng Lau giao:")
    document.add_paragraph("Tổ dân phố số 3 lập danh sách", style="List Bullet")
    grid = document.add_table(2, 2, style="Table Grid")
    for number, words in enumerate(("STT", "Nhiệm vụ", "1", "Rà soát hộ nghèo")):
        grid.cell(number // 2, number % 2).text = words
    document.add_paragraph("Nơi nhận: như trên.")
    path = tmp_path / "a.docx"
    document.save(str(path))
    ours = text_of(path)
    with path.open("rb") as file:
        theirs = mammoth.extract_raw_text(file).value
    assert [word for word in ours.split() if word not in ("|", "-")] == theirs.split()
    assert "- Tổ dân phố số 3" in ours
    assert "| STT | Nhiệm vụ |\n| 1 | Rà soát hộ nghèo |" in ours


def test_insertions_are_kept_and_deletions_dropped(tmp_path: Path) -> None:
    body = (
        f"<w:p>{run('Hoàn thành trước ')}<w:del>{run('ngày 10/7/2026').replace('w:t', 'w:delText')}</w:del>"
        f"<w:ins>{run('ngày 15/8/2026')}</w:ins><w:moveFrom>{run(' cũ')}</w:moveFrom>"
        f"<w:moveTo>{run(' theo mẫu')}</w:moveTo>{run('.')}</w:p>"
    )
    assert read(tmp_path, body) == "Hoàn thành trước ngày 15/8/2026 theo mẫu.\n"


def test_a_text_box_is_read_once_after_its_paragraph(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('Số: 12/KH-UBND')}{paragraph('Khẩn')}</w:txbxContent>"
    choice = f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
    fallback = f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
    body = f"<w:p>{run('ỦY BAN NHÂN DÂN')}<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r></w:p>"
    assert read(tmp_path, body + paragraph("Sau")) == "ỦY BAN NHÂN DÂN\n\nSố: 12/KH-UBND\n\nKhẩn\n\nSau\n"


def test_content_controls_links_and_fields_give_their_words(tmp_path: Path) -> None:
    body = (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('Trong khung')}</w:sdtContent></w:sdt>"
        f"<w:p><w:sdt><w:sdtContent>{run('Ngày')}</w:sdtContent></w:sdt><w:hyperlink>{run(' 15/8')}</w:hyperlink>"
        f"<w:fldSimple>{run('/2026')}</w:fldSimple><w:r><w:instrText> PAGE </w:instrText></w:r></w:p>"
    )
    assert read(tmp_path, body) == "Trong khung\n\nNgày 15/8/2026\n"


def test_hidden_text_is_not_read_and_shown_text_is(tmp_path: Path) -> None:
    shown = '<w:vanish w:val="0"/>'
    body = f"<w:p>{run('A')}{run('B', '<w:vanish/>')}{run('C', shown)}</w:p>"
    assert read(tmp_path, body) == "AC\n"


def test_a_document_saved_as_strict_open_xml_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    strict = document_xml(paragraph("KẾ HOẠCH")).replace(
        W, "http://purl.oclc.org/ooxml/wordprocessingml/main"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", strict)
    assert text_of(path) == "KẾ HOẠCH\n"


def test_tabs_line_breaks_and_special_spaces(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>Số:\u00a012</w:t><w:tab/><w:t>Đồng Lau</w:t><w:br/><w:t>dòng hai</w:t>"
        '<w:br w:type="page"/><w:noBreakHyphen/><w:t>x</w:t></w:r></w:p>'
    )
    assert read(tmp_path, body) == "Số: 12\tĐồng Lau\ndòng hai-x\n"


def test_footnotes_are_left_out_with_a_warning(tmp_path: Path) -> None:
    note = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    body = f"<w:p>{run('Theo kế hoạch')}{note}{run(' đã ban hành.')}</w:p>"
    extraction = extract(write_docx(tmp_path / "a.docx", body))
    assert extraction.text == "Theo kế hoạch đã ban hành.\n"
    assert [(warning.code, warning.message[:1]) for warning in extraction.warnings] == [
        ("footnotes_left_out", "1")
    ]


def level(position: int, form: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{position}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str) -> str:
    return (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        "</w:lvlOverride></w:num></w:numbering>"
    )


def item(text: str, position: int, number: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{position}"/><w:numId w:val="{number}"/></w:numPr>')


def test_list_numbers_are_printed_as_word_counts_them(tmp_path: Path) -> None:
    levels = (
        level(0, "upperRoman", "%1."),
        level(1, "decimal", "%2."),
        level(2, "decimal", "%2.%3."),
        level(3, "lowerLetter", "%4)"),
        level(4, "bullet", "\uf0b7"),
        level(5, "bullet", "+"),
    )
    steps = [0, 1, 2, 2, 3, 3, 4, 5, 1, 2, 0, 1]
    body = "".join(item("x", step) for step in steps) + item("x", 0, number=2) + item("x", 0, number=2)
    lines = read(tmp_path, body, numbering=numbering(*levels)).split("\n\n")
    marks = [line.split()[0] for line in lines]
    assert marks == ["I.", "1.", "1.1.", "1.2.", "a)", "b)", "-", "+", "2.", "2.1.", "II.", "1.", "V.", "VI."]


def test_a_style_can_number_its_paragraphs(tmp_path: Path) -> None:
    styles = (
        f'<w:styles {NAMESPACES}><w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Muc"/></w:style></w:styles>'
    )
    body = (
        paragraph("một", '<w:pStyle w:val="Muc"/>')
        + paragraph("hai", '<w:pStyle w:val="Con"/>')
        + paragraph("không", '<w:pStyle w:val="Muc"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    found = read(tmp_path, body, numbering=numbering(level(0, "decimal", "Điều %1.")), styles=styles)
    assert found == "Điều 1. một\n\nĐiều 2. hai\n\nkhông\n"


def test_a_data_table_gives_a_line_a_row(tmp_path: Path) -> None:
    body = (
        paragraph("Trước")
        + table(row("STT", "Nhiệm vụ"), row("1", "Rà soát\nhộ nghèo | cận nghèo"), row("2", ""))
        + paragraph("Sau")
    )
    assert read(tmp_path, body) == (
        "Trước\n\n| STT | Nhiệm vụ |\n| 1 | Rà soát hộ nghèo / cận nghèo |\n| 2 | |\n\nSau\n"
    )


def test_merged_cells_keep_the_columns_in_line(tmp_path: Path) -> None:
    wide, start, goes_on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        row("STT", "Nhiệm vụ", cell("Thời gian", wide)),
        row(cell("I. Lĩnh vực giáo dục", '<w:gridSpan w:val="4"/>')),
        row("1", cell("Tổ dân phố", start), "từ", "đến"),
        row("2", cell("", goes_on), "a", "b"),
        row("3", cell("Việc dài " * 20, start), "c", "d"),
        row("4", cell("", goes_on), "e", "f"),
    )
    assert read(tmp_path, body).rstrip("\n").split("\n") == [
        "| STT | Nhiệm vụ | Thời gian | |",
        "| I. Lĩnh vực giáo dục |",
        "| 1 | Tổ dân phố | từ | đến |",
        "| 2 | Tổ dân phố | a | b |",
        f"| 3 | {('Việc dài ' * 20).strip()} | c | d |",
        "| 4 | | e | f |",
    ]


def test_a_letterhead_is_read_block_after_block_even_with_borders(tmp_path: Path) -> None:
    rows = (
        row("ĐẢNG ỦY PHƯỜNG ĐỒNG LAU\nVĂN PHÒNG", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        row("Số: 12-KH/ĐU", "Đồng Lau, ngày 01 tháng 7 năm 2026"),
    )
    expected = (
        "ĐẢNG ỦY PHƯỜNG ĐỒNG LAU\nVĂN PHÒNG\n\nSố: 12-KH/ĐU\n\nĐẢNG CỘNG SẢN VIỆT NAM\n\n"
        "Đồng Lau, ngày 01 tháng 7 năm 2026\n"
    )
    assert read(tmp_path, table(*rows, borders=False)) == expected
    assert read(tmp_path, table(*rows)) == expected


def test_recipients_and_signature_are_two_blocks(tmp_path: Path) -> None:
    body = table(
        row("Nơi nhận:\n- Như trên;\n- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLê Văn Thử"),
        borders=False,
    )
    assert read(tmp_path, body) == (
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Văn Thử\n"
    )


def test_a_table_style_draws_borders(tmp_path: Path) -> None:
    sides = "".join(f'<w:{side} w:val="single"/>' for side in ("top", "insideH", "insideV"))
    styles = (
        f'<w:styles {NAMESPACES}><w:style w:type="table" w:styleId="Luoi"><w:tblPr><w:tblBorders>{sides}</w:tblBorders>'
        "</w:tblPr></w:style></w:styles>"
    )
    drawn = table(row("1", "hai"), borders=False).replace(
        "<w:tblPr/>", '<w:tblPr><w:tblStyle w:val="Luoi"/></w:tblPr>'
    )
    assert read(tmp_path, drawn, styles=styles) == "| 1 | hai |\n"
    assert read(tmp_path, drawn) == "1\n\nhai\n"


def test_a_table_within_a_table_stays_in_its_cell(tmp_path: Path) -> None:
    inner = table(row("a", "b"))
    outer = table(
        f"<w:tr>{cell('1')}<w:tc>{paragraph('ngoài')}{inner}{paragraph('')}</w:tc></w:tr>", row("2", "x")
    )
    assert read(tmp_path, outer) == "| 1 | ngoài / a / b / |\n| 2 | x |\n"


def test_letters_in_an_old_font_are_converted_and_the_rest_stays(tmp_path: Path) -> None:
    old = '<w:rFonts w:ascii=".VnTime"/>'
    capitals = '<w:rFonts w:ascii=".VnTimeH"/>'
    body = f"<w:p>{run('ñy ban nh©n d©n ', capitals)}{run('ph­êng ', old)}{run('Đồng Lau')}</w:p>"
    extraction = extract(write_docx(tmp_path / "a.docx", body))
    assert extraction.text == "ỦY BAN NHÂN DÂN phường Đồng Lau\n"
    assert [warning.code for warning in extraction.warnings] == ["legacy_encoding"]


@pytest.mark.parametrize("form", ["doc", "odt", "rtf", "pdf"])
def test_other_office_formats_give_the_text_of_the_word_document(
    tmp_path: Path, require: Require, form: str
) -> None:
    converter = require("libreoffice")
    body = (
        table(row("UBND PHƯỜNG ĐỒNG LAU", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), borders=False)
        + paragraph("1. Giao Tổ dân phố số 3 rà soát hộ nghèo trước ngày 15/8/2026.")
        + table(row("STT", "Nhiệm vụ"), row("1", "Lập danh sách"))
        + paragraph("Nơi nhận: như trên.")
    )
    source = tmp_path / "gốc.docx"
    document = docx.Document()
    document.element.body.clear_content()
    for element in docx.oxml.parse_xml(f'<w:body xmlns:w="{W}">{body}</w:body>'):
        document.element.body.append(element)
    document.save(str(source))
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [
            converter,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            form,
            "--outdir",
            tmp_path,
            source,
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    extraction = extract(source.with_suffix(f".{form}"))
    assert extraction.text.split() == text_of(source).split()
    assert "| 1 | Lập danh sách |" in extraction.text
    assert extraction.text.index("ĐỒNG LAU") < extraction.text.index("CỘNG HÒA")


def test_the_old_word_document_of_the_corpus_holds_the_words_of_its_text(
    corpus: Path, require: Require
) -> None:
    require("libreoffice")
    if not (corpus / "files" / "138.doc").is_file():
        pytest.skip("no old Word document in the corpus")
    words = (corpus / "docs" / "138.txt").read_text(encoding="utf-8").split()
    assert extract(corpus / "files" / "138.doc").text.split() == words
