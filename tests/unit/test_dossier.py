"""Order, gate, volumes, numbers, spines, retention and codes: every rule by property, on many made-up dossiers."""

from __future__ import annotations

import json
import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import retention
from app.domain.dossier import (
    DossierItem,
    ItemSource,
    Procedure,
    check_order,
    in_order,
    missing,
    moved,
    procedure_of,
    put_in,
    template_of,
)
from app.domain.dossier_paper import DossierPart, NumberingMode, Sides
from app.domain.dossier_volumes import Caps, Extent, VolumePlan, box_width, plan_volumes, spine_width, thickness
from app.domain.errors import Refused
from app.domain.resources import RESOURCES
from app.domain.step import Step

KINDS = sorted(json.loads((RESOURCES / "codes" / "dossier_orders.json").read_text("utf-8"))["kinds"])


def an_extent(chance: random.Random) -> Extent:
    pages = chance.randint(1, 12) if chance.random() < 0.9 else chance.randint(1, 700)
    if chance.random() < 0.7:
        return Extent(pages)
    return Extent(pages, chance.choice((None, chance.randint((pages + 1) // 2, pages))), original=True)


@st.composite
def dossiers(draw: st.DrawFn) -> tuple[DossierItem, ...]:
    amount = draw(st.integers(0, 60))
    days = st.one_of(st.none(), st.dates(date(2024, 1, 1), date(2026, 12, 31)))
    return tuple(
        DossierItem(
            number + 1,
            draw(st.sampled_from(DossierPart)),
            draw(st.sampled_from([*KINDS, "unknown"])),
            draw(st.sampled_from(ItemSource)),
            draw(st.text(min_size=1, max_size=40)),
            draw(st.integers(1, 30)),
            draw(days),
        )
        for number in range(amount)
    )


def numbers(volume: VolumePlan) -> list[int]:
    return [stamp.number for piece in volume.pieces for stamp in piece.stamps if stamp.number is not None]


@settings(max_examples=10_000, deadline=None)
@given(st.integers(0, 2**32))
def test_nothing_is_lost_torn_or_numbered_twice_in_ten_thousand_matters(seed: int) -> None:
    chance = random.Random(seed)  # a drawn list of sixty documents would take hypothesis minutes
    wanted = [an_extent(chance) for _ in range(chance.choice((0, 1, 2, 5, 12, 60)))]
    numbering, sides = chance.choice(list(NumberingMode)), chance.choice(list(Sides))
    caps = Caps() if chance.random() < 0.5 else Caps(chance.randint(1, 300), chance.uniform(2.1, 30))
    volumes = plan_volumes(wanted, numbering, sides, caps)
    seen = [piece.index for volume in volumes for piece in volume.pieces]
    assert seen == sorted(seen)
    assert set(seen) == set(range(len(wanted)))
    for volume in volumes:
        assert numbers(volume) == list(range(1, volume.total + 1))
        assert volume.sheets == sum(piece.sheets for piece in volume.pieces)
        assert volume.spine_mm in (10, 15, 20)
        for piece in volume.pieces:
            assert (piece.first, piece.last) == (
                min(one.number for one in piece.stamps if one.number),
                max(one.number for one in piece.stamps if one.number),
            )
        assert len(volume.pieces) == 1 or volume.sheets <= caps.sheets
    for index, extent in enumerate(wanted):
        pieces = [piece for volume in volumes for piece in volume.pieces if piece.index == index]
        if not extent.original:
            assert sum(len(piece.stamps) for piece in pieces) == extent.pages
            assert [piece.first_page for piece in pieces] == [
                sum(len(one.stamps) for one in pieces[:place]) for place in range(len(pieces))
            ]
        whole = extent.pages <= caps.pages
        assert whole is False or len(pieces) == 1 or any(piece.cut for piece in pieces)


def test_two_hundred_and_one_pages_are_two_volumes() -> None:
    items = [Extent(67), Extent(67), Extent(67)]
    first, second = plan_volumes(items, NumberingMode.BY_WRITTEN_PAGE, Sides.DUPLEX)
    assert (first.total, second.total) == (134, 67)
    assert (first.sheets, second.sheets) == (68, 34)
    assert (first.spine_mm, second.spine_mm) == (10, 10)
    by_ones = plan_volumes([Extent(1)] * 201, NumberingMode.BY_WRITTEN_PAGE, Sides.SIMPLEX, Caps(200, 30))
    assert [one.total for one in by_ones] == [200, 1]
    assert [one.spine_mm for one in by_ones] == [20, 10]


def test_a_sheet_has_one_number_or_each_written_page_its_own() -> None:
    (by_sheet,) = plan_volumes([Extent(3), Extent(1)], NumberingMode.BY_SHEET, Sides.DUPLEX)
    assert [(one.number, one.back) for piece in by_sheet.pieces for one in piece.stamps] == [
        (1, False),
        (None, True),
        (2, False),
        (3, False),
    ]
    (by_page,) = plan_volumes([Extent(3), Extent(1)], NumberingMode.BY_WRITTEN_PAGE, Sides.DUPLEX)
    assert [(one.number, one.back) for piece in by_page.pieces for one in piece.stamps] == [
        (1, False),
        (2, True),
        (3, False),
        (4, False),
    ]


@given(st.integers(0, 400))
def test_the_spine_is_the_narrowest_that_holds(sheets: int) -> None:
    thick, width = thickness(sheets), spine_width(thickness(sheets))
    assert width >= thick + 1 or width == 20
    assert width == 10 or width - 5 < thick + 1
    assert box_width(thick) >= min(thick, 50)


@settings(max_examples=100, deadline=None)
@given(dossiers(), st.sampled_from(Procedure))
def test_order_is_the_templates_and_stays_when_something_is_put_in(
    items: tuple[DossierItem, ...], procedure: Procedure
) -> None:
    template = template_of(procedure)
    ordered = in_order(items, template)
    assert sorted(ordered, key=lambda one: one.item_id) == sorted(items, key=lambda one: one.item_id)
    assert [one.part for one in ordered] == sorted((one.part for one in items), key=list(DossierPart).index)
    for part in DossierPart:
        ranks = [template.rank(one.kind) for one in ordered if one.part is part]
        assert ranks == sorted(ranks)
    new = DossierItem(999, DossierPart.MAIN, "petition", ItemSource.SCAN, "来信", 2, date(2025, 5, 5))
    with_new = put_in(ordered, new, template)
    assert tuple(one for one in with_new if one is not new) == ordered
    assert [one.part for one in with_new] == sorted((one.part for one in with_new), key=list(DossierPart).index)


def test_a_document_is_moved_with_a_reason_and_never_into_the_other_part() -> None:
    template = template_of(Procedure.HANDLED)
    items = in_order(
        (
            DossierItem(1, DossierPart.MAIN, "registration", ItemSource.ISSUED, "登记表", 1),
            DossierItem(2, DossierPart.MAIN, "reply", ItemSource.SCAN, "答复", 2),
            DossierItem(3, DossierPart.INTERNAL, "report", ItemSource.SCAN, "报告", 2),
        ),
        template,
    )
    assert [one.item_id for one in moved(items, 2, -1, "复文在前")] == [2, 1, 3]
    assert moved(items, 2, -1, "复文在前")[0].moved_reason == "复文在前"
    with pytest.raises(Refused, match="原因"):
        moved(items, 2, -1, "")
    with pytest.raises(Refused, match="最前或最后"):
        moved(items, 2, 1, "x")
    with pytest.raises(Refused):
        moved(items, 7, 1, "x")


def test_the_gate_names_what_is_missing_why_and_who_has_it() -> None:
    template = template_of(Procedure.HANDLED)
    steps = {Step.TRIAGE, Step.ANSWER, Step.SERVE}
    found = missing((), template, steps)
    assert [one.code for one in found] == ["registration", "reply", "service"]
    assert "送达回证" in found[-1].words
    assert "请信访接待员提供" in found[-1].words
    assert [one.code for one in missing((), template, {Step.TRIAGE}, collective=True)] == [
        "registration",
        "joint_list",
    ]


def test_the_procedure_follows_from_the_steps() -> None:
    assert procedure_of({Step.GUIDE}) is Procedure.GUIDED
    assert procedure_of({Step.LEAD_INTO}) is Procedure.LED_INTO
    assert procedure_of({Step.ANSWER, Step.GUIDE}) is Procedure.HANDLED
    assert procedure_of({Step.ANSWER, Step.DECIDE_CLOSURE}) is Procedure.CLOSED
    assert procedure_of(()) is Procedure.HANDLED


def test_an_offices_own_order_is_checked() -> None:
    shipped = [kind.code for kind in template_of(Procedure.GUIDED).kinds]
    assert list(check_order(Procedure.GUIDED, shipped[::-1])) == shipped[::-1]
    assert template_of(Procedure.GUIDED, {"guided": shipped[::-1]}).rank(shipped[0]) == len(shipped) - 1
    for wrong in ([*shipped, shipped[0]], [*shipped, "nothing"], shipped[1:]):
        with pytest.raises(Refused):
            check_order(Procedure.GUIDED, wrong)


def test_every_scheme_has_its_basis_and_the_longest_term_counts() -> None:
    for one in retention.schemes():
        assert one.basis
        assert one.applies_to
        assert retention.longest(one.terms).years is None
        assert len({term.letter for term in one.terms}) == len(one.terms)
    assert retention.scheme("?").code == retention.DEFAULT_SCHEME
    sixty = retention.scheme("litigation_2013").term("60")
    assert sixty.ends(date(2026, 5, 1)) == date(2087, 1, 1)
    with pytest.raises(Refused):
        retention.scheme("litigation_2013").term("short")


def test_archival_codes_are_written_from_the_template() -> None:
    term = retention.scheme("litigation_2013").term("60")
    template = retention.check_code_template(retention.DEFAULT_CODE)
    whole = retention.archive_code(template, fonds="Z109", catalogue="", year=2026, term=term, file_number=7)
    assert whole == "Z109-XF·2026-D60-0007"
    assert retention.plain_code(whole) == "Z109-XF.2026-D60-0007"
    assert retention.archive_code(template, fonds="", catalogue="", year=2026, term=term, file_number=7) == (
        "XF·2026-D60-0007"
    )
    for wrong in (
        "{年度}",
        "{年度}{期限}{案卷号}",
        "档{年度}-{期限}-{案卷号}",
        "{年度}-{期限}-{案卷号}-{年度}",
        "{页}",
    ):
        with pytest.raises(Refused):
            retention.check_code_template(wrong)
