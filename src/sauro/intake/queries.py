"""What the screens of this room show: fetched and authorised together, with a constant number of SQL queries."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404
from django.urls import reverse

from sauro.documents.models import Document
from sauro.documents.queries import visible
from sauro.files.models import Upload
from sauro.intake import values as v
from sauro.intake.models import ItemState, Review, ReviewItem
from sauro.intake.sheet import Found, SheetItem, found_in
from sauro.organisation.access import Access
from sauro.tasks.models import Task
from sauro.vietnamese.text import same_name

PAGE = 30
HEAVY = ("text", "reading", "pages")
VIEWS = ("all", "pending", "missing", "theirs", "dropped", "gaps")


def reviewable(access: Access) -> QuerySet[Review]:
    """The reviews that the person may work on: those of documents of an agency in which he reviews."""
    return Review.objects.filter(
        workspace=access.workspace, document__agency_id__in=access.agencies_for("intake.review")
    )


def review_by_uid(access: Access, uid: uuid.UUID, *, with_text: bool = True) -> Review:
    """Raises `Http404` for a review that is not there or not his to see.

    The pages with the boxes of their words, megabytes in a long document, come where they are asked for; so do, without
    `with_text`, text and reading.
    """
    heavy = ["extraction__pages"] if with_text else [f"extraction__{each}" for each in HEAVY]
    found = (
        reviewable(access)
        .select_related(
            "document__agency", "document__stored_file", "document__workspace", "extraction", "workspace"
        )
        .defer(*heavy)
        .filter(uid=uid)
        .first()
    )
    if found is None:
        raise Http404("review")
    return found


def place_of_task(access: Access, task: Task) -> str | None:
    """Where a task (or the order that it is a part of) stands in its review; None for who may not review."""
    found = ReviewItem.objects.filter(task_id=task.parent_id or task.pk, review__in=reviewable(access))
    place = found.values_list("review__uid", "uid").first()
    return f"{reverse('intake:review', args=[place[0]])}?viec={place[1]}#c-{place[1]}" if place else None


def review_of_document(access: Access, document: Document) -> str | None:
    """Where the latest reading of a document is reviewed; None for who may not review."""
    uid = reviewable(access).filter(document=document).order_by("-id").values_list("uid", flat=True).first()
    return reverse("intake:review", args=[uid]) if uid else None


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One page of the list of reviews, newest first; `after` is the key of the next one."""

    reviews: list[Review]
    after: int | None


def review_page(access: Access, before: int | None = None) -> ReviewPage:
    """The reviews with their counts: `total`, `accepted`, `pending`, `aside` (dropped or kept for information).

    Two queries.
    """
    found = reviewable(access).filter(pk__lt=before) if before else reviewable(access)
    rows = list(found.select_related("document").defer("document__search_text").order_by("-id")[: PAGE + 1])
    # Of these alone: counted in the query above, the items of every review would be, before one page is cut off.
    counted = {
        count.pop("review"): count
        for count in ReviewItem.objects.filter(review__in=rows[:PAGE])
        .exclude(state=ItemState.MERGED)
        .order_by()
        .values("review")
        .annotate(
            total=Count("id"),
            accepted=Count("id", filter=Q(state=ItemState.ACCEPTED)),
            pending=Count("id", filter=Q(state=ItemState.PENDING)),
            aside=Count("id", filter=Q(state__in=(ItemState.DROPPED, ItemState.INFORM))),
        )
    }
    none = {"total": 0, "accepted": 0, "pending": 0, "aside": 0}
    for review in rows[:PAGE]:
        vars(review).update(counted.get(review.pk, none))
    return ReviewPage(rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None)


