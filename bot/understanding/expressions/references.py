"""Numbers that are no expressions: product names, identifiers, telephone numbers, dates, times, idioms.

They are found first, so that the readers of amounts, rates and terms step over them.
"""

import re

from bot.understanding.expressions.values import Reference, ReferenceKind

_CN = "零〇一二三四五六七八九十廿卅两"
_MONTH = "1[0-2]|0?[1-9]"
_DAY = "[12][0-9]|3[01]|0?[1-9]"
# A number before one of these counts something and is no identifier
_NO_UNIT = r"(?! ?(?:[元块万千百亿%‰wWkK折期天年.,]|个月|个点|美|港|欧|人民币))"
_HOTLINES = (
    "12378 12363 12345 12315 12306 12333 12321 12368 12348 12377 12381 12386 10086 10010 10001 10099 11185"
).replace(" ", "|")
# Sayings that would otherwise be read; those whose number has no unit (七上八下) are never read anyway
_SAYINGS = (
    "一千零一夜 三百六十行 十万八千里 九牛一毛 一毛不拔 五毛党 一分钱一分货 三天两头 一天到晚 三天打鱼 两天晒网 一日三餐 一日游 "
    "一元复始 一日千里 七天酒店 一年一度 一年四季 一年到头都 两天一夜 一百分 五百强 一块石头 半夜 半路 半价 "
    "半天没 半天不 (?<=了)半天 半天[都才也] "
    "十万火急 不怕一万 [一二三多]元(?:[一二三]次|[论桥里化素]|催化|牛奶|期权|方程) 伍佰(?:的歌|老师"
    "|演唱会) 弱水三千 佳丽三千 三千烦恼 三千世界 一元购 一元秒杀 一元店 两元店 十元店 百元店 一波三折 "
    "七折八扣 押[一二]付[一三] "
    "七七八八 成百上千 成千上万 一块钱掰 三年五载 一年级 百日 七天无理由"
).replace(" ", "|")
_EVENTS = (
    r"(?:双1[12]|618|818|11\.11|12\.12|6\.18)(?=大促|活动|购物|优惠|期间|买|有|搞|红包|的时候|当天|那天|$)"
)

