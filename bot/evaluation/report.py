"""How well labelled questions are answered: ranking, refusing, danger, offices, and confidence.

``served`` is the share of all questions that end as an informed clerk would have it: an expected
entry among the first three shown, a danger met as a crisis with the right situation among its first
three, and nothing put forward where nothing fits.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.conversation.guide import Guide
from bot.knowledge.labelled import Labelled
from bot.model import Outcome, Session, Turn

_PUT_FORWARD = (Outcome.ANSWERED, Outcome.SUGGESTED)
_BINS = 5


@dataclass(frozen=True, slots=True)
class Result:
    """One question with what came of it; ``rank`` counts from 0, None where no expected id stands."""

    item: Labelled
    turn: Turn

    @property
    def rank(self) -> int | None:
        ids = [candidate.id for candidate in self.turn.candidates]
        return next((i for i, id_ in enumerate(ids) if id_ in self.item.expect), None)

    @property
    def put_forward(self) -> bool:
        return self.turn.outcome in _PUT_FORWARD

    @property
    def served(self) -> bool:
        near = self.rank is not None and self.rank < 3
        match self.item.group:
            case "answerable":
                return self.put_forward and near
            case "crisis":
                return self.turn.outcome is Outcome.CRISIS and near
            case _:
                return self.turn.outcome in (Outcome.UNMATCHED, Outcome.SMALLTALK)


def evaluated(guide: Guide, items: Iterable[Labelled]) -> list[Result]:
    return [Result(item, guide.hear(Session(council=item.council), item.q, "-")) for item in items]


def report(results: Sequence[Result], failures: int) -> Iterable[str]:
    """The figures, by kind and by council, the reliability of scores, and what failed."""
    group = defaultdict(list)
    for result in results:
        group[result.item.group].append(result)
    answerable, crisis, nothing = group["answerable"], group["crisis"], group["nothing"]
    confident = [r for r in answerable if r.turn.outcome is Outcome.ANSWERED]
    offices = [r for r in answerable if r.item.office]
    others = [*answerable, *nothing]
    mrr = sum(1 / (r.rank + 1) for r in answerable if r.put_forward and r.rank is not None)
    yield f"質問 {len(results)}（答えられる {len(answerable)}、危険 {len(crisis)}、当てはまらない {len(nothing)}）"
    yield _line("served", results, lambda r: r.served)
    yield _line("hit@1", answerable, lambda r: r.put_forward and r.rank == 0)
    yield _line("hit@3", answerable, lambda r: r.served)
    yield f"MRR               {mrr / max(1, len(answerable)):.3f}"
    yield _line("confident", answerable, lambda r: r.turn.outcome is Outcome.ANSWERED)
    yield _line("confident wrong", confident, lambda r: r.rank != 0)
    yield _line("wrongly refused", answerable, lambda r: not r.put_forward)
    yield _line("refused", nothing, lambda r: r.served)
    yield _line("crisis caught", crisis, lambda r: r.turn.outcome is Outcome.CRISIS)
    yield _line("crisis right", crisis, lambda r: r.served)
    yield _line("crisis or care", crisis, lambda r: r.turn.outcome is Outcome.CRISIS or r.turn.care)
    yield _line("false crisis", others, lambda r: r.turn.outcome is Outcome.CRISIS)
    yield _line("needless care", others, lambda r: r.turn.care)
    yield _line("office", offices, lambda r: r.turn.office == r.item.office)
    for title, key in (
        ("種類別", lambda r: r.item.kind),
        ("協議会別", lambda r: str(r.item.council)),
    ):
        served, total = Counter[str](), Counter[str]()
        for result in results:
            total[key(result)] += 1
            served[key(result)] += result.served
        yield f"{title}: " + "、".join(f"{k} {served[k]}/{total[k]}" for k in sorted(total))
    yield from _reliability(answerable)
    missed = [r for r in results if not r.served]
    for result in missed[:failures]:
        shown = [candidate.id for candidate in result.turn.candidates[:3]]
        question = result.item.q.replace("\n", " ")[:60]
        yield (
            f"- [{result.item.kind}] {question}（{result.item.council}）正解 {list(result.item.expect)}"
            f" 結果 {result.turn.outcome.value} {shown}"
        )


def _line(name: str, results: Sequence[Result], true) -> str:  # type: ignore[no-untyped-def]
    count = sum(bool(true(r)) for r in results)
    share = f"{count / len(results):.3f}" if results else "—"
    return f"{name:<17} {share}  ({count}/{len(results)})"


def _reliability(results: Sequence[Result]) -> Iterable[str]:
    """How often the first entry is right, by the score it was given; and the expected error."""
    shown = [r for r in results if r.put_forward and r.turn.candidates]
    if not shown:
        return
    bins: dict[int, list[Result]] = defaultdict(list)
    for result in shown:
        bins[min(int(result.turn.candidates[0].score * _BINS), _BINS - 1)].append(result)
    error = 0.0
    yield "確からしさの表（点数の範囲: 平均点 → 正しかった割合、件数）"
    for number, inside in sorted(bins.items()):
        mean = sum(r.turn.candidates[0].score for r in inside) / len(inside)
        right = sum(r.rank == 0 for r in inside) / len(inside)
        error += abs(mean - right) * len(inside) / len(shown)
        low = number / _BINS
        yield f"  {low:.1f}–{low + 1 / _BINS:.1f}: {mean:.2f} → {right:.2f}（{len(inside)}）"
    yield f"expected calibration error {error:.3f}"
