"""After a crisis: in short the lines, what to do without a voice, and nothing else until it is over."""

import pytest

from bot.channels.terminal import render
from bot.conversation.guide import Guide
from bot.model import Outcome, Session

AFTER = Session("ichinoseki", danger=("crisis/life",))


@pytest.mark.parametrize(
    "text",
    [
        "どうやって電話するの",
        "…",
        "12",
        "021-0877",
        "あのね",
    ],
)
def test_what_tells_nothing_new_gets_the_lines_in_short_and_the_council(
    guide: Guide, text: str
) -> None:
    turn = guide.hear(AFTER, text, "1")
    told = render(turn.reply)
    assert turn.outcome is Outcome.CRISIS
    assert turn.session.danger == AFTER.danger
    assert "人ではありません" in told
    assert "0120-279-338" in told
    assert "0191-23-6020" in told
    assert len(told) < 300
    assert "ボタン" not in told


@pytest.mark.parametrize("text", ["おなかすいた", "話し相手がほしい", "家賃が払えない"])
def test_an_ordinary_question_is_answered_under_the_lines(guide: Guide, text: str) -> None:
    turn = guide.hear(AFTER, text, "1")
    told = render(turn.reply)
    assert turn.outcome is Outcome.CRISIS
    assert turn.session == AFTER
    assert told.index("0120-279-338") < told.index("■") < told.index("0191-23-6020")
    assert "もう大丈夫" in told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("お金かかる？", "無料"),
        ("土曜もやってる？", "24時間"),
        ("名前を言わないとだめ？", "24時間"),
        ("秘密にしてくれる？", "家族や学校"),
        ("親に言わないで", "家族や学校"),
        ("ありがとう、電話してみます", "つながらないとき"),
    ],
)
def test_a_short_question_is_about_the_lines(guide: Guide, text: str, words: str) -> None:
    turn = guide.hear(AFTER, text, "1")
    told = render(turn.reply)
    assert turn.outcome is Outcome.CRISIS
    assert turn.session.danger == AFTER.danger
    assert words in told
    assert "0120-279-338（24時間。無料" in told
    assert "0191-23-6020" in told


def test_a_place_named_later_brings_its_own_lines(guide: Guide) -> None:
    turn = guide.hear(Session(danger=("crisis/life",)), "一関市です", "1")
    told = render(turn.reply)
    assert turn.session.council == "ichinoseki"
    assert turn.session.danger
    assert "盛岡いのちの電話" in told


def test_who_cannot_hear_is_told_at_once_to_have_somebody_phone(guide: Guide) -> None:
    turn = guide.hear(
        Session("honjo"), "父が倒れて息をしていない。耳が聞こえないので電話できない", "1"
    )
    told = render(turn.reply)
    assert turn.session.danger[0] == "crisis/emergency"
    assert told.index("かわりに電話") < told.index("☎ 119") < told.index("☎ 110")


@pytest.mark.parametrize(
    "text",
    [
        "電話できない",
        "でんわは こわい",
        "声が出せない",
        "こえが だせない",
        "電話がない",
        "I can't talk",
    ],
)
def test_who_cannot_phone_is_told_what_is_left(guide: Guide, text: str) -> None:
    turn = guide.hear(AFTER, text, "1")
    told = render(turn.reply)
    assert AFTER.danger[0] in turn.session.danger
    assert "FAX" in told or "Fax" in told
    assert "0120-279-338" in told
    assert "かわりに電話" in told or "たのんで" in told or "call for you" in told


def test_a_new_danger_is_heard_in_the_safe_mode(guide: Guide) -> None:
    turn = guide.hear(
        AFTER, "夫に殴られて血が出ています。電話ができません。子どもも怖がって泣いています", "1"
    )
    assert turn.session.danger[0] != "crisis/life"


def test_who_cannot_phone_in_a_new_danger_gets_its_lines_first(guide: Guide) -> None:
    turn = guide.hear(AFTER, "血が止まらない。電話できない", "1")
    assert turn.session.danger[0] == "crisis/emergency"
    assert "☎ 119" in render(turn.reply)


