"""Personal data goes before a message is kept; the words stay. Measured on tests/masking/*.txt."""

import re
import sys
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from masking import score

from bot.conversation.guide import Guide
from bot.knowledge.labelled import labelled
from bot.settings import PROJECT
from bot.understanding.masking import Masker, Personal

Mask = Callable[[str], str]


@pytest.fixture(scope="session")
def masker(guide: Guide) -> Masker:
    return Masker(guide.ear.japanese, guide.knowledge)


@pytest.fixture(scope="session")
def mask(masker: Masker) -> Mask:
    return masker.mask


@pytest.mark.parametrize("half", score.HALVES)
def test_what_is_personal_is_masked_and_little_else(masker: Masker, half: str) -> None:
    sys.stdout.write("\n".join(score.table(masker, half)))
    measured = score.scores(masker, half)
    assert measured[""].recall >= 0.98
    assert measured[""].precision >= 0.95
    for kind in score.NUMBERS:
        assert measured[kind].labels >= 3
        assert measured[kind].recall >= 0.95, kind
        assert measured[kind].precision >= 0.9, kind
    assert measured["名前"].recall >= 0.9
    assert measured["名前"].precision >= 0.95


def test_the_labelled_sentences_are_many_and_none_is_in_both_halves() -> None:
    dev, blind = ({one.text for one in score.sentences(half)} for half in score.HALVES)
    assert len(dev | blind) >= 400
    assert not dev & blind


def test_the_score_sees_what_is_left_and_what_is_too_much() -> None:
    [sentence] = [one for one in score.sentences("dev") if one.text.startswith("母の携帯は")]
    assert score.missed(sentence, ()) == list(sentence.personal)
    too_much = Personal("電話", 0, 4)
    assert score.wrong(sentence, [too_much]) == [too_much]


def test_ordinary_questions_are_hardly_touched(masker: Masker) -> None:
    """No one in the labelled questions gives a number or address, and few a name."""
    files = sorted((PROJECT / "tests" / "questions").glob("*.yaml"))
    asked = [item.q for file in files for item in labelled(file)]
    touched = [q for q in asked if masker.mask(q) != unicodedata.normalize("NFKC", q)]
    assert len(asked) > 1000
    assert len(touched) <= len(asked) * 0.01, touched


@pytest.mark.parametrize(
    "text",
    [
        "0495-24-2755に電話しても出ません",
        "〇四九五の二四の二七五五はいつ開きますか",
        "0120-279-338はつながらない",
        "0570-003-110とは何ですか",
    ],
)
def test_public_numbers_stay(mask: Mask, text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    "number",
    [
        *(
            "090-1234-5678",
            "09012345678",
            "０９０－１２３４－５６７８",
            "090 1234 5678",
            "090.1234.5678",
        ),
        *("(090)1234-5678", "0191(53)9985", "0495-24-9911", "0495249911", "03-1234-5678"),
        *(
            "+81-90-1234-5678",
            "+81 90 1234 5678",
            "090ー1234ー5678",
            "090‐1234‐5678",
            "090−1234−5678",
        ),
        *("090 - 1234 - 5678", "〇九〇の一二三四の五六七八"),
    ],
)
def test_a_telephone_number_goes(mask: Mask, number: str) -> None:
    masked = mask(f"母の携帯は{number}です")
    assert masked == "母の携帯は［電話］です"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("hanako.y+1@example.co.jpへ返事を", "［メール］へ返事を"),
        ("ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｃｏｍ", "［メール］"),
        ("〒365-0062です", "［郵便番号］です"),
        ("〒3650062です", "［郵便番号］です"),
        ("郵便は365-0062です", "郵便は［郵便番号］です"),
        ("マイナンバー 1234 5678 9012", "マイナンバー ［番号］"),
        ("番号は123456789012", "番号は［番号］"),
        ("口座1234567", "口座［口座］"),
    ],
)
def test_other_numbers_go(mask: Mask, text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "address",
    [
        *("鴻巣市箕田4211番地1", "鴻巣市中央1番1号", "本庄市銀座1-1-1", "本庄市銀座一丁目の1-2-3"),
        *(
            "一関市千厩町千厩字町浦97-1",
            "千葉市中央区千葉寺町1208-2",
            "箕田４２１１－１",
            "銀座2丁目3番4号",
        ),
        *("本庄市銀座1-1-1-203号室", "児玉町八幡山368番地"),
    ],
)
def test_an_address_goes_with_its_numbers(mask: Mask, address: str) -> None:
    masked = mask(f"住所：{address}、よろしく")
    assert "［住所］" in masked
    assert not re.search(r"\d", masked)
    assert masked.endswith("、よろしく")


@pytest.mark.parametrize(
    "text",
    [
        "母が通帳をすぐなくします",
        "年金が月5万円しかありません",
        "80歳の父が2024年から一人暮らしです",
        "午前10時から17時まで",
        "子どもが3人います。中学1年と小学4年です",
        "3,000円を10回払いました",
        "119に電話していいですか",
    ],
)
def test_words_ages_times_and_sums_stay(mask: Mask, text: str) -> None:
    assert mask(text) == text


def test_all_of_them_in_one_message(mask: Mask) -> None:
    masked = mask("山田です。090-1234-5678か y@example.com へ。家は鴻巣市箕田4211-1、〒365-0062")
    assert masked.startswith("［名前］です。")
    assert not re.search(r"\d{3}|@", masked)


def test_a_long_message_is_masked_soon(mask: Mask) -> None:
    for letters in ("a", "あ", "1", "1-", "a.", "0 ", "千葉市", "@"):
        mask((letters * 4096)[:4096])


@settings(max_examples=300)
@given(text=st.text(st.characters()))
def test_any_text_can_be_masked(mask: Mask, text: str) -> None:
    mask(text)


@settings(max_examples=300)
@given(
    before=st.text(st.characters(categories=["Lo"]), max_size=5),
    number=st.from_regex(r"0[5789]0[- ]?[0-9]{4}[- ]?[0-9]{4}", fullmatch=True),
    after=st.text(st.characters(categories=["Lo"]), max_size=5),
)
def test_a_mobile_number_goes_wherever_it_stands(
    mask: Mask, before: str, number: str, after: str
) -> None:
    masked = mask(f"{before}{number}{after}")
    assert not re.search(r"[0-9]{4}", masked)


@pytest.mark.parametrize(
    "kept", ["母が2-3日前から帰らない", "市の計画の3-2を見たい", "町内で2-3人集まる", "1-1の取組"]
)
def test_numbers_that_are_no_address_stay(mask: Mask, kept: str) -> None:
    assert mask(kept) == kept


def test_a_full_name_to_be_reached_is_masked_and_a_way_to_go_is_not(mask: Mask) -> None:
    assert mask("連絡は090-1234-5678、山田太郎まで") == "連絡は［電話］、［名前］まで"
    assert mask("山口まで行くバスはありますか") == "山口まで行くバスはありますか"
