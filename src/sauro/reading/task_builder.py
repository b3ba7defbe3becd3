"""From a draft or a row of an assignment table to a task: what its own words, its labels and its cells say of it."""

import re
from dataclasses import dataclass, field

import msgspec

from sauro.reading import facts
from sauro.reading.assignments import Assignment, named_in, parts_of, support_begin
from sauro.reading.brackets import charge_at
from sauro.reading.clarity import clarity_of
from sauro.reading.columns import Role
from sauro.reading.deadlines import PageOf, Times
from sauro.reading.draft import Draft
from sauro.reading.labels import Label, LabelRole, label_at
from sauro.reading.lexicon import Pattern
from sauro.reading.model import Deadline, OwnerSource, Span, Task, Value
from sauro.reading.outline import Paragraph, heading_of, section_of
from sauro.reading.ownership import Owners, assigning_line, parties_of_label
from sauro.reading.task_kind import kind_of
from sauro.vietnamese.text import squeeze

_ROLES_BESIDE_A_DATE: tuple[LabelRole, ...] = ("lead", "support", "product")
_LEAD_IN = 160  # characters of a heading that may give its product or its time to the items under it
_CLOSING_TIME = Pattern(
    r"(?:^|[.;]\s+)[*_]*(?P<words>(?:(?:Tất cả|Các (?:nội dung|nhiệm vụ|công việc)|Việc này)[^.;]{0,40})?"
    r"(?:[Hh]oàn thành|[Xx]ong|[Tt]hời (?:gian|hạn))[^;]*?)[.;\s*]*\Z"
)
_SAYS_WHEN = Pattern(
    r"hoàn\s+thành|thời\s+(?:gian|hạn)|xong\b|định\s+kỳ|h[ằà]ng\s+(?:ngày|tuần|tháng|quý|năm)|^\W*(?:trong|trước|từ|đến)\s",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Known:
    """What stands outside the task's own words, or is decided before they are looked at."""

    section: str | None
    heading: str
    owners: list[Value]
    source: OwnerSource
    coordinators: list[Value] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    deliverable: Value | None = None
    accountable: Value | None = None
    authority: Value | None = None
    resources: Value | None = None


class TaskBuilder:
    """Makes tasks of one text; their ids are given when all are known."""

    def __init__(self, text: str, times: Times, page: PageOf, *, event: bool = False) -> None:
        self.text = text
        self.times = times
        self.page = page
        self.event = event  # the document is about one event

    def from_draft(self, draft: Draft, owners: Owners) -> Task:
        """The task of a paragraph or a clause."""
        at = (draft.start, draft.end)
        verb = draft.lead.verb if draft.lead else draft.start
        known = _Known(
            section=section_of(draft.node),
            heading=heading_of(self.text, draft.node),
            owners=self._owners(owners),
            source=owners.source,
            coordinators=self._coordinators(draft, [party.text for party in owners.parties]),
            deadlines=self._deadlines(draft),
            deliverable=self._label(draft.labels.get("product"))
            or self._deliverable(at, verb)
            or self._product_above(draft.node),
            accountable=self._label(draft.labels.get("leader")),
            resources=self._label(draft.labels.get("resources")),
        )
        return self._task(at, verb, known)

    def from_row(self, row: Assignment, above: Owners | None = None) -> Task:
        """The task of a row of an assignment table; `above` are those who must do it where no cell names anybody."""
        at = (row.start, row.end)
        lead = self._cell_parties(row, "lead") or self._cell_parties(row, "agency")
        owners = lead
        source: OwnerSource = "own"
        if not lead:
            owners, source = (self._owners(above), above.source) if above else ([], "document")
        leaders = self._cell_parties(row, "accountable")
        known = _Known(
            section=row.section or None,
            heading=row.heading,
            owners=owners,
            source=source,
            coordinators=self._cell_parties(row, "support") or self._supporting(row),
            deadlines=self._cell_times(row) or self.times.of(at),
            deliverable=self._cell(row, "product") or self._fact(facts.deliverable_in(self.text, *at)),
            accountable=leaders[0] if leaders else None,
            authority=self._cell(row, "authority"),
            resources=self._cell(row, "resources"),
        )
        return self._task(at, row.start, known)

    def _task(self, at: Span, verb: int, known: _Known) -> Task:
        text = self.text
        names = [value.text for value in known.owners]
        action = self._fact(facts.action_in(text, verb, at[1]))
        act = action.at[0] if action and action.at else verb
        accountable = self._fact(facts.accountable_in(text, *at)) or known.accountable
        authority = known.authority or self._fact(facts.authority_in(text, *at))
        if authority is None and known.deliverable is not None and known.deliverable.at:
            authority = self._fact(facts.maker_of(text, *known.deliverable.at))
        if authority is None and known.owners and facts.decides_itself(text, act, at[1]):
            authority = msgspec.structs.replace(known.owners[0], why="nhiệm vụ là xem xét, quyết định")
        return Task(
            id="",
            section=known.section,
            heading=known.heading,
            quote=text[at[0] : at[1]],
            at=at,
            page=self.page(at[0]),
            action=action,
            owners=known.owners,
            owner_source=known.source,
            coordinators=known.coordinators,
            accountable=accountable,
            authority=authority,
            resources=self._fact(facts.resources_in(text, *at)) or known.resources,
            deliverable=known.deliverable,
            report_to=self._fact(facts.report_to_in(text, *at, names)),
            deadlines=known.deadlines,
            task_kind=kind_of(
                text[act : at[1]],
                known.deadlines,
                known.deliverable,
                before=text[at[0] : act],
                event=self.event,
            ),
            clarity=clarity_of(
                owners=known.owners,
                source=known.source,
                action=action,
                deadlines=known.deadlines,
                accountable=accountable,
                deliverable=known.deliverable,
                authority=authority,
            ),
        )

    # --- what stands around the words ---------------------------------------------------------------------------

    def _deadlines(self, draft: Draft) -> list[Deadline]:
        """Those of its words and its line 'Thời gian'; where it has none, those that hold for its paragraph or section."""
        own = self.times.of((draft.start, draft.end))
        label = draft.labels.get("time")
        if label:
            own += self.times.in_cell((label.start, label.end), f"dòng “{label.name}”")
        return (
            own
            or self._times_in_bracket(draft)
            or self._times_in_labels(draft)
            or self._listed_times(draft.node)
            or self._closing_time(draft)
            or self._times_above(draft.node)
        )

    def _times_in_bracket(self, draft: Draft) -> list[Deadline]:
        """'(Phòng Kinh tế; quý II/2026)': behind the party a bare period says when."""
        charge = charge_at(self.text, draft.start, draft.end)
        return self.times.in_cell(charge.rest, "trong ngoặc ở cuối nhiệm vụ") if charge else []

    def _times_in_labels(self, draft: Draft) -> list[Deadline]:
        """'Phân công: Giao Sở A chủ trì; hoàn thành trong quý III': a date behind the party or the product."""
        found: list[Deadline] = []
        for role in _ROLES_BESIDE_A_DATE:
            label = draft.labels.get(role)
            if label:
                times = self.times.of((label.start, label.end))
                found += [msgspec.structs.replace(each, why=f"dòng “{label.name}”") for each in times]
        return found

    def _listed_times(self, node: Paragraph) -> list[Deadline]:
        """'Thời gian dự kiến:' with a line for each time under it."""
        found: list[Deadline] = []
        for below in node.descendants():
            label = label_at(self.text, below.body, below.end)
            if label and label.role == "time" and label.end <= label.start:
                for line in below.descendants():
                    found += self.times.in_cell((line.body, line.end), f"dòng “{label.name}”")
        return found

    def _closing_time(self, draft: Draft) -> list[Deadline]:
        """'… Hoàn thành trước ngày 15/10/2026.' at the end of a paragraph holds for the tasks in it."""
        closing = _CLOSING_TIME.search(self.text, draft.end, draft.node.end)
        return self.times.of(closing.span("words")) if closing else []

    def _times_above(self, node: Paragraph) -> list[Deadline]:
        """'Hoàn thành trước ngày 30/6/2026:', 'Báo cáo định kỳ hằng tháng:' hold for what stands under them."""
        for above in node.ancestors():
            closed = self.text[above.body : above.end].rstrip("*_ \n").endswith((".", ";"))
            if (
                closed
                or above.end - above.body > _LEAD_IN
                or not _SAYS_WHEN.search(self.text, above.body, above.end)
            ):
                continue
            found = self.times.of((above.body, above.end))
            if found:
                return [msgspec.structs.replace(each, why="tiêu đề của mục") for each in found]
        return []

    def _deliverable(self, at: Span, verb: int) -> Value | None:
        """What the words name, seen from the verb of the clause or from the content verb behind its circumstances."""
        found = self._fact(facts.deliverable_in(self.text, *at, verb))
        if found is None:
            action = facts.action_in(self.text, verb, at[1])
            found = self._fact(facts.deliverable_in(self.text, *at, action.start)) if action else None
        return found

    def _product_above(self, node: Paragraph) -> Value | None:
        """'Chủ trì, xây dựng báo cáo về:' gives its product to the items under it."""
        above = node.parent
        if above is None or not self._is_lead_in(above) or above.end - above.body > _LEAD_IN:
            return None
        fact = facts.deliverable_in(self.text, above.body, above.end)
        return self.value(fact.start, fact.end, "câu dẫn của mục") if fact else None

    def _is_lead_in(self, node: Paragraph) -> bool:
        return self.text[node.body : node.end].rstrip("* \n").endswith(":")

    def _owners(self, owners: Owners) -> list[Value]:
        return [
            Value(squeeze(party.text), party.span if party.end else None, self.page(party.start), owners.why)
            for party in owners.parties
        ]

    def _coordinators(self, draft: Draft, owners: list[str]) -> list[Value]:
        why = "sau “phối hợp”"
        parties = facts.coordinators_in(self.text, draft.start, draft.end)
        charge = charge_at(self.text, draft.start, draft.end)
        if charge and charge.supporting:
            seen = {_plain(party.text) for party in parties}
            more = [party for party in charge.supporting if _plain(party.text) not in seen]
            parties, why = [*parties, *more], "trong ngoặc ở cuối nhiệm vụ"
        label = draft.labels.get("support")
        if label:
            named = parties_of_label(self.text, label.start, label.end)
            parties, why = [*parties, *named], f"dòng “{label.name}”" if named else why
        for node in () if parties else (draft.node, *draft.node.ancestors()):
            line = assigning_line(self.text, node, "support")
            if line:
                parties = parties_of_label(self.text, line.start, line.end)
                why = f"dòng “{line.name}” ở đầu mục"
                break
        if not parties:
            above = next((node for node in draft.node.ancestors() if self._is_lead_in(node)), None)
            if above:
                parties, why = facts.coordinators_in(self.text, above.body, above.end), "câu dẫn của mục"
        taken = {_plain(name) for name in owners}
        return [
            Value(squeeze(party.text), party.span, self.page(party.start), why)
            for party in parties
            if _plain(party.text) not in taken
        ]

    # --- cells ---------------------------------------------------------------------------------------------------

    def _cell_parties(self, row: Assignment, role: Role) -> list[Value]:
        """The parties that a cell names; of a cell in pieces they have no place of their own."""
        cells, why = row.cells.get(role, []), row.why(role)
        if len(cells) > 1:
            words = " ".join(cell.words(self.text) for cell in cells)
            page = self.page(cells[0].start)
            return [
                Value(squeeze(party.text), None, page, why)
                for party in parties_of_label(words, 0, len(words))
            ]
        return [
            Value(squeeze(party.text), party.span, self.page(party.start), why)
            for cell in cells
            for part in parts_of(self.text, named_in(self.text, cell, role))
            for party in parties_of_label(self.text, part.start, part.end)
        ]

    def _supporting(self, row: Assignment) -> list[Value]:
        """Those whom the cell of the lead names behind 'phối hợp'."""
        cells = row.cells.get("lead", [])
        begin = support_begin(self.text, cells[0]) if len(cells) == 1 else None
        if begin is None:
            return []
        why = f"{row.why('lead')}: sau “phối hợp”"
        return [
            Value(squeeze(party.text), party.span, self.page(party.start), why)
            for party in parties_of_label(self.text, begin, cells[0].end)
        ]

    def _cell_times(self, row: Assignment) -> list[Deadline]:
        """What the cells say of time, in the order of the text; a column 'Bắt đầu' says from when."""
        found: list[Deadline] = []
        for cell in row.cells.get("begin", []):
            for each in self.times.in_cell((cell.start, cell.end), row.why("begin")):
                first = each.start_date or _first_day(each)
                found.append(msgspec.structs.replace(each, kind="from", start_date=first, end_date=None))
        for cell in row.cells.get("time", []):
            found += self.times.in_cell((cell.start, cell.end), row.why("time"))
        return found

    def _cell(self, row: Assignment, role: Role) -> Value | None:
        """The words of a cell as they are, its final punctuation aside."""
        cells = row.cells.get(role, [])
        if not cells:
            return None
        start, end = cells[0].start, cells[0].end
        while start < end and self.text[start] in "-–+•* \n":
            start += 1
        while end > start and self.text[end - 1] in ".;, \n*":
            end -= 1
        return self.value(start, end, row.why(role)) if end > start else None

    # --- values -------------------------------------------------------------------------------------------------

    def value(self, start: int, end: int, why: str) -> Value:
        """The words ``text[start:end]`` with their page."""
        return Value(self.text[start:end], (start, end), self.page(start), why)

    def _fact(self, fact: facts.Fact | None) -> Value | None:
        return self.value(fact.start, fact.end, fact.why) if fact else None

    def _label(self, label: Label | None) -> Value | None:
        if label is None:
            return None
        end = label.end
        while end > label.start and self.text[end - 1] in ".;, \n*":
            end -= 1
        return self.value(label.start, end, f"dòng “{label.name}”") if end > label.start else None


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _first_day(deadline: Deadline) -> str | None:
    """The first day of the period in which something begins: of a month, else the day itself."""
    end = deadline.end_date
    return f"{end[:8]}01" if end and deadline.kind == "within_period" else end
