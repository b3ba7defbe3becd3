"""Parties named in a text: bodies, units, posts and classes of them ('UBND phường', 'các phòng, ban, đơn vị').

A party begins with a known head ('Ủy ban nhân dân', 'Sở', 'Trưởng phòng', 'các đơn vị') and runs to the first word that
cannot be part of a name: a verb in lower case, a relation ('để', 'về'), a circumstance ('theo', 'căn cứ'), a full stop.
Proper names hide verbs ('Sở Xây dựng', 'Ban Tổ chức'); those are written with a capital and stay inside the name.
"""

import re
from dataclasses import dataclass

from sauro.reading import lexicon
from sauro.reading.heads import STRONG, class_head_at, head_at
from sauro.reading.lexicon import UPPER, Phrase
from sauro.reading.model import Span

SHARED_HEAD = Phrase(
    r"(?:[Cc]ác) (?:[Ss]ở|[Bb]ộ|[Bb]an|[Vv]ụ|[Hh]ội|[Pp]hòng|[Tt]ập đoàn|[Xx]ã|[Pp]hường|[Cc]ơ quan|[Đđ]ơn vị|[Tt]ỉnh|[Tt]hôn|[Tt]ổ dân phố|[Kk]hu phố|[Tt]rường|[Cc]hi bộ|[Tt]rạm|[Đđ]ồng chí"
    r"|[Ôô]ng(?:,?[\s*]*\(?[Bb]à\)?)?)(?:,? (?:ban|ngành|cơ quan|đơn vị|phường))*\s*:\s*"
)
# What stands behind 'các sở:' where names are listed: a short name in capitals, then a comma and another.
_BARE_LIST = Phrase(rf"[{UPPER}][^,;:.]{{1,60}}?(?:,|;| và) (?:và )?[{UPPER}]")
# Verbs that only say which kind of body is meant: 'cơ quan quản lý', 'cơ sở đào tạo'.
_KIND_OF_BODY = Phrase(
    r"[\s*]+(?:thanh toán|tham mưu|quản lý|kiểm tra|thanh tra|thẩm định|đào tạo|sản xuất|kinh doanh|cung cấp|cung ứng|tư vấn"
    r"|giáo dục|báo chí|thông tin|khám|y tế|bảo vệ|thi công|vận hành|thụ hưởng|sử dụng|chủ quản|khai thác|tiếp nhận|quan tham mưu|tổ chức lập|thường trực|nghiên cứu|chủ trì thẩm định|sự nghiệp"
    r"|(?:chủ trì|phối hợp|thực hiện)(?= (?:có trách|chịu trách|phải|căn cứ)))(?![\w])"
)
_KINDED = Phrase(r"(?:[Cc]ơ quan|[Cc]ơ sở|[Đđ]ơn vị|[Tt]ổ chức|[Vv]iện|[Nn]hà thầu)$")
# Groups that are named after what they do: 'Tổ công tác giải phóng mặt bằng', 'Đội quản lý trật tự đô thị'.
_GROUP = Phrase(
    r"(?:[Bb]an(?: [Cc]hỉ (?:đạo|huy))?|[Hh]ội đồng|[Tt]ổ(?: (?:công tác|giúp việc))?|[Đđ]oàn|[Đđ]ội|[Tt]rung tâm|[Tt]rạm|[Cc]hi cục|[Cc]ục)$"
)
_ACTS_AS_A_NAME = Phrase(
    r"[\s*]+(?:(?P<always>phòng(?:,| và)? (?:chống|ngừa|cháy|thủ)|chuyển đổi số|cải cách hành chính|giải phóng mặt bằng|xây dựng nông thôn mới|giúp việc)|"
    + lexicon.alternation("""
thẩm định|thi đua|giám sát|kiểm tra|thanh tra|xét duyệt|tuyển dụng|tuyển sinh|đánh giá|quản lý|điều phối|điều hành|hỗ trợ|phục vụ|tư vấn|bồi thường
giải phóng|biên tập|biên soạn|phản ứng|tuyên truyền|vận động|tiếp nhận|kiểm kê|định giá|đấu giá|nghiệm thu|hòa giải|bảo vệ|bảo trợ|cải cách
chuyển đổi|phát triển|kiểm soát|đăng ký|đào tạo|bồi dưỡng|giáo dục|xúc tiến|cứu hộ|chăm sóc|tiếp công dân
""")
    + r")(?![\w])"
)
# 'Phó Chủ tịch phụ trách kinh tế', 'cán bộ phụ trách địa bàn': the charge belongs to the post if a verb comes after it.
_IN_CHARGE = Phrase(r"(?:phụ trách|theo dõi|đứng điểm) (?!công tác|chung|trực tiếp|việc|các|và)(?=[^\W\d_])")
_POST = Phrase(
    r"(?:Phó|[Ủủ]y viên|[Ll]ãnh đạo|[Cc]án bộ|[Cc]ông chức|[Tt]hành viên|[Đđ]ồng chí(?= (?:Phó|Ủy|Chủ|Trưởng|Bí)))(?![\w])"
)
_OBJECT = Phrase(r"[\s*]*(?:,|việc|các|những|tình hình|tiến độ|kết quả|nội dung|hồ sơ| và)(?![\w])|[\s*]*,")
# Verbs that stand within the names of bodies, in lower case too.
_COMPOUND = Phrase(
    "(?:"
    + lexicon.alternation("""
công nghệ thông tin|thông tin và truyền thông|thông tin điện tử|dịch vụ tổng hợp|kế hoạch tổng hợp|giáo dục thường xuyên|phục vụ hành chính công
đăng ký đất đai|kiểm soát bệnh tật|kiểm soát thủ tục hành chính|tiếp nhận và trả kết quả|quản lý dự án|phát triển quỹ đất|quản lý thị trường
đổi mới sáng tạo|giáo dục nghề nghiệp|phát thanh và truyền hình|Công nghệ thông tin|Dịch vụ tổng hợp|Giáo dục thường xuyên
Kế hoạch tổng hợp|Thông tin và truyền thông|Phát triển quỹ đất|phụ trách đơn vị|phụ trách địa bàn|phụ trách lĩnh vực|phụ trách khối|phụ trách chi bộ|giúp việc|dịch vụ việc làm|từ thiện|trật tự đô thị|trật tự xây dựng|an ninh trật tự|nơi giao dịch|nơi đăng ký|nơi cư trú|nơi công tác
""")
    + r"|(?<=[Qq]uản\slý\s)[Dd]ự án [Đđ]ầu tư(?: và)?,? [Xx]ây dựng(?: [Cc]ông trình)?|(?:tham gia )?bảo vệ an ninh,? trật tự(?: (?:ở|tại) cơ sở)?"
    r"|[Bb]ồi thường,? (?:và )?(?:hỗ trợ,? (?:tái định cư,? )?)?(?:và )?giải phóng mặt bằng|(?<=an\s)tiếp công dân|(?<=sở\s)tiếp công dân|(?<=[Bb]an\s)xây dựng Đảng|(?i:giáo dục và đào tạo)|giáo dục (?:đại học|phổ thông|mầm non|nghề nghiệp)|(?<=[Ss]ở\s)xây dựng|thi hành án|chuyển đổi số(?! (?:các|toàn|hoạt))"
    r")(?![\w])"
)
# One office serves two bodies: 'Văn phòng HĐND và UBND phường'.
_OFFICE_OF = Phrase(r"(?:(?:Phó )?Chánh )?Văn phòng (?:Đoàn|HĐND|Hội đồng|UBND|Đảng)")
_OF_BODIES = Phrase(r"(?:HĐND|UBND|Hội đồng nhân dân|[ỦU]y ban nhân dân|Đoàn (?:ĐBQH|[đĐ]ại))")
# 'Các Sở, Ban, Ngành' and 'các Cục, Vụ liên quan' are one class although each word is written with a capital.
_BARE_KIND = Phrase(
    r"(?!Viện (?:kiểm|trưởng)|Ban (?:chỉ|quản|chấp|thường|nhân|giám|công)|Hội (?:nông|phụ|cựu|liên|đồng|chữ|người)|Bộ (?:chỉ|tư lệnh)|Phường đội|Xã đội)(?:(?:Sở|Ban|Bộ|Vụ|Cục|Tổng cục|Viện|Phòng|Hội|Đoàn thể|Xã|Phường|Cơ quan|Đơn vị)"
    r"(?:[\s*]*[,;:.)]|[\s*]*$| (?:và|có|liên|trực|thuộc|chuyên|của|khác|cấp|trên|ở|trong|tại|[a-zđà-ỹ]))"
    r"|(?:Trung tâm|Trường|Tổ|Công ty|Tập đoàn)(?:[\s*]*[,;:.)]|[\s*]*$| (?:và|có|liên|trực|thuộc)(?![\w])))"
)
_CLASS_OPENS = Phrase(
    r"(?:[Cc]ác|[Tt]hủ trưởng|[Gg]iám đốc|[Ll]ãnh đạo|[Mm]ột số|[Uu][ỷy] ban nhân dân các|UBND các|Sở,|Bộ,)"
)
_SMALL_BODY = Phrase(
    r"(?:tổ dân phố|thôn|ấp|buôn|làng|bản|chi bộ|trường(?! học)|trạm|hợp tác xã|công ty|xí nghiệp|khu phố) (?!,)[\w]"
)
_TITLE = Phrase(
    r"(?:Phó )?(?:Bí thư|Chủ tịch|Trưởng|Ủy viên|ủy viên|Giám đốc|Chánh|Thường trực|Hiệu trưởng|Chỉ huy|Chủ nhiệm|Chính trị viên|(?:Đảng|Thành|Tỉnh) ủy viên|Thành viên|Tổ trưởng|Tổng phụ trách|Giáo viên|Nhân viên|Kế toán|Thư ký|Chuyên viên|Công chức|Cán bộ|Đội trưởng|Trạm trưởng|Hạt trưởng|Đồn trưởng|Bác sĩ|P?CT(?![\w])|P?BT(?![\w]))"
)
# A person by name; 'đồng chí Bí thư Đảng ủy' is one by post.
_PERSON = Phrase(
    rf"(?:(?:[Cc]ác )?[Đđ]ồng chí|[Đđ]/c|[Ôô]ng|[Bb]à|[Tt]hầy(?: giáo)?|[Cc]ô(?: giáo)?|[Aa]nh|[Cc]hị) (?!(?:Phó )?(?:Bí|Chủ|Trưởng|Ủy|Giám|Chánh|Thường|Đảng|Hiệu|Lãnh|Thủ|Bộ|Tổ|Cán|Phó (?:Văn phòng|phòng|ban|trưởng|Ban|Đoàn))(?![\w]))[{UPPER}]"
)
_JOB = Phrase(
    r"\s*, (?:công chức|cán bộ|chuyên viên|nhân viên|giáo viên|phó|trưởng|bí thư|chủ tịch|kế toán)(?![\w])"
)
_DASH = Phrase(r"[\s*]*[-–][\s*]+")
# A post or a body that is nothing without the words behind the next comma: 'Giám đốc, Thủ trưởng các sở'.
_HALF = Phrase(
    r"(?:(?:[Cc]ác|[Đđ]ồng chí) )?(?:(?:Phó )?(?:Giám đốc|Thủ trưởng|Trưởng|Chủ tịch|Bí thư)|[Tt]ổng công ty"
    r"|HĐND|Hội đồng nhân dân)"
)
_OTHER_HALF = Phrase(
    r"(?:Phó |Tổng )?(?:Giám đốc|Thủ trưởng|Trưởng|Chủ tịch|Bí thư|[Cc]ông ty)(?![\w])|(?:UBND|[ỦU]y ban nhân dân) các(?![\w])"
)
# Classes in lower case that may stand as a party of their own behind another.
_OWN_CLASS = Phrase(
    r"(?:chủ (?:tàu|hộ|cơ sở|xe|phương tiện)|tổ trưởng|trưởng|bí thư|chủ tịch|giám đốc|thủ trưởng|người đứng|hiệu trưởng|đại biểu|thành viên|ủy viên|chủ đầu|chủ rừng|nhà thầu"
    r"|kho bạc|công an|ngân hàng|chi \w+|đảng ủy|doanh nghiệp|hộ|cơ quan|đơn vị|tổ chức|văn phòng)(?![\w])"
)
_COMPLETE = Phrase(
    rf"(?:(?<![\w])[{UPPER}][\w]*|phường|(?<!tác\s)xã|tỉnh|thành phố|huyện|chi bộ|thôn|dân phố|khu phố|đầu tư|nông dân|phụ nữ|thanh niên|liên quan|trực thuộc|địa bàn|quân sự|nhân dân|đảng|cấp [\w]+|(?<!ác) [{UPPER}][^,;]*)$"
)
_RELATED = Phrase(r"[\s*]+(?:có liên quan|liên quan|và|của)(?![\w])")
# 'cấp ủy, chính quyền, các ngành từ phường đến cơ sở' is one body of people.
_SET_PHRASE = Phrase(r"các (?:ngành|cấp|đoàn thể|tầng lớp)(?![\w])")
_PARTY_ORGANISATIONS = Phrase(r"tổ chức [đĐ]ảng(?! trực)(?![\w])")
_PARTY_COMMITTEES = Phrase(r"[Cc]ác cấp [uủ][ỷy](?: [Đđ]ảng)?")
_OPENS_A_SET = Phrase(
    r"(?:[Cc]ác )?(?:[Cc]ấp [uủ][ỷy]|[Cc]hính quyền|[Hh]ệ thống chính trị|[Cc]ác cấp)(?![\w])"
)
# 'các hội được Đảng, Nhà nước giao nhiệm vụ'
_STATE_CHARGES = Phrase(r"Nhà nước giao(?![\w])")
# 'các tổng công ty, công ty và các đơn vị trực thuộc Thành phố': one owner has them all.
_ENTERPRISES = Phrase(
    r"(?:[Cc]ác )?(?:[Tt]ổng công ty|[Cc]ông ty|[Dd]oanh nghiệp|[Đđ]ơn vị sự nghiệp)(?:, công ty| công lập| nhà nước)*"
)
_AND_UNITS_OF = Phrase(r"các (?:đơn vị|doanh nghiệp)(?: nhà nước)? (?:trực )?thuộc(?![\w])")
# Kinds of schools behind 'các trường' are one class.
_OF_SCHOOLS = Phrase(r"(?:Hiệu trưởng )?(?:[Cc]ác )?[Tt]rường(?![\w])")
_KIND_OF_SCHOOL = Phrase(
    r"(?:THCS|THPT|Tiểu học|Mầm non|Trung học)(?:[\s*]*[,;]|[\s*]*$| (?:và|trên|trong|công|thuộc))"
)
# 'các đồng chí Bí thư đảng ủy, chi bộ trực thuộc': the post is held in both.
_POST_IN = Phrase(
    r"(?:[Cc]ác )?(?:đồng chí )?(?:[Bb]í thư|[Tt]hủ trưởng|[Nn]gười đứng đầu|[Ll]ãnh đạo) (?:các )?(?:đảng [uủ][ỷy]|đảng bộ|cấp [uủ][ỷy]|chi [uủ][ỷy]|cơ quan|đơn vị)"
)
_AND_IN = Phrase(r"(?:chi bộ|đảng bộ|chi [uủ][ỷy]|cơ quan|đơn vị|tổ chức)(?![\w])")
# 'Phòng Nghiệp vụ và Tổ chức thi hành án' is one office.
_ORGANISING = Phrase(r"Tổ chức(?! (?:chính trị|[Đđ]ảng|đoàn|xã hội|cơ sở))(?![\w])")
_OFFICE = Phrase(r"(?:Trưởng )?(?:Phòng|Ban|Vụ|Cục|Bộ phận|Văn phòng) (?!và)")
_DASHED_HEAD = Phrase(rf"\s[-–]\s(?!Kế toán)(?=[{UPPER}])")
_NEXT_IN_LIST = Phrase(r";[\s*]*(?:và\s+)?")
_JOIN = Phrase(r"(?:,|;| và| cùng| hoặc)[\s*]+")
# Words that end a name. Verbs count in lower case only: 'Sở Xây dựng hướng dẫn' ends before 'hướng dẫn'. Verbs of one
# syllable are half of many nouns ('cấp xã', 'Văn phòng'); only those that are not stand here.
_STOP = Phrase(
    rf"(?<![\w])(?:{lexicon.LONG_VERB}|{lexicon.MANNER}"
    r"|(?<!công\s)lập|gửi|(?<!công\s)(?<!chương\s)(?<!quy\s)(?<!lộ\s)trình|(?<!thư\s)(?<!chữ\s)(?<!ăng\s)ký|nộp|(?<!bầu\s)(?<!đề\s)cử|đưa|mở|nêu|giao(?! (?:thông|dịch|lưu))|giúp|đăng|dành|trao(?= (?:học|quà|tặng|thưởng|giải|bằng|giấy|tiền))|xuống(?= (?:địa|cơ|tận|thôn|hiện))|tạo (?:nguồn|điều kiện)|lưu ý|rà|nhập|viết|chọn|giữ|treo|mời|chuyển|trả|xét|cấp giấy|thu hồi"
    r"|để|nhằm|về|theo|căn cứ|trên cơ sở|trong|tại|từ|đến|trước|sau|khi|nếu|thì|là|được|bị|đã|sẽ|đang|(?<!hàng\s)không|chưa|do|bằng|với|cho|như|vào"
    r"|gồm|bao gồm|cụ thể|chịu|có trách nhiệm|có nhiệm vụ|phải|cần|mình|này|những|việc|kết quả|tình hình|nội dung|tổng thể|khẩn|nghiêm"
    r"|khám(?=\s+(?:sức|sàng|tuyển|chữa|phúc))|làm|tăng|đón|dừng|chốt|chặn|nắm|rút|vào cuộc|ra quân|thu(?=\s+(?:ngân|nợ|gom|phí|thuế))|tự(?=\s+(?:rà|kiểm|đánh|tổ|xây|chịu))|dự(?!\s+án)|họp|biết|bám|tùy|qua|thông qua|thuộc thẩm quyền|thuộc phạm vi|một số|nhưng|mà|rõ|trên|chậm|xem|hoặc đột xuất"
    r"|h[ằà]ng\s+(?:ngày|tuần|tháng|quý|năm)"
    r"|tán thành|nhất trí|đồng ý|quyết nghị|chấp thuận|hoan nghênh|biểu dương|phê bình|cho rằng|nhận thấy|trân trọng|xóa|xoá|vẽ|vá|dẹp|gom|dời|nạo|lên|bỏ|kèm|mua|dán|gắn|thay|tháo|dọn|quét|(?<!cây\s)(?<!nuôi\s)trồng|tưới|bơm|xả|chia|phun|tiêm|đo(?! lường)|cắt|hủy|huỷ|gỡ|cấm|ghi|soạn|đặt|lắp"
    r")(?![\w])"
)
_HARD_STOP = Phrase(r"[:;!?…()\[\]]|\.(?!\d)|\n\s*\n|\|")
_TAIL = Phrase(r"[\s,](?:và|cùng|có|các|đồng\s+thời)$")
_CONNECT = Phrase(r"[\s*]*(?:,|;|/| và | cùng | với |, và )[\s*]*")
# Lower-case words that may stand in a name although they are verbs or relations elsewhere.
_INSIDE = Phrase(
    r"trong (?:tỉnh|thành phố|phường|xã|toàn (?:tỉnh|phường|xã))(?![\w])|trong (?=các (?:cơ sở|cơ quan|đơn vị|trường|tổ chức|doanh nghiệp)|toàn (?:ngành|Đảng bộ|phường|xã|tỉnh|thành phố|hệ thống))|(?:được (?:Đảng,? (?:và )?)?Nhà nước giao nhiệm vụ(?![\w]))|(?:được (?:phân công|giao)(?: phụ trách| theo dõi| quản lý| chủ trì)?(?: (?:các )?(?:nhiệm vụ|địa bàn|lĩnh vực|đơn vị|chi bộ|khu vực|công việc)){0,2})(?![\w])|"
    r"(?:(?:trực thuộc|có liên quan|liên quan|thuộc|được giao|được phân công|trên địa bàn|chuyên môn|hỗ trợ"
    r"|chủ quản|quản lý (?:nhà nước|trực tiếp)|từ \w+(?: \w+)? đến (?:cơ sở|phường|xã)|tham mưu,? giúp việc|cấp trên(?: trực tiếp(?: cơ sở)?)?"
    r"|chức năng|có thẩm quyền|thực hiện kiểm kê|tham gia (?!phối|góp)|sự nghiệp|làm Bên mời|trực tiếp (?:quản|phụ)))(?![\w])"
)


