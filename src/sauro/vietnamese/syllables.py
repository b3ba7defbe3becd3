"""Whether a word is a Vietnamese syllable: onset + rhyme + tone, by rule.

Of use as a meter of quality (is this text layer Vietnamese, is this conversion right), not as a spelling check: about
every syllable of the language passes, and some that nobody uses. Source: the table of rhymes of the standard
orthography (Quyết định 240/QĐ-1984 of the Ministry of Education); both places of the tone mark (hoà, hòa) are accepted.
"""

import re
import unicodedata

_ONSETS = ("ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", *"bcdđghklmnprstvx")
_RHYMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op
    ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uên uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut
    uy uya uych uyn uynh uyên uyêt uyp uyt uyu
    ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu
    """.split()
)
_TONES = {"\u0300": "huyền", "\u0301": "sắc", "\u0303": "ngã", "\u0309": "hỏi", "\u0323": "nặng"}
_CARRIERS = frozenset("aeiouy\u0302\u0306\u031b")  # what a tone may stand on: a vowel, or the mark of a vowel
_HARD, _SOFT = ("c", "g", "ng"), ("k", "gh", "ngh")  # before a, o, u and before e, i, y
_FRONT = tuple("eêiy")
_STOPS = ("c", "ch", "p", "t")
_WORD = re.compile(r"[^\W\d_]+")
_MANY = 2000  # words that are enough to judge a text by


def _is_rhyme(onset: str, rhyme: str) -> bool:
    if (rhyme.startswith(_FRONT) and onset in _HARD) or (not rhyme.startswith(_FRONT) and onset in _SOFT):
        return False
    if rhyme in _RHYMES:
        return True
    if onset == "qu":  # quyết, quỳnh, quốc: the u belongs to the rhyme as well
        return "u" + rhyme in _RHYMES
    if onset == "gi":  # giếng, gìn, gì: the i belongs to the rhyme as well
        return "i" + rhyme in _RHYMES
    return False


def is_syllable(word: str) -> bool:
    """Whether the word (NFC or NFD, any case) can be one Vietnamese syllable."""
    tone = ""
    letters: list[str] = []
    for character in unicodedata.normalize("NFD", word.lower()):
        if character in _TONES:
            if tone or not letters or letters[-1] not in _CARRIERS:
                return False
            tone = _TONES[character]
        else:
            letters.append(character)
    bare = unicodedata.normalize("NFC", "".join(letters))
    for onset in ("", *_ONSETS):
        if not bare.startswith(onset):
            continue
        rhyme = bare[len(onset) :]
        if rhyme.endswith(_STOPS) and tone not in ("sắc", "nặng"):
            continue
        if _is_rhyme(onset, rhyme):
            return True
    return False


def share_of_syllables(text: str) -> tuple[float, int]:
    """The share (0 to 1) of the words of the text that are Vietnamese syllables, and how many words were judged.

    Words of one letter and short capitals that are no syllable (abbreviations: 'UBND') are not judged; of a long text
    the first 2,000 words are.
    """
    judged = right = 0
    known: dict[str, bool] = {}
    for match in _WORD.finditer(text):
        word = match.group()
        if len(word) < 2:
            continue
        good = known.get(word)
        if good is None:
            good = known[word] = is_syllable(word)
        if not good and word.isupper() and len(word) <= 6 and word.isascii():
            continue
        judged += 1
        right += good
        if judged == _MANY:
            break
    return (right / judged if judged else 0.0), judged
