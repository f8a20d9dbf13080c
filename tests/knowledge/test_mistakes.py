"""Twenty files, each broken in another way, and the one line that tells a member of staff what to write."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import small

from bot.knowledge.check import check_folder
from bot.knowledge.load import load
from bot.knowledge.reader import KnowledgeError

TODAY = date(2026, 11, 26)
Spoil = Callable[[Path], None]


def swap(name: str, old: str, new: str) -> Spoil:
    return lambda folder: small.replace(folder / name, old, new)


def add(name: str, text: str) -> Spoil:
    def spoil(folder: Path) -> None:
        with (folder / name).open("a", encoding="utf-8") as stream:
            stream.write(text)

    return spoil


OFFICES = "konosu/council.yaml"
ENTRIES = "konosu/entries.yaml"
# What is done to a folder, the line it is told at, whether it stops a release, and the sentence.
MISTAKES: list[tuple[str, Spoil, str, bool, str]] = [
    (
        *(OFFICES, swap(OFFICES, "    phone: 048-597-2100", "    phon: 048-597-2100")),
        *(
            "phon: 048-597-2100",
            True,
            "「phon」という項目はここにはありません。「phone」のことですか",
        ),
    ),
    (
        *(OFFICES, swap(OFFICES, "phone: 048-541-1321", "phone: 048(541)1321")),
        *("048(541)1321", True),
        "phone の「048(541)1321」は形が違います。電話番号は 043-209-8884 の形で書いてください",
    ),
    (
        *(OFFICES, swap(OFFICES, "postal_code: 365-0062", "postal_code: 3650062")),
        *("3650062", True),
        "postal_code の「3650062」は形が違います。郵便番号は 365-0062 の形で書いてください",
    ),
    (
        *(OFFICES, swap(OFFICES, "fax: 048-541-1328", "fax: 048-514-1328")),
        *("048-514-1328", False),
        "鴻巣市 健康福祉部 福祉課の電話 048-541-1321 と FAX 048-514-1328 は局番が違います。確かめてください",
    ),
    (
        *(
            OFFICES,
            swap(OFFICES, "    aliases: [社協", "    email: info＠konosu\n    aliases: [社協"),
        ),
        *("info＠konosu", True),
        "email の「info＠konosu」は形が違います。メールアドレスの形で書いてください",
    ),
    (
        *(OFFICES, swap(OFFICES, "url: https://konosu", "url: konosu")),
        *("url: konosu", True),
        "url の「konosu-syakyo.or.jp/」は形が違います。https:// で始まる URL を書いてください",
    ),
    (
        *(OFFICES, swap(OFFICES, 'to: "2029-03"', 'to: "2026-03"')),
        *('to: "2026-03"', False, "計画は 2026-03 で終わっています。次の計画に書きかえてください"),
    ),
    (
        *(OFFICES, swap(OFFICES, 'to: "2029-03"', 'to: "2027-03"')),
        *('to: "2027-03"', False, "計画は 2027-03 で終わります。次の計画の用意をしてください"),
    ),
    (
        *(OFFICES, swap(OFFICES, "city: 鴻巣市", "city: 鴻巣市\ncity: 行田市")),
        *(
            "city: 行田市",
            True,
            "「city」が二度書かれています（一度目は 6 行目）。一つにしてください",
        ),
    ),
    (
        *(OFFICES, swap(OFFICES, "id: konosu/city-welfare", "id: konosu/shakyo")),
        *("福祉部 福祉課", True, "id「konosu/shakyo」が二度使われています"),
    ),
    (
        *(ENTRIES, swap(ENTRIES, "office: konosu/shakyo", "office: konosu/shakyou")),
        *(
            "konosu/shakyou",
            True,
            "「konosu/shakyou」は見つかりません。「konosu/shakyo」のことですか",
        ),
    ),
    (
        *(ENTRIES, swap(ENTRIES, "verified: 2024-03", "verified: 2026-02-30")),
        *("2026-02-30", True, "verified の 2026-02-30 は、暦にない日です"),
    ),
    (
        *(ENTRIES, swap(ENTRIES, "verified: 2024-03", "verified: 2027-01")),
        *("2027-01", True),
        "verified の 2027-01 は、まだ来ていない日です。確かめた日を書いてください",
    ),
    (
        *(ENTRIES, swap(ENTRIES, "  easy: ", "  easy: 聞かなければ なりません。")),
        *("なりません。", False),
        "easy: 「なければ なり」は打ち消しが重なっています。「〜してください」などに言いかえてください",
    ),
    (
        *(ENTRIES, swap(ENTRIES, "  easy: ", "  easy: 給付金を もらえます。")),
        *("給付金", False),
        "easy: 読みのない漢字があります（給付金）。「給付金（よみ）」の形で読みをつけてください",
    ),
    (
        *(ENTRIES, swap(ENTRIES, "  easy: ", f"  easy: {'とても ' * 16}ながい。")),
        *("ながい。", False),
        "easy: 一文が51字あります。45字までの文に分けてください",
    ),
    (
        *(
            ENTRIES,
            add(
                ENTRIES,
                "- id: konosu/alone\n  kind: service\n  name: だれも来ない\n  name_easy: ない\n"
                "  name_en: None\n  summary: なし。\n  easy: ない。\n  en: None.\n"
                "  office: konosu/shakyo\n  source: {document: konosu}\n  verified: '2026-03'\n",
            ),
        ),
        *("id: konosu/alone", False),
        "「konosu/alone」は、どの言い方からも案内されません。needs か questions を書いてください",
    ),
    (
        *("needs/all.yaml", add("needs/all.yaml", "  - 生活費　相談\n")),
        *(
            "  - 生活費　相談",
            True,
            "「生活費　相談」は money-now にもあります。片方にしてください",
        ),
    ),
    (
        *("hotlines.yaml", swap("hotlines.yaml", '"0120-783-556"', '"0120-738-556"')),
        *('number: "0120-738-556"', True),
        "0120-738-556 は出してはいけない番号（never_show）です",
    ),
    (
        *("texts/resident.yaml", swap("texts/resident.yaml", '  en: "Which city', '  #n: "Which')),
        *('ja: "お住まいの市をえらんで', True, "ja の英語がありません。en を書いてください"),
    ),
]


@pytest.mark.parametrize(
    ("name", "spoil", "line", "serious", "sentence"),
    MISTAKES,
    ids=[f"{number:02}-{mistake[0]}" for number, mistake in enumerate(MISTAKES, 1)],
)
def test_a_mistake_has_its_line_and_its_sentence(
    folder: Path, name: str, spoil: Spoil, line: str, serious: bool, sentence: str
) -> None:
    messages = {problem.message for problem in check_folder(folder, TODAY)}
    spoil(folder)
    [new] = [problem for problem in check_folder(folder, TODAY) if problem.message not in messages]
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    assert new.file == folder / name
    assert new.message == sentence
    assert new.serious == serious
    assert line in "\n".join(lines[new.line - 1 : new.line + 1])


def test_there_are_twenty_and_all_differ() -> None:
    assert len(MISTAKES) == 20
    assert len({mistake[-1] for mistake in MISTAKES}) == 20


def test_a_sentence_of_this_version_that_is_not_there(folder: Path) -> None:
    """古い版の文をそのまま使っていると、足りない文がどれかを一行で知らせる。"""
    file = folder / "texts" / "resident.yaml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    [at] = [number for number, line in enumerate(lines) if "id: stale-button" in line]
    end = next(n for n in range(at + 1, len(lines)) if lines[n].startswith("- "))
    file.write_text("".join([*lines[:at], *lines[end:]]), encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    expected = (
        f"{file}:1: 「stale-button」という文がありません。"
        "製品の knowledge/texts/resident.yaml から写してください"
    )
    assert str(caught.value) == expected


def test_a_place_that_nobody_fills(folder: Path) -> None:
    file = folder / "texts" / "staff.yaml"
    small.replace(file, "この質問は見つかりません。", "{name}さん、見つかりません。")
    with pytest.raises(KnowledgeError, match=r"「staff-no-ticket」に \{name\} は使えません"):
        load(folder)
