"""What a task brings into being: the plan, report, list, rule or the like that its words name."""

import re
from dataclasses import dataclass

from sauro.reading import lexicon
from sauro.reading.clauses import skip_markup, trim_end
from sauro.reading.heads import class_head_at
from sauro.reading.lexicon import Pattern, alternation
from sauro.reading.parties import parties_at

_S = r"[\s*]+"
_W = r"(?![\w])"
_NEAR_THE_VERB = 80  # characters behind the main verb within which what is loosely a product is one
_LONGEST_NAMES = 500  # characters of those to whom something is proposed
_LONGEST = 14  # words of a product: what follows is what it is for, not what it is


@dataclass(frozen=True, slots=True)
class Product:
    """The words ``text[start:end]`` of a product and the verb that brings it into being."""

    start: int
    end: int
    verb: str


# Things written: whoever makes one hands it over.
_PAPERS = alternation("""
kế hoạch|báo cáo|quy chế|quy trình|quy định|quy hoạch|quy ước|nội quy|đề án|phương án|chương trình|văn bản|hướng dẫn|danh mục|danh sách
hồ sơ|bộ hồ sơ|lịch trực|lịch tiếp công dân|lịch kiểm tra|lịch giám sát|bộ tiêu chí|bộ chỉ số|tờ trình|tài liệu|giáo trình|giấy mời|sổ tay|sổ theo dõi|sổ|biên bản|lộ trình|dự toán|khung|kịch bản
bản đồ|bảng tổng hợp|biểu tổng hợp|bảng phân công|biểu mẫu|biểu|bản cam kết|bản kiểm điểm|bản tin|đề cương|bài viết|tin bài|thông báo|công văn|ý kiến thẩm định|ý kiến
quy chuẩn|định mức|thể lệ|chiến lược|quy tắc|bộ quy tắc|trình tự, thủ tục|trình tự|thông tư|nghị định|nghị quyết|kết luận|quyết định|chỉ thị|cẩm nang|bảng theo dõi
hương ước|kho học liệu|kho dữ liệu|chuẩn chương trình|chuẩn mực|bộ tài liệu|bộ cơ chế|bộ thủ tục|bộ nhận diện|số liệu|thỏa thuận|đơn giá|bảng giá|quy hoạch chi tiết
chứng thư|phiếu|tiến độ chi tiết|tiến độ thi công|bảng tiến độ|đơn đề nghị|giấy chứng nhận|nội dung báo cáo|bài phát biểu|hệ thống hồ sơ|bảng|nhật ký|bộ dữ liệu|tổng tiến độ|giải trình|bản giải trình|thuyết minh|lưu đồ|sơ đồ|bản đăng ký|bản ghi nhớ|bản tổng hợp|bản thuyết minh|bản thiết kế|giấy phép|bộ đề|đáp án|biểu đồ|bảng hỏi|phiếu nhận xét|mã nguồn|thư kêu gọi|thư ngỏ|lời kêu gọi|bản vẽ|lịch công tác|bộ câu hỏi
""")
# Things that are also talked about: they count only behind a verb that makes them.
_LOOSE = alternation(
    "cơ chế|chính sách|cơ chế, chính sách|cơ sở dữ liệu|dữ liệu|dự án|chuyên đề|tiêu chí|mẫu|ma trận|tiêu chuẩn"
)
_NOT_A_PAPER = Pattern(
    rf"(?:hồ{_S}sơ{_S}(?:bệnh|cán{_S}bộ|trực{_S}tuyến|của{_S}(?:người|công|tổ))|hướng{_S}dẫn(?:,|{_S}(?:kiểm|đôn)){_S}|hướng{_S}dẫn{_S}(?:việc|người|cho|các|công|thực{_S}hiện|triển|nghiệp|kỹ)"
    rf"|quyết{_S}định{_S}(?:việc|các{_S}vấn|cơ{_S}chế)|thông{_S}báo{_S}(?:cho|tới|đến|công{_S}khai|rộng)|phản{_S}biện"
    rf"|ý{_S}kiến{_S}(?!thẩm|bằng|tham{_S}gia|góp|về|nhận|phản)|chương{_S}trình{_S}(?:nghị{_S}sự|mục{_S}tiêu)"
    rf"|văn{_S}bản{_S}(?:chỉ{_S}đạo{_S}của|của|pháp{_S}luật)|sổ{_S}(?:đỏ|hộ)|mẫu{_S}(?:số|này|kèm)|biểu{_S}(?:số|dương|diễn|quyết)|khung{_S}(?:giờ|giá)"
    rf"|bảng{_S}(?:hiệu|tin|biển|quảng|điện{_S}tử|điều{_S}hành)|thuyết{_S}minh{_S}(?:cho|tại|viên)|giải{_S}trình{_S}(?:với|trước|của|các)|báo{_S}cáo{_S}(?:viên|đầy{_S}đủ|kịp{_S}thời)|phiếu{_S}(?:lý|bầu)|quy{_S}định{_S}(?:của|tại|pháp|hiện))",
    re.IGNORECASE,
)

