"""Telling people: once each, inside their workspace alone."""

import pytest
from tests.notices.telling import KIND, say, with_mail, word
from tests.people import Ward

from sauro.notices.actions import mark_all_read, mark_read, tell
from sauro.notices.models import Notice
from sauro.notices.queries import COUNTED, notices_of, unread


def test_said_twice_it_is_one_notice(ward: Ward) -> None:
    assert tell(ward.workspace, [word(ward.specialist)]) == 1
    assert tell(ward.workspace, [word(ward.specialist)]) == 0
    assert Notice.objects.count() == 1


def test_twice_in_one_go_it_is_one_notice(ward: Ward) -> None:
    assert tell(ward.workspace, [word(ward.specialist), word(ward.specialist)]) == 1


def test_two_people_are_told_the_same(ward: Ward) -> None:
    assert tell(ward.workspace, [word(ward.specialist), word(ward.colleague)]) == 2


def test_nobody_of_another_workspace_is_told(ward: Ward) -> None:
    assert tell(ward.workspace, [word(ward.outsider)]) == 0
    assert not Notice.objects.exists()


def test_who_is_locked_is_told_nothing(ward: Ward) -> None:
    ward.specialist.user.is_active = False
    ward.specialist.user.save()
    assert tell(ward.workspace, [word(ward.specialist)]) == 0


def test_a_kind_that_no_room_has_registered_is_refused(ward: Ward) -> None:
    with pytest.raises(ValueError, match="no kind"):
        tell(ward.workspace, [word(ward.specialist, kind="nobody.knows")])


def test_many_cost_no_more_queries_than_one(ward: Ward, django_assert_max_num_queries: object) -> None:
    words = [word(person, f"{number}") for person in ward.people.values() for number in range(15)]
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert tell(ward.workspace, words) == len(words)


def test_what_a_person_wants_at_once_is_marked(ward: Ward) -> None:
    with_mail(ward.specialist, at_once=[KIND.name])
    assert say(ward.specialist).at_once
    assert not say(ward.colleague).at_once


def test_a_notice_is_read_by_its_recipient_alone(ward: Ward) -> None:
    notice = say(ward.specialist)
    assert mark_read(ward.colleague.user, notice.uid) is None
    assert unread(ward.specialist.user) == 1
    assert mark_read(ward.specialist.user, notice.uid) == notice
    assert unread(ward.specialist.user) == 0


def test_read_all_leaves_what_came_in_since(ward: Ward) -> None:
    seen = say(ward.specialist, "a")
    say(ward.specialist, "b")
    assert mark_all_read(ward.specialist.user, up_to=seen.pk) == 1
    assert unread(ward.specialist.user) == 1


def test_the_counter_is_capped(ward: Ward) -> None:
    tell(ward.workspace, [word(ward.specialist, f"{number}") for number in range(COUNTED + 20)])
    assert unread(ward.specialist.user) == COUNTED + 1


def test_the_list_goes_on_where_a_page_ended(ward: Ward) -> None:
    tell(ward.workspace, [word(ward.specialist, f"{number}") for number in range(70)])
    first = notices_of(ward.specialist.user)
    second = notices_of(ward.specialist.user, before=first.before)
    keys = [row.key for row in [*first.rows, *second.rows]]
    assert len(keys) == len(set(keys)) == 70
    assert second.before is None
