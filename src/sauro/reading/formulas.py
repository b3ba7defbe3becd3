"""Words that tell an order from what only looks like one: formulas, accountability, preambles, closings, labels of topics."""

import re

from sauro.reading.clauses import Clause, Lead, trim_end
from sauro.reading.lexicon import UPPER, Phrase
from sauro.vietnamese.text import fold

HAS_ORDER = Phrase(r"\b(?:yêu cầu|đề nghị|giao(?! ban\b)) ", re.IGNORECASE)
ACCOUNTABILITY = Phrase(
    r"\bchịu\s+(?:hoàn\s+toàn\s+)?trách\s+nhiệm(?:\s+(?:toàn\s+diện|chính|trực\s+tiếp|cá\s+nhân))*(?:\s+(?:về|trước|thi\s+hành|nếu|đối\s+với)|\W*$)",
    re.IGNORECASE,
)
_BARE_FORMULA = re.compile(
    r"(?:nghiem tuc|to chuc|chu dong|khan truong|phoi hop|quan triet|day du|kip thoi|co hieu qua|quan tam|trach nhiem|trong viec|(?:theo|can cu)(?: chuc nang,?)?(?: nhiem vu)(?: duoc giao| cua (?:minh|don vi|co quan|nganh),?| va quyen han)*|(?:chi dao|can cu)(?: (?!xay dung|ban hanh|lap |bao cao|gui |kiem tra|ra soat|tham muu|cu the)[a-z0-9]+,?){0,16}? (?=thuc hien|trien khai|chap hanh|thi hanh|to chuc|nghiem)"
    r"|trien khai|thuc hien|thi hanh|chap hanh|va|,| )+(?:(?:nghiem(?: tuc)?|tot|hieu qua|cac noi dung|noi dung|day du|kip thoi|theo|tai|cua|dung|cac|nhung|nhiem vu"
    r"|ke hoach|chi thi|quyet dinh|thong bao|cong van|chuong trinh|huong dan|cong dien|van ban|chi dao|nghi quyet|ket luan|tren day|neu tren|nay"
    r"|trach nhiem|trong viec|viec|tien do|chat luong|hieu qua|dam bao|bao dam|yeu cau|duoc giao|va|,| )+)?$"
)
BARE_ACT = Phrase(
    r"(?:ban hành kèm theo|[^.;]{0,60} tự giải thể|(?:quyết định|chỉ thị|kế hoạch|công điện|nghị quyết|thông báo|quy định) này (?:có hiệu lực|thay thế)|bãi bỏ|phê duyệt|công nhận"
    r"|ban hành\b)",
    re.IGNORECASE,
)
# The article of execution of a decision: all that it orders is the decision itself.
EXECUTION = Phrase(
    r"(?:chịu|có) trách nhiệm (?:tổ chức )?(?:triển khai )?(?:thi hành|thực hiện) (?:Quyết định|Nghị quyết|quyết định|nghị quyết) này"
    r"|căn cứ (?:Quyết định|quyết định)(?: này)? (?:tổ chức )?(?:thi hành|thực hiện)"
)
# An article that decides something orders nobody: 'Điều 1. Thông qua các chỉ tiêu …'.
DECIDES = Phrase(
    r"(?:thông qua|phê duyệt|ban hành|quyết định|quyết nghị|công nhận|bãi bỏ|sửa đổi|bổ sung|đính chính|cho phép|thành lập|kiện toàn|tán thành|nhất trí|tặng|khen thưởng|công bố)\b",
    re.IGNORECASE,
)
# 'Thôn nào để phát sinh điểm mới thì bị trừ điểm' threatens and orders nothing.
THREATENS = Phrase(r"[^,;.]{2,40}? nào (?!cũng)[^;.]{3,160}? (?:thì )?(?:bị|sẽ bị|không được)(?![\w])")
# 'Biểu dương Công an phường đã hoàn thành …', 'Phê bình các đơn vị chậm gửi báo cáo' judge what was done.
PRAISES = Phrase(
    rf"(?:biểu dương|ghi nhận|phê bình|hoan nghênh|đánh giá cao|khen ngợi|tuyên dương|cảm ơn|nghiêm khắc phê bình)(?:(?: và|,) [^\W\d_]+ [^\W\d_]+)? (?:(?-i:[{UPPER}])|các |đồng chí |tập thể |những )[^.;]{{0,200}}?(?<![\w])(?:đã|chưa|còn|vì|chậm|nêu trên|để xảy ra|có (?:nhiều|kết quả|tỷ lệ))(?![\w])",
    re.IGNORECASE,
)
OPENS_A_LIST = Phrase(
    r"(?:nội dung|nhiệm vụ|việc|vấn đề|giải pháp|yêu cầu|biện pháp)[^.;:]{0,30} (?:như )?sau(?: đây)?[\s*]*[.:]?[\s*]*$"
)
SPEAKS = Phrase(
    r"(?:kết luận|chỉ thị|chỉ đạo|thông báo|quyết định|yêu cầu|đề nghị|hướng dẫn|có ý kiến|quán triệt)\b"
)
RHYTHM_START = Phrase(
    r"(?:và\s+)?(?:định\s+kỳ|(?:hằng|mỗi)\s+(?:tuần|tháng|quý|năm|ngày)|hàng\s+(?:tuần|tháng|quý|năm|ngày)|trước\s+ngày[^,;]{0,30}(?:hằng|hàng))",
    re.IGNORECASE,
)
REPORTS = Phrase(
    r"\b(?:báo\s+cáo|phản\s+ánh|phản\s+hồi|gửi|tổng\s+hợp|kiến\s+nghị|trao\s+đổi)\b", re.IGNORECASE
)
BINDS_ALL = Phrase(
    r"(?:hoàn\s+thành|thời\s+(?:gian|hạn)|báo\s+cáo|gửi|kết\s+quả|tiến\s+độ|xong)\b", re.IGNORECASE
)
# 'Hoàn thành trước ngày …' behind several acts ends them all.
ENDS_ALL = Phrase(r"(?:hoàn\s+thành|thời\s+(?:gian|hạn)|tiến\s+độ|xong)\b", re.IGNORECASE)
# What is done with the outcome of the acts before.
HANDS_OVER = Phrase(
    r"(?:gửi|nộp|báo cáo|trình|chuyển|bàn giao|tổng hợp|công khai|công bố|niêm yết|lập|đề xuất|tham mưu|hoàn thành|hoàn thiện|thông báo|trả|cung cấp|cập nhật|ban hành)(?![\w])",
    re.IGNORECASE,
)
# Acts that open something of their own.
OPENS = Phrase(
    r"(?:mở|khởi công|khánh thành|khai trương|khai mạc|thông xe|phát động|ra quân|ra mắt|tổ chức (?:lễ|hội nghị|hội thi|hội thảo|lớp|các lớp|cuộc|đợt|tập huấn|diễn tập|ra quân))(?![\w])",
    re.IGNORECASE,
)
# Duties without end, which no day of another act ends.
CONTINUES = Phrase(
    r"(?:(?:là (?:cơ quan|đơn vị) (?:thường trực|đầu mối),? )?(?:thường xuyên|theo dõi|đôn đốc|nắm (?:tình hình|chắc|bắt)|duy trì|tuyên truyền|giám sát|quản lý))(?![\w])",
    re.IGNORECASE,
)
ONLY_LEADS = Phrase(
    r"[\s,:*]*(?:(?:là (?:cơ quan|đơn vị) )?chủ trì|chịu trách nhiệm|tổ chức|triển khai|thực hiện|làm đầu mối)(?:[,;]?\s*(?:và )?phối hợp[^.;]*?|[,;] [^.;]{3,120}? phối hợp)?"
    r"(?:[\s,]*(?:tham mưu|tổ chức|triển khai|thực hiện|nhiệm vụ|nội dung|này|trên|nêu|hoàn thành|trong|trước|quý|tháng|năm|ngày|[\dIVX/.]+)){0,9}[\s.*]*",
    re.IGNORECASE,
)
ATTENDS = Phrase(
    r"(?:tham dự|dự họp|đến dự|dự hội nghị|có mặt)[^.;]{0,40}(?:đúng|đầy đủ|đông đủ)|^(?:(?:đến|tới|tham) )?dự (?:họp|hội nghị|lễ|buổi|phiên)[^.;,]*$|(?:trân trọng|kính) (?:kính )?mời(?![\w])|sắp xếp (?:thời gian|công việc)[^.;]{0,30}(?:dự|họp)",
    re.IGNORECASE,
)
# 'Mọi thông tin chi tiết xin liên hệ: ông …' tells where to ask, and orders nothing.
CONTACT = Phrase(
    r"(?:(?:mọi )?(?:thông tin|chi tiết|vướng mắc|trao đổi)[^.;:]{0,40}?liên hệ|(?:đầu mối|cán bộ|địa chỉ|điện thoại) (?:đầu mối |)liên hệ)(?![\w])",
    re.IGNORECASE,
)
NOUN_START = Phrase(
    r"(?:các|những|một|mỗi|việc|sự|công tác|hoạt động|nội dung|về|đối với|trong|theo|là|có|không|khi|nếu|trường hợp|kinh phí|nguồn|tỷ lệ|tỉ lệ|số|mức|thời|địa"
    r"|thành phần|đồng chí|ông|bà|tổng|đề án|dự án|chương trình|kế hoạch|quy hoạch|nghị quyết|luật|nghị định|thông tư|quyết định|báo cáo|văn bản|hồ sơ|mẫu|biểu"
    r"|giải pháp|nhiệm vụ|mục tiêu|chỉ tiêu|phòng|ban|hội|người|cán bộ|công chức|học sinh|trẻ|nhân dân|doanh nghiệp|đường|tuyến|khu|năm|tháng|quý|ngày|từ|đến"
    r"|mạng lưới|hệ thống|cơ sở|chất lượng|hiệu quả|tình hình|kết quả|nguyên nhân|bên cạnh|tuy|mặc dù|ngoài|như|vì|do|để|nhằm|với|tại|trên|dưới|sau|trước|qua|[0-9IVX])\b",
    re.IGNORECASE,
)
TOPIC_LINE = Phrase(
    r"(?:về|đối với|trong|công tác|lĩnh vực|nhóm|(?:nhiệm vụ|nội dung|giải pháp|phần việc)(?: (?:thứ|số))?) ",
    re.IGNORECASE,
)
# A clause that says how far, or what must not happen, is no act of its own.
ADDS_NO_ACT = Phrase(
    r"(?:phấn đấu|(?:kiên quyết |tuyệt đối )?không (?:để|được)|nghiêm cấm|tránh|hạn chế)(?![\w])",
    re.IGNORECASE,
)
STRIVES = Phrase(r"(?:đồng thời,? )?phấn đấu(?![\w])", re.IGNORECASE)
FIGURE = Phrase(
    r"\d ?%|(?:tối thiểu|ít nhất|trên|dưới|đạt|không (?:quá|dưới|thấp hơn|vượt quá)) \d", re.IGNORECASE
)
TOPIC = Phrase(r"(?:đối với|về|riêng đối với)\b[^:]*:[*\s]*$", re.IGNORECASE)
PER_RULE = Phrase(r"thực\s+hiện\s+(?:theo|tương\s+tự|như)\b")
SUBJECT_CLAUSE = Phrase(
    r"(?:việc|sự|công tác|hoạt động|nội dung|đây là|trường hợp đặc biệt|thống nhất (?:việc|với|chủ trương|đề nghị|theo|nội dung)|đồng ý"
    r"|(?:báo cáo|hướng dẫn|quy định|kế hoạch|thông báo|đề án|chương trình) (?:của|này|phải|được)|cơ bản thống nhất|(?:cơ bản )?đánh giá cao|ghi nhận (?:và|sự|những|nỗ lực|kết quả)|hoan nghênh)\b",
    re.IGNORECASE,
)
# 'Chỉ thị này có hiệu lực …', 'Kết luận này phổ biến đến chi bộ' speak of the document and order nothing.
OF_THE_DOCUMENT = Phrase(
    r"(?:công văn|thông báo|kế hoạch|chương trình|chỉ thị|công điện|quyết định|nghị quyết|kết luận|hướng dẫn|quy định|quy chế|văn bản) này (?!(?:về|và)(?![\w]))",
    re.IGNORECASE,
)
CONDITIONS = (
    "trường hợp",
    "trên cơ sở đó",
    "đồng thời",
    "trong đó",
    "qua đó",
    "trong quá trình",
    "từ đó",
    "qua kết quả",
    "nếu",
)
HEAD_OF_ISSUER = Phrase(
    r"(?:[Đđ]ồng chí )?(?:Bộ trưởng|Chủ tịch|Thủ tướng|Phó Thủ tướng|Bí thư|Thường trực|Giám đốc|Ban Thường vụ|Thủ trưởng)"
    r"(?! (?:các|chi |thôn|tổ |đảng bộ|phòng|trường|công đoàn|hội )(?<!\n))"
)
PREAMBLE_START = Phrase(
    r"(?:căn cứ|thực hiện (?:công văn|kế hoạch|chỉ thị|nghị quyết|quyết định|chương trình|thông báo|văn bản|ý kiến|chỉ đạo|kết luận|hướng dẫn|quy định|luật|thông tư|nghị định|công điện|đề án)"
    r"|để|nhằm|sau khi|tiếp theo|ngày|xét|theo|thời gian qua|trong thời gian|trên cơ sở|phát huy|với tinh thần|quán triệt và tổ chức thực hiện nghị quyết|triển khai thực hiện (?:công văn|kế hoạch|chỉ thị|nghị quyết|quyết định)"
    r"|qua theo dõi|hưởng ứng|từ ngày|tại)\b",
    re.IGNORECASE,
)
# '- Căn cứ Quy định số 366-QĐ/TW ngày …;' in a list of what the document rests on
LEGAL_BASIS = Phrase(
    r"(?:Căn cứ|Xét|Theo đề nghị|Thực hiện|Theo) (?:các )?(?:Luật|Bộ luật|Hiến pháp|Điều lệ|Pháp lệnh|Nghị định|Nghị quyết|Quyết định|Quy định|Quy chế|Chỉ thị|Thông tư|Thông báo|Kế hoạch|Công văn|Hướng dẫn|Kết luận|Chương trình|Báo cáo|Tờ trình)(?![\w])[^;,:]*(?:, ngày [^;,:]*)?[;,.]?\W*$",
)
AND_REPORTS = Phrase(
    r"\bbiết,?\s+(?:và\s+)?(?:tổ\s+chức\s+)?(?:triển\s+khai\s+)?thực\s+hiện\s+và\s+(?=báo\s+cáo)"
)