# Verbs that bring a product into being, those that change one, and those that hand it over.
_MAKE = alternation("""
xây dựng|ban hành|lập|soạn thảo|soạn|biên soạn|dự thảo|hoàn thiện|hoàn chỉnh|thiết lập|tạo lập|ra|phát hành|viết|tham mưu|trình|đề xuất
ký ban hành|cụ thể hóa|hình thành|tổ chức lập|lên|kết xuất|ấn định|vẽ|cấu hình|thiết kế|trình chiếu|làm|in|tổng hợp thành|lập thành|xây dựng thành
""")
_CHANGE = alternation("cập nhật|sửa đổi|bổ sung|điều chỉnh|chuẩn hóa|chuẩn hoá|phát triển")
_HAND = alternation("""
gửi|nộp|chuẩn bị|mở|ghi|tổng hợp|báo cáo|phê duyệt|đề ra|có|hoàn thành|công khai|trả lời bằng|thông tin bằng|phản hồi bằng|báo cáo bằng|gửi bằng|bằng
sản phẩm là|sản phẩm gồm|kết quả là|đầu ra là|bố trí|nghiên cứu|xác định|hướng dẫn xây dựng|hướng dẫn lập|bình xét|thành|thống nhất về|công bố|cung cấp|đăng ký|chốt
""")
_VERB_OF_PRODUCT = Pattern(
    rf"(?<![\w])(?:(?P<make>{_MAKE})|(?P<change>{_CHANGE})|(?P<hand>{_HAND})){_W}", re.IGNORECASE
)
# 'quá trình', 'quy trình', 'công trình' end like the verb 'trình', 'độc lập' like 'lập'.
_NO_VERB = Pattern(
    rf"(?:quá|quy|chương|công|lộ|tiến|giáo|tờ|độc|thành|sáp|đề|diễn|hiện|tham|cơ|hoàn|đối){_S}(?:trình|lập|ra|có|thành)\Z|để{_S}có\Z",
    re.IGNORECASE,
)
_FOR_LOOSE = frozenset(
    {
        "xây dựng",
        "ban hành",
        "lập",
        "soạn thảo",
        "biên soạn",
        "tạo lập",
        "thiết lập",
        "tham mưu",
        "hình thành",
    }
)
_ADVISES = frozenset({"tham mưu", "trình", "đề xuất", "báo cáo"})
# 'trình HĐND phường dự thảo Nghị quyết', but 'trình HĐND phường quyết định' hands over nothing named
_SUBMITTED = Pattern(
    rf"(?:{_S}(?:trong|trước|vào){_S}(?:ngày|tháng|quý|năm|kỳ)(?:{_S}[\dIVX/]+)+)?(?={_S})(?P<what>){_S}(?:dự{_S}thảo|nghị{_S}quyết|phương{_S}án|kế{_S}hoạch|đề{_S}án|danh{_S}sách|hồ{_S}sơ|dự{_S}toán|tờ{_S}trình|chương{_S}trình|quy{_S}chế){_W}",
    re.IGNORECASE,
)
_FIGURES = Pattern(rf"số{_S}liệu{_W}", re.IGNORECASE)
_POLICY = Pattern(rf"(?:cơ{_S}chế|chính{_S}sách){_W}", re.IGNORECASE)
_CARRIES_OUT = Pattern(
    rf"(?<![\w])(?:triển{_S}khai|thực{_S}hiện|tổ{_S}chức{_S}thực{_S}hiện|vận{_S}hành)(?:{_S}thực{_S}hiện)?{_W}",
    re.IGNORECASE,
)
# Verbs that make nothing of most papers, and those that they do make.
_ONLY_OF = {
    "có": Pattern(
        rf"(?:văn{_S}bản|kế{_S}hoạch|phương{_S}án|báo{_S}cáo|ý{_S}kiến|quy{_S}chế|thông{_S}báo|biên{_S}bản|tờ{_S}trình|danh{_S}sách|công{_S}văn|kết{_S}luận){_W}",
        re.IGNORECASE,
    ),
    "bố trí": Pattern(rf"dự{_S}toán{_W}", re.IGNORECASE),
    "nghiên cứu": Pattern(rf"(?:phương{_S}án|đề{_S}án|kịch{_S}bản|quy{_S}chế){_W}", re.IGNORECASE),
    "xác định": Pattern(rf"(?:đơn{_S}giá|bảng{_S}giá|định{_S}mức|lộ{_S}trình){_W}", re.IGNORECASE),
    "lên": Pattern(
        rf"(?:danh{_S}sách|kế{_S}hoạch|phương{_S}án|lịch|danh{_S}mục|kịch{_S}bản){_W}", re.IGNORECASE
    ),
    "in": Pattern(rf"(?:sổ|tài{_S}liệu|phiếu|biểu|cẩm{_S}nang){_W}", re.IGNORECASE),
    "làm": Pattern(
        rf"(?:báo{_S}cáo|giải{_S}trình|bản{_S}giải|tờ{_S}trình|hồ{_S}sơ|văn{_S}bản){_W}", re.IGNORECASE
    ),
}
# The verb is no order here: a circumstance, a condition, a title, somebody else's act.
_NO_ORDER = Pattern(
    rf"(?:(?:trước|sau|mỗi){_S}khi[^.;:]{{0,25}}|(?:quá{_S}trình|trường{_S}hợp|(?<![\w])nếu|khâu|chất{_S}lượng|kể{_S}từ{_S}ngày)(?:(?!{_S}thì{_S})[^.;:,)]){{0,60}}|(?<![\w])nếu{_S}(?:cần|có|phải){_S}[^.;:)]{{0,30}}"
    rf"|khuyến{_S}khích[^.;:]{{0,60}}|(?:công{_S}tác|hoạt{_S}động|nghiệp{_S}vụ|phục{_S}vụ|phải(?!{_S}có)|không|chưa|đã|được|góp{_S}phần|về{_S}tiến{_S}độ|kết{_S}quả|kinh{_S}phí){_S})\Z"
    rf"|(?:công{_S}tác|hoạt{_S}động|(?<!thành[\s*])việc|nghiệp{_S}vụ){_S}[^\W\d_]+{_S}[^\W\d_]+(?:,{_S}[^\W\d_]+{_S}[^\W\d_]+)*(?:,|{_S}và){_S}\Z"
    rf"|(?:hướng{_S}dẫn|hỗ{_S}trợ|giúp|vận{_S}động){_S}(?:các|những|người|hộ|nhân{_S}dân|Nhân{_S}dân|cấp|xã|phường|thôn|UBND|trường|doanh{_S}nghiệp|công{_S}dân|chủ{_S}đầu|đơn{_S}vị|cơ{_S}sở|nhà{_S}thầu){_W}[^.;,]{{0,50}}\Z"
    rf"|(?:tại|theo|trong|của){_S}(?:[Kk]ế{_S}hoạch|[Cc]hương{_S}trình|[Đđ]ề{_S}án|[Dd]ự{_S}án){_S}\Z"
    rf"|hoạt{_S}động{_S}[^.;:]{{0,24}}\Z",
    re.IGNORECASE,
)
# 'góp ý dự thảo Nghị quyết': it is there already
_IS_A_DRAFT = re.compile(
    r"(?:bản|các|chuẩn\s+bị|tiến\s+độ|nội\s+dung|vào|cho|của|với|tại|theo|về|góp\s+ý|ý\s+kiến|tiếp\s+thu|thẩm\s+định|thẩm\s+tra|hoàn\s+thiện|hoàn\s+chỉnh|trình|gửi|lập|xây\s+dựng|ban\s+hành|là|từ|trong|một|số|những)[\s*]+$",
    re.IGNORECASE,
)
_MUST = re.compile(r"phải[\s*]+\Z", re.IGNORECASE)
_TITLE = Pattern(rf"(?:số{_S}\d|ngày{_S}\d|năm{_S}\d)[^.;]{{0,90}}\Z", re.IGNORECASE)
_OUTSIDE_TITLES = frozenset({"phê duyệt", "ban hành"})
_SMALL_PRODUCT = Pattern(rf"(?<=[\s*])(?:{_PAPERS}|{_LOOSE}){_W}")
_PAPER = Pattern(rf"(?:{_PAPERS}){_W}", re.IGNORECASE)
_ANY_PRODUCT = Pattern(rf"(?:{_PAPERS}|{_LOOSE}){_W}", re.IGNORECASE)
_VERB = Pattern(rf"(?:{lexicon.VERB}){_W}", re.IGNORECASE)
_MANNER = Pattern(rf"(?:{lexicon.MANNER}){_W}[\s,*]*", re.IGNORECASE)
_SPACE = re.compile(r"[\s*]")
_JOINED = Pattern(rf"(?:,|{_S}và|{_S}hoặc){_S}|{_S}", re.IGNORECASE)
_AUTHORITY = Pattern(rf"(?:cấp|cơ{_S}quan|người){_S}(?:có{_S})?thẩm{_S}quyền", re.IGNORECASE)
_DETERMINER = Pattern(
    rf"{_S}(?:(?:các|những|một{_S}số|một|từng|dự{_S}thảo|đầy{_S}đủ|chi{_S}tiết|kịp{_S}thời|ngay|sớm|tổng{_S}thể|lại|chung|đồng{_S}bộ|xong|công{_S}khai,?|dân{_S}chủ|theo{_S}thẩm{_S}quyền"
    rf"|bản(?!{_S}(?:đồ|cam|kiểm|tin|vẽ))|nhanh|\d+){_S}){{0,12}}",
    re.IGNORECASE,
)
# 'Nghị quyết số 59-NQ/TW' exists already; 'kế hoạch này' is the document itself.
_EXISTS = Pattern(
    rf"{_S}(?:số{_S}\d|số:|phải|này|đó|nêu{_S}trên|trên|đã|hiện{_S}có|hiện{_S}hành|của{_S}(?:pháp{_S}luật|Đảng|Nhà{_S}nước|Chính{_S}phủ|Trung{_S}ương|cấp{_S}trên)|được{_S}(?:giao|phân|duyệt))",
    re.IGNORECASE,
)
# Where the name of a product ends: its receiver, purpose, time, place, manner.
_END = Pattern(
    rf"{_S}chuyển{_S}(?=[{lexicon.UPPER}])|"
    r"[;:.()\[\]“”|/](?!\w)|[(\[|]"
    rf"|{_S}(?:để|nhằm|theo(?!{_S}dõi)|trước|gửi|(?<!quy[\s*])(?<!giáo[\s*])(?<!lộ[\s*])(?<!chương[\s*])(?<!công[\s*])(?<!tiến[\s*])(?<!tờ[\s*])(?<!giải[\s*])(?<!hành[\s*])(?<!quá[\s*])(?<!Quy[\s*])(?<!Chương[\s*])(?<!Công[\s*])(?<!Tờ[\s*])trình|phù{_S}hợp|trong|làm{_S}cơ{_S}sở|báo{_S}cáo"
    rf"|về{_S}(?:Sở|Ủy|UBND|UBKT|HĐND|MTTQ|Mặt{_S}trận|Hội{_S}đồng|Thường{_S}trực|Văn{_S}phòng|Ban|Phòng|Vụ|Bộ|Đảng|đồng{_S}chí)|phát{_S}(?:đến|tới)|mỗi{_S}(?:ngày|tuần|tháng|quý|năm)|cho|tới|xong|hoàn{_S}thành|đến{_S}(?:Sở|Ủy|UBND|Cơ|Văn|Phòng|ngày|hết|từng|các)|này|vào|lưu|từ{_S}(?:ngày|tháng|năm)|tại(?={_S}(?!tổ|các{_S}tổ))"
    rf"|trên|đối{_S}với|khi|nếu|chậm{_S}nhất|định{_S}kỳ|phục{_S}vụ|sau{_S}khi|liên{_S}quan|quy{_S}định{_S}chi|cấp{_S}có|được|bằng|do|kèm|như|(?<!phó[\s*])với|thông{_S}qua|nêu|bao{_S}gồm|gồm|tích{_S}cực|đồng{_S}thời|h[ằà]ng{_S}(?:ngày|tuần|tháng|quý)"
    rf"|phải|phát{_S}sinh|kịp{_S}thời|chi{_S}tiết{_S}các){_W}|(?<!đã)(?<!chưa){_S}có{_S}(?!liên|thẩm|điều|nguy{_S}cơ|nhu{_S}cầu|hoàn{_S}cảnh|công{_S}với|khả{_S}năng)|,?{_S}hoặc{_W}",
)
_END_LATER = Pattern(rf"{_S}(?:bảo{_S}đảm|đảm{_S}bảo|triển{_S}khai|hỗ{_S}trợ{_S}giáo){_W}")
_CONJUNCTION = Pattern(rf"[\s*]*,[\s*]+(?:và{_S})?|{_S}và{_S}")
_OPENS_MORE = Pattern(
    rf"(?:tối{_S}thiểu|ít{_S}nhất|chậm{_S}nhất|muộn{_S}nhất|trước{_S}|trên{_S}\d|(?:các|những){_S}(?:dự{_S}án|công{_S}trình|nhiệm{_S}vụ|mô{_S}hình){_W}|công{_S}tác{_W}|trong{_S}đó|nếu|khi|xong|bao{_S}gồm|đặc{_S}biệt|nhất{_S}là|như|làm|phù|với|theo|xác{_S}định{_S}rõ|rõ|có{_S}|đi{_S}đôi|gắn|tầm{_S}nhìn|kết{_S}hợp)",
    re.IGNORECASE,
)
# Acts that follow a product and are not part of its name, although a plan may be one of acts ('kế hoạch kiểm tra, rà soát').
_NEXT_ACT = Pattern(
    rf"(?:tổ{_S}chức|báo{_S}cáo|gửi|trình|triển{_S}khai|bố{_S}trí|bảo{_S}đảm|đảm{_S}bảo|ban{_S}hành|công{_S}bố|công{_S}khai|tham{_S}mưu|đề{_S}xuất|chỉ{_S}đạo|hướng{_S}dẫn|đôn{_S}đốc|hoàn{_S}thành"
    rf"|thực{_S}hiện|phối{_S}hợp|chủ{_S}động|phân{_S}công|áp{_S}dụng|xác{_S}định|cập{_S}nhật|phê{_S}duyệt|thu{_S}hút|xây{_S}dựng|lập|niêm|tiếp{_S}tục|tăng{_S}cường|nộp|chuyển|phát{_S}huy|quản{_S}lý{_S}sử|đăng{_S}ký|kiến{_S}nghị|nêu|bàn{_S}giao|thông{_S}báo|nghiệm{_S}thu){_W}",
    re.IGNORECASE,
)
_RESULTS = Pattern(rf"{_S}(?:kết{_S}quả|tình{_S}hình|tiến{_S}độ){_S}(?:về|với|cho){_W}", re.IGNORECASE)
# Plans that are named after several acts: 'kế hoạch kiểm tra, giám sát', 'quy chế mẫu về quản lý, khai thác'.
_OF_ACTS = Pattern(
    rf"(?:kế{_S}hoạch|phương{_S}án|chương{_S}trình|đề{_S}án|quy{_S}chế|quy{_S}định|quy{_S}trình|đề{_S}cương|lịch|báo{_S}cáo|văn{_S}bản|nghị{_S}quyết|hướng{_S}dẫn|dự{_S}án|kịch{_S}bản|kết{_S}luận)",
    re.IGNORECASE,
)
_BEFORE_ITS_ACTS = Pattern(rf"(?:{_S}mẫu)?{_S}về(?={_S})", re.IGNORECASE)
# A list is of those who …: 'danh sách hộ phải di dời', 'danh sách đối tượng được tặng quà'.
_OF_THOSE_WHO = Pattern(rf"{_S}(?:phải|được|có|đang|chưa){_W}", re.IGNORECASE)
# 'Cụ thể hóa Chương trình thành kế hoạch …' makes the second, the first is there.
_INTO = Pattern(rf"[^.;,]{{2,90}}?{_S}thành{_S}", re.IGNORECASE)
_WORD = Pattern(r"[^\s*]+")
_SOFT_END = Pattern(
    rf"{_S}(?:thực{_S}hiện|của|giữa|giai{_S}đoạn|cho|về|tại|thuộc|đặc{_S}biệt|mà|đang|còn|bị|không){_W}"
)


