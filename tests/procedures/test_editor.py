"""The editor: a procedure of five steps with a branch and an opinion round is written by forms alone, and runs."""

from typing import Any

from django.test import Client
from tests.people import Ward, client_of, rights_of
from tests.procedures.making import does, issued, open_run, version_of

from sauro.procedures import actions, editing
from sauro.procedures.definition import Definition, read_definition
from sauro.procedures.models import Case, CaseState, Version

FIELDS = {"field-n": "2", "field-0-label": "Kinh phí", "field-0-kind": "number", "field-0-required": "on",
          "field-1-label": "Ngày cần", "field-1-kind": "date"}  # fmt: skip
NONE = {"field-n": "0", "branch-n": "0"}


class Editor:
    """The office chief at the editor."""

    def __init__(self, client: Client, version: Version) -> None:
        self.client, self.version = client, version

    @property
    def definition(self) -> Definition:
        return read_definition(Version.objects.get(pk=self.version.pk).definition)

    def post(self, key: str = "", **data: Any) -> Any:
        address = f"/quy-trinh/ban/{self.version.uid}/sua/" + (f"?buoc={key}" if key else "")
        return self.client.post(address, data)

    def step(self, key: str, title: str, who: str, what: str, **more: Any) -> None:
        answer = self.post(
            key, **{"op": "save", "step_title": title, "who": who, "what": what, **NONE, **more}
        )
        assert answer.status_code == 302, answer.content.decode()


def editor(ward: Ward) -> Editor:
    version = actions.create(rights_of(ward.clerk), ward.committee.pk, name="Quy trình mới")
    return Editor(client_of(ward.clerk), version)


def written(ward: Ward) -> Editor:
    made = editor(ward)
    assert made.post(op="save", name="Mua sắm", **FIELDS).status_code == 302
    for title in ("Trình", "Ý kiến", "Kế toán", "Quyết định", "Lưu"):
        last = made.definition.steps[-1].key if made.definition.steps else ""
        whole = {"name": "Mua sắm", **FIELDS, "field-0-name": "kinh-phi", "field-1-name": "ngay-can"}
        step = made.definition.steps[-1] if last else None
        rest = (
            {"step_title": step.title, "who": "initiator_head", "what": "decide", **NONE} if step else whole
        )
        assert made.post(last, **{"op": "add", "new_title": title, **rest}).status_code == 302
    made.step(
        "trinh",
        "Trưởng phòng trình",
        "initiator_head",
        "decide",
        returns="revise",
        count="2",
        within="working_days",
    )
    made.step("y-kien", "Lấy ý kiến", "role", "opinion", role="specialist", round="all",
              **{"branch-n": "1", "branch-0-field0": "kinh-phi", "branch-0-test0": "at_most", "branch-0-value0": "20",
                 "branch-0-to": "quyet-dinh"})  # fmt: skip
    made.step("ke-toan", "Văn phòng xem nguồn", "unit", "form", unit="Văn phòng", role="records_clerk",
              **{"field-n": "1", "field-0-label": "Nguồn", "field-0-kind": "choice", "field-0-choices": "Thường xuyên; Dự phòng"})  # fmt: skip
    made.step(
        "quyet-dinh", "Lãnh đạo quyết định", "role", "decide", role="leader", may_reject="on", returns="trinh"
    )
    made.step("luu", "Văn thư lưu", "role", "attach", role="records_clerk")
    return made


def test_five_steps_are_written_by_forms(ward: Ward) -> None:
    definition = written(ward).definition
    assert [step.key for step in definition.steps] == ["trinh", "y-kien", "ke-toan", "quyet-dinh", "luu"]
    assert definition.steps[1].branches[0].to == "quyet-dinh"
    assert definition.steps[2].fields[0].choices == ("Thường xuyên", "Dự phòng")
    assert [field.name for field in definition.fields] == ["kinh-phi", "ngay-can"]


def test_what_was_written_runs(ward: Ward) -> None:
    version = written(ward).version
    leader = rights_of(ward.leader)
    actions.issue(leader, version.uid, valid_from=leader.on)
    case = actions.start(
        rights_of(ward.division_head), version.procedure.uid, title="Mua", values={"kinh-phi": "30"}
    )
    does(case, ward.leader)
    does(case, ward.specialist)
    does(case, ward.colleague)
    assert open_run(case).key == "ke-toan"
    does(case, ward.clerk, values={"nguon": "Dự phòng"})
    does(case, ward.leader)
    does(case, ward.clerk, values={"papers": "1/TTr"})
    assert Case.objects.get().state == CaseState.COMPLETED


def test_what_the_check_finds_stands_on_the_page(ward: Ward) -> None:
    made = editor(ward)
    page = made.client.get(f"/quy-trinh/ban/{made.version.uid}/").content.decode()
    assert "Chưa có bước nào" in page


def test_a_step_is_moved_and_removed(ward: Ward) -> None:
    made = written(ward)
    save = {"step_title": "Văn thư lưu", "who": "role", "what": "attach", "role": "records_clerk", **NONE}
    assert made.post("luu", op="up", **save).status_code == 302
    assert [step.key for step in made.definition.steps][-2:] == ["luu", "quyet-dinh"]
    assert made.post("luu", op="remove", **save).status_code == 302
    assert "luu" not in [step.key for step in made.definition.steps]


def test_what_to_look_at_is_kept_with_the_step(ward: Ward) -> None:
    made = written(ward)
    save = {"step_title": "Văn thư lưu", "who": "role", "what": "attach", "role": "records_clerk", **NONE}
    assert made.post("luu", op="save", hint="  Xem   dự toán ", **save).status_code == 302
    assert made.definition.step("luu").hint == "Xem dự toán"


def test_somebody_elses_change_is_not_overwritten(ward: Ward) -> None:
    made = editor(ward)
    seen = made.version.version
    assert made.post(op="save", name="Một", version=seen, **{"field-n": "0"}).status_code == 302
    answer = made.post(op="save", name="Hai của tôi", version=seen, **{"field-n": "0"})
    assert answer.status_code == 409
    assert "Hai của tôi" in answer.content.decode()
    made.version.procedure.refresh_from_db()
    assert made.version.procedure.name == "Một"


def test_what_is_wrong_is_said_and_nothing_is_lost(ward: Ward) -> None:
    made = written(ward)
    answer = made.post(
        "trinh",
        **{"op": "save", "step_title": "", "who": "role", "what": "decide", "unit": "Phòng X", **NONE},
    )
    assert answer.status_code == 422
    assert "Phòng X" in answer.content.decode()


def test_an_issued_version_has_no_editor(ward: Ward) -> None:
    version = version_of(issued(ward))
    answer = client_of(ward.clerk).get(f"/quy-trinh/ban/{version.uid}/sua/")
    assert answer.status_code == 302


def test_a_specialist_edits_nothing(ward: Ward) -> None:
    made = editor(ward)
    for person in (ward.specialist, ward.auditor, ward.administrator, ward.outsider):
        assert client_of(person).get(f"/quy-trinh/ban/{made.version.uid}/sua/").status_code == 404


def test_removing_a_step_mends_the_ways(ward: Ward) -> None:
    definition = written(ward).definition
    shorter = editing.remove_step(definition, "quyet-dinh")
    assert shorter.steps[1].branches[0].to == "luu"
