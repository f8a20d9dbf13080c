"""The local Bot API server against python-telegram-bot, and each of its refusals."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from botapi import BotApi, Group, User, shape, verify_dialog
from botapi.errors import ApiError
from botapi.faults import FloodLimits
from botapi.markup import parse_html, to_html
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    KeyboardButton,
    MenuButtonCommands,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

Context = ContextTypes.DEFAULT_TYPE
AnyApplication = Application[Any, Any, Any, Any, Any, Any]
PNG = b"\x89PNG\r\n\x1a\n rest of the picture"


# A small bot


async def on_start(update: Update, _: Context) -> None:
    assert update.message
    await update.message.reply_text(
        "こんにちは <b>相談窓口</b> です",
        parse_mode="HTML",
        reply_markup=InlineKeyboardMarkup(
            [
                [InlineKeyboardButton("はい", callback_data="yes")],
                [InlineKeyboardButton("いいえ", callback_data="no")],
            ]
        ),
    )


async def on_keyboard(update: Update, _: Context) -> None:
    assert update.message
    keys = [[KeyboardButton("電話番号", request_contact=True), KeyboardButton("やめる")]]
    markup = ReplyKeyboardMarkup(keys, one_time_keyboard=True)
    await update.message.reply_text("どうしますか", reply_markup=markup)


async def on_press(update: Update, _: Context) -> None:
    assert update.callback_query
    await update.callback_query.answer("受付中")
    await update.callback_query.edit_message_text(f"選択: {update.callback_query.data}")


async def on_document(update: Update, _: Context) -> None:
    assert update.message
    assert update.message.document
    file = await update.message.document.get_file()
    content = bytes(await file.download_as_bytearray())
    await update.message.reply_document(content.upper(), filename="大文字.txt", caption="どうぞ")


async def on_text(update: Update, _: Context) -> None:
    if update.edited_message:
        await update.edited_message.reply_text(f"訂正: {update.edited_message.text}")
    elif update.message and update.message.contact:
        await update.message.reply_text(update.message.contact.phone_number)
    elif update.message and update.message.text:
        await update.message.reply_text(update.message.text, do_quote=True)


async def on_inline(update: Update, _: Context) -> None:
    assert update.inline_query
    content = InputTextMessageContent("<b>社協</b>", parse_mode="HTML")
    await update.inline_query.answer([InlineQueryResultArticle("1", "社協", content)])


def build(api: BotApi) -> AnyApplication:
    application: AnyApplication = (
        Application.builder()
        .token(api.token)
        .base_url(api.base_url)
        .base_file_url(api.base_file_url)
        .build()
    )
    application.add_handler(CommandHandler("start", on_start))
    application.add_handler(CommandHandler("keyboard", on_keyboard))
    application.add_handler(CallbackQueryHandler(on_press))
    application.add_handler(InlineQueryHandler(on_inline))
    application.add_handler(MessageHandler(filters.Document.ALL, on_document))
    application.add_handler(MessageHandler(filters.TEXT | filters.CONTACT, on_text))
    return application


@asynccontextmanager
async def polling(api: BotApi) -> AsyncIterator[AnyApplication]:
    application = build(api)
    async with application:
        assert application.updater
        await application.start()
        await application.updater.start_polling(allowed_updates=Update.ALL_TYPES)
        try:
            yield application
        finally:
            await application.updater.stop()
            await application.stop()


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    async with Bot(api.token, api.base_url, api.base_file_url) as client:
        yield client


@pytest.fixture
async def hanako(api: BotApi) -> User:
    person = api.user("花子", username="hanako")
    await person.say("/start")
    return person


@pytest.fixture
def group(api: BotApi, hanako: User) -> Group:
    return api.group("相談係", [hanako, api.user("職員", last_name="田中")])


def refused(
    reason: str, kind: type[TelegramError] = BadRequest
) -> AbstractContextManager[pytest.ExceptionInfo[TelegramError]]:
    # python-telegram-bot changes the case of the first letters.
    return pytest.raises(kind, match=re.compile(re.escape(reason), re.IGNORECASE))


async def call(api: BotApi, method: str, **params: Any) -> dict[str, Any]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{api.base_url}{api.token}/{method}", json=params) as response,
    ):
        body: dict[str, Any] = await response.json()
        assert response.status == body.get("error_code", 200)
        return body


# The specification


def test_the_specification_is_whole_and_licensed() -> None:
    folder = Path(shape.__file__).parent
    text = (folder / "api.json").read_text(encoding="utf-8")
    assert "MIT" in text
    assert "Paul Larsen" in (folder / "LICENSE-api").read_text(encoding="utf-8")
    assert len(text.encode()) < 300_000
    kinds = {
        kind.replace("Array of ", "")
        for entry in [*shape.METHODS.values(), *shape.TYPES.values()]
        for field in entry.get("fields", {}).values()
        for kind in field["types"]
    }
    assert kinds - shape.TYPES.keys() == {"String", "Integer", "Float", "Boolean"}


# The bot and its people


async def test_a_bot_talks_to_people(api: BotApi) -> None:
    hanako = api.user("花子")
    async with polling(api):
        await hanako.say("/start")
        welcome = await hanako.hears()
        assert welcome.text == "こんにちは 相談窓口 です"
        assert welcome.html == "こんにちは <b>相談窓口</b> です"
        assert welcome.buttons == [["はい"], ["いいえ"]]

        press = await hanako.press("はい")
        assert (await press.answered())["text"] == "受付中"
        assert (await welcome.edited()).text == welcome.current.text == "選択: yes"
        assert welcome.current.buttons == []

        said = await hanako.say("家賃 <b>")
        echo = await hanako.hears()
        assert echo.text == "家賃 <b>"
        assert echo.raw["reply_to_message"]["message_id"] == said.id
        await hanako.edit(said, "家賃")
        assert (await hanako.hears()).text == "訂正: 家賃"
        await hanako.silence(0.05)

        await api.delivered()
    assert api.refused == []
    assert api.unanswered == []


async def test_files_go_both_ways(api: BotApi) -> None:
    hanako = api.user("花子")
    async with polling(api):
        await hanako.send_document("memo.txt", b"hello")
        answer = await hanako.hears()
    assert answer.file == b"HELLO"
    assert answer.text == "どうぞ"
    assert answer.raw["document"]["file_name"] == "大文字.txt"
    assert api.refused == []


async def test_reply_keyboards(api: BotApi) -> None:
    hanako = api.user("花子")
    async with polling(api):
        await hanako.say("/keyboard")
        assert (await hanako.hears()).buttons == [["電話番号", "やめる"]]
        await hanako.tap("電話番号")
        assert (await hanako.hears()).text == "+819012345678"
        assert hanako.buttons == []
    assert api.refused == []


async def test_inline_queries(api: BotApi) -> None:
    hanako = api.user("花子")
    async with polling(api):
        await hanako.ask_inline("社協")
        await hanako.say("待つ")
        await hanako.hears()
    assert api.calls("answerInlineQuery")[0].params["results"][0]["title"] == "社協"
    assert api.refused == []


async def test_a_dialogue(api: BotApi) -> None:
    hanako = api.user("花子")
    api.group("相談係", [api.user("職員", last_name="田中")])
    async with polling(api):
        await verify_dialog(
            api,
            [
                ("花子", "says", "/start"),
                ("花子", "hears", "相談窓口", "です"),
                ("花子", "presses", "いいえ"),
                ("花子", "sees", "選択: no"),
                ("花子", "says", "/keyboard"),
                ("花子", "hears", "どうしますか"),
                ("花子", "presses", "やめる"),
                ("花子", "hears", "やめる"),
                ("職員 田中", "says in", "相談係", "/start"),
                ("相談係", "hears", "こんにちは"),
                ("職員 田中", "replies", "了解"),
                ("相談係", "hears", "了解"),
                ("職員 田中", "replies to", "こんにちは", "承知"),
                ("相談係", "hears", "承知"),
                ("職員 田中", "presses in", "相談係", "はい"),
                ("相談係", "sees", "選択: yes"),
                ("花子", "hears nothing"),
            ],
        )
        with pytest.raises(AssertionError, match=r"turn 2, 花子 \| hears \| 家賃: .*こんにちは"):
            await verify_dialog(api, [("花子", "says", "/start"), ("花子", "hears", "家賃")])
        with pytest.raises(AssertionError, match="nobody is called '太郎'"):
            await verify_dialog(api, [("太郎", "says", "/start")])
    assert hanako.messages[0].text == "/start"
    assert api.refused == []


async def test_pressing_names_the_visible_buttons(api: BotApi, hanako: User, bot: Bot) -> None:
    row = [InlineKeyboardButton("はい", callback_data="yes")]
    await bot.send_message(hanako.id, "?", reply_markup=InlineKeyboardMarkup([row]))
    with pytest.raises(AssertionError, match=r"no button '多分', only \['はい'\]"):
        await hanako.press("多分")
    with pytest.raises(AssertionError, match="no button 'nothing'"):
        await hanako.press_data("nothing")
    assert (await hanako.press_data("yes")).answer is None
    forged = await hanako.press_data("nothing", forged=True)
    assert forged.query.raw["data"] == "nothing"
    assert api.unanswered == ["yes", "nothing"]


async def test_hearing_nothing(hanako: User, bot: Bot) -> None:
    with pytest.raises(AssertionError, match="花子 heard nothing"):
        await hanako.hears(timeout=0.01)
    await hanako.silence(0.01)
    await bot.send_message(hanako.id, "呼びました")
    with pytest.raises(AssertionError, match="呼びました"):
        await hanako.silence(0.01)
    with pytest.raises(AssertionError, match="does not see"):
        await hanako.sees("別の", timeout=0.01)


async def test_all_updates_fit_the_types(api: BotApi, bot: Bot) -> None:
    hanako = api.user("花子")
    tanaka = api.user("田中", last_name="一郎", username="tanaka")
    group = api.group("相談係", [tanaka], bot="administrator")
    await call(api, "getUpdates", allowed_updates=Update.ALL_TYPES)
    said = await hanako.say("/start@test_bot see https://example.com/ by @tanaka_san")
    await hanako.edit(said, "やめた")
    await hanako.send_sticker()
    await hanako.send_photo(caption="写真")
    await hanako.send_voice()
    await hanako.send_location(35.0, 139.0)
    await hanako.send_contact()
    await hanako.send_document()
    await hanako.send({"dice": {"emoji": "🎲", "value": 6}})
    await hanako.ask_inline("x")
    await hanako.block()
    await hanako.unblock()
    group.join(hanako)
    group.promote(hanako)
    group.leave(hanako)
    question = await tanaka.say_in(group, "はい")
    await tanaka.say_in(group, "いいえ", reply_to=question)
    row = [InlineKeyboardButton("はい", callback_data="yes")]
    await bot.send_message(hanako.id, "?", reply_markup=InlineKeyboardMarkup([row]))
    await hanako.press("はい")
    group.remove_bot(tanaka)

    assert [e["type"] for e in said.raw["entities"]] == ["bot_command", "url", "mention"]
    for raw in api.pending:
        assert shape.complaint(raw, ["Update"], "update") is None, raw
        update = Update.de_json(raw, bot)
        assert update.api_kwargs == {}
        assert update.effective_user
    ids = [raw["update_id"] for raw in api.pending]
    assert ids == sorted(set(ids))
    assert len(ids) == 22


# getUpdates and webhooks


async def test_get_updates_forgets_what_is_below_the_offset(api: BotApi) -> None:
    first, second, third = (api.push_raw({"message": {}}) for _ in range(3))

    async def ids(**params: int) -> list[int]:
        body = await call(api, "getUpdates", **params)
        return [update["update_id"] for update in body["result"]]

    assert await ids() == [first, second, third]
    assert await ids(limit=2) == [first, second]
    assert await ids(offset=second) == [second, third]
    assert await ids() == [second, third]
    assert await ids(offset=-1) == [third]
    assert await ids() == [third]
    assert await ids(offset=third + 1) == []
    api.redeliver(first)
    assert await ids(offset=third + 1) == [first]
    assert await ids(offset=first + 1) == []


async def test_a_long_poll_wakes_for_an_update(api: BotApi, hanako: User) -> None:
    offset = api.pending[-1]["update_id"] + 1
    poll = asyncio.create_task(call(api, "getUpdates", offset=offset, timeout=20))
    await api.polled()
    assert not poll.done()
    await hanako.say("家賃")
    assert (await poll)["result"][0]["message"]["text"] == "家賃"


async def test_only_allowed_updates_come(api: BotApi, hanako: User) -> None:
    await call(api, "getUpdates", allowed_updates=["callback_query"])
    assert api.push("message", {}) is None
    await call(api, "getUpdates")
    assert api.push("message", {}) is None
    await call(api, "getUpdates", allowed_updates=[])
    assert api.push("message", {}) is not None
    assert api.push("chat_member", {}) is None


async def test_the_older_of_two_pollers_is_told(api: BotApi) -> None:
    older = asyncio.create_task(call(api, "getUpdates", timeout=20))
    await api.polled()
    newer = asyncio.create_task(call(api, "getUpdates", timeout=20))
    told = await older
    assert told["error_code"] == 409
    assert told["description"].startswith("Conflict: terminated by other getUpdates request")
    api.push_raw({"message": {}})
    assert len((await newer)["result"]) == 1
    assert [refusal.code for refusal in api.refused] == [409]


async def test_updates_are_posted_to_a_webhook(api: BotApi) -> None:
    application = build(api)
    statuses = [500, 302, 200]
    secrets = []

    async def receive(request: web.Request) -> web.Response:
        secrets.append(request.headers["X-Telegram-Bot-Api-Secret-Token"])
        status = statuses.pop(0) if statuses else 200
        if status == 200:
            update = Update.de_json(await request.json(), application.bot)
            await application.update_queue.put(update)
        return web.Response(status=status)

    app = web.Application()
    app.router.add_post("/hook", receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"

    hanako = api.user("花子")
    async with application:
        await application.start()
        await application.bot.set_webhook(url, secret_token="s3cret")
        await hanako.say("家賃")
        assert (await hanako.hears()).text == "家賃"
        await api.delivered()
        assert secrets == ["s3cret"] * 3
        info = await application.bot.get_webhook_info()
        assert info.url == url
        assert info.pending_update_count == 0
        assert info.last_error_message == "Wrong response from the webhook: 302 Found"
        with refused("while webhook is active", Conflict):
            await application.bot.get_updates()
        await application.bot.delete_webhook()
        await hanako.say("家賃")
        assert len(await application.bot.get_updates()) == 1
        await application.stop()
    await runner.cleanup()


@pytest.mark.parametrize(
    ("url", "secret", "reason"),
    [
        ("http://example.com/", "s", "An HTTPS URL must be provided"),
        ("https://example.com/", "s p", "unallowed characters"),
    ],
)
async def test_webhooks_it_refuses(bot: Bot, url: str, secret: str, reason: str) -> None:
    with refused(reason):
        await bot.set_webhook(url, secret_token=secret)


# Messages


async def test_every_kind_of_message(api: BotApi, bot: Bot, hanako: User) -> None:
    await bot.send_photo(hanako.id, PNG, caption="<i>地図</i>", parse_mode="HTML")
    photo = await hanako.hears()
    assert photo.file == PNG
    assert photo.html == "<i>地図</i>"
    await bot.send_contact(hanako.id, "+81312345678", "社協")
    assert (await hanako.hears()).raw["contact"]["phone_number"] == "+81312345678"
    await bot.send_venue(hanako.id, 35.6, 139.7, "社協", "東京都千代田区")
    assert (await hanako.hears()).raw["venue"]["title"] == "社協"
    await bot.send_location(hanako.id, 35.6, 139.7)
    assert (await hanako.hears()).raw["location"]["latitude"] == 35.6
    await bot.send_chat_action(hanako.id, "typing")
    file_id = photo.raw["photo"][0]["file_id"]
    again = await bot.send_photo(hanako.id, file_id)
    assert again.photo[0].file_id == file_id
    sent = await bot.send_message(hanako.id, "  ご案内 ", reply_markup=ForceReply())
    assert sent.text == "ご案内"
    await bot.send_message(hanako.id, "さようなら", reply_markup=ReplyKeyboardRemove())
    assert await bot.delete_message(hanako.id, sent.message_id)
    assert "ご案内" not in [message.text for message in hanako.messages]
    for made in api.sent:
        if made.method.startswith("send") and made.result is not True:
            assert shape.complaint(made.result, ["Message"], "message") is None
    assert api.refused == []


async def test_mentions_of_known_people(api: BotApi, bot: Bot, hanako: User) -> None:
    text = f'<a href="tg://user?id={hanako.id}">花子さん</a> <a href="tg://user?id=7">誰か</a>'
    sent = await bot.send_message(hanako.id, text, parse_mode="HTML")
    assert [entity.user.first_name for entity in sent.entities if entity.user] == ["花子"]
    assert len(sent.entities) == 1


async def test_settings(api: BotApi, bot: Bot, hanako: User) -> None:
    commands = [BotCommand("start", "はじめる")]
    scope = BotCommandScopeChat(hanako.id)
    await bot.set_my_commands(commands)
    await bot.set_my_commands([], scope=scope, language_code="ja")
    assert await bot.get_my_commands() == tuple(commands)
    assert await bot.get_my_commands(scope, "ja") == ()
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()
    await bot.set_my_name("窓口", language_code="ja")
    assert (await bot.get_my_name("ja")).name == "窓口"
    await bot.set_my_description("説明")
    assert (await bot.get_my_description("ja")).description == "説明"
    await bot.set_my_short_description("短い説明")
    assert (await bot.get_my_short_description()).short_description == "短い説明"
    await bot.set_chat_menu_button(hanako.id, MenuButtonCommands())
    assert await bot.get_chat_menu_button(hanako.id) == MenuButtonCommands()
    assert api.refused == []


async def test_groups(api: BotApi, bot: Bot, hanako: User, group: Group) -> None:
    assert api.pending[-1]["my_chat_member"]["new_chat_member"]["status"] == "member"
    chat = await bot.get_chat(group.id)
    assert chat.title == "相談係"
    assert (await bot.get_chat(hanako.id)).first_name == "花子"
    assert [admin.user.id for admin in await bot.get_chat_administrators(group.id)] == [hanako.id]
    assert (await bot.get_chat_member(group.id, hanako.id)).status == "creator"
    assert (await bot.get_chat_member(group.id, bot.id)).status == "member"
    group.admit_bot(hanako, administrator=True)
    assert len(await bot.get_chat_administrators(group.id)) == 2
    await bot.send_message(group.id, "新しい相談")
    first = await group.hears()
    assert first.id == 1
    await hanako.silence(0.01)
    assert await bot.leave_chat(group.id)
    with refused("bot is not a member of the supergroup chat", Forbidden):
        await bot.send_message(group.id, "まだ")
    with pytest.raises(AssertionError, match="is not in"):
        await api.user("他人").say_in(group, "入れて")


async def test_privacy_mode_hides_what_is_not_for_the_bot() -> None:
    async with BotApi(privacy_mode=True) as api:
        tanaka = api.user("田中")
        group = api.group("相談係", [tanaka], supergroup=False)
        body = await call(api, "sendMessage", chat_id=group.id, text="新しい相談")
        for text in ("雑談", "/start", "@test_bot さん"):
            await tanaka.say_in(group, text)
        await tanaka.say_in(group, "了解", reply_to=await group.hears())
        told = [u["message"]["text"] for u in api.pending if "message" in u]
    assert told == ["/start", "@test_bot さん", "了解"]
    assert body["ok"]


# Refusals


def buttons(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"reply_markup": {"inline_keyboard": list(rows)}}


GOOD = {"text": "はい", "callback_data": "yes"}
OTHER = "reply_markup.inline_keyboard[0][0]"

REFUSED_MESSAGES: list[tuple[dict[str, Any], str]] = [
    ({"colour": "red"}, 'unknown parameter "colour" of sendMessage'),
    ({"text": None}, "text must be String"),
    ({"text": " \n "}, "message text is empty"),
    ({"text": "あ" * 4097}, "message is too long"),
    ({"text": "😀" * 2049}, "message is too long"),
    ({"text": "\ud83d"}, "strings must be encoded in UTF-8"),
    ({"chat_id": 1}, "chat not found"),
    ({"chat_id": "@hanako"}, "chat not found"),
    ({"chat_id": True}, "chat_id must be "),
    ({"disable_notification": "maybe"}, "disable_notification must be Boolean"),
    ({"parse_mode": "BBCode"}, "unsupported parse_mode"),
    ({"reply_markup": "{"}, "can't parse reply_markup JSON object"),
    ({"reply_markup": {"keys": []}}, "reply_markup has an unknown field"),
    ({"reply_markup": {"keyboard": [[]]}}, "keyboard has an empty row"),
    ({"reply_markup": {"keyboard": []}}, "reply keyboard is empty"),
    ({"reply_markup": {"remove_keyboard": False}}, "can only be True"),
    ({"reply_markup": {"keyboard": [[{"text": " "}]]}}, "text is empty"),
    (buttons([GOOD], []), "keyboard has an empty row"),
    (buttons([{"text": "はい"}]), "Text buttons are unallowed in the inline keyboard"),
    (buttons([GOOD | {"url": "https://example.com"}]), "more than one action"),
    (buttons([GOOD | {"callback_data": ""}]), "BUTTON_DATA_INVALID"),
    (buttons([GOOD | {"callback_data": "あ" * 22}]), "BUTTON_DATA_INVALID"),
    (buttons([GOOD | {"callback_data": 1}]), f"{OTHER}.callback_data must be String"),
    (buttons([GOOD | {"text": ""}]), "text is empty"),
    (buttons([GOOD | {"style": "blue"}]), f"{OTHER}.style must be one of"),
    (buttons([{"callback_data": "yes"}]), f'{OTHER} lacks the field "text"'),
    (buttons([{"text": "電話", "url": "tel:0312345678"}]), "Unsupported URL protocol"),
    (buttons([{"text": "開く", "url": "http://localhost/"}]), "Wrong HTTP URL"),
    (buttons(*[[GOOD] * 5] * 21), "reply markup is too long"),
    ({"reply_parameters": {"message_id": 99}}, "message to be replied not found"),
    ({"reply_parameters": {"message_id": 1, "quote": "無"}}, "QUOTE_TEXT_INVALID"),
    ({"entities": [{"type": "bold", "offset": 0, "length": 9}]}, "does not end properly"),
]


@pytest.mark.parametrize(("params", "reason"), REFUSED_MESSAGES)
async def test_messages_it_refuses(
    api: BotApi, hanako: User, params: dict[str, Any], reason: str
) -> None:
    body = await call(api, "sendMessage", **({"chat_id": hanako.id, "text": "家賃"} | params))
    assert body["error_code"] == 400
    assert body["description"].startswith("Bad Request: ")
    assert reason in body["description"]
    assert api.sent == []
    assert [refusal.description for refusal in api.refused] == [body["description"]]
    assert [message.text for message in hanako.messages] == ["/start"]


async def test_messages_it_accepts(api: BotApi, hanako: User) -> None:
    for params in (
        {"text": "😀" * 2048},
        {"text": "あ" * 4096},
        {"text": "<b>" + "あ" * 4096 + "</b>", "parse_mode": "HTML"},
        {"text": "a & b > c", "parse_mode": "HTML"},
        {"reply_parameters": {"message_id": 99, "allow_sending_without_reply": True}},
        {"entities": [{"type": "bold", "offset": 0, "length": 2}]},
        buttons(*[[GOOD] * 5] * 20),
        buttons([GOOD | {"callback_data": "あ" * 21}]),
        buttons([{"text": "開く", "url": "example.com"}]),
    ):
        body = await call(api, "sendMessage", **({"chat_id": hanako.id, "text": "家賃"} | params))
        assert body["ok"], body
    assert api.refused == []


@pytest.mark.parametrize(
    ("method", "params", "reason"),
    [
        ("sendMessage", {"text": "家賃"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 1}, "message text is empty"),
        ("sendDocument", {"chat_id": 1}, 'parameter "document" is required'),
        ("sendDocument", {"chat_id": 1, "document": {}}, "document must be a file"),
        ("editMessageText", {"text": "x"}, "message identifier is not specified"),
    ],
)
async def test_missing_parameters(
    api: BotApi, method: str, params: dict[str, Any], reason: str
) -> None:
    body = await call(api, method, **params)
    assert body["description"] == f"Bad Request: {reason}"


@pytest.mark.parametrize(
    ("method", "params", "reason"),
    [
        ("sendDocument", {"document": "nothing"}, "wrong file identifier/HTTP URL specified"),
        ("sendPhoto", {"photo": "x", "caption": "あ" * 1025}, "message caption is too long"),
        ("sendLocation", {"latitude": 91, "longitude": 0}, "invalid location specified"),
        ("sendChatAction", {"action": "dancing"}, "wrong parameter action in request"),
        ("editMessageText", {"text": "x", "message_id": 99}, "message to edit not found"),
        ("editMessageText", {"text": "x", "message_id": 1}, "message can't be edited"),
        ("deleteMessage", {"message_id": 99}, "message to delete not found"),
        ("getChatMember", {"user_id": 99}, "user not found"),
        ("getChatAdministrators", {}, "there are no administrators in the private chat"),
        ("leaveChat", {}, "chat member status can't be changed in private chats"),
    ],
)
async def test_other_calls_it_refuses(
    api: BotApi, hanako: User, method: str, params: dict[str, Any], reason: str
) -> None:
    body = await call(api, method, chat_id=hanako.id, **params)
    assert body["description"] == f"Bad Request: {reason}"


@pytest.mark.parametrize(
    ("method", "params", "reason"),
    [
        ("getFile", {"file_id": "nothing"}, "invalid file_id"),
        ("answerCallbackQuery", {"callback_query_id": "1"}, "query is too old"),
        ("answerInlineQuery", {"inline_query_id": "1", "results": []}, "query is too old"),
        ("answerInlineQuery", {"inline_query_id": "1", "results": [{"type": "x"}]}, "has no type"),
        ("setMyName", {"name": "あ" * 65}, "name must have at most 64 characters"),
        ("setMyDescription", {"description": "あ" * 513}, "at most 512 characters"),
        ("setMyShortDescription", {"short_description": "あ" * 121}, "at most 120 characters"),
        ("setMyName", {"language_code": "jpn"}, "invalid language code specified"),
        ("setMyCommands", {"commands": [], "scope": {"type": "all"}}, "scope has no type"),
    ],
)
async def test_settings_it_refuses(
    api: BotApi, method: str, params: dict[str, Any], reason: str
) -> None:
    body = await call(api, method, **params)
    assert body["error_code"] == 400
    assert reason in body["description"]


@pytest.mark.parametrize(
    ("command", "description", "times", "reason"),
    [
        ("Start", "はじめる", 1, "BOT_COMMAND_INVALID"),
        ("a" * 33, "はじめる", 1, "BOT_COMMAND_INVALID"),
        ("start", " ", 1, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("start", "あ" * 257, 1, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("start", "はじめる", 101, "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_commands_it_refuses(
    api: BotApi, command: str, description: str, times: int, reason: str
) -> None:
    commands = [{"command": command, "description": description}] * times
    body = await call(api, "setMyCommands", commands=commands)
    assert body["description"] == f"Bad Request: {reason}"


async def test_wrong_tokens_and_methods(api: BotApi) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("123456:WRONG", api.base_url):
            pass
    assert (await call(api, "flyToMoon"))["error_code"] == 404
    assert (await call(api, "sendDice"))["description"].startswith("Bad Request: chat_id")
    unknown = await call(api, "sendDice", chat_id=1)
    assert unknown["error_code"] == 501
    assert "sendDice" in unknown["description"]
    assert [refusal.code for refusal in api.refused] == [401, 404, 400, 501]


async def test_edits_it_refuses(api: BotApi, bot: Bot, hanako: User) -> None:
    row = [InlineKeyboardButton("はい", callback_data="yes")]
    markup = InlineKeyboardMarkup([row])
    sent = await bot.send_message(hanako.id, "はい?", reply_markup=markup)
    with refused("message is not modified"):
        await sent.edit_text("はい?", reply_markup=markup)
    with refused("message is not modified"):
        await sent.edit_reply_markup(markup)
    await sent.edit_reply_markup(None)
    with refused("message is not modified"):
        await sent.edit_reply_markup(InlineKeyboardMarkup([]))
    place = await bot.send_location(hanako.id, 35, 139)
    with refused("there is no text in the message to edit"):
        await place.edit_text("ここ")
    keys = await bot.send_message(hanako.id, "?", reply_markup=ForceReply())
    with refused("message can't be edited"):
        await keys.edit_text("!")
    await sent.delete()
    with refused("message to edit not found"):
        await sent.edit_text("遅い")
    with refused("message to be replied not found"):
        await sent.reply_text("遅い", do_quote=True)


async def test_a_press_is_answered_once(api: BotApi, bot: Bot, hanako: User) -> None:
    row = [InlineKeyboardButton("はい", callback_data="yes")]
    await bot.send_message(hanako.id, "?", reply_markup=InlineKeyboardMarkup([row]))
    press = await hanako.press("はい")
    await bot.answer_callback_query(press.query.raw["id"])
    with refused("query is too old"):
        await bot.answer_callback_query(press.query.raw["id"])
    late = await hanako.press("はい")
    late.expire()
    with refused("query is too old"):
        await bot.answer_callback_query(late.query.raw["id"])


async def test_bots_do_not_write_first(api: BotApi, bot: Bot, hanako: User, group: Group) -> None:
    with refused("chat not found"):
        await bot.send_message(api.user("太郎").id, "はじめまして")
    with refused("can't initiate conversation", Forbidden):
        await bot.send_message(api.people["職員 田中"].id, "はじめまして")
    closed = api.group("秘密", [hanako], bot=None)
    with refused("chat not found"):
        await bot.send_message(closed.id, "はじめまして")
    group.remove_bot(hanako)
    with refused("bot was kicked from the supergroup chat", Forbidden):
        await bot.send_message(group.id, "まだ")


async def test_a_blocked_bot_cannot_write(api: BotApi, bot: Bot, hanako: User) -> None:
    await hanako.block()
    assert api.pending[-1]["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    with refused("bot was blocked by the user", Forbidden):
        await bot.send_message(hanako.id, "もしもし")
    with pytest.raises(AssertionError, match="has blocked"):
        await hanako.say("もしもし")
    await hanako.unblock()
    await bot.send_message(hanako.id, "もしもし")


async def test_files_it_refuses(bot: Bot, hanako: User) -> None:
    with refused("IMAGE_PROCESS_FAILED"):
        await bot.send_photo(hanako.id, b"this is no picture")
    with refused("file must be non-empty"):
        await bot.send_document(hanako.id, b"", filename="memo.txt")


async def test_keys_for_private_chats(bot: Bot, group: Group) -> None:
    keys = ReplyKeyboardMarkup([[KeyboardButton("電話番号", request_contact=True)]])
    with refused("private chats only"):
        await bot.send_message(group.id, "?", reply_markup=keys)


# HTML


@pytest.mark.parametrize(
    ("html", "text", "kinds"),
    [
        ("a &lt;b&gt; &amp;&quot;&#33;&#x21; &nbsp;", 'a <b> &"!! &nbsp;', []),
        ("😀<b>太<i>斜</i></b>", "😀太斜", [("bold", 2, 2), ("italic", 3, 1)]),
        ("<pre><code class='language-py'>x</code></pre>", "x", [("pre", 0, 1)]),
        ('<a href="https://example.com?a=1&amp;b=2">x</a>', "x", [("text_link", 0, 1)]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ("<blockquote><code>x</code></blockquote>", "x", [("blockquote", 0, 1), ("code", 0, 1)]),
        ("<tg-emoji emoji-id='5'>👍</tg-emoji>", "👍", [("custom_emoji", 0, 2)]),
        ("<B>x</B><u></u>", "x", [("bold", 0, 1)]),
    ],
)
def test_html(html: str, text: str, kinds: list[tuple[str, int, int]]) -> None:
    parsed, entities = parse_html(html)
    assert parsed == text
    assert [(e["type"], e["offset"], e["length"]) for e in entities] == kinds
    assert parse_html(to_html(parsed, entities))[0] == text


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("家賃 < 3万円", "Unclosed start tag at byte offset 7"),
        ("1 <2> 3", 'Unsupported start tag "2"'),
        ("a<br>b", 'Unsupported start tag "br"'),
        ("a<br/>b", 'Unsupported start tag "br"'),
        ("<p>x</p>", 'Unsupported start tag "p"'),
        ("<b>x", "Can't find end tag corresponding to start tag b"),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'expected "</i>", found "</b>"'),
        ("<b style='x'>x</b>", 'Unknown attribute "style"'),
        ("<b/>", "Expected an attribute"),
        ("<span>x</span>", 'must have class "tg-spoiler"'),
        ("<a href='tel:0312345678'>x</a>", "Unsupported URL protocol of the link"),
        ("<a>x</a>", "Wrong HTTP URL"),
        ("<code><b>x</b></code>", 'Tag "b" must not be inside "code"'),
        ("<b><code>x</code></b>", 'Tag "code" must not be inside "b"'),
        ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji"),
        ("&#xd83d;", "invalid Unicode characters"),
    ],
)
def test_html_it_refuses(html: str, reason: str) -> None:
    with pytest.raises(ApiError) as refusal:
        parse_html(html)
    assert refusal.value.description.startswith("Bad Request: can't parse entities: ")
    assert reason in refusal.value.description


# Bad days


async def test_failing_calls(
    api: BotApi, bot: Bot, hanako: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    api.fail_next("sendMessage", status=502, times=2)
    for _ in range(2):
        with pytest.raises(NetworkError, match="Bad Gateway"):
            await bot.send_message(hanako.id, "家賃")
    api.fail_next("sendMessage", retry_after=7)
    with pytest.raises(RetryAfter):
        await bot.send_message(hanako.id, "家賃")
    api.fail_next("*", status=400, description="Bad Request: MESSAGE_TOO_LONG")
    with refused("MESSAGE_TOO_LONG"):
        await bot.send_message(hanako.id, "家賃")
    await hanako.silence(0.01)
    assert api.sent[1:] == []
    assert api.refused == []
    await bot.send_message(hanako.id, "家賃")


async def test_dropped_connections(api: BotApi, bot: Bot, hanako: User) -> None:
    api.fail_next("sendMessage", reset=True)
    with pytest.raises(NetworkError):
        await bot.send_message(hanako.id, "前")
    await hanako.silence(0.01)
    api.fail_next("sendMessage", reset="after")
    with pytest.raises(NetworkError):
        await bot.send_message(hanako.id, "後")
    assert (await hanako.hears()).text == "後"


async def test_slow_answers(api: BotApi, bot: Bot, hanako: User) -> None:
    api.fail_next("sendMessage", latency=5)
    with pytest.raises(TimedOut):
        await bot.send_message(hanako.id, "遅い", read_timeout=0.05)
    assert (await hanako.hears()).text == "遅い"
    api.latency = 0.05
    before = time.monotonic()
    await bot.send_message(hanako.id, "少し遅い")
    assert time.monotonic() - before >= 0.05


async def test_a_poller_survives_bad_days(api: BotApi) -> None:
    hanako = api.user("花子")
    async with polling(api):
        await hanako.say("一")
        await hanako.hears()
        await api.delivered()
        api.fail_next("getUpdates", status=502)
        await hanako.say("二")
        assert (await hanako.hears()).text == "二"
    assert api.refused == []


async def test_a_poller_can_lose_its_token(api: BotApi, bot: Bot) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=20))
    await api.polled()
    api.fail_next("getUpdates", status=401)
    assert await waiting == ()
    with pytest.raises(InvalidToken):
        await bot.get_updates()


async def test_flood_limits() -> None:
    async with BotApi(flood_limits=True) as api:
        hanako = api.user("花子")
        await hanako.say("/start")
        bodies = [await call(api, "sendMessage", chat_id=hanako.id, text="x") for _ in range(4)]
        assert [body["ok"] for body in bodies] == [True, True, True, False]
        assert bodies[-1]["parameters"] == {"retry_after": 1}
        assert bodies[-1]["description"] == "Too Many Requests: retry after 1"


def test_flood_limits_of_groups_and_of_all() -> None:
    flood = FloodLimits()
    for second in range(29):
        flood.check(-1, second)
    with pytest.raises(ApiError, match="retry after 1"):
        flood.check(-1, 29)
    for person in range(30):
        flood.check(person, 100)
    with pytest.raises(ApiError, match="retry after 1"):
        flood.check(100, 100)


async def test_hostile_updates_reach_the_bot(api: BotApi) -> None:
    hanako = api.user("花子")
    async with polling(api):
        api.push_raw({"brand_new_kind": {"id": "1"}})
        api.push_raw({"callback_query": {"id": "1", "from": hanako.raw, "chat_instance": "1"}})
        await hanako.say("まだ元気")
        assert (await hanako.hears()).text == "まだ元気"
        await api.delivered()
    assert [refusal.method for refusal in api.refused] == ["answerCallbackQuery"]