def product_in(text: str, start: int, end: int, verb: int | None = None) -> Product | None:
    """The product that ``text[start:end]`` names; `verb` is where its main verb stands.

    One thing that a verb makes ('xây dựng kế hoạch …') before several ('các chương trình') or one changed, and these
    before what is handed over ('gửi danh sách …'); of equals the first. 'báo cáo' as a verb counts only where reporting
    is the main act, that is where the task begins with it.
    """
    best: tuple[int, Product] | None = None
    for match in _VERB_OF_PRODUCT.finditer(text, start, end):
        verb_words = _plain(match.group())
        if verb_words == "cụ thể hóa" and (into := _INTO.match(text, match.end(), end)):
            if _PAPER.match(text, into.end(), end):
                return Product(into.end(), _end_of(text, into.end(), end), verb_words)
        near = match.start() - (verb if verb is not None else start) < _NEAR_THE_VERB
        head = _head_after(text, match, verb_words, end)
        if head is not None and not near and verb_words == "xây dựng" and _POLICY.match(text, head, end):
            head = None
        if head is None or _orders_nothing(text, start, match, verb_words):
            continue
        rank = 0 if match["make"] else 1 if match["change"] else 3
        rank += _many(text, match.end(), head)
        if best is None or rank < best[0]:
            begin = match.start() if verb_words == "báo cáo" and _FIGURES.match(text, head, end) else head
            best = (rank, Product(begin, _end_of(text, head, end), verb_words))
    if best and not best[1].verb.endswith("bằng"):
        return best[1]
    return (
        _report(text, start, end, verb)
        or (best[1] if best else _in_writing(text, start, end))
        or _handed_over(text, start, end)
    )


