"""A labelled set of pairs: the same person told twice with every kind of damage, and people easily taken for one.

Made from a seed, so that a figure can be checked again. It knows nothing of how likeness is scored.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from stdnum.cn import ric

from app.domain.petitioner import Sex
from app.domain.repeat_visit import Appearance

TOWNS = ("城关镇", "柳林镇", "南坪乡", "石门乡", "北关街道", "青龙镇")
VILLAGES = (
    "李家庄村",
    "东赵村",
    "小王庄村",
    "石桥村",
    "槐树湾村",
    "老坟岗村",
    "花园社区",
    "杨庙村",
    "沙河村",
    "孟楼村",
)
SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈单仇解区查盖"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文辉志春梅凤莲金"
    "海燕新民庆山福来德厚长河小满卫东昌盛光荣云龙飞"
)
COMMON = ("张伟", "王芳", "李娜", "刘洋", "王伟", "李强", "张丽", "李军", "王秀英", "李秀英", "张建国", "王建军")
_SOUNDS = """
伟 玮炜纬|芳 方坊|娜 那|敏 闵|静 靖竞净|丽 莉利俐|强 墙|军 均君钧|勇 永咏|艳 燕彦雁|杰 洁捷|涛 滔
明 铭鸣|超 钞|秀 绣|霞 侠|平 萍苹|刚 钢|英 瑛樱|华 骅铧|玉 育钰|兰 岚|红 宏洪虹|建 健剑|国 帼|文 雯
辉 晖徽|志 智致|梅 玫|金 今锦|新 欣鑫|民 岷|山 珊杉|福 富|小 晓|东 冬|荣 容蓉|云 芸|张 章|刘 柳
陈 晨|吴 武|朱 竺|胡 湖|郭 国|林 琳|程 成|余 于俞|魏 卫|于 余俞|徐 许|单 善|仇 邱裘|解 谢|区 欧
曾 增|查 扎|盖 葛|王 汪
"""
_OLD_FORMS = """
伟 偉|丽 麗|强 強|军 軍|艳 艷豔|杰 傑|涛 濤|华 華|兰 蘭|红 紅|国 國|辉 輝|凤 鳳|莲 蓮|庆 慶|长 長
满 滿|卫 衞衛|荣 榮|云 雲|龙 龍|飞 飛|张 張|刘 劉|陈 陳|杨 楊|黄 黃|赵 趙|吴 吳|孙 孫|马 馬|罗 羅
郑 鄭|谢 謝|许 許|韩 韓|冯 馮|邓 鄧|单 單|区 區|苏 蘇|叶 葉|吕 呂|春 旾|梅 槑楳|静 靜|明 朙|德 徳悳
"""


def _table(rows: str) -> dict[str, str]:
    return dict(row.split(" ") for row in rows.strip().replace("\n", "|").split("|"))


SOUNDS = _table(_SOUNDS)
OLD_FORMS = _table(_OLD_FORMS)
RARE = {"䶮": "\ue863", "㑳": "\ue81a", "䜣": "\ue85a"}
CLAIMS = (
    "判决生效后一直没有执行到位，请求加快执行",
    "不服一审判决，认为利息计算有误",
    "反映立案后迟迟没有开庭",
    "请求退还诉讼费用",
)
BRACKETS = ("（{}）", "({})", "〔{}〕", "[{}]", "【{}】")


@dataclass(frozen=True)
class Pair:
    """Two appearances and the truth about them."""

    kind: str
    one: Appearance
    other: Appearance
    same_person: bool
    same_matter: bool
    hard: bool = False


class PairMaker:
    """Makes people, damages what is told of them, and pairs them."""

    def __init__(self, seed: int) -> None:
        self.source = random.Random(seed)

    def pairs(self, amount: int) -> list[Pair]:
        """As many pairs as asked for, as many of each kind as of the next; half are hard negatives."""
        same = list(self._same().items())
        other = list(self._others().items())
        made: list[Pair] = []
        for number in range((amount + 1) // 2):
            kind, make = same[number % len(same)]
            one, two, matter = make()
            made.append(Pair(kind, one, two, same_person=True, same_matter=matter))
            kind, make = other[number % len(other)]
            one, two, matter = make()
            made.append(Pair(kind, one, two, same_person=False, same_matter=matter, hard=kind != "strangers"))
        return made[:amount]

    # people ----------------------------------------------------------------------------------------------------

    def person(self, name: str = "") -> Appearance:
        source = self.source
        sex = source.choice((Sex.MALE, Sex.FEMALE))
        born = date(1945, 1, 1) + timedelta(days=source.randrange(20_000))
        return Appearance(
            name=name or source.choice(SURNAMES) + "".join(source.sample(GIVEN, source.choice((1, 2, 2)))),
            document_number=self.number(born, sex),
            birth_date=born,
            sex=sex,
            phones=(self.phone(),),
            address="".join(
                ("某某县", source.choice(TOWNS), source.choice(VILLAGES), f"{source.randrange(1, 9)}组5号")
            ),
            case_numbers=(self.case(),),
            claims=(source.choice(CLAIMS),),
        )

    def number(self, born: date, sex: Sex, sequence: int | None = None) -> str:
        sequence = self.source.randrange(5, 495) * 2 + (sex is Sex.MALE) if sequence is None else sequence
        first = f"419999{born:%Y%m%d}{sequence:03d}"
        return first + str(ric.calc_check_digit(first + "0"))

    def phone(self) -> str:
        return f"1{self.source.choice('3578')}{self.source.randrange(10**9):09d}"

    def case(self) -> str:
        source = self.source
        kind = source.choice(("民初", "民终", "执", "执恢", "行初", "民申"))
        return f"（{source.randrange(2016, 2027)}）豫9999{kind}{source.randrange(1, 4000)}号"

    # damage ----------------------------------------------------------------------------------------------------

    def sounded(self, name: str) -> str:
        """Another name that sounds the same; never the same name."""
        places = [place for place, char in enumerate(name) if SOUNDS.get(char, char) != char]
        if not places:
            return ""
        place = self.source.choice(places)
        return name[:place] + self.source.choice(SOUNDS[name[place]]) + name[place + 1 :]

    def old_form(self, name: str) -> str:
        """The same name in traditional or variant characters."""
        return "".join(self.source.choice(OLD_FORMS.get(char, char)) for char in name)

    def wrong_digit(self, number: str) -> str:
        place = self.source.randrange(17)
        return number[:place] + str((int(number[place]) + self.source.randrange(1, 10)) % 10) + number[place + 1 :]

    def swapped(self, number: str) -> str:
        places = [place for place in range(16) if number[place] != number[place + 1]]
        place = self.source.choice(places)
        return number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    def respelt_case(self, text: str) -> str:
        """The same case number as somebody else would write it."""
        source = self.source
        year, rest = text[1:5], text[6:]
        rest = source.choice((rest, rest.replace("号", "号之一"), " ".join(rest), rest.replace("豫", "豫 ")))
        if source.random() < 0.2:
            return year + rest
        return source.choice(BRACKETS).format(year) + rest

    def respelt_address(self, text: str) -> str:
        """The same village, told otherwise."""
        source = self.source
        village = next(one for one in VILLAGES if one in text)
        town = next(one for one in TOWNS if one in text)
        core = village.removesuffix("村").removesuffix("社区")
        return source.choice(
            (
                village,
                f"{town}{village}",
                f"河南省某某市某某县{town}{core}村民委员会{source.randrange(1, 9)}组",
                f"{town}{village}5号",
            )
        )

    def bare(self, person: Appearance, *kept: str) -> Appearance:
        """Only some of what is known: the name and the fields that are named."""
        return replace(Appearance(name=person.name), **{name: getattr(person, name) for name in kept})

    def nameable(self, damage: Callable[[str], str]) -> Appearance:
        """A person whose name the damage can touch."""
        while True:
            person = self.person()
            changed = damage(person.name)
            if changed and changed != person.name:
                return person

    # the same person -------------------------------------------------------------------------------------------

    def _same(self) -> dict[str, Callable[[], tuple[Appearance, Appearance, bool]]]:
        return {
            "same document": self._same_document,
            "15 and 18 digits": self._fifteen,
            "one digit wrong": lambda: self._damaged_document(self.wrong_digit),
            "two digits swapped": lambda: self._damaged_document(self.swapped),
            "damaged number, homophone": self._damaged_and_sounded,
            "homophone, same phone": lambda: self._sounded_and("phones"),
            "homophone, same birth date": lambda: self._sounded_and("birth_date"),
            "homophone, same village": self._sounded_village,
            "homophone, same case": self._sounded_case,
            "traditional, same village": self._old_form_village,
            "traditional, same phone": self._old_form_phone,
            "private-use character": self._private_use,
            "unknown character": self._unknown_character,
            "name and phone": lambda: self._name_and("phones"),
            "name and case": self._name_and_case,
            "name and village": self._name_and_village,
            "name and birth date": lambda: self._name_and("birth_date"),
            "new name, same document": self._renamed,
            "slip in the name, birth date and phone": self._slip_in_name,
            "slip in the birth date": self._slip_in_birth,
            "proxy": self._proxy,
            "joint signer": self._signer,
            "anonymous, same accused": self._anonymous,
            "moved, another matter": self._moved,
        }

    def _same_document(self) -> tuple[Appearance, Appearance, bool]:
        person = self.person()
        again = replace(self.person(person.name), document_number=f" {person.document_number.lower()} ", sex=person.sex)
        return person, replace(again, birth_date=None, phones=()), False

    def _fifteen(self) -> tuple[Appearance, Appearance, bool]:
        person = self.person()
        old = person.document_number[:6] + person.document_number[8:17]
        other = self.bare(person, "address", "case_numbers", "claims")
        return person, replace(other, document_number=old), True

    def _damaged_document(self, damage: Callable[[str], str]) -> tuple[Appearance, Appearance, bool]:
        person = self.person()
        return person, replace(self.bare(person), document_number=damage(person.document_number)), False

    def _damaged_and_sounded(self) -> tuple[Appearance, Appearance, bool]:
        person = self.nameable(self.sounded)
        number = self.source.choice((self.wrong_digit, self.swapped))(person.document_number)
        return person, Appearance(name=self.sounded(person.name), document_number=number), False

    def _sounded_and(self, *kept: str) -> tuple[Appearance, Appearance, bool]:
        person = self.nameable(self.sounded)
        return person, replace(self.bare(person, *kept), name=self.sounded(person.name)), False

    def _sounded_village(self) -> tuple[Appearance, Appearance, bool]:
        person = self.nameable(self.sounded)
        return person, Appearance(name=self.sounded(person.name), address=self.respelt_address(person.address)), False

    def _sounded_case(self) -> tuple[Appearance, Appearance, bool]:
        person = self.nameable(self.sounded)
        cases = (self.respelt_case(person.case_numbers[0]),)
        return person, Appearance(name=self.sounded(person.name), case_numbers=cases, claims=person.claims), True

    def _old_form_village(self) -> tuple[Appearance, Appearance, bool]:
        person = self.nameable(self.old_form)
        return person, Appearance(name=self.old_form(person.name), address=self.respelt_address(person.address)), False

    def _old_form_phone(self) -> tuple[Appearance, Appearance, bool]:
        person = self.nameable(self.old_form)
        phone = person.phones[0]
        return (
            person,
            Appearance(name=self.old_form(person.name), phones=(f"+86 {phone[:3]}-{phone[3:7]}-{phone[7:]}",)),
            False,
        )

    def _private_use(self) -> tuple[Appearance, Appearance, bool]:
        rare = self.source.choice(list(RARE))
        person = self.person(self.source.choice(SURNAMES[:30]) + rare + self.source.choice(("", "明", "国")))
        return person, replace(self.bare(person, "address"), name=person.name.replace(rare, RARE[rare])), False

    def _unknown_character(self) -> tuple[Appearance, Appearance, bool]:
        person = self.person(self.source.choice(SURNAMES[:30]) + "䶮" + self.source.choice("明国海"))
        name = person.name.replace("䶮", self.source.choice(("\ue777", "\uf0ff", "？", "□")))
        return person, replace(self.bare(person, self.source.choice(("phones", "birth_date"))), name=name), False

    def _name_and(self, *kept: str) -> tuple[Appearance, Appearance, bool]:
        person = self.person()
        return person, self.bare(person, *kept), False

    def _name_and_case(self) -> tuple[Appearance, Appearance, bool]:
        person = self.person()
        cases = (self.respelt_case(person.case_numbers[0]),)
        return person, replace(self.bare(person, "claims"), case_numbers=cases), True

    def _name_and_village(self) -> tuple[Appearance, Appearance, bool]:
        person = self.person()
        other = Appearance(name=f" {person.name} ", address=self.respelt_address(person.address), sex=person.sex)
        return person, other, False

    def _renamed(self) -> tuple[Appearance, Appearance, bool]:
        person = self.person()
        return person, Appearance(name=self.person().name, document_number=person.document_number), False

    def _slip_in_name(self) -> tuple[Appearance, Appearance, bool]:
        person = self.person(self.source.choice(SURNAMES) + "".join(self.source.sample(GIVEN, 2)))
        name = person.name[:2] + self.source.choice([char for char in GIVEN if char != person.name[2]])
        return person, replace(self.bare(person, "birth_date", "phones"), name=name), False

    def _slip_in_birth(self) -> tuple[Appearance, Appearance, bool]:
        person = self.person()
        born = person.birth_date or date(1960, 5, 5)
        born = born.replace(day=born.day + 1 if born.day % 10 < 8 and born.day < 28 else 10 + born.day % 10)
        other = replace(self.bare(person, "phones", "address"), birth_date=born)
        return replace(person, document_number=""), other, False

    def _proxy(self) -> tuple[Appearance, Appearance, bool]:
        person, agent = self.person(), self.person()
        cases = (self.respelt_case(person.case_numbers[0]),)
        return (
            person,
            replace(agent, principals=(person.name,), case_numbers=cases, address="", claims=person.claims),
            True,
        )

    def _signer(self) -> tuple[Appearance, Appearance, bool]:
        leader, signer = self.person(), self.person()
        signer = replace(signer, case_numbers=leader.case_numbers, claims=leader.claims)
        names = (self.person().name, signer.name, self.person().name)
        return replace(leader, joint_signers=names), self.bare(signer, "case_numbers", "claims"), True

    def _anonymous(self) -> tuple[Appearance, Appearance, bool]:
        accused = self.person().name
        one = Appearance(name="匿名", accused=accused, claims=("反映承办人收受当事人礼品",))
        return one, replace(one, name="", claims=("反映承办人收受当事人的礼品和宴请",)), True

    def _moved(self) -> tuple[Appearance, Appearance, bool]:
        person = self.person()
        again = self.person(person.name)
        return person, replace(again, document_number=person.document_number, birth_date=None, sex=person.sex), False

    # two people ------------------------------------------------------------------------------------------------

    def _others(self) -> dict[str, Callable[[], tuple[Appearance, Appearance, bool]]]:
        return {
            "siblings in one village with one case": self._siblings,
            "siblings without documents": lambda: self._siblings("document_number"),
            "siblings, one document damaged": self._siblings_damaged,
            "father and son": self._father_and_son,
            "same common name, other village": self._common_name,
            "same name and village, another birth date": self._namesake,
            "same phone of an agent": self._clients,
            "opponents in one case": self._opponents,
            "twins": self._twins,
            "husband and wife": self._couple,
            "homophones only": self._homophones,
            "clients of one agent": self._represented,
            "signers of other letters": self._other_letters,
            "anonymous, another accused": self._other_accused,
            "neighbouring identity numbers": self._neighbours,
            "strangers": lambda: (self.person(), self.person(), False),
        }

    def _kin(self, person: Appearance, years: int = 3) -> Appearance:
        given = self.source.sample([char for char in GIVEN if char not in person.name], 1)[0]
        name = (person.name[:2] if len(person.name) > 2 else person.name[0]) + given
        born = (person.birth_date or date(1960, 1, 1)) + timedelta(days=365 * years + self.source.randrange(300))
        return replace(
            person, name=name, birth_date=born, document_number=self.number(born, person.sex), phones=(self.phone(),)
        )

    def _siblings(self, *without: str) -> tuple[Appearance, Appearance, bool]:
        person = self.person()
        empty: dict[str, str] = dict.fromkeys(without, "")
        return replace(person, **empty), replace(self._kin(person), **empty), True

    def _siblings_damaged(self) -> tuple[Appearance, Appearance, bool]:
        person = self.person()
        other = self._kin(person)
        return person, replace(other, document_number=self.wrong_digit(other.document_number), birth_date=None), True

    def _father_and_son(self) -> tuple[Appearance, Appearance, bool]:
        person = self.person()
        son = replace(self._kin(person, 25), phones=person.phones)
        if self.source.random() < 0.5:
            person, son = replace(person, document_number=""), replace(son, document_number="", birth_date=None)
        return person, son, True

    def _common_name(self) -> tuple[Appearance, Appearance, bool]:
        name = self.source.choice(COMMON)
        one, other = self.person(name), self.person(name)
        while any(village in one.address and village in other.address for village in VILLAGES):
            other = self.person(name)
        if self.source.random() < 0.5:
            return self.bare(one, "address", "phones"), self.bare(other, "address", "case_numbers"), False
        return one, other, False

    def _namesake(self) -> tuple[Appearance, Appearance, bool]:
        one = self.person(self.source.choice(COMMON))
        other = replace(self.person(one.name), address=one.address, sex=one.sex)
        return replace(one, document_number=""), other, False

    def _clients(self) -> tuple[Appearance, Appearance, bool]:
        phone, agent = self.phone(), self.person().name
        one, other = (replace(self.person(), phones=(phone,), agents=(agent,)) for _ in range(2))
        return self.bare(one, "phones", "agents"), self.bare(other, "phones", "agents", "address"), False

    def _opponents(self) -> tuple[Appearance, Appearance, bool]:
        one = self.person()
        return (
            one,
            replace(self.person(), case_numbers=one.case_numbers, address=one.address, claims=("不同意对方的请求",)),
            True,
        )

    def _twins(self) -> tuple[Appearance, Appearance, bool]:
        one = self.person(self.source.choice(SURNAMES) + "".join(self.source.sample(GIVEN, 2)))
        born = one.birth_date or date(1960, 1, 1)
        sequence = int(one.document_number[14:17])
        twin = replace(
            self._kin(one), birth_date=born, document_number=self.number(born, one.sex, (sequence + 2) % 1000)
        )
        return one, replace(twin, phones=one.phones), True

    def _couple(self) -> tuple[Appearance, Appearance, bool]:
        one = self.person()
        sex = Sex.FEMALE if one.sex is Sex.MALE else Sex.MALE
        other = replace(self.person(), phones=one.phones, address=one.address, case_numbers=one.case_numbers, sex=sex)
        if other.name[0] == one.name[0]:
            other = replace(other, name="欧阳" + other.name[1:])
        return one, replace(other, document_number="", birth_date=None), True

    def _homophones(self) -> tuple[Appearance, Appearance, bool]:
        one = self.nameable(self.sounded)
        other = replace(self.person(self.sounded(one.name)), case_numbers=())
        while any(village in one.address and village in other.address for village in VILLAGES):
            one = self.nameable(self.sounded)
            other = replace(self.person(self.sounded(one.name)), case_numbers=())
        return self.bare(one, "address"), self.bare(other, "address"), False

    def _represented(self) -> tuple[Appearance, Appearance, bool]:
        agent, one, other = self.person(), self.person(), self.person()
        first = replace(agent, principals=(one.name,), case_numbers=(self.case(),))
        return first, replace(agent, principals=(other.name,), case_numbers=(self.case(),)), False

    def _other_letters(self) -> tuple[Appearance, Appearance, bool]:
        one, other = self.person(), self.person()
        return (
            replace(one, joint_signers=tuple(self.person().name for _ in range(4))),
            replace(other, joint_signers=tuple(self.person().name for _ in range(4)), address=one.address),
            False,
        )

    def _other_accused(self) -> tuple[Appearance, Appearance, bool]:
        case = self.case()
        one = Appearance(name="匿名", accused=self.person().name, case_numbers=(case,))
        return one, replace(one, accused=self.person().name, case_numbers=(self.case(),)), False

    def _neighbours(self) -> tuple[Appearance, Appearance, bool]:
        """Two sound numbers of one day and one office: another sequence and another check character."""
        one, other = self.person(), self.person()
        born, sex = one.birth_date or date(1960, 1, 1), one.sex
        sequence = (int(one.document_number[14:17]) + self.source.choice((2, 4, 10, 20))) % 1000
        number = self.number(born, sex, sequence)
        return one, replace(other, birth_date=born, sex=sex, document_number=number, address=one.address), False
