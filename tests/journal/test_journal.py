"""The journal: written with the action, sealed after it, verifiable for ever."""

import json
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.people import Ward, build_ward, rights_of

from sauro.identity.models import Workspace
from sauro.journal import heads, queries, sealer
from sauro.journal.actions import Change, erase, record
from sauro.journal.canonical import canonical, plain
from sauro.journal.models import DailyHead, Entry, Payload
from sauro.journal.verification import verify


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: object) -> None:
    """Heads and key of this test alone."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    settings.JOURNAL_KEY = tmp_path / "journal.key"  # type: ignore[attr-defined]


def write(ward: Ward, *words: str, uid: uuid.UUID | None = None) -> uuid.UUID:
    with transaction.atomic():
        return record(
            workspace=ward.workspace,
            actor=ward.clerk.user,
            action="tasks.assign",
            changes=[Change("task", uid or uuid.uuid4(), {"title": word}) for word in words],
        )


def codes(workspace: Workspace) -> list[str]:
    return sorted({fault.code for fault in verify(workspace).faults})


def test_an_action_writes_one_entry_for_each_change_with_one_identifier(ward: Ward) -> None:
    action_id = write(ward, "Rà soát hộ nghèo", "Báo cáo kết quả")
    entries = list(Entry.objects.order_by("id"))
    assert [entry.action_id for entry in entries] == [action_id, action_id]
    assert [entry.payload.data["title"] for entry in entries] == ["Rà soát hộ nghèo", "Báo cáo kết quả"]
    assert len({entry.payload.salt for entry in entries}) == 2


@pytest.mark.parametrize("count", [1, 80])
def test_the_number_of_queries_does_not_grow_with_the_changes(
    ward: Ward, count: int, django_assert_num_queries: Callable
) -> None:
    changes = [Change("task", uuid.uuid4(), {"n": n}) for n in range(count)]
    with django_assert_num_queries(2), transaction.atomic(durable=False, savepoint=False):
        record(workspace=ward.workspace, actor=None, action="tasks.assign", changes=changes)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_a_transaction() -> None:
    ward = build_ward()
    with pytest.raises(RuntimeError):
        record(
            workspace=ward.workspace,
            actor=None,
            action="tasks.assign",
            changes=[Change("task", uuid.uuid4(), {})],
        )
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_entry_falls_with_its_action() -> None:
    ward = build_ward()
    changes = [Change("task", uuid.uuid4(), {})]
    with suppress(LookupError), transaction.atomic():
        record(workspace=ward.workspace, actor=None, action="tasks.assign", changes=changes)
        assert Entry.objects.count() == 1
        raise LookupError
    assert not Entry.objects.exists()


def test_readers_see_sealed_entries_alone(ward: Ward) -> None:
    uid = uuid.uuid4()
    write(ward, "một", uid=uid)
    access = rights_of(ward.clerk)
    assert queries.history(access, uid) == []
    assert queries.sealed_after(ward.workspace, 0) == []
    assert sealer.seal_all() == 1
    [event] = queries.history(access, uid)
    assert (event.number, event.actor, event.data) == (1, "Lê Thị Sậy", {"title": "một"})
    assert queries.sealed_after(ward.workspace, 0) == [event]
    assert queries.sealed_after(ward.workspace, 1) == []


def test_history_comes_in_pages_newest_first(ward: Ward, django_assert_num_queries: Callable) -> None:
    uid = uuid.uuid4()
    for word in "abcde":
        write(ward, word, uid=uid)
    sealer.seal_all()
    access = rights_of(ward.clerk)
    with django_assert_num_queries(1):
        first = queries.history(access, uid, limit=2)
    second = queries.history(access, [uid], before=first[-1].number, limit=9)
    assert [event.data["title"] for event in first + second] == list("edcba")


def test_nobody_reads_the_history_of_another_workspace(ward: Ward) -> None:
    uid = uuid.uuid4()
    write(ward, "một", uid=uid)
    sealer.seal_all()
    assert queries.history(rights_of(ward.outsider), uid) == []
    assert len(queries.history(rights_of(ward.specialist), uid)) == 1


def test_each_workspace_has_a_chain_of_its_own(ward: Ward) -> None:
    write(ward, "một", "hai")
    with transaction.atomic():
        record(
            workspace=ward.elsewhere,
            actor=ward.outsider.user,
            action="tasks.assign",
            changes=[Change("task", uuid.uuid4(), {})],
        )
    assert sealer.seal_all() == 3
    for workspace, count in ((ward.workspace, 2), (ward.elsewhere, 1)):
        verdict = verify(workspace)
        assert (verdict.holds, verdict.entries) == (True, count)
        assert list(
            Entry.objects.filter(workspace=workspace).order_by("number").values_list("number", flat=True)
        ) == list(range(1, count + 1))


def test_a_large_action_is_sealed_in_several_turns(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealer, "BATCH", 7)
    write(ward, *[f"việc {n}" for n in range(20)])
    turns = []
    while sealed := sealer.seal_all():
        turns.append(sealed)
    assert turns == [7, 7, 6]
    assert verify(ward.workspace).holds


def _rows(ward: Ward) -> list[Entry]:
    return list(Entry.objects.filter(workspace=ward.workspace).order_by("number"))


def change_a_payload(ward: Ward) -> None:
    Payload.objects.filter(entry=_rows(ward)[1]).update(data={"title": "khác"})


def change_a_salt(ward: Ward) -> None:
    Payload.objects.filter(entry=_rows(ward)[1]).update(salt="00" * 16)


def change_an_actor(ward: Ward) -> None:
    Entry.objects.filter(pk=_rows(ward)[1].pk).update(actor=ward.leader.user)


def change_a_time(ward: Ward) -> None:
    row = _rows(ward)[1]
    Entry.objects.filter(pk=row.pk).update(at=row.at - timedelta(microseconds=1))


def delete_one_in_the_middle(ward: Ward) -> None:
    row = _rows(ward)[1]
    Payload.objects.filter(entry=row).delete()
    row.delete()


def delete_the_last(ward: Ward) -> None:
    row = _rows(ward)[-1]
    Payload.objects.filter(entry=row).delete()
    row.delete()


def delete_all(ward: Ward) -> None:
    Payload.objects.all().delete()
    Entry.objects.all().delete()
    DailyHead.objects.all().delete()


def delete_a_payload(ward: Ward) -> None:
    Payload.objects.filter(entry=_rows(ward)[1]).delete()


def swap_two(ward: Ward) -> None:
    first, second = _rows(ward)[:2]
    Entry.objects.filter(pk=first.pk).update(number=99)
    Entry.objects.filter(pk=second.pk).update(number=1)
    Entry.objects.filter(pk=first.pk).update(number=2)


def unseal_one(ward: Ward) -> None:
    Entry.objects.filter(pk=_rows(ward)[1].pk).update(number=None)


def forge_the_whole_chain(ward: Ward) -> None:
    """What somebody does who has the database and knows the form, but not the key."""
    change_an_actor(ward)
    link = ""
    for row in _rows(ward):
        previous, link = link, sealer.link_of(row, ward.workspace.uid, row.number, link)
        Entry.objects.filter(pk=row.pk).update(previous_hash=previous, hash=link)
    DailyHead.objects.update(hash=link)


def forge_a_head(ward: Ward) -> None:
    DailyHead.objects.update(signature="00" * 64)


def delete_a_head(ward: Ward) -> None:
    DailyHead.objects.all().delete()


def delete_the_file_of_a_head(ward: Ward) -> None:
    for path in heads.folder().glob("*/*.json"):
        path.unlink()


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (change_a_payload, ["payload"]),
        (change_a_salt, ["payload"]),
        (change_an_actor, ["hash"]),
        (change_a_time, ["hash"]),
        (delete_one_in_the_middle, ["missing"]),
        (delete_the_last, ["head"]),
        (delete_all, ["head"]),
        (delete_a_payload, ["payload_missing"]),
        (swap_two, ["hash", "previous"]),
        (unseal_one, ["missing"]),
        (forge_the_whole_chain, ["head", "head_signature"]),
        (forge_a_head, ["head_signature"]),
        (delete_a_head, ["head"]),
        (delete_the_file_of_a_head, ["head_file"]),
    ],
)
def test_any_tampering_is_found(ward: Ward, tamper: Callable[[Ward], None], expected: list[str]) -> None:
    write(ward, "một")
    write(ward, "hai")
    write(ward, "ba")
    sealer.seal_all()
    assert codes(ward.workspace) == []
    tamper(ward)
    assert codes(ward.workspace) == expected


def test_a_payload_that_was_lawfully_erased_leaves_the_chain_whole(ward: Ward) -> None:
    uid = uuid.uuid4()
    write(ward, "một")
    write(ward, "có tên người tố cáo", uid=uid)
    sealer.seal_all()
    erase(
        workspace=ward.workspace,
        actor=ward.leader.user,
        numbers=[2],
        reason="Theo yêu cầu của chủ thể dữ liệu",
    )
    sealer.seal_all()
    verdict = verify(ward.workspace)
    assert verdict.holds
    assert (verdict.entries, verdict.erased) == (3, 1)
    told = queries.history(rights_of(ward.clerk), uid)
    assert [event.data for event in told] == [
        {"number": 2, "reason": "Theo yêu cầu của chủ thể dữ liệu"},
        None,
    ]
    assert "tố cáo" not in "".join(map(str, Payload.objects.values_list("data", flat=True)))


@pytest.mark.parametrize("numbers", [[9], [1, 9], [3]])
def test_only_what_is_sealed_and_no_erasure_can_be_erased(ward: Ward, numbers: list[int]) -> None:
    write(ward, "một")
    write(ward, "hai")
    sealer.seal_all()
    erase(workspace=ward.workspace, actor=None, numbers=[2], reason="hết hạn giữ")
    sealer.seal_all()
    with pytest.raises(ValueError, match="sealed"):
        erase(workspace=ward.workspace, actor=None, numbers=numbers, reason="x")
    assert Payload.objects.count() == 2


def test_each_day_has_a_head_outside_the_database_that_anybody_can_check(ward: Ward) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    days = [datetime(2026, 3, day, 1, tzinfo=UTC) for day in (2, 3)]
    for day in days:
        write(ward, "một")
        sealer.seal_all(day)
        write(ward, "hai")
        sealer.seal_all(day + timedelta(hours=1))
    files = sorted((heads.folder() / str(ward.workspace.uid)).iterdir())
    assert [path.name for path in files] == ["2026-03-02.json", "2026-03-03.json"]
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex((heads.folder() / "journal.pub").read_text()))
    for path, number in zip(files, (2, 4), strict=True):
        head = json.loads(path.read_text())
        assert head["number"] == number
        text = f"sauro-journal-head-1\n{head['workspace']}\n{head['day']}\n{number}\n{head['hash']}\n"
        key.verify(bytes.fromhex(head["signature"]), text.encode())


def test_the_key_is_no_business_of_others(ward: Ward) -> None:
    write(ward, "một")
    sealer.seal_all()
    assert heads.key_path().stat().st_mode & 0o077 == 0


def test_a_head_whose_file_was_not_written_is_published_at_the_next_start(ward: Ward) -> None:
    write(ward, "một")
    sealer.seal_all()
    delete_the_file_of_a_head(ward)
    sealer.publish_again()
    assert verify(ward.workspace).holds


def test_an_old_copy_of_todays_head_still_holds(ward: Ward) -> None:
    write(ward, "một")
    sealer.seal_all()
    [path] = heads.folder().glob("*/*.json")
    old = path.read_text()
    write(ward, "hai")
    sealer.seal_all()
    path.write_text(old)
    assert verify(ward.workspace).holds


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
)


@given(PLAIN)
def test_the_canonical_form_is_that_of_the_json_library(value: object) -> None:
    """Whoever checks the chain without this program needs no more than that."""
    expected = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert canonical(value) == expected.encode()


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ({"b": 1, "a": [True, None]}, b'{"a":[true,null],"b":1}'),
        ({"tên": "Đỗ"}, '{"tên":"Đỗ"}'.encode()),
        ({"share": 0.1}, b'{"share":"0.1"}'),
        ({"at": datetime(2026, 1, 2, 3, tzinfo=UTC)}, b'{"at":"2026-01-02T03:00:00.000000Z"}'),
        ({"text": "a\x00b\ud800"}, '{"text":"a\ufffdb\ufffd"}'.encode()),
    ],
)
def test_the_canonical_form_is_one_for_both_databases(ward: Ward, value: dict, kept: bytes) -> None:
    assert canonical(plain(value)) == kept
    with transaction.atomic():
        record(
            workspace=ward.workspace,
            actor=None,
            action="tasks.assign",
            changes=[Change("task", uuid.uuid4(), value)],
        )
    assert canonical(Payload.objects.get().data) == kept


def test_what_the_journal_cannot_hold_is_refused(ward: Ward) -> None:
    with pytest.raises(TypeError), transaction.atomic():
        record(
            workspace=ward.workspace,
            actor=None,
            action="tasks.assign",
            changes=[Change("task", uuid.uuid4(), {"it": object()})],
        )


@pytest.mark.django_db(transaction=True)
def test_an_entry_that_is_committed_late_is_sealed_late_and_never_skipped() -> None:
    """On PostgreSQL a transaction with a lower key can commit after one with a higher key has been sealed."""
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time: an older key is always committed first")
    ward = build_ward()
    begun, go_on = threading.Event(), threading.Event()

    def late() -> None:
        try:
            with transaction.atomic():
                record(
                    workspace=ward.workspace,
                    actor=None,
                    action="tasks.late",
                    changes=[Change("task", uuid.uuid4(), {})],
                )
                begun.set()
                assert go_on.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=late)
    thread.start()
    assert begun.wait(20)
    write(ward, "sớm")
    assert sealer.seal_all() == 1  # does not wait for the transaction that is open
    go_on.set()
    thread.join(20)
    assert sealer.seal_all() == 1
    told = [(event.number, event.action) for event in queries.sealed_after(ward.workspace, 0)]
    assert told == [(1, "tasks.assign"), (2, "tasks.late")]
    assert Entry.objects.get(number=2).pk < Entry.objects.get(number=1).pk
    assert verify(ward.workspace).holds


@pytest.mark.django_db(transaction=True)
def test_many_writers_and_two_sealers_make_one_chain_without_a_gap() -> None:
    ward = build_ward()
    writers, each = 4, 10
    done = threading.Event()

    def writer(number: int) -> None:
        try:
            for turn in range(each):
                write(ward, f"{number}.{turn}")
        finally:
            connection.close()

    def seals() -> None:
        try:
            while not done.is_set():
                sealer.seal_all()
        finally:
            connection.close()

    with ThreadPoolExecutor(writers + 2) as pool:
        sealers = [pool.submit(seals) for _ in range(2)]
        try:
            for future in [pool.submit(writer, number) for number in range(writers)]:
                future.result(60)
        finally:
            done.set()
        for future in sealers:
            future.result(60)
    sealer.seal_all()
    verdict = verify(ward.workspace)
    assert (verdict.faults, verdict.entries) == ([], writers * each)
