"""Every setting, from the environment or ``.env``; ``.env.example`` lists them all."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from knowledge import DEFAULT_CONTENT


class Settings(BaseSettings):
    """What an operator may set. The token masks itself wherever it is printed."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True, frozen=True
    )

    telegram_bot_token: SecretStr | None = Field(
        None, description="@BotFather 给的令牌，只有 make serve 需要"
    )
    telegram_api_base_url: str = Field(
        "https://api.telegram.org/bot", description="Bot API 地址，以 /bot 结尾"
    )
    telegram_api_base_file_url: str = Field(
        "https://api.telegram.org/file/bot", description="文件地址，以 /file/bot 结尾"
    )
    telegram_mode: Literal["polling", "webhook"] = Field("polling", description="polling 或 webhook")
    telegram_webhook_url: str | None = Field(None, description="webhook 的公网地址")
    telegram_webhook_port: int = Field(8443, ge=1, le=65535, description="webhook 监听的端口")
    telegram_webhook_secret: SecretStr | None = Field(None, description="webhook 的密钥")
    jiewen_database_url: str = Field("sqlite+aiosqlite:///var/jiewen.db", description="数据库地址")
    jiewen_moderators: Annotated[tuple[int, ...], NoDecode] = Field(
        (), description="维护人的 Telegram 用户编号，逗号隔开"
    )
    jiewen_knowledge_dir: Path = Field(DEFAULT_CONTENT, description="知识文件夹")
    jiewen_eval_dir: Path = Field(Path("../shared/eval"), description="评测数据文件夹（因许可不在仓库里）")
    jiewen_cache_dir: Path = Field(Path("var/cache"), description="放训练好的模型，删掉会自动重建")
    jiewen_idle_minutes: int = Field(30, ge=1, description="多少分钟不说话就忘掉上文")

    @field_validator("jiewen_moderators", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part for part in value.replace("，", ",").replace(" ", "").split(",") if part)
        return value


class SettingsError(Exception):
    """A setting that cannot be used; the message names the variable in Chinese."""


def read_settings() -> Settings:
    """Read the settings.

    Raises:
        SettingsError: with one line for each setting that is wrong.
    """
    try:
        return Settings()
    except ValidationError as error:
        lines = []
        for finding in error.errors():
            name = str(finding["loc"][0]).upper() if finding["loc"] else "?"
            # The value is not repeated: it may be a secret
            lines.append(f"设置 {name} 不对：{finding['msg']}（见 .env.example）")
        raise SettingsError("\n".join(lines)) from None
