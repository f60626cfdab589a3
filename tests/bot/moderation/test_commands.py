"""Moderators' commands: who may, what they show, and that no text of anybody's does harm."""

from __future__ import annotations

import logging
from collections.abc import Collection

import pytest

from bot.actions import MAX_BYTES, Action
from bot.moderation.commands import REFUSED, Moderation, Person
from bot.moderation.desk import Desk
from bot.moderation.live import LiveKnowledge
from bot.replies.model import Reply, ReplyKind
from bot.storage import Opinion, Status, Storage
from knowledge.publishing import read_files, write_files
from tests.bot.moderation.conftest import NOW, add_questions, asked, desk_of
from tests.knowledge.conftest import TODAY, Folder
from tests.knowledge.editing.test_phrasings import MALICIOUS

ANNA, BEN, STRANGER = Person(7), Person(8), Person(666)


@pytest.fixture
def moderation(desk: Desk) -> Moderation:
    return Moderation(desk, {7, 8}, now=lambda: NOW)


def actions(reply: Reply) -> dict[str, str]:
    return {one.label: one.action for one in reply.buttons}


def whole(reply: Reply) -> str:
    return "\n".join(reply.lines())


FORGED = [
    "mod assign 1 overdue",
    "mod publish deadbeef",
    "mod rollback abc",
    "mod ignore 1",
    "mod checked 12345678",
    "mod review",
]