def test_it_is_over_when_one_says_so(guide: Guide) -> None:
    for text in ("もう大丈夫", "だいじょうぶ", "I am safe"):
        assert guide.hear(AFTER, text, "1").session.danger == ()


def test_a_goodbye_after_an_answer_is_a_goodbye(guide: Guide) -> None:
    answered = guide.hear(Session("konosu"), "家賃が払えません", "1")
    for text in ("さいなら", "さようなら", "バイバイ", "ばいばい"):
        assert guide.hear(answered.session, text, "2").outcome is Outcome.SMALLTALK
    assert (
        guide.hear(answered.session, "今までありがとう、さようなら", "2").outcome is Outcome.CRISIS
    )


FIRE = Session("ichinoseki", danger=("crisis/emergency",))
NEXT_DOOR = Session("chiba", danger=("crisis/child-abuse",))


@pytest.mark.parametrize(
    "text", ["消えた、もうだいじょぶだ", "もう見つかった、だいじょうぶ", "救急車来たからもういい"]
)
def test_an_emergency_is_over_when_what_was_wrong_is(guide: Guide, text: str) -> None:
    turn = guide.hear(FIRE, text, "1")
    assert turn.session.danger == ()
    assert "つらくなったら" not in render(turn.reply)


@pytest.mark.parametrize("text", ["見つかった", "帰ってきた"])
def test_who_is_found_by_a_violent_man_is_not_told_that_it_is_over(guide: Guide, text: str) -> None:
    hiding = Session("chiba", danger=("crisis/dv",))
    assert guide.hear(hiding, text, "1").session.danger == hiding.danger


@pytest.mark.parametrize("text", ["間違ってたら？", "仕返しされない？", "隣に私だとばれる？"])
def test_who_fears_to_report_hears_that_a_suspicion_is_enough(guide: Guide, text: str) -> None:
    turn = guide.hear(NEXT_DOOR, text, "1")
    told = render(turn.reply)
    assert turn.session.danger == NEXT_DOOR.danger
    assert "「もしかして」と思うだけでも" in told
    assert "名前を言わなくても" in told


def test_who_would_rather_write_is_told_what_is_left(guide: Guide) -> None:
    told = render(guide.hear(NEXT_DOOR, "メールやLINEは？", "1").reply)
    assert "かわりに電話" in told
    assert "FAX" in told


def test_lines_that_share_a_city_by_its_wards_come_together(guide: Guide) -> None:
    told = render(guide.hear(Session("chiba"), "隣の子が毎晩叩かれて泣いている", "1").reply)
    assert "043-277-8820" in told
    assert "043-277-8821" in told
    honjo = render(guide.hear(Session("honjo"), "隣の子が毎晩叩かれて泣いている", "1").reply)
    assert "043-277-8820" not in honjo


def test_a_number_stays_in_sight_after_a_joke(guide: Guide) -> None:
    turn = guide.hear(AFTER, "うそうそ冗談w", "1")
    assert turn.session.danger == ()
    assert "0120-279-338" in render(turn.reply)
    chosen = guide.choose(AFTER, "calm", "1")
    assert chosen is not None
    assert "0120-279-338" in render(chosen.reply)


HIDING = Session("chiba", danger=("crisis/dv",))


def test_the_first_lines_stay_when_it_gets_worse(guide: Guide) -> None:
    turn = guide.hear(HIDING, "今玄関の音がした 帰ってきた", "1")
    told = render(turn.reply)
    assert turn.session.danger == ("crisis/emergency", "crisis/dv")
    assert told.index("☎ 110") < told.index("☎ 119") < told.index("0120-279-889")
    assert "☎ 189" not in told


