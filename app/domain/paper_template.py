"""文书模板: the office's wording of letters and sheets, with places that a record and its matter fill.

A place is written {信访人}; it is one of :data:`BASE_PLACES` or a field's label. Templates are data: built in as
``resources/codes/paper_templates.json``, each replaced by the office's own newest version. What was issued is frozen
with the document, so another wording never changes a paper that went out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any

from app.domain.errors import Refused
from app.domain.paper import LetterRecord, SheetRecord, SheetRow
from app.domain.resources import load_json

PLACE = re.compile(r"\{([^{}]*)\}")
BASE_PLACES = (
    "法院名称",
    "信访编号",
    "文号",
    "信访人",
    "诉求",
    "原案案号",
    "承办庭室",
    "承办人",
    "首办责任人",
    "登记日期",
    "来访次数",
    "办理期限",
    "受理日期",
    "答复日期",
    "今天",
    "经办人",
    "窗口电话",
    "窗口地址",
)
"""Places that every paper about a matter knows; the labels of the record's fields come on top."""


class Shape(Enum):
    """文书样式: a letter in 信函格式, or a table."""

    LETTER = "letter"
    SHEET = "sheet"


@dataclass(frozen=True)
class PaperTemplate:
    """文书模板. ``outgoing`` papers are for the visitor: no internal words, and in large type on request.

    ``must`` are places that may not be empty when the paper is issued.
    """

    code: str
    title: str
    shape: Shape
    outgoing: bool = False
    addressee: str = ""
    paragraphs: tuple[str, ...] = ()
    rows: tuple[tuple[str, str, int], ...] = ()
    attachments: tuple[str, ...] = ()
    stub: tuple[tuple[str, str], ...] = ()
    receipt_title: str = ""
    receipt: tuple[tuple[str, str], ...] = ()
    signatures: tuple[str, ...] = ()
    note: str = ""
    must: tuple[str, ...] = ()

    @property
    def used(self) -> frozenset[str]:
        """Every place that stands somewhere in it."""
        texts = [self.addressee, *self.paragraphs, *self.attachments, self.note]
        texts += [words for _, words, _ in self.rows] + [words for _, words in (*self.stub, *self.receipt)]
        return frozenset(name for text in texts for name in PLACE.findall(text))


@lru_cache(maxsize=1)
def built_in() -> Mapping[str, PaperTemplate]:
    """The templates that come with the program, by code."""
    return {code: from_plain(code, said) for code, said in load_json("paper_templates")["templates"].items()}


def from_plain(code: str, said: Mapping[str, Any]) -> PaperTemplate:
    """A template from its stored form."""
    return PaperTemplate(
        code=code,
        title=said["title"],
        shape=Shape(said["shape"]),
        outgoing=bool(said.get("outgoing", False)),
        addressee=said.get("addressee", ""),
        paragraphs=tuple(said.get("paragraphs", ())),
        rows=tuple((label, words, int(lines)) for label, words, lines in said.get("rows", ())),
        attachments=tuple(said.get("attachments", ())),
        stub=tuple((label, words) for label, words in said.get("stub", ())),
        receipt_title=said.get("receipt_title", ""),
        receipt=tuple((label, words) for label, words in said.get("receipt", ())),
        signatures=tuple(said.get("signatures", ())),
        note=said.get("note", ""),
        must=tuple(said.get("must", ())),
    )


def to_plain(template: PaperTemplate) -> dict[str, Any]:
    """The stored form of a template."""
    return {
        "title": template.title,
        "shape": template.shape.value,
        "outgoing": template.outgoing,
        "addressee": template.addressee,
        "paragraphs": list(template.paragraphs),
        "rows": [list(row) for row in template.rows],
        "attachments": list(template.attachments),
        "stub": [list(pair) for pair in template.stub],
        "receipt_title": template.receipt_title,
        "receipt": [list(pair) for pair in template.receipt],
        "signatures": list(template.signatures),
        "note": template.note,
        "must": list(template.must),
    }


def check_template(template: PaperTemplate, known: Iterable[str]) -> None:
    """See that a template can be filled.

    Raises:
        Refused: no title or no words, a place that nothing fills, or braces that do not pair.
    """
    problems: dict[str, str] = {}
    if not template.title.strip():
        problems["title"] = "请填写文书标题。"
    if template.shape is Shape.LETTER and not any(text.strip() for text in template.paragraphs):
        problems["paragraphs"] = "请填写正文。"
    if template.shape is Shape.SHEET and not template.rows:
        problems["rows"] = "请至少保留一行。"
    unknown = sorted(template.used - set(known))
    if unknown:
        names = "、".join(f"{{{name}}}" for name in unknown)
        problems["paragraphs" if template.shape is Shape.LETTER else "rows"] = (
            f"程序不认识{names}，这些地方填不出内容。"
        )
    texts = [template.addressee, *template.paragraphs, *(words for _, words, _ in template.rows)]
    if any(re.search(r"[{}]", PLACE.sub("", text)) for text in texts):
        problems.setdefault("paragraphs", "花括号没有成对，请写成 {信访人} 的样子。")
    if problems:
        raise Refused("模板有几处需要补正，见各栏下方说明。", problems)


def unfilled(template: PaperTemplate, words: Mapping[str, str]) -> tuple[str, ...]:
    """Places that must not be empty and are; a letter must fill everything it names in its text."""
    named = set(template.must)
    if template.shape is Shape.LETTER:
        texts = (template.addressee, *template.paragraphs)
        named |= {name for text in texts for name in PLACE.findall(text)}
    return tuple(sorted(name for name in named if not words.get(name, "").strip()))


def fill(
    template: PaperTemplate, words: Mapping[str, str], day: date, *, large: bool = False
) -> LetterRecord | SheetRecord:
    """The paper with its places filled; what is empty stays empty, to be written in by hand.

    A paragraph whose places are all empty is left out; one text of several lines becomes several paragraphs.
    """
    court, number = words.get("法院名称", ""), words.get("文号", "")
    if template.shape is Shape.SHEET:
        rows = tuple(SheetRow(label, _put(text, words), lines) for label, text, lines in template.rows)
        return SheetRecord(court, template.title, number, day, rows, template.signatures, _put(template.note, words))
    paragraphs = tuple(
        line.strip() for text in template.paragraphs if _stands(text, words) for line in _put(text, words).split("\n")
    )
    contact = "　".join(
        part
        for part in (
            f"联系人：{words['经办人']}" if words.get("经办人") else "",
            f"联系电话：{words['窗口电话']}" if words.get("窗口电话") else "",
        )
        if part
    )
    return LetterRecord(
        court_name=court,
        title=template.title,
        number=number,
        addressee=_put(template.addressee, words),
        paragraphs=tuple(text for text in paragraphs if text),
        attachments=tuple(_put(text, words) for text in template.attachments if _stands(text, words)),
        signed=court,
        day=day,
        contact=contact,
        stub=tuple((label, _put(text, words)) for label, text in template.stub),
        receipt_title=template.receipt_title,
        receipt=tuple((label, _put(text, words)) for label, text in template.receipt),
        large=large,
    )


def _put(text: str, words: Mapping[str, str]) -> str:
    return PLACE.sub(lambda found: words.get(found.group(1), ""), text)


def _stands(text: str, words: Mapping[str, str]) -> bool:
    named = PLACE.findall(text)
    return not named or any(words.get(name, "").strip() for name in named)
