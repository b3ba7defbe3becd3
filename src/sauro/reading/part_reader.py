"""One part of a document after the other, the body or an attachment: its paragraphs and tables, its tasks and gaps."""

from dataclasses import dataclass, field

from sauro.reading.accountability import Accountability
from sauro.reading.assignments import Known, assignments_in
from sauro.reading.clauses import lead_of
from sauro.reading.deadlines import PageOf, Times
from sauro.reading.document_owners import owners_of_document
from sauro.reading.draft import Draft
from sauro.reading.frame import Frame, Part
from sauro.reading.gaps import gaps_in
from sauro.reading.lines import Line
from sauro.reading.model import Document, Gap, Span, Task
from sauro.reading.moments import Moments
from sauro.reading.obligations import Finder
from sauro.reading.outline import Paragraph, nest, paragraphs_of
from sauro.reading.ownership import Owners, Ownership, parties_of_label
from sauro.reading.parties import Party
from sauro.reading.tables import Table
from sauro.reading.task_builder import TaskBuilder
from sauro.reading.task_kind import is_about_an_event
from sauro.reading.zones import is_regulation
from sauro.vietnamese.text import fold


@dataclass(slots=True)
class Tree:
    """The paragraphs of a part in order, and those at the top of their tree."""

    nodes: list[Paragraph]
    roots: list[Paragraph]


@dataclass(slots=True)
class Sheet:
    """A text with what is known of it as a whole. Its paragraphs are put together once."""

    text: str
    lines: list[Line]
    tables: list[Table]
    frame: Frame
    times: Times
    page: PageOf
    _trees: dict[tuple[int, bool], Tree] = field(default_factory=dict)

    @property
    def parts(self) -> list[Part]:
        """The parts that may order something."""
        return [part for part in self.frame.parts if part.kind in {"body", "attachment"}]

    def tables_of(self, part: Part) -> list[Table]:
        """The tables whose first words stand in the part: its own start passes over bar and markup before them."""
        return [table for table in self.tables if part.start < table.first_words < part.end]

    def tree_of(self, part: Part, *, tables: bool = False) -> Tree:
        """The paragraphs of a part; with `tables` their rows are paragraphs too."""
        skip: list[Span] = [] if tables else [(table.start, table.end) for table in self.tables_of(part)]
        key = (part.start, bool(skip))
        if key not in self._trees:
            lines = [line for line in self.lines if part.start <= line.start < part.end]
            nodes = paragraphs_of(self.text, lines, skip)
            self._trees[key] = Tree(nodes, nest(self.text, nodes))
        return self._trees[key]

    def paragraphs_with_tables(self, part: Part) -> list[Paragraph]:
        return self.tree_of(part, tables=True).nodes


class PartReader:
    """Collects the tasks and gaps of the parts that it is given, in order."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.text = sheet.text
        event = is_about_an_event(sheet.frame.document)
        self.build = TaskBuilder(sheet.text, sheet.times, sheet.page, event=event)
        self.accountability = Accountability(sheet.text, self.build.value)
        self.tasks: list[Task] = []
        self.gaps: list[Gap] = []

    def read(self, part: Part) -> None:
        """Add the tasks and gaps of `part`."""
        tree = self.sheet.tree_of(part)
        tables = self.sheet.tables_of(part)
        self.sheet.times.over((node.body, node.end) for node in tree.nodes)
        drafts = [] if is_regulation(part.title) else self._finder(part).run(tree.roots)
        ownership = Ownership(self.text, self._fallback(tree.nodes, drafts))
        found = [self.build.from_draft(draft, ownership.of(draft, tree.roots)) for draft in drafts]
        self.accountability.behind(drafts, found)
        bare: list[Span] = []
        known = Known(task.quote for task in [*self.tasks, *found])
        for table in tables:
            rows = assignments_in(self.text, table)
            if rows:
                above = self._owners_above(table, tree.nodes, ownership)
                said = [row for row in rows if not known.repeats(self.text[row.start : row.end])]
                found += [self.build.from_row(row, above) for row in said]
                known.add(self.text[row.start : row.end] for row in said)
            if not rows and not table.layout:
                bare.append((table.start, table.end))
        self.accountability.of_sentences(tree.nodes, found, ownership.heading_parties)
        found.sort(key=lambda task: task.at)
        spans = [task.at for task in found]
        first = spans[0][0] if spans else part.end
        self.gaps += gaps_in(self.text, tree.nodes, spans, bare, first_task=first)
        self.tasks += found

    def _finder(self, part: Part) -> Finder:
        document = self.sheet.frame.document
        return Finder(
            self.text,
            issuer=_speakers(document),
            decree=document.type == "quyet_dinh" and part.kind == "body",
            petitioning=document.type == "to_trinh" and part.kind == "body",
            moments=Moments(self.text, self.sheet.times),
            begin=part.body or part.start,
        )

    def _fallback(self, nodes: list[Paragraph], drafts: list[Draft]) -> Owners | None:
        """Whom the document orders as a whole: this part's preamble or closing, the decree above it, the addressees."""
        first = drafts[0].start if drafts else 0
        body = [
            node
            for part in self.sheet.parts
            if part.kind == "body"
            for node in self.sheet.paragraphs_with_tables(part)
        ]
        recipients = [value.at for value in self.sheet.frame.document.recipients if value.at]
        return owners_of_document(self.text, nodes, first, body, self._addressed(), recipients)

    def _owners_above(self, table: Table, nodes: list[Paragraph], ownership: Ownership) -> Owners | None:
        """Who must do the rows that name nobody: the sentence right above the table, else the document as a whole."""
        above = next((node for node in reversed(nodes) if node.end <= table.start), None)
        if above is not None:
            parties = ownership.heading_parties(above)
            if not parties and self.text[above.body : above.end].rstrip("* ").endswith(":"):
                lead = lead_of(self.text, above.body, above.end)
                parties = lead.parties if lead else []
            if parties:
                return Owners(parties, "heading", "câu ngay trên bảng")
        return ownership.fallback

    def _addressed(self) -> Owners | None:
        """The addressees as parties: a line may name several."""
        parties: list[Party] = []
        for value in self.sheet.frame.document.addressees:
            parties += parties_of_label(self.text, *value.at) if value.at else [Party(0, 0, value.text)]
        return Owners(parties, "document", "nơi nhận của văn bản (Kính gửi)") if parties else None


def _speakers(document: Document) -> list[str]:
    """The bodies that speak in the document. An office that makes a chair's conclusions known is one of those ordered."""
    bodies = [value.text for value in (document.issuer, document.parent_body) if value]
    tells = document.type in ("thong_bao", "ket_luan")
    return [name for name in bodies if not (tells and fold(name).startswith("van phong"))]
