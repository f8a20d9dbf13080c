"""How the office that was named is reached, and what keeps one from calling it."""

from bot.conversation.asides.kinds import Aside
from bot.conversation.asides.phrasing import BEFORE, asked, by, fact, plainly

_NUMBER = r"(?:この|その|おかけになった|かけた|(?:教|おし)えて(?:もらった|くれた))?(?:(?:電話|でんわ)?(?:番号|ばんごう)|電話|でんわ)"
_IS_WRONG = (
    r"(?:(?:ちが|違|まちが|間違)(?:う|った|います|いました|って(?:い?る|い?ます|い?た|い?ました))"
    r"|(?:現在|今|いま|もう)?(?:は|、)?(?:使|つか)われて(?:い?ない|い?ません|おりません))"
    r"(?:みたい|よう)?(?:です|だ)?(?:よ|ね|けど|が)?(?:と(?:言|い)われ(?:た|ました))?"
)

REACHING: dict[Aside, tuple[str, ...]] = {
    Aside.PHONE: (
        asked(
            "電話|でんわ|tel|番号|ばんごう|電話番号|でんわばんごう|何番|なんばん|連絡先|れんらくさき|電話先"
        ),
        fact("phone|telephone|number|phone number|telephone number"),
    ),
    Aside.WRONG_NUMBER: (
        rf"{BEFORE}{_NUMBER}(?:が|は|も)?[、,\s]*{_IS_WRONG}",
        plainly(
            r"(?:(?:電話|でんわ)?(?:した|かけた|してみた|かけてみた)(?:ら|けど|けれど|が|のに|んですが|のですが)?[、,\s]*)?(?:現在|今|いま|もう)?(?:は|、)?"
            r"(?:使|つか)われて(?:い?ない|い?ません|おりません)(?:番号)?(?:です|だ)?(?:と(?:言|い)われ(?:た|ました|る|ます)|って(?:言|い)われ(?:た|ました|る|ます)|って)?"
        ),
        r"(?:the |that |this )?(?:(?:phone|telephone) )?number (?:is|was|seems) (?:wrong|not in use|out of service)",
        r"wrong (?:phone )?number",
    ),
    Aside.FAX: (
        asked("fax|ファックス|ファクス"),
        by("fax|ファックス|ファクス"),
        fact("fax(?: number)?"),
    ),
    Aside.EMAIL: (
        asked(
            r"(?:メール|e-?mail|mail|line|ライン|チャット|sns)(?:アドレス)?(?:(?:や|か|とか|と|・|、)(?:line|ライン|メール|チャット|sns))?"
        ),
        by(
            r"(?:メール|e-?mail|line|ライン|チャット|sns)(?:(?:や|か|とか|と)(?:line|ライン|メール|チャット|sns))?"
        ),
        r"can i (?:(?:write|send) (?:an )?)?e-?mail(?: (?:them|to them))?|do (?:you|they) have (?:an )?e-?mail(?: address)?",
        plainly(
            r"(?:文字|もじ|文章|文|メール|チャット|line|ライン|sns|電話(?:以外|じゃないの|ではないの)|でんわいがい)(?:だけ)?で(?:の)?(?:相談|そうだん|話し?|はなし?|連絡|やりとり|やり取り)"
            r"(?:が|を|は)?(?:でき(?:る|ます|ない|ません)|した(?:い|いです)|し(?:たい)?|ある|あります)"
        ),
        plainly(
            r"(?:書いて|かいて|打って)(?:でも|も)?(?:相談|そうだん)(?:し(?:たい|て(?:も)?いい)|でき(?:る|ます))"
        ),
        r"(?:i don'?t speak japanese(?: well)?[.,]? )?(?:can|could|may) i (?:chat|text|write|message|type)(?: (?:to )?(?:you|them|someone))?(?: instead(?: of (?:calling|a call))?)?",
        fact("e-?mail(?: address)?"),
    ),
    Aside.NO_CALL: (
        plainly(
            r"(?:だから|でも)?[、\s]*(?:電話|でんわ)(?:は|を|なんて|なんか)?(?:したく|かけたく)(?:ない|ありません|ねえ)(?:って|と)?(?:言って|いって)?(?:い?る|ん)?(?:だろ|でしょ|です|んです)?(?:が|よ)?"
        ),
        plainly(
            r"(?:電話|でんわ)(?:するの|で話すの)?(?:は|が)?(?:苦手|にがて|こわい|怖い|嫌|いや|無理|むり|できない|でき?ません|できねえ|できね)"
        ),
        plainly(
            r"(?:電話|でんわ)(?:以外|いがい|じゃない|ではない)(?:で|に|の)?(?:方法|ほうほう|やり方)?(?:は|が)?(?:あります|ある|ない|ありません)?"
        ),
        plainly(
            r"(?:耳|みみ)が(?:(?:聞こえ|きこえ)(?:ない|ません|ねえ|なくて|ねくて)|(?:遠|とお)(?:い|くて|くなって))(?:から|ので)?[、,\s]*"
            r"(?:(?:電話|でんわ)(?:は|が)?[、,\s]*(?:だめ|駄目|無理|むり|できない|できません|でぎね|聞こえない|きこえない|苦手))?"
            r"(?:(?:fax|ファックス|ファクス)(?:は|で)?(?:でき(?:る|ます)|送れ(?:る|ます)|いい))?"
        ),
        plainly(
            r"(?:人と|誰かと|だれかと)?(?:話|はな|しゃべ|喋)(?:す|る)(?:の|こと)?(?:は|が)?(?:とても|すごく)?(?:苦手|にがて|こわい|怖い|できない|できません|無理|むり)"
        ),
        r"i (?:can'?t|cannot) (?:call|phone|use the phone)|i (?:am|'m) (?:deaf|afraid to call)",
        r"(?:is there )?(?:another|any other) way (?:to contact them|than (?:calling|a call|the phone))",
    ),
    Aside.NO_PHONE: (
        plainly(
            r"(?:電話|でんわ|携帯|けいたい)(?:が|を|は)?(?:止め|とめ|止まっ|とまっ)(?:られ)?(?:て)?(?:い?る|い?ます|た|ました|ちゃった)?(?:んです|から|ので)?"
            r"[、,\s]*(?:電話|でんわ)?(?:が|は)?(?:でき(?:ない|ません)|かけられ(?:ない|ません))"
        ),
        plainly(
            r"(?:電話|でんわ|携帯|けいたい)(?:が|は|を)?(?:ない|無い|ありません|もって(?:い?ない|い?ません)|持って(?:い?ない|い?ません)|使えない|つかえない|使えません)"
        ),
        r"i (?:have no|don'?t have a) (?:phone|telephone|mobile)",
    ),
    Aside.URL: (
        asked("ホームページ|サイト|url|hp|ウェブサイト"),
        fact("website|web page|homepage"),
    ),
    Aside.PLACE: (
        plainly(r"どこ(?:に|へ|さ)(?:行|い)(?:けば|ったら|げば|ぐ|く)(?:いい|よい|良い)?"),
        asked("場所|ばしょ|住所|じゅうしょ|地図|ちず|行き方|いきかた|アクセス|どこ|どこにある"),
        plainly(
            r"どう(?:やって|やったら|したら)?(?:行く|いく|行け|いけ|行けば|いけば|行ったら|いったら)(?:いい|る|ます)?"
        ),
        fact("address|location|map"),
        r"where(?: is it| are they| is that| is the office)?|how (?:do|can) i (?:get|go|come)(?: there)?",
    ),
    Aside.NO_ANSWER: (
        plainly(
            r"(?:電話|でんわ)?(?:が|に|は|して(?:も)?|かけて(?:も)?|何度かけても|なんぼかけても|何回かけても)?[、,\s]*(?:だれも|誰も|だれもだれも)?[、,\s]*"
            r"(?:電話|でんわ)?(?:に|が)?(?:出ない|でない|出ねえ|でねえ|出ません|でません|出てくれない|つながらない|つながりません|繋がらない|通じない|つうじない|話し中|はなしちゅう)"
        ),
        plainly(r"(?:留守番電話|留守電|るすでん)(?:に)?(?:なる|なった|なります|だった)?"),
        r"(?:no ?body|no one) (?:answers|picks up|answered)(?: the phone)?|(?:they|it) (?:do not|don'?t|does not|doesn'?t) answer|the line is busy",
    ),
}
