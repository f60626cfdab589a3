"""Questions and presses over real HTTP, fetched by polling."""

from __future__ import annotations

from tests.botapi import BotApiServer, Person


async def test_a_question_is_answered_with_a_bold_first_line(server: BotApiServer, person: Person) -> None:
    await person.says("微粒贷可以提前还清不")
    reply = await server.sent()
    assert reply.chat == person.id
    assert "提前" in reply.part("bold")[0]
    assert reply.text.startswith(reply.part("bold")[0])
    folded = reply.part("expandable_blockquote")
    assert len(folded) == 1
    assert "\n来源\n" in folded[0]
    assert reply.text.endswith(folded[0])


async def test_start_and_help_say_what_it_is(server: BotApiServer, person: Person) -> None:
    for command in ("/start", "/help", f"/help@{server.username}"):
        await person.says(command)
        assert "非官方" in (await server.sent()).text


async def test_what_users_write_is_escaped(server: BotApiServer, person: Person) -> None:
    await person.says("<b>微粒贷</b> & <script>借呗</script> 哪个利息低 </blockquote>")
    assert (await server.sent()).text


async def test_a_choice_is_a_button(server: BotApiServer, person: Person) -> None:
    await person.says("微粒贷可以提前还清不")
    reply = await server.sent()
    label = reply.labels[0]
    query = await person.presses(reply, label)
    following = await server.sent()
    assert following.id != reply.id
    assert following.part("bold")
    assert server.state.callbacks[query] is not None


async def test_updates_are_confirmed(server: BotApiServer, person: Person) -> None:
    await person.says("借呗怎么还款")
    await server.sent()
    await server.until_confirmed()


async def test_messages_of_one_chat_are_answered_in_order(server: BotApiServer, person: Person) -> None:
    questions = ["/help", "分付怎么还款", "/start", "借呗逾期了会怎样"]
    for question in questions:
        await person.says(question)
    first = [(await server.sent()).text for _ in questions]
    for question in questions:
        await person.says(question)
        assert (await server.sent()).text == first.pop(0)