def _orders_nothing(text: str, start: int, verb: re.Match[str], words: str) -> bool:
    before = text[max(start, verb.start() - 130) : verb.start()]
    if _NO_VERB.search(before[-12:] + words):
        return True
    if text[verb.start()].isupper() and re.search(r"[\w,][\s*]+$", before):
        return True  # part of a name: 'Phòng Đất đai và Xây dựng'
    if words == "dự thảo" and _IS_A_DRAFT.search(before):
        return True
    if words == "có":
        before = _MUST.sub("", before)  # 'mỗi đợt phải có biên bản'
    return _NO_ORDER.search(before) is not None or (
        words in _OUTSIDE_TITLES and _TITLE.search(before) is not None
    )


def _many(text: str, at: int, head: int) -> int:
    return int(re.search(r"(?:các|những)[\s*]+$", text[at:head]) is not None)


def _plain(words: str) -> str:
    return " ".join(words.replace("*", "").split()).lower()


def _head_after(text: str, verb: re.Match[str], words: str, end: int) -> int | None:
    """Where the product of the verb begins, or None where none stands behind it or it exists already."""
    loose = words in _FOR_LOOSE
    for at in _behind(text, verb, words, end):
        determiner = _DETERMINER.match(text, at, end)
        begin = determiner.end() if determiner else at
        carried = _CARRIES_OUT.search(text, verb.start(), at)
        head = (_ANY_PRODUCT if loose and not carried else _PAPER).match(text, begin, end)
        if head is None:
            continue
        if carried and carried.end() >= at - 1 and words in _ADVISES:
            return None  # 'tham mưu triển khai kế hoạch': the plan is there
        exists = _EXISTS.match(text, head.end(), end)
        if verb["change"] and exists and _plain(exists.group()).strip() == "này":
            exists = None  # 'cập nhật danh mục này mỗi quý'
        if _NOT_A_PAPER.match(text, begin, end) or exists:
            return None
        if words in _ONLY_OF and not _ONLY_OF[words].match(text, begin, end):
            return None
        if (
            head.group().lower().startswith("báo")
            and not (words in ("gửi", "nộp") and text[head.end() : head.end() + 4] == " về ")
            and _is_a_verb(text, head.end(), end)
        ):
            return None
        return begin
    return None


