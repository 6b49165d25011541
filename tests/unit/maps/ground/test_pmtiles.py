from __future__ import annotations

from pathlib import Path

import pytest

from maps.ground.pmtiles import MOST_TILE_BYTES, read_archive, read_tile, tile_id
from tests.archives import archive, directory


def test_tiles_are_numbered_as_the_specification_numbers_them() -> None:
    known = {(0, 0, 0): 0, (1, 0, 0): 1, (1, 0, 1): 2, (1, 1, 1): 3, (1, 1, 0): 4, (2, 0, 0): 5}
    assert {tile: tile_id(*tile) for tile in known} == known
    assert tile_id(12, 3423, 1763) == 19078479


@pytest.mark.parametrize("zoom", range(5))
def test_every_tile_of_a_zoom_has_a_number_of_its_own(zoom: int) -> None:
    side = range(1 << zoom)
    first = (4**zoom - 1) // 3
    assert sorted(tile_id(zoom, x, y) for x in side for y in side) == list(range(first, first + 4**zoom))


def test_a_tile_is_found_through_runs_and_further_directories(tmp_path: Path) -> None:
    leaf = directory([(5, 1, 3, 3), (6, 2, 6, 3)])
    root = directory([(0, 1, 0, 3), (5, 0, 0, len(leaf))])
    file = archive(
        tmp_path / "t", root, leaves=leaf, tiles=[b"top", b"one", b"two"], about={"attribution": "<b>我們</b>"}
    )
    head = read_archive(file)
    assert (head.media, head.least, head.most, head.source) == ("image/png", 0, 2, "我們")
    assert read_tile(file, head, 0, 0, 0) == b"top"
    assert read_tile(file, head, 1, 1, 0) is None
    assert read_tile(file, head, 2, 0, 0) == b"one"
    alike = [(x, y) for x in range(4) for y in range(4) if read_tile(file, head, 2, x, y) == b"two"]
    assert sorted(tile_id(2, x, y) for x, y in alike) == [6, 7]
    assert read_tile(file, head, 2, 3, 0) is None


def test_directories_need_not_be_compressed(tmp_path: Path) -> None:
    file = archive(tmp_path / "t", directory([(0, 1, 0, 3)], compressed=False), tiles=[b"top"], inner=1)
    assert read_tile(file, read_archive(file), 0, 0, 0) == b"top"


@pytest.mark.parametrize(
    ("text", "why"),
    [(b"", "not a PMTiles"), (b"PMTiles\x02" + b"\0" * 200, "version 3"), (b"\x89PNG" * 60, "not a PMTiles")],
)
def test_something_else_is_no_archive(tmp_path: Path, text: bytes, why: str) -> None:
    (tmp_path / "t").write_bytes(text)
    with pytest.raises(ValueError, match=why):
        read_archive(tmp_path / "t")


def test_vector_tiles_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="vector tiles not"):
        read_archive(archive(tmp_path / "t", directory([(0, 1, 0, 3)]), kind=1))


def test_a_file_cut_off_is_refused(tmp_path: Path) -> None:
    file = archive(tmp_path / "t", directory([(0, 1, 0, 3)]), tiles=[b"top"])
    head, whole = read_archive(file), file.read_bytes()
    file.write_bytes(whole[:-1])
    with pytest.raises(ValueError, match="ends too early"):
        read_tile(file, head, 0, 0, 0)
    file.write_bytes(whole[:140])
    with pytest.raises(ValueError, match="ends too early"):
        read_archive(file)


def test_what_would_take_all_memory_is_refused(tmp_path: Path) -> None:
    large = archive(tmp_path / "t", directory([(0, 1, 0, MOST_TILE_BYTES + 1)]), tiles=[b"top"])
    with pytest.raises(ValueError, match="megabyte"):
        read_tile(large, read_archive(large), 0, 0, 0)
    bomb = archive(tmp_path / "b", directory([], compressed=True) + b"")
    text = bytearray(bomb.read_bytes())
    text[16:24] = (1 << 40).to_bytes(8, "little")
    bomb.write_bytes(bytes(text))
    with pytest.raises(ValueError, match="megabytes"):
        read_archive(bomb)


def test_a_directory_that_leads_to_itself_ends(tmp_path: Path) -> None:
    leaf = directory([(0, 0, 0, 27)], compressed=False)
    leaf = directory([(0, 0, 0, len(leaf))], compressed=False)
    file = archive(tmp_path / "t", directory([(0, 0, 0, len(leaf))], compressed=False), leaves=leaf, inner=1)
    with pytest.raises(ValueError, match="directories within directories"):
        read_tile(file, read_archive(file), 0, 0, 0)


def test_a_directory_that_promises_more_than_it_holds_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="promises more"):
        read_archive(archive(tmp_path / "t", b"\xff\xff\xff\x7f", inner=1))
    with pytest.raises(ValueError, match="ends too early"):
        read_archive(archive(tmp_path / "t", b"\x02\x01\x01\x01", inner=1))
