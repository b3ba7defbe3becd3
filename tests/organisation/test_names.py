from hypothesis import given
from hypothesis import strategies as st

from sauro.organisation.names import Words, alias_key, same, shortened, sort_key, without_honorific

NAMES = [
    "Đỗ Thị Ân",
    "Lê Văn An",
    "Nguyễn Thị An",
    "Trần Văn Bình",
    "Vũ Văn Đức",
    "Mai Thị Dung",
    "Lê Văn Ấn",
    "Hồ Ê",
]


def test_people_stand_by_given_name_then_family_name() -> None:
    assert sorted(NAMES, key=sort_key) == [
        "Lê Văn An",
        "Nguyễn Thị An",
        "Đỗ Thị Ân",
        "Lê Văn Ấn",
        "Trần Văn Bình",
        "Mai Thị Dung",
        "Vũ Văn Đức",
        "Hồ Ê",
    ]


def test_a_short_name_stands_before_a_longer_one_that_begins_alike() -> None:
    assert sort_key("Lê An") < sort_key("Lê Anh") < sort_key("Lê Ánh") < sort_key("Lê Bá")


@given(st.text(max_size=80))
def test_a_sort_key_is_plain_and_bounded(name: str) -> None:
    key = sort_key(name)
    assert len(key) <= 255
    assert key.isascii()
    assert key == "" or key.isalnum()


def test_composed_and_decomposed_names_have_one_key() -> None:
    assert sort_key("Lê Văn Ấn") == sort_key("Lê Văn Ấn")


def test_an_alias_forgets_case_marks_and_punctuation() -> None:
    assert alias_key("VP. HĐND & UBND  Phường") == alias_key("vp hđnd ubnd phường") == "vp hdnd ubnd phuong"


def test_the_honorific_is_no_part_of_a_name() -> None:
    for text in ("Đồng chí Lê Văn An", "đ/c Lê Văn An", "Ông Lê Văn An", "bà  Lê Văn An"):
        assert without_honorific(text) == "Lê Văn An"
    assert without_honorific("Ban Chỉ huy") == "Ban Chỉ huy"


def test_the_place_and_small_words_may_be_left_out() -> None:
    words = Words("Phường Đồng Lau")
    assert words.of("Văn phòng HĐND và UBND phường Đồng Lau") == words.of("Văn phòng HĐND & UBND phường")
    assert words.of("Tổ dân phố số 07") == words.of("TDP 7")
    assert words.of("Ủy ban MTTQ Việt Nam phường") == words.of("UBMTTQ phường")


def test_words_that_only_look_small_stay() -> None:
    words = Words("Phường Đồng Lau")
    assert words.of("Sở Xây dựng") == ("so", "xay", "dung")
    assert words.of("Phòng Văn hóa - Xã hội") == ("phong", "van", "hoa", "xa", "hoi")
    assert words.of("Tổ Nam Sông") == ("to", "nam", "song")
    assert words.of("Tổ Đồng Lau") == ("to", "dong", "lau")


def test_initials_stand_for_words() -> None:
    economy = ("phong", "kinh", "te", "ha", "tang", "do", "thi")
    assert same(("phong", "kt", "ht", "dt"), economy)
    assert same(("p", "kthtdt"), economy)
    assert not same(("phong", "kt"), economy)
    assert shortened(("phong", "kinh", "te"), economy)
    assert shortened(("phong", "do", "thi"), economy)
    assert not shortened(("phong",), economy)
    assert not shortened(("phong", "y", "te"), economy)