@dataclass(frozen=True, slots=True)
class Party:
    """A party and where it stands."""

    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        return (self.start, self.end)


def party_end(text: str, head_end: int, end: int) -> int:
    """Where the name that has its head before `head_end` ends, the whole list of joined parties included."""
    limit = _hard_limit(text, head_end, end)
    position = _named_after_its_act(text, head_end, limit)
    while position < limit:
        joined = None
        if _may_connect(text[position]):
            if _DASHED_HEAD.match(text, position, limit) and head_at(text, position + 3, limit) is not None:
                break
            joined = _JOIN.match(text, position, limit)
        if joined:  # another party's head may hold what looks like a verb: 'và các tổ chức chính trị'
            head = class_head_at(text, joined.end(), limit)
            position = _named_after_its_act(text, head, limit) if head is not None else joined.end()
            if head is not None:
                continue
        if text[position] == "(":  # '(nội dung a)' between two parties
            position = text.find(")", position, limit) + 1 or limit
            continue
        if text[position].isalnum() and not text[position - 1].isalnum():
            inside = _COMPOUND.match(text, position, limit) or _INSIDE.match(text, position, limit)
            if inside:
                position = inside.end()
                continue
            if _STOP.match(text, position, limit):
                named = _goes_on(text, head_end, position, limit)
                if named is None:
                    break
                position = named
                continue
        position += 1
    return _trim(text, head_end, position)


