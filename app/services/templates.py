"""文书模板: the office's own wording of letters and sheets: read, tried, saved as a new version, taken back.

A version is never changed or deleted; papers that were issued keep the words they went out with.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from app.domain import paper_template
from app.domain.changes import Area, Change
from app.domain.errors import Refused
from app.domain.paper import LetterRecord, SheetRecord
from app.domain.paper_template import BASE_PLACES, PaperTemplate, Shape, check_template
from app.domain.record import RecordField
from app.domain.record_kinds import KINDS
from app.domain.sample_paper import sample_words
from app.domain.viewer import Right
from app.services.paper_words import labels_of, template_in
from app.services.session import Session

LONGEST_PARAGRAPH = 2_000
MOST_PARTS = 60
"""Paragraphs, rows or signatures of one template."""


@dataclass(frozen=True)
class TemplateLine:
    """One template as a list shows it; ``version`` 0 is the wording that comes with the program."""

    code: str
    title: str
    shape: Shape
    version: int
    set_at: datetime | None = None
    set_by: str = ""


@dataclass(frozen=True)
class TemplateVersion:
    """A version that was in force once, or is now."""

    version: int
    template: PaperTemplate
    set_at: datetime
    set_by: str


@dataclass(frozen=True)
class TemplateView:
    """A template with what its editor needs: ``places`` may stand in braces, ``versions`` are newest first."""

    template: PaperTemplate
    shipped: PaperTemplate
    places: tuple[str, ...]
    versions: tuple[TemplateVersion, ...]

    @property
    def newest(self) -> int:
        """Number of the version in force, 0 for the wording that comes with the program."""
        return self.versions[0].version if self.versions else 0


def lines(session: Session) -> tuple[TemplateLine, ...]:
    """Every template, in the order of the work."""
    found: list[TemplateLine] = []
    with session.register.read(session.viewer) as unit:
        for code in paper_template.built_in():
            own = unit.records.template_versions(code)
            template = template_in(unit, code)
            newest = own[0] if own else (0, "", None, "")
            found.append(TemplateLine(code, template.title, template.shape, newest[0], newest[2], newest[3]))
    return tuple(found)


def view(session: Session, code: str) -> TemplateView:
    """One template.

    Raises:
        Refused: there is none of this code.
    """
    with session.register.read(session.viewer) as unit:
        template = template_in(unit, code)
        own = unit.records.template_versions(code)
    versions = tuple(
        TemplateVersion(version, paper_template.from_plain(code, json.loads(content)), at, by)
        for version, content, at, by in own
    )
    return TemplateView(template, paper_template.built_in()[code], places_of(code), versions)


def places_of(code: str) -> tuple[str, ...]:
    """What a template of this code may name: of the office, of the matter, and of its record."""
    return tuple(dict.fromkeys((*BASE_PLACES, *labels_of(code))))


def check(template: PaperTemplate) -> None:
    """See that a template can be saved.

    Raises:
        Refused: ``fields`` names title, addressee, paragraphs, rows, attachments, stub, receipt, signatures, note.
    """
    problems: dict[str, str] = {}
    try:
        check_template(template, places_of(template.code))
    except Refused as refusal:
        problems |= refusal.fields
    gone = [name for name in template.must if name not in template.used]
    if gone:
        part = "paragraphs" if template.shape is Shape.LETTER else "rows"
        names = "、".join(f"{{{name}}}" for name in gone)
        problems.setdefault(part, f"这份文书不能缺{names}，请补回来。")
    for part, said in (
        ("paragraphs", template.paragraphs),
        ("rows", template.rows),
        ("signatures", template.signatures),
    ):
        if len(said) > MOST_PARTS:
            problems.setdefault(part, f"最多{MOST_PARTS}行，现在是{len(said)}行。")
    texts = (*template.paragraphs, *(words for _, words, _ in template.rows), template.note)
    if any(len(text) > LONGEST_PARAGRAPH for text in texts):
        part = "paragraphs" if template.shape is Shape.LETTER else "rows"
        problems.setdefault(part, f"一段最多{LONGEST_PARAGRAPH}字，请分成几段。")
    if problems:
        raise Refused("模板有几处需要补正，见各栏下方说明。已填内容都在。", problems)


def save(session: Session, template: PaperTemplate, seen: int, now: datetime) -> Change:
    """Put another wording in force, as a new version; papers that were issued stay as they are.

    ``seen`` is the version that was on screen, 0 for the wording that comes with the program.

    Raises:
        Refused: this account may not change settings, the template cannot be filled, nothing is new, or somebody else
            saved another version in between.
    """
    if not session.viewer.may(Right.ADMINISTER):
        raise Refused("只有管理员可以修改文书模板。")
    check(template)
    with session.register.write(session.viewer, now) as work:
        before = template_in(work, template.code)
        own = work.records.template_versions(template.code)
        if (own[0][0] if own else 0) != seen:
            by, at = own[0][3], own[0][2]
            raise Refused(
                f"{by}已在{at:%m月%d日 %H:%M}保存了这份模板的第{own[0][0]}版，您的改动没有保存，都还在。"
                "请先看一看“以前的版本”，再决定是否保存。"
            )
        if before == template:
            raise Refused("和现在用的一样，没有新的内容要保存。")
        plain = json.dumps(paper_template.to_plain(template), ensure_ascii=False, sort_keys=True)
        version = work.records.set_template(template.code, plain, now)
        work.audit.record(
            "save",
            "paper_template",
            version,
            before={"template": paper_template.to_plain(before)},
            after={"code": template.code, "template": paper_template.to_plain(template)},
        )
    return Change.of(Area.SETTINGS, Area.RECORDS)


def sample(template: PaperTemplate, day: datetime, court_name: str = "") -> LetterRecord | SheetRecord:
    """The template filled with a made-up matter, to look at."""
    words = sample_words(fields_of(template.code))
    if court_name:
        words["法院名称"] = court_name
    return paper_template.fill(template, words, day.date())


def fields_of(code: str) -> tuple[RecordField, ...]:
    """The fields whose labels a template may name."""
    found: list[RecordField] = []
    for rule in KINDS.values():
        if code in {rule.paper, *(event.paper for event in rule.events)}:
            found += [*rule.fields, *(one for event in rule.events for one in event.fields)]
    return tuple(found)