@pytest.mark.parametrize(
    ("text", "first", "then"),
    [
        ("知らない男が家に入ってきた", "☎ 110", "☎ 119"),
        ("母の首を絞めてしまった", "☎ 110", "☎ 119"),
        ("無理やりされました", "☎ 110", "☎ #8891"),
        ("電車で触られて家までつけられた", "☎ 110", "☎ #8891"),
        ("父が夜わたしの布団に入ってきて触ります", "☎ 189", "☎ #8891"),
        ("闇バイトに応募して身分証を送った。抜けたいと言ったら脅された", "☎ 110", "☎ #9110"),
        ("介護に疲れました。母を殺して私も死にます", "☎ 110", "0120-279-338"),
        ("薬を百錠飲んでしまった", "☎ 119", "0120-279-338"),
    ],
)
def test_which_lines_come_first_depends_on_the_form_of_the_danger(
    guide: Guide, text: str, first: str, then: str
) -> None:
    told = render(guide.hear(Session("konosu"), text, "1").reply)
    assert told.index(first) < told.index(then)


def test_who_cannot_speak_is_first_told_the_line_that_can_be_written_to(guide: Guide) -> None:
    hit = guide.hear(Session("chiba"), "夫に毎晩殴られます。チャットで相談したい", "1").session
    told = render(guide.hear(hit, "声が出せない", "2").reply)
    assert told.index("メール・チャットもあります") < told.index("#8008")


@pytest.mark.parametrize(
    "text", ["誰が来るの", "警察に言ったら自分が捕まる？", "仕返しされるのが怖い"]
)
def test_what_follows_on_a_call_can_be_asked_there_first(guide: Guide, text: str) -> None:
    told = render(guide.hear(HIDING, text, "1").reply)
    assert "先に聞いてかまいません" in told
    assert "0120-279-889" in told


def test_what_is_not_ours_is_told_where_it_belongs_under_the_lines(guide: Guide) -> None:
    turn = guide.hear(HIDING, "ハローワークの場所", "1")
    told = render(turn.reply)
    assert turn.session == HIDING
    assert told.index("0120-279-889") < told.index("ハローワーク") < told.index("もう大丈夫")


def test_a_choice_in_danger_keeps_the_lines_and_the_way_out_in_sight(guide: Guide) -> None:
    beside = guide.hear(HIDING, "家賃が払えない", "1")
    saying = next(one for one in beside.reply.choices.flat if one.label == "電話での言い方")
    chosen = guide.choose(beside.session, saying.token, "1")
    assert chosen is not None
    told = render(chosen.reply)
    assert chosen.session.danger == HIDING.danger
    assert "0120-279-889" in told
    assert "もう大丈夫" in told
    assert chosen.reply.choices.flat[-1].token == "calm"


@pytest.mark.parametrize(
    "text", ["救急車呼びました。今来ました", "もう大丈夫、隣の奥さんが来てくれました"]
)
def test_help_that_came_ends_it(guide: Guide, text: str) -> None:
    assert guide.hear(FIRE, text, "1").session.danger == ()


def test_a_number_stays_in_sight_after_violence_however_bad_it_got(guide: Guide) -> None:
    worse = guide.hear(HIDING, "今玄関の音がした 帰ってきた", "1").session
    over = guide.hear(worse, "もう大丈夫、隣の奥さんが来てくれました", "2")
    assert over.session.danger == ()
    assert over.session.lines == ()
    assert "0120-279-889" in render(over.reply)
    assert guide.hear(worse, "見つかった", "2").session.danger


def test_the_lines_that_come_first_are_remembered(guide: Guide) -> None:
    first = guide.hear(Session("konosu"), "無理やりされました", "1").session
    assert "#8891" in render(guide.hear(first, "あのね", "2").reply)


def test_who_cannot_phone_in_a_new_danger_told_at_length_is_not_told_to(guide: Guide) -> None:
    told = "夫に殴られて血が止まりません。119にはかけられないんです。子どもも怖がって、隣の部屋で泣いています"
    assert "かわりに電話" in render(guide.hear(AFTER, told, "1").reply)
