"""Classes of Vietnamese letters for regular expressions: a range such as À-Ỹ would take in small letters, too."""

from sauro.vietnamese.text import share_of_capitals

UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
LOWER = UPPER.lower()


def is_upper(words: str) -> bool:
    """Whether the words are in capitals, a small word or an abbreviation apart."""
    return share_of_capitals(words) >= 0.8
