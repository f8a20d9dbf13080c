"""The only reader of the environment and .env."""

import json
import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_PLACE = re.compile(r"(\[[0-9a-fA-F:]+\]|[^\s:/\[\]]*):\d{1,5}")
# Telegram brings updates over https only; a Bot API server of one's own may stand on this machine.
_WEBHOOK = re.compile(r"https://\S+|http://(127\.0\.0\.1|localhost)[:/]")
_DESK = re.compile(r"https://[^\s/]+/?|http://(127\.0\.0\.1|localhost)(:\d+)?/?")
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
PROJECT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A setting cannot be used; the message is one sentence for the operator."""


class Settings(BaseSettings):
    """Every setting with its default; see .env.example for what each means."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore"
    )

    telegram_bot_token: SecretStr = SecretStr("")
    telegram_base_url: str = "https://api.telegram.org/bot"
    telegram_proxy: str = ""
    messages_per_second: float = Field(default=30.0, gt=0)
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")
    webhook_listen: str = "127.0.0.1:8080"
    health_listen: str = ""
    desk_listen: str = ""
    desk_url: str = "http://127.0.0.1:8082"
    database_url: str = ""
    data_dir: Path = Path("data")
    cache_dir: Path | None = None
    backup_dir: Path | None = None
    backup_days: int = Field(default=30, ge=1)
    retention_text_days: int = Field(default=90, ge=1)
    retention_statistics_days: int = Field(default=400, ge=1)
    knowledge_dir: Path = PROJECT / "knowledge"
    staff_chats: Annotated[dict[str, int], NoDecode] = Field(default_factory=dict)
    sudachi_dictionary: Literal["core", "small"] = "core"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("staff_chats", mode="before")
    @classmethod
    def _json_object(cls, value: object) -> object:
        if isinstance(value, str):
            try:
                return json.loads(value) if value.strip() else {}
            except RecursionError:
                raise ValueError("nested without end") from None
        return value

    @field_validator("staff_chats")
    @classmethod
    def _one_group_each(cls, value: dict[str, int]) -> dict[str, int]:
        if len(set(value.values())) < len(value):
            raise ValueError("two councils share a group")
        return value

    @field_validator("retention_statistics_days")
    @classmethod
    def _words_first(cls, value: int, info: ValidationInfo) -> int:
        if value < info.data.get("retention_text_days", 1):
            raise ValueError("shorter than RETENTION_TEXT_DAYS")
        return value

    @field_validator("webhook_listen", "health_listen", "desk_listen")
    @classmethod
    def _place(cls, value: str) -> str:
        if value and not _PLACE.fullmatch(value):
            raise ValueError("not host:port")
        return value

    @field_validator("desk_url")
    @classmethod
    def _entered_safely(cls, value: str) -> str:
        if not _DESK.fullmatch(value):
            raise ValueError("not https://")
        return value.rstrip("/")

    @field_validator("webhook_url")
    @classmethod
    def _reached_safely(cls, value: str) -> str:
        if value and not _WEBHOOK.match(value):
            raise ValueError("not https://")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _telegrams_letters(cls, value: SecretStr) -> SecretStr:
        if not _SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("other letters than Telegram allows")
        return value

    @property
    def database(self) -> str:
        """The SQLAlchemy URL of the store."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'madoguchi.db'}"

    @property
    def cache(self) -> Path:
        """The folder of what was learned from the knowledge."""
        return self.cache_dir or self.data_dir / "cache"

    @property
    def backups(self) -> Path:
        """The folder in which backups are put, and expire."""
        return self.backup_dir or self.data_dir / "backups"


_DAYS = "90 のような、1 以上の整数（日数）にしてください"
_FORMS = {
    "backup_days": _DAYS,
    "retention_text_days": _DAYS,
    "retention_statistics_days": "400 のような整数（日数）で、RETENTION_TEXT_DAYS 以上にしてください",
    "staff_chats": '{"konosu": -1001234567890} の形の JSON で、協議会ごとに別のグループを書いてください',
    "sudachi_dictionary": "core か small にしてください",
    "messages_per_second": "30 のような、0 より大きい数にしてください",
    "webhook_url": "https:// で始まる形で書いてください",
    "webhook_secret": "英数字と - _ だけを使い、256文字までにしてください",
    "webhook_listen": "127.0.0.1:8080 の形で書いてください",
    "desk_listen": "127.0.0.1:8082 の形で書いてください",
    "desk_url": "https:// で始まる形で、ホスト名まで書いてください",
    "health_listen": "127.0.0.1:8081 の形で書いてください",
    "log_level": "DEBUG、INFO、WARNING、ERROR のどれかにしてください",
}


def read_settings() -> Settings:
    """Settings from the environment and .env. Raises SettingsError naming the setting."""
    try:
        return Settings()
    except ValidationError as error:
        name = str(error.errors(include_url=False, include_input=False)[0]["loc"][0])
        form = _FORMS.get(name, "書き方を確かめてください")
        raise SettingsError(f"{name.upper()} が読めません。{form}。") from None
    except UnicodeDecodeError:
        raise SettingsError(".env が読めません。UTF-8 で保存しなおしてください。") from None
