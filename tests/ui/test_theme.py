from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QFontMetrics, QRawFont
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from ui.style import fonts, icons, scale
from ui.style.sheet import build_sheet
from ui.style.theme import Look
from ui.style.tokens import TEXT_PAIRS, TOKENS, Palette, contrast
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

ROOT = Path(__file__).resolve().parents[2]


def test_contrast_of_known_colours():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("palette", Palette)
@pytest.mark.parametrize("pair", TEXT_PAIRS)
def test_writing_keeps_its_contrast(palette, pair):
    colours = TOKENS[palette]
    ink, ground = (getattr(colours, name) for name in pair)
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("palette", Palette)
def test_tones_use_only_checked_pairs(palette):
    colours = TOKENS[palette]
    checked = {(getattr(colours, ink), getattr(colours, ground)) for ink, ground in TEXT_PAIRS}
    assert {(tone.ink(colours), tone.back(colours)) for tone in Tone} <= checked


@pytest.mark.parametrize("palette", Palette)
def test_every_rule_of_the_sheet_keeps_its_contrast(qapp, palette):
    sheet = build_sheet(TOKENS[palette])
    assert "$" not in sheet
    pairs = 0
    for rule in re.findall(r"\{([^}]*)\}", sheet):
        ink = re.search(r"(?<![-\w])color: (#\w{6})", rule)
        ground = re.search(r"(?<![-\w])background: (#\w{6})", rule)
        if ink and ground:
            pairs += 1
            assert contrast(ink[1], ground[1]) >= 4.5, rule
    assert pairs >= 8


@pytest.mark.parametrize("palette", Palette)
def test_key_hints_and_marks_are_visible(palette):
    colours = TOKENS[palette]
    assert contrast(colours.faint, colours.surface) >= 3
    assert contrast(colours.focus, colours.surface) >= 3


def test_high_contrast_is_black_white_and_yellow():
    colours = {value for value in vars(TOKENS[Palette.CONTRAST]).values() if isinstance(value, str)}
    assert colours == {"#000000", "#FFFFFF", "#FFFF00"}
    assert TOKENS[Palette.CONTRAST].line_width > TOKENS[Palette.LIGHT].line_width


@pytest.mark.parametrize("palette", Palette)
def test_widgets_wear_the_theme(qtbot, wear, palette):
    edit = QLineEdit("仇")
    qtbot.addWidget(edit)
    edit.show()
    wear(Look(palette))
    picture = edit.grab().toImage()
    assert picture.pixelColor(edit.width() - 8, edit.height() // 2) == QColor(TOKENS[palette].surface)
    assert edit.palette().text().color() == QColor(TOKENS[palette].text)


@pytest.mark.parametrize(("points", "zoom", "pixels"), [(11, 1.0, 15), (14, 1.0, 19), (20, 1.0, 27), (11, 2.0, 30)])
def test_text_size_changes_live(qtbot, wear, points, zoom, pixels):
    window = QWidget()
    qtbot.addWidget(window)
    column: QVBoxLayout = scale.column(window, margins=(22, 16, 22, 14))
    body, title, edit = QLabel("登记"), text_label("来访登记", "title"), QLineEdit()
    scale.fill(column, (body, title, edit))
    scale.fix_width(edit, 200)
    window.show()
    wear(Look(text_points=points, zoom=zoom))
    factor = pixels / 15
    assert body.font().pixelSize() == pixels
    assert title.font().pixelSize() == pytest.approx(21 * factor, abs=1)
    assert title.font().bold()
    assert edit.width() == pytest.approx(200 * factor, abs=8)
    assert edit.height() == pytest.approx(37 * factor, abs=3)
    assert 22 <= column.contentsMargins().left() <= 22 * factor


def test_sizes_outside_the_range_are_brought_back():
    assert Look(text_points=5, zoom=0.2).factor == 1
    assert Look(text_points=90, zoom=9).factor == 3


def test_zooming_in_steps():
    look = Look()
    assert look.zoomed(1).zoom == 1.25
    assert look.zoomed(-1).zoom == 1
    assert look.zoomed(99).zoom == 2
    assert look.zoomed(3).zoomed(0).zoom == 1


@pytest.mark.parametrize("path", sorted(icons.FOLDER.glob("*.svg")), ids=lambda path: path.stem)
def test_icons_are_one_family_and_take_the_colour_of_the_theme(qapp, path):
    drawing = path.read_text("utf-8")
    picture = icons.pixmap(path.stem, "#FF8A80", 48).toImage()
    inks = [picture.pixelColor(x, y) for x in range(48) for y in range(48)]
    solid = [ink for ink in inks if ink.alpha() > 250]
    assert solid
    if path.stem != "program":
        assert 'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"' in drawing
        assert all(abs(ink.red() - 0xFF) < 6 and abs(ink.green() - 0x8A) < 6 for ink in solid)


def test_icons_are_painted_once(qapp):
    assert icons.icon("printer", "#1F2933") is icons.icon("printer", "#1F2933")
    assert not icons.program_icon().isNull()


@pytest.mark.parametrize("character", ["访", "龘", "𬱖", "𠀀", "𪚥", "㐂"])
def test_rare_characters_have_a_face(qapp, character):
    font = fonts.interface_font(15)
    assert QFontMetrics(font).horizontalAdvance(character) > 0
    families = [QRawFont.fromFont(_only(family)) for family in fonts.FAMILIES]
    assert any(face.supportsCharacter(ord(character)) for face in families)


def _only(family: str):
    font = fonts.interface_font(15)
    font.setFamilies([family])
    return font


def test_qt_itself_speaks_chinese(qapp):
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
    assert qapp.applicationName() == "涉诉信访接待台"


def test_first_paint_needs_nothing_heavy():
    heavy = ("sqlalchemy", "alembic", "reportlab", "pypinyin", "cryptography", "db", "PySide6.QtPrintSupport")
    program = (
        "import sys, ui.application, ui.main_window, ui.widgets.field, ui.widgets.table\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert answer.stdout.strip() == "[]"
