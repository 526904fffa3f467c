"""信访人: the person or organisation who petitions, and how each took part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class PetitionerKind(Enum):
    """个人或单位."""

    PERSON = "person"
    ORGANISATION = "organisation"


class Sex(Enum):
    """性别, as the document or the person says."""

    MALE = "male"
    FEMALE = "female"
    UNKNOWN = "unknown"


SEX_TEXT = {Sex.MALE: "男", Sex.FEMALE: "女", Sex.UNKNOWN: ""}


class Role(Enum):
    """How somebody took part in a contact: 本人、代理人、代表人、联名人、随访人."""

    PRINCIPAL = "principal"
    AGENT = "agent"
    REPRESENTATIVE = "representative"
    JOINT_SIGNER = "joint_signer"
    COMPANION = "companion"


ROLE_TEXT = {
    Role.PRINCIPAL: "本人",
    Role.AGENT: "代理人",
    Role.REPRESENTATIVE: "代表人",
    Role.JOINT_SIGNER: "联名人",
    Role.COMPANION: "随访人",
}


class DocumentKind(Enum):
    """证件种类. ``NONE`` covers 未带、拒绝出示、匿名, each with a reason."""

    RESIDENT_ID = "resident_id"
    RESIDENCE_PERMIT = "residence_permit"
    PERMANENT_RESIDENT_CARD = "permanent_resident_card"
    HK_MACAO_PERMIT = "hk_macao_permit"
    TAIWAN_PERMIT = "taiwan_permit"
    PASSPORT = "passport"
    CREDIT_CODE = "credit_code"
    OTHER = "other"
    NONE = "none"


DOCUMENT_KIND_TEXT = {
    DocumentKind.RESIDENT_ID: "居民身份证",
    DocumentKind.RESIDENCE_PERMIT: "港澳台居民居住证",
    DocumentKind.PERMANENT_RESIDENT_CARD: "外国人永久居留身份证",
    DocumentKind.HK_MACAO_PERMIT: "港澳居民来往内地通行证",
    DocumentKind.TAIWAN_PERMIT: "台湾居民来往大陆通行证",
    DocumentKind.PASSPORT: "护照",
    DocumentKind.CREDIT_CODE: "统一社会信用代码",
    DocumentKind.OTHER: "其他证件",
    DocumentKind.NONE: "未出示证件",
}


@dataclass(frozen=True)
class Person:
    """What the desk writes down about one petitioner or participant; every field but the name may be empty.

    ``document_number`` is kept as typed; the normalised form is made by ``app.domain.identity``.
    ``no_document_reason`` is required when ``document_kind`` is ``NONE`` for a principal who came in person.
    """

    name: str
    kind: PetitionerKind = PetitionerKind.PERSON
    sex: Sex = Sex.UNKNOWN
    birth_date: date | None = None
    document_kind: DocumentKind = DocumentKind.RESIDENT_ID
    document_number: str = ""
    no_document_reason: str = ""
    phones: tuple[str, ...] = ()
    address: str = ""
    legal_representative: str = ""
