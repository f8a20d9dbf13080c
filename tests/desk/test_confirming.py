"""What staff confirm of a question joins their council's own labelled questions."""

from bot.knowledge.folder import version
from bot.knowledge.labelled import Labelled, labelled
from bot.store.roster import Role
from desk.conftest import Office, SignIn

ASKED = "宇宙人と文通したいです"


def _kept(office: Office) -> list[Labelled]:
    return labelled(office.settings.knowledge_dir / "konosu" / "questions.yaml")


async def test_confirmed_questions_are_labelled(office: Office, sign_in: SignIn) -> None:
    """返事と一緒に、終えたあとに、よその用件として終えたときに。名前や番号は残らず、言い直せる。"""
    root = office.settings.knowledge_dir
    before = version(root)
    page = await sign_in(await office.person("田中", Role.STAFF, "konosu"))
    number = await office.asks(f"{ASKED} 090-1234-5678", chat="1")
    await page.goto(f"{office.url}/desk/tickets/{number}")
    await page.get_by_label("住民への返事").fill("県立天文台に聞けます。")
    right = page.get_by_label("この質問の正しい案内先")
    offered = await right.locator("option").evaluate_all("all => all.map(one => one.value)")
    assert len(offered) == len(set(offered)), "what was near is not listed once more below"
    await right.select_option("konosu/13")
    await page.get_by_role("button", name="この返事を送る").click()
    await page.get_by_text("答え合わせ用の質問に加えました").wait_for()
    [first] = _kept(office)
    assert first.expect == ("konosu/13",)
    assert ASKED in first.q
    assert "1234" not in first.q
    assert "正しい案内先：" in await page.locator("#state .notes").inner_text()

    await page.get_by_label("この質問の正しい案内先").select_option("nothing")
    await page.get_by_role("button", name="答え合わせ用に残す").click()
    await page.get_by_text("正しい案内先：合う項目はない").wait_for()
    assert [(one.q, one.expect) for one in _kept(office)] == [(first.q, ())]

    number = await office.asks("火星の土地を買いたいです", chat="2")
    await page.goto(f"{office.url}/desk/tickets/{number}")
    await page.get_by_label("終える理由").select_option("elsewhere")
    await page.get_by_role("button", name="返事をせずに終える").click()
    await page.get_by_text("答え合わせ用の質問に加えました").wait_for()
    assert [one.expect for one in _kept(office)] == [(), ()]
    assert version(root) == before, "what measures answers is nothing to learn from"


async def test_what_nobody_confirms_is_not_labelled(office: Office, sign_in: SignIn) -> None:
    page = await sign_in(await office.person("田中", Role.STAFF, "konosu"))
    number = await office.asks(ASKED)
    await page.goto(f"{office.url}/desk/tickets/{number}")
    await page.get_by_label("住民への返事").fill("県立天文台に聞けます。")
    await page.get_by_role("button", name="この返事を送る").click()
    await page.get_by_text("田中さんの返事").wait_for()
    assert not (office.settings.knowledge_dir / "konosu" / "questions.yaml").exists()
