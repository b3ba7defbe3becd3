"""A reading put together by hand, so that a test does not hang on what the reader finds today."""

from sauro.reading.model import (
    Clarity,
    Deadline,
    Document,
    Gap,
    Page,
    Reading,
    Source,
    Span,
    Task,
    Value,
)

TEXT = """ỦY BAN NHÂN DÂN PHƯỜNG ĐỒNG LAU

THÔNG BÁO
Kết luận giao ban tháng 6 năm 2026

1. Phòng Kinh tế, Hạ tầng và Đô thị

- Lập danh mục điểm úng ngập, trình UBND phường trước ngày 25/6/2026; tổ chức khơi thông cống trước ngày 30/6/2026.

2. Các tổ dân phố

- Tổng vệ sinh môi trường trước ngày 20/6/2026.

3. Phòng Văn hóa - Xã hội

- Xây dựng kế hoạch tổ chức Ngày Gia đình Việt Nam.

Ghi nhận sự cố gắng của các đơn vị trong tháng 5.

- Rà soát biển quảng cáo trước ngày 28/6/2026.
"""


def value(text: str, words: str, why: str) -> Value:
    at = text.index(words)
    return Value(words, (at, at + len(words)), None, why)


def task(
    text: str,
    number: int,
    quote: str,
    owner: str,
    due: str = "",
    dates: tuple[str, ...] = (),
    kind: str = "one_off",
) -> Task:
    at = text.index(quote)
    printed = [words.strip() for words in due.split("|") if words]
    deadlines = []
    for words, day in zip(printed, dates, strict=True):
        place = text.index(words, at)
        deadlines.append(
            Deadline(words, (place, place + len(words)), None, f"trong câu: “{words}”", "by", end_date=day)
        )
    return Task(
        id=f"T{number}",
        section=str(number),
        heading=owner,
        quote=quote,
        at=(at, at + len(quote)),
        page=None,
        action=None,
        owners=[value(text, owner, f"tiêu đề mục: “{owner}”")],
        owner_source="heading",
        coordinators=[],
        accountable=None,
        authority=None,
        resources=None,
        deliverable=None,
        report_to=None,
        deadlines=deadlines,
        task_kind=kind,  # type: ignore[arg-type]
        clarity=Clarity(True, True, bool(deadlines), True, False, False),
    )


def gap(text: str, words: str, reason: str) -> Gap:
    at = text.index(words)
    return Gap((at, at + len(words)), reason)  # type: ignore[arg-type]


def reading(text: str, tasks: list[Task], gaps: list[Gap], pages: list[Page] | None = None) -> Reading:
    return Reading(
        source=Source("Thông báo.txt", "text/plain", "0" * 64, None, False, "test/1"),
        text=text,
        pages=pages or [Page(1, (0, len(text)))],
        document=Document(type="thong_bao"),
        references=[],
        tasks=tasks,
        targets=[],
        petitions=[],
        gaps=gaps,
        warnings=[],
    )


def notice() -> Reading:
    """Four orders; the first holds two acts with a date each, the second binds three units, the third has no date."""
    economy = "Phòng Kinh tế, Hạ tầng và Đô thị"
    return reading(
        TEXT,
        [
            task(
                TEXT,
                1,
                "Lập danh mục điểm úng ngập, trình UBND phường trước ngày 25/6/2026; tổ chức khơi thông cống trước ngày 30/6/2026",
                economy,
                "trước ngày 25/6/2026|trước ngày 30/6/2026",
                ("2026-06-25", "2026-06-30"),
            ),
            task(
                TEXT,
                2,
                "Tổng vệ sinh môi trường trước ngày 20/6/2026",
                "Các tổ dân phố",
                "trước ngày 20/6/2026",
                ("2026-06-20",),
            ),
            task(TEXT, 3, "Xây dựng kế hoạch tổ chức Ngày Gia đình Việt Nam", "Phòng Văn hóa - Xã hội"),
            task(
                TEXT,
                4,
                "Rà soát biển quảng cáo trước ngày 28/6/2026",
                economy,
                "trước ngày 28/6/2026",
                ("2026-06-28",),
            ),
        ],
        [
            gap(TEXT, "Ghi nhận sự cố gắng của các đơn vị trong tháng 5.", "assessment"),
            gap(TEXT, "Các tổ dân phố", "heading"),
        ],
    )


def many(count: int) -> Reading:
    """A long programme: `count` orders for one division."""
    lines = [
        f"- Rà soát hồ sơ thứ {number} của phường trước ngày 20/6/2026." for number in range(1, count + 1)
    ]
    text = "CHƯƠNG TRÌNH\n\n1. Phòng Văn hóa - Xã hội\n\n" + "\n\n".join(lines) + "\n"
    tasks = []
    at = 0
    for number, line in enumerate(lines, start=1):
        at = text.index(line, at)
        one = task(text, number, line[2:-1], "Phòng Văn hóa - Xã hội")
        start = at + 2
        place: Span = (start + line[2:].index("trước"), start + len(line) - 3)
        one.deadlines = [
            Deadline("trước ngày 20/6/2026", place, None, "trong câu", "by", end_date="2026-06-20")
        ]
        tasks.append(one)
    return reading(text, tasks, [])
