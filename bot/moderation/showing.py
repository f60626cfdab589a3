"""What moderators are shown: replies like any other, which a channel turns into its own messages.

Texts that people wrote are cut and put on one line; that they are harmless where they are shown is for the channel, which
escapes every reply.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot.actions import Action
from bot.moderation.desk import Proposed, Published, author
from bot.moderation.grouping import Group
from bot.moderation.live import LiveKnowledge, Outcome, Reload
from bot.moderation.preview import lines as preview_lines
from bot.moderation.proposals import Proposal, State
from bot.moderation.staleness import Task
from bot.replies.model import Button, Reply, ReplyKind
from bot.storage import Reason
from knowledge import Knowledge, KnownFact, Problem, Rule
from knowledge.editing import AddPhrasings
from knowledge.editing.naming import Names
from knowledge.history import Version
from knowledge.models import STATUS_NAMES, Status
from knowledge.passages import uses
from knowledge.publishing import Publication
from knowledge.wording import short

VERB = "mod"  # of every button here
BEIJING = dt.timezone(dt.timedelta(hours=8))
_LINES = 10
_VARIANTS = 8
_TOPICS = 6
_SOME_TOPICS = 20
_USERS = 5
_REASONS = {Reason.UNANSWERED: "没答", Reason.UNCLEAR: "反问了也没用", Reason.DISLIKED: "👎"}


def button(label: str, *parts: object) -> Button:
    """A button for moderators."""
    return Button(label, str(Action(VERB, tuple(map(str, parts)))))


def said(title: str, *paragraphs: str, buttons: Sequence[Button] = ()) -> Reply:
    """A plain reply."""
    return Reply(ReplyKind.ANSWER, title, tuple(part for part in paragraphs if part), buttons=tuple(buttons))


def listed(lines: Sequence[str], most: int = _LINES) -> str:
    """So many of ``lines``, and how many there are more."""
    more = [f"…… 还有 {len(lines) - most} 条"] if len(lines) > most else []
    return "\n".join([*lines[:most], *more])


def problems_reply(title: str, problems: Sequence[Problem]) -> Reply:
    """What is wrong, with file and line."""
    return said(title, listed([str(problem) for problem in problems]))


def reload_reply(reload: Reload, publication: Publication | None = None) -> Reply:
    """What became of a saved file, or of what somebody published."""
    if reload.outcome is not Outcome.SWAPPED and reload.problems:
        return said(
            f"文件夹里的新内容有 {len(reload.problems)} 处错误，没有启用。",
            listed([str(problem) for problem in reload.problems]),
            f"用户看到的还是版本 {reload.version}。照上面改好再存一次，会自动启用；想放弃这些改动，发 /rollback。",
        )
    if reload.outcome is Outcome.SAME:
        return said(f"刚才的错误没有了，内容和正在用的版本 {reload.version} 一样。")
    changes = listed([f"{change.what}　{change}" for change in reload.changes])
    undo = (button("退回", "rollback", reload.before),)
    if publication is None:
        nothing = "只改了注释或写法，回答没有变。"
        return said(f"存好的新内容启用了，版本 {reload.version}。", changes or nothing, buttons=undo)
    what = short(publication.summary)
    title = f"{publication.by}：{what}。现在是版本 {reload.version}。"
    return said(title, publication.why, changes, buttons=undo)


def version_text(live: LiveKnowledge, known: Version | None, is_moderator: bool) -> str:
    """Since when what is served is served, and what was changed last; to moderators also by whom, and what is wrong."""
    current = live.current
    parts = [f"{moment(current.loaded_at)} 启用"]
    if known is not None:
        who = f"{known.by}：" if known.by and is_moderator else ""
        parts.append(f"最近一次改动（{moment(known.at)}）{who}{short(known.what)}")
    if current.is_provisional:
        parts.append("新说法已经认得，模型还在学，几秒后更准")
    if live.problems and is_moderator:
        parts.append(f"文件夹里有更新的内容，但有 {len(live.problems)} 处错误，没有启用：{live.problems[0]}")
    return "\n".join(parts)


def proposed_reply(proposed: Proposed, knowledge: Knowledge, lacking: int) -> Reply:
    """A proposal with what it changes, its tests and its preview."""
    proposal, examination = proposed.proposal, proposed.examination
    changes = listed(proposed.staged.changes)
    notes = listed([str(note) for note in proposed.staged.notes])
    if examination.failures:
        tests = f"{len(examination.failures)} 个测试问题不过，所以还不能发布：\n"
        tests += listed([f"{failure.wrong}" for failure in examination.failures])
        tests += f"\n{_way_out(proposal)}"
    elif examination.failing:
        passed = examination.asked - examination.failing
        tests = f"{passed} 个测试问题通过；{examination.failing} 个不过的，改之前就不过。"
    else:
        tests = f"{examination.asked} 个测试问题全部通过。"
    preview = "\n".join(preview_lines(examination.preview, knowledge, proposed.staged.knowledge, shown=5))
    buttons = [button("作废", "withdraw", proposal.id)]
    wait = ""
    if proposed.passes:
        label = "批准并发布" if lacking else "发布"
        buttons.insert(0, button(label, "publish", proposal.id))
        who = author(proposal.by)
        wait = (
            f"{who} 提的，要由另外 {lacking} 位管理员批准。"
            if lacking
            else "没问题就按“发布”，用户马上看到。"
        )
    return said(
        f"改动 {proposal.id}：{short(proposed.staged.summary)}。还没有发布。",
        f"会变的：\n{changes}",
        f"新的提醒：\n{notes}" if notes else "",
        tests,
        preview,
        wait,
        buttons=buttons,
    )


def _way_out(proposal: Proposal) -> str:
    """What to do about a test that fails."""
    edit = proposal.edit
    if isinstance(edit, AddPhrasings) and proposal.questions:
        number = min(proposal.questions)
        return f"自己写两种问法再提一次，后一种作测试：/assign {number} {edit.topic} 一种问法｜另一种问法"
    return "看看这几个问题是不是本来就该归到别处；要改测试，直接改 tests 里的文件。"


def published_reply(published: Published, done: str = "发布了：") -> Reply:
    """A change that is made; ``done`` stands before what it was."""
    one = published.publication
    parts = [f"版本 {one.before} → {one.version}"]
    if one.commit:
        parts.append(f"git 提交 {one.commit[:10]}")
    if one.left:
        parts.append(f"{'、'.join(one.left)} 刚才被编辑器改过，保留了编辑器里的内容，请核对")
    if not published.is_noted:
        parts.append("数据库现在用不了，维护记录下次启动时补上")
    if published.reopened:
        parts.append(f"{published.reopened} 个问题又回到没答好的里了")
    if published.handled:
        parts.append(f"{published.handled} 个问题处理完了")
    if published.reload is not None and published.reload.outcome is Outcome.REFUSED:
        parts.append(f"但文件夹里还有错误，没有启用：{published.reload.problems[0]}")
    return said(
        f"{done}{short(one.summary)}。",
        "\n".join(parts),
        "改错了就退回。",
        buttons=(button("退回", "rollback", one.before), button("下一组没答好的", "review")),
    )


def group_reply(group: Group, number: int, total: int, now: Reply | None, knowledge: Knowledge) -> Reply:
    """One group of questions, and what can be done with it."""
    variants = [f"{variant.count} 次　{short(variant.text)}" for variant in group.variants]
    reasons = {reason: sum(q.reason is reason for q in group.questions) for reason in Reason}
    told = "、".join(f"{_REASONS[reason]} {count}" for reason, count in reasons.items() if count)
    today = f"现在问：{_answer(now, knowledge)}" if now is not None else ""
    topics = [topic for topic in group.topics if topic in knowledge.topics][:_TOPICS]
    buttons = _topic_buttons(group, topics, knowledge)
    buttons += [
        button("其他主题…", "topics", group.id, 0),
        button("新主题", "draft", group.id),
        button("与借款无关", "outside", group.id),
        button("不管它", "ignore", group.id),
    ]
    if number < total:
        buttons.append(button("下一组", "skip", group.id))
    return said(
        f"第 {number} 组，共 {total} 组：问了 {group.count} 次（{told}）",
        listed(variants, _VARIANTS),
        today,
        "归到哪个主题？",
        buttons=buttons,
    )


def topics_reply(group: Group, page: int, knowledge: Knowledge) -> Reply:
    """All topics, the likeliest first, a page of them."""
    likely = [topic for topic in group.topics if topic in knowledge.topics]
    topics = list(dict.fromkeys([*likely, *knowledge.topics]))
    start = page * _SOME_TOPICS
    buttons = _topic_buttons(group, topics[start : start + _SOME_TOPICS], knowledge)
    if start + _SOME_TOPICS < len(topics):
        buttons.append(button("再看一些", "topics", group.id, page + 1))
    buttons.append(button("回去", "show", group.id))
    return said(f"“{short(group.text)}”归到：", buttons=buttons)


def _topic_buttons(group: Group, topics: Sequence[str], knowledge: Knowledge) -> list[Button]:
    """A button for each topic; one whose id is too long for a button can still be typed, with /assign."""
    found = [button(knowledge.topics[topic].name, "assign", group.id, topic) for topic in topics]
    return [one for one in found if Action.parse(one.action) is not None]


def fact_reply(fact: KnownFact, knowledge: Knowledge, today: dt.date) -> Reply:
    """A fact with its claims, its sources and what shows it."""
    claims = []
    for claim in fact.claims:
        cited = "；".join(
            dict.fromkeys(
                knowledge.sources[one.source].cite if one.source in knowledge.sources else one.source
                for one in claim.citations
            )
        )
        mark = "" if claim.status is Status.CURRENT else f"（{STATUS_NAMES[claim.status]}）"
        derived = f"，算式 {claim.derived}" if claim.derived else ""
        claims.append(f"{claim.value}{mark}{derived}\n　来源：{cited}（{'、'.join(claim.sources)}）")
    checked = f"核对于 {fact.checked}" if fact.checked else "没有核对日"
    if fact.is_stale(today):
        checked += "，该核对了"
    users = [user for user in uses(knowledge).get(fact.id, ()) if not user.startswith("facts.")]
    shown = "、".join(_user(user, knowledge) for user in users[:_USERS])
    used = f"{len(users)} 处用到：{shown}{'……' if len(users) > _USERS else ''}" if users else "没有答案用到"
    return said(
        f"{fact.subject.name}·{fact.attribute.name}（{fact.id}）",
        "\n".join(claims) or f"没有查到：{fact.fact.unknown or ''}",
        fact.fact.conflict or fact.fact.agree or "",
        f"{checked}；{used}",
        f"要改就写：/fact {fact.id} = 新的值 @ 来源编号",
    )


def _user(user: str, knowledge: Knowledge) -> str:
    """What shows a fact, by its name: ``topics.overdue.weilidai`` is an answer."""
    kind, key, *rest = user.split(".")
    if kind == "topics" and key in knowledge.topics:
        product = knowledge.products.get(rest[0]) if rest else None
        return f"{knowledge.topics[key].name}{f'·{product.name}' if product else ''}"
    if key in knowledge.subjects:
        return knowledge.subjects[key].name
    return f"提醒 {key}" if kind == "warnings" else user


def rule_reply(key: str, rule: Rule) -> Reply:
    """A dated rule with its entries."""
    entries = [
        f"从 {one.start} 起{f'到 {one.until}' if one.until else ''}：{one.value}（{'、'.join(one.sources)}）"
        for one in rule.entries
    ]
    return said(
        f"{rule.name}（rules.{key}）",
        "\n".join(entries),
        f"核对于 {rule.checked}，每 {rule.shelf_life} 天核对一次",
        "法规的数字变了，请在 rules.yaml 里加一条新的，旧的不删（见 docs/知识维护.md 第一节）。",
    )


def history_reply(versions: Sequence[Version]) -> Reply:
    """The latest versions."""
    if not versions:
        return said("还没有留下旧版本。")
    lines = []
    for one in versions:
        who = f"{one.by}：" if one.by else ""
        why = f"（{short(one.why)}）" if one.why else ""
        lines.append(f"{one.revision}　{moment(one.at)}　{who}{short(one.what)}{why}")
    return said("最近的版本，新的在前：", "\n".join(lines), "退回到哪个，写：/rollback 版本")


def tasks_reply(tasks: Sequence[Task]) -> Reply:
    """What is due for checking, the most used first."""
    if not tasks:
        return said("没有该核对的。")
    task = tasks[0]
    others = [f"{one.name}（{one.days} 天）" for one in tasks[1:]]
    return said(
        f"该核对的 {len(tasks)} 处。先看：{task.name}",
        f"{task.days} 天没核对了，{task.used} 处答案用到。{f'去这里看：{task.link}' if task.link else ''}",
        listed(list(task.shows)),
        f"后面还有：\n{listed(others, 5)}" if others else "",
        f"没变就按“还是这样”；变了就{task.remedy}。",
        buttons=(button("还是这样", "checked", task.key), button("跳过", "stale", task.key)),
    )


def waiting_reply(states: Sequence[State], names: Names) -> Reply:
    """Proposals that nothing has become of."""
    if not states:
        return said("没有等着发布的改动。")
    lines = [
        f"{state.proposal.id}　{moment(state.proposal.at)}　{short(state.proposal.edit.summary(names))}"
        for state in states
    ]
    buttons = [button(f"看 {state.proposal.id}", "look", state.proposal.id) for state in states[:_TOPICS]]
    return said("等着发布的改动：", listed(lines), buttons=buttons)


def moment(at: dt.datetime) -> str:
    """A point in time as people in China read it."""
    return f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M}"


def _answer(reply: Reply, knowledge: Knowledge) -> str:
    if reply.kind is ReplyKind.FALLBACK:
        return "还是不答"
    if reply.kind is ReplyKind.CLARIFY:
        offered = [knowledge.topics[one].name for one in reply.suggestions if one in knowledge.topics]
        return f"反问（{'、'.join(offered)}）" if offered else "反问"
    topic = knowledge.topics.get(reply.topic or "")
    return f"会答“{topic.name if topic else reply.topic}”"
