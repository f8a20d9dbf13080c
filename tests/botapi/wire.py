"""How parameters travel: as a query, a form, a form with files, or JSON."""

from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import BadHttpMessage

from .errors import ApiError, bad_request
from .shape import Upload


async def read(request: web.Request) -> dict[str, Any]:
    """Return the parameters as they came: strings, files, or JSON."""
    try:
        query = dict(parse_qsl(request.rel_url.raw_query_string, True, errors="strict"))
        match request.content_type:
            case "application/json":
                body = await request.json()
                if not isinstance(body, dict):
                    raise bad_request("the body must be a JSON object")
                return query | body
            case "multipart/form-data":
                return query | await _read_parts(request)
        form = (await request.read()).decode("ascii")
        return query | dict(parse_qsl(form, True, errors="strict"))
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large") from None
    except UnicodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    except (ValueError, BadHttpMessage):
        raise bad_request("can't parse the request") from None


async def _read_parts(request: web.Request) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            raise bad_request("can't parse the request")
        content = bytes(await part.read())
        if part.filename is None:
            parts[part.name] = content.decode()
        else:
            mime_type = part.headers.get("Content-Type", "application/octet-stream")
            parts[part.name] = Upload(part.filename, content, mime_type)
    return parts
