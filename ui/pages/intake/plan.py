"""Which fields the form shows for each way a contact reaches the desk: the first page, and what is folded beneath."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.contact import Channel
from app.domain.petitioner import Role

Places = tuple[tuple[str, int], ...]
"""(name of a field, columns it takes)."""


@dataclass(frozen=True)
class Block:
    """Fields under one heading on the first page."""

    heading: str
    places: Places


@dataclass(frozen=True)
class Fold:
    """Fields that open by a key. Its button stands at the heading of the block ``at`` (its place on the first page)."""

    name: str
    words: str
    key: str
    places: Places
    at: int = 0


@dataclass(frozen=True)
class Plan:
    """One form. ``labels`` rename fields whose meaning shifts with the channel; ``others`` is who is usually beside."""

    title: str
    blocks: tuple[Block, ...]
    folds: tuple[Fold, ...]
    labels: dict[str, str] = field(default_factory=dict)
    others: Role = Role.COMPANION


_WHAT = (
    ("case_numbers", 1),
    ("cause", 1),
    ("litigant_identity", 1),
    ("claim", 3),
    ("materials", 2),
    ("disposition", 1),
)
_PERSON = (("kind", 1), ("sex", 1), ("birth_date", 1), ("legal_representative", 2))
_DOCUMENT = (("document_kind", 1), ("document", 1))
_RESPONSIBLE = (("purpose", 1), ("department", 1), ("handler", 1), ("opinion", 3))
_HAPPENED = (("happened_on", 1), ("happened_time", 1))
_LATE = (("blank_number", 1), ("late_reason", 2))
_STORY = (("narrative", 3), ("further_claims", 2), ("accused", 1))
_REPEAT = (("flag_repeat", 1),)
_SKIP = (("competent_level", 1), ("flag_skip_level", 1))


def _folds(
    details: Places, people_words: str, people: Places, story: Places, handling: Places, flags: Places
) -> tuple[Fold, ...]:
    return (
        Fold("details", "详细情况", "Alt+X", details),
        Fold("people", people_words, "Alt+R", people),
        Fold("story", "经过与诉求", "Alt+J", story, at=1),
        Fold("handling", "承办与补录", "Alt+L", (*handling, *_LATE), at=1),
        Fold("triage", "程序引导", "Alt+Y", (("triage", 3),), at=1),
        Fold("flags", "标记", "Alt+B", (*flags, ("flag_reason", 2)), at=1),
    )


PLANS = {
    Channel.VISIT: Plan(
        "来访登记",
        (
            Block(
                "来访人",
                (("name", 1), *_DOCUMENT, ("phones", 1), ("address", 1), ("head_count", 1)),
            ),
            Block("反映事项", _WHAT),
        ),
        _folds(
            _PERSON,
            "同来的人",
            (("people", 3),),
            _STORY,
            (*_HAPPENED, ("source", 1), *_RESPONSIBLE),
            (*_REPEAT, ("flag_group_visit", 1), *_SKIP),
        ),
        {"narrative": "接谈经过", "happened_on": "来访日期", "happened_time": "来访时间", "head_count": "来访人数"},
    ),
    Channel.LETTER: Plan(
        "来信登记",
        (
            Block(
                "来信人",
                (
                    ("name", 1),
                    ("phones", 1),
                    ("address", 1),
                    ("letter_dated", 1),
                    ("letter_postmarked", 1),
                    ("letter_received", 1),
                ),
            ),
            Block(
                "反映事项",
                (
                    ("case_numbers", 1),
                    ("cause", 1),
                    ("letter_pages", 1),
                    ("claim", 3),
                    ("materials", 2),
                    ("disposition", 1),
                ),
            ),
        ),
        _folds(
            (*_DOCUMENT, ("litigant_identity", 1), *_PERSON),
            "联名与代理",
            (("joint", 1), ("head_count", 1), ("people", 3)),
            _STORY,
            (("source", 1), *_RESPONSIBLE),
            (*_REPEAT, ("flag_joint_letter", 1)),
        ),
        {"narrative": "来信摘要", "head_count": "署名人数"},
        Role.JOINT_SIGNER,
    ),
    Channel.CALL: Plan(
        "来电登记",
        (
            Block("来电人", (("name", 1), ("phones", 1), ("address", 1))),
            Block(
                "反映事项",
                (("case_numbers", 1), ("cause", 1), ("litigant_identity", 1), ("claim", 3), ("disposition", 1)),
            ),
        ),
        _folds(
            (*_DOCUMENT, *_PERSON),
            "其他人",
            (("head_count", 1), ("people", 3)),
            (*_STORY, ("materials", 3)),
            (*_HAPPENED, ("source", 1), *_RESPONSIBLE),
            _REPEAT,
        ),
        {"narrative": "通话经过", "happened_on": "来电日期", "happened_time": "来电时间", "head_count": "涉及人数"},
    ),
    Channel.FORWARDED: Plan(
        "交办转送登记",
        (
            Block(
                "交办来文与信访人",
                (
                    ("forwarding_body", 1),
                    ("forwarding_number", 1),
                    ("forwarding_due", 1),
                    ("name", 1),
                    ("phones", 1),
                    ("address", 1),
                ),
            ),
            Block(
                "反映事项",
                (
                    ("case_numbers", 1),
                    ("cause", 1),
                    ("source", 1),
                    ("claim", 3),
                    ("head_count", 1),
                    ("disposition", 1),
                ),
            ),
        ),
        _folds(
            (*_DOCUMENT, ("litigant_identity", 1), *_PERSON),
            "联名与代理",
            (("people", 3),),
            (*_STORY, ("materials", 3)),
            (*_HAPPENED, *_RESPONSIBLE),
            (*_REPEAT, ("flag_group_visit", 1), ("visited_level", 1), *_SKIP),
        ),
        {"narrative": "来文摘要", "happened_on": "收文日期", "happened_time": "收文时间", "head_count": "涉及人数"},
    ),
}
"""The form of each channel; at most twelve fields stand on the first page."""

CHANNELS = tuple(PLANS)
