"""发文前检查: what speaks against sending a paper, before it gets a number.

A reply states facts, opinion, legal basis and remedy (《信访工作条例》第三十二条); nothing internal goes to a visitor.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.paper_template import PLACE, PaperTemplate, unfilled
from app.domain.record import RecordRule


def objections(
    template: PaperTemplate, rule: RecordRule, values: Mapping[str, str], words: Mapping[str, str]
) -> tuple[str, ...]:
    """Sentences, each about one thing that must be mended; empty when the paper may go out."""
    optional = frozenset(one.label for one in rule.fields if not one.required)
    found = [f"“{name}”是空的，请先填写" for name in unfilled(template, words, optional)]
    left = sorted({place for text in values.values() for place in PLACE.findall(text)})
    found += [f"内容里还留着没有替换的“{{{name}}}”" for name in left]
    if template.outgoing:
        inside = [one for one in rule.fields if one.inside and one.label in template.used]
        found += [f"“{one.label}”只供内部使用，不能写进给信访人的文书" for one in inside]
        found += _inside_words(values)
    return tuple(found)


_INSIDE = ("内部掌握", "不宜告知", "内部意见", "仅供内部", "副卷", "审委会意见", "合议庭意见", "领导批示")


def _inside_words(values: Mapping[str, str]) -> list[str]:
    """Phrases that point at deliberations; a reply gives reasons, not who said what inside."""
    return [
        f"内容里提到“{phrase}”，这是内部情况，请改写"
        for phrase in _INSIDE
        if any(phrase in text for text in values.values())
    ]
