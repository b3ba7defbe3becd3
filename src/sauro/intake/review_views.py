"""The review screen over HTTP. Every act works as a plain form; with htmx only what changed comes back."""

import json
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sauro.documents.likeness import alike
from sauro.identity.records import version_in
from sauro.intake import actions, page_images
from sauro.intake.actions import Conflict, Held, Refused
from sauro.intake.actions.decide import accepted_message
from sauro.intake.card import fields_of
from sauro.intake.forms import ValuesForm
from sauro.intake.models import Review, ReviewItem
from sauro.intake.proposals import hints_for
from sauro.intake.queries import Card, Screen, review_by_uid, review_page, screen
from sauro.intake.sheet import gap_reason, sheet_html
from sauro.intake.values import short
from sauro.organisation.access import Access, access_of


def _access(request: HttpRequest) -> Access:
    return access_of(request.user)  # type: ignore[arg-type]


@login_required
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    access, before = _access(request), request.GET.get("truoc", "")
    if not access.agencies_for("intake.review"):
        raise PermissionDenied("intake.review")
    page = review_page(access, int(before) if _is_place(before) else None)
    return render(request, "intake/list.html", {"page": page})


@login_required
@never_cache
@require_GET
def review(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    shown = screen(_access(request), uid, view=request.GET.get("xem", "all"), chosen=request.GET.get("viec"))
    return render(request, "intake/review.html", _whole(request, shown))


def _whole(request: HttpRequest, shown: Screen, **more: Any) -> dict[str, Any]:
    """What the whole page needs."""
    place = reverse("intake:review", args=[shown.review.uid])
    document = shown.review.document
    wordless = not shown.found.text.strip()
    originals = page_images.pages_of(shown) if request.GET.get("goc") or wordless else []
    return _context(shown) | {
        "sheet": "" if originals else sheet_html(shown.found, shown.sheet_items(), may_add=True, place=place),
        "alike": alike(_access(request), document),
        "originals": originals,
        "wordless": wordless,
        "has_originals": page_images.has_pages(shown.review),
        "gaps": [(start, end, gap_reason(reason), short(words)) for start, end, reason, words in shown.gaps]
        if shown.view == "gaps"
        else [],
        **more,
    }


def _context(shown: Screen) -> dict[str, Any]:
    given: dict[str, Any] = {"screen": shown, "review": shown.review, "document": shown.review.document}
    if shown.chosen is not None:
        given["open"] = shown.chosen
        given["fields"] = fields_of(shown.chosen, hints=hints_for(shown.review))
    return given


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, uid: uuid.UUID, item: uuid.UUID) -> HttpResponse:
    """One card: opened (GET), or acted on (POST, `act` says what)."""
    if request.method == "POST":
        return _act(request, uid, item)
    if not request.headers.get("HX-Request"):
        return redirect(_back(uid, item))
    shown = screen(_access(request), uid, chosen=item)
    if shown.card_of(item) is None:
        raise Http404("item")
    left = shown.card_of(request.GET.get("tu"))
    return _parts(request, shown, [left] if left else [])


def _back(uid: uuid.UUID, chosen: uuid.UUID | str | None = None) -> str:
    place = reverse("intake:review", args=[uid])
    return f"{place}?viec={chosen}#c-{chosen}" if chosen else place


def _held(request: HttpRequest, item: uuid.UUID) -> Held:
    return Held(item, version_in(request.POST.get("version", "")))


ACTS: dict[str, Callable[..., Any]] = {
    "accept": actions.accept,
    "drop": actions.drop,
    "inform": actions.inform,
    "restore": actions.restore,
}


