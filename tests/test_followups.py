"""What no source tells is said so, with the office that can be asked."""

from dataclasses import replace
from datetime import time

import pytest

from bot.channels.terminal import render
from bot.conversation import followups
from bot.conversation.asides.kinds import Aside
from bot.conversation.asides.recognition import rather
from bot.conversation.guide import Guide
from bot.model import Opening, Outcome, Schedule, Session, Topic

KONOSU = "048-597-2100"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("お金かかる？", "お金がかかるかどうかは"),
        ("予約いりますか", "予約がいるかどうかは"),
        ("何を持っていけばいい", "何を持っていけばよいかは"),
        ("本人じゃなくてもいい？", "だれが相談できるか"),
        ("名前言わなきゃだめ？", "名前を言わずに"),
        ("子どもを連れて行ってもいい？", "一緒に行ってよいか"),
        ("英語は通じますか", "ほかのことばや"),
        ("車がない", "鴻巣市箕田4211"),
    ],
)
def test_what_no_source_tells(guide: Guide, asked: str, told: str) -> None:
    answered = guide.hear(Session("konosu"), "家賃が払えません", "1")
    turn = guide.hear(answered.session, asked, "2")
    assert turn.session.topic == answered.session.topic
    said = render(turn.reply)
    assert told in said
    assert "分かりません" in said
    assert KONOSU in said


def test_what_was_understood_is_said_back_where_it_is_certain(guide: Guide) -> None:
    certain = guide.hear(Session("konosu"), "一人暮らしでさびしい。話し相手がほしい", "1")
    assert "「さびしい・話し相手がほしい」ですね。" in render(certain.reply)
    assert "ですね。" not in render(guide.hear(Session("konosu"), "夢がない", "1").reply)


def test_other_ways_than_a_call(guide: Guide) -> None:
    answered = guide.hear(Session("konosu"), "家賃が払えません", "1")
    assert "FAX：048-597-2102" in render(guide.hear(answered.session, "電話は苦手です", "2").reply)


def test_not_this_leads_to_what_comes_next(guide: Guide) -> None:
    answered = guide.hear(Session("konosu"), "家賃が払えません", "1")
    turn = guide.hear(answered.session, "ちがう", "2")
    assert turn.reply.choices.flat
    assert "ちがいましたか" in render(turn.reply)


def test_in_english(guide: Guide) -> None:
    answered = guide.hear(Session("konosu"), "I can't pay my rent", "1")
    for asked in ("Is it free?", "Do I need an appointment?", "Can I bring my child?"):
        said = render(guide.hear(answered.session, asked, "2").reply)
        assert "cannot tell you" in said
        assert KONOSU in said


def test_both_days_of_the_weekend(guide: Guide) -> None:
    knowledge, id_ = guide.knowledge, "konosu/shakyo"
    on_saturdays = Schedule((Opening(frozenset({5}), time(9), time(12)),))
    office = replace(knowledge.offices[id_], schedule=on_saturdays, doubtful={})
    open_ = replace(knowledge, offices={**knowledge.offices, id_: office})
    session = Session("konosu", topic=Topic("konosu", id_))
    turn = followups.answer(open_, session, Aside.WEEKEND, guide.wording(session))
    assert "土曜日もあいています（9:00〜12:00）。\n日曜日は休みです。" in render(turn.reply)


@pytest.mark.parametrize(
    "first", ["お金がない", "車がない", "車がないので買い物に行けない", "電話をなくした"]
)
def test_the_first_message_is_a_worry(guide: Guide, first: str) -> None:
    assert guide.hear(Session("konosu"), first, "1").outcome is not Outcome.SMALLTALK


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("もういちど", "連絡先："),
        ("もじが小さい", "設定で変えられます"),
        ("だれも出ない", "もう一度"),
        ("電話したら何て言えばいい？", "もしもし"),
        ("わからん", "もしもし"),
        ("人間を出せ", "人と話したいときは"),
    ],
)
def test_a_tired_clerk_would_say_it_again(guide: Guide, asked: str, told: str) -> None:
    answered = guide.hear(Session("konosu"), "家賃が払えません", "1")
    turn = guide.hear(answered.session, asked, "2")
    said = render(turn.reply)
    assert told in said
    assert KONOSU in said
    assert turn.session.topic == answered.session.topic


@pytest.mark.parametrize("asked", ["Where is it?", "what else?", "もういちど", "わからん"])
def test_a_short_question_before_anything_was_said(guide: Guide, asked: str) -> None:
    nowhere = guide.hear(Session(), asked, "1")
    assert nowhere.outcome is Outcome.SMALLTALK
    assert len(nowhere.reply.choices.rows) > 1
    assert guide.hear(Session("honjo"), asked, "1").outcome is Outcome.SMALLTALK


