"""The bodies of the city: four agencies, 200 units, 5,000 people with accounts and posts, leaders with their fields."""

import io
import random
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from sauro.files import store
from sauro.files.models import StoredFile
from sauro.identity.models import User, Workspace
from sauro.journal.actions import Change, record
from sauro.organisation.models import (
    Agency,
    Axis,
    FieldAssignment,
    Person,
    Post,
    Role,
    Unit,
    UnitKind,
    WorkField,
)
from sauro.organisation.names import sort_key
from sauro.site.demo.accounts import PASSWORD
from sauro.site.demo.city import accounts
from sauro.site.demo.city.chain import Actor
from sauro.vietnamese.text import fold

SEED = 20_260_703
PEOPLE = 5_000
FOUNDED = date(2025, 7, 1)
FILE = "Văn bản của thành phố mẫu. Nội dung của từng văn bản nằm trong bản trích xuất.\n"

AGENCIES = {
    Axis.COMMITTEE: ("UBND thành phố Lam Giang", "UBND thành phố", "UBND"),
    Axis.PARTY: ("Thành ủy Lam Giang", "Thành ủy", "TU"),
    Axis.FRONT: ("Ủy ban MTTQ Việt Nam thành phố Lam Giang", "MTTQ thành phố", "MTTQ"),
    Axis.COUNCIL: ("HĐND thành phố Lam Giang", "HĐND thành phố", "HĐND"),
}
RARE_UNIT = "Trạm Y tế số 1"
# Of each agency: name (with the number where there are several), kind, how many.
UNITS: dict[str, tuple[tuple[str, str, int], ...]] = {
    Axis.COMMITTEE: (
        ("Văn phòng HĐND và UBND thành phố", UnitKind.OFFICE, 1),
        *((f"Phòng {name}", UnitKind.DIVISION, 1) for name in (
            "Nội vụ", "Tư pháp", "Tài chính - Kế hoạch", "Kinh tế", "Hạ tầng và Đô thị", "Nông nghiệp và Môi trường",
            "Văn hóa, Khoa học và Thông tin", "Giáo dục và Đào tạo", "Y tế", "Dân tộc và Tôn giáo", "Thanh tra",
        )),
        ("Trung tâm Phục vụ hành chính công số {n}", UnitKind.CENTRE, 8),
        ("Trạm Y tế số {n}", UnitKind.CENTRE, 10),
        ("Trường Tiểu học số {n}", UnitKind.SCHOOL, 15),
        ("Trường Trung học cơ sở số {n}", UnitKind.SCHOOL, 15),
        ("Tổ dân phố số {n}", UnitKind.RESIDENTIAL_GROUP, 90),
    ),
    Axis.PARTY: (
        ("Văn phòng Thành ủy", UnitKind.OFFICE, 1),
        *((name, UnitKind.PARTY_BOARD, 1) for name in (
            "Ban Tổ chức", "Ban Tuyên giáo và Dân vận", "Ủy ban Kiểm tra"
        )),
        ("Chi bộ số {n}", UnitKind.PARTY_CELL, 26),
    ),
    Axis.FRONT: (("Ban Công tác Mặt trận số {n}", UnitKind.MASS_ORGANISATION, 15),),
    Axis.COUNCIL: (
        *((name, UnitKind.COUNCIL_BOARD, 1) for name in (
            "Ban Pháp chế", "Ban Kinh tế - Ngân sách", "Ban Văn hóa - Xã hội", "Ban Đô thị", "Tổ thư ký HĐND"
        )),
    ),
}  # fmt: skip
LEADERS = {Axis.COMMITTEE: 4, Axis.PARTY: 3, Axis.FRONT: 2, Axis.COUNCIL: 2}
TITLES = {
    Axis.COMMITTEE: ("Chủ tịch", "Phó Chủ tịch"),
    Axis.PARTY: ("Bí thư", "Phó Bí thư"),
    Axis.FRONT: ("Chủ tịch", "Phó Chủ tịch"),
    Axis.COUNCIL: ("Chủ tịch", "Phó Chủ tịch"),
}
FIELDS = (
    "Tài chính, ngân sách", "Đất đai, môi trường", "Đô thị, hạ tầng", "Văn hóa, thể thao", "Giáo dục", "Y tế",
    "An sinh xã hội", "Tư pháp, hộ tịch", "Cải cách hành chính", "An ninh, trật tự", "Xây dựng Đảng", "Dân vận",
)  # fmt: skip
FAMILY = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Mai Cao Lưu".split()
MIDDLE = "Văn Thị Đức Minh Ngọc Thu Quang Hữu Thanh Hồng Gia Bảo Khánh Anh".split()
GIVEN = (
    "An Bình Chi Dũng Đạt Giang Hà Hải Hạnh Hiền Hòa Hùng Hương Khoa Lan Linh Long Mai Nam Nga Nhung Oanh Phong "
    "Phúc Quân Quỳnh Sơn Tâm Thảo Thành Thủy Trang Trung Tuấn Uyên Vân Việt Vinh Xuân Yến"
).split()


