"""The six lamps of a task and its kind, derived from its fields and never guessed."""

from sauro.reading.lexicon import Pattern
from sauro.reading.model import Clarity, Deadline, OwnerSource, TaskKind, Value
from sauro.vietnamese.text import fold

# A class of parties does not light the lamp of the person: nobody in it is named.
_CLASS = Pattern(
    r"^(?:tat ca )?(?:cac|moi|tung|nhung|mot so|toan the|can bo|nguoi|to chuc, ca nhan|cap uy|co quan, don vi|don vi|he thong chinh tri"
    r"|dang vien|thu truong (?:cac|co quan)|lanh dao cac|so, ban|cac so)\b"
)
# Acts that end: a thing is made, sent, founded, mended, held or handed over. Everything else goes on.
_DEFINITE = Pattern(
    r"^(?:khan truong |tap trung |chu dong |kip thoi |tiep tuc |chu tri,? |phoi hop[^,;]{0,80} |voi [^,;]{0,80}? |de |thuc hien )*"
    r"(?:tong hop|lap|ban hanh|gui|bao cao|trinh|nop|tong ket|so ket|hoan thanh|hoan thien|thanh lap|kien toan|tham dinh|cu |chuan bi|thong ke|phe duyet"
    r"|cong bo|ban giao|giai the|dang ky|doi chieu|xet duyet|kiem ke|nghien cuu, (?:de xuat|xu ly|bao cao|tong hop)|nghien cuu ky|xem xet|ky ket|khai mac"
    r"|to chuc (?:hoi nghi|hoi thao|le|lop|tap huan|ra quan|dai hoi|so ket|tong ket|hop|khao sat|kiem diem|phat dong|lay y kien|bau|thi|cuoc)"
    r"|xay dung (?:ke hoach|quy|de an|phuong an|chuong trinh|bo|he thong|cac chuyen)"
    r"|kiem tra, (?:ra soat|so sanh|doi chieu)|kiem tra (?:tinh|su|quyet toan)|bo tri (?:phong|dia diem|von|quay|may|luc luong)|de xuat|nhan xet|lam viec|gop y"
    r"|tham gia gop y|tham muu (?!.{0,60}(?:theo doi|don doc))|moi |khac phuc|cai tao|sua chua|lap dat|nao vet|son |phan cong|phat dong|du tru|can doi|dung |thi cong|khoi cong|niem yet"
    r"|treo|thao do|di doi|so tan|thu hoi|mua sam|bau |chot |khao sat|hiep thuong|binh xet|nghiem thu|quyet toan|danh gia hien trang|kiem dem|do dac)"
)
# Looking through something ends where that is all there is to do.
_LOOKS_THROUGH = Pattern(
    r"^(?:khan truong |tap trung |chu dong |tiep tuc )*(?:tong )?(?:ra soat|kiem tra|nghien cuu)\b"
)
_SHORT = 170  # characters of a task that is one act
_FIRST_WORDS = 240  # characters within which a product is that of the main act


def clarity_of(
    *,
    owners: list[Value],
    source: OwnerSource,
    action: Value | None,
    deadlines: list[Deadline],
    accountable: Value | None,
    deliverable: Value | None,
    authority: Value | None,
) -> Clarity:
    """The lamps: person, work, time, responsibility, product, authority (rõ người … rõ thẩm quyền).

    *person*: a named owner in the task's own text or its heading; a class ('các đơn vị') or the addressees do not count.
    *time*: a date, a rhythm or a period that can be computed. *responsibility*: somebody named answers for it, or there
    is exactly one named lead.
    """
    named = [owner for owner in owners if source != "document" and is_named(owner.text)]
    timed = any(d.end_date or d.start_date or d.recurrence or d.duration for d in deadlines)
    return Clarity(
        person=bool(named),
        work=action is not None,
        time=timed,
        responsibility=accountable is not None or (len(named) == 1 and len(owners) == 1),
        product=deliverable is not None,
        authority=authority is not None,
    )


def is_named(owner: str) -> bool:
    """Whether the words name one body or person, not a class."""
    return _CLASS.match(" ".join(fold(owner).split())) is None


def kind_of(words: str, deadlines: list[Deadline], deliverable: Value | None) -> TaskKind:
    """`recurring` with a rhythm of its own; `one_off` for a definite act, product or date; else `standing`.

    `words` are those of the task from its verb on. A product named far behind the verb is only one of many things to do.
    """
    if any(each.recurrence for each in deadlines):
        return "recurring"
    if any(each.end_date or each.start_date or each.duration for each in deadlines):
        return "one_off"
    if deliverable is not None and words.find(deliverable.text) < _FIRST_WORDS:
        return "one_off"
    folded = " ".join(fold(words.lstrip("*_ ")).split())
    if _LOOKS_THROUGH.match(folded):
        return "one_off" if len(folded) < _SHORT else "standing"
    return "one_off" if _DEFINITE.match(folded) else "standing"
