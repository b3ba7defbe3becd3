"""Who answers for tasks that do not say it themselves: a sentence behind them, in their section, or in the closing."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec

from sauro.reading import facts
from sauro.reading.clauses import clauses_of
from sauro.reading.draft import Draft
from sauro.reading.lexicon import Pattern
from sauro.reading.model import Span, Task, Value
from sauro.reading.outline import Paragraph
from sauro.vietnamese.text import fold

# A closing answers for the whole document; in a paragraph with a task of its own it has to say so.
_WHOLE = Pattern(
    r"(?:kế\s+hoạch|chỉ\s+thị|công\s+điện|quyết\s+định|thông\s+báo|chương\s+trình|nghị\s+quyết|công\s+văn|kết\s+luận|hướng\s+dẫn|nhiệm\s+vụ)\s+(?:này|nêu\s+trên|trên)"
    r"|được\s+giao|được\s+phân\s+công",
    re.IGNORECASE,
)
_FOR_ALL = Pattern(r"\bnày\b|được\s+giao|được\s+phân\s+công|(?<!nếu\s)kết\s+quả|tiến\s+độ")
_ANSWERS = Pattern(r"chịu[\s*]+(?:hoàn[\s*]+toàn[\s*]+)?trách[\s*]+nhiệm|có[\s*]+trách[\s*]+nhiệm[\s*]+trước")
_CLOSING_NODES = 6  # paragraphs at the end of a part among which its closing stands
# The posts that head a body; what stands behind them is the body.
_POST = re.compile(
    r"^(?:(?:cac|dong chi|pho|nguoi dung dau|chu tich|bi thu|thu truong|truong(?= (?:phong|ban|cong|thon|cac|don|tram|khu|bo))|giam doc|lanh dao|hieu truong|chanh(?= van)|chi huy truong|to truong) )+"
)
ValueOf = Callable[[int, int, str], Value]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence that says who answers, and the paragraph in which it stands."""

    start: int
    end: int
    who: facts.Fact
    node: Paragraph


