"""查询词元: what a matter can be found by, and how one typed query is answered from it.

Every matter is stored as a set of short tokens in one full-text row, and every keystroke becomes exact look-ups of such
tokens, newest first. The row must be made by::

    CREATE VIRTUAL TABLE … USING fts5(tokens, content='', contentless_delete=1, detail=none,
                                      tokenize='ascii')

Tokens are joined by one space. The ``ascii`` tokenizer takes every non-ASCII character (rare characters and emoji
too) as part of a token and splits only at ASCII punctuation; therefore ASCII punctuation is written full width inside
tokens. ``unicode61`` must not be used: it drops emoji and characters newer than its own table.

======  ================================================================================================
prefix  token
======  ================================================================================================
``n``   each substring of 1–4 characters of each name
``i``   each beginning of the initials of each name, per reading
``p``   each beginning (2 letters and more) of the full pinyin of each name, per reading
``d``   each piece of 4 and 5 characters of document numbers, telephones, and of digits inside texts
``e``   the last 4 and last 6 characters of document numbers and telephones
``c``   each piece of 2–4 characters of case and register numbers, without brackets and hyphens
``k``   each beginning of a case or register number, without brackets and hyphens, up to the fourth figure of its
        running number, from its start, from each opening bracket and from each part of four figures:
        ``2``, ``20`` … ``2026豫0105访29`` and ``0``, ``01`` … ``0105访29``
``h``   the running number of a case or register number: 29 for （2026）豫0105访29号
``t``   each two neighbouring characters of texts that begin with an ASCII character
none    each two neighbouring characters of texts that begin with any other character
======  ================================================================================================

Pieces are unique, so a text of n characters gives fewer than n tokens of two, and there is no cap that could lose a
hit: 20,000 characters of ordinary Chinese give a few thousand.

A look-up is *sure* when its tokens alone prove the hit; what the others find must pass :func:`verify`. A look-up
names a few pieces of a word, not all: every further posting list costs more than the few false hits it would
keep away.

What a word is looked for in depends on its shape; :func:`route` decides, :func:`verify` is its exact meaning:

- one character: names only (a letter also initials, a digit also running numbers);
- letters: names, initials, pinyin, texts;
- up to 3 digits: running numbers and names; 4 digits and more: document numbers, telephones, running numbers, texts;
- what opens with a bracket, or with four figures and something after them, such as （2026）豫 or 0105民初: case and
  register numbers only where a bracket or such a part begins, names, texts, and telephones with a bracketed area code;
- everything else: names, case and register numbers, odd document numbers, texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from app.domain.case_forms import number_words
from app.domain.names import MOST_UNITS, initials, spellings
from app.domain.text import search_key

LONGEST_PIECE = 4
LONGEST_IDENTIFIER_PIECE = 5
MOST_WORDS = 8
SURE_FIGURES = 4
LONGEST_BEGINNING = 32
DOCUMENT_LOOKUP_LENGTH = 15

_STEPS_BACK = {"n": (0, 2), "c": (0, 1, 2, 6), "d": (0, 1, 4)}
_IDENTIFIER_PIECES = (LONGEST_PIECE, LONGEST_IDENTIFIER_PIECE)
_PUNCTUATION = [code for code in range(0x21, 0x7F) if not chr(code).isalnum()]
_SAFE = {code: code + 0xFEE0 for code in _PUNCTUATION}
_NO_PUNCTUATION = dict.fromkeys(_PUNCTUATION)
_ASCII_RUN = re.compile(r"[0-9a-z]{4,}")
_DIGITS = re.compile(r"[0-9]+")
_LETTERS = re.compile(r"[a-z]+")
_FOUR_FIGURES = re.compile(r"(?<![0-9])[0-9]{4}(?=[^0-9号])")
_LONG_RUN_AT_END = re.compile(r"[0-9]{5,}$")
_RUNNING_NUMBER = re.compile(r"([0-9]+)(?:-[0-9]+)?号")
_COUNTRY_CODE = re.compile(r"^(?:\+|00)86(?=1[3-9]|0)")
_GROUPED_NUMBER = re.compile(r"^\+?[0-9][0-9 \-]*[0-9xX]$")
_WHOLE_NUMBER = re.compile(r"^(?:1[3-9][0-9]{5,9}|0[0-9]{9,11}|[0-9]{14,17}[0-9x])$")


@dataclass(frozen=True)
class SearchFields:
    """What one matter is found by, as stored: raw strings, in any width and bracket style.

    ``numbers`` are register numbers such as （2026）豫0105访29号; ``texts`` is everything else worth finding.
    """

    names: tuple[str, ...] = ()
    document_numbers: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    case_numbers: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class SearchWord:
    """One typed word: its keys, and the look-ups that together find every matter it means.

    Look-ups are alternatives; within one, every token must be present. The ``sure`` ones find nothing but what the word
    means, the ``likely`` ones more. ``code`` is the word without punctuation, ``running`` the number it may be.
    """

    key: str
    code: str
    running: str
    sure: tuple[tuple[str, ...], ...]
    likely: tuple[tuple[str, ...], ...]

    @property
    def lookups(self) -> tuple[tuple[str, ...], ...]:
        """All look-ups."""
        return (*self.sure, *self.likely)


@dataclass(frozen=True)
class SearchPlan:
    """How a query is answered: every word must be met.

    ``document_prefixes``: for 15 identity characters and more, first look for stored normalised document numbers that
    begin with one of these (B-tree); only when that finds nothing, use ``match``.
    """

    words: tuple[SearchWord, ...]
    document_prefixes: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing to look for: the caller lists everything."""
        return not self.words

    @property
    def needs_verification(self) -> bool:
        """Whether rows found by ``match`` must still pass :func:`verify`."""
        return any(word.likely for word in self.words)

    @cached_property
    def match(self) -> str:
        """The query for the full-text table: tokens are quoted and need no escaping."""
        return " AND ".join(_any_of(word.lookups) for word in self.words)

    @cached_property
    def sure_match(self) -> str:
        """The query for rows that need no verification, which is cheap; empty when some word has no sure look-up."""
        if not all(word.sure for word in self.words):
            return ""
        return " AND ".join(_any_of(word.sure) for word in self.words)

    @cached_property
    def likely_match(self) -> str:
        """The query for rows that must be verified, to be asked after ``sure_match``; empty when that finds all."""
        if not self.needs_verification:
            return ""
        return _any_of(self.words[0].likely) if len(self.words) == 1 else self.match

    @cached_property
    def tail_match(self) -> str:
        """For 4 or 6 digits alone: the query for numbers that END so, to be shown first; empty otherwise.

        Four digits are mostly the end of an identity number, yet they are also inside one birth date in 365; rows of
        this narrower query belong before the rest of ``match``. Its rows need no verification.
        """
        if len(self.words) != 1 or self.words[0].code != self.words[0].key or len(self.words[0].key) not in (4, 6):
            return ""
        word = self.words[0]
        if not word.key.isascii() or not word.key[:-1].isdigit():
            return ""
        return _any_of((("e" + word.key,), *((("h" + word.running,),) if word.running else ())))