_GROUPS: tuple[tuple[str, tuple[tuple[ReferenceKind, str], ...]], ...] = (
    (
        "[A-Za-z]",
        (
            ("number", r"https?://[^\s\u4e00-\u9fff]{1,500}"),
            ("number", r"(?i:(?<![a-z])wei?)[ -]?2000(?![0-9])(?! ?[元块])"),
            (
                "number",
                r"(?i:(?:iphone|ios|android|vip|ipad|redmi) ?[0-9]{1,2}|(?:win(?:dows)?|office) ?[0-9]{1,4})(?![0-9])"
                r"(?:\.[0-9]+){0,4}" + _NO_UNIT,
            ),
            # letters and digits grown together (P40, A2021…); names of rates and currencies excepted
            (
                "number",
                r"(?<![A-Za-z0-9一二两三四五六七八九十])(?!(?i:rmb|cny|usd|hkd|eur|gbp|jpy|twd|lpr|apr"
                r"|ear|x?irr|jie|dai|huan|jiekuan|daikuan|benjin|fen|yong|lixi|lilv|(?:ri|yue|nian)(?:xi|lilv|hua|gong)?)[-_]?[0-9])"
                r"[A-Za-z]{1,24}[-_]?[0-9][0-9A-Za-z_-]{0,40}",
            ),
        ),
    ),
    (
        "[0-9+*]",
        (
            ("number", r"(?<![0-9])360(?=借|贷|金融|数科|数字|拦截|安全|卫士|浏览|手机)"),
            ("number", r"(?<![0-9])(?:4|6|8|12|16|24) ?\+ ?(?:64|128|256|512)(?![0-9])"),
            ("number", r"(?<![0-9])(?:(?:58|51)(?=同城|信用卡|公积金|人品)|71[14](?= ?高炮|贷|平台))"),
            (
                "ordinal",
                r"(?<![0-9A-Za-z\u4e00-\u9fff.%])[0-9]{1,2}[.)）、:：](?=[\u4e00-\u9fff])(?![一二三四五六七八九十两半几])",
            ),
            ("number", r"(?<![0-9])2345(?=贷|借)|(?<![0-9])(?:985|211|996)(?![0-9])" + _NO_UNIT),
            # telephone, identity, card, order and version numbers
            ("number", r"(?<![0-9])(?:\+?86[- ]?)?1[3-9][0-9](?:[0-9]{8}|[- ][0-9]{4}[- ][0-9]{4})(?![0-9])"),
            (
                "number",
                r"(?<![0-9])(?:[48]00[- ]?[0-9]{3,4}[- ]?[0-9]{3,4}|0[1-9][0-9]{1,2}[- ]([0-9]{7,8})?)(?![0-9])",
            ),
            ("number", r"(?<![0-9])[0-9]{4}(?: ?[0-9]{4}){2,3}(?: ?[0-9]{1,4})?(?![0-9])" + _NO_UNIT),
            ("number", r"(?<![0-9.])[0-9]{5,17}[xX](?![0-9A-Za-z])"),
            ("number", r"(?<![0-9.,])[0-9]{10,40}(?![0-9])" + _NO_UNIT + r"|[0-9]{17,}"),
            ("number", r"(?<![0-9])(?:[0-9]{1,3}\.){2,5}[0-9]{1,4}(?![0-9])"),
            ("number", r"[0-9]{0,20}\*{2,}[0-9]{0,20}[万千百亿]?"),
            (
                "number",
                rf"(?<![0-9,.])(?:95(?!000|500)[0-9]{{3}}|96[0-9]{{4}}|{_HOTLINES})(?![0-9])" + _NO_UNIT,
            ),
            ("number", r"(?<![0-9])[0-9]{2,3}(?:周?岁|级(?![0-9]))"),
            ("idiom", r"100 ?%(?=[通能会可保过下批秒])"),
            ("idiom", r"(?<![0-9.])" + _EVENTS),
            # clock times, and spans shorter than a day
            ("time", r"(?<![0-9])[0-9]{1,2}[:：][0-9]{2}(?::[0-9]{2})?(?![0-9])"),
            ("time", r"[0-9]{1,2} ?[*xX] ?24(?:小时|h|H)?(?![0-9期])"),
            ("number", r"(?<![0-9.])1[:：][0-9](?![0-9])"),
            (
                "time",
                r"(?<![0-9.])(?:2[0-4]|1?[0-9])点(?:半(?!的)|多|钟|整|左右|之?以?[前后]|[0-5][0-9]分)",
            ),
            ("time", r"[0-9]{1,6}(?:\.[0-9]+)?[多来]?(?:个?(?:多|半)?小时|个?钟头|分钟|秒钟?|刻钟)"),
            # dates
            (
                "date",
                rf"(?P<y1>(?:19|20|21)[0-9]{{2}})(?:年| ?[-/.] ?)(?P<m1>{_MONTH})(?:月份?| ?[-/.] ?)"
                rf"(?P<d1>{_DAY})?(?![0-9])[日号]?",
            ),
            (
                "date",
                rf"(?<![0-9])(?P<y2>(?:19|20|21)[0-9]{{2}}) ?年(?![化利息])(?:(?P<m2>{_MONTH})月(?:份|底|初)?)?",
            ),
            (
                "date",
                rf"(?<![0-9])(?P<y3>[0-9]{{2}})年(?P<m3>{_MONTH})月(?:份|底|初)?(?:(?P<d3>{_DAY})[日号])?",
            ),
            (
                "date",
                rf"(?<![0-9.])(?P<m4>{_MONTH})月份?(?P<d4>{_DAY})(?:[日号](?!内)|(?![0-9])" + _NO_UNIT + ")",
            ),
            ("date", rf"(?<![0-9.])(?P<m5>{_MONTH})月(?:份|底|初|末|中旬|上旬|下旬)"),
            ("date", rf"(?<![0-9.])(?P<d6>{_DAY}) ?号(?!码)"),
            ("date", r"(?<![0-9.])[0-9]{1,2}[-~到至、/][0-9]{1,2}号|[0-9]{1,6}号"),
            ("date", r"(?<![0-9])[0-9]{1,2}后(?=出生|[，。？ ]|$)"),
        ),
    ),
    (
        f"[{_CN}多伍百半成弱佳不加合凑拼押]",
        (
            (
                "idiom",
                f"{_SAYINGS}|[加合凑拼](?:在|到)?一块(?!钱|[0-9](?:$|[，。？ ]))|一[百千万]个(?!月|点|工作|季|星期|礼拜|百分)",
            ),
            (
                "idiom",
                "八成(?=[是能会要过不没通得有被拒都])|百分之百(?=[通能会可保不没是有真正过下批秒确肯靠安放])",
            ),
            ("number", rf"[{_CN}]{{1,3}}周?岁"),
            ("time", rf"[{_CN}]{{1,3}}点(?:半(?!的)|多|钟|整|左右|之?以?[前后])"),
            ("time", rf"[{_CN}半]{{1,4}}[多来]?(?:个?(?:多|半)?小时|个?钟头|分钟|秒钟?|刻钟)"),
            ("date", r"[一二][零〇九][零〇一二三四五六七八九]{2}年"),
            (
                "date",
                r"(?:十[一二]|[一二三四五六七八九十])月份?(?:[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]",
            ),
            ("date", r"(?<![百千万])[一二三四五六七八九十]{1,2}月(?:份|底|初|末|中旬|上旬|下旬)"),
            ("date", rf"[{_CN}]{{1,3}}号(?!码)"),
        ),
    ),
    (
        "[张李王赵万第上下头同末某哪另新有早中午晚凌傍夜今明周星礼微威唯安鸿苹华小几这那最]",
        (
            ("idiom", rf"(?<![{_CN}0-9十百千拾佰仟几半息率按是降个])万一(?! ?[的之天息])"),
            ("idiom", "(?:张三|李四|王五)(?![十百千万])"),
            ("number", r"[微威唯] ?2000(?![0-9])(?! ?[元块])"),
            ("number", r"(?:安卓|鸿蒙|苹果|华为|小米) ?[0-9]{1,2}(?:\.[0-9]+){0,4}" + _NO_UNIT),
            (
                "ordinal",
                rf"第(?: ?[0-9]{{1,6}}[万亿]?|[{_CN}百千万亿]{{1,8}})(?:个?(?:月|季度|星期|礼拜)"
                rf"|[期年天日次笔周条款位名个家步章])?",
            ),
            (
                "ordinal",
                r"(?:某|哪|同|另|下|上|头|末|这|那|最后|新的?)(?:一|1)(?:个?(?:月|星期|礼拜|季度)"
                r"|[期年天日周])(?!半)|[上下]半(?:年|个?月)",
            ),
            ("ordinal", "有一天(?:没一天|算一天)?(?!多)"),
            (
                "time",
                r"(?:早上|上午|中午|下午|晚上|凌晨|傍晚|半夜|夜里|早晨|今晚|明早)"
                rf"(?:[0-9]{{1,2}}|[{_CN}]{{1,3}})(?:[点时](?:半|多|钟|整|[0-9]{{1,2}}分?|[{_CN}]{{1,3}}分?)?)?",
            ),
            ("date", rf"(?<![{_CN}0-9半个])(?:周|星期|礼拜)[一二三四五六日天1-7](?![0-9万千百十]|个月)"),
            ("time", r"几十?个?(?:小时|钟头|分钟|秒)"),
        ),
    ),
)


