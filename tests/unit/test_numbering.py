from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contact import Channel
from app.domain.courts import check_court_code
from app.domain.errors import Refused
from app.domain.numbering import DEFAULT_TEMPLATES, SERIES_TEXT, Series, check_template, render, series_of


@pytest.mark.parametrize(
    ("series", "written"),
    [
        (Series.MATTER, "（2026）豫0105访29号"),
        (Series.VISIT, "（2026）豫0105来访29号"),
        (Series.LETTER, "（2026）豫0105来信29号"),
        (Series.CALL, "（2026）豫0105来电29号"),
        (Series.FORWARDED, "（2026）豫0105转送29号"),
        (Series.ONLINE, "（2026）豫0105网信29号"),
    ],
)
def test_numbers_are_written_without_padding(series: Series, written: str) -> None:
    assert render(check_template(DEFAULT_TEMPLATES[series]), 2026, "豫0105", 29) == written


def test_every_channel_has_its_own_register() -> None:
    assert len({series_of(channel) for channel in Channel}) == len(Channel)
    assert set(SERIES_TEXT) == set(DEFAULT_TEMPLATES) == set(Series)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("（{年}）访号", "缺少{号}"),
        ("访{号}号", "缺少{年}"),
        ("（{年}）访{号}号{号}", "不止一次"),
        ("（{年}）{月}访{号}号", "{月}程序不认识"),
        ("（{年}）访{号号", "没有成对"),
        ("{年}{号}", "分不清"),
        ("{年}年1{号}号", "分不清"),
        ("{年}{法院代字}{号}", "分不清"),
        ("（{年}）" + "访" * 40 + "{号}号", "超过"),
    ],
)
def test_a_template_that_could_repeat_or_confuse_numbers_is_refused(template: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        check_template(template)
    assert said in refused.value.fields["template"]


def test_a_court_may_write_its_own_template() -> None:
    assert render(check_template(" ({年})郑二七法信访字第{号}号\n"), 2026, "豫0103", 7) == "(2026)郑二七法信访字第7号"
    with pytest.raises(ValueError, match="0"):
        render("{年}访{号}", 2026, "", 0)


@pytest.mark.parametrize("typed", ["豫0105", "豫９９９９", " 豫 01 ", "豫", "最高法", "兵0101", "军"])
def test_court_codes_are_accepted(typed: str) -> None:
    assert check_court_code(typed) == typed.replace(" ", "").replace("９", "9")


@pytest.mark.parametrize("typed", ["", "河南0105", "豫1", "豫010", "豫01055", "0105", "最高法01", "yu0105"])
def test_other_court_codes_are_refused_beside_their_field(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        check_court_code(typed)
    assert "豫0105" in refused.value.fields["court_code"]


@given(
    st.text(alphabet=st.one_of(st.sampled_from("年号{}（）法院代字访1 "), st.characters(codec="utf-8")), max_size=40)
)
def test_an_accepted_template_gives_every_number_its_own_text(template: str) -> None:
    try:
        accepted = check_template(template)
    except Refused:
        return
    written = {render(accepted, year, "豫0105", number) for year in (2025, 2026) for number in (1, 2, 12, 112)}
    assert len(written) == 8
