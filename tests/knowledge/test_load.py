"""A knowledge folder that loads can be served; one that cannot says where, and what to write."""

import shutil
from pathlib import Path

import pytest
import small

from bot.knowledge.folder import version
from bot.knowledge.load import load
from bot.knowledge.reader import KnowledgeError, Problem
from bot.model import NeedKind, Source


def mistakes(folder: Path) -> list[Problem]:
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    for problem in caught.value.problems:
        assert str(problem).startswith(f"{problem.file}:{problem.line}: ")
        assert "\n" not in str(problem)
        assert problem.serious
    return caught.value.problems


def mistake(folder: Path) -> Problem:
    [problem] = mistakes(folder)
    return problem


def test_the_folder_becomes_the_model(small_folder: Path) -> None:
    knowledge = load(small_folder)
    assert list(knowledge.councils) == ["honjo", "konosu"]
    council = knowledge.councils["konosu"]
    assert council.plan is not None
    assert council.plan.start == "2024-04"
    assert council.plan.end == "2029-03"
    office = knowledge.headquarters("konosu")
    assert office.phone == "048-597-2100"
    assert office.source == Source("konosu", "裏表紙")
    assert knowledge.entries["konosu/10"].office == "konosu/shakyo"
    assert [e.id for e in knowledge.entries_of("honjo")] == list(small.ENTRIES["honjo"])
    assert {need.kind for need in knowledge.needs.values()} == set(NeedKind)
    assert knowledge.hotlines["child-8000-chiba"].number == "#8000"


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("konosu/council.yaml", "phone: 048-597-2100", "phone: 048-5972-100x", "043-209-8884 の形"),
        ("konosu/council.yaml", "phone: 048-597-2100", "phone: 0485972100", "043-209-8884 の形"),
        ("konosu/council.yaml", "fax: 048-597-2102", "fax: 048(597)2102", "043-209-8884 の形"),
        ("konosu/council.yaml", "fax: 048-597-2102", "fax: ０４８-597-2102", "043-209-8884 の形"),
        ("konosu/council.yaml", "postal_code: 365-0062", "postal_code: 3650062", "365-0062 の形"),
        ("konosu/council.yaml", "url: https://konosu-syakyo", "url: konosu-syakyo", "https://"),
        ("konosu/council.yaml", 'verified: "2024-03"', "verified: 令和6年3月", "2026-03-31"),
        ("konosu/council.yaml", 'from: "2024-04"', "from: 2024", "2026-03 の形"),
        ("konosu/council.yaml", "kind: headquarters", "kind: headoffice", "headquarters"),
        ("konosu/council.yaml", "id: konosu/shakyo", "id: shakyo", "協議会/名前"),
        ("konosu/council.yaml", "city: 鴻巣市", "city:", "city"),
        ("konosu/council.yaml", "city: 鴻巣市", 'city: "  "', "空です"),
        ("konosu/council.yaml", "city: 鴻巣市", "city: [鴻巣市]", "文字を書いて"),
        ("konosu/council.yaml", "areas: [箕田, こうのすしみだ]", "areas: 箕田", "一覧"),
        ("konosu/entries.yaml", "id: konosu/10", "id: konosu/Ten", "協議会/名前"),
        ("konosu/entries.yaml", "id: konosu/10", f"id: konosu/{'x' * 40}", "短く"),
        ("hotlines.yaml", "number: 0120-279-889", "number: 0120279889", "#8008"),
        ("hotlines.yaml", "  area: 全国", "  area:", "area"),
        ("themes.yaml", "id: salon", "id: サロン", "英小文字"),
        ("themes.yaml", "id: salon", f"id: {'salon' * 5}", "短く"),
        ("municipalities.yaml", "- 札幌市 さっぽろし", "- 札幌市", "形"),
    ],
)
def test_a_value_of_the_wrong_form_is_told_by_its_line(
    folder: Path, name: str, old: str, new: str, told: str
) -> None:
    file = folder / name
    small.replace(file, f'{old.split(": ")[0]}: "{old.split(": ")[-1]}"', old) if (
        old not in file.read_text(encoding="utf-8")
    ) else None
    line = file.read_text(encoding="utf-8").split(old)[0].count("\n") + 1
    small.replace(file, old, new)
    problem = mistake(folder)
    assert (problem.file, problem.line) == (file, line)
    assert told in problem.message


def test_a_mail_address_of_the_wrong_form(folder: Path) -> None:
    file = folder / "konosu/council.yaml"
    small.replace(file, "    fax: 048-597-2102", "    fax: 048-597-2102\n    email: info＠konosu")
    problem = mistake(folder)
    assert problem.line == small.line_of(file, "info＠konosu")
    assert "email の「info＠konosu」は形が違います。メールアドレス" in problem.message


