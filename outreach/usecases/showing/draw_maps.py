"""One map file for every route of a roster, and a page that lists them by day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape
from itertools import groupby
from pathlib import Path

from outreach.calendar.dates import roc
from outreach.exports.words import SAMPLE
from outreach.ports import Geocoder, RouteMaps, RouteSketch
from outreach.records import Client, Person, Place, Roster, RosterDuty, RosterStop, Unit
from outreach.records.database import OfficeRecords
from outreach.usecases.showing.sketch_route import sketch_duty
from outreach.usecases.showing.ways import Ways

INDEX = "index.html"
_OWN_FILE = re.compile(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{8}\.html")
_WORDS = {"zh": ("路線圖", "{} 張", "{} 站"), "en": ("Route maps", "{} maps", "{} stops")}
_PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>
:root{{color-scheme:light dark}}
body{{max-width:52rem;margin:0 auto;padding:24px 16px 48px;line-height:1.6;font-variant-numeric:tabular-nums;
font-family:"Noto Sans TC","Noto Sans CJK TC","PingFang TC","Microsoft JhengHei",system-ui,sans-serif}}
h1{{font-size:1.6875rem;line-height:1.3;margin:0}}h2{{font-size:1.3125rem;line-height:1.3;margin:32px 0 8px}}
ul{{list-style:none;margin:0;padding:0;border-top:1px solid #8884}}
a{{display:flex;flex-wrap:wrap;gap:0 16px;padding:10px 8px;min-height:44px;box-sizing:border-box;
border-bottom:1px solid #8884;color:inherit;text-decoration:none}}
a:hover b{{text-decoration:underline}}a:focus-visible{{outline:3px solid #c2410c}}b,span{{unicode-bidi:isolate}}
.sample{{display:inline-block;border:1px dashed;border-radius:4px;padding:0 8px;font-size:.8125rem}}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{count}</p>
{sample}
{days}
</body>
</html>
"""


def map_file_name(duty: RosterDuty) -> str:
    """The file of a duty's map: its date and the beginning of its identifier, nothing about a person."""
    return f"{duty.date}-{duty.id[:8]}.html"


def draw_maps(
    records: OfficeRecords,
    roster: Roster,
    *,
    geocoder: Geocoder,
    renderer: RouteMaps,
    folder: Path,
    language: str,
    on_progress: Callable[[float], None] | None = None,
    ways: Ways | None = None,
) -> tuple[Path, ...]:
    """Write a map for every duty that has a stop, and `index.html`; remove the maps of earlier runs in this folder.

    Returns the maps without the index. `on_progress` hears the share that is done, 0 to 1.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # Kept in hand while the maps are drawn, so that no map asks the database for its places and people one by one.
    kept = [records.all(Place), records.all(Person), records.all(Client), records.all(Unit)]
    busy = {stop.duty_id for stop in records.all(RosterStop, RosterStop.roster_id == roster.id)}
    duties = [duty for duty in records.all(RosterDuty, RosterDuty.roster_id == roster.id) if duty.id in busy]
    duties.sort(key=lambda duty: (duty.date, duty.departure, duty.id))
    drawn: list[tuple[RosterDuty, RouteSketch]] = []
    for duty in duties:
        sketch = sketch_duty(records, duty, geocoder, language, ways)
        (folder / map_file_name(duty)).write_text(renderer.page(sketch), encoding="utf-8", newline="\n")
        drawn.append((duty, sketch))
        if on_progress:
            on_progress(len(drawn) / len(duties))
    kept.clear()
    (folder / INDEX).write_text(_index(drawn, records.office.sample, language), encoding="utf-8", newline="\n")
    names = {map_file_name(duty) for duty in duties}
    for old in folder.iterdir():
        if _OWN_FILE.fullmatch(old.name) and old.name not in names:
            old.unlink()
    return tuple(folder / map_file_name(duty) for duty in duties)


def _index(drawn: Iterable[tuple[RosterDuty, RouteSketch]], sample: bool, language: str) -> str:
    drawn = list(drawn)
    title, count, _ = _WORDS[language]
    days = (
        f"<h2>{escape(roc(date, language))}</h2>\n<ul>\n{''.join(_row(*one, language) for one in group)}</ul>\n"
        for date, group in groupby(drawn, key=lambda one: one[0].date)
    )
    return _PAGE.format(
        lang="en" if language == "en" else "zh-Hant-TW",
        title=title,
        count=count.format(len(drawn)),
        sample=f'<p class="sample">{SAMPLE[language]}</p>' if sample else "",
        days="".join(days),
    )


def _row(duty: RosterDuty, sketch: RouteSketch, language: str) -> str:
    stops = _WORDS[language][2].format(len({stop.number for stop in sketch.stops if stop.number}))
    texts = f"<b>{escape(sketch.title)}</b><span>{escape(sketch.subtitle)}</span><span>{stops}</span>"
    return f'<li><a href="{map_file_name(duty)}">{texts}</a></li>\n'