@dataclass(slots=True)
class Team:
    """A unit and who works in it, its head first."""

    pk: int
    name: str
    folded: str
    agency: int
    members: list[Actor] = field(default_factory=list)


@dataclass(slots=True)
class City:
    """The bodies by the keys that the rows of tasks need."""

    workspace: Workspace
    agencies: dict[str, int]  # axis → key
    teams: dict[int, list[Team]]  # agency → its units without the rare one
    rare: Team
    leaders: dict[int, list[Actor]]  # agency → its leaders
    clerks: dict[int, Actor]
    fields: list[int]
    file: StoredFile


def names(chance: random.Random) -> str:
    return " ".join(chance.choice(some) for some in (FAMILY, MIDDLE, GIVEN))


def make(today: date) -> Workspace:
    """The bodies and people, with a journal entry for each body and one for each post."""
    workspace = Workspace.objects.create(name=accounts.NAME, slug=accounts.SLUG, is_demo=True)
    store.put(workspace, io.BytesIO(FILE.encode()), media_type="text/plain")
    begins = min(FOUNDED, today)
    with transaction.atomic():
        agencies = Agency.objects.bulk_create(
            Agency(
                workspace=workspace, axis=axis, name=name, short_name=short, code=code, order=order,
                valid_from=begins,
            )
            for order, (axis, (name, short, code)) in enumerate(AGENCIES.items(), 1)
        )  # fmt: skip
        units = Unit.objects.bulk_create(
            [unit for agency in agencies for unit in _units(workspace, agency, begins)], batch_size=100
        )
        fields = WorkField.objects.bulk_create(WorkField(workspace=workspace, name=name) for name in FIELDS)
        posts = _people(workspace, agencies, units, begins)
        _answers(workspace, posts, fields, begins)
        told = [Change("agency", each.uid, {"name": each.name, "axis": each.axis}) for each in agencies]
        told += [Change("unit", each.uid, {"name": each.name}) for each in units]
        told += [
            Change("post", each.uid, {"person": each.person.uid, "role": each.role, "title": each.title})
            for each in posts
        ]
        record(workspace=workspace, actor=None, action="organisation.found", changes=told)
    return workspace


def _units(workspace: Workspace, agency: Agency, begins: date) -> list[Unit]:
    made: list[Unit] = []
    for name, kind, count in UNITS[agency.axis]:
        for n in range(1, count + 1):
            made.append(
                Unit(
                    workspace=workspace, agency=agency, name=name.format(n=n), kind=kind,
                    order=len(made) + 1, valid_from=begins,
                )
            )  # fmt: skip
    return made


