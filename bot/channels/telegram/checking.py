"""What in the settings cannot be served with, all of it at once, before anything starts."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.channels.telegram.transport import read_token, read_webhook_url
from bot.settings import Settings, SettingsError
from bot.storage import Address, AddressError

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


def check_settings(settings: Settings) -> None:
    """Check what belongs together.

    Raises:
        SettingsError: with a line for everything that is wrong.
    """
    checks: list[Callable[[Settings], object]] = [
        read_token,
        _check_server,
        _check_mode,
        _check_ports,
        lambda settings: Address.read(settings.jiewen_database_url),
    ]
    problems = []
    for check in checks:
        try:
            check(settings)
        except (SettingsError, AddressError) as error:
            problems.append(str(error))
    if problems:
        raise SettingsError("\n".join(problems))


def _check_server(settings: Settings) -> None:
    if not settings.telegram_api_base_url.endswith("/bot"):
        raise SettingsError("TELEGRAM_API_BASE_URL 要以 /bot 结尾，例如 https://api.telegram.org/bot")


def _check_mode(settings: Settings) -> None:
    if settings.telegram_mode == "polling":
        if settings.telegram_webhook_url is not None:
            raise SettingsError(
                "TELEGRAM_MODE=polling 却设了 TELEGRAM_WEBHOOK_URL，两样只能要一样："
                "要 webhook 就写 TELEGRAM_MODE=webhook，不要就删掉 TELEGRAM_WEBHOOK_URL"
            )
        if settings.telegram_webhook_secret is not None:
            raise SettingsError(
                "TELEGRAM_MODE=polling 用不到 TELEGRAM_WEBHOOK_SECRET：要 webhook 就写 TELEGRAM_MODE=webhook，"
                "不要就删掉它"
            )
        return
    read_webhook_url(settings)
    secret = settings.telegram_webhook_secret
    if secret is not None and not _SECRET.fullmatch(secret.get_secret_value()):
        raise SettingsError("TELEGRAM_WEBHOOK_SECRET 只能用字母、数字、_ 和 -，最多 256 个")


def _check_ports(settings: Settings) -> None:
    if settings.telegram_mode == "webhook" and settings.jiewen_health_port == settings.telegram_webhook_port:
        raise SettingsError(
            f"JIEWEN_HEALTH_PORT 和 TELEGRAM_WEBHOOK_PORT 都是 {settings.jiewen_health_port}，请用两个端口"
        )
