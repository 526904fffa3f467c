from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from app.domain.paper_template import built_in
from ui.screenshots import write_screenshots
from ui.screenshots.camera import HEIGHT, WIDTH

PICTURES = {
    "wizard-light-100",
    "unlock-dark-200",
    "queue-empty-light-100",
    "intake-light-100",
    "intake-people-light-100",
    "queue-contrast-100",
    "queue-void-light-100",
    "handling-dark-100",
    "handling-step-light-100",
    "find-light-100",
    "progress-dark-100",
    "settings-codes-light-100",
    "paper-light-200",
    "settings-backups-light-100",
    "settings-covers-light-100",
    "error-light-100",
}
FORMS = {
    "form-blank-call",
    "form-blank-letter",
    "form-blank-visit",
    "form-cover",
    "form-dossier-back",
    "form-dossier-box",
    "form-dossier-contents",
    "form-dossier-cover-16k",
    "form-dossier-cover-a4",
    "form-dossier-cover-a5",
    "form-dossier-disposal",
    "form-dossier-hand-over",
    "form-dossier-remarks",
    "form-dossier-seals",
    "form-dossier-spines",
    "form-guidance",
    "form-letter-reply",
    "form-letter-reply-large",
    "form-letter-supervision",
    "form-letter-supervision-3",
    "form-progress",
    "form-recovery",
    "form-registration-call",
    "form-registration-forwarded",
    "form-registration-letter",
    "form-registration-visit",
    "form-sheet-instruction-sheet",
    "form-sheet-settlement",
    "form-slip",
}


@pytest.mark.slow
def test_the_command_draws_every_page_and_form(qapp, tmp_path: Path, capsys):
    asked: set[str] = set()

    def wanted(name: str) -> bool:
        asked.add(name)
        return name in PICTURES or name in FORMS

    assert write_screenshots(tmp_path, wanted) == 0
    written = {path.stem for path in tmp_path.iterdir()}
    assert json.loads(capsys.readouterr().out) == {"files": len(written)}
    assert {name for name in written if not name.startswith("form-")} == PICTURES
    assert written >= FORMS
    pages = ("wizard", "unlock", "intake", "queue", "handling", "find", "progress", "paper", "ledger", "settings")
    looks = [f"{palette}-{zoom}" for palette in ("light", "dark", "contrast") for zoom in (100, 200)]
    assert {f"{page}-{look}" for page in pages for look in looks} <= asked
    for code, template in built_in().items():
        assert f"form-{template.shape.value}-{code.replace('_', '-')}" in asked, code
    assert {f"settings-{name}-light-100" for name in ("office", "staff", "accounts", "display", "printers")} <= asked
    for path in tmp_path.iterdir():
        with Image.open(path) as picture:
            assert len(picture.convert("L").getcolors() or []) >= 8, path.name
            assert picture.mode == "P", path.name
            if path.stem in PICTURES:
                assert picture.size == (WIDTH, HEIGHT), path.name
        assert path.stat().st_size < 120_000, path.name
