"""What a person corrects in an item: its values, an owner from the suggestions, a proposal taken in."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from sauro.intake import values as v
from sauro.intake.actions.base import REVIEW, Conflict, Held, Refused, begin, close, items_of, snapshot, store
from sauro.intake.actions.opening import tools_for
from sauro.intake.models import ItemState, Review, ReviewItem
from sauro.intake.proposals import proposed
from sauro.organisation.access import Access
from sauro.organisation.actions import learn_alias
from sauro.organisation.models import Person, Unit
from sauro.tasks.models import TaskKind


@transaction.atomic
def edit(access: Access, review_uid: uuid.UUID, held: Held, typed: Mapping[str, Any]) -> ReviewItem:
    """Writes what a person typed: texts by field, names of parties separated by ';', `due` as (date, time) or None.

    A field that says what stood there already is left as it is, with its reason and its place.
    """
    review = begin(access, review_uid, REVIEW)
    item = items_of(review, [held])[0]
    if item.state != ItemState.PENDING:
        raise Refused(
            gettext("“%(title)s” has been decided already.") % {"title": v.short(item.values["title"])}
        )
    values = _typed(review, item.values, typed)
    fields = v.changed(item.values, values)
    if not fields and values == item.values:
        return item
    before = {item.uid: snapshot(item)}
    told = {field: [v.said(item.values, field), v.said(values, field)] for field in fields}
    alias = _meant(item.values, values)
    if alias is not None:
        learn_alias(access, alias[0], **alias[1])
    item.values = values
    store(access, [item])
    close(access, review, "edit", before, [item], {item.uid: told})
    return item


def _meant(old: v.Values, new: v.Values) -> tuple[str, dict[str, int]] | None:
    """What a correction teaches: the printed words in doubt and the one suggestion that stands in their place now.

    A unit that was not suggested is a decision about this task, and says nothing of what the words mean.
    """
    for field in ("leads", "supports"):
        known = {(one["unit"], one["person"]) for one in old[field]}
        doubtful = [one for one in old[field] if not one["certain"] and one["text"]]
        typed = [one for one in new[field] if (one["unit"], one["person"]) not in known]
        if len(doubtful) != 1 or len(typed) != 1 or len(old[field]) != len(new[field]):
            continue
        kind = "unit" if typed[0]["unit"] else "person"
        if [kind, typed[0][kind]] in [list(one[:2]) for one in doubtful[0]["suggestions"]]:
            return doubtful[0]["text"], {f"{kind}_id": typed[0][kind]}
    return None


def _typed(review: Review, old: v.Values, typed: Mapping[str, Any]) -> v.Values:
    values = old | {"why": dict(old["why"]), "proposed": list(old["proposed"])}
    tools = None
    for field, said in typed.items():
        if field not in v.FIELDS or said == _as_typed(old, field):
            continue
        if field in v.TEXTS:
            values[field] = " ".join(said.split())
        elif field in ("leads", "supports", "accountable"):
            tools = tools or tools_for(review.document, typed=True)
            parties = _parties(said, _known(old), *tools)
            values[field] = (parties[0] if parties else None) if field == "accountable" else parties
        elif field == "due":
            values["due"] = _due(old["due"], said)
        elif said in TaskKind.values:
            values["kind"] = said
        values["why"][field] = {"text": v.BY_HAND, "at": None}
        values["proposed"] = [name for name in values["proposed"] if name != field]
    if values["kind"] == TaskKind.STANDING and values["due"]["date"]:
        values["due"] = v.no_due() | {"text": values["due"]["text"]}
    leading = {(one["unit"], one["person"]) for one in values["leads"] if one["unit"] or one["person"]}
    values["supports"] = [one for one in values["supports"] if (one["unit"], one["person"]) not in leading]
    return values


def _as_typed(old: v.Values, field: str) -> Any:
    """What a form would send back where nobody touched the field."""
    if field == "due":
        due = old["due"]
        day = v.parse_date(due["date"])
        return (day, time.fromisoformat(due["time"]) if due["time"] else None) if day else None
    return v.said(old, field)


def _known(old: v.Values) -> dict[str, list[v.Party]]:
    """The parties of the item by the words that stand for them in its form."""
    known: dict[str, list[v.Party]] = {}
    for one in v.parties_of(old):
        for words in v.said_parties([*old["leads"]]) if one in old["leads"] else [one["name"]]:
            if words in (one["name"], one["text"]) and one not in known.setdefault(words.casefold(), []):
                known[words.casefold()].append(one)
    return known


def _parties(
    said: str, known: dict[str, list[v.Party]], resolver: Any, names: dict[int, str]
) -> list[v.Party]:
    found: list[v.Party] = []
    for words in (" ".join(part.split()) for part in said.replace("\n", ";").split(";")):
        if not words:
            continue
        if words.casefold() in known:
            found += known[words.casefold()]
        else:
            made = v.spread(words, resolver.party(words), names)
            # A person typed it: a name that nobody here bears is a party outside, not a doubt.
            found += [one | {"certain": True} for one in made]
    return v.once(found)


def _due(old: dict[str, str], said: tuple[date, time | None] | None) -> dict[str, str]:
    if said is None:
        return v.no_due()
    day, hour = said
    return old | {
        "date": day.isoformat(),
        "time": f"{hour:%H:%M}" if hour else "",
        "kind": old["kind"] or "by",
    }


@transaction.atomic
def choose(
    access: Access, review_uid: uuid.UUID, held: Held, text: str, kind: str, chosen_id: int
) -> list[ReviewItem]:
    """The unit or person that the printed `text` means, chosen out of the suggestions.

    It is learned as an alias, and every other item of the review that waits with the same words is put right with it.
    """
    review = begin(access, review_uid, REVIEW)
    item = items_of(review, [held])[0]
    model = Unit if kind == "unit" else Person
    chosen = model.objects.filter(workspace=review.workspace, pk=chosen_id).first()
    if chosen is None:
        raise Refused(gettext("That unit or person is not here any more."))
    others = ReviewItem.objects.filter(review=review, state=ItemState.PENDING).exclude(pk=item.pk)
    items = [one for one in [item, *others] if _doubts(one.values, text)]
    if not items:
        raise Refused(gettext("These words have been understood already."))
    ids = {"unit_id": chosen.pk} if kind == "unit" else {"person_id": chosen.pk}
    learn_alias(access, text, **ids)
    before = {one.uid: snapshot(one) for one in items}
    for one in items:
        one.values = _understood(one.values, text, kind, chosen)
    store(access, items)
    close(
        access,
        review,
        "choose",
        before,
        items,
        {one.uid: {"alias": text, "means": str(chosen)} for one in items},
    )
    return items


def _doubts(values: v.Values, text: str) -> bool:
    return any(one["text"] == text and one["suggestions"] for one in v.parties_of(values))


def _understood(values: v.Values, text: str, kind: str, chosen: Unit | Person) -> v.Values:
    def meant(one: v.Party) -> v.Party:
        if one["text"] != text:
            return one
        known = {"unit": None, "person": None, kind: chosen.pk}
        why = f"“{text}” nghĩa là {chosen}, người duyệt chọn"
        return one | known | {"name": str(chosen), "why": why, "certain": True, "suggestions": []}

    made = values | {"why": dict(values["why"])}
    for field in ("leads", "supports"):
        made[field] = v.once(meant(one) for one in values[field])
    if values["accountable"]:
        made["accountable"] = meant(values["accountable"])
    return made


@transaction.atomic
def take_proposals(
    access: Access, review_uid: uuid.UUID, held: Sequence[Held], fields: Sequence[str]
) -> list[ReviewItem]:
    """Fills a missing date or product by the rules of the workspace, marked as a proposal with its reason."""
    review = begin(access, review_uid, REVIEW)
    items = [item for item in items_of(review, held) if item.state == ItemState.PENDING]
    before = {item.uid: snapshot(item) for item in items}
    filled = []
    for item, values in zip(items, proposed(review, [item.values for item in items], fields), strict=True):
        if values != item.values:
            item.values = values
            filled.append(item)
    if not filled:
        raise Refused(gettext("Nothing is missing here that a rule could propose."))
    store(access, filled)
    close(access, review, "propose", {one.uid: before[one.uid] for one in filled}, filled)
    return filled


__all__ = ["Conflict", "choose", "edit", "take_proposals"]
