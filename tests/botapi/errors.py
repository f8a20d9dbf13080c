"""How the server says no."""

from typing import Any

Json = dict[str, Any]


class ApiError(Exception):
    """A call Telegram would refuse, with the code and description it would give."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    @property
    def body(self) -> Json:
        """The JSON Telegram answers with."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(what: str) -> ApiError:
    """The call is wrong."""
    return ApiError(400, f"Bad Request: {what}")


def forbidden(what: str) -> ApiError:
    """The call is right, but somebody does not want it."""
    return ApiError(403, f"Forbidden: {what}")


def conflict(what: str) -> ApiError:
    """Somebody else is already receiving the updates."""
    return ApiError(409, f"Conflict: {what}")


def too_many_requests(seconds: int) -> ApiError:
    """The bot is too fast."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def not_implemented(what: str) -> ApiError:
    """Telegram can do this, this server cannot."""
    return ApiError(501, f"Not Implemented: the test server does not know {what}")
