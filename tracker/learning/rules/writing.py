"""A card as a file's text, so that an edited one is kept in the format of the others."""

from typing import Any

import yaml

from tracker.learning.rules.cards import Card, Option, Source, Words
from tracker.learning.rules.parsing import ENGLISH, FENCE


def written(card: Card) -> str:
    """The text that `parse` reads as this card."""
    front: dict[str, Any] = {
        "id": card.id,
        "title": _pair(card.title),
        "moments": sorted(card.moments),
        "source": _sourced(card.source),
        "questions": [
            {"id": each.id, "ask": _pair(each.ask), "options": list(map(_choice, each.options))}
            for each in card.questions
        ],
    }
    plain = yaml.safe_dump(_plain(front), allow_unicode=True, sort_keys=False, width=1000)
    return f"{FENCE}\n{plain}{FENCE}\n{card.body.zh}\n\n{ENGLISH}\n\n{card.body.en}\n"


def _pair(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _sourced(source: Source) -> dict[str, Any]:
    url = {"url": source.url} if source.url else {}
    return {"name": _pair(source.name), "where": _pair(source.where), **url}


def _choice(option: Option) -> dict[str, Any]:
    right = {"right": True} if option.is_right else {}
    return {**_pair(option.text), **right, "because": _pair(option.because)}


def _plain(value: Any) -> Any:
    """Enums as their text, since the dump knows plain values alone."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, str) else value
