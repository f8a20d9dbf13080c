"""The desk's list of what is to be verified, and its one button."""

from datetime import UTC, datetime

from bot.conversation.hours import JAPAN
from bot.knowledge.load import load
from bot.store.roster import Role
from desk.conftest import Office, SignIn


async def test_verified_with_one_button(office: Office, sign_in: SignIn) -> None:
    """住民の知らせがあった窓口が先に出て、「確認した」で今日の日付と名前が書きこまれる。"""
    async with office.store.begin() as work:
        await work.reports.put("q1", "konosu/shakyo", "konosu", datetime.now(UTC))
    page = await sign_in(await office.person("田中", Role.STAFF, "konosu"), width=390)
    await page.get_by_role("link", name="確認", exact=True).click()
    first = page.locator("ul.list > li").first
    assert "住民1人から" in await first.inner_text()
    shown = await first.inner_text()
    told = load(office.settings.knowledge_dir).offices["konosu/shakyo"]
    for value in (told.name.ja, told.address, "048-597-2100", told.hours.ja, "出典："):
        assert value in shown
    name = await first.locator(".words").inner_text()
    await first.get_by_role("button").click()
    await page.get_by_text("今日確認したと書きこみました").wait_for()
    assert name not in await page.locator("ul.list .words").all_inner_texts()
    assert "honjo" not in await page.content()
    known = load(office.settings.knowledge_dir).offices["konosu/shakyo"]
    assert known.verified == datetime.now(JAPAN).date().isoformat()


async def test_a_doubtful_field_has_its_name(office: Office, sign_in: SignIn) -> None:
    """疑わしい値は、ファイルの中の名前（hours）ではなく「開いている時間」と出る。"""
    page = await sign_in(await office.person("本庄", Role.STAFF, "honjo"))
    await page.goto(f"{office.url}/desk/verify")
    warned = await page.locator("p.warning").all_inner_texts()
    assert "気になる点：開いている時間：2019年の告知による。職員の確認待ち" in warned


async def test_what_all_share_is_the_operators(office: Office, sign_in: SignIn) -> None:
    """全国の電話は、管理者だけが確かめる。"""
    line = "child-guidance-consult"
    name = load(office.settings.knowledge_dir).hotlines[line].name.ja
    page = await sign_in(await office.person("田中", Role.STAFF, "konosu"))
    await page.goto(f"{office.url}/desk/verify")
    assert name not in await page.content()
    page = await sign_in(await office.person("管理", Role.OPERATOR))
    await page.goto(f"{office.url}/desk/verify")
    card = page.locator("ul.list > li").filter(has_text=name).first
    number = load(office.settings.knowledge_dir).hotlines[line].number
    assert number in await card.inner_text()
    await card.get_by_role("button").click()
    await page.get_by_text("今日確認したと書きこみました").wait_for()
    known = load(office.settings.knowledge_dir).hotlines[line]
    assert known.verified == datetime.now(JAPAN).date().isoformat()
