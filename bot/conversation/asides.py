"""Short questions that only make sense after an answer: 「電話番号は？」「土曜もやってる？」「ほかには？」.

Only a message that is nothing else counts, so that a worry with 電話 in it stays a worry.
"""

import re
from enum import StrEnum

from bot.understanding.japanese import normalise


class Aside(StrEnum):
    PHONE = "phone"
    FAX = "fax"
    EMAIL = "email"
    URL = "url"
    PLACE = "address"
    HOURS = "hours"
    NOW = "now"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"
    YEAR_END = "year-end"
    NOON = "noon"
    WRONG_NUMBER = "wrong number"
    OTHERS = "others"
    JOIN = "join"
    AGAIN = "again"
    CALM = "calm"


_LONGEST = 30
_BEFORE = (
    r"(?:(?:で|え|えっと|えーと|あの|あと|じゃあ?|それで|では|すみません|すいません|ごめん|それから)[、,\s]*)*"
    r"(?:(?:そこ|そちら|そっち|ここ|こちら|窓口|社協|支部|その窓口|この窓口)(?:の|って|は|では?)?)?"
)
_AFTER = (
    r"(?:の?番号)?(?:は|って|も|を|が|に|わ|だけ)?(?:ですか|でしょうか|何番(?:ですか)?|なんばん(?:ですか)?|何|なに|どこ(?:ですか|でしょうか|なの|だっけ)?|いつ(?:ですか)?"
    r"|教えて(?:ください|下さい|くれ|ほしい(?:です)?)?|おしえて(?:ください|下さい)?|知りたい(?:です)?|わかりますか|分かりますか|ありますか|ある)?"
)
_OPEN = (
    r"(?:も|は|でも|に|って|なら|だと)?(?:やって(?:い?ます|る|い?る)|開いて(?:い?ます|る)|あいて(?:い?ます|る)|営業して(?:い?ます|る)|行ける|行けます|休み(?:です)?"
    r"|やすみ(?:です)?|大丈夫(?:です)?|いい(?:です)?|電話できる|電話できます|つながる|つながります|つながりますか|しまって(?:い?ます|る)|閉まって(?:い?ます|る))?(?:か|の|かな|んですか|のですか)?"
)
_NUMBER = r"(?:この|その|おかけになった|かけた|(?:教|おし)えて(?:もらった|くれた))?(?:(?:電話|でんわ)?(?:番号|ばんごう)|電話|でんわ)"
_WRONG = (
    r"(?:(?:ちが|違|まちが|間違)(?:う|った|います|いました|って(?:い?る|い?ます|い?た|い?ました))"
    r"|(?:現在|今|いま|もう)?(?:は|、)?(?:使|つか)われて(?:い?ない|い?ません|おりません))"
)
_TOLD = r"(?:みたい|よう)?(?:です|だ)?(?:よ|ね|けど|が)?(?:と(?:言|い)われ(?:た|ました))?"
_END = r"[?？。!！\s]*"


def _asked(words: str) -> str:
    return f"{_BEFORE}(?:{words}){_AFTER}{_END}"


def _opened(words: str) -> str:
    return f"{_BEFORE}(?:{words}){_OPEN}{_END}"


