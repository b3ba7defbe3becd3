"""The desk, and the steps that are taken on it. Everything works without script; htmx puts answers in their place."""

import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from sauro.organisation.access import Access, access_of
from sauro.tasks.actions import Conflict, Refused
from sauro.tasks.actions.watching import stop_watching, watch
from sauro.tasks.desk.queries import Desk, desk_of, lies_in, one_of, page_of
from sauro.tasks.desk.rows import IN_PLACE, DeskRow, desk_rows, is_late, percents
from sauro.tasks.life import STEP_WORDS, Step
from sauro.tasks.models import Confidence, ProgressUpdate, Task
from sauro.tasks.queries import by_uid
from sauro.tasks.registry import first_steps_of, panels_of
from sauro.tasks.step_forms import ACTIONS, StepForm


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the desk somebody is: which numbers, which rows."""

    scope: str = ""
    tile: str = ""
    cursor: str = ""

    @classmethod
    def asked(cls, request: HttpRequest) -> "Place":
        got = request.GET
        return cls(got.get("pham-vi", "")[:40], got.get("o", "")[:40], got.get("cursor", "")[:40])

    def at(self, **changed: str) -> str:
        """The part of an address behind its '?'."""
        named = {"pham-vi": self.scope, "o": self.tile, "cursor": self.cursor, **changed}
        return urlencode({name: value for name, value in named.items() if value})


@dataclass(slots=True)
class Opened:
    """The form that stands open under a row."""

    uid: uuid.UUID
    form: StepForm
    note: str = ""  # why it was not taken
    changed: ProgressUpdate | None = None  # what somebody else has reported meanwhile


@login_required
@never_cache
@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def desk(request: HttpRequest) -> HttpResponse:
    """`pham-vi`: whose numbers; `o`: the number whose rows stand below; `sua`, `buoc`: the row and step that is open."""
    access = access_of(request.user)  # type: ignore[arg-type]
    place = Place.asked(request)
    if request.htmx and place.cursor:
        return render(request, "tasks/desk/more.html", _rows_context(access, place))
    opened = None
    try:
        step = _step_in_place(request.GET.get("buoc", Step.UPDATE_PROGRESS))
        task = by_uid(access, uuid.UUID(request.GET["sua"]))
        opened = Opened(task.uid, _form(step, task))
    except (KeyError, ValueError, Http404):
        pass  # nothing is to be open, or nothing that is his
    return _page(request, access, place, opened)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desk_step(request: HttpRequest, uid: uuid.UUID, step: str) -> HttpResponse:
    """The form of a step under its row, and the step itself. GET with `dong` gives the row without its form."""
    access = access_of(request.user)  # type: ignore[arg-type]
    task = by_uid(access, uid)
    wanted, place = _step_in_place(step), Place.asked(request)
    if request.method != "POST":
        if not request.htmx:
            return redirect(f"{reverse('tasks:desk')}?{place.at(sua=str(uid), buoc=wanted)}")
        if "dong" in request.GET:
            return _row(request, access, task, place, None)
        return _row(request, access, task, place, Opened(uid, _form(wanted, task)))
    form = _form(wanted, task, request)
    opened = Opened(uid, form)
    if form.is_valid():
        opened = _take(access, task, form) or opened
    if form.errors or opened.note:
        return _not_taken(request, access, place, opened)
    if not request.htmx:
        messages.success(request, gettext("Done: %(step)s.") % {"step": STEP_WORDS[wanted]})
        return redirect(f"{reverse('tasks:desk')}?{place.at()}")
    return _row(request, access, task, place, None, taken=True)


@login_required
@require_POST
def watch_task(request: HttpRequest, uid: uuid.UUID, *, on: bool) -> HttpResponse:
    """From the page of the task, and back to it."""
    access = access_of(request.user)  # type: ignore[arg-type]
    if on:
        watch(access, uid)
        messages.success(request, gettext("You watch this task: it stands on your desk under “I watch”."))
    else:
        stop_watching(access, uid)
        messages.success(request, gettext("You no longer watch this task."))
    return redirect("tasks:task", uid)


def _step_in_place(name: str) -> Step:
    """Raises `Http404` for a step that is not taken on the desk."""
    try:
        step = Step(name)
    except ValueError:
        raise Http404(name) from None
    if step not in IN_PLACE:
        raise Http404(name)
    return step


def _form(step: Step, task: Task, request: HttpRequest | None = None) -> StepForm:
    form = StepForm(step, task, request.POST if request else None)
    form.auto_id = f"id_{task.uid}_%s"  # several rows may be open at once
    return form


def _take(access: Access, task: Task, form: StepForm) -> Opened | None:
    """None where the step was taken."""
    try:
        ACTIONS[form.step](access, form.held(), **form.typed())
    except ValidationError as fault:
        for name, words in getattr(fault, "message_dict", {"": fault.messages}).items():
            form.add_error(name if name in form.fields else None, words)
    except Conflict as conflict:
        return _again(conflict.task, form)
    except (Refused, PermissionDenied) as refused:
        return Opened(task.uid, form, str(refused))
    return None


def _again(task: Task, form: StepForm) -> Opened:
    """What was typed, on the task as it is now."""
    fresh = StepForm(form.step, task)
    data = form.data.copy()
    data["version"], data["key"] = str(fresh.initial["version"]), str(fresh.initial["key"])
    again = StepForm(form.step, task, data)
    again.auto_id = form.auto_id
    again.is_valid()
    last = ProgressUpdate.objects.filter(task=task).select_related("by").order_by("-id").first()
    note = gettext(
        "The task has changed since you opened it, and nothing of yours was stored. Send it again if it still holds."
    )
    return Opened(task.uid, again, note, last)


def _not_taken(request: HttpRequest, access: Access, place: Place, opened: Opened) -> HttpResponse:
    """The form again with what is wrong. htmx puts an answer with 422 into the page, and no other that is none."""
    if not request.htmx:
        return _page(request, access, place, opened, status=409 if opened.note else 422)
    return _row(request, access, by_uid(access, opened.uid), place, opened, status=422)


def _page(
    request: HttpRequest, access: Access, place: Place, opened: Opened | None, *, status: int = 200
) -> HttpResponse:
    context = _rows_context(access, place, opened)
    context |= {
        "panels": panels_of(access),
        "first_steps": first_steps_of(access),
        "today": timezone.localtime(),
    }
    return render(request, "tasks/desk/desk.html", context, status=status)


def _rows_context(access: Access, place: Place, opened: Opened | None = None) -> dict[str, Any]:
    now = timezone.now()
    here = timezone.localtime(now)
    found = desk_of(access, here, scope=place.scope, tile=place.tile)
    if found is None:
        return {"desk": None}
    chosen = found.chosen.tile
    place = Place(found.scope.key, chosen.key, place.cursor)
    lying = page_of(chosen.pile, chosen.key, cursor=place.cursor)
    context = _desk_context(found, place)
    context["rows"] = [(row, _open_context(row, opened)) for row in desk_rows(access, lying, now)]
    context["next_address"] = place.at(cursor=lying.next_cursor) if lying.next_cursor else ""
    return context


def _desk_context(found: Desk, place: Place) -> dict[str, Any]:
    return {
        "desk": found,
        "place": place,
        "here": place.at(),
        "names_leads": found.names_leads,
        "scopes": [(scope, Place(scope.key).at(), scope is found.scope) for scope in found.scopes],
        "tiles": [(each, place.at(o=each.tile.key, cursor="")) for each in found.numbers],
    }


def _open_context(row: DeskRow, opened: Opened | None) -> dict[str, Any] | None:
    if opened is None or opened.uid != row.task.uid:
        return None
    form, late = opened.form, is_late(row.row)
    known = Confidence.NO if late else Confidence.YES if not row.task.due_date else None
    return {
        "form": form,
        "note": opened.note,
        "changed": opened.changed,
        "step_words": STEP_WORDS[form.step],
        "late": late,
        "confidence": known,  # whether the date holds; None where it is asked
        "percents": percents(row.task.progress_percent),
        "percent": _percent(form, row.task),
    }


def _percent(form: StepForm, task: Task) -> int:
    """What is marked: as it was sent, else as it is."""
    sent = form.data.get("progress_percent", "") if form.is_bound else ""
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else task.progress_percent


def _row(
    request: HttpRequest,
    access: Access,
    task: Task,
    place: Place,
    opened: Opened | None,
    *,
    taken: bool = False,
    status: int = 200,
) -> HttpResponse:
    """One row for htmx, with its form or without; once a step was taken with the numbers as they are now."""
    now = timezone.now()
    here = timezone.localtime(now)
    found = desk_of(access, here, scope=place.scope, tile=place.tile)
    if found is None:
        raise Http404
    place = Place(found.scope.key, found.chosen.tile.key, place.cursor)
    (row,) = desk_rows(access, one_of(access, task, place.tile), now)
    context = _desk_context(found, place)
    context |= {
        "row": row,
        "open": _open_context(row, opened),
        "taken": taken,
        "answers": True,
        "beside_form": (request.htmx.target or "").startswith(
            "sua-"
        ),  # the row itself is not what is replaced
        "gone": taken and not lies_in(found.chosen.tile.pile, task),
    }
    return render(request, "tasks/desk/answer.html", context, status=status)
