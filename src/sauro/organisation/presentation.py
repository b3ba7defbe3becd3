"""The words of roles and posts on screens."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from sauro.organisation.models import Post, Role

ROLE_WORDS: dict[str, Promise] = {
    Role.RECORDS_CLERK: pgettext_lazy("role", "records clerk"),
    Role.LEADER: pgettext_lazy("role", "leader"),
    Role.DIVISION_HEAD: pgettext_lazy("role", "head of division"),
    Role.SPECIALIST: pgettext_lazy("role", "specialist"),
    Role.AUDITOR: pgettext_lazy("role", "auditor"),
    Role.ADMINISTRATOR: pgettext_lazy("role", "administrator"),
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
