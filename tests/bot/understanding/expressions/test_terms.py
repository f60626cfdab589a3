import pytest

from tests.bot.understanding.expressions.notation import cases, read, terms

WRITTEN = """
9期 | 9m
十八期 | 18m
24 期 | 24m
１８期 | 18m
分六个月 | 6m
分4次还 | 4m
期数：24 | 24m
1万分12还 | 12m
5个月 | 5m
十个月 | 10m
7 个 月 | 7m
四個月 | 4m
借俩月 | 2m
用仨月 | 3m
借半个月 | 0.5m
一个半月 | 1.5m
两个月半 | 2.5m
2.5个月 | 2.5m
个把月 | 1m
六个多月 | 6m
36月 | 36m
用四月 | 4m
用半年 | 6m
大半年 | 6m
一年半 | 18m
四年 | 48m
1年3个月 | 15m
两年零六个月 | 30m
一整年 | 12m
三年期 | 36m
0.5年 | 6m
分两个季度 | 6m
1个季度 | 3m
8天 | 8d
四十天 | 40d
一百五十天 | 150d
50来天 | 50d
二十几天 | 20d
10个工作日 | 10d
用25日 | 25d
60日 | 60d
10日内 | 10d
用两周 | 14d
6周 | 42d
一个星期 | 7d
俩礼拜 | 14d
双周 | 14d
# ranges and lists
2到5个月 | 2~5m
3-9期 | 3~9m
10天一个周期 | 10d
1.5到2年 | 18~24m
期限3~9期 | 3~9m
年限20 | 240m
两三个月 | 2~3m
四五天 | 4~5d
一两年 | 12~24m
6个月到9个月 | 6~9m
三、四天 | 3~4d
3、9、24期 | 3m;9m;24m
3/9/18期 | 3m;9m;18m
9期或18期 | 9m;18m
两周零三天 | 17d
个半月 | 1.5m
年把时间 | 12m
四各月 | 4m
6geyue | 6m
分18其 | 18m
二 十 四 期 | 24m
1季度 | 3m
# dates, ordinals and the like are no terms
5月账单 |
8月16 |
每月18号 |
2021年 |
2019年3月5日 |
九八年三月 |
十六日扣款 |
第5期 |
第三个月 |
下一期 |
最后一个月 |
每个月 |
每3个月 |
同一天 |
下半年 |
三季度财报 |
周五 |
新的一年 |
等了半天 |
4 周息多少 |
0205期的理财 |
两点半 |
几个月 |
好几天 |
3小时 |
十分钟 |
26岁 |
95年的 |
一万年 |
"""

IN_CONTEXT = """
七千四个月利息 | 4m
一万六分10期 | 10m
借3万8 24期 | 24m
四千九十天 | 90d
每月还860共9期 | 9m
12*860 | 12m
一天多少利息 | 1d
一个月息多少 | 1m
10万一月还多少 | 1m
免息2个月 | 2m
借8000用一周 | 7d
分期五月 | 5m
9000十个月 | 10m
"""

ROLES = [
    ("免息10天", "grace"),
    ("前两个月免息", "grace"),
    ("逾期6天", "overdue"),
    ("晚还了两天", "overdue"),
    ("已还7期", "elapsed"),
    ("用了18天", "elapsed"),
    ("还剩9期", "remaining"),
    ("分9期", None),
]


@pytest.mark.parametrize(("text", "expected"), cases(WRITTEN))
def test_a_term_as_written(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(("text", "expected"), cases(IN_CONTEXT))
def test_a_term_in_context(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(("text", "role"), ROLES)
def test_what_a_term_says(text: str, role: str | None) -> None:
    (term,) = read(text).terms
    assert term.role == role


def test_months_and_days_are_one_term() -> None:
    (term,) = read("四个月零六天").terms
    assert [term.value, term.months, term.days] == [4, 4, 6]
    assert term.to_json() == {"value": "4", "unit": "month", "months": "4", "days": "6"}


def test_a_term_keeps_the_unit_it_was_counted_in() -> None:
    (term,) = read("两年").terms
    assert term.unit == "year"
    assert [term.value, term.months, term.days] == [2, 24, None]
    (term,) = read("三周").terms
    assert term.unit == "week"
    assert [term.value, term.months, term.days] == [3, None, 21]
    (term,) = read("四到六个月").terms
    assert [term.value, term.months, term.low, term.high] == [None, None, 4, 6]
