"""Who can log in to the demo ward, and what to try there first."""

from dataclasses import dataclass

PASSWORD = "sen-trang-dong-lau"  # noqa: S105 - of invented people, on loopback only; printed in the README


@dataclass(frozen=True)
class Account:
    username: str
    role: str  # as the command line shows it


ACCOUNTS = (
    Account("vanthu", "Văn thư của UBND và HĐND phường: tải văn bản lên, duyệt kết quả đọc, giao việc"),
    Account("vanthu2", "Văn thư thứ hai của UBND: để thử hai người cùng duyệt một văn bản"),
    Account("chutich", "Chủ tịch UBND, đồng thời Phó Bí thư Đảng ủy"),
    Account("phochutich", "Phó Chủ tịch UBND phụ trách đô thị"),
    Account("bithu", "Bí thư Đảng ủy, đồng thời Chủ tịch HĐND"),
    Account("chanhvanphong", "Chánh Văn phòng HĐND và UBND"),
    Account("truongphong.kinhte", "Trưởng phòng Kinh tế, Hạ tầng và Đô thị"),
    Account("truongphong.vanhoa", "Trưởng phòng Văn hóa - Xã hội"),
    Account("chuyenvien.kinhte", "Chuyên viên: chỉ thấy việc của phòng mình"),
    Account("chuyenvien.vanhoa", "Chuyên viên Phòng Văn hóa - Xã hội"),
    Account("chuyenvien.yte", "Y sĩ Trạm Y tế"),
    Account("vanthu.danguy", "Văn thư Đảng ủy"),
    Account("chuyenvien.danguy", "Ủy viên Ủy ban Kiểm tra Đảng ủy"),
    Account("mattran", "Chủ tịch Ủy ban MTTQ Việt Nam phường"),
    Account("vanthu.mattran", "Văn thư Ủy ban MTTQ Việt Nam phường"),
    Account("kiemsoat", "Người kiểm soát nhật ký: xem việc của UBND, không sửa"),
    Account("quantri", "Quản trị hệ thống: xem máy chạy, không xem nội dung"),
)

TRY_FIRST = (
    "Đăng nhập “vanthu”, mở “217-UBND-VHXH trường học an toàn.pdf” đang chờ duyệt, sửa một việc rồi giao cả loạt.",
    "Tải lên một công văn của chính bạn (.docx, .pdf, .txt) và xem từng nhiệm vụ đứng ở câu nào.",
    "Đăng nhập “chuyenvien.kinhte”, tìm “via he” (không cần dấu) trong danh sách nhiệm vụ.",
)
