"""Every button leads somewhere, nothing that is said is invented, and all of it fits into Telegram."""

import re
from datetime import datetime
from typing import Any

import pytest
from botapi import BotApi
from test_nothing_invented import _MAIL, _PHONE, digits, known_addresses, known_numbers, plainly

from bot.channels.telegram.rendering import LONGEST, length, messages
from bot.channels.terminal import render
from bot.conversation import menu
from bot.conversation.calling import map_link, vcard
from bot.conversation.guide import Guide
from bot.conversation.hours import JAPAN
from bot.conversation.tokens import LONGEST as LONGEST_TOKEN
from bot.conversation.tokens import parse
from bot.model import LANGUAGES, Card, Language, Reply, Session, Turn

# What only the counter can do, since it is kept; dialogues press these.
_KEPT = ("staff", "joined", "news", "notice")
_NOW = datetime(2026, 11, 22, 10, tzinfo=JAPAN)
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_WORRIES = ("母が通帳をすぐなくす", "友だちがほしい", "宇宙人と文通したいです", "もう死にたいです")


def everything(guide: Guide, council: str, language: Language) -> list[Turn]:
    """Every turn that buttons lead to, from the menus and some questions."""
    start = Session(council, language=language, chosen=True)
    say = guide.wording(start)
    pages = (menu.begin_again, menu.offices, menu.plan, menu.themes, menu.where, menu.welcome)
    waiting = [page(guide.knowledge, start, say) for page in pages]
    waiting += [guide.hear(start, worry, "q") for worry in _WORRIES]
    for worry in _WORRIES[:2]:
        turn = guide.hear(start, worry, "q")
        for asked in ("電話番号は？", "今あいてる？", "年末年始は？", "昼休みは？", "ほかには？"):
            waiting.append(guide.hear(turn.session, asked, "r"))
    seen: set[str] = set()
    turns = []
    while waiting:
        turn = waiting.pop()
        turns.append(turn)
        for choice in turn.reply.choices.flat:
            if choice.url or choice.token in seen or parse(choice.token)[0] in _KEPT:
                continue
            seen.add(choice.token)
            led = guide.choose(turn.session, choice.token, "q")
            assert led is not None, (choice, turn.reply)
            if led.session.language != language:
                continue
            if council in choice.token or not any(
                f"{other}/" in choice.token or f":{other}" in choice.token
                for other in guide.knowledge.councils
            ):
                waiting.append(led)
    return turns


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("council", ["chiba", "honjo", "ichinoseki", "konosu"])
def test_every_button_leads_somewhere(guide: Guide, council: str, language: Language) -> None:
    numbers, (mails, _) = known_numbers(guide.knowledge), known_addresses(guide.knowledge)
    numbers |= {digits(o.shown("postal_code")) for o in guide.knowledge.offices.values()}
    maps = {map_link(office) for office in guide.knowledge.offices.values()}
    turns = everything(guide.at(_NOW), council, language)
    assert len(turns) > 60
    for turn in turns:
        rows = turn.reply.choices.rows
        assert all(1 <= len(row) <= 3 for row in rows), rows
        for choice in turn.reply.choices.flat:
            assert choice.label
            assert choice.url in maps if choice.url else 0 < len(choice.token) <= LONGEST_TOKEN
        assert all(0 < length(message.html) <= LONGEST for message in messages(turn.reply))
        plain = plainly(render(turn.reply))
        for number in _PHONE.findall(plain):
            assert digits(number) in numbers, (number, plain)
        for mail in _MAIL.findall(plain):
            assert mail in mails, (mail, plain)
        if language == "en":
            assert not _KANA.search(told_apart_from_names(turn.reply)), plain


def told_apart_from_names(reply: Reply) -> str:
    """What is said of its own accord: not an address, a document or a
    language, which are named as they are.
    """
    words = [choice.label for choice in reply.choices.flat if parse(choice.token)[0] != "language"]
    for part in reply.parts:
        if isinstance(part, Card):
            facts = [value for label, value in part.lines if label != "Address"]
            words += [part.title, *part.body, *facts]
        else:
            words.append(part.text)
    return "\n".join(words)


def test_address_book_cards_hold_what_is_known(guide: Guide) -> None:
    for office in guide.knowledge.offices.values():
        card = vcard(office, office.name.ja)
        assert len(card.encode()) <= 2048
        assert card.count("\r\n") == card.count("\n")
        for name in office.doubtful:
            value = getattr(office, name, None)
            assert not isinstance(value, str) or not value or value not in card


def test_every_sentence_and_name_is_in_three_languages(guide: Guide) -> None:
    knowledge = guide.knowledge
    staff = {id_ for id_ in knowledge.texts if id_.startswith(("staff-", "desk-", "pages-"))}
    staff |= {"command-unanswered", "command-disaster", "command-news"}
    phrases = {id_: text for id_, text in knowledge.texts.items() if id_ not in staff}
    residents_first = ("staff-yes", "staff-no", "staff-will-reply", "staff-will-not-reply")
    phrases |= {id_: knowledge.texts[id_] for id_ in (*residents_first, "staff-answer")}
    for named in (
        *(knowledge.needs, knowledge.themes, knowledge.life, knowledge.offices),
        *(knowledge.councils, knowledge.entries, knowledge.hotlines, knowledge.situations),
    ):
        phrases |= {id_: one.name for id_, one in named.items()}
    phrases |= {f"{id_} summary": entry.summary for id_, entry in knowledge.entries.items()}
    lacking = [id_ for id_, phrase in phrases.items() if not (phrase.easy and phrase.en)]
    assert lacking == []


@pytest.mark.parametrize(
    "said",
    ["/menu", "/activities", "/offices", "/plan", "/language", "/area", _WORRIES[0], ""],
)
async def test_every_button_leads_somewhere_after_a_restart(
    api: BotApi, telegram: Any, said: str
) -> None:
    hanako = api.user("花子")
    async with telegram():
        await hanako.say("/start ichinoseki")
        page = await hanako.hears()
        if said:
            await hanako.say(said)
            page = await hanako.hears()
    async with telegram():
        for button in (button for row in page.keyboard for button in row if "url" not in button):
            await hanako.press(button["text"], on=page)
            heard = await hanako.hears()
            assert "今は使えません" not in heard.text, button
            if "保存" in button["text"]:
                assert "contact" in (await hanako.hears()).raw
    assert page.keyboard or said in ("/offices",)
    assert api.unanswered == []