class TestPermission:
    """Everything is looked at here, whatever a channel shows."""

    async def test_nobody_else_runs_a_command(
        self, moderation: Moderation, storage: Storage, folder: Folder, caplog: pytest.LogCaptureFixture
    ) -> None:
        await add_questions(storage, "没人答的问题")
        before = folder.text("phrasings/overdue.yaml")
        for command in moderation.names:
            for arguments in ("", "1 overdue 测试", "weilidai.hotline = 1 @ old-article"):
                with caplog.at_level(logging.WARNING):
                    caplog.clear()
                    assert await moderation.run(command, arguments, STRANGER) is REFUSED
                    assert "666 不是管理员" in caplog.text
        assert folder.text("phrasings/overdue.yaml") == before
        assert await storage.audit.latest() == []
        assert len(await storage.review.list()) == 1

    @pytest.mark.parametrize("action", FORGED)
    async def test_nobody_else_presses_a_button(
        self, moderation: Moderation, storage: Storage, action: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        await add_questions(storage, "没人答的问题")
        with caplog.at_level(logging.WARNING):
            assert await moderation.press(action, STRANGER) is REFUSED
        assert "不是管理员" in caplog.text
        assert len(await storage.review.list()) == 1

    @pytest.mark.parametrize("person", [Person(7, is_forwarded=True), Person(7, is_private=False)])
    async def test_not_in_groups_and_not_forwarded(self, moderation: Moderation, person: Person) -> None:
        for command in moderation.names:
            reply = await moderation.run(command, "", person)
            assert reply.title.startswith(("转发来的", "请在和我的私聊"))

    async def test_without_moderators_nobody_may(self, desk: Desk) -> None:
        assert await Moderation(desk, ()).run("review", "", ANNA) is REFUSED

    @pytest.mark.parametrize(
        "action",
        [
            "mod",
            "mod nothing",
            "mod assign",
            "mod assign x y",
            "mod publish ../../x",
            "ask overdue",
            "",
            "mod " + "9" * 60,
        ],
    )
    async def test_a_button_that_makes_no_sense(self, moderation: Moderation, action: str) -> None:
        assert (await moderation.press(action, ANNA)).kind is ReplyKind.ANSWER

    def test_which_buttons_are_for_moderators(self) -> None:
        assert Moderation.owns("mod review")
        assert not Moderation.owns("ask overdue")
        assert not Moderation.owns("<mod>")


class TestReview:
    """Stepping through the questions, group by group."""

    VARIANTS = (
        "一直欠着会不会上门",
        "一直欠着会不会上门啊",
        "老欠着不还会不会上门的",
        "欠着会上门吗",
        "欠着不还会上门不",
    )

    async def test_from_a_group_to_phrasings(
        self, moderation: Moderation, storage: Storage, live: LiveKnowledge
    ) -> None:
        await add_questions(storage, *self.VARIANTS, *self.VARIANTS[:2], "给我讲个段子")
        first = await moderation.run("review", "", ANNA)
        assert first.title.startswith("第 1 组，共 2 组：问了 7 次")
        assert "2 次　一直欠着会不会上门" in whole(first)
        assert {"逾期", "新主题", "与借款无关", "不管它", "下一组"} <= set(actions(first))
        proposed = await moderation.press(actions(first)["逾期"], ANNA)
        assert "给“逾期”加 4 条说法、1 个测试。还没有发布" in proposed.title
        assert "测试问题全部通过" in whole(proposed)
        published = await moderation.press(actions(proposed)["发布"], ANNA)
        assert "发布了" in published.title
        assert "7 个问题处理完了" in whole(published)
        assert live.assistant.understander.understand(self.VARIANTS[3]).topic == "overdue"
        second = await moderation.press(actions(published)["下一组没答好的"], ANNA)
        assert second.title.startswith("第 1 组，共 1 组")
        back = await moderation.press(actions(published)["退回"], ANNA)
        assert "退回到版本" in back.title

    async def test_out_of_scope(self, moderation: Moderation, storage: Storage, live: LiveKnowledge) -> None:
        await add_questions(storage, "给我讲个段子", "给我讲个段子吧", "讲个段子给我听听")
        group = await moderation.run("review", "", ANNA)
        proposed = await moderation.press(actions(group)["与借款无关"], ANNA)
        await moderation.press(actions(proposed)["发布"], ANNA)
        assert "给我讲个段子" in live.current.knowledge.phrasings["out_of_scope"].phrasings
        assert len(await storage.review.list(Status.OUT_OF_SCOPE)) == 3

    async def test_ignoring(self, moderation: Moderation, storage: Storage) -> None:
        await add_questions(storage, "啊啊啊啊")
        group = await moderation.run("review", "", ANNA)
        assert "收起来了，1 个问题" in (await moderation.press(actions(group)["不管它"], ANNA)).title
        assert (await moderation.run("review", "", ANNA)).title == "没有没答好的问题了。"
        assert [(one.action, one.actor) for one in await storage.audit.latest()] == [("ignore", 7)]
        again = await moderation.press(actions(group)["不管它"], ANNA)
        assert "已经处理过了" in again.title

    async def test_a_single_question_needs_a_test(self, moderation: Moderation, storage: Storage) -> None:
        await add_questions(storage, "一直欠着会不会上门")
        group = await moderation.run("review", "", ANNA)
        reply = await moderation.press(actions(group)["逾期"], ANNA)
        assert "请再写一种意思一样、写法不同的" in reply.title
        (command,) = reply.paragraphs
        sent = command.removeprefix("发：/assign ").replace("另一种问法", "老欠着会不会有人上门")
        proposed = await moderation.run("assign", sent, ANNA)
        assert "加 1 条说法、1 个测试" in proposed.title

    async def test_a_question_that_can_stand_in_no_file_is_put_in_other_words(
        self, moderation: Moderation, storage: Storage, live: LiveKnowledge
    ) -> None:
        await add_questions(storage, "我号码13800138000 欠着会不会上门")
        group = await moderation.run("review", "", ANNA)
        reply = await moderation.press(actions(group)["逾期"], ANNA)
        assert "请自己写两种问法" in reply.title
        (command,) = reply.paragraphs
        assert command.endswith(" overdue 一种问法｜另一种问法")
        sent = command.removeprefix("发：/assign ").replace(
            "一种问法｜另一种问法", "欠着会不会上门｜老欠着会上门吗"
        )
        proposed = await moderation.run("assign", sent, ANNA)
        assert "加 1 条说法、1 个测试" in proposed.title
        await moderation.press(actions(proposed)["发布"], ANNA)
        assert "欠着会不会上门" in live.current.knowledge.phrasings["overdue"].phrasings
        assert await storage.review.list() == []

    async def test_a_test_that_fails_says_what_to_do(self, moderation: Moderation, storage: Storage) -> None:
        await add_questions(storage, "一直欠着会不会上门")
        (question,) = await storage.review.list()
        reply = await moderation.run("assign", f"{question.id} overdue 你们收的息是按什么来算的呢", ANNA)
        assert "发布" not in actions(reply)
        assert f"/assign {question.id} overdue 一种问法｜另一种问法" in whole(reply)

    async def test_a_new_topic(self, moderation: Moderation, storage: Storage, live: LiveKnowledge) -> None:
        await add_questions(storage, "刷脸老过不去", "刷脸一直过不去啊", "老是刷脸过不去")
        group = await moderation.run("review", "", ANNA)
        help_text = whole(await moderation.press(actions(group)["新主题"], ANNA))
        example = next(line for line in help_text.splitlines() if line.startswith("/topic"))
        proposed = await moderation.run("topic", example.removeprefix("/topic "), ANNA)
        assert "新主题“刷脸认不出”（face_check）" in proposed.title
        await moderation.press(actions(proposed)["发布"], ANNA)
        assert live.current.knowledge.topics["face_check"].answers["general"].lead.startswith("光线亮一点")
        assert live.assistant.understander.understand("刷脸老过不去").topic == "face_check"
        assert len(await storage.review.list(Status.DRAFTED)) == 3

    async def test_figures_in_the_answer_of_a_new_topic(
        self, moderation: Moderation, storage: Storage
    ) -> None:
        await add_questions(storage, "刷脸老过不去", "刷脸一直过不去啊")
        group = (await moderation.reviewing.groups())[0]
        reply = await moderation.run("topic", f"{group.id}|face_check|刷脸|刷脸不过|每天最多试3次", ANNA)
        assert "通不过检查，没有改" in reply.title
        assert "3次" in whole(reply)

    async def test_all_topics_can_be_chosen(
        self, moderation: Moderation, storage: Storage, live: LiveKnowledge
    ) -> None:
        await add_questions(storage, "给我讲个段子")
        group = await moderation.run("review", "", ANNA)
        topics = await moderation.press(actions(group)["其他主题…"], ANNA)
        names = {topic.name for topic in live.current.knowledge.topics.values()}
        assert names <= set(actions(topics))
        assert (await moderation.press(actions(topics)["回去"], ANNA)).title == group.title

    async def test_a_phrasing_that_would_take_questions_from_another_topic(
        self, moderation: Moderation, storage: Storage
    ) -> None:
        await add_questions(storage, "你们收的息按什么来算呀", "息是按啥算的")
        groups = await moderation.reviewing.groups()
        ids = " ".join(str(one) for one in groups[0].ids[:1])
        reply = await moderation.run("assign", f"{ids} overdue 收的利息是按什么来算的呢", ANNA)
        assert "发布" not in actions(reply)

    async def test_buttons_fit(self, moderation: Moderation, storage: Storage) -> None:
        await add_questions(storage, "给我讲个段子")
        for reply in (await moderation.run("review", "", ANNA), await moderation.run("stale", "", ANNA)):
            for one in reply.buttons:
                assert len(one.action.encode()) <= MAX_BYTES
                assert Action.parse(one.action) is not None


class TestFacts:
    """Looking at facts and changing them."""

    async def test_a_fact_by_its_id_and_by_its_names(self, moderation: Moderation) -> None:
        for text in ("weilidai.hotline", "微粒贷 官方热线", "微粒代·官方热线", " weilidai.hotline\n"):
            reply = await moderation.run("fact", text, ANNA)
            assert reply.title == "微粒贷·官方热线（weilidai.hotline）", text
            assert "95384" in whole(reply)
            assert "来源：" in whole(reply)
            assert "核对于 2026-10-02" in whole(reply)
            assert "topics.contact_support" in whole(reply) or "处用到" in whole(reply)

    async def test_changing_one(self, moderation: Moderation, live: LiveKnowledge, storage: Storage) -> None:
        text = "weilidai.credit_limit_min = 600元 @ release-2026-01 §二\n理由：官网改了"
        proposed = await moderation.run("fact", text, ANNA)
        assert "500元 → 600元" in whole(proposed)
        await moderation.press(actions(proposed)["发布"], ANNA)
        best = live.current.knowledge.facts["weilidai.credit_limit_min"].best
        assert best is not None
        assert (best.value, best.sources) == ("600元", ["release-2026-01 §二"])
        assert (await storage.audit.latest())[
            0
        ].reason == "微粒贷·最低额度 改成 600元（来源 release-2026-01 §二）；官网改了"

    async def test_with_a_new_source(self, moderation: Moderation, live: LiveKnowledge) -> None:
        text = "weilidai.credit_limit_min = 600元 @ notice-1｜额度公告: 新｜微众银行｜2026-11-20｜官方｜https://example.com/a"
        proposed = await moderation.run("fact", text, ANNA)
        await moderation.press(actions(proposed)["发布"], ANNA)
        source = live.current.knowledge.sources["notice-1"]
        assert (source.title, source.publisher, source.confidence.value) == (
            "额度公告: 新",
            "微众银行",
            "official",
        )
        assert source.checked == TODAY

    async def test_a_fact_that_others_are_derived_from(
        self, moderation: Moderation, live: LiveKnowledge
    ) -> None:
        """The checks say which others have to change with it; all of them go in one message."""
        refused = await moderation.run("fact", "we2000.daily_rate = 0.06% @ old-article", ANNA)
        assert "通不过检查" in refused.title
        assert "daily_rate × 365 算出来是 21.9%" in whole(refused)
        both = "we2000.daily_rate = 0.06% @ old-article\nwe2000.annual_rate = 21.9%"
        proposed = await moderation.run("fact", both, ANNA)
        await moderation.press(actions(proposed)["发布"], ANNA)
        assert live.current.knowledge.facts["we2000.annual_rate"].best.value == "21.9%"  # type: ignore[union-attr]

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("weilidai", "不是事实的编号"),
            ("weilidai.hotlin", "是不是：hotline"),
            ("微粒袋 官方热线", "是不是：微粒"),
            ("weilidai.hotline = 95384", "出处"),
            ("weilidai.hotline = ", "没有写新的值"),
            ("weilidai.hotline = 1 @ release-2026-02", "是不是：release-2026-01"),
            ("weilidai.hotline = 1 @ x｜", "没有写标题"),
            ("weilidai.hotline = 1 @ x｜标题｜我｜｜很可靠", "不是可信程度"),
            ("weilidai.hotline = 打客服 @ old-article", "通不过检查"),
            ("乱写\nweilidai.hotline = 1 @ old-article", "读不懂"),
            ("理由：没有=", "没有写要改什么"),
            ("\n".join(["weilidai.hotline = 95385 @ old-article"] * 30), "最多改 20 处"),
        ],
    )
    async def test_what_cannot_be_read(
        self, moderation: Moderation, storage: Storage, text: str, says: str
    ) -> None:
        assert says in whole(await moderation.run("fact", text, ANNA))
        assert await storage.audit.latest() == []

    async def test_a_rule(self, moderation: Moderation) -> None:
        reply = await moderation.run("fact", "rules.lpr_1y", ANNA)
        assert "从 2025-05-20 起：3.0%" in whole(reply)

    async def test_approval_by_another_moderator(self, live: LiveKnowledge, storage: Storage) -> None:
        told: list[tuple[Reply, Collection[int]]] = []

        async def tell(reply: Reply, people: Collection[int]) -> None:
            told.append((reply, people))

        moderation = Moderation(desk_of(live, storage, approvals=1), {7, 8}, tell, now=lambda: NOW)
        proposed = await moderation.run("fact", "weilidai.credit_limit_min = 600元 @ release-2026-01", ANNA)
        press = actions(proposed)["批准并发布"]
        assert told == [(proposed, {8})]
        assert "管理员 7 提的，要由另外 1 位管理员批准。" in whole(proposed)
        assert "要由另一位管理员批准" in (await moderation.press(press, ANNA)).title
        waiting = await moderation.run("proposals", "", BEN)
        seen = await moderation.press(waiting.buttons[0].action, BEN)
        assert "600元" in whole(seen)
        assert "发布了" in (await moderation.press(actions(seen)["批准并发布"], BEN)).title
        assert [one.action for one in await storage.audit.latest()] == ["publish", "approve", "propose"]
        assert "没有等着" in (await moderation.run("proposals", "", BEN)).title

    async def test_withdrawing(self, moderation: Moderation, storage: Storage) -> None:
        proposed = await moderation.run("fact", "weilidai.credit_limit_min = 600元 @ release-2026-01", ANNA)
        assert "作废了" in (await moderation.press(actions(proposed)["作废"], ANNA)).title
        assert "已经作废" in (await moderation.press(actions(proposed)["发布"], ANNA)).title


