"""Recognising who comes back: the labelled set without a register, and proposals while a form is filled over all of it.

Each sampled person comes again in the ways that a desk meets, and the form is asked about as it fills, field by field.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import func, select

from app.domain.petitioner import DocumentKind
from app.domain.recognition import ProposalGroup
from app.domain.repeat_visit import Appearance, Group, score
from app.services import recognition
from db.tables import CASE_REFS, CONTACTS, PARTICIPANTS, PETITIONERS, PHONES
from tests.bench.figures import Figure, over_limit, percentile
from tests.bench.harness import Bench, milliseconds
from tests.support.labelled_pairs import PairMaker

SAMPLED = 60
PAIRS = 960
SEED = 11


def measure(bench: Bench) -> Iterator[Figure]:
    """Recall and precision of the top group, and p95 of one round of proposals."""
    yield from _labelled(bench)
    source, maker = random.Random(SEED), PairMaker(SEED)
    times: dict[str, list[float]] = defaultdict(list)
    floor: list[float] = []
    asked = found = 0
    for petitioner_id, known in _sample(bench, source):
        for kind, form, promised in _forms(known, maker):
            shown: list[int] = []

            def propose(form: Appearance = form, shown: list[int] = shown) -> None:
                proposals = recognition.propose(bench.session, form)
                shown += [one.person_id for one in proposals if one.group is ProposalGroup.SAME_PERSON]

            times[kind].append(milliseconds(propose))
            if promised:
                asked += 1
                found += petitioner_id in shown
        floor.append(milliseconds(lambda known=known: _one_look_up(bench, known)))
    every = [one for taken in times.values() for one in taken]
    note = f"{len(every)} 次，p50 {percentile(every, 0.5):.2f}，最慢 {max(every):.1f} ms；应认出 {asked}，认出 {found}"
    yield over_limit("resolver_1m_p95_ms", percentile(every, 0.95), percentile(floor, 0.95), note)
    bench.tell("识别来过的人，走 services.recognition.propose，p50 / p95 / 最慢 ms：")
    for kind, taken in times.items():
        line = f"  {kind}：{percentile(taken, 0.5):.2f} / {percentile(taken, 0.95):.2f} / {max(taken):.1f}"
        bench.tell(f"{line}（{len(taken)} 次）")


def _labelled(bench: Bench) -> Iterator[Figure]:
    pairs = PairMaker(SEED).pairs(PAIRS)
    top = [pair for pair in pairs if score(pair.one, pair.other).group is Group.TOP]
    right = sum(pair.same_person for pair in top)
    same = sum(pair.same_person for pair in pairs)
    hard = sum(pair.hard for pair in pairs)
    note = f"{len(pairs)} 对，同一人 {same} 对，难辨的不同人 {hard} 对"
    yield Figure("resolver_recall", right / same, 1.0, right / same, note)
    yield Figure("resolver_precision", right / len(top), 1.0, right / len(top), note)
    wrong: dict[str, int] = defaultdict(int)
    for pair in pairs:
        if (score(pair.one, pair.other).group is Group.TOP) is not pair.same_person:
            wrong[pair.kind] += 1
    for kind, amount in wrong.items():
        bench.tell(f"  认错：{kind} {amount} 对")


def _forms(known: Appearance, maker: PairMaker) -> Iterator[tuple[str, Appearance, bool]]:
    """The form as it fills, and whether the person must be in the top group by then."""
    sounded = maker.sounded(known.name) or known.name
    yield "只有姓名", Appearance(name=known.name), False
    yield "只有同音姓名", Appearance(name=sounded), False
    if known.birth_date:
        yield "同音姓名、出生日期", Appearance(name=sounded, birth_date=known.birth_date), True
    yield "同音姓名、村", Appearance(name=sounded, address=known.address), len(known.name) > 2 or sounded == known.name
    if known.phones:
        yield "同音姓名、电话", Appearance(name=sounded, phones=known.phones), True
    if known.case_numbers:
        yield "只有案号", Appearance(case_numbers=known.case_numbers), False
        cases = tuple(maker.respelt_case(one) for one in known.case_numbers)
        yield "同音姓名、案号", Appearance(name=sounded, case_numbers=cases), True
    if known.document_number:
        yield "证件", Appearance(document_number=known.document_number), True
        old = known.document_number[:6] + known.document_number[8:17]
        yield "15位证件", Appearance(name=known.name, document_number=old), True
        wrong = maker.wrong_digit(known.document_number)
        yield "证件错一位", Appearance(name=sounded, document_number=wrong), True
        yield "证件错一位，全表", replace(known, name=sounded, document_number=wrong), True
    yield "全表", known, True


def _sample(bench: Bench, source: random.Random) -> list[tuple[int, Appearance]]:
    with bench.session.register.connection() as connection:
        last = connection.execute(select(func.max(PETITIONERS.c.id))).scalar_one()
        people = []
        for petitioner_id in source.sample(range(1, last + 1), SAMPLED):
            row = connection.execute(select(PETITIONERS).where(PETITIONERS.c.id == petitioner_id)).first()
            if row is None:
                continue
            phones = connection.execute(select(PHONES.c.number).where(PHONES.c.petitioner_id == petitioner_id))
            cases = (
                select(CASE_REFS.c.raw)
                .join(CONTACTS, CONTACTS.c.matter_id == CASE_REFS.c.matter_id)
                .join(PARTICIPANTS, PARTICIPANTS.c.contact_id == CONTACTS.c.id)
                .where(PARTICIPANTS.c.petitioner_id == petitioner_id)
            )
            kind = DocumentKind(row.document_kind)
            known = Appearance(
                name=row.name,
                document_kind=kind,
                document_number=row.document_number if kind is DocumentKind.RESIDENT_ID else "",
                birth_date=row.birth_date,
                phones=tuple(phones.scalars()),
                address=row.address,
                case_numbers=tuple(dict.fromkeys(connection.execute(cases).scalars())),
            )
            people.append((petitioner_id, known))
    return people


def _one_look_up(bench: Bench, known: Appearance) -> None:
    """The least that any proposal costs: one document found by its B-tree, and the person's row."""
    with bench.session.register.read(bench.session.viewer) as unit:
        found = unit.petitioners.same(known.name, known.document_number or "E0")
        unit.petitioners.people((found or 1,))
