"""读卡文本: what card readers give as pasted or typed text, or as a file, turned into the fields of a form.

Readers differ by maker, so the text is read by what it looks like: labelled lines, one value a line, values apart by
``|``, tabs or other marks, or the fixed-width record of the reading interface. Offline only the form of the number can
be checked, never the person; the words are therefore always 格式校验通过.

Sources: GB 11643-1999 (number), GB/T 3304-1991 (ethnic groups), GA 450 (widths of the fields on the card).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from app.domain import identity
from app.domain.petitioner import DocumentKind, Person, Sex
from app.domain.problem import Problem
from app.domain.resources import load_json
from app.domain.text import clean_line, to_half_width

CHECKED = "格式校验通过"
LONGEST_TEXT = 4_000
LONG_TERM = "长期"

_NUMBER = re.compile(r"(?<![0-9A-Za-z])([0-9]{17}[0-9Xx]|[0-9]{15})(?![0-9A-Za-z])")
_LABELS = {
    "name": ("姓名", "姓 名", "名字", "Name"),
    "sex": ("性别", "Sex", "Gender"),
    "nation": ("民族", "Nation", "Nationality"),
    "birth": ("出生日期", "出生年月", "出生", "生日", "Birth", "Born", "Birthday"),
    "address": ("家庭住址", "住址", "地址", "Address"),
    "number": (
        "公民身份号码",
        "公民身份证号码",
        "身份证号码",
        "身份证号",
        "证件号码",
        "身份号码",
        "号码",
        "IDCode",
        "ID",
    ),
    "issuer": ("签发机关", "发证机关", "Department", "Authority"),
    "period": ("有效期限", "有效期", "Validity"),
    "start": ("有效期起始", "起始日期", "StartDate"),
    "end": ("有效期截止", "截止日期", "EndDate"),
}
_ALIASES = sorted(
    ((alias.replace(" ", ""), field) for field, names in _LABELS.items() for alias in names),
    key=lambda pair: -len(pair[0]),
)
_LABEL = re.compile(
    "(?:^|(?<=[\\s,，;；|]))("
    + "|".join(r"[ \u3000]*".join(map(re.escape, alias)) for alias, _ in _ALIASES)
    + ")[ \u3000\t]*[:：=|\t][ \u3000\t]*",
    re.IGNORECASE | re.MULTILINE,
)
_SEPARATORS = ("|", "\t", "^", "#", ";", "；", ",", "，", "\n")
_DATE = re.compile(r"^((?:18|19|20)[0-9]{2})[年./-]?([0-9]{1,2})[月./-]?([0-9]{1,2})日?$")
_PERIOD = re.compile(r"^((?:19|20)[0-9]{2}[年./-]?[0-9]{2}[月./-]?[0-9]{2}日?)[ ]*[-—–至到~][ ]*(.+)$")
_PLACE = re.compile(r"省|市|县|区|旗|镇|乡|村|街|路|号|组|社区|自治")
_ISSUER = re.compile(r"公安|分局|出入境|移民")
_SEXES = {"男": Sex.MALE, "女": Sex.FEMALE, "1": Sex.MALE, "2": Sex.FEMALE, "M": Sex.MALE, "F": Sex.FEMALE}
_LATIN_NAME = re.compile(r"^[A-Za-z][A-Za-z .,'-]{1,60}$")
# the fixed-width record: name 15, sex 1, nation 2, birth 8, address 35, number 18, issuer 15, start 8, end 8
_FIXED = ((0, 15), (15, 16), (16, 18), (18, 26), (26, 61), (61, 79), (79, 94), (94, 102), (102, 110))


@dataclass(frozen=True)
class CardReading:
    """读卡结果: what the text says. Empty fields were not found; nothing is made up from the number.

    ``problems`` are those of the number and of the text itself; a reading is for filling a form, the clerk compares it
    with the card.
    """

    name: str = ""
    sex: Sex = Sex.UNKNOWN
    nation: str = ""
    birth_date: date | None = None
    address: str = ""
    document_kind: DocumentKind = DocumentKind.RESIDENT_ID
    document_number: str = ""
    issuer: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    long_term: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def found(self) -> bool:
        """Whether the text is a card at all: a number was found in it."""
        return bool(self.document_number)

    @property
    def verdict(self) -> str:
        """格式校验通过, or the first thing that speaks against the number."""
        if not self.found:
            return "没有读到证件号码"
        blocking = next((problem.message for problem in self.problems if problem.blocking), "")
        return blocking or CHECKED

    def person(self) -> Person:
        """The fields of a form that a card can fill."""
        return Person(
            name=self.name,
            sex=self.sex,
            birth_date=self.birth_date,
            document_kind=self.document_kind,
            document_number=self.document_number,
            address=self.address,
        )


def decode(data: bytes) -> str:
    """The text of a reader's file: by the mark at its head, else UTF-16, else UTF-8, else GB 18030. Never raises.

    GB 18030 holds GBK with its user-defined areas, so names with private-use characters come out as they went in.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    guessed = _wide(data)
    if guessed:
        return data.decode(guessed, "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("gb18030", "replace")


def _wide(data: bytes) -> str:
    """UTF-16 without a mark shows by its digits and spaces: every second byte of them is zero."""
    pairs = len(data) // 2
    if pairs < 4 or len(data) % 2:
        return ""
    low = sum(data[place + 1] == 0 for place in range(0, pairs * 2, 2))
    high = sum(data[place] == 0 for place in range(0, pairs * 2, 2))
    if max(low, high) * 8 < pairs:
        return ""
    return "utf-16-le" if low >= high else "utf-16-be"


def read(text: str, today: date | None = None) -> CardReading:
    """Read a card's text. Never raises; what is not understood is left out."""
    cut = text[:LONGEST_TEXT].lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    values = _fixed(cut) or _labelled(cut) or _separated(cut)
    return _reading(values, "\ufffd" in cut, today)


def read_bytes(data: bytes, today: date | None = None) -> CardReading:
    """Decode and read a reader's file. Never raises."""
    return read(decode(data[: LONGEST_TEXT * 4]), today)


def nation_name(text: str) -> str:
    """民族 from a name or its code: 01, 汉, 汉族 → 汉; empty when it is neither."""
    bare = clean_line(text)
    names: dict[str, str] = load_json("nations")["nations"]
    if bare in names:
        return names[bare]
    short = bare.removesuffix("族")
    return short if short in names.values() else bare if bare in names.values() else ""


def _fixed(text: str) -> dict[str, str]:
    line = text.strip("\n")
    if "\n" in line or len(line) < 79 or not _NUMBER.fullmatch(line[61:79].strip()):
        return {}
    names = ("name", "sex", "nation", "birth", "address", "number", "issuer", "start", "end")
    return {name: line[start:end].strip() for name, (start, end) in zip(names, _FIXED, strict=True)}


def _labelled(text: str) -> dict[str, str]:
    found = list(_LABEL.finditer(text))
    if len(found) < 2:
        return {}
    fields = dict(_ALIASES)
    by_lower = {alias.lower(): field for alias, field in fields.items()}
    values: dict[str, str] = {}
    for place, label in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(text)
        field = by_lower[re.sub(r"[ \u3000]", "", label.group(1)).lower()]
        value = text[label.end() : end]
        # an address may run over two lines; every other value ends with its line
        value = _one_line(value) if field == "address" else value.split("\n", 1)[0]
        values.setdefault(field, clean_line(value).strip("|,，;； "))
    return values


def _one_line(address: str) -> str:
    """An address that was broken over lines: Chinese goes on without a space, words in Latin letters keep theirs."""
    return re.sub(
        r"(?<=[^\x00-\x7f])\s*\n\s*|\s*\n\s*(?=[^\x00-\x7f])|(?<=[0-9])\s*\n\s*(?=[0-9])", "", address.strip()
    )


def _separated(text: str) -> dict[str, str]:
    separator = next((one for one in _SEPARATORS if text.strip().count(one) >= 2), "\n")
    tokens = [clean_line(token) for token in text.split(separator)]
    values: dict[str, str] = {}
    rest: list[str] = []
    for token in tokens:
        field = _kind_of(token, values) if token else ""
        if field:
            values[field] = token
        elif token:
            rest.append(token)
    for token in rest:
        field = "name" if "name" not in values and _is_name(token) else "address"
        if field == "name" or _PLACE.search(token):
            # addresses come in pieces when the separator also stands inside them
            values[field] = values.get(field, "") + token
    if "number" not in values:
        number = _NUMBER.search(to_half_width(text)[0])
        if number:
            values["number"] = number.group(1)
    return values


def _kind_of(token: str, known: dict[str, str]) -> str:
    plain = to_half_width(token)[0]
    tests: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("number", lambda: _NUMBER.fullmatch(plain) is not None),
        ("period", lambda: _PERIOD.fullmatch(plain) is not None),
        ("sex", lambda: plain.upper() in _SEXES),
        ("nation", lambda: "sex" in known and bool(nation_name(plain))),
        ("birth", lambda: _read_date(plain) is not None),
        ("start", lambda: _read_date(plain) is not None),
        ("end", lambda: _read_date(plain) is not None or plain == LONG_TERM),
        ("issuer", lambda: bool(_ISSUER.search(token)) and len(token) <= 30 and "number" in known),
    )
    return next((field for field, holds in tests if field not in known and holds()), "")


