"""What personal numbers and names look like, as residents write and dictate them.

The patterns are tried in this order on a text after NFKC; what one has found is hidden from the next.
Where a pattern has a group, the group is what is personal and the rest is how one knows.
"""

import re

import jaconv

PHONE = "電話"

_D = "[0-9〇零一二三四五六七八九]"
_N = "[0-9〇零一二三四五六七八九十百千]"
_DASH = "[-‐‑‒–—―−ー─~〜]"
_SEP = r"[-‐‑‒–—―−ー─~〜のノ]"
_GAP = r"[-‐‑‒–—―−ー─~〜・/()\s.のノ]{0,3}"
_IS = r"(?:番号|先)?(?:[はがのもって:、]|\s|です|番号|だけど)*"
# What is counted, timed or paid, and so no part of an address or account.
_COUNTED = (
    r"(?!\s?(?:[0-9%日月年時分人名歳才円万億回枚個本度割週泊点台匹頭階章ページキセメリグ代次期級倍歩]"
    r"|にち|ねん|がつ|にん|さい|じ|ふん|ぷん|えん|か月|ヶ月|カ月))"
)

_SPOKEN = (
    "ぜろ れい まる いち いっ にー にい に さん よん しー し ごー ごお ごう ご ろく なな しち はち"
    " きゅう きゅー きゅ くー く"
).split()
_SPOKEN_DIGIT = "(?:" + "|".join((*_SPOKEN, *map(jaconv.hira2kata, _SPOKEN))) + ")"

_KANJI = "[一-龥々〆ヶァ-ヴーノ]"
_KANA = "[ぁ-ねは-ん]"
# Where a particle stands before a number, the number counts something.
_NO_PARTICLE = r"(?<![でにはがをもとへ])(?<![でにはがをもとへ]\s)"
_BLOCK = (
    rf"{_N}{{1,5}}丁目(?:の?{_N}{{1,4}}(?:{_SEP}{_D}{{1,4}})*{_COUNTED})?"
    rf"|{_N}{{1,7}}番地(?:の?{_N}{{1,4}}{_COUNTED})?|{_N}{{1,4}}番\s?{_N}{{1,4}}号?"
)
_ROOM = rf"\s?{_D}{{1,4}}(?:号棟|棟|階)?\s?(?:{_D}{{1,4}})?(?:号室|号|室)?{_COUNTED}"
_HOUSES = (
    "(?:マンション|アパート|ハイツ|コーポ|荘|ハイム|メゾン|団地|レジデンス|タワー|パレス|住宅|寮)"
)
_REST = (
    rf"(?:(?:{_SEP}|番地?の?)?\s?{_N}{{1,4}}(?:丁目の?|番地?の?|号室?|棟)|(?:{_SEP}|番地の?)\s?{_N}{{1,4}})*"
    rf"(?:番地|号室?|号棟|棟)?(?:[\s、]?(?:[ぁ-ん]{{1,8}}{_HOUSES}|[A-Za-zァ-ヴー・一-龥々]{{2,14}}){_ROOM})?"
)
_TOWN = rf"{_KANJI}{{1,12}}[都道府県市区郡町村字]\s?"
_ENGLISH_TOWN = r"[A-Z][a-z]+(?:-(?:shi|ku|cho|machi|mura|ken|gun))?"

