"""The threads of the worker."""

import threading

import pytest

from sauro.site.server import worker as server
from sauro.site.server.worker import Worker


def test_a_slow_mail_server_does_not_hold_up_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    sending, ticked, answered = threading.Event(), threading.Event(), threading.Event()

    def send(_: str) -> None:
        sending.set()
        answered.wait(30)

    def tick(_: str) -> None:
        if sending.is_set():
            ticked.set()

    monkeypatch.setattr(server, "TELL", 0.01)
    monkeypatch.setattr(server.post, "work", send)
    monkeypatch.setattr(server.daily, "tick", tick)
    monkeypatch.setattr(server.clock, "tick", lambda: None)
    monkeypatch.setattr(server.clock, "look", lambda: None)
    monkeypatch.setattr(Worker, "_keep", lambda _: None)
    monkeypatch.setattr(Worker, "_read_one", lambda _: False)
    worker = Worker("one")
    running = threading.Thread(target=worker.run)
    running.start()
    try:
        assert ticked.wait(20)
    finally:
        answered.set()
        worker.ending.set()
        running.join()
