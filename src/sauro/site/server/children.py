"""The programs that `sauro serve` starts: `python -m sauro.site.server.children PART …`.

    web SOCKET GATE    both are numbers of open files
    worker
    prepare HOST

Each is a process of its own, so that a fault in one leaves the others, and ends when its parent is gone.
"""

import os
import signal
import sys
import threading
from contextlib import suppress

_SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
THREADS = 8


def end_with_parent() -> None:
    """SIGTERM to this process when its parent ends, whatever ends it."""
    parent = int(os.environ.get("SAURO_PARENT", "0"))
    if not parent:
        return
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGTERM, 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:  # it ended before we asked
        sys.exit(0)


def _watch(parent: int) -> None:
    import time

    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def web(descriptor: int, gate: int) -> None:
    """gunicorn on a socket that the parent has opened: one process, threads, no access log (it would name people).

    It loads while the tables are still being brought up to date, and answers when the other end of `gate` is closed.
    """
    from gunicorn.app.base import BaseApplication

    class Web(BaseApplication):
        def load_config(self) -> None:
            settings = {
                "bind": f"fd://{descriptor}",
                "workers": 1,
                "worker_class": "gthread",
                "threads": THREADS,
                "preload_app": False,
                "accesslog": None,
                "loglevel": "warning",
                "timeout": 120,
                "graceful_timeout": 8,
                "keepalive": 15,
                "proc_name": "sauro-web",
                "control_socket_disable": True,
            }
            for key, value in settings.items():
                if key in self.cfg.settings:
                    self.cfg.set(key, value)

        def load(self) -> object:
            from django.urls import get_resolver

            from sauro.site.wsgi import application

            _ = get_resolver().url_patterns  # else the first page would load them
            os.read(gate, 1)
            return application

    Web().run()


def worker() -> None:
    import django

    django.setup()
    from sauro.site.server.worker import main as work

    work()


def prepare(host: str) -> int:
    """Brings the database up to date and says whether the site may be served at `host`; gives an exit code."""
    import django

    django.setup()
    from sauro.site.server.preparation import prepare as ready

    return ready(host)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sauro.site.settings")
    end_with_parent()
    role, *rest = sys.argv[1:]
    if role == "web":
        sys.argv = ["sauro-web"]  # gunicorn reads the arguments of the program
        web(*map(int, rest))
    elif role == "worker":
        worker()
    else:
        sys.exit(prepare(rest[0]))


if __name__ == "__main__":
    main()