_ERA = r"(?:明治|大正|昭和|平成|令和|めいじ|たいしょう|しょうわ|へいせい|れいわ|[明大昭平令]\s?|[MTSHRmtshr]\.?)"
_OLD_ERA = r"(?:明治|大正|昭和|[明大昭]\s?|[MTS]\.?)"
_YEAR = r"\s?(?:年|ねん|[./-])の?\s?"
_MONTH_DAY = rf"{_N}{{1,3}}\s?(?:月|がつ|[./-])\s?{_N}{{1,3}}\s?(?:日|にち)?"
_IN_ERA = rf"{_ERA}\s?(?:元|がん|{_N}{{1,3}})"
_IN_WEST = rf"(?<!{_D})(?:[12]\d{{3}}|{_D}{{4}})"
_DATE = (
    rf"(?:(?:{_IN_ERA}|{_IN_WEST}){_YEAR}(?:{_MONTH_DAY}|{_N}{{1,3}}\s?(?:月|がつ))"
    rf"|{_MONTH_DAY}|(?<![A-Za-z])[MTSHR]\d{{6}}|\d{{8}}|\d{{6}})"
)
_OLD_DATE = rf"(?:{_OLD_ERA}\s?(?:元|{_N}{{1,3}})|(?<!\d)19\d\d){_YEAR}{_MONTH_DAY}"
_ENGLISH_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_ENGLISH_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_ENGLISH_DATE = (
    rf"{_ENGLISH_MONTH}\s{_ENGLISH_DAY}(?:,?\s\d{{4}})?|{_ENGLISH_DAY}\s{_ENGLISH_MONTH}\s\d{{4}}"
)
_BORN_BEFORE = (
    r"(?:生年月日|誕生日(?![会パプケ])|たんじょうび(?!かい)"
    r"|(?:生ま?れ|うまれ|産まれ)(?:た日|たの)?(?=[はが])|birthday|born on|date of birth)"
    r"(?:[はがもって:、]|\s|is|,)*"
)
_BORN_AFTER = r"(?=\s?[にのがで]?[、,]?\s?(?:生ま?れ|生(?=[\s、。,)男女]|$)|うまれ|産まれ|誕生))"


def _any(*forms: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{form})" for form in forms))


def _after(words: str, form: str) -> re.Pattern[str]:
    return re.compile(rf"(?i:{words}){_IS}({form})")


PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "メール",
        re.compile(
            r"[A-Za-z0-9._%+-]+\s*(?:@|アットマーク|アット|あっと|[(\[]at[)\]])\s*"
            r"[A-Za-z0-9-]+(?:\s*(?:\.|ドット|どっと)\s*[A-Za-z0-9-]+)+"
        ),
    ),
    ("口座", _after("店番号?|支店番号|支店コード", rf"{_D}{{3}}(?!{_D})")),
    (
        "口座",
        _after(
            "口座|普通(?:預金)?|当座(?:預金)?|貯蓄預金|通帳の?番号|記号(?!番号)",
            rf"{_D}(?:[-\s]?{_D}){{3,8}}(?!{_D}|\s?[円万])",
        ),
    ),
    ("口座", re.compile(rf"(?<=記号)\ue000+の?番号{_IS}({_D}{{6,8}})(?!{_D})")),
    (
        "番号",
        _any(
            rf"(?<!{_D}){_D}{{4}}(?:{_GAP}{_D}{{4}}){{2,3}}(?!{_D})",
            r"(?<![A-Za-z0-9])[A-Z]{2}\d{7,8}(?:[A-Z]{2})?(?![A-Za-z0-9])",
        ),
    ),
    (
        PHONE,
        _any(
            rf"\+81{_GAP}(?:\(0\))?(?:{_GAP}{_D}){{9,10}}(?!{_D})",
            rf"(?<![0-9〇零一二三四五六七八九.,])\(?[0〇零]{_GAP}[5-9五六七八九]{_GAP}[0〇零](?:{_GAP}{_D}){{8}}(?!{_D})",
            rf"(?<![0-9〇零一二三四五六七八九.,])\(?[0〇零](?:{_GAP}{_D}){{9}}(?!{_D})",
            rf"(?:ぜろ|れい|まる|ゼロ|レイ|マル)(?:[-\s、ーのノ・]{{0,2}}{_SPOKEN_DIGIT}){{9,10}}ー?",
        ),
    ),
    (
        PHONE,
        _after(
            "電話|でんわ|tel|fax|ファックス|携帯|自宅|連絡先",
            rf"{_D}{{2,4}}{_SEP}{_D}{{4}}(?!{_D})",
        ),
    ),
    (
        PHONE,
        re.compile(
            rf"(?<!{_D})({_D}{{2,4}}{_SEP}{_D}{{4}})(?=\s?[にへ](?:お?電話|でんわ|かけ|連絡|tel|TEL))"
        ),
    ),
    (
        "番号",
        _after(
            "番号|マイナンバー|免許証?|パスポート|カード|パスワード",
            rf"[A-Z]{{0,2}}{_D}(?:[-\s]?{_D}){{3,15}}[A-Z]{{0,2}}(?!{_D}|-){_COUNTED}",
        ),
    ),
    ("郵便番号", _any(r"〒\s?\d{3}[-‐−ー]?\d{4}", r"(?<![\d-])\d{3}[-‐−ー]\d{4}(?![\d-])")),
    ("郵便番号", _after("〒|郵便(?:番号)?", rf"{_D}{{3}}{_SEP}?{_D}{{4}}(?!{_D})")),
    (
        "住所",
        _any(
            rf"{_TOWN}(?:{_KANJI}|{_KANA}){{0,14}}{_NO_PARTICLE}\s?"
            rf"(?:{_BLOCK}|{_D}{{1,5}}(?:{_SEP}{_D}{{1,4}}){{1,4}}{_COUNTED}){_REST}",
            rf"{_TOWN}{_KANJI}{{1,10}}\d{{2,5}}{_COUNTED}",
            rf"(?:{_KANJI}|[ぁ-ねは-ん](?={_KANJI})){{1,12}}\s?"
            rf"(?:{_BLOCK}|{_D}{{1,4}}(?:{_SEP}{_D}{{1,4}}){{2,3}}{_COUNTED}"
            rf"|(?!(?:19|20)\d\d{_DASH})\d{{4,5}}{_DASH}\d{{1,4}}{_COUNTED}){_REST}",
            rf"[ぁ-ん]{{2,10}}(?:し|く|まち|ちょう|むら)\s?{_KANA}{{0,8}}{_NO_PARTICLE}\s?"
            rf"{_D}{{1,5}}(?:{_SEP}{_D}{{1,4}}){{1,3}}{_COUNTED}{_REST}",
            rf"{_KANJI}{{0,10}}{_HOUSES}{_KANJI}{{0,8}}\s?{_D}{{1,4}}(?:号?棟)?\s?(?:{_D}{{1,4}})?(?:号室?|棟)",
            rf"\d{{1,4}}(?:-\d{{1,4}}){{1,3}},?\s{_ENGLISH_TOWN}(?:,?\s{_ENGLISH_TOWN})*",
            rf"{_ENGLISH_TOWN}(?:,?\s{_ENGLISH_TOWN})*,?\s\d{{1,4}}(?:-\d{{1,4}}){{2,3}}",
        ),
    ),
    (
        "生年月日",
        re.compile(rf"{_BORN_BEFORE}({_ENGLISH_DATE}|{_DATE})(?![\d年])", re.IGNORECASE),
    ),
    ("生年月日", re.compile(rf"({_DATE}){_BORN_AFTER}")),
    ("生年月日", re.compile(rf"({_OLD_DATE})(?=\s?(?:$|[、。,)」]|\s|です|男|女))")),
    # A day of eight digits is not a number of anybody, and sums are not either.
    (
        "番号",
        re.compile(
            rf"(?<!{_D})(?!(?:19|20)\d\d[01]\d[0-3]\d(?!\d)){_D}{{7,}}(?!{_D}|\s?[円万人歩ドポ])"
        ),
    ),
    (
        "名前",
        _any(
            r"(?:名前|なまえ|氏名|ナマエ)(?:[は:]|\s)+([一-龥々ぁ-んァ-ヴーA-Za-z]{1,10}(?:\s[一-龥々A-Z][一-龥々A-Za-z]{1,9})?)"
            r"(?=です|でござ|とい|と申|ともう)",
            r"(?:名前|なまえ|氏名)(?:[は:]|\s)+([一-龥々ァ-ヴー]{1,8}(?:\s[一-龥々ァ-ヴー]{1,8})?)(?=$|[、。\s])",
        ),
    ),
    (
        "名前",
        re.compile(
            r"(?:(?<=[はの、。\s])|^)([一-龥々]{1,6}|[ァ-ヴー]{2,10}|[ぁ-んー]{2,6})(?=と(?:申し|もうし))"
        ),
    ),
    (
        "名前",
        re.compile(
            r"(?:わたし|私|わたくし|僕|ぼく)は\s?([一-龥々]{1,6}|[ァ-ヴー]{2,10}|[ぁ-んー]{2,6})(?=と(?:いい|言い))"
        ),
    ),
    ("名前", re.compile(r"(?i:my name is|name:)\s([A-Z][a-z]+(?:\s[A-Z][a-z]+)*)")),
)
