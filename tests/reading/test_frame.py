"""The frame: letterhead, title, addressees, closing, attachments, in the forms in which texts reach the reader."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sauro.reading.frame import Frame, read_frame
from sauro.reading.lines import split_lines
from sauro.reading.model import Value


def frame_of(text: str) -> Frame:
    return read_frame(text, split_lines(text), lambda _: 1)


def words(value: Value | None) -> str | None:
    return value.text if value is not None else None


def facts(frame: Frame) -> dict[str, object]:
    """The facts that the text has, by field."""
    document, signature = frame.document, frame.document.signature
    found: dict[str, object] = {"type": document.type}
    for key in ("parent_body", "issuer", "symbol", "subject", "place", "date", "urgency", "classification"):
        found[key] = words(getattr(document, key))
    found["to"] = [value.text for value in document.addressees]
    found["recipients"] = [value.text for value in document.recipients]
    found["signed"] = (words(signature.capacity), words(signature.position), words(signature.name))
    return {key: value for key, value in found.items() if value not in (None, [], (None, None, None))}


STATE = {
    "type": "cong_van",
    "parent_body": "UBND PHƯỜNG ĐỒNG LAU",
    "issuer": "PHÒNG KINH TẾ VÀ HẠ TẦNG",
    "symbol": "41/KTHT-VP",
    "subject": "V/v rà soát biển hiệu trên đường Bờ Đê",
    "place": "Đồng Lau",
    "date": "2026-04-03",
    "to": ["Các tổ dân phố", "Trạm Y tế phường"],
    "recipients": ["Như trên", "UBND phường", "Lưu: VT, KT"],
    "signed": ("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG", "Lê Văn Bèo"),
}

IN_BLOCKS = """UBND PHƯỜNG ĐỒNG LAU
PHÒNG KINH TẾ
VÀ HẠ TẦNG
-------
Số: 41/KTHT-VP
V/v rà soát biển hiệu
trên đường Bờ Đê

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Đồng Lau, ngày 03 tháng 4 năm 2026

Kính gửi:
- Các tổ dân phố;
- Trạm Y tế phường.

Căn cứ Kế hoạch năm 2026, Phòng đề nghị các tổ dân phố rà soát biển hiệu./.

Nơi nhận:
- Như trên;
- UBND phường (để b/c);
- Lưu: VT, KT.

KT. TRƯỞNG PHÒNG
PHÓ TRƯỞNG PHÒNG

Lê Văn Bèo
"""

IN_SPACES = """
  UBND PHƯỜNG ĐỒNG LAU              CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHÒNG KINH TẾ VÀ HẠ TẦNG                 Độc lập - Tự do - Hạnh phúc

   Số: 41/KTHT-VP                  Đồng Lau, ngày 03 tháng 4 năm 2026
V/v rà soát biển hiệu
 trên đường Bờ Đê

                    Kính gửi:
                               - Các tổ dân phố;
                               - Trạm Y tế phường.

     Căn cứ Kế hoạch năm 2026, Phòng đề nghị các tổ dân phố rà soát biển hiệu./.

Nơi nhận:                                     KT. TRƯỞNG PHÒNG
- Như trên;                                   PHÓ TRƯỞNG PHÒNG
- UBND phường (để b/c);
- Lưu: VT, KT.                                   Lê Văn Bèo
"""

RUN_TOGETHER = """UBND PHƯỜNG ĐỒNG LAU CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHÒNG KINH TẾ VÀ HẠ TẦNG Độc lập - Tự do - Hạnh phúc
Số: 41/KTHT-VP Đồng Lau, ngày 03 tháng 4 năm 2026
V/v rà soát biển hiệu
trên đường Bờ Đê
Kính gửi:
- Các tổ dân phố;
- Trạm Y tế phường.
Căn cứ Kế hoạch năm 2026, Phòng đề nghị các tổ dân phố rà soát biển hiệu./.
Nơi nhận: KT. TRƯỞNG PHÒNG
- Như trên; PHÓ TRƯỞNG PHÒNG
- UBND phường (để b/c);
- Lưu: VT, KT. Lê Văn Bèo
"""

IN_BARS = """|
UBND PHƯỜNG ĐỒNG LAU
**PHÒNG KINH TẾ
VÀ HẠ TẦNG**
-------
|
**CỘNG HÒA XÃ HỘI
CHỦ NGHĨA VIỆT NAM**
Độc lập - Tự do - Hạnh phúc
---------------
|
|
Số: 41/KTHT-VP
V/v rà soát biển hiệu
trên đường Bờ Đê
|
*Đồng Lau, ngày 03
tháng 4 năm 2026*
|

