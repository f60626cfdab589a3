"""What changed, in words; and the folder as it was in git."""
# ruff: noqa: E501 - one change a line reads as a table

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from knowledge import Knowledge, RevisionError, changes, load, load_revision
from knowledge.diff import as_text
from tests.knowledge.conftest import Folder

WEILIDAI = "products/weilidai.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        pytest.param(
            WEILIDAI, "value: 3%–23.76%", "value: 3%–24%",
            ["微粒贷·年化利率（weilidai.annual_rate）：3%–23.76% → 3%–24%"], id="value",
        ),
        pytest.param(
            WEILIDAI, "status: outdated", "status: wrong",
            ["微粒贷·日利率（weilidai.daily_rate）：0.0083%–0.066%；0.02%–0.05%（旧口径） → "
             "0.0083%–0.066%；0.02%–0.05%（与核对结果不符）"], id="status",
        ),
        pytest.param(
            WEILIDAI, "    conflict: 旧文章写的是旧口径", "    checked: 2026-11-01\n    conflict: 旧文章写的是旧数",
            ["微粒贷·日利率（weilidai.daily_rate）：矛盾的说明“旧文章写的是旧口径，以借款页面展示的为准” → “旧文章写的是旧数，以借款页面展示的为准”",
             "微粒贷·日利率（weilidai.daily_rate）：核对日 未写 → 2026-11-01"], id="conflict",
        ),
        pytest.param(
            WEILIDAI, "value: 95384\n    sources: [release-2026-01]", "value: 95384\n    sources: [release-2026-01, agency-2025]",
            ["微粒贷·官方热线（weilidai.hotline）：增加来源 1 条：agency-2025"], id="source",
        ),
        pytest.param(
            WEILIDAI, "  hotline:\n    value: 95384\n    sources: [release-2026-01]\n", "",
            ["微粒贷·官方热线（weilidai.hotline）：删除，原来是 95384"], id="fact-gone",
        ),
        pytest.param(
            WEILIDAI, "aliases: [微粒代, 微粒货]", "aliases: [微粒代, 微利贷]",
            ["微粒贷（weilidai）：增加别名 1 条：微利贷；删去别名 1 条：微粒货"], id="alias",
        ),
        pytest.param(
            "topics/overdue.yaml", "lead: 逾期要付罚息", "lead: 逾期会有罚息",
            ["逾期·通用（overdue.general）：第一行“逾期要付罚息，还会上报征信。” → “逾期会有罚息，还会上报征信。”"], id="lead",
        ),
        pytest.param(
            "topics/overdue.yaml", "    next: 尽快还上，第一时间联系官方客服。\n", "",
            ["逾期·微粒贷（overdue.weilidai）：删去接下来怎么做“尽快还上，第一时间联系官方客服。”"], id="next-gone",
        ),
        pytest.param(
            "topics/contact_support.yaml", "  weilidai:\n    lead: 官方热线是 {weilidai.hotline}。\n", "",
            ["联系客服·微粒贷（contact_support.weilidai）：删除，原来是“官方热线是 {weilidai.hotline}。”"], id="answer-gone",
        ),
        pytest.param(
            "topics/interest_rate.yaml", "related: [overdue, contact_support]", "related: [contact_support, overdue]",
            ["利率与计息（interest_rate）：接着会问换了顺序"], id="order",
        ),
        pytest.param(
            "topics/overdue.yaml", "answers:", "variants:\n  - {words: [还上了, 补上了], lead: 还上就好。}\nanswers:",
            ["逾期（overdue）：增加换用的答案 1 条：有“还上了、补上了”时：还上就好。"], id="variant",
        ),
        pytest.param(
            "topics/overdue.yaml", "answers:", "about: weilidai\nanswers:",
            ["逾期（overdue）：新增没说产品时按它答的产品“weilidai”"], id="about",
        ),
        pytest.param(
            "phrasings/overdue.yaml", "  - 晚了", "  - 过期一天会咋的\n  - 晚了",
            ["逾期（overdue）：增加说法 1 条：过期一天会咋的"], id="phrasing",
        ),
        pytest.param(
            "tests/overdue.yaml", "instead: contact_support", "instead: interest_rate",
            ["逾期（overdue）：增加不能落在这里的问题 1 条：打哪个电话能找到你们→interest_rate；"
             "删去不能落在这里的问题 1 条：打哪个电话能找到你们→contact_support"], id="test",
        ),
        pytest.param(
            "warnings/high_cost.yaml", "level: danger", "level: notice",
            ["年化成本偏高（high_cost）：轻重 danger → notice"], id="warning",
        ),
        pytest.param(
            "rules.yaml", "{start: 2025-05-20, value: 3.0%, sources: [agency-2025 §附表]}",
            "{start: 2025-05-20, until: 2026-11-19, value: 3.0%, sources: [agency-2025 §附表]}\n"
            "    - {start: 2026-11-20, value: 2.9%, sources: [agency-2025]}",
            ["一年期 LPR（rules.lpr_1y）：从 2025-05-20 起 3.0% → 从 2025-05-20 起到 2026-11-19 3.0%",
             "一年期 LPR（rules.lpr_1y）：新增 从 2026-11-20 起 2.9%"], id="rule",
        ),
        pytest.param(
            "words.yaml", "逾期: [愈期]", "逾期: [愈期, 于期]",
            ["错写“逾期”：增加说法 1 条：于期"], id="words",
        ),
        pytest.param(
            "products/weilidai.yaml", "aliases: [微粒代, 微粒货]",
            "aliases: [微粒代, 微粒货]\nlookalikes: [小微粒代]\nplace: 2",
            ["微粒贷（weilidai）：增加不算提到的话 1 条：小微粒代", "微粒贷（weilidai）：改了排第几"], id="lookalike",
        ),
        pytest.param(
            "words.yaml", "fillers: [请问, 麻烦]", "fillers: [请问, 麻烦]\nspoken: [微粒贷]\nsounds: [微威, 粒力, 贷代]",
            ["按读音认的名字：增加按读音认的名字 1 条：微粒贷", "同音字：增加同音字 3 条：微威、粒力、贷代"], id="sounds",
        ),
        pytest.param(
            "sources.yaml", "checked: 2026-10-01", "checked: 2026-11-01",
            ["《一篇没有署名的旧文章》（old-article）：改了 checked"], id="source-checked",
        ),
        pytest.param("topics/overdue.yaml", "# 逾期", "# 逾期以后", [], id="comment"),
    ],
)  # fmt: skip
def test_a_change_is_said_in_words(
    folder: Folder, knowledge: Knowledge, file: str, old: str, new: str, said: list[str]
) -> None:
    folder.edit(file, old, new)
    assert [str(change) for change in changes(knowledge, folder.knowledge())] == said


