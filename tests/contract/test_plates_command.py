"""`outreach plates`: what whoever takes a city's door plates in reads."""

from __future__ import annotations

import argparse
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from api.places import places_at
from api.plates_step import plates
from api.steps import Session, StepError
from maps.geocode.plates.take_plates import FILE
from tests.door_plates import row, write


def run(file: Path, area: Path, language: str = "zh") -> str:
    console = Console(record=True, width=200, file=StringIO())
    session = Session(database="", language=language, out=area, area=str(area), console=console)
    try:
        plates(session, argparse.Namespace(file=file))
    except StepError as error:
        return f"{console.export_text()}\n✗ {error}"
    return console.export_text()


def test_the_plates_are_taken_and_found_from_then_on(tmp_path: Path) -> None:
    said = run(write(tmp_path / "a.csv", [row("316號"), row("318號"), row("門前")]), tmp_path)

    assert "讀了 3 列，收下 2 個門牌。" in said
    assert "看不懂街路或門牌號：1 列" in said
    assert "第 4 行" in said
    found = places_at(str(tmp_path)).geocoder.locate(address="育平路316號", village="", point=None)
    assert found is not None
    assert found.precision == "exact"


def test_a_refused_file_is_told_with_its_first_rows_and_changes_nothing(tmp_path: Path) -> None:
    run(write(tmp_path / "a.csv", [row("316號")]), tmp_path)

    said = run(write(tmp_path / "b.csv", [row("x"), row("y"), row("318號")]), tmp_path, "en")

    assert "road or number cannot be read: 2 rows" in said
    assert "fewer than half" in said
    assert "stay in use" in said
    found = places_at(str(tmp_path)).geocoder.locate(address="育平路316號", village="", point=None)
    assert found is not None
    assert found.precision == "exact"


def test_without_a_file_it_says_what_is_missing(tmp_path: Path) -> None:
    session = Session(database="", language="zh", out=tmp_path, area=str(tmp_path))

    with pytest.raises(StepError, match="找不到"):
        plates(session, argparse.Namespace(file=tmp_path / "none.csv"))


def test_the_folder_of_map_data_is_made_when_it_is_not_there(tmp_path: Path) -> None:
    source = write(tmp_path / "a.csv", [row("316號")])
    session = Session(database="", language="zh", out=tmp_path / "out", console=Console(file=StringIO()))

    plates(session, argparse.Namespace(file=source))

    assert (tmp_path / "out" / "area" / FILE).is_file()
