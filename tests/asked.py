"""How many queries a page costs."""

from collections.abc import Iterable


def asked(caught: Iterable[dict[str, str]]) -> list[str]:
    """The statements that were needed for an answer: without the look-up, which is noted after its last byte, and
    without the savepoints that only a test has.
    """
    beside = ("SAVEPOINT", "RELEASE", 'INSERT INTO "journal_lookup"')
    return [each["sql"] for each in caught if not each["sql"].startswith(beside)]