def test_what_is_new_and_gone(folder: Folder, knowledge: Knowledge) -> None:
    (folder.path / "products" / "we2000.yaml").unlink()
    for kind in ("topics", "phrasings", "tests"):
        (folder.path / kind / "overdue.yaml").unlink()
    gone = as_text(changes(knowledge, folder.knowledge()))
    assert "产品（1 处）\n  WE2000（we2000）：删除" in gone
    assert "  WE2000·固定额度（we2000.fixed_limit）：删除，原来是 2000元" in gone
    assert "  逾期（overdue）：删除" in gone
    new = as_text(changes(folder.knowledge(), knowledge))
    assert "产品（1 处）\n  WE2000（we2000）：新增" in new
    assert "  WE2000·固定额度（we2000.fixed_limit）：新增，2000元" in new
    assert "  逾期·通用（overdue.general）：新增“逾期要付罚息，还会上报征信。”" in new
    assert "  逾期（overdue）：增加说法 2 条：过了日子没还会咋样呀、晚了两天才还要不要紧呢" in new


def test_nothing(knowledge: Knowledge) -> None:
    assert as_text(changes(knowledge, knowledge)) == "没有变化"


def test_of_a_long_text_only_what_differs_is_shown(folder: Folder, knowledge: Knowledge) -> None:
    file = "topics/interest_rate.yaml"
    long = "先看合同上写的利率和费用，再看页面上展示的年化利率，两处不一样的时候先别借，问清楚了再说，这一点最要紧，别嫌麻烦"
    folder.edit(file, "lead: 各家利率不同", f"lead: {long}，各家利率不同")
    before = folder.knowledge()
    folder.edit(file, "，再看页面上展示的", "，再看借款页面上展示的")
    (change,) = changes(before, folder.knowledge())
    assert (
        change.how
        == "第一行“…同上写的利率和费用，再看页面上展示的年化利率，两…” → “…同上写的利率和费用，再看借款页面上展示的年化利率，两…”"
    )