def _may_connect(char: str) -> bool:
    """Whether what joins two parties may begin with the character: asked before any pattern is tried."""
    return char in "*,;/" or char.isspace()


def name_end(text: str, at: int, end: int) -> int:
    """Where a name that begins at `at` ends, whether or not its head is known: before the first verb or relation."""
    limit = _hard_limit(text, at, end)
    stop = _STOP.search(text, at, limit)
    return _trim(text, at, stop.start() if stop else limit)


def _goes_on(text: str, head_end: int, position: int, limit: int) -> int | None:
    """Past a verb inside a name ('Trưởng ban quản lý chợ', 'Phó Chủ tịch phụ trách kinh tế'); None where the name ends."""
    gap = position
    while gap > head_end and (text[gap - 1].isspace() or text[gap - 1] == "*"):
        gap -= 1
    named = _named_after_its_act(text, gap, limit) if gap > head_end else gap
    if named > gap:
        return named
    charge = _IN_CHARGE.match(text, position, limit)
    if charge and _POST.search(text, max(0, head_end - 16), position):
        other = _STOP.search(text, charge.end(), min(limit, charge.end() + 60))
        if other and other.start() > charge.end() + 1 and "," not in text[charge.end() : other.start()]:
            return other.start()
    return None


def _named_after_its_act(text: str, head_end: int, limit: int) -> int:
    """Past the verb that belongs to the name: 'cơ quan quản lý …', 'Ban Chỉ đạo phòng, chống …', else `head_end`."""
    before = max(0, head_end - 24)
    kind = _KIND_OF_BODY.match(text, head_end, limit)
    if kind and _KINDED.search(text, before, head_end):
        return kind.end()
    act = _ACTS_AS_A_NAME.match(text, head_end, limit)
    if not act or not _GROUP.search(text, before, head_end):
        return head_end
    if act.group("always"):
        return act.end()
    # A name if something else is what the group does, and nothing stands behind the verb that it is done to.
    other = _STOP.search(text, act.end(), min(limit, act.end() + 60))
    if other is None or _OBJECT.match(text, act.end(), limit) or "," in text[act.end() : other.start()]:
        return head_end
    return act.end()


