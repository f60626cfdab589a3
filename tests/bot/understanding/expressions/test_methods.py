import pytest

from tests.bot.understanding.expressions.notation import cases, methods

TABLE = """
等额本息的月供怎么算 | equal_installment
等鄂本息 | equal_installment
等额夲息 | equal_installment
等额本系 | equal_installment
選等額本息 | equal_installment
每月等额还款 | equal_installment
deng e ben xi | equal_installment
每个月还一样多 | equal_installment
等额本金划算吗 | equal_principal
登额本金 | equal_principal
dengebenjin | equal_principal
每期还同样的本金 | equal_principal
先息后本 | interest_only
先西后本 | interest_only
先息后还本 | interest_only
到期一次还本 每月付利息 | interest_only
先还利息，最后再还本金 | interest_only
先付息最后一个月还本 | interest_only
xian xi hou ben | interest_only
每月只还利息，最后还本金 | interest_only
先还利息后还本金 | interest_only
按季付息到期还本 | interest_only
到期还本付息 | bullet
到期一次性还本付息 | bullet
利随本清 | bullet
最后一次性连本带利还 | bullet
等本等息怎么算 | flat_fee
等本等费 | flat_fee
本金平摊利息不变 | flat_fee
随借随还 | daily_simple
按天计息 | daily_simple
用几天算几天 | daily_simple
用多少天算多少天 | daily_simple
借一天付一天的利息 | daily_simple
suijiesuihuan | daily_simple
气球贷是啥 | balloon
气球还款 | balloon
等额本金和等额本息差多少 | equal_principal; equal_installment
一次性还清 |
提前还款 |
分期还款 |
最低还款额 |
本息一共多少 |
先本后息 |
自动扣款 |
"""


@pytest.mark.parametrize(("text", "expected"), cases(TABLE))
def test_the_methods_that_a_text_names(text: str, expected: list[str]) -> None:
    assert methods(text) == expected
