"""Words are near where the same needs speak of them."""

import numpy as np
import pytest

from bot.conversation.guide import Guide
from bot.understanding.topics import Topics


def nearness(guide: Guide, topics: Topics, one: str, other: str) -> float:
    places = []
    for text in (one, other):
        numbers = topics.numbers(guide.ear.japanese.analyse(text))
        places.append(topics.place(numbers, np.ones(len(numbers), dtype=np.float32)))
    return float(places[0] @ places[1])


@pytest.mark.parametrize(
    ("word", "like", "unlike"),
    [("ゴミ", "廃棄物", "選挙"), ("保育園", "幼稚園", "税金"), ("家賃", "団地", "予防接種")],
)
def test_words_of_one_topic_are_nearer_than_others(
    guide: Guide, topics: Topics, word: str, like: str, unlike: str
) -> None:
    assert nearness(guide, topics, word, like) > nearness(guide, topics, word, unlike) + 0.1


def test_unknown_words_are_nowhere(guide: Guide, topics: Topics) -> None:
    numbers = topics.numbers(guide.ear.japanese.analyse("ヌヌヌヌ"))
    assert len(numbers) == 0
    place = topics.place(numbers, np.zeros(0, dtype=np.float32))
    assert not place.any()
