"""Everything that changes a review; one function for each thing that a person can do."""

from sauro.intake.actions.again import ask_again, take_reading
from sauro.intake.actions.base import Conflict, Held, Refused
from sauro.intake.actions.decide import accept, drop, inform, restore
from sauro.intake.actions.edit import choose, edit, take_proposals
from sauro.intake.actions.opening import open_review
from sauro.intake.actions.shape import add, merge, split, write
from sauro.intake.actions.undo import undo

__all__ = [
    "Conflict",
    "Held",
    "Refused",
    "accept",
    "add",
    "ask_again",
    "choose",
    "drop",
    "edit",
    "inform",
    "merge",
    "open_review",
    "restore",
    "split",
    "take_proposals",
    "take_reading",
    "undo",
    "write",
]
