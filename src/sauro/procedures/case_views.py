"""Pages of cases: the list, the start, one case with its acts, its printed trail. Every act is a plain form."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sauro.files.attaching import let_go, taken_in
from sauro.organisation.access import Access, access_of
from sauro.procedures import actions, queries, words
from sauro.procedures.actions import Conflict, Refused
from sauro.procedures.actions.base import revise_step
from sauro.procedures.actions.moving import FILES, outcomes_of
from sauro.procedures.actions.starting import LONGEST_TITLE, version_in_force
from sauro.procedures.conditions import next_of
from sauro.procedures.definition import DECIDING, REVISE, Definition, Step, read_definition
from sauro.procedures.forms import ActForm, ExtendForm, HandOverForm, ReasonForm, ReturnForm, StartForm
from sauro.procedures.holders import Office, paths_of
from sauro.procedures.models import OPEN_CASES, Case, CaseState, RunState, StepFile, StepRun
from sauro.procedures.path import limit_state, nodes, passages, role_of
from sauro.procedures.registry import kinds, subject_of

CASE_TABS: dict[str, Promise] = {
    "open": pgettext_lazy("tab", "Running"),
    "mine": pgettext_lazy("tab", "Started by me"),
    "finished": pgettext_lazy("tab", "Finished"),
}


def _access(request: HttpRequest) -> Access:
    return access_of(request.user)  # type: ignore[arg-type]


@login_required
@never_cache
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """`?tab=desk` (the default where something waits), open, mine or finished; `?q=` words, `?sau=` the cursor."""
    access, now = _access(request), timezone.now()
    tab, search, cursor = (
        request.GET.get("tab", "desk"),
        request.GET.get("q", "")[:100],
        request.GET.get("sau", ""),
    )
    context: dict[str, Any] = {
        "tab": tab,
        "tabs": CASE_TABS,
        "search": search,
        "waiting": queries.waiting_count(access),
    }
    if tab not in CASE_TABS:
        desk = queries.waiting_for(access, cursor=cursor)
        context["tab"] = "desk"
        context["rows"] = [
            (row.run.case, row.run, *limit_state(row.run.case, row.run, now), row.in_place)
            for row in desk.rows
        ]
        following = desk.next_cursor
    else:
        page = queries.cases(access, tab=tab, search=search, cursor=cursor)
        rows = []
        for case in page.rows:
            run = case.open_runs[0] if case.open_runs else None
            rows.append((case, run, *(limit_state(case, run, now) if run else ("", "")), False))
        context["rows"], following = rows, page.next_cursor
    context["case_states"] = words.CASE_STATES
    context["next"] = (
        "?" + urlencode({"tab": context["tab"], "q": search, "sau": following}) if following else ""
    )
    context["may_start"] = bool(access.agencies_for("procedures.start"))
    return render(request, "procedures/cases.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The form that starts a case; `?kind=&uid=`: what it is about."""
    access = _access(request)
    try:
        version = version_in_force(access, uid)
    except Refused as refused:
        return render(request, "procedures/refused.html", {"note": str(refused)}, status=409)
    access.require("procedures.start", version.procedure.agency_id)
    definition = read_definition(version.definition)
    office = Office(version.procedure.agency, access.on)
    subject, about = _asked_subject(request, access)
    posted = request.POST if request.method == "POST" else None
    form = StartForm(definition.fields, office, posted, title=about.title[:LONGEST_TITLE] if about else "")
    status, note = 200, ""
    if posted is not None:
        status = 422
        if form.is_valid():
            try:
                case = actions.start(
                    access, uid, title=form.cleaned_data["title"], values=form.values(), subject=subject,
                    key=form.cleaned_data["key"],
                )  # fmt: skip
                messages.success(request, _("The case has started."))
                return redirect("procedures:case", case.uid)
            except ValidationError as fault:
                form.take_errors(fault.message_dict)
            except Refused as refused:
                status, note = 409, str(refused)
    context = {
        "version": version,
        "definition": definition,
        "form": form,
        "note": note,
        "about": about,
        "nodes": nodes(definition),
    }
    return render(request, "procedures/start.html", context, status=status)


