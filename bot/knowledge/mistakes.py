"""What is wrong with a part, in a sentence that says what to write instead."""

from collections.abc import Iterable, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from rapidfuzz import fuzz, process

from bot.knowledge.reader import Place
from bot.knowledge.schema.forms import HINTS

# How pydantic marks that a key, and not its value, is wrong.
_KEY = "[key]"
_EXPECTED = {
    "string_type": "文字を書いてください",
    "missing": "この項目が必要です",
    "dict_type": "「項目: 値」の形で書いてください",
    "model_type": "「項目: 値」の形で書いてください",
    "tuple_type": "一覧（- … か [ … ]）で書いてください",
    "string_too_short": "空です。文字を書いてください",
    "string_too_long": "短くしてください",
    "too_short": "一つ以上書いてください",
}


def sentences(
    error: ValidationError, shape: type[BaseModel], names: Mapping[str, str] | None = None
) -> Iterable[tuple[Place, str]]:
    """Each mistake of a part: where in it, and what to write; ``names`` of keys as people know them.

    The end of a place may be a marker of pydantic's, not a key.
    """
    errors = error.errors(include_url=False)
    inside = {one["loc"][:length] for one in errors for length in range(len(one["loc"]))}
    for one in errors:
        if one["type"] == "too_short" and one["loc"] in inside:
            # A list whose every item is wrong counts as empty.
            continue
        message = _sentence(
            one["type"], one.get("ctx", {}), one["loc"], one["input"], shape, names or {}
        )
        yield one["loc"], message


def _sentence(
    kind: str,
    context: dict[str, Any],
    place: tuple[int | str, ...],
    found: Any,
    shape: type[BaseModel],
    names: Mapping[str, str],
) -> str:
    written = [step for step in place if isinstance(step, str) and step != _KEY]
    name = names.get(written[-1], written[-1]) if written else "ここ"
    if kind == "extra_forbidden":
        keys = _keys_at(shape, written[:-1])
        near = process.extractOne(name, keys, scorer=fuzz.ratio, score_cutoff=60)
        hint = f"「{near[0]}」のことですか" if near else "使える項目: " + "、".join(keys)
        return f"「{name}」という項目はここにはありません。{hint}"
    if kind in ("enum", "literal_error"):
        return f"{name} の「{found}」は使えません。次のどれかにしてください: {context['expected']}"
    if kind == "string_pattern_mismatch":
        hint = HINTS.get(context["pattern"], f"形は {context['pattern']} です")
        return f"{name} の「{found}」は形が違います。{hint}"
    if kind == "missing":
        return f"「{name}」がありません。{_EXPECTED['missing']}"
    shown = "" if found is None or isinstance(found, (dict, list)) else f"の「{found}」"
    subject = f"{name} " if written else name
    return f"{subject}{shown}が読めません。{_EXPECTED.get(kind, '書き方を確かめてください')}"


def _keys_at(shape: type[BaseModel], place: Iterable[str]) -> list[str]:
    """The keys that may stand at a place inside a shape."""
    for step in place:
        fields = {field.alias or key: field for key, field in shape.model_fields.items()}
        shape = _model_in(fields[step].annotation) or shape
    return [field.alias or key for key, field in shape.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)