def _is_name(token: str) -> bool:
    if _LATIN_NAME.match(token):
        return True
    return len(token) <= 40 and not any(char.isdigit() for char in token) and not token.isascii()


def _read_date(text: str) -> date | None:
    found = _DATE.match(text.replace(" ", ""))
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _reading(values: dict[str, str], broken: bool, today: date | None) -> CardReading:
    number = re.sub(r"\s", "", to_half_width(values.get("number", ""))[0]).upper()
    kind = _kind_of_number(number)
    problems: tuple[Problem, ...] = ()
    checked = identity.read_document(kind, number, today) if number else None
    if checked is not None:
        problems = checked.problems
    if broken:
        message = "读卡文本里有个别字没有认出来。请对照证件核对姓名和住址。"
        problems += (Problem("undecoded", message),)
    start, end = values.get("start", ""), values.get("end", "")
    period = _PERIOD.match(to_half_width(values.get("period", ""))[0])
    if period:
        start, end = period.groups()
    reading = CardReading(
        name=_name(values.get("name", "")),
        sex=_SEXES.get(to_half_width(values.get("sex", ""))[0].upper(), Sex.UNKNOWN),
        nation=nation_name(values.get("nation", "")),
        birth_date=_read_date(to_half_width(values.get("birth", ""))[0]),
        address=clean_line(values.get("address", "")),
        document_kind=kind,
        document_number=number,
        issuer=clean_line(values.get("issuer", "")),
        valid_from=_read_date(to_half_width(start)[0]),
        valid_to=_read_date(to_half_width(end)[0]),
        long_term=LONG_TERM in end,
        problems=problems,
    )
    return _compared(reading, checked)


