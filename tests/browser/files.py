"""Files that the browser drops: a directive as a real PDF, and files that no reader can take."""

import base64
import shutil
import subprocess
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sauro.site.demo.word import docx

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

DIRECTIVE = """[letterhead]
| ỦY BAN NHÂN DÂN<br>PHƯỜNG ĐỒNG LAU<br>Số: {number}/UBND-KTHTĐT<br>V/v tổ chức phiên chợ xuân | \
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc<br>Đồng Lau, ngày {today:%d} tháng {today:%m} năm {today:%Y} |

Kính gửi:
- Phòng Kinh tế, Hạ tầng và Đô thị;
- Phòng Văn hóa - Xã hội;
- Công an phường.

Để phiên chợ xuân được tổ chức an toàn, UBND phường yêu cầu các đơn vị thực hiện các nội dung sau:
1. Phòng Kinh tế, Hạ tầng và Đô thị lập sơ đồ gian hàng {mark}, trình Chủ tịch UBND phường phê duyệt trước ngày {first:%d/%m/%Y}.
2. Phòng Văn hóa - Xã hội xây dựng kế hoạch văn nghệ, báo cáo UBND phường trước ngày {second:%d/%m/%Y}.
3. Công an phường bố trí lực lượng giữ gìn trật tự tại cổng chợ.
4. Trạm Y tế phường kiểm tra an toàn thực phẩm tại các gian hàng ăn uống, lập biên bản kiểm tra.
5. Văn phòng HĐND và UBND phường theo dõi, đôn đốc, tổng hợp kết quả báo cáo Chủ tịch UBND phường trước ngày \
{third:%d/%m/%Y}.

[letterhead]
| Nơi nhận:<br>- Như trên;<br>- Lưu: VT. | TM. ỦY BAN NHÂN DÂN<br>CHỦ TỊCH<br><br>Đoàn Minh Thước |
"""
TASKS = 5


def directive(number: int, mark: str) -> str:
    """The description of an invented directive; `mark` is a word by which its first task is found again."""
    today = date.today()  # noqa: DTZ011 - the day of the machine, as the server sees it
    first, second, third = (today + timedelta(days=days) for days in (9, 12, 20))
    return DIRECTIVE.format(number=number, mark=mark, today=today, first=first, second=second, third=third)


def make_docx(path: Path, number: int, mark: str) -> Path:
    path.write_bytes(docx(directive(number, mark)))
    return path


def make_pdf(path: Path, number: int, mark: str, office: str) -> Path:
    """The same as a PDF, printed by LibreOffice."""
    with tempfile.TemporaryDirectory(prefix="sauro-browser-") as folder:
        source = make_docx(Path(folder) / "van-ban.docx", number, mark)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        subprocess.run(
            [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)],
            check=True,
            capture_output=True,
            timeout=180,
        )
        shutil.move(Path(folder) / "van-ban.pdf", path)
    return path


def drop(page: "Page", target: "Locator", *paths: Path) -> None:
    """Drops files as a mouse does: one event with all of them."""
    told = [
        {"name": path.name, "data": base64.b64encode(path.read_bytes()).decode("ascii")} for path in paths
    ]
    transfer = page.evaluate_handle(
        """(files) => {
            const transfer = new DataTransfer();
            for (const { name, data } of files) {
                const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
                transfer.items.add(new File([bytes], name));
            }
            return transfer;
        }""",
        told,
    )
    for kind in ("dragenter", "dragover", "drop"):
        target.dispatch_event(kind, {"dataTransfer": transfer})
