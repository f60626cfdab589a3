"""The tables. A change here needs a migration; a test compares the two."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    Numeric,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)


class Moment(TypeDecorator[dt.datetime]):
    """A point in time, aware, in UTC; SQLite keeps it without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """What is stored."""
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        """What was stored."""
        if value is None:
            return None
        moment: dt.datetime = value
        return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)


# SQLite counts up only what it calls INTEGER
_COUNTER = BigInteger().with_variant(Integer(), "sqlite")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)


class State(StrEnum):
    """Where an update stands."""

    WAITING = "waiting"
    DONE = "done"
    ASIDE = "aside"  # failed too often; kept for a while for whoever looks into it


# Updates, each once. Of a finished one nothing is left but its number, which tells a repetition.
inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("lane", BigInteger),  # what has to stay in order: the chat
    Column("sender", BigInteger),
    Column("payload", Text),  # the update as JSON, personal data masked
    Column("state", String(8), nullable=False),  # a State
    Column("tries", Integer, nullable=False, server_default="0"),  # how often work on it began
    Column("failures", Integer, nullable=False, server_default="0"),  # how often it failed by itself
    Column("error", Text),
    Column("received_at", Moment, nullable=False),
    Column("finished_at", Moment),
)
Index(
    "ix_inbox_waiting",
    inbox.c.lane,
    inbox.c.update_id,
    sqlite_where=text("state = 'waiting'"),
    postgresql_where=text("state = 'waiting'"),
)
Index("ix_inbox_finished_at", inbox.c.finished_at)
Index("ix_inbox_sender", inbox.c.sender)

# Chats with waiting updates, and which process works on them until when. Gone when nothing waits.
lanes = Table(
    "lane",
    metadata,
    Column("lane", BigInteger, primary_key=True, autoincrement=False),
    Column("owner", String(40)),
    Column("leased_until", Moment),
    Column("resume_at", Moment),  # not before; after trouble with sending
    Column("since", Moment, nullable=False),
)
Index("ix_lane_owner", lanes.c.owner)

conversations = Table(
    "conversation",
    metadata,
    Column("chat", BigInteger, nullable=False),
    Column("person", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("updated_at", Moment, nullable=False),
    PrimaryKeyConstraint("chat", "person"),
)
Index("ix_conversation_person", conversations.c.person)
Index("ix_conversation_updated_at", conversations.c.updated_at)

# What users said of answers. No user is named.
feedback = Table(
    "feedback",
    metadata,
    Column("id", _COUNTER, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("knowledge", String(64), nullable=False),
    Column("topic", String(64)),
    Column("product", String(64)),
    Column("question", Text),
    Column("remark", Text),
)
Index("ix_feedback_at", feedback.c.at)

# The review queue: questions that were not answered well, masked, for moderators. No user is named.
questions = Table(
    "question",
    metadata,
    Column("id", _COUNTER, primary_key=True),
    Column("asked_at", Moment, nullable=False),
    Column("text", Text, nullable=False),
    Column("reason", String(16), nullable=False),  # unanswered, unclear, disliked
    Column("topic", String(64)),
    Column("product", String(64)),
    Column("confidence", Numeric(5, 4)),
    Column("knowledge", String(64), nullable=False),
    Column("status", String(16), nullable=False),  # open, or what a moderator made of it
    Column("handled_at", Moment),
    Column("handled_by", BigInteger),
    Column("note", Text),
)
Index("ix_question_status_asked_at", questions.c.status, questions.c.asked_at)
Index("ix_question_asked_at", questions.c.asked_at)

# What moderators did: who, when, what, why. Only added to.
audit = Table(
    "audit",
    metadata,
    Column("id", _COUNTER, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor", BigInteger),
    Column("action", String(32), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("reason", Text),
)
Index("ix_audit_at", audit.c.at)

# How many questions there were on which day, and how they ended.
tallies = Table(
    "tally",
    metadata,
    Column("day", Date, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("count", Integer, nullable=False),
    PrimaryKeyConstraint("day", "kind"),
)

# Processes that share the work, and which knowledge each serves.
replicas = Table(
    "replica",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("started_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("program", String(32), nullable=False),
    Column("knowledge", String(64), nullable=False),
)
