"""`outreach plates FILE`: takes the city's door plates into the folder of map data."""

from __future__ import annotations

import argparse

from rich.progress import Progress

from api.area_steps import need_area
from api.places import places_at
from api.steps import Session, StepError
from maps.geocode.plates.report import FAULTS, NOTES, PlatesRefused, Report
from maps.geocode.plates.take_plates import take_plates
from maps.geocode.villages import DISTRICT


def plates(session: Session, options: argparse.Namespace) -> None:
    """Take the file in, and print what came of each row; nothing changes when it is refused."""
    if not options.file.is_file():
        raise session.fail("找不到 {path}，請確認檔名。", path=options.file)
    area, outlines = need_area(session), places_at().geocoder.outlines()
    try:
        with Progress(console=session.console) as bars:
            task = bars.add_task(session.text("門牌檔"), total=1.0)
            report = take_plates(
                options.file,
                area,
                outlines=outlines,
                town=DISTRICT,
                progress=lambda share: bars.update(task, completed=share),
            )
    except PlatesRefused as refused:
        _tell(session, refused.report)
        kept = session.text("沒有收下任何門牌；原來的門牌檔照舊使用。")
        raise StepError(f"{refused.zh if session.language == 'zh' else refused.en} {kept}") from None
    session.say("讀了 {rows} 列，收下 {plates} 個門牌。", rows=f"{report.rows:,}", plates=f"{report.plates:,}")
    _tell(session, report)


def _tell(session: Session, report: Report) -> None:
    """Each kind of fault with its count and its first lines; what stands in them is the city's, and no person's."""
    for code, words in (FAULTS | NOTES).items():
        if not report.counts[code]:
            continue
        named = words[0] if session.language == "zh" else words[1]
        session.say("  {named}：{count} 列", named=named, count=f"{report.counts[code]:,}")
        for line, text in report.examples.get(code, ()):
            told = session.text("    第 {line} 行　{cells}", line=line, cells=text)
            session.console.print(told, markup=False, highlight=False, soft_wrap=True)