def _hard_limit(text: str, head_end: int, end: int) -> int:
    """The first sign that ends the list for good; a ';' or a bracket between two parties does not, nor 'các sở: A, B'."""
    position = head_end
    while True:
        hard = _HARD_STOP.search(text, position, end)
        if not hard:
            return end
        sign = hard.group()
        if sign == "(":
            close = text.find(")", hard.end(), min(end, hard.end() + 120))
            if close >= 0 and _CONNECT.match(text, close + 1, end):
                position = close + 1
                continue
        if sign == ";":
            after = _NEXT_IN_LIST.match(text, hard.start(), end)
            if after and class_head_at(text, after.end(), end) is not None:
                position = after.end()
                continue
        shared = SHARED_HEAD.search(text, max(0, hard.start() - 60), end) if sign == ":" else None
        if shared and shared.start() < hard.start() < shared.end() and _lists(text, shared.end(), end):
            position = shared.end()
            continue
        return hard.start()


def _lists(text: str, at: int, end: int) -> bool:
    return head_at(text, at, end) is not None or _BARE_LIST.match(text, at, end) is not None


def _trim(text: str, start: int, end: int) -> int:
    """Drop what cannot end a name: spaces, commas, a trailing 'và'."""
    while True:
        while end > start and (text[end - 1].isspace() or text[end - 1] in ",;-–*_"):
            end -= 1
        tail = _TAIL.search(text, max(start, end - 12), end)
        if not tail:
            return end
        end = tail.start()


