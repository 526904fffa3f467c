"""封面版式 and 卷皮底图 on a real register: versions, what is bound keeps its own, jackets are never printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from app.domain.cover_layout import SHIPPED
from app.domain.dossier_paper import CoverLayout, CoverPlace, PaperSize
from app.domain.errors import Refused
from app.domain.overprint import Overprint
from app.domain.sample_pack import sample_pack
from app.domain.scan import PreparedScan
from app.printing.fonts import missing_glyphs
from app.printing.pack import Section, render_pack
from app.printing.scan_reading import read_scan
from app.services import backups, binding, cover_layouts, dossier_options, jackets, settings
from app.services.binding import BindRequest
from app.services.dossier_options import DossierOptions
from app.services.session import Session
from tests.support.desk_flow import Court, Matter
from tests.support.dossier_flow import guided, one_page, picture, scanned, with_scan
from tests.support.intakes import NOW

COVER = frozenset({Section.COVER})


@pytest.fixture
def matter(session: Session, known: Court) -> Matter:
    made = guided(session, known)
    with_scan(made, 1)
    return made


def own(size: PaperSize, title: str, **first: object) -> CoverLayout:
    """The shipped cover with another heading."""
    places = [replace(place, label=title) if place.label == "涉诉信访卷宗" else place for place in SHIPPED[size]]
    places[0] = replace(places[0], **first)  # type: ignore[arg-type]
    return CoverLayout(size, tuple(places))


def save(session: Session, layout: CoverLayout, seen: int | None = None, minutes: int = 0) -> None:
    newest = cover_layouts.read(session).newest(layout.size) if seen is None else seen
    cover_layouts.save(session, layout, newest, missing_glyphs, NOW + timedelta(minutes=minutes))


def words(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def kinds(pdf: bytes) -> set[int]:
    """What stands on the pages of a PDF, inside forms too."""
    with pypdfium2.PdfDocument(pdf) as document:
        found = {item.type for page in document for item in page.get_objects(max_depth=8)}
    assert found
    return found


@pytest.mark.parametrize("size", list(PaperSize))
def test_c06_every_size_has_its_own_cover_in_versions_that_are_taken_back(session: Session, size: PaperSize) -> None:
    save(session, own(size, "来信来访案卷"))
    save(session, own(size, "信访案卷"), minutes=5)
    before = cover_layouts.read(session).versions[size]
    assert [(one.number, one.saved_by, one.saved_at) for one in before] == [
        (2, session.viewer.name, NOW + timedelta(minutes=5)),
        (1, session.viewer.name, NOW),
    ]
    save(session, before[1].layout)
    now = cover_layouts.read(session)
    assert now.newest(size) == 3
    assert now.current[size] == own(size, "来信来访案卷")
    assert [one.layout for one in now.versions[size]][1:] == [one.layout for one in before]
    save(session, CoverLayout(size, SHIPPED[size]))
    after = cover_layouts.read(session)
    assert after.current[size] == CoverLayout(size), "the shipped layout is not copied: the program keeps it"
    assert after.versions[size][0].is_shipped
    assert all(after.current[other] == CoverLayout(other) for other in PaperSize)


def test_c06_a_bound_dossier_keeps_its_cover_whatever_is_saved_later(
    session: Session, known: Court, matter: Matter
) -> None:
    save(session, own(PaperSize.A4, "来信来访案卷"))
    bound = binding.bind(session, BindRequest(matter.matter_id), one_page, matter.now)
    before = render_pack(bound.pack)
    save(session, own(PaperSize.A4, "改过的案卷", hidden=True))
    assert render_pack(binding.reopen(session, matter.matter_id).pack) == before
    assert "来信来访案卷" in words(render_pack(bound.pack, sections=COVER))
    second = guided(session, known, order=2)
    with_scan(second, 1)
    pack = binding.bind(session, BindRequest(second.matter_id), one_page, second.now).pack
    cover = words(render_pack(pack, sections=COVER))
    assert "改过的案卷" in cover
    assert "来信来访案卷" not in cover
    assert pack.court_name not in cover, "a hidden place is not printed"


def test_the_size_chosen_for_a_dossier_takes_the_layout_of_that_size(session: Session, matter: Matter) -> None:
    save(session, own(PaperSize.A5, "小开本案卷"))
    dossier_options.save(session, DossierOptions(size=PaperSize.A5), NOW)
    pack = binding.bind(session, BindRequest(matter.matter_id), one_page, matter.now).pack
    assert pack.layout == own(PaperSize.A5, "小开本案卷")


@pytest.mark.parametrize(
    ("value", "changes", "said"),
    [
        ("0.x", {"x": 10.0}, "装订区"),
        ("0.width", {"width": 190.0}, "超出了纸张"),
        ("0.y", {"y": 60.0}, "重叠"),
        ("0.points", {"points": 90.0}, "字号"),
        ("0.label", {"label": "缠访户"}, "贬称"),
        ("0.label", {"label": "\U00030010"}, "没有字形"),
        ("0.x", {"x": float("nan")}, "毫米数"),
    ],
)
def test_a_cover_that_cannot_be_printed_is_refused_beside_its_value(
    session: Session, value: str, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(Refused) as caught:
        save(session, own(PaperSize.A4, "案卷", **changes))
    assert said in caught.value.fields[value]
    assert cover_layouts.read(session).newest(PaperSize.A4) == 0


def test_nothing_new_somebody_elses_and_nobody_allowed_are_refused(session: Session, without_rights: Session) -> None:
    with pytest.raises(Refused, match="没有改动"):
        save(session, CoverLayout(PaperSize.A4))
    save(session, own(PaperSize.A4, "甲版"))
    with pytest.raises(Refused, match="保存过"):
        save(session, own(PaperSize.A4, "乙版"), seen=0)
    with pytest.raises(Refused, match="管理权限"):
        save(without_rights, own(PaperSize.A4, "丙版"))
    hidden = tuple(replace(place, hidden=True) for place in SHIPPED[PaperSize.A4])
    with pytest.raises(Refused) as caught:
        save(session, CoverLayout(PaperSize.A4, hidden))
    assert "都没有了" in caught.value.fields["0.hidden"]


def test_long_layouts_do_not_burden_every_other_look_at_the_settings(session: Session) -> None:
    save(session, own(PaperSize.A4, "甲版"))
    with session.register.read(session.viewer) as unit:
        assert not {"cover_layout", "cover_layout_versions"} & set(unit.settings.all())
    assert settings.office(session).court_name


def test_a_place_alone_may_stand_anywhere_inside_the_paper(session: Session) -> None:
    save(session, CoverLayout(PaperSize.A4, (CoverPlace("number", "", 25, 290, 185, points=20),)))
    with pytest.raises(Refused):
        save(session, CoverLayout(PaperSize.A4, (CoverPlace("number", "", 25, 296.5, 185, points=20),)))


# 卷皮底图


def jacket(name: str = "卷皮.jpg", kind: str = "JPEG") -> PreparedScan:
    return read_scan(name, picture(827, 1169, kind))


def test_c06_the_jacket_is_kept_sealed_and_is_never_printed(session: Session, matter: Matter) -> None:
    bound = binding.bind(session, BindRequest(matter.matter_id), one_page, matter.now)
    over = {Section.COVER: Overprint(True, 3, -4)}
    before = render_pack(bound.pack, overprints=over, sections=COVER)
    jackets.choose(session, "cover", PaperSize.A4, jacket(), NOW)
    shown = jackets.read(session, "cover", PaperSize.A4)
    assert shown is not None
    assert shown.name == "卷皮.jpg"
    pack = binding.reopen(session, matter.matter_id).pack
    after = render_pack(pack, overprints=over, sections=COVER)
    assert after == before
    for pdf in (after, render_pack(sample_pack("某某县人民法院", CoverLayout()), overprints=over, sections=COVER)):
        assert "编号" not in words(pdf), "fields only"
        assert FPDF_PAGEOBJ_IMAGE not in kinds(pdf)


def test_the_jacket_of_a_size_and_section_is_its_own_and_goes_with_its_file(session: Session) -> None:
    folder = session.register.files.scans
    jackets.choose(session, "cover", PaperSize.A4, jacket(), NOW)
    assert jackets.read(session, "cover", PaperSize.A5) is None
    assert jackets.read(session, "contents", PaperSize.A4) is None
    (first,) = folder.iterdir()
    assert picture(827, 1169)[:64] not in first.read_bytes(), "sealed"
    jackets.choose(session, "cover", PaperSize.A4, jacket("新卷皮.png", "PNG"), NOW)
    (second,) = folder.iterdir()
    assert second != first, "the one before is gone"
    jackets.remove(session, "cover", PaperSize.A4, NOW)
    assert jackets.read(session, "cover", PaperSize.A4) is None
    assert list(folder.iterdir()) == []
    with pytest.raises(Refused, match="没有底图"):
        jackets.remove(session, "cover", PaperSize.A4, NOW)


def test_a_jacket_of_two_pages_or_without_the_right_is_refused(session: Session, without_rights: Session) -> None:
    with pytest.raises(Refused, match="只要一页"):
        jackets.choose(session, "cover", PaperSize.A4, scanned(2, "卷皮.pdf"), NOW)
    for act in (
        lambda: jackets.choose(without_rights, "cover", PaperSize.A4, jacket(), NOW),
        lambda: jackets.remove(without_rights, "cover", PaperSize.A4, NOW),
    ):
        with pytest.raises(Refused, match="管理权限"):
            act()
    assert not session.register.files.scans.exists() or list(session.register.files.scans.iterdir()) == []


def test_a_jacket_is_backed_up_and_a_damaged_one_is_named(session: Session, tmp_path: Path) -> None:
    jackets.choose(session, "cover", PaperSize.A4, jacket(), NOW)
    backups.make(session)
    (made,) = session.register.files.backups.iterdir()
    assert len(list((made / "scans").iterdir())) == 1
    (file,) = session.register.files.scans.iterdir()
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    with pytest.raises(Refused, match="损坏"):
        jackets.read(session, "cover", PaperSize.A4)
