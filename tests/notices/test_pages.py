"""The pages of notices, tried by everybody."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.notices.telling import KIND, SILENT, say, word
from tests.people import Ward, client_of

from sauro.notices.actions import tell
from sauro.notices.models import Notice, Preference

HTTP_NOT_VALID = 422


def test_a_person_sees_his_own_notices_alone(ward: Ward) -> None:
    say(ward.specialist)
    assert SILENT in client_of(ward.specialist).get(reverse("notices:list")).content.decode()
    for person in [*ward.people.values(), ward.outsider]:
        if person != ward.specialist:
            assert SILENT not in client_of(person).get(reverse("notices:list")).content.decode()


def test_an_opened_notice_is_read_and_leads_on(ward: Ward) -> None:
    notice = say(ward.specialist)
    response = client_of(ward.specialist).get(reverse("notices:open", args=[notice.uid]))
    assert (response.status_code, response["Location"]) == (302, notice.link)
    notice.refresh_from_db()
    assert notice.read_at


def test_the_notice_of_somebody_else_cannot_be_opened(ward: Ward) -> None:
    notice = say(ward.specialist)
    for person in (ward.colleague, ward.leader, ward.administrator, ward.outsider):
        assert client_of(person).get(reverse("notices:open", args=[notice.uid])).status_code == 404


def test_the_rail_counts_what_is_unread(ward: Ward) -> None:
    say(ward.specialist, "a")
    say(ward.specialist, "b")
    page = client_of(ward.specialist).get(reverse("notices:list")).content.decode()
    assert '<span class="num">2<span class="vh"> chưa đọc</span></span>' in page


def test_all_are_read_by_one_button(ward: Ward) -> None:
    newest = say(ward.specialist)
    client_of(ward.specialist).post(reverse("notices:read_all"), {"newest": newest.pk})
    assert not Notice.objects.filter(read_at=None).exists()


def test_older_notices_stand_on_the_next_page(ward: Ward) -> None:
    tell(ward.workspace, [word(ward.specialist, f"{n}", title=f"Việc số {n}.") for n in range(60)])
    client = client_of(ward.specialist)
    first = client.get(reverse("notices:list"))
    assert "Việc số 59." in first.content.decode()
    assert "Việc số 3." not in first.content.decode()
    older = client.get(reverse("notices:list"), {"truoc": first.context["page"].before})
    assert "Việc số 3." in older.content.decode()


def test_an_empty_list_says_what_will_stand_there(ward: Ward) -> None:
    assert "Chưa có thông báo" in client_of(ward.specialist).get(reverse("notices:list")).content.decode()


CHOSEN = {"digest_hour": "17", "by_mail": "on", "at_once": [KIND.name], "version": "0"}


def test_a_person_chooses_when_and_how(ward: Ward) -> None:
    client = client_of(ward.specialist)
    assert client.get(reverse("notices:preferences")).status_code == 200
    assert client.post(reverse("notices:preferences"), CHOSEN).status_code == 302
    kept = Preference.objects.get(user=ward.specialist.user)
    assert (kept.digest_hour, kept.by_mail, kept.by_chat, kept.at_once) == (17, True, False, [KIND.name])


def test_sent_twice_it_is_chosen_once(ward: Ward) -> None:
    client = client_of(ward.specialist)
    for _ in range(2):
        assert client.post(reverse("notices:preferences"), CHOSEN).status_code == 302
    assert Preference.objects.get().version == 1


def test_a_choice_made_elsewhere_meanwhile_is_not_lost(ward: Ward) -> None:
    client = client_of(ward.specialist)
    client.post(reverse("notices:preferences"), CHOSEN)
    client.post(reverse("notices:preferences"), CHOSEN | {"digest_hour": "9"})  # version 0 is no more
    assert Preference.objects.get().digest_hour == 17


@pytest.mark.parametrize("wrong", [{"digest_hour": "24"}, {"at_once": ["nobody.knows"]}])
def test_a_wrong_choice_is_answered_at_its_place(ward: Ward, wrong: dict[str, object]) -> None:
    response = client_of(ward.specialist).post(reverse("notices:preferences"), CHOSEN | wrong)
    assert response.status_code == HTTP_NOT_VALID
    assert "error-text" in response.content.decode()
    assert not Preference.objects.exists()


def test_the_administrator_alone_sees_the_chat_targets(ward: Ward) -> None:
    for name, person in [*ward.people.items(), ("outsider", ward.outsider)]:
        client = client_of(person)
        expected = 200 if name == "administrator" else 403
        assert client.get(reverse("notices:targets")).status_code == expected
        about = reverse("notices:target", args=[ward.specialist.user.uid])
        assert client.get(about).status_code == expected


def test_a_refused_address_stays_in_its_field(ward: Ward) -> None:
    about = reverse("notices:target", args=[ward.specialist.user.uid])
    response = client_of(ward.administrator).post(about, {"address": "json://127.0.0.1/hop"})
    assert response.status_code == HTTP_NOT_VALID
    assert "json://127.0.0.1/hop" in response.content.decode()


def test_who_is_not_logged_in_goes_to_the_door(citizen: Client, ward: Ward) -> None:
    for name in ("notices:list", "notices:preferences", "notices:targets"):
        assert citizen.get(reverse(name)).status_code == 302