def code_key(text: str) -> str:
    """Key of a document, telephone, case or register number: brackets, hyphens and all ASCII punctuation left out."""
    return search_key(text).translate(_NO_PUNCTUATION)


def tokens_of(fields: SearchFields) -> list[str]:
    """The unique tokens of one matter, sorted, ready to be joined by a space."""
    tokens: set[str] = set()
    for name in fields.names:
        tokens |= _name_tokens(name)
    for number in (*fields.document_numbers, *fields.phones):
        tokens |= _identifier_tokens(code_key(number))
    for number in (*fields.case_numbers, *fields.numbers):
        tokens |= _number_tokens(code_key(number))
        tokens |= _beginning_tokens(number)
        if running := _running_number(number):
            tokens.add("h" + running)
    for text in fields.texts:
        tokens |= _text_tokens(search_key(text))
    return sorted(tokens)


def _running_number(number: str) -> str:
    """The running number without leading zeros: 29 of （2026）豫0105访29号; empty when there is none."""
    key = search_key(number)
    found = _RUNNING_NUMBER.findall(key) or _DIGITS.findall(key)
    return _without_zeros(found[-1]) if found else ""


def _without_zeros(digits: str) -> str:
    return digits.lstrip("0") or "0"


def _pieces(key: str, length: int) -> list[str]:
    """All substrings of one length, in order."""
    return [key[start : start + length] for start in range(len(key) - length + 1)]


def _text_token(pair: str) -> str:
    return "t" + pair if pair[0].isascii() else pair


