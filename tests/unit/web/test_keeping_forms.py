"""Forms are made from what may be handed in: every field has its control and its words, new ones by themselves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import create_model

from api.pages.keeping.columns import COLUMNS
from api.pages.keeping.controls import Control, Filling, controls_of
from api.pages.keeping.labels import label_of
from api.pages.keeping.labels.choices import CHOICES
from api.pages.keeping.labels.kinds import GROUPS, WHAT_FOR
from api.pages.keeping.next_code import next_code
from api.pages.keeping.options import Option, Options
from api.pages.keeping.read_form import read_form
from api.pages.keeping.shapes import Shape, shapes_of, shapes_of_form
from outreach.forms.kit import KitForm
from outreach.forms.moments import Date
from outreach.records.base import record_kinds
from outreach.usecases.keeping.kind_words import WORDS, words_of_kind
from outreach.usecases.keeping.kinds import KINDS


def fields() -> Iterator[tuple[str, str, Shape]]:
    """Every field of every form, those of rows and places too: kind, path, shape."""
    for kind in KINDS:
        for shape in shapes_of(kind):
            yield kind, shape.name, shape
            yield from ((kind, f"{shape.name}.{part.name}", part) for part in shape.parts)


@pytest.mark.parametrize(("kind", "path", "shape"), list(fields()), ids=lambda value: str(value)[:40])
def test_every_field_has_its_words_in_both_languages(kind: str, path: str, shape: Shape) -> None:
    word = label_of(kind, path)
    assert any("一" <= sign <= "鿿" for sign in word.zh), path
    assert word.en and word.en != shape.name
    assert bool(word.hint_zh) == bool(word.hint_en)
    if shape.how in ("choice", "choices", "counts"):
        assert set(shape.choices) <= set(CHOICES[shape.name])
        assert all(CHOICES[shape.name][value].zh and CHOICES[shape.name][value].en for value in shape.choices)


def test_every_kind_is_in_the_index_has_columns_and_is_told_what_it_is_for() -> None:
    assert sorted(name for _, names in GROUPS for name in names) == sorted(KINDS) == sorted(WHAT_FOR)
    for kind, columns in COLUMNS.items():
        assert {name for column in columns for name in column.fields} <= {shape.name for shape in shapes_of(kind)}
        assert columns[0].heading is None and words_of_kind(kind)[0] != "其他資料"
    assert set(COLUMNS) == set(KINDS)
    assert set(WORDS) <= {kind.__name__ for kind in record_kinds().values()}


def test_a_new_field_has_its_control_by_itself() -> None:
    more = create_model("MoreForm", __base__=KitForm, colour=(str, ""), bought=(Date | None, None), spare=(bool, False))
    shapes = shapes_of_form(more, KINDS["kits"])
    filling = Filling(kind="kits", language="zh", typed={}, options=Options())
    drawn = {one.path: one for _, controls in controls_of(filling, shapes) for one in controls}
    assert [drawn[name].how for name in ("colour", "bought", "spare")] == ["text", "date", "tick"]
    typed = {"name": ("箱",), "colour": ("紅",), "bought": ("115/12/2",), "spare": ("1",)}
    given = read_form(shapes, typed, Options())
    assert given.data == {
        "name": "箱",
        "count": 1,
        "turnaround": 30,
        "colour": "紅",
        "bought": "2026-12-02",
        "spare": True,
    }


def test_rows_are_read_without_gaps_and_blank_ones_are_none() -> None:
    typed = {
        "availability.7.start": ("９點",),
        "availability.7.end": ("17:00",),
        "availability.7.weekday": ("2",),
        "availability.2.start": ("",),
        "availability.2.weekday": ("",),
        "availability.30.end": ("12:00",),
        "skills.0.skill": (" 急救 ",),
        "villages": ("育平里、 平通里，\n文平里",),
        "turns.noon": ("２",),
        "turns.evening": ("0",),
    }
    shapes = [one for one in shapes_of("people") if one.name in ("availability", "skills", "villages", "turns")]
    given = read_form(shapes, typed, Options())
    assert given.data == {
        "availability": [
            {"weekday": 2, "date": None, "start": "09:00", "end": "17:00"},
            {"weekday": None, "date": None, "start": None, "end": "12:00"},
        ],
        "skills": [{"skill": "急救", "expires": None}],
        "villages": ["育平里", "平通里", "文平里"],
        "turns": {"noon": 2},
    }
    assert list(given.wrong) == ["availability.1.start"]
    assert given.typed["availability.0.start"] == ("９點",)


def test_a_link_is_found_by_code_by_id_and_by_a_name_that_only_one_has() -> None:
    people = (
        Option("1" * 32, "V001", "林秀琴"),
        Option("2" * 32, "V002", "林秀琴"),
        Option("3" * 32, "V003", "周柏宇"),
    )
    options = Options({"people": people})
    asked = ["V001", "v001", "Ｖ００２ 林秀琴", "3" * 32, "周柏宇", "林秀琴", "V0"]
    assert [options.find("people", one) for one in asked] == ["1" * 32, None, "2" * 32, "3" * 32, "3" * 32, None, None]


def test_a_list_of_recipients_is_pasted_line_by_line() -> None:
    shapes = [one for one in shapes_of("campaigns") if one.name == "recipients"]
    options = Options({"clients": (Option("1" * 32, "C0001", "甲"), Option("2" * 32, "C0002", "乙"))})
    given = read_form(shapes, {"recipients": ("C0001\r\n\r\nC0002\t3\r\nC0009\r\n",)}, options)
    assert given.data["recipients"][:2] == [{"client_id": "1" * 32, "units": 1}, {"client_id": "2" * 32, "units": 3}]
    assert "第 4 行" in given.wrong["recipients"].zh and "Line 4" in given.wrong["recipients"].en


def test_codes_are_counted_on() -> None:
    assert [next_code(one) for one in ("V009", "P0099", "D9", "甲", "", "2026-A")] == [
        "V010",
        "P0100",
        "D10",
        "",
        "",
        "",
    ]


def control_of(groups: list[tuple[str, list[Control]]], path: str) -> Control:
    return next(one for _, controls in groups for one in controls if one.path == path)


def test_long_lists_of_words_are_suggested_and_roles_are_ticked() -> None:
    options = Options({"units": (Option("1" * 32, "", "示範區公所"),)})
    filling = Filling(kind="services", language="en", typed={}, options=Options({**options.of_kind, "kits": ()}))
    crew = control_of(controls_of(filling, shapes_of("services")), "crew")
    assert [part.how for part in crew.rows[0].parts] == ["choices", "named", "words"]
    assert crew.rows[0].parts[0].options[0] == ("volunteer", "Volunteer")
    assert crew.blank is not None and crew.blank.path == "crew.NUMBER"
