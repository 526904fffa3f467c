"""The key slots: a random 256-bit database key, wrapped once per account and once by the printed recovery code.

The file lies beside the database, is written atomically and copied with every backup. Losing one slot loses nothing;
changing a password rewraps the key and never re-encrypts the register. Only names of accounts are readable without a
password. Imported before first paint, so what makes or unwraps keys is loaded on first use (start-up cost).
"""

from __future__ import annotations

import base64
import json
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.domain.errors import Refused, Unavailable, UnavailableKind
from db.files import RegisterFiles, unavailable_from_os, write_atomically

FORMAT = 1
RECOVERY = "recovery"
RECOVERY_GROUPS = 7
GROUP_LENGTH = 4
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base32: no I, L, O, U to misread
FREE_ATTEMPTS = 3
LONGEST_DELAY = 300
MOST_MEMORY_KIB = 4 * 1024 * 1024


@dataclass(frozen=True)
class KeyCost:
    """Argon2id cost: memory in KiB, passes, lanes. The default takes about 0.4 s on a desk PC."""

    memory_kib: int = 256 * 1024
    passes: int = 3
    lanes: int = 2


@dataclass(frozen=True)
class Slot:
    """One way to unlock: an account's password, or the recovery code."""

    name: str
    account_id: int
    cost: KeyCost
    salt: bytes
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True)
class Keyring:
    """The side file as read: what may be shown before anybody has unlocked."""

    register_id: str
    title: str
    practice: bool
    slots: tuple[Slot, ...]

    @property
    def account_names(self) -> tuple[str, ...]:
        """Names of the accounts that can unlock."""
        return tuple(slot.name for slot in self.slots if slot.name != RECOVERY)


def read_keyring(files: RegisterFiles) -> Keyring:
    """Read the key slots.

    Raises:
        Unavailable: missing, damaged, or made by a newer program.
    """
    try:
        data = json.loads(files.keys.read_bytes())
        if data["format"] > FORMAT:
            raise Unavailable(UnavailableKind.NEWER)
        slots = tuple(_slot_from(item) for item in data["slots"])
        if not slots:
            raise ValueError("no slot")
        return Keyring(data["register_id"], data["title"], bool(data["practice"]), slots)
    except FileNotFoundError as error:
        raise Unavailable(UnavailableKind.MISSING, "密钥文件") from error
    except OSError as error:
        raise unavailable_from_os(error) from error
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise Unavailable(UnavailableKind.DAMAGED, "密钥文件") from error


def write_keyring(files: RegisterFiles, keyring: Keyring) -> None:
    """Write the key slots atomically."""
    data = {
        "format": FORMAT,
        "register_id": keyring.register_id,
        "title": keyring.title,
        "practice": keyring.practice,
        "slots": [_slot_to(slot) for slot in keyring.slots],
    }
    write_atomically(files.keys, json.dumps(data, ensure_ascii=False, indent=1).encode())


def new_keyring(title: str, practice: bool) -> tuple[Keyring, bytes]:
    """Make an empty keyring and the random database key it will guard."""
    import secrets  # loaded on first use: start-up cost

    return Keyring(secrets.token_hex(8), title, practice, ()), secrets.token_bytes(32)


def with_slot(keyring: Keyring, name: str, account_id: int, secret: str, key: bytes, cost: KeyCost) -> Keyring:
    """Add or replace the slot ``name``: the key wrapped by ``secret``."""
    import secrets  # both loaded on first use: start-up cost

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    wrapping = _stretch(secret, salt, cost)
    wrapped = AESGCM(wrapping).encrypt(nonce, key, _bound_to(keyring, name))
    slot = Slot(name, account_id, cost, salt, nonce, wrapped)
    others = tuple(one for one in keyring.slots if one.name != name)
    return replace(keyring, slots=(*others, slot))


def without_slot(keyring: Keyring, name: str) -> Keyring:
    """Take a slot away.

    Raises:
        Refused: it is the last account, or the recovery slot.
    """
    left = tuple(one for one in keyring.slots if one.name != name)
    if name == RECOVERY or not any(one.name != RECOVERY for one in left):
        raise Refused("不能去掉最后一个可以解锁登记库的账户。请先建立另一个账户。")
    return replace(keyring, slots=left)


def unlock(keyring: Keyring, name: str, secret: str) -> tuple[bytes, int]:
    """Unwrap the database key; gives the key and the account's id (0 for the recovery slot).

    Raises:
        Refused: unknown name or wrong secret, in the same words and the same time for both.
    """
    from cryptography.exceptions import InvalidTag  # loaded on first use: start-up cost
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    slot = next((one for one in keyring.slots if one.name == name), None)
    probe = slot or next(iter(keyring.slots))
    wrapping = _stretch(secret, probe.salt, probe.cost)
    try:
        key = AESGCM(wrapping).decrypt(probe.nonce, probe.wrapped, _bound_to(keyring, name))
    except InvalidTag:
        key = b""
    if slot is None or not key:
        words = "恢复码不对，请逐组核对后再输入。" if name == RECOVERY else "账户或口令不对，请重新输入。大小写要一致。"
        raise Refused(words, {"secret": words})
    return key, slot.account_id