|
**Kính gửi:**
|
- Các tổ dân phố;
- Trạm Y tế phường.
|

Căn cứ Kế hoạch năm 2026, Phòng đề nghị các tổ dân phố rà soát biển hiệu./.

|
*Nơi nhận:*
- Như trên;
- UBND phường *(để b/c);*
- Lưu: VT, KT.
|
**KT. TRƯỞNG PHÒNG**
PHÓ TRƯỞNG PHÒNG
**Lê Văn Bèo**
|
"""

IN_PIPED_LINES = """| UBND PHƯỜNG ĐỒNG LAU PHÒNG KINH TẾ VÀ HẠ TẦNG Số: 41/KTHT-VP V/v rà soát biển hiệu trên đường Bờ Đê \
| CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc Đồng Lau, ngày 03 tháng 4 năm 2026 |

| Kính gửi: | - Các tổ dân phố; - Trạm Y tế phường. |

Căn cứ Kế hoạch năm 2026, Phòng đề nghị các tổ dân phố rà soát biển hiệu./.

| Nơi nhận: - Như trên; - UBND phường (để b/c); - Lưu: VT, KT. | KT. TRƯỞNG PHÒNG PHÓ TRƯỞNG PHÒNG Lê Văn Bèo |
"""

IN_TABS = """UBND PHƯỜNG ĐỒNG LAU\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHÒNG KINH TẾ VÀ HẠ TẦNG\tĐộc lập - Tự do - Hạnh phúc
Số: 41/KTHT-VP\tĐồng Lau, ngày 03 tháng 4 năm 2026
V/v rà soát biển hiệu\t
trên đường Bờ Đê\t

Kính gửi:
- Các tổ dân phố;
- Trạm Y tế phường.

Căn cứ Kế hoạch năm 2026, Phòng đề nghị các tổ dân phố rà soát biển hiệu./.

Nơi nhận:\tKT. TRƯỞNG PHÒNG
- Như trên;\tPHÓ TRƯỞNG PHÒNG
- UBND phường (để b/c);\t(Đã ký)
- Lưu: VT, KT.\tLê Văn Bèo
"""


@pytest.mark.parametrize(
    "text",
    [IN_BLOCKS, IN_SPACES, RUN_TOGETHER, IN_BARS, IN_PIPED_LINES, IN_TABS],
    ids=["blocks", "spaces", "run together", "bars", "piped lines", "tabs"],
)
def test_a_letter_of_the_state_reads_alike_in_every_form(text: str) -> None:
    assert facts(frame_of(text)) == STATE


def test_values_stand_where_they_say() -> None:
    for text in (IN_BLOCKS, IN_BARS):
        frame = frame_of(text)
        document = frame.document
        assert document.symbol is not None
        assert document.symbol.at is not None
        start, end = document.symbol.at
        assert text[start:end] == "41/KTHT-VP"
        assert document.issuer is not None
        assert document.issuer.at is not None
        start, end = document.issuer.at
        assert text[start:end].replace("**", "") == "PHÒNG KINH TẾ\nVÀ HẠ TẦNG"
        assert document.date is not None
        assert document.date.at is not None
        start, end = document.date.at
        assert text[start:end].split() == "ngày 03 tháng 4 năm 2026".split()
        assert document.issuer.page == 1
        assert document.issuer.why


def test_the_body_is_what_lies_between_the_frame() -> None:
    for text in (IN_BLOCKS, IN_SPACES, RUN_TOGETHER, IN_BARS, IN_PIPED_LINES, IN_TABS):
        bodies = [part for part in frame_of(text).parts if part.kind == "body"]
        assert [text[part.start : part.end].strip() for part in bodies] == [
            "Căn cứ Kế hoạch năm 2026, Phòng đề nghị các tổ dân phố rà soát biển hiệu./."
        ]


def test_a_directive_of_the_party() -> None:
    text = """ĐẢNG BỘ THÀNH PHỐ LAM GIANG