def test_a_question_goes_on_waiting_for_its_city(guide: Guide) -> None:
    waiting = guide.hear(Session(), "家賃が払えません", "1").session
    turn = guide.hear(waiting, "わからん", "2")
    assert turn.session.pending == waiting.pending
    assert "どちらの市" in render(turn.reply)


@pytest.mark.parametrize(
    ("asked", "language"),
    [("ふつうの字にして", "ja"), ("漢字が読めません", "easy"), ("English please", "en")],
)
def test_another_language_is_one_sentence_away(guide: Guide, asked: str, language: str) -> None:
    turn = guide.hear(Session("honjo"), asked, "1")
    assert turn.session.language == language
    assert turn.session.chosen


def test_a_secret_is_asked_for(guide: Guide) -> None:
    for session in (Session(), Session("honjo")):
        said = render(guide.hear(session, "親に言わないで", "1").reply)
        assert "家族や学校、近所の人に知らせることはありません" in said


def test_who_cannot_phone_is_told_how_to_write_from_then_on(guide: Guide) -> None:
    first = guide.hear(
        Session("ichinoseki", "ichinoseki/daito"), "耳が聞こえません。お金が払えない", "1"
    )
    said = render(first.reply)
    assert first.session.writes
    assert said.index("0191-71-1181") < said.index("0191-71-1177")
    assert "何と書けばよいか" in said
    later = render(guide.hear(first.session, "土曜もやってる？", "2").reply)
    assert "FAX 0191-71-1181" in later
    assert "info@ichinoseki-shakyo.com" in render(
        guide.hear(first.session, "メールは？", "3").reply
    )
    written = guide.choose(first.session, first.reply.choices.rows[0][0].token, "1")
    assert written is not None
    assert "お返事もFAXかメールで" in render(written.reply)


@pytest.mark.parametrize(
    "text", ["耳が聞こえない父がいます", "電話に出ない", "母は耳が聞こえません"]
)
def test_another_persons_ears_are_not_ones_own(guide: Guide, text: str) -> None:
    assert not guide.hear(Session("honjo"), text, "1").session.writes


def test_fraud_comes_with_what_to_do_and_the_consumers_line(guide: Guide) -> None:
    turn = guide.hear(Session("honjo"), "だまされてお金を振り込んでしまったかもしれない", "1")
    said = render(turn.reply)
    assert "相手にも電話しないで" in said
    assert "電話 188" in said
    assert "0495-24-2755" in said


@pytest.mark.parametrize("asked", ["何台ある？", "誰が責任者？", "申請書はどこ？", "服装は？"])
def test_a_few_words_after_an_answer_are_about_it(guide: Guide, asked: str) -> None:
    answered = guide.hear(Session("konosu"), "車椅子を借りたい", "1")
    turn = guide.hear(answered.session, asked, "2")
    assert "それは、この案内だけでは分かりません" in render(turn.reply)
    assert KONOSU in render(turn.reply)


def test_what_is_plainly_not_ours_is_refused_as_such_after_an_answer_too(guide: Guide) -> None:
    answered = guide.hear(Session("konosu"), "車椅子を借りたい", "1")
    for asked in ("燃えるごみは何曜日", "パスポートはどこで作る？"):
        assert "それは、この" not in render(guide.hear(answered.session, asked, "2").reply)


def test_the_number_of_the_city_hall_is_told_where_it_is_known(guide: Guide) -> None:
    said = render(guide.hear(Session("konosu"), "燃えるごみは何曜日ですか", "1").reply)
    assert "048-541-1321" in said
    said = render(guide.hear(Session("honjo"), "燃えるごみは何曜日ですか", "1").reply)
    assert "0495-24-2755" in said


def test_what_to_say_is_about_what_was_asked(guide: Guide) -> None:
    answered = guide.hear(Session("honjo"), "へんな電話がきて口座を聞かれた", "1")
    said = render(guide.hear(answered.session, "電話で何て言えばいいの", "2").reply)
    assert "『だまされた・だまされそう』の件で" in said


def test_who_reaches_nobody_hears_of_the_lines_for_what_was_asked(guide: Guide) -> None:
    answered = guide.hear(Session("honjo"), "へんな電話がきて口座を聞かれた", "1")
    said = render(guide.hear(answered.session, "誰も電話に出ない", "2").reply)
    assert "188" in said
    assert "0495-24-2755" in said


@pytest.mark.parametrize("text", ["電話してみます", "いや冗談だって", "もう見つかりました"])
def test_who_takes_leave_for_now_is_not_asked_for_more(guide: Guide, text: str) -> None:
    answered = guide.hear(Session("konosu"), "家賃が払えません", "1")
    turn = guide.hear(answered.session, text, "2")
    assert turn.outcome is Outcome.SMALLTALK
    assert not turn.care