def parties_at(text: str, at: int, end: int, *, classes: bool = False) -> list[Party]:
    """The list of parties that begins at `at`: 'Sở A, Sở B và các đơn vị liên quan'; empty where none begins."""
    return list_at(text, at, end, classes=classes)[0]


def list_at(text: str, at: int, end: int, *, classes: bool = False) -> tuple[list[Party], int]:
    """As `parties_at`, and where the list ends: behind the posts of a person too ('đồng chí A, Phó Bí thư …')."""
    head = (class_head_at if classes else head_at)(text, at, end)
    if head is None:
        return [], at
    stop = party_end(text, head, end)
    parties = split_parties(text, at, stop)
    dash = _DASH.match(text, stop, end)
    if (
        dash
        and parties
        and _PERSON.match(text, parties[-1].start, end)
        and _TITLE.match(text, dash.end(), end)
    ):
        stop = party_end(text, dash.end(), end)
    return parties, stop


_EACH_OF_THEM = Phrase(
    r"(?:mỗi|từng) (?:[Ss]ở|[Bb]ộ|[Nn]gành|cơ quan|đơn vị|phường|xã|phòng|ban|bên|nơi|thôn|tổ|chi bộ)"
)


def split_parties(text: str, start: int, end: int) -> list[Party]:
    """Joined parties one by one; a set phrase with a shared qualifier ('các sở, ban, ngành') stays one."""
    pieces: list[Party] = []
    begin = start
    position = start
    depth = 0
    while position < end:
        char = text[position]
        depth += (char == "(") - (char == ")")
        connect = _CONNECT.match(text, position, end) if depth == 0 and _may_connect(char) else None
        if connect and _stays_together(text, begin, connect, end):
            position = connect.end()
            continue
        if connect and connect.end() > position and _starts_a_party(text, begin, connect, end):
            stop = _trim(text, begin, position)
            if stop > begin:
                pieces.append(Party(begin, stop, text[begin:stop]))
            begin = position = connect.end()
            continue
        position += 1
    stop = _trim(text, begin, end)
    if stop > begin:
        pieces.append(Party(begin, stop, text[begin:stop]))
    pieces = [_without_its_part(piece) for piece in pieces]
    if len(pieces) > 1:  # 'Sở Y tế, Sở Nội vụ, mỗi Sở công bố …': each of those named
        pieces = [piece for piece in pieces if not _EACH_OF_THEM.fullmatch(piece.text)] or pieces
    return [named for piece in _without_titles(pieces) for named in _bare_names(text, piece)]


