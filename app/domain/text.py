"""文字: what may be stored of typed or pasted text, and the form in which two texts are compared."""

from __future__ import annotations

import re
import unicodedata
from itertools import zip_longest

_LINE_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_JOINERS = "\u200c\u200d"
_DROPPED = frozenset(
    "\u00ad\u061c\u200b\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\ufff9\ufffa\ufffb\ufffc\ufffe\uffff"
).union(map(chr, range(0x202A, 0x202F)), map(chr, range(0x2066, 0x2070)))
_HALF_WIDTH = {
    code: code - 0xFEE0
    for first, last in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ"))
    for code in range(ord(first), ord(last) + 1)
}
_OPENING = frozenset("〔【〖[{")
_CLOSING = frozenset("〕】〗]}")
_MIDDLE_DOTS = frozenset("·•‧・・⸱∙⋅")
_DASHES = frozenset("‐‑‒–—―−")


def _is_plain(char: str) -> bool:
    """Whether a joiner beside this character has no work to do (ASCII, Chinese, spaces and punctuation)."""
    return char.isascii() or "\u3000" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef" or char.isspace()


def _without_invisible(text: str) -> str:
    """Drop control and zero-width characters; joiners stay where they hold emoji or other scripts together."""
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    kept: list[str] = []
    for char, after in zip_longest(text, text[1:], fillvalue=""):
        if char in _JOINERS:
            before = kept[-1] if kept else ""
            joins = bool(before and after) and not _is_plain(before) and not _is_plain(after)
            if joins and after not in _JOINERS and before not in _JOINERS:
                kept.append(char)
        elif char == "\n" or (char not in _DROPPED and unicodedata.category(char) != "Cc"):
            kept.append(char)
    return "".join(kept)


def clean_line(text: str) -> str:
    """One line as it is stored: no control or zero-width characters, every run of spaces one space, trimmed.

    Emoji, rare characters and private-use characters survive; broken surrogates are joined or dropped, because
    the database cannot store them.
    """
    return " ".join(_stable(_LINE_BREAKS.sub(" ", text.replace("\t", " "))).split())


def clean_block(text: str) -> str:
    """Several lines as they are stored: newlines are ``\\n``, no trailing spaces, no blank first or last line.

    Leading spaces stay, since letters indent paragraphs with two full-width spaces.
    """
    lines = _stable(_LINE_BREAKS.sub("\n", text.replace("\t", " "))).split("\n")
    trimmed = [line.rstrip() for line in lines]
    while trimmed and not trimmed[0]:
        trimmed.pop(0)
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    return "\n".join(trimmed)


def _stable(text: str) -> str:
    """Repeat the removal until nothing changes: a dropped character can bring a joiner beside plain text."""
    cleaned = _without_invisible(text)
    while cleaned != text:
        text, cleaned = cleaned, _without_invisible(cleaned)
    return cleaned


def to_half_width(text: str) -> tuple[str, bool]:
    """Turn full-width digits and Latin letters into ordinary ones; the flag says whether anything changed."""
    converted = text.translate(_HALF_WIDTH)
    return converted, converted != text


def _search_form(char: str) -> str:
    if (
        unicodedata.category(char) in ("Cc", "Cf", "Cs")
        or "\ufe00" <= char <= "\ufe0f"
        or "\U000e0100" <= char <= "\U000e01ef"
    ):
        return ""
    form, before = char, ""
    while form != before:
        before, form = form, unicodedata.normalize("NFKC", form).casefold()
    return "".join(_unified(part) for part in form if not part.isspace())


def _unified(char: str) -> str:
    if char in _OPENING:
        return "("
    if char in _CLOSING:
        return ")"
    if char in _DASHES:
        return "-"
    return "" if char in _MIDDLE_DOTS else char


class _SearchForms(dict[int, str]):
    """Translation table filled as characters are met; about as many entries as different characters are used."""

    def __missing__(self, code: int) -> str:
        form = self[code] = _search_form(chr(code))
        return form


_SEARCH_FORMS = _SearchForms()


def search_key(text: str) -> str:
    """The form in which texts are compared: half width, one kind of brackets and dashes, no case, no spaces.

    Works character by character, so the key of a fragment is always a fragment of the key of the whole: that is
    what lets a search promise to miss nothing. Middle dots of foreign names and zero-width characters vanish.
    """
    return text.translate(_SEARCH_FORMS)


def normalise_for_search(text: str) -> str:
    """Like :func:`search_key`, but words stay apart by one space."""
    return " ".join(key for word in text.split() if (key := search_key(word)))
