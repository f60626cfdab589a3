"""How updates reach the bot: getUpdates with its offsets, or a webhook."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import ClientError, ClientSession

from tests.botapi.refusals import Refusal, bad_request
from tests.botapi.state import Call, State

_RETRY_SECONDS = 0.05
_MAX_BATCH = 100


class Delivery:
    """Keeps updates until they are confirmed: by a later offset, or by the webhook's 200."""

    methods = frozenset({"getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo"})

    def __init__(self, state: State) -> None:
        self._state = state
        self._session: ClientSession | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self, session: ClientSession) -> None:
        """Begin delivering to a webhook whenever one is set."""
        self._session = session
        self._task = asyncio.create_task(self._deliver())

    async def stop(self) -> None:
        """Stop delivering; answers whoever is still polling."""
        self._state.polls += 1
        await self._notify()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def push(self, content: dict[str, Any]) -> int:
        """Add an update."""
        identity = self._state.next_update
        self._state.next_update += 1
        self._state.updates.append({"update_id": identity, **content})
        await self._notify()
        return identity

    async def call(self, call: Call) -> Any:
        """One of ``methods``."""
        match call.method:
            case "getUpdates":
                return await self._get_updates(call.parameters)
            case "setWebhook":
                return await self._set_webhook(call.parameters)
            case "deleteWebhook":
                self._state.webhook = None
                if call.parameters.get("drop_pending_updates"):
                    self._state.updates.clear()
                await self._notify()
                return True
            case _:
                return {
                    "url": (self._state.webhook or {}).get("url", ""),
                    "has_custom_certificate": False,
                    "pending_update_count": len(self._state.updates),
                }

    async def _get_updates(self, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        state = self._state
        if state.webhook is not None:
            raise Refusal(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        state.polls += 1
        mine = state.polls
        offset = int(parameters.get("offset", 0))
        async with state.changed:
            state.changed.notify_all()
            if offset > 0 and not state.is_forgetful:
                while state.updates and state.updates[0]["update_id"] < offset:
                    state.updates.popleft()
                state.changed.notify_all()
            elif offset < 0:
                while len(state.updates) > -offset:
                    state.updates.popleft()
            try:
                async with asyncio.timeout(int(parameters.get("timeout", 0)) or 0.001):
                    await state.changed.wait_for(
                        lambda: bool(self._wanted(parameters)) or state.polls != mine
                    )
            except TimeoutError:
                return []
            if state.polls != mine:
                raise Refusal(
                    409,
                    "Conflict: terminated by other getUpdates request; "
                    "make sure that only one bot instance is running",
                )
            return self._wanted(parameters)[: min(int(parameters.get("limit", _MAX_BATCH)), _MAX_BATCH)]

    def _wanted(self, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        allowed = parameters.get("allowed_updates")
        return [one for one in self._state.updates if not allowed or any(kind in one for kind in allowed)]

    async def _set_webhook(self, parameters: dict[str, Any]) -> bool:
        if not str(parameters.get("url", "")).startswith(("https://", "http://127.0.0.1")):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        self._state.webhook = dict(parameters)
        await self._notify()
        return True

    async def _deliver(self) -> None:
        state = self._state
        while True:
            async with state.changed:
                await state.changed.wait_for(lambda: state.webhook is not None and bool(state.updates))
                webhook, update = state.webhook, state.updates[0]
            assert webhook is not None
            assert self._session is not None
            headers = {"Content-Type": "application/json"}
            if webhook.get("secret_token"):
                headers["X-Telegram-Bot-Api-Secret-Token"] = webhook["secret_token"]
            try:
                async with self._session.post(
                    webhook["url"], data=json.dumps(update), headers=headers
                ) as answer:
                    delivered = answer.status == 200
            except ClientError:
                delivered = False
            if delivered:
                async with state.changed:
                    state.updates.remove(update)
                    state.changed.notify_all()
            else:
                await asyncio.sleep(_RETRY_SECONDS)

    async def _notify(self) -> None:
        async with self._state.changed:
            self._state.changed.notify_all()
