"""Inline mode: ``@bot 微粒贷 2万 12期`` in any chat gives a few answers to post there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import InlineQueryResultsButtonLimit, ParseMode
from telegram.error import BadRequest

from bot.assistant import Assistant, Question
from bot.channels.telegram.rendering import render
from bot.conversation import Conversation
from bot.replies.model import Reply, ReplyKind

MAX_RESULTS = 4
# The answer depends on nothing but the words and the knowledge
CACHE_SECONDS = 300
_MAX_DESCRIPTION = 100
_MAX_PAYLOAD = int(InlineQueryResultsButtonLimit.MAX_START_PARAMETER_LENGTH)
# Small talk is for the chat with the bot
_ABOUT_ITSELF = ("greeting", "bot_identity")
_EXAMPLES = "例如：微粒贷能提前还吗；借2万分12期日息万四"


async def answer_inline(query: InlineQuery, assistant: Assistant, username: str) -> None:
    """Answer an inline query. It belongs to no conversation: nothing is remembered, nothing personal shown."""
    replies = list(_replies(query.query.strip(), assistant)) if not query.offset else []
    button = None
    if not replies and not query.offset:
        button = InlineQueryResultsButton("接着打字问，或点这里跟我聊", start_parameter="inline")
    try:
        await query.answer(
            [_article(reply, username) for reply in replies],
            cache_time=CACHE_SECONDS,
            is_personal=False,
            button=button,
        )
    except BadRequest as error:
        # Every letter typed is a query; the one before is given up when the next comes
        if "query is too old" not in error.message:
            raise


def _replies(text: str, assistant: Assistant) -> Iterator[Reply]:
    """What may be posted: complete answers, the likeliest first."""
    if not text:
        return
    first, _ = assistant.answer(Question(text), Conversation())
    if first.kind is ReplyKind.FALLBACK or first.topic in _ABOUT_ITSELF:
        return
    actions = [one.action for one in first.buttons if one.action.startswith("ask ")]
    further = (assistant.answer(Question(action=action), Conversation())[0] for action in actions)
    seen: set[tuple[str | None, str | None]] = set()
    for reply in (first, *further):
        about = (reply.topic, reply.product)
        if _is_complete(reply) and about not in seen and len(seen) < MAX_RESULTS:
            seen.add(about)
            yield reply


def _is_complete(reply: Reply) -> bool:
    return reply.kind is ReplyKind.ANSWER or (reply.kind is ReplyKind.QUOTE and reply.quote is not None)


def _article(reply: Reply, username: str) -> InlineQueryResultArticle:
    text = render(reply).messages[0]
    description = next(iter(reply.paragraphs), _EXAMPLES)
    link = "_".join(part for part in (reply.product, reply.topic) if part)
    return InlineQueryResultArticle(
        id=hashlib.blake2b(text.encode(), digest_size=16).hexdigest(),
        title=reply.title,
        description=description[:_MAX_DESCRIPTION],
        input_message_content=InputTextMessageContent(
            text, parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
        ),
        reply_markup=InlineKeyboardMarkup(
            [[InlineKeyboardButton("跟借问聊", url=f"https://t.me/{username}?start={link[:_MAX_PAYLOAD]}")]]
        ),
    )
