"""The page of a task and the steps that are taken on it. Every step is a plain form; no script is needed."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sauro.journal.queries import history
from sauro.organisation.access import Access, access_of
from sauro.organisation.queries import posts_of
from sauro.tasks import queries
from sauro.tasks.actions import Conflict, Refused
from sauro.tasks.forms import STATUS_WORDS
from sauro.tasks.life import RULES, STEP_WORDS, Step, cannot, may_not
from sauro.tasks.life_queries import Life, life_of
from sauro.tasks.models import Task
from sauro.tasks.presentation import party_name, roll_up_words, row_of
from sauro.tasks.registry import source_link
from sauro.tasks.sentences import sentence_of
from sauro.tasks.step_forms import ACTIONS, CONFIDENCE_WORDS, FIELDS, StepForm

HISTORY = 20


@login_required
@never_cache
@require_safe
def task_page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """`?buoc=` opens the form of a step; `?truoc=` shows what happened before that entry of the journal."""
    access = access_of(request.user)  # type: ignore[arg-type]
    task = queries.by_uid(access, uid)
    return _page(request, access, task, asked=request.GET.get("buoc", ""))


@login_required
@require_POST
def take_step(request: HttpRequest, uid: uuid.UUID, step: str) -> HttpResponse:
    """Takes the step and goes back to the task; what is wrong stands beside the form, with all that was typed."""
    access = access_of(request.user)  # type: ignore[arg-type]
    task = queries.by_uid(access, uid)
    try:
        wanted = Step(step)
    except ValueError:
        raise Http404(step) from None
    form = StepForm(wanted, task, request.POST)
    if not form.is_valid():
        return _page(request, access, task, form=form, status=422)
    try:
        ACTIONS[wanted](access, form.held(), **form.typed())
    except ValidationError as fault:
        form.add_error(None, fault) if not hasattr(fault, "error_dict") else _add(form, fault)
        return _page(request, access, task, form=form, status=422)
    except Conflict as conflict:
        return _conflict(request, access, conflict.task, form)
    except (Refused, PermissionDenied) as refused:
        status = 403 if isinstance(refused, PermissionDenied) else 409
        return _page(
            request, access, queries.by_uid(access, uid), form=form, note=str(refused), status=status
        )
    messages.success(request, gettext("Done: %(step)s.") % {"step": STEP_WORDS[wanted]})
    return redirect("tasks:task", uid)


def _add(form: StepForm, fault: ValidationError) -> None:
    for name, words in fault.message_dict.items():
        form.add_error(name if name in form.fields else None, words)


def _conflict(request: HttpRequest, access: Access, task: Task, typed: StepForm) -> HttpResponse:
    """Both values beside each other, and the form again: what was typed, on the task as it is now."""
    data = request.POST.copy()
    again = StepForm(typed.step, task)
    data["version"], data["key"] = str(again.initial["version"]), str(again.initial["key"])
    form = StepForm(typed.step, task, data)
    form.is_valid()
    is_whole = queries.has_parts(task)
    life = life_of(access, task, is_whole=is_whole)
    rule = RULES[typed.step]
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
    task: Task,
    *,
    asked: str = "",
    form: StepForm | None = None,
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    children = queries.children_of(access, task)
    totals = queries.roll_ups([task.pk])
    life = life_of(access, task, is_whole=task.pk in totals)
    offered = next((offer for offer in life.offers if offer.step == asked and offer.has_form), None)
    if form is None and offered is not None:
        form = StepForm(offered.step, task, is_late=life.late)
    now = timezone.now()
    names = queries.names_in([task.pk, *(child.pk for child in children)])
    people = [task.accountable_leader_id] if task.accountable_leader_id else []
    before = request.GET.get("truoc", "")
    known = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    events = history(access, task.uid, before=known, limit=HISTORY + 1)
    context: dict[str, Any] = {
        "task": task,
        "row": row_of(task, now, names[task.pk], totals.get(task.pk)),
        "children": [row_of(child, now, names[child.pk]) for child in children],
        "roll_up_words": roll_up_words(totals[task.pk]) if task.pk in totals else "",
        "parent": queries.parent_of(access, task),
        "supports": [(party, party_name(party)) for party in queries.supports_of(task)],
        "leader_posts": posts_of(access, people).get(task.accountable_leader_id or 0, []),
        "document": queries.document_of(access, task),
        "excerpt": queries.excerpt_of(access, task),
        "source_link": source_link(access, task),
        "events": [sentence_of(event) for event in events[:HISTORY]],
        "older": events[HISTORY - 1].number if len(events) > HISTORY else None,
        "newer": known is not None,
        "form": form,
        "note": note,
        **_life_context(task, life, form),
    }
    return render(request, "tasks/task.html", context, status=status)


def _life_context(task: Task, life: Life, form: StepForm | None) -> dict[str, Any]:
    """Words for what the life holds; `direct`: the hidden fields of steps that a button alone takes."""
    progress = life.progress
    lender = life.part.acting_for(RULES[form.step]) if form else None
    return {
        "acting_for": lender.holder_name if lender else "",
        "life": life,
        "step_words": STEP_WORDS[form.step] if form else "",
        "form_has_fields": bool(form and FIELDS[form.step]),
        "direct": StepForm(Step.COMMENT, task).initial,
        "confidence_words": CONFIDENCE_WORDS.get(progress.confidence, "") if progress else "",
    }
