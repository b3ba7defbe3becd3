"""A .docx or .odt as a package: bounded unpacking, XML without DTD, entities or network."""

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from sauro.reading.errors import megabytes, unreadable
from sauro.reading.extraction.limits import Limits

if TYPE_CHECKING:
    from lxml.etree import _Element

# The two names that ECMA-376 has for the same elements: documents saved as "Strict Open XML" use the first.
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RATIO = 250  # unpacked to packed, above which a package of some size is a bomb: XML of Word stays below 60
_SMALL = 20_000_000
_PARTS = 20_000
_FORBIDDEN = tuple(
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)


class Package:
    """The parts of a zip package, read one at a time. Use it as a context manager."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.name = path.name
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise unreadable("broken_file", self.name, "gói nén không đọc được") from error
        self._refuse_bomb(limits)

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def _refuse_bomb(self, limits: Limits) -> None:
        parts = self._zip.infolist()
        unpacked = sum(part.file_size for part in parts)
        packed = sum(part.compress_size for part in parts) or 1
        swollen = unpacked > _SMALL and unpacked / packed > _RATIO
        if unpacked > limits.unpacked_bytes or swollen or len(parts) > _PARTS:
            self._zip.close()
            raise unreadable("zip_bomb", self.name, f"{megabytes(packed)} thành {megabytes(unpacked)}")

    def read(self, part: str) -> bytes | None:
        """The bytes of a part; None where the package has none by that name."""
        try:
            return self._zip.read(part)
        except KeyError:
            return None
        except MemoryError:
            raise
        except RuntimeError as error:  # zipfile's word for a part with a password
            raise unreadable("encrypted_document", self.name) from error
        except Exception as error:  # zlib, lzma, CRC: whatever a damaged archive raises
            raise unreadable("broken_file", self.name, f"phần {part}") from error

    def xml(self, part: str) -> "_Element | None":
        """The root element of a part; None where there is no such part."""
        data = self.read(part)
        if data is None:
            return None
        if any(mark in data for mark in _FORBIDDEN):
            raise unreadable("external_entities", self.name, f"phần {part}")
        data = data.replace(_STRICT, _TRANSITIONAL)
        from lxml import etree

        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise unreadable("broken_file", self.name, f"phần {part}") from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise unreadable("external_entities", self.name, f"phần {part}")
        return root
