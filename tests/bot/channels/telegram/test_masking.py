"""Questions are kept without what identifies a person."""

from __future__ import annotations

import pytest

from bot.channels.telegram.masking import mask_personal


@pytest.mark.parametrize(
    "secret",
    [
        "13800000000",
        "138-0000-0000",
        "110101190001010010",
        "11010119000101001X",
        "6222 0000 0000 0000 000",
        "a.b@c.org",
    ],
)
def test_long_numbers_and_addresses_go(secret: str) -> None:
    assert mask_personal(f"我是{secret}，逾期怎么办") == "我是***，逾期怎么办"


@pytest.mark.parametrize(
    "text", ["借2万分12期", "日息万四，借 30000 元", "2026年11月22日", "年化 7.3%-18.25%"]
)
def test_amounts_and_dates_stay(text: str) -> None:
    assert mask_personal(text) == text
