"""A knowledge folder in, the model out: read, validated, and linked.

A folder that loads can be served: every id that one part names exists in another.
"""

from pathlib import Path

from bot import model
from bot.knowledge.folder import Folder, parts, read_files, version
from bot.knowledge.links import broken
from bot.knowledge.reader import KnowledgeError
from bot.knowledge.sentences import unsayable


def load(root: Path) -> model.Knowledge:
    """The knowledge base under ``root``. Raises KnowledgeError with every mistake found."""
    folder = read_folder(root)
    if folder.problems:
        raise KnowledgeError(sorted(folder.problems, key=lambda p: (str(p.file), p.line)))
    return build(folder)


def read_folder(root: Path) -> Folder:
    """Read and validate every file, then follow the references between them."""
    folder = read_files(root)
    if not folder.problems:
        folder.problems.extend(broken(folder))
        folder.problems.extend(unsayable(root / "texts", folder.texts))
    return folder


def build(folder: Folder) -> model.Knowledge:
    """The model of a folder without problems."""
    offices = [
        office.build(council.id)
        for loaded in folder.councils
        for _, council in loaded.parts
        for office in council.offices
    ]
    entries = [entry.build(entry.id.split("/")[0]) for _, entry in parts(folder.entries)]
    entries.extend(faq.build(faq.id.split("/")[0]) for _, faq in parts(folder.faqs))
    return model.Knowledge(
        version=version(folder.root),
        councils={c.id: c.build() for _, c in parts(folder.councils)},
        offices={office.id: office for office in offices},
        entries={entry.id: entry for entry in entries},
        needs={need.id: need.build() for _, need in parts(folder.needs)},
        situations={s.id: s.build() for _, s in parts(folder.situations)},
        hotlines={h.id: h.build() for _, h in parts(folder.hotlines)},
        themes={t.id: t.build() for _, t in parts(folder.themes)},
        life={part.id: part.build() for _, part in parts(folder.life)},
        vocabulary=dict(word.build() for _, word in parts(folder.vocabulary)),
        cityhall=dict(word.build() for _, word in parts(folder.cityhall)),
        municipalities=tuple(m for _, p in parts(folder.prefectures) for m in p.build()),
        texts=dict(text.build() for _, text in parts(folder.texts)),
    )
