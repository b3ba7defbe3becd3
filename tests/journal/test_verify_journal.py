"""`sauro verify-journal`: what somebody with the database in his hands changes is found, and told where."""

import json
import shutil
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from tests.people import Ward

from sauro.journal import heads, sealer
from sauro.journal.actions import Change, erase, record
from sauro.journal.canonical import entry_hash, payload_digest
from sauro.journal.models import Entry, Verification
from sauro.journal.verification import CODES
from sauro.site.cli import run
from sauro.site.cli.journal import WORDS

DAYS = [datetime(2026, 3, day, 1, tzinfo=UTC) for day in (2, 3)]
Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path
    settings.JOURNAL_KEY = tmp_path / "journal.key"


@pytest.fixture
def sealed(ward: Ward) -> Ward:
    """Six entries on two days: head of 02/03 at number 3, head of 03/03 at number 6."""
    for day in DAYS:
        for word in ("một", "hai", "ba"):
            with transaction.atomic():
                record(
                    workspace=ward.workspace, actor=ward.clerk.user, action="tasks.assign",
                    changes=[Change("task", uuid.uuid4(), {"title": word, "n": 1})],
                )  # fmt: skip
        sealer.seal_all(day)
    return ward


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def key_of(number: int) -> int:
    return Entry.objects.get(number=number).pk


def remove(number: int) -> None:
    pk = key_of(number)
    sql("DELETE FROM journal_payload WHERE entry_id = %s", pk)
    sql("DELETE FROM journal_entry WHERE id = %s", pk)


def change_payload(ward: Ward) -> None:
    sql("UPDATE journal_payload SET data = %s WHERE entry_id = %s", '{"n":1,"title":"khác"}', key_of(2))


def change_actor(ward: Ward) -> None:
    sql("UPDATE journal_entry SET actor_id = %s WHERE number = 4", ward.leader.user_id)


def change_action(ward: Ward) -> None:
    sql("UPDATE journal_entry SET action = 'tasks.cancel' WHERE number = 4")


def change_object(ward: Ward) -> None:
    other = Entry.objects.get(number=1).object_uid
    sql("UPDATE journal_entry SET object_uid = %s WHERE number = 4", _uid(other))


def change_digest_and_payload(ward: Ward) -> None:
    salt = "00" * 16
    sql("UPDATE journal_payload SET data = %s, salt = %s WHERE entry_id = %s", '{"n":2}', salt, key_of(2))
    sql("UPDATE journal_entry SET digest = %s WHERE number = 2", payload_digest(salt, {"n": 2}))


def remove_one(ward: Ward) -> None:
    remove(5)


def remove_the_last(ward: Ward) -> None:
    remove(6)


def remove_and_close_the_gap(ward: Ward) -> None:
    """The numbers have no hole afterwards, and every link is computed anew."""
    remove(5)
    sql("UPDATE journal_entry SET number = 5 WHERE number = 6")
    link_anew(ward)


def put_one_between(ward: Ward) -> None:
    """An entry in the middle, the numbers behind it moved, every link computed anew."""
    for number in (6, 5, 4, 3):
        sql("UPDATE journal_entry SET number = %s WHERE number = %s", number + 1, number)
    _insert(ward, 3)
    link_anew(ward)


def put_one_behind(ward: Ward) -> None:
    _insert(ward, 7)
    link_anew(ward)


def remove_a_payload(ward: Ward) -> None:
    sql("DELETE FROM journal_payload WHERE entry_id = %s", key_of(2))


def change_a_head(ward: Ward) -> None:
    sql("UPDATE journal_dailyhead SET number = 5 WHERE number = 6")


def remove_a_head(ward: Ward) -> None:
    sql("DELETE FROM journal_dailyhead WHERE number = 3")


def sign_with_another_key(ward: Ward) -> None:
    sql("UPDATE journal_dailyhead SET signature = %s WHERE number = 3", "ab" * 64)


def remove_a_file(ward: Ward) -> None:
    (heads.folder() / str(ward.workspace.uid) / "2026-03-02.json").unlink()


def garble_a_file(ward: Ward) -> None:
    (heads.folder() / str(ward.workspace.uid) / "2026-03-02.json").write_text("{")


def exchange_the_key(ward: Ward) -> None:
    heads.key_path().unlink()
    (heads.folder() / "journal.pub").unlink()


def _uid(value: uuid.UUID) -> str:
    return value.hex if connection.vendor == "sqlite" else str(value)


def _insert(ward: Ward, number: int) -> None:
    at = datetime(2026, 3, 2, 0, tzinfo=UTC)
    salt, data = "11" * 16, {"title": "giả"}
    entry = Entry.objects.create(
        workspace=ward.workspace, at=at, actor=ward.clerk.user, action="tasks.assign", object_kind="task",
        object_uid=uuid.uuid4(), digest=payload_digest(salt, data), number=number,
    )  # fmt: skip
    sql(
        "INSERT INTO journal_payload (entry_id, salt, data) VALUES (%s, %s, %s)",
        entry.pk,
        salt,
        json.dumps(data),
    )


def link_anew(ward: Ward) -> None:
    """What somebody does who knows the form of the chain, but has not the key."""
    link = ""
    for row in Entry.objects.filter(workspace=ward.workspace).order_by("number").select_related("actor"):
        previous = link
        link = entry_hash(
            workspace=ward.workspace.uid, number=row.number, at=row.at, actor=row.actor.uid, action=row.action,
            action_id=row.action_id, object_kind=row.object_kind, object_uid=row.object_uid, digest=row.digest,
            previous_hash=previous,
        )  # fmt: skip
        sql("UPDATE journal_entry SET previous_hash = %s, hash = %s WHERE id = %s", previous, link, row.pk)


