"""Lines into paragraphs, paragraphs into a tree."""

import pytest

from sauro.reading import read_text
from sauro.reading.lines import split_lines
from sauro.reading.outline import Paragraph, heading_of, nest, paragraphs_of, section_of


def paragraphs(text: str) -> list[Paragraph]:
    found = paragraphs_of(text, split_lines(text), [])
    nest(text, found)
    return found


def words(text: str) -> list[str]:
    return [" ".join(text[node.body : node.end].split()) for node in paragraphs(text)]


WRAPPED = """\
Thời gian qua, công tác quản lý vỉa hè trên địa bàn phường Đồng Lau đã
có nhiều chuyển biến, tuy nhiên một số tuyến phố vẫn còn tình trạng lấn
chiếm, cản trở giao thông.
"""


def test_a_short_heading_line_does_not_swallow_the_paragraph_under_it() -> None:
    text = (
        WRAPPED
        + "2. Công an phường\nBố trí lực lượng tuần tra ban đêm tại các tuyến phố chính, kịp thời\nxử lý vi phạm.\n"
    )
    assert words(text)[1:] == [
        "Công an phường",
        "Bố trí lực lượng tuần tra ban đêm tại các tuyến phố chính, kịp thời xử lý vi phạm.",
    ]


def test_a_party_on_a_line_of_its_own_is_a_heading_even_if_the_line_is_full() -> None:
    heading = "3. Ủy ban Mặt trận Tổ quốc Việt Nam và các tổ chức chính trị - xã hội phường"
    text = (
        WRAPPED
        + heading
        + "\nVận động đoàn viên, hội viên tham gia giữ gìn vệ sinh chung tại các ngõ\nphố.\n"
    )
    assert words(text)[1] == heading.removeprefix("3. ")


def test_a_heading_in_capitals_ends_where_the_text_begins() -> None:
    text = (
        WRAPPED
        + "IV. TỔ CHỨC THỰC HIỆN\nGiao Văn phòng theo dõi việc thực hiện Kế hoạch này và định kỳ báo\ncáo.\n"
    )
    assert words(text)[1:] == [
        "TỔ CHỨC THỰC HIỆN",
        "Giao Văn phòng theo dõi việc thực hiện Kế hoạch này và định kỳ báo cáo.",
    ]


def test_lines_of_about_one_length_are_paragraphs_of_their_own_if_none_begins_in_a_sentence() -> None:
    text = "\n".join(["Kế hoạch số một của phường", "Chuẩn bị hội trường lớn", "Mời đại biểu dự họp sớm"] * 3)
    assert len(words(text)) == 9


@pytest.mark.parametrize("last", ["và", "về", "của", "với", "các"])
def test_a_line_never_ends_a_paragraph_with_a_word_that_asks_for_more(last: str) -> None:
    text = f"Gửi hồ sơ {last}\nPhòng Kinh tế trước ngày 20/02/2026."
    assert len(words(text)) == 1


def test_a_line_wholly_in_brackets_is_a_paragraph() -> None:
    text = (
        WRAPPED
        + "(Biểu mẫu gửi kèm theo công văn này)\nĐề nghị các đơn vị gửi báo cáo trước ngày 20/02/2026 để phường tổng\nhợp.\n"
    )
    assert words(text)[1] == "(Biểu mẫu gửi kèm theo công văn này)"


def test_sections_are_the_printed_numbers_from_outermost_to_innermost() -> None:
    text = "II. NHIỆM VỤ\n2. Về đất đai\n2.1. Rà soát\na) Lập hồ sơ.\n- Gửi hồ sơ.\n(1) Đo đạc.\n"
    assert [section_of(node) for node in paragraphs(text)] == [
        "II", "II.2", "II.2.1", "II.2.1.a", "II.2.1.a", "II.2.1.a(1)",
    ]  # fmt: skip


def test_the_heading_names_every_heading_above() -> None:
    text = "II. NHIỆM VỤ\n1. Về đất đai:\n- Lập hồ sơ.\n"
    assert heading_of(text, paragraphs(text)[-1]) == "NHIỆM VỤ › Về đất đai"


def test_a_year_behind_a_dash_is_no_bullet() -> None:
    assert len(words("Kế hoạch giai đoạn 2026\n- 2030, định hướng dài hạn.")) == 1


def test_numbers_with_a_dash_are_those_of_the_party() -> None:
    roots = paragraphs(
        "1- Tăng cường lãnh đạo.\n3- Tổ chức thực hiện\n3.1- Đảng ủy UBND tỉnh lãnh đạo.\n3.2- Ban Tổ chức hướng dẫn.\n"
    )
    nested = nest("", []) or roots
    assert [section_of(one) for one in nested] == ["1", "3", "3.1", "3.2"]


def test_a_heading_on_digital_matters_ends_with_its_line_a_number_to_come_does_not() -> None:
    text = "3. Về chuyển đổi số\nTrung tâm Phục vụ hành chính công rà soát thủ tục.\n4. Thực hiện Công văn số\n12/UBND của xã.\n"
    assert words(text) == [
        "Về chuyển đổi số",
        "Trung tâm Phục vụ hành chính công rà soát thủ tục.",
        "Thực hiện Công văn số 12/UBND của xã.",
    ]


def test_a_label_begins_a_line_of_its_own_though_the_line_above_has_no_end() -> None:
    text = "3. Đưa sản phẩm lên sàn thương mại điện tử của tỉnh và các sàn lớn\nChủ trì: Sở Công Thương.\n"
    assert words(text) == [
        "Đưa sản phẩm lên sàn thương mại điện tử của tỉnh và các sàn lớn",
        "Chủ trì: Sở Công Thương.",
    ]


@pytest.mark.parametrize(
    "closing",
    [
        "Trên đây là Kế hoạch công tác năm 2026 của phường.",
        "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị phản ánh về Phòng Kinh tế.",
        "Yêu cầu các đơn vị nghiêm túc thực hiện.",
        "Các cơ quan, đơn vị triển khai thực hiện Kế hoạch này.",
    ],
)
def test_a_closing_belongs_to_no_item(closing: str) -> None:
    text = f"II. NHIỆM VỤ\n1. Rà soát hồ sơ.\n2. Tổ chức tập huấn.\n{closing}\n"
    found = paragraphs_of(text, split_lines(text), [])
    roots = nest(text, found)
    assert [text[root.body : root.end] for root in roots] == ["NHIỆM VỤ", closing]


def test_where_every_paragraph_stands_apart_lines_without_a_blank_one_between_belong_together() -> None:
    item = "- Tham mưu, giúp Trưởng\nBan Chỉ huy điều hành lực lượng.\n\n"
    text = (
        item
        + "- Chuẩn bị phương tiện.\n\n"
        + "- Báo cáo kết quả.\n\n" * 3
        + "Mọi việc xong trong tháng.\n\nXin cảm ơn.\n"
    )
    assert words(text)[0] == "Tham mưu, giúp Trưởng Ban Chỉ huy điều hành lực lượng."


def test_a_list_goes_on_beyond_its_ninety_ninth_item() -> None:
    items = "".join(f"{n}. Phòng Văn hóa kiểm tra nhà văn hóa số {n} vào buổi tối.\n" for n in range(1, 121))
    text = f"KẾ HOẠCH\nKiểm tra nhà văn hóa\n\nUBND phường yêu cầu thực hiện:\n{items}"
    assert [task.section for task in read_text(text).tasks] == [str(n) for n in range(1, 121)]
