"""Quotes by buttons: the wizard, changes in place, the schedule by pages, picture and files."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.botapi import BotApiServer, Person, Sent


async def test_a_loan_is_worked_out_without_typing(server: BotApiServer, person: Person) -> None:
    await person.says("/quote")
    asked = await server.sent()
    for label in ("20,000", "12期", "万四"):
        await person.presses(asked, label)
        shown = await server.sent()
        assert shown.id == asked.id
    assert "年化" in shown.text
    assert "20,000" in shown.part("bold")[0]


async def test_a_lender_stands_in_for_a_rate_that_is_not_known(server: BotApiServer, person: Person) -> None:
    await person.says("/quote")
    asked = await server.sent()
    for label in ("20,000", "12期", "按微粒贷算"):
        await person.presses(asked, label)
        shown = await server.sent()
        assert shown.id == asked.id
    assert "微粒贷的日利率" in shown.text
    assert "年化" in shown.text


async def test_what_is_typed_goes_on_where_buttons_stopped(server: BotApiServer, person: Person) -> None:
    await person.says("/quote")
    await person.presses(await server.sent(), "10,000")
    await server.sent()
    await person.says("用20天")
    await server.sent()
    await person.says("日息万五")
    assert "10,000" in (await server.sent()).part("bold")[0]


async def quoted(server: BotApiServer, person: Person, text: str = "借3万分24期日息万四") -> Sent:
    await person.says(text)
    return await server.sent()


async def test_a_quote_says_cost_law_and_has_every_button(server: BotApiServer, person: Person) -> None:
    reply = await quoted(server, person)
    assert "单利年化" in reply.text
    assert "内部收益率" in reply.text
    assert "24%" in reply.text
    for label in ("改金额", "改期限", "改利率", "改方式", "完整还款计划", "图", "Excel", "CSV"):
        assert reply.button(label)


async def test_a_value_changes_the_quote_in_place(server: BotApiServer, person: Person) -> None:
    reply = await quoted(server, person)
    await person.presses(reply, "改期限")
    choosing = await server.sent()
    assert choosing.id == reply.id
    assert "24" in choosing.part("bold")[0]
    await person.presses(choosing, "12期")
    changed = await server.sent()
    assert changed.id == reply.id
    assert "12" in changed.part("bold")[0]
    assert changed.button("改期限")


@pytest.mark.parametrize(("change", "typed"), [("改金额", "3万5"), ("改期限", "18期"), ("改利率", "年化18%")])
async def test_what_may_be_typed_instead_is_said_and_works(
    change: str, typed: str, server: BotApiServer, person: Person
) -> None:
    reply = await quoted(server, person)
    query = await person.presses(reply, change)
    await server.sent()
    hint = (await server.until_answered(query))["text"]
    assert f"“{typed}”" in hint
    await person.says(typed)
    assert (await server.sent()).part("bold") != reply.part("bold")


@pytest.mark.parametrize(
    ("change", "value", "shown"),
    [
        ("改金额", "5,000元", "借 5,000 元"),
        ("改期限", "30天", "用 30 天"),
        ("改利率", "万二", "日利率 0.02%"),
        ("改方式", "先息后本", "先息后本"),
    ],
)
async def test_everything_of_a_quote_is_changed_in_place(
    change: str, value: str, shown: str, server: BotApiServer, person: Person
) -> None:
    reply = await quoted(server, person)
    await person.presses(reply, change)
    assert (await server.sent()).id == reply.id
    await person.presses(reply, value)
    assert (await server.sent()).id == reply.id
    assert shown in reply.part("bold")[0]


async def test_the_way_back_changes_nothing(server: BotApiServer, person: Person) -> None:
    reply = await quoted(server, person)
    before = reply.text
    await person.presses(reply, "改金额")
    await person.presses(await server.sent(), "回到测算")
    after = await server.sent()
    assert (after.id, after.text) == (reply.id, before)
    assert after.button("改金额")


def numbers(plan: Sent) -> list[int]:
    """Of a schedule, which instalments are shown."""
    table = plan.part("pre")[0].splitlines()[1:]
    return [int(line.split()[0]) for line in table]


async def test_the_schedule_is_paged_by_editing(server: BotApiServer, person: Person) -> None:
    reply = await quoted(server, person)
    await person.presses(reply, "完整还款计划")
    plan = await server.sent()
    assert plan.id == reply.id
    assert numbers(plan) == list(range(1, 13))
    await person.presses(plan, "第 2/2 页")
    second = await server.sent()
    assert second.id == reply.id
    assert numbers(second) == list(range(13, 25))
    await person.presses(second, "第 1 页")
    assert numbers(await server.sent()) == list(range(1, 13))
    await person.presses(plan, "回到测算")
    assert "改期限" in (await server.sent()).labels


async def test_the_same_page_twice_is_no_error(server: BotApiServer, person: Person) -> None:
    reply = await quoted(server, person)
    data = reply.button("完整还款计划")["callback_data"]
    await person.presses(reply, "完整还款计划")
    plan = await server.sent()
    first = plan.text
    await person.forges(plan, data)
    await person.says("/version")
    assert (await server.sent()).id != plan.id
    assert plan.text == first


async def test_a_picture_is_made_and_sent(server: BotApiServer, person: Person) -> None:
    reply = await quoted(server, person)
    await person.presses(reply, "图")
    sent = await server.sent()
    assert sent.kind == "photo"
    assert sent.file is not None
    assert sent.file.content.startswith(b"\x89PNG")
    assert "30,000" in sent.text
    assert server.calls_of("sendChatAction")[0].parameters["action"] == "upload_photo"


async def test_files_are_sent_by_name(server: BotApiServer, person: Person) -> None:
    reply = await quoted(server, person)
    await person.presses(reply, "Excel")
    book = (await server.sent()).file
    assert book is not None
    assert book.name == "借款测算.xlsx"
    assert zipfile.is_zipfile(io.BytesIO(book.content))
    await person.presses(reply, "CSV")
    table = (await server.sent()).file
    assert table is not None
    assert table.name == "借款测算.csv"


async def test_a_press_is_answered_before_its_work_begins(server: BotApiServer, person: Person) -> None:
    reply = await quoted(server, person)
    for label, work in (("图", "sendPhoto"), ("完整还款计划", "editMessageText")):
        begun = len(server.state.calls)
        await person.presses(reply, label)
        await server.sent()
        # The menu may still be being set meanwhile
        made = [
            call.method for call in server.state.calls[begun:] if not call.method.startswith(("get", "set"))
        ]
        assert made[0] == "answerCallbackQuery"
        assert made[-1] == work


async def test_a_typed_wish_for_the_picture_sends_it(server: BotApiServer, person: Person) -> None:
    await quoted(server, person)
    await person.says("发我一张图")
    assert (await server.sent()).kind == "photo"


async def test_after_a_file_the_quote_is_still_changed_in_place(server: BotApiServer, person: Person) -> None:
    reply = await quoted(server, person)
    await person.presses(reply, "CSV")
    await server.sent()
    await person.presses(reply, "完整还款计划")
    assert (await server.sent()).id == reply.id


async def test_an_old_quote_answers_anew(server: BotApiServer, person: Person) -> None:
    old = await quoted(server, person)
    new = await quoted(server, person, "借1万分6期日息万三")
    text = old.text
    await person.presses(old, "完整还款计划")
    plan = await server.sent()
    assert plan.id not in (old.id, new.id)
    assert "10,000" in plan.text
    assert old.text == text
    query = await person.presses(old, "改金额")
    await server.until_confirmed()
    await person.says("/version")
    await server.sent()
    answer = server.state.callbacks[query]
    assert answer is not None
    assert "放下" in answer["text"]


async def test_a_button_of_a_quote_called_off_says_so(server: BotApiServer, person: Person) -> None:
    reply = await quoted(server, person)
    await person.says("算了")
    await server.sent()
    for label in ("完整还款计划", "图"):
        await person.presses(reply, label)
        assert "用不上了" in (await server.sent()).text


async def test_a_cancelled_quote_ends_in_its_message(server: BotApiServer, person: Person) -> None:
    await person.says("/quote")
    asked = await server.sent()
    await person.presses(asked, "不算了")
    assert (await server.sent()).id == asked.id
    assert not asked.labels


async def test_a_quote_begins_anew_on_command(server: BotApiServer, person: Person) -> None:
    await quoted(server, person)
    await person.says("/quote")
    assert "借多少" in (await server.sent()).text


async def test_a_new_quote_takes_nothing_over(server: BotApiServer, person: Person) -> None:
    await person.says("分付怎么还款")
    await server.sent()
    await person.says("/quote")
    asked = await server.sent()
    await person.presses(asked, "20,000")
    await server.sent()
    assert "分付" not in asked.part("bold")[0]
    await person.presses(asked, "12期")
    await server.sent()
    assert asked.button("按分付算")


async def test_a_comparison_is_a_card_for_each_product(server: BotApiServer, person: Person) -> None:
    await quoted(server, person, "微粒贷借2万分12期")
    await person.says("/compare")
    compared = await server.sent()
    for product in ("微粒贷", "分付", "支付宝借呗"):
        assert f"\n{product}：单利年化" in compared.text
    await person.presses(compared, "按分付算")
    quote = await server.sent()
    assert quote.id != compared.id
    assert "20,000" in quote.part("bold")[0]