def _compile() -> tuple[re.Pattern[str], dict[str, ReferenceKind]]:
    """One pattern; the first character decides which alternatives are tried at all."""
    kinds: dict[str, ReferenceKind] = {}
    groups: list[str] = []
    for first, alternatives in _GROUPS:
        named: list[str] = []
        for kind, pattern in alternatives:
            name = f"k{len(kinds)}"
            kinds[name] = kind
            named.append(f"(?P<{name}>{pattern})")
        groups.append(f"(?={first})(?:{'|'.join(named)})")
    return re.compile("|".join(groups)), kinds


_PATTERN, _KINDS = _compile()
_DATE_PARTS = [[name for name in _PATTERN.groupindex if name[0] == part] for part in "ymd"]


def find_references(text: str) -> list[Reference]:
    """The references in a text, in order, none overlapping another.

    >>> [(r.start, r.end, r.kind) for r in find_references("WE2000的第3期8月21还")]
    [(0, 6, 'number'), (7, 10, 'ordinal'), (10, 14, 'date')]
    """
    found: list[Reference] = []
    for match in _PATTERN.finditer(text):
        # the group around an alternative closes last
        kind = _KINDS[match.lastgroup or ""]
        year, month, day = _date(match) if kind == "date" else (None, None, None)
        found.append(Reference(match.start(), match.end(), kind, year, month, day))
    return found


def _date(match: re.Match[str]) -> tuple[int | None, int | None, int | None]:
    """Year, month and day as far as Arabic digits say them; a year of two digits is of this century."""
    year, month, day = (
        next((int(number) for number in map(match.group, names) if number), None) for names in _DATE_PARTS
    )
    return (year + 2000 if year is not None and year < 100 else year), month, day
