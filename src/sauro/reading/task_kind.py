"""Of what kind a task is: done once, coming back, or a duty without end."""

import re

from sauro.reading.lexicon import Pattern
from sauro.reading.model import Deadline, Document, TaskKind, Value
from sauro.vietnamese.text import fold

_OPENING = (
    r"^(?:(?:khan truong|tap trung|chu dong|tich cuc|kip thoi|som|ngay|truc tiep|dong thoi|chu tri,?|trien khai(?= ra| so| danh)"
    r"|thuc hien(?= danh| ra| chi tra| kiem| doi| xay| hoan| lap| thu| tong)|to chuc(?= ra| danh| xay| lap| kiem)|phai|can) )*"
)
# Verbs of duties that have no end, as the first verb of a task.
_CONTINUING = Pattern(
    r"^(?:chu dong |tap trung |luon |tich cuc |truc tiep )*"
    r"(?:tiep tuc|chi dao(?! hoan thanh| xay dung| lap)|thuong xuyen|tang cuong|day manh|nang cao|phat huy|duy tri|giu vung|giu gin|chu trong|quan tam|coi trong|de cao|neu cao|siet chat|quan ly|theo doi|don doc"
    r"|giam sat|doi moi|da dang hoa|mo rong|thuc day|phat trien|khuyen khich|van dong|tuyen truyen|pho bien|chiu trach nhiem|phu trach|lam tot|thuc hien (?:tot|nghiem|hieu qua|co hieu qua|dong bo)"
    r"|chap hanh|tuan thu|bao dam|dam bao|guong mau|lanh dao|dinh huong|huy dong|cham lo|nam (?:bat|chac|tinh)|khong de|uu tien|cung co|tranh thu|lan toa|tham gia tich cuc)\b"
)
# … that stay duties without end even where the document is about one event.
_ALWAYS_CONTINUING = Pattern(
    r"^(?:thuong xuyen|theo doi|duy tri|phu trach|chiu trach nhiem|quan ly|chi dao(?:, dieu hanh| chung|, huong dan)|don doc|giam sat|phan cong, chi dao"
    r"|quyet dinh (?:nhung|cac) van de)\b"
)
# One thing made and then kept going ('Hoàn thiện và vận hành các nền tảng số'): the second goes on.
_KEPT_GOING = Pattern(
    r"^(?:chu dong |tap trung |tich cuc )*(?:xay dung|hoan thien|cu the hoa|ban hanh|lap|phat trien|doi moi)[^,;.]{0,20} va (?:to chuc )?(?:thuc hien|trien khai|van hanh|duy tri)\b"
)
_LOOSE = Pattern(r"^(?:cac |nhung )?(?:co che|chinh sach|chu truong)\b")
_STILL = Pattern(
    r"\b(?:tiep tuc|thuong xuyen)(?: (?:chu dong|tap trung|day manh|phoi hop[^,;]{0,60}))*$|\bthuc hien (?:nghiem|tot)\b[^,;.]{0,60}$"
)
# A duty that waits for a case: 'Trường hợp vượt thẩm quyền, báo cáo …', 'nếu có vướng mắc, phản ánh về …'.
_CASE = Pattern(
    r"^(?:(?:doi voi|voi) )?(?:cac )?(?:truong hop|neu |khi (?:co|phat sinh|phat hien|can|nhan duoc)|trong qua trinh [^.;]{0,90}?\b(?:neu|khi|co (?:kho|vuong|van|phat)|gap|phat sinh))"
)
# '…; khi có vụ việc phát sinh phải báo cáo trong vòng 24 giờ': the length counts from each case.
_CASE_INSIDE = Pattern(r"[;,] (?:khi (?:co|phat sinh|phat hien|xay ra)|neu |truong hop )")
# Acts that end: a thing is made, sent, founded, mended, held or handed over.
_DEFINITE = Pattern(
    _OPENING
    + r"(?:tong hop|lap|ban hanh|gui|bao cao|trinh|nop|tong ket|so ket|hoan thanh|hoan thien|thanh lap|kien toan|tham dinh|cu |chuan bi|thong ke|phe duyet"
    r"|cong bo|ban giao|giai the|dang ky|doi chieu|xet duyet|kiem ke|nghien cuu,? (?:[^,;.]{0,30})?(?:de xuat|xu ly|bao cao|tong hop|sua doi|xay dung|giai quyet|tham muu)|nghien cuu ky|xem xet|ky ket|khai mac"
    r"|to chuc (?:hoi nghi|hoi thao|hoi thi|le|lop|tap huan|ra quan|dai hoi|so ket|tong ket|hop|khao sat|kiem diem|phat dong|lay y kien|bau|thi |cuoc|chuong trinh|ngay hoi|giai |doi thoai|toa dam|quan triet)"
    r"|xay dung (?:ke hoach|quy|de an|phuong an|chuong trinh|bo |he thong|cac chuyen|co che|chuyen trang|kich ban|giai phap)|xay dung, (?:nang cap|ban hanh|hoan thien|trinh)"
    r"|kiem tra, (?:ra soat|so sanh|doi chieu)|kiem tra (?:tinh|su|quyet toan|day du)|bo tri (?:phong|dia diem|von|quay|may|luc luong|xe|hoi truong)|de xuat|nhan xet|lam viec|gop y"
    r"|tham gia gop y|tham muu (?!.{0,60}\b(?:theo doi|don doc|chi dao|dieu hanh|quan ly|lanh dao|tang cuong))|moi |khac phuc|cai tao|sua chua|lap dat|nao vet|son |phan cong|phat dong|du tru|can doi|dung |thi cong|khoi cong|niem yet"
    r"|treo|thao do|di doi|so tan|thu hoi|mua sam|bau |chot |khao sat|hiep thuong|binh xet|nghiem thu|quyet toan|danh gia hien trang|danh gia ket qua|kiem dem|do dac|lat |trong cay|xu ly dut diem"
    r"|giai quyet dut diem|tra loi|giai trinh|xac minh|hop |chuyen (?:ho so|don|ket qua|vu viec)|(?:trien khai, )?dau tu xay dung|cung cap (?:so lieu|thong tin|ho so|tai lieu)|ra soat,? [^.;]{0,40}?(?:sua doi|bo sung|hoan thien|de xuat|bao cao|thong ke|lap |xac dinh|tong hop|cu the hoa)"
    r"|dieu chinh|sua doi|cap nhat, hoan thien|chuan hoa|tap huan|trao doi, (?:phoi hop|thong nhat)|thong nhat|tiep thu|dau thau|dau gia|chi tra|tiem |kham |phun |trao |tang qua|tham hoi)"
)
# … or something is moved, opened, provided or put in its place, so many of them, or of one year.
_ONCE = Pattern(
    _OPENING
    + r"(?:xoa(?! doi| mu)|xoa bo|di chuyen|cau hinh|bo sung|mo (?!rong)|lap lai|bo tri (?:du toan|ngan sach)|cap (?:phat|moi|doi|bo sung)"
    r"|cat bo|thay the|ve |dung |sap xep lai|bien phai|dieu dong|tach |chuyen giao|so hoa|nhap (?:du|so)|nhan ban giao|di doi|tai dinh cu|khen thuong|ky )"
    r"|^[a-z]+(?: [a-z]+)? lai\b|^(?:[^\s.;]+ ){1,6}\d{2}[\d.]* [a-z]|^(?!to chuc trien khai|trien khai|thuc hien)[^.;]{0,110}(?<!thang \d )(?<!thang \d\d )\bnam 20\d\d\b"
)
# Looking through something ends where that is all there is to do.
_LOOKS_THROUGH = Pattern(
    r"^(?:(?:khan truong|tap trung|chu dong|tiep tuc|to chuc|trien khai) )*(?:tong )?(?:ra soat|kiem tra|nghien cuu)\b"
)
_GOES_ON = Pattern(r"^(?:thuc hien|ap dung|van hanh|trien khai|su dung|duy tri|to chuc thuc hien)\b")
_LABEL = re.compile(r"^[^:;.]{3,110}: ")
_SHORT = 170  # characters of a task that is one act
_FIRST_WORDS = 240  # characters within which a product is that of the main act