def _act(request: HttpRequest, uid: uuid.UUID, item: uuid.UUID) -> HttpResponse:
    access, act = _access(request), request.POST.get("act", "save")
    held = _held(request, item)
    # Typed values travel with every act of the open card, so that nothing typed is lost on the way.
    form = ValuesForm(request.POST) if "title" in request.POST else None
    if form is not None and act in ("save", "accept", "split", "merge", "propose") and not form.is_valid():
        return _faulty(request, uid, item, form, status=422)
    try:
        with transaction.atomic():
            if form is not None and act in ("save", "accept", "split", "merge", "propose"):
                held = Held(item, actions.edit(access, uid, held, form.typed()).version)
            changed, reshaped = _perform(request, access, uid, held, act)
    except Conflict as conflict:
        form = form or ValuesForm(request.POST)
        form.is_valid()
        return _faulty(request, uid, item, form, status=409, conflict=conflict)
    except Refused as refused:
        return _refused(request, uid, item, refused)
    goes_on = act in ACTS and act != "restore"
    return _done(request, uid, changed, reshaped=reshaped, chosen=item, goes_on=goes_on, keep=act == "save")


def _perform(
    request: HttpRequest, access: Access, uid: uuid.UUID, held: Held, act: str
) -> tuple[list[ReviewItem], bool]:
    """Does what was asked; gives the items that changed, and whether others than these have moved."""
    if act == "accept":
        tasks = actions.accept(access, uid, [held], reason=request.POST.get("reason", ""))
        messages.success(request, accepted_message(tasks))
        return [], False
    if act in ACTS:
        done = ACTS[act](access, uid, [held])
        return ([one for one in done if isinstance(one, ReviewItem)], False)
    if act == "split":
        return actions.split(access, uid, held, _offset(request, access, uid, held)), True
    if act == "merge":
        shown = screen(access, uid)
        one = shown.card_of(held.uid)
        after = shown.cards[one.number] if one and one.number < len(shown.cards) else one
        if after is None:
            raise Http404("item")
        second = held if after is one else Held(after.item.uid, after.item.version)
        return [actions.merge(access, uid, held, second)], True
    if act == "propose":
        return actions.take_proposals(access, uid, [held], ["due", "deliverable"]), False
    match act.split(":", 3):
        case ["choose", ("unit" | "person") as kind, chosen, text] if _is_place(chosen):
            return actions.choose(access, uid, held, text, kind, int(chosen)), False
        case ["take", field, first, *rest] if field in ValuesForm.base_fields:
            try:
                value = ValuesForm.base_fields[field].clean(":".join([first, *rest]))
            except ValidationError as fault:
                raise Refused(" ".join(fault.messages)) from fault
            return [actions.edit(access, uid, held, {field: value})], False
        case ["save"]:
            return [], False
    raise Http404("act")


def _offset(request: HttpRequest, access: Access, uid: uuid.UUID, held: Held) -> int:
    """Where to split: the cursor, else (without script) the clause that begins nearest to the middle."""
    if _is_place(request.POST.get("at", "")):
        return int(request.POST["at"])
    card = screen(access, uid).card_of(held.uid)
    if card is None:
        raise Http404("item")
    start, end = card.item.span_start, card.item.span_end
    words = card.item.review.extraction.text[start:end]
    middle = (start + end) // 2
    clauses = [
        start + place + 1 for place, sign in enumerate(words) if sign in ";." and place + 1 < len(words)
    ]
    return min(clauses, key=lambda at: abs(at - middle), default=start)


def _done(
    request: HttpRequest,
    uid: uuid.UUID,
    changed: Iterable[ReviewItem],
    *,
    chosen: uuid.UUID | None,
    reshaped: bool = False,
    goes_on: bool = False,
    keep: bool = False,
) -> HttpResponse:
    """The answer to an act that was done: the parts that changed, or without script the page again."""
    access = _access(request)
    shown = screen(access, uid, view=request.POST.get("xem", "all"), chosen=chosen)
    acted = shown.card_of(chosen)
    if goes_on and acted is not None:
        _choose(shown, shown.next_after(acted.number))
    if not request.headers.get("HX-Request"):
        return redirect(_back(uid, shown.chosen.uid if shown.chosen else None))
    if reshaped:
        whole = _whole(request, shown, stale=_stale(request, shown.review))
        answer = render(request, "intake/parts/all.html", whole)
        return _tell(answer, shown)
    uids = {one.uid for one in changed}
    touched = [card for card in shown.cards if card.item.uid in uids or card is acted]
    return _parts(request, shown, touched, typing=keep)


def _stale(request: HttpRequest, review: Review) -> bool:
    """Whether the page shows the text of an older reading (`ban`: which one)."""
    shown = (request.POST or request.GET).get("ban", "")
    return bool(shown) and shown != str(review.extraction.uid)


