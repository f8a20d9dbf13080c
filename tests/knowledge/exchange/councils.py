"""Councils with whatever people may write in them, for what must hold of every knowledge folder."""

import shutil
from pathlib import Path
from typing import Any

import small
from hypothesis import strategies as st

from bot.knowledge.exchange.council import CouncilValues, council_values, written
from bot.knowledge.load import read_folder
from bot.knowledge.writing import replace_file

NEEDS = ("money-now", "rights")

texts = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters="｜")
    | st.sampled_from("=+-@', \""),
    min_size=1,
    max_size=12,
).filter(lambda text: text == text.strip() and text.isprintable() and not text.isspace())
lists = st.lists(texts, max_size=3, unique=True)
days = st.sampled_from(["2024", "2025-03", "2026-02-28"])
phones = st.from_regex(r"0[1-9]{2}-[0-9]{3}-[0-9]{4}", fullmatch=True)
maybe = st.just("") | texts


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in ("", [], {})}


@st.composite
def offices(draw: st.DrawFn, id_: str) -> dict[str, Any]:
    return _filled(
        {
            "id": id_,
            "name": draw(texts),
            "name_easy": draw(maybe),
            "name_en": draw(maybe),
            "kind": draw(st.sampled_from(["headquarters", "branch", "city"])),
            "postal_code": draw(st.just("") | st.from_regex(r"[0-9]{3}-[0-9]{4}", fullmatch=True)),
            "address": draw(texts),
            "address_en": draw(maybe),
            "phone": draw(st.just("") | phones),
            "fax": draw(st.just("") | phones),
            "email": draw(st.sampled_from(["", "info@example.jp"])),
            "url": draw(st.sampled_from(["", "https://example.jp/a?b=c"])),
            "hours": draw(maybe),
            "hours_easy": draw(maybe),
            "services": draw(lists),
            "services_en": draw(lists),
            "district": draw(maybe),
            "district_easy": draw(maybe),
            "aliases": draw(lists),
            "areas": draw(lists),
            "doubtful": draw(st.dictionaries(st.sampled_from(["fax", "hours"]), texts)),
            "source": _filled({"document": draw(texts), "at": draw(maybe)}),
            "more_sources": [{"document": text} for text in draw(lists)],
            "verified": draw(days),
            "verified_by": draw(maybe),
        }
    )


@st.composite
def entries(draw: st.DrawFn, id_: str, office: str) -> dict[str, Any]:
    return _filled(
        {
            "id": id_,
            "kind": draw(st.sampled_from(["initiative", "service", "activity", "plan"])),
            "name": draw(texts),
            "name_easy": draw(maybe),
            "marks": draw(lists),
            "goal": draw(maybe),
            "summary": draw(texts),
            "easy": draw(maybe),
            "en": draw(maybe),
            "roles": draw(st.dictionaries(st.sampled_from(["city", "people"]), texts)),
            "roles_easy": draw(st.dictionaries(st.sampled_from(["city", "people"]), texts)),
            "details": draw(lists),
            "details_en": draw(lists),
            "join": draw(maybe),
            "needs": draw(st.lists(st.sampled_from(NEEDS), unique=True)),
            "also": draw(st.lists(st.sampled_from(NEEDS), unique=True)),
            "questions": draw(lists),
            "office": office,
            "source": _filled({"document": draw(texts), "at": draw(maybe)}),
            "verified": draw(days),
            "verified_by": draw(maybe),
        }
    )


@st.composite
def councils(draw: st.DrawFn) -> list[CouncilValues]:
    """Two councils; the ids are always the same, and everything else differs."""
    made = []
    for name in ("east", "west"):
        facts = {
            "id": name,
            "name": draw(texts),
            "short_name": draw(texts),
            "city": f"{name}市",
            "prefecture": draw(texts),
            "headquarters": f"{name}/main",
            "comprehensive": f"{name}/first",
            "names": draw(lists),
        }
        made.append(
            CouncilValues(
                name,
                _filled(facts),
                [draw(offices(f"{name}/main")), draw(offices(f"{name}/branch"))],
                [draw(entries(f"{name}/first", f"{name}/main"))],
            )
        )
    return made


def put(base: Path, root: Path, found: list[CouncilValues]) -> Path:
    """A knowledge folder of the shared files in ``base`` with only these councils."""
    shutil.rmtree(root, ignore_errors=True)
    small.copy(base, root)
    for council in small.ENTRIES:
        shutil.rmtree(root / council)
    for file, text in written(root, found).items():
        file.parent.mkdir(exist_ok=True)
        replace_file(file, text)
    return root


def kept(root: Path) -> list[CouncilValues]:
    """The councils of a folder, which must have no mistake."""
    folder = read_folder(root)
    assert folder.problems == []
    return council_values(folder)