@pytest.mark.parametrize(
    ("tamper", "told"),
    [
        (change_payload, ["mục số 2: nội dung bị sửa"]),
        (change_actor, ["mục số 4: bị sửa"]),
        (change_action, ["mục số 4: bị sửa"]),
        (change_object, ["mục số 4: bị sửa"]),
        (change_digest_and_payload, ["mục số 2: bị sửa"]),
        (remove_one, ["mục số 5: bị mất"]),
        (remove_the_last, ["dấu chốt ngày 03/03/2026: ghi mục số 6"]),
        (remove_and_close_the_gap, ["dấu chốt ngày 03/03/2026: ghi mục số 6"]),
        (
            put_one_between,
            ["dấu chốt ngày 02/03/2026: ghi mục số 3", "dấu chốt ngày 03/03/2026: ghi mục số 6"],
        ),
        (put_one_behind, ["từ mục số 7: chưa có dấu chốt nào"]),
        (remove_a_payload, ["mục số 2: nội dung bị xóa mà không có"]),
        (change_a_head, ["dấu chốt ngày 03/03/2026"]),
        (remove_a_head, ["dấu chốt ngày 02/03/2026"]),
        (sign_with_another_key, ["dấu chốt ngày 02/03/2026: chữ ký không phải"]),
        (remove_a_file, ["dấu chốt 02/03/2026: tệp lưu ngoài"]),
        (garble_a_file, ["dấu chốt 2026-03-02.json: tệp lưu ngoài"]),
        (exchange_the_key, ["khóa công khai"]),
    ],
)
def test_every_way_of_tampering_is_found_and_told(
    sealed: Ward, capsys: Printed, tamper: Callable[[Ward], None], told: list[str]
) -> None:
    assert run(["verify-journal"]) == 0
    assert "Phường Đồng Lau: 6 mục, 2 dấu chốt; không mục nào bị sửa" in capsys.readouterr().out
    tamper(sealed)
    assert run(["verify-journal"]) == 1
    said = capsys.readouterr().out
    for words in told:
        assert words in said
    assert "Phường Bến Sậy: 0 mục" in said  # another workspace is judged for itself
    kept = Verification.objects.filter(workspace=sealed.workspace).order_by("id")
    assert [row.faults > 0 for row in kept] == [False, True]


def test_every_fault_has_its_words() -> None:
    assert set(WORDS) == set(CODES)


def test_a_payload_that_was_lawfully_erased_still_verifies(sealed: Ward, capsys: Printed) -> None:
    erase(
        workspace=sealed.workspace, actor=sealed.leader.user, numbers=[2], reason="Theo yêu cầu của công dân"
    )
    sealer.seal_all(DAYS[1] + timedelta(days=1))
    assert run(["verify-journal"]) == 0
    assert "1 nội dung đã xóa theo quy định" in capsys.readouterr().out


def test_the_end_of_the_chain_cut_off_with_its_head_is_found_by_a_copy_kept_elsewhere(
    sealed: Ward, capsys: Printed, tmp_path: Path
) -> None:
    copy = tmp_path / "usb"
    shutil.copytree(heads.folder(), copy)
    for number in (6, 5, 4):
        remove(number)
    sql("DELETE FROM journal_dailyhead WHERE number = 6")
    (heads.folder() / str(sealed.workspace.uid) / "2026-03-03.json").unlink()
    assert run(["verify-journal"]) == 0  # nothing here tells of it any more
    capsys.readouterr()
    assert run(["verify-journal", "--heads", str(copy)]) == 1
    assert "dấu chốt ngày 03/03/2026: ghi mục số 6" in capsys.readouterr().out


def test_a_workspace_that_was_removed_altogether_is_missed_by_its_heads(
    sealed: Ward, capsys: Printed
) -> None:
    stranger = heads.folder() / str(uuid.uuid4())
    stranger.mkdir()
    shutil.copy(heads.folder() / str(sealed.workspace.uid) / "2026-03-02.json", stranger)
    assert run(["verify-journal"]) == 1
    assert stranger.name in capsys.readouterr().out


def test_one_workspace_is_verified_by_its_name(sealed: Ward, capsys: Printed) -> None:
    change_payload(sealed)
    assert run(["verify-journal", "--workspace", "ben-say"]) == 0
    assert "Đồng Lau" not in capsys.readouterr().out
    assert run(["verify-journal", "--workspace", "khong-co"]) == 2
    assert "Hiện có: ben-say, dong-lau" in capsys.readouterr().err


def test_json_tells_number_code_and_words_of_each_fault(sealed: Ward, capsys: Printed) -> None:
    change_payload(sealed)
    assert run(["verify-journal", "--workspace", "dong-lau", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["holds"] is False
    [ward] = told["workspaces"]
    assert (ward["entries"], ward["last_number"], ward["heads"], ward["faults_found"]) == (6, 6, 2, 1)
    assert [(fault["code"], fault["number"], fault["words"]) for fault in ward["faults"]] == [
        ("payload", 2, "mục số 2: nội dung bị sửa")
    ]


def test_a_chain_longer_than_a_portion_is_walked_to_its_end(
    sealed: Ward, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sauro.journal.verification._CHUNK", 2)
    assert run(["verify-journal", "--workspace", "dong-lau"]) == 0
    assert "6 mục" in capsys.readouterr().out
    change_action(sealed)
    assert run(["verify-journal", "--workspace", "dong-lau"]) == 1


def test_many_faults_are_counted_and_the_first_are_told(
    sealed: Ward, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sauro.site.cli.journal.SHOWN", 3)
    sql("UPDATE journal_entry SET action = 'tasks.cancel'")
    assert run(["verify-journal"]) == 1
    said = capsys.readouterr().out
    assert "6 chỗ không khớp" in said
    assert "… và 3 chỗ khác" in said
