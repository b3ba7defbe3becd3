"""The values of a review item: what a task will be made from, with the reason of each.

`ReviewItem.values` (and `ReviewItem.read["values"]`, what the machine proposed and nobody changes) is

    title        str
    leads        list of parties, the first leads; several make one parent with a child for each
    supports     list of parties
    due          {"date": "2026-11-30"|"", "time": "17:00"|"", "text": as printed, "kind": of the deadline, "rrule": RFC 5545}
    kind         "one_off" | "recurring" | "standing"
    deliverable  str
    report_to    str
    authority    str
    accountable  a party, or None
    section      str, the printed number under which the task stands
    proposed     list of the fields whose value is a proposal ('đề xuất')
    why          {field: {"text": reason in Vietnamese, "at": [start, end] | None}}

A party is {"unit": id|None, "person": id|None, "name": how it is called here, "text": how it is printed, "why": reason,
"at": [start, end]|None, "certain": bool, "suggestions": [[kind, id, name], …]}.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from sauro.reading.model import Deadline, Span, Value
from sauro.reading.model import Task as ReadTask
from sauro.tasks import clarity
from sauro.tasks.models import TaskKind

Values = dict[str, Any]
Party = dict[str, Any]

FIELDS = ("title", "leads", "supports", "due", "kind", "deliverable", "report_to", "authority", "accountable")
TEXTS = ("title", "deliverable", "report_to", "authority")


class Resolves(Protocol):
    """`organisation.resolve.Resolver`, or what stands for it in a test."""

    def party(self, text: str) -> Any: ...


def empty() -> Values:
    return {
        "title": "",
        "leads": [],
        "supports": [],
        "due": no_due(),
        "kind": TaskKind.ONE_OFF.value,
        "deliverable": "",
        "report_to": "",
        "authority": "",
        "accountable": None,
        "section": "",
        "proposed": [],
        "why": {},
    }


def no_due() -> dict[str, str]:
    return {"date": "", "time": "", "text": "", "kind": "", "rrule": ""}


def values_of(task: ReadTask, resolver: Resolves, names: dict[int, str]) -> Values:
    """The values that a reading proposes; `names` are the units of the workspace, for orders that bind several."""
    values = empty()
    values["title"] = title_of(task)
    values["section"] = task.section or ""
    values["leads"] = parties(task.owners, resolver, names)
    values["supports"] = parties(task.coordinators, resolver, names)
    values["kind"] = task.task_kind
    why = values["why"]
    if values["leads"]:
        _explain(why, "leads", _joined(values["leads"]), values["leads"][0]["at"])
    if values["supports"]:
        _explain(why, "supports", _joined(values["supports"]), values["supports"][0]["at"])
    deadline = main_deadline(task.deadlines)
    if deadline is not None:
        values["due"] = due_of(deadline)
        _explain(why, "due", deadline.why, deadline.at)
    for field in ("deliverable", "report_to", "authority"):
        found: Value | None = getattr(task, field)
        if found is not None:
            values[field] = tidy(found.text)
            _explain(why, field, found.why, found.at)
    if task.accountable is not None:
        answered = resolver.party(task.accountable.text)
        if answered.person_id is not None:
            values["accountable"] = party(task.accountable.text, answered, task.accountable.at)
            _explain(why, "accountable", f"{task.accountable.why}; {answered.why}", task.accountable.at)
    if values["kind"] == TaskKind.STANDING:
        values["due"]["date"] = values["due"]["time"] = ""
    return values


def parties(found: Sequence[Value], resolver: Resolves, names: dict[int, str]) -> list[Party]:
    """The parties of printed names, each once; a class ('các phòng, ban') gives every unit that it binds."""
    given: list[Party] = []
    for value in found:
        given += spread(tidy(value.text), resolver.party(tidy(value.text)), names, at=value.at, why=value.why)
    return once(given)


def spread(
    text: str, answered: Any, names: dict[int, str], *, at: Span | None = None, why: str = ""
) -> list[Party]:
    """One party, or one for each unit of a class."""
    told = why and answered.certain and answered.name == text
    reason = why if told else "; ".join(part for part in (f"“{text}”" if why else "", answered.why) if part)
    if len(answered.unit_ids) > 1:
        return [
            {**_party(text, names.get(unit, text), reason, at), "unit": unit, "certain": answered.certain}
            for unit in answered.unit_ids
        ]
    made = party(text, answered, at, why=reason)
    return [made | {"name": names.get(made["unit"], made["name"])}]


def known_person(person_id: int, name: str, why: str) -> Party:
    """A person who is not printed but known from the organisation."""
    return _party("", name, why, None) | {"person": person_id}


def party(text: str, answered: Any, at: Span | None = None, why: str = "") -> Party:
    made = _party(text, answered.name or text, why or answered.why, at)
    known = answered.unit_id is not None or answered.person_id is not None
    suggestions: list[list[Any]] = (
        [] if known and answered.certain else [list(one) for one in answered.suggestions][:9]
    )
    return made | {
        "unit": answered.unit_id,
        "person": None if answered.unit_id is not None else answered.person_id,
        "certain": bool(answered.certain),
        "suggestions": suggestions,
    }


def _party(text: str, name: str, why: str, at: Span | None) -> Party:
    return {
        "unit": None,
        "person": None,
        "name": name,
        "text": text,
        "why": why,
        "at": list(at) if at else None,
        "certain": True,
        "suggestions": [],
    }


def parties_of(values: Values) -> list[Party]:
    """Everybody whom the values name: who leads, who supports, who answers."""
    accountable = [values["accountable"]] if values["accountable"] else []
    return [*values["leads"], *values["supports"], *accountable]


def once(found: Iterable[Party]) -> list[Party]:
    """Each party once, the first mention kept."""
    kept: dict[tuple[Any, Any, str], Party] = {}
    for one in found:
        known = one["unit"] or one["person"]
        kept.setdefault((one["unit"], one["person"], "" if known else one["name"].casefold()), one)
    return list(kept.values())


def main_deadline(deadlines: Sequence[Deadline]) -> Deadline | None:
    """The one that a task is measured by: the last with a date, else a rhythm, else the first."""
    dated = [one for one in deadlines if one.end_date]
    if dated:
        return max(dated, key=lambda one: one.end_date or "")
    return next((one for one in deadlines if one.recurrence), deadlines[0] if deadlines else None)


def due_of(deadline: Deadline) -> dict[str, str]:
    end = deadline.end_date or ""
    return {
        "date": end if re.fullmatch(r"\d{4}-\d\d-\d\d", end) else "",
        "time": deadline.time or "",
        "text": tidy(deadline.text),
        "kind": deadline.kind,
        "rrule": deadline.rrule or "",
    }


def _explain(why: dict[str, Any], field: str, text: str, at: Span | None) -> None:
    if text:
        why[field] = {"text": text, "at": list(at) if at else None}


def _joined(found: Sequence[Party]) -> str:
    return "; ".join(dict.fromkeys(one["why"] for one in found if one["why"]))


_MARKUP = re.compile(r"\*+|_{2,}|\|")
_PAGE_NUMBER = re.compile(r"\n\s*\d{1,3}\s*\n")
_TAIL = re.compile(
    r"[\s;,.]*(?:\b(?:và|hoàn thành|thời gian hoàn thành|xong|báo cáo kết quả|thời hạn|thời gian)\b[\s:,]*)*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;.:](?=\s)")
BY_HAND = "do người duyệt nhập"  # the reason of a value that a person typed
SHORT = 110
SHORTEST = 20  # characters of a title that says something
_SUPPORT = re.compile(
    r"\s*chủ trì(?:,\s*|\s+và\s+|\s*;\s*)(?=\w)(?P<with>(?:và\s+)?phối hợp(?:\s+chặt chẽ)?(?:\s+(?:với|cùng))?\s+)?"
    r"|\s*(?P<only>phối hợp(?:\s+chặt chẽ)?(?:\s+(?:với|cùng))\s+)",
    re.IGNORECASE,
)
_JOINT = re.compile(r"\s*(?:[,;]\s*)?(?:(?:và|cùng|với|để)\s+)*", re.IGNORECASE)


def tidy(words: str) -> str:
    """Words of a text without markup, page numbers and line breaks."""
    return " ".join(_MARKUP.sub(" ", _PAGE_NUMBER.sub(" ", words)).split())


def title_of(task: ReadTask) -> str:
    """The work of a task: its words without the owner and those who help in front, and the deadline behind."""
    start, end = task.at
    quote = task.quote
    owners = [one.at for one in task.owners if one.at and start <= one.at[0] and one.at[1] <= end]
    if task.action and task.action.at and owners and max(span[1] for span in owners) <= task.action.at[0]:
        quote = quote[task.action.at[0] - start :]
        start = task.action.at[0]
    helped = _after_support(task, start)
    quote, start = quote[helped - start :], helped
    last = max((one.at for one in task.deadlines if start < one.at[0]), default=None)
    if last is not None and end - last[1] <= 2:
        kept = _TAIL.sub("", quote[: last[0] - start])
        quote = kept if len(tidy(kept)) >= 12 else quote
    words = tidy(quote).strip(" ;,.:")
    return words[:1].upper() + words[1:]


def _after_support(task: ReadTask, start: int) -> int:
    """Where the work begins behind 'chủ trì, phối hợp với A, B'; `start` where it does not begin so."""
    first, last = task.at
    lead_in = _SUPPORT.match(task.quote[start - first :])
    if lead_in is None:
        return start
    at = start + lead_in.end()
    for one in sorted(value.at for value in task.coordinators if value.at):
        if one[0] >= at and _JOINT.fullmatch(task.quote[at - first : one[0] - first]):
            at = one[1]
    behind = _JOINT.match(task.quote[at - first :])
    at += behind.end() if behind is not None else 0
    named = at > start + lead_in.end() or not (lead_in["with"] or lead_in["only"])
    return at if named and last - at >= SHORTEST else start


def short(title: str) -> str:
    """What a folded card shows: the first clause, or as many of its parts as fit on two lines."""
    clause = _CLAUSE.split(title, maxsplit=1)[0].strip()
    if len(clause) <= SHORT:
        return clause
    cut = clause.rfind(",", 40, SHORT)
    return clause[:cut] if cut > 0 else clause


def parse_date(words: str) -> date | None:
    """The ISO date of `due`, or None."""
    return date.fromisoformat(words) if words else None


@dataclass(slots=True)
class _Facts:
    """The values as `tasks.clarity` reads them."""

    title: str
    kind: str
    due_date: date | None
    due_text: str
    rrule: str
    accountable_leader_id: int | None
    deliverable: str
    authority: str


def missing(values: Values) -> list[str]:
    """Which of the six clears are not met, by the names of `tasks.clarity`; an owner in doubt is none."""
    leads = values["leads"]
    certain = bool(leads) and all(one["certain"] for one in leads)
    return clarity.missing(_facts(values), has_lead=certain)


def _facts(values: Values) -> _Facts:
    due = values["due"]
    return _Facts(
        title=values["title"],
        kind=values["kind"],
        due_date=parse_date(due["date"]),
        due_text=due["text"],
        rrule=due["rrule"],
        accountable_leader_id=(values["accountable"] or {}).get("person"),
        deliverable=values["deliverable"],
        authority=values["authority"],
    )


def owed(values: Values) -> list[str]:
    """What a one-off task has to have before it goes out without a leader's reason (`tasks.clarity.owed`)."""
    return clarity.owed(_facts(values))