ĐẢNG ỦY PHƯỜNG ĐỒNG LAU
*
Số -CT/ĐU
ĐẢNG CỘNG SẢN VIỆT NAM

Đồng Lau, ngày   tháng 3 năm 2026

CHỈ THỊ
về bảo vệ môi trường ven kênh
-----
Thời gian qua, các cấp ủy đã quan tâm.

1. Các chi bộ quán triệt Chỉ thị này./.

Nơi nhận:
- Ban Thường vụ Thành ủy, (để báo cáo)
- Các chi bộ trực thuộc,
- Lưu Văn phòng Đảng ủy.

**T/M BAN THƯỜNG VỤ
BÍ THƯ**

Phạm Thị Hương Lan
"""
    assert facts(frame_of(text)) == {
        "type": "chi_thi",
        "parent_body": "ĐẢNG BỘ THÀNH PHỐ LAM GIANG",
        "issuer": "ĐẢNG ỦY PHƯỜNG ĐỒNG LAU",
        "symbol": "-CT/ĐU",
        "subject": "về bảo vệ môi trường ven kênh",
        "place": "Đồng Lau",
        "date": "2026-03",
        "recipients": ["Ban Thường vụ Thành ủy", "Các chi bộ trực thuộc", "Lưu Văn phòng Đảng ủy"],
        "signed": ("T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Phạm Thị Hương Lan"),
    }


def test_an_urgent_telegram_has_its_addressees_after_dien() -> None:
    text = """ỦY BAN NHÂN DÂN        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHƯỜNG ĐỒNG LAU              Độc lập - Tự do - Hạnh phúc
Số: 03/CĐ-UBND            Đồng Lau, ngày 19 tháng 9 năm 2026
HỎA TỐC
CÔNG ĐIỆN
Về việc chủ động ứng phó bão số 7

CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG ĐỒNG LAU điện:
- Các phòng, đơn vị thuộc phường;
- Các tổ dân phố.

Chủ tịch UBND phường yêu cầu các tổ dân phố trực 24/24 giờ./.

Nơi nhận: TM. ỦY BAN NHÂN DÂN
- Như trên; KT. CHỦ TỊCH
- UBND thành phố (để b/c); PHÓ CHỦ TỊCH
- Lưu: VT.
Đặng Văn Lúa
"""
    assert facts(frame_of(text)) == {
        "type": "cong_dien",
        "issuer": "ỦY BAN NHÂN DÂN PHƯỜNG ĐỒNG LAU",
        "symbol": "03/CĐ-UBND",
        "subject": "Về việc chủ động ứng phó bão số 7",
        "place": "Đồng Lau",
        "date": "2026-09-19",
        "urgency": "HỎA TỐC",
        "to": ["Các phòng, đơn vị thuộc phường", "Các tổ dân phố"],
        "recipients": ["Như trên", "UBND thành phố", "Lưu: VT"],
        "signed": ("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Đặng Văn Lúa"),
    }


DECISION = """ỦY BAN NHÂN DÂN
XÃ BÃI CÁT
-------
Số: 77/QĐ-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Bãi Cát, ngày ... tháng ... năm 2026

QUYẾT ĐỊNH
Về việc ban hành Kế hoạch phòng, chống thiên tai năm 2026

CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ BÃI CÁT

Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025;

QUYẾT ĐỊNH:

Điều 1. Ban hành kèm theo Quyết định này Kế hoạch phòng, chống thiên tai năm 2026.
Điều 2. Chánh Văn phòng chịu trách nhiệm thi hành Quyết định này./.

