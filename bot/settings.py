"""Every setting, from the environment or ``.env``; ``.env.example`` lists them all."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from knowledge import DEFAULT_CONTENT

ENV_FILE = ".env"
# How alike a name in the environment has to be to one of ours to count as a slip
SLIP = 0.85


class Settings(BaseSettings):
    """What an operator may set. The token masks itself wherever it is printed."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE, env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True, frozen=True
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
    telegram_webhook_host: str = Field("0.0.0.0", description="webhook 监听的地址")
    telegram_webhook_port: int = Field(8443, ge=1, le=65535, description="webhook 监听的端口")
    telegram_webhook_secret: SecretStr | None = Field(None, description="webhook 的密钥")
    telegram_rich_tables: bool = Field(False, description="宽表用 Telegram 原生表格，有的客户端不显示")
    jiewen_database_url: str = Field("sqlite:///var/jiewen.db", repr=False, description="数据库地址")
    jiewen_moderators: Annotated[tuple[int, ...], NoDecode] = Field(
        (), description="维护人的 Telegram 用户编号，逗号隔开"
    )
    jiewen_approvals: int = Field(0, ge=0, le=9, description="改数字、写新主题要另外几位维护人批准，0 是不用")
    jiewen_digest: Literal["daily", "weekly", "off"] = Field(
        "daily", description="给维护人的小结：daily 每天、weekly 每周一、off 不发"
    )
    jiewen_knowledge_dir: Path = Field(DEFAULT_CONTENT, description="知识文件夹")
    jiewen_eval_dir: Path = Field(Path("../shared/eval"), description="评测数据文件夹（因许可不在仓库里）")
    jiewen_cache_dir: Path = Field(Path("var/cache"), description="放训练好的模型，删掉会自动重建")
    jiewen_idle_minutes: int = Field(30, ge=1, description="多少分钟不说话就忘掉上文")
    jiewen_keep_conversation_hours: int = Field(24, ge=1, description="对话保存多少小时")
    jiewen_keep_question_days: int = Field(90, ge=0, description="没答好的问题保存多少天，0 是一直")
    jiewen_keep_feedback_days: int = Field(365, ge=0, description="意见保存多少天，0 是一直")
    jiewen_keep_audit_days: int = Field(0, ge=0, description="维护记录保存多少天，0 是一直")
    jiewen_limit_person_per_minute: int = Field(30, ge=0, description="每人每分钟最多几问，0 是不限")
    jiewen_limit_chat_per_minute: int = Field(20, ge=0, description="每个群每分钟最多几问，0 是不限")
    jiewen_limit_files_per_hour: int = Field(20, ge=0, description="每人每小时最多几张图和表，0 是不限")
    jiewen_lease_seconds: int = Field(15, ge=1, le=600, description="进程死后多久由别的进程接手它的对话")
    jiewen_health_host: str = Field("127.0.0.1", description="健康检查和指标监听的地址")
    jiewen_health_port: int | None = Field(
        None, ge=1, le=65535, description="健康检查和指标的端口，不写就不开"
    )
    jiewen_log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="日志级别")
    jiewen_log_format: Literal["text", "json"] = Field("text", description="日志给人看还是给机器看")

    @field_validator("jiewen_moderators", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part for part in value.replace("，", ",").replace(" ", "").split(",") if part)
        return value

    def secrets(self) -> tuple[str, ...]:
        """What must not show anywhere."""
        found = (self.telegram_bot_token, self.telegram_webhook_secret)
        return tuple(one.get_secret_value() for one in found if one is not None)


class SettingsError(Exception):
    """A setting that cannot be used; the message names the variable in Chinese."""


def read_settings() -> Settings:
    """Read the settings.

    Raises:
        SettingsError: with one line for each setting that is wrong.
    """
    try:
        lines = list(_unknown_keys())
        settings = Settings()
    except UnicodeDecodeError:
        raise SettingsError(f"{ENV_FILE} 不是 UTF-8 文本，请另存为 UTF-8") from None
    except ValidationError as error:
        for finding in error.errors():
            name = str(finding["loc"][0]).upper() if finding["loc"] else "?"
            # The value is not repeated: it may be a secret
            lines.append(f"设置 {name} 不对：{finding['msg']}（见 .env.example）")
    if lines:
        raise SettingsError("\n".join(lines))
    return settings


def _unknown_keys() -> Iterator[str]:
    """A line for each name that begins like one of ours and is none.

    In the environment, where the file of a container ends up too, only what looks like a slip: there may be names that
    are not meant for us. Kubernetes sets ``JIEWEN_PORT`` and more for a service of this name.
    """
    known = sorted(name.upper() for name in Settings.model_fields)
    in_file = list(dotenv_values(ENV_FILE, encoding="utf-8"))
    for where, names in ((f"{ENV_FILE} 里", in_file), ("环境变量里", sorted(set(os.environ) - set(in_file)))):
        for name in names:
            key = name.upper()
            if key in known or not key.startswith(("JIEWEN_", "TELEGRAM_")):
                continue
            guess = difflib.get_close_matches(key, known, 1, 0.6 if names is in_file else SLIP)
            if guess or names is in_file:
                meant = f"，是不是 {guess[0]}" if guess else ""
                yield f"{where}的 {name} 不是一项设置{meant}（见 .env.example）"
