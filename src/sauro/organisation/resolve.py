"""From a party as a document prints it to our unit or person, with the reason that a clerk reads.

Built once for a review, in a constant number of queries; asking it costs none.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Q

from sauro.identity.models import Workspace
from sauro.organisation.classes import Class, classes_in, is_vague, ward_body
from sauro.organisation.models import Agency, Alias, Person, Post, Unit, UnitKind, holds_on
from sauro.organisation.names import Words, alias_key, likeness, same, shortened, without_honorific
from sauro.reading.share.bodies import COMMUNE_KIND, LEVEL_WORDS, level_of, named_communes, plain
from sauro.reading.share.profile import commune
from sauro.vietnamese.text import fold

Suggestion = tuple[str, int, str]  # ('unit' or 'person', its id, its name)

SUGGESTIONS = 5
_ALIKE = 0.34  # from here on a name is worth suggesting
_NUMBER = re.compile(r"(?:số )?\d{1,3}")
_JOIN = re.compile(r"\s*(?:[,;]|\bvà\b)\s*(?:và\s+)?")


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who a printed party is: one unit or one person, or several units of a class, or nobody of ours (a name alone).

    `certain`: nothing to decide for the clerk.
    """

    name: str
    why: str
    certain: bool
    unit_id: int | None = None
    person_id: int | None = None
    unit_ids: list[int] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Known:
    """A name under which a unit, an agency or a person may be printed."""

    words: tuple[str, ...]
    thing: Unit | Agency | Person
    why: str