@pytest.fixture
def repository(folder: Folder) -> Folder:
    """The folder in a git repository of its own, with one commit."""
    root = folder.path.parent
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "config", "user.name", "Moderator")
    git(root, "config", "user.email", "moderator@example.invalid")
    commit(root, "first")
    return folder


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)


def commit(root: Path, message: str) -> None:
    git(root, "add", "--all")
    git(root, "-c", "commit.gpgsign=false", "commit", "--quiet", "--no-verify", f"--message={message}")


def test_an_old_revision_is_read(repository: Folder) -> None:
    repository.edit(WEILIDAI, "value: 3%–23.76%", "value: 3%–24%")
    commit(repository.path.parent, "second")
    repository.edit(WEILIDAI, "value: 3%–24%", "value: 3%–25%")
    values = [
        loaded.knowledge.facts["weilidai.annual_rate"].fact.value
        for loaded in (
            load_revision(repository.path, "HEAD~1"),
            load_revision(repository.path, "main"),
            load(repository.path),
        )
    ]
    assert values == ["3%–23.76%", "3%–24%", "3%–25%"]


def test_a_repository_that_is_the_folder_itself(tmp_path: Path, folder: Folder) -> None:
    git(folder.path, "init", "--quiet")
    git(folder.path, "config", "user.name", "Moderator")
    git(folder.path, "config", "user.email", "moderator@example.invalid")
    commit(folder.path, "first")
    assert load_revision(folder.path, "HEAD").problems == ()


@pytest.mark.parametrize(
    ("revision", "says"),
    [
        ("nonsense", "没有版本“nonsense”；用 git log --oneline 看有哪些版本"),
        ("--output=/x", "“--output=/x”不是版本"),
        ("", "不是版本"),
        ("HEAD~9", "没有版本“HEAD~9”"),
        ("HEAD; rm -rf x", "没有版本“HEAD; rm -rf x”"),
    ],
)
def test_a_revision_that_is_none(repository: Folder, revision: str, says: str) -> None:
    with pytest.raises(RevisionError, match=says.replace("~", r"\~")):
        load_revision(repository.path, revision)


def test_a_folder_that_was_not_there_yet(repository: Folder) -> None:
    other = repository.path.parent / "later"
    other.mkdir()
    with pytest.raises(RevisionError, match="版本“HEAD”里还没有 later/"):
        load_revision(other, "HEAD")


def test_without_a_repository(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.path.parent))
    with pytest.raises(RevisionError, match="不在 git 仓库里，没有旧版本可比"):
        load_revision(folder.path, "HEAD")


def test_without_git(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RevisionError, match="没有 git"):
        load_revision(folder.path, "HEAD")


def test_without_a_folder(tmp_path: Path) -> None:
    with pytest.raises(RevisionError, match="没有这个知识文件夹"):
        load_revision(tmp_path / "no", "HEAD")


def test_an_old_revision_with_mistakes_is_read_as_far_as_it_goes(repository: Folder) -> None:
    repository.edit(WEILIDAI, "lender: bank", "lender: 银行")
    commit(repository.path.parent, "broken")
    loaded = load_revision(repository.path, "HEAD")
    assert loaded.broken == {WEILIDAI}
    assert "we2000" in loaded.knowledge.products
