"""Wiring: every update, in the order it is tried. Read this first."""

import re

from telegram import Update, User
from telegram.ext import filters

from bot.channels.telegram.residents import Residents
from bot.channels.telegram.routes import Command, Outgoing, ReplyTo, Routes, message
from bot.channels.telegram.staff import VERBS, StaffRoom
from bot.conversation import menu

_VERB = re.compile("(" + "|".join(sorted(VERBS)) + "):")


def routes(residents: Residents, room: StaffRoom, me: User) -> Routes:
    """The handlers of every kind of update; ``me`` is the bot."""
    staff = filters.Chat(list(room.chats) or [0])
    private = filters.ChatType.PRIVATE
    written = filters.TEXT | filters.CAPTION
    edited = filters.UpdateType.EDITED
    new = filters.UpdateType.MESSAGE
    addressed = filters.COMMAND | filters.Entity("mention") | filters.REPLY

    def command(name: str) -> filters.BaseFilter:
        return Command(name, me.username or "")

    page = residents.page
    help_ = page(lambda _, session, say: menu.help_(session, say))
    languages = page(lambda _, session, say: menu.languages(session, say))

    return Routes(
        [
            (message(staff & command("unanswered")), room.unanswered),
            (message(staff & new & command("disaster")), room.disaster),
            (message(staff & new & command("news")), room.news),
            (message(staff & command("desk")), room.desk),
            (message(staff & command("help")), room.help),
            (message(staff & new & ReplyTo(me.id)), room.replied),
            (_staff_button, room.pressed),
            (message(staff), _nothing),
            (message(private & command("start")), residents.start),
            (message(private & command("help")), help_),
            (message(private & command("menu")), page(menu.begin_again)),
            (message(private & command("privacy")), residents.privacy),
            (message(private & command("mydata")), residents.mydata),
            (message(private & command("forget")), residents.forget),
            (message(private & command("stop")), residents.stop),
            (message(private & command("area")), page(menu.where)),
            (message(private & command("activities")), page(menu.themes)),
            (message(private & command("offices")), page(menu.offices)),
            (message(private & command("plan")), page(menu.plan)),
            (message(private & command("language")), languages),
            (message(command("unanswered")), room.stranger),
            (message(command("disaster") | command("news")), room.stranger),
            (message(private & edited & written), residents.edited),
            (message(private & edited), _nothing),
            (message(private & written & ~filters.COMMAND), residents.text),
            (message(private & filters.COMMAND), help_),
            (message(private & filters.LOCATION), residents.location),
            (message(private & ~filters.StatusUpdate.ALL), residents.not_text),
            (_button, residents.chosen),
            (_inline, residents.inline),
            (message(~private & new & addressed), residents.group),
            (_standing, residents.standing),
        ],
        residents.sorry,
        residents.admit,
    )


def _staff_button(update: Update) -> bool:
    query = update.callback_query
    return query is not None and _VERB.match(query.data or "") is not None


def _button(update: Update) -> bool:
    return update.callback_query is not None


def _inline(update: Update) -> bool:
    return update.inline_query is not None


def _standing(update: Update) -> bool:
    return update.my_chat_member is not None


async def _nothing(update: Update) -> Outgoing:
    """Taken, and nothing to do: what staff say among themselves is not for us."""
    return ()
