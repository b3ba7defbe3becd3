"""Names of document types (Nghị định 30/2020/NĐ-CP, article 7; Hướng dẫn 36-HD/VPTW of the Party) in title lines."""

import re

from sauro.reading.model import DocumentType
from sauro.vietnamese.text import fold

# Folded names, the longer before the shorter that it begins with.
_TYPE_NAMES: tuple[tuple[str, DocumentType], ...] = (
    ("ke hoach lien tich", "ke_hoach"),
    ("ke hoach lien nganh", "ke_hoach"),
    ("ke hoach phoi hop", "ke_hoach"),
    ("nghi quyet lien tich", "nghi_quyet"),
    ("huong dan lien tich", "huong_dan"),
    ("huong dan lien nganh", "huong_dan"),
    ("quy che phoi hop", "other"),
    ("chuong trinh phoi hop", "other"),
    ("thong bao ket luan", "thong_bao"),
    ("thong bao", "thong_bao"),
    ("chuong trinh hanh dong", "chuong_trinh_hanh_dong"),
    ("ke hoach hanh dong", "ke_hoach"),
    ("ke hoach", "ke_hoach"),
    ("chi thi", "chi_thi"),
    ("cong dien", "cong_dien"),
    ("quyet dinh", "quyet_dinh"),
    ("nghi quyet", "nghi_quyet"),
    ("bao cao", "bao_cao"),
    ("to trinh", "to_trinh"),
    ("giay moi", "giay_moi"),
    ("huong dan", "huong_dan"),
    ("ket luan", "ket_luan"),
    ("chuong trinh", "chuong_trinh_hanh_dong"),
    ("quy che", "other"),
    ("quy dinh", "other"),
    ("quy trinh", "other"),
    ("de an", "other"),
    ("phuong an", "other"),
    ("bien ban", "other"),
    ("loi keu goi", "other"),
    ("thong tri", "other"),
    ("phieu trinh", "other"),
    ("phieu chuyen", "other"),
    ("giay uy quyen", "other"),
    ("giay gioi thieu", "other"),
    ("ban ghi nho", "other"),
    ("danh muc", "other"),
)

_SYMBOL_TYPES: tuple[tuple[str, DocumentType], ...] = (
    ("TB", "thong_bao"),
    ("KL", "ket_luan"),
    ("KH", "ke_hoach"),
    ("CTR", "chuong_trinh_hanh_dong"),
    ("CTHĐ", "chuong_trinh_hanh_dong"),
    ("CT", "chi_thi"),
    ("CĐ", "cong_dien"),
    ("QĐ", "quyet_dinh"),
    ("NQ", "nghi_quyet"),
    ("BC", "bao_cao"),
    ("TTR", "to_trinh"),
    ("GM", "giay_moi"),
    ("HD", "huong_dan"),
    ("CV", "cong_van"),
)


def type_line(words: str) -> tuple[DocumentType, str, str] | None:
    """What a title line says: the type, its name as printed, and the words after it; None where it is no title.

    The name stands in capitals at the beginning: 'KẾ HOẠCH', 'THÔNG BÁO Kết luận của …', 'QUYẾT ĐỊNH CỦA …'. A line in
    sentence case ('Kế hoạch này …') is none.
    """
    folded = fold(words)
    for name, kind in _TYPE_NAMES:
        if not folded.startswith(name):
            continue
        printed, rest = words[: len(name)], words[len(name) :]
        if printed != printed.upper() or (rest and rest[0].isalnum()):
            continue
        return kind, printed, rest.strip(" :.-–")
    return None


def type_of_symbol(symbol: str) -> DocumentType | None:
    """The type that a symbol bears: '12/KH-UBND' and '12-KH/ĐU' are plans; '12/UBND-VX' is an official letter."""
    match = re.search(r"[-/]\s?([A-ZĐ][A-Za-zĐđ]*)", re.sub(r"\A\s*\d*\s*/\d{4}(?=/)", "", symbol))
    if match is None:
        return None
    first = match.group(1).upper()
    for code, kind in _SYMBOL_TYPES:
        if first == code:
            return kind
    return "cong_van" if re.search(r"\bUBND|\bVP|\bS[A-Z]{2,}|\bB[A-Z]{2,}|\bP[A-Z]{2,}", symbol) else None
