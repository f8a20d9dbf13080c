"""Logs carry neither a resident's words nor the token, whatever is handed to them."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import log

TOKEN = "123456789:AAF-a_token_as_long_as_a_real_one_0"
WORDS = "うちの三毛猫タマの飼育費用"


@pytest.fixture(autouse=True)
def quiet_again() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err.splitlines()


def test_what_says_nothing_of_a_person_is_logged(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up("DEBUG")
    log.logger().info("answered", council="konosu", outcome="suggested", count=3, care=True)
    [line] = lines(capsys)
    entry = json.loads(line)
    assert entry.pop("timestamp").endswith("Z")
    assert entry == {
        "event": "answered",
        "level": "info",
        "council": "konosu",
        "outcome": "suggested",
        "count": 3,
        "care": True,
    }


@pytest.mark.parametrize(
    "value", [WORDS, [WORDS], {"text": WORDS}, ValueError(WORDS), WORDS.encode()]
)
@pytest.mark.parametrize(
    "key", ["text", "message", "q", "user", "chat", "exception", "update", "data"]
)
def test_words_under_any_other_key_are_not(
    capsys: pytest.CaptureFixture[str], key: str, value: object
) -> None:
    log.set_up("DEBUG")
    log.logger().error("broken", **{key: value})
    [line] = lines(capsys)
    assert json.loads(line)[key] == "…"
    assert "三毛猫" not in line


def test_what_is_no_text_is_not_logged_even_under_a_plain_key(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log.set_up("DEBUG")
    log.logger().error("broken", error=ValueError(WORDS), at=[WORDS], kind=object())
    [line] = lines(capsys)
    assert "三毛猫" not in line


def test_the_token_is_not_logged_anywhere(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up("DEBUG")
    url = f"https://api.telegram.org/bot{TOKEN}/getMe"
    log.logger().error(f"failed {url}", error=url, at=TOKEN, method=url, other=url)
    logging.getLogger("aiohttp").error("failed %s", url)
    written = lines(capsys)
    assert len(written) == 2
    assert TOKEN not in "".join(written)
    assert TOKEN.split(":")[1] not in "".join(written)


def test_an_exception_is_logged_by_its_kind_and_place(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up("DEBUG")
    try:
        int(WORDS)
    except ValueError as error:
        log.logger().exception("broken", error=type(error).__name__, at=log.place_of(error))
    [line] = lines(capsys)
    entry = json.loads(line)
    assert entry["error"] == "ValueError"
    assert entry["at"].startswith("test_log.py:")
    assert "三毛猫" not in line
    assert log.place_of(ValueError(WORDS)) == "?"


def test_a_library_is_heard_by_its_name_and_line_only(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up("DEBUG")
    library = logging.getLogger("telegram.ext")
    library.debug("update %s", WORDS)
    library.info("update %s", WORDS)
    library.warning("update %s", WORDS)
    try:
        raise RuntimeError(WORDS)
    except RuntimeError:
        library.exception("No error handlers are registered %s", WORDS)
    written = lines(capsys)
    assert [line.split(":")[0] for line in written] == [
        "WARNING telegram.ext",
        "ERROR telegram.ext",
    ]
    assert written[1].endswith(" RuntimeError")
    assert "三毛猫" not in "".join(written)


@settings(max_examples=30)
@given(
    values=st.dictionaries(
        st.text(min_size=1).filter(lambda key: key not in log._PLAIN),
        st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)),
        max_size=4,
    )
)
def test_no_value_under_any_key_that_is_not_listed_is_written(values: dict[str, object]) -> None:
    assert set(log._no_words(None, "info", dict(values)).values()) <= {"…"}
