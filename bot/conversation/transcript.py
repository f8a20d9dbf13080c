"""A reply as lines to be read later: what the resident saw, without what could be pressed."""

from bot.model import Card, Reply


def shown(reply: Reply) -> tuple[str, ...]:
    """The paragraphs of a reply, and the choices under it in one line."""
    parts = [_card(part) if isinstance(part, Card) else part.text for part in reply.parts]
    if reply.choices.flat:
        parts.append("　".join(f"［{choice.label}］" for choice in reply.choices.flat))
    return tuple(parts)


def _card(card: Card) -> str:
    lines = [f"■ {card.title}", *card.body, *card.labelled]
    return "\n".join([*lines, *([card.footer] if card.footer else [])])
