"""Before the site is served: tables up to date, and no demo account where others can reach it."""

import ipaddress
import sys

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from sauro.identity.models import Workspace

NO_DATABASE = 69  # EX_UNAVAILABLE
DEMO_IN_PUBLIC = 77  # EX_NOPERM


def prepare(host: str) -> int:
    """Migrates where something is to migrate; gives 0, or the exit code of a refusal that it has explained."""
    try:
        migrate()
        demo = list(Workspace.objects.filter(is_demo=True).values_list("name", flat=True))
    except DatabaseError as error:
        _say(
            f"Lỗi: không dùng được cơ sở dữ liệu ({str(error).strip()}). Hãy kiểm tra DATABASE_URL, SAURO_DATA."
        )
        return NO_DATABASE
    public = [name for name in (host, *settings.ALLOWED_HOSTS) if not is_loopback(name)]
    if demo and public:
        _say(
            f"Lỗi: có tài khoản dùng thử ({', '.join(demo)}), mật khẩu của chúng ai cũng biết, nên không mở tại "
            f"{', '.join(public)}.\nHãy chạy ở 127.0.0.1 (không đặt SAURO_HOSTS), hoặc đặt SAURO_DATA là một thư mục mới "
            "cho dữ liệu thật."
        )
        return DEMO_IN_PUBLIC
    if not is_loopback(host) and settings.ALLOWED_HOSTS == settings.LOOPBACK:
        _say(
            "Lưu ý: chưa đặt SAURO_HOSTS nên chỉ địa chỉ 127.0.0.1 được trả lời. "
            "Ví dụ: SAURO_HOSTS=sauro.dong-lau.example sauro serve --host 0.0.0.0"
        )
    return 0


def migrate() -> list[str]:
    """Applies what is pending, and nothing else runs where nothing is; gives the names."""
    names = pending()
    if names:
        call_command("migrate", interactive=False, verbosity=0)
    return names


def pending() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def is_loopback(host: str) -> bool:
    name = host.strip("[]")
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - this process speaks to the person at the terminal
