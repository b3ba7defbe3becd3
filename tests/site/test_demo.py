"""The demo ward: its papers, its people, what becomes of them, and a large one that equals work by hand."""

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from tests.tasks.making import listings_from_tasks, stored_listings

from sauro.files.models import Upload, UploadState
from sauro.intake.models import ItemState, Review, ReviewItem
from sauro.journal.models import Entry, Payload
from sauro.organisation.access import access_of
from sauro.organisation.models import Agency, Axis, Post
from sauro.reading import read_text
from sauro.reading.extraction import extract
from sauro.site.cli import demo as command
from sauro.site.demo import papers, people
from sauro.site.demo.accounts import ACCOUNTS, PASSWORD
from sauro.site.demo.bulk import fill_up, load
from sauro.site.demo.fill import fill
from sauro.site.demo.organise import Demo
from sauro.site.demo.plots import Plots
from sauro.site.demo.statuses import Statuses
from sauro.tasks.actions import assign
from sauro.tasks.clarity import owed
from sauro.tasks.deadlines import DeadlineState, Timeliness, state_of
from sauro.tasks.models import (
    DueChange,
    Evidence,
    HandlingRole,
    Submission,
    Task,
    TaskKind,
    TaskParty,
    TaskStatus,
)
from sauro.tasks.queries import visible