def _name(text: str) -> str:
    """A Chinese name without the spaces that some readers spread it with; Latin names keep theirs."""
    line = clean_line(text)
    return line if any(char.isascii() and char.isalpha() for char in line) else line.replace(" ", "")


def _kind_of_number(number: str) -> DocumentKind:
    if number[:6] in ("810000", "820000", "830000") and len(number) == 18:
        return DocumentKind.RESIDENCE_PERMIT
    if number[:1] == "9" and len(number) == 18:
        return DocumentKind.PERMANENT_RESIDENT_CARD
    return DocumentKind.RESIDENT_ID


def _compared(reading: CardReading, checked: identity.DocumentReading | None) -> CardReading:
    """Say where the text and its number disagree; a form is filled with what the text says."""
    if checked is None or checked.blocked:
        return reading
    said: list[Problem] = []
    if reading.birth_date and checked.birth_date and reading.birth_date != checked.birth_date:
        said.append(Problem("birth_differs", "读到的出生日期与号码里的不一致。请对照证件核对。"))
    if Sex.UNKNOWN not in (reading.sex, checked.sex) and reading.sex is not checked.sex:
        said.append(Problem("sex_differs", "读到的性别与号码里的不一致。请对照证件核对。"))
    return replace(
        reading,
        birth_date=reading.birth_date or checked.birth_date,
        sex=reading.sex if reading.sex is not Sex.UNKNOWN else checked.sex,
        problems=(*reading.problems, *said),
    )
