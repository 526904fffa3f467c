"""重复来访的识别: how much speaks for two appearances being of one person, and for their being about one matter.

A repeat petition is the same person with the same matter (同人、同事); one does not follow from the other. Every piece
of evidence has a weight, about the binary logarithm of how much more often it is met with one person than with two
(Fellegi and Sunter, 1969). No single ordinary signal reaches the top group; two do, or a document. Members of a family
share house, telephone and case, so where only the family name agrees these count little.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.domain.case_forms import same_case
from app.domain.document_forms import DocumentMatch, birth_of, compare_documents, read_bare
from app.domain.name_forms import Sameness, accused_name, compare_names, is_nameless, sounds, usual_form
from app.domain.petitioner import DocumentKind, Sex
from app.domain.phone import read_phone
from app.domain.places import read_place
from app.domain.text import search_key

TOP = 0.5
LOWER = 0.04
_THRESHOLD = 7.5

_FAMILY_CAP = 2.0
_NAMELESS_CAP = 6.5
_TWO_SLIPS = -6.0
_DOCUMENT = {
    DocumentMatch.SAME: (20.0, "同一证件号码"),
    DocumentMatch.DAMAGED: (10.0, "证件号码只差一处"),
    DocumentMatch.MAYBE_DAMAGED: (4.5, "证件号码只差一处"),
    DocumentMatch.UNSAID: (0.0, ""),
    DocumentMatch.UNLIKE: (-2.0, ""),
    DocumentMatch.OTHERS: (-20.0, ""),
}
_NAME = {
    Sameness.EQUAL: (6.0, "同名"),
    Sameness.VARIANT: (6.0, "姓名为异体字"),
    Sameness.RARE: (5.0, "姓名仅生僻字不同"),
    Sameness.SAME_SOUND: (4.0, "同音姓名"),
    Sameness.BLURRED: (2.5, "近音姓名"),
    Sameness.UNSAID: (0.0, ""),
    Sameness.FAMILY: (0.5, "同姓，未说全名"),
    Sameness.PARTLY: (-1.0, "姓名差一字"),
    Sameness.DIFFERENT: (-8.0, ""),
}
_HK_MACAO = re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?")
_FIRM = re.compile(r"公司|[厂社店行部所院校局]$|中心|委员会|合作社|联社|银行|集团")


@dataclass(frozen=True)
class Appearance:
    """来访情况: what is known of somebody at one contact, as typed; everything may be empty.

    ``principals`` are those for whom an agent came: then they are compared, and the document and telephones are taken
    to be the agent's. ``agents`` acted for this person; ``agent_phones`` are their telephones, which many people leave.
    ``accused`` is whom an anonymous letter accuses.
    """

    name: str = ""
    document_kind: DocumentKind = DocumentKind.RESIDENT_ID
    document_number: str = ""
    birth_date: date | None = None
    sex: Sex = Sex.UNKNOWN
    phones: tuple[str, ...] = ()
    address: str = ""
    case_numbers: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    principals: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    agent_phones: tuple[str, ...] = ()
    joint_signers: tuple[str, ...] = ()
    accused: str = ""


class Group(Enum):
    """Where a proposal stands in the panel: 同一人, then 同音同名, then not at all."""

    TOP = "top"
    LOWER = "lower"
    NONE = "none"


@dataclass(frozen=True)
class Likeness:
    """How likely (0 to 1) it is one person or one matter, and the reasons in words, the weightiest first.

    ``against`` says what speaks against it, so that nobody is taken for somebody else unseen.
    """

    score: float
    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()

    @property
    def group(self) -> Group:
        """The group it is shown in; without a reason it is not shown."""
        if not self.reasons or self.score < LOWER:
            return Group.NONE
        return Group.TOP if self.score >= TOP else Group.LOWER


class _Scale:
    """Evidence on one side and the other."""

    def __init__(self) -> None:
        self.points = 0.0
        self.said: list[tuple[float, str]] = []

    def put(self, weight: float, words: str = "", against: str = "") -> None:
        self.points += weight
        if words and (weight > 0 or words == _NAME[Sameness.PARTLY][1]):
            self.said.append((weight, words))
        elif against:
            self.said.append((weight, "!" + against))

    def likeness(self, threshold: float = _THRESHOLD) -> Likeness:
        ordered = sorted(self.said, key=lambda one: -abs(one[0]))
        return Likeness(
            round(1 / (1 + 2 ** max(-60.0, min(60.0, threshold - self.points))), 4),
            tuple(dict.fromkeys(words for _, words in ordered if not words.startswith("!"))),
            tuple(dict.fromkeys(words[1:] for _, words in ordered if words.startswith("!"))),
        )


def score(a: Appearance, b: Appearance) -> Likeness:
    """Whether two appearances are of one person. Symmetric; never raises."""
    best = _compare_people(a, b)
    if a.principals or b.principals:
        return best
    letters = [_compare_signers(one, other) for one, other in ((a, b), (b, a)) if one.joint_signers]
    return max((best, *letters), key=lambda likeness: likeness.score)


def score_matter(a: Appearance, b: Appearance, *, same_person: bool | None = None) -> Likeness:
    """Whether two appearances are about one matter, whoever came. Symmetric; never raises.

    ``same_person`` is what is known of the other question; without it :func:`score` is asked.
    """
    scale = _Scale()
    shared = _shared_cases(a, b)
    if shared:
        scale.put(9.0, "同一案号")
    elif a.case_numbers and b.case_numbers:
        scale.put(-6.0, against="案号不同")
    if _same_accused(a, b):
        scale.put(8.0 if is_nameless(a.name) and is_nameless(b.name) else 4.0, "同一被反映人")
    likeness = _claims_likeness(a.claims, b.claims)
    if likeness > 0.95:
        scale.put(6.5, "诉求相同")
    elif likeness >= 0.5:
        scale.put(5.0, "诉求相近")
    elif likeness >= 0.25:
        scale.put(2.5, "诉求相近")
    elif a.claims and b.claims:
        scale.put(-1.0)
    if same_person is None:
        same_person = score(a, b).score >= TOP
    if same_person:
        scale.put(4.0, "同一人")
    return scale.likeness()


def _compare_people(a: Appearance, b: Appearance) -> Likeness:
    """The people whose matter it is: the principal where an agent came."""
    if a.principals or b.principals:
        return _compare_principals(a, b)
    scale = _Scale()
    names = compare_names(a.name, b.name)
    weight, words = _NAME[names.sameness]
    differ = "姓名不同" if names.sameness is Sameness.DIFFERENT else ""
    scale.put(weight + _name_length_bonus(a, b, names.sameness), words, against=differ)
    two_slips = names.sameness >= Sameness.RARE and _two_slips(a, b)
    documents = _put_document(scale, a, b, two_slips=two_slips)
    # numbers of twins differ in the last digit only, so their birth date must not count a second time
    like_twins = documents is DocumentMatch.MAYBE_DAMAGED and names.sameness <= Sameness.PARTLY
    if documents not in (DocumentMatch.SAME, DocumentMatch.DAMAGED) and not like_twins:
        _put_birth(scale, a, b, certain=documents is not DocumentMatch.MAYBE_DAMAGED and not two_slips)
    elif names.sameness is Sameness.DIFFERENT and documents is DocumentMatch.SAME:
        scale.put(0.0, against="姓名与以往不同")
    _put_sex(scale, a, b)
    _put_household(scale, a, b, names.sameness)
    nameless = is_nameless(a.name) and is_nameless(b.name)
    if _same_accused(a, b):
        scale.put(9.0 if nameless else 2.0, "同一被反映人")
    elif nameless and a.accused and b.accused:
        scale.put(-6.0, against="被反映人不同")
    if _shares_name(a.agents, b.agents):
        scale.put(1.0, "同一代理人")
    return scale.likeness()


def _name_length_bonus(a: Appearance, b: Appearance, sameness: Sameness) -> float:
    """Names of two characters are shared by many, longer ones and those of firms by few."""
    if sameness < Sameness.RARE:
        return 0.0
    length = min(len(usual_form(a.name)), len(usual_form(b.name)))
    if length >= 6 and _FIRM.search(usual_form(a.name)):
        return 2.5
    return -1.0 if length <= 2 else 0.5


def _put_document(scale: _Scale, a: Appearance, b: Appearance, *, two_slips: bool) -> DocumentMatch:
    match = compare_documents(a.document_kind, a.document_number, b.document_kind, b.document_number)
    if _renewed_permit(a, b):
        match = DocumentMatch.SAME
    elif match is not DocumentMatch.SAME and _lost_century(a, b):
        match = DocumentMatch.DAMAGED
    weight, words = _DOCUMENT[match]
    if match is DocumentMatch.OTHERS and two_slips:
        weight = _TWO_SLIPS
    if match is DocumentMatch.SAME and _is_old_and_new(a, b):
        words = "同一证件号码（15位与18位）"
    scale.put(weight, words, against="证件号码不同" if weight < 0 else "")
    return match


def _two_slips(a: Appearance, b: Appearance) -> bool:
    """Two digits apart: of two mistyped digits one pair in eleven meets the check character and looks sound."""
    one, other = (read_bare(some.document_kind, some.document_number)[0].normalised for some in (a, b))
    return len(one) == len(other) == 18 and sum(x != y for x, y in zip(one, other, strict=True)) == 2


def _is_old_and_new(a: Appearance, b: Appearance) -> bool:
    return {len(number) for number in _bare_numbers(a, b)} == {15, 18}


def _lost_century(a: Appearance, b: Appearance) -> bool:
    """15 digits were never given to those born since 2000; who writes them so has left out the century."""
    old, new = sorted(_bare_numbers(a, b), key=len)
    return (len(old), len(new)) == (15, 18) and old == new[:6] + new[8:17]


def _renewed_permit(a: Appearance, b: Appearance) -> bool:
    """Older permits of Hong Kong and Macao end in two more digits that count how often they were renewed."""
    numbers = _bare_numbers(a, b)
    return (
        a.document_kind is b.document_kind is DocumentKind.HK_MACAO_PERMIT
        and all(_HK_MACAO.fullmatch(number) for number in numbers)
        and numbers[0][:9] == numbers[1][:9]
    )


def _bare_numbers(a: Appearance, b: Appearance) -> tuple[str, str]:
    one, other = (read_bare(some.document_kind, some.document_number)[1] for some in (a, b))
    return one, other


def _put_birth(scale: _Scale, a: Appearance, b: Appearance, *, certain: bool) -> None:
    one, other = _birth(a), _birth(b)
    if one is None or other is None:
        return
    if one == other:
        scale.put(7.0 if certain else 3.5, "出生日期相同")
    elif _birth_slip(one, other):
        scale.put(1.0, "出生日期相近")
    elif certain:
        scale.put(-9.0, against="出生日期不同")


def _birth(one: Appearance) -> date | None:
    return birth_of(one.document_kind, one.document_number) or one.birth_date


def _birth_slip(one: date, other: date) -> bool:
    """One digit wrong in month or day, or month and day exchanged; a wrong year parts father and son."""
    if one.year == other.year and (one.month, one.day) == (other.day, other.month):
        return True
    a, b = f"{one:%Y%m%d}", f"{other:%Y%m%d}"
    return a[:4] == b[:4] and sum(x != y for x, y in zip(a, b, strict=True)) == 1


def _put_sex(scale: _Scale, a: Appearance, b: Appearance) -> None:
    sexes = [_sex(a), _sex(b)]
    if Sex.UNKNOWN not in sexes and sexes[0] is not sexes[1]:
        scale.put(-6.0, against="性别不同")


def _sex(one: Appearance) -> Sex:
    read = read_bare(one.document_kind, one.document_number)[0].sex if one.document_number else Sex.UNKNOWN
    return one.sex if read is Sex.UNKNOWN else read


def _put_household(scale: _Scale, a: Appearance, b: Appearance, sameness: Sameness) -> None:
    """Telephone, village and case. A family shares all of them, so without a name they are worth little together."""
    found: list[tuple[float, str]] = []
    shared, agents = _phones(a) & _phones(b), _agent_phones(a) | _agent_phones(b)
    if shared - agents:
        found.append((6.0, "同一联系电话"))
    elif shared:
        found.append((0.5, "同一代理人电话"))
    place, other = read_place(a.address), read_place(b.address)
    if place.village and other.village:
        if place.village == other.village and _towns_agree(place.town, other.town):
            found.append((4.5, "同一住址") if place.whole == other.whole else (4.0, "同村"))
        elif place.village in other.village or other.village in place.village:
            pass
        elif sounds(place.village) & sounds(other.village):
            found.append((3.0, "同音村名"))
        else:
            scale.put(-1.0)
    elif place.whole and place.whole == other.whole:
        found.append((3.0, "同一住址"))
    if _shared_cases(a, b):
        found.append((5.0, "同一案号"))
    total = sum(weight for weight, _ in found)
    cap = total
    if sameness <= Sameness.PARTLY:
        cap = _FAMILY_CAP
    elif sameness in (Sameness.UNSAID, Sameness.FAMILY) and not shared - agents:
        cap = _NAMELESS_CAP
    share = min(1.0, cap / total) if total else 1.0
    for weight, words in found:
        scale.put(weight * share, words)


def _towns_agree(one: str, other: str) -> bool:
    """A town may be told with what lies above it: 梁园区圃田 and 圃田. Not told, it contradicts nothing."""
    return one.endswith(other) or other.endswith(one)


def _phones(one: Appearance) -> frozenset[str]:
    return _read_phones(one.phones)


def _agent_phones(one: Appearance) -> frozenset[str]:
    return _read_phones(one.agent_phones)


def _read_phones(phones: tuple[str, ...]) -> frozenset[str]:
    return frozenset(number for one in phones if len(number := read_phone(one).normalised) >= 7)


def _shared_cases(a: Appearance, b: Appearance) -> bool:
    return any(same_case(one, other) for one in a.case_numbers for other in b.case_numbers)


def _same_accused(a: Appearance, b: Appearance) -> bool:
    if not a.accused or not b.accused:
        return False
    one, other = accused_name(a.accused), accused_name(b.accused)
    return (one == other and not is_nameless(one)) or compare_names(one, other).sameness >= Sameness.SAME_SOUND


def _shares_name(names: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return any(compare_names(one, other).sameness >= Sameness.RARE for one in names for other in others)


def _compare_principals(a: Appearance, b: Appearance) -> Likeness:
    """An agent came at least once: those for whom are compared, never the agent with somebody else's principal."""
    ours, theirs = a.principals or (a.name,), b.principals or (b.name,)
    best = Likeness(0.0)
    for one in ours:
        for other in theirs:
            names = compare_names(one, other)
            scale = _Scale()
            weight, words = _NAME[names.sameness]
            words = words and f"本人{words}"
            scale.put(weight, words, against="本人姓名不同" if names.sameness is Sameness.DIFFERENT else "")
            _put_household(scale, a, b, names.sameness)
            if _shares_name(_agents(a), _agents(b)):
                scale.put(2.5, "同一代理人")
            best = max(best, scale.likeness(), key=lambda likeness: likeness.score)
    return best