class Resolver:
    """Knows the units, agencies, people and aliases of a ward on a day.

    `agency_id` is the agency whose document it is: where two names are alike, its own come first. `issuer` is who issued
    it, as printed: 'Văn phòng' in a paper of the city is the city's.
    """

    def __init__(
        self, workspace: Workspace, on: date, agency_id: int | None = None, issuer: str = ""
    ) -> None:
        self._on = on
        self._agency_id = agency_id
        self._words = Words(workspace.name)
        self._issuer = issuer if self._is_foreign(issuer) else ""
        self._answers: dict[str, Resolution] = {}
        mine = {"workspace": workspace}
        self._agencies = list(Agency.objects.filter(holds_on(on), **mine).order_by("order", "id"))
        everything = list(
            Unit.objects.filter(**mine).select_related("agency").order_by("agency__order", "order", "id")
        )
        self._units = [unit for unit in everything if _holds(unit, on)]
        self._gone = [unit for unit in everything if unit.valid_to is not None and unit.valid_to < on]
        posts = Post.objects.filter(holds_on(on), **mine).select_related("person", "agency", "unit")
        self._posts = list(posts.order_by("agency__order", "id"))
        aliases = Alias.objects.filter(Q(unit__isnull=False) | Q(person__isnull=False), **mine)
        self._aliases = {alias.folded: alias for alias in aliases.select_related("unit", "person")}
        self._bodies = list(self._names_of_bodies())
        self._usual = list(self._usual_names(workspace.name))
        self._people = {post.person_id: post.person for post in self._posts}
        self._titles = list(self._names_of_posts())

    def party(self, text: str) -> Resolution:
        """Who `text` is. Never fails: what is not known stays a name, with suggestions where something is alike."""
        key = alias_key(text)
        if key not in self._answers:
            self._answers[key] = self._resolve(text, key)
        return replace(self._answers[key], name=self._answers[key].name or text)

    def _resolve(self, text: str, key: str) -> Resolution:
        if not key:
            return Resolution("", "chưa ghi tên", certain=False)
        alias = self._aliases.get(key)
        if alias is not None and self._stands(alias):
            return _of_alias(alias)
        bare = without_honorific(text)
        words = self._words.of(bare)
        return (
            self._body(text, words, exact=True)
            or self._person(bare, words)
            or self._list(text)
            or self._class(text)
            or self._body(text, words, exact=False)
            or self._agency_as_usual(words)
            or self._gone_unit(words)
            or self._unknown(text, words)
        )

    def _is_foreign(self, issuer: str) -> bool:
        """Whether the issuer is a body above the ward, or of another ward."""
        named = [fold(name) for name in named_communes(issuer)]
        if named:
            return " ".join(self._words.place) not in named
        return level_of(issuer) not in (None, "commune", "outside")

    def _elsewhere(self, text: str) -> bool:
        """Whether a name may mean a unit of the foreign issuer: it names no commune."""
        return bool(self._issuer) and COMMUNE_KIND.search(plain(text)) is None

    def _asked(self, text: str, units: Iterable[Unit]) -> Resolution:
        """A name of ours in a paper of others: somebody has to say whose it is."""
        why = f"trùng tên đơn vị của ta, nhưng văn bản do {self._issuer} ban hành; cần xác nhận"
        return Resolution(text, why, certain=False, suggestions=_suggest(units))

    def _list(self, text: str) -> Resolution | None:
        """Several of our units joined ('Hội Nông dân phường, Công đoàn phường'): only where each of them is certain."""
        pieces: list[str] = []
        for piece in filter(None, _JOIN.split(text)):
            if pieces and _NUMBER.fullmatch(piece):  # 'các tổ dân phố số 1, 3'
                pieces[-1] += f", {piece}"
            else:
                pieces.append(piece)
        if len(pieces) < 2:
            return None
        found = [self.party(piece) for piece in pieces]
        if not all(one.certain and (one.unit_id or one.unit_ids) for one in found):
            return None
        units = list(dict.fromkeys(unit for one in found for unit in (one.unit_ids or [one.unit_id]) if unit))
        return Resolution(text, f"gồm {'; '.join(one.why for one in found)}", certain=True, unit_ids=units)

    def _stands(self, alias: Alias) -> bool:
        """An alias of a unit that has ended answers no more, nor one of a person who holds no post any more."""
        return alias.person_id in self._people if alias.unit is None else _holds(alias.unit, self._on)

    def _names_of_bodies(self) -> Iterable[_Known]:
        for thing in (*self._units, *self._agencies):
            yield _Known(self._words.of(thing.name), thing, f"tên của {thing.name}")
            for short in filter(None, (thing.short_name, thing.code)):
                yield _Known(self._words.of(short), thing, f"tên gọi tắt của {thing.name}")
        for alias in self._aliases.values():
            if alias.unit is not None and self._stands(alias):
                yield _Known(self._words.of(alias.text), alias.unit, _why_alias(alias))

    def _usual_names(self, place: str) -> Iterable[_Known]:
        """How the bodies of every ward are called: 'Mặt trận', 'Đảng bộ phường', 'Thường trực HĐND'."""
        by_rule = {body.axis: body for body in commune(place, place).agencies}
        for agency in self._agencies:
            body = by_rule.get(agency.axis)  # type: ignore[call-overload]
            for name in body.names if body else ():
                yield _Known(self._words.of(name), agency, f"cách gọi {agency.name}")

    def _agency_as_usual(self, words: tuple[str, ...]) -> Resolution | None:
        found = {each.thing for each in self._usual if words and same(words, each.words)}
        agency = found.pop() if len(found) == 1 else None
        return self._of_agency(agency) if isinstance(agency, Agency) else None

    def _body(self, text: str, words: tuple[str, ...], *, exact: bool) -> Resolution | None:
        fits = same if exact else shortened
        found = {
            each.thing: each for each in reversed(self._bodies) if each.words and fits(words, each.words)
        }
        if not found:
            return None
        if self._elsewhere(text):
            return self._asked(text, [thing for thing in found if isinstance(thing, Unit)])
        chosen = self._one_of(list(found))
        if chosen is None:
            return self._several(list(found), "tên này hợp với nhiều đơn vị")
        if isinstance(chosen, Agency):
            return self._of_agency(chosen)
        known = found[chosen]
        why = known.why if exact and words == known.words else f"cách viết gọn của {chosen.name}"
        if len(found) > 1:
            why += f", đơn vị của {chosen.agency.name}"
        return Resolution(chosen.name, why, certain=len(found) == 1, unit_id=chosen.pk)

    def _one_of(self, things: list[Unit | Agency | Person]) -> Unit | Agency | None:
        """The only one, or the only one of the agency whose document it is."""
        if len(things) > 1 and self._agency_id is not None:
            things = [thing for thing in things if getattr(thing, "agency_id", thing.pk) == self._agency_id]
        return things[0] if len(things) == 1 and not isinstance(things[0], Person) else None

    def _of_agency(self, agency: Agency, why: str = "") -> Resolution:
        """An agency leads through its office: a proposal that the clerk confirms, its leaders beside it."""
        mine = [unit for unit in self._units if unit.agency_id == agency.pk and unit.kind == UnitKind.OFFICE]
        leaders = [
            post.person
            for post in self._posts
            if post.agency_id == agency.pk and post.unit_id is None and post.role == "leader"
        ]
        suggestions = _suggest([*mine, *leaders])
        reason = why or f"{agency.name} là cơ quan"
        if len(mine) != 1:
            return Resolution(
                agency.name, f"{reason}; cần chọn đơn vị hoặc người", certain=False, suggestions=suggestions
            )
        return Resolution(
            agency.name,
            f"{reason}; {mine[0].name} là đơn vị giúp việc",
            certain=False,
            unit_id=mine[0].pk,
            suggestions=suggestions,
        )

    def _gone_unit(self, words: tuple[str, ...]) -> Resolution | None:
        """A unit that has ended, under any name that it had: who took over is for a person to say."""
        for unit in self._gone:
            names = [unit.name, unit.short_name, unit.code, *self._aliases_of(unit)]
            if unit.valid_to is not None and any(
                name and same(words, self._words.of(name)) for name in names
            ):
                why = f"{unit.name} đã thôi hoạt động từ sau ngày {unit.valid_to:%d/%m/%Y}; cần chọn đơn vị tiếp nhận"
                return Resolution(unit.name, why, certain=False, suggestions=self._alike(words))
        return None

    def _aliases_of(self, unit: Unit) -> list[str]:
        return [alias.text for alias in self._aliases.values() if alias.unit_id == unit.pk]

    def _names_of_posts(self) -> Iterable[_Known]:
        for post in self._posts:
            where = post.unit.name if post.unit else post.agency.name
            why = f"{post.title}, {where}"
            variants = {post.title, f"{post.title} {where}"}
            # 'Trưởng phòng' of 'Phòng Kinh tế' is 'Trưởng phòng Kinh tế'.
            last = alias_key(post.title).rsplit(" ", 1)[-1]
            if post.unit and alias_key(where).startswith(f"{last} "):
                variants.add(f"{post.title} {where.split(' ', 1)[1]}")
            if post.unit and post.unit.short_name:
                variants.add(f"{post.title} {post.unit.short_name}")
            for variant in variants:
                yield _Known(self._words.of(variant), post.person, why)

    def _person(self, text: str, words: tuple[str, ...]) -> Resolution | None:
        plain = f" {alias_key(text)} "
        named = [person for person in self._people.values() if f" {alias_key(person.full_name)} " in plain]
        if len(named) == 1:
            return Resolution(
                named[0].full_name, self._posts_of(named[0]), certain=True, person_id=named[0].pk
            )
        asked = words if not named else ()
        holders = {each.thing: each.why for each in self._titles if each.words and same(asked, each.words)}
        if len(holders) == 1:
            person, why = next(iter(holders.items()))
            return Resolution(str(person), f"đang giữ chức vụ {why}", certain=True, person_id=person.pk)
        several = [*named, *holders]
        if several:
            return self._several(several, f"có {len(several)} người cùng {'tên' if named else 'chức vụ'} này")
        return None

    def _posts_of(self, person: Person) -> str:
        held = [post for post in self._posts if post.person_id == person.pk]
        return "; ".join(
            f"{post.title}, {post.unit.name if post.unit else post.agency.name}" for post in held
        )

    def _class(self, text: str) -> Resolution | None:
        axis = ward_body(text, from_above=bool(self._issuer))
        if axis is not None:
            agency = next((each for each in self._agencies if each.axis == axis), None)
            return self._of_agency(agency, f"“{text}” gồm cả {agency.name}") if agency else None
        classes = classes_in(text)
        if not classes:
            return None
        units: dict[int, Unit] = {}
        said = []
        for each in classes:
            members = [unit for unit in self._units if self._in_class(unit, each)]
            units.update((unit.pk, unit) for unit in members)
            if members:
                owners = {unit.agency.name for unit in members}
                said.append(
                    f"{len(members)} {each.label}" + (f" của {owners.pop()}" if len(owners) == 1 else "")
                )
        if not units:
            return Resolution(text, "không có đơn vị nào thuộc nhóm này", certain=False)
        if self._elsewhere(text):
            return self._asked(text, units.values())
        if is_vague(text):
            why = "chưa ghi rõ những đơn vị nào; cần chọn"
            return Resolution(text, why, certain=False, suggestions=_suggest(units.values()))
        ordered = [unit.pk for unit in self._units if unit.pk in units]
        return Resolution(text, f"gồm {', '.join(said)}", certain=True, unit_ids=ordered)

    def _in_class(self, unit: Unit, each: Class) -> bool:
        if unit.kind not in each.kinds or (each.axis is not None and unit.agency.axis != each.axis):
            return False
        return not each.numbers or any(str(number) in self._words.of(unit.name) for number in each.numbers)

    def _several(self, things: Iterable[Unit | Agency | Person], why: str) -> Resolution:
        return Resolution("", f"{why}; cần chọn", certain=False, suggestions=_suggest(things))

    def _alike(self, words: tuple[str, ...]) -> list[Suggestion]:
        best: dict[Unit | Agency | Person, float] = defaultdict(float)
        for each in (*self._bodies, *self._titles):
            alike = likeness(words, each.words)
            # A post has the name of its unit in it; who writes the name of a unit means the unit.
            best[each.thing] = max(best[each.thing], alike * 0.7 if isinstance(each.thing, Person) else alike)
        ranked = sorted((thing for thing in best if best[thing] >= _ALIKE), key=lambda thing: -best[thing])
        return _suggest(ranked)

    def _unknown(self, text: str, words: tuple[str, ...]) -> Resolution:
        level = level_of(text)
        if level not in (None, "commune"):
            # 'Sở Xây dựng' is nobody of ours, however much 'Ban Xây dựng Đảng' is like it.
            return Resolution(text, f"{LEVEL_WORDS[level]}; giữ nguyên tên", certain=False)
        alike = self._alike(words)
        why = "không có trong danh sách đơn vị của phường; giữ nguyên tên" + (
            "; có tên gần giống" if alike else ""
        )
        return Resolution(text, why, certain=False, suggestions=alike)


def _holds(unit: Unit, day: date) -> bool:
    return (unit.valid_from is None or unit.valid_from <= day) and (
        unit.valid_to is None or day <= unit.valid_to
    )


def _of_alias(alias: Alias) -> Resolution:
    return Resolution(
        str(alias.unit or alias.person),
        _why_alias(alias),
        certain=True,
        unit_id=alias.unit_id,
        person_id=alias.person_id,
    )


def _why_alias(alias: Alias) -> str:
    learned = f"bí danh đã học ngày {alias.created_at:%d/%m/%Y}" if alias.learned else "bí danh"
    return f"{learned}: “{alias.text}”"


def _suggest(things: Iterable[Unit | Agency | Person]) -> list[Suggestion]:
    """Units and people, in order; an agency cannot take a task itself."""
    found = [
        ("unit" if isinstance(thing, Unit) else "person", thing.pk, str(thing))
        for thing in things
        if not isinstance(thing, Agency)
    ]
    return list(dict.fromkeys(found))[:SUGGESTIONS]
