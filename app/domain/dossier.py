"""卷宗: what a bound case file consists of, in which order it lies, and what may not be missing from it.

Sources: 人民法院诉讼文书立卷归档办法 (1991) 第五条、第十二条至第十七条; order templates are data
(``resources/codes/dossier_orders.json``) and each office may replace them by its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any

from app.domain.dossier_paper import DossierPart
from app.domain.errors import Refused
from app.domain.resources import load_json
from app.domain.step import Step

OTHER = "other"
LONGEST_TITLE = 200
LONGEST_EFFECT = 100
"""Characters for each of the two lines of an assessment."""


class ItemSource(Enum):
    """材料来源 of one document of a dossier: a paper issued here, a scan, or the paper original by page count."""

    ISSUED = "issued"
    SCAN = "scan"
    ORIGINAL = "original"


SOURCE_TEXT = {ItemSource.ISSUED: "本系统文书", ItemSource.SCAN: "扫描件", ItemSource.ORIGINAL: "纸质原件"}


class DossierState(Enum):
    """装订状态 of a concluded matter's dossier."""

    TO_BIND = "to_bind"
    BOUND = "bound"
    FILED = "filed"
    ON_LOAN = "on_loan"


STATE_TEXT = {
    DossierState.TO_BIND: "待装订",
    DossierState.BOUND: "已装订",
    DossierState.FILED: "已归档",
    DossierState.ON_LOAN: "借出",
}


class Procedure(Enum):
    """办理程序 whose order a dossier follows."""

    HANDLED = "handled"
    GUIDED = "guided"
    LED_INTO = "led_into"
    CLOSED = "closed"


PROCEDURE_TEXT = {
    Procedure.HANDLED: "信访办理",
    Procedure.GUIDED: "程序引导",
    Procedure.LED_INTO: "导入法律程序",
    Procedure.CLOSED: "信访终结",
}


@dataclass(frozen=True)
class DocumentKind:
    """材料类别 of an order template, its usual part, and who can supply it.

    ``after`` names the steps that make it necessary (any of them); ``*`` means always. ``forms`` are papers issued
    here that are of this kind; ``signed`` means that printing one is not enough, it must come back signed.
    """

    code: str
    title: str
    part: DossierPart
    supplier: str = ""
    basis: str = ""
    forms: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    signed: bool = False

    def needed(self, steps: Collection[Step]) -> bool:
        """Whether a matter that went through these steps must have one."""
        return "*" in self.after or any(step.value in self.after for step in steps)


@dataclass(frozen=True)
class OrderTemplate:
    """顺序模板: the kinds of one procedure in the order in which they are bound."""

    procedure: Procedure
    kinds: tuple[DocumentKind, ...]

    def rank(self, code: str) -> int:
        """Where a kind lies; what is not listed comes last, in order of formation (立卷归档办法第十四条)."""
        return next((place for place, kind in enumerate(self.kinds) if kind.code == code), len(self.kinds))

    def kind(self, code: str) -> DocumentKind:
        """A kind by its code; an unknown one is 其他材料 of the main part."""
        return next((kind for kind in self.kinds if kind.code == code), _OTHER)

    def kind_of_form(self, form: str) -> DocumentKind:
        """The kind that a paper issued here belongs to.

        One that the order does not list keeps its part, so that nothing internal comes into the main part.
        """
        return next((kind for kind in (*self.kinds, *_every_kind()) if form in kind.forms), _OTHER)


_OTHER = DocumentKind(OTHER, "其他材料", DossierPart.MAIN, "承办人")


@dataclass(frozen=True)
class DossierItem:
    """One document of a dossier in the order in which it will lie.

    ``pages`` are written pages, ``sheets`` what an original takes up in paper. ``late`` came after the binding and is
    bound as a volume of its own; nothing bound before is renumbered.
    """

    item_id: int
    part: DossierPart
    kind: str
    source: ItemSource
    title: str
    pages: int
    day: date | None = None
    document_number: str = ""
    responsible: str = ""
    remark: str = ""
    document_id: int | None = None
    scan_id: int | None = None
    sheets: int | None = None
    moved_reason: str = ""
    late: bool = False
    binding_id: int | None = None


@dataclass(frozen=True)
class Assessment:
    """效果评议: one line each on legal and on social effect at closing; optional and never scored."""

    legal: str = ""
    social: str = ""

    @property
    def words(self) -> str:
        """As it is kept and printed: the lines that were written."""
        said = (("法律效果", self.legal), ("社会效果", self.social))
        return "\n".join(f"{label}：{line}" for label, line in said if line)

    @classmethod
    def read(cls, words: str) -> Assessment:
        """From :attr:`words`; a text that was kept as one line is taken as the legal effect."""
        said = {"法律效果": "", "社会效果": ""}
        for line in words.split("\n"):
            label, mark, rest = line.partition("：")
            if mark and label in said:
                said[label] = rest
            elif line:
                said["法律效果"] = line
        return cls(said["法律效果"], said["社会效果"])


@dataclass(frozen=True)
class DossierRow:
    """One line of the list: a concluded matter and how far its dossier is; ``late`` documents wait for a volume."""

    matter_id: int
    dossier_id: int | None
    number: str
    petitioner: str
    summary: str
    concluded_on: date | None
    handler: str
    state: DossierState
    archive_code: str
    place: str
    volumes: int
    borrower: str
    due_on: date | None
    retention_label: str
    filed_on: date | None
    late: int = 0


