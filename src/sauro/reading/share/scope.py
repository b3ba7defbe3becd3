"""Whether a task binds us, and why, in words that a clerk understands.

The owners decide, each by itself: named; of a class that we belong to; addressed with the document as a whole. One owner
that is ours is enough. A body that supports is bound too, where it is named or its class is one of ours. What a document
leaves open ('các đơn vị liên quan' of a city's plan) stays open: None, and a person looks at it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sauro.reading.model import Document, Reading, Scope, Task, Value
from sauro.reading.share.bodies import (
    BRANCHES,
    COMMUNE_KIND,
    LEVEL_WORDS,
    SOME_OF_THEM,
    Level,
    belongs_above,
    groups_in,
    is_group,
    level_of,
    named_communes,
    plain,
)
from sauro.reading.share.names import Words, same, without_honorific
from sauro.reading.share.profile import Body, Profile
from sauro.vietnamese.text import fold, nfc, squeeze

Source = Literal["ours", "above", "other", "unknown"]
"""Who issued the document: we, a body above, a body of our level or below that is not ours, nobody knows."""

_AXIS_WORDS = {"party": "Đảng ủy", "council": "HĐND", "committee": "UBND", "front": "Mặt trận"}
_ABOVE: frozenset[Level] = frozenset({"district", "department", "province", "ministry"})
_POSTS = (
    "chu tich", "pho chu tich", "bi thu", "pho bi thu", "truong", "pho truong", "pho", "giam doc", "pho giam doc", "chanh",
    "pho chanh", "thu truong", "lanh dao", "tap the", "dong chi", "chi huy truong", "thuong truc", "bi thu doan",
    "nguoi dung dau", "can bo, cong chuc", "toan the",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """A way of writing one of our bodies, as words to compare."""

    words: tuple[str, ...]
    body: Body
    agency: bool


class Share:
    """Our share of one document; `tasks` are all that it orders, since one order tells whom the others may mean."""

    def __init__(self, profile: Profile, document: Document, tasks: Iterable[Task] = ()) -> None:
        self._profile = profile
        self._document = document
        self._words = Words(profile.place)
        self._names = list(self._known())
        self._answers: dict[str, Scope] = {}
        self.source = self._source()
        self._sent_to = ""  # until it is known, no answer may lean on it
        self._sent_to = self._addressed()
        owners = {owner.text for task in tasks for owner in task.owners}
        self._orders_us = bool(self._sent_to) or any(self._binds(each) for each in owners)

    def of(self, task: Task) -> Scope:
        """Whether the task binds us: the answer of its owners, then of who supports them."""
        owners = task.owners or self._document.addressees
        answers = [(value, self.party(value.text)) for value in owners]
        chosen = self._first(answers)
        if chosen is None:
            return self._of_nobody()
        addressed = task.owner_source == "document" or not task.owners
        if chosen.ours and addressed:
            return Scope(True, f"câu không ghi riêng ai làm; {chosen.why}")
        if not chosen.ours:
            for value in task.coordinators:
                if self._binds(value.text):
                    return Scope(True, f"phối hợp: {self.party(value.text).why}")
        return chosen

    @staticmethod
    def _first(answers: list[tuple[Value, Scope]]) -> Scope | None:
        """The answer that counts: an owner that is ours, else one that is open, else the reason of the first."""
        for wanted in (True, None, False):
            for _value, answer in answers:
                if answer.ours is wanted:
                    return answer
        return None

    def _binds(self, text: str) -> bool:
        """Whether the party is ours by its own words, whoever issued the document."""
        answer = self._direct(text)
        return answer is not None and answer.ours is True

    def _of_nobody(self) -> Scope:
        if self.source == "ours":
            return Scope(True, f"văn bản của {self._us}, không ghi riêng ai làm")
        if self._sent_to:
            return Scope(True, f"câu không ghi riêng ai làm; {self._sent_to}")
        return Scope(None, "văn bản không ghi ai làm; cần xem lại")

    def party(self, text: str) -> Scope:
        """Whether a party, as it is printed, is one of ours."""
        key = squeeze(nfc(text))
        if key not in self._answers:
            self._answers[key] = self._direct(key) or self._by_source(key)
        return self._answers[key]

    @property
    def _us(self) -> str:
        return self._profile.place or self._profile.name

    def _known(self) -> Iterable[Known]:
        profile = self._profile
        own = Body(profile.name, aliases=profile.aliases)
        for body, agency in [
            (own, True),
            *((each, True) for each in profile.agencies),
            *((each, False) for each in profile.units),
        ]:
            for name in body.names:
                words = self._words.of(name)
                if words:
                    yield Known(words, body, agency)

    def _direct(self, text: str) -> Scope | None:
        """What the party says by itself: our place, another's, a class of a level, a name of ours, a body above."""
        said = _quoted(text)
        communes = named_communes(text)
        ours = self._names_our_place(text, communes)
        if ours:
            known = self._one_of_ours(text)
            return Scope(True, f"ghi đích danh {known.body.name if known else said}")
        if communes:
            return Scope(False, f"giao cho {said}, không phải {self._us}")
        group = self._of_a_group(text, said)
        if group is not None:
            return group
        known = self._one_of_ours(text)
        if known is not None:
            return self._named(known, said)
        level = level_of(text)
        if level is not None and level != "commune":
            return Scope(False, f"giao cho {said}, {LEVEL_WORDS[level]}")
        return None

    def _names_our_place(self, text: str, communes: list[str]) -> bool:
        place = " ".join(self._words.place)
        if not place:
            return False
        if any(fold(each) == place for each in communes):
            return True
        folded = f" {fold(plain(text))} "
        return any(f" {kind} {place} " in folded for kind in ("phuong", "xa", "dac khu", "thi tran", "p."))

    def _of_a_group(self, text: str, said: str) -> Scope | None:
        """The answer for a class of bodies of one level, None where the party is no such class."""
        groups = groups_in(text)
        if not groups:
            return None
        level = self._profile.level
        bound = [
            group for group in groups if group.level == level or (group.level == "all" and level != "outside")
        ]
        localities = [group for group in groups if group.level == "localities"]
        if localities and not bound and level in ("commune", "province"):
            if level == "commune" and self.source == "above" and self._issuer_level() == "ministry":
                return Scope(
                    None, f"{said} trong văn bản của trung ương thường là tỉnh, thành phố; cần xem lại"
                )
            bound = localities
        if not bound:
            words = LEVEL_WORDS.get(groups[0].level, "nơi khác")
            return Scope(False, f"giao cho {said}, {words}; không gồm {self._us}")
        if SOME_OF_THEM.search(plain(text)):
            return Scope(None, f"{said} chỉ gồm một số nơi; cần xem {self._us} có thuộc diện này không")
        return Scope(True, f"{self._us} thuộc nhóm {said}")

    def _one_of_ours(self, text: str) -> Known | None:
        """Our body of this name, or whose leader is named ('Chủ tịch UBND phường', 'Trưởng Công an')."""
        words = self._words.of(without_honorific(text))
        if not words:
            return None
        asked = [words]
        for post in _POSTS:
            size = len(post.replace(",", "").split(" "))
            if " ".join(words[:size]) == post.replace(",", "") and len(words) > size:
                asked.append(words[size:])
        for each in asked:
            exact = [known for known in self._names if known.words == each]
            short = exact or [known for known in self._names if same(each, known.words)]
            # 'Trưởng phòng Kinh tế' has no 'Phòng' left: the body may go without its first word.
            if not short and each is not words and len(each) > 1:
                short = [known for known in self._names if known.words[1:] == each]
            if short:
                return short[0]
        return None

    def _named(self, known: Known, said: str) -> Scope:
        """A name of ours without our place: ours in our own papers, doubtful in those of others."""
        place = COMMUNE_KIND.search(plain(said)) is not None
        axis = _AXIS_WORDS.get(known.body.axis or "", "")
        unit = (
            "" if known.agency else f", đơn vị của {axis} {self._us}" if axis else f", đơn vị của {self._us}"
        )
        if self.source == "ours" or self._profile.level != "commune":
            return Scope(True, f"ghi đích danh {known.body.name}{unit}")
        if self.source == "other":
            return Scope(False, f"{said} là của nơi ban hành văn bản, không phải của {self._us}")
        if self.source == "above" and not place:
            if self._sent_to:
                return Scope(
                    None,
                    f"{said} trùng tên đơn vị của {self._us} nhưng văn bản do cấp trên ban hành; cần xem lại",
                )
            return Scope(False, f"{said} là của cơ quan ban hành, không ghi phường, xã")
        if self.source == "unknown" and self._document.issuer and not place and not self._sent_to:
            return Scope(
                None, f"{said} trùng tên với của {self._us}, văn bản không ghi rõ nơi nào; cần xem lại"
            )
        return Scope(True, f"ghi đích danh {known.body.name}{unit}")

    def _by_source(self, text: str) -> Scope:
        """A group or a body whose level is not said: whose it is follows from who issued the document, and to whom."""
        said, level = _quoted(text), level_of(text)
        if self.source == "other":
            return Scope(False, f"{said} là của nơi ban hành văn bản, không phải của {self._us}")
        if belongs_above(text) and self._profile.level == "commune":
            return Scope(False, f"{said} thuộc cơ quan cấp trên")
        if level == "commune":
            return self._of_some_commune(said)
        if self.source == "ours":
            if is_group(text) or _is_person(text):
                return Scope(True, f"{said} trong văn bản của {self._us}")
            return Scope(None, f"{said} chưa có trong danh sách đơn vị của {self._us}; cần xem lại")
        if not is_group(text):
            if self.source == "unknown":
                return Scope(None, f"{said} không có trong danh sách đơn vị của {self._us}; cần xem lại")
            return Scope(False, f"giao cho {said}, không thuộc {self._us}")
        if self.source == "above" and BRANCHES.search(plain(text)):
            return Scope(False, f"{said} là các ngành của cấp trên; không gồm {self._us}")
        if not self._sent_to:
            if self.source == "above" and not self._orders_us and not SOME_OF_THEM.search(plain(text)):
                return Scope(False, f"{said} của cơ quan ban hành; văn bản không gửi {self._us}")
            return Scope(None, f"{said} không ghi rõ những nơi nào; cần xem lại")
        if SOME_OF_THEM.search(plain(text)):
            return Scope(None, f"{said} không ghi rõ những nơi nào; cần xem {self._us} có liên quan không")
        return Scope(True, f"{said} gồm cả {self._us}: {self._sent_to}")

    def _of_some_commune(self, said: str) -> Scope:
        """'… phường' without a name: in our own papers it is ours."""
        if self.source == "ours":
            return Scope(True, f"{said} trong văn bản của {self._us}")
        if self._sent_to or self.source == "above":
            return (
                Scope(True, f"{said} ở mọi xã, phường")
                if self._profile.level == "commune"
                else Scope(False, f"giao cho {said}")
            )
        return Scope(None, f"{said} không ghi tên phường, xã; cần xem lại")

    def _issuer_level(self) -> Level | None:
        document = self._document
        for value in (document.issuer, document.parent_body):
            level = level_of(value.text) if value else None
            if level:
                return level
        return None

    def _source(self) -> Source:
        document, level = self._document, self._issuer_level()
        issuers = [value.text for value in (document.issuer, document.parent_body) if value]
        if any(self._names_our_place(each, named_communes(each)) for each in issuers):
            return "ours"
        if any(named_communes(each) for each in issuers[:1]):
            return "other"
        if level in _ABOVE:
            if any(
                same(self._words.of(each), known.words)
                for each in issuers[:1]
                for known in self._names
                if known.agency
            ):
                return "ours"
            return "above"
        # 'Ban Thường vụ Đảng ủy phường', or no letterhead: the place in front of the date tells whose.
        place = document.place.text if document.place else ""
        if self._words.place and fold(plain(place)) == " ".join(self._words.place):
            return "ours"
        return "ours" if not place and any(self._one_of_ours(each) for each in issuers[:1]) else "unknown"

    def _addressed(self) -> str:
        """Why the document reaches us: its addressees, else its recipients; '' where they do not say."""
        document = self._document
        for values, words in ((document.addressees, "văn bản gửi"), (document.recipients, "nơi nhận có")):
            for value in values:
                if self._binds(value.text):
                    return f"{words} {_quoted(value.text)}"
        return ""


def _quoted(text: str) -> str:
    return f"“{' '.join(text.replace('*', ' ').split())}”"


def _is_person(text: str) -> bool:
    return without_honorific(text) != squeeze(nfc(text))


def mark(reading: Reading, profile: Profile) -> Reading:
    """Fills `scope` of every task of the reading, which is given back."""
    share = Share(profile, reading.document, reading.tasks)
    for task in reading.tasks:
        task.scope = share.of(task)
    return reading
