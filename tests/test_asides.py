"""Short questions that keep the subject are told from worries that only sound like them."""

import pytest

from bot.conversation.asides import Aside, aside, corrected


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (Aside.PHONE, "電話番号は？"),
        (Aside.PHONE, "でんわばんごうを おしえて ください"),
        (Aside.PHONE, "そこの電話番号は？"),
        (Aside.PHONE, "Phone number?"),
        (Aside.FAX, "FAXは？"),
        (Aside.FAX, "ファックス番号は"),
        (Aside.EMAIL, "メールアドレスは？"),
        (Aside.URL, "ホームページはありますか"),
        (Aside.PLACE, "場所は？"),
        (Aside.PLACE, "どこにありますか？"),
        (Aside.PLACE, "where is it?"),
        (Aside.SATURDAY, "土曜もやってる？"),
        (Aside.SUNDAY, "日曜は休みですか"),
        (Aside.HOLIDAY, "祝日もあいてますか？"),
        (Aside.YEAR_END, "年末年始は？"),
        (Aside.NOON, "昼休みは？"),
        (Aside.NOW, "今あいてる？"),
        (Aside.NOW, "open now?"),
        (Aside.HOURS, "何時までやってますか"),
        (Aside.WRONG_NUMBER, "電話番号がちがう"),
        (Aside.WRONG_NUMBER, "番号が違いました。"),
        (Aside.WRONG_NUMBER, "この電話、まちがってますよ"),
        (Aside.WRONG_NUMBER, "おかけになった電話番号は、現在使われておりません"),
        (Aside.WRONG_NUMBER, "番号は使われていないと言われました"),
        (Aside.WRONG_NUMBER, "The number is wrong."),
        (Aside.OTHERS, "ほかには？"),
        (Aside.OTHERS, "anything else?"),
        (Aside.AGAIN, "最初から"),
        (Aside.CALM, "もう大丈夫です"),
        (Aside.CALM, "いや だいじょぶだ ありがと"),
        (Aside.CALM, "おちついた・ほかの ことを きく"),
        (Aside.CALM, "おちつきました"),
    ],
)
def test_an_aside(asked: Aside, text: str) -> None:
    assert aside(text) is asked


@pytest.mark.parametrize(
    "text",
    [
        "電話がこわくてかけられない",
        "ちがう",
        "間違い電話がしつこくて困る",
        "まちがって薬を飲んだ",
        "今死にたい",
        "今日ごはんがない",
        "大丈夫じゃない",
        "だいじょうぶじゃないです",
        "おちつかない",
        "母が土曜も帰ってこない",
        "場所がなくて困っている",
        "ほかの人が怖い",
        "住所がないのですが相談できますか",
    ],
)
def test_a_worry_is_no_aside(text: str) -> None:
    assert aside(text) is None


def test_what_is_meant_instead() -> None:
    assert corrected("一関じゃなくて花泉") == "花泉"
    assert corrected("花泉なら？") == "花泉"
    assert corrected("not Ichinoseki but Hanaizumi") == "hanaizumi"
    assert corrected("家賃が払えません") is None
