"""Personal data as people write it: invented numbers and names, in some two hundred spellings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

_CHINESE = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
_FORMAL = dict(zip("0123456789", "零壹贰叁肆伍陆柒捌玖", strict=True))
_RADIO = dict(zip("0123456789", "洞幺两三四五六拐八勾", strict=True)) | {"2": "二"}
_CIRCLED = dict(zip("0123456789", "⓪①②③④⑤⑥⑦⑧⑨", strict=True))
_WIDE = dict(zip("0123456789X", "０１２３４５６７８９Ｘ", strict=True))
_BOLD = dict(zip("0123456789", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", strict=True))
_ARABIC = dict(zip("0123456789", "٠١٢٣٤٥٦٧٨٩", strict=True))


@dataclass(frozen=True)
class Secret:
    """A sentence with something personal in it, and that part of it."""

    sentence: str
    personal: str


def _map(table: dict[str, str]) -> Callable[[str], str]:
    return lambda text: "".join(table.get(one, one) for one in text)


def _grouped(separator: str, *sizes: int) -> Callable[[str], str]:
    def group(text: str) -> str:
        parts, rest = [], text
        for size in sizes:
            if rest:
                parts.append(rest[:size])
                rest = rest[size:]
        return separator.join([*parts, rest] if rest else parts)

    return group


_COMMON: list[Callable[[str], str]] = [
    str,
    _map(_CHINESE),
    _map(_FORMAL),
    _map(_RADIO),
    _map(_CIRCLED),
    _map(_WIDE),
    _map(_BOLD),
    _map(_ARABIC),
    " ".join,
    "-".join,
    "\u200b".join,
    lambda text: "\ufe0f\u20e3".join(text) + "\ufe0f\u20e3",
    lambda text: text[:5] + _map(_CHINESE)(text[5:]),
    lambda text: text.replace("0", "O"),
]
_IN_FOURS: list[Callable[[str], str]] = [
    _grouped(separator, 4, 4, 4, 4) for separator in (" ", "-", "－", ".", "·", "\u3000", " - ", "_", "/")
]
_PHONE: list[Callable[[str], str]] = [
    *(_grouped(separator, 3, 4, 4) for separator in (" ", "-", "－", "—", ".", "·", "\u3000", " - ", "~")),
    _grouped(" ", 3, 3, 5),
    _grouped("-", 3, 8),
    _grouped(" ", 7, 4),
    lambda text: f"+86 {text}",
    lambda text: f"+86-{_grouped('-', 3, 4, 4)(text)}",
    lambda text: f"0086{text}",
    lambda text: f"86{text}",
    lambda text: f"({text[:3]}){text[3:7]}-{text[7:]}",
    lambda text: f"（{text[:3]}）{text[3:]}",
    lambda text: _map(_CHINESE)(_grouped(" ", 3, 4, 4)(text)),
    lambda text: _map(_WIDE)(_grouped("－", 3, 4, 4)(text)),
    lambda text: f"{text[:3]}****{text[7:]}",
]
_IDENTITY: list[Callable[[str], str]] = [
    _grouped(" ", 6, 8, 4),
    _grouped("-", 6, 8, 4),
    _grouped(" ", 6, 4, 4, 4),
    lambda text: text.replace("X", "x"),
    lambda text: text.replace("X", " X"),
]

_PHONES = ("13912345678", "18600010002", "17701234567")
_IDENTITIES = ("11010119900307885X", "440305198512123456", "53212619881105201X")
_CARDS = ("6222021234567890123", "4392250012345678", "6217001234567890")

_ADDRESSES = """
我的邮箱|lin.xiaoyu@example.com
发到|lin_xiaoyu88@163.com
邮箱是|３４５６７８９０１@qq.com
邮箱|345678901@ｑｑ.ｃｏｍ
email:|Lin.Xiaoyu+loan@mail.example.org
邮箱|linxiaoyu＠example．com
邮箱|linxiaoyu (at) example.com
邮箱|linxiaoyu[at]example[dot]com
邮箱|linxiaoyu at example dot com
邮箱|linxiaoyu@example点com
邮箱|linxiaoyu艾特qq点com
邮箱|linxiaoyu#163.com
邮箱|linxiaoyu @ example . com
邮箱|3456 7890 1@qq.com
邮箱|lin(invisible)xiaoyu@exa(invisible)mple.com
加我微信|linxiaoyu_88
加我微信号：|linxiaoyu88
微信号|lin-xiaoyu
微信号是|linxiaoyu
微信：|lin_19880101
微 信 号：|linxiaoyu88
加V：|linxiaoyu88
加v|linxiaoyu88
➕V |linxiaoyu88
+v：|linxiaoyu88
vx:|linxiaoyu88
VX号|linxiaoyu88
V X：|linxiaoyu88
ＶＸ：|linxiaoyu88
wx：|linxiaoyu88
WX号：|linxiaoyu88
v信加|linxiaoyu88
威信：|linxiaoyu88
薇信号|linxiaoyu88
加薇|linxiaoyu88
加微|linxiaoyu88
我的微信号是|１３９１２３４５６７８
微信|wxid_ab12cd34ef56
wechat: |linxiaoyu88
WeChat ID |linxiaoyu88
QQ|345678901
QQ：|345678901
qq号|345678901
Q Q |3 4 5 6 7 8 9 0 1
扣扣|345678901
扣扣号：|三四五六七八九零一
企鹅号|345678901
加我q|345678901
Q：|345678901
QQ群|765432109
ＱＱ：|３４５６７８９０１
q q |３４５-６７８-９０１
电报|@linxiaoyu_88
telegram：|@linxiaoyu_88
tg:|linxiaoyu_88
飞机号|linxiaoyu_88
纸飞机：|@linxiaoyu_88
找我|@linxiaoyu_88
链接|https://t.me/linxiaoyu_88
链接|t.me/+AbCdEf123456
链接|telegram.me/linxiaoyu_88
链接|tg://resolve?domain=linxiaoyu_88
链接|https://wa.me/8613912345678
链接|https://u.wechat.com/kLmNoPqRsT
链接|https://weixin.qq.com/g/AwYAAbCdEf
链接|weixin://dl/chat?linxiaoyu88
链接|https://qm.qq.com/q/AbCdEf1234
whatsapp |+852 9123 4567
WhatsApp：|+1 (415) 555-2671
Skype：|live_linxiaoyu
LINE：|linxiaoyu88
座机|010-88886666
电话|（0755）23456789
电话|0571 8765 4321
护照|E12345678
护照号|EA1234567
港澳通行证|H12345678
香港身份证|A123456(7)
台胞证|12345678901
验证码|493826
验证码是|四九三八二六
密码：|Lin@1988
支付密码是|135790
动态码：|８８４２１９
cvv |4821
老身份证|320102850512345
"""


def _spelled(word: str, number: str, spellings: list[Callable[[str], str]]) -> Iterator[Secret]:
    for spelling in spellings:
        personal = spelling(number)
        yield Secret(f"{word}{personal}，想问微粒贷能提前还吗", personal)


def secrets() -> list[Secret]:
    """All of them, each once."""
    found: list[Secret] = []
    for turn, number in enumerate(_PHONES):
        found += _spelled(("我的手机号", "电话 ", "打给我：")[turn], number, _COMMON + _PHONE)
    for turn, number in enumerate(_IDENTITIES):
        found += _spelled(("身份证", "身份证号是 ", "ID:")[turn], number, _COMMON + _IDENTITY)
    for turn, number in enumerate(_CARDS):
        found += _spelled(("卡号", "银行卡 ", "还款卡：")[turn], number, _COMMON + _IN_FOURS)
    for line in _ADDRESSES.strip().splitlines():
        word, _, personal = line.replace("(invisible)", "\u200b").partition("|")
        found.append(Secret(f"{word}{personal} 谢谢", personal))
    return list(dict.fromkeys(found))
