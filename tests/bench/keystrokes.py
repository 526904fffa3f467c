"""What people type when they look for a matter they know, keystroke by keystroke."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.names import initials, spellings
from app.domain.search_tokens import SearchFields, code_key

SHORTEST_NUMBER = 4
WINDOWS = (2, 3, 4, 6)


@dataclass(frozen=True)
class Keystroke:
    """What stands in the search field after one key, and whether the matter must be found by it already.

    Up to three digits mean a running number or a name, and one character means a name: so 2、20、202 on the way to a
    case number are typed and timed, but promise nothing.
    """

    kind: str
    words: str
    promised: bool = True


def keystrokes(fields: SearchFields, source: random.Random) -> Iterator[Keystroke]:
    """Every keystroke on the way to one matter, by each of the ways it may be looked for."""
    name = source.choice(fields.names)
    yield from (Keystroke("姓名", piece) for piece in _beginnings(name))
    yield from (Keystroke("姓名首字母", piece) for piece in _beginnings(source.choice(initials(name) or ("",))))
    yield from (Keystroke("姓名全拼", piece) for piece in _beginnings(source.choice(spellings(name) or ("",))))
    for number in fields.document_numbers[:1]:
        yield from _number("证件尾号", number[-6:])
        yield Keystroke("证件尾号", number[-4:])
        yield from _number("证件全号", number)
    for phone in fields.phones[:1]:
        start = source.randrange(1, 5)
        yield from _number("电话片段", phone[start:])
    for case in fields.case_numbers[:1]:
        yield from _case("案号", case)
        yield from _case("案号", case[case.rindex("9") + 1 :] if "9" in case else case)
    texts = [text for text in fields.texts if len(text) >= max(WINDOWS)]
    for length in WINDOWS:
        piece = _window(source.choice(texts), length, source) if texts else ""
        if piece:
            yield Keystroke(f"正文 {length} 字", piece)
    pair = _window(source.choice(texts), 2, source) if texts else ""
    if pair:
        yield Keystroke("姓名 + 正文", f"{name} {pair}")


def _beginnings(text: str) -> list[str]:
    return [text[:end] for end in range(1, len(text) + 1)]


def _number(kind: str, number: str) -> Iterator[Keystroke]:
    return (Keystroke(kind, piece, len(piece) >= SHORTEST_NUMBER) for piece in _beginnings(number))


def _case(kind: str, case: str) -> Iterator[Keystroke]:
    for piece in _beginnings(case):
        code = code_key(piece)
        yield Keystroke(kind, piece, len(code) > 1 and not code.isdigit())


def _window(text: str, length: int, source: random.Random) -> str:
    """A piece of a text without digits, letters, punctuation or spaces; nothing when there is none."""
    starts = range(len(text) - length + 1)
    pieces = [text[start : start + length] for start in starts]
    usable = [piece for piece in pieces if piece.isalpha() and not any(char.isascii() for char in piece)]
    return source.choice(usable) if usable else ""
