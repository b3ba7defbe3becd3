"""The figures of a procedure as tables and drawn bars."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sauro.organisation.access import access_of
from sauro.procedures import words
from sauro.procedures.forms import day_field
from sauro.procedures.measuring import Figures, measure
from sauro.procedures.path import duration

WIDTH = 240  # units of the drawn bar


class TimeForm(forms.Form):
    tu = day_field(pgettext_lazy("field", "Started from"))
    den = day_field(pgettext_lazy("field", "To"))


@login_required
@never_cache
@require_safe
def measures(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """`?tu=&den=`: cases started in that time; the last three months without them."""
    access = access_of(request.user)  # type: ignore[arg-type]
    since, until = access.on - dt.timedelta(days=91), access.on
    form = TimeForm(
        request.GET if {"tu", "den"} & request.GET.keys() else None, initial={"tu": since, "den": until}
    )
    if form.is_bound and form.is_valid():
        since, until = form.cleaned_data["tu"] or since, form.cleaned_data["den"] or until
    figures = measure(access, uid, since=since, until=max(since, until))
    context = {"figures": figures, "form": form, "rows": _rows(figures), "since": since, "until": until, "width": WIDTH,
               "slow": [row for row in _rows(figures) if row["figures"].always_waits]}  # fmt: skip
    return render(request, "procedures/measures.html", context)


def _rows(figures: Figures) -> list[dict[str, Any]]:
    widest = figures.widest or 1
    rows = []
    for each in figures.steps:
        definition = figures.definition
        waiting = round(WIDTH * each.waiting / widest)
        rows.append(
            {
                "figures": each,
                "middle": duration(each.middle),
                "longest": duration(each.longest),
                "waiting": duration(each.waiting),
                "working": duration(each.working),
                "waiting_width": waiting,
                "working_width": round(WIDTH * each.working / widest),
                "ways": [
                    (words.step_words(to, definition) if definition else to, count)
                    for to, count in each.led_to.most_common()
                ],
            }
        )
    return rows
