"""A task in the making: what a paragraph or a clause orders, before its facts are read."""

from dataclasses import dataclass, field

from sauro.reading.clauses import Lead
from sauro.reading.labels import Label, LabelRole
from sauro.reading.outline import Paragraph
from sauro.reading.parties import Party


@dataclass(slots=True)
class Draft:
    """A task in the making: its span, its paragraph, how it orders, the labels that belong to it."""

    start: int
    end: int
    node: Paragraph
    lead: Lead | None
    inherited: list[Party] = field(default_factory=list)
    labels: dict[LabelRole, Label] = field(default_factory=dict)

    @property
    def parties(self) -> list[Party]:
        return self.lead.parties if self.lead and self.lead.parties else self.inherited