def _asked_subject(request: HttpRequest, access: Access) -> tuple[tuple[str, uuid.UUID] | None, Any]:
    kind, wanted = request.GET.get("kind", ""), request.GET.get("uid", "")
    if not kind:
        return None, None
    try:
        uid = uuid.UUID(wanted)
    except ValueError:
        raise Http404(wanted) from None
    about = subject_of(access, kind, uid)
    if about is None:
        raise Http404(wanted)
    return (kind, uid), about


@dataclass
class Page:
    """What the page of a case is made of."""

    access: Access
    case: Case
    definition: Definition
    runs: list[StepRun]

    @property
    def office(self) -> Office:
        return Office(self.case.agency, self.access.on)

    def step(self, run: StepRun) -> Step:
        return self.definition.step(run.key) if run.key != REVISE else revise_step(self.definition)

    def mine(self) -> StepRun | None:
        """The open step that is on the person's desk and that he may do."""
        paths = paths_of(self.access)
        for run in self.runs:
            if run.state != RunState.OPEN or self.case.state != CaseState.RUNNING:
                continue
            deciding = self.step(run).what in DECIDING
            if deciding and self.access.person_id in self.case.barred:
                continue
            for seat in run.seats.all():
                path = paths.get(seat.holder)
                if seat.is_open and path is not None and (path.decides or not deciding):
                    return run
        return None

    @property
    def oversees(self) -> bool:
        may = self.access.may("procedures.oversee", self.case.agency_id)
        return may and self.access.person_id not in self.case.barred


def _page_of(request: HttpRequest, uid: uuid.UUID) -> Page:
    access = _access(request)
    case = queries.case_by_uid(access, uid)
    return Page(access, case, read_definition(case.procedure_version.definition), queries.runs_of(case))


