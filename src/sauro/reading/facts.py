"""The facts in the words of one task: what is done, with whom, what comes out, who receives it, who answers, who decides."""

import re
from dataclasses import dataclass

from sauro.reading import lexicon
from sauro.reading.clauses import clauses_of, lead_of, skip_markup, trim_end
from sauro.reading.heads import class_head_at, heads_in
from sauro.reading.lexicon import Pattern
from sauro.reading.named_by_place import partners_at
from sauro.reading.parties import Party, list_at, parties_at
from sauro.reading.products import long_verb_at, product_behind, product_in, verb_at

_S = r"[\s*]+"
_W = r"(?![\w])"
_LONGEST_NAMES = 500  # characters of those who receive or decide


@dataclass(frozen=True, slots=True)
class Fact:
    """Words of the text and why they were taken."""

    start: int
    end: int
    why: str


# --- with whom -------------------------------------------------------------------------------------------------

_WITH = Pattern(
    rf"(?:phối{_S}hợp|chủ{_S}trì,?(?={_S}cùng))(?:{_S}(?:chặt{_S}chẽ|thường{_S}xuyên|tốt|đồng{_S}bộ))?,?(?:{_S}(?:với|cùng|giữa))?(?:[\s*]*:)?{_S}",
    re.IGNORECASE,
)


_LEADS_FIRST = Pattern(
    rf"chủ{_S}trì(?:{_S}thực{_S}hiện)?[,;:]{_S}(?!(?:và{_S})?(?:phối|cùng|tham))", re.IGNORECASE
)
_JOINS_IN = Pattern(
    rf"[\s*,]*(?:cùng{_S})?(?:tham{_S}gia,?{_S})?(?:phối{_S}hợp|hỗ{_S}trợ{_S}thực)(?![\w])", re.IGNORECASE
)


def coordinators_in(text: str, start: int, end: int) -> list[Party]:
    """The parties after 'phối hợp với / cùng', in order, none twice."""
    found: list[Party] = []
    for match in _WITH.finditer(text, start, end):
        if _NAME_OF_A_RULE.search(text[max(start, match.start() - 16) : match.start()]):
            if not _WITH_WHOM.search(match.group()):
                continue  # 'quy trình phối hợp hội chẩn', 'quy chế phối hợp quản lý …': its name
        at = skip_markup(text, match.end(), end)
        parties = parties_at(text, at, end, classes=True)
        if not parties and _WITH_WHOM.search(match.group()):
            parties = partners_at(text, at, end)
        for party in parties:
            if all(party.text.casefold() != other.text.casefold() for other in found):
                found.append(party)
    for match in _LEADS_FIRST.finditer(text, start, end):
        parties, after = list_at(text, skip_markup(text, match.end(), end), end, classes=True)
        if parties and _JOINS_IN.match(text, after, end):  # 'Sở A chủ trì, Sở B, Sở C phối hợp …'
            found += [
                party
                for party in parties
                if all(party.text.casefold() != other.text.casefold() for other in found)
            ]
    return found


# --- what is done ----------------------------------------------------------------------------------------------

_NAME_OF_A_RULE = re.compile(
    r"(?:quy\s+(?:chế|trình|định)|cơ\s+chế|kế\s+hoạch|chương\s+trình|công\s+tác)\s+$", re.IGNORECASE
)
_WITH_WHOM = re.compile(r"(?:với|cùng)[\s*]+", re.IGNORECASE)
_WORD_START = re.compile(r"(?<![^\W\d_])[a-zđà-ỹ]")
_JOINED = Pattern(rf",{_S}|{_S}và{_S}|{_S}")
_AUXILIARY = Pattern(rf"(?:{lexicon.MANNER}){_W}[\s,*]*", re.IGNORECASE)


def action_in(text: str, verb: int, end: int) -> Fact | None:
    """The content verb, or the verbs joined to it, from where the clause's verb stands."""
    at = _behind_partners(text, skip_markup(text, verb, end), end)
    for _ in range(6):
        auxiliary = _AUXILIARY.match(text, at, end)
        if not auxiliary or auxiliary.end() >= end or verb_at(text, auxiliary.end(), end) is None:
            break
        at = auxiliary.end()
    last = verb_at(text, at, end)
    if last is None:
        for word in _WORD_START.finditer(text, at, end):
            last = verb_at(text, word.start(), end)
            if last is not None:
                return Fact(word.start(), last, "động từ chính của câu")
        return None
    for _ in range(4):
        joint = _JOINED.match(text, last, end)
        other = long_verb_at(text, joint.end(), end) if joint else None
        if other is None:
            break
        last = other
    return Fact(at, last, "động từ chính của câu")


