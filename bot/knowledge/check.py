"""What a person should mend in a knowledge folder: mistakes that stop a release, and work to do."""

from datetime import date
from pathlib import Path

from bot.knowledge.checks import facts, words
from bot.knowledge.load import read_folder
from bot.knowledge.reader import Problem


def check_folder(root: Path, today: date) -> list[Problem]:
    """Every problem of a folder, by file and line.

    Raises KnowledgeError where there is no folder to check.
    """
    folder = read_folder(root)
    problems = list(folder.problems)
    if not problems:
        problems.extend(facts.days_exist(folder))
    if not problems:
        for rule in (
            words.utterances_twice,
            words.said_twice,
            words.entry_questions_twice,
            words.unreached,
            words.languages_missing,
            words.too_hard,
            facts.never_shown,
            facts.exchanges_differ,
        ):
            problems.extend(rule(folder))
        problems.extend(facts.plans_end(folder, today))
        problems.extend(facts.dates(folder, today))
    return sorted(problems, key=lambda p: (str(p.file), p.line, not p.serious))
