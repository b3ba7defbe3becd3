"""Who can log in to the large workspace. Plain data: the command line shows it without Django."""

from sauro.site.demo.accounts import Account

NAME = "Thành phố Lam Giang"
SLUG = "lam-giang"

CLERK, LEADER, HEAD = "vanthu.tp", "chutich.tp", "truongtram.tp"
RARE, AUDITOR, ADMINISTRATOR = "chuyenvien.tp", "kiemsoat.tp", "quantri.tp"

CITY_ACCOUNTS = (
    Account(CLERK, "Văn thư UBND thành phố"),
    Account(LEADER, "Chủ tịch UBND thành phố"),
    Account(HEAD, "Trưởng Trạm Y tế số 1: đơn vị chủ trì một phần trăm số nhiệm vụ"),
    Account(RARE, "Chuyên viên Trạm Y tế số 1: chỉ thấy một phần trăm số nhiệm vụ"),
    Account(AUDITOR, "Người kiểm soát nhật ký của UBND thành phố"),
    Account(ADMINISTRATOR, "Quản trị hệ thống"),
)
