"""What is kept: the inbox, conversations, feedback, the review queue, the audit.

SQLite in a file by default; PostgreSQL where several processes share the work. Nothing here knows Telegram.
"""

from bot.storage.address import Address
from bot.storage.audit import Audit, Entry
from bot.storage.conversations import Conversations
from bot.storage.errors import AddressError, DatabaseAway, DatabaseInUse, SchemaError, StorageError
from bot.storage.feedback import Opinion, Opinions
from bot.storage.inbox import Inbox
from bot.storage.letters import Accepted, Arrival, Aside, Counts, Fate, Finished, Letter, Outcome
from bot.storage.replicas import Replica, Replicas
from bot.storage.retention import Keeping, Retention
from bot.storage.review import QuestionForReview, Reason, ReviewQueue, Status
from bot.storage.storage import Storage, open_storage
from bot.storage.tallies import DayKind, Tallies
from bot.storage.turn import Turn, current_turn, working_in

__all__ = [
    "Accepted",
    "Address",
    "AddressError",
    "Arrival",
    "Aside",
    "Audit",
    "Conversations",
    "Counts",
    "DatabaseAway",
    "DatabaseInUse",
    "DayKind",
    "Entry",
    "Fate",
    "Finished",
    "Inbox",
    "Keeping",
    "Letter",
    "Opinion",
    "Opinions",
    "Outcome",
    "QuestionForReview",
    "Reason",
    "Replica",
    "Replicas",
    "Retention",
    "ReviewQueue",
    "SchemaError",
    "Status",
    "Storage",
    "StorageError",
    "Tallies",
    "Turn",
    "current_turn",
    "open_storage",
    "working_in",
]
