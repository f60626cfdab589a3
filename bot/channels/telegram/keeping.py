"""States and opinions in the database."""

from __future__ import annotations

from bot.channels.telegram.feedback import Feedback, Verdict
from bot.channels.telegram.store import ChatState, Place
from bot.conversation import VERSION
from bot.storage import Conversations, Opinion, Opinions, QuestionForReview, Reason, ReviewQueue


class DurableStore:
    """Keeps states where they survive restarts; a ``ConversationStore``.

    What equals its default is left out, and the version stands in front: a state of another version is a new one.
    """

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations

    async def read(self, place: Place) -> ChatState:
        """The state at a place; a new one where nothing is kept."""
        kept = await self._conversations.read(place.chat, place.user)
        version, _, text = (kept or "").partition(" ")
        return ChatState.read(text) if version == str(VERSION) else ChatState()

    async def write(self, place: Place, state: ChatState) -> None:
        """Keep a state."""
        text = state.model_dump_json(exclude_defaults=True)
        await self._conversations.write(place.chat, place.user, f"{VERSION} {text}")

    async def forget(self, user: int) -> int:
        """Delete everything kept of a user, in every chat."""
        return await self._conversations.forget(user)


class DurableFeedback:
    """Keeps opinions for the moderators; a ``FeedbackBook``. Disliked answers go to the review queue too."""

    def __init__(self, opinions: Opinions, review: ReviewQueue) -> None:
        self._opinions = opinions
        self._review = review

    async def record(self, feedback: Feedback) -> None:
        """Keep one opinion."""
        await self._opinions.add(
            Opinion(
                feedback.verdict.value,
                feedback.knowledge,
                feedback.topic,
                feedback.product,
                feedback.question,
                feedback.text or None,
            )
        )
        if feedback.verdict is Verdict.DOWN and feedback.question:
            await self._review.add(
                QuestionForReview(
                    feedback.question, Reason.DISLIKED, feedback.knowledge, feedback.topic, feedback.product
                )
            )
