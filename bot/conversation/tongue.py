"""How a resident is spoken to: in which language, and whether they can phone.

The language is the one that was chosen, else the one in which they last clearly wrote themselves.
"""

import re
import unicodedata
from dataclasses import replace

from bot.model import Language, Session

_KANA = re.compile(r"[\u3041-\u30ff]")
_HIRAGANA = re.compile(r"[\u3041-\u309f]")
_KANJI = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_SPACED_KANA = re.compile(r"[\u3041-\u30ff](?= [\u3041-\u30ff])")
# Those who know kanji write these in kana, too.
_KANA_TO_ALL = re.compile(
    r"ありがとう|ござい(?:ます|ました)|よろしく|おねがい(?:します|いたします)|おはよう|おやすみなさい"
    r"|こんにちは|こんばんは|さようなら|すみません|すいません|ごめんなさい|ください|あります|ありません"
    r"|どうしたら|どうすれば|どうやって|どこ[にで]|いくら|いいですか|でしょうか|ですか|わかりま(?:した|せん)"
)
# Of oneself: 「耳が聞こえない父」 is about somebody else.
_CANNOT_PHONE = re.compile(
    r"(?:^|[。、！!？?\s]|私は|わたしは|僕は|ぼくは|俺は|おれは|本人は)"
    r"(?:(?:耳|みみ)が?(?:聞こえ|きこえ)(?:ない|ません|ず|ねえ|ね)"
    r"|(?:ろう者|聾者|聴覚障害|ちょうかくしょうがい)(?:者)?(?:です|で|なので|があ)"
    r"|(?:電話|でんわ)(?:が|は|も)?(?:でき|出来|つかえ|使え)(?:ない|ません|ねえ|ね)|(?:声|こえ)が?(?:出|で)(?:ない|ません))"
    r"(?![^。、！!？?\s]{0,4}(?:父|母|夫|妻|息子|娘|子|祖|兄|弟|姉|妹|人|方|ひと|かた))"
    r"|\bi(?: a|')m deaf|\bi (?:cannot|can'?t) (?:phone|call|hear|speak on the phone)",
    re.IGNORECASE,
)
_LONGEST = 2000
_KANA_WRITER = 8
_PROSE, _KANJI_IN_PROSE = 8, 3


def heard(text: str) -> Language | None:
    """The language a message is clearly written in; None where it is too short to tell.

    Spaced kana, or a whole message without kanji, is of somebody who reads やさしい日本語.
    """
    if text.startswith("/"):
        return None
    words = unicodedata.normalize("NFKC", text[:_LONGEST]).split()
    # A link or an address is typed alike by everybody.
    written = " ".join(word for word in words if "@" not in word and "/" not in word)
    kana, kanji, latin = (len(one.findall(written)) for one in (_KANA, _KANJI, _LATIN))
    abbreviation = written.isupper() and latin < 8
    if latin >= 4 and latin > 3 * (kana + kanji) and not abbreviation:
        return "en"
    if len(_SPACED_KANA.findall(written)) >= 2:
        return "easy"
    telling = _KANA_TO_ALL.sub("", written)
    if not kanji and len(_HIRAGANA.findall(telling)) >= _KANA_WRITER:
        return "easy"
    return "ja" if kanji >= _KANJI_IN_PROSE and kana + kanji >= _PROSE else None


def spoken_to(session: Session, text: str) -> Session:
    """The session in the language of a message, unless the resident has chosen one.

    Who has said once that they cannot phone is not told to phone again.
    """
    language = None if session.chosen else heard(text)
    writes = session.writes or bool(_CANNOT_PHONE.search(text[:_LONGEST]))
    return replace(session, language=language or session.language, writes=writes)
