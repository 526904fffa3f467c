"""法院代字: 最高法, or a province's letter with nothing, two or four digits (人民法院案件案号规定, art. 4 and 5)."""

from __future__ import annotations

import re
from enum import Enum

from app.domain.errors import Refused
from app.domain.text import to_half_width

PROVINCES = "京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川黔云藏陕甘青宁新内兵军"
COURT_CODE_PATTERN = rf"最高法|[{PROVINCES}](?:[0-9]{{4}}|[0-9]{{2}})?"

_COURT_CODE = re.compile(COURT_CODE_PATTERN)


def is_court_code(text: str) -> bool:
    """Whether the text is written like a court code; the digits are not checked against any list of courts."""
    return _COURT_CODE.fullmatch(text) is not None


def check_court_code(text: str) -> str:
    """Return the code of a court without spaces and in half width, such as 豫0105.

    Raises:
        Refused: it is not written like a court code; the field is ``court_code``.
    """
    code = "".join(to_half_width(text)[0].split())
    if is_court_code(code):
        return code
    message = "法院代字应为省份简称加0、2或4位数字，例如豫0105；最高人民法院写“最高法”。请按本院案号中的代字填写。"
    raise Refused(message, {"court_code": message})


class CourtLevel(Enum):
    """法院层级: basic, intermediate, high, supreme (人民法院组织法, art. 12 and 13)."""

    BASIC = "basic"
    INTERMEDIATE = "intermediate"
    HIGH = "high"
    SUPREME = "supreme"

    @property
    def rank(self) -> int:
        """1 for a basic court to 4 for the supreme one."""
        return _LEVELS.index(self) + 1


_LEVELS = tuple(CourtLevel)
COURT_LEVEL_TEXT = {
    CourtLevel.BASIC: "基层人民法院",
    CourtLevel.INTERMEDIATE: "中级人民法院",
    CourtLevel.HIGH: "高级人民法院",
    CourtLevel.SUPREME: "最高人民法院",
}


def level_of(code: str) -> CourtLevel | None:
    """The level a court code names by its length (案号规定, art. 4 and 5); the digits themselves say nothing of it."""
    code = "".join(to_half_width(code)[0].split())
    if not is_court_code(code):
        return None
    if code == "最高法":
        return CourtLevel.SUPREME
    return {1: CourtLevel.HIGH, 3: CourtLevel.INTERMEDIATE, 5: CourtLevel.BASIC}[len(code)]
