"""The many ways in which people write the same thing, read whole: everything that is there and nothing else.

``text | amounts | rates | terms | methods``, each list as in ``notation``.
"""

import pytest

from tests.bot.understanding.expressions.notation import amounts, methods, rates, read, terms

WAYS = """
# --- the end of a number
想搞6万多点周转              | 60000
约莫3万多一点就够了          | 30000
贷了30w15年                  | 300000 |  | 180m
账上 4 500 元                | 4500
合计 1 320 000.80元          | 1320000.8
2万块2分利 一个月多少息      | 20000 | 2/month | 1m
手头才剩61块8毛5了           | 61.85
借一万八月底还清             | 18000
二、三十万够付首付了         | 200000~300000
还了6000、9000、1万4三笔     | 6000; 9000; 14000
# --- what makes a number money
超期三天加45                 | 45 |  | 3d
8万/2年/3710                 | 80000; 3710 |  | 24m
5号扣1260，20号1890          | 1260; 1890
头息600，拿到手5400          | 600; 5400
转给李四9000                 | 9000
8000扣了600                  | 8000; 600
每满300减20                  | 300; 20
借据上写着1万6               | 16000
要不2600行不行 我想借        | 2600
7500成不成                   | 7500
分9期和18期哪个划算，3600选哪种 | 3600 |  | 9m; 18m
6分期免息 3988的床垫         | 3988
2799那台分12期               | 2799 |  | 12m
洗衣机3199分6期              | 3199 |  | 6m
平台说一期612.35 分10期      | 612.35 |  | 10m
最后一期才还733.4            | 733.4
标价6988，国补减1000         | 6988; 1000
1.借3万 2.分18期 3.日息万三  | 30000 | 0.03/day | 18m
4万 首付1万2                 | 40000; 12000
申请8万只批了3万             | 80000; 30000
公积金1500，房租900          | 1500; 900
办了12800的分期              | 12800
浦发9200 中信6400 想转成年化12以内的 | 9200; 6400 | 12/year
发了薪就还，先借800用10天    | 800 |  | 10d
合同6000，展期一次1200，期限7天 | 6000; 1200 |  | 7d
商家免息12期，就是贵260      | 260 |  | 12m
去年那笔剩1866.4年化15.2%    | 1866.4 | 15.2/year
月供不能超4000，年化4%，20年 | 4000 | 4/year | 240m
还缺三千镑                   | 3000 GBP
0.6w                         | 6000
一万六千分之四月息           | 16000 | 0.4/month
借六百块一礼拜               | 600 |  | 7d
借5万，哦不对写错了是5万5    | 55000
扣了我71块5，难道不该是58.32 | 71.5; 58.32
借900用1天利息0.36元，借2万用30天呢 | 900; 0.36; 20000 |  | 1d; 30d
5万分3年，利息头一期182后面少 | 50000; 182 |  | 36m
砍头砍了450，卡里只到2550    | 450; 2550
一个半w                      | 15000
两个半万                     | 25000
借4200分10周，每周470        | 4200; 470 |  | 70d
我一个月到手工资八千多       | 8000
2400分3期多少钱一期          | 2400 |  | 3m
iPhone 7499分24期，每期349.9 | 7499; 349.9 |  | 24m
借9万：甲方案月供2960        | 90000; 2960
服务费每期40，一年多花多少   | 40 |  | 12m
欠1632.5，加上违约金都快2000了 | 1632.5; 2000
安逸花12000分12，每月1108    | 12000; 1108 |  | 12m
提前还清客服报3980，能省多少 | 3980
先要六七千，再多一点八千五也行 | 6000~7000; 8500
# --- what does not
验证码收到的是481736         |
借据号后六位770214查一下     |
两千网红直播说的福利         |
进群口令是6621               |
小米15 12+512那款能分期不   |
微信步数2万就送额度？       |
欠条在3楼302室王姐那里      |
3:怎么开通微粒贷            |
月底前还清的话免一半利息    |
绑定7731的卡掉了，怎么还款   |
借钱的时候一直报502错误      |
我借款的卡（6620）扣不了     |
押一付三的房租贷是啥         |
想借711贷，别家都不批        |
照片不要超过300k             |
芝麻分从588升到641           |
尾号分别是4471、9032         |
还款日每个月18               |
张三说他也借过               |
附件2000k传不上去            |
欠8万4，分五年60期，一期还好多 | 84000 |  | 60m; 60m
又从15万里扣了1万2          | 150000; 12000
他说每个月给我500分红       | 500
# --- rates
月息1.2分到1.8分             |  | 1.2~1.8/month
月利6厘到1分1                |  | 0.6~1.1/month
0.04%天                      |  | 0.04/day
LPR-20个基点                 |  | 0.2/none
LPR+0.45%                    |  | 0.45/none
在LPR上再加60个基点          |  | 0.6/none
年化8.5%起，封顶18%          |  | 8.5/year; 18/year
年化率四点三五               |  | 4.35/year
年化一成五                   |  | 15/year
月费0.7%，一次性收3%         |  | 0.7/month; 3/once
服务费一次性扣4%，月利率0.9% |  | 4/once; 0.9/month
砍头15%，月息还要3%          |  | 15/once; 3/month
利率从5.2降到3.6             |  | 5.2/none; 3.6/none
4.1的利率能再低吗            |  | 4.1/none
年化从20%降到14%每个月少还多少 |  | 20/year; 14/year
年化9% 12% 16%三档           |  | 9/year; 12/year; 16/year
年化18%的，这个18%怎么算     |  | 18/year; 18/year
年化都快22了                 |  | 22/year
万四点五                     |  | 0.045/none
晚一天罚万六                 |  | 0.06/day
一天万四，一年下来超过十四个点 |  | 0.04/day; 14/year
月供不能超过收入的40%        |  | 40/none
房贷占家里收入不到35%        |  | 35/none
每个月最低还5%               |  | 5/none
提前还要收剩余本金的百分之三 |  | 3/once
提早结清收2%违约金           |  | 2/once
要先交5%押金                 |  | 5/once
消费贷利率才4%               |  | 4/none
点位收3.5                    |  | 3.5/once
月手续费率从0.7%优惠到0.4%   |  | 0.7/month; 0.4/month
日息低于万三才借             |  | 0.03/day
手续费打七折后是0.42%一期，贵不贵 |  | 70/none; 0.42/period
综合息费率24%                |  | 24/none
IRR是1.1%一个月，高吗        |  | 1.1/month
利率从3分降到1分8            |  | 3/month; 1.8/month
服务费百分之二一次性收       |  | 2/once
十八个点五的年化             |  | 18.5/year
提前还：半年内收4%           |  | 4/once | 6m
罚息加收50%                  |  | 50/none
欠一万 剩下的一天万五 一个月多少 | 10000 | 0.05/day | 1m
晚还的按日加收万分之六       |  | 0.06/day
六个点上下一年               |  | 6/year
月利率1.2%换成年的是14.4%    |  | 1.2/month; 14.4/year
日息0.03%起，到我这0.06%     |  | 0.03/day; 0.06/day
6期手续费3.5%、12期6.8%      |  | 3.5/once; 6.8/once | 6m; 12m
综合费率18%                  |  | 18/none
罚息＝本金×0.075%×逾期天数   |  | 0.075/day
按日另收万四滞纳金           |  | 0.04/day
本来月息三分，给我算两分五   |  | 3/month; 2.5/month
每期费率打8折后0.52%          |  | 80/none; 0.52/period
利西三分五，按月算           |  | 3.5/month
日息万二到万五之间           |  | 0.02~0.05/day
逾期后每天收我本金的千分之一点二 |  | 0.12/day
手续费百分之六点八一次性收   |  | 6.8/once
利息还万五一天               |  | 0.05/day
日利率不超万分之柒           |  | 0.07/day
从万六降到万四点二           |  | 0.06/none; 0.042/none
扣款成功率91%                |  | 91/none
# --- terms
两个月供加起来4600           | 4600
大概17、8天，借900           | 900 |  | 17~18d
展期20日                     |  |  | 20d
4y期 年化7                   |  | 7/year | 48m
能分48期吗 还是只能24        |  |  | 48m; 24m
分6、9还是12期               |  |  | 6m; 9m; 12m
大概十五日，利息多少         |  |  | 15d
分18期，一期手续费多少       |  |  | 18m
宽限5天                      |  |  | 5d
# --- methods
等额本xi                     |  |  |  | equal_installment
每月等额还                   |  |  |  | equal_installment
每个月还的本金都一样，利息慢慢少 |  |  |  | equal_principal
月月付利息 最后一笔还本金    |  |  |  | interest_only
每月给利息，一年后还本       |  |  | 12m | interest_only
半年后连本带利一次给         |  |  | 6m | bullet
利息一直按最初的本金收       |  |  |  | flat_fee
等额本洗和等额本经           |  |  |  | equal_installment; equal_principal
每个月还的钱逐月递减         |  |  |  | equal_principal
月月还息，到时候还本         |  |  |  | interest_only
一次性还清全部本息           |  |  |  | bullet
最后剩一大笔尾款那种         |  |  |  | balloon
利息每期一样的那种           |  |  |  | flat_fee
前半年只还息，后面等额本息   |  |  | 6m | interest_only; equal_installment
到日子本息一把结             |  |  |  | bullet
每月总额一样的               |  |  |  | equal_installment
每月本金八百，利息后面越来越少 | 800 |  |  | equal_principal
到期一次还本付息和每月付息到期还本 |  |  |  | bullet; interest_only
本金每个月还的一样，利息越还越少 |  |  |  | equal_principal
月供每月递减的               |  |  |  | equal_principal
等鹅本金                     |  |  |  | equal_principal
每期本金和手续费都一样       |  |  |  | flat_fee
七个月后连本带利一起还       |  |  | 7m | bullet
首付完了，尾款贷24期         |  |  | 24m
本金到期一把还，利息按月打给你 |  |  |  | interest_only
5个月后还本，每月付息        |  |  | 5m | interest_only
平时只付月息，到期归还本金   |  |  |  | interest_only
到期那天本金带利息一把结清   |  |  |  | bullet
利息每月付，本金两年后一次性还 |  |  | 24m | interest_only
按季度付息                   |  |  |  | interest_only
"""