def test_a_city_that_is_none_of_ours_is_remembered(guide: Guide) -> None:
    first = guide.hear(Session(), "東京に住んでいます。食べるものがない", "1")
    second = guide.hear(first.session, "家賃も払えない", "2")
    assert second.outcome is Outcome.UNMATCHED
    assert "東京都のことは、ここでは分かりません" in render(second.reply)
    home = guide.hear(second.session, "やっぱり鴻巣市です", "3").session
    assert "東京" not in render(guide.hear(home, "家賃が払えない", "4").reply)


def test_who_asked_for_another_city_is_told_once_whose_answer_it_is(guide: Guide) -> None:
    first = guide.hear(Session("konosu"), "足立区の母のことなんですが", "1")
    second = guide.hear(first.session, "話し相手がほしい", "2")
    assert "足立区（東京都）のことは分からないので、鴻巣市のこととして" in render(second.reply)
    third = guide.hear(second.session, "家賃が払えない", "3")
    assert "足立区" not in render(third.reply)


def test_the_same_card_is_not_shown_twice_running(guide: Guide) -> None:
    first = guide.hear(Session("chiba"), "家賃が払えません", "1")
    second = guide.hear(first.session, "母の介護に疲れました", "2")
    assert second.outcome is Outcome.ANSWERED
    assert second.candidates[0].id == first.candidates[0].id
    said = render(second.reply)
    assert "043-209-8884" in said
    assert "■" not in said
    assert "役に立った" in said
    third = guide.hear(replace(second.session, topic=None), "家賃が払えません", "3")
    assert "■" in render(third.reply)


def test_what_was_only_offered_is_shown_when_it_is_asked_for(guide: Guide) -> None:
    offered = guide.hear(
        Session("ichinoseki"), "めんきょ かえした どうやって びょういんさ いげばいい", "1"
    )
    assert offered.outcome is Outcome.SUGGESTED
    turn = guide.hear(offered.session, "雪かきができない", "2")
    assert turn.outcome is Outcome.ANSWERED
    assert "■" in render(turn.reply)


def test_who_wants_to_take_part_reads_names_and_not_for_whom_they_are(guide: Guide) -> None:
    turn = guide.hear(Session("honjo"), "ボランティアってできる？", "1")
    said = render(turn.reply)
    assert "さびしい" not in said
    assert "近隣同士の見守り活動" in said


@pytest.mark.parametrize(
    ("text", "rest", "ours"),
    [
        ("パスポートの更新はどこですか。あと父の介護で疲れました。", "旅券", "048-597-2100"),
        ("確定申告の書き方を教えて。あと話し相手がほしいです。", "税", "居場所"),
    ],
)
def test_what_is_ours_beside_what_is_not_is_answered(
    guide: Guide, text: str, rest: str, ours: str
) -> None:
    turn = guide.hear(Session("konosu"), text, "1")
    said = render(turn.reply)
    assert turn.outcome in (Outcome.ANSWERED, Outcome.SUGGESTED)
    assert said.index(rest) < said.index(ours)


def test_after_talk_of_taking_part_a_liking_is_no_need(guide: Guide) -> None:
    first = guide.hear(Session("chiba"), "ボランティアしたい", "1")
    turn = guide.hear(first.session, "食べ物に関わるのがいいかな", "2")
    labels = [choice.label for choice in turn.reply.choices.flat]
    assert "ふれあい食事サービス事業への支援" in labels
    later = render(guide.hear(first.session, "午前中だけならボランティアに行けます", "3").reply)
    assert "■" not in later
    assert "伝えてください" in later


@pytest.mark.parametrize(
    ("text", "council"), [("やっぱり千葉", "chiba"), ("千葉じゃなくて本庄", "honjo")]
)
def test_another_city_of_ours_on_second_thoughts(guide: Guide, text: str, council: str) -> None:
    assert guide.hear(Session("ichinoseki"), text, "1").session.council == council


@pytest.mark.parametrize(
    "text",
    ["川口市に住んでる叔母が寝たきりで困ってます", "東京の母のこと", "横浜市に住む父の介護のこと"],
)
def test_who_asks_for_somebody_elsewhere_is_told_where_to_ask(guide: Guide, text: str) -> None:
    turn = guide.hear(Session("chiba"), text, "1")
    assert turn.outcome is Outcome.UNMATCHED
    assert "そちらの役所" in render(turn.reply)


