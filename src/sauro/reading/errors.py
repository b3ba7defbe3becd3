"""Why a file could not be read: one cause, one exit code, one message that tells a clerk what to do.

| code | exit | | code | exit |
|---|---|---|---|---|
| not_found | 10 | | broken_file | 20 |
| not_a_file | 11 | | zip_bomb | 21 |
| no_permission | 12 | | external_entities | 22 |
| empty_file | 13 | | binary_text | 23 |
| too_large | 14 | | no_text_layer | 24 |
| too_many_pages | 15 | | no_converter | 25 |
| unknown_format | 16 | | conversion_failed | 26 |
| wrong_extension | 17 | | time_limit | 27 |
| encrypted_pdf | 18 | | memory_limit | 28 |
| encrypted_document | 19 | | classified | 29 |
| | | | reader_failed | 70 |

A wrong extension on a file that can be read is a warning of the reading, not an error: the content decides.
"""

# Luật Bảo vệ bí mật nhà nước số 117/2025/QH15, in force from 01/3/2026; NĐ 30/2020, Phụ lục I, ô số 10a (dấu chỉ độ mật).
SECRECY_LAW = "Luật Bảo vệ bí mật nhà nước (số 117/2025/QH15, có hiệu lực từ ngày 01/3/2026)"

_CAUSES: dict[str, tuple[int, str]] = {
    "not_found": (10, "Không tìm thấy tệp '{name}'. Hãy kiểm tra lại đường dẫn và tên tệp."),
    "not_a_file": (11, "'{name}' không phải là một tệp. Hãy chỉ ra một tệp văn bản, không phải thư mục."),
    "no_permission": (
        12,
        "Không có quyền đọc tệp '{name}'. Hãy cấp quyền đọc, hoặc chép tệp sang thư mục khác.",
    ),
    "empty_file": (13, "Tệp '{name}' không có nội dung. Hãy kiểm tra lại bản gốc hoặc tải lại tệp."),
    "too_large": (
        14,
        "Tệp '{name}' quá lớn ({size}; giới hạn {limit}). Hãy tách văn bản khỏi phụ lục, hoặc giảm dung lượng ảnh.",
    ),
    "too_many_pages": (
        15,
        "Tệp '{name}' có {pages} trang, từ {limit} trang trở lên thì không đọc. Hãy tách tệp rồi đọc từng phần.",
    ),
    "unknown_format": (
        16,
        "Tệp '{name}' không thuộc định dạng đọc được{detail}. Hãy dùng .docx, .doc, .odt, .rtf, .pdf, .txt, .md, .png, .jpg hoặc .tif.",
    ),
    "wrong_extension": (
        17,
        "Tệp '{name}' có đuôi {extension} nhưng nội dung không phải là định dạng đó{detail}. "
        "Hãy mở tệp bằng phần mềm đã tạo ra nó rồi lưu lại đúng định dạng.",
    ),
    "encrypted_pdf": (18, "Tệp PDF '{name}' có mật khẩu mở tệp. Hãy bỏ mật khẩu rồi đọc lại."),
    "encrypted_document": (
        19,
        "Tệp '{name}' có mật khẩu mở tệp. Hãy mở bằng Word, bỏ mật khẩu, lưu rồi đọc lại.",
    ),
    "broken_file": (
        20,
        "Tệp '{name}' bị hỏng hoặc bị cắt cụt{detail}. Hãy tải lại hoặc xin lại tệp từ nơi gửi.",
    ),
    "zip_bomb": (
        21,
        "Tệp '{name}' bung ra lớn bất thường{detail} nên không được mở, để máy được an toàn. "
        "Hãy xin lại tệp từ nơi gửi.",
    ),
    "external_entities": (
        22,
        "Tệp '{name}' có khai báo thực thể XML (DTD){detail}, cách thường dùng để tấn công máy, nên không được mở. "
        "Hãy mở bằng Word rồi lưu thành tệp mới.",
    ),
    "binary_text": (
        23,
        "Tệp '{name}' có ký tự không phải chữ{detail}, nên không phải là tệp văn bản thuần. "
        "Hãy mở bằng phần mềm đã tạo ra nó rồi lưu thành .docx hoặc .txt (UTF-8).",
    ),
    "no_text_layer": (
        24,
        "Tệp '{name}' là bản quét hoặc ảnh, {detail}. "
        "Hãy dùng tệp Word hoặc PDF gốc của văn bản, hoặc quét lại cho rõ.",
    ),
    "no_converter": (
        25,
        "Để đọc tệp '{name}' cần có LibreOffice trên máy mà không tìm thấy. "
        "Hãy cài LibreOffice, hoặc mở tệp bằng Word rồi lưu thành .docx.",
    ),
    "conversion_failed": (
        26,
        "LibreOffice không chuyển được tệp '{name}'{detail}. Hãy mở tệp bằng Word rồi lưu thành .docx.",
    ),
    "time_limit": (27, "Đọc tệp '{name}' quá {limit} giây nên đã dừng. Hãy tách tệp thành các phần nhỏ hơn."),
    "memory_limit": (
        28,
        "Đọc tệp '{name}' cần quá {limit} bộ nhớ nên đã dừng. Hãy tách tệp thành các phần nhỏ hơn.",
    ),
    "classified": (
        29,
        "Tệp '{name}' có dấu chỉ độ mật ({level}). Theo {law}, tài liệu bí mật nhà nước không được đưa vào hệ thống "
        "này. Nội dung chưa được đọc và không được lưu. Hãy xử lý tệp theo quy định về bảo vệ bí mật nhà nước.",
    ),
    "reader_failed": (
        70,
        "Phần đọc văn bản gặp lỗi với tệp '{name}' ({detail}). Hãy gửi lỗi này cho người phụ trách.",
    ),
}

EXIT_CODES: dict[str, int] = {code: exit_code for code, (exit_code, _) in _CAUSES.items()}


class UnreadableFile(Exception):
    """A file that gives no reading: `code` (a key of `EXIT_CODES`), `exit_code`, and `message` for the person."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.exit_code = EXIT_CODES[code]


def unreadable(code: str, name: str, detail: str = "", **facts: object) -> UnreadableFile:
    """The error of that code about the file `name`; `facts` fill the other places of its message."""
    if detail and code != "no_text_layer" and code != "reader_failed":
        detail = f" ({detail})"
    return UnreadableFile(code, _CAUSES[code][1].format(name=name, detail=detail, law=SECRECY_LAW, **facts))


def megabytes(size: int) -> str:
    """A size in bytes as it is said in Vietnamese: '200 MB', '1,5 MB'."""
    return f"{size / 1_000_000:.1f}".replace(".0", "").replace(".", ",") + " MB"
