"""What every shape is made of: the forms of texts, ids, numbers and dates, and the base of all parts."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, WithJsonSchema

from bot import model

Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
# An id stands in the token of a button, which holds 64 bytes.
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
ShortSlug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=20)]
Path2 = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*/[a-z0-9][a-z0-9-]*$", max_length=40)
]
# As offices number their questions: 12, FAQ-0012, 3.1_b.
FAQ_ID = r"^[a-z][a-z0-9-]*/[A-Za-z0-9][A-Za-z0-9._-]*$"
FaqId = Annotated[str, StringConstraints(pattern=FAQ_ID, max_length=40)]
Phone = Annotated[str, StringConstraints(pattern=r"^0\d{1,4}-\d{1,4}-\d{3,4}$|^0\d{3}-\d{6}$")]
Dial = Annotated[
    str, StringConstraints(pattern=r"^(0\d{1,4}-\d{1,4}-\d{3,5}|0120-\d-\d{5}|#?\d{3,4})$")
]
Postal = Annotated[str, StringConstraints(pattern=r"^\d{3}-\d{4}$")]
Email = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")
]
Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
DAY = r"^\d{4}(-\d{2}(-\d{2})?)?$"
Day = Annotated[str, StringConstraints(pattern=DAY)]
Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}$")]
_CLOCK, _DATE = r"([01]?\d|2[0-3]):[0-5]\d", r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
Times = Annotated[str, StringConstraints(pattern=f"^{_CLOCK}-{_CLOCK}$")]
YearSpan = Annotated[str, StringConstraints(pattern=f"^{_DATE}/{_DATE}$")]
# Degrees within Japan, as they are written; an editor may show them as numbers.
_DEGREES = WithJsonSchema({"type": ["number", "string"]})
Latitude = Annotated[str, StringConstraints(pattern=r"^(2\d|3\d|4[0-5])(\.\d+)?$"), _DEGREES]
Longitude = Annotated[
    str, StringConstraints(pattern=r"^(12[2-9]|1[34]\d|15[0-3])(\.\d+)?$"), _DEGREES
]
Weekday = Literal["月", "火", "水", "木", "金", "土", "日"]
WEEKDAYS = "月火水木金土日"


def _pattern(annotated: Any) -> str:
    return str(annotated.__metadata__[0].pattern)


# What to write, where a text is not of its form.
HINTS = {
    _pattern(Slug): "英小文字・数字・ハイフンで書いてください（例 money-now）",
    _pattern(Path2): "「協議会/名前」の形で書いてください（例 konosu/12）",
    _pattern(
        FaqId
    ): "「協議会/番号」の形で、番号は英数字と - _ . で書いてください（例 konosu/FAQ-12）",
    _pattern(Phone): "電話番号は 043-209-8884 の形で書いてください",
    _pattern(Dial): "電話番号は 0120-279-338、189、#8008 のような形で書いてください",
    _pattern(Postal): "郵便番号は 365-0062 の形で書いてください",
    _pattern(Email): "メールアドレスの形で書いてください",
    _pattern(Url): "https:// で始まる URL を書いてください",
    _pattern(Day): "日付は 2026-03 か 2026-03-31 の形で書いてください",
    _pattern(Month): "年月は 2026-03 の形で書いてください",
    _pattern(Times): "時間は 8:30-17:15 の形で書いてください",
    _pattern(Latitude): "緯度は 36.0657 の形（日本の中の度）で書いてください",
    _pattern(Longitude): "経度は 139.5222 の形（日本の中の度）で書いてください",
    _pattern(YearSpan): "期間は 12-29/01-03 の形で書いてください",
}


class Part(BaseModel):
    """Base of all parts: a key that does not belong is an error, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SourcePart(Part):
    document: Line
    at: Text = ""

    def build(self) -> model.Source:
        return model.Source(self.document, self.at)
