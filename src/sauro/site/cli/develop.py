"""`sauro test` and `sauro bench`: for those who work on Sáu Rõ itself, in a checkout of its sources."""

import subprocess
import sys
from pathlib import Path

import click

from sauro.site.cli.output import note, write_out
from sauro.site.cli.vietnamese_click import Command

NO_CHECKOUT = 3
NO_PYTEST = 4
HERE = Path(__file__).resolve()


def checkout() -> Path | None:
    """The folder of the sources that this program runs from, None for an installed package."""
    root = HERE.parents[4]
    return root if (root / "pyproject.toml").is_file() and (root / "tests").is_dir() else None


def outside(command: str) -> int:
    """Says that a command needs a checkout; gives the exit code."""
    note(
        f"Lỗi: lệnh {command} chỉ chạy trong thư mục mã nguồn của Sáu Rõ (nơi có pyproject.toml và tests).\n"
        f"Sao chép kho mã nguồn về máy, vào thư mục đó rồi gọi: ./sauro {command}"
    )
    return NO_CHECKOUT


@click.command(
    "test",
    cls=Command,
    short_help="Chạy bộ kiểm thử (trong thư mục mã nguồn).",
    options_metavar="",
    add_help_option=False,
    context_settings={"ignore_unknown_options": True},
)
@click.argument("arguments", metavar="[THAM SỐ PYTEST]…", nargs=-1, type=click.UNPROCESSED)
@click.help_option("-h", "--help", help="In trang hướng dẫn này rồi thoát.")
def suite_command(arguments: tuple[str, ...]) -> int:
    """Chạy bộ kiểm thử của Sáu Rõ bằng pytest; mọi tham số được chuyển nguyên cho pytest.

    \b
    Ví dụ:
      sauro test
      sauro test tests/reading -x
      sauro test -k workbook
      sauro test -- --help           hướng dẫn của pytest

    Mã thoát là mã của pytest (0: mọi kiểm thử đều đạt); 3 khi không ở trong thư mục mã nguồn; 4 khi chưa cài pytest.
    """
    root = checkout()
    if root is None:
        return outside("test")
    from importlib.util import find_spec

    if find_spec("pytest") is None:
        note("Lỗi: chưa cài pytest. Gọi ./sauro test trong thư mục mã nguồn để cài đủ bộ công cụ.")
        return NO_PYTEST
    # The person at the keyboard gives the arguments; no shell sees them.
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=root, check=False).returncode


@click.command(
    "bench",
    cls=Command,
    short_help="Đo tốc độ, bộ nhớ và độ chính xác (trong thư mục mã nguồn).",
    options_metavar="[TÙY CHỌN]",
    add_help_option=False,
)
@click.argument("name", metavar="[TÊN]", required=False)
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@click.help_option("-h", "--help", help="In trang hướng dẫn này rồi thoát.")
def bench_command(name: str | None, as_json: bool) -> int:
    """Chạy các phép đo trong thư mục benchmarks; không ghi TÊN thì chạy tất cả.

    \b
    Ví dụ:
      sauro bench
      sauro bench reading
      sauro bench reading --json

    Mã thoát: 0 đã đo xong; 2 không có phép đo tên đó; 3 khi không ở trong thư mục mã nguồn.
    """
    root = checkout()
    if root is None:
        return outside("bench")
    from sauro.site.cli import harness

    folder = root / "benchmarks"
    known = harness.names(folder)
    if name and name not in known:
        raise click.UsageError(f"Không có phép đo “{name}”. Hiện có: {', '.join(known)}.")
    results: dict[str, harness.Result] = {}
    for each in [name] if name else known:
        note(f"Đang đo “{each}”…")
        benchmark = harness.load(folder, each)
        results[each] = harness.run(benchmark)
        if not as_json:
            write_out(harness.table(benchmark, results[each]).encode("utf-8"))
    if as_json:
        write_out(harness.to_json(results[name] if name else results))
    return 0
