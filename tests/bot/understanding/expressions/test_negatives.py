"""Texts in which nothing may be read, though numbers stand in them."""

import pytest

from bot.understanding.expressions.references import find_references
from tests.bot.understanding.expressions.notation import read

NOTHING = """
13987654321
打过我的138 0013 8000
客服电话95017打不进
打12378投诉
400-888-6666
6217001234567890123
尾号6688的卡
身份证330106199001011234
验证码是628491
订单号20230518123456
We2000在哪开
we 2000是哪家的
微2000正规吗
360借条
51信用卡管家
iPhone15分期
安卓14闪退
升级到8.0.42版本
双11有活动吗
618打折不
5G信号
6栋2单元301
3号窗口
二楼办理
千万不要借
万一逾期咋办
百分百下款
一万个不愿意
一千零一夜
五百强企业
成千上万
一毛不拔
三天两头打电话
两个账户
三张卡
五百多人投诉
八千步
三百公里
两万粉丝
100个名额
前三千名
满25岁
28岁能申请吗
00后可以吗
芝麻分680
信用分720能借多少
考了98分
20分钟没到
凌晨两点
18:30扣的
每月8号
5月20日
2022年12月
周六到账吗
百万医疗险
万科的房子
百度一下
4K屏
100W快充
500毫安
3D
007
+1
一起还
一块还吗
两块电池
1/3
十分感谢
七七八八
半路
一些
一二线城市
你个二百五
十万火急
不怕一万
一元二次方程
一元店
0元下款
六块腹肌
三角形
7000积分
300兆宽带
宋词三百首
一万小时
8亿中国人
第6万个用户
10万+阅读
2K21游戏
985毕业生
芝麻分掉到610了
点赞20万+
粉丝都有3万了
借过714高炮
8000 度小满那边
千元以下的手机
https://example.com/5000
a5000@example.com
"""


@pytest.mark.parametrize("text", NOTHING.strip().splitlines())
def test_nothing_is_read(text: str) -> None:
    found = read(text)
    assert (found.amounts, found.rates, found.terms) == ((), (), ())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("we2000", "number"),
        ("3月8号", "date"),
        ("第4期", "ordinal"),
        ("晚上九点", "time"),
        ("万一", "idiom"),
        ("上一期", "ordinal"),
        ("15号", "date"),
    ],
)
def test_a_reference_says_what_it_is(text: str, kind: str) -> None:
    (reference,) = find_references(text)
    assert (reference.start, reference.end, reference.kind) == (0, len(text), kind)


def test_a_date_says_year_month_and_day() -> None:
    (reference,) = find_references("2022年6月9日")
    assert (reference.year, reference.month, reference.day) == (2022, 6, 9)
    (reference,) = find_references("7月21借的")
    assert (reference.year, reference.month, reference.day) == (None, 7, 21)


def test_dates_that_only_the_reader_of_terms_can_tell_are_references_too() -> None:
    (reference,) = read("6月账单").references
    assert (reference.kind, reference.month) == ("date", 6)
