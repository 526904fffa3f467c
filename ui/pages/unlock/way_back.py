"""For a register that cannot be read: which backups there are, of when, and the command that brings one back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel

from app.services import restorable
from ui.widgets.card import Card
from ui.widgets.text import text_label


def add_way_back(card: Card, directory: Path) -> QLabel:
    """Add it to a card; gives the label of the command, which can be marked and copied."""
    way = restorable.way_back(directory)
    card.add(text_label("用备份恢复", "label"))
    card.add(text_label(way.words, "small", wrap=True))
    command = text_label(way.command, "body", wrap=True, selectable=True)
    command.setAccessibleName(f"恢复的命令 {way.command}")
    card.add(command)
    return command
