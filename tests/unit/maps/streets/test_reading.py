from pathlib import Path

import pytest

from maps.travel.streets.building import build
from maps.travel.streets.extract import ExtractError, read_extract
from maps.travel.streets.profiles import CAR, WALK
from maps.travel.streets.street_map import DrawnStreets
from outreach.ports import Point
from tests.street_grid import BRIDGES, CANAL, CANAL_NAME, Drawing, lat_of, lon_of, write_street_grid


def written(tmp_path: Path, drawing: Drawing) -> Path:
    path = tmp_path / "drawn.osm.pbf"
    drawing.write(path)
    return path


def test_points_that_only_bend_a_street_are_no_junctions(tmp_path: Path) -> None:
    drawing = Drawing()
    bent = [drawing.node(23 + n / 1000, 120.2 + (n % 2) / 10000) for n in range(10)]
    drawing.way(bent[:6], highway="residential", name="一")
    drawing.way(bent[:4:-1], highway="residential", name="二")
    side = drawing.node(23.003, 120.21)
    drawing.way([bent[3], side], highway="service")
    graph = build(read_extract(written(tmp_path, drawing)))
    assert (graph.nodes, graph.edges) == (4, 3)
    assert sorted((graph.shape_first[1:] - graph.shape_first[:-1]).tolist()) == [2, 4, 7]


def test_ways_of_different_rules_are_not_put_together(tmp_path: Path) -> None:
    drawing = Drawing()
    nodes = [drawing.node(23 + n / 1000, 120.2) for n in range(3)]
    drawing.way(nodes[:2], highway="residential")
    drawing.way(nodes[1:], highway="residential", oneway="yes")
    graph = build(read_extract(written(tmp_path, drawing)))
    assert (graph.nodes, graph.edges) == (3, 2)
    assert (graph.along[CAR] > 0).sum() + (graph.against[CAR] > 0).sum() == 3
    assert (graph.along[WALK] > 0).sum() + (graph.against[WALK] > 0).sum() == 4


def test_a_ring_without_any_junction_is_kept(tmp_path: Path) -> None:
    drawing = Drawing()
    ring = [drawing.node(23 + a / 100, 120.2 + b / 100) for a, b in ((0, 0), (0, 1), (1, 1), (1, 0))]
    drawing.way([*ring[:3]], highway="residential")
    drawing.way([*ring[2:], ring[0]], highway="residential")
    graph = build(read_extract(written(tmp_path, drawing)))
    assert (graph.nodes, graph.edges) == (1, 1)
    assert graph.metres10[0] / 10 == pytest.approx(2 * (1112 + 1024), rel=0.01)


def test_the_town_is_drawn_with_its_names_and_its_water_first(tmp_path: Path) -> None:
    graph = build(read_extract(write_street_grid(tmp_path / "grid.osm.pbf")))
    low, high = Point(lat=lat_of(CANAL - 0.6), lon=lon_of(-1)), Point(lat=lat_of(CANAL + 1.6), lon=lon_of(40))
    lines = DrawnStreets(lambda: graph).lines(low, high)
    assert (lines[0].rank, lines[0].name) == ("water", CANAL_NAME)
    assert lines[-1].rank == "main"
    bridges = {line.name for line in lines if line.name.endswith("橋")}
    assert bridges == {f"示範{column + 1}橋" for column in BRIDGES}
    nowhere = Point(lat=24.0, lon=121.0)
    assert list(DrawnStreets(lambda: graph).lines(nowhere, nowhere)) == []
    assert list(DrawnStreets(lambda: None).lines(low, high)) == []


@pytest.mark.parametrize("content", [b"", b"hello", b"\x00" * 500], ids=["empty", "text", "zeros"])
def test_a_file_that_is_no_extract_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "wrong.osm.pbf"
    path.write_bytes(content)
    with pytest.raises(ExtractError) as refused:
        read_extract(path)
    assert refused.value.code in ("unreadable", "no_streets")


def test_an_extract_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    path = write_street_grid(tmp_path / "grid.osm.pbf")
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(ExtractError) as refused:
        read_extract(path)
    assert refused.value.code == "unreadable"


def test_an_extract_from_elsewhere_is_refused_with_examples(tmp_path: Path) -> None:
    drawing = Drawing()
    drawing.way([drawing.node(48.1, 11.5), drawing.node(48.2, 11.6)], highway="residential")
    with pytest.raises(ExtractError) as refused:
        read_extract(written(tmp_path, drawing))
    assert refused.value.code == "foreign"
    assert refused.value.facts == {"points": "2", "examples": "48.1000, 11.5000；48.2000, 11.6000"}


def test_only_what_lies_inside_is_read_where_that_is_said(tmp_path: Path) -> None:
    path = write_street_grid(tmp_path / "grid.osm.pbf")
    box = (lat_of(4.5), lon_of(4.5), lat_of(10.5), lon_of(10.5))
    extract = read_extract(path, box)
    assert 0 < len(extract.lat) < len(read_extract(path).lat)
    assert lat_of(4.5) <= extract.lat.min() and extract.lat.max() <= lat_of(10.5)
    assert extract.signals and not extract.closed
    assert extract.outside > 1000
    assert build(extract).edges > 50
    with pytest.raises(ExtractError) as refused:
        read_extract(path, (24.0, 121.0, 24.1, 121.1))
    assert refused.value.code == "elsewhere"
    assert refused.value.facts["bounds"].startswith("22.95")


def test_an_extract_without_streets_says_what_it_held_instead(tmp_path: Path) -> None:
    drawing = Drawing()
    nodes = [drawing.node(23.0, 120.2), drawing.node(23.01, 120.2)]
    drawing.way(nodes, highway="construction")
    drawing.way(nodes, waterway="canal")
    with pytest.raises(ExtractError) as refused:
        read_extract(written(tmp_path, drawing))
    assert (refused.value.code, refused.value.facts) == ("no_streets", {"points": "2", "skipped": "construction 1"})


def test_ways_cut_at_the_border_keep_what_is_inside(tmp_path: Path) -> None:
    drawing = Drawing()
    nodes = [drawing.node(23 + n / 1000, 120.2) for n in range(4)]
    drawing.way([*nodes[:2], 999, *nodes[2:]], highway="residential")
    drawing.way([998, 999], highway="residential")
    extract = read_extract(written(tmp_path, drawing))
    assert [street.nodes.tolist() for street in extract.streets] == [[0, 1], [2, 3]]
    assert extract.skipped == {"without_points": 1}
