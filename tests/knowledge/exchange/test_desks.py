"""Desks of many cities: each city's own are named, and no other's, with where they come from."""

from pathlib import Path

import pytest
import small

from bot.app import build_guide
from bot.channels.terminal import render
from bot.conversation import menu
from bot.conversation.guide import Guide
from bot.knowledge.exchange.desks import categories
from bot.knowledge.exchange.imports import Imported, import_desks
from bot.knowledge.load import load
from bot.knowledge.reader import KnowledgeError
from bot.model import Session
from bot.settings import PROJECT

SAMPLE = Path(__file__).parent / "desks"
CITIES = {"jp-90201", "jp-90301", "jp-91301"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small.copy(small.KNOWLEDGE, tmp_path_factory.mktemp("nation") / "knowledge")


@pytest.fixture(scope="module")
def done(root: Path) -> Imported:
    return import_desks(SAMPLE, root)


@pytest.fixture(scope="module")
def wide(done: Imported, root: Path) -> Guide:
    """The guide over our four councils and the three cities of the sample."""
    return build_guide(root, PROJECT / "data" / "cache")


def test_what_is_published_comes_in_and_what_is_there_stays(done: Imported, root: Path) -> None:
    assert (done.councils, done.offices, done.entries) == (3, 8, 9)
    assert done.remarks == (
        "公開（published）でない 1 行は入れませんでした。",
        "もう協議会がある市町村は入れませんでした: 鴻巣市",
        "形の違う値を 1 か所、空にしました: iw-general の 12-34",
    )
    knowledge = load(root)
    assert set(knowledge.councils) == CITIES | set(load(small.KNOWLEDGE).councils)
    assert not any("まだ確かめて" in office.name.ja for office in knowledge.offices.values())


def test_a_desk_keeps_its_facts(done: Imported, root: Path) -> None:
    knowledge = load(root)
    office = knowledge.headquarters("jp-90201")
    assert (office.name.ja, office.phone) == ("湊戸市役所", "090-111-1111")
    assert (office.postal_code, office.address) == ("900-0001", "東県湊戸市港1-1, 本館")
    assert office.hours.ja == "8時30分〜17時、休み 土曜日・日曜日"
    assert office.source.document == "https://example.jp/minato"
    assert office.verified == "2026-07-26"
    [room] = {e.office for e in knowledge.entries_of("jp-90201") if "暮らし" in e.name.ja}
    assert knowledge.offices[room].name.ja == "くらし相談室"
    # One room with two tasks is one office with two entries.
    assert sum(e.office == room for e in knowledge.entries_of("jp-90201")) == 2


def test_to_import_again_changes_nothing(done: Imported, root: Path) -> None:
    assert import_desks(SAMPLE, root).files == ()


def test_every_card_names_the_source_and_its_date(wide: Guide) -> None:
    for council in CITIES:
        for entry in wide.knowledge.entries_of(council):
            turn = wide.choose(Session(council), f"entry:-:{entry.id}", "-")
            assert turn is not None
            shown = render(turn.reply)
            assert "くらし支援ナビ" in shown
            assert "CC BY 4.0" in shown
            assert "2026年7月" in shown


def test_rent_in_a_city_leads_to_its_desk_and_no_other(wide: Guide) -> None:
    turn = wide.hear(Session(), "湊戸市 家賃が払えない", "-")
    assert turn.council == "jp-90201"
    assert turn.office is not None
    assert wide.knowledge.offices[turn.office].name.ja == "くらし相談室"
    assert "090-111-2222" in render(turn.reply)
    assert {c.id.split("/")[0] for c in turn.candidates} == {"jp-90201"}


def test_two_towns_of_one_name_are_told_apart(wide: Guide) -> None:
    turn = wide.hear(Session(), "池沢町で家賃が払えない", "-")
    labels = [choice.label for choice in turn.reply.choices.flat]
    assert labels == ["池沢町（東県）", "池沢町（西県）"]
    chosen = wide.choose(turn.session, turn.reply.choices.flat[1].token, "-")
    assert chosen is not None
    assert "091-333-3333" in render(chosen.reply)
    assert wide.hear(Session(), "西県の池沢町で家賃が払えない", "-").council == "jp-91301"
    assert wide.hear(Session("jp-90301"), "池沢町で家賃が払えない", "-").council == "jp-90301"


def test_a_desk_of_every_town_hall_is_nobodys_by_its_bare_name(wide: Guide) -> None:
    assert wide.gazetteer.find("福祉課の電話番号").office is None
    office = wide.gazetteer.find("福祉課の電話番号", "jp-91301").office
    assert office is not None
    assert office.startswith("jp-91301/")


def test_a_city_without_a_plan_says_so(wide: Guide) -> None:
    say = wide.wording(Session())
    shown = render(menu.plan(wide.knowledge, Session("jp-90201"), say).reply)
    assert "湊戸市の福祉の計画は、ここではご案内できません" in shown
    assert "090-111-1111" in shown


def test_what_is_not_the_open_data_is_told(tmp_path: Path, folder: Path) -> None:
    for name in ("prefectures", "municipalities"):
        (tmp_path / f"{name}.csv").write_bytes((SAMPLE / f"{name}.csv").read_bytes())
    with pytest.raises(KnowledgeError, match=r"offices\.csv:1: 読めません"):
        import_desks(tmp_path, folder)
    (tmp_path / "offices.csv").write_text("id,name\n1,2\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"offices\.csv:2: 「municipalityId」の列がありません"):
        import_desks(tmp_path, folder)


def test_every_category_meets_needs_we_have() -> None:
    needs = set(load(small.KNOWLEDGE).needs)
    for category in categories().values():
        assert category.needs
        assert {*category.needs, *category.also} <= needs


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    """As many cities as make a list of buttons too long."""
    folder = tmp_path_factory.mktemp("crowd")
    root = small.copy(small.KNOWLEDGE, folder / "knowledge")
    sample = small.copy(SAMPLE, folder / "desks")
    town = "t{0},90,90{0}5,第{0}町,だい{0}ちょう,town,,,,published,\n"
    desk = "g{0},t{0},unknown,第{0}町役場,,,,,,090-{0}-0000,,,,,,,published,2026-07-26,,municipality,\n"
    for name, line in (("municipalities", town), ("offices", desk)):
        with (sample / f"{name}.csv").open("a", encoding="utf-8") as stream:
            stream.writelines(line.format(number) for number in range(500, 540))
    import_desks(sample, root)
    return build_guide(root, PROJECT / "data" / "cache")


def test_among_many_cities_the_prefecture_is_chosen_first(crowd: Guide) -> None:
    asked = crowd.hear(Session(), "家賃が払えない", "-")
    east = next(c for c in asked.reply.choices.flat if c.label == "東県")
    first = crowd.choose(asked.session, east.token, "-")
    assert first is not None
    assert first.session.pending == "家賃が払えない"
    assert len(first.reply.choices.flat) == 31
    page = crowd.choose(first.session, first.reply.choices.flat[-1].token, "-")
    assert page is not None
    city = next(c for c in first.reply.choices.flat if c.label == "湊戸市")
    answer = crowd.choose(page.session, city.token, "-")
    assert answer is not None
    assert "090-111-2222" in render(answer.reply)


def test_what_is_typed_instead_of_a_button_answers_too(crowd: Guide) -> None:
    asked = crowd.hear(Session(), "家賃が払えない", "-")
    answer = crowd.hear(asked.session, "湊戸市", "-")
    assert "090-111-2222" in render(answer.reply)


def test_many_cities_are_counted_and_not_listed(crowd: Guide) -> None:
    say = crowd.wording(Session())
    assert menu.cities(crowd.knowledge, say) == "47の市区町村"
