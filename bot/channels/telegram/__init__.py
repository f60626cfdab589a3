"""The Telegram channel: updates become questions, replies become messages. It decides nothing itself.

An update comes in through ``receiving`` (polling) or ``webhook``, is accepted by ``lanes`` (one chat in order,
chats side by side) and handled by ``channel``, which asks the assistant and sends what ``rendering`` makes of
the reply.
"""

from bot.channels.telegram.serving import serve

__all__ = ["serve"]
