"""What every page needs: the workspace, the rail, the person at the keyboard."""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from sauro.identity.models import User, Workspace
from sauro.identity.second_factor import inside
from sauro.notices.queries import COUNTED, unread
from sauro.organisation.access import Access, access_of


@dataclass(frozen=True)
class Entry:
    """A line of the rail. `actions`: whoever may do one of them somewhere sees it."""

    label: Promise
    view: str
    actions: tuple[str, ...]


RAIL = (
    Entry(
        pgettext_lazy("rail", "My desk"),
        "home",
        ("tasks.see_agency", "tasks.see_unit", "organisation.manage", "files.see_worker"),
    ),
    Entry(pgettext_lazy("rail", "Read a new document"), "intake:upload", ("files.send_in",)),
    Entry(pgettext_lazy("rail", "Review"), "intake:list", ("intake.review",)),
    Entry(pgettext_lazy("rail", "Tasks"), "tasks:list", ("tasks.see_agency", "tasks.see_unit")),
    Entry(pgettext_lazy("rail", "Documents"), "documents:list", ("documents.see_agency", "tasks.see_unit")),
    Entry(pgettext_lazy("rail", "Procedures"), "procedures:list", ("procedures.see",)),
    Entry(pgettext_lazy("rail", "Organisation"), "organisation:structure", ("organisation.see",)),
    Entry(pgettext_lazy("rail", "User accounts"), "organisation:accounts", ("organisation.manage",)),
    Entry(pgettext_lazy("rail", "Reminders"), "tasks:rules", ("tasks.set_rules",)),
    Entry(pgettext_lazy("rail", "Chat targets"), "notices:targets", ("notices.set_targets",)),
    Entry(pgettext_lazy("rail", "Journal"), "journal:journal", ("journal.audit", "journal.see_system")),
    Entry(pgettext_lazy("rail", "State of the machine"), "files:machine", ("files.see_worker",)),
)


@dataclass(frozen=True)
class Line:
    label: Promise
    url: str
    current: bool


@dataclass(frozen=True)
class Notices:
    """The way to the notices: how many are unread, and whether there are more than are counted."""

    url: str
    unread: int
    more: bool
    current: bool


class Shell:
    """Read by base.html and its partials alone; nothing is fetched for an answer that has no rail."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def viewer(self) -> User | None:
        """Whoever is logged in, with nothing left to do at the door."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated and inside(self.request) else None

    @property
    def workspace(self) -> Workspace | None:
        return self.viewer.workspace if self.viewer else None

    @property
    def single_keys(self) -> bool:
        return self.viewer is not None and self.viewer.single_keys

    @cached_property
    def access(self) -> Access | None:
        return access_of(self.viewer) if self.viewer else None

    @cached_property
    def rail(self) -> list[Line]:
        if self.access is None:
            return []
        lines = []
        here = self.request.path
        for entry in RAIL:
            if any(self.access.agencies_for(action) for action in entry.actions):
                lines.append((entry.label, reverse(entry.view)))
        # The longest address that this page lies under is the current one; all of them lie under the first page.
        first = reverse("home")
        under = max(
            (url for _, url in lines if here == url or (url != first and here.startswith(url))),
            key=len,
            default="",
        )
        return [Line(label, url, url == under) for label, url in lines]

    @cached_property
    def notices(self) -> Notices | None:
        """How many notices wait to be read."""
        if self.viewer is None:
            return None
        count = unread(self.viewer)
        url = reverse("notices:list")
        return Notices(url, min(count, COUNTED), count > COUNTED, self.request.path.startswith(url))

    @property
    def on_account(self) -> bool:
        return self.request.path.startswith(reverse("identity:account"))

    @property
    def post_title(self) -> str:
        return self.access.title if self.access else ""

    @property
    def account_label(self) -> str:
        return pgettext("rail", "Account")


def shell(request: HttpRequest) -> dict[str, object]:
    return {"shell": Shell(request)}