_PATTERNS = {
    Aside.AGAIN: rf"(?:最初|さいしょ|初め|はじめ)(?:から|に(?:戻|もど)(?:る|って|りたい))(?:お願いします|やり直し(?:たい)?|する|したい)?{_END}|(?:やり直し|やりなおし|リセット|start over|restart|メニュー|menu){_END}",
    Aside.CALM: rf"(?:いや|いいえ|もう|ありがとう|[、。\s])*(?:大丈夫(?:です|だ|になりました|)|だいじょう?ぶ(?:です|だ)?|(?:落ち着|おちつ)(?:きました|いた)|平気(?:です)?)(?:よ|から)?(?:[、。\s]*(?:ありがとう?|どうも)(?:ございます|ございました)?)?(?:・ほかの\s?ことを\s?(?:聞|き)く)?{_END}|(?:(?:別|ほか|他|べつ)の(?:こと|質問|話|しつもん)(?:です|を聞きたい(?:です)?|があります|がある)?){_END}|(?:i'?m (?:ok|okay|fine|safe)(?: now)?|another question){_END}",
    Aside.PHONE: f"{_asked('電話|でんわ|tel|番号|ばんごう|電話番号|でんわばんごう|何番|なんばん|連絡先|れんらくさき|電話先')}|(?:what(?:'s| is) (?:the|their) )?(?:phone|telephone|number|phone number){_END}",
    Aside.WRONG_NUMBER: rf"{_BEFORE}{_NUMBER}(?:が|は|も)?[、,\s]*{_WRONG}{_TOLD}{_END}|(?:the |that |this )?(?:(?:phone|telephone) )?number (?:is|was|seems) (?:wrong|not in use|out of service)\.?{_END}|wrong (?:phone )?number\.?{_END}",
    Aside.FAX: f"{_asked('fax|ファックス|ファクス|ふぁっくす')}|(?:what(?:'s| is) (?:the|their) )?fax(?: number)?{_END}",
    Aside.EMAIL: f"{_asked('メール|めーる|メールアドレス|e-?mail|mail')}|(?:what(?:'s| is) (?:the|their) )?e-?mail(?: address)?{_END}",
    Aside.URL: f"{_asked('ホームページ|サイト|url|hp|ウェブサイト')}|(?:website|web page|homepage){_END}",
    Aside.PLACE: f"{_asked('場所|ばしょ|住所|じゅうしょ|地図|ちず|行き方|いきかた|アクセス|どこ|どこにある(?:の|んですか|んだべ)?')}|(?:what(?:'s| is) (?:the|their) )?(?:address|location|map|where is it|where){_END}",
    Aside.NOW: f"{_opened('今|いま|今日|きょう|今から|いまから|今は|今日は|今の時間')}|(?:are they |is it )?open (?:now|today){_END}",
    Aside.SATURDAY: f"{_opened('土曜日?|どようび?|土日|週末')}|(?:are they |is it )?(?:open )?(?:on )?(?:saturdays?|weekends?){_END}",
    Aside.SUNDAY: f"{_opened('日曜日?|にちようび?')}|(?:are they |is it )?(?:open )?(?:on )?sundays?{_END}",
    Aside.HOLIDAY: f"{_opened('祝日|祭日|休日|しゅくじつ')}|(?:are they |is it )?(?:open )?(?:on )?(?:public )?holidays?{_END}",
    Aside.YEAR_END: f"{_opened('年末年始|年末|正月|お正月|ねんまつ(?:ねんし)?')}|(?:are they |is it )?(?:open )?(?:at )?new year{_END}",
    Aside.NOON: f"{_opened('昼休み|お昼|昼|ひるやすみ|昼間')}|(?:are they |is it )?(?:open )?(?:at )?(?:lunch(?: ?time)?|noon){_END}",
    Aside.HOURS: f"{_BEFORE}(?:何時(?:まで|から)|なんじ(?:まで|から)|(?:営業|受付|開館|あいている|開いている|開いてる)?時間|じかん|いつ(?:開いて|やって|あいて)(?:る|いる|ます|いますか)|休み|定休日)(?:何時まで|なんじまで)?(?:やって|開いて|あいて)?(?:い?ます|る)?{_AFTER}(?:か|の)?{_END}|(?:opening )?hours{_END}|when (?:are they|is it) open{_END}",
    Aside.JOIN: rf"{_BEFORE}(?:これに|ここに|それに)?(?:参加|さんか|申し?込み?|もうしこみ|申込)(?:したい|します|できますか|させてください)(?:です|のですが|んですが)?{_END}|(?:i (?:want|would like|'d like) to join|how (?:can|do) i join){_END}",
    Aside.OTHERS: rf"{_BEFORE}(?:ほか|他|ほかの|他の|ほかに|他に|別の|べつの|もっと)(?:に|には|は|の)?(?:も|は)?(?:ありますか|ある|ないですか|ない|ないの|候補|所|ところ|窓口|相談先|何か|なにか)?(?:は|も)?(?:ありますか|ある|ないですか|ない|ないの)?{_END}|(?:anything|something|what) else{_END}|(?:other|others|more|other options){_END}",
}
_COMPILED = [(aside, re.compile(pattern)) for aside, pattern in _PATTERNS.items()]
_INSTEAD = re.compile(
    r"^(?P<not>.{1,12}?)(?:じゃなくて|じゃなくって|じゃなく|ではなくて|ではなく|でなくて|でなく|でねくて|じゃねくて)[、,\s]*(?P<but>.{1,16}?)(?:です|のほう|の方|だよ|だ|で|お願いします|ですけど|のこと)*[。!！?？\s]*$"
)
_NOT_BUT = re.compile(r"^not (?P<not>[a-z ]{1,20}?),? but (?P<but>[a-z ]{1,20})[.!]*$")
_WHAT_OF = re.compile(
    r"^(?:じゃあ?|では|それじゃあ?|で)?[、,\s]*(?P<but>.{1,12}?)(?:だと|なら|の場合は?|では|は|だったら)(?:どう|どうですか|どうなる)?[?？。\s]*$"
)


def aside(text: str) -> Aside | None:
    """Which short question a message consists of."""
    spoken = normalise(text).strip()
    if len(spoken) > _LONGEST:
        return None
    return next((found for found, pattern in _COMPILED if pattern.fullmatch(spoken)), None)


def corrected(text: str) -> str | None:
    """What is meant instead, in 「一関じゃなくて花泉」, 「花泉なら？」."""
    spoken = normalise(text).strip()
    for pattern in (_INSTEAD, _NOT_BUT, _WHAT_OF):
        if found := pattern.match(spoken):
            return found["but"].strip()
    return None