class TestVersions:
    """What is served, what was, and going back."""

    async def test_version(self, moderation: Moderation, live: LiveKnowledge, folder: Folder) -> None:
        folder.edit("topics/overdue.yaml", "id: overdue", "id: overduo")
        live.reload()
        assert "没有启用：topics/overdue.yaml:" in await moderation.about_version(ANNA.id)
        assert "没有启用" not in await moderation.about_version(STRANGER.id)

    async def test_who_changed_it_is_for_moderators(self, moderation: Moderation) -> None:
        proposed = await moderation.run("fact", "weilidai.credit_limit_min = 600元 @ release-2026-01", ANNA)
        await moderation.press(actions(proposed)["发布"], ANNA)
        assert "管理员 7：微粒贷·最低额度 改成 600元" in await moderation.about_version(BEN.id)
        told = await moderation.about_version(STRANGER.id)
        assert "微粒贷·最低额度 改成 600元" in told
        assert "管理员" not in told

    async def test_history_and_rollback(self, moderation: Moderation, live: LiveKnowledge) -> None:
        before = live.current.version
        proposed = await moderation.run("fact", "weilidai.credit_limit_min = 600元 @ release-2026-01", ANNA)
        await moderation.press(actions(proposed)["发布"], ANNA)
        told = whole(await moderation.run("history", "", ANNA))
        assert "管理员 7：微粒贷·最低额度 改成 600元" in told
        assert before in told
        reply = await moderation.run("rollback", f"{before} 官网又改回去了", ANNA)
        assert "退回到版本" in reply.title
        assert live.current.version == before
        assert "官网又改回去了" in whole(await moderation.run("history", "", ANNA))

    @pytest.mark.parametrize(
        "version", ["ffffffffffff", "../../etc/passwd", "--help", "HEAD; rm -rf", "x" * 5000]
    )
    async def test_going_back_to_nothing(self, moderation: Moderation, version: str) -> None:
        assert "没有版本" in (await moderation.run("rollback", version, ANNA)).title


