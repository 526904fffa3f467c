"""Tidying a PDF that PDFium saved: what is there twice is kept once, and the same content gives the same bytes.

PDFium copies fonts and pictures anew with every imported page and puts random digits into the identifier of the file.
Its files are plain: one cross-reference table, no object streams, one object after the other.
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

_Bodies = dict[int, tuple[bytes, bytes]]


def tidy(pdf: bytes) -> bytes:
    """The same document with every object once and an identifier made from its content."""
    bodies, trailer = _read(pdf)
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


def _read(pdf: bytes) -> tuple[_Bodies, bytes]:
    """Every object as its dictionary (or other value) and its stream, and the trailer."""
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
    bodies: _Bodies = {}
    for (begin, number), (end, _number) in zip(places, [*places[1:], (table, 0)], strict=True):
        text = pdf[begin:end].rstrip()
        opening = _OBJECT.match(text)
        text = text[opening.end() if opening else 0 :].removesuffix(b"endobj").rstrip(b"\r\n")
        stream = _STREAM.search(text)
        cut = stream.start() + 2 if stream else len(text)
        bodies[number] = (text[:cut], text[cut:])
    return bodies, trailer.partition(b"startxref")[0].strip()


def _duplicates(bodies: _Bodies) -> dict[int, int]:
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


def _reachable(bodies: _Bodies, same: dict[int, int], trailer: bytes) -> set[int]:
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