def _name_tokens(name: str) -> set[str]:
    key = search_key(name).translate(_SAFE)
    tokens = {"n" + piece for length in range(1, LONGEST_PIECE + 1) for piece in _pieces(key, length)}
    for letters in initials(name):
        tokens.update("i" + letters[:end] for end in range(1, len(letters) + 1))
    for spelling in spellings(name):
        tokens.update("p" + spelling[:end] for end in range(2, len(spelling) + 1))
    return tokens


def _identifier_tokens(key: str) -> set[str]:
    tokens = {"e" + key[-length:] for length in (4, 6) if len(key) >= length}
    if key.isascii():
        return tokens.union("d" + piece for length in _IDENTIFIER_PIECES for piece in _pieces(key, length))
    return tokens | _run_tokens(key) | _number_tokens(key) | _beginning_tokens(key)


def _run_tokens(key: str) -> set[str]:
    """Pieces of those runs of ASCII letters and digits that contain a digit."""
    runs = (run for run in _ASCII_RUN.findall(key) if not run.isalpha())
    return {"d" + piece for run in runs for length in _IDENTIFIER_PIECES for piece in _pieces(run, length)}


def _number_tokens(key: str) -> set[str]:
    short = (piece for length in (2, 3) for piece in _pieces(key, length) if not _DIGITS.fullmatch(piece))
    return {"c" + piece for piece in (*short, *_pieces(key, LONGEST_PIECE))}


def _beginning_tokens(number: str) -> set[str]:
    codes = _openings(number)
    return {"k" + code[:end] for code in codes for end in range(1, _sure_length(code) + 1)}


def _openings(number: str) -> set[str]:
    """The code of a case or register number from its start, from each opening bracket and each part of four figures."""
    key = search_key(number)
    codes = {code_key(key[start:]) for start, char in enumerate(key) if start == 0 or char == "("}
    whole = code_key(number)
    codes.update(whole[part.start() :] for part in _FOUR_FIGURES.finditer(whole))
    return codes - {""}


def _sure_length(code: str) -> int:
    """How much of a code its ``k`` tokens hold: never less for a longer code that begins with it."""
    code = code.removesuffix("号")[:LONGEST_BEGINNING]
    run = _LONG_RUN_AT_END.search(code)
    return run.start() + SURE_FIGURES if run else len(code)


def _text_tokens(key: str) -> set[str]:
    return _run_tokens(key).union(map(_text_token, set(_pieces(key.translate(_SAFE), 2))))


def route(query: str) -> SearchPlan:
    """Decide how a typed query is answered. Never raises; an empty or blank query gives an empty plan."""
    words = tuple(_word(key) for part in _parts(query) if (key := search_key(part)))
    return SearchPlan(words, _document_prefixes(words))


def _parts(query: str) -> list[str]:
    """Words apart by spaces; a telephone or identity number typed in groups is one word, so are pieces of a case number
    that stand side by side in it."""
    parts = query.split()
    if len(parts) > 1 and _GROUPED_NUMBER.match(query.strip()):
        joined = _COUNTRY_CODE.sub("", search_key(query)).translate(_NO_PUNCTUATION)
        if _WHOLE_NUMBER.match(joined):
            return [joined]
    return number_words(parts[:MOST_WORDS]) if len(parts) > 1 else parts


def _word(key: str) -> SearchWord:
    code = _COUNTRY_CODE.sub("", key).translate(_NO_PUNCTUATION)
    running = _without_zeros(key) if _DIGITS.fullmatch(key) else ""
    lookups = [_lookup("n", key.translate(_SAFE))]
    if running:
        lookups.append((("h" + running,), True))
    if _LETTERS.fullmatch(key):
        if len(key) <= MOST_UNITS:
            lookups.append((("i" + key,), True))
        if len(key) > 1:
            lookups.append((("p" + key,), True))
    elif _is_identifier(code):
        tokens, exact = _lookup("d", code)
        lookups.append((tokens, exact and code == key))
    if opens_a_part(key, code):
        lookups.append(_opening_lookup(code))
    elif _is_number_part(code):
        lookups.append(_lookup("c", code))
    if _is_in_texts(key) and not _is_identifier(key):
        lookups.append((_pairs(key.translate(_SAFE)), len(key) == 2))
    sure = tuple(tokens for tokens, exact in lookups if exact)
    return SearchWord(key, code, running, sure, tuple(tokens for tokens, exact in lookups if not exact))


