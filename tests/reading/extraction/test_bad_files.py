"""Every file that cannot be read gives its own code and a message; nothing else ever comes out."""

import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.reading.extraction.documents import PdfMaker, document_xml, paragraph, write_docx

from sauro.reading.errors import EXIT_CODES, UnreadableFile
from sauro.reading.extraction import Limits, extract

MESSAGE = "Phường Đồng Lau giao Tổ dân phố số 3 rà soát danh sách hộ nghèo trước ngày 15/8/2026."


def code_of(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableFile) as caught:
        extract(path, limits)
    error = caught.value
    assert path.name in error.message
    assert error.exit_code == EXIT_CODES[error.code]
    return error.code


def pdf(pages: int = 1) -> bytes:
    maker = PdfMaker()
    for _ in range(pages):
        maker.page().lines(80, 100, [MESSAGE[:45], MESSAGE[45:]])
    return maker.bytes()


def test_every_cause_has_its_own_exit_code() -> None:
    assert len(set(EXIT_CODES.values())) == len(EXIT_CODES)
    assert all(10 <= exit_code < 126 for exit_code in EXIT_CODES.values())


def test_a_missing_file_a_folder_and_an_impossible_name_are_refused(tmp_path: Path) -> None:
    assert code_of(tmp_path / "không có.txt") == "not_found"
    assert code_of(tmp_path) == "not_a_file"
    assert code_of(tmp_path / ("x" * 300)) == "not_found"


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may read every file")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "khóa.txt"
    path.write_text(MESSAGE, encoding="utf-8")
    path.chmod(0)
    assert code_of(path) == "no_permission"


@pytest.mark.parametrize(
    "content", [b"", b"  \r\n\t\n", b"\xef\xbb\xbf\n", b"\xff\xfe", "\ufeff \n".encode("utf-16-le")]
)
def test_a_file_without_a_word_is_empty(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "trống.txt"
    path.write_bytes(content)
    assert code_of(path) == "empty_file"


def test_a_word_document_without_a_word_is_empty(tmp_path: Path) -> None:
    assert code_of(write_docx(tmp_path / "trống.docx", paragraph(" "))) == "empty_file"


def test_a_file_above_the_limit_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "lớn.txt"
    with path.open("wb") as file:
        file.truncate(Limits().file_bytes)
    assert code_of(path) == "too_large"


def test_a_pdf_of_2000_pages_is_refused_and_one_below_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "dày.pdf"
    path.write_bytes(pdf(pages=2000))
    assert code_of(path) == "too_many_pages"
    path.write_bytes(pdf(pages=4))
    assert code_of(path, Limits(pages=4)) == "too_many_pages"
    assert extract(path, Limits(pages=5)).source.pages == 4


def test_a_pdf_with_a_password_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "khóa.pdf"
    key = "<" + "ab" * 32 + ">"
    encrypt = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O {key} /U {key} /P -44 >> /ID [<00> <00>]"
    path.write_bytes(PdfMaker().page().text(80, 100, MESSAGE).bytes(encrypt))
    assert code_of(path) == "encrypted_pdf"


def test_a_word_document_with_a_password_is_refused(tmp_path: Path) -> None:
    compound = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 1000
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 500
    )
    path = tmp_path / "khóa.docx"
    path.write_bytes(compound)
    assert code_of(path) == "encrypted_document"


def test_an_old_word_document_with_a_password_is_refused(tmp_path: Path) -> None:
    header = bytearray(b"\xec\xa5" + b"\0" * 30)
    header[0x0B] = 0x01
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + bytes(header)
    path = tmp_path / "khóa.doc"
    path.write_bytes(compound + "WordDocument".encode("utf-16-le") + b"\0" * 500)
    assert code_of(path) == "encrypted_document"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_pdf_that_was_cut_off_is_refused_however_much_is_left(tmp_path: Path, share: float) -> None:
    whole = pdf(pages=5)
    path = tmp_path / "cụt.pdf"
    path.write_bytes(whole[: int(len(whole) * share)])
    assert code_of(path) == "broken_file"


def test_a_word_document_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "cụt.docx", paragraph(MESSAGE))
    path.write_bytes(path.read_bytes()[:-60])
    assert code_of(path) == "broken_file"


def test_a_word_document_with_damaged_xml_is_refused(tmp_path: Path) -> None:
    assert code_of(write_docx(tmp_path / "hỏng.docx", "<w:p><w:r>")) == "broken_file"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bom.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", document_xml(paragraph(" " * 60_000_000)))
    assert path.stat().st_size < 200_000
    assert code_of(path) == "zip_bomb"


def test_a_package_above_the_limit_is_refused_though_it_is_packed_loosely(tmp_path: Path) -> None:
    path = tmp_path / "bom.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        package.writestr("word/document.xml", document_xml(paragraph(MESSAGE)))
        package.writestr("word/media/image1.bin", b"\0" * 200_000)
    assert code_of(path, Limits(unpacked_bytes=100_000)) == "zip_bomb"
    assert extract(path).text.strip() == MESSAGE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE w:document [<!ENTITY secret SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE w:document SYSTEM "http://localhost/evil.dtd">',
        '<!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
    ],
)
def test_a_word_document_with_entities_is_refused(tmp_path: Path, declaration: str, encoding: str) -> None:
    path = tmp_path / "thực thể.docx"
    xml = document_xml(paragraph("&secret;")).replace('<?xml version="1.0" encoding="UTF-8"?>', "")
    with zipfile.ZipFile(path, "w") as package:
        content = f'<?xml version="1.0" encoding="{encoding}"?>{declaration}{xml}'
        package.writestr("word/document.xml", content.encode(encoding))
    assert code_of(path) == "external_entities"


