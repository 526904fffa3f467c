"""复姓与多音字: surnames of two characters, and characters that are read otherwise, or in two ways, in names."""

from __future__ import annotations

_COMPOUND = """
欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 令狐 慕容 司徒 司空 夏侯 宇文 长孙 鲜于 闻人 闾丘 钟离 濮阳 淳于 单于 太叔
申屠 仲孙 轩辕 澹台 万俟 赫连 公冶 宗政 独孤 南宫 端木 百里 呼延 拓跋 西门 东郭 南门 羊舌 微生 梁丘 左丘 第五 纳兰 贺兰
哥舒 亓官 司寇 子车 颛孙 巫马 公西 漆雕 乐正 壤驷 公良 夹谷 宰父 谷梁 段干 达奚 褚师 完颜 叶赫 耶律 那拉 爱新觉罗
"""

COMPOUND_SURNAMES = frozenset(_COMPOUND.split())

# The first reading is the usual one in a surname; the others are what people type as well.
_SURNAME_READINGS = """
单 shan dan|曾 zeng ceng|仇 qiu chou|解 xie jie|区 ou qu|查 zha cha|盖 ge gai
朴 piao pu|翟 zhai di|乐 yue le|洗 xian xi|覃 qin tan|缪 miao mou miu|隗 wei kui
员 yun yuan|折 she zhe|召 shao zhao|乜 nie mie|种 chong zhong|秘 bi mi|繁 po fan
谌 chen shen|牟 mou mu|宓 mi fu|能 nai neng|佴 nai er|黑 he hei|钭 tou dou|祭 zhai ji
郇 xun huan|卜 bu bo|沈 shen chen|贾 jia gu|藏 zang cang|句 gou ju|那 na nuo|於 yu wu
车 che ju|都 du dou|褚 chu zhu|番 pan fan|适 kuo shi|瞿 qu ju|角 jue jiao
强 qiang jiang|尉 wei yu|蔚 yu wei|冯 feng ping|柏 bai bo|薄 bo bao|长 chang zhang
重 chong zhong|行 xing hang|朝 chao zhao|盛 sheng cheng|晟 sheng cheng|炅 gui jiong
阚 kan|么 yao me|缴 jiao zhuo|镡 xin tan chan|呙 guo wai|哱 bo po
"""

_GIVEN_READINGS = """
乐 le yue|茜 qian xi|长 chang zhang|重 chong zhong|行 xing hang|朝 chao zhao
晟 sheng cheng|盛 sheng cheng|娜 na nuo|柏 bai bo|炅 jiong gui|曾 zeng ceng|解 jie xie
单 shan dan|藏 zang cang|传 chuan zhuan|莘 xin shen|参 shen can|翟 zhai di|尉 wei yu
卜 bu bo|调 diao tiao|校 xiao jiao|省 sheng xing|敦 dun dui|会 hui kuai|嗯 en|阿 a e
粘 zhan nian|瑱 tian zhen|漯 luo ta|降 jiang xiang
"""

_COMPOUND_READINGS = """
尉迟 yu chi|万俟 mo qi|澹台 tan tai|单于 chan yu|长孙 zhang sun|乐正 yue zheng
子车 zi ju|亓官 qi guan|令狐 ling hu|夹谷 jia gu|拓跋 tuo ba|羊舌 yang she|鲜于 xian yu|颛孙 zhuan sun|宰父 zai fu
"""


def _table(rows: str) -> dict[str, tuple[str, ...]]:
    entries = (row.split() for row in rows.replace("\n", "|").split("|") if row.strip())
    return {key: tuple(readings) for key, *readings in entries}


SURNAME_READINGS = _table(_SURNAME_READINGS)
GIVEN_READINGS = _table(_GIVEN_READINGS)
COMPOUND_READINGS = _table(_COMPOUND_READINGS)


def surname_length(name: str) -> int:
    """How many leading characters of a Chinese name are the surname (0 for an empty name)."""
    for length in (4, 2):
        if len(name) > length and name[:length] in COMPOUND_SURNAMES:
            return length
    return min(1, len(name))