def new_recovery_code() -> str:
    """Make a recovery code: 120 random bits and a check group, such as ``7K3M-…``."""
    import secrets  # loaded on first use: start-up cost

    body = "".join(secrets.choice(ALPHABET) for _ in range((RECOVERY_GROUPS - 1) * GROUP_LENGTH))
    whole = body + _check_group(body)
    return "-".join(whole[i : i + GROUP_LENGTH] for i in range(0, len(whole), GROUP_LENGTH))


def read_recovery_code(text: str) -> str:
    """Normalise a recovery code as typed back from paper.

    Raises:
        Refused: not all groups, or the check group does not fit (a typing slip).
    """
    plain = "".join(one for one in text.upper() if one.isalnum())
    plain = plain.replace("O", "0").replace("I", "1").replace("L", "1").replace("U", "V")
    if len(plain) != RECOVERY_GROUPS * GROUP_LENGTH:
        words = f"恢复码应为 {RECOVERY_GROUPS} 组、每组 {GROUP_LENGTH} 个字符，现在是 {len(plain)} 个字符。请补全。"
        raise Refused(words, {"secret": words})
    if _check_group(plain[:-GROUP_LENGTH]) != plain[-GROUP_LENGTH:]:
        words = "恢复码有抄错的字符（末组校验不符）。请对照恢复码单逐组核对。"
        raise Refused(words, {"secret": words})
    return "-".join(plain[i : i + GROUP_LENGTH] for i in range(0, len(plain), GROUP_LENGTH))


def _check_group(body: str) -> str:
    import hashlib  # loaded on first use: start-up cost

    number = int.from_bytes(hashlib.sha256(body.encode()).digest()[:4], "big")
    return "".join(ALPHABET[(number >> (5 * i)) & 31] for i in range(GROUP_LENGTH))


class AttemptLog:
    """Wrong passwords make the next try wait longer: nothing for the first three, then 2, 4, 8 … up to 300 seconds.

    The count is kept in a file, so that closing the program does not reset it; a success clears it. When the clock was
    set back, the wait starts again from now instead of lasting until the clock has caught up.
    """

    def __init__(self, files: RegisterFiles) -> None:
        self._path: Path = files.attempts

    def seconds_to_wait(self, now: float | None = None) -> int:
        """Whole seconds until the next try is allowed."""
        count, last = self._read()
        if count < FREE_ATTEMPTS:
            return 0
        delay = min(2 ** min(count - FREE_ATTEMPTS + 1, 16), LONGEST_DELAY)
        moment = time.time() if now is None else now
        if last > moment:
            self._write(count, moment)
            last = moment
        return max(0, int(delay - (moment - last) + 0.999))

    def failed(self) -> None:
        """Count a wrong password."""
        count, _ = self._read()
        self._write(count + 1, time.time())

    def succeeded(self) -> None:
        """Forget earlier failures."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise unavailable_from_os(error) from error

    def _write(self, count: int, last: float) -> None:
        write_atomically(self._path, json.dumps({"count": count, "last": last}).encode())

    def _read(self) -> tuple[int, float]:
        try:
            data = json.loads(self._path.read_bytes())
            return int(data["count"]), float(data["last"])
        except (OSError, ValueError, KeyError, TypeError, OverflowError):
            return 0, 0.0


def _stretch(secret: str, salt: bytes, cost: KeyCost) -> bytes:
    from argon2.low_level import Type, hash_secret_raw  # loaded on first use: start-up cost

    return hash_secret_raw(
        secret.encode("utf-8", "surrogatepass"), salt, cost.passes, cost.memory_kib, cost.lanes, 32, Type.ID
    )


def _bound_to(keyring: Keyring, name: str) -> bytes:
    return f"{keyring.register_id}|{name}".encode()


def _slot_from(item: dict[str, Any]) -> Slot:
    def raw(field: str) -> bytes:
        return base64.b64decode(item[field], validate=True)

    cost = KeyCost(int(item["memory_kib"]), int(item["passes"]), int(item["lanes"]))
    slot = Slot(str(item["name"]), int(item["account_id"]), cost, raw("salt"), raw("nonce"), raw("wrapped"))
    lengths = (len(slot.salt), len(slot.nonce), len(slot.wrapped))
    memory = 8 * cost.lanes <= cost.memory_kib <= MOST_MEMORY_KIB
    if lengths != (16, 12, 48) or not memory or not 1 <= cost.lanes <= 64 or not 1 <= cost.passes <= 64:
        raise ValueError("not a slot")
    return slot


def _slot_to(slot: Slot) -> dict[str, Any]:
    def text(value: bytes) -> str:
        return base64.b64encode(value).decode()

    return {
        "name": slot.name,
        "account_id": slot.account_id,
        "memory_kib": slot.cost.memory_kib,
        "passes": slot.cost.passes,
        "lanes": slot.cost.lanes,
        "salt": text(slot.salt),
        "nonce": text(slot.nonce),
        "wrapped": text(slot.wrapped),
    }
