"""Characters that people take for one another: the same sound on a pinyin keyboard, the same look in a font.

Each constant matches one syllable; those of the methods may be typed in pinyin (等额本xi). Only the words of rates and
repayment methods are here; the names of products and their misspellings belong to the knowledge.
"""

LI = "[利力立里历例厉丽礼]"
LV = "[率绿律虑旅]"
XI = "(?:[息西系析昔希吸惜夕悉习席细戏洗]|xi)"
HUA = "[化花话画华划滑哗]"
YEAR = "[年念]"
DENG = "(?:[等登邓灯噔]|deng)"
E = "(?:[额鄂饿恶俄鹅]|e)"
BEN = "(?:[本夲笨苯奔]|ben)"
JIN = "(?:[金斤今津巾近进紧经]|jin)"
XIAN = "(?:[先线仙显现鲜]|xian)"
HOU = "(?:[后候厚]|hou)"
SUI = "(?:[随虽岁]|sui)"
HUAN = "(?:[还环换]|huan)"

INTEREST = f"(?:{LI}{LV}|利{XI}|力息|[息利])"
"""利率 and 利息."""

PERIOD_RATE = f"(?:{LI}{LV}|{XI}|[利费罚均率]|综合)"
"""What follows 日, 月 and 年 in 日息, 月利率, 年费率."""
