"""Invented directives of any length, as text, as DOCX and as PDF: what the benchmarks read.

Everybody and everything in them is made up; the same seed gives the same words.
"""

import random
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

UNITS = (
    "Văn phòng HĐND và UBND phường",
    "Phòng Kinh tế, Hạ tầng và Đô thị",
    "Phòng Văn hóa - Xã hội",
    "Trung tâm Phục vụ hành chính công phường",
    "Công an phường",
    "Ban Chỉ huy Quân sự phường",
    "Trạm Y tế phường",
    "Ban Quản lý chợ Hàng Lau",
)
WORKS = (
    "rà soát các điểm họp chợ tạm trên địa bàn phường, lập danh mục điểm vi phạm",
    "xây dựng kế hoạch chỉnh trang vỉa hè các tuyến phố Hàng Lau, Hàng Thau và Bến Đúc",
    "tổng hợp kết quả số hóa hồ sơ hộ tịch, đối chiếu với sổ gốc đang lưu giữ",
    "tham mưu quy chế phối hợp tiếp nhận, xử lý phản ánh của người dân về trật tự đô thị",
    "kiểm tra điều kiện phòng cháy, chữa cháy tại các cơ sở kinh doanh có người ở lại qua đêm",
    "khảo sát mức độ hài lòng của người dân khi giải quyết thủ tục hành chính tại phường",
    "lập danh sách hộ gia đình chính sách cần hỗ trợ sửa chữa nhà ở trong mùa mưa bão",
    "hướng dẫn các tổ dân phố đăng ký mô hình tuyến phố xanh, sạch, đẹp, an toàn",
    "bố trí nhân lực trực tại bộ phận một cửa, bảo đảm không để hồ sơ chậm trễ",
)
DATES = (
    ", hoàn thành trước ngày {day:02d}/{month}/2026",
    "; báo cáo kết quả về Ủy ban nhân dân phường chậm nhất ngày {day:02d}/{month}/2026",
    ", trình Chủ tịch Ủy ban nhân dân phường phê duyệt trong tháng {month}/2026",
    "; định kỳ báo cáo trước ngày {day:02d} hằng tháng",
    " trong vòng {n:02d} ngày làm việc kể từ ngày nhận được văn bản này",
    "",
    "",
)
MANNERS = (
    ", bảo đảm đúng quy định, công khai, thuận tiện cho người dân và doanh nghiệp trên địa bàn phường",
    ", không để phát sinh trường hợp mới, gắn với trách nhiệm của từng cán bộ, công chức được giao phụ trách địa bàn",
    ", trong đó chú ý các tuyến phố có đông người đi lại, khu vực chợ, bến xe, trường học và cơ sở khám, chữa bệnh",
)
ASSESSMENTS = (
    (
        "Trong thời gian qua, công tác quản lý trật tự đô thị trên địa bàn phường Đồng Lau đã có nhiều chuyển biến; tỷ lệ "
        "hồ sơ giải quyết đúng hạn đạt {n},5%, tuy nhiên một số việc còn chậm so với yêu cầu."
    ),
    "Qua kiểm tra {n} tuyến phố, các lực lượng đã nhắc nhở {m} trường hợp; ý thức chấp hành của người dân được nâng lên.",
)
MONTHS = range(8, 13)


