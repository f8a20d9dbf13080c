"""The desk's list of what is to be verified, and its one button."""

from datetime import UTC, datetime

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
    assert "048-597-2100" in await first.inner_text()
    name = await first.locator(".words").inner_text()
    await first.get_by_role("button").click()
    await page.get_by_text("今日確認したと書きこみました").wait_for()
    assert name not in await page.locator("ul.list .words").all_inner_texts()
    assert "honjo" not in await page.content()
    known = load(office.settings.knowledge_dir).offices["konosu/shakyo"]
    assert known.verified == datetime.now(UTC).date().isoformat()
