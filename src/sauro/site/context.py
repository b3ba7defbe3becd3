"""What every page needs: the workspace, the rail, the person at the keyboard."""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from sauro.identity.models import User, Workspace
from sauro.identity.second_factor import passed
from sauro.organisation.access import Access, access_of
from sauro.organisation.models import Post


@dataclass(frozen=True)
class Entry:
    """A line of the rail. `actions`: whoever may do one of them somewhere sees it."""

    label: Promise
    view: str
    actions: tuple[str, ...]


RAIL = (
    Entry(pgettext_lazy("rail", "Documents"), "intake:list", ("files.send_in", "documents.see_agency")),
    Entry(pgettext_lazy("rail", "Read a new document"), "intake:upload", ("files.send_in",)),
    Entry(pgettext_lazy("rail", "Tasks"), "tasks:list", ("tasks.see_agency", "tasks.see_unit")),
    Entry(
        pgettext_lazy("rail", "Administration"), "files:machine", ("organisation.manage", "files.see_worker")
    ),
)


@dataclass(frozen=True)
class Line:
    label: Promise
    url: str
    current: bool


class Shell:
    """Read by base.html and its partials alone; nothing is fetched for an answer that has no rail."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def viewer(self) -> User | None:
        """Whoever is logged in, second factor included."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated and passed(self.request) else None

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
        # The longest address that this page lies under is the current one.
        under = max((url for _, url in lines if here.startswith(url)), key=len, default="")
        return [Line(label, url, url == under) for label, url in lines]

    @property
    def on_account(self) -> bool:
        return self.request.path.startswith(reverse("identity:account"))

    @cached_property
    def post_title(self) -> str:
        """The title of the person's first post, as printed: 'Phó Chủ tịch'."""
        if self.access is None or self.access.person_id is None:
            return ""
        posts = Post.objects.filter(person_id=self.access.person_id, agency_id__in=self.access.agency_ids)
        return posts.order_by("id").values_list("title", flat=True).first() or ""

    @property
    def account_label(self) -> str:
        return pgettext("rail", "Account")


def shell(request: HttpRequest) -> dict[str, object]:
    return {"shell": Shell(request)}
