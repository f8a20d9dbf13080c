"""What is exported and imported again is the same knowledge, whatever people wrote in it."""

import shutil
from pathlib import Path

import pytest
import small
from councils import councils, kept, put
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.knowledge.exchange.council import CouncilValues
from bot.knowledge.exchange.exports import (
    CSV_NAME,
    XLSX_NAME,
    export_csv,
    export_hsds,
    export_xlsx,
)
from bot.knowledge.exchange.faq import About, import_faq
from bot.knowledge.exchange.imports import import_hsds, import_table

anything = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@anything
@given(found=councils())
def test_what_is_written_is_read(
    small_folder: Path, tmp_path: Path, found: list[CouncilValues]
) -> None:
    assert kept(put(small_folder, tmp_path / "k", found)) == found


@anything
@given(found=councils(), other=st.just([]) | councils())
def test_a_workbook_brings_everything_back(
    small_folder: Path, tmp_path: Path, found: list[CouncilValues], other: list[CouncilValues]
) -> None:
    export_xlsx(put(small_folder, tmp_path / "k", found), tmp_path / "out")
    root = put(small_folder, tmp_path / "k", other)
    done = import_table(tmp_path / "out" / XLSX_NAME, root)
    assert kept(root) == found
    assert done.remarks == ()


@anything
@given(found=councils(), other=councils())
def test_public_facilities_bring_the_offices_back(
    small_folder: Path, tmp_path: Path, found: list[CouncilValues], other: list[CouncilValues]
) -> None:
    export_csv(put(small_folder, tmp_path / "k", found), tmp_path / "out")
    root = put(small_folder, tmp_path / "k", other)
    done = import_table(tmp_path / "out" / CSV_NAME, root)
    assert done.remarks == ()
    assert [c.offices for c in kept(root)] == [c.offices for c in found]
    assert [c.entries for c in kept(root)] == [c.entries for c in other]


@anything
@given(found=councils())
@pytest.mark.parametrize("form", ["", "tables"])
def test_hsds_brings_everything_back(
    small_folder: Path, tmp_path: Path, form: str, found: list[CouncilValues]
) -> None:
    export_hsds(put(small_folder, tmp_path / "k", found), tmp_path / "out")
    root = put(small_folder, tmp_path / "k", [])
    import_hsds(tmp_path / "out" / form, root)
    assert kept(root) == found


def test_a_city_hall_with_nothing_but_its_faq_travels(small_folder: Path, tmp_path: Path) -> None:
    faq = tmp_path / "faq.csv"
    faq.write_text("id,question,answer\n1,粗大ごみは,申し込みが要ります。\n", encoding="utf-8")
    root = small.copy(small_folder, tmp_path / "k")
    about = About("midori", "緑市役所", "", "", "")
    import_faq(faq, about, root, small.KNOWLEDGE, "")
    before = kept(root)
    for export, name, take in (
        (export_csv, CSV_NAME, import_table),
        (export_xlsx, XLSX_NAME, import_table),
        (export_hsds, "", import_hsds),
        (export_hsds, "tables", import_hsds),
    ):
        export(root, tmp_path / "out")
        assert take(tmp_path / "out" / name, root).files == ()
        if name != CSV_NAME:
            shutil.rmtree(root / "midori")
            take(tmp_path / "out" / name, root)
        assert kept(root) == before
