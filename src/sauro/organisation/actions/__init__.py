"""What changes in the organisation of a ward: one function for each thing; permission first, journal last."""

from sauro.organisation.actions.accounts import (
    end_sessions,
    forget_failed_tries,
    lock_account,
    reset_password,
    reset_second_factor,
    unlock_account,
)
from sauro.organisation.actions.bodies import (
    add_agency,
    add_person,
    add_unit,
    add_work_field,
    assign_field,
    end_post,
    end_unit,
    found,
    give_post,
    learn_alias,
)
from sauro.organisation.actions.standing import (
    delegate,
    end_absence,
    end_delegation,
    record_absence,
)

__all__ = [
    "add_agency",
    "add_person",
    "add_unit",
    "add_work_field",
    "assign_field",
    "delegate",
    "end_absence",
    "end_delegation",
    "end_post",
    "end_sessions",
    "end_unit",
    "forget_failed_tries",
    "found",
    "give_post",
    "learn_alias",
    "lock_account",
    "record_absence",
    "reset_password",
    "reset_second_factor",
    "unlock_account",
]
