"""The lines of a text and their offsets: what frame, outline and tables are built from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text without its white space at both ends: ``text[start:end] == content``."""

    start: int
    end: int
    content: str
    indent: int

    @property
    def blank(self) -> bool:
        return not self.content

    @property
    def bare(self) -> str:
        """The words without markup (bold, italic, heading signs) at both ends and inside."""
        if "*" not in self.content and "#" not in self.content:
            return self.content
        return self.content.replace("*", "").replace("#", "").strip()


def split_lines(text: str) -> list[Line]:
    """Every line of the text, blank ones too, in order."""
    lines: list[Line] = []
    start = 0
    for raw in text.split("\n"):
        content = raw.strip()
        indent = len(raw) - len(raw.lstrip())
        first = start + indent if content else start
        lines.append(Line(first, first + len(content), content, indent if content else 0))
        start += len(raw) + 1
    return lines
