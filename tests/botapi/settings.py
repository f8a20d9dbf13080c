"""The methods about the bot itself and about chats."""

import json
import re
from typing import Any

from . import rules
from .errors import Json, bad_request
from .world import PRESENT, Chat, World, member

_DOWNLOAD_LIMIT = 20 * 1024 * 1024


def get_me(world: World, _: Json) -> Json:
    """getMe"""
    return world.bot


def set_my_commands(world: World, p: Json) -> bool:
    """setMyCommands"""
    rules.check_commands(p["commands"])
    world.commands[_audience(world, p)] = p["commands"]
    return True


def get_my_commands(world: World, p: Json) -> list[Json]:
    """getMyCommands"""
    return world.commands.get(_audience(world, p), [])


def delete_my_commands(world: World, p: Json) -> bool:
    """deleteMyCommands"""
    world.commands.pop(_audience(world, p), None)
    return True


def set_my_name(world: World, p: Json) -> bool:
    """setMyName"""
    return _set_text(world, p, "name", 64)


def get_my_name(world: World, p: Json) -> Json:
    """getMyName"""
    return _text(world, p, "name", world.bot["first_name"])


def set_my_description(world: World, p: Json) -> bool:
    """setMyDescription"""
    return _set_text(world, p, "description", 512)


def get_my_description(world: World, p: Json) -> Json:
    """getMyDescription"""
    return _text(world, p, "description", "")


def set_my_short_description(world: World, p: Json) -> bool:
    """setMyShortDescription"""
    return _set_text(world, p, "short_description", 120)


def get_my_short_description(world: World, p: Json) -> Json:
    """getMyShortDescription"""
    return _text(world, p, "short_description", "")


def set_chat_menu_button(world: World, p: Json) -> bool:
    """setChatMenuButton"""
    button = p.get("menu_button", {"type": "default"})
    if "web_app" in button and not button["web_app"]["url"].startswith("https://"):
        raise bad_request("menu button Web App URL is invalid: Only HTTPS links are allowed")
    if "chat_id" in p:
        _private(world, p).menu_button = button
    else:
        world.menu_button = button
    return True


def get_chat_menu_button(world: World, p: Json) -> Json:
    """getChatMenuButton"""
    own = _private(world, p).menu_button if "chat_id" in p else None
    return own or world.menu_button


def get_file(world: World, p: Json) -> Json:
    """getFile"""
    stored = world.files.get(p["file_id"])
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.content) > _DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return stored.raw | {"file_path": stored.path}


def get_chat(world: World, p: Json) -> Json:
    """getChat"""
    gifts = ("unlimited", "limited", "unique")
    accepted = dict.fromkeys(
        (*(f"{kind}_gifts" for kind in gifts), "premium_subscription", "gifts_from_channels"),
        False,
    )
    return _present(world, p).raw | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": accepted,
    }


def get_chat_member(world: World, p: Json) -> Json:
    """getChatMember"""
    chat = _present(world, p)
    if p["user_id"] == world.bot["id"]:
        return member(world.bot, chat.standing)
    user = world.users.get(p["user_id"])
    if user is None:
        raise bad_request("user not found")
    return member(user, chat.members.get(user["id"], "left"))


def get_chat_administrators(world: World, p: Json) -> list[Json]:
    """getChatAdministrators"""
    chat = _present(world, p)
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    people = [
        member(world.users[user_id], status)
        for user_id, status in chat.members.items()
        if status in ("creator", "administrator")
    ]
    bot = [member(world.bot, chat.standing)] if chat.standing == "administrator" else []
    return people + bot


def leave_chat(world: World, p: Json) -> bool:
    """leaveChat"""
    chat = _present(world, p)
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    world.set_standing(chat, "left", world.bot)
    return True


def _present(world: World, p: Json) -> Chat:
    chat = world.chat(p["chat_id"])
    return chat if chat.private or chat.standing in PRESENT else world.writable(chat.id)


def _private(world: World, p: Json) -> Chat:
    chat = world.chat(p["chat_id"])
    if not chat.private:
        raise bad_request("chat_id must be a private chat")
    return chat


def _audience(world: World, p: Json) -> tuple[str, str]:
    scope: dict[str, Any] = p.get("scope", {"type": "default"})
    language: str = p.get("language_code", "")
    rules.check_language(language)
    if "chat_id" in scope:
        world.chat(scope["chat_id"])
    return json.dumps(scope, sort_keys=True), language


def _set_text(world: World, p: Json, kind: str, limit: int) -> bool:
    text: str = p.get(kind, "")
    language: str = p.get("language_code", "")
    rules.check_language(language)
    if len(text) > limit:
        raise bad_request(f"{kind} must have at most {limit} characters")
    if kind == "name" and re.search(r"[\n\r]", text):
        raise bad_request("name must be one line")
    world.texts[kind, language] = text
    return True


def _text(world: World, p: Json, kind: str, otherwise: str) -> Json:
    own = world.texts.get((kind, p.get("language_code", "")))
    return {kind: own or world.texts.get((kind, "")) or otherwise}
