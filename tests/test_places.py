"""Where a message is about, over the project's own names of places."""

import pytest
import small
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.load import load
from bot.model import Knowledge, OfficeKind
from bot.understanding.places import Gazetteer, Where


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load(small.KNOWLEDGE)


@pytest.fixture(scope="module")
def gazetteer(knowledge: Knowledge) -> Gazetteer:
    return Gazetteer(knowledge)


@pytest.mark.parametrize(
    ("text", "council", "office"),
    [
        ("鴻巣市で相談したい", "konosu", None),
        ("こうのすしに すんでいます", "konosu", None),
        ("I live in Konosu", "konosu", None),
        ("本庄の社協", "honjo", None),
        ("千葉市です", "chiba", None),
        ("一ノ関駅の近く", "ichinoseki", None),
        ("千厩に住んでいます", "ichinoseki", "ichinoseki/senmaya"),
        ("せんまやです", "ichinoseki", "ichinoseki/senmaya"),
        ("千厩支部の電話", "ichinoseki", "ichinoseki/senmaya"),
        ("児玉町の者です", "honjo", "honjo/kodama"),
        ("一関市の川崎町です", "ichinoseki", "ichinoseki/kawasaki"),
        ("千葉市から鴻巣市に越してきました", "konosu", None),
    ],
)
def test_a_place_leads_to_its_council_and_office(
    gazetteer: Gazetteer, text: str, council: str, office: str | None
) -> None:
    where = gazetteer.find(text)
    assert (where.council, where.office, where.elsewhere) == (council, office, None)


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("川崎市の保育園", "川崎市（神奈川県）"),
        ("札幌市のごみの日", "札幌市（北海道）"),
        ("さっぽろしの やくしょ", "札幌市（北海道）"),
        ("藤沢市でボランティア", "藤沢市（神奈川県）"),
    ],
)
def test_another_city_is_recognised(gazetteer: Gazetteer, text: str, city: str) -> None:
    for council in (None, "ichinoseki"):
        where = gazetteer.find(text, council)
        assert where.elsewhere == city
        assert where.office is None


@pytest.mark.parametrize(
    "text",
    [
        "母が通帳をなくす",
        "千葉県のことですか",
        "千葉さんに会いたい",
        "いちばん近い窓口",
        "宮城内陸地震のとき",
        "札幌市から来ました",
        "札幌市に住む姉が心配",
        "",
        "。。。",
    ],
)
def test_no_place_is_named(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text) == Where()


def test_a_name_of_the_office_says_that_it_was_asked_for(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("福祉課の電話", "konosu") == Where(
        None, "konosu/city-welfare", None, True
    )
    assert gazetteer.find("福祉課の電話").office is None
    assert gazetteer.find("福祉課の電話", "chiba").office is None
    assert gazetteer.find("児玉支所の電話").named
    assert not gazetteer.find("児玉に住んでいます").named


def test_a_name_that_cities_share_needs_the_council(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("川崎です", "ichinoseki").office == "ichinoseki/kawasaki"
    assert gazetteer.find("川崎です").office is None
    assert gazetteer.find("川崎です", "chiba").office is None


def test_every_city_and_every_area_of_a_branch_is_found(
    gazetteer: Gazetteer, knowledge: Knowledge
) -> None:
    for council in knowledge.councils.values():
        assert gazetteer.find(f"{council.city}に住んでいます").council == council.id
        assert gazetteer.find(f"{council.short_name}の電話番号").council == council.id
    for office in knowledge.offices.values():
        if office.kind is OfficeKind.BRANCH:
            for area in office.areas:
                found = gazetteer.find(f"{area}に住んでいます", office.council)
                assert found.office == office.id, area


def test_every_other_city_of_japan_is_elsewhere(gazetteer: Gazetteer, knowledge: Knowledge) -> None:
    own = {council.city for council in knowledge.councils.values()}
    places = {place for council in knowledge.councils.values() for place in council.places}
    areas = {area for office in knowledge.offices.values() for area in office.areas}
    missed = [
        city.name
        for city in knowledge.municipalities
        if city.name not in own | places | areas
        and not (gazetteer.find(f"{city.name}の相談窓口はどこですか").elsewhere or "").startswith(
            city.name
        )
    ]
    assert len(knowledge.municipalities) > 1700
    assert missed == []


@settings(max_examples=200, deadline=None)
@given(
    text=st.one_of(
        st.text(st.characters()),
        st.lists(
            st.sampled_from(["千葉市", "川崎", "から", "さん", "千厩", "の", "Konosu", " "])
        ).map("".join),
    ),
    council=st.sampled_from([None, "honjo", "konosu", "chiba", "ichinoseki"]),
)
def test_whatever_is_written_only_what_there_is_is_found(
    gazetteer: Gazetteer, knowledge: Knowledge, text: str, council: str | None
) -> None:
    where = gazetteer.find(text, council)
    assert where.council is None or where.council in knowledge.councils
    assert where.office is None or where.office in knowledge.offices
    if where.office is not None:
        assert knowledge.offices[where.office].council == (where.council or council)
    assert where.council is None or where.elsewhere is None


def test_a_long_message_is_searched_soon(gazetteer: Gazetteer) -> None:
    for name in ("千葉市", "川崎市から", "こだま", "あ"):
        gazetteer.find(name * 50_000)


@pytest.mark.parametrize(
    ("text", "council", "office"),
    [
        ("はにほんプラザはどこ", "honjo", "honjo/honsho"),
        ("総合福祉センダー", "ichinoseki", "ichinoseki/honbu"),
        ("アスピアこたま", "honjo", "honjo/kodama"),
    ],
)
def test_one_wrong_letter_in_a_long_name_does_no_harm(
    gazetteer: Gazetteer, text: str, council: str, office: str
) -> None:
    assert gazetteer.find(text, council).office == office


@pytest.mark.parametrize("text", ["福祉センターのような所", "プラザホテルの予約", "総合病院の電話"])
def test_what_is_only_like_a_name_is_none(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text, "ichinoseki") == Where()


@pytest.mark.parametrize(
    ("text", "asked", "home"),
    [
        ("東京に住んでいます。食べるものがない", False, "東京都"),
        ("私は大阪府です", False, "大阪府"),
        ("北海道です", True, "北海道"),
        ("石川です", True, "石川県"),
        ("石川です", False, ""),
        ("息子が東京に住んでいて、私は一人です", False, ""),
        ("東京の大学に通っています", False, ""),
        ("千葉県に住んでいます", True, ""),
    ],
)
def test_a_prefecture_without_a_council_of_ours_is_a_home_where_that_is_plain(
    gazetteer: Gazetteer, text: str, asked: bool, home: str
) -> None:
    assert gazetteer.far_home(text, asked=asked) == home
