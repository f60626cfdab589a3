"""Settings that contradict each other are told all at once, before anything starts."""

from __future__ import annotations

import pytest

from bot.channels.telegram.checking import check_settings
from bot.settings import Settings, SettingsError

TOKEN = "123456:AAvalid-token-of-nobody-at-all_x"
WEBHOOK = {"telegram_mode": "webhook", "telegram_webhook_url": "https://bot.example.org/telegram"}


def settings(**more: object) -> Settings:
    return Settings.model_validate({"telegram_bot_token": TOKEN, **more})


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"telegram_bot_token": None}, "TELEGRAM_BOT_TOKEN"),
        ({"telegram_api_base_url": "https://api.telegram.org"}, "TELEGRAM_API_BASE_URL"),
        ({"telegram_webhook_url": "https://bot.example.org/telegram"}, "TELEGRAM_MODE=polling"),
        ({"telegram_webhook_secret": "secret-word"}, "TELEGRAM_MODE=polling"),
        ({"telegram_mode": "webhook"}, "TELEGRAM_WEBHOOK_URL"),
        ({**WEBHOOK, "telegram_webhook_url": "http://bot.example.org/"}, "https://"),
        ({**WEBHOOK, "telegram_webhook_secret": "secret word!"}, "TELEGRAM_WEBHOOK_SECRET"),
        ({**WEBHOOK, "jiewen_health_port": 8443}, "JIEWEN_HEALTH_PORT"),
        ({"jiewen_database_url": "mysql://bot:secret-word@db/x"}, "JIEWEN_DATABASE_URL"),
    ],
)
def test_each_is_one_line_without_secrets(more: dict[str, object], name: str) -> None:
    with pytest.raises(SettingsError, match=name) as raised:
        check_settings(settings(**more))
    assert "\n" not in str(raised.value)
    assert "secret" not in str(raised.value)


def test_all_at_once() -> None:
    with pytest.raises(SettingsError) as raised:
        check_settings(settings(telegram_bot_token="x", telegram_webhook_url="y", jiewen_database_url="z"))
    assert str(raised.value).count("\n") == 2


def test_both_modes_are_fine() -> None:
    check_settings(settings())
    check_settings(settings(**WEBHOOK, telegram_webhook_secret="A-secret_1"))
