"""The organisation goes out as a workbook and comes back: looked at first, all or nothing, twice the same."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook
from tests.people import Ward, client_of, rights_of

from sauro.journal.models import Entry
from sauro.organisation import actions
from sauro.organisation.exchange import Plan, export, plan_of, read_rows
from sauro.organisation.exchange.sheets import SHEETS
from sauro.organisation.models import FieldAssignment, Person, Post, Role, Unit, WorkField

Edit = Callable[[Any], None]


def filled(ward: Ward) -> None:
    manager = rights_of(ward.administrator)
    field = actions.add_work_field(manager, name="Đô thị")
    actions.assign_field(manager, ward.leader, work_field=field)
    actions.assign_field(manager, ward.vice_leader, unit=ward.culture, area="Khu bờ đê")


def edited(ward: Ward, edit: Edit) -> bytes:
    book = load_workbook(BytesIO(export(rights_of(ward.administrator))))
    edit(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def untouched(_book: Any) -> None:
    """As it came out."""


def tried(ward: Ward, data: bytes, *, take_in: bool = False) -> Plan:
    return plan_of(rights_of(ward.administrator), read_rows(data), take_in=take_in)


def column(sheet: str, name: str) -> int:
    return [head for head, _width in SHEETS[sheet]].index(name) + 1


def put(book: Any, sheet: str, where: str, name: str, value: str) -> None:
    """In the row that has the words `where` somewhere."""
    for line in book[sheet].iter_rows(min_row=2):
        if any(cell.value == where for cell in line):
            line[column(sheet, name) - 1].value = value
            return
    raise LookupError(where)


def new_rows(book: Any) -> None:
    book["Đơn vị"].append(
        [
            "",
            "UBND phường Đồng Lau",
            "Tổ quy hoạch",
            "",
            "",
            "phòng chuyên môn",
            "Phòng Văn hóa - Xã hội",
            "01/07/2026",
            "",
        ]
    )
    book["Lĩnh vực"].append(["", "Ngân sách"])
    book["Người"].append(["", "Lò Thị Ổi", ""])
    book["Chức danh"].append(
        [
            "",
            "Lò Thị Ổi",
            "UBND phường Đồng Lau",
            "Tổ quy hoạch",
            "Chuyên viên",
            "chuyên viên",
            "01/07/2026",
            "",
        ]
    )
    book["Phân công"].append(["", "Trần Văn Lau", "Ngân sách", "", "", "15/TB-UBND", "01/07/2026", ""])


def test_what_goes_out_comes_back_and_changes_nothing(ward: Ward) -> None:
    filled(ward)
    plan = tried(ward, edited(ward, untouched))
    assert (plan.changes, plan.problems) == ([], [])
    kinds = (Unit, Person, Post)
    there = sum(kind.objects.filter(workspace=ward.workspace).count() for kind in kinds)
    assert plan.unchanged == there + 1 + 2  # and a field, two assignments


def test_new_rows_come_in_once(ward: Ward) -> None:
    filled(ward)
    data = edited(ward, new_rows)
    before = Entry.objects.count()
    looked = tried(ward, data)
    assert [change.sheet for change in looked.changes] == list(SHEETS)
    assert not looked.problems
    assert not Unit.objects.filter(name="Tổ quy hoạch").exists()  # a look stores nothing
    assert Entry.objects.count() == before
    assert len(tried(ward, data, take_in=True).changes) == 5
    post = Post.objects.get(person__full_name="Lò Thị Ổi")
    assert (post.unit.name if post.unit else "", post.role) == ("Tổ quy hoạch", Role.SPECIALIST)
    assert post.unit is not None
    assert post.unit.parent == ward.culture
    assert Entry.objects.count() == before + 5
    again = tried(ward, data, take_in=True)
    assert (again.changes, again.problems) == ([], [])
    assert Person.objects.filter(full_name="Lò Thị Ổi").count() == 1


def test_rows_are_changed_by_their_key(ward: Ward) -> None:
    filled(ward)

    def edit(book: Any) -> None:
        put(book, "Đơn vị", "Phòng Văn hóa - Xã hội", "Tên đơn vị", "Phòng Văn hóa và Xã hội")
        put(book, "Người", "Nguyễn Thị Nứa", "Họ và tên", "Nguyễn Thị Nứa Vàng")
        put(book, "Chức danh", "Vũ Văn Mây", "Đến ngày", "31/12/2027")
        put(book, "Phân công", "Khu bờ đê", "Đến ngày", "31/12/2027")

    plan = tried(ward, edited(ward, edit), take_in=True)
    assert not plan.problems
    assert len(plan.changes) == 4
    ward.specialist.refresh_from_db()
    assert ward.specialist.full_name == "Nguyễn Thị Nứa Vàng"
    assert ward.specialist.user is not None
    assert Unit.objects.get(pk=ward.culture.pk).name == "Phòng Văn hóa và Xã hội"
    assert str(Post.objects.get(person=ward.colleague).valid_to) == "2027-12-31"
    assert str(FieldAssignment.objects.get(area="Khu bờ đê").valid_to) == "2027-12-31"


@pytest.mark.parametrize(
    ("sheet", "values", "where"),
    [
        ("Đơn vị", ["", "UBND xã khác", "Tổ mới", "", "", "phòng chuyên môn", "", "", ""], "Cơ quan"),
        ("Đơn vị", ["", "UBND phường Đồng Lau", "Tổ mới", "", "", "bộ", "", "", ""], "Loại"),
        ("Đơn vị", ["", "UBND phường Đồng Lau", "Tổ mới", "", "", "phòng chuyên môn", "Phòng Lạ", "", ""], "Trực thuộc"),
        ("Đơn vị", ["", "UBND phường Đồng Lau", "Tổ mới", "", "", "phòng chuyên môn", "", "31/02/2026", ""], "Từ ngày"),
        ("Đơn vị", ["", "UBND phường Đồng Lau", "Tổ mới", "", "", "phòng chuyên môn", "", "02/07/2026", "01/07/2026"], "Đến ngày"),
        ("Đơn vị", ["khong-co", "UBND phường Đồng Lau", "Tổ mới", "", "", "phòng chuyên môn", "", "", ""], "Mã định danh"),
        ("Người", ["", "Lò Thị Ổi", "oi"], "Tên đăng nhập"),
        ("Chức danh", ["", "Không Có Ai", "UBND phường Đồng Lau", "", "Chuyên viên", "chuyên viên", "", ""], "Người"),
        ("Chức danh", ["", "Vũ Văn Mây", "UBND phường Đồng Lau", "", "Vua", "vua", "", ""], "Vai trò"),
        ("Phân công", ["", "Vũ Văn Mây", "Đô thị", "", "", "", "", ""], "Lãnh đạo"),
        ("Phân công", ["", "Trần Văn Lau", "Lạ", "", "", "", "", ""], "Lĩnh vực"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_told_by_sheet_row_and_column_and_nothing_is_stored(
    ward: Ward, sheet: str, values: list[str], where: str
) -> None:
    filled(ward)

    def edit(book: Any) -> None:
        book["Lĩnh vực"].append(["", "Ngân sách"])
        book[sheet].append(values)

    data = edited(ward, edit)
    plan = tried(ward, data, take_in=True)
    [problem] = plan.problems
    assert (problem.sheet, problem.column) == (sheet, where)
    assert load_workbook(BytesIO(data))[sheet].max_row == problem.row
    assert problem.words
    assert not WorkField.objects.filter(name="Ngân sách").exists()


def test_what_cannot_be_changed_here_is_said(ward: Ward) -> None:
    filled(ward)
    data = edited(ward, lambda book: put(book, "Chức danh", "Vũ Văn Mây", "Chức danh", "Trưởng phòng"))
    assert [(one.sheet, one.column) for one in tried(ward, data).problems] == [("Chức danh", "Chức danh")]


def test_nobody_gives_himself_a_post_by_a_workbook(ward: Ward) -> None:
    row = ["", "Bùi Văn Sen", "UBND phường Đồng Lau", "", "Chủ tịch", "lãnh đạo", "01/07/2026", ""]
    plan = tried(ward, edited(ward, lambda book: book["Chức danh"].append(row)), take_in=True)
    assert len(plan.problems) == 1
    assert not Post.objects.filter(person=ward.administrator, role=Role.LEADER).exists()


@pytest.mark.parametrize("start", ["=1+1", "+84", "-x", "@sum"])
def test_a_cell_is_never_a_formula_and_comes_back_as_it_was(ward: Ward, start: str) -> None:
    name = f"{start} tổ"
    actions.add_unit(rights_of(ward.administrator), ward.committee, name=name)
    data = export(rights_of(ward.administrator))
    cells = [cell for line in load_workbook(BytesIO(data))["Đơn vị"].iter_rows() for cell in line]
    assert not [
        cell for cell in cells if str(cell.value).startswith(("=", "+", "-", "@")) or cell.data_type == "f"
    ]
    assert tried(ward, data).changes == []
    assert Unit.objects.filter(name=name).exists()


def test_two_people_of_one_name_stay_two(ward: Ward) -> None:
    manager = rights_of(ward.administrator)
    twin = actions.add_person(manager, full_name=ward.colleague.full_name)
    actions.give_post(manager, twin, ward.committee, role=Role.SPECIALIST, title="Cộng tác viên")
    plan = tried(ward, edited(ward, untouched))
    assert (plan.changes, plan.problems) == ([], [])
    row = ["", ward.colleague.full_name, "UBND phường Đồng Lau", "", "Chuyên viên", "chuyên viên", "", ""]
    assert [
        one.column for one in tried(ward, edited(ward, lambda book: book["Chức danh"].append(row))).problems
    ] == ["Người"]


def test_what_is_no_workbook_is_refused(ward: Ward) -> None:
    other = Workbook()
    out = BytesIO()
    other.save(out)
    for data in (
        b"",
        b"PK\x03\x04",
        b"xin chao",
        out.getvalue(),
        edited(ward, lambda book: book["Người"].delete_cols(2)),
    ):
        with pytest.raises(ValidationError):
            read_rows(data)


@pytest.mark.parametrize("who", ["clerk", "leader", "division_head", "auditor", "outsider"])
def test_only_the_administrator_takes_it_out_and_in(ward: Ward, who: str) -> None:
    access, client = rights_of(getattr(ward, who)), client_of(getattr(ward, who))
    with pytest.raises(PermissionDenied):
        export(access)
    with pytest.raises(PermissionDenied):
        plan_of(access, [])
    for address in ("/to-chuc/excel/", "/to-chuc/excel/tai-ve/"):
        assert client.get(address).status_code == 403
    assert client.post("/to-chuc/excel/nhan/", {"token": "x"}).status_code == 403


def test_the_way_through_the_pages(ward: Ward) -> None:
    filled(ward)
    client = client_of(ward.administrator)
    assert client.get("/to-chuc/excel/tai-ve/").content[:2] == b"PK"
    answer = client.post(
        "/to-chuc/excel/", {"file": SimpleUploadedFile("to-chuc.xlsx", edited(ward, new_rows))}
    )
    assert "đơn vị mới: Tổ quy hoạch" in answer.content.decode()
    token = answer.context["token"]
    assert client.post("/to-chuc/excel/nhan/", {"token": token + "x"}).status_code == 302
    assert not Unit.objects.filter(name="Tổ quy hoạch").exists()
    client.post("/to-chuc/excel/nhan/", {"token": token})
    client.post("/to-chuc/excel/nhan/", {"token": token})
    assert Unit.objects.filter(name="Tổ quy hoạch").count() == 1
    wrong = client.post("/to-chuc/excel/", {"file": SimpleUploadedFile("a.xlsx", b"khong phai")})
    assert wrong.status_code == 422
    assert "không phải bảng tính XLSX" in wrong.content.decode()
