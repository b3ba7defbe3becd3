"""The page of a task and the steps that are taken on it. Every step is a plain form; no script is needed."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sauro.journal.queries import history
from sauro.organisation.access import Access, access_of
from sauro.tasks import queries
from sauro.tasks.actions import Conflict, Diverged, Refused
from sauro.tasks.actions.watching import may_watch
from sauro.tasks.clarity import owed, owed_words
from sauro.tasks.clock.queries import instances_of, series_of, stale_since, waited
from sauro.tasks.clock.rules import soon_for
from sauro.tasks.evidence_views import let_go, taken_in
from sauro.tasks.facts import Facts, differing
from sauro.tasks.forms import CATEGORY_WORDS, PRIORITY_WORDS, STATUS_WORDS
from sauro.tasks.life import STEP_WORDS, Step, cannot, may_not, rule_of, unexplained
from sauro.tasks.life_queries import Life, life_of
from sauro.tasks.models import Task
from sauro.tasks.presentation import evidence_shown, party_name, products_shown, roll_up_words, row_of
from sauro.tasks.registry import source_link
from sauro.tasks.sentences import sentence_of
from sauro.tasks.step_forms import ACTIONS, CONFIDENCE_WORDS, FIELDS, StepForm
from sauro.tasks.wide_forms import WIDE, ChangeForm, MergeForm, RowsForm, form_of, merged

HISTORY = 20


@login_required
@never_cache
@require_safe
def task_page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """`?buoc=` opens the form of a step; `?truoc=` shows what happened before that entry of the journal."""
    access = access_of(request.user)  # type: ignore[arg-type]
    return _page(request, access, queries.opened(access, uid), asked=request.GET.get("buoc", ""))


@login_required
@require_http_methods(["GET", "POST"])
def take_step(request: HttpRequest, uid: uuid.UUID, step: str) -> HttpResponse:
    """Takes the step and goes back to the task; what is wrong stands beside the form, with all that was typed."""
    if request.method == "GET":  # the address of a refused form, opened again
        return redirect("tasks:task", uid)
    access = access_of(request.user)  # type: ignore[arg-type]
    opened = queries.opened(access, uid)
    try:
        wanted = Step(step)
    except ValueError:
        raise Http404(step) from None
    form = _sent(request, access, opened.task, wanted)
    sound = form.is_valid()
    if "evidence" in form.fields:
        form.uploads, faults = taken_in(request, access, opened.task)
        for fault in faults:
            form.add_error("evidence", fault)
            sound = False
    if "more" in request.POST or not sound:
        return _page(request, access, opened, form=form, status=200 if "more" in request.POST else 422)
    typed = form.typed()
    try:
        ACTIONS[wanted](access, form.held(), **typed)
    except ValidationError as fault:
        _add(form, fault)
        return _page(request, access, opened, form=form, status=422)
    except Diverged as diverged:
        return _merge(request, access, diverged, **typed)
    except Conflict as conflict:
        return _conflict(request, access, conflict.task, form)
    except (Refused, PermissionDenied) as refused:
        let_go(access, form.uploads)
        form.uploads = []
        status = 403 if isinstance(refused, PermissionDenied) else 409
        opened = queries.opened(access, uid)
        return _page(request, access, opened, form=form, note=str(refused), status=status)
    let_go(access, form.uploads)
    messages.success(request, gettext("Done: %(step)s.") % {"step": STEP_WORDS[wanted]})
    back = request.GET.get("ve", "")  # the query of the list from which he came: a board, with its filters
    return redirect(f"{reverse('tasks:list')}?{back}") if back else redirect("tasks:task", uid)


def _sent(request: HttpRequest, access: Access, task: Task, step: Step) -> StepForm:
    """The form as it was sent; of the merge screen the one that it stands for."""
    data = request.POST
    facts = merged(data) if step == Step.CHANGE and "mine" in data else None
    if facts is not None:
        data, empty = data.copy(), ChangeForm(access, task)
        for name, value in empty.filled_with(facts).items():
            data.setlist(name, value if isinstance(value, list) else [value])
    return form_of(step, access, task, data)


def _add(form: StepForm, fault: ValidationError) -> None:
    if not hasattr(fault, "error_dict"):
        form.add_error(None, fault)
        return
    if isinstance(form, RowsForm):
        fault = form.place(fault)
    for name, words in fault.message_dict.items():
        form.add_error(name if name in form.fields else None, words)


def _merge(
    request: HttpRequest, access: Access, diverged: Diverged, *, seen: Facts, wanted: Facts, reason: str
) -> HttpResponse:
    """Field by field what stood there, what the other person made of it, and what was typed here."""
    task = diverged.task
    form = ChangeForm(access, task)
    rows = differing(seen, diverged.stored, wanted)
    context = {
        "task": task,
        "form": form,
        "merge": MergeForm(form, rows, wanted, diverged.stored, reason),
        "events": [sentence_of(event) for event in history(access, task.uid, limit=3)],
        "life": life_of(access, task, is_whole=queries.has_parts(task)),
    }
    return render(request, "tasks/merge.html", context, status=409)


def _conflict(request: HttpRequest, access: Access, task: Task, typed: StepForm) -> HttpResponse:
    """Both values beside each other, and the form again: what was typed, on the task as it is now."""
    data = request.POST.copy()
    again = StepForm(typed.step, task)
    data["version"], data["key"] = str(again.initial["version"]), str(again.initial["key"])
    form = form_of(typed.step, access, task, data)
    form.is_valid()
    form.uploads = typed.uploads
    is_whole = queries.has_parts(task)
    life = life_of(access, task, is_whole=is_whole)
    rule = rule_of(typed.step, task)
    events = history(access, task.uid, limit=3)
    return render(
        request,
        "tasks/conflict.html",
        {
            "task": task,
            "form": form,
            "step": typed.step,
            "step_words": STEP_WORDS[typed.step],
            "life": life,
            "status_words": STATUS_WORDS[task.status],
            "impossible": may_not(rule, life.part) or cannot(rule, task, is_whole=is_whole),
            "events": [sentence_of(event) for event in events],
        },
        status=409,
    )


def _page(
    request: HttpRequest,
    access: Access,
    opened: queries.Opened,
    *,
    asked: str = "",
    form: StepForm | None = None,
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    task = opened.task
    life = life_of(access, task, is_whole=opened.is_whole)
    offered = next((offer for offer in life.offers if offer.step == asked and offer.has_form), None)
    search = request.GET.get("tim", "")[:200]
    if form is None and offered is not None:
        form = form_of(offered.step, access, task, is_late=life.late, search=search)
    if form is not None and form.step in WIDE:
        return _wide(request, access, opened, form, note, status)
    children = queries.children_of(access, task) if opened.roll_up else []
    now = timezone.now()
    instances = instances_of(access, task)
    of_instances = queries.names_in([each.pk for each in instances]) if instances else {}
    soon = soon_for(access)
    document, excerpt = queries.source_of(access, task)
    context: dict[str, Any] = {
        "task": task,
        "row": row_of(task, now, queries.names_of(task), opened.roll_up, soon=soon),
        "children": [row_of(child, now, names, roll_up, soon=soon) for child, names, roll_up in children],
        "roll_up_words": roll_up_words(opened.roll_up) if opened.roll_up else "",
        "instances": [row_of(each, now, of_instances[each.pk], soon=soon) for each in instances],
        "series": series_of(access, task),
        "stale": stale_since(task, now),
        "waited": waited(life.waiting, now) if life.waiting else 0,
        "parent": opened.parent,
        "assignee": queries.names_of(task).assignee,
        "may_watch": may_watch(access),
        "watches": queries.watches(access, task),
        "supports": [(party, party_name(party)) for party in queries.supports_of(task)],
        "leader_title": opened.leader_title,
        "document": document,
        "excerpt": excerpt,
        "source_link": source_link(access, task),
        "form": form,
        "note": note,
        "search": search,
        **_happened(request, access, task),
        **_life_context(task, life, form),
    }
    return render(request, "tasks/task.html", context, status=status)


def _happened(request: HttpRequest, access: Access, task: Task) -> dict[str, Any]:
    before = request.GET.get("truoc", "")
    known = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    events = history(access, task.uid, before=known, limit=HISTORY + 1)
    return {
        "events": [sentence_of(event) for event in events[:HISTORY]],
        "older": events[HISTORY - 1].number if len(events) > HISTORY else None,
        "newer": known is not None,
    }


def _wide(
    request: HttpRequest, access: Access, opened: queries.Opened, form: StepForm, note: str, status: int
) -> HttpResponse:
    """A form that needs the whole width."""
    task = opened.task
    names = queries.names_of(task)
    context = {
        "task": task,
        "row": row_of(task, timezone.now(), names, opened.roll_up, soon=soon_for(access)),
        "form": form,
        "note": note,
        "step_words": STEP_WORDS[form.step],
    }
    return render(request, "tasks/step_page.html", context, status=status)


def _life_context(task: Task, life: Life, form: StepForm | None) -> dict[str, Any]:
    """Words for what the life holds; `direct`: the hidden fields of steps that a button alone takes."""
    progress = life.progress
    lender = life.part.acting_for(rule_of(form.step, task)) if form else None
    return {
        "acting_for": lender.holder_name if lender else "",
        "life": life,
        "step_words": STEP_WORDS[form.step] if form else "",
        "form_has_fields": bool(form and FIELDS[form.step]),
        "direct": StepForm(Step.COMMENT, task).initial,
        "confidence_words": CONFIDENCE_WORDS.get(progress.confidence, "") if progress else "",
        "category_words": CATEGORY_WORDS.get(task.category, ""),
        "priority_words": PRIORITY_WORDS[task.priority] if task.priority != "normal" else "",
        "unexplained": owed_words(unexplained(task)),
        "let_out_without": owed_words(owed(task)) if task.let_out_reason else "",
        "products": products_shown(task),
        "evidence": evidence_shown(life.evidence),
    }
