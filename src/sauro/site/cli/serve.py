"""`sauro serve`, `sauro worker`, `sauro migrate`, `sauro check`: running the site. Django is imported when one runs."""

import os
from pathlib import Path

import click

from sauro.site.cli.output import note, write_out
from sauro.site.cli.vietnamese_click import Command

NOT_SOUND = 1
WRONG_SETTING = 78  # EX_CONFIG of sysexits.h


def port_number(_ctx: click.Context, _param: click.Parameter, value: str) -> int:
    number = int(value) if value.isdecimal() else -1
    if not 0 <= number <= 65_535:
        raise click.BadParameter(f"“{value}” không phải số cổng từ 0 đến 65535 (0: cổng trống bất kỳ).")
    return number


@click.command(
    "serve",
    cls=Command,
    short_help="Chạy trang web và tiến trình đọc văn bản.",
    options_metavar="[TÙY CHỌN]",
    add_help_option=False,
)
@click.option("--host", default="127.0.0.1", metavar="ĐỊA_CHỈ", help="Địa chỉ lắng nghe, mặc định 127.0.0.1.")
@click.option("--port", callback=port_number, default="8000", metavar="CỔNG", help="Cổng, mặc định 8000.")
@click.help_option("-h", "--help", help="In trang hướng dẫn này rồi thoát.")
def serve_command(host: str, port: int) -> int:
    """Chạy Sáu Rõ: một tiến trình web và một tiến trình đọc văn bản, tự chạy lại khi một trong hai bị dừng.

    Cơ sở dữ liệu được cập nhật trước khi mở. Dữ liệu nằm trong thư mục SAURO_DATA (mặc định: var). Tài khoản dùng thử
    chỉ được mở ở 127.0.0.1.

    \b
    Ví dụ:
      sauro serve
      sauro serve --port 9000
      SAURO_DATA=/srv/sauro SAURO_HOSTS=sauro.dong-lau.example SAURO_HTTPS=1 sauro serve --host 0.0.0.0

    \b
    Mã thoát:
      0 đã dừng theo yêu cầu     71 không mở được cổng
      69 không có cơ sở dữ liệu  77 tài khoản dùng thử ở địa chỉ mà máy khác vào được
      70 một tiến trình không chạy được
    """
    from sauro.site.server.supervisor import PORT_TAKEN, CannotListen, serve

    try:
        return serve(host, port, note)
    except CannotListen as error:
        note(
            f"Lỗi: không mở được {host}:{port} ({error}).\n"
            f"Có thể một chương trình khác đang dùng cổng này. Chọn cổng khác: sauro serve --port {port + 1}"
        )
        return PORT_TAKEN


@click.command(
    "worker",
    cls=Command,
    short_help="Chỉ chạy tiến trình đọc văn bản (cho máy thứ hai trở đi).",
    options_metavar="",
    add_help_option=False,
)
@click.help_option("-h", "--help", help="In trang hướng dẫn này rồi thoát.")
def worker_command() -> int:
    """Chỉ chạy tiến trình đọc văn bản, trên máy dùng chung cơ sở dữ liệu (DATABASE_URL) và kho tệp với máy chủ web.

    Tiến trình dừng khi nhận SIGTERM hoặc Ctrl-C; văn bản đang đọc dở được trả lại để máy khác đọc tiếp.

    \b
    Ví dụ:
      DATABASE_URL=postgres://sauro@10.0.0.5/sauro sauro worker
    """
    status = start_django()
    if status:
        return status
    from sauro.site.server.worker import main

    note("Tiến trình đọc văn bản đang chạy (Ctrl-C để dừng)")
    main()
    return 0


@click.command(
    "migrate",
    cls=Command,
    short_help="Cập nhật các bảng của cơ sở dữ liệu.",
    options_metavar="",
    add_help_option=False,
)
@click.help_option("-h", "--help", help="In trang hướng dẫn này rồi thoát.")
def migrate_command() -> int:
    """Cập nhật các bảng của cơ sở dữ liệu lên bản này; không có gì để cập nhật thì không làm gì.

    Lệnh serve tự làm việc này; gọi riêng khi web và tiến trình đọc chạy ở nhiều máy.

    \b
    Ví dụ:
      sauro migrate
    """
    status = start_django()
    if status:
        return status
    from django.db import DatabaseError

    from sauro.site.server.preparation import NO_DATABASE, migrate

    try:
        names = migrate()
    except DatabaseError as error:
        note(f"Lỗi: không cập nhật được cơ sở dữ liệu ({str(error).strip()}).")
        return NO_DATABASE
    write_out((f"Đã cập nhật: {', '.join(names)}\n" if names else "Không có gì để cập nhật.\n").encode())
    return 0


@click.command(
    "check",
    cls=Command,
    short_help="Kiểm tra máy, dữ liệu và nhật ký; nói rõ còn thiếu gì.",
    options_metavar="",
    add_help_option=False,
)
@click.help_option("-h", "--help", help="In trang hướng dẫn này rồi thoát.")
def check_command() -> int:
    """Kiểm tra cài đặt: thư mục dữ liệu, cơ sở dữ liệu, LibreOffice, tiến trình đọc, và nhật ký có bị sửa không.

    \b
    Ví dụ:
      sauro check

    Mã thoát: 0 mọi thứ dùng được (có thể kèm lưu ý); 1 có lỗi phải sửa; 78 cấu hình sai.
    """
    status = start_django()
    if status:
        return status
    from sauro.site.server.soundness import look

    findings = look()
    for finding in findings:
        write_out(f"{finding.mark:<7}{finding.text}\n".encode())
    return NOT_SOUND if any(finding.is_fault for finding in findings) else 0


def start_django() -> int:
    """Starts Django; gives an exit code where the settings are wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sauro.site.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        note(f"Lỗi: cấu hình sai: {error}")
        return WRONG_SETTING
    except OSError as error:
        folder = Path(os.environ.get("SAURO_DATA", "var")).resolve()
        note(f"Lỗi: không dùng được thư mục dữ liệu {folder} ({error.strerror}). Hãy đặt SAURO_DATA.")
        return WRONG_SETTING
    return 0
