"""What changes in the organisation of a ward: one function for each thing; permission first, journal last."""

from sauro.organisation.actions.accounts import (
    end_sessions,
    forget_failed_tries,
    lock_account,
    reset_password,
    reset_second_factor,
    unlock_account,
)
from sauro.organisation.actions.answering import (
    assign_field,
    end_authority,
    end_field_assignment,
    set_authority,
)
from sauro.organisation.actions.bodies import (
    add_agency,
    add_person,
    add_unit,
    add_work_field,
    end_post,
    found,
    give_post,
    learn_alias,
)
from sauro.organisation.actions.handing import (
    close_handover,
    decline_item,
    name_receivers,
    open_handover,
    receive_items,
    refresh_handover,
)
from sauro.organisation.actions.people import give_login, rename_person, welcome
from sauro.organisation.actions.standing import (
    delegate,
    end_absence,
    end_delegation,
    record_absence,
)
from sauro.organisation.actions.units import change_unit, end_unit, merge_unit

__all__ = [
    "add_agency",
    "add_person",
    "add_unit",
    "add_work_field",
    "assign_field",
    "change_unit",
    "close_handover",
    "decline_item",
    "delegate",
    "end_absence",
    "end_authority",
    "end_delegation",
    "end_field_assignment",
    "end_post",
    "end_sessions",
    "end_unit",
    "forget_failed_tries",
    "found",
    "give_login",
    "give_post",
    "learn_alias",
    "lock_account",
    "merge_unit",
    "name_receivers",
    "open_handover",
    "receive_items",
    "record_absence",
    "refresh_handover",
    "rename_person",
    "reset_password",
    "reset_second_factor",
    "set_authority",
    "unlock_account",
    "welcome",
]
