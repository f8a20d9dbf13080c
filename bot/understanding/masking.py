"""Personal data out of a message before it is kept: the words stay, the numbers and addresses go."""

import re
import unicodedata

_SEP = r"[-‐‑–—−ー()（）\s.]?"
_GAP = r"[-‐‑–—−ー()（）\s.]{0,3}"
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
            r"(?:[一-龥ぁ-んァ-ヶ]{1,8}[都道府県市区郡町村])?[一-龥ぁ-んァ-ヶ]{1,10}"
            r"(?:\d{1,4}丁目|\d{1,5}番地?|[0-9]{1,4}(?:[-‐−ーの][0-9]{1,4}){1,3})"
            r"(?:[-‐−ーの]?\d{1,4}(?:番地?|号)?)*(?:号室)?"
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
