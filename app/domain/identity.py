"""证件: reading document numbers. Only the form of a number can be checked offline, never the person behind it.

Sources: GB 11643-1999 (resident identity number), GB 32100-2015 (unified social credit code). The forms of travel
permits and passports have no published check digit, so a deviation there is only a hint.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from stdnum.cn import ric, uscc

from app.domain.petitioner import DocumentKind, Sex
from app.domain.problem import Problem
from app.domain.text import clean_line, to_half_width

OLDEST_AGE = 120

_PROVINCE_PREFIXES = frozenset(
    str(number)
    for region in (range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55), range(61, 66), (71,))
    for number in region
)
_PERMIT_PREFIXES = frozenset(("810000", "820000", "830000"))
_CREDIT_CODE_ALPHABET = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")
_MISREAD = str.maketrans("OISZ", "0152")
_LOOKS_LIKE_A_DIGIT = str.maketrans("OQDILSZB×✕*", "00011528XXX")
_LABEL = re.compile(r"^(?:公民|居民|身份|证件|证|号码|编号|号|[:：为是])+(?=[0-9A-Z])")
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_SEPARATORS = re.compile(r"[\s\-—–_·.,，、]+")


@dataclass(frozen=True)
class DocumentReading:
    """What a document number says. ``birth_date`` and ``sex`` are given only when nothing blocks."""

    normalised: str
    birth_date: date | None = None
    sex: Sex = Sex.UNKNOWN
    problems: tuple[Problem, ...] = ()

    @property
    def blocked(self) -> bool:
        """Whether the text cannot be a document of the chosen kind."""
        return any(problem.blocking for problem in self.problems)


def read_document(kind: DocumentKind, text: str, today: date | None = None) -> DocumentReading:
    """Read a typed or scanned document number.

    Never raises. ``normalised`` has no spaces, ordinary digits and capital letters; a 15-digit identity number is
    completed to 18. An empty text has no problems: whether a document is owed is for the form to say. Without
    ``today`` births in the future are not noticed.
    """
    if kind is DocumentKind.NONE:
        return DocumentReading("")
    if kind is DocumentKind.OTHER:
        return DocumentReading(clean_line(text))
    number = _LABEL.sub("", clean_line(_SEPARATORS.sub("", to_half_width(clean_line(text))[0].upper())))
    return _READERS[kind](number, today) if number else DocumentReading("")


def age_on(birth: date, day: date) -> int:
    """周岁 on a day; somebody born on 29 February grows older on 1 March of a common year."""
    return max(0, day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day)))


def _read_resident_id(number: str, today: date | None) -> DocumentReading:
    old = re.fullmatch(r"[0-9]{15}", number)
    if old:
        century = "18" if number[12:] in ("996", "997", "998", "999") else "19"
        number = _with_check_digit(number[:6] + century + number[6:])
    if number[:6] in _PERMIT_PREFIXES and len(number) == 18:
        return _wrong_kind(number, "港澳台居民居住证")
    if number[:1] == "9" and len(number) == 18:
        return _wrong_kind(number, "外国人永久居留身份证")
    reading = _read_eighteen(number, "居民身份证号", today, _province_problems(number[:2]))
    if not old or reading.blocked:
        return reading
    note = Problem("old_number", f"这是15位的老号码，已换算成18位{number}。老证件已停用，请对照现用身份证核对。")
    return DocumentReading(number, reading.birth_date, reading.sex, (*reading.problems, note))


def _province_problems(prefix: str) -> tuple[Problem, ...]:
    if prefix in _PROVINCE_PREFIXES:
        return ()
    message = f"前两位{prefix}不是任何省份的代码，这不会是居民身份证号。请核对开头几位，或改选证件种类。"
    return (Problem("province", message, blocking=True),)


def _read_residence_permit(number: str, today: date | None) -> DocumentReading:
    problems: tuple[Problem, ...] = ()
    if number[:6] not in _PERMIT_PREFIXES:
        message = "港澳台居民居住证号应以810000、820000或830000开头。请核对开头几位，或改选证件种类。"
        problems = (Problem("prefix", message, blocking=True),)
    return _read_eighteen(number, "居住证号", today, problems)


def _read_permanent_resident_card(number: str, today: date | None) -> DocumentReading:
    if re.fullmatch(r"[A-Z]{3}[0-9]{12}", number):
        return DocumentReading(number)
    problems: tuple[Problem, ...] = ()
    if number[:1] != "9":
        message = (
            "永久居留身份证号应为9开头的18位（2023版），或3个字母加12位数字（2017版）。请对照证件核对，或改选证件种类。"
        )
        return DocumentReading(number, problems=(Problem("prefix", message, blocking=True),))
    return _read_eighteen(number, "永久居留身份证号", today, problems)


def _read_eighteen(number: str, name: str, today: date | None, problems: tuple[Problem, ...]) -> DocumentReading:
    """The common build: 6 area, 8 birth, 3 sequence (odd male), 1 check by ISO 7064 MOD 11-2."""
    if len(number) != 18:
        message = f"{name}应为18位，现在是{len(number)}位。请对照证件补全或删去多余的字，或改选证件种类。"
        return DocumentReading(number, problems=(Problem("length", message, blocking=True),))
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        message = f"{name}只有数字，最后一位可以是X。请删去其他的字，或改选证件种类。"
        meant = _as_digits(number)
        return DocumentReading(number, problems=(Problem("characters", message, blocking=True, suggestion=meant),))
    birth, about_birth = _read_birth(number[6:14], name, today)
    problems += about_birth
    if number != _with_check_digit(number[:17]):
        message = f"{name}的最后一位与前17位对不上，至少有一位录错了。请对照证件逐位核对，或改选证件种类。"
        problems += (Problem("check_digit", message, blocking=True),)
    if any(problem.blocking for problem in problems):
        return DocumentReading(number, problems=problems)
    return DocumentReading(number, birth, Sex.MALE if int(number[16]) % 2 else Sex.FEMALE, problems)


def _as_digits(number: str) -> str:
    """The number with letters that look like digits read as digits, when that makes it sound."""
    meant = number.translate(_LOOKS_LIKE_A_DIGIT)
    sound = re.fullmatch(r"[0-9]{17}[0-9X]", meant) and meant == _with_check_digit(meant[:17])
    return meant if sound else ""


def _read_birth(digits: str, name: str, today: date | None) -> tuple[date | None, tuple[Problem, ...]]:
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        message = f"{name}第7至14位{digits}不是一个日期。请对照证件核对出生日期这八位。"
        return None, (Problem("birth_date", message, blocking=True),)
    if today is not None and birth > today:
        message = f"{name}里的出生日期{birth:%Y-%m-%d}还没有到。请对照证件核对第7至14位，并看电脑日期是否正确。"
        return birth, (Problem("future_birth", message, blocking=True),)
    if today is not None and age_on(birth, today) > OLDEST_AGE:
        message = f"按这个号码已满{age_on(birth, today)}周岁，可能录错了年份。请核对第7至10位；无误可照常登记。"
        return birth, (Problem("very_old", message),)
    return birth, ()


def _with_check_digit(first17: str) -> str:
    return first17 + str(ric.calc_check_digit(first17 + "0"))


def _wrong_kind(number: str, kind: str) -> DocumentReading:
    message = f"这个号码的开头属于{kind}，不是居民身份证。请把证件种类改为“{kind}”。"
    return DocumentReading(number, problems=(Problem("wrong_kind", message, blocking=True),))


def _reader_of_form(pattern: str, message: str) -> Callable[[str, date | None], DocumentReading]:
    form = re.compile(pattern)

    def read(number: str, _today: date | None) -> DocumentReading:
        bare = _LABEL.sub("", re.sub(r"[()（）]", "", number))
        problems = () if form.fullmatch(bare) else (Problem("form", message),)
        return DocumentReading(bare, problems=problems)

    return read


def _read_credit_code(number: str, _today: date | None) -> DocumentReading:
    if len(number) != 18:
        message = f"统一社会信用代码应为18位，现在是{len(number)}位。请对照营业执照补全，或改选证件种类。"
        return DocumentReading(number, problems=(Problem("length", message, blocking=True),))
    strange = sorted(set(number) - _CREDIT_CODE_ALPHABET)
    if strange:
        corrected = number.translate(_MISREAD)
        message = f"统一社会信用代码里不会有“{'、'.join(strange)}”，可能把数字看成了字母。请对照营业执照核对。"
        suggestion = corrected if set(corrected) <= _CREDIT_CODE_ALPHABET else ""
        return DocumentReading(number, problems=(Problem("characters", message, blocking=True, suggestion=suggestion),))
    if number[-1] != uscc.calc_check_digit(number):
        message = (
            "统一社会信用代码的最后一位与前面对不上。请对照营业执照核对；"
            "少数早期发放的代码确实如此，与执照一致就可照常登记。"
        )
        return DocumentReading(number, problems=(Problem("check_digit", message),))
    if number[16] != _organisation_digit(number[8:16]):
        message = "第9至17位的主体标识码与其校验位对不上。请对照营业执照核对；与执照一致就可照常登记。"
        return DocumentReading(number, problems=(Problem("organisation_digit", message),))
    return DocumentReading(number)


def _organisation_digit(body: str) -> str:
    """The check character of an organisation code (GB 11714): 11 less the weighted sum modulo 11, 10 as X, 11 as 0."""
    total = sum(weight * int(char, 36) for weight, char in zip(_ORGANISATION_WEIGHTS, body, strict=True))
    return "0123456789X0"[11 - total % 11]


_READERS: dict[DocumentKind, Callable[[str, date | None], DocumentReading]] = {
    DocumentKind.RESIDENT_ID: _read_resident_id,
    DocumentKind.RESIDENCE_PERMIT: _read_residence_permit,
    DocumentKind.PERMANENT_RESIDENT_CARD: _read_permanent_resident_card,
    DocumentKind.HK_MACAO_PERMIT: _reader_of_form(
        r"[HM][0-9]{8}(?:[0-9]{2})?",
        "港澳居民来往内地通行证号一般是H或M加8位数字。请对照证件核对；与证件一致就可照常登记。",
    ),
    DocumentKind.TAIWAN_PERMIT: _reader_of_form(
        r"[0-9]{8}|[0-9]{10}[A-Z]?",
        "台湾居民来往大陆通行证号一般是8位数字（旧证10位）。请对照证件核对；与证件一致就可照常登记。",
    ),
    DocumentKind.PASSPORT: _reader_of_form(
        r"[A-Z0-9]{5,15}",
        "护照号一般是5至15位字母和数字。请对照证件核对；与证件一致就可照常登记。",
    ),
    DocumentKind.CREDIT_CODE: _read_credit_code,
}
