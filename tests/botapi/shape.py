"""The shape of a call: which parameters a method has, and of which types (api.json)."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import Json, bad_request

_SPEC: Json = json.loads(Path(__file__).with_name("api.json").read_text(encoding="utf-8"))
METHODS: Json = _SPEC["methods"]
TYPES: Json = _SPEC["types"]

_MISSING = {"chat_id": "chat_id is empty", "text": "message text is empty"}
_SCALARS = {"String", "Integer", "Float", "Boolean"}


@dataclass(frozen=True)
class Upload:
    """A file that came with the call."""

    filename: str
    content: bytes
    mime_type: str


@dataclass(frozen=True)
class Complaint:
    """What is wrong, and where in the nested value."""

    where: str
    what: str
    other_kind: bool = False

    def __str__(self) -> str:
        return f"{self.where} {self.what}"


def decode(method: str, wire: Mapping[str, Any]) -> Json:
    """Return the typed parameters of a call, or refuse it.

    Values on the wire are strings (of a form or a query), files, or, when the body was JSON,
    anything JSON has.
    """
    fields = METHODS[method]["fields"]
    attached = {
        name
        for value in wire.values()
        if not isinstance(value, Upload)
        for name in re.findall(r"attach://([\w.-]+)", str(value))
    }
    for name in wire:
        if name not in fields and name not in attached:
            raise bad_request(f'unknown parameter "{name}" of {method}')
    for name, field in fields.items():
        if field.get("required") and name not in wire:
            raise bad_request(_MISSING.get(name, f'parameter "{name}" is required'))
    return {
        name: _read(name, value, fields[name], wire)
        for name, value in wire.items()
        if name in fields
    }


def complaint(value: object, kinds: list[str], where: str) -> Complaint | None:
    """Return why the value is of none of the kinds, or None if it is of one."""
    found = []
    for kind in kinds:
        problem = _against(value, kind, where)
        if problem is None:
            return None
        found.append(problem)
    # The kind that was understood deepest is the one the caller meant.
    return max(found, key=lambda problem: (not problem.other_kind, len(problem.where)))


def _read(name: str, value: Any, field: Json, wire: Mapping[str, Any]) -> Any:
    kinds: list[str] = field["types"]
    if isinstance(value, Upload):
        if "InputFile" in kinds:
            return value
        raise bad_request(f"{name} must not be a file")
    if isinstance(value, str):
        value = _from_string(name, value, kinds, wire)
        if isinstance(value, Upload):
            return value
    if name == "reply_markup" and value == {}:
        # This is how python-telegram-bot writes an inline keyboard without buttons.
        value = {"inline_keyboard": []}
    problem = complaint(value, kinds, name) or _not_allowed(value, field, name)
    if problem:
        raise bad_request(str(problem))
    return value


def _from_string(name: str, value: str, kinds: list[str], wire: Mapping[str, Any]) -> Any:
    if "InputFile" in kinds and value.startswith("attach://"):
        upload = wire.get(value.removeprefix("attach://"))
        if not isinstance(upload, Upload):
            raise bad_request(f"{name} names an attached file that did not come")
        return upload
    if "Integer" in kinds and re.fullmatch(r"-?\d{1,19}", value, re.ASCII):
        return int(value)
    if "Float" in kinds and re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", value, re.ASCII):
        return float(value)
    if "Boolean" in kinds and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if "String" in kinds or set(kinds) <= _SCALARS:
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f"can't parse {name} JSON object") from None


def _against(value: Any, kind: str, where: str) -> Complaint | None:
    if kind == "InputFile":
        return Complaint(where, "must be a file")
    if kind.startswith("Array of "):
        return _against_array(value, kind.removeprefix("Array of "), where)
    fits = {
        "String": isinstance(value, str),
        "Integer": isinstance(value, int) and not isinstance(value, bool),
        "Float": isinstance(value, int | float) and not isinstance(value, bool),
        "Boolean": isinstance(value, bool),
    }
    if kind in fits:
        if not fits[kind]:
            return Complaint(where, f"must be {kind}")
        return None if is_unicode(value) else Complaint("strings", "must be encoded in UTF-8")
    if "subtypes" in TYPES[kind]:
        return complaint(value, TYPES[kind]["subtypes"], where)
    return _against_object(value, kind, where)


def _against_array(value: Any, kind: str, where: str) -> Complaint | None:
    if not isinstance(value, list):
        return Complaint(where, f"must be Array of {kind}")
    problems = (_against(item, kind, f"{where}[{i}]") for i, item in enumerate(value))
    return next((problem for problem in problems if problem), None)


def _against_object(value: Any, kind: str, where: str) -> Complaint | None:
    if not isinstance(value, dict):
        return Complaint(where, f"must be {kind}")
    fields = TYPES[kind]["fields"]
    for name, field in fields.items():
        if len(field.get("allowed", ())) == 1 and value.get(name) not in field["allowed"]:
            return Complaint(where, f'has no {name} "{field["allowed"][0]}"', other_kind=True)
    for name, item in value.items():
        if name not in fields:
            return Complaint(where, f'has an unknown field "{name}" for {kind}')
        inside = f"{where}.{name}"
        problem = complaint(item, fields[name]["types"], inside)
        problem = problem or _not_allowed(item, fields[name], inside)
        if problem:
            return problem
    for name, field in fields.items():
        if field.get("required") and name not in value:
            return Complaint(where, f'lacks the field "{name}" of {kind}')
    return None


def _not_allowed(value: Any, field: Json, where: str) -> Complaint | None:
    allowed = field.get("allowed")
    if allowed and value not in allowed:
        return Complaint(where, f"must be one of {', '.join(allowed)}")
    return None


def is_unicode(value: object) -> bool:
    """Say whether a string can be sent: half a surrogate pair cannot."""
    return not (isinstance(value, str) and re.search("[\ud800-\udfff]", value))
