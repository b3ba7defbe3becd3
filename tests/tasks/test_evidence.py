"""Files that come with a step, products one by one, and people who are mentioned."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.people import Ward, client_of, rights_of
from tests.tasks.living import DUE, take, task_in

from sauro.files import quarantine
from sauro.files.models import StoredFile, Upload, UploadState
from sauro.files.queries import uploads_of
from sauro.files.queue import work_off
from sauro.journal.models import Payload
from sauro.tasks.actions import Refused
from sauro.tasks.life import Step
from sauro.tasks.models import Comment, Evidence, ProgressUpdate, Submission, Task, TaskStatus

WORDS = "Phòng Kinh tế báo cáo: đã rà soát mười điểm úng ngập tại ba tổ dân phố.\n" * 3


@pytest.fixture(autouse=True)
def _data(settings: Any, tmp_path: Any) -> None:
    settings.DATA = tmp_path


def _file(name: str = "bao-cao.txt", words: str = WORDS) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, words.encode())


def _report(client: Client, task: Task, **more: Any) -> Any:
    task.refresh_from_db()
    sent = {"version": task.version, "key": str(uuid.uuid4()), "progress_percent": "50", "done": "Ngõ 1"}
    sent |= {"confidence": "yes", **more}
    return client.post(f"/nhiem-vu/{task.uid}/update_progress/", sent)


def test_a_file_comes_with_a_report_is_cleared_and_served_as_an_attachment(ward: Ward) -> None:
    task, client = task_in(ward, TaskStatus.IN_PROGRESS), client_of(ward.specialist)
    assert (
        _report(client, task, evidence=[_file(), _file("bang-ke.txt", WORDS + "Bảng kê")]).status_code == 302
    )
    first = Evidence.objects.order_by("id")[0]
    address = f"/nhiem-vu/{task.uid}/minh-chung/{first.uid}/"
    assert "đang kiểm tra" in client.get(f"/nhiem-vu/{task.uid}/").content.decode()
    assert client.get(address).status_code == 404  # not before it is cleared
    work_off()
    assert set(Upload.objects.values_list("state", "result_uid")) == {(UploadState.READ, task.uid)}
    assert address in client.get(f"/nhiem-vu/{task.uid}/").content.decode()
    answer = client_of(ward.leader).get(address)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content).decode() == WORDS  # type: ignore[attr-defined]
    for who in (ward.outsider, ward.administrator, ward.party_specialist):
        assert client_of(who).get(address).status_code == 404
    assert not uploads_of(rights_of(ward.specialist)).exists()  # it is no document that waits for its review


def test_a_state_secret_is_refused_and_nothing_of_it_is_kept(ward: Ward) -> None:
    task, client = task_in(ward, TaskStatus.IN_PROGRESS), client_of(ward.specialist)
    secret = "ỦY BAN NHÂN DÂN PHƯỜNG ĐỒNG LAU\nMẬT\nSố: 12/BC-UBND\nBáo cáo kết quả\n" + WORDS
    assert _report(client, task, evidence=[_file("mat.txt", secret)]).status_code == 302
    work_off()
    upload = Upload.objects.get()
    assert (upload.state, upload.name, upload.stored_file) == (UploadState.REFUSED, "", None)
    assert not quarantine.path_of(upload.uid).exists()
    assert not StoredFile.objects.exists()
    page = client.get(f"/nhiem-vu/{task.uid}/").content.decode()
    assert "không nhận" in page
    assert ProgressUpdate.objects.count() == 1  # what was said with it stands


def test_what_is_refused_at_the_door_is_said_beside_the_field_and_the_others_need_not_be_chosen_again(
    ward: Ward,
) -> None:
    task, client = task_in(ward, TaskStatus.IN_PROGRESS), client_of(ward.specialist)
    answer = _report(client, task, evidence=[_file(), _file("rong.txt", " ")])
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "rong.txt" in page
    kept = Upload.objects.get(state=UploadState.QUARANTINED)
    assert f'name="sent" value="{kept.uid}"' in page
    assert not ProgressUpdate.objects.exists()
    assert _report(client, task, sent=[str(kept.uid), "x", str(uuid.uuid4())]).status_code == 302
    assert Evidence.objects.get().upload == kept


def test_a_form_that_is_sent_twice_or_refused_leaves_no_file_behind(ward: Ward) -> None:
    task, client = task_in(ward, TaskStatus.IN_PROGRESS), client_of(ward.specialist)
    key = str(uuid.uuid4())
    for _ in range(2):
        assert _report(client, task, key=key, evidence=[_file()]).status_code == 302
    assert (Upload.objects.count(), Evidence.objects.count()) == (1, 1)
    take(ward.leader, task, Step.SUSPEND)
    assert _report(client, task, evidence=[_file()]).status_code == 409
    assert _report(client_of(ward.colleague), task, evidence=[_file()]).status_code == 403
    assert Upload.objects.count() == 1
    assert len([each for each in quarantine.folder().iterdir() if each.suffix != ".part"]) == 1


def test_nobody_ties_the_file_of_somebody_else_or_of_another_task(ward: Ward) -> None:
    one, two = task_in(ward, TaskStatus.IN_PROGRESS), task_in(ward, TaskStatus.IN_PROGRESS)
    _report(client_of(ward.specialist), one, evidence=[_file()])
    upload = Upload.objects.get()
    for who, task in ((ward.division_head, one), (ward.specialist, two), (ward.specialist, one)):
        with pytest.raises(ValidationError) as fault:
            take(who, task, Step.UPDATE_PROGRESS, evidence=[upload.uid])
        assert list(fault.value.message_dict) == ["evidence"]


def test_a_file_alone_is_a_product(ward: Ward) -> None:
    task, client = task_in(ward, TaskStatus.IN_PROGRESS), client_of(ward.specialist)
    sent = {"version": task.version, "key": str(uuid.uuid4()), "evidence": [_file()]}
    assert client.post(f"/nhiem-vu/{task.uid}/submit_deliverable/", sent).status_code == 302
    assert Evidence.objects.get().submission == Submission.objects.get()


# --- products ---------------------------------------------------------------------------------------------------------

TWO = "Danh mục điểm úng\nBản đồ"


def _states(task: Task) -> dict[str, str]:
    task.refresh_from_db()
    states: dict[str, str] = task.product_states
    return states


def test_each_product_has_its_own_state(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS, deliverable=TWO)
    assert task.deliverable == TWO
    take(ward.specialist, task, Step.SUBMIT_DELIVERABLE, products=["Bản đồ"])
    assert _states(task) == {"Bản đồ": "handed_in"}
    page = client_of(ward.leader).get(f"/nhiem-vu/{task.uid}/").content.decode()
    assert "chưa có" in page
    assert "đã nộp" in page
    with pytest.raises(ValidationError, match="Danh mục điểm úng"):
        take(ward.leader, task, Step.ACCEPT_DELIVERABLE)
    take(ward.leader, task, Step.RETURN_FOR_REWORK, products=["Bản đồ"])
    assert _states(task) == {"Bản đồ": "accepted"}
    take(ward.specialist, task, Step.SUBMIT_DELIVERABLE)
    assert _states(task) == {"Bản đồ": "accepted", "Danh mục điểm úng": "handed_in"}
    take(ward.specialist, task, Step.RECALL)
    assert _states(task) == {"Bản đồ": "accepted"}
    take(ward.specialist, task, Step.SUBMIT_DELIVERABLE)
    take(ward.leader, task, Step.ACCEPT_DELIVERABLE)
    assert set(_states(task).values()) == {"accepted"}


@pytest.mark.parametrize("products", [[], ["Bản vẽ"]])
def test_what_is_no_product_of_the_task_is_not_handed_in(ward: Ward, products: list[str]) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS, deliverable=TWO)
    with pytest.raises(ValidationError) as fault:
        take(ward.specialist, task, Step.SUBMIT_DELIVERABLE, products=products)
    assert list(fault.value.message_dict) == ["products"]


def test_the_form_offers_the_products_of_a_task_with_several(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS, deliverable=TWO)
    client = client_of(ward.specialist)
    page = client.get(f"/nhiem-vu/{task.uid}/?buoc=submit_deliverable").content.decode()
    assert page.count('name="products"') == 2
    sent = {
        "version": task.version,
        "key": str(uuid.uuid4()),
        "result_summary": "Xong",
        "products": ["Bản đồ"],
    }
    assert client.post(f"/nhiem-vu/{task.uid}/submit_deliverable/", sent).status_code == 302
    assert _states(task) == {"Bản đồ": "handed_in"}


# --- mentions ---------------------------------------------------------------------------------------------------------


def test_who_is_mentioned_stands_in_the_comment_and_in_the_journal(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    take(ward.leader, task, Step.COMMENT, words="Nhờ @Nguyễn Thị Nứa xem lại", mentions=[ward.colleague.uid])
    assert set(Comment.objects.get().mentioned.all()) == {ward.specialist, ward.colleague}
    data = Payload.objects.order_by("-entry_id")[0].data
    assert set(data["mentions"]) == {str(ward.specialist.uid), str(ward.colleague.uid)}


@pytest.mark.parametrize("who", ["outsider", "administrator", "party_specialist"])
def test_only_people_who_may_see_the_task_are_mentioned(ward: Ward, who: str) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    with pytest.raises(ValidationError) as fault:
        take(ward.leader, task, Step.COMMENT, words="Xem", mentions=[getattr(ward, who).uid])
    assert list(fault.value.message_dict) == ["mentions"]
    take(ward.leader, task, Step.COMMENT, words=f"@{getattr(ward, who).full_name} xem")
    assert not Comment.objects.get().mentioned.exists()


def test_the_form_offers_those_who_see_the_task_and_not_oneself(ward: Ward) -> None:
    task = task_in(ward, TaskStatus.IN_PROGRESS)
    page = client_of(ward.specialist).get(f"/nhiem-vu/{task.uid}/?buoc=comment").content.decode()
    offered = {name for name in ward.people if f'value="{getattr(ward, name).uid}"' in page}
    assert offered == {"clerk", "leader", "vice_leader", "division_head", "colleague", "auditor"}
    assert DUE
    with pytest.raises(Refused):
        take(ward.leader, task_in(ward, TaskStatus.CANCELLED), Step.COMMENT)
