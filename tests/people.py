"""A small ward of invented people, and browsers in which they are logged in.

    def test_a_clerk_sees_the_list(ward: Ward) -> None:
        page = client_of(ward.clerk).get("/")

`insider`, `colleague`, `outsider` and `citizen` stand in tests/conftest.py: every list and every action is tried with
each of them.
"""

from dataclasses import dataclass

from tests.starting import start_django

start_django()  # a conftest of a room may import this file before any test module was collected

from django.test import Client

from sauro.identity.models import Authenticator, User, Workspace
from sauro.identity.second_factor import SESSION_KEY
from sauro.organisation.access import Access, access_of
from sauro.organisation.models import Agency, Axis, Person, Post, Role, Unit, UnitKind
from sauro.vietnamese.text import fold

SECOND_FACTOR = frozenset({Role.LEADER, Role.RECORDS_CLERK, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class Ward:
    """The workspace, its agencies and units, and one person for each part that the tests play."""

    workspace: Workspace
    committee: Agency  # UBND
    party: Agency  # Đảng ủy
    office: Unit
    economy: Unit
    culture: Unit
    groups: tuple[Unit, ...]  # tổ dân phố
    party_office: Unit
    clerk: Person
    leader: Person
    vice_leader: Person
    division_head: Person  # of the economy division
    specialist: Person  # of the economy division
    colleague: Person  # a specialist of the culture division
    auditor: Person
    administrator: Person
    party_clerk: Person
    party_specialist: Person
    elsewhere: Workspace
    outsider: Person  # the leader of another ward

    @property
    def people(self) -> dict[str, Person]:
        """Everybody of the ward itself, by the name of his part."""
        return {
            name: value
            for name, value in vars(self).items()
            if isinstance(value, Person) and name != "outsider"
        }


def add_person(
    name: str,
    username: str,
    agency: Agency,
    unit: Unit | None,
    role: str,
    title: str,
    *,
    password: str | None = None,
) -> Person:
    """A person with one post and a login. Without a password he comes in by `client_of` alone."""
    workspace = agency.workspace
    user = User.objects.create_user(
        username, password, full_name=name, workspace=workspace, needs_second_factor=role in SECOND_FACTOR
    )
    person = Person.objects.create(
        workspace=workspace, user=user, full_name=name, sort_key=fold(name), folded=fold(name)
    )
    Post.objects.create(workspace=workspace, person=person, agency=agency, unit=unit, role=role, title=title)
    return person


def _unit(agency: Agency, name: str, short: str, kind: str, order: int) -> Unit:
    return Unit.objects.create(
        workspace=agency.workspace, agency=agency, name=name, short_name=short, kind=kind, order=order
    )


def build_ward() -> Ward:
    here = Workspace.objects.create(name="Phường Đồng Lau", slug="dong-lau")
    there = Workspace.objects.create(name="Phường Bến Sậy", slug="ben-say")
    committee = Agency.objects.create(
        workspace=here, axis=Axis.COMMITTEE, name="UBND phường Đồng Lau", short_name="UBND phường", order=1
    )
    party = Agency.objects.create(
        workspace=here, axis=Axis.PARTY, name="Đảng ủy phường Đồng Lau", short_name="Đảng ủy phường", order=2
    )
    neighbour = Agency.objects.create(workspace=there, axis=Axis.COMMITTEE, name="UBND phường Bến Sậy")
    office = _unit(committee, "Văn phòng HĐND và UBND phường", "Văn phòng", UnitKind.OFFICE, 1)
    economy = _unit(committee, "Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng Kinh tế", UnitKind.DIVISION, 2)
    culture = _unit(committee, "Phòng Văn hóa - Xã hội", "Phòng Văn hóa", UnitKind.DIVISION, 3)
    groups = tuple(
        _unit(committee, f"Tổ dân phố số {number}", f"TDP {number}", UnitKind.RESIDENTIAL_GROUP, 10 + number)
        for number in (1, 2, 3)
    )
    party_office = _unit(party, "Văn phòng Đảng ủy phường", "Văn phòng Đảng ủy", UnitKind.OFFICE, 1)
    return Ward(
        workspace=here,
        committee=committee,
        party=party,
        office=office,
        economy=economy,
        culture=culture,
        groups=groups,
        party_office=party_office,
        clerk=add_person("Lê Thị Sậy", "say", committee, office, Role.RECORDS_CLERK, "Văn thư"),
        leader=add_person("Trần Văn Lau", "lau", committee, None, Role.LEADER, "Chủ tịch"),
        vice_leader=add_person("Đỗ Thị Cói", "coi", committee, None, Role.LEADER, "Phó Chủ tịch"),
        division_head=add_person(
            "Phạm Văn Tre", "tre", committee, economy, Role.DIVISION_HEAD, "Trưởng phòng"
        ),
        specialist=add_person("Nguyễn Thị Nứa", "nua", committee, economy, Role.SPECIALIST, "Chuyên viên"),
        colleague=add_person("Vũ Văn Mây", "may", committee, culture, Role.SPECIALIST, "Chuyên viên"),
        auditor=add_person("Hồ Thị Trúc", "truc", committee, office, Role.AUDITOR, "Kiểm soát nhật ký"),
        administrator=add_person(
            "Bùi Văn Sen", "sen", committee, office, Role.ADMINISTRATOR, "Quản trị hệ thống"
        ),
        party_clerk=add_person("Mai Thị Súng", "sung", party, party_office, Role.RECORDS_CLERK, "Văn thư"),
        party_specialist=add_person("Cao Văn Rạ", "ra", party, party_office, Role.SPECIALIST, "Chuyên viên"),
        elsewhere=there,
        outsider=add_person("Kiều Văn Bèo", "beo", neighbour, None, Role.LEADER, "Chủ tịch"),
    )


def rights_of(person: Person) -> Access:
    """The person's rights, read again from the database: a post that a test has just changed counts."""
    return access_of(User.objects.get(pk=person.user_id))


def client_of(person: Person) -> Client:
    """A browser in which the person is logged in, his second factor passed where he needs one."""
    client = Client()
    user = person.user
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    if user.needs_second_factor:
        authenticator, _ = Authenticator.objects.get_or_create(
            user=user, confirmed=True, defaults={"secret": "00" * 20}
        )
        session = client.session
        session[SESSION_KEY] = str(authenticator.uid)
        session.save()
    return client
