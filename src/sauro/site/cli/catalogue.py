"""`sauro catalogue`: for those who work on Sáu Rõ itself, in a checkout of its sources."""

import shutil

import click

from sauro.site.cli.develop import checkout, outside
from sauro.site.cli.output import note
from sauro.site.cli.vietnamese_click import Command

NO_GETTEXT = 4


@click.command(
    "catalogue",
    cls=Command,
    short_help="Gom và biên dịch chữ của giao diện (trong thư mục mã nguồn).",
    options_metavar="",
    add_help_option=False,
)
@click.argument("rooms", metavar="[PHÒNG]…", nargs=-1)
@click.help_option("-h", "--help", help="In trang hướng dẫn này rồi thoát.")
def catalogue_command(rooms: tuple[str, ...]) -> int:
    """Gom chữ của từng phòng vào locale/vi/LC_MESSAGES/django.po rồi biên dịch.

    \b
    Ví dụ:
      sauro catalogue
      sauro catalogue tasks

    Cần GNU gettext (xgettext, msgmerge, msgfmt). Mã thoát: 0 đã đủ bản dịch; 1 còn chữ chưa dịch; 3 khi không ở
    trong thư mục mã nguồn; 4 khi chưa cài gettext.
    """
    if checkout() is None:
        return outside("catalogue")
    if shutil.which("xgettext") is None:
        note("Lỗi: chưa cài gettext. Trên Debian, Ubuntu: sudo apt install gettext")
        return NO_GETTEXT
    from sauro.site import catalogue

    missing = [(room, count) for room, count in catalogue.update(rooms) if count]
    for room, count in missing:
        note(f"{room}: còn {count} chỗ chưa dịch")
    return 1 if missing else 0
