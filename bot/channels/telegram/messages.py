"""Messages: which of them are for the bot, and what of them is a question."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Message, MessageEntity, User
from telegram.constants import ChatType, MessageEntityType

from bot.channels.telegram.sending import Target
from bot.channels.telegram.store import Place
from bot.channels.telegram.talking import Visit

_PICTURES = "图片和文件我看不了，把里面的字打出来问我吧。身份证、银行卡的照片别发给任何机器人。"
_LIGHT = "收到。想问借钱、还钱的事，直接打字就行。"
_KINDS: dict[str, str] = {
    "voice": "语音我听不了，打字问我吧。",
    "audio": "语音我听不了，打字问我吧。",
    "video_note": "语音我听不了，打字问我吧。",
    "photo": _PICTURES,
    "video": _PICTURES,
    "animation": _PICTURES,
    "document": _PICTURES,
    "paid_media": _PICTURES,
    "story": _PICTURES,
    "sticker": _LIGHT,
    "dice": _LIGHT,
    "game": _LIGHT,
    "location": "用不着位置，我没有记。想问什么直接打字。",
    "venue": "用不着位置，我没有记。想问什么直接打字。",
    "contact": "别把别人的电话发给我，我没有记。想问什么直接打字。",
    "poll": "投票我看不懂，把问题打字发给我吧。",
    "checklist": "清单我看不懂，把问题打字发给我吧。",
}
CAPTION_REMARK = "图片和文件我看不了，这里只按文字回答。"


@dataclass(frozen=True, slots=True)
class Command:
    """A command with what follows it."""

    name: str
    arguments: str
    is_named: bool  # /help@this_bot


def visit_of(message: Message) -> Visit | None:
    """Who a message is from and where its answer goes; ``None`` if nobody waits for one."""
    user, chat = message.from_user, message.chat
    if user is None or chat.type == ChatType.CHANNEL or message.is_automatic_forward:
        return None
    thread = message.message_thread_id if message.is_topic_message else None
    if chat.type == ChatType.PRIVATE:
        return Visit(Place(chat.id, user.id), Target(chat.id, thread=thread))
    if message.sender_chat is not None:
        # An admin who writes as the group, or a channel: nobody in particular, so anybody may press
        return Visit(Place(chat.id, message.sender_chat.id), Target(chat.id, message.message_id, thread))
    if user.is_bot:
        return None
    return Visit(Place(chat.id, user.id), Target(chat.id, message.message_id, thread), user.id)


def command_of(message: Message, bot: User) -> Command | None:
    """The command at the beginning of a message, unless it is another bot's."""
    for entity, whole in _commands(message):
        if entity.offset == 0:
            name, _, recipient = whole[1:].partition("@")
            if recipient and recipient.lower() != (bot.username or "").lower():
                return None
            return Command(
                name.lower(), (message.text or "").removeprefix(whole).strip(), is_named=bool(recipient)
            )
    return None


def is_for_another_bot(message: Message, bot: User) -> bool:
    """Whether a message is a command with the name of another bot."""
    return command_of(message, bot) is None and any(entity.offset == 0 for entity, _ in _commands(message))


def is_addressed(message: Message, bot: User) -> bool:
    """Whether a message in a group is for the bot: it answers one of its own, or names it."""
    answered = message.reply_to_message
    if answered is not None and answered.from_user is not None and answered.from_user.id == bot.id:
        return True
    return any(_names(bot, text) for text in _mentions(message)) or any(
        entity.user is not None and entity.user.id == bot.id
        for entity in (*message.entities, *message.caption_entities)
        if entity.type == MessageEntityType.TEXT_MENTION
    )


def question_of(message: Message, bot: User) -> str:
    """What a message asks: its words without the bot's name, else those of the message it points to."""
    text = message.text or message.caption or ""
    for mention in _mentions(message):
        if _names(bot, mention):
            text = text.replace(mention, " ", 1)
    if text.strip():
        return text.strip()
    pointed = message.reply_to_message
    if pointed is None or (pointed.from_user is not None and pointed.from_user.id == bot.id):
        return ""
    return (pointed.text or pointed.caption or "").strip()


def kind_word(message: Message) -> str | None:
    """A short answer to a message without words; ``None`` where silence is right.

    That is for notices such as "joined the group", and for a sticker among friends.
    """
    for kind, answer in _KINDS.items():
        if getattr(message, kind, None):
            return None if answer is _LIGHT and message.chat.type != ChatType.PRIVATE else answer
    return None


def _commands(message: Message) -> list[tuple[MessageEntity, str]]:
    if not message.text:
        return []
    return list(message.parse_entities([MessageEntityType.BOT_COMMAND]).items())


def _mentions(message: Message) -> list[str]:
    kinds: list[str | None] = [MessageEntityType.MENTION]
    found = message.parse_entities(kinds) if message.text else {}
    if message.caption:
        found |= message.parse_caption_entities(kinds)
    return list(found.values())


def _names(bot: User, mention: str) -> bool:
    return mention.lower() == f"@{bot.username}".lower()
