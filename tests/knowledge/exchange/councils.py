"""Councils with whatever people may write in them, for what must hold of every knowledge folder."""

import shutil
from pathlib import Path
from typing import Any

import small
from hypothesis import strategies as st

from bot.knowledge.exchange.council import CouncilValues, council_values, filled, written
from bot.knowledge.load import read_folder
from bot.knowledge.reader import read
from bot.knowledge.writing import replace_file

NEEDS = ("money-now", "rights")
THEMES = tuple(theme["id"] for theme in read(small.KNOWLEDGE / "themes.yaml").data)

# All but control characters: spaces within, line ends, emoji, letters of one's own.
texts = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn")) | st.sampled_from("=+-@', \"\n\\n｜・#:"),
    min_size=1,
    max_size=12,
).filter(lambda text: text == text.strip())
lists = st.lists(texts, max_size=3, unique=True)
days = st.sampled_from(["2024", "2025-03", "2026-02-28"])
phones = st.from_regex(r"0[1-9]{2}-[0-9]{3}-[0-9]{4}", fullmatch=True)
maybe = st.just("") | texts
urls = st.sampled_from(["", "https://example.jp/a?b=c"])
sources = st.fixed_dictionaries({"document": texts, "at": maybe})
clocks = st.from_regex(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", fullmatch=True)
times = st.tuples(clocks, clocks).map("-".join)
dates = st.sampled_from(["01-03", "04-30", "12-29"])
spans = st.lists(st.tuples(dates, dates).map("/".join), max_size=2)
openings = st.fixed_dictionaries(
    {
        "days": st.lists(st.sampled_from("月火水木金土日"), min_size=1, unique=True),
        "times": st.lists(times, min_size=1, max_size=2),
    }
)
schedules = st.fixed_dictionaries(
    {
        "open": st.lists(openings, min_size=1, max_size=3),
        "holidays": st.sampled_from(["open", "closed"]),
        "closed": spans,
        "unsure": spans,
    }
)
positions = st.fixed_dictionaries(
    {
        "latitude": st.from_regex(r"[23][0-9](\.[0-9]{1,6})?", fullmatch=True),
        "longitude": st.from_regex(r"1[34][0-9](\.[0-9]{1,6})?", fullmatch=True),
        "source": sources,
    }
)
months = st.sampled_from(["", "2024-04", "2031-03"])
plans = st.fixed_dictionaries(
    {
        "name": texts,
        "from": months,
        "to": months,
        "philosophy": maybe,
        "goals": lists,
        "directions": lists,
        "integrated": lists,
        "progress": maybe,
        "read": st.lists(
            st.fixed_dictionaries({"name": texts, "url": urls, "size": maybe, "pages": maybe}),
            max_size=2,
        ),
    }
)
doubts = st.dictionaries(st.sampled_from(["fax", "hours", "phone", "position"]), texts)
roles = st.dictionaries(st.sampled_from(["city", "council", "people"]), texts)
needs = st.lists(st.sampled_from(NEEDS), unique=True)


@st.composite
def offices(draw: st.DrawFn, id_: str) -> dict[str, Any]:
    return filled(
        {
            "id": id_,
            "name": draw(texts),
            "name_easy": draw(maybe),
            "name_en": draw(maybe),
            "kind": draw(st.sampled_from(["headquarters", "branch", "city"])),
            "postal_code": draw(st.just("") | st.from_regex(r"[0-9]{3}-[0-9]{4}", fullmatch=True)),
            "address": draw(maybe),
            "address_en": draw(maybe),
            "phone": draw(st.just("") | phones),
            "fax": draw(st.just("") | phones),
            "email": draw(st.sampled_from(["", "info@example.jp"])),
            "url": draw(urls),
            "hours": draw(maybe),
            "hours_easy": draw(maybe),
            "hours_en": draw(maybe),
            "services": draw(lists),
            "services_easy": draw(lists),
            "services_en": draw(lists),
            "aliases": draw(lists),
            "areas": draw(lists),
            "district": draw(maybe),
            "district_easy": draw(maybe),
            "district_en": draw(maybe),
            "schedule": draw(st.just({}) | schedules),
            "position": draw(st.just({}) | positions),
            "doubtful": draw(doubts),
            "source": draw(sources),
            "more_sources": draw(st.lists(sources, max_size=2)),
            "verified": draw(days),
            "verified_by": draw(maybe),
        }
    )


@st.composite
def entries(draw: st.DrawFn, id_: str, office: str, kinds: list[str]) -> dict[str, Any]:
    return filled(
        {
            "id": id_,
            "kind": draw(st.sampled_from(kinds)),
            "name": draw(texts),
            "name_easy": draw(maybe),
            "name_en": draw(maybe),
            "marks": draw(lists),
            "goal": draw(maybe),
            "direction": draw(maybe),
            "summary": draw(texts),
            "easy": draw(maybe),
            "en": draw(maybe),
            "roles": draw(roles),
            "roles_easy": draw(roles),
            "roles_en": draw(roles),
            "details": draw(lists),
            "details_easy": draw(lists),
            "details_en": draw(lists),
            "themes": draw(st.lists(st.sampled_from(THEMES), max_size=2, unique=True)),
            "join": draw(maybe),
            "join_easy": draw(maybe),
            "join_en": draw(maybe),
            "needs": draw(needs),
            "also": draw(needs),
            "questions": draw(lists),
            "office": office,
            "source": draw(sources),
            "verified": draw(days),
            "verified_by": draw(maybe),
        }
    )


@st.composite
def faqs(draw: st.DrawFn, id_: str, office: str) -> dict[str, Any]:
    return filled(
        {
            "id": id_,
            "name": draw(texts),
            "summary": draw(texts),
            "questions": draw(lists),
            "office": office,
            "source": draw(sources),
            "verified": draw(days),
        }
    )


@st.composite
def councils(draw: st.DrawFn) -> list[CouncilValues]:
    """Two councils; the ids are always the same, and everything else differs."""
    made = []
    for name in ("east", "west"):
        plan = draw(st.just({}) | plans)
        kinds = ["plan"] if plan else ["initiative", "service", "activity", "plan"]
        facts = {
            "id": name,
            "name": draw(texts),
            "name_easy": draw(maybe),
            "name_en": draw(maybe),
            "short_name": draw(texts),
            "city": f"{name}市",
            "city_easy": draw(maybe),
            "city_en": draw(maybe),
            "prefecture": draw(texts),
            "headquarters": f"{name}/main",
            "comprehensive": f"{name}/first",
            "names": draw(lists),
            "places": draw(lists),
            "plan": plan,
        }
        made.append(
            CouncilValues(
                name,
                filled(facts),
                [draw(offices(f"{name}/main")), draw(offices(f"{name}/branch"))],
                [draw(entries(f"{name}/first", f"{name}/main", kinds))],
                [draw(faqs(f"{name}/FAQ-1", f"{name}/branch"))],
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