_ITS_PART = Phrase(r"\s*\((?:nội dung|mục|điểm|khoản|ý|việc|nhiệm vụ|phần)[^()]*\)$", re.IGNORECASE)


def _without_its_part(party: Party) -> Party:
    """'Phòng Kinh tế (nội dung a)' is Phòng Kinh tế."""
    part = _ITS_PART.search(party.text)
    return Party(party.start, party.start + part.start(), party.text[: part.start()]) if part else party


def _stays_together(text: str, begin: int, connect: re.Match[str], end: int) -> bool:
    """Whether what stands on both sides of a comma or 'và' is one party: the second alone would be none of its own."""
    at, stop = connect.end(), connect.start()
    return bool(
        (_SET_PHRASE.match(text, at, end) and _OPENS_A_SET.match(text, begin, stop))
        or _STATE_CHARGES.match(text, at, end)
        or (_PARTY_ORGANISATIONS.match(text, at, end) and _PARTY_COMMITTEES.fullmatch(text, begin, stop))
        or (_AND_UNITS_OF.match(text, at, end) and _ENTERPRISES.fullmatch(text, begin, stop))
        or (_KIND_OF_SCHOOL.match(text, at, end) and _OF_SCHOOLS.match(text, begin, stop))
        or (_AND_IN.match(text, at, end) and _POST_IN.fullmatch(text, begin, stop))
        or (_OF_BODIES.match(text, at, end) and _OFFICE_OF.match(text, begin, end))
        or (_ORGANISING.match(text, at, end) and _OFFICE.match(text, begin, end))
    )