def _behind_partners(text: str, at: int, end: int) -> int:
    """Behind 'với Trung tâm Dịch vụ tổng hợp', whose name may hold what looks like a verb."""
    joined = _WITH_WHOM.match(text, at, end)
    parties = parties_at(text, joined.end(), end, classes=True) if joined else []
    return skip_markup(text, parties[-1].end, end) if parties else at


# --- what comes out --------------------------------------------------------------------------------------------


def deliverable_in(text: str, start: int, end: int, verb: int | None = None) -> Fact | None:
    """The document, plan, report, register or the like that the task is to produce (`products.product_in`)."""
    found = product_in(text, start, end, verb)
    return Fact(found.start, found.end, f"sản phẩm của “{found.verb}”") if found else None


# --- to whom it goes -------------------------------------------------------------------------------------------

_TO_AUTHORITY = Pattern(rf"(?:cấp|cơ{_S}quan|người){_S}(?:có{_S})?(?:thẩm|thâm|thầm){_S}quyền", re.IGNORECASE)
_SENDING = Pattern(
    r"(?<![\w])(?:(?P<far>báo\s+cáo(?!\s+viên)|gửi(?!\s+trẻ)|nộp|phản\s+ánh(?!\s+với)|phản\s+hồi(?!\s+với)"
    r"|chuyển\s+(?:hồ\s+sơ|kết\s+quả|đơn|danh\s+sách|báo\s+cáo|văn\s+bản|vụ\s+việc|tài\s+liệu|số\s+liệu))|chuyển(?!\s+(?:đổi|giao|biến|sang|dịch|hóa|hoá|tải|mục))"
    r"|(?<!quá[\s*])(?<!quy[\s*])(?<!chương[\s*])(?<!công[\s*])(?<!lộ[\s*])(?<!tiến[\s*])(?<!giáo[\s*])(?<!tờ[\s*])trình(?!\s+(?:độ|tự|diễn))"
    r"|xin\s+ý\s+kiến)(?![\w])",
    re.IGNORECASE,
)
_LINK = Pattern(
    r"(?:(?:,|\s+và)\s+(?:đề\s+xuất|tham\s+mưu))?(?:\s+(?:kịp\s+thời|ngay|bằng\s+văn\s+bản))?[\s*]*(?:về|cho|đến|tới|lên|với)?[\s*]+",
    re.IGNORECASE,
)
_FAR_LINK = Pattern(
    r"[\s*](?:về|cho|đến|tới|gửi|lên|sang|(?<!hợp[\s*])(?<!đối[\s*])(?<!cùng[\s*])(?<!việc[\s*])với)[\s*]+"
)
# what is done before something else is sent: 'đối chiếu số liệu trước khi tổng hợp, gửi báo cáo cho Sở'
_BEFORE_SENDING = Pattern(rf"trước{_S}khi{_S}[^.;]{{0,16}}\Z", re.IGNORECASE)
_SENTENCE_END = Pattern(r"[;:]|\.(?=\s|$)")
# People who are served, taught or told receive no report.
_SERVED = Pattern(
    rf"(?:(?:các|từng|mỗi|những|toàn{_S}thể){_S})?(?:đối{_S}tượng|nhóm|người|cán{_S}bộ|công{_S}chức|viên{_S}chức|hộ|nhân{_S}dân|đảng{_S}viên|đoàn{_S}viên|hội{_S}viên"
    rf"|học{_S}sinh|doanh{_S}nghiệp|bộ{_S}phận{_S}biên|cộng{_S}đồng|cá{_S}nhân|tỉnh{_S}|cơ{_S}sở{_S}sản){_W}",
    re.IGNORECASE,
)


def report_to_in(text: str, start: int, end: int, owners: list[str]) -> Fact | None:
    """The body that the result is reported, sent or submitted to; a bracketed '(qua …)' is left out.

    The first one that is not an owner: 'gửi Sở A tổng hợp, báo cáo Ủy ban' goes to Sở A alone.
    """
    taken = {name.casefold() for name in owners}
    limit = start
    for match in _SENDING.finditer(text, start, end):
        if _BEFORE_SENDING.search(text[max(start, match.start() - 70) : match.start()]):
            continue
        if match.end() > limit:
            limit = _sentence_limit(text, match.end(), end)
        found = _receiver_at(text, match.end(), limit)
        if found is None and match["far"]:
            found = _far_receiver(text, match.end(), limit)
        if found and found[0].text.casefold() not in taken:
            return Fact(found[0].start, found[-1].end, f"nơi nhận sau “{_words(match.group())}”")
    return None