class TestDue:
    """What nobody has looked at for too long."""

    async def test_one_after_the_other(
        self, folder: Folder, live: LiveKnowledge, moderation: Moderation
    ) -> None:
        for old in ("2026-10-01", "2026-10-02", "2026-10-03"):
            folder.write("sources.yaml", folder.text("sources.yaml").replace(old, "2020-01-01"))
        live.reload()
        first = await moderation.run("stale", "", ANNA)
        count = int(first.title.removeprefix("该核对的 ").split()[0])
        assert count >= 3
        skipped = await moderation.press(actions(first)["跳过"], ANNA)
        assert skipped.title != first.title
        after = await moderation.press(actions(first)["还是这样"], ANNA)
        assert f"该核对的 {count - 1} 处" in after.title
        assert "已经核对过" in (await moderation.press(actions(first)["还是这样"], ANNA)).title
        for _ in range(count - 1):
            after = await moderation.press(actions(after)["还是这样"], ANNA)
        assert after.title == "没有该核对的。"
        assert folder.notes() == []


class TestDigest:
    """How it went."""

    async def test_a_digest(self, moderation: Moderation, storage: Storage) -> None:
        for kind, count in (
            (ReplyKind.ANSWER, 6),
            (ReplyKind.QUOTE, 2),
            (ReplyKind.CLARIFY, 1),
            (ReplyKind.FALLBACK, 1),
        ):
            for _ in range(count):
                moderation.tally.add(kind)
        await add_questions(storage, "没人答的问题", "没人答的问题啊")
        for verdict in ("down", "down", "up"):
            await storage.opinions.add(Opinion(verdict, "x", "overdue"))
        await storage.opinions.add(Opinion("up", "x", "interest_rate"))
        reply = await moderation.run("digest", "7", ANNA)
        assert reply.title == "11月16日到11月22日：10 个问题，答了 80%。"
        assert "没人答的问题" in whole(reply)
        assert "逾期　👎 2　👍 1" in whole(reply)
        assert "利率" not in whole(reply)
        (picture,) = reply.sends
        assert picture.make().startswith(b"\x89PNG")

    async def test_a_day_on_which_nothing_happened(self, moderation: Moderation) -> None:
        reply = await moderation.run("digest", "", ANNA)
        assert reply.title == "11月22日：0 个问题。"
        assert reply.sends == ()

    @pytest.mark.parametrize("days", ["0", "-3", "99999999999999999999", "abc", "7; drop table"])
    async def test_odd_numbers_of_days(self, moderation: Moderation, days: str) -> None:
        assert "个问题" in (await moderation.run("digest", days, ANNA)).title


