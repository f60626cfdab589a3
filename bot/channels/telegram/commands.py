"""The commands. Each is a question to the assistant, or says something about the bot itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.actions import ask
from bot.assistant import Question
from bot.channels.telegram.talking import Talk, Visit

Command = Callable[[Visit, str], Awaitable[None]]


class Commands:
    """Runs commands by name."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._commands: dict[str, Command] = {"start": self._start, "help": self._help}

    async def run(self, name: str, arguments: str, visit: Visit) -> bool:
        """Run a command; ``False`` if there is none of this name."""
        command = self._commands.get(name)
        if command is None:
            return False
        await command(visit, arguments)
        return True

    async def _start(self, visit: Visit, payload: str) -> None:
        await self._talk.ask(visit, Question(action=ask("greeting")))

    async def _help(self, visit: Visit, arguments: str) -> None:
        await self._talk.ask(visit, Question(action=ask("bot_identity")))
