"""Words of the review screen that depend on data."""

from django import template
from django.utils.translation import pgettext, pgettext_lazy

from sauro.intake.card import FieldView
from sauro.intake.queries import Screen

register = template.Library()

_LACKING = {
    "assignee": pgettext_lazy("lacking", "assignee"),
    "task": pgettext_lazy("lacking", "task"),
    "due_date": pgettext_lazy("lacking", "due date"),
    "accountable_leader": pgettext_lazy("lacking", "accountable leader"),
    "deliverable": pgettext_lazy("lacking", "deliverable"),
    "authority": pgettext_lazy("lacking", "authority"),
}


@register.filter
def lacking(missing: list[str]) -> str:
    """'thiếu hạn, sản phẩm'."""
    return pgettext("lacking", "lacks %(what)s") % {
        "what": ", ".join(str(_LACKING[name]) for name in missing)
    }


@register.filter
def seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.1f}".replace(".", ",")


@register.filter
def any_extra(fields: list[FieldView]) -> bool:
    """Whether a field behind 'more' has something to say: a fault, or what somebody else wrote."""
    return any(one.extra and (one.error or one.theirs or one.read) for one in fields)


@register.filter
def choice(field: FieldView) -> str:
    return str(dict(field.choices).get(field.value, field.value))


@register.filter
def tabs(screen: Screen) -> list[tuple[str, str, int]]:
    """(name, label, count) of the views of the list."""
    labels = (
        ("all", pgettext("tab", "All")),
        ("pending", pgettext("tab", "Waiting")),
        ("missing", pgettext("tab", "Lacking")),
        ("theirs", pgettext("tab", "Not ours")),
        ("dropped", pgettext("tab", "Dropped")),
        ("gaps", pgettext("tab", "Paragraphs without a task")),
    )
    some = [
        name for name, _ in labels if name != "theirs" or screen.counts["theirs"] or screen.view == "theirs"
    ]
    return [(name, label, screen.counts[name]) for name, label in labels if name in some]