class TestHarmless:
    """Texts of users and moderators stay texts."""

    async def test_in_every_command(
        self, moderation: Moderation, folder: Folder, live: LiveKnowledge
    ) -> None:
        before = live.current.version
        for text in (*MALICIOUS, "x" * 10_000, "/rollback", "mod publish 1"):
            for command in moderation.names:
                reply = await moderation.run(command, text, ANNA)
                assert len(whole(reply)) < 6000
        assert not folder.errors()
        assert live.current.version == before

    async def test_as_a_test_question(self, moderation: Moderation, storage: Storage, folder: Folder) -> None:
        await add_questions(storage, "一直欠着会不会上门")
        (question,) = await storage.review.list()
        for text in MALICIOUS[::3]:
            await moderation.run("assign", f"{question.id} overdue {text}", ANNA)
        states = await moderation.desk.proposals.open()
        assert len(states) > 8
        files = read_files(folder.path)
        for state in states:
            texts = {name: new for name, new in state.proposal.edit.apply(files).items() if new is not None}
            write_files(folder.path, texts)
            assert not folder.errors(), texts
            write_files(folder.path, files)

    async def test_as_the_reason(self, moderation: Moderation, storage: Storage) -> None:
        why = "<b>{{x}}</b> 'drop table audit; -- \x00 " + "长" * 10_000
        text = f"weilidai.credit_limit_min = 600元 @ release-2026-01\n理由：{why}"
        proposed = await moderation.run("fact", text, ANNA)
        published = await moderation.press(actions(proposed)["发布"], ANNA)
        assert "发布了" in published.title
        told = whole(await moderation.run("history", "", ANNA))
        assert len(told) < 2000
        propose = (await storage.audit.latest())[-1]
        assert propose.reason is not None
        assert propose.reason.startswith("<b>{{x}}</b> 'drop table audit; --")

    async def test_in_the_queue(self, moderation: Moderation, storage: Storage) -> None:
        for text in MALICIOUS:
            await storage.review.add(asked(text))
        for group in await moderation.reviewing.groups():
            reply = await moderation.run("review", str(group.id), ANNA)
            assert "\x1b" not in whole(reply)
        for group in (await moderation.reviewing.groups())[:4]:
            await moderation.run("assign", f"{group.id} overdue 这样行不行", ANNA)
