"""封面版式: the shipped covers as data, what an office may place on its own, and the check before one is used.

Lengths are millimetres from the top left corner, type sizes are points. The A4 cover follows that of a litigation
dossier (人民法院诉讼文书立卷归档办法, 1991); A5 and 16开 hold the same rows in proportion.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from types import MappingProxyType

from app.domain.dossier_paper import PAPER_MM, CoverPlace, PaperSize

BINDING_EDGE = 25.0
"""Nothing but guides may stand nearer to the left edge."""

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "court_name": "法院名称",
        "part": "正卷副卷",
        "number": "编号",
        "petitioner": "信访人",
        "matter": "信访事项",
        "case_numbers": "原案案号",
        "source": "信访来源",
        "department": "承办部门",
        "handler": "承办人",
        "receptionist": "接访人",
        "lead_official": "包案领导",
        "registered_on": "登记日期",
        "concluded_on": "办结日期",
        "outcome": "办理结果",
        "retention": "保管期限",
        "filed_on": "归档日期",
        "archive_code": "档号",
        "fonds_code": "全宗号",
        "catalogue": "目录号",
        "file_number": "案卷号",
        "volume_number": "第几册",
        "volume_count": "共几册",
        "page_count": "页数",
        "volumes": "册数和页数",
        "bar_code": "条形码",
        "qr": "二维码",
    }
)
"""What a cover can show, with the label it bears unless the office words it otherwise."""

CODES = frozenset({"bar_code", "qr"})
FONTS: Mapping[str, str] = MappingProxyType(
    {
        "song": "宋体",
        "song_bold": "粗宋",
        "fangsong": "仿宋",
        "kai": "楷体",
        "hei": "黑体",
        "hei_bold": "粗黑",
    }
)
ALIGNMENTS = ("left", "centre", "right")
TITLE = "涉诉信访卷宗"
LONGEST_LABEL = 60
LEAST_CODE: Mapping[str, float] = MappingProxyType({"bar_code": 5.0, "qr": 15.0})
"""Codes that are lower (or a QR code that is narrower), in mm, are not read from paper any more."""


@dataclass(frozen=True)
class _Measure:
    """What differs between the shipped sizes."""

    left: float
    width: float
    centre: float
    court: tuple[float, float]
    title: tuple[float, float]
    part: tuple[float, float]
    number: tuple[float, float]
    top: float
    row: float
    label: float
    points: float
    minimum: float
    codes_line: tuple[float, float]
    volumes: tuple[float, float]
    bars: tuple[float, float]
    qr: tuple[float, float]


_MEASURES = {
    PaperSize.A4: _Measure(
        30,
        160,
        105,
        (45, 26),
        (63, 36),
        (76, 18),
        (90, 16),
        100,
        13,
        35,
        14,
        7,
        (246, 12),
        (262, 14),
        (273, 10),
        (267, 20),
    ),
    PaperSize.K16: _Measure(
        28,
        146,
        101,
        (37, 22),
        (53, 30),
        (65, 16),
        (77, 14),
        85,
        11.6,
        31,
        12.5,
        6,
        (214, 11),
        (226, 12.5),
        (236, 9),
        (231, 18),
    ),
    PaperSize.A5: _Measure(
        27,
        113,
        83.5,
        (27, 17),
        (39, 23),
        (48.5, 13),
        (57.5, 11.5),
        62,
        10,
        24,
        10.5,
        5,
        (170, 9),
        (179, 10.5),
        (186, 8),
        (183, 17),
    ),
}

_ROWS: tuple[tuple[str, ...], ...] = (
    ("petitioner",),
    ("matter",),
    ("case_numbers",),
    ("source",),
    ("department",),
    ("handler", "receptionist"),
    ("registered_on", "concluded_on"),
    ("outcome",),
    ("retention", "filed_on"),
    ("archive_code",),
)


def _shipped(measure: _Measure) -> tuple[CoverPlace, ...]:
    reach = measure.centre - measure.left
    line = {"x": measure.left, "width": 2 * reach}

    def heading(field: str, label: str, place: tuple[float, float], font: str, spacing: float = 0.0) -> CoverPlace:
        return CoverPlace(
            field, label, line["x"], place[0], line["width"], font, place[1], "centre", spacing=spacing, minimum=6
        )

    places = [
        heading("court_name", "", measure.court, "song_bold", measure.court[1] * 0.085),
        heading("", TITLE, measure.title, "song_bold", measure.title[1] / 18),
        heading("part", "", measure.part, "song"),
        heading("number", "编号：", measure.number, "fangsong"),
    ]
    for index, fields in enumerate(_ROWS):
        width = measure.width / len(fields)
        for column, field in enumerate(fields):
            places.append(
                CoverPlace(
                    field,
                    FIELDS[field],
                    measure.left + column * width,
                    round(measure.top + index * measure.row, 2),
                    width,
                    "fangsong",
                    measure.points,
                    height=measure.row,
                    label_width=measure.label,
                    frame=True,
                    minimum=measure.minimum,
                )
            )
    third = measure.width / 3
    for column, field in enumerate(("fonds_code", "catalogue", "file_number")):
        y, points = measure.codes_line
        x = measure.left + column * third
        places.append(CoverPlace(field, f"{FIELDS[field]}：", x, y, third, "song", points, minimum=5))
    places.append(heading("volumes", "", measure.volumes, "song"))
    right = measure.left + measure.width
    room = measure.width - measure.qr[1] - 8
    places.append(CoverPlace("bar_code", "", measure.left, measure.bars[0], room, height=measure.bars[1]))
    places.append(CoverPlace("qr", "", right - measure.qr[1], measure.qr[0], measure.qr[1], height=measure.qr[1]))
    return tuple(places)


SHIPPED: Mapping[PaperSize, tuple[CoverPlace, ...]] = MappingProxyType(
    {size: _shipped(measure) for size, measure in _MEASURES.items()}
)
"""The cover the program brings along, for every size of paper."""


@dataclass(frozen=True)
class PlaceProblem:
    """What keeps one place from being used: its number in the layout (0 first), the value to mend, why and what next.

    ``value`` is the name of the value in :class:`CoverPlace`.
    """

    index: int
    value: str
    words: str


def problems(size: PaperSize, places: Sequence[CoverPlace]) -> tuple[str, ...]:
    """What keeps an office's own layout from being used, each in a sentence; nothing when it is good."""
    return tuple(f"第{one.index + 1}项“{name_of(places[one.index])}”：{one.words}" for one in review(size, places))


