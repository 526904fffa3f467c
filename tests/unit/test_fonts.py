from __future__ import annotations

import hashlib
import re
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import Refused
from app.printing import fonts
from app.printing.fonts import FONTS_FOLDER, Face, clean, even_face, missing_glyphs, require_printable, runs, text_width

SHA_256 = {
    "FandolFang-Regular": "903e24f16fb93b0c8660cc28df99802838918f289c6f55009b23bfaaad6f9e08",
    "HanaMinB": "829543436cdf7b4c6730e2af5806fa406f8ddf0d4b656e0cd49c58d4db1c8d3c",
    "LXGWWenKai-Regular": "bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8",
    "NotoSansSC-Bold": "9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96",
    "NotoSansSC-Regular": "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16",
    "NotoSerifSC-Bold": "9c6a2ba736e4b499c84f65ce366bd3625c0401885fd3e585ace50fb738b96ff6",
    "NotoSerifSC-Regular": "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742",
}

RARE = "𬱖㛃𠅤䶮𫖯𪩘喆堃昇邨珺旻燚淼晞"


def table(name: str, tag: bytes) -> bytes:
    data = (FONTS_FOLDER / f"{name}.ttf").read_bytes()
    for place in range(struct.unpack(">H", data[4:6])[0]):
        record = data[12 + 16 * place : 28 + 16 * place]
        if record[:4] == tag:
            offset, length = struct.unpack(">II", record[8:16])
            return data[offset : offset + length]
    return b""


@pytest.mark.parametrize("name", sorted(SHA_256))
def test_every_font_is_the_recorded_file_with_outlines_that_may_be_embedded(name: str) -> None:
    data = (FONTS_FOLDER / f"{name}.ttf").read_bytes()
    assert hashlib.sha256(data).hexdigest() == SHA_256[name]
    assert table(name, b"glyf")
    assert struct.unpack(">H", table(name, b"OS/2")[8:10])[0] in {0, 8}


def test_every_font_of_every_face_has_a_licence_beside_it() -> None:
    assert {name for face in Face for name in face.value} == set(SHA_256)
    assert len(list((FONTS_FOLDER / "LICENSES").glob("*.txt"))) >= 5


@pytest.mark.parametrize("face", list(Face))
def test_every_face_prints_rare_names(face: Face) -> None:
    assert "".join(run.text for run in runs(RARE, face)) == RARE


def test_the_standard_characters_of_all_planes_are_printable() -> None:
    basic = "".join(map(chr, range(0x4E00, 0x9FA6)))
    extension_a = "".join(map(chr, range(0x3400, 0x4DB6)))
    extension_b = "".join(map(chr, range(0x20000, 0x2A6D7, 7)))
    punctuation = "，。、；：？！（）《》〈〉“”‘’「」『』【】〔〕［］…—～·％〓□■①②㎡×＿"
    assert missing_glyphs(basic + extension_a + extension_b + punctuation) == ()


def test_a_run_changes_font_only_where_the_face_lacks_a_character() -> None:
    found = runs("张喆12号", Face.FANGSONG)
    assert [(run.font_name, run.text) for run in found] == [
        ("FandolFang-Regular", "张"),
        ("NotoSerifSC-Regular", "喆12"),
        ("FandolFang-Regular", "号"),
    ]


def test_a_value_is_set_in_one_face() -> None:
    assert even_face("张三 12", Face.FANGSONG) is Face.FANGSONG
    assert even_face("张喆", Face.FANGSONG) is Face.SONG
    assert even_face("张喆", Face.KAI) is Face.KAI


def test_hanzi_are_one_em_wide() -> None:
    assert text_width("信访𪩘", Face.SONG, 72) == pytest.approx(3 * 25.4)


def test_a_character_without_a_glyph_is_named_with_its_code_point_and_a_way_out() -> None:
    with pytest.raises(Refused) as refused:
        require_printable(["张三", "王\U00030000\U0001f600\U00030000"])
    message = refused.value.message
    assert "“\U00030000”（U+30000）、“\U0001f600”（U+1F600）" in message
    assert message.count("U+30000") == 1
    assert "〓" in message
    assert "手写" in message


def test_a_broken_surrogate_is_refused_and_not_shown() -> None:
    with pytest.raises(Refused, match=r"“〓”（U\+D800）"):
        require_printable(["张\ud800"])


def test_a_missing_character_is_drawn_as_the_stand_in() -> None:
    assert [run.text for run in runs("王\U00030000", Face.SONG)] == ["王〓"]


def test_missing_font_file_is_said_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr(fonts, "FONTS_FOLDER", FONTS_FOLDER / "nowhere")
    with pytest.raises(Refused, match="重新安装"):
        fonts.load("NoSuchFont")


def test_cleaning_keeps_text_and_drops_what_has_no_shape() -> None:
    assert clean("甲\r\n乙\r丙\u2028丁") == "甲\n乙\n丙\n丁"
    assert clean("甲\t乙\xa0丙") == "甲 乙 丙"
    assert clean("甲\x00\x1b\u200b\ufeff\u202e\ufe0f\U000e0101乙") == "甲乙"


@given(st.text())
@settings(max_examples=60, deadline=None)
def test_runs_give_the_text_back(words: str) -> None:
    words = clean(words)
    missing = set(missing_glyphs(words)) | {"\n"}
    drawn = "".join(run.text for run in runs(words, Face.SONG))
    assert drawn == "".join("〓" if char in missing else char for char in words)


def test_the_text_map_writes_surrogate_pairs_in_blocks_of_at_most_100() -> None:
    subset = [ord("𬱖"), *range(0x4E00, 0x4E00 + 240)]
    text = fonts._to_unicode_map("AAAAAA+Test", subset)
    assert "<00> <D873DC56>" in text
    assert "<01> <4E00>" in text
    blocks = re.findall(r"(\d+) beginbfchar\n(.*?)\nendbfchar", text, re.DOTALL)
    assert [int(count) for count, _ in blocks] == [100, 100, 41]
    assert all(int(count) == len(block.splitlines()) for count, block in blocks)
