"""识别来过的人: proposals while the form is filled, and what a clerk says is not the same.

It advises: nothing waits for it and nothing is joined by itself. A pair that was told apart is not proposed again once
the visitor is known to be one of the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from app.domain.case_forms import case_key
from app.domain.changes import Area, Change
from app.domain.document_forms import read_bare, repairs
from app.domain.errors import Refused
from app.domain.intake import EarlierMatter, IntakeRequest, Participant
from app.domain.petitioner import ROLE_TEXT, DocumentKind, Person, Role
from app.domain.phone import read_phone
from app.domain.progress import Progress
from app.domain.recognition import Keys, ProposalGroup, accused_key, keys_of, village_keys
from app.domain.repeat_visit import Appearance, Group, Likeness, score, score_matter
from app.domain.text import clean_line
from app.services.session import Session
from db.stores.recognition import MATTER, PERSON, Candidate, KnownMatter, Wanted
from db.unit_of_work import ReadUnit, WriteUnit

MOST_PROPOSALS = 5
MOST_OF_ONE_PERSON = 3
MOST_SIGNERS = 6
SHORTEST_PHONE = 7

_FROM_LETTER = {
    "同村": "联名信访来自同一村",
    "同一住址": "联名信访来自同一住址",
    "同音村名": "联名信访来自同音的村",
}


class _Found(NamedTuple):
    """A candidate with how likely it is the visitor, or one of those who sign with the visitor."""

    candidate: Candidate
    likeness: Likeness
    signs: bool = False


def appearance_of(request: IntakeRequest) -> Appearance:
    """What a form says of its principal."""
    return appearance_of_form(request.principal, request.others, request.case_numbers, request.claims, request.accused)


def appearance_of_form(
    principal: Person,
    others: tuple[Participant, ...] = (),
    case_numbers: tuple[str, ...] = (),
    claims: tuple[str, ...] = (),
    accused: str = "",
) -> Appearance:
    """What the fields of a form say, filled or not."""
    agents = [one.person for one in others if one.role is Role.AGENT]
    signing = (Role.JOINT_SIGNER, Role.REPRESENTATIVE)
    return Appearance(
        name=principal.name,
        document_kind=principal.document_kind,
        document_number=principal.document_number,
        birth_date=principal.birth_date,
        sex=principal.sex,
        phones=principal.phones,
        address=principal.address,
        case_numbers=case_numbers,
        claims=tuple(claim for claim in claims if claim.strip()),
        agents=tuple(one.name for one in agents),
        agent_phones=tuple(number for one in agents for number in one.phones),
        joint_signers=tuple(one.person.name for one in others if one.role in signing),
        accused=accused,
    )


def propose(
    session: Session,
    form: Appearance,
    *,
    different_people: Collection[int] = (),
    different_matters: Collection[int] = (),
    progress: Progress | None = None,
) -> tuple[EarlierMatter, ...]:
    """At most five visible matters the visitor may have come with, the same person first, like names last.

    ``different_people`` and ``different_matters`` were dismissed while this form was filled.

    Raises:
        Cancelled: the form was filled further and asks again.
    """
    progress = progress or Progress()
    with session.register.read(session.viewer, progress) as unit:
        return propose_in(unit, form, frozenset(different_people), frozenset(different_matters), progress)


def propose_in(
    unit: ReadUnit,
    form: Appearance,
    different_people: frozenset[int],
    different_matters: frozenset[int],
    progress: Progress,
) -> tuple[EarlierMatter, ...]:
    """:func:`propose` inside a unit of work."""
    wanted = wanted_by(form)
    if wanted == Wanted(name=wanted.name):
        return ()
    found = []
    for one in unit.recognition.candidates(wanted):
        progress.check()
        if one.person_id not in different_people:
            found.append(_found(form, one))
    found = _without_told_apart(unit, found)
    people = {one.candidate.person_id: one for one in found if one.likeness.group is not Group.NONE}
    other_parties = [one for one in found if one.candidate.person_id not in people] if form.case_numbers else []
    wanted_matters = {
        matter_id: one
        for one in (*people.values(), *other_parties)
        for matter_id in one.candidate.matter_ids[:20]
        if matter_id not in different_matters
    }
    matters = unit.recognition.matters(wanted_matters)
    proposals = [_proposal(form, one, matters) for one in (*people.values(), *other_parties)]
    ranked = sorted((one for some in proposals for one in some if one.matter_id in wanted_matters), key=_rank)
    ranked += _helped(unit, form, frozenset(people), different_people)
    chosen = _few(ranked)
    answers = unit.recognition.last_answers([one.matter_id for one in chosen])
    return tuple(_with_answer(one, answers.get(one.matter_id, "")) for one in chosen)


def wanted_by(form: Appearance) -> Wanted:
    """By what candidates for a form are looked for."""
    kind = form.document_kind
    reading = read_bare(kind, form.document_number)[0] if kind is not DocumentKind.NONE else None
    document = reading.normalised if reading else ""
    keys = keys_of(form.name, form.birth_date, form.address, kind, form.document_number, stored=False)
    signers = [key for name in form.joint_signers[:MOST_SIGNERS] for key in village_keys(name, form.address)]
    names = form.principals or (form.name,)
    if form.principals:
        others = [keys_of(name, None, form.address, kind, "", stored=False) for name in form.principals]
        keys = Keys(
            tuple(key for one in others for key in one.strong), tuple(key for one in others for key in one.names)
        )
    return Wanted(
        name=names[0],
        document=document,
        repaired=repairs(kind, form.document_number) if document else (),
        phones=tuple(number for one in form.phones if len(number := read_phone(one).normalised) >= SHORTEST_PHONE),
        cases=tuple(filter(None, (case_key(text) for text in form.case_numbers))),
        accused=accused_key(form.accused) if form.accused else "",
        keys=Keys(tuple(dict.fromkeys((*keys.strong, *signers))), keys.names),
        signed=tuple(dict.fromkeys(key for name in names for key in village_keys(name, form.address))),
    )


def say_different(session: Session, person_id: int, other_id: int, reason: str, now: datetime) -> Change:
    """Keep for good that two known people are not the same.

    Raises:
        Refused: it is the same person, or there is no such person.
    """
    with session.register.write(session.viewer, now) as work:
        one, other = (work.recognition.root(petitioner_id) for petitioner_id in (person_id, other_id))
        if one is None or other is None:
            raise Refused("没有找到这位信访人，可能已改动。请刷新后再选。")
        if one == other:
            raise Refused("两条记录已合并为同一人。要分开，请先撤销合并。")
        if work.recognition.told_apart(PERSON, (one, other)):
            raise Refused("已经记住两条记录不是同一人。")
        tell_apart(work, PERSON, one, other, reason)
    return Change.of(Area.MATTERS)


def say_different_matters(session: Session, matter_id: int, other_id: int, reason: str, now: datetime) -> Change:
    """Keep for good that two matters are not the same.

    Raises:
        Refused: it is one matter, or one cannot be seen.
    """
    with session.register.write(session.viewer, now) as work:
        if work.matters.facts(matter_id) is None or work.matters.facts(other_id) is None:
            raise Refused("没有找到这件事项，或这个账户不能查看它。请刷新列表后再选。")
        if matter_id == other_id:
            raise Refused("这是同一件事项。")
        if work.recognition.told_apart(MATTER, (matter_id, other_id)):
            raise Refused("已经记住两件事项不是同一件。")
        tell_apart(work, MATTER, matter_id, other_id, reason)
    return Change.of(Area.MATTERS, ids=(matter_id, other_id))


def tell_apart(work: WriteUnit, kind: str, one: int, other: int, reason: str = "") -> None:
    """Keep a pair, inside a unit of work; audited."""
    words = clean_line(reason)
    if work.recognition.tell_apart(kind, one, other, words, work.now):
        work.audit.record("tell_apart", kind, one, after={"other": other, "reason": words})


def is_same_person(form: Appearance, candidate: Candidate) -> bool:
    """Whether the rules alone take somebody for the same person."""
    found = _found(form, candidate)
    return found.likeness.group is Group.TOP and not found.signs


def _found(form: Appearance, candidate: Candidate) -> _Found:
    """Who is known by a joint signer of the form alone is that signer: not the one in whose name it is registered."""
    likeness = _best(form, candidate)
    if form.joint_signers:
        alone = _best(replace(form, joint_signers=()), candidate)
        if (alone.group, likeness.group) != (Group.TOP, Group.TOP) and likeness.score > alone.score:
            return _Found(candidate, likeness, signs=True)
    return _Found(candidate, likeness)


def _best(form: Appearance, candidate: Candidate) -> Likeness:
    own = [score(form, known) for known in candidate.appearances]
    signing = [_by_letter(score(form, known)) for known in candidate.signing]
    return max((*own, *signing), key=lambda likeness: likeness.score)


def _by_letter(likeness: Likeness) -> Likeness:
    """The address was that of a letter: nobody said that who signed it lives there."""
    return replace(likeness, reasons=tuple(_FROM_LETTER.get(words, words) for words in likeness.reasons))


def _without_told_apart(unit: ReadUnit, found: list[_Found]) -> list[_Found]:
    """Somebody who was told apart from a person that fits at least as well is not proposed."""
    likeness = {one.candidate.person_id: one.likeness for one in found if not one.signs}
    pairs = unit.recognition.told_apart(PERSON, likeness)
    gone: set[int] = set()
    for low, high in pairs:
        best, rest = (low, high) if likeness[low].score >= likeness[high].score else (high, low)
        if likeness[best].group is Group.TOP and likeness[best].score > likeness[rest].score:
            gone.add(rest)
    return [one for one in found if one.candidate.person_id not in gone]


def _proposal(form: Appearance, one: _Found, matters: dict[int, KnownMatter]) -> list[EarlierMatter]:
    proposals = []
    for matter_id in one.candidate.matter_ids:
        matter = matters.get(matter_id)
        if matter is None:
            continue
        about = Appearance(
            name=matter.petitioner,
            case_numbers=matter.cases,
            claims=(matter.summary,) if matter.summary else (),
            accused=matter.accused,
        )
        asked = Appearance(case_numbers=form.case_numbers, claims=form.claims, accused=form.accused)
        likeness = score_matter(asked, about, same_person=one.likeness.group is Group.TOP and not one.signs)
        same_matter = likeness.group is Group.TOP
        group = _group(one, same_matter=same_matter)
        if group is None:
            continue
        reasons = one.likeness.reasons if group is not ProposalGroup.SAME_CASE else (*likeness.reasons, "另一当事人")
        if one.likeness.group is Group.TOP and same_matter:
            about_it = (words for words in likeness.reasons if words != "同一人")
            reasons = tuple(dict.fromkeys((*reasons, *about_it)))
        names = [known.name for known in one.candidate.appearances]
        whose = ""
        if matter.petitioner not in names:  # the matter goes by another name: say whose was compared
            whose = names[0]
            reasons = (*reasons, f"{whose}参加过此事项")
        proposals.append(
            replace(
                _line(matter, one.candidate.person_id, group, reasons, one.likeness),
                same_matter=same_matter,
                matter_likeness=likeness.score,
                person_name=whose,
                has_number=one.candidate.has_number,
            )
        )
    return proposals


def _line(
    matter: KnownMatter, person_id: int, group: ProposalGroup, reasons: tuple[str, ...], likeness: Likeness
) -> EarlierMatter:
    """A matter as it is proposed; ``likeness`` is that of the person."""
    return EarlierMatter(
        matter_id=matter.matter_id,
        number=matter.number,
        petitioner_name=matter.petitioner,
        reason=" · ".join(reasons),
        contact_count=matter.contact_count,
        latest_at=matter.latest_at,
        status=matter.status.value,
        summary=matter.summary,
        last_answer="",
        person_id=person_id,
        group=group,
        reasons=reasons,
        against=likeness.against,
        likeness=likeness.score,
        department_id=matter.department_id,
        handler_id=matter.handler_id,
    )


def _helped(
    unit: ReadUnit, form: Appearance, proposed: frozenset[int], different_people: frozenset[int]
) -> list[EarlierMatter]:
    """Who came for or beside somebody else and is known by exactly this whole number: a line each, after all others.

    Such a person is not the petitioner of that matter; a damaged number or a telephone says too little for this.
    """
    kind = form.document_kind
    reading = read_bare(kind, form.document_number)[0] if kind is not DocumentKind.NONE else None
    if reading is None or reading.blocked or not reading.normalised:
        return []
    helpers = {one.person_id: one for one in unit.recognition.helpers(reading.normalised)}
    apart = {
        person_id
        for pair in unit.recognition.told_apart(PERSON, {*proposed, *helpers})
        if proposed.intersection(pair)
        for person_id in pair
    }
    lines = []
    matters = unit.recognition.matters([one.matter_id for one in helpers.values()])
    for person_id, helper in helpers.items():
        likeness, matter = score(form, helper.known), matters.get(helper.matter_id)
        if matter is None or likeness.group is Group.NONE or person_id in proposed | different_people | apart:
            continue
        reasons = (*likeness.reasons, f"此人曾作为{ROLE_TEXT[helper.role]}来过{matter.number}")
        line = _line(matter, person_id, ProposalGroup.HELPER, reasons, likeness)
        lines.append(replace(line, person_name=helper.known.name))
    return lines


def _group(one: _Found, *, same_matter: bool) -> ProposalGroup | None:
    if one.likeness.group is Group.TOP:
        return ProposalGroup.SIGNER if one.signs else ProposalGroup.SAME_PERSON
    if same_matter:
        return ProposalGroup.SAME_CASE
    return ProposalGroup.LIKE_NAME if one.likeness.group is Group.LOWER and not one.signs else None


_ORDER = {group: place for place, group in enumerate(ProposalGroup)}


def _rank(one: EarlierMatter) -> tuple[float, ...]:
    """The same person first, the likeliest person, the likeliest matter, the latest."""
    latest = int(f"{one.latest_at:%Y%m%d%H%M%S}")
    return (_ORDER[one.group], -one.likeness, -one.matter_likeness, -latest, -one.matter_id)


def _few(ranked: list[EarlierMatter]) -> list[EarlierMatter]:
    """The first few, of one person not so many that another is not shown."""
    chosen: dict[int, EarlierMatter] = {}
    shown: Counter[int] = Counter()
    for one in ranked:
        if one.matter_id not in chosen and shown[one.person_id] < MOST_OF_ONE_PERSON:
            chosen[one.matter_id] = one
            shown[one.person_id] += 1
    for one in ranked:
        chosen.setdefault(one.matter_id, one)
    kept = list(chosen.values())[:MOST_PROPOSALS]
    return sorted(kept, key=_rank)


def _with_answer(one: EarlierMatter, words: str) -> EarlierMatter:
    return EarlierMatter(**{**vars(one), "last_answer": words})


__all__ = [
    "MOST_PROPOSALS",
    "appearance_of",
    "appearance_of_form",
    "propose",
    "say_different",
    "say_different_matters",
    "tell_apart",
]