def _behind(text: str, verb: re.Match[str], words: str, end: int) -> list[int]:
    """Behind the verb itself, behind the verbs joined to it, and behind the one advised ('tham mưu UBND phường …')."""
    places = [verb.end()]
    at = verb.end()
    for _ in range(0 if verb["hand"] else 3):
        joined = _JOINED.match(text, at, end)
        other = _VERB.match(text, joined.end(), end) if joined else None
        if other is None:
            break
        at = other.end()
        places.append(at)
    if words in ("tham mưu", "đề xuất", "trình", "báo cáo"):
        begin = skip_markup(text, verb.end(), end)
        authority = _AUTHORITY.match(text, begin, end)
        head = class_head_at(text, begin, end)
        if authority:
            places.append(authority.end())
        elif head is not None:
            parties = parties_at(text, begin, min(end, begin + _LONGEST_NAMES), classes=True)
            inside = _PAPER.search(text, head, parties[-1].end) if parties else None
            if inside:
                places.append(inside.start() - 1)
            elif parties:
                submitted = _SUBMITTED.match(text, parties[-1].end, end)
                if submitted or words == "tham mưu":
                    places.append(submitted.end("what") if submitted else parties[-1].end)
    return places


def product_behind(text: str, start: int, end: int) -> int:
    """Where the name of a body ends that a product is named right behind ('UBND phường phương án …'), else `end`."""
    found = _SMALL_PRODUCT.search(text, start + 3, end)
    return start + len(text[start : found.start()].rstrip(" \n*")) if found else end


