from tests.tasks.life_table import PAGE, table, written

from sauro.tasks.life import NEED_WORDS, RELATION_WORDS, RULES, STEP_WORDS, Need, Relation, Step
from sauro.tasks.models import FINISHED, TaskStatus
from sauro.tasks.sentences import _TELL
from sauro.tasks.step_forms import ACTIONS, FIELDS


def test_the_page_has_the_table_of_the_code() -> None:
    assert written(PAGE.read_text(encoding="utf-8")) == table(), "run python -m tests.tasks.life_table"


def test_every_step_has_a_rule_a_form_an_action_a_sentence_and_words() -> None:
    for known in (RULES, FIELDS, ACTIONS, STEP_WORDS):
        assert set(known) == set(Step)
    assert set(_TELL) == {f"tasks.{step}" for step in Step}
    assert set(RELATION_WORDS) == set(Relation)
    assert set(NEED_WORDS) == set(Need)


def test_what_is_cancelled_never_moves_and_what_is_completed_is_only_spoken_of() -> None:
    for rule in RULES.values():
        assert TaskStatus.CANCELLED not in rule.moves
        if TaskStatus.COMPLETED in rule.moves:
            assert rule.speaks_only


def test_every_status_is_reached_and_every_open_one_is_left() -> None:
    reached = {to for rule in RULES.values() for old, to in rule.moves.items() if to not in (None, old)}
    assert reached | {TaskStatus.NOT_STARTED} == set(TaskStatus)
    for status in set(TaskStatus) - set(FINISHED):
        assert any(rule.moves.get(status, status) != status for rule in RULES.values()), status
