"""Composition root: builds every part; the only place where parts meet."""

from collections.abc import Callable
from pathlib import Path

from bot.conversation.guide import Guide
from bot.knowledge.cache import learned_for
from bot.knowledge.load import load
from bot.understanding.danger import DangerSense
from bot.understanding.japanese import Japanese
from bot.understanding.match import Matcher
from bot.understanding.places import Gazetteer


def build_guide(
    knowledge_dir: Path,
    data_dir: Path,
    dictionary: str = "core",
    on_learning: Callable[[], None] = lambda: None,
) -> Guide:
    """The guide over a knowledge folder. Raises KnowledgeError where the folder cannot be served."""
    knowledge = load(knowledge_dir)
    japanese = Japanese(dictionary, knowledge.vocabulary)
    learned = learned_for(knowledge, japanese, data_dir / "cache", on_learning)
    return Guide(
        knowledge,
        japanese,
        Matcher(knowledge, learned, japanese),
        DangerSense(learned, japanese),
        Gazetteer(knowledge),
    )
