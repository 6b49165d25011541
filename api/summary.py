"""What a command prints when it is done: an import's faults, a roster in figures."""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.table import Table

from api import reasons
from api.language import Language
from api.words import translated
from outreach.actor import Actor
from outreach.calendar.dates import roc
from outreach.intake.sheets import SHEETS
from outreach.records import Roster
from outreach.records.database import OfficeRecords
from outreach.usecases.importing.import_workbook import ImportReport
from outreach.usecases.showing.show_unreached import show_unreached
from outreach.usecases.showing.show_unserved import UnservedRow, show_unserved
from outreach.usecases.showing.sum_up_roster import RosterSummary, sum_up_roster

MOST_FAULTS = 20
MOST_UNSERVED = 12
TRAVEL = {
    ("estimate", False): "路線 {routes} 條，行程 {hours} 小時、{km} 公里（估計）",
    ("street", False): "路線 {routes} 條，行程 {hours} 小時、{km} 公里（依街道）",
    ("street", True): "路線 {routes} 條，行程 {hours} 小時、{km} 公里（部分為估計）",
}
WHY = {"far": "附近沒有街道", "cut_off": "街道不相通", "off": "離街道較遠"}
ROLES = {"volunteer": "志工", "substitute": "替代役", "staff": "職員"}


def print_import(console: Console, report: ImportReport, language: Language) -> None:
    """How many records the import touched, and every row it could not take (the first 20 of them)."""

    def say(text: str, **words: object) -> None:
        console.print(translated(text, language).format(**words), soft_wrap=True, highlight=False, markup=False)

    say(
        "匯入完成：新增 {added} 筆、更新 {changed} 筆、不變 {same} 筆",
        added=report.added,
        changed=report.changed,
        same=report.same,
    )
    refused = [fault for fault in report.faults if not fault.is_note]
    notes = [fault for fault in report.faults if fault.is_note]
    for faults, heading in (
        (refused, "有 {count} 個地方沒有收下，其他資料都收下了："),
        (notes, "已經收下，但請看一下 {count} 個地方："),
    ):
        if faults:
            say(heading, count=len(faults))
        for fault in faults[:MOST_FAULTS]:
            text = fault.text_zh if language == "zh" else fault.text_en
            console.print(f"  {text}", markup=False, highlight=False, soft_wrap=True)
        if len(faults) > MOST_FAULTS:
            say("  還有 {count} 個。", count=len(faults) - MOST_FAULTS)
    if report.left_alone:
        say("有 {count} 個欄位先前改過，這次沒有蓋掉：", count=len(report.left_alone))
    for one in report.left_alone[:MOST_FAULTS]:
        sheet, column = _names(one["kind"], one["field"], language)
        console.print(f"  {sheet} {one['key']}：{column}", markup=False, highlight=False, soft_wrap=True)
    if len(report.left_alone) > MOST_FAULTS:
        say("  還有 {count} 個。", count=len(report.left_alone) - MOST_FAULTS)


def _names(kind: str, field: str, language: Language) -> tuple[str, str]:
    """What a sheet, and a column or list of it, is called in the workbook."""
    sheets = {sheet.name: sheet for sheet in SHEETS}
    if kind not in sheets:
        return kind, field
    # Both lists of wishes go by the first of their columns.
    wanted = "preferred" if field == "wishes" else field
    column = next((column for column in sheets[kind].columns if column.field == wanted), sheets.get(wanted))
    words = (column.zh, column.en) if column else (field, field)
    return (sheets[kind].zh, words[0]) if language == "zh" else (sheets[kind].en, words[1])


def print_roster(console: Console, records: OfficeRecords, roster: Roster, language: Language) -> None:
    """The roster's summary: served, unserved with the main reasons, hours per role, travel."""

    def say(text: str, **words: object) -> None:
        console.print(translated(text, language).format(**words), soft_wrap=True, highlight=False, markup=False)

    summary = sum_up_roster(records, roster)
    say("")
    say("{week} 起一週，第 {revision} 版草稿", week=roc(roster.monday, language), revision=roster.revision)
    console.print(_work(summary, language))
    console.print(_hours(summary, language))
    say("勤務 {duties} 個，其中 {mixed} 個同一天有班次也有外出", duties=summary.duties, mixed=summary.mixed)
    say(
        TRAVEL[roster.travel_source, summary.guessed],
        routes=summary.routes,
        hours=round(summary.travel_minutes / 60, 1),
        km=round(summary.travel_metres / 1000),
    )
    say("檢查：每一條規定都另外重算過，沒有違反事項")
    _print_unreached(console, records, roster, language)
    view = show_unserved(records, Actor(office_id=records.office.id, role="coordinator"), roster.id)
    rows = (*view.mandatory, *view.optional)
    if not rows:
        say("全部排入了")
        return
    say("未排入 {count} 項，其中必要 {must} 項：", count=len(rows), must=len(view.mandatory))
    for row in rows[:MOST_UNSERVED]:
        console.print(f"  {_line(row, language)}", markup=False, highlight=False, soft_wrap=True)
    if len(rows) > MOST_UNSERVED:
        causes = Counter(reasons.verdict(row, language) for row in rows[MOST_UNSERVED:])
        say("  還有 {count} 項，主要原因：", count=len(rows) - MOST_UNSERVED)
        for cause, count in causes.most_common(3):
            console.print(f"    {count} × {cause}", markup=False, highlight=False, soft_wrap=True)


def _print_unreached(console: Console, records: OfficeRecords, roster: Roster, language: Language) -> None:
    """The places that streets do not lead to. By code: who reads a terminal need not read names."""
    view = show_unreached(records, Actor(office_id=records.office.id, role="coordinator"), roster.id)
    places = [one for one in view.places if one.estimated]
    if not places:
        return
    told = translated("街道到不了的地點 {count} 個，交通時間用估計：", language).format(count=len(places))
    console.print(told, markup=False, highlight=False, soft_wrap=True)
    for one in places[:MOST_UNSERVED]:
        who = "、".join(holder.code or holder.name for holder in one.holders[:3])
        why = translated(WHY[one.why], language)
        where = " ".join(filter(None, (who, one.place.village)))
        console.print(f"  {where}：{why}", markup=False, highlight=False, soft_wrap=True)
    if len(places) > MOST_UNSERVED:
        more = translated("  還有 {count} 個", language).format(count=len(places) - MOST_UNSERVED)
        console.print(more, markup=False, highlight=False)


def _line(row: UnservedRow, language: Language) -> str:
    must = translated("必要", language) if row.mandatory else translated("可延後", language)
    return f"[{must}] {row.label} {row.place.village}：{reasons.verdict(row, language)}"


def _work(summary: RosterSummary, language: Language) -> Table:
    table = Table("", translated("排入", language), translated("全部", language), box=None, pad_edge=False)
    for kind in summary.kinds:
        short = kind.asked - kind.served
        style = "bold red" if short else ""
        table.add_row(f"{kind.letter} {kind.label}", str(kind.served), str(kind.asked), style=style)
    for column in table.columns[1:]:
        column.justify = "right"
    return table


def _hours(summary: RosterSummary, language: Language) -> Table:
    heads = [translated(text, language) for text in ("人數", "服務時數", "工時", "行程時數")]
    table = Table("", *heads, box=None, pad_edge=False)
    for role in summary.roles:
        label = translated(ROLES[role.role], language)
        table.add_row(label, str(role.people), f"{role.served:.1f}", f"{role.worked:.1f}", f"{role.travel:.1f}")
    for column in table.columns[1:]:
        column.justify = "right"
    return table