Nơi nhận:
- Như Điều 2;
- Lưu: VT.

CHỦ TỊCH

Hồ Thị Sen

KẾ HOẠCH
Phòng, chống thiên tai năm 2026
(Ban hành kèm theo Quyết định số 77/QĐ-UBND ngày   /   /2026 của Chủ tịch UBND xã Bãi Cát)

I. MỤC ĐÍCH
1. Chủ động ứng phó.

PHỤ LỤC I
DANH MỤC CÔNG TRÌNH
(Kèm theo Kế hoạch phòng, chống thiên tai năm 2026)

| TT | Công trình |
| 1 | Kè Cồn Nổi |
"""


def test_a_decision_with_a_plan_and_an_appendix() -> None:
    frame = frame_of(DECISION)
    assert frame.document.type == "quyet_dinh"
    assert words(frame.document.date) == "2026"
    assert words(frame.document.subject) == "Về việc ban hành Kế hoạch phòng, chống thiên tai năm 2026"
    plan, appendix = (part for part in frame.parts if part.kind == "attachment")
    assert (plan.type, plan.title) == ("ke_hoach", "KẾ HOẠCH Phòng, chống thiên tai năm 2026")
    assert plan.attached is not None
    assert "77/QĐ-UBND" in plan.attached.text
    assert plan.body is not None
    assert DECISION[plan.body :].startswith("I. MỤC ĐÍCH")
    assert appendix.title == "PHỤ LỤC I DANH MỤC CÔNG TRÌNH"
    kinds = [part.kind for part in frame.parts]
    assert kinds == ["letterhead", "title", "body", "recipients", "signature", "attachment", "attachment"]


def test_the_same_bodies_on_one_line_and_under_each_other() -> None:
    text = "UBND THÀNH PHỐ LAM GIANG SỞ NỘI VỤ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 9/SNV-VP\n\nKính gửi: UBND phường.\n\nThân ái.\n"
    document = frame_of(text).document
    assert (words(document.parent_body), words(document.issuer)) == ("UBND THÀNH PHỐ LAM GIANG", "SỞ NỘI VỤ")


def test_a_signature_may_stand_above_the_recipients() -> None:
    text = "GIẤY MỜI\nDự họp\n\nKính gửi: Ông Trần Văn Tôm\n\nMời ông dự họp./.\n\nCHÁNH VĂN PHÒNG\n\nNgô Thị Mơ\n\nNơi nhận:\n- Như trên;\n- Lưu: VP.\n"
    frame = frame_of(text)
    assert facts(frame)["signed"] == (None, "CHÁNH VĂN PHÒNG", "Ngô Thị Mơ")
    assert facts(frame)["recipients"] == ["Như trên", "Lưu: VP"]
    assert [part.kind for part in frame.parts][-2:] == ["signature", "recipients"]


def test_a_broken_capacity_and_a_broken_position_are_whole() -> None:
    text = "Thực hiện xong./.\n\nNơi nhận:\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN\nDÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ\nTỊCH\n\nLê Thị Na\n"
    assert facts(frame_of(text))["signed"] == (
        "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Lê Thị Na",
    )


def test_recipients_keep_broken_lines_and_lose_purposes() -> None:
    text = """Như trên./.

Nơi nhận:
- Văn phòng HĐND và UBND phường, Phòng Kinh tế,
Trạm Y tế;
các tổ dân phố;
- Thường trực Đảng ủy (để báo cáo);
- Cục Lưu trữ (Bộ Nội vụ);
- Lưu: VT, (KT/Bèo).
Để b/c
Để thực hiện

CHỦ TỊCH

Hồ Thị Sen
"""
    assert facts(frame_of(text))["recipients"] == [
        "Văn phòng HĐND và UBND phường, Phòng Kinh tế, Trạm Y tế; các tổ dân phố",
        "Thường trực Đảng ủy",
        "Cục Lưu trữ (Bộ Nội vụ)",
        "Lưu: VT, (KT/Bèo)",
    ]


def test_without_a_letterhead_the_appendix_says_who_and_what() -> None:
    text = """THÔNG BÁO

