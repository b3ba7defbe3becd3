"""People who leave a post or come to one while steps wait in it: whose desk a step is on then, and who hears of it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from datetime import time as daytime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import ngettext, override

from sauro.identity.models import Workspace
from sauro.journal.actions import Change, record
from sauro.notices.actions import Word, tell
from sauro.organisation.models import Post, holds_on
from sauro.organisation.standing import stand_ins
from sauro.procedures.actions.base import revise_step, seat_of
from sauro.procedures.definition import REVISE, Definition, read_definition
from sauro.procedures.holders import WORKERS, Chair, Matter, Office, seats_of_post
from sauro.procedures.models import Case, RunState, Seat, StepRun
from sauro.procedures.notices import NEW

AT_ONCE = 200  # steps of one transaction
NEWLY = dt.timedelta(days=7)  # so long somebody is new in a post
MOST_LOOKED_AT = 20_000  # open steps of the posts of newcomers in one round


def users_of(holders: Iterable[str], day: dt.date) -> dict[str, set[int]]:
    """The logins behind seats, with those who stand in for who is away. Two queries."""
    found: dict[str, set[int]] = defaultdict(set)
    wanted, people = set(holders), {}
    posts = Post.objects.filter(holds_on(day), person__user__is_active=True)
    rows = posts.values_list("person_id", "person__user_id", "role", "agency_id", "unit_id")
    by_person: dict[int, set[str]] = defaultdict(set)
    for person, user, role, agency, unit in rows:
        keys = {f"p{person}"}
        if role in WORKERS:
            keys |= {f"r{agency}.{role}", f"u{unit}.{role}", f"u{unit}."}
        by_person[person] |= keys & wanted
        people[person] = user
    spare = stand_ins([person for person, keys in by_person.items() if keys], day)
    for person, keys in by_person.items():
        other = spare.get(person)
        for key in keys:
            found[key].add(people[person])
            if other is not None and other.user_id is not None:
                found[key].add(other.user_id)
    return found


def reseat(now: dt.datetime) -> int:
    """Steps whose people have all gone: whoever is to have them today gets them, the fallback with a flag.

    A transaction for every AT_ONCE of them, in a fixed number of statements but for those of new versions and agencies.
    """
    waiting = Seat.objects.filter(is_open=True)
    holders = set(waiting.values_list("holder", flat=True).distinct())  # along the index of desks
    here = users_of(holders, timezone.localdate(now)) if holders else {}
    gone = {holder for holder in holders if holder not in here}
    ids = sorted(set(waiting.filter(holder__in=gone).values_list("run_id", flat=True))) if gone else []
    offices: dict[int, Office] = {}
    definitions: dict[int, Definition] = {}
    done = 0
    for at in range(0, len(ids), AT_ONCE):
        done += _reseat(ids[at : at + AT_ONCE], gone, now, offices, definitions)
    return done


@transaction.atomic
def _reseat(
    ids: list[int],
    gone: set[str],
    now: dt.datetime,
    offices: dict[int, Office],
    definitions: dict[int, Definition],
) -> int:
    locked = Case.objects.select_for_update(of=("self",)).select_related(
        "agency__workspace", "procedure_version", "workspace"
    )
    of_runs = StepRun.objects.filter(pk__in=ids).values("case_id")
    cases = {case.pk: case for case in locked.filter(pk__in=of_runs).order_by("pk")}
    runs = list(StepRun.objects.filter(pk__in=ids, state=RunState.OPEN).order_by("pk"))
    seats: dict[int, list[Seat]] = defaultdict(list)
    for seat in Seat.objects.filter(run__in=[run.pk for run in runs]):
        seats[seat.run_id].append(seat)
    closed: list[int] = []
    opened: list[Seat] = []
    flags: dict[bool, list[int]] = {True: [], False: []}
    told: dict[Workspace, list[Change]] = defaultdict(list)
    for run in runs:
        case = cases[run.case_id]
        left = [seat for seat in seats[run.pk] if seat.is_open and seat.holder in gone]
        if not left:
            continue
        version = case.procedure_version
        if version.pk not in definitions:
            definitions[version.pk] = read_definition(version.definition)
        office = offices.setdefault(case.agency_id, Office(case.agency, timezone.localdate(now)))
        taken = {seat.holder for seat in seats[run.pk] if seat not in left}
        chairs, flagged = _instead(case, run, definitions[version.pk], office, taken | gone)
        if not chairs and not taken and run.flagged:
            continue  # nobody could have it before and nobody can now: it stays with its flag
        closed += [seat.pk for seat in left]
        if not any(seat.is_open for seat in seats[run.pk] if seat not in left):
            opened += [seat_of(run, chair) for chair in chairs]
            flags[flagged or not chairs].append(run.pk)
        told[case.workspace].append(Change("procedure_case", case.uid, {"step": run.key, "title": run.title}))
    Seat.objects.filter(pk__in=closed).update(is_open=False)
    Seat.objects.bulk_create(opened)
    for flagged, pks in flags.items():
        StepRun.objects.filter(pk__in=pks).update(flagged=flagged, look_at=now, told_at=None)
    for workspace, changes in told.items():
        record(workspace=workspace, actor=None, action="procedures.reseat", changes=changes)
    return sum(map(len, told.values()))


def _instead(
    case: Case, run: StepRun, definition: Definition, office: Office, out: set[str]
) -> tuple[list[Chair], bool]:
    """Who has the step today without those of `out`; and whether only by the fallback."""
    step = definition.step(run.key) if run.key != REVISE else revise_step(definition)
    matter = Matter(case.initiator_id, case.initiator_unit_id, case.data, frozenset(case.barred))
    found = office.find(step, matter, definition.fallback)
    return [chair for chair in found.chairs if chair.holder not in out], found.flagged


def welcome(now: dt.datetime) -> int:
    """Tells who has newly come to a post how many steps were waiting in it: one notice a post, once.

    One query where nobody is new, two more where somebody is; the steps of newcomers' posts are looked at up to MOST_LOOKED_AT.
    """
    today = timezone.localdate(now)
    new = Q(valid_from__gte=today - NEWLY) | Q(valid_from=None, created_at__gte=now - NEWLY)
    fresh = Post.objects.filter(holds_on(today), new, role__in=WORKERS, person__user__is_active=True)
    posts = _really_new(list(fresh.select_related("person", "workspace")))
    wanted = {holder for post in posts for holder in _seats(post)}
    if not wanted:
        return 0
    waiting = Seat.objects.filter(is_open=True, holder__in=wanted, run__told_at__isnull=False)
    steps: dict[str, list[tuple[int, dt.datetime]]] = defaultdict(list)
    for holder, run_id, at in waiting.values_list("holder", "run_id", "run__opened_at")[:MOST_LOOKED_AT]:
        steps[holder].append((run_id, at))
    words: dict[Workspace, list[Word]] = defaultdict(list)
    with override("vi"):  # what is stored is Vietnamese
        for post in posts:
            since = _since(post)
            count = len({run for holder in _seats(post) for run, at in steps[holder] if at < since})
            if count and post.person.user_id is not None:
                words[post.workspace].append(_word(post, post.person.user_id, count))
    return sum(tell(workspace, each) for workspace, each in words.items())


def _seats(post: Post) -> list[str]:
    return seats_of_post(post.role, post.agency_id, post.unit_id)


def _word(post: Post, user_id: int, count: int) -> Word:
    said = ngettext(
        "%(post)s: %(n)s step waits in your new post", "%(post)s: %(n)s steps wait in your new post", count
    )
    title = said % {"post": post.title, "n": count}
    return Word(user_id, NEW, title, "/quy-trinh/ho-so/?tab=desk", f"procedures.post:{post.uid}", post.uid)


def _since(post: Post) -> dt.datetime:
    """From when the post tells its holder of new steps itself."""
    if post.valid_from is None:
        return post.created_at
    return max(post.created_at, timezone.make_aware(dt.datetime.combine(post.valid_from, daytime())))


def _really_new(posts: list[Post]) -> list[Post]:
    """Without those whose holder had the very same post until the day before: it was only renewed. One query."""
    people = {post.person_id for post in posts}
    others = Post.objects.filter(person__in=people, valid_to__isnull=False) if people else []
    ends = {(post.person_id, *_seats(post)): post.valid_to for post in others}
    day = dt.timedelta(days=1)
    return [
        post
        for post in posts
        if post.valid_from is None or ends.get((post.person_id, *_seats(post))) != post.valid_from - day
    ]
