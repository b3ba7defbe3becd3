"""Ways of looking at the list that are kept under a name and shared."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from tests.people import Ward, client_of, rights_of
from tests.tasks.making import make

from sauro.identity.records import Stale
from sauro.journal.models import Entry
from sauro.tasks.actions.keeping import MOST_VIEWS, Wanted, change_view, drop_view, keep_view
from sauro.tasks.lists.saved import kept_views
from sauro.tasks.models import SavedView, Sharing

QUERY = "status=in_progress&columns=lead&columns=due&group=unit"


def names(ward: Ward, who: str) -> list[str]:
    return [kept.view.name for kept in kept_views(rights_of(getattr(ward, who)))]


def test_a_private_one_is_seen_by_its_owner_alone(ward: Ward) -> None:
    keep_view(rights_of(ward.specialist), Wanted("Việc của tôi", QUERY))
    assert names(ward, "specialist") == ["Việc của tôi"]
    for who in (*(ward.people.keys() - {"specialist"}), "outsider"):
        assert names(ward, who) == [], who


def test_a_shared_one_is_seen_by_the_unit_or_the_agency_and_nobody_else(ward: Ward) -> None:
    keep_view(rights_of(ward.specialist), Wanted("Của phòng", QUERY, unit_id=ward.economy.pk))
    keep_view(rights_of(ward.leader), Wanted("Giao ban", QUERY, agency_id=ward.committee.pk))
    seen = {who: names(ward, who) for who in (*ward.people, "outsider")}
    both = {"specialist", "division_head"}
    committee = {"clerk", "leader", "vice_leader", "colleague", "auditor", "administrator", *both}
    for who, found in seen.items():
        expected = {"Của phòng"} if who in both else set()
        expected |= {"Giao ban"} if who in committee else set()
        assert set(found) == expected, who


def test_one_shares_only_where_one_holds_a_post(ward: Ward) -> None:
    for wrong in (
        Wanted("a", QUERY, unit_id=ward.culture.pk),
        Wanted("a", QUERY, agency_id=ward.party.pk),
        Wanted("a", QUERY, unit_id=10**9),
    ):
        with pytest.raises(ValidationError) as fault:
            keep_view(rights_of(ward.specialist), wrong)
        assert "share" in fault.value.message_dict
    assert not SavedView.objects.exists()


def test_who_sees_no_tasks_keeps_no_view(ward: Ward) -> None:
    with pytest.raises(PermissionDenied):
        keep_view(rights_of(ward.administrator), Wanted("a", QUERY))


@pytest.mark.parametrize("name", ["", "  ", "x" * 81])
def test_a_name_is_needed(ward: Ward, name: str) -> None:
    with pytest.raises(ValidationError):
        keep_view(rights_of(ward.clerk), Wanted(name, QUERY))


def test_a_name_is_kept_once_and_so_a_form_sent_twice(ward: Ward) -> None:
    keep_view(rights_of(ward.clerk), Wanted("Giao ban", QUERY))
    with pytest.raises(ValidationError):
        keep_view(rights_of(ward.clerk), Wanted(" Giao  ban ", QUERY))
    keep_view(rights_of(ward.leader), Wanted("Giao ban", QUERY))
    assert SavedView.objects.count() == 2


def test_there_is_an_end_to_them(ward: Ward) -> None:
    for number in range(MOST_VIEWS):
        keep_view(rights_of(ward.clerk), Wanted(f"{number}", QUERY))
    with pytest.raises(ValidationError):
        keep_view(rights_of(ward.clerk), Wanted("một nữa", QUERY))


def test_only_the_owner_changes_and_deletes(ward: Ward) -> None:
    view = keep_view(rights_of(ward.leader), Wanted("Giao ban", QUERY, agency_id=ward.committee.pk))
    for who in ("clerk", "vice_leader", "outsider"):
        access = rights_of(getattr(ward, who))
        with pytest.raises(Http404):
            change_view(access, view.uid, view.version, Wanted("của tôi", QUERY))
        with pytest.raises(Http404):
            drop_view(access, view.uid)
    with pytest.raises(Stale):
        change_view(rights_of(ward.leader), view.uid, 7, Wanted("Giao ban thứ Hai", QUERY))
    change_view(rights_of(ward.leader), view.uid, view.version, Wanted("Giao ban thứ Hai", QUERY))
    view.refresh_from_db()
    assert (view.name, view.sharing) == ("Giao ban thứ Hai", Sharing.PRIVATE)
    assert names(ward, "clerk") == []
    drop_view(rights_of(ward.leader), view.uid)
    assert not SavedView.objects.exists()
    actions = list(
        Entry.objects.filter(object_kind="saved_view").order_by("pk").values_list("action", flat=True)
    )
    assert actions == ["tasks.keep_view", "tasks.change_view", "tasks.drop_view"]


def test_what_is_kept_is_what_the_list_understands(ward: Ward) -> None:
    client = client_of(ward.clerk)
    make(ward)
    asked = f"unit={ward.economy.pk}&columns=lead&columns=due&layout=board&cursor=9&lạ=1&status=không"
    page = client.get("/nhiem-vu/cach-xem/", {"query": asked}).content.decode()
    assert "Phòng Kinh tế, Hạ tầng và Đô thị" in page
    answer = client.post("/nhiem-vu/cach-xem/", {"query": asked, "name": "Bảng của phòng", "share": ""})
    assert answer["Location"] == f"/nhiem-vu/?unit={ward.economy.pk}&layout=board&columns=lead&columns=due"
    shown = client.get(answer["Location"]).content.decode()
    menu = shown.split('id="saved"')[1].split("</details>")[0]
    assert "Bảng của phòng" in menu.split("</summary>")[0]  # it says which one is shown
    assert 'aria-current="true"' in menu


def test_a_fault_of_the_form_loses_nothing(ward: Ward) -> None:
    data = {"query": "q=ra", "name": "x" * 90, "share": f"u{ward.office.pk}"}
    answer = client_of(ward.clerk).post("/nhiem-vu/cach-xem/", data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "x" * 90 in page
    assert f'value="u{ward.office.pk}" selected' in page
    assert 'name="query" value="q=ra"' in page


def test_the_page_of_a_view_changes_and_deletes_it(ward: Ward) -> None:
    view = keep_view(rights_of(ward.clerk), Wanted("Giao ban", "q=ra"))
    client, address = client_of(ward.clerk), f"/nhiem-vu/cach-xem/{view.uid}/"
    assert "Giao ban" in client.get(address).content.decode()
    assert client_of(ward.leader).get(address).status_code == 404
    stale: Any = client.post(address, {"name": "Khác", "share": "", "version": "9"})
    assert stale.status_code == 422
    assert "cửa sổ khác" in stale.content.decode()
    assert (
        client.post(address, {"name": "Khác", "share": "", "version": "1"})["Location"] == "/nhiem-vu/?q=ra"
    )
    client.post(address, {"drop": "on"})
    assert not SavedView.objects.exists()


def test_a_shared_view_shows_each_his_own_tasks(ward: Ward) -> None:
    make(ward, title="của Kinh tế")
    make(ward, ward.culture, title="của Văn hóa")
    view = keep_view(rights_of(ward.leader), Wanted("Tất cả", "tab=all", agency_id=ward.committee.pk))
    page = client_of(ward.colleague).get(f"/nhiem-vu/?{view.query}").content.decode()
    assert "của Văn hóa" in page
    assert "của Kinh tế" not in page


def test_many_views_cost_no_more_queries(ward: Ward) -> None:
    client, counted = client_of(ward.clerk), []
    client.get("/nhiem-vu/")
    for number in range(4):
        keep_view(rights_of(ward.leader), Wanted(f"{number}", QUERY, agency_id=ward.committee.pk))
        with CaptureQueriesContext(connection) as caught:
            client.get("/nhiem-vu/")
        counted.append(len(caught))
    assert counted[0] == counted[-1] <= 12
