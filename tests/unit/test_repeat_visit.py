"""重复来访的识别: the labelled set, single rules, and any text at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.petitioner import DocumentKind, Sex
from app.domain.recognition import accused_key
from app.domain.repeat_visit import Appearance, Group, score, score_matter
from tests.support.labelled_pairs import Pair, PairMaker

AMOUNT = 480


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    return PairMaker(20).pairs(AMOUNT)


def test_the_set_is_large_and_at_least_half_of_the_different_ones_are_hard(pairs: list[Pair]) -> None:
    assert len(pairs) >= 300
    different = [pair for pair in pairs if not pair.same_person]
    assert len(different) >= AMOUNT // 2
    assert sum(pair.hard for pair in different) > len(different) // 2
    assert len({pair.kind for pair in pairs}) >= 40


def test_the_top_group_finds_nearly_all_and_hardly_anybody_else(pairs: list[Pair]) -> None:
    top = [pair for pair in pairs if score(pair.one, pair.other).group is Group.TOP]
    right = [pair for pair in top if pair.same_person]
    assert len(right) / sum(pair.same_person for pair in pairs) >= 0.97
    assert len(right) / len(top) >= 0.95


def test_the_same_matter_is_another_question(pairs: list[Pair]) -> None:
    top = [pair for pair in pairs if score_matter(pair.one, pair.other).group is Group.TOP]
    right = [pair for pair in top if pair.same_matter]
    assert len(right) / sum(pair.same_matter for pair in pairs) >= 0.97
    assert len(right) / len(top) >= 0.95


def test_likeness_is_symmetrical(pairs: list[Pair]) -> None:
    for pair in pairs:
        one, other = score(pair.one, pair.other), score(pair.other, pair.one)
        assert one.score == pytest.approx(other.score, abs=1e-6), pair.kind
        assert score_matter(pair.one, pair.other).score == score_matter(pair.other, pair.one).score


CASE = "（2023）豫0104民初1234号"
SOUND = "11010519491231002X"


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (
            Appearance("张伟", document_number=SOUND),
            Appearance("张伟", document_number=SOUND),
            ["同一证件号码", "同名"],
        ),
        (Appearance("张伟", document_number=SOUND), Appearance("李四", document_number=SOUND), ["同一证件号码"]),
        (
            Appearance("张伟", document_number=SOUND),
            Appearance("章伟", document_number="110105491231002"),
            ["同一证件号码（15位与18位）", "同音姓名"],
        ),
        (
            Appearance("张伟", document_number=SOUND),
            Appearance("章伟", document_number="11010519491231003X"),
            ["证件号码只差一处", "同音姓名"],
        ),
        (
            Appearance("单田芳", address="某某县城关镇李家庄村3组"),
            Appearance("善田芳", address="李家庄村民委员会"),
            ["同音姓名", "同村"],
        ),
        (Appearance("区志强", phones=("13800001111",)), Appearance("欧志强", phones=("+86 138-0000-1111",)), None),
        (Appearance("仇建国", case_numbers=(CASE,)), Appearance("邱建国", case_numbers=("2023豫0104民初1234",)), None),
        (Appearance("解红", birth_date=date(1960, 2, 3)), Appearance("谢红", birth_date=date(1960, 2, 3)), None),
        (Appearance("陈国华", address="赵庄村"), Appearance("陳國華", address="赵庄"), ["姓名为异体字", "同村"]),
        (Appearance("王䶮", phones=("0371-66667777",)), Appearance("王\ue863", phones=("037166667777",)), None),
        (
            Appearance("李四", principals=("张建国",), case_numbers=(CASE,)),
            Appearance("张建国", case_numbers=(CASE,)),
            ["本人同名", "同一案号"],
        ),
        (
            Appearance("赵六", joint_signers=("张建国", "钱五"), case_numbers=(CASE,)),
            Appearance("张建国", case_numbers=(CASE,)),
            ["联名人同名", "同一案号"],
        ),
        (Appearance("匿名", accused="马某某"), Appearance("", accused="马某某"), ["同一被反映人"]),
        (Appearance("宏远建材有限公司"), Appearance("宏远建材有限责任公司"), ["姓名为异体字"]),
    ],
)
def test_the_same_person_is_proposed_with_reasons(
    one: Appearance, other: Appearance, reasons: list[str] | None
) -> None:
    likeness = score(one, other)
    assert likeness.group is Group.TOP, likeness
    assert reasons is None or list(likeness.reasons) == reasons


SON = Appearance("张建军", phones=("13800001111",), address="李家庄村", case_numbers=(CASE,))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (SON, Appearance("张建国", phones=SON.phones, address=SON.address, case_numbers=(CASE,))),
        (Appearance("张伟", address="李家庄村"), Appearance("张伟", address="赵庄村")),
        (Appearance("张伟", birth_date=date(1950, 1, 1)), Appearance("张伟", birth_date=date(1978, 1, 1))),
        (Appearance("王芳", phones=("13800001111",)), Appearance("刘洋", phones=("13800001111",))),
        (
            Appearance("张伟", phones=("13800001111",), agent_phones=("13800001111",)),
            Appearance("张伟", phones=("13800001111",), address="赵庄村"),
        ),
        (
            Appearance("李四", principals=("张三",)),
            Appearance("李四", phones=("13800001111",)),
        ),
        (
            Appearance("匿名", accused="马某某", case_numbers=(CASE,)),
            Appearance("", accused="牛某某", case_numbers=(CASE,)),
        ),
    ],
)
def test_others_are_not_in_the_top_group(one: Appearance, other: Appearance) -> None:
    assert score(one, other).group is not Group.TOP


def test_homophones_alone_are_a_lower_group() -> None:
    assert score(Appearance("张伟"), Appearance("章玮")).group is Group.LOWER
    assert score(Appearance("张伟"), Appearance("张伟")).group is Group.LOWER
    assert score(Appearance("张伟"), Appearance("王芳")).group is Group.NONE


def test_one_case_and_another_claim_is_one_matter_only_with_something_more_than_the_person() -> None:
    one = Appearance("张伟", document_number=SOUND, case_numbers=(CASE,), claims=("要求尽快执行",))
    other = Appearance("张伟", document_number=SOUND, case_numbers=("（2024）豫0104执9号",), claims=("要求退还诉讼费",))
    assert score(one, other).group is Group.TOP
    assert score_matter(one, other).group is not Group.TOP


HOME = "河南省郑州市中牟县官渡镇孙庄第9村民组"


@pytest.mark.parametrize(
    "called", ["老张", "小张", "张某", "张某某", "张大爷", "张师傅", "张先生", "张××", "张*", "张氏"]
)
def test_a_family_name_alone_agrees_but_needs_the_telephone_and_one_thing_more(called: str) -> None:
    known = Appearance("张桂芳", phones=("13800001111",), address=HOME, case_numbers=(CASE,))
    likeness = score(known, Appearance(called, phones=known.phones, address=HOME))
    assert likeness.group is Group.TOP
    assert "同姓，未说全名" in likeness.reasons
    assert not likeness.against
    assert score(known, Appearance(called, address=HOME, case_numbers=(CASE,))).group is not Group.TOP
    assert score(known, Appearance(called, phones=known.phones)).group is not Group.TOP
    assert score(Appearance("李桂芳", phones=known.phones, address=HOME), Appearance(called, address=HOME)).against


def test_two_texts_without_a_given_name_are_no_like_names() -> None:
    one = Appearance("张某", address=HOME)
    assert score(one, one).group is not Group.TOP
    rare = score(Appearance("王\ue000", address=HOME), Appearance("王𬭩", address=HOME))
    assert "姓名仅生僻字不同" in rare.reasons


@pytest.mark.parametrize(
    "name", ["知情人", "一名群众", "不愿透露姓名的村民", "一位不愿意公开姓名的职工", "没有署名", "匿名举报人"]
)
def test_letters_of_somebody_unnamed_are_compared_by_the_accused(name: str) -> None:
    assert score(Appearance(name, accused="马建国"), Appearance("", accused="马建国")).group is Group.TOP
    assert score(Appearance(name, accused="马建国"), Appearance("", accused="牛建国")).group is not Group.TOP


def test_a_district_told_before_the_town_does_not_part_a_village() -> None:
    one = Appearance("李巧云", address="商丘市梁园区圃田乡三官庙村第8村民组")
    for other in ("圃田乡三官庙村八组", "开发新区圃田乡三官庙", "三官庙村"):
        assert "同村" in score(one, Appearance("李巧云", address=other)).reasons, other
    assert "同村" not in score(one, Appearance("李巧云", address="花桥镇三官庙村")).reasons


def test_two_mistyped_digits_that_meet_the_check_character_do_not_part_a_person_of_one_name_house_and_telephone() -> (
    None
):
    one = Appearance("吴兆丰", document_number="370102198709099895", phones=("13800001111",), address=HOME)
    likeness = score(one, replace(one, document_number="370102198701099815"))
    assert likeness.group is Group.TOP
    assert "证件号码不同" in likeness.against
    assert score(one, replace(one, document_number="370102198701099815", phones=())).group is not Group.TOP
    twin = replace(one, name="吴兆年", document_number="370102198701099815")
    assert score(one, twin).group is Group.NONE


def test_fifteen_digits_of_somebody_born_since_2000_have_only_lost_the_century() -> None:
    young, old = "419999200008211876", "419999000821187"
    likeness = score(Appearance("欧桂燕", document_number=young), Appearance("欧桂艳", document_number=old))
    assert likeness.group is Group.TOP
    assert "证件号码只差一处" in likeness.reasons
    assert not likeness.against
    assert (
        score(Appearance("欧桂燕", document_number=young), Appearance("张伟", document_number=old)).group
        is not Group.TOP
    )


def test_a_renewed_permit_of_hong_kong_is_the_same_holder() -> None:
    known = Appearance("武飞", document_kind=DocumentKind.HK_MACAO_PERMIT, document_number="H34230748")
    for again in ("H3423074804", "h3423074812"):
        assert score(known, replace(known, document_number=again)).reasons[0] == "同一证件号码"
    assert score(known, replace(known, document_number="H3423075804")).against == ("证件号码不同",)


def test_twins_of_one_house_with_numbers_of_fifteen_digits_are_two() -> None:
    twin = Appearance("崔建国", document_number="410104620114901", phones=("13800001111",), address=HOME)
    assert score(twin, replace(twin, name="崔建民", document_number="410104620114903")).group is not Group.TOP
    assert score(twin, replace(twin, name="崔健国", document_number="410104620114903")).group is Group.TOP


@pytest.mark.parametrize(
    "accused",
    [
        "李强法官",
        "法官李强",
        "执行局李强",
        "承办法官李强",
        "李强副局长",
        "庭长李强",
        "民庭李强法官",
        "某某区人民法院执行局法官李强",
    ],
)
def test_the_accused_is_the_same_with_and_without_post_and_office(accused: str) -> None:
    assert score(Appearance("匿名", accused="李强"), Appearance("", accused=accused)).group is Group.TOP
    assert score(Appearance("匿名", accused="李明法官"), Appearance("", accused=accused)).group is not Group.TOP
    assert score(Appearance("匿名", accused="李法官"), Appearance("", accused=accused)).group is not Group.TOP
    assert (
        score(Appearance("匿名", accused="人民法院院长"), Appearance("", accused="人民法院庭长")).group is not Group.TOP
    )
    assert accused_key(accused) == accused_key("李强")


@pytest.mark.parametrize("name", ["王建伟等5人", "王建伟等十二户", "王建伟等人", "王建伟等"])
def test_somebody_and_others_is_that_person(name: str) -> None:
    likeness = score(Appearance("王建伟", phones=("13800001111",)), Appearance(name, phones=("13800001111",)))
    assert likeness.group is Group.TOP


def test_a_name_that_was_not_said_is_not_called_another_name() -> None:
    known = Appearance("张建国", document_number=SOUND)
    assert score(known, Appearance(document_number=SOUND)).against == ()
    assert score(known, Appearance("李四", document_number=SOUND)).against[0].startswith("姓名")


words = st.text(
    alphabet=st.one_of(st.sampled_from("张伟章玮匿名?？*王䶮\ue863村镇县号1234567890Xx（）()"), st.characters()),
    max_size=20,
)
appearances = st.builds(
    Appearance,
    name=words,
    document_kind=st.sampled_from(DocumentKind),
    document_number=words,
    birth_date=st.none() | st.dates(),
    sex=st.sampled_from(Sex),
    phones=st.lists(words, max_size=2).map(tuple),
    address=words,
    case_numbers=st.lists(words, max_size=2).map(tuple),
    claims=st.lists(words, max_size=1).map(tuple),
    principals=st.lists(words, max_size=1).map(tuple),
    agents=st.lists(words, max_size=1).map(tuple),
    agent_phones=st.lists(words, max_size=1).map(tuple),
    joint_signers=st.lists(words, max_size=2).map(tuple),
    accused=words,
)


@given(appearances, appearances)
def test_any_text_can_be_compared(one: Appearance, other: Appearance) -> None:
    for compare in (score, score_matter):
        likeness = compare(one, other)
        assert 0 <= likeness.score <= 1
        assert likeness.score == pytest.approx(compare(other, one).score, abs=1e-6)
        assert all(words and not words.startswith("!") for words in (*likeness.reasons, *likeness.against))


short_numbers = st.text(alphabet="AEH0123456789-（", min_size=4, max_size=10)


@given(appearances, appearances, st.sampled_from(DocumentKind), short_numbers, st.integers(0, 9), st.text(max_size=1))
def test_likeness_is_the_same_from_either_side_when_a_number_has_a_slip(
    one: Appearance, other: Appearance, kind: DocumentKind, number: str, place: int, instead: str
) -> None:
    slip = number[:place] + instead + number[place + 1 :]
    one = replace(one, document_kind=kind, document_number=number)
    other = replace(other, document_kind=kind, document_number=slip)
    assert score(one, other).score == score(other, one).score


def test_people_of_one_document_are_one() -> None:
    people = [Appearance(name, document_number=SOUND) for name in ("张伟", "章伟", "張偉", "张韦")]
    assert all(score(one, other).group is Group.TOP for one, other in combinations(people, 2))


def test_brackets_and_numerals_without_end_are_compared_in_time() -> None:
    begun = perf_counter()
    for char in ("(", "(a", "一", "?", "村", "老"):
        text = char * 50_000
        one = Appearance(text, address=text, accused=text)
        score(one, replace(one, name=text + "二", address=text + "二"))
    assert perf_counter() - begun < 20
