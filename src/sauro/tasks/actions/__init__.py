"""What people do with tasks: one function for each thing; permission first, journal last, one transaction each."""

from sauro.tasks.actions.assigning import LONGEST_SEARCH, assign, assign_many, withdraw
from sauro.tasks.actions.base import Conflict, Held, Refused
from sauro.tasks.actions.changing import Diverged, change, name_assignee, reassign
from sauro.tasks.actions.deciding import (
    accept_deliverable,
    approve,
    cancel,
    end_series,
    extend_deadline,
    reject_extension,
    resume,
    return_for_rework,
    suspend,
)
from sauro.tasks.actions.doing import (
    explain,
    recall,
    receive,
    refuse,
    request_extension,
    submit_deliverable,
    submit_for_signature,
    update_progress,
)
from sauro.tasks.actions.splitting import PartAsked, place_under, split
from sauro.tasks.actions.stations import Planned, plan_milestones, reach_milestone
from sauro.tasks.actions.talking import comment, report_beyond, request_explanation, urge

__all__ = [
    "LONGEST_SEARCH",
    "Conflict",
    "Diverged",
    "Held",
    "PartAsked",
    "Planned",
    "Refused",
    "accept_deliverable",
    "approve",
    "assign",
    "assign_many",
    "cancel",
    "change",
    "comment",
    "end_series",
    "explain",
    "extend_deadline",
    "name_assignee",
    "place_under",
    "plan_milestones",
    "reach_milestone",
    "reassign",
    "recall",
    "receive",
    "refuse",
    "reject_extension",
    "report_beyond",
    "request_explanation",
    "request_extension",
    "resume",
    "return_for_rework",
    "split",
    "submit_deliverable",
    "submit_for_signature",
    "suspend",
    "update_progress",
    "urge",
    "withdraw",
]
