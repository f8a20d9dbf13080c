"""What helps to reach an office: what to say on the telephone, a map, a card for the address book."""

from dataclasses import dataclass
from urllib.parse import quote

from bot.conversation.tokens import token
from bot.conversation.wording import Wording
from bot.model import Choice, Contact, Entry, Knowledge, Office, Phrase, Reply, Text

_MAP = "https://www.google.com/maps/search/?api=1&query="


@dataclass(frozen=True, slots=True)
class Subject:
    """What somebody came for: the need as far as it is known, and whether they want to take part."""

    need: str = ""
    joining: bool = False


NO_SUBJECT = Subject()


def came_for(knowledge: Knowledge, entry: Entry, need: str | None, *, joining: bool) -> Subject:
    """What one who was led to an entry came for; a need that the entry does not meet tells nothing."""
    known = [need] if need in (*entry.needs, *entry.also) else []
    if joining:
        known = [one for one in (*known, *entry.needs) if one in knowledge.joining]
    return Subject(known[0] if known and known[0] else "", joining)


def map_link(office: Office) -> str:
    """A map of the address, without a key; empty where no address may be shown."""
    address = office.shown("address")
    return _MAP + quote(address) if address else ""


def ways(
    office: Office, say: Wording, entry: Entry | None = None, subject: Subject = NO_SUBJECT
) -> tuple[Choice, ...]:
    """Buttons under an answer: what to say, a map, a card to keep."""
    buttons = []
    if office.shown("phone"):
        why = "join" if subject.joining else "-"
        need = (subject.need,) if subject.need else ()
        arguments = (office.id,) if entry is None else (why, entry.id, *need)
        label = say("do-write" if say.writing else "do-call")
        buttons.append(Choice(label, token("call", *arguments)))
    if link := map_link(office):
        buttons.append(Choice(say("do-map"), "", link))
    if office.shown("phone"):
        buttons.append(Choice(say("do-keep"), token("keep", office.id)))
    return tuple(buttons)


def doubt_number(question: str, say: Wording) -> Choice:
    """The button that says: the number that was shown for a question is wrong."""
    return Choice(say("do-doubt-number"), token("phone", question or "-"))


def reason(knowledge: Knowledge, subject: Subject, entry: Entry, say: Wording) -> str:
    """Why one calls, in the everyday words of a need where one is known.

    The name of an entry is hard to say aloud, and who wants to help has nothing to complain of.
    """
    if subject.need:
        name = say.pick(knowledge.needs[subject.need].name)
        return say("call-joining" if subject.joining else "call-need", name=name)
    if subject.joining:
        return say("call-to-help")
    return say("call-about", name=say.pick(entry.name))


def script(office: Office, about: str, say: Wording) -> Reply:
    """Two lines to read out on the telephone, and what to do where a call is too hard.

    To those who cannot phone it is what to write.
    """
    name, phone = say.pick(office.name), office.shown("phone")
    written = written_ways(office, say)
    if say.writing and written:
        return Reply((Text(say("write-script", office=name, about=about, ways=written)),))
    parts = [Text(say("call-script", office=name, phone=phone, about=about))]
    if written:
        parts.append(Text(say("call-instead", ways=written)))
    return Reply(tuple(parts))


def written_ways(office: Office, say: Wording) -> str:
    """How to reach an office without a call, a line each; empty where nothing is known."""
    known = [(label, office.shown(key)) for label, key in _INSTEAD if office.shown(key)]
    return "\n".join(f"{say(label)}：{value}" for label, value in known)


_INSTEAD = (("label-fax", "fax"), ("label-email", "email"), ("label-url", "url"))


def kept(office: Office, say: Wording) -> Reply:
    """The office as a card for the address book."""
    # An address book has no use for furigana.
    name = say.pick(Phrase(office.name.ja, en=office.name.en))
    told = Text(say("kept", office=say.pick(office.name)))
    return Reply((told,), keep=Contact(name, office.shown("phone"), vcard(office, name)))


def vcard(office: Office, name: str) -> str:
    """vCard 3.0 under a name of the office, within 2,048 bytes."""
    lines = [
        ("FN", name),
        ("N", f"{_escaped(name)};;;;"),
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
