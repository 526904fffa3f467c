"""放假安排文件: a year's holiday table carried in by USB, accepted only from a signer the office trusts.

No key comes with the program: no public body signs such files today. A superior court or the court's own technical
office makes a key pair (:func:`new_key`), signs with it once a year (:func:`signed`), and each desk adds the public key
after comparing its fingerprint by telephone or on paper. Without a pack the table is entered by hand.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from app.domain.changes import Area, Change
from app.domain.errors import Refused
from app.domain.holiday_table import YearTable, check_table, pack_text, read_pack, signed_bytes
from app.domain.text import clean_line
from app.domain.viewer import Right
from app.services.session import Session

SETTING = "holiday_signers"
LARGEST = 64 * 1024


@dataclass(frozen=True)
class Signer:
    """Somebody whose packs this office accepts."""

    name: str
    public_key: str
    fingerprint: str


def new_key() -> tuple[str, str]:
    """A fresh key pair as text: the private key for the issuer alone, the public key for every desk."""
    private = Ed25519PrivateKey.generate()
    raw = private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return _text(raw), _text(public)


def signed(table: YearTable, signer: str, private_key: str) -> str:
    """The text of a pack, signed by the issuer.

    Raises:
        Refused: the table cannot be one, or the key is no key.
    """
    checked = check_table(replace(table, signer=clean_line(signer)))
    try:
        key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(private_key, validate=True))
    except ValueError as error:
        raise Refused("私钥不完整。", {"key": "私钥不完整，请核对。"}) from error
    return pack_text(checked, _text(key.sign(signed_bytes(checked))))


def fingerprint(public_key: str) -> str:
    """What two people compare: eight groups of four signs.

    Raises:
        Refused: it is no public key.
    """
    try:
        raw = base64.b64decode(public_key, validate=True)
        Ed25519PublicKey.from_public_bytes(raw)
    except ValueError as error:
        words = "公钥不完整，应为44个字符。请整段复制后再粘贴。"
        raise Refused(words, {"public_key": words}) from error
    digest = hashlib.sha256(raw).hexdigest()[:32].upper()
    return " ".join(digest[start : start + 4] for start in range(0, 32, 4))


def signers(session: Session) -> tuple[Signer, ...]:
    """Whom this office trusts."""
    with session.register.read(session.viewer) as unit:
        kept = unit.settings.get(SETTING, {})
    return tuple(Signer(name, key, fingerprint(key)) for name, key in kept.items())


def trust(session: Session, name: str, public_key: str, now: datetime) -> Change:
    """Accept packs of a signer from now on; compare the fingerprint first.

    Raises:
        Refused: no right, no name, or no public key.
    """
    if not session.viewer.may(Right.ADMINISTER):
        raise Refused("添加发放单位需要管理员账户。")
    who, key = clean_line(name), "".join(public_key.split())
    if not who:
        raise Refused("请填写发放单位名称。", {"signer": "请填写发放单位名称。"})
    mark = fingerprint(key)
    with session.register.write(session.viewer, now) as work:
        kept = dict(work.settings.get(SETTING, {}))
        before = kept.get(who)
        work.settings.put(SETTING, {**kept, who: key})
        work.audit.record("trust", "holiday_signer", 0, before={"key": before}, after={"name": who, "key": mark})
    return Change.of(Area.SETTINGS)


def distrust(session: Session, name: str, now: datetime) -> Change:
    """Accept packs of a signer no longer; tables taken from them stay.

    Raises:
        Refused: no right.
    """
    if not session.viewer.may(Right.ADMINISTER):
        raise Refused("移除发放单位需要管理员账户。")
    with session.register.write(session.viewer, now) as work:
        kept = dict(work.settings.get(SETTING, {}))
        kept.pop(name, None)
        work.settings.put(SETTING, kept)
        work.audit.record("distrust", "holiday_signer", 0, after={"name": name})
    return Change.of(Area.SETTINGS)


def read(session: Session, path: Path) -> YearTable:
    """Read a pack and check its signature; nothing is applied yet (:func:`app.services.deadlines.preview_table`).

    Raises:
        Refused: no pack, altered, or signed by nobody this office trusts.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise Refused("文件太大，不是放假安排文件。", {"file": "文件太大。"})
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        words = "文件读不出来。请检查U盘是否插好，再选一次。"
        raise Refused(words, {"file": words}) from error
    table, signature = read_pack(text)
    known = {one.name: one.public_key for one in signers(session)}
    if table.signer not in known:
        words = f"“{table.signer}”不在本院信任的发放单位中，没有导入。核对公钥指纹后由管理员添加，或手工录入。"
        raise Refused(words, {"file": words})
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(known[table.signer]))
    try:
        key.verify(base64.b64decode(signature, validate=True), signed_bytes(table))
    except (InvalidSignature, ValueError) as error:
        words = "文件内容与签名不符，可能被改动过，没有导入。请向发放单位重新索取。"
        raise Refused(words, {"file": words}) from error
    return table


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
