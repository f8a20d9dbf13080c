"""What is wrong with text that is no YAML: the line on which to mend it, and how, in one sentence."""

import re

from yaml import MarkedYAMLError
from yaml.error import Mark

_WIDE_SPACE = re.compile(r"^\s*　|^\s*-　|^[\s-]*[a-z_]+:　")
_WIDE_COLON = re.compile(r"^[\s-]*[a-z_]+：")
_QUOTE_IT = '" " で囲んでください'
# What the parser says, whether the mistake stands where it began to read, and what to write.
_SLIPS = (
    ("unexpected end of stream", True, "引用符がここで開いたまま、閉じていません"),
    ("expected ':'", True, "「:」がありません。「項目: 値」の形で書いてください"),
    ("expected ',' or", True, "かっこがここで開いたまま、閉じていないか、コンマがありません"),
    (
        "mapping values are not allowed",
        False,
        "この行の字下げか、前の行の「:」が違います。値の中に「: 」があるなら、値を " + _QUOTE_IT,
    ),
    ("expected '-' indicator", False, "字下げが前の行とそろっていないか、「- 」がありません"),
    (
        "expected key",
        False,
        "「項目: 値」の形ではありません。字下げと、閉じた引用符のあとの文字を確かめてください",
    ),
    (
        "cannot start any token",
        False,
        "値の初めの記号は、そのままでは書けません。値を " + _QUOTE_IT,
    ),
    ("undefined alias", False, "値の初めの「*」は、そのままでは書けません。値を " + _QUOTE_IT),
    (
        "alphabetic or numeric",
        False,
        "値の初めの「&」「*」は、そのままでは書けません。値を " + _QUOTE_IT,
    ),
    ("escape character", False, "「\\」は \" \" の中では使えません。値を ' ' で囲んでください"),
    ("another document", False, "「---」で文書が二つに分かれています。その行を消してください"),
    ("expected node content", False, "かっこかコンマが余っています"),
)


def slip(error: MarkedYAMLError, text: str) -> tuple[int, str]:
    """The line (from 1) and the sentence; the parser's own words only where we know none."""
    lines = text.splitlines()
    said = error.problem or ""
    here, began = _line(error.problem_mark), _line(error.context_mark)
    # The parser notices some lines after the mistake; a blank that nobody sees comes first.
    for line in dict.fromkeys((here, here - 1, began)):
        shown = lines[line - 1] if 0 < line <= len(lines) else ""
        if _WIDE_SPACE.search(shown):
            return line, "全角の空白があります。半角の空白にしてください"
        if _WIDE_COLON.search(shown):
            return line, "「：」が全角です。半角の「:」と空白にしてください"
        if "\t" in _indent(shown):
            return line, "行の頭にタブがあります。半角の空白にしてください"
    for words, at_beginning, hint in _SLIPS:
        if words in said:
            return (began if at_beginning and began else here) or 1, hint
    return here or began or 1, f"字下げ、コロン、引用符を確かめてください（{said or '書式の誤り'}）"


def _line(mark: Mark | None) -> int:
    return mark.line + 1 if mark else 0


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