kết luận cuộc họp giao ban tháng 5

Ngày 10/5/2026, Thường trực Đảng ủy họp và kết luận.

1. Giao Văn phòng tổng hợp./.

Nơi nhận:
- Lưu VPĐU.

T/L BAN THƯỜNG VỤ
CHÁNH VĂN PHÒNG

Ngô Thị Mơ

PHỤ LỤC
Các kiến nghị
(Kèm theo Thông báo số -TB/ĐU ngày   / /2026 của Ban Thường vụ Đảng ủy phường)

1. Đề nghị dọn kênh
"""
    document = frame_of(text).document
    assert words(document.symbol) == "-TB/ĐU"
    assert words(document.issuer) == "Ban Thường vụ Đảng ủy phường"
    assert words(document.date) == "2026"
    assert words(document.subject) == "kết luận cuộc họp giao ban tháng 5"


def test_a_title_may_name_the_issuer() -> None:
    text = "CHƯƠNG TRÌNH HÀNH ĐỘNG\nCỦA BAN CHẤP HÀNH ĐẢNG BỘ PHƯỜNG ĐỒNG LAU\n\nthực hiện Nghị quyết Đại hội Đảng bộ phường\n\nQuán triệt Nghị quyết, Đảng ủy xây dựng Chương trình.\n"
    document = frame_of(text).document
    assert document.type == "chuong_trinh_hanh_dong"
    assert words(document.issuer) == "BAN CHẤP HÀNH ĐẢNG BỘ PHƯỜNG ĐỒNG LAU"
    assert words(document.subject) == "thực hiện Nghị quyết Đại hội Đảng bộ phường"


def test_foot_notes_behind_the_signature_are_a_part_of_their_own() -> None:
    text = DECISION + "\n[1] Thông tư số 3/2026/TT-BTC.\n\n[2] Kè dài 300 m.\n"
    notes = [part for part in frame_of(text).parts if part.kind == "notes"]
    assert [text[part.start : part.end] for part in notes] == [
        "[1] Thông tư số 3/2026/TT-BTC.\n\n[2] Kè dài 300 m."
    ]


def test_impossible_and_blank_dates_are_read_as_far_as_printed() -> None:
    head = "UBND XÃ BÃI CÁT\nSố: 1/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nBãi Cát, ngày {} năm 2026\n\nKẾ HOẠCH\nDọn kênh\n\nCăn cứ tình hình.\n"
    dates = [
        words(frame_of(head.format(printed)).document.date)
        for printed in ("31 tháng 13", "   tháng 6", "  tháng  ")
    ]
    assert dates == ["2026", "2026-06", "2026"]


def test_plain_words_have_no_frame() -> None:
    frame = frame_of("Thường trực Đảng ủy họp.\n1. Giao Phòng Kinh tế lập danh sách.\n")
    assert facts(frame) == {"type": "other"}
    assert [part.kind for part in frame.parts] == ["body"]
    assert frame_of("").parts == []
    assert frame_of(" \n\n").parts == []


PIECES = st.sampled_from([
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM", "Số: 3/KH-UBND", "Số", "V/v dọn kênh", "KẾ HOẠCH", "PHỤ LỤC",
    "QUYẾT ĐỊNH", "Kính gửi:", "- Các tổ dân phố;", "Đồng Lau, ngày 1 tháng 2 năm 2026", "ngày tháng năm", "|", "| a | b |", "\t",
    "a\tb", "Nơi nhận:", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Thị Na", "(Kèm theo Kế hoạch số 3",
    "[1] Ghi chú", "Căn cứ Luật Đất đai;", "I. MỤC ĐÍCH", "1. Dọn kênh ./.", "./.", "", "   ", "**", "*", "HỎA TỐC", "MẬT", "điện:",
])  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("\n".join) | st.text(max_size=120))
@settings(max_examples=400, deadline=None)
def test_any_text_gives_ordered_parts_within_it(text: str) -> None:
    frame = frame_of(text)
    last = 0
    for part in frame.parts:
        assert last <= part.start < part.end <= len(text)
        last = part.end
        assert part.body is None or part.start <= part.body <= part.end
    document = frame.document
    for value in (document.issuer, document.symbol, document.subject, document.place, *document.addressees):
        if value is not None and value.at is not None:
            bare = text[value.at[0] : value.at[1]].replace("*", "").replace("#", "").replace("<br>", " ")
            assert " ".join(bare.split()) == value.text


LETTER = """{head}
Số: 12/UBND-KT
V/v rà soát số liệu
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Đồng Lau, ngày 10 tháng 3 năm 2026

