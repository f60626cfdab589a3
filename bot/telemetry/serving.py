"""A small HTTP server for supervisors: ``/healthz``, ``/readyz`` and ``/metrics``."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.telemetry.health import Health
from bot.telemetry.metrics import Metrics


class PortTaken(Exception):  # noqa: N818
    """The port cannot be listened on."""


@asynccontextmanager
async def serving_telemetry(health: Health, metrics: Metrics, host: str, port: int) -> AsyncIterator[int]:
    """Answer while inside; gives the port, which is a free one where ``port`` is 0.

    Raises:
        PortTaken: if the port is in use or forbidden.
    """
    application = web.Application()
    add_routes(application, health, metrics)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        try:
            site = web.TCPSite(runner, host, port)
            await site.start()
        except OSError as error:
            raise PortTaken(error.strerror or str(error)) from None
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


def add_routes(application: web.Application, health: Health, metrics: Metrics) -> None:
    """Add the three to a server."""

    async def alive(request: web.Request) -> web.Response:
        report = health.report()
        return web.json_response(
            {"alive": report.alive, "parts": report.parts}, status=200 if report.alive else 503
        )

    async def ready(request: web.Request) -> web.Response:
        report = health.report()
        return web.json_response(
            {"ready": report.ready, "parts": report.parts}, status=200 if report.ready else 503
        )

    async def measured(request: web.Request) -> web.Response:
        return web.Response(body=metrics.text(), headers={"Content-Type": "text/plain; version=0.0.4"})

    application.router.add_get("/healthz", alive)
    application.router.add_get("/readyz", ready)
    application.router.add_get("/metrics", measured)