def changed(read: Values, now: Values) -> list[str]:
    """The fields in which a person wrote something else than the machine read."""
    return [field for field in FIELDS if read and _plain(read, field) != _plain(now, field)]


def _plain(values: Values, field: str) -> Any:
    found = values.get(field)
    if field in ("leads", "supports"):
        return [(one["unit"], one["person"], one["name"]) for one in found or []]
    if field == "accountable":
        return (found["person"], found["name"]) if found else None
    if field == "due":
        return (found["date"], found["time"], found["rrule"]) if found else None
    return found


def said(values: Values, field: str) -> str:
    """A value in one line, as a person reads and writes it."""
    found = values.get(field)
    if field in ("leads", "supports"):
        return "; ".join(said_parties(found or []))
    if field == "accountable":
        return found["name"] if found else ""
    if field == "due":
        return said_due(found or no_due())
    return str(found or "")


def said_parties(found: Sequence[Party]) -> list[str]:
    """The names of parties; several that one printed class brought in stand as that class."""
    count: dict[str, int] = {}
    for one in found:
        count[one["text"]] = count.get(one["text"], 0) + 1
    names = [one["text"] if count[one["text"]] > 1 else one["name"] for one in found]
    return list(dict.fromkeys(names))


def said_due(due: dict[str, str]) -> str:
    day = parse_date(due["date"])
    if day is None:
        return due["text"] if due["rrule"] or due["kind"] == "recurring" else ""
    return f"{day:%d/%m/%Y} {due['time']}".strip()
