"""A new entry written at the desk: from a question of nobody's to an answer to the next who asks."""

import yaml
from playwright.async_api import Page

from bot.knowledge.lessons import faults
from bot.knowledge.schema.entries import EntryPart
from bot.model import Outcome
from bot.store.roster import Role
from desk.conftest import TRIED_OUT, Office, SignIn
from desk.test_desk import ask, flaws

ASKED = "宇宙人と文通したいです"
NAME = "星の手紙の会"


async def _write(page: Page, **fields: str) -> None:
    for label, words in fields.items():
        await page.get_by_label(label, exact=True).fill(words)


async def test_a_new_entry_comes_full_circle(office: Office, sign_in: SignIn) -> None:
    """誤りは一つずつ一文で言われ、書いたものは残り、二人目が確かめると、次の人に案内される。"""
    tanaka = await office.person("田中", Role.STAFF, "konosu")
    suzuki = await office.person("鈴木", Role.EDITOR, "konosu")
    number = await office.asks(ASKED)
    page = await sign_in(tanaka)
    await page.goto(f"{office.url}/desk/tickets/{number}/teach")
    await page.get_by_label("新しい項目を書く").check()
    await page.get_by_text("新しい項目に書くこと").click()
    await page.get_by_label("種類").select_option("activity")
    await _write(page, 名前=NAME)
    await page.get_by_role("button", name="試してから提案する").click()
    complaints = page.get_by_role("alert").get_by_role("listitem")
    assert await complaints.all_inner_texts() == [
        "「説明」を書いてください。",
        "「出典」に、書いたことが載っている資料の名前を書いてください。",
        "「役に立つ困りごと」を一つは選んでください。",
    ]
    assert await page.get_by_label("名前", exact=True).input_value() == NAME
    assert await flaws(page) == []

    await page.locator("#f-summary").fill("遠くの人と手紙をやりとりする会です。")
    await page.locator("#f-easy").fill("手紙（てがみ）を 書（か）く 会（かい）です。")
    await page.locator("#f-en").fill("A circle that writes letters to people far away.")
    await page.locator("#f-more").select_option(index=1)
    await page.locator("#f-source-document").fill("konosu")
    await page.get_by_text("もっとくわしく").click()
    await page.locator("#f-details").fill("毎月第1土曜\n参加費なし")
    await page.locator("#f-questions").fill("星に手紙を出す会はどこ")
    await page.get_by_text("参加できる活動のとき").click()
    await page.get_by_label("参加のしかた", exact=True).fill("社協に電話で申しこみます。")
    await page.locator("input[name=themes]").first.check()
    await page.get_by_text("計画の取り組みのとき").click()
    await page.locator("#f-marks").fill("重点")
    await page.locator("#f-roles-people").fill("手紙を書く。")
    await page.get_by_role("button", name="試してから提案する").click()
    await page.get_by_role("heading", name="何が変わるか").wait_for(timeout=TRIED_OUT)

    file = office.settings.knowledge_dir / "konosu" / "entries.yaml"
    before = file.read_text(encoding="utf-8")
    second = await sign_in(suzuki)
    await second.goto(f"{office.url}/desk/lessons")
    await second.get_by_role("link", name=ASKED).click()
    await second.get_by_role("button", name="知識に入れる").click()
    await second.get_by_text("もうこの知識で答えています").wait_for(timeout=60_000)
    after = file.read_text(encoding="utf-8")
    assert after.startswith(before), "what stood there stands as it was"
    [entry] = yaml.load(after.removeprefix(before), yaml.BaseLoader)
    assert entry["id"] == f"konosu/t{number}"
    assert entry["details"] == ["毎月第1土曜", "参加費なし"]
    assert entry["questions"] == [ASKED, "星に手紙を出す会はどこ"]
    assert entry["roles"] == {"people": "手紙を書く。"}
    assert entry["verified_by"] == "田中"
    known = list(EntryPart.model_fields)
    assert list(entry) == [name for name in known if name in entry], "the order of the format"
    turn = await ask(office, ASKED)
    assert turn.candidates[0].id == entry["id"]
    assert turn.outcome in (Outcome.ANSWERED, Outcome.SUGGESTED)


async def test_each_mistake_is_named(office: Office) -> None:
    knowledge = office.counter.knowledge
    [need, *_] = knowledge.entries["konosu/13"].needs
    good = {
        "id": "konosu/new",
        "kind": "service",
        "name": "名前",
        "summary": "説明",
        "needs": [need],
        "office": knowledge.entries["konosu/13"].office,
        "source": {"document": "資料"},
        "verified": "2026-03",
    }
    assert faults(knowledge, good) == []
    texts = knowledge.texts
    for wrong, fault in (
        ({"id": "konosu/星"}, "id"),
        ({"id": "konosu/13"}, "taken"),
        ({"kind": "magic"}, "kind"),
        ({"name": ""}, "name"),
        ({"summary": ""}, "summary"),
        ({"needs": []}, "needs"),
        ({"also": ["nothing"]}, "also"),
        ({"themes": ["nothing"]}, "themes"),
        ({"office": knowledge.headquarters("honjo").id}, "office"),
        ({"source": {}}, "source"),
        ({"verified": "きのう"}, "verified"),
    ):
        assert faults(knowledge, good | wrong) == [fault]
        assert f"desk-wrong-{fault}" in texts
