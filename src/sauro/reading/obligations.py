"""Which paragraphs order something, and where each order begins and ends.

A task is the smallest list item or paragraph that orders an identifiable party to do something; a paragraph gives
several only where its sentences or clauses differ in owner, or one has a deadline of its own.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sauro.reading.clauses import Clause, Lead, clauses_of, does_something, lead_of, trim_end
from sauro.reading.draft import Draft
from sauro.reading.formulas import (
    AND_REPORTS,
    ATTENDS,
    BARE_ACT,
    BINDS_ALL,
    CONDITIONS,
    CONTACT,
    DECIDES,
    EXECUTION,
    FIGURE,
    HAS_ORDER,
    HEAD_OF_ISSUER,
    LEGAL_BASIS,
    NOUN_START,
    OF_THE_DOCUMENT,
    ONLY_LEADS,
    OPENS_A_LIST,
    PER_RULE,
    PRAISES,
    PREAMBLE_START,
    REPORTS,
    SPEAKS,
    STRIVES,
    SUBJECT_CLAUSE,
    THREATENS,
    TOPIC,
    TOPIC_LINE,
    is_accountability,
    is_formula,
    without_accountability,
)
from sauro.reading.heads import head_at
from sauro.reading.labels import Label, label_at, labels_at
from sauro.reading.moments import Moments
from sauro.reading.outline import Paragraph
from sauro.reading.parties import Party, list_at
from sauro.reading.splits import is_timed_apart
from sauro.reading.zones import Zone, zone_of
from sauro.vietnamese.text import fold, share_of_capitals

# Bodies that are named without their place where they speak of themselves ('UBND tỉnh'); a 'Văn phòng' may be another's.
_WHOLE_BODIES = (
    "ubnd",
    "uy ban",
    "hdnd",
    "hoi dong",
    "dang uy",
    "ban thuong vu",
    "ban chap hanh",
    "bo ",
    "so ",
    "tinh uy",
    "thanh uy",
)

_LONGEST_TOPIC = 120  # characters of a line that only says what is spoken of
_SHORTEST_WORK = 12  # characters; less is a number or a word of its own


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a paragraph stands: what its section is about, in the preamble, in the closing."""

    node: Paragraph
    zone: Zone
    preamble: bool
    closing: bool


