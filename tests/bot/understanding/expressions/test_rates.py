import pytest

from tests.bot.understanding.expressions.notation import cases, rates, read

WRITTEN = """
# percent and its fractions
0.035% | 0.035/none
6.5％ | 6.5/none
8 % | 8/none
3‰ | 0.3/none
百分之九 | 9/none
百分之十六点五 | 16.5/none
百分之4.35 | 4.35/none
百分0.06 | 0.06/none
百分之一百零五 | 105/none
千分之六 | 0.6/none
千分之1.8 | 0.18/none
万分之三点五 | 0.035/none
万分之6 | 0.06/none
4个百分点 | 4/none
50个基点 | 0.5/none
30bp | 0.3/none
半个百分点 | 0.5/none
# points
8个点 | 8/none
两个半点 | 2.5/none
十五个点 | 15/none
零点六个点 | 0.6/none
# by the day
日息是0.03% | 0.03/day
日利率万分之二 | 0.02/day
日息万3.5 | 0.035/day
日息万二点五 | 0.025/day
日息千一 | 0.1/day
每天0.06% | 0.06/day
0.045%/天 | 0.045/day
0.02%每天 | 0.02/day
0.05%一天 | 0.05/day
一天万四 | 0.04/day
万六的日息 | 0.06/day
按每日万分之四算 | 0.04/day
日利率0.0003 | 0.03/day
# by the month: 分 is a hundredth, 厘 a thousandth
月息1.2% | 1.2/month
月利率百分之零点八 | 0.8/month
月息一分三 | 1.3/month
月息2分 | 2/month
月息九厘 | 0.9/month
月利6厘 | 0.6/month
三分利 | 3/month
一分二厘 | 1.2/month
利息两分五 | 2.5/month
两毛利 | 20/month
每个月一个半点 | 1.5/month
1.5%每月 | 1.5/month
月费率0.45% | 0.45/month
月利率1.1 | 1.1/month
# by the year: 分 is a tenth, 厘 a hundredth
年化9.6% | 9.6/year
年利率百分之五点四 | 5.4/year
年化二十四个点 | 24/year
年息6厘 | 6/year
年息一分五 | 15/year
15%一年 | 15/year
12.6%年化 | 12.6/year
10.8%的年利率 | 10.8/year
APR 15.4% | 15.4/year
LPR 3.1% | 3.1/year
年化13.8 | 13.8/year
年利率0.12 | 12/year
年花率8.5% | 8.5/year
年化利绿7% | 7/year
# by the instalment, and once
每期0.65% | 0.65/period
每期手续费0.7% | 0.7/period
0.5%/期 | 0.5/period
手续费1.5% | 1.5/once
服务费百分之三 | 3/once
砍头息15% | 15/once
违约金2% | 2/once
# typing errors
16.8%（单利年化） | 16.8/year
9.6%(复利年化） | 9.6/year
年里率11% | 11/year
月息7里 | 0.7/month
年滑9% | 9/year
念化20% | 20/year
日系万六 | 0.06/day
百分支八 | 8/none
百份之三 | 3/none
nianhua 14% | 14/year
rixi0.03% | 0.03/day
# financial numerals, spaces, round Latin units
佰分之六 | 6/none
百分之拾捌 | 18/none
百分之 三 十 | 30/none
打 六 折 | 60/none
8 . 5% | 8.5/none
.04% | 0.04/none
5K% | 5000/none
# discounts and shares
打七折 | 70/none
8.8折 | 88/none
六五折 | 65/none
95折优惠 | 95/none
对折 | 50/none
四成 | 40/none
两成五 | 25/none
六成半 | 65/none
# ranges
0.02%-0.06% | 0.02~0.06/none
日息0.03-0.05% | 0.03~0.05/day
年化10%到24% | 10~24/year
日息万三到万五 | 0.03~0.05/day
百分之四到六 | 4~6/none
2到4个点 | 2~4/none
月息1~2分 | 1~2/month
7到9折 | 70~90/none
年化12到18 | 12~18/year
"""

IN_CONTEXT = """
日息万三折成年化多少 | 0.03/day
日息0.04%合年化14.6% | 0.04/day;14.6/year
年化是10.8还是14.4 | 10.8/year;14.4/year
每期0.6呢 | 0.6/period
降到万三了 | 0.03/none
年费率30%，每月要还多少 | 30/year
费率28%，每月要还多少 | 28/once
金条万四 分付万三 | 0.04/none;0.03/none
借呗万2.5，现在是万4 | 0.025/none;0.04/none
收4个点 一年利息5% | 4/once;5/year
从年化9%一下涨到15% | 9/year;15/year
月息两厘五后来变成三厘 | 0.25/month;0.3/month
7.2%（年） | 7.2/year
月供多少比那边16%的贵吗 | 16/none
利率0.7%一月，9期 | 0.7/month
一家日息万三 另一家万四 | 0.03/day;0.04/day
日息万4和万6 | 0.04/day;0.06/day
万五的 | 0.05/none
借8000 万四 | 0.04/none
罚息一天万六 | 0.06/day
利息是三分 | 3/month
利率4.2个点 | 4.2/none
按一年15%算 | 15/year
借一年6% | 6/none
一万块一个月1.5个点 | 1.5/month
1年 0.04%的日息 | 0.04/day
首付两成 | 20/none
百分之百 | 100/none
手续费1.5%日息万四10天 | 1.5/once;0.04/day
LPR加80个基点 | 0.8/none
年利率上浮15% | 15/none
月息三毛 | 30/month
三分的月息 | 3/month
两分利一年多少 | 2/month
# no rates
八成是骗子 |
一成不变 |
一波三折 |
三个点子 |
沈万三 |
a%20b%20%20 |
万一还不上 |
三千万 |
借万五 |
650分够不够 |
分三成还 |
打个骨折 |
折合人民币 |
5000折现 |
下午三点 |
一点五十 |
百分百能下 |
100%通过吗 |
完成一半 |
月息多少 |
利息200 |
日利息5块 |
三里外 |
利息6离谱吗 |
"""

ROLES = [
    ("年化7%", "interest"),
    ("手续费4%", "fee"),
    ("每期费率0.7%", "fee"),
    ("罚息0.075%", "penalty"),
    ("违约金5%", "penalty"),
    ("砍头息10%", "deduction"),
    ("中介抽两成", "deduction"),
    ("打九折", "discount"),
    ("首付四成", "ratio"),
    ("上浮20%", "ratio"),
]


@pytest.mark.parametrize(("text", "expected"), cases(WRITTEN))
def test_a_rate_as_written(text: str, expected: list[str]) -> None:
    assert rates(text) == expected


@pytest.mark.parametrize(("text", "expected"), cases(IN_CONTEXT))
def test_a_rate_in_context(text: str, expected: list[str]) -> None:
    assert rates(text) == expected


@pytest.mark.parametrize(("text", "role"), ROLES)
def test_what_a_rate_is_for(text: str, role: str) -> None:
    (rate,) = read(text).rates
    assert rate.role == role


def test_the_word_of_the_period_belongs_to_the_rate_that_has_no_other() -> None:
    assert not read("0.05%一天").terms
    assert not read("一天0.05%").terms
    assert len(read("年化6%一年").terms) == 1
    assert len(read("借一年6%").terms) == 1


def test_the_benchmark_is_no_term() -> None:
    found = read("五年期LPR3.6%")
    assert not found.terms
    assert found.rates[0].period == "year"
