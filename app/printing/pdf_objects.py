"""The objects of PDF files that ReportLab or PDFium saved: put together, what is there twice kept once, written again.

PDFium copies fonts and pictures anew with every imported page and puts random digits into the identifier of the file.
The files of both are plain: one cross-reference table, no object streams, one object after the other.
"""

from __future__ import annotations

import hashlib
import re

_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_OBJECT = re.compile(rb"\s*\d+ \d+ obj\s*")
_STREAM = re.compile(rb">>\s*stream\r?\n")
_REFERENCE = re.compile(rb"(\((?:\\[\s\S]|[^\\()])*\))|\b(\d+) 0 R\b")
_IDENTIFIER = re.compile(rb"/ID\s*\[[^\]]*\]")
_SIZE = re.compile(rb"/Size \d+")
# Pages and outline entries are places of their own, even when two look the same.
_SINGLE = re.compile(rb"/(?:Parent|Kids|Pages|Count)\b")
_ROUNDS = 12
_ROOT, _PAGES = re.compile(rb"/Root (\d+) 0 R"), re.compile(rb"/Pages (\d+) 0 R")
_KIDS, _KID = re.compile(rb"/Kids\s*\[([^\]]*)\]"), re.compile(rb"(\d+) 0 R")
_CONTENTS, _RESOURCES = re.compile(rb"/Contents (\d+) 0 R"), re.compile(rb"/Resources\s*<<")
_FORM = re.compile(rb"/FXX\d+ (\d+) 0 R")

Bodies = dict[int, tuple[bytes, bytes]]
"""Every object by its number: its dictionary (or other value), and its stream."""


def write(bodies: Bodies, trailer: bytes) -> bytes:
    """A file with every object once and an identifier made from its content."""
    same = _duplicates(bodies)
    kept = _reachable(bodies, same, trailer)
    numbers = {old: new for new, old in enumerate(sorted(kept), 1)}
    final = {old: numbers[same.get(old, old)] for old in bodies if same.get(old, old) in numbers}
    parts = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
    places, length = [], len(parts[0])
    for old in sorted(kept):
        head, rest = bodies[old]
        text = b"%d 0 obj\n%s%s\nendobj\n" % (numbers[old], _renumbered(head, final), rest)
        places.append(length)
        parts.append(text)
        length += len(text)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    parts.append(table + b"".join(b"%010d 00000 n \n" % place for place in places))
    mark = hashlib.md5(b"".join(parts), usedforsecurity=False).hexdigest().encode()
    trailer = _SIZE.sub(b"/Size %d" % (len(places) + 1), _IDENTIFIER.sub(b"", _renumbered(trailer, final)))
    end = trailer.rstrip().removesuffix(b">>") + b"/ID[<%s><%s>]>>" % (mark, mark)
    parts.append(b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (end, length))
    return b"".join(parts)


def page_numbers(bodies: Bodies, trailer: bytes) -> list[int]:
    """The objects of the pages in their order."""
    root = bodies[_number(_ROOT, trailer)][0]
    found: list[int] = []
    waiting = [_number(_PAGES, root)]
    while waiting:
        number = waiting.pop()
        kids = _KIDS.search(bodies[number][0])
        if kids:
            waiting += [int(kid) for kid in reversed(_KID.findall(kids[1]))]
        else:
            found.append(number)
    return found


def captured_forms(bodies: Bodies, trailer: bytes) -> list[int]:
    """The form object of each page onto which PDFium inserted one."""
    return [_number(_FORM, bodies[number][0]) for number in page_numbers(bodies, trailer)]


def join(bodies: Bodies, others: Bodies) -> int:
    """Add the objects of another file; give what was added to their numbers."""
    shift = max(bodies)
    numbers = {number: number + shift for number in others}
    for number, (head, rest) in others.items():
        bodies[number + shift] = (_renumbered(head, numbers), rest)
    return shift


def draw_first(bodies: Bodies, page: int, form: int, matrix: tuple[float, ...]) -> None:
    """Draw a form object on a page before everything else on it."""
    place = " ".join(f"{value:.4f}" for value in matrix)
    code = f"q {place} cm /Imported Do Q\n".encode()
    number = max(bodies) + 1
    bodies[number] = (b"<</Length %d>>" % len(code), b"stream\n%sendstream" % code)
    head, rest = bodies[page]
    head, contents = _CONTENTS.subn(rb"/Contents [%d 0 R \1 0 R]" % number, head, count=1)
    head, resources = _RESOURCES.subn(b"/Resources << /XObject << /Imported %d 0 R >>" % form, head, count=1)
    if not contents or not resources:
        raise AssertionError("a page without contents or resources")
    bodies[page] = (head, rest)


def _number(pattern: re.Pattern[bytes], text: bytes) -> int:
    found = pattern.search(text)
    if found is None:
        raise AssertionError(f"no {pattern.pattern!r} in a saved file")
    return int(found[1])


def read(pdf: bytes) -> tuple[Bodies, bytes]:
    """All objects, and the trailer."""
    found = _START.search(pdf[-2048:])
    if found is None:
        raise AssertionError("PDFium saved a file without a cross-reference table")
    table = int(found[1])
    head, _, trailer = pdf[table:].partition(b"trailer")
    places: list[tuple[int, int]] = []
    lines = head.split(b"\n")
    at = 1
    while at < len(lines):
        section = lines[at].split()
        at += 1
        if len(section) != 2:
            continue
        first, count = int(section[0]), int(section[1])
        for number in range(first, first + count):
            entry = lines[at].split()
            at += 1
            if entry[2] == b"n":
                places.append((int(entry[0]), number))
    places.sort()
    bodies: Bodies = {}
    for (begin, number), (end, _number) in zip(places, [*places[1:], (table, 0)], strict=True):
        text = pdf[begin:end].rstrip()
        opening = _OBJECT.match(text)
        text = text[opening.end() if opening else 0 :].removesuffix(b"endobj").rstrip(b"\r\n")
        stream = _STREAM.search(text)
        cut = stream.start() + 2 if stream else len(text)
        bodies[number] = (text[:cut], text[cut:])
    return bodies, trailer.partition(b"startxref")[0].strip()


def _duplicates(bodies: Bodies) -> dict[int, int]:
    """Which object stands for which other one that says the same; what they point to is looked at first."""
    same: dict[int, int] = {}
    streams = {number: hashlib.sha256(rest).digest() for number, (_, rest) in bodies.items()}
    for _ in range(_ROUNDS):
        seen: dict[tuple[bytes, bytes], int] = {}
        before = len(same)
        for number in sorted(bodies):
            head = bodies[number][0]
            if number in same or _SINGLE.search(head):
                continue
            key = (_renumbered(head, same), streams[number])
            first = seen.setdefault(key, number)
            if first != number:
                same[number] = first
        if len(same) == before:
            break
    return same


def _reachable(bodies: Bodies, same: dict[int, int], trailer: bytes) -> set[int]:
    waiting = [trailer]
    kept: set[int] = set()
    while waiting:
        for found in _REFERENCE.finditer(waiting.pop()):
            if found[2] is None:
                continue
            number = same.get(int(found[2]), int(found[2]))
            if number in bodies and number not in kept:
                kept.add(number)
                waiting.append(bodies[number][0])
    return kept


def _renumbered(text: bytes, numbers: dict[int, int]) -> bytes:
    def other(found: re.Match[bytes]) -> bytes:
        if found[2] is None:
            return found[1]
        number = int(found[2])
        return b"%d 0 R" % numbers.get(number, number)

    return _REFERENCE.sub(other, text)
