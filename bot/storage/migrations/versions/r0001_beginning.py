"""The beginning.

Column types are spelled out here and not taken from the tables: those may change later, this never does.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_MOMENT = sa.DateTime(timezone=True)
_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "inbox",
        sa.Column("update_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("lane", sa.BigInteger),
        sa.Column("sender", sa.BigInteger),
        sa.Column("payload", sa.Text),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
        sa.Column("error", sa.Text),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.Column("finished_at", _MOMENT),
        sa.PrimaryKeyConstraint("update_id", name="pk_inbox"),
    )
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "ix_inbox_waiting", "inbox", ["lane", "update_id"], sqlite_where=waiting, postgresql_where=waiting
    )
    op.create_index("ix_inbox_finished_at", "inbox", ["finished_at"])
    op.create_index("ix_inbox_sender", "inbox", ["sender"])

    op.create_table(
        "lane",
        sa.Column("lane", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("owner", sa.String(40)),
        sa.Column("leased_until", _MOMENT),
        sa.Column("resume_at", _MOMENT),
        sa.Column("since", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("lane", name="pk_lane"),
    )
    op.create_index("ix_lane_owner", "lane", ["owner"])

    op.create_table(
        "conversation",
        sa.Column("chat", sa.BigInteger, nullable=False),
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("chat", "person", name="pk_conversation"),
    )
    op.create_index("ix_conversation_person", "conversation", ["person"])
    op.create_index("ix_conversation_updated_at", "conversation", ["updated_at"])

    op.create_table(
        "feedback",
        sa.Column("id", _COUNTER, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("knowledge", sa.String(64), nullable=False),
        sa.Column("topic", sa.String(64)),
        sa.Column("product", sa.String(64)),
        sa.Column("question", sa.Text),
        sa.Column("remark", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
    )
    op.create_index("ix_feedback_at", "feedback", ["at"])

    op.create_table(
        "question",
        sa.Column("id", _COUNTER, nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("topic", sa.String(64)),
        sa.Column("product", sa.String(64)),
        sa.Column("confidence", sa.Numeric(5, 4)),
        sa.Column("knowledge", sa.String(64), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("handled_at", _MOMENT),
        sa.Column("handled_by", sa.BigInteger),
        sa.Column("note", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_question"),
    )
    op.create_index("ix_question_status_asked_at", "question", ["status", "asked_at"])
    op.create_index("ix_question_asked_at", "question", ["asked_at"])

    op.create_table(
        "audit",
        sa.Column("id", _COUNTER, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("actor", sa.BigInteger),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.Column("reason", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])

    op.create_table(
        "replica",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
        sa.Column("program", sa.String(32), nullable=False),
        sa.Column("knowledge", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_replica"),
    )


def downgrade() -> None:
    """Drop the tables."""
    for name in ("replica", "audit", "question", "feedback", "conversation", "lane", "inbox"):
        op.drop_table(name)
