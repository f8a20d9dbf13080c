"""The whole directory as web pages: one for each entry, readable without script, printed on A4."""

from itertools import groupby
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.knowledge.load import load
from bot.knowledge.writing import replace_file
from bot.model import Entry, Knowledge, Office, Source


def export_html(root: Path, into: Path) -> list[Path]:
    """Write index.html, a page for each council and one for each entry. Raises KnowledgeError, OSError."""
    knowledge = load(root)
    pages = _Pages(knowledge, into)
    for council in knowledge.councils:
        for entry in knowledge.entries_of(council):
            pages.entry(entry)
        pages.council(council)
    pages.index()
    return pages.files[::-1]


class _Pages:
    def __init__(self, knowledge: Knowledge, into: Path) -> None:
        self.files: list[Path] = []
        self._knowledge = knowledge
        self._into = into
        self._templates = Environment(
            loader=PackageLoader("bot.knowledge.exchange"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
        )

    def entry(self, entry: Entry) -> None:
        office = self._knowledge.offices[entry.office]
        self._write(
            f"{entry.id}.html",
            "entry.html",
            title=entry.name.ja,
            up="index.html",
            entry=entry,
            office=office,
            office_source=self._source(office.source, office.verified),
            source=self._source(entry.source, entry.verified),
        )

    def council(self, id_: str) -> None:
        offices: list[tuple[Office, str]] = [
            (office, self._source(office.source, office.verified))
            for office in self._knowledge.offices_of(id_)
        ]
        entries = [
            (entry, f"{entry.id.split('/')[1]}.html") for entry in self._knowledge.entries_of(id_)
        ]
        title = self._knowledge.councils[id_].name.ja
        self._write(
            f"{id_}/index.html",
            "council.html",
            title=title,
            up="../index.html",
            offices=offices,
            entries=entries,
        )

    def index(self) -> None:
        councils = sorted(self._knowledge.councils.values(), key=lambda c: (c.prefecture, c.id))
        prefectures = [
            (prefecture, list(found))
            for prefecture, found in groupby(councils, key=lambda c: c.prefecture)
        ]
        self._write(
            "index.html",
            "index.html",
            title=self._say("pages-title"),
            up="",
            prefectures=prefectures,
            hotlines=[
                (line, self._source(line.source, line.verified))
                for line in self._knowledge.hotlines.values()
            ],
        )

    def _source(self, source: Source, verified: str) -> str:
        council = self._knowledge.councils.get(source.document)
        document = council.plan.name if council and council.plan else source.document
        date = verified or self._say("pages-undated")
        return self._say("pages-source", document=f"{document} {source.at}".strip(), date=date)

    def _say(self, text: str, **places: str) -> str:
        return self._knowledge.texts[text].ja.format(**places)

    def _write(self, name: str, template: str, **values: object) -> None:
        file = self._into / name
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, self._templates.get_template(template).render(say=self._say, **values))
        self.files.append(file)
