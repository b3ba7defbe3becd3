"""How the name of a party begins: the bodies, units, posts and classes that administrative texts name.

A head is looked for with its case: 'Ban Tổ chức' is a body, 'ban hành' is none. Classes in lower case ('đơn vị', 'tổ trưởng')
count where 'các', 'mỗi', 'từng' stands before them, or where a party is expected.
"""

from collections.abc import Iterator

from sauro.reading.lexicon import UPPER, Phrase

# Heads that name a party wherever they stand; matched with case, both cases of the first letter where written so.
_HEADS_STRONG = r"""
[ỦU]ỷ?y? ban (?:[Nn]hân dân|[Mm]ặt trận|[Kk]iểm tra|MTTQ|Thường vụ|TWMTTQ)|[ỦU]ỷ ban|Ủy ban|UBND|UBMTTQ|UB MTTQ|UBKT|UBTVQH|TTUB
Hội đồng|HĐND|TTHĐND|TT HĐND|Quốc hội|Chính phủ|Thủ tướng|Phó Thủ tướng|Ban Bí thư|Bộ Chính trị
[Tt]hường trực|TT\.|Ban Thường vụ|Ban Chấp hành|BTV|BCH|Đảng [uủ][ỷy]|Đảng bộ|Thành [uủ][ỷy]|Tỉnh [uủ][ỷy]|(?:Thành|Tỉnh|Xã|Phường) [đĐ]oàn|Đảng đoàn|[Cc]hi bộ|[Cc]hi [uủ][ỷy]
[Cc]ấp [uủ][ỷy]|[Tt]ổ chức (?:cơ sở )?[Đđ]ảng|[Tt]ổ chức chính trị|TCCSĐ
Văn phòng|VP|Thanh tra|Công an|Bộ (?:Chỉ huy|Tư lệnh)|Ban (?:Chỉ huy|Chỉ đạo|Quản lý|QLDA)|Quân sự|Bộ đội|Viện [Kk]iểm sát|Tòa án|Kho bạc
Ngân hàng|Bảo hiểm|BHXH|Thuế|Hải quan|Bưu điện|Điện lực|Mặt trận|MTTQ|Liên đoàn|LĐLĐ|Hiệp hội|Liên minh|Liên hiệp|Đoàn (?:Thanh niên|TNCS|thể|ĐBQH|Đại biểu)
Trung tâm|TTPVHCC|Trạm|Trường|Bệnh viện|Học viện|Đại học|Công ty|Tổng [Cc]ông ty|Tập đoàn|Liên danh|Doanh nghiệp|Hợp tác xã|Quỹ|Báo|Đài|Cổng
Xí nghiệp|Hạt [Kk]iểm lâm|Đồn|Ban nhân dân|Nông trường|Lâm trường|Câu lạc bộ|Chi cục|Tổng cục|Cục|Vụ|Viện|Sở|Bộ|Ban|Phòng|Tổ|Khối|Hội|Đội|Xã|Phường|Tỉnh|Thành phố|Quận|Huyện|Thôn|Khu phố|Đoàn|Chi nhánh|Nhà
Tập thể|Bí thư|Phó Bí thư|Chủ tịch|Phó Chủ tịch|Trưởng|Phó [Tt]rưởng|Phó|Giám đốc|Phó Giám đốc|Chánh|Phó Chánh|Thủ trưởng|Hiệu trưởng|Bộ trưởng
Thứ trưởng|Cục trưởng|Vụ trưởng|Viện trưởng|Tổng Giám đốc|Chỉ huy trưởng|Đồng chí|đồng chí|Đ/c|đ/c|Kế toán|Chuyên viên|Lãnh đạo|Công chức
P\.(?=\s?[{UPPER}])|Tiểu ban|Chi hội|Chi đoàn|Cụm|Thị trấn|Đặc khu|Phân hiệu|Kiểm toán|Chính quyền|Lực lượng|Thành viên|Người phụ trách|Đại biểu
Khoa (?=[{UPPER}])|Nhà máy (?=[{UPPER}])|Thi hành án|THCS|THPT|Trung đoàn|Tiểu đoàn|Sư đoàn|Lữ đoàn|Đại đội|Hải đội|Biên phòng|Quân khu|Tạp chí|Tòa soạn
Phân xưởng|Bộ phận|Trang [Tt]hông tin|Vườn [Qq]uốc gia|Khu [Bb]ảo tồn|Nhà (?:hát|xuất bản|máy|trường)|Phòng khám|Bưu cục|Hạm đội|Liên đội|Binh đoàn|Đại sứ quán|Thông tấn xã|Thư viện|Tổng lãnh sự|Phái đoàn
VKS(?:ND)?|TAND|THADS|BCHQS|BCH(?:PTDS|PCTT)|BCĐ|BQL|BQT|CAP|CAX|TYT|HTX|LLVT|TCCTXH|CCB|LHPN|ĐTN|KBNN|NHCSXH|NHNN|NHTM|ĐU|VPĐU|BTC|BTGDV|BXDĐ|KTHTĐT|VHXH|TTYT|TTVH|TTDVTH|ĐVSN|QLTT|CSGT|CSKV
(?:[Tt]hầy|[Cc]ô)(?: giáo)?(?= [{UPPER}])|Ấp|Buôn|Sóc|Làng|(?:ấp|buôn|sóc|làng|bản)(?= [{UPPER}])|Giáo viên|Giảng viên|Nhân viên|Bác sĩ|Điều dưỡng|Tổng phụ trách|Hòa giải viên|Trưởng thôn|Cộng tác viên|Dân quân|Nhân dân|Phụ huynh|Ban Giám hiệu|Chủ thể
Cảng|Bảo tàng|Thư viện|Công đoàn|Nhà đầu tư|Nhà thầu|Thư ký|Ủy viên|Tổng Bí thư|Tổng Thư ký|Tư lệnh|Chính ủy|Chủ nhiệm|Viễn thông|VNPT|Viettel|Thống kê (?:cơ sở|tỉnh|thành phố)
Quý (?:cơ quan|đơn vị|công ty|ông|bà|thầy|phụ huynh|[{UPPER}])|[Cc]ả hệ thống chính trị|Toàn thể|Toàn (?:[Đđ]ảng|hệ thống|dân)
Ngành (?=[{UPPER}])|Cơ sở (?:giáo dục|y tế|kinh doanh|sản xuất|đào tạo|khám|trợ giúp)|Chủ (?:rừng|hộ|cơ sở|tàu|sở hữu)
[Ôô]ng(?: |, ?)\(?[Bb]à\)?|[Bb]à(?: |, ?)\(?[Ôô]ng\)?|(?:[Ôô]ng|[Bb]à)(?= [{UPPER}])
Người đứng đầu|Người được (?:giao|phân công|cử|ủy quyền|biệt phái|điều động|luân chuyển|trưng tập)|[Cc]hủ đầu tư|Bên mời thầu|Cơ quan|Đơn vị|Tổ chức|Địa phương|Cán bộ|Đảng viên|Hệ thống chính trị|Cấp|Nhà nước
"""
# Heads in lower case: classes and posts. 'các', 'mỗi', 'từng' may stand before.
_HEADS_CLASS = r"""
cơ quan|đơn vị|tổ chức|địa phương|cá nhân|sở|ban|phòng|ngành|cấp|bộ phận|bộ|hội|đoàn thể|đồng chí|doanh nghiệp|chủ đầu tư|chủ tịch
giám đốc|thủ trưởng|trưởng|người đứng đầu|lãnh đạo|công chức|cán bộ|viên chức|đảng viên|hộ|nhà thầu|thành viên|xã|phường|thôn|tổ dân phố|tổ
trường|trung tâm|công ty|tập đoàn|hiệp hội|chi nhánh|kho bạc|công an|hệ thống chính trị|đối tượng|chuyên viên|người|ủy viên|bí thư|đại biểu
chi hội|chi đoàn|cơ sở|hợp tác xã|bên|tỉnh|thành phố|thành ủy|tỉnh ủy|đảng ủy|đảng bộ|khối|khu phố|liên hiệp|tổng công ty|văn phòng|chi bộ|cụm|nhóm
tổ trưởng|bộ trưởng|phân xưởng|chủ thể|chủ cơ sở|bản làng|thanh niên|phụ huynh|tiểu thương|hợp tác|ấp|buôn|sóc|công đoàn|liên đoàn|mặt trận|đoàn thanh niên|thư viện|bảo tàng|nhà máy|phòng khám|xí nghiệp|điện lực|tòa án|viện kiểm sát|ủy ban nhân dân|ủy ban|hội đồng nhân dân|tổ đại biểu|hội viên|đoàn viên|ngân hàng|tiểu ban|chủ rừng|chủ sở hữu|kế toán|vụ|cục|chủ trì|phòng, ban|ban, ngành|trạm|cấp ủy|chi ủy|bệnh viện|viện|học viện|đại học|nhà trường|giáo viên|ban giám hiệu|bưu điện|chính quyền|lực lượng
"""
# After 'các' even what looks like a verb is a noun: 'các tổ chức thành viên'.
_ORGANISATIONS = Phrase(r"tổ chức(?![\w])")
_NOT_A_HEAD = Phrase(
    r"(?:Ban|ban)\s+(?:hành|đầu|ngày|đêm|giao)\b|(?:Hội|hội)\s+(?:nghị|thảo|nhập|họp|thi|đàm|trường|viên|tụ|chợ)\b"
    r"|(?:Bộ|bộ)\s+(?:máy|tiêu chí|chỉ số|thủ tục|luật|mặt|sưu|đề|quy tắc|tài liệu|cơ chế|TTHC|hồ sơ|công cụ|môn|dữ liệu|câu hỏi)\b"
    r"|(?:Phòng|phòng)\s*(?:,\s*(?:chống|ngừa)|ngừa|chống|vệ|thủ|dịch|bệnh|họp|cháy|trừ|học)"
    r"|(?:Tổ|tổ)\s+chức\s+(?!(?:cơ sở\s+)?[Đđ]ảng|chính trị|đoàn|xã hội|hội (?!nghị|thảo|thi|họp|chợ|đàm)|liên|tôn giáo|tín dụng|thành viên|trực thuộc|phi chính phủ|cá nhân|hành nghề|tư vấn|công đoàn|sự nghiệp|trong hệ thống|khác|có liên quan|kinh tế|,|và cá nhân)"
    r"|(?:Hội|hội)\s+đồng\s+(?:quản trị\s+mạng)|(?:Trường|trường)\s+hợp\b|(?:Trường|trường)\s+lớp\b|(?:Đoàn|đoàn)\s+kết\b"
    r"|(?:Báo|báo)\s+cáo\b|(?:Sở|sở)\s+(?:hữu|thích|trường)\b|(?:Viện|viện)\s+(?:dẫn|trợ)\b|(?:Đội|đội)\s+ngũ\b|(?:Trạm|trạm)\s+dừng"
    r"|(?:Cơ|cơ)\s+(?:quan\s+điểm|sở\s+(?:dữ liệu|vật chất|hạ tầng|pháp lý|thực tiễn|nội dung|kết quả|đó|báo cáo|kế hoạch))"
    r"|(?:Chủ|chủ)\s+(?:động|trương|trì|yếu|đề|quyền|quan)\b|(?:Trưởng|trưởng)\s+thành|(?:Phó|phó)\s+(?:mặc)|(?:Khối|khối)\s+(?:lượng|đại)\b"
    r"|(?:Trung|trung)\s+tâm\s+(?:của|đoàn|chính trị của)|(?:Cấp|cấp)\s+(?:nước|giấy|phát|kinh phí|bách|thiết|cứu|mã|độ|điện|quyền|đổi|tài|đủ|thẻ|chứng)"
    r"|(?:Quỹ)\s+đất|(?:Đài)\s+(?:tưởng|thọ)|(?:Nhà)\s+(?:ở|văn hóa)|(?:Ngành|ngành)\s+(?:nghề|học)|(?:Tổ|tổ)\s+(?:quốc)\b"
    r"|(?:Đơn|đơn)\s+(?:vị\s+(?:tính|hành chính|đo))|(?:Người|người)\s+(?!đứng đầu|có trách|được (?:giao|phân công|cử|ủy quyền|biệt phái|điều động|luân chuyển|trưng tập)|phụ trách|làm công|lao động|phát ngôn|trực tiếp)"
    r"|(?:Bên|bên)\s+(?!mời thầu|liên quan|giao|nhận|vay)|(?:Vụ|vụ)\s+(?:việc|án|lợi|mùa|cháy|đông)\b|(?:Xã|xã)\s+hội\b|(?:Cổng)\s+(?:dịch vụ|Dịch vụ)"
    r"|(?:Hộ|hộ)\s+(?:chiếu|khẩu|tịch|trợ)|(?:Nhóm|nhóm)\s+(?:giải pháp|nhiệm vụ|vấn đề|nội dung|chỉ)|(?:Chủ)\s+(?:nhật|nghĩa)|(?:Tổ)\s+hợp"
    r"|(?:Thành phố|thành phố)\s+(?:thông minh|đáng)|(?:Đoàn)\s+(?:ra|vào)|(?:Thuế)\s+(?:suất|giá|thu|đất)|(?:Đại học)\s+số|(?:Ngân hàng)\s+(?:đề|câu)"
    r"|Thanh tra(?:,\s+kiểm tra|\s+(?:việc|đột xuất|công tác|toàn diện|các|chuyên đề))"
    r"|(?:Văn phòng)\s+phẩm|(?:Bảo hiểm|bảo hiểm)\s+(?:thất nghiệp|y tế|xã hội\s+(?:tự|bắt))|(?:Lãnh đạo|lãnh đạo)(?:,|\s+(?:chỉ đạo|thực hiện|triển khai|tốt|toàn|công tác|nâng|đẩy|tổ chức|các cấp ủy|việc|xây dựng|hoàn thành|ban hành|rà soát))"
)
_PREFIX = (
    r"(?:(?:[Tt]ất cả|[Tt]oàn thể|[Tt]hủ trưởng|[Ll]ãnh đạo|[Tt]oàn)? )?(?:[Cc]ác|[Mm]ỗi|[Tt]ừng|[Mm]ột số|[Nn]hững"
    r"|(?:[Cc]ả )?(?:[Hh]ai|[Bb]a|[Bb]ốn|0\d|[1-9]\d?)(?= (?:[Bb]an|[Cc]ơ quan|[Đđ]ơn vị|[Pp]hòng|[Tt]ổ|[Tt]rường|[Xx]ã|[Pp]hường|[Cc]hi bộ|[Đđ]ảng|[Đđ]ội|[Tt]rạm|[Hh]ội|[Đđ]oàn|[Đđ]ồng chí)(?![\w]))) "
)


