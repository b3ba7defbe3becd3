"""Where one task ends and another begins: split, merge, add from the text."""

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext

from sauro.documents.readings import reading_of
from sauro.intake import values as v
from sauro.intake.actions.base import REVIEW, Held, Refused, begin, close, items_of, snapshot, store
from sauro.intake.actions.opening import tools_for
from sauro.intake.models import ItemState, Review, ReviewItem
from sauro.intake.sheet import found_in
from sauro.organisation.access import Access
from sauro.reading.model import Deadline, Span
from sauro.reading.outline import marker_of
from sauro.vietnamese.text import nfc

_EDGE = " \t\n;,.:*|"
_LONGEST = 4000  # characters of a task that a person writes


@transaction.atomic
def split(access: Access, review_uid: uuid.UUID, held: Held, at: int) -> list[ReviewItem]:
    """Two tasks out of one, cut at the offset `at` of the text. What was found in a part stays with that part."""
    review = begin(access, review_uid, REVIEW)
    item = _pending(items_of(review, [held])[0])
    text = review.extraction.text
    inside = item.span_start < at < item.span_end
    first = trimmed(text, item.span_start, at) if inside else None
    second = trimmed(text, at, item.span_end) if inside else None
    if first is None or second is None:
        raise Refused(gettext("Put the cursor inside the words of the task, where the second task begins."))
    before = {item.uid: snapshot(item)}
    other = ReviewItem(review=review, values=dict(item.values), changed_by=access.user)
    deadlines = _deadlines(review)
    for part, span in ((item, first), (other, second)):
        part.span_start, part.span_end = span
        part.values = _values_of_part(part.values, text, span, deadlines)
    store(access, [item])
    other.save()
    close(access, review, "split", before | {other.uid: None}, [item, other])
    return [item, other]


@transaction.atomic
def merge(access: Access, review_uid: uuid.UUID, first: Held, second: Held) -> ReviewItem:
    """One task out of two that wait for a decision; the second goes into the first."""
    review = begin(access, review_uid, REVIEW)
    if first.uid == second.uid:
        raise Refused(gettext("There is no task after this one to merge with."))
    one, two = (_pending(item) for item in items_of(review, [first, second]))
    before = {item.uid: snapshot(item) for item in (one, two)}
    one.values = _together(one.values, two.values)
    one.span_start, one.span_end = min(one.span_start, two.span_start), max(one.span_end, two.span_end)
    two.state, two.merged_into = ItemState.MERGED, one
    store(access, [one, two])
    close(access, review, "merge", before, [one, two])
    return one


@transaction.atomic
def add(access: Access, review_uid: uuid.UUID, start: int, end: int) -> ReviewItem:
    """A task from words that a person chose; what the reader finds in them is filled in."""
    review = begin(access, review_uid, REVIEW)
    text = review.extraction.text
    span = trimmed(text, start, end) if 0 <= start < end <= len(text) else None
    if span is None:
        raise Refused(gettext("Select the words of the task in the text first."))
    # Of two requests with the same words the second waits here, and finds the task of the first.
    Review.objects.select_for_update().get(pk=review.pk)
    for other in ReviewItem.objects.filter(review=review, span_start=span[0], span_end=span[1]):
        if other.state != ItemState.MERGED:
            raise Refused(gettext("These words are a task already."))
    item = ReviewItem(
        review=review,
        span_start=span[0],
        span_end=span[1],
        values=_values_of_words(review, span),
        changed_by=access.user,
    )
    item.save()
    close(access, review, "add", {item.uid: None}, [item])
    return item


