"""文书模板: the office's wording of letters and sheets, with places that a record and its matter fill.

A place is written {信访人}; it is one of :data:`BASE_PLACES` or a field's label. Templates are data: built in as
``resources/codes/paper_templates.json``, each replaced by the office's own newest version. What was issued is frozen
with the document, so another wording never changes a paper that went out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
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
    "包案领导",
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

    ``must`` are places that may not be empty when the paper is issued. Where the paper has another name by what a
    place says (督办函, 催办通知 …), ``titled_by`` is that place and ``titles`` are pairs of its words and the title.
    """

    code: str
    title: str
    shape: Shape
    outgoing: bool = False
    titled_by: str = ""
    titles: tuple[tuple[str, str], ...] = ()
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

    def title_for(self, words: Mapping[str, str]) -> str:
        """The title of a paper filled with these words."""
        return dict(self.titles).get(words.get(self.titled_by, ""), self.title)


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
        titled_by=said.get("titled_by", ""),
        titles=tuple((words, title) for words, title in said.get("titles", ())),
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
        "titled_by": template.titled_by,
        "titles": [list(pair) for pair in template.titles],
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
    """See that a template can be filled and fits on paper.

    Raises:
        Refused: no title or no words, a place that nothing fills, braces that do not pair, or more than fits;
            ``fields`` names title, addressee, paragraphs, rows, attachments, stub, receipt, signatures and note.
    """
    places = set(known)
    texts: dict[str, tuple[str, ...]] = {
        "addressee": (template.addressee,),
        "paragraphs": template.paragraphs,
        "rows": tuple(words for _, words, _ in template.rows),
        "attachments": template.attachments,
        "stub": tuple(words for _, words in template.stub),
        "receipt": tuple(words for _, words in template.receipt),
        "note": (template.note,),
    }
    problems = {name: text for name, said in texts.items() if (text := _objection(said, places))}
    titles = (template.title, *(title for _, title in template.titles))
    if not all(title.strip() for title in titles):
        problems["title"] = "请填写文书标题。"
    elif any(len(title) > LONGEST_TITLE for title in titles):
        problems["title"] = f"标题最多{LONGEST_TITLE}字。"
    elif any("{" in title or "}" in title for title in titles):
        problems["title"] = "标题里不用填写处，请写成固定的字。"
    if template.shape is Shape.LETTER and not any(text.strip() for text in template.paragraphs):
        problems["paragraphs"] = "请填写正文。"
    if template.shape is Shape.SHEET:
        problems |= _rows_problem(template)
    if problems:
        raise Refused("模板有几处需要补正，见各栏下方说明。", problems)


LONGEST_TITLE = 40
MOST_ROW_LINES = 30
"""Lines of writing room in a row of a sheet: more would not fit on a page."""


def _objection(texts: Iterable[str], places: set[str]) -> str:
    said = tuple(texts)
    if any(re.search(r"[{}]", PLACE.sub("", text)) for text in said):
        return "花括号没有成对，请写成 {信访人} 的样子。"
    unknown = sorted({name for text in said for name in PLACE.findall(text)} - places)
    names = "、".join(f"{{{name}}}" for name in unknown)
    return f"程序不认识{names}，这些地方填不出内容。请从“插入填写处”里选。" if unknown else ""


def _rows_problem(template: PaperTemplate) -> dict[str, str]:
    if not template.rows:
        return {"rows": "请至少保留一行。"}
    if not all(label.strip() for label, _, _ in template.rows):
        return {"rows": "每一行左边要有栏目名。"}
    if any(not 1 <= lines <= MOST_ROW_LINES for _, _, lines in template.rows):
        return {"rows": f"每一行的行数请在 1 到 {MOST_ROW_LINES} 之间。"}
    return {}


def unfilled(template: PaperTemplate, words: Mapping[str, str], optional: Collection[str] = ()) -> tuple[str, ...]:
    """Places that must not be empty and are; a letter must fill everything it names in its text.

    A paragraph that names nothing but ``optional`` places may be left out when they are all empty.
    """
    named = set(template.must)
    if template.shape is Shape.LETTER:
        for text in (template.addressee, *template.paragraphs):
            places = PLACE.findall(text)
            if set(places) <= set(optional) and not _stands(text, words):
                continue
            named |= set(places)
    return tuple(sorted(name for name in named if not words.get(name, "").strip()))


def fill(
    template: PaperTemplate, words: Mapping[str, str], day: date, *, large: bool = False
) -> LetterRecord | SheetRecord:
    """The paper with its places filled; what is empty stays empty, to be written in by hand.

    A paragraph whose places are all empty is left out; one text of several lines becomes several paragraphs.
    """
    court, number, title = words.get("法院名称", ""), words.get("文号", ""), template.title_for(words)
    if template.shape is Shape.SHEET:
        rows = tuple(SheetRow(label, _put(text, words), lines) for label, text, lines in template.rows)
        return SheetRecord(court, title, number, day, rows, template.signatures, _put(template.note, words))
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
        title=title,
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
