"""'Tình trạng máy': whether the worker lives and how much waits, for who runs the system."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from tests.files.reader import DIRECTIVE
from tests.people import Ward, client_of, rights_of

from sauro.files import queries, queue
from sauro.files.actions import send_in
from sauro.files.models import Upload, UploadState, WorkerBeat


def send(ward: Ward, name: str = "Danh sách hộ nghèo.txt") -> Upload:
    access = rights_of(ward.clerk)
    return send_in(access, agency_id=ward.committee.pk, name=name, stream=io.BytesIO(DIRECTIVE))


@pytest.mark.parametrize(
    "part",
    ["clerk", "leader", "division_head", "specialist", "colleague", "auditor", "party_clerk", "outsider"],
)
def test_nobody_but_the_administrator_sees_it(ward: Ward, part: str) -> None:
    person = getattr(ward, part)
    with pytest.raises(PermissionDenied):
        queries.machine_state(rights_of(person))
    assert client_of(person).get("/quan-tri/may/").status_code == 403


def test_a_citizen_is_sent_to_the_login(ward: Ward, citizen: Client) -> None:
    assert citizen.get("/quan-tri/may/").status_code == 302


def test_the_administrator_sees_figures_and_no_name_of_a_file(
    ward: Ward, django_assert_num_queries: Callable
) -> None:
    send(ward)
    failed = send(ward)
    Upload.objects.filter(pk=failed.pk).update(state=UploadState.FAILED)
    now = timezone.now()
    WorkerBeat.objects.create(name="may-chu:1", beat_at=now, doing="reading")
    WorkerBeat.objects.create(name="may-chu:0", beat_at=now - timedelta(minutes=5))
    access = rights_of(ward.administrator)
    with django_assert_num_queries(2):
        state = queries.machine_state(access)
    assert (state.waiting, state.reading, state.failed_today, state.works) == (1, 0, 1, True)
    assert [(worker.name, worker.lives) for worker in state.workers] == [
        ("may-chu:1", True),
        ("may-chu:0", False),
    ]
    page = client_of(ward.administrator).get("/quan-tri/may/").content.decode()
    assert "Tình trạng máy" in page
    assert "mất tín hiệu" in page
    assert "hộ nghèo" not in page


def test_a_ward_without_a_worker_is_told_so(ward: Ward) -> None:
    page = client_of(ward.administrator).get("/quan-tri/may/").content.decode()
    assert "Không có tiến trình đọc nào đang chạy" in page


def test_figures_are_those_of_the_own_workspace(ward: Ward) -> None:
    upload = send(ward)
    Upload.objects.filter(pk=upload.pk).update(workspace=ward.elsewhere)
    assert queries.machine_state(rights_of(ward.administrator)).waiting == 0
    assert queue.claim_next("any") == upload
