"""The design system in templates: `{% icon "check" %}`, `{% field form.name %}`, `{% lamps missing %}`."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

register = template.Library()

# The six clears in the order in which they always stand, by the names that `tasks.clarity` uses.
SIX_CLEARS = {
    "assignee": pgettext_lazy("six clears", "assignee"),
    "task": pgettext_lazy("six clears", "task"),
    "due_date": pgettext_lazy("six clears", "due date"),
    "accountable_leader": pgettext_lazy("six clears", "accountable leader"),
    "deliverable": pgettext_lazy("six clears", "deliverable"),
    "authority": pgettext_lazy("six clears", "authority"),
}


SPRITE = Path(__file__).resolve().parents[1] / "static" / "sauro" / "icons.svg"


@cache
def icon_names() -> tuple[str, ...]:
    """The icons of the sprite, in its order."""
    return tuple(re.findall(r'id="i-([\w-]+)"', SPRITE.read_text(encoding="utf-8")))


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite; it never stands without its word, so it is hidden from screen readers."""
    if name not in icon_names():
        raise ValueError(f"no icon {name!r} in {SPRITE.name}")
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#i-{}"/></svg>', static("sauro/icons.svg"), name
    )


@register.inclusion_tag("partials/field.html")
def field(bound: BoundField, hint: str = "", css: str = "") -> dict[str, Any]:
    """Label, control, then error or hint. `css`: further classes of the field ('wide', 'missing')."""
    check = isinstance(bound.field.widget, CheckboxInput)
    hint = hint or str(bound.help_text)
    described = [
        f"{bound.auto_id}_{part}" for part, there in (("error", bound.errors), ("hint", hint)) if there
    ]
    attributes: dict[str, Any] = (
        {} if check else {"class": "input " + bound.field.widget.attrs.get("class", "")}
    )
    if described:
        attributes["aria-describedby"] = " ".join(described)
    return {
        "bound": bound,
        "widget": bound.as_widget(attrs={key: str(value).strip() for key, value in attributes.items()}),
        "check": check,
        "hint": hint,
        "css": css,
    }


def _lamps(missing: Any) -> dict[str, Any]:
    wanting = set(missing)
    unknown = wanting - set(SIX_CLEARS)
    if unknown:
        raise ValueError(f"not one of the six clears: {sorted(unknown)}")
    lamps = [{"label": label, "missing": name in wanting} for name, label in SIX_CLEARS.items()]
    return {
        "lamps": lamps,
        "met": len(lamps) - len(wanting),
        "missing": [lamp["label"] for lamp in lamps if lamp["missing"]],
    }


@register.filter
def words(text: str) -> list[str]:
    """'deliverable authority' → ['deliverable', 'authority']."""
    return text.split()


@register.inclusion_tag("partials/lamps.html")
def lamps(missing: Any) -> dict[str, Any]:
    """The six lamps in full. `missing`: names out of SIX_CLEARS."""
    return _lamps(missing)


@register.inclusion_tag("partials/lamps_mini.html")
def lamps_mini(missing: Any) -> dict[str, Any]:
    """The six lamps as six strokes and '5/6', for rows."""
    return _lamps(missing)
