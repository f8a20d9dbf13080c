"""Personal data out of a message before it is kept: the words stay, the numbers and addresses go."""

import re
import unicodedata

_SEP = r"[-‐‑–—−ー()（）\s.]?"
_GAP = r"[-‐‑–—−ー()（）\s.]{0,3}"
_DASH = r"[-‐−ーの]"
# の ends a name: 「市の計画の3-2」 is a chapter.
_NAME = r"[一-龥ァ-ヶぁ-ねは-ん]"
_COUNTED = "日月年時分人名歳才円回枚個本度"
_NUMBERS = (
    rf"(?:(?<=丁目)の)?(?:\d{{1,4}}丁目|\d{{1,5}}番地?"
    rf"|\d{{1,4}}(?:{_DASH}\d{{1,4}}){{1,3}}(?![\d{_COUNTED}]))"
)
_MASKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("［メール］", re.compile(r"[A-Za-z0-9._%+-]+\s*[@]\s*[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")),
    ("［番号］", re.compile(rf"(?<!\d)\d{{4}}{_SEP}\d{{4}}{_SEP}\d{{4}}(?!\d)")),
    (
        "［電話］",
        re.compile(rf"(?<!\d)(?:\+?81{_SEP}|0)\d{{1,4}}{_GAP}\d{{1,4}}{_GAP}\d{{3,4}}(?!\d)"),
    ),
    ("［郵便番号］", re.compile(r"〒\s*\d{3}[-‐−ー]?\d{4}|(?<![\d-])\d{3}[-‐−ー]\d{4}(?![\d-])")),
    (
        "［住所］",
        re.compile(
            # 「2-3日前」 is no address: what names no 市, 町 or the like needs 丁目, 番地 or three numbers.
            rf"(?:{_NAME}{{0,10}}[都道府県市区郡町村]{_NAME}{{0,12}}{_NUMBERS}"
            rf"|{_NAME}{{1,10}}(?:\d{{1,4}}丁目|\d{{1,5}}番地?|\d{{1,4}}(?:{_DASH}\d{{1,4}}){{2,3}}(?!\d)|\d{{3,5}}{_DASH}\d{{1,4}}(?!\d)))"
            rf"(?:{_DASH}?\d{{1,4}}(?:番地?|号)?)*(?:号室)?"
        ),
    ),
    ("［番号］", re.compile(r"(?<!\d)\d{7,}(?!\d)")),
)


def mask(text: str) -> str:
    """The text with telephone numbers, e-mail and postal addresses, and My Number replaced."""
    masked = unicodedata.normalize("NFKC", text)
    for name, pattern in _MASKS:
        masked = pattern.sub(name, masked)
    return masked