def verb_at(text: str, at: int, end: int) -> int | None:
    """Where the verb that begins at `at` ends, the longest one that stands there; None where none does."""
    match = _VERB.match(text, at, end)
    return match.end() if match else None


def long_verb_at(text: str, at: int, end: int) -> int | None:
    """As `verb_at`, for verbs of two syllables or more: those of one are half of many nouns."""
    after = verb_at(text, at, end)
    return after if after is not None and _SPACE.search(text, at, after) else None


def _is_a_verb(text: str, at: int, end: int) -> bool:
    """Whether 'báo cáo' before `at` is done to somebody, not something that is handed over."""
    begin = skip_markup(text, at, end)
    rest = text[begin : begin + 4]
    return class_head_at(text, begin, end) is not None or rest in (
        "cấp ",
        "về S",
        "về Ủ",
        "về U",
        "về V",
        "về P",
        "về B",
    )


def _end_of(text: str, head: int, end: int) -> int:
    """Where the name of the product that begins at `head` ends."""
    first = _ANY_PRODUCT.match(text, head, end)
    at = first.end() if first else head
    body = at
    before = _BEFORE_ITS_ACTS.match(text, at, end)
    act = _JOINED.match(text, before.end() if before else at, end)
    of_acts = bool(
        act
        and _OF_ACTS.match(text, head, end)
        and "," not in act.group()
        and long_verb_at(text, act.end(), end) is not None
        and not _NEXT_ACT.match(text, act.end(), end)
    )
    limit = min(end, head + 220)
    listed = first is not None and first.group().lower().startswith("danh")
    while at < limit:
        if listed and at > body and (relative := _OF_THOSE_WHO.match(text, at, limit)):
            at = relative.end()
            continue
        if _END.match(text, at, limit) or (at > body and _END_LATER.match(text, at, limit)):
            break
        joint = _CONJUNCTION.match(text, at, limit)
        if joint and not _goes_on(text, joint, limit, of_acts=of_acts):
            break
        at = joint.end() if joint else at + 1
    return _shortened(text, head, trim_end(text, head, at))