def _far_receiver(text: str, at: int, end: int) -> list[Party] | None:
    """The receiver behind what is sent: 'gửi báo cáo kết quả … về Văn phòng'."""
    for link in _FAR_LINK.finditer(text, at, min(end, at + 220)):
        found = _receiver_at(text, link.end() - 1, end)
        if found:
            return found
    return None


def _sentence_limit(text: str, at: int, end: int) -> int:
    stop = _SENTENCE_END.search(text, at, end)
    return stop.start() if stop else end


def _receiver_at(text: str, at: int, end: int) -> list[Party] | None:
    link = _LINK.match(text, at, end)
    begin = link.end() if link else at
    end = min(end, begin + _LONGEST_NAMES)
    authority = _TO_AUTHORITY.match(text, begin, end)
    if authority:
        return [Party(authority.start(), authority.end(), authority.group())]
    if class_head_at(text, begin, end) is None or _SERVED.match(text, begin, end):
        return None
    parties = parties_at(text, begin, end, classes=True)
    if not parties:
        return None
    last = parties[-1]
    stop = product_behind(text, last.start, last.end)  # 'đề xuất UBND thành phố cơ chế hỗ trợ'
    return [*parties[:-1], Party(last.start, stop, text[last.start : stop])]


# --- who answers, who decides ----------------------------------------------------------------------------------

_ANSWERS = Pattern(
    rf"(?:chịu|có){_S}(?:hoàn{_S}toàn{_S})?trách{_S}nhiệm{_S}(?:(?:toàn{_S}diện|chính|cá{_S}nhân|trực{_S}tiếp|người{_S}đứng{_S}đầu){_S})*(?:trước|về|nếu|khi|đối{_S}với|chỉ{_S}đạo{_S}chung)"
    rf"|chịu{_S}trách{_S}nhiệm{_S}(?:toàn{_S}diện|chính)(?=[\s*]*(?:[.;]|$))",
    re.IGNORECASE,
)


def accountable_in(text: str, start: int, end: int) -> Fact | None:
    """The party that 'chịu trách nhiệm trước / về …' within ``text[start:end]``.

    It stands right before the words, or is the subject of the sentence that they end.
    """
    for match in _ANSWERS.finditer(text, start, end):
        adjacent = _party_before(text, start, match.start())
        if adjacent:
            return Fact(adjacent[0].start, adjacent[-1].end, "câu “chịu trách nhiệm …”")
        subject: list[Party] = []
        for clause in clauses_of(text, start, match.end()):
            lead = lead_of(text, clause.start, clause.end)
            subject = lead.parties if lead and lead.parties else subject
        if subject and match.start() - subject[-1].end < 700:
            return Fact(subject[0].start, subject[-1].end, "câu “chịu trách nhiệm …”")
    return None


_LEADS_AND_ANSWERS = Pattern(
    rf"chịu{_S}trách{_S}nhiệm{_S}(?:lãnh{_S}đạo|chỉ{_S}đạo|toàn{_S}diện|chính|trước|về)", re.IGNORECASE
)


def answers_in(text: str, start: int, end: int) -> bool:
    """Whether somebody who is named elsewhere 'chịu trách nhiệm …' in ``text[start:end]``."""
    return _LEADS_AND_ANSWERS.search(text, start, end) is not None


def _party_before(text: str, start: int, at: int) -> list[Party]:
    """The parties that end right before `at`."""
    if not text[max(start, at - 6) : at].strip():
        return []
    for begin in heads_in(text, max(start, at - 260), at):
        parties = parties_at(text, begin, at, classes=True)
        if parties and not text[parties[-1].end : at].strip(" *\n"):
            return parties
    return []


