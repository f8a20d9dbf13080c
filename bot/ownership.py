"""Privacy in one's own hands: what is held about a chat, as a file, and its end; news stopped."""

from collections.abc import Callable
from datetime import datetime

from bot.conversation.wording import Wording
from bot.counter import Chat, Counter, Said
from bot.model import File, Knowledge, Reply, Session, Text, Ticket
from bot.store.store import Store, Work


class Ownership:
    """``days`` is how long words are kept, and a session that is not used."""

    def __init__(
        self, counter: Counter, store: Store, now: Callable[[], datetime], days: int
    ) -> None:
        self._counter = counter
        self._store = store
        self._now = now
        self._days = days

    async def privacy(self, chat: Chat) -> Said:
        """What is kept, how long, and for what."""
        say = await self._counter.wording(chat)
        days = say("privacy-days", days=str(self._days))
        return Said(Reply((Text(say("privacy-page", days=days)),)))

    async def mydata(self, chat: Chat) -> Said:
        """All that is held about a chat, as a text to keep."""
        async with self._store.begin() as work:
            say = await self._counter.wording(chat)
            session = await work.session(chat.channel, chat.id) or chat.new_session
            news = await work.own.news_of(chat.channel, chat.id)
            waiting = await self._waiting(work, chat)
        lines = [
            f"{label}: {value or say('mydata-nothing')}"
            for label, value in (
                *remembered(self._counter.knowledge, session, say),
                (say("mydata-news"), "、".join(self._heading(*one, say) for one in news)),
                (say("mydata-tickets"), "、".join(f"#{t.id} {t.text}" for t in waiting)),
            )
        ]
        file = File(say("mydata-file"), "\n".join(lines) + "\n")
        return Said(Reply((Text(say("mydata")),), keep=file))

    async def forget(self, chat: Chat) -> tuple[Said, list[Ticket]]:
        """Delete it all at once; gives the tickets that staff should see withdrawn."""
        async with self._store.begin() as work:
            say = await self._counter.wording(chat)
            gone = await work.forget(chat.channel, chat.id, self._now())
            tickets = [ticket for id_ in gone if (ticket := await work.ticket(id_)) is not None]
        return Said(Reply((Text(say("forgotten", tickets=str(len(gone)))),))), tickets

    async def stop(self, chat: Chat) -> Said:
        """No more news."""
        async with self._store.begin() as work:
            say = await self._counter.wording(chat)
            had = await work.own.unsubscribe(chat.channel, chat.id)
        return Said(Reply((Text(say("news-off" if had else "news-none")),)))

    async def _waiting(self, work: Work, chat: Chat) -> list[Ticket]:
        ids = await work.own.waiting_for(chat.channel, chat.id)
        return [ticket for id_ in ids if (ticket := await work.ticket(id_)) is not None]

    def _heading(self, council: str, theme: str, say: Wording) -> str:
        themes, councils = self._counter.knowledge.themes, self._counter.knowledge.councils
        name = say.pick(themes[theme].name) if theme in themes else theme
        return f"{councils[council].place.ja if council in councils else council} {name}"


def remembered(knowledge: Knowledge, session: Session, say: Wording) -> list[tuple[str, str]]:
    """All that a session remembers: what it is called, and what it is; empty where it is nothing."""
    topic = session.topic
    council = knowledge.councils.get(session.council or "")
    office = knowledge.offices.get(session.office or "")
    spoken = (topic.office, *topic.entries, topic.need, topic.question) if topic else ()
    return [
        (say("mydata-council"), council.place.ja if council else ""),
        (say("mydata-office"), say.pick(office.name) if office else ""),
        (say("mydata-language"), say(f"language-{session.language}")),
        (say("mydata-pending"), session.pending or ""),
        (say("mydata-topic"), " ".join(part for part in spoken if part)),
        (say("mydata-danger"), " ".join((*session.danger, *session.lines))),
        (say("mydata-writes"), say("mydata-yes") if session.writes else ""),
        (say("mydata-elsewhere"), session.elsewhere),
        (say("mydata-chosen"), say("mydata-yes") if session.chosen else ""),
        (say("mydata-to-staff"), say("mydata-yes") if session.to_staff else ""),
        (say("mydata-told"), session.told),
    ]