def is_accountability(text: str, clause: Clause, lead: Lead | None) -> bool:
    """Whether the clause only says who answers: nothing is done before 'chịu trách nhiệm'."""
    match = ACCOUNTABILITY.search(text, clause.start, clause.end)
    if not match:
        return False
    return (
        lead is None
        or lead.verb >= match.start() - 2
        or (bool(lead.parties) and match.start() - lead.parties[-1].end < 4)
    )


def is_formula(text: str, clause: Clause, lead: Lead | None) -> bool:
    """Whether the clause only asks for serious implementation, without naming anything further."""
    after = lead.parties[-1].end if lead and lead.parties else clause.start
    words = " ".join(re.sub(r"[^\w\s,]", " ", fold(text[after : clause.end])).split())
    return len(words) < 140 and _BARE_FORMULA.fullmatch(words) is not None


_JOINS_ON = re.compile(r",\s*(?:và\s+)?$")
_GOES_ON = re.compile(r"[;.]\s")
_SHORTEST_TASK = 20  # characters before '…, chịu trách nhiệm'


def without_accountability(text: str, start: int, end: int) -> int:
    """Where a task ends if '…, chịu trách nhiệm trước Ủy ban về …' at its end is left out; else `end`."""
    match = next(reversed(list(ACCOUNTABILITY.finditer(text, start, end))), None)
    joint = _JOINS_ON.search(text[start : match.start()]) if match else None
    if match is None or joint is None or match.start() - start <= _SHORTEST_TASK:
        return end
    return end if _GOES_ON.search(text, match.start(), end) else trim_end(text, start, start + joint.start())
