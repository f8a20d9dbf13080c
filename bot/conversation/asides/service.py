"""What it is like there: taking part, cost, what to bring, who may come; and is there anything else."""

from bot.conversation.asides.kinds import Aside
from bot.conversation.asides.phrasing import BEFORE, FINE, NEEDED, fact, plainly

_CHILD = r"(?:子ども|子供|こども|赤ちゃん|あかちゃん|子|孫|まご|友だち|友達|ともだち|家族|通訳)"
_AFTER_THAT = r"(?:[^。]{0,14}(?:相談|そうだん|電話|でんわ|通報|言|い|話)(?:し|っ)?(?:たら|すると|すれば|うと)[、,\s]*)?"
# Of what may come it is asked or feared, and not told that it has come.
_FEARED = (
    r"(?:ます|ません|ない|るの|るん|ちゃうの|たり(?:しない|しません|する)|たら(?:どう(?:しよう|なる))?"
    r"|るのが?(?:こわ|怖)(?:い|くて[、,\s]*(?:相談|電話)?(?:でき|かけられ)(?:ない|ません))|(?:そう)?で(?:こわい|怖い))"
)
_GO = r"(?:行って|いって|行く|いく|一緒|いっしょ)"

SERVICE: dict[Aside, tuple[str, ...]] = {
    Aside.JOIN: (
        plainly(
            r"(?:どう(?:やって|したら|すれば)?|どこで|どこに)(?:参加|さんか|申し込|申込|もうしこ|応募|入|はい)(?:する|すれば|したら|める|む|めば|んだら|みする|れる|れば|るの|る)?(?:いい|よい|の)?"
        ),
        plainly(
            r"(?:参加|申込み?|申し込み|もうしこみ|応募)(?:の)?(?:方法|ほうほう|仕方|しかた|方|かた|先|さき)(?:は|を|が)?(?:教えて|おしえて|知りたい|何|わからない|分からない)?(?:ください)?"
        ),
        rf"{BEFORE}(?:これに|ここに|それに)?(?:参加|さんか|申?し?込み?|申し込み|もうしこみ)(?:したい|します|できますか|させてください)"
        r"(?:です|のですが|んですが)?",
        r"i (?:want|would like|'d like) to join|how (?:can|do) i join",
    ),
    Aside.OTHERS: (
        plainly(r"(?:ほか|他|別|べつ)の(?:は|も)?(?:ない|ある|あります|ありません)"),
        rf"{BEFORE}(?:ほか|他|ほかの|他の|ほかに|他に|別の|べつの|もっと)(?:に|には|は|の)?(?:も|は)?"
        r"(?:ありますか|ある|ないですか|ない|ないの|候補|所|ところ|窓口|相談先|何か|なにか)?(?:は|も)?(?:ありますか|ある|ないですか|ない|ないの)?",
        r"(?:anything|something|what) else|other|others|more|other options",
    ),
    Aside.REFUND: (
        plainly(
            r"(?:(?:払った|送った|振り込んだ|取られた)?お?(?:金|かね)(?:は|が|を|って)?[、,\s]*)?(?:(?:取|と)り(?:戻|もど)(?:せ|し)|(?:戻|もど)(?:って(?:来|き|く)?|り|せ)?|(?:返|かえ)って(?:来|き|く))"
            r"(?:る|ます|ません|ない|たい|れる|れます)(?:ことは?ある|可能性はある)?"
        ),
        r"(?:can|will) i get (?:my|the) money back|can the money be (?:returned|recovered)",
    ),
    Aside.NOT_THIS: (
        r"(?:いや|いいえ|[、。\s])*(?:それ|これ|そう|こう|そのこと)(?:じゃ|では)(?:ない|ねえ|ありません|なくて)(?:です)?(?:よ|の|ん|な|ね|けど){0,2}",
        r"(?:いや|いいえ|ううん|[、。\s])*(?:(?:それ|これ|そう|こう)(?:は|じゃ|では?)?)?"
        r"(?:違う|ちがう|違います|ちがいます|違った|ちがった|ちげえ|ちがあ)"
        r"(?:です)?(?:よ|の|ん|な|ね|けど|みたい|と思う|と思います){0,2}",
        r"(?:no[,. ]*)?(?:that'?s |that is |it'?s |this is )?(?:not (?:this|that|it|what i (?:mean|meant|asked))|wrong)",
    ),
    Aside.COST: (
        plainly(
            r"(?:お金|おかね|お代|おだい|費用|ひよう|料金|りょうきん|代金|相談料|利用料|手数料)(?:は|が|って|も|を)?"
            rf"(?:かか(?:る|ります|ん)|{NEEDED}|(?:取|と)られ(?:る|ます)|(?:払|はら)(?:う|います|わないと{FINE})|いくら"
            r"|どの?(?:くらい|ぐらい)|どれ(?:くらい|ぐらい))(?:かかる|かかります)?"
        ),
        plainly(r"費用は?|料金は?|利用料は?|相談料は?|お金は|おかねは"),
        plainly(r"[^、。?]{1,8}は(?:ただ|無料|むりょう|有料)"),
        plainly(
            r"お?(?:いくら|なんぼ)(?:くらい|ぐらい)?(?:かか(?:る|ります)|します|する|いる|払う|です)?"
        ),
        plainly(r"(?:無料|むりょう|ただ|有料|ゆうりょう)(?:で)?(?:相談)?(?:でき(?:る|ます)|いい)?"),
        r"(?:is (?:it|this|that|the (?:service|advice|consultation))|are they) (?:for )?free(?: of charge)?|free\?",
        r"how much(?: (?:is it|does it cost|do i (?:have to )?pay|will it cost))?",
        r"(?:do|does|will) (?:it|they|this) cost(?: me)?(?: (?:money|anything|something))?|do i (?:have|need) to pay",
        fact("costs?|price|fees?"),
        r"is there (?:a|any) (?:fee|charge|cost)",
    ),
    Aside.BOOKING: (
        plainly(
            rf"(?:予約|よやく|アポ)(?:は|って|が|を|も)?(?:{NEEDED}|し(?:ない|ないと|なきゃ|なくて|ねば|ねえと)も?{FINE}?"
            rf"|し(?:なくて|ない)でも?(?:行け|いけ)(?:る|ます)|なし(?:で)?も?(?:{FINE}|(?:行け|いけ)(?:る|ます))|した(?:方|ほう)が{FINE})?"
        ),
        r"do i (?:need|have)(?: to (?:make|have|book|get))? (?:an? )?(?:appointment|reservation|booking)(?: first)?",
        r"do i (?:need|have) to (?:book|reserve)(?: first)?|can i (?:just )?(?:walk in|go without an appointment)",
        r"is (?:an? )?(?:appointment|reservation|booking) (?:needed|required|necessary)",
    ),
    Aside.BRINGING: (
        plainly(
            rf"(?:何|なに)(?:を|か|が)?(?:(?:持って|もって)(?:いけば|行けば|いったら|行ったら|いく|行く|いぐ|きます|いきます|けば|ったら|く)|{NEEDED}){FINE}?"
        ),
        plainly(
            r"(?:持ち物|もちもの|持っていく(?:もの|物)|必要な(?:もの|物|書類))(?:は|って)?(?:何|なに|あります|ある)?"
        ),
        plainly(
            rf"(?:書類|しょるい|印鑑|いんかん|はんこ|判子|ハンコ|身分証|保険証|通帳|お薬手帳|マイナンバーカード)(?:は|が|も|って)?{NEEDED}"
        ),
        r"what (?:should|do|must) i (?:need to |have to )?bring(?: with me)?|what documents? (?:do i need|are needed)",
        r"do i need (?:to bring )?(?:an? |my )?(?:id|id card|passport|documents?|papers?|hanko|residence card|my number card)",
    ),
    Aside.VISIT: (
        plainly(
            r"(?:車|くるま|足|免許|めんきょ)(?:が|も|は)?(?:ない|無い|ねえ|ありません|なくて|ないので|ないから|ねえがら)"
            r"[、,\s]*(?:そこまで)?(?:(?:行け|いけ|行かれ|いがれ)(?:ない|ません|ねえ|ね))?"
        ),
        plainly(
            r"(?:遠くて|とおくて)?(?:そこまで|そこには?|窓口まで|窓口に)?(?:行け|行かれ)(?:ない|ません|ねえ)(?:とき|時)?(?:は)?"
        ),
        plainly(
            r"(?:家|うち|自宅|いえ)?(?:まで|に|へ)?(?:(?:取|受け取|引き取|と)りに)?(?:来て|きて)(?:もらえ(?:る|ます|ない|ません)|もらう|くれ(?:る|ます|ない|ません)|いただけます)"
        ),
        r"i (?:have no|don'?t have an?) (?:car|licen[cs]e)|i (?:can'?t|cannot) (?:get|go|come) there",
        r"(?:can|could|do|will) (?:they|someone|somebody|anyone|you) (?:come|visit)(?: to)?(?: (?:me|us|my (?:house|home|place)))?",
    ),
    Aside.WHO: (
        plainly(
            rf"(?:本人|ほんにん)(?:じゃ|でない|では?|で)?(?:なくて|ない|なく|ねくて)?(?:も|と)?(?:{FINE}|(?:相談|そうだん|電話|でんわ)?でき(?:る|ます))"
        ),
        plainly(
            rf"(?:何|なん)(?:歳|さい|才)(?:まで|から|以上|以下)(?:なら|は|が)?(?:{FINE}|でき(?:る|ます)|入れ(?:る|ます))?"
        ),
        plainly(
            r"(?:誰|だれ|どなた|どんな人|どんなひと|どういう人)(?:が|でも|なら|に)(?:相談|そうだん|利用|電話|でんわ)?"
            rf"(?:でき(?:る|ます)|して(?:も)?{FINE}|{FINE}|使え(?:る|ます)|行け(?:る|ます)|行って{FINE})"
        ),
        plainly(
            r"(?:家族|かぞく|娘|むすめ|息子|むすこ|妻|夫|嫁|孫|友だち|友達|近所の人|ほかの人|他の人|外国人|がいこくじん|私|わたし|学生)"
            rf"(?:が|で|から)?(?:も|でも)?(?:相談|そうだん|電話|でんわ)?(?:して(?:も)?{FINE}|{FINE}|でき(?:る|ます)|使え(?:る|ます))"
        ),
        plainly(
            r"(?:私|わたし|家族|娘|息子)?(?:が|は)?(?:[^、。]{1,6}から|(?:遠く|とおく|離れて|はなれて|県外|市外|ほかの市|別の市)(?:に住んで(?:い)?(?:て|る)|から)?)(?:で)?(?:も)?(?:相談|そうだん|電話|でんわ)でき(?:る|ます)"
        ),
        r"who can (?:ask|call|use (?:it|this)|go|apply|get help|come)",
        r"can (?:i|someone else|(?:my|a) (?:daughter|son|wife|husband|mother|father|friend|family|neighbou?r)|foreigners)"
        r" (?:call|ask|go|use it|use this)(?: (?:for|instead of) (?:me|her|him|them|my (?:mother|father|husband|wife|parents|friend)))?",
    ),
    Aside.NAME: (
        plainly(
            r"(?:名前|なまえ|本名|氏名)(?:は|を|も)?(?:言わ|いわ|名乗ら|なのら|出さ|教え|おしえ|伝え|書か)"
            rf"(?:なきゃ|ないと|なければ|なくて|なく|ねば|ず|ねえと)(?:も|に)?(?:{FINE}|(?:相談|そうだん)でき(?:る|ます))?"
        ),
        plainly(
            rf"(?:名前|なまえ)(?:は|を|も)?(?:言う|いう|言います|いいます|聞かれ(?:る|ます)|きかれ(?:る|ます)|{NEEDED})"
        ),
        plainly(rf"(?:匿名|とくめい)(?:で|でも|も)?(?:相談|電話)?(?:{FINE}|でき(?:る|ます))?"),
        r"do i (?:have|need) to (?:give|say|tell)(?: (?:them|you))?(?: my)? name|can i (?:stay|be|remain|call|ask) anonymous(?:ly)?",
    ),
    Aside.COMPANY: (
        plainly(
            rf"{_CHILD}(?:を|と|も)?(?:一緒に|いっしょに)?(?:連れて|つれて)?(?:{_GO}|来て|きて|参加して|さんかして)?(?:で|でも|も)?(?:{FINE}|(?:行け|いけ|来られ|これ)(?:る|ます))"
        ),
        plainly(
            rf"(?:子連れ|こづれ|付き添い|つきそい)(?:で|でも|も|が)?(?:{FINE}|(?:行け|いけ)(?:る|ます))"
        ),
        r"can i (?:bring|take|come with|go with) (?:my|a|the|an) "
        r"(?:child|children|kids?|baby|son|daughter|family|friend|interpreter|husband|wife|mother|father)(?: with me)?",
        r"can (?:my|a) (?:child|children|kids?|son|daughter|family|friend|husband|wife|mother|father) (?:come|go)(?: with me| too)?",
    ),
    Aside.SPEECH: (
        plainly(
            r"(?:英語|えいご|日本語|外国語|中国語|ベトナム語|タガログ語|ポルトガル語|やさしい日本語)(?:が|は|で|でも|も)?"
            r"(?:話せ(?:る|ます)|はなせ(?:る|ます)|通じ(?:る|ます)|つうじ(?:る|ます)|わかる|わかります|でき(?:る|ます)|いい|大丈夫|相談でき(?:る|ます))"
        ),
        plainly(
            r"(?:通訳|つうやく|手話|しゅわ|筆談|ひつだん|手話通訳)(?:は|が|で|を|の|できる)?(?:人|ひと)?(?:は|が|を|も)?"
            r"(?:いる|います|あります|ある|頼め(?:る|ます)|たのめ(?:る|ます)|つけて(?:もらえ(?:る|ます)|ください)"
            r"|(?:お願い|おねがい)(?:でき(?:る|ます)|します|したい)|でき(?:る|ます)|いい(?:です)?)?"
        ),
        r"(?:do|can|does) (?:they|you|someone|anyone) (?:speak|understand|have) (?:english|tagalog|filipino|chinese|vietnamese|portuguese|my language)",
        r"is (?:english|there an? (?:english speaker|interpreter)) (?:ok|okay|available)?|(?:in )?english\?|is there an interpreter",
    ),
    Aside.ENTRANCE: (
        plainly(
            rf"(?:登録|とうろく|申込み?|申し込み|もうしこみ|手続き|てつづき|資格|しかく|経験|けいけん|免許)(?:は|って|とか|が|を|も)?"
            rf"(?:{NEEDED}|し(?:ない|ないと|なきゃ|なくて|ねば)も?{FINE}?|(?:が|は)?なくて(?:も)?{FINE}|ない(?:けど|と|で)[、,\s]*も?{FINE}|ある|あります)?"
        ),
        r"do i (?:need|have) to (?:register|sign up|apply)(?: first)?|do i need (?:any )?(?:experience|a qualification)",
    ),
    Aside.IN_CHARGE: (
        plainly(
            r"(?:担当|たんとう|担当者|係|かかり)(?:の人|の方|さん)?(?:は|って|の名前は?)?(?:誰|だれ|どなた|何て人|なんて人)"
        ),
        r"who is (?:in charge|responsible)|who do i (?:talk|speak) to",
    ),
    Aside.INSURANCE: (
        plainly(
            rf"(?:ボランティア|活動)?(?:の)?(?:保険|ほけん)(?:は|って|とか|が|に|も)?(?:{NEEDED}|入(?:る|らない|らないと|れる|り)(?:も|と)?{FINE}?|ある|あります|どう(?:なる|する)|つく|つきます|いくら)?"
        ),
        r"(?:is there|do i need|what about) (?:an? |any )?(?:volunteer )?insurance",
    ),
    Aside.IF_WRONG: (
        plainly(
            r"(?:もし|もしも|私の|わたしの)?[、,\s]*(?:間違|まちが|勘違|かんちが|思い違|おもいちが|違|ちが)(?:い|って|いだって)?(?:だ|い)?(?:た|ました)?(?:ら|り|場合(?:は)?|とき(?:は)?|だったら|でも|でもいい|かも)"
            r"(?:は|でも)?[、,\s]*(?:どう(?:しよう|なる|なります|すれば(?:いい)?)?|怒られ(?:る|ます|ない|ません)|おこられ(?:る|ます|ない)|いい|大丈夫|だいじょうぶ|困る|こわい|怖い)?"
        ),
        plainly(
            r"(?:(?:私|わたし|うち|自分|おら|おれ)の)?(?:勘違い|かんちがい|思い過ごし|おもいすごし|考えすぎ|思い込み|気のせい|きのせい|間違い|まちがい)(?:かも(?:しれない|しれません|しれないし|しれませんし|しれね)?|だと思う|でしょうか|だった(?:ら|り)(?:申し訳(?:ない|ありません|ね)|悪い|すみません))"
        ),
        r"what if (?:i'?m|i am|it'?s|it is) (?:wrong|mistaken|nothing|a mistake)|maybe i am (?:wrong|mistaken|overreacting)",
        plainly(
            r"(?:間違|まちが)(?:い|って)(?:だったら|だら|たら)(?:なじょ|どう)(?:すっぺ|すべ|するべ|すんべ|しよう)"
        ),
    ),
    Aside.AFTERWARDS: (
        plainly(
            r"(?:相手|隣|となり|近所|夫|旦那)?(?:に|から)?(?:仕返し|しかえし|逆恨み|さかうらみ|恨み|報復)(?:は|を|が)?(?:さ)?(?:れ)?(?:ない|ません|る|ます|たら(?:どう(?:しよう|なる))?|され(?:ない|ません|る|たら)|が?(?:こわい|怖い)|される(?:の)?が?(?:こわい|怖い|おっかない|心配|不安)|(?:心配|不安))"
        ),
        plainly(
            r"(?:誰|だれ|どんな人|警察|けいさつ)(?:か|が|も)?(?:家|うち|そこ|いえ)?(?:に|まで)?(?:来る|くる|来ます|きます|来て|来ない|きちゃう|来ちゃう)"
        ),
        plainly(
            r"(?:(?:電話|でんわ|通報|相談|連絡)(?:したら|すると|すれば|した後|したあと)(?:は)?[、,\s]*)?(?:誰|だれ|どんな人|何|なに)(?:が|か)?(?:家|うち|そこ|いえ)?(?:に|まで)?"
            r"(?:来る|くる|来ます|きます|来るの|起き(?:る|ます)|おき(?:る|ます)|され(?:る|ます)|始ま(?:る|ります))"
        ),
        plainly(
            r"(?:(?:電話|でんわ|通報|相談|連絡)(?:したら|すると|すれば|した後|したあと)|その(?:後|あと)|このあと|これから)(?:は|って)?[、,\s]*(?:どうな(?:る|ります|るの|っちゃう)|なじょになる)"
        ),
        plainly(
            r"(?:(?:警察|けいさつ)(?:に(?:言|い)ったら|に(?:行|い)ったら|に(?:話|はな)したら|って)?[、,\s]*)?(?:自分|私|わたし|俺|おれ|僕|夫|親|息子|むすこ|娘|母|父|(?:お|おか|お母|おと|お父|か|母)(?:あ|う)?さん|孫|まご|本人)?(?:が|も|は)?[、,\s]*"
            r"(?:捕ま|つかま|逮捕され|たいほされ|刑務所に(?:入|はい)|罪にな|つみにな)(?:る|ります|ります?か|るの|ん|ますか|ない|たり(?:しない|しません))"
        ),
        plainly(
            r"(?:無理やり)?(?:入院|にゅういん)させられ(?:る|ます|ない|たり(?:しない|しません))"
        ),
        plainly(
            r"(?:(?:施設|しせつ|会社|学校|家|うち|国|ビザ|大家)(?:に(?:知|し)られたら|から|を|に)?[、,\s]*)?(?:追い出さ|おいださ|辞めさせら|やめさせら|クビにな|首にな|帰さ|強制送還さ|怒ら|おこら)(?:れ)?(?:る|ます|ない|ません|たら|たり(?:しない|しません))(?:どうしよう)?"
        ),
        plainly(
            rf"{_AFTER_THAT}(?:子ども|子供|こども|子|娘|息子|赤ちゃん)(?:と|を|は|が)?[、,\s]*(?:(?:児童相談所|児相|施設|役所)に)?[、,\s]*"
            rf"(?:取られ|とられ|(?:取|と)り(?:上|あ)げられ|(?:引き|ひき)?(?:離|はな)され|(?:連|つ)れて(?:行|い)かれ|保護され|入れられ){_FEARED}"
        ),
        plainly(
            rf"{_AFTER_THAT}(?:児相|じそう|児童相談所)(?:に|へ)[、,\s]*(?:知られ|しられ|通報され|連絡され|言われ|いわれ|呼ばれ)(?:たくない|たくありません|{_FEARED})"
        ),
        plainly(
            r"(?:相手|隣|となり|近所|夫|旦那)?(?:に|から)?(?:仕返し|しかえし)(?:は|を|が)?(?:され|さいだ|さ)(?:だら|れだら|れたら)(?:おっかね|こわい|怖い|なじょすっぺ|どうしよう)(?:え)?"
        ),
        r"(?:will|do|would) (?:the police|they|you) (?:tell|report|call|contact|inform) (?:the )?(?:immigration|my (?:husband|wife|family|boss|company|school|landlord))(?: about me)?",
        r"will (?:i|he|she|they|my (?:husband|son|mother|father|mom|dad|mum|wife)) (?:be |get )?(?:arrested|deported|go to (?:jail|prison)|lose (?:my|the) (?:visa|job|home|child|children|kids))(?: (?:if|when) i [a-z ]+)?",
        r"(?:if i (?:ask|call|tell|go)[a-z ]*,? )?(?:will|does|can|would) (?:it|this|that|asking(?: for help)?|calling) (?:affect|change|hurt|harm) my (?:visa|status|stay|job|work)"
        r"(?: if i (?:ask|call)[a-z ]*)?",
        r"(?:will|do|can) (?:they|the police) (?:arrest|deport|blame|report) (?:me|him|her|us|my (?:husband|son|mother|father))",
        r"will they take (?:my |the )?(?:child|children|kids?|baby)(?: away)?(?: from me)?|what (?:will happen|happens)(?: (?:if i call|after(?: that| i call)?|then|next))?",
        r"will (?:they|he|she) (?:know|find out) (?:it'?s|it is|it was) me|will (?:the police|someone|they) come(?: to (?:my|the) house)?|who (?:will come|comes)(?: if i call)?",
    ),
    Aside.AFRAID: (
        plainly(
            r"(?:責め|せめ|怒|おこ|叱|しか|笑|わら|断|ことわ)(?:られ|われ)そうで[、,\s]*(?:相談|電話|話す|行く|言う)(?:する)?(?:の|こと)?(?:が|は)?(?:こわい|怖い|不安|いや|嫌|おっかない|おっかね|できない)"
        ),
        plainly(
            r"(?:相談|電話|でんわ|そうだん|警察|けいさつ)(?:する|に行く|に言う|に話す|に電話する)?(?:の|こと)?(?:が|は|には|に|って)?[、,\s]*(?:ちょっと|なんだか|すごく|とても)?"
            r"(?:勇気が(?:出ない|いる|ない)|(?:恥|は)ずかし(?:い|くて(?:でき|言え|いえ|行け|話せ)(?:ない|ません))|しづらい|しにくい|(?:気が|きが)(?:引ける|ひける|重い|おもい)|迷惑(?:かな|では|ですか|になる)?)"
        ),
        plainly(
            r"(?:うまく|上手に|じょうずに)(?:話せ|はなせ|言え|いえ|説明でき)(?:ない|ません|るか(?:不安|心配|わからない|自信がない))(?:かも)?"
        ),
        r"i(?: am|'m) (?:too )?(?:afraid|scared|ashamed|embarrassed|shy|nervous) (?:to|of) (?:ask(?:ing)?|call(?:ing)?|talk(?:ing)?|go(?:ing)?|tell(?:ing)?)(?: (?:them|the police|anyone|there))?",
    ),
    Aside.MORE_OF_ONE: (
        plainly(
            r"(?:母|父|祖母|祖父|夫|妻|息子|娘|子ども|子供|私|わたし|本人|おら|おれ|俺|僕|ぼく|おばあちゃん|おじいちゃん|ばあちゃん|じいちゃん|おふくろ|親父|親|弟|妹|兄|姉|孫|うちの[^、。]{1,4}|年齢|とし|歳)?(?:は|が|も)?[、,\s]*(?:もう|今年で?|いま|今|まだ|満)?[、,\s]*"
            r"\d{1,3}(?:歳|さい|才|つ|になる|になります|代)?(?:です|だ|の)?[、,\s]*(?:女|男|女性|男性|中学生|高校生|小学生|大学生|(?:小|中|高)(?:学)?\d(?:年生?)?|年金暮らし|一人暮らし|ひとりぐらし|ひとり)?"
        ),
        plainly(
            r"(?:銀行|警察|病院|学校|市役所|役所|会社|家族|消費生活センター)(?:には|に|へは|へ)?(?:も|は)?[、,\s]*(?:もう)?[、,\s]*(?:電話|でんわ|連絡|相談|届け出?)(?:は)?(?:を)?"
            r"(?:しました|した|してあります|してある|済みです|済み|すみ)(?:[。、\s]*次は(?:何|なに|どう)(?:を)?(?:すれば(?:いい)?|したら(?:いい)?)?)?"
        ),
        plainly(r"(?:小|中|高)(?:学|校)?\d(?:年生?)?|(?:小学|中学|高校|大学)(?:生|\d年生?)"),
        r"(?:i am|i'm|she is|he is|my (?:mother|father|son|daughter|child) is) \d{1,3}(?: years old)?",
    ),
}
