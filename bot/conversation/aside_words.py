"""How people put the short questions that only make sense after an answer, as patterns.

Kana only in hiragana and without small letters is compared（see ``folded``）, so that やつてますか and
ヤッテマスカ are やってますか. English is compared in lower case.
"""

from enum import StrEnum


class Aside(StrEnum):
    """A short question. Of those from COST to IF_WRONG no source of ours tells.

    ``PAST`` says of an emergency that it is over; of a violent man 「帰ってきた」 says the contrary.
    """

    AGAIN = "again"
    CALM = "calm"
    PAST = "past"
    WILL_CALL = "will call"
    BYE = "bye"
    PHONE = "phone"
    WRONG_NUMBER = "wrong number"
    FAX = "fax"
    EMAIL = "email"
    NO_CALL = "no call"
    NO_PHONE = "no phone"
    URL = "url"
    PLACE = "address"
    NOW = "now"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    YEAR_END = "year-end"
    NOON = "noon"
    HOURS = "hours"
    JOIN = "join"
    OTHERS = "others"
    NOT_THIS = "not this"
    COST = "cost"
    BOOKING = "booking"
    BRINGING = "bringing"
    VISIT = "visit"
    WHO = "who"
    NAME = "name"
    COMPANY = "company"
    SPEECH = "speech"
    ENTRANCE = "entrance"
    INSURANCE = "insurance"
    IF_WRONG = "if wrong"
    ONCE_MORE = "once more"
    LARGER = "larger"
    NO_ANSWER = "no answer"
    SAYING = "saying"
    PRIVACY = "privacy"
    NO_NEWS = "no news"
    PERSON = "person"
    IN_KANJI = "in kanji"
    IN_KANA = "in kana"
    IN_ENGLISH = "in english"


_FILLER = (
    r"(?:(?:で|え|えっと|えーと|あの|あと|じゃあ?|それで|では|それでは|すみません|すいません|ごめん|それから|ところで"
    r"|and|ok|sorry|excuse me|so|but)[、,\s]*){0,3}"
)
_SUBJECT = (
    r"(?:(?:そこ|そちら|そっち|ここ|こちら|こっち|(?:この|その)?窓口|まどぐち|社協|しゃきょう|支部|(?:この|その)?(?:電話|でんわ|番号|ばんごう)"
    r"|相談|そうだん|受付|うけつけ|119|110|189|188|#7119)(?:する)?(?:の|って|には?|は|では?|も|が|するのに)?[、,\s]*)?"
)
_BEFORE = _FILLER + _SUBJECT
# Endings of questions, politely, among friends, and in the dialects around our cities.
_TAIL = (
    r"(?:でしょうか?|ですか?|だろうか?|だべか?|だっぺか?|だんべか?|っぺか?|んべか?|べか?|だっけ|っけ|なの|なん|のか?|ん"
    r"|かな|かね|がね|がや|すか|か|け(?:ん?ど)?|が|ね|よ|だ){0,4}"
)
_END = r"[?？。!！、.\s]*"

_TELL = (
    r"(?:何番|なんばん|何|なに|どこ|いつ|教えて(?:ください|下さい|くれ|け|ほしい)?|おしえて(?:ください|下さい|くれ|け|ほしい)?"
    r"|知りたい|しりたい|わかります|分かります|あります|ある)?"
)
_OPEN_VERB = (
    r"(?:(?:やって|開いて|空いて|あいて|営業して|つながって|しまって|閉まって|休んで|受け付けて|うけつけて)"
    r"(?:い?ます|い?ません|い?ない|い?る|い?た|っ|ん)?"
    r"|(?:行け|いけ|でき|出来|かけられ|つなが|通じ|しま|閉ま|おわ|終わ|はじま|始ま|始め|あけ|開け)(?:る|ます|ります)"
    r"|開きます|あきます|開く|あく|休み|やすみ|大丈夫|だいじょうぶ|いい|よい|電話でき(?:る|ます)|電話して(?:も)?いい|だけ)"
)
_WHEN = r"(?:にも|に|でも|も|は|って|なら|だと|だけ|が|から)?[、,\s]*"
_NEEDED = r"(?:いる|いります|要る|要ります|必要|ひつよう)"
_FINE = r"(?:いい|よい|良い|大丈夫|だいじょうぶ|だめ|駄目|いけない|いけません|ならない|なりません)"
_NUMBER = r"(?:この|その|おかけになった|かけた|(?:教|おし)えて(?:もらった|くれた))?(?:(?:電話|でんわ)?(?:番号|ばんごう)|電話|でんわ)"
_IS_WRONG = (
    r"(?:(?:ちが|違|まちが|間違)(?:う|った|います|いました|って(?:い?る|い?ます|い?た|い?ました))"
    r"|(?:現在|今|いま|もう)?(?:は|、)?(?:使|つか)われて(?:い?ない|い?ません|おりません))"
    r"(?:みたい|よう)?(?:です|だ)?(?:よ|ね|けど|が)?(?:と(?:言|い)われ(?:た|ました))?"
)
_CHILD = r"(?:子ども|子供|こども|赤ちゃん|あかちゃん|子|孫|まご|友だち|友達|ともだち|家族|通訳)"
_GO = r"(?:行って|いって|行く|いく|一緒|いっしょ)"