def _choose(shown: Screen, card: Card | None) -> None:
    if card is None:
        return
    for one in shown.cards:
        one.chosen = one is card
    shown.chosen = card


def _parts(request: HttpRequest, shown: Screen, touched: list[Card], *, typing: bool = False) -> HttpResponse:
    """The touched cards and the chosen one, with the counts. While somebody types only what stands around his words."""
    cards = [card for card in touched if card is not shown.chosen]
    context = _context(shown) | {
        "touched": cards,
        "typing": typing,
        "reason": request.POST.get("reason", ""),
        "stale": _stale(request, shown.review),
    }
    return _tell(render(request, "intake/parts/some.html", context), shown, [*cards, shown.chosen])


def _tell(answer: HttpResponse, shown: Screen, cards: Iterable[Card | None] = ()) -> HttpResponse:
    """What the script needs to know of the text: the state of the touched tasks and which one is chosen."""
    states = {card.uid: card.state for card in cards if card is not None}
    chosen = shown.chosen.uid if shown.chosen else None
    answer["HX-Trigger-After-Settle"] = "review:settled"
    answer["HX-Trigger-After-Swap"] = json.dumps({"review:changed": {"states": states, "chosen": chosen}})
    return answer


def _faulty(
    request: HttpRequest,
    uid: uuid.UUID,
    item: uuid.UUID,
    form: ValuesForm,
    *,
    status: int,
    conflict: Conflict | None = None,
) -> HttpResponse:
    """The card again with everything that was typed in it, and what is wrong; nothing was stored."""
    shown = screen(_access(request), uid, chosen=item)
    card = shown.card_of(item)
    if card is None:
        raise Http404("item")
    base = conflict.base if conflict else None
    context = _whole(request, shown) if not request.headers.get("HX-Request") else _context(shown)
    context["fields"] = fields_of(card, form=form, base=base, hints=hints_for(shown.review))
    if conflict is not None:
        by = card.item.changed_by
        context["rival"] = by.full_name if by is not None else gettext("Somebody")
        context["rival_done"] = not card.pending
    more = {"touched": [], "faulty": True, "stale": _stale(request, shown.review)}
    template = "intake/parts/some.html" if request.headers.get("HX-Request") else "intake/review.html"
    answer = render(request, template, context | more, status=status)
    return _tell(answer, shown, [card])


def _refused(request: HttpRequest, uid: uuid.UUID, item: uuid.UUID | None, refused: Refused) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return render(request, "intake/parts/refused.html", {"words": str(refused)}, status=422)
    messages.error(request, str(refused))
    return redirect(_back(uid, item))


def _many(request: HttpRequest) -> list[Held]:
    """The chosen cards: `viec` holds 'uid:version'."""
    held = []
    for words in request.POST.getlist("viec"):
        uid, _, version = words.partition(":")
        try:
            held.append(Held(uuid.UUID(uid), version_in(version)))
        except ValueError:
            raise Http404("item") from None
    return held


