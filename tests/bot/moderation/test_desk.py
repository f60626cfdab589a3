"""Every change goes one way, and all of it is in the audit."""

from __future__ import annotations

import pytest

from bot.moderation.desk import Desk, DeskError
from bot.moderation.examining import Examination
from bot.moderation.live import LiveKnowledge
from bot.moderation.preview import Kind
from bot.moderation.proposals import Proposal
from bot.storage import Status, Storage
from knowledge import KnowledgeError
from knowledge.editing import AddPhrasings, EditError, SetFact, TestQuestion
from knowledge.publishing import NotPassedError, Publisher
from tests.bot.moderation.conftest import NOW, add_questions, desk_of
from tests.knowledge.conftest import TODAY, Folder

EDIT = AddPhrasings(
    topic="overdue",
    phrasings=("欠着不还会不会上门", "一直欠着会上门吗"),
    tests=(TestQuestion(ask="欠着会不会有人上门呢"),),
)
FAILING = AddPhrasings(
    topic="overdue", phrasings=("拖欠",), tests=(TestQuestion(ask="你们收的息是按什么来算的呢"),)
)


async def audited(storage: Storage) -> list[tuple[str, str, int | None]]:
    return [(one.action, one.subject, one.actor) for one in reversed(await storage.audit.latest())]


async def test_a_change_from_proposal_to_answer(desk: Desk, storage: Storage, live: LiveKnowledge) -> None:
    await add_questions(storage, "欠着不还会不会上门", "欠着会不会有人上门呢")
    ids = [question.id or 0 for question in await storage.review.list()]
    before = live.current.version
    proposed = await desk.propose(EDIT, 7, "有人问", ids)
    assert live.current.version == before
    assert proposed.passes
    assert proposed.examination.asked == 8
    published = await desk.publish(proposed.proposal.id, 8)
    assert live.current.version == published.publication.version != before
    assert not live.current.is_provisional  # it was trained when it was tried
    assert live.assistant.understander.understand("一直欠着会上门吗").topic == "overdue"
    assert published.handled == 2
    assert await storage.review.list() == []
    assert len(await storage.review.list(Status.ASSIGNED)) == 2
    subject = f"proposal {proposed.proposal.id}"
    assert await audited(storage) == [("propose", subject, 7), ("publish", subject, 8)]
    (publish, propose) = await storage.audit.latest()
    assert (publish.before, publish.after) == (before, live.current.version)
    assert publish.reason == "给“逾期”加 2 条说法、1 个测试；有人问"
    assert propose.reason == "有人问"
    assert propose.after is not None
    assert Proposal.model_validate_json(propose.after).edit == EDIT


async def test_what_it_does_is_known_before(desk: Desk, storage: Storage) -> None:
    await add_questions(storage, "一直欠着会上门吗", "一直欠着会上门吗", "帮我写首诗")
    proposed = await desk.propose(EDIT, 7)
    preview = proposed.examination.preview
    assert preview.asked == 7 + 2  # the tests, and two different questions
    changed = {one.asked.text: one for one in preview.differences}
    assert "帮我写首诗" not in changed
    if "一直欠着会上门吗" in changed:
        assert changed["一直欠着会上门吗"].asked.times == 2
        assert changed["一直欠着会上门吗"].kind in (Kind.GAINED, Kind.OTHER)


async def test_tests_that_fail_keep_it_from_being_published(
    desk: Desk, folder: Folder, live: LiveKnowledge
) -> None:
    before, version = folder.text("tests/overdue.yaml"), live.current.version
    proposed = await desk.propose(FAILING, 7)
    assert not proposed.passes
    assert "你们收的息是按什么来算的呢" in proposed.examination.failures[0].wrong
    with pytest.raises(NotPassedError):
        await desk.publish(proposed.proposal.id, 7)
    assert folder.text("tests/overdue.yaml") == before
    assert live.current.version == version


async def test_what_does_not_pass_the_checks_is_not_even_proposed(desk: Desk, storage: Storage) -> None:
    with pytest.raises(KnowledgeError):
        await desk.propose(AddPhrasings(topic="overdue", phrasings=("想找真人说话",)), 7)
    with pytest.raises(EditError):
        await desk.propose(AddPhrasings(topic="nothing", phrasings=("想",)), 7)
    assert await audited(storage) == []


async def test_a_proposal_outlives_its_process(
    desk: Desk, storage: Storage, live: LiveKnowledge, folder: Folder
) -> None:
    proposed = await desk.propose(EDIT, 7, "有人问")
    later = desk_of(live, storage)
    (state,) = await later.proposals.open()
    assert state.proposal == proposed.proposal
    assert (await later.look(proposed.proposal.id)).staged.texts == proposed.staged.texts
    await later.publish(proposed.proposal.id, 7)
    assert await later.proposals.open() == []
    with pytest.raises(DeskError, match="已经发布"):
        await desk.publish(proposed.proposal.id, 7)


async def test_a_withdrawn_proposal_is_over(desk: Desk, storage: Storage) -> None:
    proposed = await desk.propose(EDIT, 7)
    await desk.withdraw(proposed.proposal.id, 7)
    identity = proposed.proposal.id
    for deed in (desk.publish(identity, 7), desk.withdraw(identity, 7), desk.look(identity)):
        with pytest.raises(DeskError, match="作废"):
            await deed
    with pytest.raises(DeskError, match="没有这个改动"):
        await desk.publish("ffffffff", 7)


