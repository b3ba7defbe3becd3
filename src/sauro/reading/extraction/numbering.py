"""The numbers that Word prints before paragraphs: numbering.xml and the styles that refer to it (ECMA-376, 17.9)."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"

_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "m cm d cd c xc l xl x ix v iv i".split(),
        strict=True,
    )
)
_PLAIN_BULLETS = frozenset("-–—+*•●○▪■")


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    legal: bool = False


@dataclass(slots=True)
class _List:
    """One w:num: its levels, and the counters that it shares with the other lists of the same abstract list."""

    levels: dict[int, _Level]
    counters: dict[int, int] = field(default_factory=dict)


def value_of(parent: "_Element | None", *path: str) -> str | None:
    """The w:val of the element at the path below the parent; None where there is none."""
    element = parent
    for tag in path:
        element = None if element is None else element.find(W + tag)
    return None if element is None else element.get(VAL)


def is_on(properties: "_Element | None", tag: str) -> bool:
    """Whether a property such as w:vanish stands and is not switched off."""
    element = None if properties is None else properties.find(W + tag)
    return element is not None and element.get(VAL, "1") not in ("0", "false", "off")


def number_of(text: str | None, default: int = 0) -> int:
    """The whole number in an attribute; the default for none, for words and for what no document has."""
    try:
        return min(int(text or ""), 1_000_000)
    except ValueError:
        return default


class Numbering:
    """Counts the paragraphs of a document as Word does; ask for every numbered paragraph, in order, once."""

    def __init__(self, numbering: "_Element | None", styles: "_Element | None") -> None:
        self._lists: dict[str, _List] = {}
        self._style_numbers: dict[str, tuple[str | None, int | None]] = {}
        self._style_parents: dict[str, str | None] = {}
        self._style_levels: dict[tuple[str, str], int] = {}
        if styles is not None:
            self._read_styles(styles)
        if numbering is not None:
            self._read_lists(numbering)

    def _read_styles(self, styles: "_Element") -> None:
        for style in styles.iterfind(W + "style"):
            name = style.get(W + "styleId")
            if name is None:
                continue
            self._style_parents[name] = value_of(style, "basedOn")
            properties = style.find(f"{W}pPr/{W}numPr")
            if properties is not None:
                level = value_of(properties, "ilvl")
                self._style_numbers[name] = (
                    value_of(properties, "numId"),
                    number_of(level) if level else None,
                )

    def _read_lists(self, numbering: "_Element") -> None:
        abstract: dict[str, dict[int, _Level]] = {}
        counters: dict[str, dict[int, int]] = {}
        linked: dict[str, dict[str, int]] = {}
        for element in numbering.iterfind(W + "abstractNum"):
            name = element.get(W + "abstractNumId", "")
            abstract[name] = {}
            linked[name] = {}
            for level in element.iterfind(W + "lvl"):
                position = number_of(level.get(W + "ilvl"))
                abstract[name][position] = _read_level(level)
                style = value_of(level, "pStyle")
                if style:
                    linked[name][style] = position
        for element in numbering.iterfind(W + "num"):
            number = element.get(W + "numId", "")
            name = value_of(element, "abstractNumId") or ""
            levels = dict(abstract.get(name, {}))
            restarted = False
            for override in element.iterfind(W + "lvlOverride"):
                position = number_of(override.get(W + "ilvl"))
                own = override.find(W + "lvl")
                if own is not None:
                    levels[position] = _read_level(own)
                start = value_of(override, "startOverride")
                if start is not None:
                    old = levels.get(position, _Level())
                    levels[position] = _Level(number_of(start, 1), old.format, old.text, old.legal)
                    restarted = True
            shared = {} if restarted else counters.setdefault(name, {})
            self._lists[number] = _List(levels, shared)
            for style, position in linked.get(name, {}).items():
                self._style_levels[(number, style)] = position

    def _reference(self, properties: "_Element | None") -> tuple[str | None, int]:
        """The list and the level of a paragraph, its own or its style's."""
        own = None if properties is None else properties.find(W + "numPr")
        number = value_of(own, "numId")
        level = value_of(own, "ilvl")
        style = value_of(properties, "pStyle")
        seen = 0
        name = style
        while number is None and name is not None and seen < 20:
            found, found_level = self._style_numbers.get(name, (None, None))
            if found is not None:
                number = found
                if level is None:
                    position = self._style_levels.get((found, name), found_level)
                    return number, position or 0
            name = self._style_parents.get(name)
            seen += 1
        return number, number_of(level)

    def mark(self, properties: "_Element | None") -> str:
        """The printed mark of a paragraph by its w:pPr ('1.', 'a)', '-'); '' for one without."""
        number, position = self._reference(properties)
        entry = self._lists.get(number or "")
        if entry is None or number == "0":
            return ""
        level = entry.levels.get(position)
        if level is None:
            return ""
        if level.format == "bullet":
            return level.text if level.text in _PLAIN_BULLETS else "-"
        entry.counters[position] = entry.counters.get(position, level.start - 1) + 1
        for deeper in [other for other in entry.counters if other > position]:
            del entry.counters[deeper]
        return self._render(entry, level, position)

    def _render(self, entry: _List, level: _Level, position: int) -> str:
        mark = level.text
        for other in range(9):
            place = f"%{other + 1}"
            if place not in mark:
                continue
            shown = entry.levels.get(other, _Level())
            count = entry.counters.get(other, shown.start)
            form = "decimal" if level.legal and other < position else shown.format
            mark = mark.replace(place, format_number(count, form))
        return mark.strip()


def _read_level(level: "_Element") -> _Level:
    text = level.find(W + "lvlText")
    return _Level(
        start=number_of(value_of(level, "start"), 1),
        format=value_of(level, "numFmt") or "decimal",
        text=text.get(VAL, "") if text is not None else "",
        legal=is_on(level, "isLgl"),
    )


def format_number(count: int, form: str) -> str:
    """A count as a list prints it: 'lowerRoman' 4 is 'iv', 'lowerLetter' 27 is 'aa', 'none' is ''."""
    if form in ("none", "bullet"):
        return ""
    if form.endswith("Roman") and 0 < count < 4000:
        rest, roman = count, ""
        for weight, letters in _ROMAN:
            roman += letters * (rest // weight)
            rest %= weight
        return roman.upper() if form == "upperRoman" else roman
    if form.endswith("Letter") and 0 < count < 1000:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    return f"{count:02d}" if form == "decimalZero" else str(count)
