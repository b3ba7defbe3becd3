"""What is done with a selection: first what it needs, then an answer for each task. No script is needed."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from sauro.organisation.access import Access, access_of
from sauro.tasks.actions.many import MOST_AT_ONCE, Outcome, Picks, titles_of
from sauro.tasks.many_forms import ACTIONS, DEED_WORDS, ManyForm

NAMED = 8  # tasks that the form names; of the others it says how many


@login_required
@require_POST
def many(request: HttpRequest) -> HttpResponse:
    """`deed` with the tasks `task` ('uid.version', any number of them); `back`: the query of the list."""
    access = access_of(request.user)  # type: ignore[arg-type]
    deed, back = request.POST.get("deed", ""), request.POST.get("back", "")
    address = f"{reverse('tasks:list')}?{back}" if back else reverse("tasks:list")
    picked = request.POST.getlist("task")
    versions = dict(filter(None, map(_pick, picked)))
    if deed not in ACTIONS or not versions or len(versions) > MOST_AT_ONCE:
        why = gettext("Select the tasks first.")
        if len(versions) > MOST_AT_ONCE:
            why = gettext("At most %(n)s tasks at once.") % {"n": MOST_AT_ONCE}
        messages.error(request, why)
        return redirect(address)
    sent = "key" in request.POST
    form = ManyForm(deed, access, request.POST if sent else None)
    if sent and form.is_valid():
        try:
            outcome = ACTIONS[deed](access, Picks(versions, form.cleaned_data["key"]), **form.typed())
        except ValidationError as fault:
            for name, words in _faults(fault):
                form.add_error(name if name in form.fields else None, words)
        else:
            return _answer(request, deed, outcome, address)
    return _ask(request, access, form, picked, list(versions), back, address)


def _pick(text: str) -> tuple[uuid.UUID, int] | None:
    uid, _, version = text.partition(".")
    try:
        return uuid.UUID(uid), int(version) if version.isascii() and version.isdigit() and len(
            version
        ) < 10 else 0
    except ValueError:
        return None


def _faults(fault: ValidationError) -> list[tuple[str | None, list[str]]]:
    if hasattr(fault, "error_dict"):
        return list(fault.message_dict.items())
    return [(None, fault.messages)]


def _ask(
    request: HttpRequest,
    access: Access,
    form: ManyForm,
    picked: list[str],
    uids: list[uuid.UUID],
    back: str,
    address: str,
) -> HttpResponse:
    named = titles_of(access, uids, NAMED)
    context = {
        "form": form,
        "deed": form.deed,
        "deed_words": DEED_WORDS[form.deed],
        "picked": picked,
        "number": len(uids),
        "named": named,
        "further": max(len(uids) - len(named), 0),
        "back": back,
        "address": address,
    }
    return render(request, "tasks/many.html", context, status=422 if form.is_bound else 200)


def _answer(request: HttpRequest, deed: str, outcome: Outcome, address: str) -> HttpResponse:
    """All done: back to the list, which says so. Otherwise a page with the reason of each."""
    if not outcome.refused and not outcome.missing and not outcome.again:
        words = gettext("%(deed)s: done with %(n)s tasks.")
        messages.success(request, words % {"deed": DEED_WORDS[deed], "n": len(outcome.done)})
        return redirect(address)
    context = {"deed_words": DEED_WORDS[deed], "outcome": outcome, "address": address}
    return render(request, "tasks/many_done.html", context)
