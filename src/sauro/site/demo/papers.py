"""The invented directives as files: their dates are counted from the day of filling, so that every deadline state
occurs on any day.

A source in `documents/` has dates in braces: `{-20}` is a day twenty days ago ('02/11/2026'), `{-20 dài}` the same in
words ('02 tháng 11 năm 2026'), `{tháng +1}` next month ('12/2026'), `{quý +0}` this quarter ('IV/2026'), `{năm}` this
year. What is made of it is in its ending: `.txt` a text, `.word` a DOCX, `.page` a PDF.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "documents"
QUARTERS = ("I", "II", "III", "IV")
PLACE = re.compile(r"\{(?:([+-]\d+)( dài)?|(tháng|quý) ([+-]\d+)|năm)\}")


@dataclass(frozen=True)
class Paper:
    """A file of the demo: its source, its name in the ward, who sends it in, and for which agency."""

    source: str
    name: str
    sender: str  # username
    agency: str
    accepted: str = ""  # 'all', 'half' or 'some' of its tasks are accepted; '' leaves it to be reviewed
    accepts: str = ""  # username of who accepts; '' is the sender


PAPERS = (
    Paper("88-KH-UBND.txt", "88-KH-UBND an toàn trường học.txt", "vanthu", "committee", "some"),
    Paper("27-KH-UBND.word", "27-KH-UBND cải cách hành chính.docx", "vanthu", "committee", "all"),
    Paper(
        "412-QD-UBND.word", "412-QĐ-UBND phòng chống thiên tai.docx", "vanthu", "committee", "all", "chutich"
    ),
    Paper("03-CTr-DU.txt", "03-CTr-ĐU đô thị ven sông.txt", "vanthu.danguy", "party", "half", "bithu"),
    Paper("655-QD-UBND.txt", "655-QĐ-UBND quy chế nhà văn hóa.txt", "vanthu2", "committee", "all"),
    Paper("19-NQ-HDND.txt", "19-NQ-HĐND nhiệm vụ cuối năm.txt", "vanthu", "council", "all", "bithu"),
    Paper(
        "118-KH-UBND.word", "118-KH-UBND chỉnh trang đô thị.docx", "vanthu", "committee", "all", "phochutich"
    ),
    Paper("45-TB-DU.word", "45-TB-ĐU giao ban.docx", "vanthu.danguy", "party", "all"),
    Paper("218-CV-DU.txt", "218-CV-ĐU làm sạch dữ liệu.txt", "vanthu.danguy", "party", "half"),
    Paper("09-HD-BXDD.txt", "09-HD-BXDĐ kiểm điểm cuối năm.txt", "vanthu.danguy", "party"),
    Paper("31-KH-MTTQ.txt", "31-KH-MTTQ giám sát quy ước.txt", "vanthu.mattran", "front", "all", "mattran"),
    Paper("1187-UBND-VP.txt", "1187-UBND-VP đơn kiến nghị.txt", "vanthu2", "committee", "all"),
    Paper(
        "946-UBND-KTHTDT.txt",
        "946-UBND-KTHTĐT trật tự vỉa hè.txt",
        "vanthu",
        "committee",
        "all",
        "phochutich",
    ),
    Paper("05-CT-UBND.txt", "05-CT-UBND thành phố.txt", "vanthu2", "committee", "some"),
    Paper("07-CD-UBND.txt", "07-CĐ-UBND ứng phó bão.txt", "vanthu", "committee", "some", "chutich"),
    Paper("233-TB-UBND.page", "233-TB-UBND kết luận dự án kè.pdf", "vanthu", "committee", "some"),
    Paper("217-UBND-VHXH.page", "217-UBND-VHXH trường học an toàn.pdf", "vanthu", "committee"),
    # The same number once more, with another date and one more task: a corrected version.
    Paper("217-UBND-VHXH-2.txt", "217-UBND-VHXH bản thay thế.txt", "vanthu2", "committee"),
)

BROKEN = "Báo cáo quét lỗi.pdf"
CLASSIFIED = "Kế hoạch bảo vệ.txt"
CLASSIFIED_TEXT = """ỦY BAN NHÂN DÂN
PHƯỜNG ĐỒNG LAU

MẬT

Số: 02/KH-UBND
Đồng Lau, ngày {-3 dài}

KẾ HOẠCH
Bảo vệ kho của hợp tác xã

Giao Phòng Kinh tế, Hạ tầng và Đô thị xây dựng phương án, báo cáo trước ngày {+7}.
"""
WAITING = "Công văn vừa đến.txt"
WAITING_TEXT = """ỦY BAN NHÂN DÂN
PHƯỜNG ĐỒNG LAU

Số: 962/UBND-VHXH
V/v tổ chức chợ hoa

Đồng Lau, ngày {+0 dài}

Kính gửi:
- Phòng Văn hóa - Xã hội;
- Ban Quản lý chợ Cống Trắng.

UBND phường yêu cầu các đơn vị thực hiện các nội dung sau:
1. Phòng Văn hóa - Xã hội chủ trì, phối hợp với Ban Quản lý chợ Cống Trắng lập sơ đồ gian hàng, trình Chủ tịch UBND \
phường phê duyệt trước ngày {+8}.
2. Ban Quản lý chợ Cống Trắng thông báo đến từng hộ kinh doanh trước ngày {+12}./.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Đoàn Minh Thước
"""


def dated(source: str, today: date) -> str:
    """The source with its dates as they are printed on `today`."""

    def printed(place: re.Match[str]) -> str:
        if place[1]:
            day = today + timedelta(days=int(place[1]))
            month = f"{day.month:02d}" if day.month < 3 else str(day.month)
            return f"{day:%d} tháng {month} năm {day.year}" if place[2] else f"{day:%d}/{month}/{day.year}"
        if place[3] == "tháng":
            year, month_before = divmod(today.year * 12 + today.month - 1 + int(place[4]), 12)
            return f"{month_before + 1}/{year}"
        if place[3] == "quý":
            year, quarter_before = divmod(today.year * 4 + (today.month - 1) // 3 + int(place[4]), 4)
            return f"{QUARTERS[quarter_before]}/{year}"
        return str(today.year)

    return PLACE.sub(printed, source)


def text_of(paper: Paper, today: date) -> str:
    """The dated source of a paper."""
    return dated((FOLDER / paper.source).read_text("utf-8"), today)


def bytes_of(paper: Paper, today: date) -> bytes:
    """The file of a paper: text, DOCX or PDF by the ending of its source."""
    text = text_of(paper, today)
    if paper.source.endswith(".word"):
        from sauro.site.demo.word import docx

        return docx(text)
    if paper.source.endswith(".page"):
        from sauro.site.demo.page import pdf

        return pdf(text)
    return text.encode("utf-8")
