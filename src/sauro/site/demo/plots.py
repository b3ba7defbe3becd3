"""Invented tasks in any number: what is to be done, by whom, by when. The same seed deals the same tasks."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sauro.site.demo.organise import Demo
from sauro.site.demo.people import ANSWERS
from sauro.site.demo.ward import UNITS
from sauro.tasks.drafts import PartyDraft, TaskDraft
from sauro.tasks.models import TaskKind

SEED = 20_260_702
RARE_UNIT = "health"
"""Leads one task in a hundred and supports none: whoever sees his own unit's tasks only, sees 1 % of all there."""
RARE_EVERY = 100

CLERKS = {"party": "vanthu.danguy", "committee": "vanthu", "front": "vanthu.mattran", "council": "vanthu"}
SHARES = {"committee": 80, "party": 12, "front": 5, "council": 3}

VERBS = (
    ("Rà soát", "Danh sách rà soát"),
    ("Lập danh sách", "Danh sách"),
    ("Xây dựng kế hoạch", "Kế hoạch"),
    ("Tham mưu phương án", "Phương án"),
    ("Kiểm tra", "Biên bản kiểm tra"),
    ("Tổng hợp", "Báo cáo tổng hợp"),
    ("Hướng dẫn", "Văn bản hướng dẫn"),
    ("Khảo sát", "Báo cáo khảo sát"),
    ("Công khai", "Bản công khai"),
    ("Tổ chức tuyên truyền về", "Báo cáo kết quả tuyên truyền"),
    ("Đôn đốc", ""),
    ("Phối hợp thực hiện", ""),
)
OBJECTS = (
    "các điểm họp chợ tạm",
    "vỉa hè, lòng đường bị lấn chiếm",
    "hồ sơ hộ tịch đã số hóa",
    "hộ nghèo, hộ cận nghèo",
    "cơ sở kinh doanh có người ở lại qua đêm",
    "điểm trông giữ xe",
    "việc thu gom rác thải sinh hoạt",
    "hệ thống thoát nước",
    "cây xanh, chiếu sáng công cộng",
    "người có công và thân nhân",
    "kiến nghị của cử tri",
    "thủ tục hành chính giải quyết trực tuyến",
    "việc giải ngân vốn đầu tư công",
    "an toàn thực phẩm tại bếp ăn bán trú",
    "quỹ nhà, đất công sau sắp xếp",
    "công tác phòng cháy, chữa cháy",
    "sinh hoạt chuyên đề của chi bộ",
    "quy ước tổ dân phố",
    "dữ liệu dân cư trên ứng dụng định danh",
    "tiêm chủng cho trẻ em trong độ tuổi",
)
PLACES = (
    "trên địa bàn phường",
    "tại khu vực chợ Cống Trắng",
    "dọc đường Bờ Đê",
    "tại Bến Sậy",
    "ở các ngõ của phố Hàng Lau",
    "tại các nhà văn hóa tổ dân phố",
    "tại Trung tâm Phục vụ hành chính công",
    "quanh các trường học",
    "ven sông Lam Giang",
    "tại khu tái định cư",
)
RHYTHMS = (
    ("hằng tháng, trước ngày 25", "FREQ=MONTHLY;BYMONTHDAY=25"),
    ("hằng tuần, vào thứ Sáu", "FREQ=WEEKLY;BYDAY=FR"),
    ("hằng quý", "FREQ=MONTHLY;INTERVAL=3"),
)


@dataclass(frozen=True)
class Plot:
    """One task to be made: by whom it is assigned, and its draft."""

    clerk: str  # username
    draft: TaskDraft


class Plots:
    """Deals invented tasks for a ward, as seen on one day."""

    def __init__(self, demo: Demo, today: date, *, seed: int = SEED, first: int = 0) -> None:
        self.demo, self.today, self.number = demo, today, first
        self.chance = random.Random(f"{seed}-{first}")  # noqa: S311 - an invented ward
        self.units = {
            agency: [row.key for row in UNITS if row.agency == agency and row.key != RARE_UNIT]
            for agency in SHARES
        }
        self.leaders = {
            unit: demo.people[row.leader].pk for row in ANSWERS if row.ends is None for unit in row.units
        }
        self.fields = [field.pk for field in demo.fields.values()]

    def deal(self, count: int) -> Iterator[Plot]:
        for _ in range(count):
            self.number += 1
            yield self._one()

    def _one(self) -> Plot:
        chance = self.chance
        agency = "committee"
        lead = RARE_UNIT
        if self.number % RARE_EVERY:
            agency = chance.choices(list(SHARES), list(SHARES.values()))[0]
            lead = chance.choice(self.units[agency])
        supports = [unit for unit in self._others(agency) if unit != lead]
        verb, product = chance.choice(VERBS)
        work = f"{verb} {chance.choice(OBJECTS)} {chance.choice(PLACES)}, đợt {self.number}"
        draft = TaskDraft(
            agency_id=self.demo.agencies[agency].pk,
            title=work,
            leads=[PartyDraft(unit_id=self.demo.units[lead].pk)],
            supports=[PartyDraft(unit_id=self.demo.units[unit].pk) for unit in supports],
            deliverable=product,
            authority="Chủ tịch UBND phường" if agency == "committee" and chance.random() < 0.6 else "",
            accountable_leader_id=self.leaders.get(lead),
            work_field_id=chance.choice(self.fields),
        )
        self._time(draft)
        return Plot(CLERKS[agency], draft)

    def _others(self, agency: str) -> list[str]:
        count = self.chance.choices((0, 1, 2, 3), (35, 35, 20, 10))[0]
        return self.chance.sample(self.units[agency], min(count, len(self.units[agency])))

    def _time(self, draft: TaskDraft) -> None:
        """One in ten is a duty without end, one in twelve has a rhythm, one in fifteen no date yet."""
        chance = self.chance.random()
        if chance < 0.10:
            draft.kind = TaskKind.STANDING
        elif chance < 0.18:
            draft.kind = TaskKind.RECURRING
            draft.due_text, draft.rrule = self.chance.choice(RHYTHMS)
        elif chance > 0.25:
            draft.due_date = self.today + timedelta(days=self.chance.randint(-60, 120))