@dataclass(frozen=True)
class Missing:
    """缺件: a document that the template wants and the dossier does not have; who can supply it and why it belongs."""

    code: str
    title: str
    part: DossierPart
    basis: str
    supplier: str

    @property
    def words(self) -> str:
        """What, why and who, in one line."""
        return f"缺《{self.title}》（{self.basis}）。请{self.supplier}提供。"


def procedure_of(steps: Collection[Step]) -> Procedure:
    """Which order a matter's dossier follows, from the steps it went through."""
    if Step.DECIDE_CLOSURE in steps:
        return Procedure.CLOSED
    if Step.ANSWER in steps:
        return Procedure.HANDLED
    if Step.LEAD_INTO in steps:
        return Procedure.LED_INTO
    if Step.GUIDE in steps or Step.DECLINE in steps:
        return Procedure.GUIDED
    return Procedure.HANDLED


def template_of(procedure: Procedure, own: Mapping[str, Sequence[str]] | None = None) -> OrderTemplate:
    """The order of a procedure: the office's own list of codes if it has one, otherwise the shipped one."""
    data = load_json("dossier_orders")
    kinds = {kind.code: kind for kind in _every_kind()}
    shipped = tuple(data["orders"][procedure.value])
    codes = tuple((own or {}).get(procedure.value) or shipped)
    return OrderTemplate(procedure, tuple(kinds[code] for code in codes if code in kinds))


def check_order(procedure: Procedure, codes: Sequence[str]) -> tuple[str, ...]:
    """An office's own order, checked.

    Raises:
        Refused: a code is unknown or named twice, or a kind that may be required was left out.
    """
    data = load_json("dossier_orders")
    unknown = [code for code in codes if code not in data["kinds"]]
    if unknown:
        raise Refused(f"顺序模板里有程序不认识的类别“{unknown[0]}”。请从列表中选择。", {"order": "有不认识的类别。"})
    if len(set(codes)) != len(codes):
        twice = next(code for code in codes if list(codes).count(code) > 1)
        title = data["kinds"][twice]["title"]
        raise Refused(f"顺序模板里“{title}”写了两次。请只留一处。", {"order": f"“{title}”重复。"})
    shipped = template_of(procedure)
    for kind in shipped.kinds:
        if kind.after and kind.code not in codes:
            raise Refused(
                f"“{kind.title}”是装订前要核对的材料，不能从顺序模板里去掉。", {"order": f"请保留“{kind.title}”。"}
            )
    return tuple(codes)


def in_order(items: Iterable[DossierItem], template: OrderTemplate) -> tuple[DossierItem, ...]:
    """Main part before internal part, kinds as the template has them, within a kind by day of formation."""

    def place(item: DossierItem) -> tuple[int, int, date, int]:
        return (_PARTS.index(item.part), template.rank(item.kind), item.day or date.max, item.item_id)

    return tuple(sorted(items, key=place))


def put_in(items: Sequence[DossierItem], new: DossierItem, template: OrderTemplate) -> tuple[DossierItem, ...]:
    """A further document at its place; the order that the others have by hand stays."""
    rank = template.rank(new.kind)
    place = 0
    for index, item in enumerate(items):
        before = _PARTS.index(item.part) < _PARTS.index(new.part)
        earlier = item.part is new.part and (template.rank(item.kind), item.day or date.max) <= (
            rank,
            new.day or date.max,
        )
        if before or earlier:
            place = index + 1
    return (*items[:place], new, *items[place:])


def moved(items: Sequence[DossierItem], item_id: int, offset: int, reason: str) -> tuple[DossierItem, ...]:
    """One document moved up or down within its part, with the reason for the remarks sheet.

    Raises:
        Refused: no reason, there is none, or it lies at the end of its part already.
    """
    if not reason:
        raise Refused("调整顺序要写明原因，会印在备考表上。", {"reason": "请写明原因。"})
    here = next((place for place, item in enumerate(items) if item.item_id == item_id), None)
    if here is None:
        raise Refused("没有找到这份材料。请刷新后再选。")
    there = here + offset
    if not 0 <= there < len(items) or items[there].part is not items[here].part:
        raise Refused("已经在最前或最后，不能再移。")
    rest = [*items[:here], *items[here + 1 :]]
    rest.insert(there, replace(items[here], moved_reason=reason))
    return tuple(rest)


def missing(
    items: Iterable[DossierItem], template: OrderTemplate, steps: Collection[Step], *, collective: bool = False
) -> tuple[Missing, ...]:
    """What the gate before binding finds missing, in the template's order."""
    held = tuple(items)
    there = {item.kind for item in held}
    signed = {item.kind for item in held if item.source is not ItemSource.ISSUED}
    found = []
    for kind in template.kinds:
        wanted = kind.needed(steps) or (collective and "collective" in kind.after)
        if wanted and kind.code not in (signed if kind.signed else there):
            found.append(Missing(kind.code, kind.title, kind.part, kind.basis, kind.supplier))
    return tuple(found)


_PARTS = (DossierPart.MAIN, DossierPart.INTERNAL)


@lru_cache(maxsize=1)
def _every_kind() -> tuple[DocumentKind, ...]:
    """All kinds that there are, whatever the procedure."""
    return tuple(_kind(code, said) for code, said in load_json("dossier_orders")["kinds"].items())


def _kind(code: str, said: Mapping[str, Any]) -> DocumentKind:
    return DocumentKind(
        code,
        said["title"],
        DossierPart(said["part"]),
        said["supplier"],
        said["basis"],
        tuple(said.get("forms", ())),
        tuple(said.get("after", ())),
        bool(said.get("signed", False)),
    )
