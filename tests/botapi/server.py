"""A Telegram Bot API server on this machine, as strict as Telegram or stricter."""

import asyncio
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal, Self

from aiohttp import web

from . import sending, settings
from .changes import Signal
from .errors import ApiError, Json, bad_request, not_implemented
from .faults import Fault, Faults, FloodLimits, Reset
from .people import Group, User
from .shape import METHODS, decode
from .updates import Updates, Webhook
from .wire import read
from .world import World

_BODY_LIMIT = 60 * 1024 * 1024
_LONGEST_POLL = 50

Handler = Callable[[World, Json], Any]

_HANDLERS: dict[str, Handler] = {
    "answerCallbackQuery": sending.answer_callback_query,
    "answerInlineQuery": sending.answer_inline_query,
    "deleteMessage": sending.delete_message,
    "deleteMyCommands": settings.delete_my_commands,
    "editMessageReplyMarkup": sending.edit_message_reply_markup,
    "editMessageText": sending.edit_message_text,
    "getChat": settings.get_chat,
    "getChatAdministrators": settings.get_chat_administrators,
    "getChatMember": settings.get_chat_member,
    "getChatMenuButton": settings.get_chat_menu_button,
    "getFile": settings.get_file,
    "getMe": settings.get_me,
    "getMyCommands": settings.get_my_commands,
    "getMyDescription": settings.get_my_description,
    "getMyName": settings.get_my_name,
    "getMyShortDescription": settings.get_my_short_description,
    "leaveChat": settings.leave_chat,
    "sendChatAction": sending.send_chat_action,
    "sendContact": sending.send_contact,
    "sendDocument": sending.send_document,
    "sendLocation": sending.send_location,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendVenue": sending.send_venue,
    "setChatMenuButton": settings.set_chat_menu_button,
    "setMyCommands": settings.set_my_commands,
    "setMyDescription": settings.set_my_description,
    "setMyName": settings.set_my_name,
    "setMyShortDescription": settings.set_my_short_description,
}


@dataclass(frozen=True)
class Call:
    """A call that was done."""

    method: str
    params: Json
    result: Any


@dataclass(frozen=True)
class Refusal:
    """A call that was refused, with its parameters as far as they could be read."""

    method: str
    params: Json
    code: int
    description: str


