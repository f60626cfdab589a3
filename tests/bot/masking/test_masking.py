"""What is hidden, and what has to stay readable."""

from __future__ import annotations

import doctest
import importlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.masking import mask_personal, personal_spans
from tests.bot.masking.spellings import Secret, secrets

SECRETS = secrets()

ORDINARY = """
借50000分36期日息万四
微粒贷借200000，分12期，年化14.4%
本金 15000 8000 1200 三笔一起还
30000 12 24 36 48 60 期各还多少
5000 6000 7000 8000 哪个额度划算
借5000，8000，10000一天多少利息
1,234,567元
每期1234.56，利息78.90，一共1313.46
1234.56 1234.56 1234.56 这是三期的账单
2024-01-05到2025-01-05借了多久
2024.1.5借 2024.12.31还
2024年1月5日借的50000
20240105借的
打95384问过了
客服 400-999-8800 打不通
400 999 8800
微信WE2000怎么开
微信we2000 20000 12期
微信 20000 能借吗
微信借20000
微信里weilidai在哪
微信号换了还能用微粒贷吗
两个微信号都能开吗
QQ钱包里有微粒贷
qq上能借4万
扣扣能开吗
加微粒贷客服
验证码收不到
支付密码6位数忘了
密码错了五次
一二三四五期怎么还
一万二千三百四十五
三十六期
十二万三千
借1万2分24期
0.0005
百分之十五点四
@jiewen_test_bot 微粒贷利率
/help@jiewen_test_bot
WE2000和分付哪个好
A股跌了还能借吗
iPhone15分期24期
ETC 5%
13000 200000 两笔
额度15300，用了2850，分36期
"""


@pytest.mark.parametrize("secret", SECRETS, ids=[repr(one.sentence) for one in SECRETS])
def test_personal_data_is_hidden(secret: Secret) -> None:
    before, _, after = secret.sentence.partition(secret.personal)
    masked = mask_personal(secret.sentence)
    hidden = masked[_units(before) : len(masked) - _units(after)]
    assert not any(one.isalnum() for one in hidden), masked
    assert masked.startswith(before[:3])
    assert masked.endswith(after)


def test_there_are_more_than_two_hundred_spellings() -> None:
    assert len({one.sentence for one in SECRETS}) > 200


@pytest.mark.parametrize("text", ORDINARY.strip().splitlines())
def test_what_is_asked_stays(text: str) -> None:
    assert mask_personal(text, keep={"jiewen_test_bot"}) == text


def test_a_number_beside_an_amount_is_hidden_alone() -> None:
    assert mask_personal("借20000 13912345678 分12期") == "借20000 *********** 分12期"
    assert mask_personal("6222021234567890 50000 12期") == "**************** 50000 12期"


def test_another_bots_name_is_hidden() -> None:
    assert mask_personal("@linxiaoyu_88 你好", keep={"jiewen_test_bot"}) == "************* 你好"


@given(st.text(max_size=300))
def test_any_text_keeps_its_length_and_is_masked_once(text: str) -> None:
    masked = mask_personal(text)
    assert _units(masked) == _units(text)
    assert mask_personal(masked) == masked


@given(st.text(alphabet="0123456789 -.,借元期万一二三@qv", max_size=60))
def test_spans_are_within_the_text(text: str) -> None:
    assert all(0 <= start < end <= len(text) for start, end in personal_spans(text))


@pytest.mark.parametrize(
    "text", ["1 " * 2000, "1" * 4096, "a@" * 2000, "加微信" * 1300, "1-" * 2000, "at " * 1300]
)
def test_the_longest_message_takes_no_time(text: str) -> None:
    began = time.process_time()
    mask_personal(text)
    assert time.process_time() - began < 1.0


@pytest.mark.parametrize("name", ["folding", "numbers", "contacts", "personal"])
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"bot.masking.{name}")).failed == 0


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
