"""Speed and size, as ratios to named baselines in one run.

Usage: python benchmarks/speed.py [TEXTS ...]（2000 10000 100000 by default）

The texts are made of halves of our own utterances, so that words are as common as in life; the
questions are utterances of which a word is left out. What is timed is one question from its letters to
ranked entries, Sudachi included, against rapidfuzz `process.extract` with WRatio, and bm25s over
Sudachi's words with the same reading of the question.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import bm25s
import click
import numpy as np
from rapidfuzz import fuzz, process

from bot.app import build_guide
from bot.knowledge import cache
from bot.knowledge.kept import kept_or_read
from bot.model import Entry, EntryKind, Knowledge, Phrase, Session, Source
from bot.settings import PROJECT
from bot.understanding.index import Finder
from bot.understanding.japanese import Japanese

KNOWLEDGE, CACHE = PROJECT / "knowledge", PROJECT / "data" / "cache"
WORRY = "母が通帳をすぐなくしてしまう"
QUESTIONS = 100
SLOW_QUESTIONS = 5
COUNCIL = "konosu"


def recombined(knowledge: Knowledge, count: int) -> list[str]:
    """Texts made of the beginning of one utterance and the end of another, no two the same."""
    random = np.random.RandomState(count)
    known = [q for n in knowledge.needs.values() for q in n.questions if not q.isascii()]
    made: dict[str, None] = {}
    while len(made) < count:
        one, other = (known[at] for at in random.randint(0, len(known), 2))
        made[one[: len(one) // 2] + other[len(other) // 2 :]] = None
    return list(made)


def questions(knowledge: Knowledge) -> list[str]:
    random = np.random.RandomState(0)
    known = [q for n in knowledge.needs.values() for q in n.questions if 12 < len(q) < 60]
    chosen = [known[at] for at in random.randint(0, len(known), QUESTIONS)]
    return [text[: len(text) // 3] + text[len(text) // 3 + 2 :] for text in chosen]


def median(work: Callable[[str], object], asked: Sequence[str]) -> float:
    """Median milliseconds of the work for one question."""
    times = []
    for text in asked:
        start = time.perf_counter()
        work(text)
        times.append(time.perf_counter() - start)
    return float(np.median(times)) * 1000


def entries(texts: Sequence[str]) -> dict[str, Entry]:
    made = {}
    for number, text in enumerate(texts):
        id_ = f"{COUNCIL}/{number}"
        source = Source("synthetic")
        made[id_] = Entry(
            id_, COUNCIL, EntryKind.FAQ, Phrase(text), Phrase(text), COUNCIL, source, "2026"
        )
    return made


def bar(inside: Sequence[Entry]):
    with click.progressbar(inside, label=f"{len(inside):,} texts", file=sys.stderr) as shown:
        yield from shown


def against_baselines(knowledge: Knowledge, japanese: Japanese, count: int) -> float:
    from dataclasses import replace

    texts, asked = recombined(knowledge, count), questions(knowledge)
    wide = replace(knowledge, entries=entries(texts))
    with tempfile.TemporaryDirectory() as place:
        cache.finder_for(replace(knowledge, entries=entries(texts[:9])), japanese, Path(place))
        start = time.perf_counter()
        cache.finder_for(wide, japanese, Path(place), bar)
        indexing = time.perf_counter() - start
        start = time.perf_counter()
        finder = cache.finder_for(wide, japanese, Path(place))
        loading = time.perf_counter() - start
        ours = median(lambda text: find(finder, japanese, text), [*asked, *asked][QUESTIONS // 2 :])
    slow = median(
        lambda text: process.extract(text, texts, scorer=fuzz.WRatio), asked[:SLOW_QUESTIONS]
    )
    words = [list(japanese.analyse(text).words) or ["。"] for text in texts]
    retriever = bm25s.BM25()
    retriever.index(words, show_progress=False)

    def by_words(text: str) -> object:
        known = list(japanese.analyse(text).words)
        return (
            retriever.retrieve([known], k=10, show_progress=False, n_threads=1) if known else None
        )

    bm25 = median(by_words, asked)
    print(
        f"{count:>7,} texts: ours {ours:7.2f} ms; rapidfuzz {slow:8.1f} ms, {slow / ours:6.1f} times ours;"
        f" bm25s {bm25:6.2f} ms, ours {ours / bm25:4.2f} times that;"
        f" indexed in {indexing:5.1f} s, loaded in {loading:4.2f} s"
    )
    return ours


def find(finder: Finder, japanese: Japanese, text: str) -> object:
    return finder.find(japanese.analyse(text), COUNCIL)


def own_knowledge() -> None:
    guide = build_guide(KNOWLEDGE, CACHE)
    asked = questions(guide.knowledge)
    median(lambda text: guide.hear(Session(council=COUNCIL), text, "-"), asked)
    whole = median(lambda text: guide.hear(Session(council=COUNCIL), text, "-"), asked)
    reading = median(guide.ear.japanese.read, asked)
    print(
        f"own knowledge: {whole:.2f} ms a question, {whole / reading:.1f} times Sudachi's reading of it"
    )


def cold_start() -> None:
    command = [sys.executable, "-m", "bot", "ask", "--council", COUNCIL, WORRY]
    spent = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=PROJECT)  # noqa: S603
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    print(f"madoguchi ask, cold start to answer: {min(spent):.2f} s of CPU")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="*", type=int, default=[2000, 10_000, 100_000])
    counts = parser.parse_args().texts
    cold_start()
    own_knowledge()
    knowledge = kept_or_read(KNOWLEDGE, CACHE)
    japanese = Japanese("core", knowledge.vocabulary)
    times = [against_baselines(knowledge, japanese, count) for count in counts]
    for (a, one), (b, other) in zip(
        zip(counts, times, strict=True), [*zip(counts, times, strict=True)][1:], strict=False
    ):
        print(f"from {a:,} to {b:,} texts: {other / one:.2f} times the median")


if __name__ == "__main__":
    main()
