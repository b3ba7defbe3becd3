"""The words by which administrative Vietnamese orders things: verbs, manner, parties, products.

Lists are written from the language of the forms (NĐ 30/2020, Party guidance on documents), not from one document.
All patterns are for NFC text; `VERB` and the others are alternations without groups, longest first.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TypeAlias

SPACE = r"[\s*]+"


_WHOLE_WORD = re.compile(r"\A\\b([a-z]{3,})(?=\\s\+)")


class Pattern:
    """A regular expression that is compiled when it is first used: the lists below are long, importing stays cheap."""

    def __init__(self, source: str, flags: int = 0) -> None:
        # 'nghi(?<!\\wnghi)' is '\\bnghi' that a search looks for by its letters, not place by place.
        self._source = _WHOLE_WORD.sub(r"\1(?<!\\w\1)", source)
        self._flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._source, self._flags)

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        return self._compiled.match

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        return self._compiled.search

    @cached_property
    def fullmatch(self) -> Callable[..., re.Match[str] | None]:
        return self._compiled.fullmatch

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        return self._compiled.finditer


class Phrase(Pattern):
    """A pattern in which a space or ``\\s+`` stands for any white space: a line feed or a stray '*' changes nothing.

    Its character classes name white space as ``\\s``.
    """

    def __init__(self, source: str, flags: int = 0) -> None:
        super().__init__(source.replace(" ", SPACE).replace(r"\s+", SPACE), flags)


_Branches: TypeAlias = "dict[str, _Branches]"


def alternation(words: str, *, syllables: int = 1) -> str:
    """A regex alternation of phrases given one a line or separated by '|', longest first, white space made flexible.

    Phrases with one beginning share it ('báo (?:cáo|vệ)'), so that matching a list of hundreds looks at each letter once.
    """
    tree: _Branches = {}
    for part in words.replace("\n", "|").split("|"):
        phrase = " ".join(part.split())
        if phrase and phrase.count(" ") + 1 >= syllables:
            branch = tree
            for letter in phrase:
                branch = branch.setdefault(letter, {})
            branch[""] = {}
    return "|".join(_pattern_of(letter, below) for letter, below in tree.items())


def _pattern_of(letter: str, below: _Branches) -> str:
    own = SPACE if letter == " " else re.escape(letter)
    tails = [_pattern_of(following, deeper) for following, deeper in below.items() if following]
    if not tails:
        return own
    if "" in below:
        return f"{own}(?:{'|'.join(tails)})?"
    return own + (tails[0] if len(tails) == 1 else f"(?:{'|'.join(tails)})")


# Capital letters of Vietnamese, for a character class: 'À-Ỹ' would take small letters in.
UPPER = "A-ZĐÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"

# What stands before the content verb and says only how it is to be done.
MANNER = alternation("""
khẩn trương|tập trung|chủ động|tích cực|tiếp tục|kịp thời|thường xuyên|nghiêm túc|quyết liệt|kiên quyết|chú trọng
quan tâm|sớm|ngay|nhanh chóng|trực tiếp|phải|cần|cần phải|có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|thực hiện nghiêm
hằng năm|hàng năm|hằng tháng|hàng tháng|hằng quý|hàng quý|định kỳ|đồng thời|ưu tiên|từng bước|phấn đấu|căn cứ|trước mắt
đặc biệt|bên cạnh đó|ngoài ra|trên cơ sở đó|chủ trì|là cơ quan đầu mối|là đầu mối|làm đầu mối|phối hợp|thống nhất
tự|có thể|cũng|đều|luôn|cùng|nhất là|riêng|nghiêm|đẩy nhanh|cố gắng|nỗ lực|mạnh mẽ|tham gia
""")

# Verbs of orders, as they begin a task or stand after its owner.
_VERBS = """
ban hành|báo cáo|bảo đảm|đảm bảo|bảo tồn|bảo vệ|bàn giao|bám sát|biên soạn|biểu dương|bồi dưỡng|bố trí|bổ sung|bình xét
cải cách|cải thiện|cải tạo|cam kết|cảnh báo|cập nhật|cắt giảm|cân đối|cấp|cấp phát|cấp giấy|chấm điểm|chấm dứt|chấn chỉnh
chấp hành|chỉ đạo|chỉnh trang|chỉnh lý|chia sẻ|chịu trách nhiệm|chọn|chủ trì|chuẩn bị|chuẩn hóa|chuẩn hoá|chúc mừng|chuyển
chuyển đổi|chuyển giao|chăm lo|chăm sóc|chỉnh sửa|chi trả|chốt|chú ý|chú trọng|chứng thực|có biện pháp|có giải pháp
có kế hoạch|có phương án|có văn bản|có ý kiến|có trách nhiệm|công bố|công khai|công nhận|củng cố|cụ thể hóa|cụ thể hoá
cung cấp|cung ứng|cử|dự báo|dự kiến|dự thảo|dự trù|duy trì|duyệt|dành|đa dạng hóa|đa dạng hoá|đánh giá|đào tạo|đăng ký
đăng tải|đăng|đầu tư|đấu tranh|đẩy mạnh|đẩy nhanh|đề cao|đề nghị|đề xuất|điều chỉnh|điều hành|điều phối|điều tra|định hướng
đôn đốc|đối chiếu|đối soát|đổi mới|động viên|đơn giản hóa|đơn giản hoá|đóng góp|đưa|đưa tin|giải phóng|giải quyết|giải trình
giải ngân|giám sát|giao|giảng dạy|giáo dục|giới thiệu|giữ gìn|giữ vững|giúp|gắn|góp ý|góp phần|gửi|hạn chế|hành động
hình thành|hoàn chỉnh|hoàn thành|hoàn thiện|hoàn trả|học tập|hỗ trợ|huy động|hướng dẫn|hướng tới|hợp tác|hiện đại hóa|hiệp thương
kết nối|kết hợp|kê khai|kêu gọi|khai mạc|khai thác|khảo sát|khắc phục|khen thưởng|khẩn trương|khởi công|khơi dậy|khuyến khích
khôi phục|khống chế|kiện toàn|kiểm điểm|kiểm kê|kiểm soát|kiểm tra|kiến nghị|kiến tạo|kịp thời|kích hoạt|kiên quyết|ký|ký kết
lãnh đạo|lan tỏa|làm|làm rõ|làm tốt|làm việc|lấy ý kiến|lập|lắp đặt|liên hệ|liên kết|lồng ghép|lựa chọn|lưu trữ|lưu ý|lưu
minh bạch|mở|mở rộng|mở lớp|mời|mua sắm|nắm|nắm bắt|nắm chắc|nâng cao|nâng cấp|nêu cao|ngăn chặn|nghiên cứu|nghiệm thu
nhân rộng|nhận diện|nhận xét|nhập|nhắc nhở|niêm yết|nộp|nuôi dưỡng|ổn định|ổn định tổ chức|phân bổ|phân cấp|phân công
phân loại|phân tích|phân luồng|phản ánh|phản biện|phản hồi|phát động|phát hành|phát hiện|phát huy|phát triển|phát sóng
phê duyệt|phê bình|phối hợp|phổ biến|phòng ngừa|phòng, chống|phòng chống|phục vụ|quan tâm|quán triệt|quản lý|quảng bá
quyết định|quyết toán|quy định|quy hoạch|rà soát|rút kinh nghiệm|rút ngắn|ra soát|ra quân|sao gửi|sàng lọc|sắp xếp|siết chặt|sơ kết
số hóa|số hoá|soạn thảo|sử dụng|sửa chữa|sửa đổi|tái cấu trúc|thành lập|phụ trách|tạo|tạo điều kiện|tạo lập|tạo sự|tạo chuyển biến|tăng cường
tăng|tập hợp|tập huấn|tập trung|thay đổi|thay thế|tham dự|tham gia|tham mưu|thanh tra|thanh toán|thanh quyết toán|tháo gỡ
theo dõi|thẩm định|thẩm tra|thí điểm|thiết kế|thiết lập|thông báo|thông tin|thông qua|thống kê|thống nhất|thu|thu gom|thu hút
thu hồi|thu thập|thúc đẩy|thực hành|thực hiện|thường trực|thường xuyên|tích hợp|tiếp cận|tiếp công dân|tiếp nhận|tiếp thu
tiếp tục|tiếp xúc|tiến hành|tiết kiệm|tìm hiểu|tìm kiếm|tính toán|tổ chức|tổng hợp|tổng kết|tôn tạo|tôn vinh|tối ưu hóa
trả lời|trang bị|tranh thủ|tra soát|trao đổi|trao|triển khai|trình|trích|trồng|truy cập|truy thu|truyền thông|trực|tư vấn
tuân thủ|tuyên dương|tuyên truyền|tuyển dụng|tuyển chọn|tu bổ|tu sửa|từ chối|tự đánh giá|tự kiểm tra|ứng dụng|ứng phó|ứng xử
ưu tiên|vận dụng|vận động|vận hành|vệ sinh|viết|xác định|xác minh|xác nhận|xác lập|xây dựng|xem xét|xét|xét duyệt|xin ý kiến|xóa|xoá
xóa bỏ|xử lý|xử phạt|xúc tiến|yêu cầu|áp dụng|ấn hành|bãi bỏ|bổ nhiệm|bảo trì|bảo dưỡng|cài đặt|kiểm đếm|mã hóa|nhập liệu|rải
tổng rà soát|tổng kiểm tra|đo đạc|điều động|luân chuyển|thu nộp|khoanh vùng|truy vết|dập dịch|tiêm|phun|cưỡng chế|đình chỉ
kiềm chế|kéo giảm|giảm|hạn chế|tránh|không để|gương mẫu|thi hành|thi đua|chia|đón|đón tiếp|tiếp
tự giác|cổ vũ|khích lệ|kiểm định|tích cực|tăng thu|thực thi|tuyên dương|cập nhập|nhận thức|đối thoại|giải đáp|ghi nhận
tổ chức thực hiện|tổ chức triển khai|khơi thông|chống|phòng|sáp nhập|đặt|dự toán|lãnh, chỉ đạo|kết luận|bảo quản|bảo mật
luân phiên|kết hợp|tăng tốc|chăm bồi|kết nạp|giới thiệu|phân định|chủ động|nạo vét|treo|cắm|xen|gia hạn|trả|rà|soát xét|tự nâng
dự sinh hoạt|dự họp|dự hội nghị|dự và|sơ tán|di dời|dừng|tạm dừng|phủ|phủ sóng|họp|bó gọn|thanh thải|dự trữ|gia cố|cắt tỉa|quét|dọn|tổng vệ sinh|phát quang|trang trí|phát thanh|đóng
niêm phong|tạm giữ|lấy mẫu|kiểm nghiệm|tiêm phòng|tiêm chủng|khám|cách ly|khử khuẩn|cứu hộ|cứu nạn|cứu trợ|trợ cấp|tạm ứng|thanh lý|cho thuê
đồng bộ|làm sạch|sao lưu|ký số|gắn mã|dán|phỏng vấn|hòa giải|thuyết phục|nhắc|cảnh cáo|kỷ luật|tuyển sinh|bầu|đề cử|miễn giảm|túc trực|ứng trực
điều tiết|xả|bơm|sản xuất|tiêu thụ|tặng|thăm|thăm hỏi|dâng hương|tri ân|vinh danh|giao lưu|ra mắt|in|in ấn|mua|thay|tháo dỡ|giải tỏa|thu dọn
vận chuyển|rút|hủy|tiêu hủy|gỡ|gỡ bỏ|chặn|cấm|khép kín|bình chọn|định danh|số hóa|chấm công|khoán|đối ứng|phân tán|hoàn trả|làm mới|cụ thể hoá
giải thể|khử trùng|tiêu độc|cấp phép|đăng cai|diễn tập|huấn luyện|tập luyện|luyện tập|thi tuyển|giao quân|sơ tuyển|kê biên|tất toán|cấp đổi|đo vẽ|gây quỹ|quyên góp|phân phối
phân khai|hợp nhất|truy quét|tấn công|trấn áp|triệt phá|truy tố|khởi tố|ngăn ngừa|khoanh nuôi|gieo trồng|gieo cấy|thu hoạch|khuyến cáo|hạch toán|truy xuất|quan trắc|mật phục|rèn luyện
cấu hình|thông xe|khai trương|hợp long|đóng điện|vẽ|vẽ lại|kết xuất|ấn định|biệt phái|kèm cặp|bỏ phiếu|di chuyển|tái định cư|trích lục|đo kiểm|trích xuất|đồng bộ hóa|tinh giản|tinh gọn|rà quét|bóc tách|phân rã|gắn kết
kiểm thử|chạy thử|vận hành thử|dựng|lắp|sửa|vá|phá dỡ|bốc thăm|mở thầu|chấm thầu|xác thực|kiểm chứng|triệu tập|phong tỏa|thu giữ|tịch thu|ghi|ghi âm|ghi hình|chụp ảnh|đánh số|đánh dấu|cắm mốc|cắm biển
phân làn|kẻ vạch|chăm bón|tưới|tái đàn|phòng trừ|tiêu diệt|sơ cứu|dạy|dạy nghề|coi thi|tuyển quân|tiếp sức|tổ chức lại|bàn bạc|thảo luận|hội ý|gặp|gặp gỡ|gặp mặt|truyền đạt|nhắn tin|liên lạc|hiển thị|lắng nghe
dàn trang|ra quyết định|chốt số liệu|khóa sổ|mở sổ|khấu trừ|trích nộp|hoàn ứng|ứng trước|bảo lãnh|xóa nợ|khoanh nợ|nhận|nhận bàn giao|giao nhận|tiếp quản|chia tách|tách|đổi tên|đặt tên|gắn biển|đưa vào|chốt chặn|rào chắn|đắp|hàn khẩu
nạo|khơi|vớt|tháo|đan xen|chỉ rõ|nêu rõ|xác định rõ|phân định rõ|xem lại|soát|soát lại|đánh giá lại|thử nghiệm|trình chiếu|trình diễn|trưng bày|kết nghĩa|đỡ đầu|giúp đỡ|đưa đón|đăng tin|hưởng ứng|cài|cắt|cắt bỏ|hủy bỏ|đính chính
hiệu chỉnh|rút gọn|lược bỏ|quy đổi|chuyển trả|bồi hoàn|đền bù|khen|lên danh sách|lên phương án|lên kế hoạch|làm lại|có thông báo|có báo cáo|có hình thức|cho ý kiến|tham gia ý kiến|đóng góp ý kiến|dự, chỉ đạo|dự và chỉ đạo|dự, theo dõi|phổ cập|phụ đạo|ôn tập|xếp loại|suy tôn|điều trị|cho vay|đàm phán|trưng dụng|hiệp đồng|ứng cứu|chôn lấp|san lấp|che chắn|chằng chống|tập kết|dàn dựng|tổng duyệt|trực ban
chuyển hóa|liên thông|khởi tạo|tuần tra|canh gác|trực chiến|giữ|đối khớp|xây lắp|thi công|khánh thành|đấu giá|đấu thầu|đấu nối
"""
VERB = alternation(_VERBS)
LONG_VERB = alternation(_VERBS, syllables=2)


# Orders given to a party: the party follows.
ORDERING = alternation("""
giao|giao cho|giao trách nhiệm cho|giao nhiệm vụ cho|giao nhiệm vụ|đề nghị|yêu cầu|phân công|phân công cho|ủy quyền cho|ủy quyền
đồng ý giao|phân công nhiệm vụ cho|phân công nhiệm vụ|giao trách nhiệm|thống nhất giao|trân trọng đề nghị|kính đề nghị|phân giao
""")
