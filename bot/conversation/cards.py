"""Entries, offices and hotlines as cards: what a resident reads, and where each word of it comes from."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.conversation.clock import open_now
from bot.conversation.wording import Wording
from bot.model import (
    EMERGENCY,
    EVERYWHERE,
    Card,
    Council,
    Entry,
    EntryKind,
    Hotline,
    Knowledge,
    Office,
    Source,
)

_MOST_LINES = 3
_ROLES = (
    ("city", "label-city-does"),
    ("council", "label-council-does"),
    ("people", "label-people-do"),
)


def for_joining(entry: Entry, *, asked: bool) -> bool:
    """Whether to say how to take part: to who asked for that, and of what is there to take part in.

    One in need is not to read first that help is wanted.
    """
    return asked or entry.kind is EntryKind.ACTIVITY


def entry_card(
    knowledge: Knowledge, entry: Entry, office: Office, say: Wording, *, joining: bool = False
) -> Card:
    """What an entry does, who runs it and how to reach them, with its source and date.

    ``joining`` is for those who want to take part.
    """
    marks = "".join(f"【{mark}】" for mark in entry.marks) if say.language == "ja" else ""
    body = [say.pick(entry.summary)]
    if entry.kind is EntryKind.PLAN:
        body.extend(f"・{detail}" for detail in entry.details.say(say.language))
    roles = ((label, entry.roles[who]) for who, label in _ROLES if who in entry.roles)
    body.extend(say("labelled", label=say(label), value=say.pick(role)) for label, role in roles)
    lines = list(contact_lines(office, say))
    if entry.join.ja and for_joining(entry, asked=joining):
        lines.insert(0, (say("label-join"), say.pick(entry.join)))
    return Card(
        title=marks + say.pick(entry.name),
        body=tuple(body),
        lines=tuple(lines),
        footer=source_line(knowledge, entry.source, entry.verified, say),
        colon=say("colon"),
    )


def with_phone(office: Office, say: Wording) -> str:
    """An office in a sentence: its name and, unless it is unknown or doubtful, its number.

    To those who cannot phone it is its fax or its mail.
    """
    name, phone = say.pick(office.name), office.shown("phone")
    known = [(label, value) for label, value in _written(office) if value]
    if say.writing and known:
        label, value = known[0]
        return say("with-writing", office=name, label=say(label), value=value)
    return say("with-phone", office=name, phone=phone) if phone else name


def office_card(knowledge: Knowledge, office: Office, say: Wording) -> Card:
    lines = tuple(line for line in contact_lines(office, say) if line[0] != say("label-office"))
    if services := office.services.say(say.language):
        lines = (*lines, (say("label-services"), say("list-joiner").join(services)))
    return Card(
        title=say.pick(office.name),
        lines=lines,
        footer=source_line(knowledge, office.source, office.verified, say),
        colon=say("colon"),
    )


def calling_card(knowledge: Knowledge, office: Office, say: Wording) -> Card:
    """An office to call where nothing fits: what it does for others would only be in the way."""
    card = office_card(knowledge, office, say)
    left_out = {say("label-services"), say("label-url")}
    return replace(card, lines=tuple(line for line in card.lines if line[0] not in left_out))


def contact_lines(office: Office, say: Wording) -> Iterable[tuple[str, str]]:
    """Label and value of each way to reach an office; what is doubtful or unknown is left out."""
    postal = office.shown("postal_code")
    address = " ".join(
        part for part in (f"〒{postal}" if postal else "", say.pick(office.told_address)) if part
    )
    written = _written(office)
    values = (
        ("label-office", say.pick(office.name)),
        *(written if say.writing else ()),
        ("label-phone", office.shown("phone")),
        *(() if say.writing else written),
        ("label-address", address),
        ("label-hours", say.pick(office.told_hours)),
        ("label-now", open_now(office, say)),
        ("label-url", office.shown("url")),
    )
    return ((say(label), value) for label, value in values if value)


def _written(office: Office) -> tuple[tuple[str, str], ...]:
    """Label and value of each way to write to an office; a value is empty where none is known."""
    return ("label-fax", office.shown("fax")), ("label-email", office.shown("email"))


def hotline_line(hotline: Hotline, say: Wording) -> str:
    """A line as it is read in a hurry: name, number, and what may keep it from being reached."""
    facts = [say.pick(fact) for fact in (hotline.hours, hotline.cost, hotline.note) if fact.ja]
    if hotline.alternatives:
        numbers = say("list-joiner").join(hotline.alternatives)
        facts.append(say("and-also", numbers=numbers))
    if hotline.verified:
        # The month will do: who reads this in danger has no use for the day.
        facts.append(say("verified-in", date=spoken_date(hotline.verified[:7], say)))
    told = say("hotline-facts", facts=say("joiner").join(facts)) if facts else ""
    return hotline_number(hotline, say) + told


def hotline_number(hotline: Hotline, say: Wording) -> str:
    """A line in short: its name, and under it the number to call."""
    return f"{say.pick(hotline.name)}\n☎ {hotline.number}"


def hotlines_for(
    knowledge: Knowledge,
    situations: Sequence[str],
    council: Council | None,
    first: Iterable[str] = (),
) -> list[Hotline]:
    """The lines for situations, likeliest first, that serve the resident's area.

    ``first`` are those that the form of the danger asks for: the ambulance and the police among them
    come before all others, the rest with the first line of the likeliest situation（in an emergency
    the ambulance and the police）. Then come its lines of the resident's own prefecture and city, its
    second line, the first line of each other situation, and what is left. At most three, and one
    more where it may be several; the lines that share a city by its wards come together, for the
    ward is not known.
    """
    served = [lines_of(knowledge, knowledge.situations[s].hotlines, council) for s in situations]
    near = [[line for line in lines if line.area != EVERYWHERE] for lines in served]
    named = lines_of(knowledge, first, council)
    heads = [line for lines in served[:1] for line in lines[:2]]
    lines = [line for line in named if line.id in knowledge.at_once]
    lines.extend((*named, *heads) if EMERGENCY in situations[:1] else (*heads[:1], *named))
    if lines[0] in heads[:1]:
        # Where the police come before the ambulance, advice for the sick is of no use.
        lines.extend(line for lines in near[:1] for line in lines)
    lines.extend(heads)
    lines.extend(line for lines in served for line in lines[:1])
    lines.extend(line for lines in (*near, *served) for line in lines)
    ordered = list({line.id: line for line in lines}.values())
    shown = _MOST_LINES + (len(situations) > 1)
    shared = {line.area for line in ordered[:shown]} & ({council.city} if council else set())
    return ordered[:shown] + [line for line in ordered[shown:] if line.area in shared]


def also_lines(
    knowledge: Knowledge, ids: Iterable[str], council: Council | None, say: Wording
) -> str:
    """That some lines can be called as well, by name and number; empty where none serves the area."""
    lines = [
        say("with-phone", office=say.pick(line.name), phone=line.number)
        for line in lines_of(knowledge, ids, council)
    ]
    return say("also-lines", lines=say("list-joiner").join(lines)) if lines else ""


def lines_of(knowledge: Knowledge, ids: Iterable[str], council: Council | None) -> list[Hotline]:
    """Those of some lines that serve the resident's area."""
    areas = {EVERYWHERE} | ({council.prefecture, council.city} if council else set())
    return [line for line in (knowledge.hotlines[id_] for id_ in ids) if line.area in areas]


def source_line(knowledge: Knowledge, source: Source, verified: str, say: Wording) -> str:
    council = knowledge.councils.get(source.document)
    document = council.plan.name if council and council.plan else source.document
    place = f" {source.at}" if source.at else ""
    if not verified:
        return say("source-undated", document=document + place)
    return say("source", document=document + place, date=spoken_date(verified, say))


def spoken_date(date: str, say: Wording) -> str:
    """2024-03 as 2024年3月; as it stands in English."""
    if say.language == "en":
        return date
    year, *rest = re.split("-", date)
    units = ("月", "日")
    return f"{year}年" + "".join(f"{int(n)}{unit}" for n, unit in zip(rest, units, strict=False))
