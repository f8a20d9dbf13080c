"""How short questions are put around what they ask for: fillers before, endings after, by region.

Kana only in hiragana and without small letters is compared（see ``recognition``）, so that やつてますか
and ヤッテマスカ are やってますか. English is compared in lower case.
"""

_FILLER = (
    r"(?:(?:で|え|えっと|えーと|あの|あと|じゃあ?|それで|では|それでは|すみません|すいません|ごめん|それから|ところで"
    r"|and|ok|sorry|excuse me|so|but)[、,\s]*){0,3}"
)
_SUBJECT = (
    r"(?:(?:そこ|そちら|そっち|ここ|こちら|こっち|(?:この|その)?窓口|まどぐち|社協|しゃきょう|支部|(?:この|その)?(?:電話|でんわ|番号|ばんごう)"
    r"|相談|そうだん|受付|うけつけ|119|110|189|188|#7119)(?:する)?(?:の|って|には?|は|では?|も|が|するのに)?[、,\s]*)?"
)
BEFORE = _FILLER + _SUBJECT
# Endings of questions, politely, among friends, and in the dialects around our cities.
TAIL = (
    r"(?:でしょうか?|ですか?|だろうか?|だべか?|だっぺか?|だんべか?|っぺか?|んべか?|べか?|だっけ|っけ|なの|なん|のか?|ん"
    r"|かな|かね|がね|がや|すか|か|け(?:ん?ど)?|が|ね|よ|だ){0,4}"
)
END = r"[?？。!！、.\s]*"
NEEDED = r"(?:いる|いります|要る|要ります|必要|ひつよう)"
FINE = r"(?:いい|よい|良い|大丈夫|だいじょうぶ|だめ|駄目|いけない|いけません|ならない|なりません)"
_TELL = (
    r"(?:何番|なんばん|何|なに|どこ|いつ|教えて(?:ください|下さい|くれ|け|ほしい)?|おしえて(?:ください|下さい|くれ|け|ほしい)?"
    r"|知りたい|しりたい|わかります|分かります|あります|ある)?"
)


def asked(nouns: str) -> str:
    """Some thing is asked for: 「電話番号を教えて」."""
    return (
        f"{BEFORE}(?:{nouns})(?:の?番号|の?ばんごう)?(?:は|って|も|を|が|に|わ|だけ)?{_TELL}{TAIL}"
    )


def by(means: str) -> str:
    """Whether some means will do: 「メールでもいいですか」."""
    return rf"{BEFORE}(?:{means})で(?:も)?(?:相談|連絡|そうだん)?(?:して(?:も)?)?(?:{FINE}|でき(?:る|ます)){TAIL}"


def plainly(words: str) -> str:
    """Words that are the whole question, with what is said before and after."""
    return f"{BEFORE}(?:{words}){TAIL}"


def fact(nouns: str) -> str:
    """Some thing is asked for in English."""
    return f"(?:what(?:'s| is) )?(?:the |their )?(?:{nouns})"
