"""A terminal knows of a saved file at the next question."""

from __future__ import annotations

from pathlib import Path

from bot.assistant import Question
from bot.conversation import Conversation
from bot.moderation.self_reloading import SelfReloading
from knowledge import Knowledge
from tests.bot.moderation.conftest import serve
from tests.bot.moderation.test_live import NEW, add
from tests.knowledge.conftest import Folder


def test_files_saved_between_two_questions(folder: Folder, tmp_path: Path) -> None:
    live = serve(folder.path, tmp_path / "models")  # where no other test left what is to be learnt
    learnt: list[Knowledge] = []
    served = SelfReloading(live, learnt.append)
    assert served.look() == (live.assistant, [])

    folder.edit("topics/overdue.yaml", "id: overdue", "id：overdue")
    assistant, news = served.look()
    assert "没有启用" in news[0]
    assert news[1].startswith("topics/overdue.yaml:2: “id”后面是全角冒号")
    folder.write("topics/overdue.yaml", folder.text("topics/overdue.yaml") + "# 还没改好\n")
    assert served.look() == (assistant, [])

    text = folder.text("topics/overdue.yaml").replace("id：overdue", "id: overdue")
    folder.write("topics/overdue.yaml", text.replace("# 还没改好\n", ""))
    assert served.look() == (assistant, [f"刚才的错误没有了，版本 {live.current.version}"])
    assert served.look() == (assistant, [])

    add(folder, NEW)
    assistant, news = served.look()
    assert news == [f"新内容启用了，版本 {live.current.version}", f"逾期（overdue）：增加说法 1 条：{NEW}"]
    assert assistant.answer(Question(NEW), Conversation())[0].topic == "overdue"
    assert learnt == [live.current.knowledge]