_PROPOSES = Pattern(
    rf"(?<![\w])(?:(?P<always>(?<!quá[\s*])(?<!quy[\s*])(?<!chương[\s*])(?<!công[\s*])(?<!lộ[\s*])(?<!tiến[\s*])trình|tham{_S}mưu(?:{_S}cho|{_S}giúp)?|đề{_S}xuất|xin{_S}ý{_S}kiến)|(?:báo{_S}cáo|kiến{_S}nghị|phản{_S}ánh|phản{_S}hồi|chuyển)"
    rf"(?:{_S}(?:với|về|lên|đến))?){_S}",
    re.IGNORECASE,
)
_SENDS = re.compile(r"báo\s+cáo", re.IGNORECASE)
_PASSED_ON = Pattern(rf"(?:{_S}để)?{_S}(?:trình|báo{_S}cáo){_S}", re.IGNORECASE)
_DECIDES = Pattern(
    rf"(?:{_S}\([^)]{{0,120}}\))?{_S}(?:xem{_S}xét|quyết{_S}định|phê{_S}duyệt|ban{_S}hành|cho{_S}ý{_S}kiến|phê{_S}chuẩn|ký|thông{_S}qua|chỉ{_S}đạo|cho{_S}chủ{_S}trương|cho{_S}phép|bổ{_S}sung|(?<=[\s*])xử{_S}lý|giải{_S}quyết)",
    re.IGNORECASE,
)
_TO_DECIDE = Pattern(
    rf"(?:{_S}\([^)]{{0,120}}\))?[^.;,()]{{0,50}}?(?:vấn{_S}đề|nội{_S}dung|việc|trường{_S}hợp){_S}(?:phát{_S}sinh{_S})?vượt{_S}(?:quá{_S})?thẩm{_S}quyền|[^.;]{{0,150}}?{_S}để{_S}(?:(?:được|kịp{_S}thời){_S})*(?:xem{_S}xét|chỉ{_S}đạo|quyết{_S}định|cho{_S}ý{_S}kiến|tháo{_S}gỡ|phối{_S}hợp{_S}giải{_S}quyết|giải{_S}quyết|hướng{_S}dẫn{_S}giải{_S}quyết)",
    re.IGNORECASE,
)
# 'Mức hỗ trợ do Chủ tịch UBND phường quyết định'
_BY = Pattern(rf"(?<![\w])do{_S}", re.IGNORECASE)
# 'văn bản do HĐND ban hành' tells which papers are meant
_MADE_BEFORE = re.compile(
    r"(?:văn\s+bản|nghị\s+quyết|quy\s+định|quyết\s+định|kế\s+hoạch|quy\s+chế)\s+$", re.IGNORECASE
)
_DECIDED = Pattern(
    rf"{_S}(?:xem{_S}xét,?{_S})?(?:quyết{_S}định|phê{_S}duyệt|ban{_S}hành|phê{_S}chuẩn|ký)(?![\w])",
    re.IGNORECASE,
)
_DECIDING = Pattern(rf"(?:ký|phê|quyết){_S}(?:quyết|ban|duyệt|định|chuẩn)(?![\w])", re.IGNORECASE)
_DECIDED_BY_NAME = Pattern(
    rf"{_S}(?:xem{_S}xét,?{_S})?(?:ký{_S}(?:quyết|ban)|phê{_S}duyệt|quyết{_S}định(?!{_S}(?:số|này|của))|phê{_S}chuẩn)(?![\w])",
    re.IGNORECASE,
)
_BEYOND = Pattern(rf"vượt{_S}(?:quá{_S})?thẩm{_S}quyền[^.;]{{0,60}}\Z", re.IGNORECASE)
_BY_COMPETENCE = Pattern(
    rf"theo{_S}(?:đúng{_S})?(?:chức{_S}năng,?{_S}nhiệm{_S}vụ,?{_S}(?:và{_S})?)?thẩm{_S}quyền"
    rf"|quyết{_S}định[^.;]{{0,60}}?{_S}(?P<own>thuộc{_S}thẩm{_S}quyền)",
    re.IGNORECASE,
)
_PERMITTED = Pattern(rf"(?:được|của|do|từ){_S}$", re.IGNORECASE)


# '… để Chủ tịch UBND thành phố ký quyết định phê duyệt', '…; Chủ tịch UBND tỉnh phê duyệt đối với …'
_LETS = Pattern(rf"(?:(?<![\w])để|[,;:]){_S}(?=[^\W\d_])")


def _lets_decide(text: str, start: int, end: int) -> Fact | None:
    """Who is said to decide in words of their own, behind those who prepare it."""
    if _DECIDING.search(text, start, end) is None:
        return None
    for let in _LETS.finditer(text, start, end):
        if class_head_at(text, let.end(), end) is None:
            continue
        parties = parties_at(text, let.end(), min(end, let.end() + _LONGEST_NAMES), classes=True)
        if len(parties) == 1 and _DECIDED_BY_NAME.match(text, parties[0].end, end):
            return Fact(parties[0].start, parties[0].end, "câu nêu ai quyết định")
    return None


