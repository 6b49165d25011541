"""The commands that fill the folder of map data."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from api.places import places_at
from api.steps import Session

if TYPE_CHECKING:
    from maps.travel.streets.take_in import TakenIn

AREA = "area"
"""The folder of map data beside the other files of the command."""
REFUSED = {
    "unreadable": "讀不懂 {path}：檔案不完整，或不是 .osm.pbf 圖資（{detail}）。原來的街道沒有更動。",
    "no_streets": "{path} 裡沒有可以走的街道（{points} 個點；略過：{skipped}）。原來的街道沒有更動。",
    "foreign": "{path} 的街道都不在臺灣，或經緯度寫反了（{points} 個點，前幾個：{examples}）。原來的街道沒有更動。",
    "elsewhere": "{path} 的街道（{points} 個點，{bounds}）都不在本區附近；要用就加 --anywhere。原來的街道沒有更動。",
    "too_large": "{path} 太大（街道超過 {most} 個點）。請先裁切，或不要加 --anywhere。原來的街道沒有更動。",
}


def area_of(options: argparse.Namespace, out: Path) -> str:
    """The folder of map data: the option, `OUTREACH_AREA`, or the usual one if it is there; else `""`."""
    told = str(getattr(options, "area", "") or os.environ.get("OUTREACH_AREA", ""))
    folder = Path(told) if told else out / AREA
    # Jobs are carried out by processes that may stand elsewhere.
    return str(folder.resolve()) if told or folder.is_dir() else ""


def need_area(session: Session) -> Path:
    """The folder of map data, made if it is not there yet."""
    folder = Path(session.area) if session.area else session.out / AREA
    folder.mkdir(parents=True, exist_ok=True)
    session.area = str(folder.resolve())
    return folder


def streets(session: Session, options: argparse.Namespace) -> None:
    """`outreach streets FILE`."""
    path: Path = options.file
    if not path.is_file():
        raise session.fail("找不到 {path}，請確認檔名。", path=path)
    # Its reader is a library of its own, which nobody else needs.
    from maps.travel.streets.extract import ExtractError  # noqa: PLC0415
    from maps.travel.streets.take_in import take_in  # noqa: PLC0415

    folder = need_area(session)
    try:
        taken = take_in(path, folder, places_at().geocoder.outlines(), anywhere=getattr(options, "anywhere", False))
    except ExtractError as error:
        raise session.fail(REFUSED[error.code], path=path, **error.facts) from None
    tell(session, taken)


def tell(session: Session, taken: TakenIn) -> None:
    """What was taken in, with counts and the first of what was left out."""
    session.say(
        "街道已放進 {path}：{points} 個點、{junctions} 個路口、{lights} 個號誌",
        path=taken.file,
        points=f"{taken.points:,}",
        junctions=f"{taken.junctions:,}",
        lights=f"{taken.lights:,}",
    )
    session.say("可走的長度：步行 {walk}、腳踏車 {bicycle}、機車 {scooter}、汽車 {car} 公里", **taken.kilometres)
    if taken.skipped:
        most = sorted(taken.skipped.items(), key=lambda one: -one[1])
        told = "、".join(f"{cause} {count}" for cause, count in most[:5])
        session.say("略過 {count} 條：{causes}", count=f"{sum(taken.skipped.values()):,}", causes=told)
    if taken.outside:
        session.say("離本區 25 公里以上的街道沒有放進來（{count} 個點）", count=f"{taken.outside:,}")
    if taken.bare:
        session.say("沒有街道的里：{villages}（交通時間會用估計）", villages="、".join(taken.bare))