def _lookup(prefix: str, key: str) -> tuple[tuple[str, ...], bool]:
    """Tokens of a piece of any length, and whether they alone prove the hit.

    Only pieces near the end of a long one: numbers differ there; year, court and district are shared by thousands.
    """
    length = LONGEST_IDENTIFIER_PIECE if prefix == "d" else LONGEST_PIECE
    if len(key) <= length:
        return (prefix + key,), True
    last = len(key) - length
    places = [max(0, last - back) for back in _STEPS_BACK[prefix]]
    return tuple(dict.fromkeys(prefix + key[place : place + length] for place in places)), False


def _opening_lookup(code: str) -> tuple[tuple[str, ...], bool]:
    """Tokens of the beginning of a number or of a part of one, and whether they alone prove the hit."""
    sure = _sure_length(code)
    if sure == len(code):
        return ("k" + code,), True
    return ("k" + code[:sure], *_lookup("c", code[-LONGEST_PIECE:])[0]), False


def _pairs(key: str) -> tuple[str, ...]:
    """The first and the last three pairs."""
    last = len(key) - 2
    return tuple(dict.fromkeys(_text_token(key[max(0, place) :][:2]) for place in (0, last - 2, last - 1, last)))


def opens_a_part(key: str, code: str) -> bool:
    """Whether a word, meant as a case or register number, is the beginning of one or of a part of one."""
    return bool(code) and (key.startswith("(") or bool(_FOUR_FIGURES.match(code)))


def _is_identifier(code: str) -> bool:
    return len(code) >= LONGEST_PIECE and bool(_ASCII_RUN.fullmatch(code)) and not code.isalpha()


def _is_number_part(code: str) -> bool:
    return len(code) > 1 and not _DIGITS.fullmatch(code) and not _LETTERS.fullmatch(code)


def _is_in_texts(key: str) -> bool:
    return len(key) > 1 and not (len(key) < LONGEST_PIECE and _DIGITS.fullmatch(key))


def _any_of(lookups: tuple[tuple[str, ...], ...]) -> str:
    return "(" + " OR ".join("(" + " AND ".join(f'"{token}"' for token in one) + ")" for one in lookups) + ")"


def _document_prefixes(words: tuple[SearchWord, ...]) -> tuple[str, ...]:
    if len(words) != 1 or not _is_identifier(words[0].code) or len(words[0].code) < DOCUMENT_LOOKUP_LENGTH:
        return ()
    code = words[0].code.upper()
    if len(code) == DOCUMENT_LOOKUP_LENGTH and code.isdigit():
        return (code, f"{code[:6]}19{code[6:]}")
    return (code,)


def verify(plan: SearchPlan, fields: SearchFields) -> bool:
    """Whether a matter really is what the query means; needed for rows found when ``needs_verification``."""
    return all(is_met(word, fields) for word in plan.words)


def is_met(word: SearchWord, fields: SearchFields) -> bool:
    """Whether a matter really is what one word means."""
    numbers = (*fields.case_numbers, *fields.numbers)
    if any(word.key in search_key(name) for name in fields.names):
        return True
    if word.running and any(word.running == _running_number(number) for number in numbers):
        return True
    if _LETTERS.fullmatch(word.key) and any(_is_spelt(word.key, name) for name in fields.names):
        return True
    identifiers = [code_key(number) for number in (*fields.document_numbers, *fields.phones)]
    if _is_identifier(word.code) and any(word.code in identifier for identifier in identifiers):
        return True
    if _is_in_numbers(word, (*numbers, *(one for one in identifiers if not one.isascii()))):
        return True
    return _is_in_texts(word.key) and any(word.key in search_key(text) for text in fields.texts)


def _is_in_numbers(word: SearchWord, numbers: tuple[str, ...]) -> bool:
    if opens_a_part(word.key, word.code):
        return any(code.startswith(word.code) for number in numbers for code in _openings(number))
    return _is_number_part(word.code) and any(word.code in code_key(number) for number in numbers)


def _is_spelt(letters: str, name: str) -> bool:
    if len(letters) > 1 and any(spelling.startswith(letters) for spelling in spellings(name)):
        return True
    return any(one.startswith(letters) for one in initials(name))
