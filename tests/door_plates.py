"""An invented city's door plates, in the layout of the ministry's files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

HEADINGS = "省市縣市代碼,鄉鎮市區代碼,村里,鄰,街、路段,地區,巷,弄,號,橫座標,縱座標"
_FULL = str.maketrans({digit: chr(ord(digit) + 0xFEE0) for digit in "0123456789"})

# Where a plate of Anping stands, and its 里, in metres of TWD97: inside 育平里.
EAST, NORTH = 164_700.0, 2_543_500.0


def row(
    number: str,
    *,
    road: str = "育平路",
    lane: str = "",
    alley: str = "",
    village: str = "育平里",
    code: str = "67000360",
    east: float = EAST,
    north: float = NORTH,
) -> str:
    """One row of such a file."""
    lane, alley = (f"{text}{word}" if text else "" for text, word in ((lane, "巷"), (alley, "弄")))
    return f"67000,{code},{village},3,{road},,{lane},{alley},{number.translate(_FULL)},{east},{north}"


def many(rows: int) -> Iterator[str]:
    """So many different plates on the roads of Tainan's 37 districts."""
    for place in range(rows):
        way, number = divmod(place, 100)
        road, lane = divmod(way, 20)
        yield row(
            f"{number + 1}號" if number % 7 else f"{number + 1}號之{number % 5 + 1}",
            road=f"{'永和中民安大仁文國'[road % 9]}{'東西南北平'[road // 9 % 5]}{road // 45 + 1}路",
            lane=str(lane * 3) if lane else "",
            village="育平里" if road % 37 == 35 else "民生里",
            code=f"67000{road % 37 + 1:02}0",
            east=EAST + number * 5 + lane,
            north=NORTH + lane * 10 + road / 10,
        )


def write(path: Path, rows: Iterator[str] | list[str], *, headings: str = HEADINGS, encoding: str = "utf-8") -> Path:
    """Write a file with these rows."""
    with path.open("w", encoding=encoding, newline="") as file:
        file.write(f"{headings}\r\n")
        for one in rows:
            file.write(f"{one}\r\n")
    return path