@login_required
@require_POST
def bulk(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A selection, or every task of ours that meets all six clears (`accept_clear`), or all of others (`inform_theirs`);
    `propose_all` fills date and product of all of ours."""
    access, act = _access(request), request.POST.get("act", "")
    held = _many(request)
    if act == "accept_clear":
        act, held = "accept", [Held(card.item.uid, card.item.version) for card in screen(access, uid).clear]
    if act == "inform_theirs":
        act, held = "inform", [Held(card.item.uid, card.item.version) for card in screen(access, uid).theirs]
    if act == "propose_all":
        act, held = "propose", [Held(card.item.uid, card.item.version) for card in screen(access, uid).owing]
    if act != "propose" and act not in ACTS:
        raise Http404("act")
    if not held:
        return _refused(request, uid, None, Refused(gettext("Choose at least one task first.")))
    try:
        if act == "propose":
            done = _done_to_many(act, len(actions.take_proposals(access, uid, held, ["due", "deliverable"])))
        elif act == "accept":
            done = accepted_message(actions.accept(access, uid, held, reason=request.POST.get("reason", "")))
        else:
            done = _done_to_many(act, len(ACTS[act](access, uid, held)))
    except Conflict as conflict:
        words = gettext(
            "“%(title)s” was changed by somebody else meanwhile. Nothing was stored; look at it and try again."
        )
        return _refused(request, uid, None, Refused(words % {"title": conflict.item.values["title"]}))
    except Refused as refused:
        return _refused(request, uid, None, refused)
    messages.success(request, done)
    return _all(request, uid)


def _done_to_many(act: str, count: int) -> str:
    if act == "propose":
        return ngettext("%(n)s task has a proposal now.", "%(n)s tasks have a proposal now.", count) % {
            "n": count
        }
    return ngettext("%(n)s task decided.", "%(n)s tasks decided.", count) % {"n": count}


def _all(request: HttpRequest, uid: uuid.UUID, chosen: uuid.UUID | str | None = None) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect(_back(uid, chosen))
    shown = screen(_access(request), uid, view=request.POST.get("xem", "all"), chosen=chosen)
    whole = _whole(request, shown, stale=_stale(request, shown.review))
    return _tell(render(request, "intake/parts/all.html", whole), shown)


@login_required
@require_http_methods(["GET", "POST"])
def assign_all(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Accepts all of ours that waits, after a question that names the number; what is others' is left out."""
    access = _access(request)
    shown = screen(access, uid)
    waiting = shown.ours
    units = {name for card in waiting for name in card.who}
    context = {"screen": shown, "review": shown.review, "waiting": waiting, "units": len(units)}
    context["left"] = len(shown.theirs)
    context["incomplete"] = sum(1 for card in waiting if card.missing)
    context["reason"] = request.POST.get("reason", "")
    if request.method == "GET" or not waiting:
        return render(request, "intake/assign_all.html", context)
    held = _many(request)
    if not held:
        fault = gettext("Choose at least one task first.")
        return render(request, "intake/assign_all.html", context | {"fault": fault}, status=422)
    try:
        tasks = actions.accept(access, uid, held, reason=request.POST.get("reason", ""))
    except Conflict:
        words = gettext("Somebody changed a task meanwhile. Nothing was assigned; look again and confirm.")
        return render(request, "intake/assign_all.html", context | {"fault": words}, status=409)
    except Refused as refused:
        return render(request, "intake/assign_all.html", context | {"fault": str(refused)}, status=422)
    messages.success(request, accepted_message(tasks))
    return HttpResponseRedirect(_back(uid))


@login_required
@require_POST
def add(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A task from words of the text: `span` is 'start-end' in code points; none is refused like an empty one."""
    start, _, end = request.POST.get("span", "").partition("-")
    span = (int(start), int(end)) if _is_place(start) and _is_place(end) else (0, 0)
    if _stale(request, review_by_uid(_access(request), uid)):
        words = gettext("The document has been read again meanwhile. Open the page again.")
        return _refused(request, uid, None, Refused(words))
    try:
        made = actions.add(_access(request), uid, *span)
    except Refused as refused:
        return _refused(request, uid, None, refused)
    return _all(request, uid, made.uid)


def _is_place(words: str) -> bool:
    return words.isascii() and words.isdigit() and len(words) < 12


@login_required
@require_POST
def write(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A task in a person's own words, for a page that could not be read."""
    try:
        made = actions.write(_access(request), uid, request.POST.get("words", ""))
    except Refused as refused:
        return _refused(request, uid, None, refused)
    return _all(request, uid, made.uid)


@login_required
@require_POST
def undo(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    try:
        items = actions.undo(_access(request), uid)
    except Refused as refused:
        return _refused(request, uid, None, refused)
    messages.success(request, gettext("Undone."))
    return _all(request, uid, items[0].uid if items else None)


@login_required
@require_GET
def page_image(request: HttpRequest, uid: uuid.UUID, number: int) -> HttpResponse:
    """A page of the PDF as it was printed, for those who may review it."""
    found = review_by_uid(_access(request), uid, with_text=False)
    image = page_images.image_of(found, number)
    if image is None:
        raise Http404("page")
    answer = HttpResponse(image, content_type="image/png")
    answer["Cache-Control"] = "private, max-age=3600"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