def _without_titles(pieces: list[Party]) -> list[Party]:
    """Posts behind the name of a person are the person's own."""
    kept: list[Party] = []
    person = False
    for piece in pieces:
        if person and _TITLE.match(piece.text):
            continue
        person = _PERSON.match(piece.text) is not None
        job = _JOB.search(piece.text) if person else None
        if job:
            piece = Party(piece.start, piece.start + job.start(), piece.text[: job.start()])
        kept.append(piece)
    return kept


def _bare_names(text: str, piece: Party) -> list[Party]:
    """'Các Bộ: A, B' are the bare names, one by one; any other party is itself."""
    shared = SHARED_HEAD.match(text, piece.start, piece.end)
    if not shared:
        return [piece]
    if head_at(text, shared.end(), piece.end) is not None:
        return split_parties(text, shared.end(), piece.end)
    names = _pieces_of_a_shared_head(text, shared.end(), piece.end)
    return [Party(a, b, text[a:b]) for a, b in names if b > a]


def _starts_a_party(text: str, begin: int, connect: re.Match[str], end: int) -> bool:
    at = connect.end()
    if (
        ";" not in connect.group()
        and _BARE_KIND.match(text, at, end)
        and _CLASS_OPENS.match(text, begin, end)
    ):
        return False
    if _HALF.fullmatch(text, begin, connect.start()) and _OTHER_HALF.match(text, at, end):
        return False
    if head_at(text, at, end) is not None:
        return True
    head = class_head_at(text, at, end)
    if head is None:
        return False
    if ";" in connect.group() or _SMALL_BODY.match(text, at, end):
        return True
    # 'Sở, ban thuộc UBND tỉnh, cơ quan tài chính cấp xã': a class with words of its own is another party.
    if not _OWN_CLASS.match(text, at, end) or not _COMPLETE.search(text, begin, connect.start()):
        return False
    if _RELATED.match(text, head, end):
        return STRONG.match(text, begin, end) is not None
    return text[head:end].strip(" \n*") != ""