@pytest.mark.parametrize(
    ("name", "key", "wrong", "meant"),
    [
        ("konosu/council.yaml", "headquarters", "headquaters", "headquarters"),
        ("konosu/council.yaml", "    postal_code", "    postcode", "postal_code"),
        ("konosu/council.yaml", "    phone", "    phonee", "phone"),
        ("konosu/council.yaml", "  from", "  frm", "from"),
        ("konosu/entries.yaml", "  office", "  ofice", "office"),
        ("konosu/entries.yaml", "    document", "    documnet", "document"),
        ("needs/all.yaml", "  questions", "  question", "questions"),
        ("danger.yaml", "    near_misses", "    near_miss", "near_misses"),
        ("hotlines.yaml", "  hours_easy", "  hour_easy", "hours_easy"),
    ],
)
def test_an_unknown_key_is_told_with_the_one_that_was_meant(
    folder: Path, name: str, key: str, wrong: str, meant: str
) -> None:
    file = folder / name
    line = file.read_text(encoding="utf-8").split(f"\n{key}:")[0].count("\n") + 2
    small.replace(file, f"\n{key}:", f"\n{wrong}:")
    found = mistakes(folder)
    unknown = f"「{wrong.strip()}」という項目はここにはありません。「{meant}」のことですか"
    assert (file, line, unknown) in [(p.file, p.line, p.message) for p in found]
    others = [p.message for p in found if p.message != unknown]
    assert others in ([], [f"「{meant}」がありません。この項目が必要です"])


def test_a_key_that_is_like_no_other_is_told_with_those_that_may_stand_there(folder: Path) -> None:
    small.replace(
        folder / "konosu/council.yaml", "    phone: 048-597", "    ☎: 1\n    phone: 048-597"
    )
    problem = mistake(folder)
    assert "「☎」という項目はここにはありません。使える項目: id、name" in problem.message
    assert "postal_code" in problem.message


def test_a_doubtful_field_must_be_one_of_an_office(folder: Path) -> None:
    file = folder / "honjo/council.yaml"
    small.replace(file, "doubtful: {hours:", "doubtful: {hour:")
    problem = mistake(folder)
    assert problem.line == small.line_of(file, "doubtful:")
    assert "hour" in problem.message
    assert "[key]" not in problem.message


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("konosu/council.yaml", "city: 鴻巣市\n"),
        ("konosu/council.yaml", "headquarters: konosu/shakyo\n"),
        ("honjo/entries.yaml", "  office: honjo/honsho\n"),
        ("themes.yaml", ', en: "Disaster"'),
    ],
)
def test_a_missing_field_is_told_by_its_part(folder: Path, name: str, line: str) -> None:
    file = folder / name
    small.replace(file, line, "")
    problem = mistake(folder)
    assert problem.file == file
    key = line.strip(" ,").split(":")[0]
    assert problem.message == f"「{key}」がありません。この項目が必要です"


@pytest.mark.parametrize(
    ("name", "old", "wrong", "meant"),
    [
        ("konosu/council.yaml", "headquarters: konosu/shakyo", "konosu/shakyou", "konosu/shakyo"),
        ("konosu/council.yaml", "headquarters: konosu/shakyo", "honjo/honsho", ""),
        ("konosu/council.yaml", "comprehensive: konosu/19", "konosu/199", "konosu/19"),
        ("konosu/entries.yaml", "office: konosu/shakyo", "konosu/shakyoo", "konosu/shakyo"),
        ("konosu/entries.yaml", "office: konosu/shakyo", "honjo/honsho", ""),
    ],
)
def test_a_reference_that_leads_nowhere_is_told_with_what_was_meant(
    folder: Path, name: str, old: str, wrong: str, meant: str
) -> None:
    file = folder / name
    line = file.read_text(encoding="utf-8").split(old)[0].count("\n") + 1
    small.replace(file, old, f"{old.split(': ')[0]}: {wrong}")
    problem = mistake(folder)
    assert (problem.file, problem.line) == (file, line)
    assert f"「{wrong}」は見つかりません" in problem.message
    assert meant in problem.message


