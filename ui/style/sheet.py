"""The style sheet, written from the tokens and the text size in force."""

from __future__ import annotations

from string import Template

from ui.style.scale import BASE, FIELD_HEIGHT, HUGE, KEY, LARGE, SECTION, SMALL, TITLE, gap, px
from ui.style.tokens import Tokens

_SHEET = Template("""
QWidget { color: $text; }
QMainWindow, QDialog, QWidget#page, QStackedWidget, QScrollArea, QWidget#scrolled { background: $ground; }
QScrollArea { border: none; }
QScrollArea#clear, QWidget#clear, QLabel { background: transparent; }
QToolTip { background: $surface; color: $text; border: ${line_w}px solid $line; padding: ${p4}px; }

QLabel[role="title"] { font-size: ${title}px; font-weight: bold; }
QLabel[role="section"] { font-size: ${section}px; font-weight: bold; }
QLabel[role="large"], QLabel[role="large-label"] { font-size: ${large}px; }
QLabel[role="large-label"] { color: $muted; }
QLabel[role="huge"] { font-size: ${huge}px; font-weight: bold; }
QLabel[role="strong"] { font-weight: bold; }
QLabel[role="label"], QLabel[role="hint"], QLabel[role="small"] { font-size: ${small}px; color: $muted; }
QLabel[role="key"] { font-size: ${key}px; color: $faint; }
QLabel[state="good"] { color: $good; }
QLabel[state="look"] { color: $soon; }
QLabel[state="wrong"] { color: $late; }

QFrame#card { background: $surface; border: ${line_w}px solid $line; border-radius: ${r10}px; }
QFrame#over { background: $surface; border: ${focus_w}px solid $focus; border-radius: ${r10}px; }
QFrame#inset { background: $ground; border: ${line_w}px solid $line; border-radius: ${r8}px; }
QFrame#inset[marked="true"] { border: ${focus_w}px solid $lead; background: $surface; }
QFrame#notice { border-radius: ${r6}px; border: ${notice_w}px solid $line; }
QFrame#notice[tone="late"] { background: $late_back; }
QFrame#notice[tone="late"] QLabel { color: $late; }
QFrame#notice[tone="soon"] { background: $soon_back; }
QFrame#notice[tone="soon"] QLabel { color: $soon; }
QFrame#notice[tone="good"] { background: $good_back; }
QFrame#notice[tone="good"] QLabel { color: $good; }
QFrame#notice[tone="plain"] { background: $plain_back; }
QFrame#rule { background: $line; border: none; max-height: ${line_w}px; min-height: ${line_w}px; }

QLineEdit, QPlainTextEdit, QComboBox {
    background: $surface; color: $text; border: ${line_w}px solid $line; border-radius: ${r6}px;
    padding: ${pv}px ${ph}px; min-height: ${field}px;
    selection-background-color: $lead; selection-color: $on_lead; placeholder-text-color: $muted;
}
QPlainTextEdit { padding: ${p4}px ${p8}px; min-height: 0; }
QLineEdit:hover, QPlainTextEdit:hover, QComboBox:hover { border-color: $faint; }
QLineEdit[state="wrong"], QPlainTextEdit[state="wrong"], QComboBox[state="wrong"] { border-color: $late; }
QLineEdit:focus, QComboBox:focus, QComboBox:on {
    border: ${focus_w}px solid $focus; padding: ${pv_f}px ${ph_f}px;
}
QPlainTextEdit:focus { border: ${focus_w}px solid $focus; padding: ${p4_f}px ${p8_f}px; }
QLineEdit:read-only, QPlainTextEdit:read-only { background: $ground; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { background: $ground; color: $muted; }
QComboBox { combobox-popup: 0; padding-right: ${p28}px; }
QComboBox:focus, QComboBox:on { padding-right: ${p27}px; }
QComboBox::drop-down { border: none; width: 0; }
QComboBox QAbstractItemView {
    background: $surface; border: ${line_w}px solid $line; padding: ${p4}px; outline: none;
    selection-background-color: $tint; selection-color: $text;
}

QPushButton {
    background: $surface; color: $text; border: ${line_w}px solid $line; border-radius: ${r6}px;
    padding: ${pv}px ${p16}px; min-height: ${field}px;
}
QPushButton:hover { border-color: $faint; }
QPushButton:pressed { background: $tint; color: $text; }
QPushButton[kind="lead"], QPushButton[kind="segment"]:checked {
    background: $lead; color: $on_lead; border-color: $lead; font-weight: bold;
}
QPushButton[kind="lead"]:hover, QPushButton[kind="segment"]:checked:hover {
    background: $lead_hover; color: $on_lead; border-color: $lead_hover;
}
QPushButton[kind="danger"] { color: $late; background: $surface; }
QPushButton[kind="quiet"] {
    background: transparent; border-color: transparent; color: $muted; padding: 0 ${p8}px; font-size: ${small}px;
    min-height: ${quiet}px;
}
QPushButton[kind="quiet"]:hover { background: $plain_back; color: $text; }
QPushButton:disabled, QPushButton[kind="lead"]:disabled {
    background: $plain_back; color: $muted; border-color: $line;
}
QPushButton:focus { border: ${focus_w}px solid $focus; padding: ${pv_f}px ${p16_f}px; }
QPushButton[kind="lead"]:focus, QPushButton[kind="segment"]:checked:focus {
    border: ${focus_w}px solid $lead_focus;
}
QPushButton[kind="quiet"]:focus { border: ${focus_w}px solid $focus; padding: 0 ${p8_f}px; }

QCheckBox { spacing: ${p8}px; min-height: ${check}px; background: transparent; }
QCheckBox::indicator { width: ${check}px; height: ${check}px; background: transparent; border: none; image: none; }

QTableView, QListView, QTreeView {
    background: $surface; border: none; outline: none; gridline-color: $hairline;
    selection-background-color: $tint; selection-color: $text; alternate-background-color: $surface;
}
QListView#timeline { background: transparent; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section {
    background: $surface; color: $muted; font-size: ${small}px; font-weight: bold; border: none;
    border-bottom: ${line_w}px solid $line; padding: ${p8}px ${p8}px;
}
QTableCornerButton::section { background: $surface; border: none; }

QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: ${bar}px; margin: 0; }
QScrollBar#beside:vertical { padding-left: ${p4}px; width: ${bar_wide}px; }
QScrollBar:horizontal { background: transparent; height: ${bar}px; margin: 0; }
QScrollBar::handle { background: $scroll; border-radius: ${bar_r}px; min-height: ${p28}px; min-width: ${p28}px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { background: $surface; border: ${line_w}px solid $line; padding: ${p4}px; }
QMenu::item { padding: ${p8}px ${p16}px; border-radius: ${r6}px; color: $text; }
QMenu::item:selected { background: $tint; color: $text; border: ${notice_w}px solid $focus; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: ${line_w}px; background: $line; margin: ${p4}px; }

QProgressBar {
    background: $plain_back; border: none; border-radius: ${p4}px; min-height: ${p4}px; max-height: ${p4}px;
}
QProgressBar::chunk { background: $lead; border-radius: ${p4}px; }
QTabBar::tab { padding: ${p8}px ${p16}px; color: $muted; background: transparent; border: none; }
QTabBar::tab:selected { color: $lead; border-bottom: ${focus_w}px solid $lead; font-weight: bold; }

QWidget#rail { background: $rail; border: none; border-right: ${rail_w}px solid $line; }
QFrame#status { background: $surface; border: none; border-top: ${line_w}px solid $line; }
QFrame#status QLabel { font-size: ${small}px; color: $muted; }
QFrame#status QLabel[state="look"] { color: $soon; }
QFrame#status QLabel[state="wrong"] { color: $late; }
QFrame#banner { background: $soon_back; border: none; border-bottom: ${line_w}px solid $banner_line; }
QFrame#banner QLabel { color: $soon; font-weight: bold; }
QFrame#help { background: $surface; border: none; border-left: ${line_w}px solid $line; }
""")


