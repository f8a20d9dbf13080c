"""Two versions of the knowledge over the same labelled questions: what gets better, what worse."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.conversation.guide import Guide
from bot.evaluation.report import Result
from bot.knowledge.labelled import Labelled
from bot.model import Session

_EVERY = 100
_SHOWN = 3


def answers(guide: Guide, items: Sequence[Labelled]) -> Iterator[Result]:
    for item in items:
        yield Result(item, guide.hear(Session(council=item.council), item.q, "-"))


def steps(name: str, results: Iterable[Result], of: int, into: list[Result]) -> Iterator[Any]:
    """Collect results, telling now and then how far it is."""
    for number, result in enumerate(results, 1):
        into.append(result)
        if number % _EVERY == 0 or number == of:
            yield {"stage": name, "done": number, "of": of}


def report(before: Sequence[Result], after: Sequence[Result]) -> Mapping[str, Any]:
    """How many were served before and after, and which questions changed sides."""
    pairs = list(zip(before, after, strict=True))
    better = [(a, b) for a, b in pairs if b.served and not a.served]
    worse = [(a, b) for a, b in pairs if a.served and not b.served]
    return {
        "stage": "done",
        "of": len(pairs),
        "before": sum(r.served for r in before),
        "after": sum(r.served for r in after),
        "better": [_change(a, b) for a, b in better],
        "worse": [_change(a, b) for a, b in worse],
    }


def _change(before: Result, after: Result) -> dict[str, Any]:
    return {
        "q": after.item.q,
        "council": after.item.council,
        "expect": list(after.item.expect),
        "was": _said(before),
        "now": _said(after),
    }


def _said(result: Result) -> dict[str, Any]:
    ids = [candidate.id for candidate in result.turn.candidates][:_SHOWN]
    return {"outcome": result.turn.outcome.value, "entries": ids}