def _heads(block: str) -> str:
    """Heads as one pattern; those in brackets keep their bars, so lines are joined, not split."""
    return "|".join(line.strip() for line in block.strip().splitlines()).replace("{UPPER}", UPPER)


def _longest_first(block: str) -> str:
    parts = {part.strip() for part in block.replace("\n", "|").split("|") if part.strip()}
    return "|".join(sorted(parts, key=lambda part: (-len(part), part)))


STRONG = Phrase(rf"(?:{_heads(_HEADS_STRONG)})(?![\w])")
_CLASS = Phrase(rf"(?:{_heads(_longest_first(_HEADS_CLASS))})(?![\w])")
_PREFIXED = Phrase(_PREFIX)
_ANY_HEAD = Phrase(
    rf"(?<![\w-])(?:{_PREFIX})?(?:{_heads(_HEADS_STRONG)}|{_heads(_longest_first(_HEADS_CLASS))})(?![\w])"
)


def head_at(text: str, at: int, end: int) -> int | None:
    """Where the head of a party that begins at `at` ends, or None where none begins."""
    prefixed = _PREFIXED.match(text, at, end)
    if prefixed and prefixed.end() > at:
        match = _CLASS.match(text, prefixed.end(), end) or STRONG.match(text, prefixed.end(), end)
        if match and (
            _ORGANISATIONS.match(text, prefixed.end(), end)
            or not _NOT_A_HEAD.match(text, prefixed.end(), end)
        ):
            return match.end()
    match = STRONG.match(text, at, end)
    if match and not _NOT_A_HEAD.match(text, at, end):
        return match.end()
    return None


def class_head_at(text: str, at: int, end: int) -> int | None:
    """As `head_at`, with classes in lower case without 'các' too ('lãnh đạo các sở', 'thủ trưởng cơ quan')."""
    found = head_at(text, at, end)
    if found is not None:
        return found
    match = _CLASS.match(text, at, end)
    return match.end() if match and not _NOT_A_HEAD.match(text, at, end) else None


def heads_in(text: str, start: int, end: int) -> Iterator[int]:
    """Where parties may begin in ``text[start:end]``: the heads of `class_head_at`, found in one pass."""
    for match in _ANY_HEAD.finditer(text, start, end):
        if class_head_at(text, match.start(), end) is not None:
            yield match.start()