def _asked(nouns: str) -> str:
    return f"{_BEFORE}(?:{nouns})(?:の?番号|の?ばんごう)?(?:は|って|も|を|が|に|わ|だけ)?{_TELL}{_TAIL}"


def _when(times: str) -> str:
    return f"{_BEFORE}(?:{times}){_WHEN}{_OPEN_VERB}?{_TAIL}"


def _only_open(times: str) -> str:
    return f"{_BEFORE}(?:{times}){_WHEN}{_OPEN_VERB}{_TAIL}"


def _by(means: str) -> str:
    return rf"{_BEFORE}(?:{means})で(?:も)?(?:相談|連絡|そうだん)?(?:して(?:も)?)?(?:{_FINE}|でき(?:る|ます)){_TAIL}"


def _plainly(words: str) -> str:
    return f"{_BEFORE}(?:{words}){_TAIL}"


def _fact(nouns: str) -> str:
    return f"(?:what(?:'s| is) )?(?:the |their )?(?:{nouns})"


def _open_on(days: str) -> str:
    return rf"(?:are they |is it |are you |is the office )?(?:open )?(?:on |at |during )?(?:the )?(?:{days})"


_SPOKEN: dict[Aside, tuple[str, ...]] = {
    Aside.AGAIN: (
        r"(?:最初|さいしょ|初め|はじめ)(?:から|に(?:戻|もど)(?:る|って|りたい))(?:お願いします|やり直し(?:たい)?|する|したい)?",
        r"やり直し|やりなおし|リセット|メニュー|start over|restart|menu",
    ),
    Aside.CALM: (
        r"(?:いや|いいえ|もう|ありがとう|うそ|嘘|冗談|じょうだん|ごめん|です|だよ|[、。\s])*(?:大丈夫(?:です|だ|になりました|)|だいじょう?ぶ(?:です|だ)?"
        r"|(?:落ち着|おちつ)(?:きました|いた)|平気(?:です)?)(?:よ|から)?"
        r"(?:[、。\s]*(?:ありがとう?|どうも)(?:ございます|ございました)?)?(?:・ほかの\s?ことを\s?(?:聞|き)く)?",
        r"(?:別|ほか|他|べつ)の(?:こと|質問|話|しつもん)(?:です|を聞きたい(?:です)?|があります|がある)?",
        r"(?:いや|いえ|ごめん|ごめんなさい|すみません|なんて|うそ|嘘|ただの|[、。\s])*(?:冗談|じょうだん|うそ|嘘|ネタ|ねた|間違い|まちがい|誤解)"
        r"(?:だって|だよ|です|でした|だった|だわ|だから|やで|っす|じゃん|に決まってる)?(?:よ|ば|w|笑|草|。)*",
        r"(?:i'?m |i am )?(?:ok|okay|fine|safe)(?: now)?|another question|i am safe / ask something else",
        r"(?:it'?s |that'?s |i |was |just |only |am |'m )*(?:a joke|joking|kidding)(?:[,. ]*(?:sorry))?",
    ),
    Aside.BYE: (
        r"(?:じゃあ?|では|それでは|どうも|[、。\s])*(?:さようなら|さよなら|さいなら|さえなら|バイバイ|ばいばーい)(?:ね|さん)?",
    ),
    Aside.PAST: (
        # 「消えた」alone may be a wish to disappear.
        r"(?:いや|いえ|あ|もう|無事|ぶじ|なんとか|やっと|さっき|おかげさまで|おかげで|火|ひ|[、。\s])*(?:は|が)?[、\s]*"
        r"(?:(?:見つか|みつか|おさま|治ま|収ま|助か|たすか|戻|もど|つかま|捕ま)(?:った|りました|り|ったよ|って)"
        r"|(?:帰って|かえって|出て|でて|戻って|もどって|目を?覚まして|目が?覚めて|意識が?戻って)(?:来た|きた|来ました|きました|ました|ござった)"
        r"|(?:消|け)(?:えた|えました|えて|した|しました)(?=.*(?:大丈夫|だいじ|いい|あんしん|安心)))"
        r"(?:から|ので|んで|よ|ので、|です|がら|で|わ)*[、。!\s]*"
        r"(?:もう)?(?:大丈夫|だいじょう?ぶ|だいじょぶ|いい|よい|結構|けっこう|安心|あんしん)?(?:した|です|だ|しました)?(?:よ|から|わ|ね)*[、。!\s]*"
        r"(?:ありがとう?|どうも|おさわがせしました|お騒がせしました|すみません(?:でした)?|ごめん(?:なさい)?)?(?:ございます|ございました)?",
        r"(?:もう)?(?:救急車|きゅうきゅうしゃ|警察|けいさつ|消防|消防車|おまわりさん|医者|家族|息子|娘)(?:が|は)?(?:来た|きた|来ました|きました|来てくれた|きてくれた|来てくれました|呼んだ|よんだ|呼びました|よびました)"
        r"(?:から|ので|んで|よ|がら)?[、。!\s]*(?:もう)?(?:大丈夫|だいじょう?ぶ|だいじょぶ|いい|よい|結構|けっこう|安心)?(?:です|だ)?(?:よ|から|わ|ね)*",
        r"(?:it'?s |that'?s |we |i |he |she |they |the fire |was |is |has |have |been )*(?:(?:all )?over(?: now)?|found(?: (?:him|her|them))?|back(?: home)?(?: now)?|out now)(?:[,. ]*(?:thank you|thanks|sorry))?",
    ),
    Aside.WILL_CALL: (
        r"(?:ありがとう?|どうも|はい|わかった|わかりました|分かりました|うん|じゃあ?|では|早速|さっそく|すぐ|今|今から|あとで|明日|[、。\s])*(?:ございます|ございました)?[、。\s]*"
        r"(?:では|じゃあ?|早速|さっそく|すぐ|今から|あとで|明日|あした)?[、\s]*"
        r"(?:(?:電話|でんわ|連絡|相談|そうだん)(?:を)?(?:して)?|かけて|行って|いって|聞いて|きいて)"
        r"(?:み(?:る|ます|ますね|るね|っか|っぺ|んべ|るわ|るか|るべ)|(?:み)?ようと思い?ます|します|するね|するよ|する)(?:ね|よ|わ|から)?"
        r"(?:[、。\s]*(?:ありがとう?|どうも)(?:ございます|ございました)?)?",
        r"(?:ok(?:ay)?[,. ]*|thank you[,. ]*|thanks[,. ]*)*(?:i will|i'?ll|let me|i am going to) (?:call|phone|try|ask|go)(?: (?:them|there|it|now|tomorrow|later))*(?:[,. ]*(?:thank you|thanks))?",
    ),
    Aside.PHONE: (
        _asked(
            "電話|でんわ|tel|番号|ばんごう|電話番号|でんわばんごう|何番|なんばん|連絡先|れんらくさき|電話先"
        ),
        _fact("phone|telephone|number|phone number|telephone number"),
    ),
    Aside.WRONG_NUMBER: (
        rf"{_BEFORE}{_NUMBER}(?:が|は|も)?[、,\s]*{_IS_WRONG}",
        _plainly(
            r"(?:(?:電話|でんわ)?(?:した|かけた|してみた|かけてみた)(?:ら|けど|けれど|が|のに|んですが|のですが)?[、,\s]*)?(?:現在|今|いま|もう)?(?:は|、)?"
            r"(?:使|つか)われて(?:い?ない|い?ません|おりません)(?:番号)?(?:です|だ)?(?:と(?:言|い)われ(?:た|ました|る|ます)|って(?:言|い)われ(?:た|ました|る|ます)|って)?"
        ),
        r"(?:the |that |this )?(?:(?:phone|telephone) )?number (?:is|was|seems) (?:wrong|not in use|out of service)",
        r"wrong (?:phone )?number",
    ),
    Aside.FAX: (
        _asked("fax|ファックス|ファクス"),
        _by("fax|ファックス|ファクス"),
        _fact("fax(?: number)?"),
    ),
    Aside.EMAIL: (
        _asked(
            r"(?:メール|e-?mail|mail|line|ライン|チャット|sns)(?:アドレス)?(?:(?:や|か|とか|と|・|、)(?:line|ライン|メール|チャット|sns))?"
        ),
        _by(
            r"(?:メール|e-?mail|line|ライン|チャット|sns)(?:(?:や|か|とか|と)(?:line|ライン|メール|チャット|sns))?"
        ),
        r"can i (?:write an )?e-?mail(?: (?:them|to them))?",
        _fact("e-?mail(?: address)?"),
    ),
    Aside.NO_CALL: (
        _plainly(
            r"(?:電話|でんわ)(?:するの|で話すの)?(?:は|が)?(?:苦手|にがて|こわい|怖い|嫌|いや|無理|むり|できない|でき?ません|できねえ|できね)"
        ),
        _plainly(
            r"(?:電話|でんわ)(?:以外|いがい|じゃない|ではない)(?:で|に|の)?(?:方法|ほうほう|やり方)?(?:は|が)?(?:あります|ある|ない|ありません)?"
        ),
        _plainly(
            r"(?:耳|みみ)が(?:聞こえ|きこえ)(?:ない|ません|ねえ)|(?:耳|みみ)が(?:遠い|とおい)"
        ),
        r"i (?:can'?t|cannot) (?:call|phone|use the phone)|i (?:am|'m) (?:deaf|afraid to call)",
        r"(?:is there )?(?:another|any other) way (?:to contact them|than (?:calling|a call|the phone))",
    ),
    Aside.NO_PHONE: (
        _plainly(
            r"(?:電話|でんわ|携帯|けいたい)(?:が|を|は)?(?:止め|とめ|止まっ|とまっ)(?:られ)?(?:て)?(?:い?る|い?ます|た|ました|ちゃった)?(?:んです|から|ので)?"
            r"[、,\s]*(?:電話|でんわ)?(?:が|は)?(?:でき(?:ない|ません)|かけられ(?:ない|ません))"
        ),
        _plainly(
            r"(?:電話|でんわ|携帯|けいたい)(?:が|は|を)?(?:ない|無い|ありません|もって(?:い?ない|い?ません)|持って(?:い?ない|い?ません)|使えない|つかえない|使えません)"
        ),
        r"i (?:have no|don'?t have a) (?:phone|telephone|mobile)",
    ),
    Aside.URL: (
        _asked("ホームページ|サイト|url|hp|ウェブサイト"),
        _fact("website|web page|homepage"),
    ),
    Aside.PLACE: (
        _asked("場所|ばしょ|住所|じゅうしょ|地図|ちず|行き方|いきかた|アクセス|どこ|どこにある"),
        _plainly(
            r"どう(?:やって|やったら|したら)?(?:行く|いく|行け|いけ|行けば|いけば|行ったら|いったら)(?:いい|る|ます)?"
        ),
        _fact("address|location|map"),
        r"where(?: is it| are they| is that| is the office)?|how (?:do|can) i (?:get|go|come)(?: there)?",
    ),
    Aside.NOW: (
        _only_open(
            r"(?:今日|きょう|今|いま|これ)(?:の時間|すぐ)?(?:から)?(?:は|に)?(?:(?:行|い)っても|(?:かけ|電話し|でんわし)ても)?"
        ),
        rf"{_BEFORE}(?:やって|開いて|空いて|あいて)(?:い?ます|い?る|っ|ん)?{_TAIL}",
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
        + _TAIL,
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
        _asked(
            r"(?:(?:営業|受付|開館|あいている|開いている|開いてる)の?)?(?:時間|じかん)|休み|やすみ|定休日|ていきゅうび"
        ),
        r"(?:what are )?(?:the |their )?(?:opening |office )?hours|when (?:are they|is it|do they) (?:open|close)",
        r"what time (?:do they|does it|do you|are they|is it) (?:open|close|closed|start|finish)",
        _open_on("weekdays?|evenings?|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?"),
    ),
    Aside.JOIN: (
        _plainly(
            r"(?:どう(?:やって|したら|すれば)?|どこで|どこに)(?:参加|さんか|申し込|申込|もうしこ|応募|入|はい)(?:する|すれば|したら|める|む|めば|んだら|みする|れる|れば|るの|る)?(?:いい|よい|の)?"
        ),
        _plainly(
            r"(?:参加|申込み?|申し込み|もうしこみ|応募)(?:の)?(?:方法|ほうほう|仕方|しかた|方|かた|先|さき)(?:は|を|が)?(?:教えて|おしえて|知りたい|何|わからない|分からない)?(?:ください)?"
        ),
        rf"{_BEFORE}(?:これに|ここに|それに)?(?:参加|さんか|申?し?込み?|申し込み|もうしこみ)(?:したい|します|できますか|させてください)"
        r"(?:です|のですが|んですが)?",
        r"i (?:want|would like|'d like) to join|how (?:can|do) i join",
    ),
    Aside.OTHERS: (
        rf"{_BEFORE}(?:ほか|他|ほかの|他の|ほかに|他に|別の|べつの|もっと)(?:に|には|は|の)?(?:も|は)?"
        r"(?:ありますか|ある|ないですか|ない|ないの|候補|所|ところ|窓口|相談先|何か|なにか)?(?:は|も)?(?:ありますか|ある|ないですか|ない|ないの)?",
        r"(?:anything|something|what) else|other|others|more|other options",
    ),
    Aside.NOT_THIS: (
        r"(?:いや|いいえ|[、。\s])*(?:それ|これ|そう|こう|そのこと)(?:じゃ|では)(?:ない|ねえ|ありません|なくて)(?:です)?(?:よ|の|ん|な|ね|けど){0,2}",
        r"(?:いや|いいえ|ううん|[、。\s])*(?:(?:それ|これ|そう|こう)(?:は|じゃ|では?)?)?"
        r"(?:違う|ちがう|違います|ちがいます|違った|ちがった|ちげえ|ちがあ)"
        r"(?:です)?(?:よ|の|ん|な|ね|けど|みたい|と思う|と思います){0,2}",
        r"(?:no[,. ]*)?(?:that'?s |that is |it'?s |this is )?(?:not (?:this|that|it|what i (?:mean|meant|asked))|wrong)",
    ),
    Aside.COST: (
        _plainly(
            r"(?:お金|おかね|お代|おだい|費用|ひよう|料金|りょうきん|代金|相談料|利用料|手数料)(?:は|が|って|も|を)?"
            rf"(?:かか(?:る|ります|ん)|{_NEEDED}|(?:取|と)られ(?:る|ます)|(?:払|はら)(?:う|います|わないと{_FINE})|いくら"
            r"|どの?(?:くらい|ぐらい)|どれ(?:くらい|ぐらい))(?:かかる|かかります)?"
        ),
        _plainly(r"費用は?|料金は?|利用料は?|相談料は?|お金は|おかねは"),
        _plainly(
            r"お?(?:いくら|なんぼ)(?:くらい|ぐらい)?(?:かか(?:る|ります)|します|する|いる|払う|です)?"
        ),
        _plainly(
            r"(?:無料|むりょう|ただ|有料|ゆうりょう)(?:で)?(?:相談)?(?:でき(?:る|ます)|いい)?"
        ),
        r"(?:is (?:it|this|that|the (?:service|advice|consultation))|are they) (?:for )?free(?: of charge)?|free\?",
        r"how much(?: (?:is it|does it cost|do i (?:have to )?pay|will it cost))?",
        r"(?:do|does|will) (?:it|they|this) cost(?: me)?(?: (?:money|anything|something))?|do i (?:have|need) to pay",
        _fact("costs?|price|fees?"),
        r"is there (?:a|any) (?:fee|charge|cost)",
    ),
    Aside.BOOKING: (
        _plainly(
            rf"(?:予約|よやく|アポ)(?:は|って|が|を|も)?(?:{_NEEDED}|し(?:ない|ないと|なきゃ|なくて|ねば|ねえと)も?{_FINE}?"
            rf"|し(?:なくて|ない)でも?(?:行け|いけ)(?:る|ます)|なし(?:で)?も?(?:{_FINE}|(?:行け|いけ)(?:る|ます))|した(?:方|ほう)が{_FINE})?"
        ),
        r"do i (?:need|have)(?: to (?:make|have|book|get))? (?:an? )?(?:appointment|reservation|booking)(?: first)?",
        r"do i (?:need|have) to (?:book|reserve)(?: first)?|can i (?:just )?(?:walk in|go without an appointment)",
        r"is (?:an? )?(?:appointment|reservation|booking) (?:needed|required|necessary)",
    ),
    Aside.BRINGING: (
        _plainly(
            rf"(?:何|なに)(?:を|か|が)?(?:(?:持って|もって)(?:いけば|行けば|いったら|行ったら|いく|行く|いぐ|きます|いきます)|{_NEEDED}){_FINE}?"
        ),
        _plainly(
            r"(?:持ち物|もちもの|持っていく(?:もの|物)|必要な(?:もの|物|書類))(?:は|って)?(?:何|なに|あります|ある)?"
        ),
        _plainly(
            rf"(?:書類|しょるい|印鑑|いんかん|はんこ|判子|ハンコ|身分証|保険証|通帳|お薬手帳|マイナンバーカード)(?:は|が|も|って)?{_NEEDED}"
        ),
        r"what (?:should|do|must) i (?:need to |have to )?bring(?: with me)?|what documents? (?:do i need|are needed)",
        r"do i need (?:to bring )?(?:an? |my )?(?:id|id card|passport|documents?|papers?|hanko|residence card|my number card)",
    ),
    Aside.VISIT: (
        _plainly(
            r"(?:車|くるま|足|免許|めんきょ)(?:が|も|は)?(?:ない|無い|ねえ|ありません|なくて|ないので|ないから|ねえがら)"
            r"[、,\s]*(?:そこまで)?(?:(?:行け|いけ|行かれ|いがれ)(?:ない|ません|ねえ|ね))?"
        ),
        _plainly(
            r"(?:遠くて|とおくて)?(?:そこまで|そこには?|窓口まで|窓口に)?(?:行け|行かれ)(?:ない|ません|ねえ)(?:とき|時)?(?:は)?"
        ),
        _plainly(
            r"(?:家|うち|自宅|いえ)?(?:まで|に|へ)?(?:来て|きて)(?:もらえ(?:る|ます|ない|ません)|もらう|くれ(?:る|ます|ない|ません)|いただけます)"
        ),
        r"i (?:have no|don'?t have an?) (?:car|licen[cs]e)|i (?:can'?t|cannot) (?:get|go|come) there",
        r"(?:can|could|do|will) (?:they|someone|somebody|anyone|you) (?:come|visit)(?: to)?(?: (?:me|us|my (?:house|home|place)))?",
    ),
    Aside.WHO: (
        _plainly(
            rf"(?:本人|ほんにん)(?:じゃ|でない|では?|で)?(?:なくて|ない|なく|ねくて)?(?:も|と)?(?:{_FINE}|(?:相談|そうだん|電話|でんわ)?でき(?:る|ます))"
        ),
        _plainly(
            r"(?:誰|だれ|どなた|どんな人|どんなひと|どういう人)(?:が|でも|なら|に)(?:相談|そうだん|利用|電話|でんわ)?"
            rf"(?:でき(?:る|ます)|して(?:も)?{_FINE}|{_FINE}|使え(?:る|ます)|行け(?:る|ます)|行って{_FINE})"
        ),
        _plainly(
            r"(?:家族|かぞく|娘|むすめ|息子|むすこ|妻|夫|嫁|孫|友だち|友達|近所の人|ほかの人|他の人|外国人|がいこくじん|私|わたし|学生)"
            rf"(?:が|で|から)?(?:も|でも)?(?:相談|そうだん|電話|でんわ)?(?:して(?:も)?{_FINE}|{_FINE}|でき(?:る|ます)|使え(?:る|ます))"
        ),
        r"who can (?:ask|call|use (?:it|this)|go|apply|get help|come)",
        r"can (?:i|someone else|(?:my|a) (?:daughter|son|wife|husband|mother|father|friend|family|neighbou?r)|foreigners)"
        r" (?:call|ask|go|use it|use this)(?: (?:for|instead of) (?:me|her|him|them|my (?:mother|father|husband|wife|parents|friend)))?",
    ),
    Aside.NAME: (
        _plainly(
            r"(?:名前|なまえ|本名|氏名)(?:は|を|も)?(?:言わ|いわ|名乗ら|なのら|出さ|教え|おしえ|伝え|書か)"
            rf"(?:なきゃ|ないと|なければ|なくて|なく|ねば|ず|ねえと)(?:も|に)?(?:{_FINE}|(?:相談|そうだん)でき(?:る|ます))?"
        ),
        _plainly(
            rf"(?:名前|なまえ)(?:は|を|も)?(?:言う|いう|言います|いいます|聞かれ(?:る|ます)|きかれ(?:る|ます)|{_NEEDED})"
        ),
        _plainly(rf"(?:匿名|とくめい)(?:で|でも|も)?(?:相談|電話)?(?:{_FINE}|でき(?:る|ます))?"),
        r"do i (?:have|need) to (?:give|say|tell)(?: (?:them|you))?(?: my)? name|can i (?:stay|be|remain|call|ask) anonymous(?:ly)?",
    ),
    Aside.COMPANY: (
        _plainly(
            rf"{_CHILD}(?:を|と|も)?(?:一緒に|いっしょに)?(?:連れて|つれて)?(?:{_GO}|来て|きて|参加して|さんかして)?(?:で|でも|も)?(?:{_FINE}|(?:行け|いけ|来られ|これ)(?:る|ます))"
        ),
        _plainly(
            rf"(?:子連れ|こづれ|付き添い|つきそい)(?:で|でも|も|が)?(?:{_FINE}|(?:行け|いけ)(?:る|ます))"
        ),
        r"can i (?:bring|take|come with|go with) (?:my|a|the|an) "
        r"(?:child|children|kids?|baby|son|daughter|family|friend|interpreter|husband|wife|mother|father)(?: with me)?",
        r"can (?:my|a) (?:child|children|kids?|son|daughter|family|friend|husband|wife|mother|father) (?:come|go)(?: with me| too)?",
    ),
    Aside.SPEECH: (
        _plainly(
            r"(?:英語|えいご|日本語|外国語|中国語|ベトナム語|タガログ語|ポルトガル語|やさしい日本語)(?:が|は|で|でも|も)?"
            r"(?:話せ(?:る|ます)|はなせ(?:る|ます)|通じ(?:る|ます)|つうじ(?:る|ます)|わかる|わかります|でき(?:る|ます)|いい|大丈夫|相談でき(?:る|ます))"
        ),
        _plainly(
            r"(?:通訳|つうやく|手話|しゅわ|筆談|ひつだん|手話通訳)(?:は|が|で|を|の|できる)?(?:人|ひと)?(?:は|が|を|も)?"
            r"(?:いる|います|あります|ある|頼め(?:る|ます)|たのめ(?:る|ます)|つけて(?:もらえ(?:る|ます)|ください)"
            r"|(?:お願い|おねがい)(?:でき(?:る|ます)|します|したい)|でき(?:る|ます)|いい(?:です)?)?"
        ),
        r"(?:do|can|does) (?:they|you|someone|anyone) (?:speak|understand) (?:english|tagalog|filipino|chinese|vietnamese|portuguese|my language)",
        r"is (?:english|there an? (?:english speaker|interpreter)) (?:ok|okay|available)?|(?:in )?english\?|is there an interpreter",
    ),
    Aside.ENTRANCE: (
        _plainly(
            rf"(?:登録|とうろく|申込み?|申し込み|もうしこみ|手続き|てつづき|資格|しかく|経験|けいけん|免許)(?:は|って|とか|が|を|も)?"
            rf"(?:{_NEEDED}|し(?:ない|ないと|なきゃ|なくて|ねば)も?{_FINE}?|(?:が|は)?なくて(?:も)?{_FINE}|ない(?:けど|と|で)[、,\s]*も?{_FINE}|ある|あります)?"
        ),
        r"do i (?:need|have) to (?:register|sign up|apply)(?: first)?|do i need (?:any )?(?:experience|a qualification)",
    ),
    Aside.INSURANCE: (
        _plainly(
            rf"(?:ボランティア|活動)?(?:の)?(?:保険|ほけん)(?:は|って|とか|が|に|も)?(?:{_NEEDED}|入(?:る|らない|らないと|れる|り)(?:も|と)?{_FINE}?|ある|あります|どう(?:なる|する)|つく|つきます|いくら)?"
        ),
        r"(?:is there|do i need|what about) (?:an? |any )?(?:volunteer )?insurance",
    ),
    Aside.IF_WRONG: (
        _plainly(
            r"(?:もし|もしも|私の|わたしの)?[、,\s]*(?:間違|まちが|勘違|かんちが|思い違|おもいちが|違|ちが)(?:い|って|いだって)?(?:だ|い)?(?:た|ました)?(?:ら|り|場合(?:は)?|とき(?:は)?|だったら|でも|でもいい|かも)"
            r"(?:は|でも)?[、,\s]*(?:どう(?:しよう|なる|なります|すれば(?:いい)?)?|怒られ(?:る|ます|ない|ません)|おこられ(?:る|ます|ない)|いい|大丈夫|だいじょうぶ|困る|こわい|怖い)?"
        ),
        _plainly(
            r"(?:相手|隣|となり|近所|夫|旦那)?(?:に|から)?(?:仕返し|しかえし|逆恨み|さかうらみ|恨み|報復)(?:は|を|が)?(?:さ)?(?:れ)?(?:ない|ません|る|ます|たら(?:どう(?:しよう|なる))?|され(?:ない|ません|る|たら)|が?(?:こわい|怖い)|(?:心配|不安))"
        ),
        _plainly(
            r"(?:誰|だれ|どんな人|警察|けいさつ)(?:か|が|も)?(?:家|うち|そこ|いえ)?(?:に|まで)?(?:来る|くる|来ます|きます|来て|来ない|きちゃう|来ちゃう)"
        ),
        r"what if (?:i'?m|i am|it'?s|it is) (?:wrong|mistaken|nothing|a mistake)|will (?:they|he|she) (?:know|find out) (?:it'?s|it is|it was) me|will (?:the police|someone|they) come(?: to (?:my|the) house)?",
    ),
    Aside.NO_NEWS: (
        _plainly(
            r"(?:もう|この|その)?(?:お知らせ|おしらせ|通知|つうち|配信|はいしん|ニュース)(?:は|を|が|の)?(?:もう)?"
            r"(?:(?:いら|要ら|いり)(?:ない|ません|ねえ)|(?:止|と)めて|やめて|やめたい|(?:止|と)めたい|停止(?:して|したい|する)?|解除(?:して|したい|する)?|来なくていい|こなくていい|送らないで|おくらないで|ストップ)(?:ください|くれ|ほしい)?"
        ),
        r"(?:please )?(?:stop|cancel|no more) (?:the )?(?:news|notifications?|messages)(?: please)?|unsubscribe",
    ),
    Aside.ONCE_MORE: (
        _plainly(
            r"(?:もう|も)(?:一度|一回|いちど|いっかい|いっぺん|一ぺん)(?:だけ)?[、,\s]*(?:言って|いって|言ってけろ|話して|はなして|教えて|おしえて|見せて|みせて|書いて|かいて)?"
            r"(?:ください|下さい|くれ|くれる|ほしい|け|けろ|くんねえ|おねがい(?:します)?|お願い(?:します)?)?"
        ),
        _plainly(
            r"(?:さっき|前|まえ|今|いま)の(?:番号|ばんごう|電話番号|でんわばんごう|電話|でんわ|話|はなし|返事|画面)?(?:を|は)?[、,\s]*"
            r"(?:もう(?:一度|いちど|一回))?[、,\s]*(?:教えて|おしえて|言って|いって|見せて|みせて|何|なに)(?:ください|くれ)?"
        ),
        r"(?:please )?(?:say (?:that|it) |tell me |show me )?(?:once more|again)(?: please)?|repeat(?: that| please)?|pardon",
    ),
    Aside.LARGER: (
        _plainly(
            r"(?:字|文字|もじ|じ|画面|がめん)(?:が|は)?(?:とても|すごく)?(?:小さ|ちいさ|ちっちゃ)(?:い|くて|すぎ(?:る|て|ます)?)"
            r"(?:です)?(?:から|ので)?[、,\s]*(?:(?:読め|よめ|見え|みえ)(?:ない|ません|ねえ|ね))?"
        ),
        _plainly(
            r"(?:字|文字|もじ|じ|画面|がめん)(?:を|が)?(?:もっと)?(?:大きく|おおきく|でっかく|でかく)(?:して|なる|でき(?:る|ます|ない|ません)|したい|なりません)?(?:ください|くれ|ほしい)?"
        ),
        r"(?:the )?(?:letters?|text|font|writing) (?:is|are) too small|(?:larger|bigger) (?:text|letters|font)",
    ),
    Aside.NO_ANSWER: (
        _plainly(
            r"(?:電話|でんわ)?(?:が|に|は|して(?:も)?|かけて(?:も)?|何度かけても|なんぼかけても|何回かけても)?[、,\s]*(?:だれも|誰も|だれもだれも)?[、,\s]*"
            r"(?:電話|でんわ)?(?:に|が)?(?:出ない|でない|出ねえ|でねえ|出ません|でません|出てくれない|つながらない|つながりません|繋がらない|通じない|つうじない|話し中|はなしちゅう)"
        ),
        _plainly(r"(?:留守番電話|留守電|るすでん)(?:に)?(?:なる|なった|なります|だった)?"),
        r"(?:no ?body|no one) (?:answers|picks up|answered)(?: the phone)?|(?:they|it) (?:do not|don'?t|does not|doesn'?t) answer|the line is busy",
    ),
    Aside.SAYING: (
        _plainly(
            r"(?:電話|でんわ)(?:したら|して|で|では|を?かけたら|かけて|するとき|の時)?(?:は)?[、,\s]*(?:まず|最初に|はじめに)?[、,\s]*"
            r"(?:何て|なんて|何と|なんと|どう|何を|なにを)(?:言え|いえ|言う|いう|言った|いった|話せ|はなせ|話す|はなす|話した|はなした|しゃべれ|きけ|聞け)(?:ば|ら|と)?(?:いい|よい|良い)?"
        ),
        _plainly(
            r"(?:何て|なんて|何と|なんと|どう)(?:言え|いえ|話せ|はなせ)ば(?:いい|よい|良い)?|(?:話し方|はなしかた|言い方|いいかた)(?:は|を|が)?(?:教えて|おしえて|わからない|分からない|わかりません)?"
        ),
        _plainly(
            r"(?:よく|意味|いみ|ぜんぜん|全然|さっぱり|言ってること|むずかしくて|難しくて)?(?:が|は)?[、,\s]*"
            r"(?:わから|分から|解ら|わがん|わかん)(?:ない|ん|ねえ|ね|なかった|ません)|(?:むずかしい|難しい|むずかしすぎる|難しすぎる)"
        ),
        _plainly(
            r"(?:結局|けっきょく|つまり|まず)?[、,\s]*(?:どう|何を|なにを|どこに|どうやって)(?:すれば|したら|せば|すりゃ)(?:いい|よい|良い)"
        ),
        r"what (?:should|do|can) i (?:say|tell them|do)(?: (?:on the phone|now|next|then))?|i do(?: not|n'?t) understand",
    ),
    Aside.PRIVACY: (
        _plainly(
            r"(?:秘密|ひみつ|内緒|ないしょ)(?:は|を|に|で|って)?(?:して|守って|まもって|守られ|まもられ|でき)?(?:くれ(?:る|ます)|もらえ(?:る|ます)|い?(?:る|ます)|ほしい|ください|おねがい|お願い)?"
        ),
        _plainly(
            r"(?:これ|ここ|書いたこと|相談|話|内容)?(?:の|は|って|が|したら|すると|したこと)?[、,\s]*"
            r"(?:誰|だれ|隣|となり|隣の人|となりの人|親|おや|家族|かぞく|学校|がっこう|先生|せんせい|近所|きんじょ|近所の人|近所の人たち|会社|かいしゃ|夫|妻|旦那|だんな|母|父|お母さん|お父さん|ママ|パパ|子ども|息子|娘|嫁|ほかの人|他の人|周り|まわり)"
            r"(?:か|にも|には|に|へ)?(?:に)?(?:は|も)?(?:私|わたし|自分|僕|俺)?(?:だ)?(?:と|って|が)?(?:電話した|通報した|言った)?(?:こと)?(?:と|って|が)?[、,\s]*"
            r"(?:知られ|しられ|ばれ|バレ|伝わ|つたわ|言わ|いわ|話さ|はなさ|言っ|いっ|しゃべら|もれ|漏れ|連絡(?:し|さ|が)|れんらく(?:し|さ|が))"
            r"(?:る|た|たり|ます|ない|ません|ないで|ねえで|ないよね|たくない|たくありません|ちゃう|ちゃいます|れる|れます|れない|いく|行く|いきます|しない|しません|せん)*"
            r"(?:ください|くれ|くれる|ほしい|くれます)?"
        ),
        r"(?:is (?:it|this) |will (?:it|this) be |can you keep (?:it|this) )?(?:a )?(?:secret|private|confidential)",
        r"(?:will|do|can) (?:my (?:parents|family|husband|wife|school|neighbou?rs?)|anyone|somebody|people) (?:find out|know)(?: about (?:it|this))?",
        r"(?:please )?(?:do not|don'?t) tell (?:my (?:parents|mother|father|family|husband|wife|school)|anyone|anybody)",
    ),
    Aside.PERSON: (
        _plainly(
            r"(?:人間|にんげん|人|ひと|職員|しょくいん|係の人|担当者?|担当の人|オペレーター)(?:を|に|と|が|の人)?[、,\s]*"
            r"(?:出せ|だせ|出して|だして|代われ|かわれ|代わって|かわって|つないで|話したい|はなしたい|話がしたい|話せる|はなせる|話させて|いない|いないの|いる|います)(?:くれ|ください|ます|です)?"
        ),
        r"(?:can i |i want to |let me )?(?:talk|speak) (?:to|with) (?:a |an )?(?:human|person|real person|someone|somebody|operator|staff)|(?:a )?(?:human|real person)(?: please)?",
    ),
    Aside.IN_KANJI: (
        _plainly(
            r"(?:ふつう|普通|いつも|前|まえ|元|もと)の?(?:字|文字|もじ|日本語|にほんご|ことば|言葉|書き方|文|ぶん)(?:に|で)?(?:して|もどして|戻して|書いて|かいて|お願い(?:します)?|おねがい(?:します)?)?(?:ください|くれ|ほしい)?"
        ),
        _plainly(
            r"(?:漢字|かんじ)(?:に|で|も)?(?:して|もどして|戻して|書いて|かいて|使って|つかって|お願い(?:します)?|おねがい(?:します)?|読める|よめる|読めます|よめます)?(?:ください|くれ|ほしい)?"
        ),
        _plainly(
            r"(?:ふりがな|ルビ)(?:は|が|を)?(?:いらない|いりません|要らない|やめて|消して|なくして|じゃま|邪魔)(?:です|ください|くれ)?"
        ),
        r"(?:in |speak |switch to )?japanese(?: please)?|(?:日本語|にほんご)(?:で|に)(?:して|お願い(?:します)?|おねがい(?:します)?|話して)?(?:ください)?",
    ),
    Aside.IN_KANA: (
        _plainly(
            r"(?:ひらがな|平仮名|かな|カナ|やさしい(?:日本語|にほんご|ことば|言葉)|簡単な(?:日本語|言葉)|かんたんな(?:にほんご|ことば))(?:に|で)?(?:して|書いて|かいて|話して|お願い(?:します)?|おねがい(?:します)?)?(?:ください|くれ|ほしい)?"
        ),
        _plainly(
            r"(?:漢字|かんじ)(?:が|は)?(?:読め|よめ|わから|分から|むずかし|難し)(?:ない|ません|ねえ|い|いです|ん)(?:です)?"
        ),
        r"(?:in )?(?:easy|simple|plain) japanese(?: please)?",
    ),
    Aside.IN_ENGLISH: (
        _plainly(
            r"(?:英語|えいご)(?:に|で)(?:して|書いて|話して|お願い(?:します)?|おねがい(?:します)?)(?:ください|くれ)?"
        ),
        r"(?:in |speak |switch to |please )?english(?: please)?",
    ),
}

PATTERNS: tuple[tuple[Aside, str], ...] = tuple(
    (aside, f"(?:{pattern}){_END}") for aside, patterns in _SPOKEN.items() for pattern in patterns
)