@pytest.mark.parametrize("key", ["needs", "also", "themes"])
def test_a_dangling_item_of_a_list_is_told_by_its_own_line(folder: Path, key: str) -> None:
    file = folder / "konosu/entries.yaml"
    text = file.read_text(encoding="utf-8")
    more = f"  {key}:\n  - money-mangement\n"
    head, _, tail = text.partition("- id: konosu/19\n")
    kept, inside = [], True
    for line in tail.split("\n"):
        if line.startswith(f"  {key}:"):
            inside = False
        elif not line.startswith("  - "):
            inside = True
        if inside:
            kept.append(line)
    file.write_text(f"{head}- id: konosu/19\n{more}" + "\n".join(kept), encoding="utf-8")
    problem = mistake(folder)
    assert (problem.file, problem.line) == (file, small.line_of(file, "money-mangement"))
    assert "「money-mangement」は見つかりません" in problem.message
    assert ("money-management" in problem.message) == (key != "themes")


def test_a_situation_names_lines_that_are_there(folder: Path) -> None:
    file = folder / "danger.yaml"
    small.replace(file, "- yorisoi\n", "- yorisou\n")
    problem = mistake(folder)
    assert problem.line == small.line_of(file, "yorisou")
    assert "「yorisoi」のことですか" in problem.message


def test_a_situation_needs_a_line_for_everywhere(folder: Path) -> None:
    file = folder / "hotlines.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("area: 全国", "area: 埼玉県"), encoding="utf-8")
    found = mistakes(folder)
    assert len(found) == 5
    assert {problem.file for problem in found} == {folder / "danger.yaml"}
    assert "全国の電話を一つは" in found[0].message


@pytest.mark.parametrize(
    ("name", "id_", "told"),
    [
        ("needs/all.yaml", "- id: money-now", "id「money-now」"),
        ("hotlines.yaml", "- id: yorisoi", "id「yorisoi」"),
        ("danger.yaml", "- id: crisis/life", "id「crisis/life」"),
        ("texts/resident.yaml", "- id: welcome", "id「welcome」"),
        ("konosu/entries.yaml", "- id: konosu/10", "id「konosu/10」"),
        ("themes.yaml", "- {id: salon", "id「salon」"),
        ("vocabulary.yaml", "- idea: ", "idea「"),
    ],
)
def test_an_id_that_stands_twice_is_told_with_both_places(
    folder: Path, name: str, id_: str, told: str
) -> None:
    file = folder / name
    text = file.read_text(encoding="utf-8")
    before, _, rest = text.partition(id_)
    item = id_ + rest.split("\n- ")[0].rstrip() + "\n"
    file.write_text(text.rstrip() + "\n" + item, encoding="utf-8")
    problem = mistake(folder)
    assert problem.file == file
    assert problem.line == text.rstrip().count("\n") + 2
    assert told in problem.message
    assert f"{file}:{before.count(chr(10)) + 1} でも使われています" in problem.message


def test_an_id_that_stands_in_two_files_is_told(folder: Path) -> None:
    need = "- id: money-now\n  name: a\n  easy: a\n  en: a\n  questions: [a]\n"
    (folder / "needs/zweite.yaml").write_text(need, encoding="utf-8")
    problem = mistake(folder)
    assert problem.file == folder / "needs/zweite.yaml"
    assert str(folder / "needs/all.yaml") in problem.message


def test_an_office_that_stands_twice_is_told(folder: Path) -> None:
    file = folder / "konosu/council.yaml"
    small.replace(file, "id: konosu/city-welfare", "id: konosu/shakyo")
    problem = mistake(folder)
    assert "id「konosu/shakyo」が二度" in problem.message
    assert problem.line > 20


def test_an_office_of_another_council_is_told(folder: Path) -> None:
    file = folder / "konosu/council.yaml"
    small.replace(file, "id: konosu/city-welfare", "id: honjo/city-welfare")
    assert "「konosu/…」にしてください" in mistake(folder).message


def test_an_entry_of_no_council_is_told(folder: Path) -> None:
    small.replace(folder / "konosu/entries.yaml", "id: konosu/10", "id: konos/10")
    assert "「konos/10」の協議会がありません" in [p.message for p in mistakes(folder)]


