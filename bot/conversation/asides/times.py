"""When it is open."""

from bot.conversation.asides.kinds import Aside
from bot.conversation.asides.phrasing import BEFORE, TAIL, asked

_OPEN_VERB = (
    r"(?:(?:やって|開いて|空いて|あいて|営業して|つながって|しまって|閉まって|休んで|受け付けて|うけつけて)"
    r"(?:い?ます|い?ません|い?ない|い?る|い?た|っ|ん)?"
    r"|(?:行け|いけ|でき|出来|かけられ|つなが|通じ|しま|閉ま|おわ|終わ|はじま|始ま|始め|あけ|開け)(?:る|ます|ります)"
    r"|開きます|あきます|開く|あく|休み|やすみ|大丈夫|だいじょうぶ|いい|よい|電話でき(?:る|ます)|電話して(?:も)?いい|だけ)"
)
_WHEN = r"(?:にも|に|でも|も|は|って|なら|だと|だけ|が|から)?[、,\s]*"


def _when(times: str) -> str:
    return f"{BEFORE}(?:{times}){_WHEN}{_OPEN_VERB}?{TAIL}"


def _only_open(times: str) -> str:
    return f"{BEFORE}(?:{times}){_WHEN}{_OPEN_VERB}{TAIL}"


def _open_on(days: str) -> str:
    return rf"(?:are they |is it |are you |is the office )?(?:open )?(?:on |at |during )?(?:the )?(?:{days})"


TIMES: dict[Aside, tuple[str, ...]] = {
    Aside.NOW: (
        _only_open(
            r"(?:今日|きょう|今|いま|これ)(?:の時間|すぐ)?(?:から)?(?:は|に)?(?:(?:行|い)っても|(?:かけ|電話し|でんわし)ても)?"
        ),
        rf"{BEFORE}(?:やって|開いて|空いて|あいて)(?:い?ます|い?る|っ|ん)?{TAIL}",
        _open_on("now|today|right now"),
    ),
    Aside.WEEKEND: (
        _when(
            r"土日|どにち|週末|しゅうまつ|(?:土曜日?|どようび?)(?:と|や|・|、|か)?(?:日曜日?|にちようび?)"
        ),
        _open_on(r"weekends?|saturdays? (?:and|or) sundays?"),
    ),
    Aside.SATURDAY: (_when("土曜日?|どようび?"), _open_on("saturdays?")),
    Aside.SUNDAY: (_when("日曜日?|にちようび?"), _open_on("sundays?")),
    Aside.HOLIDAY: (
        _when("祝日|祭日|休日|休みの日|しゅくじつ|さいじつ"),
        _open_on("(?:public |national )?holidays?"),
    ),
    Aside.YEAR_END: (
        _when("年末年始|年末|お?正月|おしょうがつ|ねんまつ(?:ねんし)?"),
        _open_on("new year(?:'s)?(?: holidays?)?"),
    ),
    Aside.NOON: (
        _when("お?昼休み|お?ひるやすみ|お?昼の?時間|お昼|昼|おひる|ひる|昼間|ひるま")
        + "(?:あります|ある)?"
        + TAIL,
        _open_on("lunch(?: ?time)?|noon|lunch break"),
        r"(?:do they have|is there) a lunch break",
    ),
    Aside.HOURS: (
        _when(
            r"(?:朝|あさ|夜|よる|夕方|ゆうがた|午前|午後|仕事帰り|しごとがえり)?(?:の|に)?\d{1,2}(?:時|じ)(?:半)?(?:を)?"
            r"(?:すぎ|過ぎ|以降|いこう|まで|ごろ|頃|から|より後)?(?:ても|て)?"
        ),
        _when(
            r"(?:朝|あさ|夜|よる|夕方|ゆうがた|午前|午後|平日|へいじつ)?(?:は|の)?(?:何時|なんじ)(?:頃|ごろ)?(?:から|まで|に)"
            r"(?:何時まで|なんじまで)?"
        ),
        _when(
            r"平日|へいじつ|平日の?(?:昼間|ひるま|昼)|[月火水木金]曜日?|(?:げつ|か|すい|もく|きん)ようび?|毎日|まいにち"
        ),
        _only_open(r"何曜日?|なんようび?|いつ|朝|あさ|夜|よる|夕方|ゆうがた"),
        asked(
            r"(?:(?:営業|受付|開館|あいている|開いている|開いてる)の?)?(?:時間|じかん)|休み|やすみ|定休日|ていきゅうび"
        ),
        r"(?:what are )?(?:the |their )?(?:opening |office )?hours|when (?:are they|is it|do they) (?:open|close)",
        r"what time (?:do they|does it|do you|are they|is it) (?:open|close|closed|start|finish)",
        _open_on("weekdays?|evenings?|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?"),
    ),
}
