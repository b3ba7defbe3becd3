"""The form of each step: its fields, and which action takes them."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from sauro.files.attaching import Files
from sauro.files.models import Upload
from sauro.tasks import actions
from sauro.tasks.actions.base import LONGEST_WORDS, Held
from sauro.tasks.clarity import owed_words
from sauro.tasks.life import Step, unexplained
from sauro.tasks.models import Confidence, LateFault, Outcome, Task, WorkQuality
from sauro.tasks.step_choices import Offered

CONFIDENCE_WORDS: dict[str, Promise] = {
    Confidence.YES: pgettext_lazy("confidence", "The date holds"),
    Confidence.AT_RISK: pgettext_lazy("confidence", "The date is at risk"),
    Confidence.NO: pgettext_lazy("confidence", "The date will not hold"),
}
QUALITY_WORDS: dict[str, Promise] = {
    WorkQuality.EXCEEDS: pgettext_lazy("quality", "More than was asked"),
    WorkQuality.MEETS: pgettext_lazy("quality", "What was asked"),
    WorkQuality.FALLS_SHORT: pgettext_lazy("quality", "Accepted with shortcomings"),
}
LATE_FAULT_WORDS: dict[str, Promise] = {
    LateFault.DOER: pgettext_lazy("late fault", "Through the lead unit"),
    LateFault.SUPPORT: pgettext_lazy("late fault", "Through a supporting unit"),
    LateFault.SUPERIOR: pgettext_lazy("late fault", "Through those above"),
    LateFault.CIRCUMSTANCES: pgettext_lazy("late fault", "Through circumstances"),
}
OUTCOME_WORDS: dict[str, Promise] = {
    "": pgettext_lazy("outcome", "Waits for acceptance"),
    Outcome.ACCEPTED: pgettext_lazy("outcome", "Accepted"),
    Outcome.RETURNED: pgettext_lazy("outcome", "Returned"),
    Outcome.RECALLED: pgettext_lazy("outcome", "Recalled"),
}

_LABELS: dict[str, Promise] = {
    "reason": pgettext_lazy("step field", "Reason"),
    "words": pgettext_lazy("step field", "Words"),
    "done": pgettext_lazy("step field", "What was done"),
    "obstacle": pgettext_lazy("step field", "Obstacles"),
    "request_to_superior": pgettext_lazy("step field", "Request to superiors"),
    "result_summary": pgettext_lazy("step field", "Result"),
    "document_numbers": pgettext_lazy("step field", "Documents by their numbers"),
    "question": pgettext_lazy("step field", "What is to be explained"),
    "answer": pgettext_lazy("step field", "Explanation"),
    "progress_percent": pgettext_lazy("step field", "Progress (%)"),
    "new_date": pgettext_lazy("step field", "New due date"),
    "answer_by": pgettext_lazy("step field", "Answer by"),
    "confidence": pgettext_lazy("step field", "Does the date hold?"),
    "quality": pgettext_lazy("step field", "Quality"),
    "late_fault": pgettext_lazy("step field", "Late through whom"),
    "evidence": pgettext_lazy("step field", "Evidence: files"),
    "products": pgettext_lazy("step field", "Products"),
    "mentions": pgettext_lazy("step field", "Mention somebody"),
    "person": pgettext_lazy("step field", "Assignee"),
    "lead": pgettext_lazy("step field", "Lead unit"),
    "above": pgettext_lazy("step field", "Task above"),
    "milestone": pgettext_lazy("step field", "Milestone"),
}
_CHOICES: dict[str, dict[str, Promise]] = {
    "confidence": CONFIDENCE_WORDS,
    "quality": QUALITY_WORDS,
    "late_fault": LATE_FAULT_WORDS,
}
TICKED = ("products", "mentions")
_CHOSEN = ("person", "lead", "above", "milestone")  # out of what `step_choices` offers
_DAYS = ("new_date", "answer_by")
_HINTS: dict[str, Promise] = {
    "evidence": pgettext_lazy("step field", "Several at once; never files marked as state secrets."),
    "document_numbers": pgettext_lazy("step field", "Such as 12/BC-UBND; several with a semicolon between."),
    "new_date": pgettext_lazy("step field", "Such as 30/11/2026."),
    "answer_by": pgettext_lazy("step field", "Such as 30/11/2026; may stay empty."),
}
# Step → its fields; one with '*' must be filled in. No field: the button itself takes the step.
FIELDS: dict[Step, tuple[str, ...]] = {
    Step.APPROVE: ("reason",),
    Step.RECEIVE: (),
    Step.REFUSE: ("reason*",),
    Step.UPDATE_PROGRESS: (
        "progress_percent*",
        "done*",
        "obstacle",
        "request_to_superior",
        "evidence",
        "confidence*",
    ),
    Step.SUBMIT_FOR_SIGNATURE: ("words",),
    Step.SUBMIT_DELIVERABLE: ("products", "result_summary", "document_numbers", "evidence"),
    Step.RECALL: ("reason*",),
    Step.ACCEPT_DELIVERABLE: ("quality*", "late_fault", "words"),
    Step.RETURN_FOR_REWORK: ("products", "reason*"),
    Step.SUSPEND: ("reason*",),
    Step.RESUME: ("reason*",),
    Step.CANCEL: ("reason*",),
    Step.END_SERIES: ("reason*",),
    Step.REQUEST_EXTENSION: ("new_date*", "reason*"),
    Step.EXTEND_DEADLINE: ("words",),
    Step.REJECT_EXTENSION: ("reason*",),
    Step.URGE: ("words", "answer_by"),
    Step.REQUEST_EXPLANATION: ("question*", "answer_by"),
    Step.EXPLAIN: ("answer*",),
    Step.COMMENT: ("words*", "mentions"),
    Step.REPORT_BEYOND: ("words*",),
    Step.NAME_ASSIGNEE: ("person", "words"),
    Step.REASSIGN: ("lead*", "words", "reason"),
    Step.PLACE_UNDER: ("above*",),
    Step.REACH_MILESTONE: ("milestone*",),
    # These have pages of their own (wide_forms).
    Step.CHANGE: ("reason",),
    Step.SPLIT: ("reason",),
    Step.PLAN_MILESTONES: (),
}
_LET_OUT = frozenset({Step.APPROVE, Step.REASSIGN})
OWN_PAGE = frozenset({Step.CHANGE, Step.SPLIT, Step.PLAN_MILESTONES})


def has_form(step: Step) -> bool:
    """Whether something is to be filled in; else the button itself takes the step."""
    return bool(FIELDS[step]) or step in OWN_PAGE


ACTIONS: dict[Step, Callable[..., Task]] = {step: getattr(actions, step.value) for step in Step}


def _field(name: str, *, required: bool) -> forms.Field:
    label, hint = _LABELS[name], _HINTS.get(name, "")
    if name in _CHOICES:
        choices = [] if required else [("", pgettext_lazy("step field", "was not late"))]
        choices += [(str(value), words) for value, words in _CHOICES[name].items()]
        return forms.ChoiceField(label=label, choices=choices, required=required)
    if name in TICKED:
        return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)
    if name == "evidence":
        return forms.Field(label=label, required=False, help_text=hint, widget=Files)
    if name in _CHOSEN:
        kind: type[forms.Field] = forms.CharField if name == "lead" else forms.UUIDField
        return kind(label=label, required=required, widget=forms.Select)
    if name in _DAYS:
        widget = forms.DateInput(
            format="%d/%m/%Y", attrs={"class": "num", "inputmode": "numeric", "autocomplete": "off"}
        )
        return forms.DateField(label=label, required=required, help_text=hint, widget=widget)
    if name == "progress_percent":
        number = forms.NumberInput(attrs={"class": "num", "min": 0, "max": 100, "step": 1})
        return forms.IntegerField(label=label, min_value=0, max_value=100, widget=number)
    if name == "document_numbers":
        return forms.CharField(label=label, required=required, max_length=1000, help_text=hint)
    rows = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=required, max_length=LONGEST_WORDS, widget=rows)


class StepForm(forms.Form):
    """The fields of one step, with the version of the task that the person saw and a key that counts once."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        step: Step,
        task: Task,
        data: QueryDict | None = None,
        *,
        is_late: bool = False,
        offered: Offered | None = None,
    ) -> None:
        first = {"version": task.version, "key": uuid.uuid4(), "progress_percent": task.progress_percent,
                 "quality": WorkQuality.MEETS, **(offered.first if offered else {})}  # fmt: skip
        super().__init__(data, initial=first, auto_id=f"id_{step}_%s")
        self.step, self.task = step, task
        self.uploads: list[Upload] = []  # files that came with it and wait in quarantine
        ticked = offered.choices if offered else {}
        for name in FIELDS[step]:
            if name in TICKED and not ticked.get(name):
                continue
            if name == "reason" and step in _LET_OUT and not self._let_out(task):
                continue
            if name != "late_fault" or is_late or data is not None:
                self.fields[name.rstrip("*")] = _field(name.rstrip("*"), required=name.endswith("*"))
        for name, choices in (offered.choices if offered else {}).items():
            if name in TICKED and choices:
                self.fields[name].choices = choices  # type: ignore[attr-defined]
            elif name not in TICKED:
                self.fields[name].widget.choices = choices  # type: ignore[attr-defined]

    def _let_out(self, task: Task) -> bool:
        """The reason for letting a task out without date or product; where it has both, none is asked."""
        lacking = unexplained(task)
        if lacking:
            label = pgettext_lazy("step field", "Why it goes out without a %(what)s")
            self.fields["reason"] = _field("reason", required=True)
            self.fields["reason"].label = label % {"what": owed_words(lacking)}
        return False

    @property
    def said(self) -> list[forms.BoundField]:
        """The fields that people see."""
        return self.visible_fields()

    def held(self) -> Held:
        return Held(self.task.uid, self.cleaned_data["version"], self.cleaned_data["key"])

    def typed(self) -> dict[str, Any]:
        """What the action takes."""
        typed = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "key")}
        if "evidence" in typed:
            typed["evidence"] = [each.uid for each in self.uploads]
        if "mentions" in typed:
            typed["mentions"] = [uuid.UUID(each) for each in typed["mentions"]]
        return typed
