"""How a standard sentence is said in the south of Iwate, so that what is learned is known there, too.

The traits are those that show in writing and stand in any account of the dialects of Tōhoku: か and
た rows are voiced within a word（行きたい, 行ぎでえ）, ない is ねえ or ね, ている is でら, に and へ are
さ, を is left out, and some words of the house are others.
"""

import re

_VOICED = dict(zip("かきくけこたちつてと", "がぎぐげごだぢづでど", strict=True))
_WORDS = (
    ("私", "おら"),
    ("わたし", "おら"),
    ("ぼく", "おら"),
    ("おばあさん", "ばんつぁん"),
    ("おばあちゃん", "ばんつぁん"),
    ("おじいさん", "じんつぁん"),
    ("おじいちゃん", "じんつぁん"),
    ("お母さん", "おっかあ"),
    ("お父さん", "おっとう"),
    ("子ども", "わらし"),
    ("子供", "わらし"),
    ("怖い", "おっかねえ"),
    ("こわい", "おっかねえ"),
    ("冷たい", "しゃっこい"),
    ("嫌だ", "やんだ"),
    ("いやだ", "やんだ"),
    ("どうしたら", "なじょしたら"),
    ("どうすれば", "なじょすれば"),
    ("全部", "みんな"),
)
_ENDINGS = (
    (re.compile("でしょうか|だろうか|でしょう|だろう"), "だべが"),
    (re.compile("ください|下さい"), "けろ"),
    (re.compile("(?:ていない|てない)"), "でね"),
    (re.compile("(?:てしまいました|てしまった)"), "でしまった"),
    (re.compile("(?:ています|ている|(?<=[いっんし])てる)"), "でら"),
    (re.compile("(?<![ぁ-ん])(?:られ|れ)(?:ました|た)"), "れだ"),
    (re.compile("(?:ません|ない)(?=[。、!?！？\\s]|$)"), "ねえ"),
    (re.compile("(?:ません|ない)"), "ね"),
    (re.compile("たい"), "でえ"),
    (re.compile("(?<=[一-龥ァ-ヶ々])[にへ](?=[一-龥ァ-ヶ])"), "さ"),
    (re.compile("(?<=[一-龥ァ-ヶ々])を"), ""),
)
# Not after a stop or ん, and not where くる and くれる follow て: there a word begins.
_WITHIN = re.compile("(?<=[一-龥々ぁ-んー])(?:(?<![っんてで])[かきくけこ]|(?<![っん])[たちつてと])")


def in_iwate(text: str) -> str:
    """A sentence as it is said there; the same one each time."""
    for standard, there in _WORDS:
        text = text.replace(standard, there)
    for pattern, there in _ENDINGS:
        text = pattern.sub(there, text)
    return _WITHIN.sub(lambda found: _VOICED[found[0]], text)
