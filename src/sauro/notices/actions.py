"""What is done with notices: rooms above tell, people read and choose, an administrator opens the way to chat."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sauro.identity.models import User, Workspace
from sauro.identity.records import Stale
from sauro.notices import registry
from sauro.notices.channels import chat
from sauro.notices.models import ChatTarget, Notice, Preference
from sauro.notices.ports import Access, ports
from sauro.notices.secrets import seal
from sauro.vietnamese.text import nfc, squeeze

SET_TARGETS = "notices.set_targets"
_AT_ONCE = 200  # rows of one INSERT: SQLite bounds the values of a statement
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Word:
    """One thing that one person is told.

    `recipient_id`: of the user. `link`: a path of the site. `key`: what makes it the same thing when it is said
    again ('tasks.assigned:<uid>'), at most 120 characters. `is_open`: everybody in the workspace may read what it tells
    of, so its title may leave the product.
    """

    recipient_id: int
    kind: str
    title: str
    link: str
    key: str
    object_uid: UUID | None = None
    is_open: bool = False


@transaction.atomic
def tell(workspace: Workspace, words: Iterable[Word]) -> int:
    """Tells people, once each; gives how many notices are new. Three queries, and one for every 200 notices.

    Called by rooms above in the transaction of what it tells of, or of the cursor that it follows: both stand or fall.
    Who is locked or belongs to another workspace is told nothing. Raises `ValueError` for a kind that no room has
    registered.
    """
    asked = {(word.recipient_id, word.key): word for word in words}
    for word in asked.values():
        if registry.kind_of(word.kind) is None:
            raise ValueError(f"no kind of notice: {word.kind}")
    if not asked:
        return 0
    ids = {recipient for recipient, _key in asked}
    present = User.objects.filter(pk__in=ids, workspace=workspace, is_active=True)
    recipients = set(present.values_list("pk", flat=True))
    keys = {key for _recipient, key in asked}
    known = set(
        Notice.objects.filter(recipient_id__in=recipients, key__in=keys).values_list("recipient_id", "key")
    )
    fresh = [word for place, word in asked.items() if place[0] in recipients and place not in known]
    if not fresh:
        return 0
    hasty = dict(Preference.objects.filter(user_id__in=recipients).values_list("user_id", "at_once"))
    rows = [
        Notice(
            workspace=workspace,
            recipient_id=word.recipient_id,
            kind=word.kind,
            title=squeeze(nfc(word.title))[:_LONGEST],
            link=word.link,
            object_uid=word.object_uid,
            key=word.key,
            is_open=word.is_open,
            at_once=word.kind in hasty.get(word.recipient_id, ()),
        )
        for word in fresh
    ]
    # Somebody else may say the same at the same moment: one of the two notices stands.
    Notice.objects.bulk_create(rows, batch_size=_AT_ONCE, ignore_conflicts=True)
    return len(rows)


def mark_read(user: User, uid: UUID) -> Notice | None:
    """The person's own notice, read from now on; None where he has no such notice."""
    notice = Notice.objects.filter(recipient=user, uid=uid).first()
    if notice is not None and notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at", "changed_at"])
    return notice


def mark_all_read(user: User, *, up_to: int) -> int:
    """All that the person has seen in his list: nothing that came in since. `up_to`: the key of the newest one shown."""
    now = timezone.now()
    unread = Notice.objects.filter(recipient=user, read_at=None, pk__lte=up_to)
    return unread.update(read_at=now, changed_at=now)


@transaction.atomic
def choose(
    user: User,
    *,
    version: int,
    digest_hour: int,
    by_mail: bool,
    by_chat: bool,
    on_days_off: bool,
    at_once: list[str],
) -> Preference:
    """How the person himself wants to be told. `version`: of what he saw; 0 where he had chosen nothing yet.

    Raises `ValidationError`, and `Stale` where he has changed it elsewhere meanwhile.
    """
    if not 0 <= digest_hour <= 23:
        raise ValidationError({"digest_hour": _("An hour from 0 to 23.")})
    if any(registry.kind_of(name) is None for name in at_once):
        raise ValidationError({"at_once": _("Choose among the kinds that stand in the list.")})
    chosen = {
        "digest_hour": digest_hour,
        "by_mail": by_mail,
        "by_chat": by_chat,
        "on_days_off": on_days_off,
        "at_once": list(at_once),
    }
    kept = Preference.objects.select_for_update().filter(user=user).first()
    if kept is None:
        if version:
            raise Stale(str(user.uid))
        return Preference.objects.create(user=user, **chosen)
    if all(getattr(kept, name) == value for name, value in chosen.items()):
        return kept  # sent twice
    for name, value in chosen.items():
        setattr(kept, name, value)
    kept.save_version(expected=version, update_fields=list(chosen))
    return kept


@transaction.atomic
def set_target(access: Access, recipient: UUID, address: str) -> ChatTarget:
    """The administrator lets chat reach a person at an address of Apprise ('tgram://…').

    The address is checked, then kept encrypted; the journal tells the service, never the address. Raises
    `PermissionDenied` and `ValidationError`.
    """
    user = _recipient(access, recipient)
    address = address.strip()
    service = chat.checked(address)
    target, _made = ChatTarget.objects.update_or_create(
        user=user, defaults={"service": service, "sealed": seal(address)}
    )
    ports().record(actor=access.user, action="notices.set_target", about=user.uid, data={"service": service})
    return target


@transaction.atomic
def remove_target(access: Access, recipient: UUID) -> None:
    """Chat does not reach the person any more. Done twice it is done."""
    user = _recipient(access, recipient)
    gone, _rows = ChatTarget.objects.filter(user=user).delete()
    if gone:
        ports().record(actor=access.user, action="notices.remove_target", about=user.uid, data={})


def _recipient(access: Access, uid: UUID) -> User:
    if not access.agencies_for(SET_TARGETS):
        raise PermissionDenied(SET_TARGETS)
    user = User.objects.filter(uid=uid, workspace_id=access.user.workspace_id).first()
    if user is None:
        raise ValidationError({"recipient": _("Choose somebody of the ward who logs in.")})
    return user