ROOT = Path(__file__).resolve().parents[2]
A_DAY = date(2026, 12, 30)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: "pytest.FixtureRequest") -> Iterator[Demo]:
    """The demo ward, filled once for the tests of this file and rolled back behind them."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield fill(timezone.localdate())
        transaction.set_rollback(True)


# --- papers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("{-20}", "10/12/2026"),
        ("{+3}", "02/01/2027"),
        ("ngày {+3 dài}", "ngày 02 tháng 01 năm 2027"),
        ("tháng {tháng +0}", "tháng 12/2026"),
        ("tháng {tháng +1}", "tháng 1/2027"),
        ("tháng {tháng -12}", "tháng 12/2025"),
        ("quý {quý +0}", "quý IV/2026"),
        ("quý {quý +2}", "quý II/2027"),
        ("năm {năm}", "năm 2026"),
        ("{khác}", "{khác}"),
    ],
)
def test_dates_of_a_paper_are_counted_from_the_day_of_filling(source: str, printed: str) -> None:
    assert papers.dated(source, A_DAY) == printed


def test_every_source_is_a_paper_and_keeps_no_brace() -> None:
    assert {path.name for path in papers.FOLDER.iterdir()} == {paper.source for paper in papers.PAPERS}
    for paper in papers.PAPERS:
        assert "{" not in papers.text_of(paper, A_DAY), paper.source
    assert len({paper.name for paper in papers.PAPERS}) == len(papers.PAPERS)


@pytest.mark.parametrize("paper", papers.PAPERS, ids=lambda paper: paper.source)
def test_the_file_of_a_paper_gives_back_the_words_of_its_source(paper: papers.Paper, tmp_path: Path) -> None:
    path = tmp_path / paper.name
    path.write_bytes(papers.bytes_of(paper, A_DAY))
    source = re.sub(r"\[letterhead\]|\[table\]|<br>", " ", papers.text_of(paper, A_DAY))
    assert Counter(re.findall(r"\w+", extract(path).text)) == Counter(re.findall(r"\w+", source))


def test_a_pdf_of_ours_wraps_long_lines_and_turns_pages(tmp_path: Path) -> None:
    from sauro.site.demo.page import pdf

    (tmp_path / "a.pdf").write_bytes(
        pdf("Giao Phòng Văn hóa - Xã hội lập danh sách. " * 200 + "\fTrang sau.")
    )
    extraction = extract(tmp_path / "a.pdf")
    assert len(extraction.pages) > 2
    assert " ".join(extraction.text.split()).count("lập danh sách") == 200


def test_a_word_file_of_ours_has_its_tables(tmp_path: Path) -> None:
    from sauro.site.demo.word import docx

    data = docx("[table]\n| TT | Việc & hạn |\n| A. Phần |\n| 1 | Lập <kế hoạch><br>xong sớm |\n\n= GIỮA\n")
    document = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert "Việc &amp; hạn" in document
    assert 'w:gridSpan w:val="2"' in document
    assert data == docx(
        "[table]\n| TT | Việc & hạn |\n| A. Phần |\n| 1 | Lập <kế hoạch><br>xong sớm |\n\n= GIỮA\n"
    )


# --- the ward ---------------------------------------------------------------------------------------------------------


def test_the_ward_has_four_agencies_and_some_forty_people_with_concurrent_and_past_posts(
    filled: Demo,
) -> None:
    assert set(Agency.objects.values_list("axis", flat=True)) == set(Axis.values)
    assert 40 <= len(people.PEOPLE) <= 50
    posts = Counter(Post.objects.filter(valid_to=None).values_list("person", flat=True))
    assert sum(count > 1 for count in posts.values()) >= 4
    assert Post.objects.filter(valid_to__lt=timezone.localdate()).count() >= 3


def test_every_account_that_is_shown_logs_in_and_nobody_else_can(filled: Demo) -> None:
    assert {account.username for account in ACCOUNTS} == set(filled.users)
    assert all(user.check_password(PASSWORD) for user in list(filled.users.values())[:2])
    assert len({user.password for user in filled.users.values()}) == 1
    assert filled.workspace.is_demo
    assert all(filled.users[name].needs_second_factor for name in ("vanthu", "chutich", "quantri"))
    assert not filled.users["chuyenvien.kinhte"].needs_second_factor


def test_uploads_of_every_lasting_state_are_there_and_the_secret_one_left_no_name(filled: Demo) -> None:
    states = Counter(Upload.objects.filter(attached_to=None).values_list("state", flat=True))
    assert states[UploadState.READ] == len(papers.PAPERS)
    assert states[UploadState.REFUSED] == 2
    assert states[UploadState.FAILED] == 1
    assert states[UploadState.QUARANTINED] + states[UploadState.WAITING] == 1
    assert Upload.objects.filter(code="classified", stored_file=None).count() == 1
    assert not Upload.objects.filter(name__contains=papers.CLASSIFIED).exists()


def test_a_person_does_a_task_with_milestones_and_evidence_and_one_that_was_refused_is_split(
    filled: Demo,
) -> None:
    told = Evidence.objects.get(upload__state=UploadState.READ).task
    assert told.milestones.count() == 2
    assert told.parties.get(role="lead").person is not None
    parts = Task.objects.filter(is_own_part=True)
    assert parts.count() == 2
    whole = parts[0].parent
    assert whole is not None
    actions = Entry.objects.filter(object_uid=whole.uid).values_list("action", flat=True)
    assert {"tasks.refuse", "tasks.reassign", "tasks.split"} <= set(actions)


def test_papers_are_accepted_wholly_in_part_and_not_at_all_and_by_several_people(filled: Demo) -> None:
    by_review = {
        review.pk: Counter(review.items.values_list("state", flat=True)) for review in Review.objects.all()
    }
    assert any(set(states) == {ItemState.PENDING} for states in by_review.values())
    assert any(ItemState.PENDING not in states for states in by_review.values())
    assert any({ItemState.PENDING, ItemState.ACCEPTED} <= set(states) for states in by_review.values())
    assert any(states[ItemState.INFORM] for states in by_review.values())
    assert Task.objects.values("assigner").distinct().count() >= 5
    assert not ReviewItem.objects.filter(state=ItemState.ACCEPTED, task=None).exists()


@pytest.mark.parametrize("hour", [0, 12, 23])
def test_every_status_and_every_state_of_a_deadline_occurs(filled: Demo, hour: int) -> None:
    now = timezone.localtime().replace(hour=hour, minute=59)
    tasks = list(Task.objects.all())
    assert {task.status for task in tasks} == set(TaskStatus.values)
    assert {task.kind for task in tasks} == set(TaskKind.values)
    assert {state for task in tasks if (state := state_of(task, now))} == {*DeadlineState, *Timeliness}
    assert Task.objects.exclude(parent=None).exists()
    assert not Task.objects.filter(kind=TaskKind.STANDING, status=TaskStatus.COMPLETED).exists()
    assert not Task.objects.filter(finished_at__gt=now).exists()


def test_each_status_has_its_entry_in_the_journal_and_all_are_sealed(filled: Demo) -> None:
    told: dict[str, str] = {}
    entries = Entry.objects.filter(object_kind="task").order_by("id").select_related("payload")
    for entry in entries:
        status = entry.payload.data.get("status")
        if isinstance(status, list):
            told[str(entry.object_uid)] = status[1]
        else:
            waits = entry.payload.data.get("waits")
            begins = TaskStatus.PENDING_APPROVAL if waits else TaskStatus.NOT_STARTED
            told.setdefault(str(entry.object_uid), begins)
    assert told == {str(task.uid): task.status for task in Task.objects.all()}
    assert not Entry.objects.filter(number=None).exists()


def test_some_tasks_tell_a_whole_life(filled: Demo) -> None:
    told = Counter(Entry.objects.filter(object_kind="task").values_list("action", flat=True))
    for step in ("receive", "update_progress", "request_extension", "extend_deadline", "reject_extension", "return_for_rework",
                 "urge", "request_explanation", "explain", "comment", "submit_deliverable", "accept_deliverable"):  # fmt: skip
        assert told[f"tasks.{step}"], step
    waiting = Task.objects.filter(status=TaskStatus.PENDING_ACCEPTANCE).values("pk")
    assert Submission.objects.filter(task__in=waiting, outcome="").count() == waiting.count()
    assert DueChange.objects.filter(extension__isnull=False).exists()
    for task in {change.task for change in DueChange.objects.select_related("task")}:
        moments = list(Entry.objects.filter(object_uid=task.uid).order_by("id").values_list("at", flat=True))
        assert moments == sorted(moments)


# --- a large ward -----------------------------------------------------------------------------------------------------


def rows_of(task: Task) -> dict[str, object]:
    """All that the database keeps of a task, but for what is new each time."""
    own = {"id", "uid", "created_at", "changed_at", "heard_at", "task_id", "search_text", "title"}
    columns = {
        name: value for name, value in vars(task).items() if name not in own and not name.startswith("_")
    }
    parties = [
        {name: value for name, value in vars(party).items() if name not in own and not name.startswith("_")}
        for party in task.parties.order_by("id")
    ]
    entries = Entry.objects.filter(object_uid=task.uid, action="tasks.assign")
    told = [
        (entry.action, entry.object_kind, entry.actor_id, sorted(Payload.objects.get(entry=entry).data))
        for entry in entries
    ]
    return {"task": columns, "parties": parties, "journal": told}


def test_a_bulk_task_has_the_very_rows_of_one_made_by_the_action(filled: Demo) -> None:
    before = Task.objects.count()
    fill_up(before + 40)
    plots = list(Plots(filled, timezone.localdate(), first=before).deal(40))
    compared = 0
    for plot in plots:
        made = Task.objects.get(title=plot.draft.title)
        if made.status != TaskStatus.NOT_STARTED or owed(plot.draft):
            continue
        by_hand = Task.objects.get(pk=assign(filled.access(plot.clerk), plot.draft).pk)
        assert rows_of(made) == rows_of(by_hand)
        assert made.search_text == by_hand.search_text
        compared += 1
    assert compared > 3


def test_the_same_number_gives_the_same_ward_and_never_more_than_asked_for(filled: Demo) -> None:
    one, two = (list(Plots(filled, A_DAY, first=7).deal(30)) for _ in range(2))
    assert [(plot.clerk, plot.draft.title, plot.draft.due_date) for plot in one] == [
        (plot.clerk, plot.draft.title, plot.draft.due_date) for plot in two
    ]
    have = Task.objects.count()
    assert fill_up(have - 5) == have
    assert fill_up(have + 3) == have + 3 == Task.objects.count()


def test_the_lists_know_what_became_of_every_task(filled: Demo) -> None:
    fill_up(Task.objects.filter(workspace=filled.workspace).count() + 40)
    assert stored_listings() == listings_from_tasks()


def test_one_person_sees_one_in_a_hundred_of_many_tasks(filled: Demo) -> None:
    nurse = access_of(load().users["chuyenvien.yte"])
    seen = visible(nurse).count()
    fill_up(Task.objects.count() + 400)
    assert visible(nurse).count() - seen == 4
    assert (
        TaskParty.objects.filter(
            unit=filled.units["health"], role=HandlingRole.SUPPORT, task__document=None
        ).count()
        == 0
    )


def test_statuses_are_dealt_the_same_and_nothing_is_finished_in_the_future() -> None:
    def hand() -> list[tuple[TaskStatus, int, object]]:
        dealt = Statuses()
        return [dealt.deal(TaskKind.ONE_OFF, A_DAY + timedelta(days=day), A_DAY) for day in range(-40, 40)]

    assert hand() == hand()
    finished = [moment for status, _, moment in hand() if status == TaskStatus.COMPLETED]
    assert finished
    assert all(timezone.localtime(moment).date() < A_DAY for moment in finished)  # type: ignore[type-var]


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_welcome_names_address_password_and_every_account() -> None:
    shown = command.welcome(8123)
    assert "http://127.0.0.1:8123" in shown
    assert PASSWORD in shown
    assert all(account.username in shown for account in ACCOUNTS)
    assert "1." in shown
    assert "http" not in command.welcome(None)
    assert "sauro demo --data 'thư mục'\n" in command.welcome(None, Path("thư mục"))


def test_a_folder_with_other_data_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "sauro.sqlite3").write_bytes(b"of the office")
    with pytest.raises(command.NotOurs):
        command.prepare(tmp_path, 0, fresh=True)
    assert (tmp_path / "sauro.sqlite3").read_bytes() == b"of the office"


def test_the_mark_of_a_folder_is_read_back_and_a_foreign_one_is_none(tmp_path: Path) -> None:
    command.write_mark(tmp_path, filled="2026-12-30", tasks=5)
    assert command.read_mark(tmp_path) == {"format": command.FORMAT, "filled": "2026-12-30", "tasks": 5}
    (tmp_path / command.MARK).write_text("[]", "utf-8")
    assert command.read_mark(tmp_path) is None


def test_the_demo_password_stands_in_both_readmes_as_demo_only() -> None:
    for name in ("README.md", "README.vi.md"):
        assert PASSWORD in (ROOT / name).read_text("utf-8")


def test_the_secret_text_is_one_that_the_reader_refuses() -> None:
    from sauro.reading import UnreadableFile

    with pytest.raises(UnreadableFile) as refused:
        read_text(papers.dated(papers.CLASSIFIED_TEXT, A_DAY))
    assert refused.value.code == "classified"
    assert json.dumps(papers.CLASSIFIED)
