"""The only reader of the environment and .env."""

import json
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A setting cannot be used; the message is one sentence for the operator."""


class Settings(BaseSettings):
    """Every setting with its default; see .env.example for what each means."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore")

    telegram_bot_token: SecretStr = SecretStr("")
    telegram_base_url: str = "https://api.telegram.org/bot"
    database_url: str = ""
    data_dir: Path = Path("data")
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
            except json.JSONDecodeError:
                raise ValueError(
                    '{"konosu": -1001234567890} の形の JSON で書いてください'
                ) from None
        return value

    @property
    def database(self) -> str:
        """The SQLAlchemy URL of the store."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'madoguchi.db'}"


def read_settings() -> Settings:
    """Settings from the environment and .env. Raises SettingsError naming the setting."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "設定"
        raise SettingsError(f"{name} が読めません: {first['msg']}") from None
