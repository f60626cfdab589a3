"""The statements that every update needs. They are made once: to make one takes longer than to run it."""

from __future__ import annotations

from functools import cache

from sqlalchemy import BindParameter, Boolean, and_, bindparam, delete, exists, func, or_, select, update
from sqlalchemy.sql.dml import Insert

from bot.storage.dialects import insert
from bot.storage.tables import Moment, State, conversations, inbox, lanes

_NOW = bindparam("now", type_=Moment)
_LANES: BindParameter[int] = bindparam("lanes", expanding=True)
_LETTERS: BindParameter[int] = bindparam("letters", expanding=True)

# The lanes that may be leased, those that have waited longest first
FREE_LANES = (
    select(lanes.c.lane)
    .where(
        or_(
            lanes.c.owner.is_(None),
            and_(
                bindparam("takes_over", type_=Boolean),
                lanes.c.leased_until < _NOW,
                lanes.c.lane.not_in(bindparam("held", expanding=True)),
            ),
        ),
        or_(lanes.c.resume_at.is_(None), lanes.c.resume_at <= _NOW),
    )
    .order_by(lanes.c.since)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
LEASE_LANES = (
    update(lanes)
    .where(lanes.c.lane.in_(_LANES))
    .values(owner=bindparam("us"), leased_until=bindparam("until"), resume_at=None)
)
RENEW_LANES = (
    update(lanes)
    .where(lanes.c.owner == bindparam("us"), lanes.c.lane.in_(_LANES))
    .values(leased_until=bindparam("until"))
)
# Those of some lanes that are ours, which stay so until the end of the transaction
OUR_LANES = (
    select(lanes.c.lane)
    .where(lanes.c.lane.in_(_LANES), lanes.c.owner == bindparam("us"))
    .order_by(lanes.c.lane)
    .with_for_update()
)
CLOSE_LANES = delete(lanes).where(
    lanes.c.lane.in_(_LANES),
    ~exists().where(and_(inbox.c.lane == lanes.c.lane, inbox.c.state == State.WAITING.value)),
)
RETURN_LANES = update(lanes).where(lanes.c.lane.in_(_LANES)).values(owner=None, leased_until=None)
DROP_LANES = delete(lanes).where(lanes.c.lane.in_(_LANES))

_FIRST = (
    select(
        inbox.c.update_id,
        func.row_number().over(partition_by=inbox.c.lane, order_by=inbox.c.update_id).label("place"),
    )
    .where(inbox.c.state == State.WAITING.value, inbox.c.lane.in_(_LANES))
    .subquery()
)
# The first that wait in each of some lanes, in order
LETTERS = (
    select(
        inbox.c.update_id,
        inbox.c.lane,
        inbox.c.payload,
        inbox.c.tries,
        inbox.c.failures,
        inbox.c.received_at,
    )
    .join(_FIRST, _FIRST.c.update_id == inbox.c.update_id)
    .where(_FIRST.c.place <= bindparam("most"))
    .order_by(inbox.c.update_id)
)
BEGIN = update(inbox).where(inbox.c.update_id.in_(_LETTERS)).values(tries=inbox.c.tries + 1)
# Nothing is left of it but its number, which tells a repetition
DONE = (
    update(inbox)
    .where(inbox.c.update_id.in_(_LETTERS))
    .values(
        state=State.DONE.value,
        lane=None,
        sender=None,
        payload=None,
        error=None,
        finished_at=bindparam("at"),
    )
)
STATE_OF = select(conversations.c.state).where(
    conversations.c.chat == bindparam("of_chat"), conversations.c.person == bindparam("of_person")
)


@cache
def accept(dialect: str) -> Insert:
    """Add updates, each once; gives the ids of the new ones."""
    return (
        insert(dialect, inbox)
        .on_conflict_do_nothing(index_elements=["update_id"])
        .returning(inbox.c.update_id)
    )


@cache
def open_lanes(dialect: str) -> Insert:
    """Let lanes be worked on. Of one that is there nothing changes, but it is locked until the transaction ends."""
    same = {"since": lanes.c.since}
    return insert(dialect, lanes).on_conflict_do_update(index_elements=["lane"], set_=same)


@cache
def write_states(dialect: str) -> Insert:
    """Write conversation states over the ones before."""
    statement = insert(dialect, conversations)
    changed = {"state": statement.excluded.state, "updated_at": statement.excluded.updated_at}
    return statement.on_conflict_do_update(index_elements=["chat", "person"], set_=changed)
