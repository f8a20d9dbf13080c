"""Telegram's HTML: text with entities from it, and it from text with entities."""

import re
from collections import defaultdict
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

from .errors import ApiError, Json, bad_request

_ENTITY_OF_TAG = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_ATTRIBUTES = {
    "a": {"href"},
    "code": {"class"},
    "span": {"class"},
    "blockquote": {"expandable"},
    "tg-emoji": {"emoji-id"},
    "tg-time": {"unix", "format"},
}
_HTML_OF_ENTITY = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_REFERENCES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_VALUE = r"\"[^\"]*\"|'[^']*'"
_REFERENCE = re.compile(r"&(#\d{1,8}|#x[0-9a-f]{1,7}|[a-z]+);?", re.IGNORECASE)
_TOKEN = re.compile(
    rf"<(?P<end>/?)(?P<name>[^\s<>/]*)(?P<attributes>(?:[^<>\"']|{_VALUE})*)>"
    rf"|(?P<open><)|(?P<reference>{_REFERENCE.pattern})",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(rf"\s+([\w-]+)(?:\s*=\s*({_VALUE}|[\w.-]+))?")


def utf16_length(text: str) -> int:
    """Return the length as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True)
class _Open:
    name: str
    attributes: dict[str, str]
    offset: int
    at: str


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Return the text and its entities, or refuse what Telegram cannot parse or would drop."""
    text = ""
    entities: list[Json] = []
    tags: list[_Open] = []
    position = 0
    for token in _TOKEN.finditer(source):
        text += source[position : token.start()]
        position = token.end()
        at = f"at byte offset {len(source[: token.start()].encode())}"
        name = (token["name"] or "").lower()
        if token["reference"]:
            text += _dereference(token["reference"])
        elif token["open"]:
            raise _unparsable(f"Unclosed start tag {at}")
        elif not token["end"]:
            tags.append(_opened(name, token["attributes"], utf16_length(text), at, tags))
        elif not tags:
            raise _unparsable(f"Unexpected end tag {at}")
        elif name != tags[-1].name or token["attributes"].strip():
            expected = f'expected "</{tags[-1].name}>", found "</{name}>"'
            raise _unparsable(f"Unmatched end tag {at}, {expected}")
        else:
            _close(tags.pop(), utf16_length(text), entities)
    if tags:
        raise _unparsable(f"Can't find end tag corresponding to start tag {tags[-1].name}")
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    # The inner ones were closed first.
    return text + source[position:], in_order(entities[::-1])


def to_html(text: str, entities: list[Json]) -> str:
    """Return the HTML a bot could have sent to get this text with these entities."""
    before: dict[int, str] = defaultdict(str)
    after: dict[int, str] = defaultdict(str)
    for entity in in_order(entities):
        tag, attributes = _tag_of(entity)
        if tag:
            end = entity["offset"] + entity["length"]
            before[entity["offset"]] += f"<{tag}{attributes}>"
            after[end] = f"</{tag}>" + after[end]
    html = ""
    offset = 0
    for character in text:
        html += after[offset] + before[offset] + escape(character, quote=False)
        offset += utf16_length(character)
    return html + after[offset]


def checked_url(url: str) -> str:
    """Return the address as Telegram keeps it; ValueError says why it would not."""
    if "://" not in url and re.match(r"[a-z][a-z0-9+-]*:", url, re.IGNORECASE):
        raise ValueError("Unsupported URL protocol")
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme in ("tg", "ton", "tonsite"):
        return url
    if parts.scheme not in ("http", "https"):
        raise ValueError("Unsupported URL protocol")
    if "." not in (parts.hostname or "") or re.search(r"\s", url):
        raise ValueError("Wrong HTTP URL")
    return parts._replace(path=parts.path or "/").geturl()


def in_order(entities: list[Json]) -> list[Json]:
    """Sort entities so that the outer one comes before the one inside."""
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _unparsable(what: str) -> ApiError:
    return bad_request(f"can't parse entities: {what}")


def _dereference(reference: str) -> str:
    body = reference.strip("&;").lower()
    if not body.startswith("#"):
        # Telegram shows what it does not know (&nbsp;) as it was written.
        return _REFERENCES.get(body, reference)
    code = int(body[2:], 16) if body[1] == "x" else int(body[1:])
    if 0xD800 <= code <= 0xDFFF:
        raise _unparsable("Text contains invalid Unicode characters after decoding HTML entities")
    return chr(code) if 0 < code < 0x10FFFF else reference


def _opened(name: str, source: str, offset: int, at: str, tags: list[_Open]) -> _Open:
    if name not in _ENTITY_OF_TAG:
        raise _unparsable(f'Unsupported start tag "{name}" {at}')
    attributes: dict[str, str] = {}
    for key, value in _ATTRIBUTE.findall(source):
        if key.lower() not in _ATTRIBUTES.get(name, ()):
            raise _unparsable(f'Unknown attribute "{key}" in the tag "{name}" {at}')
        unquoted = value[1:-1] if value[:1] in ("'", '"') else value
        attributes[key.lower()] = _REFERENCE.sub(lambda m: _dereference(m[0]), unquoted)
    if _ATTRIBUTE.sub("", source).strip():
        raise _unparsable(f'Expected an attribute in the tag "{name}" {at}')
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise _unparsable(f'Tag "span" must have class "tg-spoiler" {at}')
    if name == "code" and not attributes.get("class", "language-").startswith("language-"):
        raise _unparsable(f'Tag "code" must have a class "language-…" {at}')
    _check_nesting(name, [tag.name for tag in tags], at)
    return _Open(name, attributes, offset, at)


def _check_nesting(name: str, outer: list[str], at: str) -> None:
    # Telegram splits or drops such entities without a word; a test should hear of it.
    preformatted = {"code", "pre"}
    inside_code = preformatted & set(outer) and not (name == "code" and outer[-1] == "pre")
    code_inside = name in preformatted and set(outer) - preformatted - {"blockquote"}
    twice = name in ("a", "blockquote") and name in outer
    if inside_code or code_inside or twice:
        raise _unparsable(f'Tag "{name}" must not be inside "{outer[-1]}" {at}')


def _close(tag: _Open, end: int, entities: list[Json]) -> None:
    if end == tag.offset:
        return
    entity: Json = {
        "type": _ENTITY_OF_TAG[tag.name],
        "offset": tag.offset,
        "length": end - tag.offset,
    }
    if tag.name == "pre" and entities and _same_place(entities[-1], entity):
        # <pre><code class="language-x"> is one entity.
        inner = entities.pop()
        entity |= {"language": inner["language"]} if "language" in inner else {}
    elif tag.name == "code" and "class" in tag.attributes:
        entity["language"] = tag.attributes["class"].removeprefix("language-")
    elif tag.name == "blockquote" and "expandable" in tag.attributes:
        entity["type"] = "expandable_blockquote"
    elif tag.name == "tg-emoji":
        if not tag.attributes.get("emoji-id", "").isdecimal():
            raise _unparsable("Invalid custom emoji identifier specified")
        entity["custom_emoji_id"] = tag.attributes["emoji-id"]
    elif tag.name == "tg-time":
        if not tag.attributes.get("unix", "").isdecimal():
            raise _unparsable(f"Invalid date_time {tag.at}")
        entity["unix_time"] = int(tag.attributes["unix"])
        entity["date_time_format"] = tag.attributes.get("format", "")
    elif tag.name == "a":
        entity |= _link(tag)
    entities.append(entity)


def _same_place(one: Json, other: Json) -> bool:
    return (one["offset"], one["length"]) == (other["offset"], other["length"])


def _link(tag: _Open) -> Json:
    href = tag.attributes.get("href", "")
    mention = re.fullmatch(r"tg://user\?id=(\d+)", href)
    if mention:
        return {"type": "text_mention", "user": {"id": int(mention[1])}}
    try:
        return {"url": checked_url(href)}
    except ValueError as problem:
        # Telegram drops such a link without a word; a test should hear of it.
        raise _unparsable(f"{problem} of the link '{href}' {tag.at}") from None


def _tag_of(entity: Json) -> tuple[str, str]:
    match entity["type"]:
        case "text_link":
            return "a", f' href="{escape(entity["url"])}"'
        case "text_mention":
            return "a", f' href="tg://user?id={entity["user"]["id"]}"'
        case "custom_emoji":
            return "tg-emoji", f' emoji-id="{entity["custom_emoji_id"]}"'
        case "expandable_blockquote":
            return "blockquote", " expandable"
        case kind:
            return _HTML_OF_ENTITY.get(kind, ""), ""
