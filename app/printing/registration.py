"""登记表: A4, one for each way a petition reaches the desk; long accounts run on to further pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.contact import CHANNEL_TEXT, Channel
from app.domain.paper import MaterialLine, RegistrationRecord
from app.printing import blocks, flow
from app.printing.fonts import Face
from app.printing.page import FRAME, HAIR, Sheet
from app.printing.type_setting import break_lines, fit

LEFT, WIDTH = 28.0, 164.0
RIGHT = LEFT + WIDTH
CENTRE = LEFT + WIDTH / 2
FIRST_TOP, NEXT_TOP, BOTTOM = 42.0, 26.0, 271.0
LABEL = 24.0

# Lawful basis and duties: 个人信息保护法 arts 13(1)(iii), 17, 34, 35, 45, 46.
PRIVACY_NOTICE = (
    "个人信息处理告知：本院依照《中华人民共和国个人信息保护法》第十三条第一款第三项、第三十四条、第三十五条，"
    "为履行信访工作法定职责处理本表所载个人信息，仅用于信访事项的登记、办理、答复、统计和归档，并按档案保管期限保存。"
    "您可以向本院信访窗口申请查阅、复制本人信息，发现有误的可以请求更正、补充。"
)

SIGN_DATE = "\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日"


@dataclass(frozen=True)
class Wording:
    """How one channel names its boxes; ``head_count`` None leaves the number of people out."""

    moment: str
    source: str
    account: str
    head_count: str | None
    signed: str = ""
    instruction: bool = False


WORDINGS = {
    Channel.VISIT: Wording(
        "来访时间", "信访来源", "主要|事实|理由", "来访人数", "以上内容已经本人核对，与本人反映的一致。"
    ),
    Channel.LETTER: Wording("收信时间", "来信来源", "来信|内容|摘要", "联名人数", instruction=True),
    Channel.CALL: Wording("来电时间", "信访来源", "来电|内容", None),
    Channel.FORWARDED: Wording("收件时间", "来文机关", "转送|事项|摘要", "涉及人数", instruction=True),
    Channel.ONLINE: Wording("接收时间", "信访来源", "网信|内容|摘要", "联名人数"),
}

_CHANNELS = {text: channel for channel, text in CHANNEL_TEXT.items()}


def draw_registration(sheet: Sheet, record: RegistrationRecord, *, hole_guides: bool = True) -> None:
    """Draw the form on the current and, if need be, further pages; leaves the last page current."""
    wording = WORDINGS.get(_CHANNELS.get(record.channel, Channel.VISIT), WORDINGS[Channel.VISIT])
    account = flow.body(LEFT, WIDTH, LABEL, wording.account, record.narrative or "（无）", minimum=32)
    rows = [*_facts(record, wording), *_people(record), *_case(record), account, *_handling(record, wording)]
    pages = flow.flow(rows, FIRST_TOP, NEXT_TOP, BOTTOM, grows=account)
    for index, page in enumerate(pages):
        if index:
            sheet.next_page()
            _running_head(sheet, record)
        else:
            _heading(sheet, record)
        for placed in page:
            placed.row.draw(sheet, placed.y, placed.height)
        flow.frame(sheet, LEFT, WIDTH, page, FRAME)
        _foot(sheet, index + 1, len(pages))
        sheet.marks(record.marks, right=RIGHT, top=9)
        if hole_guides:
            sheet.hole_guides()


def title_of(record: RegistrationRecord) -> str:
    """涉诉信访来访登记表 and its sisters."""
    return f"涉诉信访{record.channel}登记表"


def _heading(sheet: Sheet, record: RegistrationRecord) -> None:
    blocks.headline(sheet, CENTRE, 21.5, record.court_name, Face.SONG_BOLD, 16, 10, WIDTH, 0.6)
    blocks.headline(sheet, CENTRE, 31.5, title_of(record), Face.SONG_BOLD, 22, 14, WIDTH, 0.9)
    number = fit(f"登记编号：{record.number}", Face.SONG, 11, 95, 1, 7)
    sheet.text(LEFT, FIRST_TOP - 2.4, number.lines[0], Face.SONG, number.size)
    moment = f"登记时间：{blocks.long_time(record.registered_at)}"
    sheet.right(RIGHT, FIRST_TOP - 2.4, moment, Face.SONG, 11)


def _running_head(sheet: Sheet, record: RegistrationRecord) -> None:
    head = fit(f"{record.court_name}{title_of(record)}（续）", Face.SONG_BOLD, 11, 92, 1, 8)
    number = fit(f"登记编号：{record.number}", Face.SONG, 11, 68, 1, 7)
    sheet.text(LEFT, NEXT_TOP - 3, head.lines[0], Face.SONG_BOLD, head.size)
    sheet.right(RIGHT, NEXT_TOP - 3, number.lines[0], Face.SONG, number.size)


def _foot(sheet: Sheet, page: int, pages: int) -> None:
    y = BOTTOM + 4.2
    if page == pages:
        lines = break_lines(PRIVACY_NOTICE, Face.SONG, 8, WIDTH)
        for index, line in enumerate(lines):
            last = index == len(lines) - 1
            (sheet.text(LEFT, y, line, Face.SONG, 8) if last else sheet.justified(LEFT, y, WIDTH, line, Face.SONG, 8))
            y += 3.7
    sheet.line(CENTRE - 22, 287.6, CENTRE - 15, 287.6, HAIR)
    sheet.line(CENTRE + 15, 287.6, CENTRE + 22, 287.6, HAIR)
    sheet.centred(CENTRE, 289, f"第{page}页\u3000共{pages}页", Face.SONG, 10)


def _label(words: str, width: float = LABEL) -> flow.Cell:
    return flow.Cell(width, words, is_label=True)


def _facts(record: RegistrationRecord, wording: Wording) -> list[flow.Row]:
    moment = blocks.long_time(record.happened_at)
    if wording.head_count:
        people = f"{record.head_count}人" if record.head_count else ""
        counts = [_label("初\u3000重", 18), flow.Cell(30, record.first_or_repeat, centred=True)]
        counts += [_label(wording.head_count, 22), flow.Cell(18, people, centred=True)]
        first = [_label(wording.moment), flow.Cell(52, moment), *counts]
    else:
        first = [_label(wording.moment), flow.Cell(62, moment), _label("初\u3000重", 24)]
        first.append(flow.Cell(54, record.first_or_repeat, centred=True))
    second = [_label("事项编号"), flow.Cell(60, record.matter_number), _label(wording.source, 22)]
    second.append(flow.Cell(58, record.source))
    rows: list[flow.Row] = [flow.Cells(LEFT, first), flow.Cells(LEFT, second)]
    if record.late:
        rows.append(flow.Cells(LEFT, [_label("补录"), flow.Cell(WIDTH - LABEL, record.late)]))
    pairs = list(record.letter_dates)
    for start in range(0, len(pairs), 2):
        cells: list[flow.Cell] = []
        for index, (words, text) in enumerate(pairs[start : start + 2]):
            cells += [_label(words, LABEL if index == 0 else 22), flow.Cell(60 if index == 0 else 58, text)]
        if len(cells) == 2:
            cells = [cells[0], flow.Cell(WIDTH - LABEL, cells[1].words)]
        rows.append(flow.Cells(LEFT, cells))
    return rows


def _people(record: RegistrationRecord) -> list[flow.Row]:
    person = record.principal
    rows: list[flow.Row] = [
        flow.Cells(
            LEFT,
            [
                _label("信访人"),
                flow.Cell(42, person.name),
                _label("性别", 14),
                flow.Cell(14, person.sex, centred=True),
                _label("年龄", 14),
                flow.Cell(14, person.age, centred=True),
                _label("诉讼地位", 18),
                flow.Cell(24, record.litigant_identity, centred=True),
            ],
        ),
        flow.Cells(
            LEFT, [_label("证件"), flow.Cell(72, person.document), _label("电话", 18), flow.Cell(50, person.phone)]
        ),
        flow.Cells(LEFT, [_label("住址"), flow.Cell(WIDTH - LABEL, person.address)]),
    ]
    if not record.others:
        return rows
    columns = (
        ("身份", 15.0),
        ("姓名", 23.0),
        ("性别", 11.0),
        ("年龄", 12.0),
        ("证件", 42.0),
        ("电话", 27.0),
        ("住址", 34.0),
    )
    rows.append(flow.Cells(LEFT, [_label(words, width) for words, width in columns]))
    for other in record.others:
        values = (other.role, other.name, other.sex, other.age, other.document, other.phone, other.address)
        cells = [
            flow.Cell(width, words, centred=name in ("身份", "性别", "年龄"))
            for (name, width), words in zip(columns, values, strict=True)
        ]
        rows.append(flow.Cells(LEFT, cells, size=10.5))
    return rows


def _case(record: RegistrationRecord) -> list[flow.Row]:
    cases = "；".join(record.case_numbers) or "（未提供）"
    claims = "\n".join(f"{place}．{claim}" for place, claim in enumerate(record.claims, 1)) or "（未提出具体诉求）"
    if len(record.claims) == 1:
        claims = record.claims[0]
    return [
        flow.body(LEFT, WIDTH, LABEL, "原案案号", cases, prose=False),
        flow.body(LEFT, WIDTH, LABEL, "诉求", claims, prose=False),
    ]


def _handling(record: RegistrationRecord, wording: Wording) -> list[flow.Row]:
    name = fit(record.receptionist, Face.SONG, flow.LABEL_SIZE, 40, 1, flow.LABEL_SIZE).lines[0]
    receptionist = f"接待员：{name}（签名）＿＿＿＿＿＿＿{SIGN_DATE}"
    rows: list[flow.Row] = [flow.body(LEFT, WIDTH, LABEL, "提交材料", materials_text(record.materials), prose=False)]
    if wording.signed:
        signature = f"信访人（签名或捺印）＿＿＿＿＿＿＿{SIGN_DATE}"
        rows.append(
            flow.body(LEFT, WIDTH, LABEL, "本人|确认", wording.signed, prose=False, minimum=17, foot=(signature,))
        )
    words = f"{record.opinion}\n处理方式：{record.disposition}" if record.disposition else record.opinion
    rows.append(flow.body(LEFT, WIDTH, LABEL, "接待|意见", words, prose=False, minimum=22, foot=(receptionist,)))
    if wording.instruction:
        signature = f"签名＿＿＿＿＿＿＿{SIGN_DATE}"
        rows.append(flow.body(LEFT, WIDTH, LABEL, "领导|批示", "", minimum=24, foot=(signature,)))
    return rows


def materials_text(materials: Sequence[MaterialLine]) -> str:
    """1．判决书复印件（12页）；2．…… 共2份14页."""
    if not materials:
        return "无"
    parts = [
        f"{place}．{line.name}" + (f"（{line.pages}页）" if line.pages else "")
        for place, line in enumerate(materials, 1)
    ]
    pages = sum(line.pages for line in materials)
    total = f"共{len(materials)}份" + (f"{pages}页" if pages else "")
    return "；".join(parts) + f"。{total}。"
