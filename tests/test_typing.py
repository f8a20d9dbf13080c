"""「入力中」 is shown to those who wait longer than a moment, and to nobody else."""

import sqlite3
from pathlib import Path
from typing import Any

from botapi import BotApi
from scene import live_in


async def test_only_who_waits_sees_that_an_answer_comes(
    api: BotApi, telegram: Any, tmp_path: Path
) -> None:
    hanako = api.user("花子")
    async with telegram():
        await live_in(hanako, "鴻巣市")
        await hanako.say("母が通帳をすぐなくす")
        await hanako.hears()
        assert api.calls("sendChatAction") == []
        with sqlite3.connect(tmp_path / "madoguchi.db", isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            await hanako.say("電話番号は？")
            await api.called.until(lambda: api.calls("sendChatAction") or None, 4)
            other.rollback()
        assert "048-597-2100" in (await hanako.hears()).text
        [shown] = api.calls("sendChatAction")
        assert shown.params == {"chat_id": hanako.id, "action": "typing"}
