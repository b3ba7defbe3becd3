"""What a workbook would change: row by row a step or a problem; taking it in runs the steps by the usual actions.

A row with a key is the one that was exported; without one it is new, unless the same thing is there already, so that
taking a file in twice changes nothing the second time. Rows that are missing in the file stay as they are.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sauro.organisation import actions
from sauro.organisation.access import Access
from sauro.organisation.actions.base import require_manager
from sauro.organisation.exchange.sheets import DAYS, KEY, Row, people_names
from sauro.organisation.models import Agency, FieldAssignment, Person, Post, Role, Unit, UnitKind, WorkField
from sauro.organisation.presentation import ROLE_WORDS, UNIT_KIND_WORDS
from sauro.vietnamese.text import fold, nfc, squeeze


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what to do."""

    sheet: str
    row: int
    column: str
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a row would do, in words."""

    sheet: str
    row: int
    words: str


@dataclass(slots=True)
class Plan:
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unchanged: int = 0


def plan_of(access: Access, rows: Iterable[Row], *, take_in: bool = False) -> Plan:
    """Runs all rows in one transaction and takes everything back, unless `take_in` is asked and no row has a problem.

    A preview that does the thing itself says what will happen, and not what somebody thinks will happen.
    """
    require_manager(access)
    reader = _Reader(access)
    with transaction.atomic():
        for row in rows:
            reader.take(row)
        if not take_in or reader.plan.problems:
            transaction.set_rollback(True)
    return reader.plan


class _Fault(Exception):
    def __init__(self, column: str, words: str) -> None:
        super().__init__(words)
        self.column, self.words = column, words


def _key(text: str) -> str:
    return squeeze(nfc(text)).casefold()


def _day(row: Row, column: str) -> date | None:
    text = row.get(column)
    if not text:
        return None
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day alone
    except ValueError:
        raise _Fault(column, _("“%(text)s” is no day. Write it as 30/11/2026.") % {"text": text}) from None


def _word(row: Row, column: str, words: dict[str, Any]) -> str:
    wanted = fold(nfc(row.get(column)))
    for value, label in words.items():
        if wanted in (fold(nfc(str(label))), str(value)):
            return str(value)
    raise _Fault(column, _unknown(row.get(column), (str(label) for label in words.values())))


def _unknown(text: str, known: Iterable[str]) -> str:
    if not text:
        return _("This cell is empty. Choose one of: %(known)s.") % {"known": ", ".join(known)}
    return _("“%(text)s” is not known. Choose one of: %(known)s.") % {"text": text, "known": ", ".join(known)}


class _Reader:
    """Takes rows one by one, with what is there already read once."""

    def __init__(self, access: Access) -> None:
        self.access, self.plan = access, Plan()
        mine = {"workspace_id": access.user.workspace_id}
        self.agencies = {_key(row.name): row for row in Agency.objects.filter(**mine)}
        self.units = {
            str(row.uid): row for row in Unit.objects.filter(**mine).select_related("agency", "parent")
        }
        self.fields = {str(row.uid): row for row in WorkField.objects.filter(**mine)}
        self.people = {str(row.uid): row for row in Person.objects.filter(**mine).select_related("user")}
        found = Post.objects.filter(**mine).select_related("person", "agency", "unit")
        self.posts = {str(row.uid): row for row in found}
        answers = FieldAssignment.objects.filter(**mine).select_related("leader", "work_field", "unit")
        self.answers = {str(row.uid): row for row in answers}
        self._index()

    def _index(self) -> None:
        """By name; where two people have one, by the name with the mark alone."""
        names = people_names(self.people.values())
        self.by_name = {_key(names[row.pk]): row for row in self.people.values()}
        self.by_unit = {(row.agency_id, _key(row.name)): row for row in self.units.values()}

    def take(self, row: Row) -> None:
        step: Callable[[Row], str | None] = {
            "Đơn vị": self._unit, "Lĩnh vực": self._field, "Người": self._person, "Chức danh": self._post,
            "Phân công": self._answer,
        }[row.sheet]  # fmt: skip
        try:
            with transaction.atomic():
                words = step(row)
        except _Fault as fault:
            self.plan.problems.append(Problem(row.sheet, row.number, fault.column, fault.words))
        except ValidationError as fault:
            self.plan.problems.append(
                Problem(row.sheet, row.number, _column_of(row, fault), " ".join(fault.messages))
            )
        except PermissionDenied:
            self.plan.problems.append(
                Problem(
                    row.sheet, row.number, "", _("This is about yourself: another administrator does it.")
                )
            )
        else:
            if words is None:
                self.plan.unchanged += 1
            else:
                self.plan.changes.append(Change(row.sheet, row.number, words))

    def _there(self, row: Row, things: dict[str, Any]) -> Any:
        """The thing of the row's key; None for a new row."""
        key = row.get(KEY)
        if key and key not in things:
            raise _Fault(KEY, _("No row has this key. Leave it empty for a new row."))
        return things.get(key)

    def _agency(self, row: Row) -> Agency:
        found = self.agencies.get(_key(row.get("Cơ quan")))
        if found is None:
            known = (agency.name for agency in self.agencies.values())
            raise _Fault("Cơ quan", _unknown(row.get("Cơ quan"), known))
        return found

    def _unit_of(self, row: Row, column: str, agency: Agency | None) -> Unit | None:
        text = row.get(column)
        if not text:
            return None
        found = [unit for (agency_id, name), unit in self.by_unit.items()
                 if name == _key(text) and (agency is None or agency_id == agency.pk)]  # fmt: skip
        if len(found) != 1:
            raise _Fault(
                column, _("There is no unit “%(text)s”. Add it in the sheet of units first.") % {"text": text}
            )
        return found[0]

    def _who(self, row: Row, column: str) -> Person:
        found = self.by_name.get(_key(row.get(column)))
        if found is None:
            words = _(
                "“%(text)s” is nobody, or two people. Write the name as in the sheet of people, with the username in brackets."
            )
            raise _Fault(column, words % {"text": row.get(column)})
        return found

    def _same(self, row: Row, old: dict[str, str], free: tuple[str, ...]) -> bool:
        """Whether nothing changed. What is not `free` is not changed here."""
        changed = [column for column, value in old.items() if _key(row.get(column)) != _key(value)]
        for column in changed:
            if column not in free:
                raise _Fault(
                    column,
                    _("This is not changed here: end the row by its last day, and add a new one below."),
                )
        return not changed

    def _unit(self, row: Row) -> str | None:
        unit: Unit | None = self._there(row, self.units)
        if unit is None:
            agency = self._agency(row)
            unit = self.by_unit.get((agency.pk, _key(row.get("Tên đơn vị"))))
            if unit is None:
                return self._new_unit(row, agency)
            if not row.get(KEY):
                return None
        return self._change_unit(row, unit)

    def _new_unit(self, row: Row, agency: Agency) -> str:
        unit = actions.add_unit(
            self.access, agency, name=row.get("Tên đơn vị"), short_name=row.get("Tên ngắn"), code=row.get("Mã"),
            kind=_word(row, "Loại", dict(UNIT_KIND_WORDS)), parent=self._unit_of(row, "Trực thuộc", agency),
            valid_from=_day(row, "Từ ngày"), valid_to=_day(row, "Đến ngày"),
        )  # fmt: skip
        self.units[str(unit.uid)] = unit
        self._index()
        return _("new unit %(name)s") % {"name": unit.name}

    def _change_unit(self, row: Row, unit: Unit) -> str | None:
        old = {
            "Cơ quan": unit.agency.name, "Tên đơn vị": unit.name, "Tên ngắn": unit.short_name, "Mã": unit.code,
            "Loại": str(UNIT_KIND_WORDS[unit.kind]), "Trực thuộc": unit.parent.name if unit.parent else "",
            "Từ ngày": _said(unit.valid_from), "Đến ngày": _said(unit.valid_to),
        }  # fmt: skip
        free = ("Tên đơn vị", "Tên ngắn", "Mã", "Loại", "Trực thuộc", "Đến ngày")
        if self._same(row, old, free):
            return None
        named = unit.name
        if any(_key(row.get(column)) != _key(old[column]) for column in free[:-1]):
            actions.change_unit(
                self.access, unit, version=unit.version, name=row.get("Tên đơn vị"), short_name=row.get("Tên ngắn"),
                code=row.get("Mã"), kind=str(UnitKind(_word(row, "Loại", dict(UNIT_KIND_WORDS)))),
                parent=self._unit_of(row, "Trực thuộc", unit.agency),
            )  # fmt: skip
        if row.get("Đến ngày") != old["Đến ngày"]:
            actions.end_unit(self.access, unit, last_day=_last(row))
        self._index()
        return _("changed: %(name)s") % {"name": named}

    def _field(self, row: Row) -> str | None:
        there: WorkField | None = self._there(row, self.fields)
        if there is not None:
            self._same(row, {"Tên lĩnh vực": there.name}, ())
            return None
        if any(_key(each.name) == _key(row.get("Tên lĩnh vực")) for each in self.fields.values()):
            return None
        made = actions.add_work_field(self.access, name=row.get("Tên lĩnh vực"))
        self.fields[str(made.uid)] = made
        return _("new field of work %(name)s") % {"name": made.name}

    def _person(self, row: Row) -> str | None:
        person: Person | None = self._there(row, self.people)
        username = person.user.username if person and person.user else ""
        if _key(row.get("Tên đăng nhập")) != username:
            raise _Fault(
                "Tên đăng nhập",
                _("Accounts are made on the page of the person, where the password is shown."),
            )
        if person is None:
            wanted = _key(row.get("Họ và tên"))
            if any(_key(each.full_name) == wanted for each in self.people.values()):
                return None
            made = actions.add_person(self.access, full_name=row.get("Họ và tên"))
            self.people[str(made.uid)] = made
            self._index()
            return _("new person %(name)s") % {"name": made.full_name}
        if self._same(row, {"Họ và tên": person.full_name}, ("Họ và tên",)):
            return None
        actions.rename_person(self.access, person, full_name=row.get("Họ và tên"), version=person.version)
        self._index()
        return _("changed: %(name)s") % {"name": person.full_name}

    def _post(self, row: Row) -> str | None:
        post: Post | None = self._there(row, self.posts)
        if post is None:
            return self._new_post(row)
        names = people_names(self.people.values())
        old = {
            "Người": names[post.person_id], "Cơ quan": post.agency.name,
            "Đơn vị": self.units[str(post.unit.uid)].name if post.unit else "", "Chức danh": post.title,
            "Vai trò": str(ROLE_WORDS[post.role]), "Từ ngày": _said(post.valid_from), "Đến ngày": _said(post.valid_to),
        }  # fmt: skip
        if self._same(_like(row, old, ("Người", "Đơn vị")), old, ("Đến ngày",)):
            return None
        actions.end_post(self.access, post, last_day=_last(row))
        return _("ended: %(name)s") % {"name": f"{post.title}, {post.person.full_name}"}

    def _new_post(self, row: Row) -> str | None:
        person, agency = self._who(row, "Người"), self._agency(row)
        unit, first = self._unit_of(row, "Đơn vị", agency), _day(row, "Từ ngày")
        role = Role(_word(row, "Vai trò", dict(ROLE_WORDS)))
        for each in self.posts.values():
            same = (each.person_id, each.agency_id, each.unit_id, _key(each.title), each.valid_from)
            if same == (person.pk, agency.pk, unit.pk if unit else None, _key(row.get("Chức danh")), first):
                return None
        made = actions.give_post(
            self.access, person, agency, role=role, title=row.get("Chức danh"), unit=unit, valid_from=first,
            valid_to=_day(row, "Đến ngày"),
        )  # fmt: skip
        self.posts[str(made.uid)] = made
        return _("new post %(name)s") % {"name": f"{made.title}, {person.full_name}"}

    def _answer(self, row: Row) -> str | None:
        there: FieldAssignment | None = self._there(row, self.answers)
        if there is None:
            return self._new_answer(row)
        names = people_names(self.people.values())
        old = {
            "Lãnh đạo": names[there.leader_id], "Lĩnh vực": there.work_field.name if there.work_field else "",
            "Đơn vị": self.units[str(there.unit.uid)].name if there.unit else "", "Địa bàn": there.area,
            "Văn bản": there.document_text, "Từ ngày": _said(there.valid_from), "Đến ngày": _said(there.valid_to),
        }  # fmt: skip
        if self._same(_like(row, old, ("Lãnh đạo", "Đơn vị")), old, ("Đến ngày",)):
            return None
        actions.end_field_assignment(self.access, there, last_day=_last(row), version=there.version)
        return _("ended: %(name)s") % {"name": f"{there.leader}, {there.work_field or there.unit}"}

    def _new_answer(self, row: Row) -> str | None:
        leader, unit = self._who(row, "Lãnh đạo"), self._unit_of(row, "Đơn vị", None)
        text, work_field = row.get("Lĩnh vực"), None
        if text:
            work_field = next((each for each in self.fields.values() if _key(each.name) == _key(text)), None)
            if work_field is None:
                raise _Fault(
                    "Lĩnh vực",
                    _("There is no field “%(text)s”. Add it in the sheet of fields first.") % {"text": text},
                )
        first = _day(row, "Từ ngày")
        for each in self.answers.values():
            same = (each.leader_id, each.work_field, each.unit_id, _key(each.area), each.valid_from)
            if same == (leader.pk, work_field, unit.pk if unit else None, _key(row.get("Địa bàn")), first):
                return None
        made = actions.assign_field(
            self.access, leader, work_field=work_field, unit=unit, area=row.get("Địa bàn"),
            document_text=row.get("Văn bản"), valid_from=first, valid_to=_day(row, "Đến ngày"),
        )  # fmt: skip
        self.answers[str(made.uid)] = made
        return _("new assignment %(name)s") % {"name": f"{leader}, {work_field or unit}"}


def _said(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _last(row: Row) -> date:
    day = _day(row, "Đến ngày")
    if day is None:
        raise _Fault("Đến ngày", _("What has ended is not opened again: add a new row."))
    return day


def _like(row: Row, old: dict[str, str], columns: tuple[str, ...]) -> Row:
    """A name that changed in another sheet of the same file still stands here as it was exported."""
    return Row(row.sheet, row.number, row.cells | {column: old[column] for column in columns if row.get(KEY)})


_COLUMNS = {"name": ("Tên đơn vị", "Tên lĩnh vực", "Chức danh", "Họ và tên"), "parent": ("Trực thuộc",), "unit": ("Đơn vị",),
            "leader": ("Lãnh đạo",), "valid_to": DAYS[1:], "last_day": DAYS[1:]}  # fmt: skip


def _column_of(row: Row, fault: ValidationError) -> str:
    """The column of what an action found."""
    names = fault.message_dict if hasattr(fault, "error_dict") else {}
    for name in names:
        for column in _COLUMNS.get(name, ()):
            if column in row.cells:
                return column
    return ""
