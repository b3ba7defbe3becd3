"""Files that come with a step which attaches or signs."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.people import Ward, client_of
from tests.procedures.making import CLERK, LEADER, does, fresh, issued, open_run, started, step

from sauro.files import quarantine
from sauro.files.models import Upload, UploadState
from sauro.files.queue import work_off
from sauro.organisation.models import Person
from sauro.procedures.definition import Definition, What
from sauro.procedures.models import Case, CaseState, StepFile

WORDS = "Tờ trình về việc mua máy in phục vụ bộ phận một cửa của phường.\n" * 3
ATTACH = Definition(steps=(step("papers", CLERK, What.ATTACH), step("sign", LEADER, What.SIGN)))


@pytest.fixture(autouse=True)
def _data(settings: Any, tmp_path: Any) -> None:
    settings.DATA = tmp_path


@pytest.fixture
def case(ward: Ward) -> Case:
    return started(issued(ward, ATTACH, "Đính kèm"), ward.specialist)


def a_file(name: str = "to-trinh.txt", words: str = WORDS) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, words.encode())


def send(who: Person, case: Case, **typed: Any) -> Any:
    sent = {"key": str(uuid.uuid4()), **typed}
    return client_of(who).post(f"/quy-trinh/ho-so/{case.uid}/buoc/{open_run(case).uid}/", sent)


def page(who: Person, case: Case) -> str:
    return client_of(who).get(f"/quy-trinh/ho-so/{case.uid}/").content.decode()


def test_a_file_alone_ends_the_step_is_cleared_and_served_as_an_attachment(ward: Ward, case: Case) -> None:
    assert 'enctype="multipart/form-data"' in page(ward.clerk, case)
    assert send(ward.clerk, case, files=[a_file()]).status_code == 302
    address = f"/quy-trinh/ho-so/{case.uid}/tep/{StepFile.objects.get().uid}/"
    assert "đang kiểm tra" in page(ward.clerk, case)
    assert client_of(ward.clerk).get(address).status_code == 404  # not before it is cleared
    work_off()
    assert address in page(ward.leader, case)
    answer = client_of(ward.leader).get(address)
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content).decode() == WORDS
    for who in (ward.outsider, ward.administrator, ward.colleague):
        assert client_of(who).get(address).status_code == 404


def test_a_step_that_attaches_wants_a_number_or_a_file(ward: Ward, case: Case) -> None:
    answer = send(ward.clerk, case)
    assert answer.status_code == 422
    assert "Ghi số văn bản hoặc đính kèm tệp." in answer.content.decode()
    assert send(ward.clerk, case, f_papers="12/TTr-UBND").status_code == 302


def test_what_is_signed_may_come_with_its_file(ward: Ward, case: Case) -> None:
    does(case, ward.clerk, values={"papers": "12/TTr-UBND"})
    assert send(ward.leader, case, f_signed="15/QĐ-UBND", files=[a_file()]).status_code == 302
    assert fresh(case).state == CaseState.COMPLETED
    assert StepFile.objects.get().run.key == "sign"
    trail = client_of(ward.leader).get(f"/quy-trinh/ho-so/{case.uid}/phieu/").content.decode()
    assert "to-trinh.txt" in trail


def test_what_is_refused_at_the_door_is_said_and_the_other_file_need_not_be_chosen_again(
    ward: Ward, case: Case
) -> None:
    answer = send(ward.clerk, case, files=[a_file(), a_file("rong.txt", " ")])
    assert answer.status_code == 422
    assert "rong.txt" in answer.content.decode()
    kept = Upload.objects.get(state=UploadState.QUARANTINED)
    assert f'name="sent" value="{kept.uid}"' in answer.content.decode()
    assert send(ward.clerk, case, sent=[str(kept.uid), "x", str(uuid.uuid4())]).status_code == 302
    assert StepFile.objects.get().upload == kept


def test_what_the_worker_refuses_says_so_and_keeps_nothing(ward: Ward, case: Case) -> None:
    secret = "ỦY BAN NHÂN DÂN PHƯỜNG ĐỒNG LAU\nMẬT\nSố: 12/BC-UBND\nBáo cáo kết quả\n" + WORDS
    send(ward.clerk, case, f_papers="12/BC-UBND", files=[a_file("mat.txt", secret)])
    work_off()
    assert not quarantine.path_of(Upload.objects.get().uid).exists()
    assert "không nhận" in page(ward.clerk, case)


def test_a_form_that_is_sent_twice_or_by_somebody_else_leaves_no_file(ward: Ward, case: Case) -> None:
    run, key = open_run(case), str(uuid.uuid4())
    address = f"/quy-trinh/ho-so/{case.uid}/buoc/{run.uid}/"
    for _ in range(2):
        sent = {"key": key, "files": [a_file()]}
        assert client_of(ward.clerk).post(address, sent).status_code == 302
    assert client_of(ward.specialist).post(
        address, {"key": str(uuid.uuid4()), "files": [a_file()]}
    ).status_code in (403, 409)
    assert (Upload.objects.count(), StepFile.objects.count()) == (1, 1)


def test_nobody_ties_the_file_of_somebody_else(ward: Ward, case: Case) -> None:
    send(ward.clerk, case, files=[a_file(), a_file("rong.txt", " ")])
    kept = Upload.objects.get(state=UploadState.QUARANTINED)
    does(case, ward.clerk, values={"papers": "1/TTr"})
    with pytest.raises(ValidationError):
        does(case, ward.leader, values={"signed": "2/QĐ"}, files=[kept.uid])
