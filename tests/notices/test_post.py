"""What leaves the product: a digest a day at the hour of the person, what he wants at once, and no title."""

import datetime as dt

import pytest
from django.core import mail
from tests.notices.telling import AFTER, KIND, MORNING, SATURDAY, SILENT, say, with_mail
from tests.people import Ward

from sauro.notices import post
from sauro.notices.actions import mark_read
from sauro.notices.models import Dispatch, DispatchState, Notice

DAY = dt.timedelta(days=1)


def outbox() -> list[str]:
    return [f"{message.subject}\n{message.body}" for message in mail.outbox]


def test_nothing_is_sent_before_the_hour_of_the_digest(ward: Ward) -> None:
    say(with_mail(ward.specialist))
    assert post.work("w", MORNING) == 0


def test_many_notices_make_one_message(ward: Ward) -> None:
    for number in range(5):
        say(with_mail(ward.specialist), f"{number}")
    assert post.work("w", AFTER) == 1
    assert len(mail.outbox) == 1
    assert mail.outbox[0].subject == "Sáu Rõ: 5 lời nhắn mới"


def test_the_hour_is_the_person_s_own(ward: Ward) -> None:
    say(with_mail(ward.specialist, digest_hour=17))
    assert post.work("w", AFTER) == 0
    assert post.work("w", AFTER.replace(hour=17)) == 1


def test_worked_twice_nothing_is_sent_twice(ward: Ward) -> None:
    say(with_mail(ward.specialist))
    assert [post.work("w", AFTER), post.work("v", AFTER)] == [1, 0]


def test_what_comes_after_the_digest_waits_for_the_next_day(ward: Ward) -> None:
    say(with_mail(ward.specialist), "a")
    post.work("w", AFTER)
    say(ward.specialist, "b", at=AFTER)
    assert post.work("w", AFTER + dt.timedelta(hours=5)) == 0
    assert post.work("w", AFTER + DAY) == 1


def test_what_the_person_wants_at_once_does_not_wait(ward: Ward) -> None:
    say(with_mail(ward.specialist, at_once=[KIND.name]))
    assert post.work("w", MORNING) == 1


def test_days_off_are_quiet_unless_the_person_wants_it(ward: Ward) -> None:
    say(with_mail(ward.specialist), at=SATURDAY)
    say(with_mail(ward.colleague, on_days_off=True), at=SATURDAY)
    post.work("w", SATURDAY)
    assert [message.to for message in mail.outbox] == [[ward.colleague.user.email]]


def test_what_was_read_inside_is_not_sent(ward: Ward) -> None:
    notice = say(with_mail(ward.specialist))
    mark_read(ward.specialist.user, notice.uid)
    assert post.work("w", AFTER) == 0


@pytest.mark.parametrize("chosen", [{"by_mail": False}, {}])
def test_no_mail_for_who_wants_or_has_none(ward: Ward, chosen: dict[str, bool]) -> None:
    say(with_mail(ward.specialist, **chosen) if chosen else ward.specialist)
    assert post.work("w", AFTER) == 0


def test_no_title_leaves_the_product(ward: Ward) -> None:
    say(with_mail(ward.specialist))
    post.work("w", AFTER)
    (text,) = outbox()
    assert SILENT not in text
    assert "/thong-bao/" in text


def test_an_open_title_may_leave(ward: Ward) -> None:
    say(with_mail(ward.specialist), title="Lịch công tác tuần 47", is_open=True)
    post.work("w", AFTER)
    assert "Lịch công tác tuần 47" in outbox()[0]


def test_what_has_waited_for_a_week_is_left_to_the_list(ward: Ward) -> None:
    say(with_mail(ward.specialist), at=AFTER - 8 * DAY)
    assert post.work("w", AFTER) == 0


def test_a_server_that_is_away_is_tried_again(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    say(with_mail(ward.specialist))

    def away(*_: object, **__: object) -> None:
        raise ConnectionRefusedError(SILENT)

    with monkeypatch.context() as patched:
        patched.setattr("sauro.notices.channels.mail.send", away)
        assert post.work("w", AFTER) == 0
    row = Dispatch.objects.get()
    assert (row.state, row.tries, row.fault) == (DispatchState.WAITING, 1, "ConnectionRefusedError")
    assert post.work("w", AFTER + dt.timedelta(minutes=2)) == 1
    assert Dispatch.objects.get().state == DispatchState.SENT


def test_it_is_given_up_after_the_last_try(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    say(with_mail(ward.specialist))
    monkeypatch.setattr(
        "sauro.notices.channels.mail.send", lambda *_, **__: (_ for _ in ()).throw(TimeoutError())
    )
    for number in range(post.TRIES):
        post.work("w", AFTER + number * dt.timedelta(hours=5))
    assert Dispatch.objects.order_by("pk").first().state == DispatchState.FAILED  # type: ignore[union-attr]


def test_a_claim_of_a_dead_worker_goes_stale_and_the_message_out_under_one_name(ward: Ward) -> None:
    say(with_mail(ward.specialist))
    post.collect(AFTER)
    taken = post.claim("dead", AFTER)
    assert taken is not None
    assert post.claim("other", AFTER) is None
    post._SEND["mail"](taken, list(Notice.objects.all()))  # sent, and killed before it could note it
    assert post.work("other", AFTER + post.CLAIM) == 1
    names = {message.extra_headers["Message-ID"] for message in mail.outbox}
    assert len(mail.outbox) == 2
    assert len(names) == 1


def test_a_worker_that_was_taken_over_notes_nothing(ward: Ward) -> None:
    say(with_mail(ward.specialist))
    post.collect(AFTER)
    late = post.claim("late", AFTER)
    assert late is not None
    post.claim("other", AFTER + post.CLAIM)
    post.deliver(late, AFTER)
    assert Dispatch.objects.get().state == DispatchState.SENDING