def _agents(one: Appearance) -> tuple[str, ...]:
    return (*one.agents, one.name) if one.principals else one.agents


def _compare_signers(letter: Appearance, other: Appearance) -> Likeness:
    """Somebody who signed a joint letter and now comes alone, or signs another one; one of them is enough."""
    people = (other.name, *other.joint_signers)
    found = [
        (names.sameness, one)
        for one in letter.joint_signers
        for name in people
        if (names := compare_names(one, name)).sameness >= Sameness.BLURRED
    ]
    if not found:
        return Likeness(0.0)
    best, _ = max(found)
    scale = _Scale()
    scale.put(_NAME[best][0], f"联名人{_NAME[best][1]}")
    amount = len({one for _, one in found})
    if amount > 1:
        scale.put(3.0 * (amount - 1), f"{amount}名联名人相同")
    _put_household(scale, letter, other, best)
    return scale.likeness()


def _claims_likeness(claims: tuple[str, ...], others: tuple[str, ...]) -> float:
    """The share of neighbouring characters that two texts have in common (Dice)."""
    one, other = _pairs(claims), _pairs(others)
    if not one or not other:
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))


def _pairs(texts: tuple[str, ...]) -> frozenset[str]:
    keys = [search_key(text)[:2000] for text in texts]
    return frozenset(key[place : place + 2] for key in keys for place in range(len(key) - 1))


__all__ = ["LOWER", "TOP", "Appearance", "Group", "Likeness", "score", "score_matter"]