def test_headings_with_nothing_under_them_come_last(guide: Guide) -> None:
    turn = guide.choose(Session("honjo"), "activities:honjo", "-")
    assert turn is not None
    labels = [choice.label for choice in turn.reply.choices.flat]
    assert labels.index("ボランティアを始める") < labels.index("企業・法人")


def test_who_is_ashamed_to_ask_is_told_how_little_is_needed(guide: Guide) -> None:
    answered = guide.hear(Session("konosu"), "お金をだまし取られた", "1")
    for session in (Session("konosu"), answered.session):
        told = render(guide.hear(session, "責められそうで相談がこわい", "2").reply)
        assert "聞くだけでも" in told
        assert KONOSU in told


def test_what_is_told_of_oneself_after_an_answer_is_no_new_question(guide: Guide) -> None:
    answered = guide.hear(Session("konosu"), "母の介護に疲れました", "1")
    turn = guide.hear(answered.session, "母はもう84です", "2")
    assert turn.session.topic == answered.session.topic
    assert "伝えてください" in render(turn.reply)


def test_who_has_paid_reads_first_whom_to_call(guide: Guide) -> None:
    told = render(guide.hear(Session("honjo"), "もう払いました。だまされたみたいです", "1").reply)
    assert told.index("銀行に電話") < told.index("#9110") < told.index("■")


@pytest.mark.parametrize(
    ("council", "text", "ours", "told"),
    [
        (
            "honjo",
            "病院に行く足がない。それと、市営住宅の申し込みはどこ？",
            "0495-24-2755",
            "市営住宅",
        ),
        (
            "honjo",
            "引っ越してきたばかりで友だちがいない。あとゴミの日も知りたい",
            "0495-24-2755",
            "ごみ",
        ),
        (
            "ichinoseki",
            "雪かきができない。あと、母の物忘れも心配で",
            "0191-23-6020",
            "「家族の介護に疲れた」も",
        ),
    ],
)
def test_what_is_asked_as_well_is_told_after(
    guide: Guide, council: str, text: str, ours: str, told: str
) -> None:
    turn = guide.hear(Session(council), text, "1")
    said = render(turn.reply)
    assert turn.outcome in (Outcome.ANSWERED, Outcome.SUGGESTED)
    assert said.index(ours) < said.index(told)


@pytest.mark.parametrize(
    "text", ["朝が起きられない。あとで電話します", "家賃が払えない。あと電話番号教えて"]
)
def test_what_belongs_to_the_question_is_no_other(guide: Guide, text: str) -> None:
    turn = guide.hear(Session("konosu"), text, "1")
    assert "も、鴻巣市社会福祉協議会" not in render(turn.reply)


@pytest.mark.parametrize(
    ("council", "text"),
    [
        ("chiba", "美浜区の社協はどこ"),
        ("chiba", "中央区の社協の電話番号"),
        (None, "幕張の社協の場所を教えて"),
        ("konosu", "吹上の社協はどこですか"),
    ],
)
def test_a_district_without_an_office_is_told_so(
    guide: Guide, council: str | None, text: str
) -> None:
    turn = guide.hear(Session(council), text, "1")
    assert turn.office == guide.knowledge.councils[turn.council or ""].headquarters
    assert "その地区だけの事務所は、この案内に載っていません" in render(turn.reply)


@pytest.mark.parametrize(
    ("council", "text"),
    [
        ("ichinoseki", "花泉の社協はどこ"),
        ("chiba", "千葉市の社協はどこ"),
        ("konosu", "鴻巣の社協の電話"),
    ],
)
def test_where_there_is_an_office_nothing_is_said_of_districts(
    guide: Guide, council: str, text: str
) -> None:
    assert "その地区だけ" not in render(guide.hear(Session(council), text, "1").reply)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("かいごの しごとじゃなくて、こうじょうの しごと さがしてます", "konosu/08"),
        ("子どもじゃなくてお年寄りのことです", "konosu/19"),
    ],
)
def test_what_is_named_first_only_to_be_denied_leads_nowhere(
    guide: Guide, text: str, first: str
) -> None:
    turn = guide.hear(Session("konosu"), text, "1")
    assert turn.outcome is Outcome.ANSWERED
    assert turn.candidates[0].id == first


def test_a_danger_is_heard_whatever_is_denied_before_it(guide: Guide) -> None:
    turn = guide.hear(Session("konosu"), "夫は酔ってるんじゃなくて、毎晩わたしを殴ります", "1")
    assert turn.outcome is Outcome.CRISIS


@pytest.mark.parametrize(
    "text",
    [
        "バスまでなくなったら困ります",
        "母が元気じゃなくなってきた",
        "それだけじゃなくて、お金もない",
    ],
)
def test_what_is_not_denied_is_judged_whole(text: str) -> None:
    assert rather(text) == text