def test_a_package_that_is_no_document_is_refused(tmp_path: Path) -> None:
    for name, code in (("bảng.xlsx", "unknown_format"), ("bảng.docx", "wrong_extension")):
        with zipfile.ZipFile(tmp_path / name, "w") as package:
            package.writestr("xl/workbook.xml", "<workbook/>")
        assert code_of(tmp_path / name) == code


def test_a_web_page_named_as_a_word_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "trang.doc"
    path.write_text("<!DOCTYPE html><html><body>Kế hoạch</body></html>", encoding="utf-8")
    assert code_of(path) == "wrong_extension"


def test_a_readable_file_with_the_wrong_extension_is_read_with_a_warning(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "thật ra là word.pdf", paragraph(MESSAGE))
    extraction = extract(path)
    assert extraction.text.strip() == MESSAGE
    assert [warning.code for warning in extraction.warnings] == ["wrong_extension"]
    assert ".pdf" in extraction.warnings[0].message


def test_a_broken_picture_is_called_broken(tmp_path: Path) -> None:
    path = tmp_path / "ảnh.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
    assert code_of(path) == "broken_file"


def test_a_pdf_without_words_is_called_a_scan(tmp_path: Path) -> None:
    assert code_of(PdfMaker().page().rule(10, 10, 500, 10).write(tmp_path / "quét.pdf")) == "no_text_layer"


def test_a_pdf_whose_letters_make_no_vietnamese_is_called_a_scan(tmp_path: Path) -> None:
    maker = PdfMaker().page().lines(60, 100, ["xqz wfrt kklp zzrw bnmt qwrt ghjk lkjh"] * 6)
    assert code_of(maker.write(tmp_path / "lỗi chữ.pdf")) == "no_text_layer"


@pytest.mark.parametrize(
    "content", [b"M\xc3\xa3\x00\x01\x02 ABC", "Kế hoạch\x00 năm".encode(), "Tổ\x07 dân phố".encode()]
)
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "nhị phân.txt"
    path.write_bytes(content)
    assert code_of(path) == "binary_text"


@pytest.mark.parametrize(
    ("head", "level"),
    [
        ("MẬT", "Mật"),
        ("**TỐI MẬT**", "Tối mật"),
        ("[ TUYỆT  MẬT ]", "Tuyệt mật"),
        ("UBND PHƯỜNG ĐỒNG LAU\t\tTỐI MẬT", "Tối mật"),
        ("Số: 05/KH-UBND          MẬT", "Mật"),
        ("Số: 05/KH-UBND MẬT", "Mật"),
        ("Độ mật: Tuyệt mật", "Tuyệt mật"),
        ("| UBND PHƯỜNG ĐỒNG LAU | MẬT |", "Mật"),
    ],
)
def test_a_document_stamped_as_a_state_secret_is_refused_with_the_law(
    tmp_path: Path, head: str, level: str
) -> None:
    path = tmp_path / "văn bản.txt"
    path.write_text(f"ỦY BAN NHÂN DÂN\n\n{head}\n\n{MESSAGE}\n", encoding="utf-8")
    with pytest.raises(UnreadableFile) as caught:
        extract(path)
    assert caught.value.code == "classified"
    assert f"({level})" in caught.value.message
    assert "117/2025/QH15" in caught.value.message
    assert "hộ nghèo" not in caught.value.message
    assert "UBND" not in caught.value.message


@pytest.mark.parametrize(
    "sentence",
    [
        "Công tác bảo vệ bí mật nhà nước được bảo đảm.",
        "Tài liệu có độ mật: Mật thì không gửi qua hộp thư này.",
        "MẬT ONG RỪNG ĐỒNG LAU",
        "Mật",
    ],
)
def test_a_document_that_only_speaks_of_secrets_is_read(tmp_path: Path, sentence: str) -> None:
    path = tmp_path / "văn bản.txt"
    path.write_text(f"ỦY BAN NHÂN DÂN\n{sentence}\n{MESSAGE}\n", encoding="utf-8")
    assert sentence in extract(path).text


def test_a_secret_word_document_and_pdf_are_refused_too(tmp_path: Path) -> None:
    assert code_of(write_docx(tmp_path / "a.docx", paragraph("TỐI MẬT") + paragraph(MESSAGE))) == "classified"
    maker = PdfMaker().page().text(80, 60, "UBND PHƯỜNG ĐỒNG LAU").text(80, 80, "MẬT").text(80, 140, MESSAGE)
    assert code_of(maker.write(tmp_path / "a.pdf")) == "classified"


MAGIC = [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xfe", b"<?xml ", b"\xef\xbb\xbf", b"\x00"]


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    magic=st.sampled_from(MAGIC),
    content=st.binary(max_size=400),
    end=st.sampled_from([b"", b"\n%%EOF\n"]),
    extension=st.sampled_from([".txt", ".md", ".docx", ".pdf", ".odt", ""]),
)
def test_any_bytes_are_read_or_refused(
    tmp_path: Path, magic: bytes, content: bytes, end: bytes, extension: str
) -> None:
    path = tmp_path / f"tệp{extension}"
    path.write_bytes(magic + content + end)
    try:
        extraction = extract(path)
    except UnreadableFile as error:
        assert error.message  # noqa: PT017 - either outcome is right, nothing else is
    else:
        assert extraction.text.strip()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from([".docx", ".pdf"]))
    path = tmp_path / f"tệp{kind}"
    whole = bytearray(write_docx(path, paragraph(MESSAGE)).read_bytes() if kind == ".docx" else pdf())
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=8)):
        whole[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(bytes(whole))
    try:
        extract(path)
    except UnreadableFile as error:
        assert error.exit_code >= 10  # noqa: PT017 - either outcome is right, nothing else is
