"""Who is told of what happens to a task: from sealed entries alone, once, and never of what he did himself."""

import datetime as dt

import pytest
from django.utils import timezone
from tests.people import Ward
from tests.tasks.clocking import hear, told
from tests.tasks.living import ready_for, take
from tests.tasks.making import make, person, unit

from sauro.journal.actions import Change, record
from sauro.journal.models import Entry
from sauro.journal.sealer import seal_all
from sauro.notices.models import Notice
from sauro.tasks.clock import events
from sauro.tasks.clock.models import Follower
from sauro.tasks.life import Step
from sauro.tasks.listings import settle
from sauro.tasks.models import HandlingRole, TaskParty, TaskStatus


def test_an_assignment_is_told_to_who_does_it_and_who_supports(ward: Ward) -> None:
    make(ward, leads=[person(ward.specialist)], supports=[unit(ward.culture), person(ward.colleague)])
    hear(ward)
    assert told(ward.specialist) == ["Nhiệm vụ mới: Rà soát điểm úng ngập"]
    assert len(told(ward.colleague)) == 1
    assert told(ward.clerk) == []  # assigned it himself


def test_an_order_to_several_units_tells_each_of_its_own_part(ward: Ward) -> None:
    make(ward, leads=[unit(ward.economy), unit(ward.culture)])
    hear(ward)
    assert len(told(ward.division_head)) == 1


def test_what_is_not_sealed_is_not_told(ward: Ward) -> None:
    make(ward)
    assert events.follow(ward.workspace) == 0
    assert not Notice.objects.exists()


def test_followed_twice_nothing_is_told_twice(ward: Ward) -> None:
    make(ward)
    hear(ward)
    before = Notice.objects.count()
    Follower.objects.update(number=0)  # as after a restore of an older state
    hear(ward)
    assert Notice.objects.count() == before


def test_killed_before_the_commit_nothing_is_lost_or_doubled(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(ward)
    while seal_all():
        pass
    with monkeypatch.context() as patched:
        patched.setattr(Follower, "save", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            events.follow(ward.workspace)
    assert not Notice.objects.exists()
    hear(ward)
    assert len(told(ward.division_head)) == 1


STEPS = [
    (Step.RETURN_FOR_REWORK, "leader", "specialist", "tasks.returned"),
    (Step.ACCEPT_DELIVERABLE, "leader", "specialist", "tasks.accepted"),
    (Step.REFUSE, "division_head", "clerk", "tasks.refused"),
    (Step.SUBMIT_DELIVERABLE, "division_head", "clerk", "tasks.submitted"),
    (Step.REQUEST_EXTENSION, "division_head", "clerk", "tasks.extension"),
    (Step.EXTEND_DEADLINE, "leader", "division_head", "tasks.extension"),
    (Step.REJECT_EXTENSION, "leader", "division_head", "tasks.extension"),
    (Step.URGE, "clerk", "division_head", "tasks.urged"),
    (Step.REQUEST_EXPLANATION, "leader", "division_head", "tasks.urged"),
    (Step.EXPLAIN, "division_head", "clerk", "tasks.urged"),
    (Step.COMMENT, "leader", "clerk", "tasks.commented"),
    (Step.SUSPEND, "leader", "division_head", "tasks.changed"),
    (Step.CANCEL, "leader", "division_head", "tasks.changed"),
]


@pytest.mark.parametrize(("step", "who", "hears", "kind"), STEPS)
def test_a_step_is_told_to_whom_it_concerns(ward: Ward, step: Step, who: str, hears: str, kind: str) -> None:
    statuses = {Step.RETURN_FOR_REWORK: TaskStatus.PENDING_ACCEPTANCE}
    task = ready_for(ward, step, statuses.get(step))
    hear(ward)
    Notice.objects.all().delete()
    given = {"late_fault": "", "quality": "meets"} if step == Step.ACCEPT_DELIVERABLE else {}
    take(ward.people[who], task, step, **given)
    hear(ward)
    assert len(told(ward.people[hears], kind)) == 1
    assert told(ward.people[who]) == []


def test_who_is_mentioned_is_told_so_and_not_twice(ward: Ward) -> None:
    task = make(ward)
    hear(ward)
    Notice.objects.all().delete()
    from django.db import transaction

    with transaction.atomic():
        data = {"words": "x", "mentions": [str(ward.division_head.uid), str(ward.outsider.uid)]}
        record(workspace=ward.workspace, actor=ward.leader.user, action="tasks.comment",
               changes=[Change("task", task.uid, data)])  # fmt: skip
    hear(ward)
    assert told(ward.division_head) == ["Nhắc tên bạn: Rà soát điểm úng ngập"]
    assert told(ward.outsider) == []


def test_what_happened_days_ago_is_history(ward: Ward) -> None:
    make(ward)
    Entry.objects.update(at=timezone.now() - dt.timedelta(days=4))
    hear(ward)
    assert not Notice.objects.exists()


def test_nobody_without_a_post_is_told(ward: Ward) -> None:
    make(ward, leads=[person(ward.specialist)])
    ward.specialist.posts.all().delete()
    hear(ward)
    assert told(ward.specialist) == []


def test_a_notice_leads_only_to_what_its_reader_may_see(ward: Ward) -> None:
    from tests.people import client_of

    make(
        ward, leads=[unit(ward.economy)], supports=[unit(ward.culture)], accountable_leader_id=ward.leader.pk
    )
    hear(ward)
    for notice in Notice.objects.select_related("recipient"):
        somebody = next(each for each in ward.people.values() if each.user_id == notice.recipient_id)
        assert client_of(somebody).get(notice.link).status_code == 200


@pytest.mark.parametrize("may_see", [True, False])
def test_who_watches_what_he_may_see_no_longer_is_not_told(ward: Ward, may_see: bool) -> None:
    task = make(ward)  # of the economy division; the colleague works in the other one
    watcher = ward.vice_leader if may_see else ward.colleague
    TaskParty.objects.create(task=task, role=HandlingRole.WATCH, person=watcher)
    settle([task.pk])
    hear(ward)
    assert len(told(watcher)) == may_see
