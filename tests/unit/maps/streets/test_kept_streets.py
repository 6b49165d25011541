import logging
from pathlib import Path

import numpy as np
import pytest

from maps.travel.streets.building import build
from maps.travel.streets.extract import read_extract
from maps.travel.streets.graph import ARRAYS, StreetGraph
from maps.travel.streets.kept import FILE, Kept, KeptStreetsError, keep, read_kept
from tests.street_grid import Drawing, write_street_grid


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> StreetGraph:
    return build(read_extract(write_street_grid(tmp_path_factory.mktemp("town") / "grid.osm.pbf")))


def test_a_graph_comes_back_as_it_was(graph: StreetGraph, tmp_path: Path) -> None:
    back = read_kept(keep(graph, tmp_path))
    for name in ARRAYS:
        assert np.array_equal(getattr(back, name), getattr(graph, name)), name
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_it_is_read_again_only_when_it_has_changed(graph: StreetGraph, tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    assert (kept.graph(), kept.stamp()) == (None, None)
    keep(graph, tmp_path)
    first = kept.graph()
    assert first is not None and kept.graph() is first
    small = Drawing()
    small.way([small.node(23.0, 120.2), small.node(23.01, 120.2)], highway="residential")
    small.write(tmp_path / "small.osm.pbf")
    keep(build(read_extract(tmp_path / "small.osm.pbf")), tmp_path)
    second = kept.graph()
    assert second is not None and second.edges == 1


@pytest.mark.parametrize("damage", ["cut", "text", "older", "missing array"])
def test_a_damaged_file_is_no_streets_and_is_told_once(
    graph: StreetGraph, tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    file = keep(graph, tmp_path)
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:-3000])
    elif damage == "text":
        file.write_text("streets")
    else:
        arrays = dict(np.load(file))
        arrays |= {"version": np.array(0)} if damage == "older" else {}
        if damage == "missing array":
            del arrays["ends"]
        np.savez(file, **arrays)
    with pytest.raises(KeptStreetsError):
        read_kept(file)
    kept = Kept(tmp_path)
    with caplog.at_level(logging.WARNING):
        assert kept.graph() is None
        assert kept.graph() is None
    assert len(caplog.records) == 1


def test_a_graph_that_cannot_be_written_leaves_the_last_one(
    graph: StreetGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keep(graph, tmp_path).read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="No space"):
        keep(graph, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    assert (tmp_path / FILE).read_bytes() == before
