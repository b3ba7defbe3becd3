"""The words of roles and posts on screens."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from sauro.organisation.models import AbsenceKind, Axis, Level, Post, Role, UnitKind

ROLE_WORDS: dict[str, Promise] = {
    Role.RECORDS_CLERK: pgettext_lazy("role", "records clerk"),
    Role.LEADER: pgettext_lazy("role", "leader"),
    Role.DIVISION_HEAD: pgettext_lazy("role", "head of division"),
    Role.SPECIALIST: pgettext_lazy("role", "specialist"),
    Role.AUDITOR: pgettext_lazy("role", "auditor"),
    Role.ADMINISTRATOR: pgettext_lazy("role", "administrator"),
}


AXIS_WORDS: dict[str, Promise] = {
    Axis.PARTY: pgettext_lazy("axis", "Party"),
    Axis.COUNCIL: pgettext_lazy("axis", "People's Council"),
    Axis.COMMITTEE: pgettext_lazy("axis", "People's Committee"),
    Axis.FRONT: pgettext_lazy("axis", "Fatherland Front"),
}
UNIT_KIND_WORDS: dict[str, Promise] = {
    UnitKind.DIVISION: pgettext_lazy("unit kind", "division"),
    UnitKind.OFFICE: pgettext_lazy("unit kind", "office"),
    UnitKind.CENTRE: pgettext_lazy("unit kind", "centre"),
    UnitKind.PARTY_BOARD: pgettext_lazy("unit kind", "Party board"),
    UnitKind.PARTY_CELL: pgettext_lazy("unit kind", "Party cell"),
    UnitKind.COUNCIL_BOARD: pgettext_lazy("unit kind", "council board"),
    UnitKind.MASS_ORGANISATION: pgettext_lazy("unit kind", "mass organisation"),
    UnitKind.RESIDENTIAL_GROUP: pgettext_lazy("unit kind", "residential group"),
    UnitKind.ARMED_FORCE: pgettext_lazy("unit kind", "police, military"),
    UnitKind.SCHOOL: pgettext_lazy("unit kind", "school"),
    UnitKind.OTHER: pgettext_lazy("unit kind", "other"),
}
ABSENCE_WORDS: dict[str, Promise] = {
    AbsenceKind.LEAVE: pgettext_lazy("absence", "Leave"),
    AbsenceKind.BUSINESS_TRIP: pgettext_lazy("absence", "Business trip"),
    AbsenceKind.TRAINING: pgettext_lazy("absence", "Training"),
    AbsenceKind.SICK: pgettext_lazy("absence", "Sick leave"),
    AbsenceKind.MATERNITY: pgettext_lazy("absence", "Maternity leave"),
    AbsenceKind.OTHER: pgettext_lazy("absence", "Other"),
}
LEVEL_WORDS: dict[str, Promise] = {
    Level.WARD: pgettext_lazy("level", "Within the ward"),
    Level.ABOVE: pgettext_lazy("level", "Above the ward: report and propose"),
}


@dataclass(frozen=True, slots=True)
class PostWords:
    """'Phó Chủ tịch', '' where the title already says the role, 'UBND phường'."""

    title: str
    role: str
    where: str


def words_of(post: Post) -> PostWords:
    role = str(ROLE_WORDS[post.role])
    where = post.agency.short_name or post.agency.name
    if post.unit is not None:
        where = f"{post.unit.short_name or post.unit.name}, {where}"
    return PostWords(post.title, "" if role.casefold() == post.title.casefold() else role, where)
