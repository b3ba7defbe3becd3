"""Who is ordered, in the forms of the whole administration: each task with its owners and coordinators, in any layout."""

import functools
import re
import textwrap
from collections.abc import Callable

import pytest
from tests.reading.orders import NAMES, Order, marked, orders_in, without_marks
from tests.reading.variants import rename

from sauro.reading import read_text

_OPENS = re.compile(
    r"\s*(?:#+ )?(?:Kính gửi|KẾ HOẠCH|THÔNG BÁO|CHỈ THỊ|QUYẾT ĐỊNH|CÔNG ĐIỆN|HƯỚNG DẪN|NGHỊ QUYẾT|KẾT LUẬN|CHƯƠNG TRÌNH|GIẤY MỜI|BÁO CÁO)"
)
every_directive = pytest.mark.parametrize("name", NAMES)

_ITEM = re.compile(
    r"\s*(?:(?:\d+(?:\.\d+)*|[a-zđ]|[IVX]+)[.)/-](?=\s)|[-+•→*|#]|\(\d\)|Điều \d+|Nơi nhận|Kính gửi)"
)


def plain(words: str) -> str:
    return "".join(words.split()).replace("*", "")


def found_in(text: str) -> list[Order]:
    return [
        Order(
            plain(task.quote),
            sorted(plain(owner.text) for owner in task.owners),
            sorted(plain(party.text) for party in task.coordinators),
        )
        for task in read_text(text).tasks
    ]


def wanted(orders: list[Order]) -> list[Order]:
    return [
        Order(plain(order.quote), sorted(map(plain, order.owners)), sorted(map(plain, order.coordinators)))
        for order in orders
    ]


def reads(raw: str, change: Callable[[str], str] = str) -> None:
    """The directive gives its orders: each task with its words and its parties, and nothing else."""
    text, orders = orders_in(raw, change)
    found, asked = found_in(text), wanted(orders)
    lost = [order for order in asked if order not in found]
    new = [order for order in found if order not in asked]
    assert (lost, new) == ([], [])


def test_every_directive_orders_something() -> None:
    assert len(NAMES) >= 40
    assert all(orders_in(marked(name))[1] for name in NAMES)


@every_directive
def test_the_orders_of_a_directive_are_read(name: str) -> None:
    reads(marked(name))


# --- other names ----------------------------------------------------------------------------------------------------

# Names of bodies, places and offices, and others of the same kind. None stands inside another.
OTHERS = (
    {
        "Hoành Sơn": "Trà Lý", "Khe Sậy": "Bến Lội", "Thạch Bàn Trung": "Gò Mít Hạ", "Bến Dừa": "Vạn Hồng", "Đồng Lau": "Tân Xuân Thượng",
        "Lam Giang": "Bình Nguyên", "Phòng Kinh tế": "Phòng Nông nghiệp", "Văn hóa - Xã hội": "Giáo dục - Dân tộc", "Trạm Y tế": "Trạm Khuyến nông",
        "Sở Tài chính": "Sở Quy hoạch - Kiến trúc", "Sở Công Thương": "Sở Dân tộc và Tôn giáo", "Sở Nội vụ": "Sở Khoa học và Công nghệ",
        "Sở Tư pháp": "Sở Ngoại vụ", "Hội Nông dân": "Hội Làm vườn", "Liên minh Hợp tác xã": "Hiệp hội Làng nghề",
        "Chi cục Phát triển nông thôn": "Cục Quản lý thị trường", "Trung tâm Khuyến nông": "Viện Kiểm nghiệm", "Phân xưởng": "Xí nghiệp",
        "Ban Xây dựng Đảng": "Ban Tuyên giáo và Dân vận", "Tỉnh đoàn": "Hội Sinh viên",
    },
    {
        "Hoành Sơn": "Lũng Cú Đông", "Khe Sậy": "An Hội Tây", "Thạch Bàn Trung": "Hội Xuân", "Bến Dừa": "Trường Thịnh", "Đồng Lau": "Sở Thượng",
        "Lam Giang": "Ban Mai", "Phòng Kinh tế": "Phòng Đất đai", "Văn hóa - Xã hội": "Tư pháp - Hộ tịch", "Trạm Y tế": "Trạm Thú y",
        "Sở Tài chính": "Sở Văn hóa, Thể thao và Du lịch", "Sở Công Thương": "Sở Giáo dục và Đào tạo", "Sở Nội vụ": "Sở Nông nghiệp và Môi trường",
        "Sở Tư pháp": "Sở Du lịch", "Hội Nông dân": "Hội Bảo vệ quyền trẻ em", "Liên minh Hợp tác xã": "Quỹ Bảo trợ trẻ em",
        "Chi cục Phát triển nông thôn": "Trung tâm Tư vấn và Đào tạo", "Trung tâm Khuyến nông": "Ban Quản lý rừng phòng hộ", "Phân xưởng": "Đội sản xuất",
        "Ban Xây dựng Đảng": "Ban Tổ chức", "Tỉnh đoàn": "Hội Chữ thập đỏ",
    },
)  # fmt: skip