@transaction.atomic
def write(access: Access, review_uid: uuid.UUID, words: str) -> ReviewItem:
    """A task in a person's own words, where pages of the document could not be read. It has no place in the text."""
    review = begin(access, review_uid, REVIEW)
    said = v.tidy(nfc(words.replace("\0", " ")))[:_LONGEST]
    if not said:
        raise Refused(gettext("Say what is to be done."))
    if not found_in(review.extraction).unread:
        raise Refused(
            gettext("Every page of this document was read. Select the words of the task in the text.")
        )
    end = len(review.extraction.text)
    values = _values_in(review, said)
    values["title"] = said[:1].upper() + said[1:]
    values["why"] = {"title": {"text": "do người duyệt nhập từ trang máy chưa đọc được", "at": None}}
    for one in v.parties_of(values):
        one["at"] = None
    item = ReviewItem(review=review, span_start=end, span_end=end, values=values, changed_by=access.user)
    item.save()
    close(access, review, "write", {item.uid: None}, [item])
    return item


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The span without white space, bullets and punctuation at its ends; None where no word is left."""
    while start < end and text[start] in _EDGE:
        start += 1
    marker = marker_of(text, start, end)
    if marker is not None:
        start = marker.end
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return (start, end) if any(c.isalnum() for c in text[start:end]) else None


def _pending(item: ReviewItem) -> ReviewItem:
    if item.state != ItemState.PENDING:
        raise Refused(
            gettext("“%(title)s” has been decided already.") % {"title": v.short(item.values["title"])}
        )
    return item


def _deadlines(review: Review) -> list[Deadline]:
    return [deadline for task in reading_of(review.extraction).tasks for deadline in task.deadlines]


def _values_of_part(values: v.Values, text: str, span: Span, deadlines: Sequence[Deadline]) -> v.Values:
    """The values of a part: its own words, dates and product; who does it stays for both."""
    words = v.tidy(text[span[0] : span[1]])
    part = values | {"title": words[:1].upper() + words[1:], "why": dict(values["why"]), "proposed": []}
    part["why"]["title"] = {"text": "các chữ của phần này", "at": list(span)}
    mine = [one for one in deadlines if span[0] <= one.at[0] and one.at[1] <= span[1]]
    chosen = v.main_deadline(mine)
    part["due"] = v.due_of(chosen) if chosen else v.no_due()
    part["why"].pop("due", None)
    if chosen:
        part["why"]["due"] = {"text": chosen.why, "at": list(chosen.at)}
    for field in ("deliverable", "report_to", "authority"):
        place = (values["why"].get(field) or {}).get("at")
        if place and not (span[0] <= place[0] and place[1] <= span[1]):
            part[field] = ""
            part["why"].pop(field)
    return part


def _together(one: v.Values, two: v.Values) -> v.Values:
    """The values of two tasks that are one: the first one's, and the second one's where the first has none."""
    made = one | {"why": two["why"] | one["why"]}
    begin = two["title"][:1].lower() + two["title"][1:]
    made["title"] = f"{one['title'].rstrip(' .;')}; {begin}" if begin else one["title"]
    made["leads"] = v.once([*one["leads"], *two["leads"]])
    leading = {(party["unit"], party["person"], party["name"]) for party in made["leads"]}
    made["supports"] = [
        party
        for party in v.once([*one["supports"], *two["supports"]])
        if (party["unit"], party["person"], party["name"]) not in leading
    ]
    for field in ("deliverable", "report_to", "authority", "accountable"):
        made[field] = one[field] or two[field]
    if not (one["due"]["date"] or one["due"]["rrule"]):
        made["due"], made["kind"] = two["due"], two["kind"] if two["due"]["date"] else one["kind"]
        if "due" in two["why"]:
            made["why"]["due"] = two["why"]["due"]
    made["proposed"] = [
        field for field in {*one["proposed"], *two["proposed"]} if made[field] in (one[field], two[field])
    ]
    return made


def _values_in(review: Review, words: str) -> v.Values:
    """What the reader finds in words; offsets are those of the words."""
    from sauro.reading import UnreadableFile, read_text

    try:
        found = read_text(words).tasks
    except UnreadableFile:
        found = []
    return v.values_of(found[0], *tools_for(review.document)) if found else v.empty()


def _values_of_words(review: Review, span: Span) -> v.Values:
    words = review.extraction.text[span[0] : span[1]]
    values = _shifted(_values_in(review, words), span[0])
    said = v.tidy(words)
    values["title"] = said[:1].upper() + said[1:]
    values["why"]["title"] = {"text": "chữ do người duyệt chọn", "at": list(span)}
    return values


def _shifted(values: v.Values, by: int) -> v.Values:
    """The offsets of values that were read from a part of the text, as offsets of the whole."""
    for one in [*values["why"].values(), *v.parties_of(values)]:
        if one.get("at"):
            one["at"] = [one["at"][0] + by, one["at"][1] + by]
    return values
