"""法院代字: 最高法, or a province's letter with nothing, two or four digits (人民法院案件案号规定, art. 4 and 5)."""

from __future__ import annotations

import re

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