def build_sheet(colours: Tokens) -> str:
    """The whole style sheet for these colours at the text size in force."""
    line, focus = colours.line_width, colours.focus_width
    grown = focus - line
    vertical, horizontal = gap(4), gap(12)
    return _SHEET.substitute(
        {name: value for name, value in vars(colours).items() if isinstance(value, str)},
        lead_focus=colours.focus if colours.heavy else colours.text,
        scroll=colours.text if colours.heavy else colours.line,
        banner_line=colours.line if colours.heavy else colours.soon,
        line_w=line,
        focus_w=focus,
        notice_w=line if colours.heavy else 0,
        rail_w=line if colours.heavy else 0,
        base=px(BASE),
        title=px(TITLE),
        section=px(SECTION),
        large=px(LARGE),
        huge=px(HUGE),
        small=px(SMALL),
        key=px(KEY),
        field=px(FIELD_HEIGHT) - 2 * (vertical + line),
        quiet=px(28),
        check=px(20),
        pv=vertical,
        pv_f=vertical - grown,
        ph=horizontal,
        ph_f=horizontal - grown,
        p4=gap(4),
        p4_f=gap(4) - grown,
        p8=gap(8),
        p8_f=gap(8) - grown,
        p16=gap(16),
        p16_f=gap(16) - grown,
        p27=px(30) - grown,
        p28=px(30),
        r6=6,
        r8=8,
        r10=10,
        bar=gap(10),
        bar_wide=gap(14),
        bar_r=gap(10) // 2,
    )
