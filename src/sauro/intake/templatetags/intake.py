"""Words of the review screen that depend on data."""

from django import template
from django.utils.translation import pgettext, pgettext_lazy

from sauro.documents.models import Document
from sauro.intake.card import FieldView
from sauro.intake.queries import Screen

register = template.Library()

# Legal forms: Vietnamese data, NĐ 30/2020.
_TYPES = {
    "cong_van": "Công văn",
    "thong_bao": "Thông báo",
    "ke_hoach": "Kế hoạch",
    "chuong_trinh_hanh_dong": "Chương trình hành động",
    "chi_thi": "Chỉ thị",
    "cong_dien": "Công điện",
    "quyet_dinh": "Quyết định",
    "nghi_quyet": "Nghị quyết",
    "bao_cao": "Báo cáo",
    "to_trinh": "Tờ trình",
    "giay_moi": "Giấy mời",
    "huong_dan": "Hướng dẫn",
    "ket_luan": "Kết luận",
}
_LACKING = {
    "assignee": pgettext_lazy("lacking", "assignee"),
    "task": pgettext_lazy("lacking", "task"),
    "due_date": pgettext_lazy("lacking", "due date"),
    "accountable_leader": pgettext_lazy("lacking", "accountable leader"),
    "deliverable": pgettext_lazy("lacking", "deliverable"),
    "authority": pgettext_lazy("lacking", "authority"),
}


@register.filter
def document_type(document: Document) -> str:
    """The legal form: 'Công văn'; 'Văn bản' where it is none of those known."""
    return _TYPES.get(document.document_type, "Văn bản")


@register.filter
def lacking(missing: list[str]) -> str:
    """'thiếu hạn, sản phẩm'."""
    return pgettext("lacking", "lacks %(what)s") % {
        "what": ", ".join(str(_LACKING[name]) for name in missing)
    }


@register.filter
def seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.1f}".replace(".", ",")


@register.filter
def any_extra(fields: list[FieldView]) -> bool:
    """Whether a field behind 'more' has something to say: a fault, or what somebody else wrote."""
    return any(one.extra and (one.error or one.theirs or one.read) for one in fields)


@register.filter
def choice(field: FieldView) -> str:
    return str(dict(field.choices).get(field.value, field.value))


@register.filter
def tabs(screen: Screen) -> list[tuple[str, str, int]]:
    """(name, label, count) of the views of the list."""
    labels = (
        ("all", pgettext("tab", "All")),
        ("pending", pgettext("tab", "Waiting")),
        ("missing", pgettext("tab", "Lacking")),
        ("dropped", pgettext("tab", "Dropped")),
        ("gaps", pgettext("tab", "Paragraphs without a task")),
    )
    return [(name, label, screen.counts[name]) for name, label in labels]