async def test_a_second_moderator_can_be_required(storage: Storage, live: LiveKnowledge) -> None:
    desk = desk_of(live, storage, approvals=1)
    fact = live.current.knowledge.facts["weilidai.credit_limit_min"]
    assert fact.best is not None
    edit = SetFact(id=fact.id, value="600元", sources=("release-2026-01",), was=fact.best.value, day=TODAY)
    proposed = await desk.propose(edit, 7)
    identity = proposed.proposal.id
    with pytest.raises(DeskError, match="还要 1 位"):
        await desk.publish(identity, 7)
    with pytest.raises(DeskError, match="另一位"):
        await desk.approve(identity, 7)
    await desk.approve(identity, 8)
    await desk.publish(identity, 7)
    subject = f"proposal {identity}"
    assert await audited(storage) == [
        ("propose", subject, 7),
        ("approve", subject, 8),
        ("publish", subject, 7),
    ]
    # A way of asking changes no word of an answer
    assert desk.needed(EDIT) == 0


async def test_two_proposals_for_one_fact(desk: Desk, live: LiveKnowledge) -> None:
    fact = live.current.knowledge.facts["weilidai.credit_limit_min"]
    assert fact.best is not None
    first, second = (
        SetFact(id=fact.id, value=value, sources=("release-2026-01",), was=fact.best.value, day=TODAY)
        for value in ("600元", "700元")
    )
    one, other = await desk.propose(first, 7), await desk.propose(second, 8)
    await desk.publish(one.proposal.id, 7)
    with pytest.raises(EditError, match="别人改了"):
        await desk.publish(other.proposal.id, 8)
    assert live.current.knowledge.facts[fact.id].best.value == "600元"  # type: ignore[union-attr]


async def test_what_was_published_by_a_process_that_died_is_not_published_again(
    desk: Desk, storage: Storage, live: LiveKnowledge, folder: Folder
) -> None:
    """It had written the files; the audit and the questions come with the repetition."""
    proposed = await desk.propose(EDIT, 7)
    publisher = Publisher(folder.path, now=lambda: NOW)
    publisher.publish(proposed.staged, proposed.examination.trial, "管理员 7", "", proposed.proposal.id)
    published = await desk.publish(proposed.proposal.id, 7)
    assert published.publication.id == proposed.proposal.id
    assert len(publisher.publications()) == 1
    assert (await audited(storage))[-1][0] == "publish"


async def test_the_audit_catches_up(desk: Desk, storage: Storage, folder: Folder) -> None:
    publisher = Publisher(folder.path, now=lambda: NOW)
    staged = publisher.stage(EDIT, TODAY)
    proposed = await desk.propose(EDIT, 7)
    publisher.publish(staged, proposed.examination.trial, "管理员 7", "有人问", "abc")
    assert await desk.reconcile() == 1
    assert await desk.reconcile() == 0
    assert (await audited(storage))[-1] == ("publish", "proposal abc", None)


class TestRollback:
    """Taking back."""

    async def test_to_what_was_served_before(self, desk: Desk, storage: Storage, live: LiveKnowledge) -> None:
        before = live.current.version
        proposed = await desk.propose(EDIT, 7)
        await desk.publish(proposed.proposal.id, 7)
        after = live.current.version
        published = await desk.roll_back(None, 8, "答得不对")
        assert live.current.version == before == published.publication.version
        assert (await audited(storage))[-1] == ("rollback", before, 8)
        await desk.roll_back(None, 8)
        assert live.current.version == after

    async def test_what_it_answered_waits_again(
        self, desk: Desk, storage: Storage, live: LiveKnowledge
    ) -> None:
        await add_questions(storage, "欠着不还会不会上门", "一直欠着会上门吗", "别的问题")
        ids = [one.id for one in await storage.review.list() if one.id is not None and one.text != "别的问题"]
        before = live.current.version
        proposed = await desk.propose(EDIT, 7, questions=ids)
        assert (await desk.publish(proposed.proposal.id, 7)).handled == 2
        other = AddPhrasings(topic="overdue", phrasings=("忘了还会咋样啊",))
        await desk.publish((await desk.propose(other, 7)).proposal.id, 7)
        assert len(await storage.review.list()) == 1
        # Two publications back
        assert (await desk.roll_back(before, 8)).reopened == 2
        assert len(await storage.review.list()) == 3
        # The rollback itself answered nothing
        assert (await desk.roll_back(None, 8)).reopened == 0

    async def test_of_files_that_were_edited_by_hand(
        self, desk: Desk, live: LiveKnowledge, folder: Folder
    ) -> None:
        before = live.current.version
        folder.edit("topics/overdue.yaml", "还会上报征信", "也会上报征信")
        live.reload()
        assert live.current.version != before
        await desk.roll_back(None, 7)
        assert live.current.version == before

    async def test_of_files_that_may_not_be_served(
        self, desk: Desk, live: LiveKnowledge, folder: Folder
    ) -> None:
        before = live.current.version
        folder.edit("topics/overdue.yaml", "id: overdue", "id: overduo")
        live.reload()
        assert live.problems
        await desk.roll_back(None, 7)
        assert not live.problems
        assert live.current.version == before
        assert not folder.errors()

    async def test_what_was_served_is_not_examined_again(self, desk: Desk, live: LiveKnowledge) -> None:
        before = live.current.version
        await desk.publish((await desk.propose(EDIT, 7)).proposal.id, 7)

        async def never(*unused: object) -> Examination:
            raise AssertionError("taking back waits for nobody")

        desk._examine = never
        await desk.roll_back(before[:8], 7)
        assert live.current.version == before

    async def test_to_nothing(self, desk: Desk) -> None:
        with pytest.raises(DeskError, match="没有更早的版本"):
            await desk.roll_back(None, 7)
