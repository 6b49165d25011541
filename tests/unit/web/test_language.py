"""How pages say dates, weeks and numbers; and that templates trust nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from jinja2 import UndefinedError

from api.language import Language, templates


def said(language: Language, template: str, **values: object) -> str:
    return templates(language).from_string(template).render(**values)


@pytest.mark.parametrize(
    ("language", "date", "words"),
    [
        ("zh", dt.date(2026, 12, 2), "115年11月30日（一）–12月6日（日）"),
        ("zh", dt.date(2026, 12, 31), "115年12月28日（一）–116年1月3日（日）"),
        ("en", dt.date(2026, 12, 2), "Mon 30 Nov – Sun 6 Dec 2026"),
    ],
)
def test_a_week_is_said_from_monday_to_sunday(language: Language, date: dt.date, words: str) -> None:
    assert said(language, "{{ date|week_span }}", date=date) == words


def test_dates_in_full_and_short() -> None:
    date = dt.date(2026, 12, 2)
    assert said("zh", "{{ date|roc }} {{ date|short }}", date=date) == "115年12月2日（三） 12/2（三）"
    assert said("en", "{{ date|roc }}, {{ date|short }}", date=date) == "2 December 2026 (Wed), Wed 2 Dec"


def test_hours_metres_and_times() -> None:
    assert said("zh", "{{ 8.0|hours }} {{ 7.25|hours }} {{ 1234|km }}") == "8 7.2 1.2"
    assert said("zh", "{{ time|clock }}–{{ time|later(150) }}", time=dt.time(17, 30)) == "17:30–20:00"


def test_english_counts_one_and_many() -> None:
    template = "{{ counted('%(number)s 人', number) }}"
    assert [said("en", template, number=number) for number in (1, 2)] == ["1 person", "2 people"]
    assert [said("zh", template, number=number) for number in (1, 2)] == ["1 人", "2 人"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_values_are_escaped_also_inside_sentences(language: Language) -> None:
    hostile = "<b>"
    assert "<b>" not in said(language, "{{ name }}{{ _('與 %(names)s', names=name) }}", name=hostile)


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        said("zh", "{{ nobody }}")