def _goes_on(text: str, joint: re.Match[str], end: int, *, of_acts: bool) -> bool:
    """Whether the name goes on behind a comma or 'và': another product, another act of a plan of acts, a noun."""
    at = joint.end()
    if _OPENS_MORE.match(text, at, end):
        return False
    determined = re.compile(rf"(?:các|những|dự{_S}thảo|bản){_S}").match(text, at, end)
    paper = _PAPER.match(text, determined.end() if determined else at, end)
    if paper and paper.group().lower().startswith("báo"):
        if _is_a_verb(text, paper.end(), end) or _RESULTS.match(text, paper.end(), end):
            return False  # '…, báo cáo Ban Thường vụ', '… và báo cáo kết quả về …'
    if paper:
        return True
    if _NEXT_ACT.match(text, at, end) or _MANNER.match(text, at, end):
        return False
    if _VERB.match(text, at, end):
        return of_acts and long_verb_at(text, at, end) is not None
    return "," not in joint.group() or text[at : at + 1].islower()


def _shortened(text: str, head: int, end: int) -> int:
    """A long name is cut before the last word that opens an attribute ('thực hiện', 'của', 'giữa')."""
    words = list(_WORD.finditer(text, head, end))
    if len(words) <= _LONGEST + 3:
        return end
    limit = words[_LONGEST - 1].end()
    cuts = [cut.start() for cut in _SOFT_END.finditer(text, words[2].end(), limit)]
    return trim_end(text, head, cuts[-1] if cuts else limit)


