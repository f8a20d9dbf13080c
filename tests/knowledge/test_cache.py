"""What was learned is kept, and never trusted: anything else than what was kept is learned again."""

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
import small

from bot.knowledge.cache import key, learned_for
from bot.knowledge.load import load
from bot.model import Knowledge
from bot.understanding.japanese import Japanese
from bot.understanding.learned import Learned

QUESTION = "生活費の相談がしたい"


@pytest.fixture(scope="module")
def knowledge(small_folder: Path) -> Knowledge:
    return load(small_folder)


@pytest.fixture(scope="module")
def japanese(knowledge: Knowledge) -> Japanese:
    return Japanese("core", knowledge.vocabulary)


@pytest.fixture
def place(small_data: Path, knowledge: Knowledge, japanese: Japanese, tmp_path: Path) -> Path:
    """A copy of the cache with one thing learned, to be damaged."""
    name = key(knowledge, japanese)
    return Path(
        shutil.copytree(small_data / "cache/learned" / name, tmp_path / "cache/learned" / name)
    )


def learnings(knowledge: Knowledge, japanese: Japanese, folder: Path) -> tuple[int, Learned]:
    """How often it was learned when what is learned was asked for, and what it is."""
    times: list[None] = []
    made = learned_for(knowledge, japanese, folder, lambda: times.append(None))
    return len(times), made


def scores(learned: Learned, japanese: Japanese) -> list[float]:
    vector = learned.vocabulary.vector(japanese.analyse(QUESTION))
    found: list[float] = learned.needs.scores(vector).tolist()
    return found


def test_it_is_learned_once_and_read_back_the_same(
    small_data: Path, knowledge: Knowledge, japanese: Japanese, tmp_path: Path
) -> None:
    times, fresh = learnings(knowledge, japanese, tmp_path / "cache")
    assert times == 1
    times, kept = learnings(knowledge, japanese, tmp_path / "cache")
    assert times == 0
    assert kept.needs.classes == fresh.needs.classes
    assert kept.vocabulary.names.keys() == fresh.vocabulary.names.keys()
    assert kept.utterances.texts == fresh.utterances.texts
    assert np.array_equal(kept.danger.weight, fresh.danger.weight)
    _, other = learnings(knowledge, japanese, small_data / "cache")
    assert scores(kept, japanese) == scores(fresh, japanese) == scores(other, japanese)
    [place] = (tmp_path / "cache/learned").iterdir()
    assert place.name == key(knowledge, japanese)
    # Built by one user, run by another.
    assert place.stat().st_mode & 0o055 == 0o055


def test_one_damaged_byte_is_learned_again(
    place: Path, knowledge: Knowledge, japanese: Japanese
) -> None:
    _, good = learnings(knowledge, japanese, place.parent.parent)
    expected = scores(good, japanese)
    for name in ("checksums.json", "values.json", "needs-weight.npy", "postings-number.npy"):
        file = place / name
        damaged = bytearray(file.read_bytes())
        damaged[len(damaged) // 2] ^= 0x01
        # A new file: the old one may still be mapped.
        file.unlink()
        file.write_bytes(damaged)
        times, again = learnings(knowledge, japanese, place.parent.parent)
        assert (name, times) == (name, 1)
        assert scores(again, japanese) == expected
        assert learnings(knowledge, japanese, place.parent.parent)[0] == 0


@pytest.mark.parametrize("name", ["checksums.json", "idf.npy"])
def test_a_missing_file_is_learned_again(
    place: Path, knowledge: Knowledge, japanese: Japanese, name: str
) -> None:
    (place / name).unlink()
    assert learnings(knowledge, japanese, place.parent.parent)[0] == 1
    assert learnings(knowledge, japanese, place.parent.parent)[0] == 0


@pytest.mark.parametrize("content", ["", "null", "{}", '["values.json"]'])
def test_checksums_of_another_shape_are_learned_again(
    place: Path, knowledge: Knowledge, japanese: Japanese, content: str
) -> None:
    (place / "checksums.json").write_text(content, encoding="utf-8")
    assert learnings(knowledge, japanese, place.parent.parent)[0] == 1


def test_a_checksum_that_names_no_file_of_ours_is_learned_again(
    place: Path, knowledge: Knowledge, japanese: Japanese
) -> None:
    sums = json.loads((place / "checksums.json").read_text(encoding="utf-8"))
    sums.pop("idf.npy")
    (place / "checksums.json").write_text(json.dumps(sums), encoding="utf-8")
    assert learnings(knowledge, japanese, place.parent.parent)[0] == 1


def test_a_file_in_its_place_is_lived_with(
    knowledge: Knowledge, japanese: Japanese, tmp_path: Path
) -> None:
    (tmp_path / "cache").touch()
    times, made = learnings(knowledge, japanese, tmp_path / "cache")
    assert times == 1
    assert scores(made, japanese)
    assert (tmp_path / "cache").is_file()


def test_other_knowledge_is_learned_anew_and_the_oldest_is_thrown_away(
    place: Path, folder: Path, japanese: Japanese
) -> None:
    names = {place.name}
    for number in range(3):
        small.replace(
            folder / "needs/all.yaml", "- 生活費　相談", f"- 生活費　相談{number}\n  - 生活費　相談"
        )
        changed = load(folder)
        assert learnings(changed, japanese, place.parent.parent)[0] == 1
        assert learnings(changed, japanese, place.parent.parent)[0] == 0
        names.add(key(changed, japanese))
    assert len(names) == 4
    assert {path.name for path in place.parent.iterdir()} == names - {place.name}


def test_what_a_killed_process_left_behind_is_thrown_away(
    knowledge: Knowledge, japanese: Japanese, tmp_path: Path
) -> None:
    left, writing = tmp_path / "learned/.learning-left", tmp_path / "learned/.learning-writing"
    left.mkdir(parents=True)
    writing.mkdir()
    os.utime(left, (0, 0))
    assert learnings(knowledge, japanese, tmp_path)[0] == 1
    assert not left.exists()
    assert writing.exists()


def test_the_key_tells_dictionaries_apart_and_does_not_mind_a_new_number(
    knowledge: Knowledge, japanese: Japanese, folder: Path
) -> None:
    before = key(knowledge, japanese)
    assert "core" in before
    council = folder / "konosu/council.yaml"
    small.replace(council, "048-597-2100", "048-597-2199")
    changed = load(folder)
    assert changed.version != knowledge.version
    assert key(changed, japanese) == before