def authority_in(text: str, start: int, end: int) -> Fact | None:
    """Who decides, approves, signs or receives it for decision; 'theo thẩm quyền' where nobody else is named."""
    handed: Fact | None = None  # to whom it goes, whether or not the words say that this one decides
    for match in _PROPOSES.finditer(text, start, end):
        receiver = _receiver_at(text, match.end() - 1, end)
        passed_on = _PASSED_ON.match(text, receiver[-1].end, end) if receiver else None
        if passed_on and _SENDS.search(passed_on.group()) and match["always"]:
            passed_on = None  # 'tham mưu UBND thành phố báo cáo Thành ủy': it is the first's own report
        if passed_on:  # 'tham mưu UBND tỉnh trình HĐND tỉnh thông qua': the second decides
            receiver = _receiver_at(text, passed_on.end() - 1, end) or receiver
        if receiver and (
            _TO_AUTHORITY.match(text, receiver[0].start)
            or _DECIDES.match(text, receiver[-1].end, end)
            or _TO_DECIDE.match(text, receiver[-1].end, end)
            or _BEYOND.search(text[max(start, match.start() - 90) : match.start()])
        ):
            return Fact(receiver[0].start, receiver[-1].end, f"sau “{_words(match.group())}”")
        if receiver and match["always"] and handed is None:
            handed = Fact(receiver[0].start, receiver[-1].end, f"sau “{_words(match.group())}”")
    let = _lets_decide(text, start, end) or handed
    if let:
        return let
    for by in _BY.finditer(text, start, end):
        if _MADE_BEFORE.search(text[max(start, by.start() - 16) : by.start()]):
            continue
        deciding = parties_at(text, by.end(), end, classes=True)
        if deciding and _DECIDED.match(text, deciding[-1].end, end):
            return Fact(deciding[0].start, deciding[-1].end, "câu “do … quyết định”")
    for named in _TO_AUTHORITY.finditer(text, start, end):
        if not _PERMITTED.search(text[max(start, named.start() - 8) : named.start()]):
            return Fact(named.start(), named.end(), "câu nêu cấp có thẩm quyền")
    competence = _BY_COMPETENCE.search(text, start, end)
    if competence is None:
        return None
    begin = competence.start("own") if competence["own"] else competence.start()
    return Fact(begin, competence.end(), "câu nêu “theo thẩm quyền”")


_DECIDES_ITSELF = Pattern(
    rf"(?:kịp{_S}thời{_S}|chủ{_S}động{_S})?(?:xem{_S}xét,{_S}quyết{_S}định|phê{_S}duyệt|phê{_S}chuẩn|quyết{_S}định){_W}",
    re.IGNORECASE,
)
_CONSIDERS = Pattern(
    rf"(?:[,;]|^){_S}?(?:kịp{_S}thời{_S}|chủ{_S}động{_S})?xem{_S}xét,{_S}quyết{_S}định{_W}|;{_S}quyết{_S}định{_S}(?!số|này|của|xử)",
    re.IGNORECASE,
)


_MADE_BY = Pattern(
    rf"(?:[Qq]uyết{_S}định|[Nn]ghị{_S}quyết|[Cc]hỉ{_S}thị|[Qq]uy{_S}(?:chế|định)|[Kk]ế{_S}hoạch){_S}(?:(?!của)[^\s,;.]+{_S}){{0,12}}?của{_S}"
)


def maker_of(text: str, start: int, end: int) -> Fact | None:
    """Whose act the product is: 'dự thảo Quyết định của Chủ tịch UBND tỉnh' is decided by that one."""
    for made in _MADE_BY.finditer(text, start, end):
        parties = parties_at(text, made.end(), end)
        if parties:
            return Fact(parties[0].start, parties[0].end, "sản phẩm là văn bản của cơ quan này")
    return None


def decides_itself(text: str, act: int, end: int) -> bool:
    """Whether the task of ``text[act:end]`` is to decide: who does it is who decides."""
    return _DECIDES_ITSELF.match(text, act, end) is not None or _CONSIDERS.search(text, act, end) is not None


_RESOURCES = Pattern(
    rf"(?:kinh{_S}phí|nguồn{_S}(?:vốn|kinh{_S}phí|lực)|ngân{_S}sách)[^.;]{{0,20}}?{_S}(?:từ|do|lấy{_S}từ)(?P<what>{_S}[^.;,]{{4,140}})",
    re.IGNORECASE,
)


def resources_in(text: str, start: int, end: int) -> Fact | None:
    """Where the money or the means come from ('kinh phí từ ngân sách phường')."""
    match = _RESOURCES.search(text, start, end)
    if not match:
        return None
    return Fact(match.start(), trim_end(text, match.start(), match.end()), "câu nêu nguồn kinh phí")


def _words(quote: str) -> str:
    return " ".join(quote.replace("*", "").split())