_IN_WRITING = Pattern(
    rf"(?:thông{_S}tin|trả{_S}lời|phản{_S}hồi|báo{_S}cáo|gửi|kiến{_S}nghị)[^.;,]{{0,40}}?bằng{_S}(?P<product>văn{_S}bản)",
    re.IGNORECASE,
)


def _in_writing(text: str, start: int, end: int) -> Product | None:
    found = _IN_WRITING.search(text, start, end)
    return Product(found.start("product"), found.end("product"), "bằng văn bản") if found else None


_HANDED_OVER = Pattern(
    rf"(?:[;.]{_S}|\A)(?P<product>(?!báo{_S}cáo{_S}(?:ngay|kịp|về|cấp|cho|với){_W})(?:{_PAPERS})(?:{_S}(?!gửi|trình|nộp|phải|được|ban{_S}hành|hoàn{_S}thành)[^\s*,.;:()]+){{0,6}})(?={_S}(?:phải{_S}|được{_S})?(?:gửi|trình|nộp|ban{_S}hành|hoàn{_S}thành|phát{_S}hành|xong){_W})",
    re.IGNORECASE,
)


def _handed_over(text: str, start: int, end: int) -> Product | None:
    """'Tổ chức diễn tập …; kế hoạch diễn tập trình Bí thư phê duyệt': the paper stands before the verb that hands it over."""
    found = _HANDED_OVER.search(text, start, end)
    return Product(found.start("product"), found.end("product"), "gửi") if found else None


# --- reporting as the main act -------------------------------------------------------------------------------------

# Words up to the next 'báo': each repetition is possessive, so that a list of a thousand verbs costs no more than its length.
_WORDS = rf"(?:{_S}(?!báo(?!\w))[^\s*,.;:()]+)"
_TIME_WORDS = r"(?:[\s*]+(?!báo(?!\w))[^\s*.;]+)"
_RESULT = rf"(?:{_S}(?:kết{_S}quả|tình{_S}hình|tiến{_S}độ|số{_S}liệu){_WORDS}{{0,8}}+)?+"
_REPORTING_FIRST = Pattern(
    rf"(?:(?:định{_S}kỳ|h[ằà]ng{_S}\w++|sáu{_S}tháng|\d++{_S}tháng|quý|năm|sơ{_S}kết|tổng{_S}kết|tiến{_S}độ|và|hoặc{_WORDS}{{1,8}}+"
    rf"|(?:(?:trước|vào){_S})?+(?:ngày|chiều|sáng){_TIME_WORDS}{{0,14}}+|lập|gửi|khẩn{_S}trương|kịp{_S}thời|thường{_S}xuyên"
    rf"|tổng{_S}hợp(?:{_S}chung)?+{_RESULT}|rà{_S}soát|kiểm{_S}tra|đánh{_S}giá|nghiên{_S}cứu|xác{_S}minh|làm{_S}rõ|thống{_S}kê|xem{_S}xét)[\s*,]*+)*+"
    rf"(?P<product>báo{_S}cáo){_W}",
    re.IGNORECASE,
)
_REPORT_OF = Pattern(
    rf"{_S}(?:kết{_S}quả|tình{_S}hình|số{_S}liệu|tiến{_S}độ|tổng{_S}hợp|đánh{_S}giá|chất{_S}lượng|sơ{_S}kết|tổng{_S}kết|chuyên{_S}đề|giám{_S}sát|khảo{_S}sát|thẩm{_S}định|thẩm{_S}tra|quyết{_S}toán|nhanh|tuần)(?:{_S}[^\s*,.;:()]+){{0,9}}?"
    rf"(?=[,.;:(]|{_S}(?:về|gửi|cho|đến|tới|trước|theo|để|định|với|tại|trên|qua|thông|chậm|bằng|lên|hằng|hàng|trong|hoàn|xong|của{_S}đơn){_W}|{_S}[ỦUSBĐVTCHP][ỷyBởaăhâ]|{_S}(?:các{_S}tổ|cấp{_S}có)|$)"
)


def _report(text: str, start: int, end: int, verb: int | None) -> Product | None:
    for at in (start, start if verb is None else verb):
        found = _REPORTING_FIRST.match(text, skip_markup(text, at, end), end)
        if found:
            begin, after = found.span("product")
            of = _REPORT_OF.match(text, after, end)
            return Product(begin, trim_end(text, begin, of.end() if of else after), "báo cáo")
    return None
