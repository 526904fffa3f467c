from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.names import MOST_READINGS, MOST_UNITS, initials, readings, spellings
from app.domain.surnames import surname_length


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("单田芳", {"shantianfang", "dantianfang"}),
        ("曾国藩", {"zengguofan", "cengguofan"}),
        ("仇英", {"qiuying", "chouying"}),
        ("解晓东", {"xiexiaodong", "jiexiaodong"}),
        ("区小明", {"ouxiaoming", "quxiaoming"}),
        ("查良镛", {"zhaliangyong", "chaliangyong"}),
        ("盖叫天", {"gejiaotian", "gaijiaotian"}),
        ("朴树", {"piaoshu", "pushu"}),
        ("尉迟恭", {"yuchigong"}),
        ("万俟林", {"moqilin"}),
        ("澹台明", {"tantaiming"}),
        ("吕布", {"lvbu", "lyubu"}),
        ("张单", {"zhangshan", "zhangdan"}),
    ],
)
def test_every_usual_reading_of_a_name_is_given(name: str, typed: set[str]) -> None:
    assert set(spellings(name)) == typed


def test_initials_follow_the_readings() -> None:
    assert initials("单田芳") == ("stf", "dtf")
    assert initials("John Smith") == ("js",)
    assert initials("阿卜杜·买买提")[0] == "abdmmt"


def test_a_rare_character_without_a_reading_is_left_out() -> None:
    assert spellings("王\ue000明") == ("wangming",)
    assert readings("\ue000") == ()
    assert readings("") == ()


def test_a_long_company_name_stays_small() -> None:
    assert len(initials("单" * 90)[0]) == MOST_UNITS
    assert len(readings("单曾仇解区查盖朴")) == MOST_READINGS


def test_compound_surnames_are_known() -> None:
    assert [surname_length(name) for name in ("欧阳修", "张三", "欧阳", "", "爱新觉罗溥仪")] == [2, 1, 1, 0, 4]


def test_the_dictionary_is_not_loaded_before_it_is_needed() -> None:
    code = "import sys, app.domain.names, app.domain.search_tokens; sys.exit('pypinyin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(st.text(max_size=40))
def test_any_name_has_only_typeable_readings(name: str) -> None:
    assert len(readings(name)) <= MOST_READINGS
    for spelling in spellings(name):
        assert spelling.isascii()
        assert spelling.isalnum()


def test_the_surname_yao_is_not_read_as_the_particle() -> None:
    assert "yaobaoguo" in spellings("么保国")