def directive(size: int, seed: int = 1) -> str:
    """A plan of an invented ward of about `size` bytes of UTF-8: letterhead, sections, items, closing, signature."""
    pick = random.Random(seed)  # noqa: S311 - invented words, no secret
    lines = [
        "ỦY BAN NHÂN DÂN",
        "PHƯỜNG ĐỒNG LAU",
        "Số: 57/KH-UBND",
        "Đồng Lau, ngày 03 tháng 8 năm 2026",
        "KẾ HOẠCH",
        "Nâng cao chất lượng phục vụ người dân và quản lý trật tự đô thị năm 2026",
        (
            "Thực hiện Kế hoạch số 12/KH-UBND ngày 15/01/2026 của Ủy ban nhân dân thành phố Sông Cả, Ủy ban nhân dân "
            "phường Đồng Lau ban hành kế hoạch như sau:"
        ),
        "I. ĐÁNH GIÁ CHUNG",
    ]
    for _ in range(max(1, size // 2_500)):
        lines += [text.format(n=pick.randint(81, 99), m=pick.randint(20, 90)) for text in ASSESSMENTS]
    lines.append("II. NHIỆM VỤ")
    section, used = 0, len("\n".join(lines).encode())
    while used < size:
        section += 1
        block = [f"{section}. {UNITS[(section - 1) % len(UNITS)]}"]
        block += [item(pick, letter) for letter in "abcdđeg"[: pick.randint(3, 6)]]
        used += len("\n".join(block).encode()) + 1
        lines += block
    lines += [
        "III. TỔ CHỨC THỰC HIỆN",
        (
            "Các phòng, đơn vị thuộc phường căn cứ kế hoạch này tổ chức thực hiện; gửi báo cáo về Văn phòng HĐND và UBND "
            "phường trước ngày 20/12/2026 để tổng hợp./."
        ),
        "Nơi nhận:",
        "- Các phòng, đơn vị thuộc phường;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Lò Văn Mây",
    ]
    return "\n".join(lines) + "\n"


def item(pick: random.Random, letter: str) -> str:
    """One ordered thing of two or three clauses, some with a partner, a date, a figure.

    With it a directive has about 1.6 orders a kilobyte, as the directives that offices get.
    """
    works = "; ".join(pick.sample(WORKS, pick.randint(2, 3)))
    manner = pick.choice(MANNERS)
    partner = f"Chủ trì, phối hợp với {pick.choice(UNITS)} " if pick.random() < 0.4 else ""
    date = pick.choice(DATES).format(
        day=pick.randint(1, 28), month=pick.choice(MONTHS), n=pick.randint(3, 15)
    )
    figure = (
        f"; phấn đấu đạt ít nhất {pick.randint(70, 99)}% số hộ trong diện" if pick.random() < 0.15 else ""
    )
    text = f"{partner}{works}{manner}{figure}{date}"
    return f"{letter}) {text[0].upper()}{text[1:]}."


def write_docx(text: str, path: Path) -> None:
    """The text as a DOCX, a line a paragraph, Times New Roman 14 (NĐ 30/2020, Phụ lục I)."""
    run = '<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="28"/></w:rPr>'
    body = "".join(
        f'<w:p><w:pPr><w:spacing w:after="120"/></w:pPr><w:r>{run}<w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in text.splitlines()
    )
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        )
        file.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}" '
            'Target="word/document.xml"/></Relationships>',
        )
        file.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{main}"><w:body>{body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
            '<w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701"/></w:sectPr></w:body></w:document>',
        )


def write_pdf(pages: int, path: Path) -> str | None:
    """A text PDF without tables of exactly that many pages; the reason in Vietnamese where it cannot be made."""
    import pypdfium2

    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return "không có LibreOffice để làm tệp PDF"
    with tempfile.TemporaryDirectory(prefix="sauro-bench-") as folder:
        source = Path(folder) / "plan.docx"
        write_docx(directive(4_500 * pages), source)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        convert = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        done = subprocess.run(convert, capture_output=True, timeout=180, check=False)
        made = source.with_suffix(".pdf")
        if done.returncode or not made.is_file():
            return "LibreOffice không làm được tệp PDF"
        whole, kept = pypdfium2.PdfDocument(made), pypdfium2.PdfDocument.new()
        found = len(whole)
        if found >= pages:
            kept.import_pages(whole, range(pages))
            kept.save(path)
        kept.close()
        whole.close()
        return None if found >= pages else f"tệp PDF chỉ có {found} trang"
