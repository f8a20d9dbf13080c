"""The directory as pages: every entry has one, with its number and its date, and no script."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import small

from bot.knowledge.exchange.pages import export_html
from bot.knowledge.load import load


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.found.extend(value or "" for name, value in attrs if name in ("href", "src"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("site")
    export_html(small.KNOWLEDGE, into)
    return into


def test_every_entry_has_its_page_with_number_and_date(site: Path) -> None:
    knowledge = load(small.KNOWLEDGE)
    for entry in knowledge.entries.values():
        text = (site / f"{entry.id}.html").read_text(encoding="utf-8")
        office = knowledge.offices[entry.office]
        assert office.phone in text
        assert f"確かめた日：{entry.verified}" in text
        assert f"確かめた日：{office.verified}" in text
        assert 'lang="en"' in text


def test_every_hotline_has_its_number_and_date(site: Path) -> None:
    text = (site / "index.html").read_text(encoding="utf-8")
    for line in load(small.KNOWLEDGE).hotlines.values():
        shown = text[text.index(line.name.ja) :].partition("</dd>")[0]
        assert f"tel:{line.number}" in shown
        assert f"確かめた日：{line.verified or '分かっていません'}" in shown


def test_links_lead_somewhere_and_nothing_needs_a_script(site: Path) -> None:
    for page in site.rglob("*.html"):
        links = Links()
        links.feed(page.read_text(encoding="utf-8"))
        assert "script" not in links.tags
        for link in links.found:
            if not re.match(r"(https?|tel):", link):
                assert (page.parent / link).exists(), (page, link)


def test_what_is_doubtful_is_not_printed(site: Path) -> None:
    assert not any("0191-34-4040" in page.read_text("utf-8") for page in site.rglob("*.html"))


def test_what_people_write_stays_text(folder: Path, tmp_path: Path) -> None:
    small.replace(
        folder / "konosu/council.yaml", "    name: 鴻巣市社会福祉協議会", '    name: "<script>x"'
    )
    export_html(folder, tmp_path)
    text = (tmp_path / "konosu/index.html").read_text(encoding="utf-8")
    assert "<script>" not in text
    assert "&lt;script&gt;x" in text