# Fields whose names hold a comma or 'và'; they must not be cut where bare names are listed after 'các sở: …'.
_FIELDS = Phrase(
    r"Văn\s+h[oó][aá],\s+Thể\s+thao\s+và\s+Du\s+lịch|Văn\s+hóa,\s+Khoa\s+học\s+và\s+Thông\s+tin|Lao\s+động\s*[-,]\s*Thương\s+binh\s+và\s+Xã\s+hội"
    r"|Nông\s+nghiệp\s+và\s+(?:Môi\s+trường|Phát\s+triển\s+nông\s+thôn)|Kế\s+hoạch\s+và\s+Đầu\s+tư|Tài\s+nguyên\s+và\s+Môi\s+trường"
    r"|Thông\s+tin\s+và\s+Truyền\s+thông|Giáo\s+dục\s+và\s+Đào\s+tạo|Khoa\s+học\s+và\s+Công\s+nghệ|Kinh\s+tế,\s+Hạ\s+tầng\s+và\s+Đô\s+thị|Dân\s+tộc\s+và\s+Tôn\s+giáo"
    r"|Tuyên\s+giáo\s+và\s+Dân\s+vận|Văn\s+hóa\s+và\s+Thể\s+thao"
)


_CUT = Phrase(r"\s*(?:,|;)\s*(?:và\s+)?|\s+và\s+")


def _pieces_of_a_shared_head(text: str, start: int, end: int) -> list[Span]:
    protected = [match.span() for match in _FIELDS.finditer(text, start, end)]
    pieces: list[Span] = []
    begin = start
    for cut in _CUT.finditer(text, start, end):
        if any(a < cut.start() < b for a, b in protected):
            continue
        pieces.append((begin, _trim(text, begin, cut.start())))
        begin = cut.end()
    pieces.append((begin, _trim(text, begin, end)))
    return pieces
