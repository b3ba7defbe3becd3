"""From a directive to its obligations. Pure Python: `from sauro.reading import read`.

`read(path)` reads a file in a child process with limits; `read_text(text)` reads a text in this one. Importing this
package costs nothing: what they need is imported when they are called.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from sauro.reading.errors import UnreadableFile
    from sauro.reading.extraction import Limits
    from sauro.reading.extraction.progress import Progress
    from sauro.reading.model import Reading

__all__ = ["Limits", "Reading", "UnreadableFile", "read", "read_text"]


def read(
    path: "str | Path", *, limits: "Limits | None" = None, progress: "Progress | None" = None
) -> "Reading":
    """The reading of a file: .txt, .md, .docx, .doc, .odt, .rtf or .pdf with a text layer.

    Works in a child process without network, within the limits; `progress` is told (pages done, all pages) of a file
    that has pages. Raises `UnreadableFile`.
    """
    from sauro.reading.child import read_in_child

    return read_in_child(path, limits, progress)


def read_text(text: str, name: str = "text") -> "Reading":
    """The reading of a text that is at hand; `name` is what messages and the reading call it. Raises `UnreadableFile`."""
    from sauro.reading.extraction import extraction_of_text
    from sauro.reading.interpret import interpret

    return interpret(extraction_of_text(text, name))


def __getattr__(name: str) -> object:
    """The public classes, imported when they are asked for."""
    if name == "Reading":
        from sauro.reading import model

        return model.Reading
    if name == "UnreadableFile":
        from sauro.reading import errors

        return errors.UnreadableFile
    if name == "Limits":
        from sauro.reading.extraction import limits

        return limits.Limits
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
