"""What the form says beneath a field while it is typed: pure readings put into one short sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain import case_number, identity, phone
from app.domain.figures import read_count
from app.domain.intake import LONGEST_NAME, LONGEST_TEXT
from app.domain.material_entry import read_materials
from app.domain.petitioner import SEX_TEXT, DocumentKind, Sex
from app.domain.problem import Problem
from ui.pages.intake.content import split_cases, split_phones

TAKE_KEY = "Alt+G"
_CHECKED = frozenset(
    {
        DocumentKind.RESIDENT_ID,
        DocumentKind.RESIDENCE_PERMIT,
        DocumentKind.PERMANENT_RESIDENT_CARD,
        DocumentKind.CREDIT_CODE,
    }
)


@dataclass(frozen=True)
class Hint:
    """State and words for the line beneath a field; ``suggestion`` is the whole corrected text of the field."""

    state: str
    words: str
    suggestion: str = ""


def about_document(kind: DocumentKind, text: str, today: date, *, left: bool) -> Hint | None:
    """What a document number says. Until the field is left, a number still too short is only counted."""
    reading = identity.read_document(kind, text, today)
    if not reading.normalised or kind is DocumentKind.OTHER:
        return None
    if reading.problems:
        problem = reading.problems[0]
        if problem.code == "length" and not left and len(reading.normalised) < 18:
            return Hint("hint", f"已输入 {len(reading.normalised)} 位")
        if kind not in _CHECKED and not left:
            return None
        return _problem(problem, problem.suggestion)
    found = ["格式校验通过" if kind in _CHECKED else "格式相符"]
    if reading.sex is not Sex.UNKNOWN:
        found.append(SEX_TEXT[reading.sex])
    if reading.birth_date is not None:
        found.append(f"{identity.age_on(reading.birth_date, today)} 岁")
    return Hint("good", " · ".join(found))


def about_phones(text: str, *, left: bool) -> Hint | None:
    """What the telephone numbers say; remarks wait until the field is left."""
    numbers = split_phones(text)
    readings = [phone.read_phone(number) for number in numbers]
    for place, reading in enumerate(readings):
        if reading.problems and left:
            problem = reading.problems[0]
            mended = (*numbers[:place], problem.suggestion, *numbers[place + 1 :])
            return _problem(problem, "、".join(mended) if problem.suggestion else "")
    if any(reading.problems for reading in readings) or not readings:
        return None
    return Hint("good", "号码格式相符") if len(readings) == 1 else Hint("good", f"{len(readings)} 个号码，格式相符")


def about_cases(text: str, today: date) -> Hint | None:
    """What the case numbers say: the first remark, otherwise their kind and year."""
    numbers = split_cases(text)
    readings = [case_number.parse(number, today) for number in numbers]
    for place, reading in enumerate(readings):
        if reading.problems:
            problem = reading.problems[0]
            mended = (*numbers[:place], problem.suggestion, *numbers[place + 1 :])
            return _problem(problem, "；".join(mended) if problem.suggestion else "")
    words = "；".join(filter(None, (reading.describe() for reading in readings)))
    return Hint("hint", words) if words else None


def about_materials(text: str) -> Hint | None:
    """How many papers and pages were read."""
    reading = read_materials(text)
    if not reading.materials:
        return None
    if reading.problems:
        return Hint("look", reading.problems[0].message)
    return Hint("good", reading.describe())


def about_count(text: str, words: str, most: int | None = None) -> Hint | None:
    """Whether a number of people or pages is one; ``most`` for one that begins with 1."""
    number = read_count(text)
    if not text.strip():
        return None
    if number is None:
        return Hint("wrong", f"{words}应是整数，例如 2。")
    if most is not None and not 1 <= number <= most:
        return Hint("wrong", f"{words}应在 1 到 {most} 之间。")
    figures = str(number)
    return Hint("hint", f"“{text.strip()}”按 {figures} 登记", figures) if text.strip() != figures else None


def about_length(text: str, longest: int = LONGEST_TEXT) -> Hint | None:
    """How far a long text is past what the register takes; quiet until it is near."""
    size = len(text)
    if size > longest:
        return Hint("wrong", f"已有 {size} 字，超过 {longest} 字。全文可作为材料登记，这里写摘要。")
    return Hint("hint", f"{size} 字，最多 {longest} 字") if size > longest * 0.9 else None


def about_name(text: str) -> Hint | None:
    """Whether something else was pasted into the name."""
    size = len(text.strip())
    if size > LONGEST_NAME:
        return Hint(
            "wrong", f"已有 {size} 字，名称最多 {LONGEST_NAME} 字，请核对是否粘贴错了地方。内容还在，没有截断。"
        )
    return None


def _problem(problem: Problem, suggestion: str) -> Hint:
    words = problem.message
    if suggestion:
        words += f"按 {TAKE_KEY} 采用。" if problem.suggestion in words else f"按 {TAKE_KEY} 改为“{suggestion}”。"
    return Hint("wrong" if problem.blocking else "look", words, suggestion)
