"""The journal of a task as sentences: 'cập nhật tiến độ từ 45% lên 70%', and what was said in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext

from sauro.journal.queries import Event
from sauro.tasks.clarity import owed_words
from sauro.tasks.forms import CATEGORY_WORDS, PRIORITY_WORDS, STATUS_WORDS
from sauro.tasks.registry import action_words
from sauro.tasks.step_forms import CONFIDENCE_WORDS, LATE_FAULT_WORDS, QUALITY_WORDS
from sauro.tasks.wide_forms import FACT_WORDS

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sentence:
    """`actor` is '' for what the machine did. `quotes`: (label or '', words)."""

    at: datetime
    number: int
    actor: str
    words: str
    quotes: list[tuple[str, str]]


def sentence_of(event: Event) -> Sentence:
    data = event.data or {}
    if "part" in data:
        words = _of_the_whole(data)
    elif "whole" in data:
        words = gettext("changed the whole order; this part is now: %(status)s") % {"status": _status(data)}
    else:
        tell = _TELL.get(event.action) or _OF_THE_CLOCK.get(event.action) or _OF_ASSIGNING.get(event.action)
        words = tell(data) if tell else str(action_words.get(event.action, event.action))
    actor = event.actor
    if data.get("acting_for"):
        actor = pgettext("journal", "%(actor)s, for %(holder)s") % {
            "actor": actor,
            "holder": data["acting_for"],
        }
    return Sentence(event.at, event.number, actor, words, [] if "part" in data else _quotes(data))


def _status(data: Data, at: int = 1) -> str:
    change = data.get("status")
    return str(STATUS_WORDS.get(change[at], "")) if isinstance(change, list) else ""


def _of_the_whole(data: Data) -> str:
    if isinstance(data.get("progress_percent"), list):
        return gettext("moved a part; the whole is now at %(percent)s%%") % {
            "percent": data["progress_percent"][1]
        }
    return gettext("moved a part; the whole is now: %(status)s") % {"status": _status(data)}


def _assigned(data: Data) -> str:
    what = owed_words(str(data.get("owed") or "").split())
    if not what:
        return str(action_words["tasks.assign"])
    if data.get("waits"):
        return gettext("assigned the task; without a %(what)s it waits for a leader") % {"what": what}
    return gettext("assigned the task without a %(what)s") % {"what": what}


def _approved(data: Data) -> str:
    what = owed_words(str(data.get("owed") or "").split())
    return (
        gettext("let the task out without a %(what)s") % {"what": what}
        if what
        else gettext("approved the task")
    )


def _progress(data: Data) -> str:
    change = data.get("progress_percent")
    if not isinstance(change, list) or change[0] == change[1]:
        return pgettext("journal", "updated the progress")
    if change[1] < change[0]:
        return gettext("put the progress back from %(old)s%% to %(new)s%%") % {
            "old": change[0],
            "new": change[1],
        }
    return gettext("updated the progress from %(old)s%% to %(new)s%%") % {"old": change[0], "new": change[1]}


def _day(text: Any) -> str:
    try:
        return f"{date.fromisoformat(str(text)[:10]):%d/%m/%Y}"
    except ValueError:
        return ""


def _extended(data: Data) -> str:
    old, new = data.get("due_date") or ("", "")
    return gettext("extended the deadline from %(old)s to %(new)s") % {"old": _day(old), "new": _day(new)}


def _returned(data: Data) -> str:
    if not isinstance(data.get("due_date"), list):
        return gettext("returned the product for rework")
    words = gettext("returned the product for rework; the clock stood, so the due date is now %(day)s")
    return words % {"day": _day(data["due_date"][1])}


def _resumed(data: Data) -> str:
    if not isinstance(data.get("due_date"), list):
        return gettext("resumed the task")
    return gettext("resumed the task; the clock stood, so the due date is now %(day)s") % {
        "day": _day(data["due_date"][1])
    }


def _urged(data: Data) -> str:
    if not data.get("answer_by"):
        return gettext("urged the lead")
    return gettext("urged the lead, answer by %(day)s") % {"day": _day(data["answer_by"])}


def _asked(data: Data) -> str:
    if not data.get("answer_by"):
        return gettext("asked for an explanation")
    return gettext("asked for an explanation by %(day)s") % {"day": _day(data["answer_by"])}


def _accepted(data: Data) -> str:
    quality = QUALITY_WORDS.get(data.get("quality", ""), "")
    return gettext("accepted the product: %(quality)s") % {"quality": str(quality).lower()}


def _named(data: Data) -> str:
    old, new = data.get("assignee") or ("", "")
    if not new:
        return gettext("gave the task back to the unit, from %(old)s") % {"old": old}
    if not old:
        return gettext("named %(new)s as the assignee") % {"new": new}
    return gettext("changed the assignee from %(old)s to %(new)s") % {"old": old, "new": new}


def _reassigned(data: Data) -> str:
    old, new = data.get("lead") or ("", "")
    if old == new:
        return gettext("gave the task to %(new)s again") % {"new": new}
    return gettext("gave the task to %(new)s in place of %(old)s") % {"old": old, "new": new}


def _changed(data: Data) -> str:
    names = [str(FACT_WORDS[name]).lower() for name in data.get("changed") or {} if name in FACT_WORDS]
    return gettext("changed: %(names)s") % {"names": ", ".join(names)}


def _split(data: Data) -> str:
    count = len(data.get("parts") or [])
    return ngettext("split off %(n)s subtask", "split off %(n)s subtasks", count) % {"n": count}


def _planned(data: Data) -> str:
    rows = data.get("milestones")
    count = len(rows) if isinstance(rows, list) else 0
    return ngettext("set %(n)s milestone", "set %(n)s milestones", count) % {"n": count}


def _reminded(data: Data) -> str:
    names = ", ".join(data.get("recipients", []))
    day = _day(data.get("about"))
    match data.get("trigger"):
        case "before_due":
            return gettext("reminded %(names)s: due on %(day)s") % {"names": names, "day": day}
        case "overdue":
            return gettext("reminded %(names)s: overdue since %(day)s") % {"names": names, "day": day}
        case "no_update":
            return gettext("reminded %(names)s: not updated since %(day)s") % {"names": names, "day": day}
    return gettext("reminded %(names)s: to be reported on by %(day)s") % {"names": names, "day": day}


_OF_ASSIGNING: dict[str, Callable[[Data], str]] = {"tasks.assign": _assigned}
_TELL: dict[str, Callable[[Data], str]] = {
    "tasks.approve": _approved,
    "tasks.receive": lambda _: gettext("received the task"),
    "tasks.refuse": lambda _: gettext("says that the task is not theirs to do"),
    "tasks.update_progress": _progress,
    "tasks.submit_for_signature": lambda _: gettext("submitted the product for signature"),
    "tasks.submit_deliverable": lambda _: gettext("handed the product in for acceptance"),
    "tasks.recall": lambda _: gettext("recalled what was handed in"),
    "tasks.accept_deliverable": _accepted,
    "tasks.return_for_rework": _returned,
    "tasks.suspend": lambda _: gettext("suspended the task"),
    "tasks.resume": _resumed,
    "tasks.cancel": lambda _: gettext("cancelled the task"),
    "tasks.end_series": lambda _: gettext("ended the series"),
    "tasks.request_extension": lambda data: (
        gettext("asked to extend the deadline to %(day)s") % {"day": _day(data.get("new_date"))}
    ),
    "tasks.extend_deadline": _extended,
    "tasks.reject_extension": lambda data: (
        gettext("rejected the extension to %(day)s") % {"day": _day(data.get("new_date"))}
    ),
    "tasks.urge": _urged,
    "tasks.request_explanation": _asked,
    "tasks.explain": lambda _: gettext("explained"),
    "tasks.report_beyond": lambda data: (
        gettext("reported to %(position)s, who decides on it") % {"position": data.get("position", "")}
    ),
    "tasks.comment": lambda _: gettext("commented"),
    "tasks.name_assignee": _named,
    "tasks.reassign": _reassigned,
    "tasks.change": _changed,
    "tasks.split": _split,
    "tasks.place_under": lambda data: (
        gettext("placed the task under “%(above)s”") % {"above": data.get("above", "")}
    ),
    "tasks.plan_milestones": _planned,
    "tasks.reach_milestone": lambda data: (
        gettext("reached the milestone “%(name)s”") % {"name": data.get("milestone", "")}
    ),
}
# What the clock does, which is no step of anybody.
_OF_THE_CLOCK: dict[str, Callable[[Data], str]] = {
    "tasks.recur": lambda data: (
        gettext("made the instance of %(day)s") % {"day": _day(data.get("occurrence"))}
    ),
    "tasks.remind": _reminded,
}


def _quotes(data: Data) -> list[tuple[str, str]]:
    quotes = [(str(FACT_WORDS[name]), f"{_fact(name, old)} → {_fact(name, new)}")
              for name, (old, new) in (data.get("changed") or {}).items() if name in FACT_WORDS]  # fmt: skip
    if data.get("leaver"):  # its parts are roles, which the page of the task shows
        quotes.append(("", f"{data['leaver']} → {data['receiver']}"))
    else:
        quotes += [("", part) for part in data.get("parts") or []]
    if isinstance(data.get("milestones"), list):
        quotes += [(_day(day), str(name)) for name, day in data["milestones"]]
    quotes += [("", str(data[name])) for name in ("done", "reason", "words", "result_summary", "question", "answer")
              if data.get(name)]  # fmt: skip
    if data.get("documents"):
        quotes.append((pgettext("quote", "Documents"), "; ".join(data["documents"])))
    if data.get("products"):
        quotes.append((pgettext("quote", "Products"), "; ".join(data["products"])))
    if data.get("evidence"):
        quotes.append((pgettext("quote", "Evidence"), "; ".join(data["evidence"])))
    if data.get("mentioned"):
        quotes.append((pgettext("quote", "Mentions"), ", ".join(data["mentioned"])))
    if data.get("obstacle"):
        quotes.append((pgettext("quote", "Obstacles"), data["obstacle"]))
    if data.get("request_to_superior"):
        quotes.append((pgettext("quote", "Request to superiors"), data["request_to_superior"]))
    if data.get("confidence") in ("at_risk", "no"):
        quotes.append(("", str(CONFIDENCE_WORDS[data["confidence"]])))
    if data.get("late_fault"):
        quotes.append((pgettext("quote", "Late"), str(LATE_FAULT_WORDS.get(data["late_fault"], ""))))
    return quotes


def _fact(name: str, value: str) -> str:
    """A fact as it stands in the journal, in words."""
    if name == "due_date":
        return _day(value) or "–"
    words = {"category": CATEGORY_WORDS, "priority": PRIORITY_WORDS}.get(name, {})
    return str(words.get(value, value)).replace("\n", "; ") or "–"