def test_a_council_without_a_plan_page_is_told(folder: Path) -> None:
    file = folder / "konosu/entries.yaml"
    small.replace(file, "kind: plan", "kind: initiative")
    problem = mistake(folder)
    assert problem.file == folder / "konosu/council.yaml"
    assert "konosu/plan" in problem.message


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("{town}ですね。", "en の { } が ja と違います"),
        ("{cityですね。", "ja の { } が閉じていないか、空です"),
        ("city}ですね。", "ja の { } が閉じていないか、空です"),
        ("{}ですね。", "ja の { } が閉じていないか、空です"),
        ("{0}ですね。", "ja の { } が閉じていないか、空です"),
    ],
)
def test_a_sentence_whose_places_cannot_be_filled_is_told(
    folder: Path, words: str, told: str
) -> None:
    file = folder / "texts/resident.yaml"
    small.replace(file, "{city}ですね。", words)
    found = mistakes(folder)
    assert any(told in problem.message for problem in found)
    line = small.line_of(file, "- id: council-chosen")
    assert {problem.line for problem in found} <= {line + 1, line + 2, line + 3}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "「- id: …」で始まる一覧"),
        ("id: a\n", "「- id: …」で始まる一覧"),
        ("ただの文\n", "「- id: …」で始まる一覧"),
        ("-\n", "ここが読めません。「項目: 値」の形"),
        ("- ただの文\n", "ここの「ただの文」が読めません。「項目: 値」の形"),
        ("- [a]\n", "ここが読めません。「項目: 値」の形"),
        ("- id: a\n\tname: b\n", "YAML として読めません"),
    ],
)
def test_a_file_of_another_shape(folder: Path, content: str, told: str) -> None:
    (folder / "hotlines.yaml").write_text(content, encoding="utf-8")
    problem = mistake(folder)
    assert problem.file == folder / "hotlines.yaml"
    assert told in problem.message


@pytest.mark.parametrize("content", ["", "- id: konosu\n", "文\n"])
def test_a_council_file_of_another_shape(folder: Path, content: str) -> None:
    (folder / "konosu/council.yaml").write_text(content, encoding="utf-8")
    problem = mistake(folder)
    assert (problem.file, problem.line) == (folder / "konosu/council.yaml", 1)
    assert "ここ" in problem.message
    assert "「項目: 値」の形" in problem.message


@pytest.mark.parametrize("name", ["danger", "hotlines", "themes", "vocabulary", "municipalities"])
def test_a_missing_file_is_told(folder: Path, name: str) -> None:
    (folder / f"{name}.yaml").unlink()
    problem = mistake(folder)
    assert (problem.file, problem.line) == (folder / f"{name}.yaml", 1)
    assert "ファイルがありません" in problem.message


def test_a_council_without_entries_is_told(folder: Path) -> None:
    (folder / "konosu/entries.yaml").unlink()
    assert mistake(folder).file == folder / "konosu/entries.yaml"


def test_a_folder_where_a_file_should_be_is_told(folder: Path) -> None:
    (folder / "themes.yaml").unlink()
    (folder / "themes.yaml").mkdir()
    assert "フォルダです" in mistake(folder).message


def test_no_folder_and_no_council_are_told(tmp_path: Path, folder: Path) -> None:
    missing = mistake(tmp_path / "none")
    assert str(missing).startswith(f"{tmp_path / 'none'}:1: 知識フォルダがありません")
    (tmp_path / "file").touch()
    assert "知識フォルダがありません" in mistake(tmp_path / "file").message
    for council in small.ENTRIES:
        shutil.rmtree(folder / council)
    assert "協議会が一つもありません" in mistake(folder).message


def test_all_mistakes_are_told_at_once_in_the_order_of_files_and_lines(folder: Path) -> None:
    small.replace(folder / "themes.yaml", "id: salon", "id: SALON")
    small.replace(folder / "themes.yaml", "id: learning", "id: LEARNING")
    small.replace(folder / "konosu/council.yaml", "048-541-1321", "541-1321")
    small.replace(folder / "konosu/council.yaml", "048-597-2100", "597-2100")
    (folder / "needs/broken.yaml").write_bytes("- id: 壊".encode("cp932"))
    found = mistakes(folder)
    assert [p.file.name for p in found] == ["council.yaml"] * 2 + ["broken.yaml"] + [
        "themes.yaml"
    ] * 2
    assert found == sorted(found, key=lambda p: (str(p.file), p.line))


def test_the_version_follows_every_content_and_name(folder: Path) -> None:
    first = version(folder)
    assert version(folder) == first
    small.replace(folder / "themes.yaml", "Disaster", "Disasters")
    second = version(folder)
    (folder / "needs/all.yaml").rename(folder / "needs/other.yaml")
    assert len({first, second, version(folder)}) == 3


def test_a_council_without_a_plan_is_served_and_its_sources_are_named(folder: Path) -> None:
    file = folder / "konosu/council.yaml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    start = lines.index("plan:\n")
    end = lines.index("offices:\n")
    file.write_text("".join(lines[:start] + lines[end:]), encoding="utf-8")
    for problem in mistakes(folder):
        assert (
            "「konosu」には計画がありません。資料の名前か URL を書いてください" in problem.message
        )
    for name in ("council.yaml", "entries.yaml"):
        text = (folder / "konosu" / name).read_text(encoding="utf-8")
        text = text.replace("document: konosu", "document: 市の案内")
        (folder / "konosu" / name).write_text(text, encoding="utf-8")
    assert load(folder).councils["konosu"].plan is None