# Subjects of documents about one event: what they order ends with it.
# A season or a campaign ('Tết', 'cao điểm', 'ứng phó bão') lasts: what it orders goes on while it does.
_EVENT = Pattern(
    r"\b(?:to chuc (?:le|hoi nghi|hoi thi|hoi thao|cuoc thi|ngay hoi|tuan le|giai|dai hoi|ky thi|chuong trinh|cac hoat dong|cuoc|ky hop|phien|dien tap)"
    r"|kiem ke|tong dieu tra|bau cu|quyet toan|dien tap|ky niem|tuyen sinh|ky thi"
    r"|tuyen (?:quan|chon va goi)|goi cong dan nhap ngu|giao nhan quan|kham suc khoe|tiem (?:chung|phong)|tong ve sinh"
    r"|lay y kien|lay phieu|sap xep (?:don vi|to dan pho|thon|to chuc bo may)|tap huan|khai giang|trien lam|tiep xuc cu tri|le hoi|le cong bo|le ra mat|hien mau)\b"
)
_HOLDS = Pattern(
    r"^(?:v/v|ve viec|ve|ke hoach| )*to chuc (?!thuc hien|trien khai|bo may|lai|quan ly|chinh quyen|co so|dang|cong viec|san xuat|thi hanh|don )"
)
_CARRIES_OUT = Pattern(
    r"^(?:(?:v/v|ve viec|ve|ke hoach|ban hanh) )*(?:trien khai|thuc hien|trien khai thuc hien|to chuc thuc hien) (?:nghi quyet|chi thi|chuong trinh|luat|de an|ket luan|quyet dinh|chien luoc|nghi dinh)"
)


