"""What is a figure in Chinese prose, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.figures import find_figures

NAMES = ["WE2000", "360借条"]

FIGURES = """
20期 24% 95384 ９５３８４ 2025年 2026-03-31 1.5倍 36％ 7×24小时 ISO27001 0.05%
百分之二十四 百分之零点五 万分之五 千分之三 日息万五
三十天 三天 两天 两年 五年 十年 一年内 一个月 两个月 半年 半个月 一周 一小时 二十四小时 七十二小时 三个工作日 十五日
五万元 一万元 一千元 两万 一百块 四倍 一倍 三成 四成 一厘 七点五折 五个百分点
三家机构 二十次 三笔 十八周岁 两期 三百六十五天 二〇二六年 九五五八八 二十来天 三十多天
""".split()  # noqa: SIM905 - a list to add to

PROSE = """
一次性还清|第一|一般|一样|一定|一起|一旦|一直|一些|一部分|一点|一半|统一|唯一|逐一|万一还不上|万事小心
下一期|上一期|每一期|最后一期|一期一期还|同一天|每一天|一天也算逾期|一天一天地|一笔一笔还|一家平台|一家人|一块儿
两种说法|两三天|一两个月|三五天|几天后|几十元|十几天|数百元|上千元|好几年|两家说法不一|三种情况|分三步|三件事|两个办法|三个问题
十分重要|千万不要|千万别|一成不变|三方协议|第三方平台|百行征信|百度有钱花|半信半疑|多半|三天两头|十有八九|一五一十|万元户
一年期 LPR 的四倍|四倍LPR|一年期|第一步、第二步|第三方|第一次借|周期|日常|成为|每天|按日计息|逐月|年化|上月
WE2000 的额度|360借条没有资料|we2000|{weilidai.daily_rate}起|《规定（2020年第二次修正）》|1. 打开微信|2、点还款
""".replace("\n", "|").split("|")


@pytest.mark.parametrize("text", FIGURES)
def test_a_figure_is_found(text: str) -> None:
    assert find_figures(f"最多{text}，以页面为准", NAMES)


@pytest.mark.parametrize("text", [text for text in PROSE if text])
def test_prose_without_figures(text: str) -> None:
    assert find_figures(text, NAMES) == []


def test_figures_have_their_place() -> None:
    text = "逾期三十天，罚 1.5倍。"
    found = find_figures(text)
    assert [(figure.start, figure.text) for figure in found] == [(2, "三十天"), (8, "1.5倍")]


def test_a_number_within_a_name_is_no_licence_for_others() -> None:
    assert [figure.text for figure in find_figures("WE2000 最多 2000元", NAMES)] == ["2000元"]


@given(
    st.text(alphabet="零一二两三十百千万亿半分之点天年月元倍成期笔第下每{}《》.0123456789 \n", max_size=60)
)
def test_any_text_can_be_searched(text: str) -> None:
    for figure in find_figures(text, NAMES):
        assert text[figure.start :].startswith(figure.text)