Kính gửi: {addressed}

Thực hiện Kế hoạch số 5/KH-UBND, UBND phường yêu cầu các đơn vị rà soát số liệu.

Nơi nhận:
- Như trên;
- Lưu: VT.
CHỦ TỊCH
Hà Văn Quế
"""


@pytest.mark.parametrize(
    ("head", "parent", "issuer"),
    [
        ("ỦY BAN NHÂN DÂN PHƯỜNG\nBỒ ĐỀ", None, "ỦY BAN NHÂN DÂN PHƯỜNG BỒ ĐỀ"),
        ("ỦY BAN NHÂN DÂN\nPHƯỜNG THẠCH\nBÀN TRUNG", None, "ỦY BAN NHÂN DÂN PHƯỜNG THẠCH BÀN TRUNG"),
        ("UBND PHƯỜNG THẠCH BÀN TRUNG\nTRƯỜNG THCS NGUYỄN HIỀN ĐÔNG", "UBND PHƯỜNG THẠCH BÀN TRUNG", "TRƯỜNG THCS NGUYỄN HIỀN ĐÔNG"),
        ("UBND XÃ TÂN TRƯỜNG SƠN\nTRƯỜNG TIỂU HỌC BÀN CỜ", "UBND XÃ TÂN TRƯỜNG SƠN", "TRƯỜNG TIỂU HỌC BÀN CỜ"),
        ("UBND TINH HOANH SON\nSO TAI CHINH", "UBND TINH HOANH SON", "SO TAI CHINH"),
        ("Ủy ban nhân dân phường Đồng Lau", None, "Ủy ban nhân dân phường Đồng Lau"),
    ],
)  # fmt: skip
def test_the_name_of_a_place_is_no_body_though_it_sounds_like_one(
    head: str, parent: str | None, issuer: str
) -> None:
    document = frame_of(LETTER.format(head=head, addressed="Các tổ dân phố")).document
    assert (words(document.parent_body), words(document.issuer)) == (parent, issuer)


@pytest.mark.parametrize(
    ("addressed", "expected"),
    [
        ("\nĐảng ủy UBND phường,\nĐảng ủy các cơ quan Đảng,\nCác chi bộ trực thuộc.", ["Đảng ủy UBND phường", "Đảng ủy các cơ quan Đảng", "Các chi bộ trực thuộc"]),
        ("- Các đơn vị dự toán\n- UBND các xã, phường\nĐồng kính gửi: Kho bạc Nhà nước khu vực V",
         ["Các đơn vị dự toán", "UBND các xã, phường", "Kho bạc Nhà nước khu vực V"]),
    ],
)  # fmt: skip
def test_addressees_without_bullets_and_those_who_are_addressed_too(
    addressed: str, expected: list[str]
) -> None:
    text = LETTER.format(head="ỦY BAN NHÂN DÂN\nPHƯỜNG ĐỒNG LAU", addressed=addressed)
    assert [words(one) for one in frame_of(text).document.addressees] == expected


def test_a_body_that_begins_in_bold_begins_with_its_markup() -> None:
    text = "KẾ HOẠCH\n\nCông tác năm 2026\n\n**I. MỤC ĐÍCH**\n\n- Chủ động.\n\n**II. NHIỆM VỤ**\n\n- Rà soát hồ sơ.\n"
    body = next(part for part in frame_of(text).parts if part.kind == "body")
    assert text[body.start :].startswith("**I. MỤC ĐÍCH**")