def _places(agencies: list[Agency], units: list[Unit]) -> list[tuple[str, Agency, Unit | None, str, str]]:
    """Username, body, role and title of each post; who has no name of his own is called by his number."""
    found: list[tuple[str, Agency, Unit | None, str, str]] = []
    for agency in agencies:
        first, second = TITLES[agency.axis]
        main = agency.axis == Axis.COMMITTEE
        for n in range(LEADERS[agency.axis]):
            name = accounts.LEADER if main and n == 0 else ""
            found.append((name, agency, None, Role.LEADER, second if n else first))
        office = next(unit for unit in units if unit.agency_id == agency.pk)
        found.append((accounts.CLERK if main else "", agency, office, Role.RECORDS_CLERK, "Văn thư"))
        name = accounts.AUDITOR if main else ""
        found.append((name, agency, office, Role.AUDITOR, "Người kiểm soát nhật ký"))
        if main:
            found.append((accounts.ADMINISTRATOR, agency, office, Role.ADMINISTRATOR, "Quản trị hệ thống"))
    for unit in units:
        name = accounts.HEAD if unit.name == RARE_UNIT else ""
        found.append((name, unit.agency, unit, Role.DIVISION_HEAD, "Trưởng đơn vị"))
    for n in range(PEOPLE - len(found)):
        unit = units[n % len(units)]
        name = accounts.RARE if unit.name == RARE_UNIT and n < len(units) else ""
        found.append((name, unit.agency, unit, Role.SPECIALIST, "Chuyên viên"))
    return found


def _people(workspace: Workspace, agencies: list[Agency], units: list[Unit], begins: date) -> list[Post]:
    chance, password = random.Random(SEED), make_password(PASSWORD)  # noqa: S311 - invented people
    places = _places(agencies, units)
    users = User.objects.bulk_create(
        [
            User(
                username=username or f"tp{n:04d}", full_name=names(chance), workspace=workspace,
                password=password,
            )
            for n, (username, *_) in enumerate(places, 1)
        ],
        batch_size=50,
    )  # fmt: skip
    people = Person.objects.bulk_create(
        [
            Person(
                workspace=workspace, user=user, full_name=user.full_name, sort_key=sort_key(user.full_name),
                folded=fold(user.full_name),
            )
            for user in users
        ],
        batch_size=50,
    )  # fmt: skip
    return Post.objects.bulk_create(
        [
            Post(
                workspace=workspace, person=person, agency=agency, unit=unit, role=role, title=title,
                valid_from=begins,
            )
            for person, (_, agency, unit, role, title) in zip(people, places, strict=True)
        ],
        batch_size=50,
    )  # fmt: skip


def _answers(workspace: Workspace, posts: list[Post], fields: list[WorkField], begins: date) -> None:
    leaders = [post.person for post in posts if post.role == Role.LEADER]
    FieldAssignment.objects.bulk_create(
        FieldAssignment(
            workspace=workspace, leader=leaders[n % len(leaders)], work_field=each, valid_from=begins
        )
        for n, each in enumerate(fields)
    )


def load(workspace: Workspace) -> City:
    """The bodies of a city that stands."""
    mine = {"workspace": workspace}
    agencies = {each.axis: each.pk for each in Agency.objects.filter(**mine)}
    teams = {
        unit.pk: Team(unit.pk, unit.name, fold(unit.name), unit.agency_id)
        for unit in Unit.objects.filter(**mine).order_by("id")
    }
    leaders: dict[int, list[Actor]] = {pk: [] for pk in agencies.values()}
    clerks: dict[int, Actor] = {}
    for post in Post.objects.filter(**mine).select_related("person__user").order_by("id"):
        user = post.person.user
        actor = Actor(user.pk, str(user.uid), post.person_id, post.person.full_name)
        if post.role == Role.LEADER:
            leaders[post.agency_id].append(actor)
        elif post.role == Role.RECORDS_CLERK:
            clerks[post.agency_id] = actor
        elif post.role in (Role.DIVISION_HEAD, Role.SPECIALIST) and post.unit_id is not None:
            teams[post.unit_id].members.append(actor)
    rare = next(team for team in teams.values() if team.name == RARE_UNIT)
    return City(
        workspace=workspace,
        agencies=agencies,
        teams={
            pk: [team for team in teams.values() if team.agency == pk and team is not rare]
            for pk in agencies.values()
        },
        rare=rare,
        leaders=leaders,
        clerks=clerks,
        fields=list(WorkField.objects.filter(**mine).order_by("id").values_list("pk", flat=True)),
        file=StoredFile.objects.filter(**mine).earliest("id"),
    )
