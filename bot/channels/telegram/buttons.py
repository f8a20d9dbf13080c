"""Telling a phone that its pressed button was heard."""

from telegram import CallbackQuery
from telegram.error import BadRequest

from bot import log


async def heard(query: CallbackQuery, words: str = "") -> None:
    """Stop the button's spinning; ``words`` appear in a box on the screen of who pressed it."""
    try:
        await query.answer(words or None, show_alert=bool(words))
    except BadRequest as error:
        # Pressed long ago, while we were away: what the button stands for is done all the same.
        log.logger().info("button answered too late", error=type(error).__name__)