def is_about_an_event(document: Document) -> bool:
    """Whether the document is about one event (a ceremony, a stocktaking, an election), by its subject."""
    subject = " ".join(fold(document.subject.text).split()) if document.subject else ""
    if _CARRIES_OUT.match(subject):
        return False
    return _EVENT.search(subject) is not None or _HOLDS.match(subject) is not None


def kind_of(
    words: str, deadlines: list[Deadline], deliverable: Value | None, *, before: str = "", event: bool = False
) -> TaskKind:
    """`recurring` with a rhythm of its own; `one_off` for a definite act, product or date; else `standing`.

    `words` are those of the task from its verb on, `before` those that stand before it. `event`: the document is about
    one event, so that only what is a duty by its nature goes on. A product named far behind the verb, or behind a verb
    of continuing duty, is only one of many things to do.
    """
    if any(each.recurrence for each in deadlines):
        return "recurring"
    folded = _plain(words)
    if any(each.duration for each in deadlines) and _CASE_INSIDE.search(folded):
        return "standing"
    led = _plain(before)
    dated = any(each.end_date for each in deadlines)
    if dated or (any(each.kind == "offset" for each in deadlines) and not _CASE.match(led)):
        return "one_off"
    if any(each.start_date for each in deadlines):
        made = event or deliverable is not None or _DEFINITE.match(folded) is not None
        return "one_off" if made and not _GOES_ON.match(folded) else "standing"
    if _CASE.match(led) or _CASE.match(folded) or _STILL.search(led):
        return "standing"
    loose = deliverable is None or _LOOSE.match(_plain(deliverable.text)) is not None
    if loose and _KEPT_GOING.match(folded):
        return "standing"
    if (_ALWAYS_CONTINUING if event else _CONTINUING).match(folded):
        return "standing"
    if deliverable is not None and words.find(deliverable.text) < _FIRST_WORDS:
        return "one_off"
    if event:
        return "one_off"
    if _LOOKS_THROUGH.match(folded):
        return "one_off" if len(folded) < _SHORT or _DEFINITE.match(folded) else "standing"
    return "one_off" if _DEFINITE.match(folded) or _ONCE.match(folded) else "standing"


def _plain(words: str) -> str:
    """The words folded, without markup and without a label before them ('Xây dựng Đảng về đạo đức: Ban hành …')."""
    return _LABEL.sub("", " ".join(fold(words.replace("*", " ").lstrip("_ ")).split()), count=1)