class BotApi:
    """The server, and the people who talk to the bot through it.

    `sent` has all calls that were done (without getUpdates), `refused` all that were wrong;
    failures a test asked for (`fail_next`) are in neither.
    """

    def __init__(
        self,
        token: str = "123456:TEST",
        *,
        username: str = "test_bot",
        flood_limits: bool = False,
        privacy_mode: bool = False,
        latency: float = 0.0,
    ) -> None:
        self.token = token
        self.latency = latency
        self.sent: list[Call] = []
        self.called = Signal()
        self.refused: list[Refusal] = []
        self.people: dict[str, User] = {}
        self.groups: dict[str, Group] = {}
        self._updates = Updates()
        bot = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Test bot",
            "username": username,
            "can_join_groups": True,
            "can_read_all_group_messages": not privacy_mode,
            "supports_inline_queries": True,
        }
        self.world = World(bot, self._updates, privacy_mode=privacy_mode)
        self._faults = Faults()
        self._flood = FloodLimits() if flood_limits else None
        self._runner: web.AppRunner | None = None
        self._origin = ""

    @property
    def base_url(self) -> str:
        """What python-telegram-bot wants as base_url."""
        return f"{self._origin}/bot"

    @property
    def base_file_url(self) -> str:
        """What python-telegram-bot wants as base_file_url."""
        return f"{self._origin}/file/bot"

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=_BODY_LIMIT)
        app.router.add_route("*", "/bot{token}/{method}", self._respond)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        # Otherwise pollers that hung up would wait on, and then be told of the next one.
        self._runner = web.AppRunner(
            app, access_log=None, handler_cancellation=True, shutdown_timeout=0.5
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self._origin = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._updates.close()
        if self._runner:
            await self._runner.cleanup()

    # People and groups

    def user(
        self,
        first_name: str,
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "ja",
    ) -> User:
        """Return a new person, whom the bot does not know yet."""
        raw: Json = {"id": 5_000_000_000 + self.world.number(), "is_bot": False}
        names = {"first_name": first_name, "last_name": last_name, "username": username}
        raw |= {key: name for key, name in names.items() if name}
        raw |= {"language_code": language_code} if language_code else {}
        user = User(self.world, raw)
        self.people[user.name] = user
        return user

    def group(
        self,
        title: str,
        members: Iterable[User],
        *,
        supergroup: bool = True,
        username: str | None = None,
        bot: Literal["member", "administrator"] | None = "member",
    ) -> Group:
        """Return a new group; its first member owns it and adds the bot, unless bot=None."""
        members = list(members)
        assert members, "somebody must own the group"
        number = self.world.number()
        raw: Json = {"id": -1_000_000 - number, "type": "group", "title": title}
        if supergroup:
            raw |= {"id": -1_002_000_000_000 - number, "type": "supergroup"}
            raw |= {"username": username} if username else {}
        group = Group(self.world, raw, members)
        self.groups[title] = group
        if bot:
            group.admit_bot(members[0], administrator=bot == "administrator")
        return group

    # Updates

    def push(self, kind: str, payload: Json) -> int | None:
        """Push an update of this kind; return its update_id, None if the bot refuses the kind."""
        return self._updates.push(kind, payload)

    def push_raw(self, update: Json) -> int:
        """Push any update at all; without an update_id it gets the next one."""
        return self._updates.push_raw(update)

    def redeliver(self, update_id: int) -> None:
        """Deliver an update once more, even if the bot has confirmed it."""
        self._updates.redeliver(update_id)

    @property
    def pending(self) -> list[Json]:
        """The updates the bot has not confirmed yet."""
        return self._updates.pending

    async def delivered(self, timeout: float = 5) -> None:  # noqa: ASYNC109
        """Wait until the bot has confirmed all updates."""
        assert await self._updates.confirmed(timeout), f"the bot does not take {self.pending}"

    async def polled(self, timeout: float = 5) -> None:  # noqa: ASYNC109
        """Wait until the bot waits for updates with a long poll."""
        assert await self._updates.polled(timeout), "the bot does not poll"

    # Journal and faults

    def calls(self, method: str) -> list[Call]:
        """Return the calls of a method that were done."""
        return [call for call in self.sent if call.method == method]

    @property
    def unanswered(self) -> list[str]:
        """The callback_data of the pressed buttons the bot did not answer."""
        queries = self.world.queries.values()
        return [query.raw["data"] for query in queries if query.answer is None]

    def fail_next(
        self,
        method: str,
        *,
        times: int = 1,
        status: int | None = None,
        retry_after: int | None = None,
        reset: Reset | bool = False,
        latency: float = 0.0,
        description: str | None = None,
    ) -> None:
        """Have the next calls of the method ("*": of any) fail.

        With a status or retry_after (429) the call is not done. A reset drops the connection,
        "before" (or True) without doing the call, "after" when it is done but the bot does not
        hear of it. Latency delays the answer of a call that is done at once.
        """
        moment: Reset | None = "before" if reset is True else reset or None
        self._faults.add(Fault(method, times, status, retry_after, moment, latency, description))
        if method in ("getUpdates", "*"):
            self._updates.interrupt()

    # HTTP

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != self.token:
            return self._refuse(method, {}, ApiError(401, "Unauthorized"))
        if method not in METHODS:
            return self._refuse(method, {}, ApiError(404, "Not Found"))
        fault = self._faults.take(method)
        if fault and fault.reset == "before":
            return _hang_up(request)
        if fault and fault.error:
            response = _json(fault.error.body, fault.error.code)
        else:
            response = await self._answer(method, request)
        await asyncio.sleep(self.latency + (fault.latency if fault else 0))
        return _hang_up(request) if fault and fault.reset else response

    async def _answer(self, method: str, request: web.Request) -> web.Response:
        params: Json = {}
        try:
            params = await read(request)
            params = decode(method, params)
            result = await self._do(method, params)
        except ApiError as refusal:
            if method == "getUpdates" and _hung_up(request):
                # A poller that left is replaced by the next one; nobody did anything wrong.
                return _json(refusal.body, refusal.code)
            return self._refuse(method, params, refusal)
        except Exception:
            # A mistake of the server itself must not look like a bad day of Telegram.
            self.refused.append(Refusal(method, params, 500, "the test server has a bug"))
            raise
        if method != "getUpdates":
            self.sent.append(Call(method, params, result))
            self.called.fire()
        return _json({"ok": True, "result": result}, 200)

    async def _do(self, method: str, params: Json) -> Any:
        match method:
            case "getUpdates":
                return await self._get_updates(params)
            case "setWebhook":
                return await self._set_webhook(params)
            case "deleteWebhook":
                return await self._set_webhook(params | {"url": ""})
            case "getWebhookInfo":
                return self._webhook_info()
        if method not in _HANDLERS:
            raise not_implemented(f"the method {method}")
        handler = _HANDLERS[method]
        if self._flood and method.startswith("send") and method != "sendChatAction":
            chat = self.world.writable(params["chat_id"])
            self._flood.check(chat.id, asyncio.get_running_loop().time())
        return handler(self.world, params)

    async def _get_updates(self, params: Json) -> list[Json]:
        self._updates.allow(params.get("allowed_updates"))
        limit = params.get("limit", 100)
        seconds = min(max(params.get("timeout", 0), 0), _LONGEST_POLL)
        return await self._updates.get(
            params.get("offset", 0), limit if 1 <= limit <= 100 else 100, seconds
        )

    async def _set_webhook(self, params: Json) -> bool:
        url: str = params["url"]
        secret: str = params.get("secret_token", "")
        local = re.match(r"http://(127\.0\.0\.1|localhost)[:/]", url)
        if url and not url.startswith("https://") and not local:
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
            raise bad_request("secret token contains unallowed characters")
        connections = params.get("max_connections", 40)
        if not 1 <= connections <= 100:
            raise bad_request("max_connections must be between 1 and 100")
        self._updates.allow(params.get("allowed_updates"))
        if params.get("drop_pending_updates"):
            self._updates.drop()
        await self._updates.set_webhook(Webhook(url, secret, connections) if url else None)
        return True

    def _webhook_info(self) -> Json:
        webhook = self._updates.webhook
        info: Json = {
            "url": webhook.url if webhook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self.pending),
        }
        if webhook:
            info["max_connections"] = webhook.max_connections
            if webhook.last_error_message:
                info["last_error_date"] = webhook.last_error_date
                info["last_error_message"] = webhook.last_error_message
        if self._updates.allowed is not None:
            info["allowed_updates"] = self._updates.allowed
        return info

    def _refuse(self, method: str, params: Json, refusal: ApiError) -> web.Response:
        self.refused.append(Refusal(method, params, refusal.code, refusal.description))
        return _json(refusal.body, refusal.code)

    async def _download(self, request: web.Request) -> web.Response:
        path = request.match_info["path"]
        stored = [file for file in self.world.files.values() if file.path == path]
        if request.match_info["token"] != self.token or not stored:
            return _json(ApiError(404, "Not Found").body, 404)
        return web.Response(body=stored[0].content, content_type="application/octet-stream")


def _json(body: Json, status: int) -> web.Response:
    return web.json_response(body, status=status)


def _hung_up(request: web.Request) -> bool:
    return request.transport is None or request.transport.is_closing()


def _hang_up(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()
