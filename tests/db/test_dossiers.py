"""卷宗 on a real register: order, gate, volumes, frozen packs, late documents, scans sealed and looked after."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from app.domain.dossier import DossierState, ItemSource
from app.domain.dossier_paper import DossierPart, ImageContent, IssuedContent, NumberingMode, PdfContent, Sides
from app.domain.errors import Refused
from app.domain.step import Step
from app.domain.viewer import Viewer
from app.printing.pack import FILE, Section, render_pack
from app.printing.page_count import count_pages
from app.printing.scan_reading import read_scan
from app.services import backups, binding, checking, dossier_options, dossiers, matters, merging
from app.services.binding import BindRequest, bind, reopen
from app.services.dossier_options import DossierOptions
from app.services.dossiers import NewItem
from app.services.session import Session
from tests.support.desk_flow import Court, Matter
from tests.support.dossier_flow import guided, one_page, picture, scanned, with_scan
from tests.support.intakes import NOW, form, register


def request(matter: Matter, **values: object) -> BindRequest:
    return BindRequest(matter.matter_id, override_all="原件已遗失，见说明", **values)  # type: ignore[arg-type]


def test_only_a_concluded_matter_is_bound(session: Session, known: Court) -> None:
    matter = Matter(session, known)
    with pytest.raises(Refused, match="还没有办结"):
        bind(session, request(matter), one_page, matter.now)
    assert dossiers.rows(session) == ()


def test_the_list_names_what_was_issued_handed_in_and_scanned(session: Session, known: Court) -> None:
    matter = guided(session, known)
    view, change = dossiers.arrange(session, matter.matter_id, count_pages, matter.now)
    assert change.ids == {matter.matter_id}
    assert [(one.kind, one.source) for one in view.items] == [("registration", ItemSource.ISSUED)]
    assert [one.code for one in view.missing] == ["guidance"]
    dossiers.add_scan(session, matter.matter_id, scanned(3), NewItem("guidance", "程序引导告知书"), matter.now)
    dossiers.add_original(session, matter.matter_id, NewItem("identity", "身份证复印件", 2, 1), matter.now)
    view = dossiers.view(session, matter.matter_id)
    assert [one.kind for one in view.items] == ["registration", "identity", "guidance"]
    assert view.missing == ()
    again, change = dossiers.arrange(session, matter.matter_id, count_pages, matter.now)
    assert again.items == view.items
    assert not change.areas


def test_the_gate_refuses_names_each_and_prints_the_reason(session: Session, known: Court) -> None:
    matter = guided(session, known)
    with pytest.raises(Refused) as caught:
        bind(session, BindRequest(matter.matter_id), one_page, matter.now)
    assert set(caught.value.fields) == {"guidance"}
    assert "请信访接待员提供" in caught.value.fields["guidance"]
    (row,) = dossiers.rows(session)
    assert row.state is DossierState.TO_BIND
    bound = bind(session, request(matter), one_page, matter.now)
    (gap,) = bound.pack.volumes[0].remarks.gaps
    assert (gap.title, gap.reason) == ("程序引导告知书", "原件已遗失，见说明")
    assert matters.detail(session, matter.matter_id).timeline[0].words.startswith("装订卷宗：1册")


def test_two_hundred_and_one_pages_make_two_volumes_and_print_again_the_same(session: Session, known: Court) -> None:
    matter = guided(session, known)
    with_scan(matter, 134)
    with_scan(matter, 66, "evidence", "证据")
    wanted = request(matter, numbering=NumberingMode.BY_WRITTEN_PAGE, sides=Sides.DUPLEX)
    bound = bind(session, wanted, one_page, matter.now)
    first, second = bound.pack.volumes
    assert (first.page_total, second.page_total) == (135, 66)
    assert (first.cover.facts.volume_number, first.cover.facts.volume_count) == (1, 2)
    assert (first.cover.facts.page_count, second.cover.facts.page_count) == (135, 66)
    assert (first.spine.width_mm, second.spine.width_mm) == (10, 10)
    assert second.spine.volume == "第二册"
    assert second.contents[0].span == "1-66"
    whole = render_pack(bound.pack)
    assert render_pack(reopen(session, matter.matter_id).pack) == whole
    with session.register.write(session.viewer, NOW) as work:  # what the office changes later does not reach it
        work.settings.put("court_name", "另一个法院")
        work.audit.record("set", "setting", 0)
    assert render_pack(bind(session, wanted, one_page, matter.now).pack) == whole


def test_the_main_part_alone_holds_nothing_internal(session: Session, known: Court) -> None:
    matter = guided(session, known)
    with_scan(matter, 2)
    dossiers.add_scan(session, matter.matter_id, scanned(4, "批示.pdf"), NewItem("instruction", "院领导批示"), NOW)
    bound = bind(session, request(matter), one_page, matter.now)
    assert [one.part for one in bound.pack.volumes] == [DossierPart.MAIN, DossierPart.INTERNAL]
    main = binding.of_part(bound.pack, DossierPart.MAIN)
    assert "院领导批示" not in repr(main)
    assert scanned(4, "批示.pdf").data not in [
        item.content.data for one in main.volumes for item in one.items if isinstance(item.content, PdfContent)
    ]
    assert render_pack(main, sections=FILE).startswith(b"%PDF-")
    with pytest.raises(Refused, match="没有副卷"):
        binding.of_part(main, DossierPart.INTERNAL)


def test_what_comes_late_is_a_volume_of_its_own_and_nothing_is_renumbered(session: Session, known: Court) -> None:
    matter = guided(session, known)
    with_scan(matter, 2)
    before = bind(session, request(matter), one_page, matter.now)
    dossiers.add_scan(session, matter.matter_id, scanned(5, "回访.pdf"), NewItem("interview", "补充笔录"), NOW)
    view = dossiers.view(session, matter.matter_id)
    assert [one.title for one in view.late] == ["补充笔录"]
    assert dossiers.rows(session)[0].late == 1
    assert reopen(session, matter.matter_id).pack == before.pack
    with pytest.raises(Refused, match="已经装订"):
        dossiers.move(session, matter.matter_id, view.items[0].item_id, 1, "x", NOW)
    late = bind(session, replace(request(matter), late_reason="承办人补交"), one_page, matter.now)
    (volume,) = late.pack.volumes
    assert (volume.number, volume.count, volume.page_total) == (2, 2, 5)
    assert any("此前各册的编页未变动" in one for one in volume.remarks.facts)
    assert reopen(session, matter.matter_id, before.binding_id).pack == before.pack
    with pytest.raises(Refused, match="没有补来的材料"):
        bind(session, replace(request(matter), late_reason="再来"), one_page, matter.now)


def test_order_is_corrected_by_hand_with_a_reason_on_the_remarks_sheet(session: Session, known: Court) -> None:
    matter = guided(session, known)
    with_scan(matter, 2)
    items = dossiers.view(session, matter.matter_id).items
    with pytest.raises(Refused, match="原因"):
        dossiers.move(session, matter.matter_id, items[1].item_id, -1, " ", NOW)
    dossiers.move(session, matter.matter_id, items[1].item_id, -1, "告知在先", NOW)
    dossiers.change_part(session, matter.matter_id, items[0].item_id, DossierPart.INTERNAL, "涉密", NOW)
    view = dossiers.view(session, matter.matter_id)
    assert [(one.kind, one.part) for one in view.items] == [
        ("guidance", DossierPart.MAIN),
        ("registration", DossierPart.INTERNAL),
    ]
    bound = bind(session, request(matter), one_page, matter.now)
    assert any("告知在先" in fact for fact in bound.pack.volumes[0].remarks.facts)
    assert isinstance(bound.pack.volumes[1].items[0].content, IssuedContent)


def test_a_matter_with_a_dossier_takes_others_in_but_is_not_merged_away(session: Session, known: Court) -> None:
    matter, other = guided(session, known), guided(session, known)
    dossiers.arrange(session, matter.matter_id, one_page, NOW)
    with pytest.raises(Refused, match="已经立卷"):
        merging.merge_matters(session, matter.matter_id, other.matter_id, "重复登记", NOW)
    merging.merge_matters(session, other.matter_id, matter.matter_id, "重复登记", NOW)
    assert dossiers.view(session, matter.matter_id).items


def test_what_is_taken_out_stays_out(session: Session, known: Court) -> None:
    matter = guided(session, known)
    view, _ = dossiers.arrange(session, matter.matter_id, one_page, NOW)
    with_scan(matter, 1)
    dossiers.take_out(session, matter.matter_id, view.items[0].item_id, "重复", NOW)
    view, _ = dossiers.arrange(session, matter.matter_id, one_page, NOW)
    assert [one.kind for one in view.items] == ["guidance"]


def test_archival_codes_run_within_year_and_term_and_the_fingerprint_is_the_audits(
    session: Session, known: Court
) -> None:
    packs = []
    for order in (1, 2):
        matter = guided(session, known, order=order, name=f"周某{order}")
        packs.append(bind(session, request(matter), one_page, matter.now))
    assert [one.pack.archive_code for one in packs] == ["XF.2026-D60-0001", "XF.2026-D60-0002"]
    with session.register.read(session.viewer) as unit:
        entries = unit.audit_trail.of_action("bind", "dossier", NOW, NOW.replace(year=2027))
    assert len(entries) == 2
    assert len(packs[0].pack.volumes[0].remarks.fingerprint) == 64
    assert all(one.good for one in checking.check(session))


def test_nobody_binds_or_sees_what_they_may_not_see(session: Session, known: Court) -> None:
    matter = guided(session, known)
    bind(session, request(matter), one_page, matter.now)
    with session.register.write(session.viewer, NOW) as work:
        work.matters.change(matter.matter_id, restricted=True)
        work.audit.record("x", "matter", matter.matter_id)
    other = replace(session, viewer=Viewer(session.viewer.account_id, "接待员乙"))
    assert dossiers.rows(other) == ()
    for ask in (dossiers.view, reopen):
        with pytest.raises(Refused, match="没有找到"):
            ask(other, matter.matter_id)


def test_a_matter_that_comes_back_keeps_its_bound_dossier(session: Session, known: Court) -> None:
    matter = guided(session, known)
    bind(session, request(matter), one_page, matter.now)
    register(session, form(existing_matter_id=matter.matter_id), minutes=60 * 48)
    (row,) = dossiers.rows(session)
    assert row.state is DossierState.BOUND
    with pytest.raises(Refused, match="还没有办结"):
        bind(session, replace(request(matter), late_reason="x"), one_page, matter.now)


def test_scans_are_sealed_checked_on_every_use_and_backed_up(session: Session, known: Court) -> None:
    matter = guided(session, known)
    dossiers.arrange(session, matter.matter_id, one_page, NOW)
    two = read_scan("图.tif", picture(kind="TIFF"))
    dossiers.add_scan(session, matter.matter_id, two, NewItem("guidance", "告知书"), NOW)
    (file,) = (session.register.files.scans).glob("*.scan")
    assert b"JFIF" not in file.read_bytes()
    pack = bind(session, request(matter), one_page, NOW).pack
    assert any(isinstance(item.content, ImageContent) for item in pack.volumes[0].items)
    backup = backups.make(session).backup
    kept = backup.folder / "scans" / file.name
    assert kept.read_bytes() == file.read_bytes()
    again = backups.make(session).backup
    assert (again.folder / "scans" / file.name).samefile(kept)
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(Refused, match="有损坏"):
        reopen(session, matter.matter_id)
    assert [one.name for one in checking.check(session) if not one.good] == ["scans"]
    file.unlink()
    with pytest.raises(Refused, match="不见了"):
        reopen(session, matter.matter_id)


def test_a_scan_whose_row_is_refused_leaves_no_file(session: Session, known: Court) -> None:
    matter = guided(session, known)
    dossiers.arrange(session, matter.matter_id, one_page, NOW)
    with pytest.raises(Refused):
        dossiers.add_scan(session, matter.matter_id, scanned(1), NewItem("guidance", "长" * 300), NOW)
    assert list(Path(session.register.files.scans).glob("*")) == []


def test_paper_originals_are_counted_by_page_and_sheet(session: Session, known: Court) -> None:
    matter = guided(session, known)
    dossiers.arrange(session, matter.matter_id, one_page, NOW)
    for pages, sheets in ((0, None), (6000, None), (4, 1), (4, 5)):
        with pytest.raises(Refused) as caught:
            dossiers.add_original(session, matter.matter_id, NewItem("petition", "申诉书", pages, sheets), NOW)
        assert {"pages", "sheets"} & set(caught.value.fields)
    dossiers.add_original(session, matter.matter_id, NewItem("petition", "申诉书", 4, 2), NOW)
    (volume,) = bind(session, request(matter), one_page, NOW).pack.volumes
    assert [(one.title, one.first, one.last) for one in volume.contents][1] == ("申诉书", 2, 3)


def test_steps_taken_decide_what_must_be_there(session: Session, known: Court) -> None:
    matter = Matter(session, known)
    matter.take(Step.TRIAGE, Step.INSTRUCT, Step.ASSIGN, Step.SIGN)
    matter.judge()
    matter.take(Step.SUBMIT, Step.PASS_DIVISION, Step.PASS_DESK, Step.ANSWER, Step.SERVE, Step.CONCLUDE)
    view, _ = dossiers.arrange(session, matter.matter_id, one_page, NOW)
    assert view.procedure == "信访办理"
    assert [one.code for one in view.missing] == ["reply", "service", "instruction"]


def test_every_volume_gets_its_seal_strips_with_number_and_volume(session: Session, known: Court) -> None:
    matter = guided(session, known)
    with_scan(matter, 2)
    dossiers.add_scan(session, matter.matter_id, scanned(4, "批示.pdf"), NewItem("instruction", "院领导批示"), NOW)
    dossier_options.save(session, DossierOptions(seals=3), NOW)
    pack = bind(session, request(matter), one_page, matter.now).pack
    number = pack.number
    assert [one.words for one in pack.seals] == [f"{number} 正卷 第一册"] * 3 + [f"{number} 副卷 第一册"] * 3
    assert {one.words for one in binding.of_part(pack, DossierPart.INTERNAL).seals} == {f"{number} 副卷 第一册"}
    for wrong in (1, 7):
        with pytest.raises(Refused) as caught:
            dossier_options.save(session, DossierOptions(seals=wrong), NOW)
        assert "2 到 6 张" in caught.value.fields["seals"]


def test_the_slip_for_an_original_says_its_title_once(session: Session, known: Court) -> None:
    matter = guided(session, known)
    with_scan(matter, 1)
    dossiers.add_original(session, matter.matter_id, NewItem("identity", "身份证复印件", 2, 1), matter.now)
    pack = bind(session, request(matter), one_page, matter.now).pack
    pdf = render_pack(pack, sections=frozenset({Section.ITEMS}))
    (slip,) = [words for words in _texts(pdf) if "此处放入纸质原件" in words]
    assert slip.count("身份证复印件") == 1
    assert "存放" not in slip


def _texts(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]
