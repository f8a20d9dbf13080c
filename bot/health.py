"""For those who watch over the service: /healthz says whether it works, /metrics how well."""

from collections.abc import Callable
from datetime import datetime

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.pulse import Pulse
from bot.store.store import Store, StoreError

_OLDEST_POLL = 60.0
_OLDEST_UPDATE = 60.0


def application(store: Store, pulse: Pulse, now: Callable[[], datetime]) -> Starlette:
    """Ages are seconds; null where there is nothing to have one."""

    async def look() -> dict[str, float | str | None]:
        try:
            store.check()
            async with store.read() as work:
                inbox, since = await work.inbox.backlog()
                outbox, written = await work.outbox.backlog()
        except StoreError:
            return {"database": "trouble", "polling_age": pulse.polling_age}
        ages = {
            "polling_age": pulse.polling_age,
            "inbox_age": (now() - since).total_seconds() if since else None,
            "outbox_age": (now() - written).total_seconds() if written else None,
        }
        for box, count in (("inbox", inbox), ("outbox", outbox)):
            pulse.waiting.labels(box).set(count)
        for name, age in ages.items():
            pulse.age.labels(name.removesuffix("_age")).set(age or 0.0)
        database = "trouble" if pulse.troubled else "ok"
        return {"database": database, "inbox": inbox, "outbox": outbox, **ages}

    async def healthz(request: Request) -> Response:
        seen = await look()
        well = (
            seen["database"] == "ok"
            and _below(seen["polling_age"], _OLDEST_POLL)
            and _below(seen["inbox_age"], _OLDEST_UPDATE)
        )
        return JSONResponse({"ok": well, **seen}, status_code=200 if well else 503)

    async def metrics(request: Request) -> Response:
        await look()
        return Response(generate_latest(pulse.registry), media_type=CONTENT_TYPE_LATEST)

    return Starlette(routes=[Route("/healthz", healthz), Route("/metrics", metrics)])


def _below(age: float | str | None, limit: float) -> bool:
    return not isinstance(age, float) or age < limit
