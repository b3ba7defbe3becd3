"""What a file is, by its content: the extension is only a claim."""

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sauro.reading.errors import unreadable

if TYPE_CHECKING:
    from mmap import mmap

Format = Literal["text", "markdown", "docx", "doc", "odt", "rtf", "pdf", "png", "jpeg", "tiff"]

MEDIA_TYPES: dict[Format, str] = {
    "text": "text/plain",
    "markdown": "text/markdown",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "tiff": "image/tiff",
}
_EXTENSIONS: dict[str, Format] = {
    ".txt": "text",
    ".md": "markdown",
    ".docx": "docx",
    ".docm": "docx",
    ".doc": "doc",
    ".odt": "odt",
    ".rtf": "rtf",
    ".pdf": "pdf",
    ".png": "png",
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".tif": "tiff",
    ".tiff": "tiff",
}
_BINARY_EXTENSIONS = tuple(
    extension for extension, kind in _EXTENSIONS.items() if kind not in ("text", "markdown")
)
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
_PICTURES: dict[bytes, Format] = {
    b"\x89PNG\r\n": "png",
    b"\xff\xd8\xff": "jpeg",
    b"II*\x00": "tiff",
    b"MM\x00*": "tiff",
}
_OTHER_PICTURES = (b"GIF8", b"BM")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_MAGIC = b"\xec\xa5"
_ENCRYPTED_FLAG = 0x01  # fEncrypted: the high byte of the flags at 0x0A of the FIB, [MS-DOC] 2.5.2


def sniff(path: Path, data: "bytes | mmap") -> Format:
    """The format of the content. Raises `UnreadableFile` where it is none that can be read."""
    extension = path.suffix.lower()
    if b"%PDF-" in data[:1024]:
        return "pdf"
    data = bytes(data)
    if data.startswith(b"PK\x03\x04"):
        return _sniff_zip(path)
    if data.startswith(_OLE):
        return _sniff_ole(path, data)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    for magic, kind in _PICTURES.items():
        if data.startswith(magic):
            return kind
    if data.startswith(_OTHER_PICTURES):
        raise _not_ours(path, "là ảnh; ảnh thì đọc được .png, .jpg và .tif")
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        raise _not_ours(path, "là trang web HTML")
    if head.startswith(b"<?xml"):
        raise _not_ours(path, "là tệp XML")
    if extension in _BINARY_EXTENSIONS and b"\x00" in data and not data.startswith(_BYTE_ORDER_MARKS):
        raise _not_ours(path, "không nhận ra nội dung")
    return "markdown" if extension == ".md" else "text"


def claimed_format(path: Path) -> Format | None:
    """The format that the extension claims; None for an extension that claims none of ours."""
    return _EXTENSIONS.get(path.suffix.lower())


def _not_ours(path: Path, detail: str) -> Exception:
    if path.suffix.lower() in _EXTENSIONS:
        return unreadable("wrong_extension", path.name, detail, extension=path.suffix.lower())
    return unreadable("unknown_format", path.name, detail)


def _sniff_zip(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            if "word/document.xml" in names:
                return "docx"
            if "mimetype" in names and package.getinfo("mimetype").file_size < 200:
                if b"opendocument.text" in package.read("mimetype"):
                    return "odt"
            if "[Content_Types].xml" in names and any(part.startswith("word/") for part in names):
                return "docx"
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        raise unreadable("broken_file", path.name, "gói nén không đọc được") from error
    except Exception as error:  # zlib.error and whatever a hostile archive makes the library raise
        raise unreadable("broken_file", path.name, "gói nén không đọc được") from error
    raise _not_ours(path, "là gói nén không chứa văn bản")


def _sniff_ole(path: Path, data: bytes) -> Format:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise unreadable("encrypted_document", path.name)
    if "WordDocument".encode("utf-16-le") not in data:
        raise _not_ours(path, "không phải văn bản Word")
    header = data[512:524]
    if len(header) == 12 and header.startswith(_WORD_MAGIC) and header[0x0B] & _ENCRYPTED_FLAG:
        raise unreadable("encrypted_document", path.name)
    return "doc"