def newest_reviews(access: Access, documents: Sequence[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """The newest review of each document, for those that the person may work on."""
    newest = (
        reviewable(access)
        .filter(document__uid__in=documents)
        .values("document__uid")
        .annotate(newest=Max("pk"))
        .values_list("newest", flat=True)
    )
    return dict(Review.objects.filter(pk__in=list(newest)).values_list("document__uid", "uid"))


def doubles_of(access: Access, uploads: Sequence[Upload]) -> dict[int, list[Document]]:
    """For each upload (by key) the documents that are the same file or bear the same number, of those the person may see."""
    hashes = {one.stored_file.sha256 for one in uploads if one.stored_file}
    results = [one.result_uid for one in uploads if one.result_uid]
    seen = visible(access).select_related("stored_file").defer("search_text")
    own = {one.uid: one for one in seen.filter(uid__in=results)}
    numbers = {one.reference_folded for one in own.values() if one.reference_folded}
    if not hashes and not numbers:
        return {}
    others = list(
        seen.filter(Q(stored_file__sha256__in=hashes) | Q(reference_folded__in=numbers)).order_by("-id")[:200]
    )
    found: dict[int, list[Document]] = {}
    for upload in uploads:
        mine = own.get(upload.result_uid) if upload.result_uid else None
        for other in others:
            if other.uid == upload.result_uid:
                continue
            same = upload.stored_file is not None and other.stored_file.sha256 == upload.stored_file.sha256
            if same or (mine is not None and _same_number(mine, other)):
                found.setdefault(upload.pk, []).append(other)
    return {key: documents[:3] for key, documents in found.items()}


def _same_number(one: Document, other: Document) -> bool:
    if not one.reference_folded or one.reference_folded != other.reference_folded:
        return False
    issuers = (one.issuing_agency, other.issuing_agency)
    return not all(issuers) or same_name(*issuers)


@dataclass
class Card:
    """A task on the right side; `number` from 1 in the order of the text."""

    item: ReviewItem
    number: int
    chosen: bool = False

    @property
    def uid(self) -> str:
        return str(self.item.uid)

    @property
    def values(self) -> v.Values:
        return self.item.values

    @property
    def state(self) -> str:
        return self.item.state

    @cached_property
    def missing(self) -> list[str]:
        return v.missing(self.item.values)

    @cached_property
    def owed(self) -> list[str]:
        """'due_date', 'deliverable': what it has to have before it goes out without a leader's reason."""
        return v.owed(self.item.values) if self.pending else []

    @property
    def title(self) -> str:
        return v.short(self.item.values["title"])

    @property
    def pending(self) -> bool:
        return self.state == ItemState.PENDING

    @property
    def found_again(self) -> str:
        """'new', 'gone' or '': what the last reading of the same document made of a task that still waits."""
        read = self.item.read if self.pending else {}
        return "gone" if read.get("gone") else "new" if read.get("new") else ""

    @property
    def scope(self) -> dict[str, Any]:
        """{"ours": bool or None, "why": reason}: whether the task binds us, as it was read; {} where nobody asked."""
        return self.item.read.get("scope") or {}

    @property
    def theirs(self) -> bool:
        """Waits and binds others alone. A lead of ours that a person put in makes it ours."""
        mine = any(one["unit"] or one["person"] for one in self.item.values["leads"])
        return self.pending and self.scope.get("ours") is False and not mine

    @property
    def aside(self) -> bool:
        """Dropped or kept for information."""
        return self.state in (ItemState.DROPPED, ItemState.INFORM)

    @property
    def who(self) -> list[str]:
        return v.said_parties(self.item.values["leads"])

    @property
    def bound(self) -> int:
        """The number of our units that an order binds, where they are several."""
        leads = self.item.values["leads"]
        return len(leads) if len(leads) > 1 else 0

    @property
    def when(self) -> str:
        return v.said_due(self.item.values["due"])


@dataclass
class Screen:
    """The review of one document: its text with what was found, and its cards."""

    review: Review
    found: Found
    cards: list[Card]
    view: str = "all"
    chosen: Card | None = None
    may_accept: bool = False
    may_let_out: bool = False  # without date or product, for a reason: a leader
    counts: dict[str, int] = field(default_factory=dict)

    @cached_property
    def shown(self) -> list[Card]:
        keep = {
            "pending": [card for card in self.cards if card.pending],
            "missing": [card for card in self.ours if card.missing],
            "theirs": self.theirs,
            "dropped": [card for card in self.cards if card.aside],
            "gaps": [],
        }
        return keep.get(self.view, self.cards)

    @property
    def clear(self) -> list[Card]:
        """The cards of ours that wait and meet all six clears."""
        return [card for card in self.ours if not card.missing]

    @property
    def owing(self) -> list[Card]:
        """The cards of ours that wait and have no date or no product."""
        return [card for card in self.ours if card.owed]

    @property
    def undated(self) -> int:
        return sum("due_date" in card.owed for card in self.ours)

    @property
    def productless(self) -> int:
        return sum("deliverable" in card.owed for card in self.ours)

    @property
    def waiting(self) -> list[Card]:
        return [card for card in self.cards if card.pending]

    @property
    def ours(self) -> list[Card]:
        """Those that wait and are not others' alone: what 'assign the rest' assigns."""
        return [card for card in self.waiting if not card.theirs]

    @property
    def mixed(self) -> bool:
        """Whether the document orders others too: only then is it worth saying that a task is ours."""
        return any(card.scope.get("ours", True) is not True for card in self.cards)

    @property
    def theirs(self) -> list[Card]:
        return [card for card in self.waiting if card.theirs]

    @property
    def gaps(self) -> list[tuple[int, int, str, str]]:
        """(start, end, reason, words) of the paragraphs that gave no task and in which nobody has put one since."""
        spans = sorted((card.item.span_start, card.item.span_end) for card in self.cards)
        return [
            (gap.at[0], gap.at[1], gap.reason, v.tidy(self.found.text[gap.at[0] : gap.at[1]]))
            for gap in self.found.gaps
            if not any(start < gap.at[1] and gap.at[0] < end for start, end in spans)
        ]

    def sheet_items(self) -> list[SheetItem]:
        return [
            SheetItem(
                card.uid,
                card.number,
                (card.item.span_start, card.item.span_end),
                card.state,
                card is self.chosen,
            )
            for card in self.cards
        ]

    def card_of(self, uid: uuid.UUID | str | None) -> Card | None:
        return next((card for card in self.cards if card.uid == str(uid)), None)

    def next_after(self, number: int) -> Card | None:
        """The card to go on with: the next of ours that waits, else the first, else of others, else the next in order."""
        later = [card for card in self.cards if card.number > number]
        waits = next((card for card in self.ours if card.number > number), None) or next(
            iter(self.ours), None
        )
        other = next((card for card in later if card.pending), None) or next(iter(self.waiting), None)
        return waits or other or next(iter(later), None)


def screen(
    access: Access, uid: uuid.UUID, *, view: str = "all", chosen: uuid.UUID | str | None = None
) -> Screen:
    """Everything that the review page shows, in two queries whatever the number of tasks."""
    review = review_by_uid(access, uid)
    items = ReviewItem.objects.filter(review=review).exclude(state=ItemState.MERGED)
    cards = [Card(item, number) for number, item in enumerate(items.order_by("span_start", "id"), start=1)]
    made = Screen(
        review=review,
        found=found_in(review.extraction),
        cards=cards,
        view=view if view in VIEWS else "all",
        may_accept=access.may("intake.accept", review.document.agency_id),
        may_let_out=access.may("tasks.decide", review.document.agency_id),
    )
    made.counts = {
        "all": len(cards),
        "pending": len(made.waiting),
        "missing": sum(1 for card in made.ours if card.missing),
        "theirs": len(made.theirs),
        "ours": len(made.ours),
        "dropped": sum(1 for card in cards if card.aside),
        "gaps": len(made.gaps),
        "accepted": sum(1 for card in cards if card.state == ItemState.ACCEPTED),
    }
    made.chosen = (
        made.card_of(chosen)
        or next((c for c in made.shown if c.pending and not c.theirs), None)
        or next((c for c in made.shown if c.pending), None)
        or next(iter(made.shown), None)
    )
    if made.chosen is not None:
        made.chosen.chosen = True
    return made
