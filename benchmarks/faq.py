"""How well a city hall's own FAQ is found: judged citizens' questions against an imported table.

Usage: python benchmarks/faq.py FOLDER

FOLDER holds docs.jsonl (id, question, answer), queries.tsv (id, text) and qrels.tsv (query, document,
grade). A rank counts only where something is put forward, as `madoguchi ask --jsonl` would list it;
all queries stand in the denominator. The weights of the index are plain numbers near those that a
linear ranker chose in cross-validation; `signals` shows what each of them is worth.
"""

import argparse
import csv
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path

import numpy as np

from bot.app import build_guide
from bot.conversation.guide import Guide
from bot.knowledge.exchange.faq import About, import_faq
from bot.model import Outcome, Session
from bot.settings import PROJECT
from bot.understanding.index import Weights
from bot.understanding.indexing import indexed

COUNCIL = "faq"
# Kinds of our own utterances of what a city hall's FAQ says nothing about.
LACKING = (
    "elsewhere-game-rules elsewhere-cooking elsewhere-sports elsewhere-restaurants elsewhere-weather"
    " elsewhere-entertainment elsewhere-love elsewhere-fortune-jokes elsewhere-hobbies"
    " elsewhere-homework elsewhere-computer elsewhere-travel elsewhere-shopping elsewhere-gardening"
).split()
ASKED_OF_EACH = 20


@dataclass(frozen=True)
class Judged:
    id: str
    text: str
    right: frozenset[str]


def judged(folder: Path) -> list[Judged]:
    right: dict[str, set[str]] = defaultdict(set)
    for query, document, _ in csv.reader((folder / "qrels.tsv").open(), delimiter="\t"):
        right[query].add(f"{COUNCIL}/{document}")
    lines = (folder / "queries.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t", 1) for line in lines if line)
    return [Judged(id_, text, frozenset(right[id_])) for id_, text in pairs]


def figures(queries: Sequence[Judged], answers: Iterable[Sequence[str]]) -> str:
    ranks = [
        next((n for n, entry in enumerate(answer) if entry in query.right), None)
        for query, answer in zip(queries, answers, strict=True)
    ]
    found = [rank for rank in ranks if rank is not None]
    first, third = sum(r == 0 for r in found), sum(r < 3 for r in found)
    mrr = sum(1 / (1 + r) for r in found)
    n = len(queries)
    return f"SR@1 {first / n:.3f}  SR@3 {third / n:.3f}  MRR {mrr / n:.3f}"


def put_forward(guide: Guide, text: str) -> list[str]:
    turn = guide.hear(Session(council=COUNCIL), text, "-")
    if turn.outcome is Outcome.UNMATCHED:
        return []
    return [candidate.id for candidate in turn.candidates]


def served(guide: Guide, queries: Sequence[Judged]) -> None:
    outcomes: dict[str, int] = defaultdict(int)
    answers, sure, right = [], 0, 0
    for query in queries:
        turn = guide.hear(Session(council=COUNCIL), query.text, "-")
        outcomes[turn.outcome.value] += 1
        answers.append(put_forward(guide, query.text))
        if turn.outcome is Outcome.ANSWERED:
            sure += 1
            right += turn.candidates[0].id in query.right
    print("as answered:        ", figures(queries, answers))
    print("outcomes:           ", dict(outcomes), f"answered right {right}/{sure}")
    entries = sum(any(e.startswith(COUNCIL + "/") for e in a) for a in answers)
    print(f"nothing of the FAQ put forward: {1 - entries / len(queries):.3f}")
    random = np.random.RandomState(0)
    asked = [
        str(text)
        for need in LACKING
        for text in random.permutation(guide.knowledge.needs[need].questions)[:ASKED_OF_EACH]
    ]
    refused = sum(not put_forward(guide, text) for text in asked)
    print(f"of {len(asked)} questions that no FAQ answers, refused: {refused / len(asked):.3f}")


def signals(guide: Guide, queries: Sequence[Judged]) -> None:
    finder = guide.matcher.finder
    assert finder.topics is not None
    index, topics = finder.indexes[COUNCIL], finder.topics
    analyses = [guide.ear.japanese.analyse(query.text) for query in queries]

    def ranked(weights: Weights) -> Iterable[list[str]]:
        return ([f.entry for f in index.find(a, topics, weights=weights)] for a in analyses)

    print("signals (nothing refused)")
    print(f"  {'all':<18}", figures(queries, ranked(Weights())))
    for field in fields(Weights):
        if field.name != "wording":
            without = replace(Weights(), **{field.name: 0.0})
            print(f"  {'no ' + field.name:<18}", figures(queries, ranked(without)))


def with_wordings(guide: Guide, queries: Sequence[Judged], folds: int) -> None:
    """Each fold is asked of an index that knows the queries of the others as wordings."""
    finder = guide.matcher.finder
    assert finder.topics is not None
    entries = guide.knowledge.entries_of(COUNCIL)
    fold = np.random.RandomState(0).permutation(len(queries)) % folds
    answers: list[list[str]] = [[] for _ in queries]
    for number in range(folds):
        known: dict[str, list[str]] = defaultdict(list)
        for query, of in zip(queries, fold, strict=True):
            if of != number:
                for entry in query.right:
                    known[entry].append(query.text)
        told = [replace(entry, questions=tuple(known[entry.id])) for entry in entries]
        index = indexed(told, guide.ear.japanese, finder.topics)
        for at in np.flatnonzero(fold == number):
            analysis = guide.ear.japanese.analyse(queries[at].text)
            answers[at] = [found.entry for found in index.find(analysis, finder.topics)]
    print(f"wordings of {folds - 1} of {folds} folds known:", figures(queries, answers))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    queries = judged(folder)
    with tempfile.TemporaryDirectory() as place:
        knowledge = Path(place) / "knowledge"
        today = date(2026, 1, 1).isoformat()
        table = folder / "docs.jsonl"
        done = import_faq(table, About(COUNCIL), knowledge, PROJECT / "knowledge", today)
        print(f"{done.questions} entries, {len(queries)} queries, {len(done.bad)} bad rows")
        guide = build_guide(knowledge, PROJECT / "data" / "cache")
        served(guide, queries)
        signals(guide, queries)
        for folds in (2, 10):
            with_wordings(guide, queries, folds)


if __name__ == "__main__":
    main()
