"""The six lamps of a task, derived from its fields and never guessed."""

from sauro.reading.lexicon import Pattern
from sauro.reading.model import Clarity, Deadline, OwnerSource, Value
from sauro.vietnamese.text import fold

# A class of parties does not light the lamp of the person: nobody in it is named.
_CLASS = Pattern(
    r"^(?:tat ca )?(?:cac|moi|tung|nhung|mot so|toan the|can bo|nguoi|to chuc, ca nhan|cap uy|co quan, don vi|don vi|he thong chinh tri"
    r"|dang vien|thu truong (?:cac|co quan)|lanh dao cac|so, ban|cac so)\b"
)


def clarity_of(
    *,
    owners: list[Value],
    source: OwnerSource,
    action: Value | None,
    deadlines: list[Deadline],
    accountable: Value | None,
    deliverable: Value | None,
    authority: Value | None,
) -> Clarity:
    """The lamps: person, work, time, responsibility, product, authority (rõ người … rõ thẩm quyền).

    *person*: a named owner in the task's own text or its heading; a class ('các đơn vị') or the addressees do not count.
    *time*: a date, a rhythm or a period that can be computed. *responsibility*: somebody named answers for it, or there
    is exactly one named lead.
    """
    named = [owner for owner in owners if source != "document" and is_named(owner.text)]
    timed = any(d.end_date or d.start_date or d.recurrence or d.duration for d in deadlines)
    return Clarity(
        person=bool(named),
        work=action is not None,
        time=timed,
        responsibility=accountable is not None or (len(named) == 1 and len(owners) == 1),
        product=deliverable is not None,
        authority=authority is not None,
    )


def is_named(owner: str) -> bool:
    """Whether the words name one body or person, not a class."""
    return _CLASS.match(" ".join(fold(owner).split())) is None
