"""Every Chinese sentence of the pages and of the command has an English twin."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

import api
from api.language import CATALOGUES, translations

API = Path(api.__file__).parent
IN_BOTH_LANGUAGES = {
    "breaches.py",
    "errors.py",
    "language.py",
    "problems.py",
    "proofs.py",
    "reasons.py",
    "wrong_fields.py",
}
CHINESE = re.compile(r"[一-鿿]")


def sentences_of_templates() -> Iterator[str]:
    keywords = {**DEFAULT_KEYWORDS, "counted": (1,)}
    options = {"**.html": {"trimmed": "true", "silent": "false"}}
    found = extract_from_dir(str(API / "templates"), [("**.html", "jinja2")], options, keywords)
    yield from (message if isinstance(message, str) else message[0] for _, _, message, _, _ in found)


def sentences_of_the_command() -> Iterator[str]:
    for file in API.glob("*.py"):
        if file.name in IN_BOTH_LANGUAGES:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value):
                yield node.value


def catalogue() -> dict[str, tuple[str, ...]]:
    known: dict[str, tuple[str, ...]] = {}
    for path in sorted(CATALOGUES.glob("*.po")):
        with path.open("rb") as file:
            messages = read_po(file, locale="en")
        assert not any(message.fuzzy for message in messages)
        for message in messages:
            if message.id:
                key = message.id if isinstance(message.id, str) else message.id[0]
                said = (message.string,) if isinstance(message.string, str) else tuple(message.string)
                assert known.setdefault(key, said) == said, f"{key} in two ways, once in {path.name}"
    return known


def test_every_sentence_has_a_translation() -> None:
    known = catalogue()
    wanted = {*sentences_of_templates(), *sentences_of_the_command()}
    assert len(wanted) > 150
    assert {sentence for sentence in wanted if not all(known.get(sentence, ("",)))} == set()


def test_no_translation_is_left_over() -> None:
    wanted = {*sentences_of_templates(), *sentences_of_the_command()}
    assert set(catalogue()) - wanted == set()


def test_translations_keep_the_places_of_their_values() -> None:
    places = re.compile(r"%\(\w+\)s|\{\w*\}")
    for sentence, english in catalogue().items():
        for form in english:
            assert sorted(places.findall(form)) == sorted(places.findall(sentence)), sentence


def test_the_catalogue_is_read_as_it_is() -> None:
    english, chinese = translations("en"), translations("zh")
    assert english.gettext("班表") == "Roster"
    assert english.ngettext("，%(number)s 站", "，%(number)s 站", 1) == "; %(number)s stop"
    assert english.ngettext("，%(number)s 站", "，%(number)s 站", 4) == "; %(number)s stops"
    assert chinese.gettext("班表") == "班表"
