"""The controls of a form, ready to be drawn: labels, hints, what was typed, what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from api.language import Language
from api.pages.acting import Wrong
from api.pages.keeping.labels import groups_of, label_of
from api.pages.keeping.labels.choices import CHOICES, WEEKDAYS
from api.pages.keeping.labels.word import Word
from api.pages.keeping.options import TYPED, Options
from api.pages.keeping.read_form import shape_of_link
from api.pages.keeping.shapes import Shape
from api.pages.keeping.typed import Typed, one, rows_in

_CHOOSE, _NONE = Word("請選擇", "Please choose"), Word("（不指定）", "(none)")
_LISTS = {"skill": "list-skills", "village": "list-villages"}
NEW_ROW = "NUMBER"
"""Stands for the number of a row that a script adds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One control, or a group of them. `options`: pairs of value and words. `parts`: of a place, or counts.

    `rows`: those of a list, `blank` the one that can be added. `suggestions`: the id of a list of words. `optional`: it
    is worth saying that it may stay empty.
    """

    path: str
    how: str
    label: str
    hint: str = ""
    value: str = ""
    values: tuple[str, ...] = ()
    required: bool = False
    optional: bool = False
    options: tuple[tuple[str, str], ...] = ()
    suggestions: str = ""
    corrected: bool = False
    parts: tuple[Control, ...] = ()
    rows: tuple[Row, ...] = ()
    blank: Row | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list. `number`: its place from 1."""

    path: str
    number: int
    parts: tuple[Control, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What a form is drawn with."""

    kind: str
    language: Language
    typed: Typed
    options: Options
    corrected: frozenset[str] = frozenset()
    one_row: bool = False
    paths: set[str] = field(default_factory=set)


def controls_of(filling: Filling, shapes: Sequence[Shape]) -> list[tuple[str, list[Control]]]:
    """The controls under their headings."""
    by_name = {shape.name: _control(filling, shape, shape.name, shape.name) for shape in shapes}
    return [
        (heading.said(filling.language), [by_name[name] for name in names])
        for heading, names in groups_of(filling.kind, tuple(by_name))
    ] or [("", list(by_name.values()))]


def placed(wrong: Wrong, paths: set[str]) -> Wrong:
    """The same, each sentence at a control that is there: at the list when its field has none."""
    fields: dict[str, str] = {}
    others = list(wrong.others)
    for path, sentence in wrong.fields.items():
        at = path
        while at and at not in paths:
            at = at.rpartition(".")[0]
        if at and at not in fields:
            fields[at] = sentence
        elif not at:
            others.append(sentence)
    return Wrong(wrong.status, fields, tuple(others), wrong.differences, wrong.headers)


def _control(filling: Filling, shape: Shape, path: str, called: str) -> Control:
    word = label_of(filling.kind, called)
    filling.paths.add(path)
    make = _GROUPS.get(shape.how)
    if make is not None:
        parts, rows, blank = make(filling, shape, path, called)
    else:
        parts, rows, blank = (), (), None
    return Control(
        path=path,
        how=shape.how,
        label=word.said(filling.language),
        hint=word.hint(filling.language),
        value=one(filling.typed, path) if shape.how != "lines" else filling.typed.get(path, ("",))[0],
        values=filling.typed.get(path, ()),
        required=_is_required(shape),
        optional="." not in path and not shape.required and shape.start in (None, ""),
        options=_options(filling, shape),
        suggestions=f"list-{shape.kind}" if shape.kind in TYPED else _LISTS.get(shape.name, ""),
        corrected=path in filling.corrected,
        parts=parts,
        rows=rows,
        blank=blank,
    )


def _is_required(shape: Shape) -> bool:
    """Whether it always holds something: what has another start than nothing cannot be left empty."""
    return shape.required or (not shape.nullable and shape.start not in (None, "", 0))


_Made = tuple[tuple[Control, ...], tuple[Row, ...], Row | None]


def _place(filling: Filling, shape: Shape, path: str, called: str) -> _Made:
    return (
        tuple(_control(filling, part, f"{path}.{part.name}", f"{called}.{part.name}") for part in shape.parts),
        (),
        None,
    )


def _rows(filling: Filling, shape: Shape, path: str, called: str) -> _Made:
    numbers = rows_in(filling.typed, path) or ([0] if filling.one_row or shape.required else [])
    rows = tuple(_row(filling, shape, f"{path}.{number}", called, place) for place, number in enumerate(numbers, 1))
    return (), rows, _row(filling, shape, f"{path}.{NEW_ROW}", called, 0)


def _row(filling: Filling, shape: Shape, path: str, called: str, place: int) -> Row:
    filling.paths.add(path)
    return Row(path, place, tuple(_in_row(filling, shape, path, called)))


def _in_row(filling: Filling, shape: Shape, path: str, called: str) -> Iterator[Control]:
    if shape.how == "links":
        yield _control(filling, shape_of_link(shape), path, called)
    else:
        yield from _parts(filling, shape, path, called)


def _parts(filling: Filling, shape: Shape, path: str, called: str) -> Iterator[Control]:
    for part in shape.parts:
        yield _control(filling, part, f"{path}.{part.name}", f"{called}.{part.name}")


def _counts(filling: Filling, shape: Shape, path: str, _called: str) -> _Made:
    parts = []
    for name in shape.choices:
        at = f"{path}.{name}"
        filling.paths.add(at)
        label = CHOICES[shape.name][name].said(filling.language)
        parts.append(Control(path=at, how="integer", label=label, value=one(filling.typed, at)))
    return tuple(parts), (), None


_GROUPS: Mapping[str, Callable[[Filling, Shape, str, str], _Made]] = {
    "place": _place,
    "rows": _rows,
    "links": _rows,
    "counts": _counts,
}


def _options(filling: Filling, shape: Shape) -> tuple[tuple[str, str], ...]:
    language = filling.language
    empty = (("", (_CHOOSE if shape.required else _NONE).said(language)),)
    if shape.how == "weekdays":
        return tuple((day, word.said(language)) for day, word in WEEKDAYS.items())
    if shape.how == "choices":
        return tuple((value, CHOICES[shape.name][value].said(language)) for value in shape.choices)
    if shape.how == "choice":
        listed = tuple((value, CHOICES[shape.name][value].said(language)) for value in shape.choices)
        return (*(empty if shape.nullable or (shape.required and "" not in shape.choices) else ()), *listed)
    if shape.how == "link" and shape.kind not in TYPED:
        return (*empty, *((option.id, option.text) for option in filling.options.of_kind[shape.kind]))
    if shape.how == "named":
        return (*empty, *((option.name, option.name) for option in filling.options.of_kind[shape.kind]))
    return ()
