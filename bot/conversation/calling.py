"""What helps to reach an office: what to say on the telephone, a map, a card for the address book."""

from urllib.parse import quote

from bot.conversation.tokens import token
from bot.conversation.wording import Wording
from bot.model import Choice, Contact, Entry, Office, Reply, Text

_MAP = "https://www.google.com/maps/search/?api=1&query="


def map_link(office: Office) -> str:
    """A map of the address, without a key; empty where no address may be shown."""
    address = office.shown("address")
    return _MAP + quote(address) if address else ""


def ways(office: Office, say: Wording, entry: Entry | None = None) -> tuple[Choice, ...]:
    """Buttons under an answer: what to say, a map, a card to keep."""
    buttons = []
    if office.shown("phone"):
        arguments = ("call", office.id) if entry is None else ("call", "-", entry.id)
        buttons.append(Choice(say("do-call"), token(*arguments)))
    if link := map_link(office):
        buttons.append(Choice(say("do-map"), "", link))
    if office.shown("phone"):
        buttons.append(Choice(say("do-keep"), token("keep", office.id)))
    return tuple(buttons)


def doubt_number(question: str, say: Wording) -> Choice:
    """The button that says: the number that was shown for a question is wrong."""
    return Choice(say("do-doubt-number"), token("phone", question or "-"))


def script(office: Office, say: Wording, entry: Entry | None = None) -> Reply:
    """Two lines to read out on the telephone, and what to do where a call is too hard."""
    name, phone = say.pick(office.name), office.shown("phone")
    about = say("call-about", name=say.pick(entry.name)) if entry else say("call-about-worry")
    parts = [Text(say("call-script", office=name, phone=phone, about=about))]
    if written := written_ways(office, say):
        parts.append(Text(say("call-instead", ways=written)))
    return Reply(tuple(parts))


def written_ways(office: Office, say: Wording) -> str:
    """How to reach an office without a call, a line each; empty where nothing is known."""
    known = [(label, office.shown(key)) for label, key in _INSTEAD if office.shown(key)]
    return "\n".join(f"{say(label)}：{value}" for label, value in known)


_INSTEAD = (("label-fax", "fax"), ("label-email", "email"), ("label-url", "url"))


def kept(office: Office, say: Wording) -> Reply:
    """The office as a card for the address book."""
    name, phone = office.name.ja, office.shown("phone")
    return Reply(
        (Text(say("kept", office=say.pick(office.name))),), keep=Contact(name, phone, vcard(office))
    )


def vcard(office: Office) -> str:
    """vCard 3.0, within 2,048 bytes."""
    lines = [
        ("FN", office.name.ja),
        ("N", f"{_escaped(office.name.ja)};;;;"),
        ("ORG", office.name.ja),
        ("TEL;TYPE=WORK,VOICE", office.shown("phone")),
        ("TEL;TYPE=WORK,FAX", office.shown("fax")),
        ("EMAIL", office.shown("email")),
        ("ADR;TYPE=WORK", _address(office)),
        ("URL", office.shown("url")),
    ]
    raw = {"N", "ADR;TYPE=WORK"}
    body = [f"{key}:{value if key in raw else _escaped(value)}" for key, value in lines if value]
    return "\r\n".join(("BEGIN:VCARD", "VERSION:3.0", *body, "END:VCARD", ""))


def _address(office: Office) -> str:
    address = office.shown("address")
    return f";;{_escaped(address)};;;{office.shown('postal_code')};" if address else ""


def _escaped(text: str) -> str:
    for letter in ("\\", ",", ";"):
        text = text.replace(letter, "\\" + letter)
    return text
