"""Sharing a card into another chat: one types the bot's name there, and a few words. Pure."""

from dataclasses import replace

from bot.channels.telegram.rendering import messages
from bot.conversation.cards import entry_card, office_card
from bot.conversation.guide import Guide
from bot.conversation.nearest import office_for
from bot.conversation.tongue import spoken_to
from bot.model import Card, Outcome, Reply, Session, Text

_MOST = 5
_LONGEST_DESCRIPTION = 100


def results(guide: Guide, session: Session, words: str) -> tuple[dict[str, object], ...]:
    """Articles for what was typed; in danger the lines that help, and nothing else."""
    session = spoken_to(session, words)
    knowledge, say = guide.knowledge, guide.wording(session)
    if not words.strip():
        if session.council is None:
            return ()
        offices = knowledge.offices_of(session.council)[:_MOST]
        return tuple(_article(o.id, office_card(knowledge, o, say)) for o in offices)
    alone = replace(session, pending=None, topic=None, danger=(), to_staff=False)
    turn = guide.hear(alone, words, "-")
    if turn.outcome is Outcome.CRISIS:
        text = "\n\n".join(part.text for part in turn.reply.parts if isinstance(part, Text))
        return (_article("crisis", Card(say("bot-short-description"), (text,))),)
    found = []
    for candidate in turn.candidates[:_MOST]:
        if candidate.id in knowledge.entries:
            entry = knowledge.entries[candidate.id]
            office = office_for(knowledge, session, entry.council, None, entry.office)
            found.append(_article(entry.id, entry_card(knowledge, entry, office, say)))
        elif candidate.id in knowledge.offices:
            office = knowledge.offices[candidate.id]
            found.append(_article(office.id, office_card(knowledge, office, say)))
    return tuple(found) if turn.outcome is not Outcome.UNMATCHED else ()


def _article(id_: str, card: Card) -> dict[str, object]:
    body = card.body[0] if card.body else next((v for _, v in card.lines), "")
    shown = messages(Reply((card,)))[0].html
    return {
        "type": "article",
        "id": id_,
        "title": card.title,
        "description": body[:_LONGEST_DESCRIPTION],
        "input_message_content": {
            "message_text": shown,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        },
    }
