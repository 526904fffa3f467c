"""归档之后: filing, places, loans, hand-over, the committee's list, export with its checker, and a run that goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.domain.appraisal import Decision
from app.domain.dossier import DossierState
from app.domain.dossier_paper import DossierPart, Pack
from app.domain.errors import Cancelled, Refused, Unavailable
from app.domain.matter import MatterStatus
from app.domain.progress import Progress
from app.domain.viewer import Viewer
from app.printing.archive_list import render_list
from app.printing.issue import render
from app.printing.pack import FILE, render_pack
from app.printing.preview import Pages
from app.services import appraisal, archive, archive_lists, binding, dossier_export, dossier_options, dossiers, matters
from app.services.archive import Place
from app.services.binding import BindRequest, bind
from app.services.binding_run import NOTE, bind_many
from app.services.dossier_export import Drawing
from app.services.dossiers import NewItem
from app.services.session import Session
from tests.support.desk_flow import Court, Matter
from tests.support.dossier_flow import guided, one_page, picture, scanned, with_scan
from tests.support.intakes import NOW

DRAWING = Drawing(lambda pack: render_pack(pack, sections=FILE), render)


@pytest.fixture
def bound(session: Session, known: Court) -> Matter:
    matter = guided(session, known)
    with_scan(matter, 2)
    bind(session, BindRequest(matter.matter_id), one_page, matter.now)
    return matter


def test_c04_filing_takes_the_step_and_gives_a_place(session: Session, bound: Matter) -> None:
    with pytest.raises(Refused) as caught:
        archive.file(session, (bound.matter_id,), Place(" "), bound.now)
    assert "room" in caught.value.fields
    archive.file(session, (bound.matter_id,), Place("一库", "3架", "12盒"), bound.now)
    assert matters.detail(session, bound.matter_id).status is MatterStatus.FILED
    (row,) = archive.filing_register(session)
    assert (row.state, row.place, row.archive_code) == (DossierState.FILED, "一库 3架 12盒", "XF·2026-D60-0001")
    assert archive.find_by_code(session, "xf.2026-d60-0001") == bound.matter_id
    assert archive.find_by_code(session, "XF·2026-D60-0009") is None
    archive.put(session, bound.matter_id, Place("二库"), bound.now)
    assert dossiers.rows(session)[0].place == "二库"
    with pytest.raises(Refused, match="已经归档"):
        archive.file(session, (bound.matter_id,), Place("一库"), bound.now)


def test_filing_many_is_all_or_nothing(session: Session, bound: Matter) -> None:
    other = guided(session, bound.court, order=2, name="周某")
    dossiers.arrange(session, other.matter_id, one_page, NOW)
    with pytest.raises(Refused, match="还没有装订"):
        archive.file(session, (bound.matter_id, other.matter_id), Place("一库"), bound.now)
    assert archive.filing_register(session) == ()


def test_loans_have_a_day_and_reminders(session: Session, bound: Matter) -> None:
    today = bound.now.date()
    with pytest.raises(Refused) as caught:
        archive.lend(session, bound.matter_id, "", "", bound.now, due_on=today - timedelta(days=1))
    assert set(caught.value.fields) == {"borrower", "purpose", "due_on"}
    archive.lend(session, bound.matter_id, "尹某", "复查", bound.now)
    (row,) = dossiers.rows(session, (DossierState.ON_LOAN,))
    assert (row.borrower, row.due_on) == ("尹某", today + timedelta(days=30))
    with pytest.raises(Refused, match="已借给尹某"):
        archive.lend(session, bound.matter_id, "段某", "复查", bound.now)
    assert archive.reminders(session, today) == ()
    (late,) = archive.reminders(session, today + timedelta(days=40))
    assert late.borrower == "尹某"
    with pytest.raises(Refused):
        archive.prolong(session, bound.matter_id, today, bound.now)
    archive.prolong(session, bound.matter_id, today + timedelta(days=60), bound.now)
    assert archive.reminders(session, today + timedelta(days=40)) == ()
    archive.take_back(session, bound.matter_id, bound.now, "完好")
    assert archive.loans(session, bound.matter_id)[0].note == "完好"
    with pytest.raises(Refused, match="没有借出"):
        archive.take_back(session, bound.matter_id, bound.now)


def test_hand_over_lists_filed_dossiers_once(session: Session, bound: Matter) -> None:
    with pytest.raises(Refused, match="还没有归档"):
        archive.hand_over(session, (bound.matter_id,), "档案室", bound.now)
    archive.file(session, (bound.matter_id,), Place("一库"), bound.now)
    made = archive.hand_over(session, (bound.matter_id,), "档案室 卫某", bound.now)
    assert [one.number for one in made.rows] == [bound.number]
    with pytest.raises(Refused, match="移交清单"):
        archive.hand_over(session, (bound.matter_id,), "档案室", bound.now)


def test_nothing_is_ever_disposed_of_by_itself(session: Session, bound: Matter) -> None:
    archive.file(session, (bound.matter_id,), Place("一库"), bound.now)
    with pytest.raises(Refused, match="没有保管期满"):
        appraisal.propose(session, date(2086, 12, 31), bound.now)
    made = appraisal.propose(session, date(2087, 1, 1), bound.now).made
    assert [one.decision for one in made.items] == [""]
    list_id, dossier_id = made.list_id, made.items[0].dossier_id
    with pytest.raises(Refused, match="没有鉴定意见"):
        appraisal.close(session, list_id, "卫某、蒋某", "鉴字1号", bound.now)
    with pytest.raises(Refused) as caught:
        appraisal.decide(session, list_id, dossier_id, Decision.DISPOSE, " ", bound.now)
    assert "words" in caught.value.fields
    appraisal.decide(session, list_id, dossier_id, Decision.DISPOSE, "无保存价值", bound.now)
    with pytest.raises(Refused) as caught:
        appraisal.close(session, list_id, "卫某", "", bound.now)
    assert set(caught.value.fields) == {"members", "paper"}
    with pytest.raises(Refused, match="还没有办结"):
        archive_lists.to_destroy(session, list_id)
    made = appraisal.close(session, list_id, "卫某，蒋某 卫某", "鉴字1号", bound.now).made
    assert (made.items[0].decision, made.decided_on, made.committee) == ("dispose", bound.now.date(), "卫某、蒋某")
    assert [row[-1] for row in archive_lists.to_destroy(session, list_id).rows] == ["无保存价值"]
    assert dossiers.view(session, bound.matter_id).items
    for act in (
        lambda: appraisal.decide(session, list_id, dossier_id, None, "", bound.now),
        lambda: appraisal.close(session, list_id, "卫某、蒋某", "鉴字2号", bound.now),
    ):
        with pytest.raises(Refused, match="不再改动"):
            act()
    with pytest.raises(Refused, match="没有保管期满"):  # what is to be destroyed does not come up again
        appraisal.propose(session, date(2099, 1, 1), bound.now)
    with pytest.raises(Refused, match="管理权限"):
        appraisal.propose(replace(session, viewer=Viewer(1, "接待员乙")), date(2087, 1, 1), bound.now)


def test_a_longer_term_comes_up_again_and_for_ever_does_not(session: Session, bound: Matter) -> None:
    archive.file(session, (bound.matter_id,), Place("一库"), bound.now)
    for decision, over_on in ((Decision.PROLONG_20, date(2087, 1, 1)), (Decision.KEEP, date(2107, 1, 1))):
        with pytest.raises(Refused, match="没有保管期满"):
            appraisal.propose(session, over_on - timedelta(days=1), bound.now)
        made = appraisal.propose(session, date(2107, 1, 1), bound.now).made
        assert made.items[0].appraise_on == over_on
        with pytest.raises(Refused, match="没有保管期满"):  # not on two lists at once
            appraisal.propose(session, date(2107, 1, 1), bound.now)
        appraisal.decide(session, made.list_id, made.items[0].dossier_id, decision, "", bound.now)
        closed = appraisal.close(session, made.list_id, "卫某、蒋某", "鉴字1号", bound.now).made
        assert closed.items[0].appraise_on == over_on  # the list says what it said when it was signed
    with pytest.raises(Refused, match="没有保管期满"):
        appraisal.propose(session, date(2999, 1, 1), bound.now)
    assert [one.list_id for one in appraisal.lists(session)] == [2, 1]


def check(folder: Path) -> tuple[int, str]:
    run = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", str(folder / "核对.py")], capture_output=True, text=True, check=False
    )
    return run.returncode, run.stdout


def test_the_exported_folder_is_checked_by_its_own_script(session: Session, known: Court, tmp_path: Path) -> None:
    matter = guided(session, known)
    with_scan(matter, 2)
    from app.printing.scan_reading import read_scan

    two = read_scan("a.png", picture(kind="PNG"))
    dossiers.add_scan(session, matter.matter_id, two, NewItem("evidence", "=照片/一"), NOW)
    dossiers.add_scan(session, matter.matter_id, scanned(1), NewItem("report", "内部报告"), NOW)
    dossiers.add_original(session, matter.matter_id, NewItem("petition", "申诉书", 3), NOW)
    made = bind(session, BindRequest(matter.matter_id), one_page, NOW)
    main = replace(made, pack=binding.of_part(made.pack, DossierPart.MAIN))
    out = dossier_export.to_folder(session, main, tmp_path, DRAWING, NOW)
    assert check(out.folder) == (0, "核对无误：文件齐全，未被改动。\n")
    said = json.loads((out.folder / "清单.json").read_text("utf-8"))
    assert said["part"] == "正卷"
    assert "内部报告" not in json.dumps(said, ensure_ascii=False)
    assert not any("内部报告" in path.name for path in out.folder.iterdir())
    assert "'=照片" in (out.folder / "清单.csv").read_text("utf-8-sig")
    with pytest.raises(Refused, match="没有覆盖"):
        dossier_export.to_folder(session, main, tmp_path, DRAWING, NOW)
    (out.folder / "多.txt").write_text("x")
    assert "多出 多.txt" in check(out.folder)[1]
    picked = next(out.folder.glob("*.jpg"))
    picked.write_bytes(picked.read_bytes() + b"x")
    assert f"{picked.name} 被改动过" in check(out.folder)[1]
    picked.unlink()
    code, words = check(out.folder)
    assert (code, f"缺少 {picked.name}" in words) == (1, True)


def test_a_stopped_export_leaves_nothing(session: Session, bound: Matter, tmp_path: Path) -> None:
    made = binding.reopen(session, bound.matter_id)
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        dossier_export.to_folder(session, made, tmp_path, DRAWING, NOW, stopped)
    assert list(tmp_path.glob("*XF*")) == []


def test_a_run_is_stopped_and_goes_on_where_it_stopped(session: Session, known: Court, tmp_path: Path) -> None:
    requests = [
        BindRequest(guided(session, known, order=order, name=f"周某{order}").matter_id, override_all="遗失")
        for order in range(1, 7)
    ]
    gap = replace(requests[2], override_all="")
    requests[2] = gap
    drawn: list[str] = []

    def draw(pack: Pack) -> bytes:
        drawn.append(pack.number)
        return b"%PDF-" + pack.number.encode()

    steps = Progress(lambda done, *_: steps.cancel() if done == 3 else None)
    folder = tmp_path / "装订"
    with pytest.raises(Cancelled):
        bind_many(session, requests, folder, draw, one_page, NOW, steps)
    assert 2 <= len(drawn) < 6
    first = list(drawn)
    result = bind_many(session, requests, folder, draw, one_page, NOW)
    assert len(result.made) + result.before == 5
    assert result.before == len(first)
    assert len(drawn) == 5
    assert len(set(drawn)) == 5
    ((number, words),) = result.refused
    assert "程序引导告知书" in words
    (folder / f"{first[0]}.pdf").write_bytes(b"half")
    again = bind_many(
        session, [*requests[:2], replace(gap, override_all="遗失"), *requests[3:]], folder, draw, one_page, NOW
    )
    assert {path.name for path in again.made} == {f"{first[0]}.pdf", f"{number}.pdf"}
    assert len(json.loads((folder / NOTE).read_text("utf-8"))) == 6


def test_a_full_disk_stops_a_run_and_keeps_what_was_made(
    session: Session, known: Court, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    requests = [
        BindRequest(guided(session, known, order=order, name=f"周某{order}").matter_id, override_all="遗失")
        for order in (1, 2)
    ]
    whole = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if data == b"2":
            whole(path, b"")
            raise OSError(28, "No space left on device")
        return whole(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    parts = iter((b"1", b"2", b"3"))
    with pytest.raises(Unavailable, match="接着做"):
        bind_many(session, requests, tmp_path, lambda _: next(parts), one_page, NOW)
    assert sorted(path.suffix for path in tmp_path.glob("*.p*")) == [".pdf"]
    result = bind_many(session, requests, tmp_path, lambda _: next(parts), one_page, NOW)
    assert (len(result.made), result.before) == (1, 1)


def test_the_offices_choices_are_checked_and_used(session: Session, known: Court) -> None:
    options = dossier_options.read(session)
    wrong = replace(options, term="x", code_template="{年度}", fonds="全宗", most_pages=1, most_mm=1, loan_days=0)
    with pytest.raises(Refused) as caught:
        dossier_options.save(session, wrong, NOW)
    assert set(caught.value.fields) == {"term", "code_template", "fonds", "most_pages", "most_mm", "loan_days"}
    dossier_options.save(
        session, replace(options, scheme="administrative", term="30", fonds="Z109", checker="卫某", most_pages=10), NOW
    )
    matter = guided(session, known)
    with_scan(matter, 10)
    pack = bind(session, BindRequest(matter.matter_id), one_page, NOW).pack
    assert (pack.archive_code, len(pack.volumes)) == ("Z109-XF.2026-D30-0001", 2)
    assert pack.volumes[0].remarks.checker == "卫某"
    assert pack.volumes[0].cover.facts.retention == "30年"


def test_the_lists_of_the_archive_are_filled_and_drawn(session: Session, bound: Matter) -> None:
    with pytest.raises(Refused, match="没有内容"):
        render_list(archive_lists.loans_due(session, bound.now.date()))
    with pytest.raises(Refused, match="没有可以移交"):
        archive_lists.hand_over_all(session, "档案室", bound.now)
    archive.file(session, (bound.matter_id,), Place("一库"), bound.now)
    filed = archive_lists.filing_register(session, 2026, bound.now)
    assert filed.rows[0][1:3] == ("XF·2026-D60-0001", bound.number)
    assert render_list(filed) == render_list(filed)
    handed = archive_lists.hand_over_all(session, "档案室 卫某", bound.now)
    made = archive_lists.hand_over(session, handed)
    assert [one.hand_over_id for one in archive.hand_overs(session)] == [1]
    assert made.signatures[0].startswith("移交人")
    assert "1 卷 1 册" in made.notes[0]
    archive.lend(session, bound.matter_id, "尹某", "复查", bound.now)
    late = archive_lists.loans_due(session, bound.now.date() + timedelta(days=40))
    assert late.rows[0][-1] == "逾期 10 天"
    archive.take_back(session, bound.matter_id, bound.now)
    proposed = appraisal.propose(session, date(2087, 1, 1), bound.now).made
    listed = archive_lists.appraised(session, proposed.list_id)
    assert "未经批准，不得销毁" in listed.notes[0]
    many = replace(filed, rows=filed.rows * 61, signatures=("登记人：",))
    with Pages(render_list(many)) as drawn:
        assert drawn.count == 4


def test_a_bar_code_read_into_the_search_finds_the_dossier(session: Session, bound: Matter) -> None:
    for words in ("XF.2026-D60-0001", "XF·2026-D60-0001", f"{bound.number}|正卷1/1"):
        assert [row.matter_id for row in dossiers.rows(session, words=words)] == [bound.matter_id], words
    assert dossiers.rows(session, words="XF.2026-D60-0002") == ()
