"""Every bad file is refused in words that name it; good ones are upright, small enough and complete."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from app.domain import scan
from app.domain.errors import Cancelled, Refused
from app.domain.progress import Progress
from app.domain.scan import ScanMedia, ScanSize
from app.printing import scan_reading
from app.printing.scan_reading import read_file, read_scan
from tests.support.bad_scans import BAD
from tests.support.dossier_flow import pdf, picture


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_and_named(name: str) -> None:
    make, words = BAD[name]
    with pytest.raises(Refused) as caught:
        read_scan(name, make())
    assert words in caught.value.message
    assert name in caught.value.message
    assert "没有添加" in caught.value.message


def test_a_pdf_is_kept_as_it_is_and_a_heavy_one_becomes_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = read_scan("a.pdf", pdf(3))
    assert (kept.media, kept.pages, kept.parts) == (ScanMedia.PDF, 3, (pdf(3),))
    monkeypatch.setattr(scan_reading, "_KEPT_BYTES_A_PAGE", 10)
    small = read_scan("a.pdf", pdf(3), ScanSize.SMALL)
    assert (small.media, small.pages, len(small.parts)) == (ScanMedia.PICTURES, 3, 3)
    assert max(Image.open(BytesIO(small.parts[0])).size) <= 1755
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        read_scan("a.pdf", pdf(3), progress=stopped)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
@pytest.mark.parametrize("size", ScanSize)
def test_pictures_become_small_jpegs(kind: str, size: ScanSize) -> None:
    read = read_scan("a", picture(2480, 3508, kind), size)
    (part,) = read.parts
    image = Image.open(BytesIO(part))
    assert image.format == "JPEG"
    assert max(image.size) <= scan.SCAN_DPI[size] * 297 / 25.4 + 1
    assert read.data == part


def test_several_pages_of_a_tiff_and_every_mode() -> None:
    modes = ("1", "L", "P", "RGB", "RGBA", "CMYK", "I;16")
    frames = [Image.new(mode, (80, 100)) for mode in modes]
    for mode, frame in zip(modes, frames, strict=True):
        out = BytesIO()
        frame.save(out, "TIFF")
        assert read_scan(mode, out.getvalue()).pages == 1
    out = BytesIO()
    frames[3].save(out, "TIFF", save_all=True, append_images=[frames[3]] * 4)
    assert read_scan("五页.tif", out.getvalue()).pages == 5


def test_the_camera_held_sideways_is_put_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    (part,) = read_scan("a.jpg", picture(600, 800, exif=exif)).parts
    image = Image.open(BytesIO(part)).convert("L")
    assert image.size == (800, 600)
    assert image.getpixel((400, 50)) < 80
    assert image.getpixel((400, 550)) > 200


def test_a_sheet_of_a3_at_600_dpi_is_read() -> None:
    out = BytesIO()
    Image.new("L", (7016, 9921), 255).save(out, "TIFF", compression="tiff_lzw", dpi=(600, 600))
    (part,) = read_scan("a3.tif", out.getvalue()).parts
    assert 3300 < max(Image.open(BytesIO(part)).size) <= 200 * 420 / 25.4 + 1


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="打不开"):
        read_file(tmp_path / "没有.pdf")
    (tmp_path / "有.pdf").write_bytes(pdf(1))
    assert read_file(tmp_path / "有.pdf").name == "有.pdf"
