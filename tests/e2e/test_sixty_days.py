"""One matter through the real window over sixty days, from visit to filed dossier; every paper on the way is drawn."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from app.domain.matter import MatterStatus
from app.printing.issue import render
from app.services import checking, matters, papers, unlocking
from tests.e2e import driver_scripts as clerk
from tests.e2e import sixty_days
from tests.e2e.conftest import Desk
from tests.e2e.desk_process import log_of
from tests.support.desk_flow import court

LONG_S = 240
PAPERS = (
    "受理告知书",
    "交办单",
    "督办函",
    "催办通知",
    "再次督办函",
    "书面报告",
    "延期审批表",
    "延期办理告知书",
    "诉求分析",
    "答复意见书",
    "送达回证",
    "回访记录",
    "息诉罢访",
)


def test_a_matter_goes_from_visit_to_filed_dossier_in_sixty_days(desk: Desk, folder: Path, tmp_path: Path) -> None:
    session = unlocking.unlock(folder, clerk.ACCOUNT, clerk.PASSWORD)
    court(session)
    session.register.close()
    found = desk("sixty_days").found(LONG_S)

    session = unlocking.unlock(folder, clerk.ACCOUNT, clerk.PASSWORD)
    detail = matters.detail(session, 1)
    results = checking.check(session)
    drawn = {}
    for line in detail.documents:
        paper = papers.reopen(session, line.document_id)
        pdf = render(paper.record)
        (tmp_path / f"{line.document_id:02}-{line.title}.pdf").write_bytes(pdf)
        pages = pypdfium2.PdfDocument(pdf)
        drawn[line.document_id] = (line.title, "".join(page.get_textpage().get_text_range() for page in pages))
    session.register.close()

    assert detail.status is MatterStatus.FILED
    assert detail.contact_count == 2
    assert detail.settled_on is not None
    assert detail.concluded_on is not None
    assert [one for one in results if not one.good] == []
    steps = [entry.step for entry in detail.timeline if entry.step]
    assert steps.count("grant_extension") == 2
    assert steps.count("supervise") == 3
    assert all(entry.owner for entry in detail.timeline if entry.step)
    titles = [title for title, _words in drawn.values()]
    assert [name for name in PAPERS if not any(name in title for title in titles)] == []
    for title, words in drawn.values():
        assert clerk.KNOWN_NAME in words or found["number"] in words, title
        assert "{" not in words, title
    assert len(found["items"]) >= len(PAPERS)
    assert (tmp_path / sixty_days.PACK).read_bytes().startswith(b"%PDF-")
    assert [line for line in log_of(folder) if " INFO " not in line] == []


def test_half_a_step_outlives_a_power_cut(desk: Desk, folder: Path) -> None:
    process = desk("half_a_step")
    process.wait_for(process.out)
    process.kill()
    found = desk("step_after_the_crash").found()
    assert found["opinion"] == sixty_days.HALF
    assert "已经放回来了" in found["told"]
    assert [line for line in log_of(folder) if " INFO " not in line] == []
