from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from maps.ground.office_ground import OfficeGround
from maps.ground.street_tiles import MOST_POINTS, SIDE
from maps.travel.no_streets import NoStreets
from outreach.ports import Point, StreetLine, StreetRank
from tests.archives import PNG, archive, directory

TILE = (14, 13660, 7116)
WEST, EAST, NORTH, SOUTH = 120.146484375, 120.16845703125, 23.0000, 22.9796


class Drawn:
    """These lines, wherever they are asked for."""

    def __init__(self, *lines: StreetLine) -> None:
        self.known = lines
        self.asked: list[tuple[Point, Point]] = []

    def lines(self, south_west: Point, north_east: Point) -> Sequence[StreetLine]:
        self.asked.append((south_west, north_east))
        return self.known


def line(rank: StreetRank, name: str = "", points: int = 2) -> StreetLine:
    return StreetLine(rank, name, tuple(Point(lat=22.98 + 1e-5 * step, lon=120.15) for step in range(points)))


def test_without_a_folder_there_are_the_outlines_alone() -> None:
    ground = OfficeGround("", NoStreets())
    about = ground.about()
    assert (about.tiles, about.streets, about.source) == (False, False, "")
    assert ground.tile(0, 0, 0) is None
    assert json.loads(ground.streets(*TILE)) == {"lines": []}


def test_streets_are_drawn_and_their_source_named(tmp_path: Path) -> None:
    (tmp_path / "streets.npz").touch()
    about = OfficeGround(str(tmp_path), NoStreets()).about()
    assert (about.tiles, about.streets) == (False, True)
    assert "OpenStreetMap" in about.source


def test_a_square_is_asked_for_by_its_corners_and_drawn_in_its_units() -> None:
    street = StreetLine("street", "示範路", (Point(lat=23.0, lon=WEST), Point(lat=23.0, lon=EAST)))
    streets = Drawn(street)
    [[rank, name, units]] = json.loads(OfficeGround("", streets).streets(*TILE))["lines"]
    [(south_west, north_east)] = streets.asked
    assert (south_west.lon, north_east.lon) == pytest.approx((WEST, EAST))
    assert (south_west.lat, north_east.lat) == pytest.approx((22.97771, 22.99795), abs=1e-3)
    assert (rank, name) == ("street", "示範路")
    assert units[0] == 0 and units[2:] == [SIDE, 0]


def test_the_smaller_ranks_are_drawn_first_and_left_out_first() -> None:
    ground = OfficeGround("", Drawn(line("main"), line("lane"), line("path"), line("water"), line("street")))
    assert [one[0] for one in json.loads(ground.streets(*TILE))["lines"]] == ["water", "path", "lane", "street", "main"]
    much = OfficeGround("", Drawn(line("main"), *(line("path", points=100) for _ in range(MOST_POINTS // 100 + 5))))
    kept = json.loads(much.streets(*TILE))["lines"]
    assert kept[-1][0] == "main"
    assert sum(len(one[2]) for one in kept) <= 2 * MOST_POINTS


def test_from_afar_only_the_main_streets_and_waters_are_drawn() -> None:
    ground = OfficeGround("", Drawn(line("main"), line("street"), line("lane"), line("water")))
    assert [one[0] for one in json.loads(ground.streets(12, 3415, 1779))["lines"]] == ["water", "main"]


@pytest.mark.parametrize("square", [(13, 1, 1), (14, 1 << 14, 0), (14, -1, 0), (22, 0, 0)])
def test_no_other_square_is_cut(square: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="square"):
        OfficeGround("", NoStreets()).streets(*square)


def test_tiles_of_a_folder_and_of_one_file(tmp_path: Path) -> None:
    folder = tmp_path / "tiles" / "3" / "2"
    folder.mkdir(parents=True)
    (folder / "1.png").write_bytes(PNG)
    (tmp_path / "tiles" / "readme").mkdir()
    ground = OfficeGround(str(tmp_path), NoStreets())
    assert (ground.about().tiles, ground.about().least, ground.about().most) == (True, 3, 3)
    assert ground.about().source == ""
    (tmp_path / "tiles" / "source.txt").write_text("© 示範測繪中心\n", encoding="utf-8")
    assert ground.about().source == "© 示範測繪中心"
    assert ground.tile(3, 2, 1) == (PNG, "image/png")
    assert ground.tile(3, 2, 2) is None
    archive(tmp_path / "tiles.pmtiles", directory([(0, 1, 0, 4)]), tiles=[b"webp"], kind=4, zooms=(0, 5))
    assert (ground.about().least, ground.about().most) == (0, 5)
    assert ground.tile(0, 0, 0) == (b"webp", "image/webp")


def test_a_picture_of_many_megabytes_is_not_sent(tmp_path: Path) -> None:
    folder = tmp_path / "tiles" / "3" / "2"
    folder.mkdir(parents=True)
    (folder / "1.png").write_bytes(b"0" * ((1 << 20) + 1))
    assert OfficeGround(str(tmp_path), NoStreets()).tile(3, 2, 1) is None


def test_a_broken_file_is_told_once_and_what_else_there_is_is_used(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "tiles.pmtiles").write_bytes(b"not a map")
    (tmp_path / "streets.npz").touch()
    ground = OfficeGround(str(tmp_path), NoStreets())
    for _ in range(3):
        assert (ground.about().tiles, ground.about().streets) == (False, True)
    assert [record.getMessage() for record in caplog.records] == [
        "tiles.pmtiles is not used: not a PMTiles file of version 3"
    ]
    archive(tmp_path / "tiles.pmtiles", directory([(0, 1, 0, 3)]), tiles=[b"top"])
    assert ground.about().tiles
