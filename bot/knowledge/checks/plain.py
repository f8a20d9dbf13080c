"""Whether やさしい日本語 is easy to read, and whether a text is short enough. Pure."""

import re
from collections.abc import Iterator

LONGEST_EASY_SENTENCE = 45
LONGEST_SUMMARY = 160

# The kanji of the first two years of school are read without help.
_TAUGHT_FIRST = frozenset(
    "一右雨円王音下火花貝学気九休玉金空月犬見五口校左三山子四糸字耳七車手十出女小上森人水正生青夕石赤千川先早草足村大男竹中虫町天田土"
    "二日入年白八百文木本名目立力林六引羽雲園遠何科夏家歌画回会海絵外角楽活間丸岩顔汽記帰弓牛魚京強教近兄形計元言原戸古午後語工公広交"
    "光考行高黄合谷国黒今才細作算止市矢姉思紙寺自時室社弱首秋週春書少場色食心新親図数西声星晴切雪船線前組走多太体台地池知茶昼長鳥朝直"
    "通弟店点電刀冬当東答頭同道読内南肉馬売買麦半番父風分聞米歩母方北毎妹万明鳴毛門夜野友用曜来里理話々"
)
_KANJI = r"[\u3400-\u9fff々]"
_READING = r"（[\u3041-\u3096ー・ ]+）"
_WITH_READING = re.compile(rf"({_KANJI}+)([\u3041-\u3096]*){_READING}")
_WORD = re.compile(rf"{_KANJI}+")
_ASIDE = re.compile(_READING)
_SENTENCE = re.compile(r"[^。！？\n]+")
_DOUBLE_NEGATIVE = re.compile(
    r"な(?:い|かった)わけでは(?:な|あり)|な(?:い|くも?)こと[はも](?:な|あり)|なく[はも](?:な|あり)|な(?:い|かった)とは(?:言|い|限|かぎ)"
    r"|なければ ?(?:なり|なら|いけ)|なくては ?(?:なり|なら|いけ)|ざるを ?(?:得|え)"
)
_UNSPOKEN = re.compile(r"\{\w*\}|https?://[\w./?=&%#-]+")


def hard_points(text: str) -> Iterator[str]:
    """What makes a text in やさしい日本語 hard to read, each in a sentence that says what to write."""
    plain = _UNSPOKEN.sub("", text)
    for sentence in _SENTENCE.findall(plain):
        letters = len(re.sub(r"\s", "", _ASIDE.sub("", sentence)))
        if letters > LONGEST_EASY_SENTENCE:
            yield f"一文が{letters}字あります。{LONGEST_EASY_SENTENCE}字までの文に分けてください"
    if unread := unread_kanji(plain):
        example = f"{unread[0]}（よみ）"
        yield f"読みのない漢字があります（{'、'.join(unread)}）。「{example}」の形で読みをつけてください"
    if found := _DOUBLE_NEGATIVE.search(plain):
        yield f"「{found.group()}」は打ち消しが重なっています。「〜してください」などに言いかえてください"


def unread_kanji(text: str) -> list[str]:
    """Words in kanji beyond the first two school years that have no reading up to where they stand."""
    with_reading = {word for word, _ in _WITH_READING.findall(text)}
    bare = _WORD.findall(_WITH_READING.sub("", text))
    return [
        word
        for word in dict.fromkeys(bare)
        if not _TAUGHT_FIRST.issuperset(word) and not any(word in read for read in with_reading)
    ]
