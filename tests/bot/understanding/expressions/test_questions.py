"""Whole questions: every list must be right, and the role of every amount."""

from dataclasses import dataclass

import pytest

from tests.bot.understanding.expressions.notation import length, rates, read, span


@dataclass(frozen=True)
class Question:
    text: str
    amounts: str = ""
    rates: str = ""
    terms: str = ""
    methods: str = ""


QUESTIONS = [
    Question("4万2 年利率8.4 分24期", "42000 principal", "8.4/year", "24m"),
    Question("月息1分6期借3千", "3000 principal", "1/month", "6m"),
    Question("贷了7w2 月供2150 36期", "72000 principal; 2150 payment", "", "36m"),
    Question("到账8千 服务费260 分5期", "8000 net_proceeds; 260 fee", "", "5m"),
    Question("6厘的月息 2万5 一年", "25000 principal", "0.6/month", "12m"),
    Question("9000分6期万四", "9000 principal", "0.04/none", "6m"),
    Question("账单欠1万6 最低还10% 日息万五", "16000 outstanding", "10/none; 0.05/day"),
    Question("80块一天利息 借5万", "80 interest; 50000 principal", "", "1d"),
    Question("手续费两个点 下款3万到手多少", "30000 principal", "2/once"),
    Question("借8千 日供95 100天", "8000 principal; 95 payment", "", "100d"),
    Question("18期多付多少利息 4万 月息一分", "40000 principal", "1/month", "18m"),
    Question("借了2000 年化几个点 还100天", "2000 principal", "", "100d"),
    Question("借7000分10期，日息万四，每月还多少", "7000 principal", "0.04/day", "10m"),
    Question("两万五 24期 年化14.4% 月供？", "25000 principal", "14.4/year", "24m"),
    Question("三萬元分十八期，月息一分一，每期還幾多", "30000 principal", "1.1/month", "18m"),
    Question(
        "15万，年利率6.8%，5年，先息后本，每个月还多少利息",
        "150000 principal",
        "6.8/year",
        "60m",
        "interest_only",
    ),
    Question(
        "贷款八万等额本金三年利率5.2%总利息",
        "80000 principal",
        "5.2/none",
        "36m",
        "equal_principal",
    ),
    Question("6000块刷了分付，一天万四，用25天多少息", "6000 principal", "0.04/day", "25d"),
    Question(
        "借4000到手3400，十天后还4000，划算吗",
        "4000 principal; 3400 net_proceeds; 4000 repayment",
        terms="10d",
    ),
    Question("说好借2万，先扣1500手续费", "20000 principal; 1500 deduction"),
    Question("交288会员费才放款", "288 fee"),
    Question("我月薪7500，能批5万不", "7500 income; 50000 limit"),
    Question("每月最多还2600，分36期，年化9%能贷多少", "2600 payment", "9/year", "36m"),
    Question("还欠8600没还", "8600 outstanding"),
    Question("一万块一天利息4块5", "10000 principal; 4.5 interest", terms="1d"),
    Question("借3万，12期，一共还32400", "30000 principal; 32400 total_repayment", terms="12m"),
    Question("已经还了6200，剩余本金3800", "6200 repaid; 3800 outstanding"),
    Question("额度六万，我只借一万五", "60000 limit; 15000 principal"),
    Question("860*24 本金一万八", "860 payment; 18000 principal", terms="24m"),
    Question("We2000能借到八千吗 分6期", "8000 principal", terms="6m"),
    Question("8月3号借的5500，9月1号还", "5500 principal"),
    Question("借9000，逾期20天，罚息万七点五", "9000 principal", "0.075/none", "20d"),
    Question(
        "9600分12期 每期手续费率0.68% 真实年化",
        "9600 principal",
        "0.68/period",
        "12m",
    ),
    Question("5000块3个月，利息打8折，年化18%", "5000 principal", "80/none; 18/year", "3m"),
    Question("幫我試算 六萬 36期 月息0.75%", "60000 principal", "0.75/month", "36m"),
    Question("随借随还4万用40天日利率0.025%", "40000 principal", "0.025/day", "40d", "daily_simple"),
    Question("借呗和微粒贷哪个利息低"),
    Question("第3期没扣到款怎么办"),
]


def parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.text)
def test_a_question(question: Question) -> None:
    found = read(question.text)
    assert [f"{span(a.low, a.high)} {a.role or ''}".strip() for a in found.amounts] == parts(question.amounts)
    assert rates(question.text) == parts(question.rates)
    assert [length(term) for term in found.terms] == parts(question.terms)
    assert [method.id for method in found.methods] == parts(question.methods)


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("工资4800", ["income"]),
        ("到手只有5200", ["net_proceeds"]),
        ("扣了300", ["deduction"]),
        ("管理费150", ["fee"]),
        ("利息一共380", ["interest"]),
        ("月供1650", ["payment"]),
        ("每期还720", ["payment"]),
        ("总共要还10800", ["total_repayment"]),
        ("一个星期后还2200", ["repayment"]),
        ("还剩4200", ["outstanding"]),
        ("最高能借20万", ["limit"]),
        ("3000额度", ["limit"]),
        ("1万块每天5块", ["principal", "interest"]),
        ("借6000一个月还1100", ["principal", "payment"]),
        ("借6000一个月还6300", ["principal", "repayment"]),
        ("转给我520", [None]),
    ],
)
def test_what_an_amount_is_for(text: str, roles: list[str | None]) -> None:
    assert [amount.role for amount in read(text).amounts] == roles