@every_directive
@pytest.mark.parametrize("names", OTHERS, ids=["others of the kind", "names that hold verbs and heads"])
def test_other_names_change_nothing_but_themselves(name: str, names: dict[str, str]) -> None:
    raw = marked(name)
    variant = rename(raw, names)
    if variant != raw:
        reads(variant)


# --- other layouts --------------------------------------------------------------------------------------------------


def paragraphs_of_body(text: str) -> tuple[list[str], list[str], list[str]]:
    """The lines above the body, its paragraphs with one line each, and the lines from 'Nơi nhận' on."""
    lines = text.split("\n")
    last = next((n for n, line in enumerate(lines) if line.strip(" *|").startswith("Nơi nhận")), len(lines))
    first = next(number for number, line in enumerate(lines) if _OPENS.match(line))
    joined: list[str] = []
    for line in lines[first:last]:
        words = line.strip()
        above = without_marks(joined[-1]) if joined else ""
        begin = without_marks(words)[:1]
        goes_on = begin.islower() or begin.isdigit() or (len(above) > 75 and not re.search(r"[.;:]\Z", above))
        if joined and above and words and goes_on and not _ITEM.match(without_marks(line)):
            joined[-1] += " " + words
        else:
            joined.append(words)
    return lines[:first], joined, lines[last:]


def filled(paragraph: str, width: int, indent: str = "") -> list[str]:
    """The paragraph broken at the width, but never so that a line begins like an item."""
    lines = textwrap.wrap(
        paragraph, width, initial_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    whole = lines[:1]
    for line in lines[1:]:
        if _ITEM.match(without_marks(line)):
            whole[-1] += " " + line
        else:
            whole.append(line)
    return whole


def broken_like_a_web_page(text: str) -> str:
    """Each long paragraph with a break behind its first words, and a blank line behind each."""
    above, body, below = paragraphs_of_body(text)
    lines = list(above)
    for number, paragraph in enumerate(body):
        words = paragraph.split(" ")
        if len(paragraph) > 85 and not paragraph.startswith("|"):
            first = 2 + number % 4
            first += without_marks(words[first - 1]).endswith(":")
            rest = filled(" ".join(words[first:]), 82)
            lines += (
                [" ".join(words[:first]), *rest] if not _ITEM.match(without_marks(rest[0])) else [paragraph]
            )
        elif paragraph:
            lines.append(paragraph)
        if paragraph:
            lines.append("")
    return "\n".join(lines + below)


def broken_like_a_page(text: str) -> str:
    """Lines of a printed page: indented paragraphs, no blank lines added."""
    above, body, below = paragraphs_of_body(text)
    lines = list(above)
    for paragraph in body:
        lines += (
            filled(paragraph, 104, "        ") if paragraph and not paragraph.startswith("|") else [paragraph]
        )
    return "\n".join(lines + below)


def as_markdown(text: str) -> str:
    """A blank line behind each paragraph, headings in bold."""
    above, body, below = paragraphs_of_body(text)
    lines = list(above)
    for paragraph in filter(None, body):
        heading = re.match(r"(?:[IVX]+|\d+)\.\s", paragraph) and len(paragraph) < 90
        plain_heading = heading and paragraph == without_marks(paragraph) and not paragraph.endswith(".")
        lines += [f"**{paragraph}**" if plain_heading else paragraph, ""]
    return "\n".join(lines + below)


def numbered_with(sign: str) -> Callable[[str], str]:
    return lambda text: re.sub(r"^(\s*\d{1,2})\.(?= \S)", rf"\g<1>{sign}", text, flags=re.MULTILINE)


def bulleted_with(sign: str) -> Callable[[str], str]:
    return lambda text: re.sub(r"^(\s*)- (?=\S)", rf"\g<1>{sign} ", text, flags=re.MULTILINE)


LAYOUTS: dict[str, Callable[[str], str]] = {
    "web page": broken_like_a_web_page,
    "printed page": broken_like_a_page,
    "markdown": as_markdown,
    "1)": numbered_with(")"),
    "1/": numbered_with("/"),
    "1-": numbered_with("-"),
    "+": bulleted_with("+"),
    "•": bulleted_with("•"),
}


@every_directive
@pytest.mark.parametrize("layout", LAYOUTS)
def test_another_layout_changes_nothing(name: str, layout: str) -> None:
    raw = marked(name)
    laid_out = functools.partial(LAYOUTS[layout])
    if orders_in(raw, laid_out)[0] != orders_in(raw)[0]:
        reads(raw, laid_out)