class Accountability:
    """Tells the tasks of one document who answers for them; a closing of the body holds for its attachments too."""

    def __init__(self, text: str, value: ValueOf) -> None:
        self.text = text
        self.value = value
        self._closing: Value | None = None

    def behind(self, drafts: list[Draft], tasks: list[Task]) -> None:
        """'…; Trưởng thôn chịu trách nhiệm về số liệu' behind a task names who answers for it.

        Where nobody is named ('Phụ trách chung, chịu trách nhiệm trước …'), the one that the heading names answers for
        all that stands under it.
        """
        answering: set[str] = set()
        for index, (draft, task) in enumerate(zip(drafts, tasks, strict=True)):
            after = drafts[index + 1].start if index + 1 < len(drafts) else draft.node.end
            until = min(after, draft.node.end)
            fact = facts.accountable_in(self.text, draft.end, until) if until > draft.end else None
            if fact:
                _answers(task, self.value(fact.start, fact.end, "câu ngay sau nhiệm vụ"))
            elif task.accountable is None and len(task.owners) == 1 and task.owner_source == "heading":
                if facts.answers_in(self.text, draft.start, max(until, draft.end)):
                    answering.add(task.owners[0].text)
        for task in tasks:
            if len(task.owners) == 1 and task.owners[0].text in answering:
                _answers(task, task.owners[0])

    def of_sentences(
        self, nodes: list[Paragraph], tasks: list[Task], heads: Callable[[Paragraph], Sequence[object]]
    ) -> None:
        """What sentences of their own say, of the tasks beside them, of those of a party, or of all.

        'Chủ tịch UBND phường chịu trách nhiệm …' under what 'UBND phường' has to do holds for that; in the closing,
        'Thủ trưởng các đơn vị chịu trách nhiệm … nhiệm vụ được giao' for all that name nobody.
        """
        for number, node in enumerate(nodes):
            for said in self._sentences(node):
                closes = number >= len(nodes) - _CLOSING_NODES and self._closes(said, tasks)
                mine = [] if closes else self._meant(said, tasks)
                for task in mine:
                    _answers(
                        task, self.value(said.who.start, said.who.end, "câu “chịu trách nhiệm …” của mục")
                    )
                if closes:
                    self._for_all(said, nodes, tasks, heads)
        if self._closing is not None:
            for task in tasks:
                _answers(task, self._closing)

    def _sentences(self, node: Paragraph) -> list[_Sentence]:
        if _ANSWERS.search(self.text, node.body, node.end) is None:
            return []
        spans: list[Span] = []
        for clause in clauses_of(self.text, node.body, node.end):
            if clause.sentence or not spans:
                spans.append((clause.start, clause.end))
            else:
                spans[-1] = (spans[-1][0], clause.end)
        found = []
        for start, end in spans:
            who = facts.accountable_in(self.text, start, end)
            if who:
                found.append(_Sentence(start, end, who, node))
        return found

    def _meant(self, said: _Sentence, tasks: list[Task]) -> list[Task]:
        """The tasks of its paragraph that stand before the sentence, else those of its section that are the party's."""
        if any(task.at[0] <= said.who.start < task.at[1] for task in tasks):
            return []  # that task says it itself
        before = [task for task in tasks if task.at[1] <= said.start]
        beside = [task for task in before if task.at[0] >= said.node.body]
        if beside:
            return beside
        who = self.text[said.who.start : said.who.end]
        for above in said.node.ancestors():
            if not any(child.marker for child in above.children):
                continue  # the last item of a list, under which the sentence only happens to stand
            theirs = [
                task
                for task in before
                if task.at[0] >= above.start and any(_is_head_of(who, owner.text) for owner in task.owners)
            ]
            if theirs:
                return theirs
        return []

    def _closes(self, said: _Sentence, tasks: list[Task]) -> bool:
        """Whether the sentence answers for more than the tasks beside it."""
        own = any(task.at[0] < said.node.end and said.node.body < task.at[1] for task in tasks)
        return (_WHOLE if own else _FOR_ALL).search(self.text, said.who.end, said.end) is not None

    def _for_all(
        self,
        said: _Sentence,
        nodes: list[Paragraph],
        tasks: list[Task],
        heads: Callable[[Paragraph], Sequence[object]],
    ) -> None:
        """Among the items of a heading that names a party it holds for that party's tasks alone; behind the last item,
        without a number, it closes the document."""
        value = self.value(said.who.start, said.who.end, "câu kết của văn bản: chịu trách nhiệm")
        heading = said.node.parent
        last = said.node.marker is None and not any(
            each.marker for each in nodes[nodes.index(said.node) + 1 :]
        )
        if heading is None or last or not heads(heading):
            if _WHOLE.search(self.text, said.who.end, said.end):
                self._closing = self._closing or value
            for task in tasks:
                _answers(task, value)
            return
        until = [heading, *heading.descendants()][-1].end
        for task in tasks:
            if heading.start <= task.at[0] < until:
                _answers(task, value)


def _is_head_of(who: str, owner: str) -> bool:
    """Whether the one who answers is that party or its head: 'Bí thư chi bộ' of 'Các chi bộ, đảng bộ bộ phận'."""
    head, body = _body_of(who), _body_of(owner)
    return bool(head and body) and (f" {head} " in f" {body} " or f" {body} " in f" {head} ")


def _body_of(name: str) -> str:
    words = " ".join(re.findall(r"[\w]+", fold(name)))
    words = words.replace("uy ban nhan dan", "ubnd").replace("hoi dong nhan dan", "hdnd")
    return _POST.sub("", words + " ").strip()


def _answers(task: Task, who: Value) -> None:
    """Who answers for the task, where nobody is known yet."""
    if task.accountable is None:
        task.accountable = who
        task.clarity = msgspec.structs.replace(task.clarity, responsibility=True)
