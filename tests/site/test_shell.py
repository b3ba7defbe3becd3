"""What stands around every page: the rail, the door, errors, styles and scripts, words."""

import re
from datetime import date, datetime
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.core.exceptions import RequestDataTooBig
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import formats, timezone, translation
from tests.people import Ward, client_of

from sauro.site import fonts, views
from sauro.site.statics import digest
from sauro.site.templatetags.look import SIX_CLEARS, icon_names

pytestmark = pytest.mark.django_db  # a page may keep something in the session

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "sauro"
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
# Words that are the same in every language, or are not of the interface.
ALIKE = re.compile(r"Sáu Rõ|CSV|XLSX|S[aá]u R[oõ]|·|–|…|/6|\d+")


class Page(HTMLParser):
    """The parts of a page that the rules below look at."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rail: list[str] = []
        self._in_rail = False
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if dict(attrs).get("class") == "rail-nav":
            self._in_rail = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "div":
            self._in_rail = False

    def handle_data(self, data: str) -> None:
        if self._in_rail and data.strip():
            self.rail.append(data.strip())


def page(client: Client, address: str = "/design/") -> Page:
    return Page(client.get(address).content.decode())


def test_the_rail_shows_each_person_what_he_may_do(ward: Ward) -> None:
    work = [
        "Bàn làm việc",
        "Đọc văn bản mới",
        "Duyệt nhiệm vụ",
        "Nhiệm vụ",
        "Văn bản",
        "Quy trình nội bộ",
        "Tổ chức",
    ]
    for person in (ward.leader, ward.division_head):
        assert page(client_of(person)).rail == work, person
    for person in (ward.clerk, ward.party_clerk):
        assert page(client_of(person)).rail == [*work, "Nhắc việc"], person
    for person in (ward.specialist, ward.colleague):
        assert page(client_of(person)).rail == [each for each in work if each != "Duyệt nhiệm vụ"], person
    assert page(client_of(ward.auditor)).rail == [work[0], *work[3:], "Nhật ký"]
    system = ["Tổ chức", "Tài khoản người dùng", "Nhắc việc", "Kênh chat", "Nhật ký", "Tình trạng máy"]
    assert page(client_of(ward.administrator)).rail == [work[0], *system]


def test_somebody_whose_post_has_ended_sees_an_empty_rail(ward: Ward) -> None:
    ward.clerk.posts.update(valid_to="2020-01-01")
    assert page(client_of(ward.clerk)).rail == []


def test_a_citizen_sees_no_rail_and_no_name(citizen: Client) -> None:
    source = citizen.get("/dang-nhap/").content.decode()
    assert 'class="rail"' not in source
    assert "Đăng xuất" not in source


def test_the_rail_marks_where_the_person_is(ward: Ward) -> None:
    here = [
        at
        for tag, at in page(client_of(ward.administrator), "/quan-tri/may/").tags
        if at.get("aria-current") == "page"
    ]
    assert [at["href"] for at in here] == ["/quan-tri/may/"]


@pytest.mark.parametrize("who", ["specialist", "clerk", "leader", "auditor", "administrator"])
def test_the_first_page_is_the_desk_and_the_rail_marks_it_there_alone(ward: Ward, who: str) -> None:
    client = client_of(getattr(ward, who))
    here = [at["href"] for _, at in page(client, "/").tags if at.get("aria-current") == "page"]
    assert here == ["/"]
    elsewhere = page(client, "/thong-bao/").tags
    assert "/" not in [at["href"] for _, at in elsewhere if at.get("aria-current") == "page"]


@pytest.mark.parametrize(
    "address",
    ["/dang-nhap/", "/tai-khoan/", "/tai-khoan/mat-khau/", "/xac-thuc/cai-dat/", "/design/", "/nowhere/"],
)
def test_no_page_has_a_script_or_a_style_of_its_own(ward: Ward, address: str) -> None:
    client = Client() if address == "/dang-nhap/" else client_of(ward.clerk)
    answer = client.get(address)
    for tag, attributes in Page(answer.content.decode()).tags:
        assert "style" not in attributes, tag
        assert not [name for name in attributes if re.match(r"on[a-z]|hx-on", name)], tag
        assert tag != "style"
        assert tag != "script" or attributes["src"].startswith("/static/")
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert answer["X-Frame-Options"] == "DENY"


def test_htmx_evaluates_nothing_and_keeps_no_page(ward: Ward) -> None:
    client = client_of(ward.clerk)
    config = next(at["content"] for tag, at in page(client).tags if at.get("name") == "htmx-config")
    for setting in (
        '"allowEval":false',
        '"includeIndicatorStyles":false',
        '"allowScriptTags":false',
        '"historyCacheSize":0',
    ):
        assert setting in config


def test_the_token_of_the_body_lets_a_part_of_a_page_through(ward: Ward) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client_of(ward.specialist).cookies
    headers = next(at["hx-headers"] for tag, at in page(strict, "/tai-khoan/").tags if tag == "body")
    token = re.search(r'"X-CSRFToken": "(\w+)"', headers)[1]
    assert strict.post("/dang-xuat/").status_code == 403
    assert strict.post("/dang-xuat/", headers={"X-CSRFToken": token}).status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "/static/sauro/tokens.css",
        "/static/sauro/shell.js",
        "/static/sauro/icons.svg",
        "/static/django_htmx/htmx-2.min.js",
        "/static/fonts/BeVietnamPro-Regular.ttf",
    ],
)
def test_static_files_are_served_to_everybody(citizen: Client, address: str) -> None:
    answer = citizen.get(address)
    assert answer.status_code == 200
    assert len(b"".join(answer)) > 100


def test_every_address_of_a_style_sheet_and_a_page_is_there(ward: Ward) -> None:
    for sheet in (PACKAGE / "site" / "static" / "sauro").glob("*.css"):
        for target in re.findall(r"url\('?([^')]+)'?\)", sheet.read_text(encoding="utf-8")):
            assert finders.find(f"sauro/{target}".replace("sauro/../", "")), f"{sheet.name}: {target}"
    for _, attributes in page(client_of(ward.clerk)).tags:
        target = attributes.get("src") or attributes.get("href") or ""
        if target.startswith("/static/"):
            name = target.removeprefix(f"/static/{digest()}/").partition("#")[0]
            assert finders.find(name), target


def test_the_fonts_come_from_their_packages_and_nothing_else_does() -> None:
    for name in fonts.FONTS:
        assert fonts.path_of(name).read_bytes()[:4] == b"\x00\x01\x00\x00"
    assert not finders.find("fonts/../settings.py")
    assert not finders.find("fonts/Other.ttf")
    assert not list(PACKAGE.rglob("*.ttf")) + list(PACKAGE.rglob("*.woff2"))


def test_nothing_comes_from_another_machine() -> None:
    for path in [*TEMPLATES, *PACKAGE.glob("*/static/**/*.css"), *PACKAGE.glob("*/static/**/*.js")]:
        found = re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", path.read_text(encoding="utf-8"))
        assert [address for address in found if "www.w3.org" not in address] == [], path


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [("/nowhere/", 404, "Không có trang này"), ("/quan-tri/may/", 403, "Bạn không có quyền")],
)
def test_errors_are_said_in_vietnamese(ward: Ward, address: str, status: int, words: str) -> None:
    answer = client_of(ward.specialist).get(address)
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_too_much_and_nonsense_are_told_apart(ward: Ward) -> None:
    request = RequestFactory().get("/")
    large = views.bad_request(request, RequestDataTooBig())
    assert (large.status_code, "quá lớn" in large.content.decode()) == (413, True)
    odd = views.bad_request(request, ValueError())
    assert (odd.status_code, "Không hiểu được" in odd.content.decode()) == (400, True)


def test_an_error_of_ours_needs_nothing_that_may_be_broken(
    citizen: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sauro.identity.views.LoginForm", None)
    citizen.raise_request_exception = False
    answer = citizen.get("/dang-nhap/")
    assert answer.status_code == 500
    assert "Có lỗi của hệ thống" in answer.content.decode()


def render(source: str, **context: object) -> str:
    return Template("{% load look %}" + source).render(Context(context))


def test_six_lamps_stand_in_their_order_and_name_what_is_missing() -> None:
    assert list(SIX_CLEARS) == [
        "assignee",
        "task",
        "due_date",
        "accountable_leader",
        "deliverable",
        "authority",
    ]
    drawn = render("{% lamps_mini missing %}", missing=["authority", "due_date"])
    assert "Còn thiếu: thời gian, thẩm quyền" in drawn
    assert "4/6" in drawn
    assert render("{% lamps missing %}", missing=[]).count("<li>") == 6
    with pytest.raises(ValueError, match="colour"):
        render("{% lamps missing %}", missing=["colour"])


def test_an_icon_that_is_not_there_is_an_error() -> None:
    assert "#i-check" in render("{% icon 'check' %}")
    with pytest.raises(ValueError, match="no icon"):
        render("{% icon 'rocket' %}")
    named = {
        name
        for path in TEMPLATES
        for name in re.findall(r'\{% icon "([\w-]+)"', path.read_text(encoding="utf-8"))
    }
    assert named <= set(icon_names())


def test_the_catalogue_of_components_is_the_one_that_was_designed(citizen: Client) -> None:
    source = citizen.get("/design/").content.decode()
    sheet = (PACKAGE / "site" / "static" / "sauro" / "components.css").read_text(encoding="utf-8")
    for name in (
        "btn",
        "field",
        "state",
        "lamps",
        "tiles",
        "table",
        "notice",
        "empty",
        "drop",
        "dialog",
        "journal",
        "card",
    ):
        assert re.search(rf'class="{name}[ "]', source), name
        assert f".{name}" in sheet, name


def words_outside(source: str) -> list[str]:
    """Words of a template that do not come from a catalogue, in its text and in attributes that are read aloud."""
    source = re.sub(r"\{#.*?#\}|<!--.*?-->|\{% comment %\}.*?\{% endcomment %\}", "", source, flags=re.DOTALL)
    source = re.sub(r"\{% block page_class %\}.*?\{% endblock %\}", "", source)
    source = re.sub(r"\{% blocktranslate.*?\{% endblocktranslate %\}", "", source, flags=re.DOTALL)
    source = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", source, flags=re.DOTALL)
    aloud = re.findall(r'\b(?:aria-label|title|placeholder|alt)="([^"]*)"', source)
    text = re.sub(r"<kbd>.*?</kbd>|<code>.*?</code>|<[^>]*>", " ", source, flags=re.DOTALL)
    return [word for part in [text, *aloud] for word in re.findall(r"[^\W\d_]{2,}", ALIKE.sub(" ", part))]


def test_every_word_of_a_page_comes_from_a_catalogue() -> None:
    # The design page shows examples, the page of an error of ours may not depend on the catalogue, and minutes are the
    # form of an office's paper.
    own = [path for path in TEMPLATES if path.name not in {"design.html", "500.html", "minutes.html"}]
    found = {
        str(path.relative_to(PACKAGE)): words
        for path in own
        if (words := words_outside(path.read_text("utf-8")))
    }
    assert found == {}


def test_a_word_that_stands_alone_is_found() -> None:
    assert words_outside("<p>{{ name }} Giao việc</p>") == ["Giao", "việc"]
    assert words_outside('<i title="Quá hạn">{% translate "Late" %}</i><kbd>Esc</kbd> · 5/6') == [
        "Quá",
        "hạn",
    ]


def addresses(resolver: URLResolver, prefix: str = "") -> list[tuple[str, URLPattern]]:
    found = []
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        found += addresses(entry, path) if isinstance(entry, URLResolver) else [(path, entry)]
    return found


OPEN = {"dang-nhap/", "dang-xuat/", "design/"}


def test_every_page_but_the_door_asks_for_a_login() -> None:
    for path, entry in addresses(get_resolver()):
        assert getattr(entry.callback, "login_required", True) is (path not in OPEN), path


@pytest.mark.parametrize("language", ["vi", "en"])
def test_dates_and_numbers_are_written_as_officials_write_them(language: str) -> None:
    with translation.override(language):
        shown = Template(
            '{% load l10n %}{{ day|date:"SHORT_DATE_FORMAT" }} {{ hour|date:"SHORT_DATETIME_FORMAT" }} {{ share }}'
            ' {{ count|floatformat:"0g" }}'
        ).render(
            Context(
                {
                    "day": date(2026, 11, 30),
                    "hour": datetime(2026, 11, 30, 17, 0, tzinfo=timezone.get_default_timezone()),
                    "share": Decimal("97.1"),
                    "count": 1482,
                }
            )
        )
        assert shown == "30/11/2026 30/11/2026 17:00 97,1 1.482"
        assert forms.DateField().clean("30/11/2026") == date(2026, 11, 30)
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


def test_the_frame_of_a_page_costs_a_handful_of_queries(ward: Ward, django_assert_num_queries: Any) -> None:
    client = client_of(ward.clerk)
    client.get("/design/")  # the first page of a session also writes its token
    # Session, user with workspace, second factor, posts, unread notices.
    with django_assert_num_queries(5):
        client.get("/design/")