class Finder:
    """Walks the tree of one part of a document and collects its tasks in `drafts`, in order of the text."""

    def __init__(
        self,
        text: str,
        *,
        issuer: Iterable[str],
        decree: bool,
        petitioning: bool,
        moments: Moments,
        begin: int = 0,
    ) -> None:
        self.text = text
        self.begin = begin  # what stands before is the title
        self.issuer = [fold(name) for name in issuer if name]
        self.decree = decree
        self.petitioning = petitioning  # a tờ trình asks the body above; what it asks for is no task
        self.moments = moments
        self.drafts: list[Draft] = []

    def run(self, roots: list[Paragraph]) -> list[Draft]:
        last = max(
            (
                index
                for index, node in enumerate(roots)
                if node.marker or node.hashes or any(child.marker for child in node.children)
            ),
            default=len(roots),
        )
        first = min(
            (index for index, node in enumerate(roots) if node.marker or node.hashes or node.children),
            default=0,
        )
        self._level(roots, None, closing_from=last + 1, preamble_to=first)
        return sorted(
            (draft for draft in self.drafts if draft.start >= self.begin), key=lambda draft: draft.start
        )

    # --- the tree ---------------------------------------------------------------------------------------------

    def _level(
        self,
        nodes: list[Paragraph],
        parent: Paragraph | None,
        *,
        closing_from: int | None = None,
        preamble_to: int = 0,
    ) -> list[Draft]:
        """The tasks of siblings; a label among them belongs to the tasks above it that lack it."""
        found: list[Draft] = []
        for index, node in enumerate(nodes):
            label = label_at(self.text, node.body, node.end)
            if label and label.role != "work":
                if found:
                    for fact in self._labels_under(node, label):
                        _attach(found, fact)
                continue
            closing = closing_from is not None and index >= closing_from
            found += self._node(node, label, closing=closing, preamble=parent is None and index < preamble_to)
        return found + self._items_like_the_others(nodes, found)

    def _items_like_the_others(self, nodes: list[Paragraph], found: list[Draft]) -> list[Draft]:
        """Items of a list of tasks that begin with a verb no list of verbs holds ('Sơ tán …') are tasks too."""
        items = [node for node in nodes if node.marker and not node.children]
        giving = {id(draft.node) for draft in found}
        silent = [node for node in items if id(node) not in giving and self._may_be_an_item(node)]
        if not silent or 2 * len([node for node in items if id(node) in giving]) < len(items):
            return []
        new = [
            Draft(node.body, trim_end(self.text, node.body, node.end), node, Lead("verb", node.body))
            for node in silent
        ]
        self.drafts += new
        return new

    def _may_be_an_item(self, node: Paragraph) -> bool:
        words = self.text[node.body : node.end].lstrip("*_ \n“")
        if len(words) < 30 or not words[:1].isupper() or words.rstrip("* \n").endswith(":") or self.decree:
            return False
        if (
            NOUN_START.match(words)
            or SUBJECT_CLAUSE.match(words)
            or label_at(self.text, node.body, node.end)
            or zone_of(self.text, node) != "tasks"
        ):
            return False
        clause = Clause(node.body, node.end, True)
        lead = lead_of(self.text, node.body, node.end)
        return (
            lead is None
            and not is_accountability(self.text, clause, lead)
            and head_at(self.text, node.body, node.end) is None
        )

    def _node(self, node: Paragraph, label: Label | None, *, closing: bool, preamble: bool) -> list[Draft]:
        below = self._level(node.children, node)
        if below and not self._speaks_for_itself(node):
            return below
        start = label.start if label else node.body
        own = self._paragraph(node, start, closing=closing, preamble=preamble)
        if not own and not below and self._has_its_labels(node, start):
            own = [
                Draft(start, trim_end(self.text, start, node.end), node, Lead("verb", start))
            ]  # 'Giải thể …' with 'Đơn vị chủ trì: …' under it
        if own and not below and node.children:
            self._take_children(node, own)
        self.drafts += own
        return own + below

    def _speaks_for_itself(self, node: Paragraph) -> bool:
        """Whether a paragraph with tasks under it is a task too: a full sentence, and what follows is not its list."""
        words = self.text[node.body : node.end].rstrip("* \n")
        if words.endswith(":") or any(child.marker for child in node.children):
            return False
        lead = lead_of(self.text, node.body, node.end)
        return words.endswith((".", ";")) and (len(words) > 160 or bool(lead and lead.parties))

    def _has_its_labels(self, node: Paragraph, start: int) -> bool:
        """Whether labels under an item say who does it, whatever its own words are."""
        words = self.text[start : node.end].lstrip("*_ \n")
        if node.marker is None or len(words) < _SHORTEST_WORK or zone_of(self.text, node) != "tasks":
            return False
        if _in_capitals(words) or NOUN_START.match(words):
            return False
        below = (label_at(self.text, child.body, child.end) for child in node.children)
        return any(label is not None and label.role == "lead" for label in below)

    def _take_children(self, node: Paragraph, own: list[Draft]) -> None:
        """Items under an order that order nothing themselves are part of it; labels are facts about it."""
        items = [child for child in node.children if not label_at(self.text, child.body, child.end)]
        for child in node.children:
            label = label_at(self.text, child.body, child.end)
            for fact in self._labels_under(child, label) if label else []:
                _attach(own, fact)
        words = self.text[node.body : node.end].rstrip("* \n")
        if items and words.endswith(":"):
            last = [items[-1], *items[-1].descendants()][-1]
            own[-1].end = trim_end(self.text, own[-1].start, last.end)

    def _labels_under(self, node: Paragraph, label: Label) -> list[Label]:
        """The label itself, or, where nothing stands behind its colon, those on the lines under it."""
        if label.end > label.start:
            return labels_at(self.text, node.body, node.end)
        below = (label_at(self.text, child.body, child.end) for child in node.children)
        return [found for found in below if found and found.end > found.start]

    # --- one paragraph ----------------------------------------------------------------------------------------

    def _paragraph(self, node: Paragraph, start: int, *, closing: bool, preamble: bool) -> list[Draft]:
        words = self.text[start : node.end].lstrip("*_ \n")
        zone = zone_of(self.text, node)
        heading = re.search(r"[^\s.;]\s?:$", words.rstrip("* \n")) is not None and (
            not node.children or TOPIC.match(words) is not None
        )
        if (
            heading
            or _is_topic(node, words)
            or len(words) < _SHORTEST_WORK
            or (preamble and OPENS_A_LIST.search(words))
            or (preamble and PREAMBLE_START.match(words) and not HAS_ORDER.search(words))
        ):
            return []
        if _in_capitals(words) or (LEGAL_BASIS.match(words) and not HAS_ORDER.search(words)):
            return []
        found: list[Draft] = []
        clauses = clauses_of(self.text, start, node.end)
        place = _Place(node, zone, preamble, closing)
        self._subject = None
        self._labelled = False
        self._formula = None
        self._aims = False
        for index, clause in enumerate(clauses):
            self._clause(place, clause, clauses[index + 1 :], found)
        for draft in found:
            draft.end = without_accountability(self.text, draft.start, draft.end)
        return found

    def _clause(self, place: _Place, clause: Clause, rest: list[Clause], found: list[Draft]) -> None:
        self._aims = STRIVES.match(self.text, clause.start, clause.end) is not None or (
            self._aims and not clause.sentence
        )
        if self._is_no_act(clause, found):
            return
        notice = AND_REPORTS.search(self.text, clause.start, clause.end) if place.closing else None
        if notice:
            clause = Clause(notice.end(), clause.end, clause.sentence)
            found.append(Draft(clause.start, clause.end, place.node, Lead("verb", clause.start)))
            return
        lead = self._lead(clause)
        if (
            lead
            and lead.orders
            and (self._is_issuer(lead.parties[0]) or HEAD_OF_ISSUER.match(lead.parties[0].text))
        ):
            lead = lead.orders
        bare = is_accountability(self.text, clause, lead)
        if lead and not self._binds(clause, lead, place, first=not found, bare=bare):
            if self._is_set_aside(place, clause, lead, found, bare=bare):
                return
            lead = None
        elif lead is None and bare:
            return
        current = found[-1] if found else None
        if current is not None and lead and not current.parties and self._only_assigns(lead, clause):
            verb = current.lead.verb if current.lead else lead.verb
            current.lead = Lead(lead.kind, verb, lead.parties, lead.by)
            current.end = clause.end
            return
        if current is not None and self._labelled and BINDS_ALL.match(self.text, clause.start, clause.end):
            return  # 'Đơn vị thực hiện: …. Hoàn thành trong tháng 6': behind its labels a task has ended
        if lead is None:
            if current is not None and not place.closing and not self._labelled:
                current.end = clause.end
            return
        if current is None or self._stands_apart(current, clause, lead, rest):
            inherited = current.parties if current else self._take_subject()
            begin = self._begin(clause, lead)
            if self._formula and not current and not lead.parties:
                inherited = self._formula[1].parties  # 'Giao X thực hiện Nghị quyết; báo cáo …' is one order
                if not self.moments.has_rhythm(clause.start, clause.end):
                    begin = self._formula[0]
            found.append(Draft(begin, clause.end, place.node, lead, inherited=inherited))
        else:
            current.end = clause.end

    def _is_no_act(self, clause: Clause, found: list[Draft]) -> bool:
        """Whether the clause is a label of the task before it, or speaks of the document itself."""
        label = label_at(self.text, clause.start, clause.end)
        if label and label.role not in {"work", "place"} and found:
            self._labelled = True
            for fact in labels_at(self.text, clause.start, clause.end):
                _attach(found, fact)
            return True
        return OF_THE_DOCUMENT.match(self.text, clause.start, clause.end) is not None

    def _lead(self, clause: Clause) -> Lead | None:
        """How the clause orders, behind a time that stands first: 'Thứ Sáu hằng tuần gửi báo cáo', 'từ năm 2027, thu …'."""
        lead = lead_of(self.text, clause.start, clause.end)
        if lead is not None:
            return lead
        begin = clause.start
        while (after := self.moments.time_first(begin, clause.end)) is not None and after < clause.end:
            begin = after
        return lead_of(self.text, begin, clause.end) if begin > clause.start else None

    def _is_set_aside(
        self, place: _Place, clause: Clause, lead: Lead, found: list[Draft], *, bare: bool
    ) -> bool:
        """Whether an order that does not bind gives nothing at all. Who it names may be meant by what follows."""
        formula = is_formula(self.text, clause, lead)
        if lead.parties and not found and (bare or (place.closing and formula)):
            self._subject = lead.parties
        elif lead.parties and not found and formula and place.node.marker:
            self._formula = clause.start, lead
        return bare or place.closing or formula

    def _only_assigns(self, lead: Lead, clause: Clause) -> bool:
        """'Giao Sở A chủ trì, phối hợp với Sở B thực hiện.' behind a task says only whose it is."""
        if not lead.parties:
            return False
        rest = " ".join(self.text[lead.parties[-1].end : clause.end].split())
        return len(rest) < 260 and ONLY_LEADS.fullmatch(rest) is not None

    def _begin(self, clause: Clause, lead: Lead) -> int:
        """An order behind a preamble in the same sentence ('Căn cứ …, Ủy ban giao Sở A …') begins with the order."""
        words = self.text[clause.start : clause.end].lstrip("*_ \n")
        if (
            lead.kind == "ordered"
            and PREAMBLE_START.match(words)
            and not words.lower().startswith(CONDITIONS)
        ):
            order = list(
                re.finditer(
                    r"\b(?:giao|đề nghị|yêu cầu)\s",
                    self.text[clause.start : lead.parties[0].start],
                    re.IGNORECASE,
                )
            )
            if order and order[-1].end() + clause.start >= lead.parties[0].start - 12:
                return clause.start + order[-1].start()
        return clause.start

    _subject: list[Party] | None = None
    _formula: tuple[int, Lead] | None = None  # an opening that only asks for implementation: where it begins
    _aims = False  # whether 'phấn đấu' governs the clause: what follows are figures to reach
    _labelled = False  # whether labels of the paragraph's task have been read

    def _take_subject(self) -> list[Party]:
        subject, self._subject = self._subject or [], None
        return subject

    def _stands_apart(self, current: Draft, clause: Clause, lead: Lead, rest: list[Clause]) -> bool:
        """Whether the clause is a task of its own after the one before it."""
        if lead.parties and not _same_parties(lead.parties, current.parties):
            return True
        if self._aims and FIGURE.search(self.text, clause.start, clause.end):
            return False
        return is_timed_apart(self.text, self.moments, current, clause, lead, rest)

    def _binds(self, clause: Clause, lead: Lead, place: _Place, *, first: bool, bare: bool) -> bool:
        """Whether the order of the clause counts as a task where it stands."""
        words = self.text[clause.start : clause.end].lstrip("*_ \n")
        if lead.kind == "party" and self._is_issuer(lead.parties[0]):
            return False
        if (
            bare
            or is_formula(self.text, clause, lead)
            or any(said.match(words) for said in (CONTACT, PRAISES, THREATENS))
        ):
            return False
        if lead.kind == "verb" and SUBJECT_CLAUSE.match(words):
            return False
        if (
            lead.kind == "verb"
            and PER_RULE.match(self.text, lead.verb, clause.end)
            and lead.verb > clause.start + 3
        ):
            return False
        if lead.by == "sent" and not self.moments.has_deadline(clause.start, clause.end):
            return False
        if self.decree and not lead.parties and not self._charged_above(place.node):
            return False
        if self.decree and (BARE_ACT.match(words) or EXECUTION.search(words)):
            return False
        if self._introduces(place.node, clause, lead):
            return False
        if (
            place.node.marker
            and place.node.marker.style == "article"
            and lead.kind == "verb"
            and DECIDES.match(words)
        ):
            return False
        if place.preamble and lead.kind != "ordered":
            return False
        if ATTENDS.search(words) or (
            self.petitioning and lead.by in {"đề nghị", "kính đề nghị", "trân trọng đề nghị", "issuer"}
        ):
            return False
        if place.closing:
            named = lead.parties or self._subject
            return bool(named) and (REPORTS.search(words) is not None or lead.by in {"giao", "issuer"})
        if place.zone == "tasks" or not first:
            return True
        if place.zone == "data":
            return bool(lead.parties) and does_something(self.text, lead.parties[-1].end, clause.end)
        return (
            place.zone == "assessment" and lead.kind == "ordered" and lead.by.startswith(("giao", "yêu cầu"))
        )

    def _introduces(self, node: Paragraph, clause: Clause, lead: Lead) -> bool:
        """'Chủ tịch UBND phường kết luận:' above a list says who speaks, and is no task where the list has none."""
        return (
            node.marker is None
            and lead.kind == "party"
            and self.text[clause.end : node.end].lstrip("* ").startswith(":")
            and SPEAKS.match(self.text, lead.verb, clause.end) is not None
        )

    def _charged_above(self, node: Paragraph) -> bool:
        """Whether a paragraph above charges a party with what stands under it: 'Tổ công tác có nhiệm vụ:'."""
        for above in node.ancestors():
            named, stop = list_at(self.text, above.body, above.end, classes=True)
            if named and not self.text[stop : above.end].strip(" *_:.\n"):
                return True
            if self.text[above.body : above.end].rstrip("* \n").endswith(":"):
                lead = lead_of(self.text, above.body, above.end)
                return bool(lead and lead.parties)
        return False

    def _is_issuer(self, party: Party) -> bool:
        name = " ".join(fold(party.text).split())
        name = re.sub(r"^chu tich ", "", name).replace("uy ban nhan dan", "ubnd")
        for issuer in self.issuer:
            own = " ".join(issuer.split()).replace("uy ban nhan dan", "ubnd")
            if name == own or (name.startswith(own + " ") and len(own.split()) >= 4):
                return True
            if own.startswith(name + " ") and name.startswith(_WHOLE_BODIES):
                return True
            if name in _short_names(own):
                return True
        return False


def _short_names(name: str) -> set[str]:
    """How a folded name is shortened: 'bo van hoa, the thao va du lich' is 'bo vhttdl'; none for a name of two words."""
    head, *words = re.findall(r"\w+", name)
    initials = "".join(word[0] for word in words if word != "va")
    return {f"{head} {initials}"} if len(initials) > 1 else set()


def _is_topic(node: Paragraph, words: str) -> bool:
    """A line without a number and without an end that says what is spoken of next: 'Về công tác y tế', 'Nhiệm vụ 1: …'."""
    bare = words.rstrip("*_ \n")
    return (
        node.marker is None
        and len(bare) < _LONGEST_TOPIC
        and bare[-1:].isalnum()
        and TOPIC_LINE.match(bare) is not None
    )


def _in_capitals(words: str) -> bool:
    return share_of_capitals(words) > 0.6


def _attach(found: list[Draft], label: Label) -> None:
    for draft in reversed(found):
        if label.role in draft.labels:
            break
        draft.labels[label.role] = label


def _same_parties(first: list[Party], second: list[Party]) -> bool:
    return bool(second) and fold(first[0].text).split() == fold(second[0].text).split()
