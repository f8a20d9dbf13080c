"""A row of 公共施設一覧（自治体標準オープンデータセット）as cities publish it: what becomes of it in an office.

Both spellings of the standard are read: that of 2017（NO, 住所, 方書, 名称_通称）and the present one.
"""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.knowledge.exchange.council import Values, filled
from bot.knowledge.exchange.opening import opening_words
from bot.knowledge.exchange.tables import Row

HEADINGS = (
    *("全国地方公共団体コード", "ID", "地方公共団体名", "名称", "名称_カナ", "名称_英語"),
    *("POIコード", "所在地_全国地方公共団体コード", "町字ID", "所在地_連結表記"),
    *("所在地_都道府県", "所在地_市区町村", "所在地_町字", "所在地_番地以下", "建物名等(方書)"),
    *("緯度", "経度", "高度の種別", "高度の値", "電話番号", "内線番号", "連絡先メールアドレス"),
    *("連絡先FormURL", "連絡先備考(その他、SNSなど)", "郵便番号", "法人番号", "団体名"),
    *("利用可能曜日", "開始時間", "終了時間", "利用可能日時特記事項"),
    *("説明", "バリアフリー情報", "URL", "画像", "画像_ライセンス", "備考"),
)
_BUILDING = ("建物名等(方書)", "方書")
_COMMON_NAME = "名称_通称"
_CITY = ("所在地_都道府県", "所在地_市区町村")
_TOWN = ("所在地_町字", "所在地_番地以下")
# Columns that are read here, or that only repeat what the council knows.
READ = frozenset(
    {
        *_BUILDING,
        _COMMON_NAME,
        *_CITY,
        *_TOWN,
        "地方公共団体名",
        "団体名",
        "都道府県名",
        "市区町村名",
    }
)
# Where and when something was read, and not what.
_ABOUT_THE_ROW = frozenset({"kind", "source", "verified", "verified_by"})
_PHONE = re.compile(r"\(?(0\d{1,4})[-)]{1,2}(\d{1,4})-(\d{3,4})")
_DASHES = str.maketrans(dict.fromkeys("‐‑–—−ー―", "-"))


def tidied(office: Values, row: Row, file: Path, before: Values) -> dict[str, Any]:
    """An office with what else the row says of it; ``before`` is the office as it is known so far."""
    said = dict(office)
    if address := _address(said, row.cells):
        said["address"] = address
    for key in ("phone", "fax"):
        if number := said.get(key):
            plain = unicodedata.normalize("NFKC", number).translate(_DASHES).replace(" ", "")
            match = _PHONE.fullmatch(plain)
            said[key] = "-".join(match.groups()) if match else plain
    if code := said.get("postal_code"):
        digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", code))
        said["postal_code"] = f"{digits[:3]}-{digits[3:]}" if len(digits) == 7 else code
    name = row.cells.get(_COMMON_NAME, "").strip()
    known = (said if "aliases" in said else before).get("aliases", [])
    if name and name not in (said.get("name"), *known):
        said["aliases"] = [*known, name]
    if place := said.get("position"):
        said["position"] = _placed(place, row, file, before.get("position", {}))
    return said


def as_new(office: Values, row: Row, council: str, file: Path) -> dict[str, Any]:
    """What a city's own row does not say: our id, and where it comes from."""
    name = re.sub(r"[^a-z0-9]+", "-", str(office["id"]).lower()).strip("-")
    said = {**office, "id": f"{council}/{name or row.number}"}
    said["kind"] = office.get("kind") or "city"
    said["source"] = office.get("source") or _source(file, row)
    note, words = office.get("hours", ""), opening_words(row.cells)
    said["hours"] = f"{words}（{note}）" if words and note else words or note
    return said


def dated(office: Values, day: str, before: Values) -> dict[str, Any]:
    """A city's office with the day of its table, which may be unknown.

    What staff have verified later stays so, unless the table says something else of the office.
    """
    if office.get("verified"):
        return dict(office)
    told = {key: value for key, value in office.items() if key not in _ABOUT_THE_ROW}
    same = filled(told) == filled({key: before.get(key) for key in told})
    if same and day <= before.get("verified", ""):
        return {key: value for key, value in office.items() if key != "verified"}
    return {**office, "verified": day, "verified_by": ""}


def _address(office: Values, row: Mapping[str, str]) -> str:
    """The address with its building; from its parts where the table does not join them."""
    joined = office.get("address", "")
    if not joined and any(row.get(part, "").strip() for part in _TOWN):
        joined = "".join(row.get(part, "").strip() for part in (*_CITY, *_TOWN))
    building = next((found for name in _BUILDING if (found := row.get(name, "").strip())), "")
    return joined if building in joined else f"{joined} {building}".strip()


def _placed(place: Values, row: Row, file: Path, before: Values) -> dict[str, Any]:
    """A position in half-width digits, with its source where the table does not name one."""
    at = {
        key: unicodedata.normalize("NFKC", str(place.get(key, "")))
        for key in ("latitude", "longitude")
    }
    if not any(at.values()):
        return {**at, "source": {}}
    if (place.get("source") or {}).get("document"):
        return {**place, **at}
    same = all(at[key] == before.get(key) for key in at)
    return {**at, "source": before["source"] if same else _source(file, row)}


def _source(file: Path, row: Row) -> dict[str, str]:
    return {"document": f"公共施設一覧（{file.name}）", "at": f"{row.number}行目"}
