"""The names of currencies, as far as people write them in Chinese, and their ISO 4217 codes."""

import re

_NAMES = {
    "CNY": "人民币 软妹币 大洋 rmb RMB Rmb cny CNY yuan Yuan 元人民币 块人民币 kuaiqian kuai 蚊",
    "USD": "美元 美金 美刀 美币 刀乐 USD usd 元美金 块美金",
    "HKD": "港币 港元 港纸 港幣 HKD hkd 元港币 块港币",
    "TWD": "新台币 台币 新臺幣 臺幣 TWD NTD 元台币 元新台币",
    "MOP": "澳门元 澳门币 葡币 MOP",
    "JPY": "日元 日币 日圆 円 JPY jpy",
    "EUR": "欧元 欧 EUR eur",
    "GBP": "英镑 镑 GBP gbp",
    "AUD": "澳元 澳大利亚元 澳币 澳洲元 AUD",
    "CAD": "加元 加拿大元 加币 CAD",
    "NZD": "新西兰元 纽元 纽币 NZD",
    "SGD": "新加坡元 新加坡币 新币 坡币 SGD",
    "KRW": "韩元 韩币 韩圆 KRW",
    "KPW": "朝鲜元 朝鲜圆",
    "CHF": "瑞士法郎 瑞郎 CHF",
    "RUB": "卢布 俄罗斯卢布 RUB",
    "INR": "印度卢比 卢比 INR",
    "PKR": "巴基斯坦卢比",
    "NPR": "尼泊尔卢比",
    "LKR": "斯里兰卡卢比",
    "IDR": "印尼盾 印尼卢比 印度尼西亚盾 IDR",
    "VND": "越南盾 VND",
    "THB": "泰铢 铢 THB",
    "MYR": "林吉特 马币 令吉 马来西亚林吉特 MYR",
    "PHP": "菲律宾比索 PHP",
    "MXN": "墨西哥比索 墨西哥元 MXN",
    "ARS": "阿根廷比索",
    "CLP": "智利比索",
    "COP": "哥伦比亚比索",
    "CUP": "古巴比索",
    "BRL": "巴西雷亚尔 雷亚尔 BRL",
    "PEN": "秘鲁索尔",
    "ZAR": "南非兰特 兰特 ZAR",
    "EGP": "埃及镑",
    "NGN": "奈拉 尼日利亚奈拉",
    "KES": "肯尼亚先令",
    "SEK": "瑞典克朗 SEK",
    "NOK": "挪威克朗 NOK",
    "DKK": "丹麦克朗 DKK",
    "ISK": "冰岛克朗",
    "CZK": "捷克克朗",
    "PLN": "兹罗提 波兰兹罗提",
    "HUF": "福林 匈牙利福林",
    "RON": "罗马尼亚列伊",
    "BGN": "保加利亚列弗",
    "UAH": "格里夫纳 乌克兰格里夫纳",
    "TRY": "土耳其里拉 里拉",
    "ILS": "谢克尔 以色列新谢克尔",
    "AED": "迪拉姆 阿联酋迪拉姆",
    "SAR": "沙特里亚尔",
    "QAR": "卡塔尔里亚尔",
    "IRR": "伊朗里亚尔",
    "KWD": "科威特第纳尔",
    "IQD": "伊拉克第纳尔",
    "KZT": "坚戈 哈萨克斯坦坚戈",
    "MNT": "图格里克 蒙古图格里克",
    "MMK": "缅元 缅币",
    "KHR": "瑞尔 柬埔寨瑞尔",
    "LAK": "基普 老挝基普",
}
_CENTS = {"美分": ("USD", 100), "欧分": ("EUR", 100), "港仙": ("HKD", 100), "便士": ("GBP", 100)}
_SIGNS = {
    "¥": "CNY",
    "￥": "CNY",
    "$": "USD",
    "US$": "USD",
    "HK$": "HKD",
    "NT$": "TWD",
    "A$": "AUD",
    "€": "EUR",
    "£": "GBP",
    "₩": "KRW",
    "₽": "RUB",
    "₹": "INR",
    "฿": "THB",
}

CURRENCY_OF = {name: code for code, names in _NAMES.items() for name in names.split()} | _SIGNS
"""Name or sign → ISO 4217 code."""

CENTS_OF = _CENTS
"""Name of a hundredth → (code of the currency, how many make one)."""


def _alternatives(names: list[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_AFTER = [name for name in CURRENCY_OF if name not in _SIGNS and name != "欧"]
FOREIGN = re.compile(
    rf" ?(?P<name>{_alternatives([*_AFTER, *_CENTS])}|欧(?![洲美])|刀(?=$|[，。 ])|(?:US|HK|NT)?[$](?! "
    rf"?[0-9])|[€£](?! ?[0-9]))(?![a-zA-Z])"
)
"""A named currency after a number."""

BEFORE = re.compile(
    rf"(?:{_alternatives([*_SIGNS, *(n for n in _AFTER if n[0] not in '元块' and len(n) > 1)])}) ?"
)
"""A sign or a named currency before a number."""


def code_of(name: str) -> str:
    """The code of a name found by `FOREIGN` or `BEFORE`; 刀 is slang for the US dollar.

    >>> code_of("美金"), code_of("¥ ")
    ('USD', 'CNY')
    """
    return CURRENCY_OF.get(name.strip(), "USD")
