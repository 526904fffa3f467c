"""卷宗设置: how this office numbers, splits, keeps and codes its dossiers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cattrs.preconf.json import make_converter

from app.domain import retention
from app.domain.changes import Area, Change
from app.domain.dossier_paper import CoverLayout, NumberingMode, PaperSize, Sides
from app.domain.dossier_volumes import SLIPS_MM, Caps
from app.domain.errors import Refused
from app.domain.retention import RetentionTerm, archive_code, check_code_template
from app.domain.text import clean_line
from app.domain.viewer import Right
from app.services.session import Session
from db.unit_of_work import ReadUnit, WriteUnit

NAME = "dossier"
LAYOUT = "cover_layout"
FEWEST_SEALS, MOST_SEALS = 2, 6
"""Seal strips of a volume: one over the knot and a spare one, up to a whole sheet of six."""

_CONVERTER = make_converter()


@dataclass(frozen=True)
class DossierOptions:
    """What an office has chosen; every value has a default that works."""

    scheme: str = retention.DEFAULT_SCHEME
    term: str = retention.DEFAULT_TERM
    code_template: str = retention.DEFAULT_CODE
    fonds: str = ""
    catalogue: str = ""
    numbering: NumberingMode = NumberingMode.BY_SHEET
    sides: Sides = Sides.SIMPLEX
    size: PaperSize = PaperSize.A4
    most_pages: int = 200
    most_mm: float = 15.0
    checker: str = ""
    loan_days: int = 30
    seals: int = FEWEST_SEALS

    @property
    def caps(self) -> Caps:
        """When a volume is full."""
        return Caps(self.most_pages, self.most_mm)

    @property
    def retention_term(self) -> RetentionTerm:
        """The term that dossiers get unless told otherwise."""
        return retention.scheme(self.scheme).term(self.term)


def options_in(unit: ReadUnit | WriteUnit) -> DossierOptions:
    """The options, inside a unit of work."""
    return _CONVERTER.structure(unit.settings.get(NAME, {}), DossierOptions)


def layout_in(unit: ReadUnit | WriteUnit, size: PaperSize) -> CoverLayout:
    """The office's own cover of this size, or the shipped one."""
    own: Any = unit.settings.get(LAYOUT, {})
    said = own.get(size.value) if isinstance(own, dict) else None
    return replace(_CONVERTER.structure(said, CoverLayout), size=size) if said else CoverLayout(size)


def read(session: Session) -> DossierOptions:
    """The options of this office."""
    with session.register.read(session.viewer) as unit:
        return options_in(unit)


def check(options: DossierOptions) -> DossierOptions:
    """Clean and check.

    Raises:
        Refused: a value cannot be used; each is named beside its field.
    """
    fields: dict[str, str] = {}
    cleaned = replace(
        options,
        fonds=clean_line(options.fonds),
        catalogue=clean_line(options.catalogue),
        checker=clean_line(options.checker),
    )
    scheme = retention.scheme(cleaned.scheme)
    if cleaned.term not in {one.code for one in scheme.terms}:
        fields["term"] = f"“{scheme.title}”里没有这个期限，请重新选择。"
    try:
        template = check_code_template(cleaned.code_template, "code_template")
        cleaned = replace(cleaned, code_template=template)
    except Refused as answer:
        fields.update(answer.fields)
    for name, value in (("fonds", cleaned.fonds), ("catalogue", cleaned.catalogue)):
        if not all("!" <= one <= "~" for one in value) or len(value) > 20:
            fields[name] = "只能用字母和数字，最多 20 个，这样档号才能印成条码。"
    if not 10 <= cleaned.most_pages <= 600:
        fields["most_pages"] = "每册页数请在 10 到 600 之间。"
    if not SLIPS_MM + 1 <= cleaned.most_mm <= 40:
        fields["most_mm"] = "每册厚度请在 3 到 40 毫米之间。"
    if not 1 <= cleaned.loan_days <= 365:
        fields["loan_days"] = "借阅天数请在 1 到 365 之间。"
    if not FEWEST_SEALS <= cleaned.seals <= MOST_SEALS:
        fields["seals"] = f"每册封条请在 {FEWEST_SEALS} 到 {MOST_SEALS} 张之间，一张 A4 正好 {MOST_SEALS} 张。"
    if fields:
        raise Refused("有几处需要补正，见各栏下方说明。已填内容都在。", fields)
    return cleaned


def save(session: Session, options: DossierOptions, now: datetime) -> Change:
    """Keep the options; bound dossiers stay as they were.

    Raises:
        Refused: no right, or as :func:`check`.
    """
    if not session.viewer.may(Right.ADMINISTER):
        raise Refused("修改卷宗设置需要管理权限。请管理员办理。")
    cleaned = check(options)
    with session.register.write(session.viewer, now) as work:
        before = work.settings.get(NAME, {})
        said = _CONVERTER.unstructure(cleaned)
        work.settings.put(NAME, said)
        work.audit.record("set", "setting", 0, before={NAME: before}, after={NAME: said})
    return Change.of(Area.SETTINGS, Area.DOSSIERS)


def code_for(options: DossierOptions, year: int, term: RetentionTerm, file_number: int) -> str:
    """An archival code as this office writes it."""
    return archive_code(
        options.code_template,
        fonds=options.fonds,
        catalogue=options.catalogue,
        year=year,
        term=term,
        file_number=file_number,
    )


__all__ = ["DossierOptions", "check", "code_for", "layout_in", "options_in", "read", "save"]
