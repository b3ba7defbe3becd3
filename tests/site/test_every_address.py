"""Every page of the product, tried by every person: declared, open to whom it should be, closed to all others."""

import uuid
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.intake.conftest import directive, open_text  # noqa: F401 - fixtures
from tests.notices.conftest import kind  # noqa: F401
from tests.notices.telling import say
from tests.people import Ward, client_of, rights_of
from tests.site.addresses import ADDRESSES, IN_THEIR_ROOMS, POSTS, Row, World
from tests.tasks.making import assign, document, draft, make, unit

from sauro.documents.models import Document
from sauro.intake.models import Review
from sauro.journal.sealer import seal_all
from sauro.notices.models import Notice
from sauro.organisation.models import Unit as Body
from sauro.organisation.models import UnitKind
from sauro.tasks.models import Task

PEOPLE = (*POSTS, "citizen")
TITLE = "Rà soát điểm úng ngập"
# Words that stand in what the other circle and the other ward have.
PARTY, ELSEWHERE = "Sinh hoạt chuyên đề mùa sen", "Nạo vét kênh Bến Sậy"


def names(resolver: URLResolver | None = None, room: str = "") -> Iterator[str]:
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLPattern):
            yield f"{room}{each.name}"
        else:
            yield from names(each, f"{room}{each.namespace}:" if each.namespace else room)


def test_every_address_is_declared_and_no_row_is_left_of_one_that_is_gone() -> None:
    declared = ADDRESSES.keys() | IN_THEIR_ROOMS
    assert sorted(set(names()) - declared) == [], "decide who gets in: tests/site/addresses.py"
    assert sorted(declared - set(names())) == []


@pytest.mark.parametrize("sends", [False, True])
def test_nobody_comes_in_without_a_login(db: None, citizen: Client, sends: bool) -> None:
    door = reverse("identity:login")
    for name in sorted(IN_THEIR_ROOMS):
        address = _somewhere(name)
        answer = citizen.post(address) if sends else citizen.get(address)
        assert answer.status_code == 302, name
        assert answer["Location"].startswith(door), name


def _somewhere(name: str) -> str:
    """The address with arguments of which nothing is there."""
    patterns = get_resolver()
    for part in name.split(":")[:-1]:
        patterns = patterns.namespace_dict[part][1]
    [(_, _, _, converters)] = patterns.reverse_dict.getlist(name.rsplit(":", maxsplit=1)[-1])[:1]
    made = {"UUIDConverter": str(uuid.uuid4()), "IntConverter": 1}
    return reverse(name, kwargs={key: made.get(type(each).__name__, "x") for key, each in converters.items()})


@pytest.fixture
def world(ward: Ward, open_text: Callable[..., Review], directive: str) -> World:  # noqa: F811 - the fixtures
    review = open_text(directive)
    task = make(ward, title=TITLE, document=review.document)
    say(ward.specialist)
    return World(
        ward,
        review,
        task,
        document(ward.committee).document,
        Notice.objects.get(recipient=ward.specialist.user),
    )


@pytest.mark.parametrize("name", ADDRESSES)
def test_who_gets_in(world: World, name: str) -> None:
    row = ADDRESSES[name]
    address = reverse(name, kwargs=row.kwargs(world))
    inside = {who for who in PEOPLE if _gets_in(_browser(world.ward, who), address, row)}
    assert inside == row.who


def _browser(ward: Ward, who: str) -> Client:
    return Client() if who == "citizen" else client_of(getattr(ward, who))


def _gets_in(browser: Client, address: str, row: Row) -> bool:
    headers = {"HX-Request": "true"} if row.part else {}
    answer = (
        browser.post(address, row.form, headers=headers)
        if row.sends
        else browser.get(address, headers=headers)
    )
    if answer.streaming:
        list(answer.streaming_content)  # a file is closed at its end
    assert answer.status_code < 500, address
    assert answer.status_code != 405, f"{address}: sends={not row.sends}"
    to_the_door = answer.status_code == 302 and answer["Location"].startswith(reverse("identity:login") + "?")
    return answer.status_code not in (401, 403, 404) and not to_the_door and _is_not_login(answer, address)


def _is_not_login(answer: Any, address: str) -> bool:
    """A form of somebody who is not logged in leads to the door without a way back."""
    door = reverse("identity:login")
    return not (answer.status_code == 302 and answer["Location"] == door) or address == reverse(
        "identity:logout"
    )


# --- lists ------------------------------------------------------------------------------------------------------------

LISTS = (
    "/", "/nhiem-vu/", "/nhiem-vu/?tab=all", "/van-ban/", "/duyet/", "/doc-van-ban/", "/thong-bao/", "/nhat-ky/",
    "/nhat-ky/?view=lookups", "/nhat-ky/xuat.csv", "/quan-tri/tai-khoan/",
)  # fmt: skip


@pytest.fixture
def two_circles(ward: Ward) -> Ward:
    """A task with its document in the Party and in another ward; both were opened."""
    for person, agency, words in (
        (ward.party_clerk, ward.party, PARTY),
        (ward.outsider, ward.outsider.posts.get().agency, ELSEWHERE),
    ):
        extraction = document(agency, subject=words, search_text=words.lower())
        body = Body.objects.create(
            workspace=agency.workspace, agency=agency, name="Ban Xây dựng đời sống mới", kind=UnitKind.OFFICE
        )
        order = draft(
            ward,
            agency_id=agency.pk,
            title=words,
            leads=[unit(body)],
            document=extraction.document,
            due_date=date(2030, 1, 15),
            deliverable="Báo cáo",
        )
        task = assign(rights_of(person), order)
        client = client_of(person)
        assert client.get(f"/nhiem-vu/{task.uid}/").status_code == 200
        assert client.get(f"/van-ban/{extraction.document.uid}/").status_code == 200
    seal_all()
    assert Task.objects.count() == Document.objects.count() == 2
    return ward


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("who", [name for name, (_, agency) in POSTS.items() if agency == "committee"])
def test_no_list_holds_anything_of_another_circle_or_ward(two_circles: Ward, who: str, address: str) -> None:
    page = client_of(getattr(two_circles, who)).get(address, follow=True).content.decode()
    assert PARTY not in page
    assert ELSEWHERE not in page
    if "nhat-ky" not in address:
        assert two_circles.outsider.full_name not in page


@pytest.mark.parametrize("address", LISTS)
def test_no_list_of_another_ward_holds_anything_of_ours(two_circles: Ward, address: str) -> None:
    page = client_of(two_circles.outsider).get(address, follow=True).content.decode()
    assert PARTY not in page
    assert two_circles.clerk.full_name not in page


def test_the_words_are_there_for_whom_they_are(two_circles: Ward) -> None:
    """So that the tests above could fail."""
    assert PARTY in client_of(two_circles.party_clerk).get("/nhiem-vu/").content.decode()
    assert PARTY in client_of(two_circles.party_clerk).get("/van-ban/").content.decode()
    assert ELSEWHERE in client_of(two_circles.outsider).get("/nhiem-vu/").content.decode()
