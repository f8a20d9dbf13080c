"""What every command shares: its settings, its knowledge folder, and one sentence when it cannot go on."""

import sys
from pathlib import Path
from typing import NoReturn

import click

from bot.settings import Settings, SettingsError, read_settings

knowledge_option = click.option(
    "--knowledge",
    "knowledge_dir",
    type=click.Path(path_type=Path),
    default=None,
    metavar="DIR",
    help="知識フォルダ（省くと KNOWLEDGE_DIR、それもなければこの製品の knowledge/）",
)


def fail(*sentences: object) -> NoReturn:
    for sentence in sentences:
        click.echo(str(sentence), err=True)
    sys.exit(2)


def settings() -> Settings:
    try:
        return read_settings()
    except SettingsError as error:
        fail(str(error))
