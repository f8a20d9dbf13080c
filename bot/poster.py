"""Posters with a QR code for a council or an office, and a page with all offices, ready to print."""

from collections.abc import Iterable
from pathlib import Path

import segno
from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.conversation.cards import contact_lines, source_line
from bot.conversation.wording import Wording
from bot.model import LANGUAGES, Knowledge, Office

_PAGES = Environment(
    loader=PackageLoader("bot", "templates"), autoescape=True, undefined=StrictUndefined
)


def link(bot: str, council: str, office: Office | None = None) -> str:
    """The deep link that opens the bot with its council, or office, chosen. ``bot`` is its username."""
    start = council if office is None else office.id.replace("/", "_")
    return f"https://t.me/{bot}?start={start}"


def write(knowledge: Knowledge, bot: str, into: Path) -> list[Path]:
    """For each council: a poster, one for each office, their QR codes, and the pages of offices."""
    into.mkdir(parents=True, exist_ok=True)
    return [
        file for council in knowledge.councils for file in _council(knowledge, council, bot, into)
    ]


def _council(knowledge: Knowledge, council: str, bot: str, into: Path) -> Iterable[Path]:
    offices = knowledge.offices_of(council)
    says = [Wording(knowledge.texts, language) for language in LANGUAGES]
    posters = [(council, knowledge.headquarters(council), link(bot, council))]
    posters += [(o.id.replace("/", "_"), o, link(bot, council, o)) for o in offices]
    for name, office, url in posters:
        code = segno.make(url, error="m")
        svg = into / f"{name}.svg"
        code.save(str(svg), scale=8, xmldecl=False)
        yield svg
        shown = [
            {"say": say, "name": say.pick(office.name), "phone": office.shown("phone")}
            for say in says
        ]
        page = into / f"{name}.html"
        drawn = code.svg_inline(scale=8, omitsize=True)
        rendered = _PAGES.get_template("poster.html").render(
            title=knowledge.councils[council].name.ja, languages=shown, code=drawn, url=url
        )
        page.write_text(rendered, encoding="utf-8")
        yield page
    for say in says:
        page = into / f"{council}-offices-{say.language}.html"
        page.write_text(_offices(knowledge, council, say), encoding="utf-8")
        yield page


def _offices(knowledge: Knowledge, council: str, say: Wording) -> str:
    """The page of a council's offices in one language."""
    cards = [
        (
            say.pick(o.name),
            list(contact_lines(o, say))[1:],
            source_line(knowledge, o.source, o.verified, say),
        )
        for o in knowledge.offices_of(council)
    ]
    heading = say("offices-page", council=say.pick(knowledge.councils[council].called))
    language = "en" if say.language == "en" else "ja"
    return _PAGES.get_template("offices.html").render(title=heading, cards=cards, language=language)
