"""What comes of a file with pages that are pictures: its text, or why there is none, and what a person is told."""

import re
from collections.abc import Sequence

from sauro.reading.errors import unreadable
from sauro.reading.extraction.assemble import LoadedPage, assemble
from sauro.reading.extraction.extracted import Extracted
from sauro.reading.extraction.limits import Limits
from sauro.reading.extraction.scans import Recognised
from sauro.reading.model import Page, Span, Warning

_MOST = 200  # words to look at that are told one by one
_NUMBERS_SHOWN = 20
_HEAD = 1500  # characters in which the number and the day of a document stand
_HANDWRITTEN = (
    (re.compile(r"Số:?[ \t]*/\S+"), "Số của văn bản"),
    (re.compile(r"(?:,|ngày)[^\w\n]*tháng[ \t]+\d+[ \t]+năm"), "Ngày ký"),
)


def outcome(
    loaded: Sequence[LoadedPage],
    *,
    textless: Sequence[int],
    damaged: int,
    recognised: Recognised | None,
    warnings: list[Warning],
    why: str,
    name: str,
    limits: Limits,
) -> Extracted:
    """The text of the pages. `textless` are the numbers of those with no words of their own that count, `damaged` how
    many could not be opened, `recognised` what was recognised (None: nothing was tried), `why` what a person is told
    where there is no text at all.

    Raises `UnreadableFile` ('no_text_layer') then, or gives empty pages where the limits allow it (`keep_unread`).
    """
    unread = sorted(set(textless).difference(recognised.read if recognised else ()))
    if len(unread) + damaged == len(loaded):
        why = _why(why, recognised, limits)
        if not limits.keep_unread:
            raise unreadable("no_text_layer", name, detail=why)
        message = f"Chưa đọc được tệp này: {why}. Hãy xem ảnh của từng trang và nhập tay."
        return Extracted("", [*warnings, Warning("scan_unread", message)], _empty(loaded), len(loaded))
    assembled = assemble(loaded)
    if recognised is not None:
        warnings = [*warnings, *_warnings_of(recognised, assembled.text, assembled.places)]
    elif unread:
        message = (
            f"Không có lớp chữ ở {pages_named(unread)} (bản quét hoặc trang trắng); phần đó chưa được đọc."
        )
        warnings = [*warnings, Warning("pages_without_text", message)]
    ocr = recognised is not None and bool(recognised.read)
    return Extracted(assembled.text, warnings, assembled.pages, len(loaded), ocr)


def _why(why: str, recognised: Recognised | None, limits: Limits) -> str:
    if recognised is not None:
        return "máy không nhận ra được chữ nào trong ảnh"
    if limits.scans:
        return f"{why}, và máy này chưa có Tesseract với tiếng Việt (gói tesseract-ocr-vie) để nhận dạng"
    return why


def _empty(loaded: Sequence[LoadedPage]) -> list[Page]:
    return [
        Page(number, (0, 0), round(page.width, 2), round(page.height, 2))
        for number, page in enumerate(loaded, 1)
    ]


def pages_named(numbers: Sequence[int]) -> str:
    """'trang 3' or 'các trang 3, 4 và 7' for a message."""
    if len(numbers) == 1:
        return f"trang {numbers[0]}"
    shown = [str(number) for number in numbers[:_NUMBERS_SHOWN]]
    more = f" và {len(numbers) - _NUMBERS_SHOWN} trang khác" if len(numbers) > _NUMBERS_SHOWN else ""
    return f"các trang {', '.join(shown)}{more}"


def _warnings_of(done: Recognised, text: str, places: dict[int, Span]) -> list[Warning]:
    """The warnings about recognised pages; `places` tells where in the text a word stands."""
    found: list[Warning] = []
    if done.read:
        found.append(Warning("pages_recognised", _summary(done)))
    if done.illegible:
        message = (
            f"Không nhận ra chữ ở {pages_named(done.illegible)}; hãy xem ảnh của trang và nhập tay phần đó."
        )
        found.append(Warning("pages_illegible", message))
    told = 0
    for query in done.queries:
        at = places.get(id(query.word))
        if at is None:
            continue
        told += 1
        if told > _MOST:
            message = f"Còn {len(done.queries) - _MOST} chỗ khác chưa chắc; hãy soát lại toàn văn với ảnh của trang."
            found.append(Warning("ocr_many", message))
            break
        printed = text[at[0] : at[1]]
        if query.reason == "word":
            found.append(
                Warning("ocr_word", f"“{printed}” không phải là âm tiết tiếng Việt; hãy so với bản gốc.", at)
            )
        elif query.other:
            message = f"Hai cách nhận dạng đọc khác nhau: “{printed}” và “{query.other}”; hãy so với bản gốc."
            found.append(Warning("ocr_number", message, at))
        else:
            found.append(
                Warning("ocr_number", f"Số “{printed}” được nhận dạng chưa chắc; hãy so với bản gốc.", at)
            )
    return found + [
        Warning("ocr_missing", f"{what} có thể viết tay, máy chưa đọc được; hãy xem bản gốc.", match.span())
        for pattern, what in _HANDWRITTEN
        for match in [pattern.search(text, 0, _HEAD)]
        if match and done.read
    ]


def _summary(done: Recognised) -> str:
    pages = pages_named(done.read)
    if done.alone:
        return (
            f"Chữ ở {pages} được nhận dạng từ ảnh bằng bộ đọc dự phòng (máy chưa có Tesseract), dấu thanh hay sai; "
            "hãy soát lại cả trang."
        )
    return f"Chữ ở {pages} được nhận dạng từ ảnh; hãy soát lại số, ngày và tên riêng."