def rows(table: str) -> list[tuple[str, list[list[str]]]]:
    found = []
    for line in table.strip().splitlines():
        if line.startswith("#"):
            continue
        text, *lists = (part.strip() for part in line.split("|"))
        lists += [""] * (4 - len(lists))
        found.append((text, [[one.strip() for one in part.split(";") if one.strip()] for part in lists]))
    return found


@pytest.mark.parametrize(("text", "expected"), rows(WAYS))
def test_everything_is_read(text: str, expected: list[list[str]]) -> None:
    assert [amounts(text), rates(text), terms(text), methods(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("不是借6000是借1万6", ["16000"]),
        ("我要7000，哦不，7600", ["7600"]),
        ("借3万 打错了 是2万", ["20000"]),
        ("9000不对，应该是9500", ["9500"]),
        ("我借的2万，不是12万", ["20000"]),
        ("是2万不是12万吗", ["20000", "120000"]),
        ("是不是要还4800", ["4800"]),
    ],
)
def test_what_is_taken_back_is_not_read(text: str, expected: list[str]) -> None:
    assert amounts(text) == expected


def test_terms_and_rates_are_taken_back_too() -> None:
    assert terms("分6期，打错了，9期") == ["9m"]
    assert rates("日息万五，不对，是万三") == ["0.03/day"]


def test_what_an_amount_is_for() -> None:
    found = read("头息700，到手6300")
    assert [amount.role for amount in found.amounts] == ["deduction", "net_proceeds"]
