"""A new council's folder, made of a few answers: it passes the check and answers from its first day."""

import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.knowledge.exchange.council import CouncilValues, written
from bot.knowledge.exchange.stage import apply
from bot.knowledge.load import read_folder
from bot.knowledge.reader import KnowledgeError, Problem
from bot.knowledge.schema.forms import HINTS, Phone, Postal, ShortSlug
from bot.model import NeedKind

_SUMMARY = (
    "暮らしの困りごとを社協に相談できます。どこに相談すればよいか分からないときも、ここで聞けます。"
)
_EASY = "くらしの こまったことを 社協（しゃきょう）に 相談（そうだん）できます。"
_EN = "Talk to the council of social welfare about any trouble in daily life."
_DASHES = str.maketrans(dict.fromkeys("‐‑–—−ー―", "-"))
_FORMS = {"postal_code": Postal, "phone": Phone}
_SHAPES = {
    "prefecture": (r".+[都道府県]", "「埼玉県」のように、都道府県まで書いてください"),
    "city": (r".+[市区町村]", "「見本市」のように、市区町村まで書いてください"),
    "kana": (r"[ぁ-ゖー]+", "ひらがなで書いてください（例 みほんし）"),
}


def answer(about: str, typed: str) -> str:
    """What was typed for one question, as the files have it. Raises ValueError saying what to write."""
    said = typed.strip()
    if form := _FORMS.get(about):
        plain = "".join(unicodedata.normalize("NFKC", said).translate(_DASHES).split())
        code = re.fullmatch(r"〒?(\d{3})-?(\d{4})", plain) if about == "postal_code" else None
        return _formed(form, f"{code[1]}-{code[2]}" if code else plain)
    if about in _SHAPES and not re.fullmatch(_SHAPES[about][0], said):
        raise ValueError(f"「{said}」は形が違います。{_SHAPES[about][1]}")
    return said


def council_id(root: Path, typed: str) -> str:
    """An id that a new council may have. Raises ValueError saying what to write."""
    id_ = _formed(ShortSlug, typed.strip())
    if (root / id_).exists():
        raise ValueError(f"「{id_}」は、もうあります。別の id を書いてください")
    return id_


def _formed(form: Any, said: str) -> str:
    try:
        return str(TypeAdapter(form).validate_python(said))
    except ValidationError as error:
        [wrong] = error.errors()
        hint = HINTS.get(wrong.get("ctx", {}).get("pattern", ""), "短くしてください")
        raise ValueError(f"「{said}」は形が違います。{hint}") from None


def new_council(
    root: Path,
    id_: str,
    today: date,
    *,
    council_name: str,
    short_name: str,
    prefecture: str,
    city: str,
    kana: str,
    address: str,
    postal_code: str,
    phone: str,
    document: str,
) -> list[Path]:
    """Write <council>/council.yaml and entries.yaml. Raises KnowledgeError where they would not load.

    One entry answers every need of the folder until the staff write their own: general advice.
    """
    if (root / id_).exists():
        raise KnowledgeError([Problem(root / id_, 1, "この協議会は、もうあります")])
    needs = [
        need.id
        for loaded in read_folder(root).needs
        for _, need in loaded.parts
        # A plan is answered for by its own page, once there is one.
        if need.kind is NeedKind.NEED and not need.id.startswith("plan-")
    ]
    verified = today.isoformat()
    office = {
        "id": f"{id_}/honsho",
        "name": council_name.split(maxsplit=1)[-1],
        "kind": "headquarters",
        "postal_code": postal_code,
        "address": address,
        "phone": phone,
        "aliases": ["社協", "しゃきょう", short_name],
        "source": {"document": document},
        "verified": verified,
    }
    entry = {
        "id": f"{id_}/soudan",
        "kind": "service",
        "name": "暮らしの総合相談",
        "name_easy": "くらしの 相談（そうだん）",
        "name_en": "General advice",
        "summary": _SUMMARY,
        "easy": _EASY,
        "en": _EN,
        "needs": needs,
        "office": office["id"],
        "source": {"document": document},
        "verified": verified,
    }
    facts = {
        "id": id_,
        "name": council_name,
        "short_name": short_name,
        "city": city,
        "prefecture": prefecture,
        "headquarters": office["id"],
        "comprehensive": entry["id"],
        "names": list(dict.fromkeys([city, kana])),
    }
    files = written(root, [CouncilValues(id_, facts, [office], [entry])])
    apply(root, files)
    return list(files)
