"""装订: freezing a dossier into volumes, and giving its pack again exactly as it was frozen."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from cattrs.preconf.json import make_converter

from app.domain import retention
from app.domain.changes import Area, Change
from app.domain.dossier import DossierItem, ItemSource, Missing
from app.domain.dossier_paper import (
    NUMBERING_TEXT,
    PART_TEXT,
    BackCover,
    BoxLabel,
    ContentsLine,
    CoverLayout,
    DossierCover,
    DossierPart,
    IssuedContent,
    ItemContent,
    NumberingMode,
    OriginalContent,
    OverriddenGap,
    Pack,
    PackItem,
    PackVolume,
    PaperSize,
    RemarksSheet,
    SealStrip,
    Sides,
    SpineLabel,
)
from app.domain.dossier_volumes import Extent, Piece, VolumePlan, box_width, plan_volumes
from app.domain.errors import Refused
from app.domain.matter import CONCLUDED_STATUSES, ActionKind
from app.domain.matter_detail import MatterDetail
from app.domain.paper import CoverRecord, Marks
from app.domain.retention import plain_code
from app.domain.text import clean_block, clean_line
from app.services import dossiers, papers, scans
from app.services.dossier_options import DossierOptions, code_for, layout_in, options_in
from app.services.dossiers import NOT_FOUND, DossierView, PageCounter
from app.services.matters import read_detail
from app.services.session import Session
from db.stores.dossiers import StoredBinding
from db.unit_of_work import WriteUnit

_CONVERTER = make_converter()
_CONVERTER.register_structure_hook_func(
    lambda kind: kind == ItemContent, lambda said, _: _CONVERTER.structure(said, OriginalContent)
)
PARTS = (DossierPart.MAIN, DossierPart.INTERNAL)


@dataclass(frozen=True)
class BindRequest:
    """How to bind; ``None`` takes what the office has chosen. ``overrides`` are reasons by code of what is missing."""

    matter_id: int
    overrides: Mapping[str, str] = field(default_factory=dict)
    override_all: str = ""
    checker: str = ""
    term: str | None = None
    numbering: NumberingMode | None = None
    sides: Sides | None = None
    size: PaperSize | None = None
    late_reason: str = ""


@dataclass(frozen=True)
class Bound:
    """A pack ready to be drawn."""

    binding_id: int
    dossier_id: int
    pack: Pack
    change: Change


@dataclass(frozen=True)
class _ContentRef:
    """Where the content of one item lies; the hash is looked at again before every print."""

    source: str
    document_id: int | None = None
    scan_id: int | None = None
    first_page: int = 0


@dataclass(frozen=True)
class _Frozen:
    """What is kept of a binding: the pack without the bytes, and where each content lies."""

    pack: Pack
    refs: tuple[tuple[_ContentRef, ...], ...]


def bind(
    session: Session,
    request: BindRequest,
    count: PageCounter,
    now: datetime,
    proof: Callable[[Pack], None] | None = None,
) -> Bound:
    """Freeze the dossier of a concluded matter; what is bound already is given again as it was.

    ``proof`` looks at the pack before anything is frozen and refuses what could not be printed afterwards.

    Raises:
        Refused: not concluded; something is missing and no reason was given (named by code); nothing to bind.
    """
    view, _ = dossiers.arrange(session, request.matter_id, count, now)
    if view.facts.bound_at is not None and not request.late_reason:
        return reopen(session, request.matter_id)
    if view.facts.bound_at is not None:
        return _bind_late(session, view, request, now, proof)
    gaps = _overridden(view.missing, request)
    with session.register.read(session.viewer) as unit:
        detail = read_detail(unit, request.matter_id)
        options = _chosen(options_in(unit), request)
        cover = papers.cover_record(unit, detail)
        base = _base_cover(cover, detail, options, unit.dossiers.names(request.matter_id))
        layout = layout_in(unit, options.size)
        marks = Marks(practice=bool(unit.settings.get("practice", False)))
    term = retention.scheme(options.scheme).term(options.term)
    with session.register.write(session.viewer, now) as work:
        items = _fresh(work, view)
        year = view.facts.year
        file_number = work.dossiers.last_file_number(year, options.term) + 1
        code = code_for(options, year, term, file_number)
        cover = replace(base.facts, retention=term.label, archive_code=code)
        base = replace(base, facts=cover, file_number=f"{file_number:04d}")
        frozen = _freeze(view, items, base, options, gaps, work.viewer.name, now)
        frozen = replace(frozen, pack=replace(frozen.pack, layout=layout, marks=marks))
        if proof is not None:
            proof(frozen.pack)
        work.dossiers.change(
            view.facts.dossier_id,
            file_number=file_number,
            archive_code=code,
            fonds=options.fonds,
            catalogue=options.catalogue,
            scheme=options.scheme,
            retention=options.term,
            retention_label=term.label,
            appraise_on=term.ends(detail.concluded_on or now.date()),
            bound_at=now,
        )
        binding_id = _keep(work, view, items, frozen, "", now)
    return reopen(session, request.matter_id, binding_id, _changed(request.matter_id))


def reopen(session: Session, matter_id: int, binding_id: int | None = None, change: Change | None = None) -> Bound:
    """A pack as it was bound, every document and scan checked against its hash.

    Raises:
        Refused: it was never bound, is out of sight, or something was altered since.
    """
    with session.register.read(session.viewer) as unit:
        facts = unit.dossiers.of_matter(matter_id)
        if facts is None:
            raise Refused(NOT_FOUND)
        bindings = unit.dossiers.bindings(facts.dossier_id)
    binding = next((one for one in bindings if binding_id in (None, one.binding_id)), None)
    if binding is None:
        raise Refused("这件事项还没有装订。请先按“装订打印”。")
    if not binding.intact:
        raise Refused("装订记录与装订时不一致，已停止打印。请管理员检查登记库。")
    return Bound(binding.binding_id, facts.dossier_id, _filled(session, binding), change or Change.of())


def printed(session: Session, bound: Bound, printer: str, now: datetime) -> Change:
    """Record that a pack came out of the printer or was saved as a file."""
    with session.register.write(session.viewer, now) as work:
        work.dossiers.printed(bound.binding_id)
        work.audit.record("print", "binding", bound.binding_id, after={"printer": clean_line(printer)})
    return Change.of(Area.DOSSIERS)


def of_part(pack: Pack, part: DossierPart) -> Pack:
    """One part of a pack alone, for whoever may not see the other.

    Raises:
        Refused: there is no such part.
    """
    volumes = tuple(volume for volume in pack.volumes if volume.part is part)
    if not volumes:
        raise Refused(f"这份卷宗没有{PART_TEXT[part]}。")
    each = len(pack.seals) // len(pack.volumes)
    places = [place for place, volume in enumerate(pack.volumes) if volume.part is part]
    seals = tuple(one for place in places for one in pack.seals[place * each : (place + 1) * each])
    return replace(pack, volumes=volumes, seals=seals, box=None)


def chinese_number(number: int) -> str:
    """一、二 … 十二 … 九十九 for volumes; digits above."""
    digits = "零一二三四五六七八九"
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones else "")


def _bind_late(
    session: Session,
    view: DossierView,
    request: BindRequest,
    now: datetime,
    proof: Callable[[Pack], None] | None,
) -> Bound:
    """What came later becomes volumes of its own, counted on from the bound ones; those stay as they were."""
    reason = clean_line(request.late_reason)[:200]
    if not view.late:
        raise Refused("装订后没有补来的材料，不需要另装一册。")
    first = _read(view.bindings[0])
    with session.register.read(session.viewer) as unit:
        options = _chosen(options_in(unit), request)
    options = replace(options, numbering=first.pack.numbering, sides=first.pack.sides, size=first.pack.layout.size)
    base = first.pack.volumes[0].cover
    before = dict.fromkeys(PARTS, 0)
    for binding in view.bindings:
        for volume in _read(binding).pack.volumes:
            before[volume.part] += 1
    with session.register.write(session.viewer, now) as work:
        items = tuple(one for one in _fresh(work, view) if one.late and one.binding_id is None)
        frozen = _freeze(view, items, base, options, (), work.viewer.name, now, before, reason)
        pack = replace(frozen.pack, layout=first.pack.layout, marks=first.pack.marks)
        if proof is not None:
            proof(pack)
        binding_id = _keep(work, view, items, replace(frozen, pack=pack), reason, now)
        work.dossiers.change(view.facts.dossier_id)
    return reopen(session, request.matter_id, binding_id, _changed(request.matter_id))


def _fresh(work: WriteUnit, view: DossierView) -> tuple[DossierItem, ...]:
    facts, matter = work.dossiers.of_matter(view.facts.matter_id), work.matters.facts(view.facts.matter_id)
    if facts is None or matter is None:
        raise Refused(NOT_FOUND)
    if matter.status not in CONCLUDED_STATUSES:
        raise Refused(f"{facts.number} 现在不是办结状态，不能装订。")
    if facts.version != view.facts.version:
        raise Refused("这份卷宗刚被别处装订或改动过。请看一眼最新情况再办。")
    items = work.dossiers.items(facts.dossier_id)
    if not items:
        raise Refused("卷内没有材料，不能装订。请先添加扫描件或登记纸质原件。")
    return items


def _keep(
    work: WriteUnit, view: DossierView, items: Sequence[DossierItem], frozen: _Frozen, reason: str, now: datetime
) -> int:
    """Audit first, so that the fingerprint on the remarks sheet is that of the entry about this very binding."""
    volumes = frozen.pack.volumes
    numbers = sum(volume.page_total for volume in volumes)
    summary: dict[str, Any] = {
        "matter": view.facts.number,
        "archive_code": frozen.pack.archive_code,
        "volumes": [
            [PART_TEXT[volume.part], volume.number, volume.count, volume.page_total, volume.sheet_total]
            for volume in volumes
        ],
        "items": [[line.title, line.first, line.last] for volume in volumes for line in volume.contents],
        "missing": [gap.title for gap in volumes[0].remarks.gaps],
        "reason": reason,
    }
    work.audit.record("bind", "dossier", view.facts.dossier_id, after=summary)
    fingerprint = work.audit.fingerprint
    signed = tuple(replace(one, remarks=replace(one.remarks, fingerprint=fingerprint)) for one in volumes)
    text = _CONVERTER.dumps(
        replace(frozen, pack=replace(frozen.pack, volumes=signed)), ensure_ascii=False, sort_keys=True
    )
    binding_id = work.dossiers.bind(view.facts.dossier_id, str(text), fingerprint, reason, len(volumes), numbers, now)
    work.dossiers.hold((item.item_id for item in items), binding_id)
    words = f"装订卷宗：{len(volumes)}册，编页到{numbers}" + (f"（补装：{reason}）" if reason else "")
    work.matters.add_action(view.facts.matter_id, ActionKind.PRINT, words, now, now)
    return binding_id


def _overridden(gaps: Sequence[Missing], request: BindRequest) -> tuple[OverriddenGap, ...]:
    said = {gap.code: clean_line(request.overrides.get(gap.code, "") or request.override_all)[:200] for gap in gaps}
    unanswered = {gap.code: gap.words for gap in gaps if not said[gap.code]}
    if unanswered:
        raise Refused(
            f"卷内还缺 {len(unanswered)} 件材料，没有装订。请补齐；确实没有的，写明原因后再装订，原因会印在备考表上。",
            unanswered,
        )
    return tuple(OverriddenGap(gap.title, gap.basis, gap.supplier, said[gap.code]) for gap in gaps)


def _chosen(options: DossierOptions, request: BindRequest) -> DossierOptions:
    return replace(
        options,
        term=request.term or options.term,
        numbering=request.numbering or options.numbering,
        sides=request.sides or options.sides,
        size=request.size or options.size,
        checker=clean_line(request.checker) or options.checker,
    )


def _base_cover(
    cover: CoverRecord, detail: MatterDetail, options: DossierOptions, names: tuple[str, ...]
) -> DossierCover:
    return DossierCover(
        cover,
        fonds_code=options.fonds,
        catalogue=options.catalogue,
        receptionist=detail.contacts[0].receptionist,
        filed_on=None,
        names=names if len(names) > 1 else (),
    )


def _freeze(
    view: DossierView,
    items: Sequence[DossierItem],
    base: DossierCover,
    options: DossierOptions,
    gaps: tuple[OverriddenGap, ...],
    compiler: str,
    now: datetime,
    before: Mapping[DossierPart, int] | None = None,
    late: str = "",
) -> _Frozen:
    volumes: list[PackVolume] = []
    refs: list[tuple[_ContentRef, ...]] = []
    for part in PARTS:
        mine = [item for item in items if item.part is part]
        extents = [Extent(one.pages, one.sheets, one.source is ItemSource.ORIGINAL) for one in mine]
        plans = plan_volumes(extents, options.numbering, options.sides, options.caps)
        earlier = (before or {}).get(part, 0)
        for place, plan in enumerate(plans, 1):
            volume = _volume(view, mine, plan, part, (earlier + place, earlier + len(plans)), base)
            facts = _facts_of(mine, plan, options, late)
            remarks = RemarksSheet(
                volume.title,
                facts,
                compiler,
                options.checker,
                now.date(),
                "",
                gaps if not volumes else (),
                clean_block(view.facts.assessment) if not volumes else "",
            )
            volumes.append(replace(volume, remarks=remarks))
            refs.append(tuple(_ref(mine[piece.index], piece) for piece in plan.pieces))
    court = base.facts.court_name
    code = base.facts.archive_code
    thick = sum(2 + volume.sheet_total * 0.1 for volume in volumes)
    box = BoxLabel(
        court,
        base.fonds_code,
        base.catalogue,
        str(view.facts.year),
        base.facts.retention,
        view.facts.box,
        (code,),
        box_width(thick),
    )
    pack = Pack(
        number=view.facts.number,
        court_name=court,
        archive_code=plain_code(code),
        volumes=tuple(volumes),
        numbering=options.numbering,
        sides=options.sides,
        layout=CoverLayout(options.size),
        seals=tuple(SealStrip(court, volume.title) for volume in volumes for _ in range(options.seals)),
        box=box,
    )
    return _Frozen(pack, tuple(refs))


def _volume(
    view: DossierView,
    items: Sequence[DossierItem],
    plan: VolumePlan,
    part: DossierPart,
    place: tuple[int, int],
    base: DossierCover,
) -> PackVolume:
    number, count = place
    facts = replace(base.facts, part=PART_TEXT[part], volume_number=number, volume_count=count, page_count=plan.total)
    title = f"{view.facts.number} {PART_TEXT[part]} 第{chinese_number(number)}册"
    found = re.findall(r"[0-9]+", view.facts.number)
    spine = SpineLabel(
        court_short=_short(facts.court_name),
        year=str(view.facts.year),
        sequence=found[-1] if found else view.facts.number,
        petitioner=facts.petitioner,
        part=PART_TEXT[part],
        volume=f"第{chinese_number(number)}册",
        retention=facts.retention,
        file_number=base.file_number,
        width_mm=plan.spine_mm,
    )
    return PackVolume(
        part=part,
        number=number,
        count=count,
        title=title,
        cover=replace(base, facts=facts),
        items=tuple(_pack_item(order, items[piece.index], piece) for order, piece in enumerate(plan.pieces, 1)),
        remarks=RemarksSheet(title, (), "", "", date.min, ""),
        back=BackCover(facts.court_name, title),
        spine=spine,
        qr_text=f"{view.facts.number}|{PART_TEXT[part]}{number}/{count}",
        page_total=plan.total,
        sheet_total=plan.sheets,
    )


def _pack_item(order: int, item: DossierItem, piece: Piece) -> PackItem:
    title = item.title + ("（续）" if piece.first_page else "")
    remark = item.remark or ("原件" if item.source is ItemSource.ORIGINAL else "")
    line = ContentsLine(order, item.document_number, item.responsible, title, item.day, piece.first, piece.last, remark)
    return PackItem(line, OriginalContent(len(piece.stamps)), piece.stamps)


def _facts_of(items: Sequence[DossierItem], plan: VolumePlan, options: DossierOptions, late: str) -> tuple[str, ...]:
    unit = "张" if options.numbering is NumberingMode.BY_SHEET else "页"
    numbering = NUMBERING_TEXT[options.numbering]
    facts = [
        f"本册卷内文件 {len(plan.pieces)} 件，编页 1 至 {plan.total}，共 {plan.total} {unit}，{numbering}。",
        f"本册用纸 {plan.sheets} 张。",
    ]
    if late:
        facts.append(f"本册为装订后补入材料，另行成册编页；此前各册的编页未变动。原因：{late}")
    for order, piece in enumerate(plan.pieces, 1):
        item = items[piece.index]
        if item.moved_reason:
            facts.append(f"第 {order} 件《{item.title}》的位置由人工调整：{item.moved_reason}")
        if item.source is ItemSource.ORIGINAL:
            facts.append(f"第 {order} 件《{item.title}》为纸质原件，手工放入。")
        if piece.cut:
            facts.append(f"第 {order} 件《{item.title}》一件超过一册上限，分册装订。")
    return tuple(facts)


def _ref(item: DossierItem, piece: Piece) -> _ContentRef:
    return _ContentRef(item.source.value, item.document_id, item.scan_id, piece.first_page)


def _filled(session: Session, binding: StoredBinding) -> Pack:
    frozen = _read(binding)
    volumes = []
    for volume, refs in zip(frozen.pack.volumes, frozen.refs, strict=True):
        items = tuple(
            replace(item, content=_content(session, ref, item, frozen.pack.marks))
            for item, ref in zip(volume.items, refs, strict=True)
        )
        volumes.append(replace(volume, items=items))
    return replace(frozen.pack, volumes=tuple(volumes))


def _read(binding: StoredBinding) -> _Frozen:
    return _CONVERTER.loads(binding.pack, _Frozen)


def _content(session: Session, ref: _ContentRef, item: PackItem, marks: Marks) -> ItemContent:
    if ref.document_id is not None:
        with session.register.read(session.viewer) as unit:
            document = unit.dossiers.document(ref.document_id)
        if document is None or not document.intact:
            raise Refused(f"《{item.line.title}》的内容与出具时不一致，已停止打印。请管理员检查登记库。")
        return IssuedContent(papers.record_of(document.form, document.content, marks), ref.first_page)
    if ref.scan_id is not None:
        with session.register.read(session.viewer) as unit:
            scan = unit.dossiers.scan(ref.scan_id)
        if scan is None:
            raise Refused(f"《{item.line.title}》的扫描件没有找到，已停止打印。请管理员检查登记库。")
        return scans.content(session, scan, ref.first_page, len(item.stamps))
    return item.content


def _short(court: str) -> str:
    return court.replace("人民法院", "法院")


def _changed(matter_id: int) -> Change:
    return Change.of(Area.DOSSIERS, Area.DOCUMENTS, Area.MATTERS, ids=(matter_id,))