@login_required
@never_cache
@require_safe
def case(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    page = _page_of(request, uid)
    run = page.mine()
    if run is not None:
        actions.see(page.access, run)
    return _render(request, page)


ACTS: dict[str, Promise] = {
    "tra-lai": pgettext_lazy("act", "Return"),
    "chuyen-giao": pgettext_lazy("act", "Hand over"),
    "gia-han": pgettext_lazy("act", "Extend the limit"),
    "tam-dung": pgettext_lazy("act", "Suspend"),
    "tiep-tuc": pgettext_lazy("act", "Resume"),
    "thu-hoi": pgettext_lazy("act", "Take back"),
}


def _offers(page: Page) -> list[str]:
    """Which acts beside the step itself the person may do now."""
    run, case = page.mine(), page.case
    open_run = next((each for each in page.runs if each.state == RunState.OPEN), None)
    found = []
    if case.state == CaseState.RUNNING and open_run is not None:
        if run is not None and page.step(run).returns:
            found.append("tra-lai")
        if (run is not None and page.step(run).stand_in != "nobody") or page.oversees:
            found.append("chuyen-giao")
        if page.oversees and run is None:
            found.append("gia-han")
    if page.oversees and case.state in OPEN_CASES:
        found.append("tiep-tuc" if case.state == CaseState.SUSPENDED else "tam-dung")
    if case.state in OPEN_CASES and (page.oversees or page.access.person_id == case.initiator_id):
        found.append("thu-hoi")
    return found


def _act_form(page: Page, act: str, data: Any = None) -> Any:
    run = page.mine() or next((each for each in page.runs if each.state == RunState.OPEN), None)
    if act == "tra-lai" and run is not None:
        targets = [(key, words.step_words(key, page.definition)) for key in page.step(run).returns]
        return ReturnForm(targets, data)
    if act == "chuyen-giao" and run is not None:
        return HandOverForm(page.office, _takers(page, run), data)
    return ExtendForm(data) if act == "gia-han" else ReasonForm(data)


def _takers(page: Page, run: StepRun) -> set[int]:
    """To whom the step may be handed over by the person."""
    office, me, step = page.office, page.access.person_id or 0, page.step(run)
    barred = set(page.case.barred) if step.what in DECIDING else set()
    everyone = {post.person_id for post in office.posts} - barred - {me}
    if page.oversees:
        return {one for one in everyone if office.may_work(one)}
    return {one for one in everyone if office.may_take_over(step.stand_in, me, one)}


def _render(
    request: HttpRequest,
    page: Page,
    *,
    form: ActForm | None = None,
    act: str = "",
    act_form: Any = None,
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    case, now, run = page.case, timezone.now(), page.mine()
    offers = _offers(page)
    asked = act or request.GET.get("lam", "")
    if act_form is None and asked in offers:
        act, act_form = asked, _act_form(page, asked)
    if form is None and run is not None and act_form is None:
        form = ActForm(page.step(run), page.office, values=case.data)
    names = queries.names_of(
        [*case.data.values(), *(v for each in page.runs for v in each.filled.values())], case
    )
    shown = passages(case, page.runs, page.definition, names, now)
    context = {
        "case": case,
        "version": case.procedure_version,
        "state_words": words.CASE_STATES[case.state],
        "subject": subject_of(page.access, case.subject_kind, case.subject_uid),
        "subject_label": kinds[case.subject_kind].label if case.subject_kind in kinds else "",
        "passages": [(each, role_of(each.run, page.definition)) for each in shown],
        "open": next((each for each in shown if each.is_open), None),
        "coming": _coming(page),
        "fields": [
            (f.label, words.value_words(f, case.data.get(f.name), names)) for f in page.definition.fields
        ],
        "mine": run,
        "step": page.step(run) if run else None,
        "answers": [(o, words.ACTS[page.step(run).what, o]) for o in outcomes_of(page.step(run))]
        if run
        else [],
        "form": form if run else None,
        "offers": [(name, ACTS[name]) for name in offers],
        "act": act,
        "act_words": ACTS.get(act, ""),
        "act_form": act_form,
        "note": note,
        "own_matter": run is None
        and page.access.person_id in case.barred
        and case.state == CaseState.RUNNING,
    }
    return render(request, "procedures/case.html", context, status=status)


def _coming(page: Page) -> list[Any]:
    """The steps that follow the open one by what the case says today."""
    open_run = next((run for run in page.runs if run.state == RunState.OPEN), None)
    if open_run is None or page.case.state not in OPEN_CASES:
        return []
    definition, values = page.definition, page.case.data | page.case.results
    by_key = {node.step.key: node for node in nodes(definition)}
    key = (
        open_run.came_from
        if open_run.key == REVISE
        else next_of(definition, definition.step(open_run.key), values)
    )
    found: list[Any] = []
    while key in by_key and len(found) < len(by_key):
        found.append(by_key[key])
        key = next_of(definition, by_key[key].step, values)
    return found


@login_required
@require_POST
def do(request: HttpRequest, uid: uuid.UUID, run_uid: uuid.UUID) -> HttpResponse:
    """Ends the open step; what is wrong stands beside the form, with all that was typed."""
    page = _page_of(request, uid)
    run = next((each for each in page.runs if each.uid == run_uid), None)
    if run is None:
        raise Http404(str(run_uid))
    form = ActForm(page.step(run), page.office, request.POST)
    sound = form.is_valid()
    if FILES in form.fields:
        form.uploads, faults = taken_in(request, page.access, FILES, run.uid, page.case.agency_id, StepFile)
        for fault in faults:
            form.add_error(FILES, fault)
            sound = False
    if not sound:
        return _render(request, page, form=form, status=422)

    def go() -> None:
        actions.act(
            page.access,
            uid,
            form.held(run_uid),
            outcome=form.outcome,
            words=form.cleaned_data["words"],
            values=form.values(),
            files=[each.uid for each in form.uploads],
        )

    def again(status: int, note: str) -> HttpResponse:
        if status != HTTPStatus.UNPROCESSABLE_ENTITY:
            let_go(page.access, form.uploads, StepFile)
            form.uploads = []
        return _render(request, page, form=form, note=note, status=status)

    answer = _after(request, page, go, form, again)
    if answer.status_code != HTTPStatus.UNPROCESSABLE_ENTITY:  # there the form comes back and names them
        let_go(page.access, form.uploads, StepFile)
    return answer


@login_required
@require_POST
def side_act(request: HttpRequest, uid: uuid.UUID, act: str) -> HttpResponse:
    """Returns, hands over, extends, suspends, resumes, takes back."""
    page = _page_of(request, uid)
    if act not in ACTS:
        raise Http404(act)
    form = _act_form(page, act, request.POST)
    if not form.is_valid():
        return _render(request, page, act=act, act_form=form, status=422)
    run = page.mine() or next((each for each in page.runs if each.state == RunState.OPEN), None)
    typed = form.cleaned_data

    def go() -> None:
        access, reason = page.access, typed["words"]
        if act in ("tra-lai", "chuyen-giao", "gia-han"):
            if run is None:
                raise Refused(
                    _("That is not possible any more: the case has moved on. Look at it as it stands now.")
                )
            held = form.held(run.uid)
            if act == "tra-lai":
                actions.send_back(access, uid, held, to=typed["to"], reason=reason)
            elif act == "chuyen-giao":
                actions.hand_over(access, uid, held, to=uuid.UUID(typed["to"]), words=reason)
            else:
                actions.extend(access, uid, held, new_date=typed["new_date"], reason=reason)
        else:
            {"tam-dung": actions.suspend, "tiep-tuc": actions.resume, "thu-hoi": actions.recall}[act](
                access, uid, reason=reason
            )

    return _after(
        request,
        page,
        go,
        form,
        lambda status, note: _render(request, page, act=act, act_form=form, note=note, status=status),
    )


def _after(
    request: HttpRequest,
    page: Page,
    go: Callable[[], None],
    form: Any,
    again: Callable[[int, str], HttpResponse],
) -> HttpResponse:
    """Does it and goes back to the case; each refusal on the page as it stands now."""
    try:
        go()
    except ValidationError as fault:
        form.take_errors(fault.message_dict if hasattr(fault, "error_dict") else {"": fault.messages})
        return again(422, "")
    except Conflict as conflict:
        fresh = _page_of(request, page.case.uid)
        return _render(request, fresh, note=_conflict_words(conflict), status=409)
    except Refused as refused:
        return again(409, str(refused))
    except PermissionDenied as denied:
        fresh = _page_of(request, page.case.uid)
        return _render(request, fresh, note=str(denied), status=403)
    messages.success(request, _("Done. The case stands as shown here."))
    try:
        queries.case_by_uid(page.access, page.case.uid)
    except Http404:  # handed over by somebody who sees it no more
        return redirect("procedures:cases")
    return redirect("procedures:case", page.case.uid)


def _conflict_words(conflict: Conflict) -> str:
    run = conflict.run
    if run is None or run.finished_at is None:
        return _(
            "Somebody else has changed the case meanwhile. Nothing of yours was stored: look at it as it stands now."
        )
    named = {
        "name": run.by.full_name if run.by else "",
        "at": timezone.localtime(run.finished_at).strftime("%d/%m/%Y %H:%M"),
        "what": words.outcome_words(run.what, run.state, run.outcome).lower(),
    }
    return _("%(name)s was faster (%(at)s: %(what)s). Nothing of yours was stored.") % named


@login_required
@never_cache
@require_safe
def trail(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The trail of a case as a paper: who had it from when to when, what he said."""
    page = _page_of(request, uid)
    case = page.case
    names = queries.names_of(
        [*case.data.values(), *(v for each in page.runs for v in each.filled.values())], case
    )
    shown = passages(case, page.runs, page.definition, names, timezone.now())
    context = {
        "case": case,
        "heading": page.definition.printed_name or case.procedure_version.procedure.name,
        "basis": page.definition.basis,
        "version": case.procedure_version,
        "state_words": words.CASE_STATES[case.state],
        "passages": [(each, role_of(each.run, page.definition)) for each in shown],
        "fields": [
            (f.label, words.value_words(f, case.data.get(f.name), names)) for f in page.definition.fields
        ],
    }
    return render(request, "procedures/trail.html", context)
