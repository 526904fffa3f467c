"""识别: candidates for who may have come before, found through indexed keys; the pairs that were told apart.

Every look-up takes the newest few, so that a thousand people of one name or one agent's telephone cannot flood it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Connection,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    union_all,
    update,
)

from app.domain.case_forms import case_key
from app.domain.matter import ActionKind, MatterStatus
from app.domain.name_forms import is_nameless
from app.domain.petitioner import DocumentKind, Role, Sex
from app.domain.places import read_place
from app.domain.recognition import Keys, accused_key, keys_of, name_sounds, village_keys
from app.domain.repeat_visit import Appearance
from app.domain.viewer import Viewer
from db.tables import (
    ACTIONS,
    CASE_REFS,
    CONTACTS,
    DIFFERENT_PAIRS,
    MATTERS,
    PARTICIPANTS,
    PETITIONERS,
    PHONES,
    RECOGNITION_KEYS,
)
from db.visibility import visible_matters

MOST_BY_KEY = 12
MOST_BY_NAME = 8
MOST_READ = 200
MOST_KEPT = 16
MOST_CANDIDATES = 48
MOST_TAKING_PART = 400
PERSON, MATTER = "person", "matter"
SIGNED = "s"

_OWN = (Role.PRINCIPAL.value, Role.JOINT_SIGNER.value, Role.REPRESENTATIVE.value)
_HELPING = (Role.AGENT.value, Role.COMPANION.value)


@dataclass(frozen=True)
class Wanted:
    """What candidates are looked for by; all of it in normalised form.

    ``repaired`` are the numbers a damaged document may have been; they are looked up when the document itself is not
    known. ``signed`` are the keys of name and village under which somebody may have signed another's letter.
    """

    name: str = ""
    document: str = ""
    repaired: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    accused: str = ""
    keys: Keys = field(default_factory=Keys)
    signed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be meant: every spelling under which the register knows the person, and the matters.

    ``signing`` are the spellings without a village of their own as they would be if they lived where a letter that they
    signed comes from; nobody said that they do. ``has_number``: the petitioner who stands for the person has one.
    """

    person_id: int
    appearances: tuple[Appearance, ...]
    matter_ids: tuple[int, ...]
    signing: tuple[Appearance, ...] = ()
    has_number: bool = False


@dataclass(frozen=True)
class Helper:
    """Somebody who came for or beside another, and the newest matter in which."""

    person_id: int
    known: Appearance
    role: Role
    matter_id: int


@dataclass(frozen=True)
class KnownMatter:
    """A visible matter of a candidate, as proposals show it."""

    matter_id: int
    number: str
    petitioner: str
    contact_count: int
    latest_at: datetime
    status: MatterStatus
    summary: str
    cases: tuple[str, ...]
    accused: str
    department_id: int | None
    handler_id: int | None


