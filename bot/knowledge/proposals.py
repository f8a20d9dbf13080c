"""Wordings that staff propose from tickets, in a file of their own until a person moves them into
the knowledge base."""

from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from bot.knowledge.load import Folder
from bot.knowledge.reader import KnowledgeError, Problem, read
from bot.knowledge.schema import Day, Line, Part, Slug
from bot.knowledge.writing import scalar

NAME = "proposals.yaml"
_HEAD = "# 職員が質問から提案した言い方。確かめて、needs/ の questions に移してください。\n"


class ProposalPart(Part):
    """One proposed utterance"""

    need: Slug
    question: Line
    council: Slug
    ticket: Line
    proposed: Day


def propose(file: Path, need: str, question: str, council: str, ticket: int, day: str) -> bool:
    """Add a proposal; False where the same one stands there already.

    A file that was damaged by hand keeps what it has: ``knowledge check`` tells where to mend it.
    """
    before = file.read_bytes() if file.exists() else b""
    if before and (need, question.strip()) in _known(file):
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as stream:
        if not before:
            stream.write(_HEAD)
        elif not before.endswith(b"\n"):
            stream.write("\n")
        stream.write(
            f"- need: {need}\n"
            f"  question: {scalar(question, quoted=True)}\n"
            f"  council: {council}\n"
            f'  ticket: "{ticket}"\n'
            f"  proposed: {day}\n"
        )
    return True


def _known(file: Path) -> set[tuple[str, str]]:
    try:
        data = read(file).data
    except KnowledgeError:
        return set()
    items = data if isinstance(data, list) else []
    return {
        (str(item.get("need")), str(item.get("question")).strip())
        for item in items
        if isinstance(item, dict)
    }


def check_proposals(file: Path, folder: Folder) -> Iterable[Problem]:
    """What keeps the proposals in a file from being moved into a knowledge folder."""
    try:
        document = read(file)
    except KnowledgeError as error:
        yield from error.problems
        return
    needs = {need.id: need for loaded in folder.needs for _, need in loaded.parts}
    if document.data is not None and not isinstance(document.data, list):
        yield document.problem((), "ここには「- need: …」で始まる一覧を書いてください")
        return
    for index, data in enumerate(document.data or []):
        try:
            proposal = ProposalPart.model_validate(data)
        except ValidationError as error:
            for one in error.errors(include_url=False):
                where = (index, *one["loc"])
                yield document.problem(
                    where, f"「{one['loc'][-1] if one['loc'] else data}」が読めません"
                )
            continue
        if proposal.need not in needs:
            yield document.problem((index, "need"), f"困りごと「{proposal.need}」は見つかりません")
        elif proposal.question in needs[proposal.need].questions:
            message = f"「{proposal.question}」は、もう {proposal.need} にあります。消してください"
            yield document.problem((index, "question"), message, serious=False)
