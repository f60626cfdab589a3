"""Each way to break a knowledge folder is refused with the right file and line, in a moderator's words."""
# ruff: noqa: E501 - one edit a line reads as a table

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tests.knowledge.conftest import Folder

WEILIDAI = "products/weilidai.yaml"
WE2000 = "products/we2000.yaml"
RATE = "topics/interest_rate.yaml"
OVERDUE = "topics/overdue.yaml"


@dataclass(frozen=True)
class Edit:
    """``old`` in ``file`` becomes ``new``; then there is one error, ``below`` lines down, that says ``says``."""

    id: str
    file: str
    old: str
    new: str
    says: str
    below: int = 0
    elsewhere: tuple[str, int] | None = None  # file and line of the error, where it is not in the edit
    also: tuple[tuple[str, int], ...] = field(default=())  # file and line of further errors that follow


EDITS = [
    # --- traps of YAML ---
    Edit("tab", WEILIDAI, "  hotline:\n    value", "  hotline:\n\tvalue", "行首用了 Tab 键", below=1),
    Edit("full-width-colon", WEILIDAI, "name: 微粒贷", "name：微粒贷", "“name”后面是全角冒号“：”"),
    Edit("full-width-comma", WE2000, "{value: 2000元, sources: [old-article]}\n  credit", "{value: 2000元，sources: [old-article]}\n  credit", "全角逗号"),
    Edit("full-width-space", WEILIDAI, "    value: 95384", "　　value: 95384", "行首用了全角空格"),
    Edit("full-width-dash", "phrasings/overdue.yaml", "  - 过了", "  － 过了", "列表的横线是全角的", also=(("phrasings/overdue.yaml", 3),)),
    Edit("full-width-hash", "words.yaml", "# 词语", "＃ 词语", "注释用了全角的“＃”"),
    Edit("no-space-after-colon", WEILIDAI, "lender: bank", "lender:bank", "“lender:”后面少了空格"),
    Edit("no-space-after-dash", "phrasings/overdue.yaml", "- 过了", "-过了", "横线后面少了空格", also=(("phrasings/overdue.yaml", 3),)),
    Edit("duplicate-key", WEILIDAI, "lender: bank", "lender: bank\nname: 微粒贷二", "“name”写了两次（第 3 行已经有了）", below=1),
    Edit("duplicate-fact", WEILIDAI, "  hotline:\n", "  grace: {value: 有, sources: [old-article]}\n  hotline:\n", "“grace”写了两次"),
    Edit("guessed-no", "matters/market.yaml", "value: 否", "value: no", "“no”会被当成开关或空值"),
    Edit("guessed-null", WEILIDAI, "value: 95384", "value: null", "“null”会被当成开关或空值"),
    Edit("alias", WEILIDAI, "lender: bank", "lender: *bank", "用了 YAML 的引用“*bank”"),
    Edit("anchor", WEILIDAI, "lender: bank", "lender: &bank bank", "用了 YAML 的锚点“&bank”"),
    Edit("tag", WEILIDAI, "lender: bank", "lender: !!str bank", "用了 YAML 的标签"),
    Edit("two-documents", WEILIDAI, "facts:", "---\nfacts:", "几份文档"),
    Edit("unclosed-bracket", WEILIDAI, "[微粒代, 微粒货]", "[微粒代, 微粒货", "方括号没有配对"),
    Edit("unclosed-quote", RATE, "{weilidai.annual_rate}。'", "{weilidai.annual_rate}。", "引号没有配对"),
    Edit("misaligned", WEILIDAI, "  hotline:\n    value", "  hotline:\n   value", "缩进没有对齐", below=2),
    Edit("two-colons", RATE, "lead: 各家", "lead: 提示: 各家", "一行里有两个冒号"),
    Edit("reference-without-quotes", RATE, "'{weilidai.name}的日利率是 {weilidai.daily_rate}，折成年化 {weilidai.annual_rate}。'", "{weilidai.name}的日利率", "缩进没有对齐，或引号、括号没有配对"),
    Edit("control-character", WEILIDAI, "微众银行客服", "微众\x07银行客服", "看不见的控制字符"),
    # --- shapes ---
    Edit("unknown-key", WEILIDAI, "lender: bank", "lendor: bank", "不认识“lendor”；是不是想写“lender”", also=((WEILIDAI, 2),)),
    Edit("missing-key", WEILIDAI, "channel: 微众银行客服 {weilidai.hotline}\n", "", "缺少“channel”", elsewhere=(WEILIDAI, 2)),
    Edit("wrong-choice", WEILIDAI, "lender: bank", "lender: 银行", "“lender”不能是“银行”；只能是 bank、"),
    Edit("list-wanted", WEILIDAI, "aliases: [微粒代, 微粒货]", "aliases: 微粒代", "“aliases”应是列表"),
    Edit("text-wanted", WEILIDAI, "name: 微粒贷", "name: [微粒贷]", "“name”应是一段文字"),
    Edit("bad-id", WEILIDAI, "id: weilidai", "id: 微粒贷", "“微粒贷”不能作编号"),
    Edit("bad-register-id", "sources.yaml", "computed:", "推算:", "“推算”不能作编号", also=((WEILIDAI, 21), (WE2000, 11))),
    Edit("id-is-not-file", WEILIDAI, "id: weilidai", "id: weili", "文件名和 id（weili）不一致"),
    Edit("empty-text", OVERDUE, "lead: 逾期要付罚息，还会上报征信。", "lead: ''", "“lead”是空的"),
    Edit("bad-date", "rules.yaml", "{start: 2017, value: 24%", "{start: 2017年, value: 24%", "“2017年”不是日期"),
    Edit("no-such-day", "rules.yaml", "{start: 2017, value: 24%", "{start: 2017-02-30, value: 24%", "没有“2017-02-30”这一天"),
    Edit("bad-switch", "attributes.yaml", "topic: interest_rate, shelf_life: 180, compare: 是}\nannual", "topic: interest_rate, shelf_life: 180, compare: 有}\nannual", "“有”应写成 是 或 否"),
    Edit("bad-number", "attributes.yaml", "shelf_life: 3650", "shelf_life: 十年", "“shelf_life”应是大于零的整数"),
    Edit("unsourced-figure", WEILIDAI, "value: 95384\n    sources: [release-2026-01]", "value: 95384", "有 value 就要有 sources：每个数字都要有出处", below=-1),
    Edit("value-and-unknown", WEILIDAI, "    value: 95384", "    value: 95384\n    unknown: 没有查到", "三者只写一个", below=-1),
    Edit("no-claim", WEILIDAI, "    unknown: 没有查到官方的宽限说法，请看合同或问 {weilidai.hotline}", "    claims: []", "claims 里一种说法也没有", below=-1),
    Edit("claim-without-source", WEILIDAI, "{value: 0.0083%–0.066%, sources: [release-2026-01]}", "{value: 0.0083%–0.066%, sources: []}", "“sources”至少要有一项"),
    # --- what is not there ---
    Edit("dangling-fact", RATE, "{weilidai.credit_limit_min}", "{weilidai.credit_limit_mim}", "里没有事实“credit_limit_mim”；是不是想写“credit_limit_min”", also=((WEILIDAI, 16),)),
    Edit("dangling-product-in-reference", RATE, "{we2000.daily_rate}", "{we200.daily_rate}", "没有“we200”这个产品或事项；是不是想写“we2000”"),
    Edit("dangling-rule", "warnings/high_cost.yaml", "超过 {rules.court_line}", "超过 {rules.cort_line}", "rules.yaml 里没有规则“cort_line”；是不是想写“court_line”"),
    Edit("dangling-in-block", RATE, "上限是 {rules.court_line}", "上限是 {rules.no_line}", "没有规则“no_line”"),
    Edit("dangling-in-list", OVERDUE, "weilidai.grace, rules.lpr_1y", "weilidai.grace, rules.lpr_2y", "没有规则“lpr_2y”"),
    Edit("dangling-in-channel", WEILIDAI, "客服 {weilidai.hotline}\nfacts", "客服 {weilidai.hotlin}\nfacts", "没有事实“hotlin”"),
    Edit("not-a-reference", RATE, "{we2000.fixed_limit}", "{固定额度}", "“{固定额度}”不是引用", also=((WE2000, 8),)),
    Edit("open-brace", RATE, "是 {we2000.fixed_limit}", "是 {we2000.fixed_limit", "“{”没有配对", also=((WE2000, 8),)),
    Edit("full-width-brace", RATE, "是 {we2000.daily_rate}", "是 ｛we2000.daily_rate｝", "“｛”没有配对或是全角的", ),
    Edit("unknown-source", WEILIDAI, "value: 95384\n    sources: [release-2026-01]", "value: 95384\n    sources: [release-2026-10]", "sources.yaml 里没有来源“release-2026-10”；是不是想写“release-2026-01”", below=1),
    Edit("unknown-attribute", "attributes.yaml", "penalty_multiple:", "penalty_multiples:", "attributes.yaml 里没有属性“penalty_multiple”；是不是想写“penalty_multiples”", elsewhere=(WEILIDAI, 18)),
    Edit("unknown-topic-of-attribute", "attributes.yaml", "topic: contact_support}\nstudents", "topic: support}\nstudents", "没有主题“support”"),
    Edit("unknown-related", RATE, "related: [overdue, contact_support]", "related: [overdue, contact]", "没有主题“contact”"),
    Edit("unknown-warning", RATE, "warnings: [high_cost]", "warnings: [high_costs]", "没有提醒“high_costs”；是不是想写“high_cost”"),
    Edit("unknown-product-of-answer", RATE, "  we2000:\n    lead", "  we200:\n    lead", "没有产品“we200”"),
    Edit("unknown-product-of-test", "tests/interest_rate.yaml", "product: weilidai", "product: weilid", "没有产品“weilid”"),
    Edit("unknown-topic-of-test", "tests/overdue.yaml", "instead: contact_support", "instead: hotline", "没有主题“hotline”"),
    Edit("unknown-rule-of-warning", "warnings/high_cost.yaml", "annual_above: court_line", "annual_above: court", "rules.yaml 里没有规则“court”"),
    # --- figures in prose ---
    Edit("figure-in-lead", OVERDUE, "lead: 逾期要付罚息", "lead: 逾期要付 0.05% 的罚息", "文字里直接写了数字“0.05%”"),
    Edit("figure-in-block", RATE, "明示年化利率；\n", "明示年化利率，最高36%；\n", "文字里直接写了数字“36%”", below=0),
    Edit("chinese-figure", OVERDUE, "next: 尽快还上", "next: 三十天内还上", "文字里直接写了数字“三十天”"),
    Edit("figure-in-warning", "warnings/high_cost.yaml", "超过 {rules.court_line} 的", "超过百分之二十四的", "文字里直接写了数字“百分之二十四”"),
    Edit("figure-in-conflict", WEILIDAI, "旧文章写的是旧口径", "万分之五是旧口径", "文字里直接写了数字“万分之五”"),
    Edit("figure-in-note", "matters/market.yaml", "note: 小贷公司不得借给在校学生", "note: 2021年起不得借给学生", "文字里直接写了数字“2021年”"),
    Edit("phone-in-prose", "words.yaml", "contact: 支付宝客服", "contact: 支付宝客服 95188", "文字里直接写了数字“95188”"),
    # --- values ---
    Edit("bad-rate", WEILIDAI, "value: 3%–23.76%", "value: 三到二十四", "“三到二十四”不是年利率；“年化利率”要写成年利率；例如：7.3%–18.25%", ),
    Edit("bad-money", WE2000, "fixed_limit: {value: 2000元", "fixed_limit: {value: 2000", "“2000”缺少单位"),
    Edit("bad-yes-no", "matters/market.yaml", "value: 否", "value: 不行", "“不行”不是“是”或“否”"),
    Edit("bad-rule-value", "rules.yaml", "value: 24%", "value: 24", "“24”缺少单位"),
    Edit("first-greater", WEILIDAI, "value: 3%–23.76%", "value: 23.76%–3%", "“23.76%–3%”前大后小"),
    # --- contradictions ---
    Edit("daily-against-annual", WE2000, "annual_rate: {value: 14.6%或18.25%, sources: [computed], derived: daily_rate × 365}", "annual_rate: {value: 14.4%, sources: [old-article]}", "× 365 是 14.6%–18.25%，× 360 是 14.4%–18%，不在年化利率 14.4% 之内"),
    Edit("minimum-above-maximum", WEILIDAI, "credit_limit_min: {value: 500元", "credit_limit_min: {value: 30万元", "最低额度 30万元 大于最高额度 20万元", below=1),
    Edit("fixed-above-maximum", WE2000, "fixed_limit: {value: 2000元", "fixed_limit: {value: 3000元", "固定额度 3000元 在最高额度 2000元 之外"),
    Edit("penalty-against-multiple", WEILIDAI, "    value: 0.01245%–0.099%\n    sources: [computed]\n    derived: daily_rate × penalty_multiple", "    value: 0.1%\n    sources: [old-article]", "的 1.5倍 是 0.01245%–0.099%，逾期日利率却写 0.1%"),
    Edit("wrong-derivation", WE2000, "14.6%或18.25%", "14.6%或18.5%", "daily_rate × 365 算出来是 14.6%–18.25%，这里写的是 14.6%或18.5%", ),
    Edit("wrong-derivation-of-rule", "rules.yaml", "value: 12%", "value: 12.4%", "lpr_1y × 4 算出来是 12%，这里写的是 12.4%"),
    Edit("derivation-left-behind", "rules.yaml", "{start: 2025-05-20, value: 3.0%, sources: [agency-2025 §附表]}", "{start: 2025-05-20, value: 3.0%, sources: [agency-2025]}\n    - {start: 2026-11-20, value: 2.9%, sources: [agency-2025]}", "从 2026-11-20 起，lpr_1y × 4 算出来是 11.6%，这里写的是 12%；算式里的规则变了", elsewhere=("rules.yaml", 19)),
    Edit("unreadable-derivation", WE2000, "derived: daily_rate × 365", "derived: 日利率乘 365", "算式里的“日利率乘 365”读不懂"),
    Edit("unknown-name-in-derivation", WE2000, "derived: daily_rate × 365", "derived: rate × 365", "算式里的“rate”不是有数字的事实或规则"),
    Edit("unmarked-claims", WEILIDAI, "    conflict: 旧文章写的是旧口径，以借款页面展示的为准\n", "", "“日利率”有几种说法（0.0083%–0.066%、0.02%–0.05%），没有说明怎么看", below=-3),
    Edit("conflict-and-agree", WEILIDAI, "    conflict: 旧文章", "    agree: 口径不同\n    conflict: 旧文章", "conflict 和 agree 只能写一个"),
    Edit("conflict-of-one", WE2000, "  fixed_limit: {value: 2000元, sources: [old-article]}", "  fixed_limit: {value: 2000元, sources: [old-article], conflict: 说法不一}", "写了 conflict，可是“固定额度”只有一种说法"),
    Edit("overlapping-entries", "rules.yaml", "until: 2025-05-19", "until: 2025-05-20", "从 2025-05-20 起的一条和从 2024-10-21 起到 2025-05-20的一条重叠", below=1),
    Edit("until-before-start", "rules.yaml", "{start: 2017, value", "{start: 2017, until: 2016, value", "until 早于 start"),
    # --- dates ---
    Edit("checked-in-future", "sources.yaml", "checked: 2026-10-01", "checked: 2027-10-01", "2027-10-01 还没有到"),
    Edit("published-in-future", "sources.yaml", "date: 2026-01-20", "date: 2027", "2027-01-01 还没有到"),
    Edit("bad-date-of-source", "sources.yaml", "date: 2026-01-20", "date: 今年一月", "“今年一月”不是日期"),
    # --- use ---
    Edit("unused-fact", "topics/contact_support.yaml", "facts: [market.students_allowed]", "facts: []", "没有答案用到“市场与监管”的“在校学生使用”", elsewhere=("matters/market.yaml", 8)),
    # --- topics ---
    Edit("no-general-answer", "topics/contact_support.yaml", "  general:\n    lead: 请从官方 App 里找客服；监管机构是 {market.oversight}。\n    facts: [market.students_allowed]\n", "", "没有通用答案 general", below=-1, also=(("matters/market.yaml", 5), ("matters/market.yaml", 8))),
    Edit("no-phrasings", "phrasings/overdue.yaml", "phrasings:\n  - 过了日子没还会咋样呀\n  - 晚了两天才还要不要紧呢\n", "phrasings: []\n", "主题“逾期”没有说法", elsewhere=(OVERDUE, 2)),
    Edit("no-tests", "tests/contact_support.yaml", "must:\n  - {ask: 有没有热线可以打呀}\n", "must: []\n", "主题“联系客服”没有测试", elsewhere=("topics/contact_support.yaml", 2)),
    Edit("too-many-related", RATE, "related: [overdue, contact_support]", "related: [overdue, contact_support, overdue, overdue, overdue, overdue]", "related 写了 6 个主题；最多 5 个"),
    Edit("related-to-itself", OVERDUE, "related: [interest_rate]", "related: [overdue]", "related 里有主题自己"),
    Edit("about-no-product", RATE, "ask: 利息是多少", "ask: 利息是多少\nabout: we200", "没有产品“we200”", below=1),
    Edit("about-without-answer", "topics/contact_support.yaml", "answers:", "about: we2000\nanswers:", "answers 里没有“we2000”的答案"),
    Edit("variant-without-words", OVERDUE, "answers:", "variants:\n  - lead: 已经还了就好\nanswers:", "缺少“words”", below=1),
    Edit("figure-in-variant", OVERDUE, "answers:", "variants:\n  - words: [还上了]\n    lead: 罚息是 0.05%\nanswers:", "文字里直接写了数字“0.05%”", below=2),
    Edit("dangling-in-variant", OVERDUE, "answers:", "variants:\n  - words: [还上了]\n    lead: 问{weilidai.hotlin}\nanswers:", "没有事实“hotlin”", below=2),
    # --- phrasings and tests ---
    Edit("phrasing-twice", "phrasings/overdue.yaml", "  - 晚了", "  - 过了日子，没还会咋样呀？\n  - 晚了", "“过了日子，没还会咋样呀？”重复了"),
    Edit("phrasing-in-two-topics", "phrasings/overdue.yaml", "  - 晚了", "  - 一天收我幾個點\n  - 晚了", "也写在另一个主题里（phrasings/interest_rate.yaml 第 6 行）"),
    Edit("phrasing-as-test", "tests/overdue.yaml", "{ask: 没按日子还会有啥后果嘞}", "{ask: 晚了两天才还 要不要紧呢}", "和说法一模一样（phrasings/overdue.yaml 第 5 行）"),
    Edit("phrasing-as-must-not", "tests/overdue.yaml", "{ask: 打哪个电话能找到你们,", "{ask: 想找真人说话,", "和说法一模一样"),
    Edit("test-twice", "tests/overdue.yaml", "must_not:", "  - {ask: 没按日子还会有啥后果嘞}\nmust_not:", "重复了"),
    Edit("test-in-two-topics", "tests/overdue.yaml", "must_not:", "  - {ask: 有没有热线可以打呀}\nmust_not:", "也必须落在另一个主题"),
    Edit("tests-contradict", "tests/overdue.yaml", "{ask: 打哪个电话能找到你们, instead: contact_support}", "{ask: 你们收的息按什么来算, instead: contact_support}", "说必须落在 interest_rate"),
    Edit("instead-of-itself", "tests/overdue.yaml", "instead: contact_support", "instead: overdue", "instead 写的就是本主题"),
    # --- names and words ---
    Edit("alias-of-two-products", WE2000, "aliases: [微2000]", "aliases: [微粒货]", "“微粒货”也是", elsewhere=(WEILIDAI, 4)),
    Edit("alias-of-other-product", WEILIDAI, "aliases: [微粒代, 微粒货]", "aliases: [微粒代, 蚂蚁花呗]", "“蚂蚁花呗”也是", elsewhere=("words.yaml", 9)),
    Edit("alias-too-short", WEILIDAI, "aliases: [微粒代, 微粒货]", "aliases: [微粒代, 贷]", "“贷”太短"),
    Edit("alias-too-ordinary", WEILIDAI, "aliases: [微粒代, 微粒货]", "aliases: [微粒代, 借款]", "“借款”是平常的词"),
    Edit("alias-twice", WEILIDAI, "aliases: [微粒代, 微粒货]", "aliases: [微粒代, 微粒代]", "“微粒代”写了两次"),
    Edit("typo-of-two-words", "words.yaml", "逾期: [愈期]", "逾期: [愈期, 力息]", "错写“力息”对着两个词（利息、逾期）"),
    Edit("typo-loop", "words.yaml", "逾期: [愈期]", "逾期: [愈期]\n  愈期: [逾期]", "“愈期”又当错写又当正确写法", also=(("words.yaml", 8),)),
    Edit("typo-of-itself", "words.yaml", "逾期: [愈期]", "逾期: [愈期, 逾期]", "“逾期”的错写就是它自己"),
    Edit("typo-too-short", "words.yaml", "逾期: [愈期]", "逾期: [愈]", "错写“愈”太短"),
    Edit("typo-in-its-word", "words.yaml", "逾期: [愈期]", "逾期费: [逾期]", "是正确写法“逾期费”的一部分"),
    Edit("reserved-id", "attributes.yaml", "oversight:", "name:", "“name”是保留的名字", also=(("matters/market.yaml", 5),)),
]  # fmt: skip


@pytest.mark.parametrize("edit", EDITS, ids=[edit.id for edit in EDITS])
def test_a_broken_edit_is_refused_where_it_is(folder: Folder, edit: Edit) -> None:
    line = folder.edit(edit.file, edit.old, edit.new)
    errors = folder.errors()
    where = edit.elsewhere or (edit.file, line + edit.below)
    expected = {where, *edit.also}
    assert {(problem.file, problem.line) for problem in errors} == expected, "\n".join(map(str, errors))
    assert any((one.file, one.line) == where and edit.says in str(one) for one in errors), errors