class RecognitionReader:
    """Reads candidates; who takes part only in matters that the viewer may not see is not among them."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer

    def root(self, petitioner_id: int) -> int | None:
        """The one petitioner that stands for a person with several spellings; ``None`` when there is none."""
        row = self._connection.execute(
            select(PETITIONERS.c.id, PETITIONERS.c.same_as_id).where(PETITIONERS.c.id == petitioner_id)
        ).first()
        return None if row is None else int(row.same_as_id or row.id)

    def spellings(self, person_id: int) -> tuple[int, ...]:
        """Every petitioner that is this person, the one that stands for them first."""
        rows = self._connection.execute(
            select(PETITIONERS.c.id).where(PETITIONERS.c.same_as_id == person_id).order_by(PETITIONERS.c.id)
        )
        return (person_id, *rows.scalars())

    def candidates(self, wanted: Wanted) -> tuple[Candidate, ...]:
        """People to compare with, those found by the strongest keys first."""
        found = dict.fromkeys(self._found(wanted))
        chosen = list(found)[:MOST_CANDIDATES]
        return self._read(chosen) if chosen else ()

    def helpers(self, document: str) -> tuple[Helper, ...]:
        """Agents and companions under exactly this number, once each, by the newest visible matter they helped in."""
        found: dict[int, Helper] = {}
        known_so = self._petitioners(PETITIONERS.c.document_number == document)
        for petitioner_id, row in list(known_so.items())[:MOST_KEPT]:
            newest = self._connection.execute(
                select(PARTICIPANTS.c.role, CONTACTS.c.matter_id)
                .join(CONTACTS, CONTACTS.c.id == PARTICIPANTS.c.contact_id)
                .join(MATTERS, MATTERS.c.id == CONTACTS.c.matter_id)
                .where(
                    PARTICIPANTS.c.petitioner_id == petitioner_id,
                    PARTICIPANTS.c.role.in_(_HELPING),
                    CONTACTS.c.voided_at.is_(None),
                    MATTERS.c.voided_at.is_(None),
                    *visible_matters(self._viewer),
                )
                .order_by(PARTICIPANTS.c.id.desc())
                .limit(1)
            ).first()
            if newest is not None:
                person_id = row.same_as_id or petitioner_id
                known = _appearance(row, (), (), {}, {})
                found.setdefault(person_id, Helper(person_id, known, Role(newest.role), newest.matter_id))
        return tuple(found.values())

    def matters(self, matter_ids: Collection[int]) -> dict[int, KnownMatter]:
        """Matters by id, void ones and those out of sight left out."""
        ids = tuple(matter_ids)
        rows = self._connection.execute(
            select(MATTERS).where(MATTERS.c.id.in_(ids), MATTERS.c.voided_at.is_(None), *visible_matters(self._viewer))
        ).all()
        cases = self._cases(tuple(row.id for row in rows))
        accused = self._accused(tuple(row.id for row in rows))
        return {
            row.id: KnownMatter(
                row.id,
                row.number_text,
                row.petitioner_name,
                row.contact_count,
                row.latest_at,
                MatterStatus(row.status),
                row.summary,
                cases.get(row.id, ()),
                accused.get(row.id, ""),
                row.department_id,
                row.handler_id,
            )
            for row in rows
        }

    def last_answers(self, matter_ids: Collection[int]) -> dict[int, str]:
        """The words of the newest reply to each matter."""
        rows = self._connection.execute(
            select(ACTIONS.c.matter_id, ACTIONS.c.words)
            .where(ACTIONS.c.matter_id.in_(tuple(matter_ids)), ACTIONS.c.kind == ActionKind.REPLY.value)
            .order_by(ACTIONS.c.happened_at, ACTIONS.c.id)
        )
        return {row.matter_id: row.words for row in rows}

    def told_apart(self, kind: str, ids: Collection[int]) -> frozenset[tuple[int, int]]:
        """Pairs among these that somebody said are not the same, lower id first."""
        wanted = tuple(ids)
        if len(wanted) < 2:
            return frozenset()
        rows = self._connection.execute(
            select(DIFFERENT_PAIRS.c.low_id, DIFFERENT_PAIRS.c.high_id).where(
                DIFFERENT_PAIRS.c.kind == kind,
                DIFFERENT_PAIRS.c.low_id.in_(wanted),
                DIFFERENT_PAIRS.c.high_id.in_(wanted),
            )
        )
        return frozenset((row.low_id, row.high_id) for row in rows)

    # candidates ------------------------------------------------------------------------------------------------

    def _found(self, wanted: Wanted) -> list[int]:
        found: list[int] = []
        if wanted.document:
            found = self._by_document((wanted.document,))
        if not found and wanted.repaired:
            found = self._by_document(wanted.repaired)
        damaged = (f"d{wanted.document}",) if wanted.document else ()
        found += self._by_keys((*damaged, *wanted.keys.strong), MOST_BY_KEY)
        if wanted.phones:
            by_phone = (
                select(PETITIONERS.c.id, PETITIONERS.c.name)
                .join(PHONES, PHONES.c.petitioner_id == PETITIONERS.c.id)
                .where(PHONES.c.number.in_(wanted.phones))
                .order_by(PHONES.c.id.desc())
            )
            found += _likely(wanted.name, self._connection.execute(by_phone.limit(MOST_READ)).all())
        if wanted.cases:
            found += _likely(wanted.name, self._by_case(wanted.cases))
        if wanted.accused:
            found += _likely(wanted.name, self._by_accused(wanted.accused))
        signed = (SIGNED + key for key in wanted.signed)
        found += self._by_keys((*signed, *wanted.keys.names), MOST_BY_NAME)
        return found

    def _by_document(self, numbers: tuple[str, ...]) -> list[int]:
        query = select(PETITIONERS.c.id).where(PETITIONERS.c.document_number.in_(numbers))
        return list(self._connection.execute(query.limit(MOST_KEPT)).scalars())

    def _by_keys(self, keys: Sequence[str], most: int) -> list[int]:
        """The newest few of each key: one walk down the index each, however many share the key."""
        if not keys:
            return []
        values = {f"key{place}": key for place, key in enumerate(keys)}
        return list(self._connection.execute(_newest_of_each(len(keys), most), values).scalars())

    def _by_case(self, cases: tuple[str, ...]) -> Sequence[Any]:
        """Who took part in the newest matters of a case; the empty text is named so that the partial index serves."""
        matters = (
            select(CASE_REFS.c.matter_id)
            .where(CASE_REFS.c.identity.in_(cases), CASE_REFS.c.identity != literal_column("''"))
            .order_by(CASE_REFS.c.id.desc())
            .limit(MOST_READ)
        )
        ids = tuple(dict.fromkeys(self._connection.execute(matters).scalars()))
        return self._taking_part(CONTACTS.c.matter_id.in_(ids)) if ids else ()

    def _by_accused(self, key: str) -> Sequence[Any]:
        contacts = (
            select(CONTACTS.c.id)
            .where(CONTACTS.c.accused_key == key, CONTACTS.c.accused_key != literal_column("''"))
            .order_by(CONTACTS.c.id.desc())
            .limit(MOST_READ)
        )
        ids = tuple(self._connection.execute(contacts).scalars())
        return self._taking_part(CONTACTS.c.id.in_(ids)) if ids else ()

    def _taking_part(self, condition: Any) -> Sequence[Any]:
        query = (
            select(PETITIONERS.c.id, PETITIONERS.c.name)
            .join(PARTICIPANTS, PARTICIPANTS.c.petitioner_id == PETITIONERS.c.id)
            .join(CONTACTS, CONTACTS.c.id == PARTICIPANTS.c.contact_id)
            .where(condition, PARTICIPANTS.c.role.in_(_OWN))
            .limit(MOST_READ)
        )
        return self._connection.execute(query).all()

    def _read(self, chosen: list[int]) -> tuple[Candidate, ...]:
        rows = self._petitioners(PETITIONERS.c.id.in_(chosen))
        roots = tuple(dict.fromkeys(row.same_as_id or row.id for row in rows.values()))
        missing = [root for root in roots if root not in rows]
        if missing:
            rows |= self._petitioners(PETITIONERS.c.id.in_(missing))
        rows |= self._petitioners(PETITIONERS.c.same_as_id.in_(roots))
        ids = tuple(rows)
        phones = self._phones(ids)
        taking_part = self._connection.execute(
            select(
                PARTICIPANTS.c.petitioner_id,
                PARTICIPANTS.c.contact_id,
                PARTICIPANTS.c.role,
                CONTACTS.c.matter_id,
                CONTACTS.c.accused,
            )
            .join(CONTACTS, CONTACTS.c.id == PARTICIPANTS.c.contact_id)
            .join(MATTERS, MATTERS.c.id == CONTACTS.c.matter_id)
            .where(
                PARTICIPANTS.c.petitioner_id.in_(ids),
                PARTICIPANTS.c.role.in_(_OWN),
                MATTERS.c.voided_at.is_(None),
                *visible_matters(self._viewer),
            )
            .order_by(CONTACTS.c.id.desc())
            .limit(MOST_TAKING_PART)
        ).all()
        agents = self._agents({row.contact_id for row in taking_part})
        cases = self._cases({row.matter_id for row in taking_part})
        letters = self._letters(taking_part)
        order = {petitioner_id: place for place, petitioner_id in enumerate(chosen)}
        people: dict[int, list[int]] = {}
        for petitioner_id in sorted(rows, key=lambda one: order.get(one, len(order))):
            people.setdefault(rows[petitioner_id].same_as_id or petitioner_id, []).append(petitioner_id)
        candidates = []
        for root, spellings in people.items():
            own = [row for row in taking_part if row.petitioner_id in spellings]
            if own:
                known = tuple(_appearance(rows[one], phones.get(one, ()), own, cases, agents) for one in spellings)
                signing = tuple(
                    replace(one, address=address)
                    for petitioner_id, one in zip(spellings, known, strict=True)
                    if not read_place(one.address).village
                    for address in letters.get(petitioner_id, ())
                )
                matter_ids = tuple(dict.fromkeys(row.matter_id for row in own))
                has_number = bool(rows[root].document_number)
                candidates.append(Candidate(root, known, matter_ids, signing, has_number))
        return tuple(candidates)

    def _petitioners(self, condition: Any) -> dict[int, Any]:
        return {row.id: row for row in self._connection.execute(select(PETITIONERS).where(condition))}

    def _phones(self, ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
        found: dict[int, list[str]] = {}
        for row in self._connection.execute(select(PHONES).where(PHONES.c.petitioner_id.in_(tuple(ids)))):
            found.setdefault(row.petitioner_id, []).append(row.number)
        return {key: tuple(numbers) for key, numbers in found.items()}

    def _agents(self, contact_ids: Collection[int]) -> dict[int, list[tuple[str, str]]]:
        """Name and telephone of the agents of contacts."""
        rows = self._connection.execute(
            select(PARTICIPANTS.c.contact_id, PETITIONERS.c.name, PHONES.c.number)
            .join(PETITIONERS, PETITIONERS.c.id == PARTICIPANTS.c.petitioner_id)
            .outerjoin(PHONES, PHONES.c.petitioner_id == PETITIONERS.c.id)
            .where(
                PARTICIPANTS.c.contact_id.in_(tuple(contact_ids)),
                PARTICIPANTS.c.role == Role.AGENT.value,
            )
            .limit(MOST_TAKING_PART)
        )
        found: dict[int, list[tuple[str, str]]] = {}
        for row in rows:
            found.setdefault(row.contact_id, []).append((row.name, row.number or ""))
        return found

    def _letters(self, taking_part: Sequence[Any]) -> dict[int, tuple[str, ...]]:
        """Of each joint signer, the addresses the letters come from, the newest first."""
        signed = [row for row in taking_part if row.role == Role.JOINT_SIGNER.value]
        if not signed:
            return {}
        rows = self._connection.execute(
            select(PARTICIPANTS.c.contact_id, PETITIONERS.c.address)
            .join(PETITIONERS, PETITIONERS.c.id == PARTICIPANTS.c.petitioner_id)
            .where(
                PARTICIPANTS.c.contact_id.in_({row.contact_id for row in signed}),
                PARTICIPANTS.c.role == Role.PRINCIPAL.value,
                PETITIONERS.c.address != "",
            )
        )
        addresses = {row.contact_id: row.address for row in rows}
        found: dict[int, dict[str, None]] = {}
        for row in signed:
            if row.contact_id in addresses:
                found.setdefault(row.petitioner_id, {})[addresses[row.contact_id]] = None
        return {petitioner_id: tuple(some) for petitioner_id, some in found.items()}

    def _cases(self, matter_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
        rows = self._connection.execute(
            select(CASE_REFS.c.matter_id, CASE_REFS.c.normalised)
            .where(CASE_REFS.c.matter_id.in_(tuple(matter_ids)))
            .order_by(CASE_REFS.c.position)
        )
        found: dict[int, list[str]] = {}
        for row in rows:
            found.setdefault(row.matter_id, []).append(row.normalised)
        return {key: tuple(numbers) for key, numbers in found.items()}

    def _accused(self, matter_ids: Collection[int]) -> dict[int, str]:
        rows = self._connection.execute(
            select(CONTACTS.c.matter_id, CONTACTS.c.accused).where(
                CONTACTS.c.matter_id.in_(tuple(matter_ids)), CONTACTS.c.accused != ""
            )
        )
        return {row.matter_id: row.accused for row in rows}


class RecognitionWriter(RecognitionReader):
    """Remembers who was told apart; the keys themselves are written with the petitioner."""

    def tell_apart(self, kind: str, one: int, other: int, reason: str, now: datetime) -> bool:
        """Keep for good that two are not the same; false when that was known."""
        low, high = min(one, other), max(one, other)
        if self.told_apart(kind, (low, high)):
            return False
        row = {
            "kind": kind,
            "low_id": low,
            "high_id": high,
            "said_at": now,
            "account_id": self._viewer.account_id,
            "reason": reason,
        }
        self._connection.execute(insert(DIFFERENT_PAIRS), row)
        return True

    def forget_apart(self, kind: str, one: int, other: int) -> bool:
        """Take back that two are not the same; false when nobody said so."""
        low, high = min(one, other), max(one, other)
        gone = self._connection.execute(
            delete(DIFFERENT_PAIRS).where(
                DIFFERENT_PAIRS.c.kind == kind, DIFFERENT_PAIRS.c.low_id == low, DIFFERENT_PAIRS.c.high_id == high
            )
        )
        return gone.rowcount > 0


@lru_cache(maxsize=64)
def _newest_of_each(keys: int, most: int) -> CompoundSelect[Any]:
    """The question :meth:`RecognitionReader._by_keys` asks; putting it together takes longer than answering it."""
    parts = []
    for place in range(keys):
        newest = (
            select(RECOGNITION_KEYS.c.petitioner_id)
            .where(RECOGNITION_KEYS.c.key == bindparam(f"key{place}"))
            .order_by(RECOGNITION_KEYS.c.petitioner_id.desc())
            .limit(most)
            .subquery()
        )
        parts.append(select(newest.c.petitioner_id))
    return union_all(*parts)


def key_rows(
    petitioner_id: int,
    name: str,
    birth: date | None,
    address: str,
    document_kind: DocumentKind,
    document_number: str,
) -> list[tuple[str, int]]:
    """The rows under which one petitioner is found by what was said of them."""
    keys = keys_of(name, birth, address, document_kind, document_number, stored=True)
    return [(key, petitioner_id) for key in keys.all]


def all_key_rows(connection: Connection, petitioner_ids: Collection[int]) -> set[tuple[str, int]]:
    """Every row under which these are found: by what was said of them, and by the letters they signed."""
    rows = connection.execute(select(PETITIONERS).where(PETITIONERS.c.id.in_(tuple(petitioner_ids)))).all()
    return {key for row in rows for key in _keys_of_row(row)} | _signed_rows(connection, petitioner_ids)


def signers_with(connection: Connection, petitioner_id: int) -> tuple[int, ...]:
    """Who signed a letter of this petitioner: their keys hold the village of it."""
    principal = PARTICIPANTS.alias("principal")
    rows = connection.execute(
        select(PARTICIPANTS.c.petitioner_id)
        .join(principal, principal.c.contact_id == PARTICIPANTS.c.contact_id)
        .where(
            principal.c.petitioner_id == petitioner_id,
            principal.c.role == Role.PRINCIPAL.value,
            PARTICIPANTS.c.role == Role.JOINT_SIGNER.value,
        )
        .distinct()
    )
    return tuple(rows.scalars())


def write_signed_keys(connection: Connection, signer_ids: Collection[int]) -> None:
    """Insert what joint signers are found by through their letters; what is there already stays."""
    rows = [{"key": key, "petitioner_id": one} for key, one in sorted(_signed_rows(connection, signer_ids))]
    if rows:
        connection.execute(insert(RECOGNITION_KEYS).prefix_with("OR IGNORE"), rows)


def write_keys(connection: Connection, rows: Iterable[tuple[str, int]]) -> None:
    """Insert key rows."""
    values = [{"key": key, "petitioner_id": one} for key, one in rows]
    if values:
        connection.execute(insert(RECOGNITION_KEYS), values)


def remove_keys(connection: Connection, rows: Iterable[tuple[str, int]]) -> None:
    """Remove key rows again."""
    for key, petitioner_id in rows:
        connection.execute(
            delete(RECOGNITION_KEYS).where(
                RECOGNITION_KEYS.c.key == key, RECOGNITION_KEYS.c.petitioner_id == petitioner_id
            )
        )


def rebuild_keys(connection: Connection) -> int:
    """Write the keys of every petitioner, case and accused anew; gives how many petitioners there are."""
    connection.execute(delete(RECOGNITION_KEYS))
    for row in connection.execute(select(CASE_REFS.c.id, CASE_REFS.c.raw, CASE_REFS.c.identity)).all():
        if row.identity != (identity := case_key(row.raw)):
            connection.execute(update(CASE_REFS).where(CASE_REFS.c.id == row.id).values(identity=identity))
    accused = select(CONTACTS.c.id, CONTACTS.c.accused, CONTACTS.c.accused_key).where(CONTACTS.c.accused != "")
    for row in connection.execute(accused).all():
        if row.accused_key != (key := accused_key(row.accused)):
            connection.execute(update(CONTACTS).where(CONTACTS.c.id == row.id).values(accused_key=key))
    total, after = 0, 0
    while True:
        ids = connection.execute(
            select(PETITIONERS.c.id).where(PETITIONERS.c.id > after).order_by(PETITIONERS.c.id).limit(1000)
        ).scalars()
        if not (some := tuple(ids)):
            return total
        write_keys(connection, sorted(all_key_rows(connection, some)))
        total, after = total + len(some), some[-1]


def sample_without_keys(connection: Connection, amount: int) -> list[int]:
    """The newest petitioners that are not found by one of their own keys."""
    newest = connection.execute(select(PETITIONERS.c.id).order_by(PETITIONERS.c.id.desc()).limit(amount)).scalars()
    missing = []
    for petitioner_id in newest.all():
        wanted = {key for key, _ in all_key_rows(connection, (petitioner_id,))}
        kept = connection.execute(
            select(func.count()).where(
                RECOGNITION_KEYS.c.petitioner_id == petitioner_id, RECOGNITION_KEYS.c.key.in_(tuple(wanted))
            )
        ).scalar_one()
        if kept != len(wanted):
            missing.append(petitioner_id)
    return missing


def _keys_of_row(row: Any) -> list[tuple[str, int]]:
    kind = DocumentKind(row.document_kind)
    return key_rows(row.id, row.name, row.birth_date, row.address, kind, row.document_number)


def _signed_rows(connection: Connection, signer_ids: Collection[int]) -> set[tuple[str, int]]:
    """Who signed a letter and said no village is found by the one the letter comes from, apart from who lives there."""
    principal, writer = PARTICIPANTS.alias("principal"), PETITIONERS.alias("writer")
    rows = connection.execute(
        select(PETITIONERS.c.id, PETITIONERS.c.name, PETITIONERS.c.address, writer.c.address.label("letter"))
        .join(PARTICIPANTS, PARTICIPANTS.c.petitioner_id == PETITIONERS.c.id)
        .join(principal, principal.c.contact_id == PARTICIPANTS.c.contact_id)
        .join(writer, writer.c.id == principal.c.petitioner_id)
        .where(
            PETITIONERS.c.id.in_(tuple(signer_ids)),
            PARTICIPANTS.c.role == Role.JOINT_SIGNER.value,
            principal.c.role == Role.PRINCIPAL.value,
            writer.c.address != "",
        )
    )
    return {
        (SIGNED + key, row.id)
        for row in rows
        if not read_place(row.address).village
        for key in village_keys(row.name, row.letter)
    }


def _likely(name: str, rows: Sequence[Any]) -> list[int]:
    """The few to compare with: those whose name sounds alike before the newest others."""
    wanted = set(name_sounds(name))
    alike = [row.id for row in rows if is_nameless(name) or wanted & set(name_sounds(row.name))]
    return list(dict.fromkeys((*alike, *(row.id for row in rows))))[:MOST_KEPT]


def _appearance(
    row: Any,
    phones: tuple[str, ...],
    taking_part: Sequence[Any],
    cases: dict[int, tuple[str, ...]],
    agents: dict[int, list[tuple[str, str]]],
) -> Appearance:
    beside = [one for part in taking_part for one in agents.get(part.contact_id, ())]
    return Appearance(
        name=row.name,
        document_kind=DocumentKind(row.document_kind),
        document_number=row.document_number or row.document_raw,
        birth_date=row.birth_date,
        sex=Sex(row.sex),
        phones=phones,
        address=row.address,
        case_numbers=tuple(dict.fromkeys(number for part in taking_part for number in cases.get(part.matter_id, ()))),
        agents=tuple(dict.fromkeys(name for name, _ in beside)),
        agent_phones=tuple(dict.fromkeys(number for _, number in beside if number)),
        accused=next((part.accused for part in taking_part if part.accused), ""),
    )