def review(size: PaperSize, places: Sequence[CoverPlace]) -> tuple[PlaceProblem, ...]:
    """Every problem of a layout beside its place; two that overlap are both named. Hidden places have none."""
    found: list[PlaceProblem] = []
    shown = [(index, place) for index, place in enumerate(places) if not place.hidden]
    boxes = []
    for index, place in shown:
        wrong = [PlaceProblem(index, value, words) for value, words in _wrong(place, PAPER_MM[size])]
        found += wrong
        if can_be_drawn(place):
            boxes.append((index, place, box_of(place)))
    for at, (index, place, box) in enumerate(boxes):
        for other_index, other, other_box in boxes[at + 1 :]:
            if _overlap(box, other_box):
                found += [
                    PlaceProblem(index, "y", f"和第{other_index + 1}项“{name_of(other)}”重叠。请移开其中一项。"),
                    PlaceProblem(other_index, "y", f"和第{index + 1}项“{name_of(place)}”重叠。请移开其中一项。"),
                ]
    return tuple(sorted(found, key=lambda one: one.index))


def name_of(place: CoverPlace) -> str:
    """What a place is called in lists and messages."""
    return place.label.rstrip("：") or FIELDS.get(place.field, place.field)


def can_be_drawn(place: CoverPlace) -> bool:
    """Whether the numbers of a place make sense at all, wherever on the paper it stands."""
    numbers = (place.x, place.y, place.width, place.height, place.label_width, place.points, place.minimum)
    return (
        all(isfinite(number) for number in numbers)
        and place.field in {"", *FIELDS}
        and place.font in FONTS
        and place.align in ALIGNMENTS
        and 5 <= place.points <= 72
        and 4 <= place.minimum <= place.points
        and place.width >= 5
        and place.height >= 0
        and 0 <= place.label_width < place.width
        and (place.field not in CODES or place.height > 0)
    )


def _wrong(place: CoverPlace, paper: tuple[int, int]) -> Iterator[tuple[str, str]]:
    yield from _wrong_words(place)
    yield from _wrong_lengths(place)
    if not can_be_drawn(place):
        return
    left, top, right, bottom = box_of(place)
    if left < BINDING_EDGE:
        yield "x", "进入了左侧 25 毫米的装订区。请右移。"
    if right > paper[0]:
        yield "x" if left >= paper[0] else "width", f"右边超出了纸张（纸宽 {paper[0]} 毫米）。请左移或改窄。"
    if top < 0 or bottom > paper[1]:
        yield "y", f"上下超出了纸张（纸高 {paper[1]} 毫米）。请移回纸内。"


def _wrong_words(place: CoverPlace) -> Iterator[tuple[str, str]]:
    if place.field and place.field not in FIELDS:
        yield "field", "没有这个字段。"
    if not place.field and not place.label:
        yield "label", "既没有字段也没有文字。"
    if len(place.label) > LONGEST_LABEL:
        yield "label", f"标签最多 {LONGEST_LABEL} 个字。"
    if place.font not in FONTS:
        yield "font", f"字体“{place.font}”不在可选之列（{'、'.join(FONTS.values())}）。"
    if place.align not in ALIGNMENTS:
        yield "align", "对齐方式只能是左、中、右。"
    if not 5 <= place.points <= 72 or not 4 <= place.minimum <= place.points:
        yield "points", "字号应在 5 到 72 磅之间，最小字号不能大于字号。"


def _wrong_lengths(place: CoverPlace) -> Iterator[tuple[str, str]]:
    yield from ((value, "请填写毫米数。") for value in ("x", "y") if not isfinite(getattr(place, value)))
    if not place.width >= 5:
        yield "width", "宽度至少 5 毫米，标签要比整项窄。"
    elif not 0 <= place.label_width < place.width:
        yield "label_width", "标签要比整项窄，不要标签栏就填 0。"
    least = LEAST_CODE.get(place.field, 0.0)
    if not place.height >= 0:
        yield "height", "高度不能是负数；只印一行时填 0。"
    elif place.height < least:
        yield "height", f"{FIELDS[place.field]}至少要 {least:g} 毫米高，否则扫描枪读不出。"
    if place.field == "qr" and 5 <= place.width < least:
        yield "width", f"二维码至少要 {least:g} 毫米宽，否则扫描枪读不出。"


def box_of(place: CoverPlace) -> tuple[float, float, float, float]:
    """Left, top, right, bottom in mm of what a place takes up."""
    if place.height:
        below = 4.5 if place.field == "bar_code" else 0.0
        return place.x, place.y, place.x + place.width, place.y + place.height + below
    size = place.points * 25.4 / 72
    return place.x, place.y - size * 0.88, place.x + place.width, place.y + size * 0.12


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    slack = 0.05
    return (
        one[0] < other[2] - slack
        and other[0] < one[2] - slack
        and one[1] < other[3] - slack
        and other[1] < one[3] - slack
    )
