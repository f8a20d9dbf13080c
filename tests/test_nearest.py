"""The nearest office to a shared location, as far as coordinates with a source are known."""

from pathlib import Path

import pytest
import small

from bot.channels.terminal import render
from bot.conversation import menu
from bot.conversation.nearest import by_position, by_postal_code, distance
from bot.conversation.wording import Wording
from bot.knowledge.load import load
from bot.model import LANGUAGES, Knowledge, Session, Turn

HERE = (36.05, 139.51)


def placed(folder: Path, council: str, phone: str, latitude: float, longitude: float) -> None:
    """Give the office with this telephone a place on the map."""
    position = (
        f"position: {{latitude: {latitude}, longitude: {longitude},"
        " source: {document: 試験の地図, at: 1枚目}}"
    )
    line = f"phone: {phone}"
    small.replace(folder / council / "council.yaml", line, f"{line}\n    {position}")


def shared(knowledge: Knowledge, latitude: float, longitude: float, language: str = "ja") -> Turn:
    found = by_position(knowledge, latitude, longitude)
    say = Wording(knowledge.texts, language)  # type: ignore[arg-type]
    return menu.near_position(knowledge, Session(), found, say)


def test_without_coordinates_nothing_is_guessed(folder: Path) -> None:
    turn = shared(load(folder), *HERE)
    assert "まだ確かめられていない" in render(turn.reply)
    assert turn.session.council is None
    assert [choice.label for choice in turn.reply.choices.flat] == ["本庄市", "鴻巣市"]


@pytest.fixture
def mapped(folder: Path) -> Knowledge:
    placed(folder, "konosu", "048-597-2100", 36.06, 139.51)
    placed(folder, "honjo", "0495-24-2755", 36.24, 139.19)
    return load(folder)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_nearest_office_with_its_distance(mapped: Knowledge, language: str) -> None:
    turn = shared(mapped, *HERE, language)
    assert (turn.session.council, turn.session.office) == ("konosu", "konosu/shakyo")
    assert "1.1" in render(turn.reply)
    assert "048-597-2100" in render(turn.reply)


def test_an_office_without_coordinates_may_be_nearer(mapped: Knowledge) -> None:
    turn = shared(mapped, 36.2, 139.15)
    assert "本庄市社会福祉協議会 本所" in render(turn.reply)
    assert "位置がまだ確かめられていない窓口もあります" in render(turn.reply)
    assert "児玉町" in [choice.label for choice in turn.reply.choices.flat]
    assert by_postal_code(mapped, "367-0217").offices[0].id == "honjo/kodama"


def test_far_from_everything_known(mapped: Knowledge) -> None:
    turn = shared(mapped, 43.06, 141.35)
    assert "お近くに" in render(turn.reply)
    assert turn.session.office is None


def test_a_doubtful_position_is_not_used(folder: Path) -> None:
    placed(folder, "konosu", "048-597-2100", 36.06, 139.51)
    small.replace(
        folder / "konosu" / "council.yaml",
        "phone: 048-597-2100",
        "doubtful: {position: 確認待ち}\n    phone: 048-597-2100",
    )
    assert by_position(load(folder), *HERE) is None


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    assert distance(35, 139, 36, 139) == pytest.approx(111.2, abs=0.1)
    assert distance(35, 139, 35, 139) == 0
