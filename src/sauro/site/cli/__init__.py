"""The command line: `sauro read`, `sauro serve` and its parts, `sauro test`, `sauro bench`.

Start-up stays light: what a command needs (the reader, Rich, openpyxl) is imported when that command runs.
"""

import os
import sys

import click

from sauro import __version__
from sauro.site.cli.catalogue import catalogue_command
from sauro.site.cli.demo import demo_command
from sauro.site.cli.develop import bench_command, suite_command
from sauro.site.cli.journal import verify_journal_command
from sauro.site.cli.output import CANNOT_WRITE, CannotWriteError
from sauro.site.cli.read import read_command
from sauro.site.cli.serve import check_command, migrate_command, serve_command, worker_command
from sauro.site.cli.vietnamese_click import WRONG_CALL, Group, explain

STOPPED = 130  # 128 + SIGINT
CLOSED_PIPE = 141  # 128 + SIGPIPE


@click.group(
    cls=Group,
    invoke_without_command=True,
    add_help_option=False,
    options_metavar="[TÙY CHỌN]",
    subcommand_metavar="LỆNH [THAM SỐ]…",
    epilog="Thêm --help sau mỗi lệnh để xem cách dùng và ví dụ: sauro read --help",
)
@click.version_option(__version__, "--version", message="Sáu Rõ %(version)s", help="In phiên bản rồi thoát.")
@click.help_option("-h", "--help", help="In trang hướng dẫn này rồi thoát.")
@click.pass_context
def program(ctx: click.Context) -> None:
    """Sáu Rõ: từ văn bản chỉ đạo đến kết quả ai cũng theo dõi được.

    Đọc một công văn, thông báo, kế hoạch… và liệt kê từng nhiệm vụ với người thực hiện, hạn, sản phẩm,
    kèm đúng câu chữ trong văn bản và sáu yêu cầu rõ: người, việc, thời gian, trách nhiệm, sản phẩm, thẩm quyền.
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


for command in (
    read_command,
    demo_command,
    serve_command,
    worker_command,
    migrate_command,
    check_command,
    verify_journal_command,
    suite_command,
    bench_command,
    catalogue_command,
):
    program.add_command(command)


def run(arguments: list[str] | None = None) -> int:
    """Runs the command line and gives its exit code; every message of a failure is on standard error."""
    try:
        # Not `program.main`: it has English words and other exit codes for the failures that follow.
        with program.make_context("sauro", sys.argv[1:] if arguments is None else arguments) as context:
            result = program.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:
        # The reader of our output has gone (sauro read … | head): nothing is left to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLOSED_PIPE
    except CannotWriteError as error:
        click.echo(f"Lỗi: {error}", err=True)
        return CANNOT_WRITE
    except click.ClickException as error:
        where = getattr(error, "ctx", None)
        help_page = f"{where.command_path} --help" if where else "sauro --help"
        click.echo(f"Lỗi: {explain(error)}\nXem cách dùng: {help_page}", err=True)
        return WRONG_CALL
    return result if isinstance(result, int) else 0


def main() -> None:
    """The entry point of the command `sauro`."""
    for stream in (sys.stdout, sys.stderr):
        # Vietnamese needs UTF-8 whatever the locale says (LANG=C).
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run())
