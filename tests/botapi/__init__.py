"""A Bot API server on loopback for tests: real HTTP, requests checked as Telegram checks them, no network."""

from tests.botapi.people import Group, Person
from tests.botapi.server import BotApiServer
from tests.botapi.state import Call, Sent

__all__ = ["BotApiServer", "Call", "Group", "Person", "Sent"]
