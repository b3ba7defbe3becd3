"""Who acts in whose place in the demo ward, who decides on what, and a handover that is finished: all by its people."""

from datetime import date, timedelta

from sauro.organisation import actions
from sauro.organisation.models import Level, Post
from sauro.site.demo.organise import ADMINISTRATOR, Demo
from sauro.tasks.actions import assign
from sauro.tasks.drafts import PartyDraft, TaskDraft

# matter, field of work, phrases, level, position, source
MATRIX: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("Cấp giấy phép xây dựng nhà ở riêng lẻ", "Đô thị, xây dựng, môi trường", "giấy phép xây dựng; cấp phép xây dựng",
     Level.WARD, "Chủ tịch UBND phường", "Quyết định phân cấp quản lý trật tự xây dựng của UBND thành phố"),
    ("Xử phạt vi phạm trật tự xây dựng", "Đô thị, xây dựng, môi trường", "vi phạm trật tự xây dựng; xử phạt",
     Level.WARD, "Chủ tịch UBND phường", "Luật Xử lý vi phạm hành chính, Điều 38"),
    ("Cải tạo hệ thống thoát nước liên phường", "Đô thị, xây dựng, môi trường", "thoát nước liên phường; úng ngập liên phường",
     Level.ABOVE, "UBND thành phố Lam Giang", "Quyết định phân cấp hạ tầng kỹ thuật đô thị của UBND thành phố"),
    ("Thu hồi đất", "Đất đai, giải phóng mặt bằng", "thu hồi đất; giải phóng mặt bằng",
     Level.ABOVE, "UBND thành phố Lam Giang", "Luật Đất đai, Điều 83; quyết định phân cấp của thành phố"),
    ("Xác nhận tình trạng đất đai", "Đất đai, giải phóng mặt bằng", "xác nhận tình trạng đất",
     Level.WARD, "Phó Chủ tịch UBND phường", "Thông báo phân công nhiệm vụ của UBND phường"),
    ("Quyết định chi trong dự toán được giao", "Kinh tế, ngân sách", "dự toán; chi ngân sách; giải ngân",
     Level.WARD, "Chủ tịch UBND phường", "Luật Ngân sách nhà nước, Điều 52"),
    ("Nội dung khác về kinh tế, ngân sách", "Kinh tế, ngân sách", "", Level.WARD, "Chủ tịch UBND phường",
     "Quy chế làm việc của UBND phường, Điều 4"),
    ("Tổ chức lễ hội cấp phường", "Văn hóa, xã hội", "lễ hội; hội làng", Level.WARD, "Chủ tịch UBND phường",
     "Nghị định về quản lý và tổ chức lễ hội"),
    ("Trợ cấp xã hội hằng tháng", "Văn hóa, xã hội", "trợ cấp xã hội; bảo trợ xã hội", Level.WARD,
     "Chủ tịch UBND phường", "Nghị định 20/2021/NĐ-CP, Điều 8"),
)  # fmt: skip


def lend_and_cover(demo: Demo, today: date) -> None:
    """The authority matrix, a change of portfolio, two delegations, and who is away."""
    manager = demo.access(ADMINISTRATOR)
    for matter, field, phrases, level, position, source in MATRIX:
        actions.set_authority(
            manager,
            matter=matter,
            work_field=demo.fields[field],
            phrases=phrases,
            level=level,
            position=position,
            source=source,
            valid_from=today - timedelta(days=300),
        )
    actions.assign_field(
        manager,
        demo.people["Phùng Thị Hạ Lan"],
        work_field=demo.fields["Đô thị, xây dựng, môi trường"],
        area="Khu vực bờ đê, tổ dân phố số 4 đến số 7",
        document_text="15/TB-UBND",
        valid_from=today - timedelta(days=60),
    )
    _lend(demo, today)
    _cover(demo, today)


def _lend(demo: Demo, today: date) -> None:
    chair = Post.objects.get(person=demo.people["Đoàn Minh Thước"], agency=demo.agencies["committee"])
    actions.delegate(
        demo.access("chutich"),
        chair,
        demo.people["Phùng Thị Hạ Lan"],
        valid_from=today - timedelta(days=1),
        valid_to=today + timedelta(days=6),
        powers=["decide", "assign"],
        work_field=demo.fields["Văn hóa, xã hội"],
        document_text=f"12/GUQ-UBND ngày {today - timedelta(days=2):%d/%m/%Y}",
        reason="Đi công tác theo đoàn của thành phố",
    )
    head = Post.objects.get(person=demo.people["Quách Đình Kè"], unit=demo.units["economy"])
    actions.delegate(
        demo.access("truongphong.kinhte"),
        head,
        demo.people["Từ Thị Ngò"],
        valid_from=today + timedelta(days=3),
        valid_to=today + timedelta(days=9),
        document_text="Giấy ủy quyền của Trưởng phòng Kinh tế, Hạ tầng và Đô thị",
        reason="Nghỉ phép năm",
    )


def _cover(demo: Demo, today: date) -> None:
    actions.record_absence(
        demo.access("truongphong.kinhte"),
        demo.people["Quách Đình Kè"],
        stand_in=demo.people["Từ Thị Ngò"],
        valid_from=today + timedelta(days=3),
        valid_to=today + timedelta(days=9),
        kind="leave",
    )
    actions.record_absence(
        demo.access("chuyenvien.vanhoa"),
        demo.people["Mai Thị Thoi"],
        stand_in=demo.people["Lương Thị Bông"],
        valid_from=today - timedelta(days=1),
        valid_to=today + timedelta(days=2),
        kind="training",
        words="Lớp bồi dưỡng nghiệp vụ tại thành phố",
    )


LEFT_BEHIND = (
    ("Tổng hợp số liệu báo cáo tuần của UBND phường", "Báo cáo tuần", 5),
    ("Theo dõi thực hiện kết luận giao ban tháng", "Bảng theo dõi kết luận", 12),
    ("Chuẩn bị tài liệu kỳ họp chuyên đề của HĐND phường", "Bộ tài liệu kỳ họp", 18),
)


def hand_over(demo: Demo, today: date) -> None:
    """A specialist of the office is transferred: what stands in his name goes to the head of the office, who confirms."""
    leaver, receiver = demo.people["Giang Văn Nơm"], demo.people["Âu Văn Cần"]
    committee, chair = demo.agencies["committee"], demo.access("chutich")
    for title, product, days in LEFT_BEHIND:
        draft = TaskDraft(
            agency_id=committee.pk,
            title=title,
            leads=[PartyDraft(person_id=leaver.pk)],
            deliverable=product,
            due_date=today + timedelta(days=days),
            authority="Chủ tịch UBND phường",
        )
        assign(demo.access("vanthu"), draft)
    one = actions.open_handover(
        chair,
        leaver,
        committee,
        last_day=today + timedelta(days=8),
        reason="Điều động về Văn phòng Đảng ủy phường",
    )
    named = {item.uid: (receiver, "Kèm hồ sơ bản giấy, tủ số 2") for item in one.items.all()}
    one = actions.name_receivers(chair, one, named, version=one.version)
    actions.receive_items(demo.access("chanhvanphong"), one, list(named))
